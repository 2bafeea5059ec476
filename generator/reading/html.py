"""Reads a saved web page as a browser prints it: paragraphs, tables with their spans, automatic numbers of lists."""

import codecs
import hashlib
import re
from dataclasses import dataclass, field

from lxml import etree

from generator.blocks import Remark, RemarkKind, Source
from generator.diagnostics import Code, Diagnostic, InputFault
from generator.notation.folding import is_blank
from generator.notation.ordinals import format_ordinal
from generator.reading.flow import Flow, FlowCell, FlowTable, FlowText, Noted, assemble
from generator.reading.frames import UNSEEN, frame_elements, without_frame
from generator.reading.text import decode

_CHARSET = re.compile(rb"""(?:<meta[^>]+charset|<\?xml[^>]+encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEAD = 4096
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"))
_OF_HEAD = frozenset(("base", "basefont", "link", "meta", "noscript", "script", "style", "template", "title"))
_WIDE = "\u2e80-\u303f\u3040-\u9fff\uf900-\ufaff\uff00-\uffef"
_BREAK_IN_WORDS = re.compile(f"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")    # a line broken in the file, not on the page
_BLANKS = re.compile("[ \t\r\n\f]+")
_LAYOUT_PARAGRAPHS = 12     # a cell with so many, in a table without border, holds a part of the page
_WIDEST = 1000
_LIST_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_page(data: bytes, path: str) -> Source:
    """The page in `data` as a `Source`.

    Tables that only lay the page out are taken apart; what the site prints around the text and what a browser hides becomes
    a `Remark`. Raises `InputFault` where the encoding cannot be told or the page is nested beyond reading.
    """
    declared = _CHARSET.search(data[:_HEAD])
    text, encoding = decode(data, path, _codec(declared[1].decode()) if declared else None)
    body = _parse(text, path)
    if body is None:
        return Source(path, hashlib.sha256(data).hexdigest(), f"网页，{encoding}", (), unit="段")
    frames = frame_elements(body)
    reader = _Reader(frames)
    reader.read(body)
    flow, around = without_frame(reader.flow)
    words = [" ".join("".join(element.itertext()).split()) for element in body.iter() if element in frames]
    remarks = [Remark(RemarkKind.FRAME, None, text) for text in (*words, *around)]
    return assemble(flow, path, hashlib.sha256(data).hexdigest(), f"网页，{encoding}", remarks)


def _codec(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def _parse(text: str, path: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\0", "\ufffd").encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None
    if any(entry.level_name == "FATAL" and "depth" in entry.message.lower() for entry in parser.error_log):
        raise InputFault(Diagnostic(Code.DAMAGED, path, None, "网页里的标记套得太深，读不全。", done="没有处理。",
                                    advice="请在浏览器里打开它，全选、复制到 Word，另存为 .docx 再收。"))
    if root is not None:
        _join_pages(root)
        _empty_heads(root)
    return root


def _join_pages(root: etree._Element) -> None:
    """What stands behind the first `</html>` (which a browser reads on from) becomes the last part of the page."""
    for rest in list(root.itersiblings()):
        root.append(rest)


def _empty_heads(root: etree._Element) -> None:
    """Takes out of the heads what browsers print: in a page without `<body>` the parser leaves an article or section in the head."""
    for head in list(root.iter("head")):
        parent = head.getparent()
        if parent is not None:
            place = parent.index(head) + 1
            parent[place:place] = [element for element in head if element.tag not in _OF_HEAD]     # with the text behind each


@dataclass
class _Table:
    rows: list[list[FlowCell]] = field(default_factory=list)
    spans: tuple[int, int] = (1, 1)


class _Reader:
    """Walks the page once, without recursion: a page of old may nest thousands deep."""

    def __init__(self, frames: frozenset[etree._Element]) -> None:
        self.frames = frames
        self.flow: list[Flow] = []
        self.flows: list[list[Flow]] = [self.flow]      # the page, and the cells that are open
        self.tables: list[_Table] = []
        self.parts: list[str] = []
        self.remarks: list[Noted] = []
        self.lists: list[int] = []
        self.label = ""
        self.preformatted = 0

    def read(self, body: etree._Element) -> None:
        layout = {table for table in body.iter("table") if _is_layout(table)}
        walk = etree.iterwalk(body, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                if self._is_left_out(element):
                    self._remark_hidden(element)
                    walk.skip_subtree()
                    continue
                self._start(element, element in layout or _table_of(element) in layout)
            else:
                if not self._is_left_out(element):
                    self._end(element, element in layout or _table_of(element) in layout)
                if element is not body:
                    self._text(element.tail)
        self._flush(False)

    def _is_left_out(self, element: etree._Element) -> bool:
        return element.tag in UNSEEN or element in self.frames or _is_hidden(element)

    def _remark_hidden(self, element: etree._Element) -> None:
        words = " ".join("".join(element.itertext()).split())
        if words and element.tag not in UNSEEN and element not in self.frames:
            self.remarks.append((RemarkKind.HIDDEN, words))

    # ------------------------------------------------------------ elements

    def _start(self, element: etree._Element, is_layout: bool) -> None:
        tag = str(element.tag)
        if tag == "br":
            self.parts.append("\n")
        elif tag == "img":
            self.remarks.append((RemarkKind.PICTURE, element.get("alt") or "图片"))
        if tag in _BLOCKS:
            self._flush(False)
        if tag == "ol":
            self.lists.append(_number(element.get("start"), 1) - 1)
        elif tag == "ul":
            self.lists.append(-1)
        elif tag == "li":
            self._item(element)
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "table" and not is_layout:
            self.tables.append(_Table())
        elif tag == "tr" and not is_layout and self.tables:
            self.tables[-1].rows.append([])
        elif tag in ("td", "th") and not is_layout and self.tables:
            self.flows.append([])
        self._text(element.text)

    def _end(self, element: etree._Element, is_layout: bool) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._flush(tag in ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"))
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif tag == "pre":
            self.preformatted -= 1
        elif tag in ("td", "th") and not is_layout and self.tables:
            cell = FlowCell(tuple(self.flows.pop()), max(1, min(_WIDEST, _number(element.get("colspan"), 1))), _down(element))
            table = self.tables[-1]
            if not table.rows:
                table.rows.append([])
            table.rows[-1].append(cell)
        elif tag == "table" and not is_layout and self.tables:
            table = self.tables.pop()
            if any(table.rows):
                self.flows[-1].append(FlowTable(tuple(map(tuple, table.rows))))

    def _item(self, element: etree._Element) -> None:
        """A browser prints the number of an item in an ordered list by itself."""
        if not self.lists or element.getparent() is None or element.getparent().tag != "ol":  # type: ignore[union-attr]
            return
        self.lists[-1] = _number(element.get("value"), self.lists[-1] + 1)
        parent = element.getparent()
        form = _LIST_FORMS.get((parent.get("type") or "1") if parent is not None else "1", "decimal")
        self.label = f"{format_ordinal(self.lists[-1], form) or self.lists[-1]}."

    # ------------------------------------------------------------ text

    def _text(self, text: str | None) -> None:
        if text:
            self.parts.append(text.replace("\r\n", "\n").replace("\r", "\n") if self.preformatted else _BLANKS.sub(" ", _BREAK_IN_WORDS.sub("", text)))

    def _flush(self, ends_line: bool) -> None:
        """Closes a paragraph. One that holds nothing but spaces that do not break, or a line break, is a blank line."""
        text, self.parts = "".join(self.parts), []
        if not self.preformatted:
            text = re.sub(" *\n *", "\n", re.sub(" +", " ", text)).strip(" ")
        text = text.removesuffix("\n") if text != "\n" else text
        if text == "" or (is_blank(text) and not ends_line and "\u00a0" not in text and "\n" not in text):
            if self.remarks and not text:
                self.flows[-1].append(FlowText("", tuple(self.remarks)))
                self.remarks = []
            return
        label, self.label = (self.label, "") if not is_blank(text) else ("", self.label)
        self.flows[-1].append(FlowText(label + (text if not is_blank(text) else ""), tuple(self.remarks)))
        self.remarks = []


def _table_of(element: etree._Element) -> etree._Element | None:
    """The table a row or cell belongs to."""
    if element.tag not in ("tr", "td", "th", "tbody", "thead", "tfoot"):
        return None
    return next(element.iterancestors("table"), None)


def _is_layout(table: etree._Element) -> bool:
    """True for a table that lays out the page: it has no border and holds another table, or a cell with many paragraphs."""
    if table.get("role") == "presentation":
        return True
    if (table.get("border") or "0") not in ("0", "") or "border" in (table.get("style") or "").replace(" ", "").replace("border-collapse", "").replace("border:0", ""):
        return sum(1 for _ in table.iter("td", "th")) == 1 and next(table.iterdescendants("table"), None) is not None
    if next(table.iterdescendants("table"), None) is not None:
        return True
    return any(sum(1 for _ in cell.iter("p", "br", "div")) >= _LAYOUT_PARAGRAPHS for cell in table.iter("td"))


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _number(text: str | None, otherwise: int) -> int:
    match = re.match(r"\s*(-?\d{1,6})", text or "")
    return int(match[1]) if match else otherwise


def _down(element: etree._Element) -> int:
    """Rows a cell spans; 0 means: to the end of the table."""
    down = _number(element.get("rowspan"), 1)
    return max(1, min(_WIDEST * 100, down)) if down else _WIDEST * 100
