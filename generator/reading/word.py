"""Reads a Word file (.docx) as it prints: what Word shows on the page, in order, and remarks on what it does not."""

import hashlib
import re
from collections.abc import Iterable, Iterator

from lxml import etree

from generator.blocks import NOTES, Remark, RemarkKind, Source
from generator.notation.folding import is_blank
from generator.notation.ordinals import format_ordinal
from generator.reading.flow import Flow, FlowCell, FlowTable, FlowText, Noted, assemble, texts
from generator.reading.numbering import load_numbering
from generator.reading.package import Package
from generator.reading.word_runs import BLOCK_CONTAINERS, Runs
from generator.reading.word_styles import load_styles
from generator.reading.word_tables import place_table
from generator.reading.word_xml import child, children, chosen, is_on, is_set, is_word, local, number, plain_text, value

# A note is printed at the foot of the page: here, below the first paragraph from its mark on that ends a sentence.
_SENTENCE_ENDS = "。！？；："
_NEAR_END = 3       # a bracket and the mark itself may stand behind the full stop
_PAGE_NUMBER = re.compile(r"[\d\s·.—–―－/第共页-]+")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_word(data: bytes, path: str) -> Source:
    """The .docx in `data` as a `Source`: numbering written out, insertions accepted, notes below their paragraph.

    What Word does not print (deletions, hidden text, comments) and what stands on every page (headers and footers) becomes a
    `Remark`. Raises `InputFault` for a file that is damaged, protected, unsafe or no Word document.
    """
    package = Package(data, path)
    root = package.xml(package.main)
    body = child(root, "body")
    reader = _Reader(package, body)
    flow = reader.read()
    return assemble(flow, path, hashlib.sha256(data).hexdigest(), "Word", reader.remarks())


