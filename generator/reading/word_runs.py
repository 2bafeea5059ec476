"""Reads the runs of a Word paragraph (ECMA-376 part 1, 17.3): text, breaks, symbols, fields, drawings, tracked changes."""

from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from generator.blocks import RemarkKind
from generator.reading.flow import Flow, FlowText, Noted
from generator.reading.symbol_fonts import is_symbol_font, sign_of
from generator.reading.word_fields import Field, printed
from generator.reading.word_styles import Styles
from generator.reading.word_xml import child, chosen, is_on, local, plain_text, value

# What stands around paragraphs or runs without changing them. Insertions are printed; the remark on them is made at the runs.
BLOCK_CONTAINERS = frozenset(("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_INLINE_CONTAINERS = BLOCK_CONTAINERS | {"hyperlink", "bdo", "dir", "rubyBase", "ruby"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PICTURES = frozenset(("blip", "imagedata", "chart", "relIds", "OLEObject"))
_UNREADABLE = "〓"      # printers set it where a sign is missing
_FIRST_PRIVATE, _LAST_PRIVATE = "\ue000", "\uf8ff"      # what they look like only the font of the file says


class Surroundings(Protocol):
    """What a paragraph needs of the file it stands in."""

    styles: Styles
    mark_of_note: str

    def blocks(self, container: etree._Element, is_text_box: bool = False, is_nested: bool = False) -> Iterator[Flow]: ...

    def note_mark(self, kind: str, reference: etree._Element) -> str: ...


class Runs:
    """What the runs of one paragraph print: `text`, the text boxes anchored in it, and remarks."""

    def __init__(self, reader: Surroundings, style: str | None) -> None:
        self.reader, self.style = reader, style
        self.parts: list[str] = []
        self.boxes: list[Flow] = []
        self.remarks: list[Noted] = []
        self.fields: list[Field] = []       # open, innermost last

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def close(self) -> None:
        """A field without an end prints all it holds: nothing is lost."""
        for field in self.fields:
            self.parts += field.waiting
        self.fields = []
        private = dict.fromkeys(char for char in self.text if _FIRST_PRIVATE <= char <= _LAST_PRIVATE)
        self._note(RemarkKind.SYMBOL, "", " ".join(f"U+{ord(char):04X}" for char in private))

    def inline(self, element: etree._Element, is_inserted: bool = False) -> None:
        """The runs in `element` and in all that stands around runs."""
        for item in element:
            name = local(item)
            if name == "r":
                self._run(item, is_inserted)
            elif name in _INLINE_CONTAINERS:
                self.inline(item, is_inserted or name in ("ins", "moveTo"))
            elif name == "fldSimple":
                self.fields.append(Field(child(item, "ffData"), [value(item, "instr") or ""]))
                self._field("separate")
                self.inline(item, is_inserted)
                self._field("end")
            elif name == "AlternateContent":
                self.inline(chosen(item), is_inserted)
            elif name in ("del", "moveFrom"):
                self._note(RemarkKind.TRACKED, "删除：", plain_text(item))
            elif name in ("oMath", "oMathPara"):
                self._put(plain_text(item))
                self._note(RemarkKind.FORMULA, "", plain_text(item))
            elif name == "rt":
                self._note(RemarkKind.HIDDEN, "注音：", plain_text(item))

    def _note(self, kind: RemarkKind, head: str, words: str) -> None:
        """A remark; one that goes on with the last is joined to it."""
        if not words:
            return
        if self.remarks and self.remarks[-1][0] is kind and self.remarks[-1][1].startswith(head) and head:
            self.remarks[-1] = (kind, self.remarks[-1][1] + words)
        else:
            self.remarks.append((kind, head + words))

    def _put(self, text: str) -> None:
        field = self._coded()
        if field is not None:
            field.code.append(text)
        self._sink().append(text)

    def _coded(self) -> Field | None:
        """The innermost field whose code is being read; what stands there is printed only if the field never ends."""
        return next((field for field in reversed(self.fields) if field.result_from is None), None)

    def _sink(self) -> list[str]:
        field = self._coded()
        return self.parts if field is None else field.waiting

    # ------------------------------------------------------------ runs

    def _run(self, run: etree._Element, is_inserted: bool) -> None:
        properties = child(run, "rPr")
        if self._is_hidden(properties):
            self._note(RemarkKind.HIDDEN, "", plain_text(run))
            for item in run:
                if local(item) == "fldChar":
                    self._field(value(item, "fldCharType"))
            return
        before = len(self.parts)
        self._content(run, _symbol_font(properties))
        if is_inserted:
            self._note(RemarkKind.TRACKED, "插入：", "".join(self.parts[before:]))

    def _is_hidden(self, properties: etree._Element | None) -> bool:
        own = is_on(child(properties, "vanish"))
        if own is not None:
            return own
        return self.reader.styles.is_hidden(value(child(properties, "rStyle"))) or self.reader.styles.is_hidden(self.style)

    def _content(self, run: etree._Element, font: str | None) -> None:
        """`font`: the symbol font the run is set in, None for a common one."""
        for item in run:
            name = local(item)
            if name == "t":
                self._put("".join(self._sign(font, ord(char)) if font and "\uf000" <= char <= "\uf0ff" else char for char in _kept_spaces(item)))
            elif name == "instrText" and (field := self._coded()) is not None:
                field.code.append(item.text or "")
            elif name in _SIGNS:
                self._put(_SIGNS[name])
            elif name == "sym":
                self._symbol(item)
            elif name == "fldChar":
                self._field(value(item, "fldCharType"), child(item, "ffData"))
            elif name in ("footnoteReference", "endnoteReference"):
                self._put(self.reader.note_mark(name.removesuffix("Reference"), item))
            elif name in ("footnoteRef", "endnoteRef"):
                self._put(self.reader.mark_of_note)
            elif name == "AlternateContent":
                self._content(chosen(item), font)
            elif name in ("drawing", "pict", "object"):
                self._drawing(item)
            elif name == "ruby":
                self.inline(item)

    def _field(self, kind: str | None, form: etree._Element | None = None) -> None:
        if kind == "begin":
            self.fields.append(Field(form))
        elif kind == "separate" and self.fields:
            field = self.fields.pop()
            field.result_from = len(self._sink())
            self.fields.append(field)
        elif kind == "end" and self.fields:
            self._end(self.fields.pop())

    def _end(self, field: Field) -> None:
        """A field that keeps no result is printed as its code says."""
        result = "" if field.result_from is None else "".join(self._sink()[field.result_from:])
        if field.lacks_result(result):
            text, is_whole = printed(field)
            self._put(text or _UNREADABLE)
            if not is_whole:
                self._note(RemarkKind.FORMULA if field.name == "EQ" else RemarkKind.SYMBOL, "", field.words)

    def _symbol(self, item: etree._Element) -> None:
        """w:sym: a sign by its code in a font."""
        font, code = value(item, "font") or "", value(item, "char") or ""
        try:
            point = int(code, 16)
        except ValueError:
            point = 0
        if not is_symbol_font(font) and 0x20 < point < 0xD800:
            self._put(chr(point))
        else:
            self._put(self._sign(font, point, code))

    def _sign(self, font: str, point: int, code: str = "") -> str:
        """The sign at `point` of a symbol font; a code that is not known is reported as `code` writes it."""
        known = sign_of(font, point)
        if known is None:
            self._note(RemarkKind.SYMBOL, "", f"{font} {code or f'{point:04X}'}")
        return known or _UNREADABLE

    def _drawing(self, element: etree._Element) -> None:
        """Text boxes in print order; a picture cannot be read and is reported."""
        for item in element:
            name = local(item)
            if name == "txbxContent":
                self.boxes += self.reader.blocks(item, is_text_box=True)
            elif name == "AlternateContent":
                self._drawing(chosen(item))
            elif name == "textpath" and value(item, "string"):
                self.boxes.append(FlowText(value(item, "string") or "", is_text_box=True))
            else:
                if name in _PICTURES:
                    self._note(RemarkKind.PICTURE, "", "图片或图表")
                self._drawing(item)


def _symbol_font(properties: etree._Element | None) -> str | None:
    fonts = child(properties, "rFonts")
    return next((font for font in (value(fonts, "ascii"), value(fonts, "hAnsi")) if is_symbol_font(font)), None)


def _kept_spaces(item: etree._Element) -> str:
    """The text of w:t; blanks at its ends count only where it says so. A line break in the XML is a blank."""
    text = (item.text or "").replace("\r", " ").replace("\n", " ")
    return text if value(item, "space") == "preserve" else text.strip(" \t")