class _Reader:
    """Reads one file. `body` is None where the main part has none."""

    def __init__(self, package: Package, body: etree._Element | None) -> None:
        self.package, self.body = package, body
        self.styles = load_styles(package.related("styles"))
        self.numbering = load_numbering(package.related("numbering"), self.styles.lists)
        self.notes = {kind: _by_id(package.related(f"{kind}s"), kind) for kind in ("footnote", "endnote")}
        self.note_forms = {"footnote": self._note_form("footnote", "decimal"), "endnote": self._note_form("endnote", "lowerRoman")}
        self.note_counts = {"footnote": 0, "endnote": 0}
        self.pending: list[Flow] = []       # notes whose mark has been printed
        self.mark_of_note = ""              # of the note being read
        self.carried = ""                   # text and remarks of a paragraph whose end was deleted
        self.waiting: list[Noted] = []

    def read(self) -> list[Flow]:
        flow = list(self.blocks(self.body)) if self.body is not None else []
        if self.carried or self.waiting:
            flow.append(FlowText(self.carried, tuple(self.waiting)))
        return [*flow, *self._due_notes()]

    # ------------------------------------------------------------ blocks

    def blocks(self, container: etree._Element, is_text_box: bool = False, is_nested: bool = False) -> Iterator[Flow]:
        """The paragraphs and tables in `container`. Notes come after a sentence, in a cell or text box after that."""
        for item in container:
            name = local(item)
            if name == "p" and is_word(item):
                yield from self._paragraph(item, is_text_box, is_nested)
            elif name == "tbl":
                yield from self._table(item, is_nested)
            elif name in BLOCK_CONTAINERS:
                yield from self.blocks(item, is_text_box, is_nested)
            elif name == "AlternateContent":
                yield from self.blocks(chosen(item), is_text_box, is_nested)
            elif name in ("del", "moveFrom"):
                words = plain_text(item)
                if words:
                    yield FlowText("", ((RemarkKind.TRACKED, f"删除：{words}"),))
            elif name == "altChunk":
                yield FlowText("", ((RemarkKind.EMBEDDED, value(item, "id") or ""),))
            elif name in ("oMath", "oMathPara"):
                yield FlowText(plain_text(item), ((RemarkKind.FORMULA, plain_text(item)),), is_text_box)

    def _paragraph(self, item: etree._Element, is_text_box: bool, is_nested: bool) -> Iterator[Flow]:
        properties = child(item, "pPr")
        style = value(child(properties, "pStyle")) or self.styles.default
        runs = Runs(self, style)
        runs.inline(item)
        runs.close()
        self.waiting += runs.remarks
        if child(properties, "rPr", "del") is not None:     # the mark that ends it is deleted: it goes on with the next paragraph
            self.carried += runs.text
            yield from runs.boxes
            return
        label = "" if is_on(child(properties, "rPr", "vanish")) and not runs.text else self._label(properties, style)
        text, remarks = label + self.carried + runs.text, tuple(self.waiting)
        self.carried, self.waiting = "", []
        yield FlowText(text, remarks, is_text_box)
        yield from runs.boxes
        if not is_text_box and not is_nested and any(char in _SENTENCE_ENDS for char in text.rstrip()[-_NEAR_END:]):
            yield from self._due_notes()

    def _label(self, properties: etree._Element | None, style: str | None) -> str:
        """The automatic number of a paragraph, which is counted even where nothing is printed."""
        own = child(properties, "numPr")
        by_style = self.styles.list_of(style)
        num, level = value(child(own, "numId")), number(child(own, "ilvl"))
        if num is None and by_style is not None:
            name, num, of_style = by_style
            linked = self.numbering.level_of_style(num, name)
            level = level if level is not None else of_style if of_style is not None else linked
        return self.numbering.label(num, max(0, min(8, level or 0))) if num is not None and num != "0" else ""

    def _table(self, item: etree._Element, is_nested: bool) -> Iterator[Flow]:
        placed = place_table(item)
        own = [cell for row in placed.rows for cell in row]
        if len(own) == 1 and own[0].element is not None and any(local(e) == "tbl" for e in own[0].element):
            yield from self.blocks(own[0].element, is_nested=is_nested)     # a frame around other tables
            return
        before = [*self._unprinted(placed.covered, RemarkKind.HIDDEN, ""), *self._unprinted(placed.hidden, RemarkKind.HIDDEN, ""),
                  *self._unprinted(placed.deleted, RemarkKind.TRACKED, "删除：")]
        rows = tuple(tuple(FlowCell(tuple(self.blocks(cell.element, is_nested=True)) if cell.element is not None else (), cell.across, cell.down)
                           for cell in row) for row in placed.rows)
        first = next((cell for row in rows for cell in row), None)
        if before and first is not None:
            rows = ((FlowCell((FlowText("", tuple(before)), *first.flow), first.colspan, first.rowspan), *rows[0][1:]), *rows[1:]) if rows[0] else rows
        yield FlowTable(rows)
        if not is_nested:
            yield from self._due_notes()

    def _unprinted(self, elements: Iterable[etree._Element], kind: RemarkKind, head: str) -> Iterator[Noted]:
        for element in elements:
            words = plain_text(element)
            if not is_blank(words):
                yield kind, head + words

    # ------------------------------------------------------------ notes

    def note_mark(self, kind: str, reference: etree._Element) -> str:
        """The mark of a note where the text refers to it; the note itself waits for the end of the sentence."""
        note = self.notes[kind].get(value(reference, "id") or "")
        if note is None:
            return ""
        mark = "" if is_set(reference, "customMarkFollows") else self._next_mark(kind)
        self.mark_of_note = mark
        flow = list(texts(self.blocks(note, is_nested=True)))
        words = "\n".join(item.text for item in flow)
        words = words if mark in words[:len(mark) + 1] or not mark else f"{mark} {words.lstrip()}"
        remarks = tuple(noted for item in flow for noted in item.remarks)
        self.pending.append(FlowText(words, (*remarks, (RemarkKind.NOTE, words)), rule=NOTES[kind == "endnote"]))
        return mark

    def _next_mark(self, kind: str) -> str:
        self.note_counts[kind] += 1
        count, form = self.note_counts[kind], self.note_forms[kind]
        return str(count).translate(_SUPERSCRIPT) if form == "decimal" else format_ordinal(count, form) or str(count)

    def _note_form(self, kind: str, default: str) -> str:
        places = [child(section, f"{kind}Pr") for section in self._sections()] + [child(self.package.related("settings"), f"{kind}Pr")]
        return next((form for form in (value(child(place, "numFmt")) for place in places) if form), default)

    def _due_notes(self) -> list[Flow]:
        due, self.pending = self.pending, []
        return due

    # ------------------------------------------------------------ around the text

    def remarks(self) -> list[Remark]:
        """What belongs to no line: headers and footers, comments, number formats no rule knows."""
        found = [Remark(RemarkKind.FRAME, None, words) for words in dict.fromkeys(self._frames()) if _PAGE_NUMBER.sub("", words)]
        found += [Remark(RemarkKind.COMMENT, None, plain_text(item)) for item in children(self.package.related("comments"), "comment")]
        return found + [Remark(RemarkKind.NUMBERING, None, form) for form in sorted(self.numbering.unknown)]

    def _sections(self) -> Iterator[etree._Element]:
        return (item for item in self.body.iter() if local(item) == "sectPr") if self.body is not None else iter(())

    def _frames(self) -> Iterator[str]:
        relations = self.package.relations(self.package.main)
        for section in self._sections():
            for item in section:
                if local(item) in ("headerReference", "footerReference"):
                    _, target = relations.get(value(item, "id") or "", ("", ""))
                    yield plain_text(self.package.xml(target)) if target else ""


def _by_id(root: etree._Element | None, name: str) -> dict[str, etree._Element]:
    """The notes by id; the separators Word keeps among them have a type."""
    return {value(item, "id") or "": item for item in children(root, name) if value(item, "type") in (None, "normal")}
