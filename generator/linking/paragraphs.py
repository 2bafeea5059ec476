"""Walks through the printed paragraphs of a bulletin, those in table cells too, each with its address and surroundings."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.addresses import document_url, entry_url, place_on
from generator.blocks import Piece, TableBlock
from generator.grid import Grid, GridRow, Record, RowKind
from generator.links import Place
from generator.records import Document, Element, Issue, Role, Table

_ENDS = "。！？；\n"
_OPEN, _CLOSE = "（(《〈“", "）)》〉”"


@dataclass(frozen=True)
class Printed:
    """A paragraph with the document (None in the chronicle), its element, and the table row it stands in.

    `reading` is the record of the table, and the column of it, whose words the paragraph is part of; None outside of records.
    """

    text: str
    line: int
    place: Place
    title: str
    document: Document | None = None
    element: Element | None = None
    table: Table | None = None
    row: GridRow | None = None
    reading: tuple[Record, int] | None = None
    pieces: tuple[Piece, ...] = ()

    def place_at(self, offset: int) -> Place:
        """The place of the words at an offset: a paragraph cut by a page break stands on several lines."""
        for piece in self.pieces:
            if offset < len(piece.text):
                return replace(self.place, line=piece.line)
            offset -= len(piece.text)
        return self.place

    @property
    def role(self) -> Role | None:
        return self.element.role if self.element else None


def of_issue(issue: Issue) -> Iterator[Printed]:
    """The paragraphs of one issue: those of its documents, then those of its chronicle."""
    for document in issue.documents:
        yield from of_document(issue, document)
    yield from of_chronicle(issue)


def of_chronicle(issue: Issue) -> Iterator[Printed]:
    """The paragraphs of the chronicle of one issue."""
    for entry in issue.chronicle:
        address = entry_url(entry)
        title = f"大事记 {entry.days.first.isoformat()}" if entry.days else "大事记（日期未注明）"
        for paragraph in entry.paragraphs:
            line = paragraph.first_line
            yield Printed(paragraph.text, line, Place("chronicle", entry.id, line, address), title, pieces=paragraph.pieces)


def of_document(issue: Issue, document: Document) -> Iterator[Printed]:
    """The paragraphs of one document. The title's lines are joined to one paragraph at the first line of it."""
    page = document_url(issue.meta, document)
    title = document.name
    seen_title = False
    for element in document.elements:
        block = element.block
        if element.role is Role.TITLE:
            if not seen_title and document.title:
                yield Printed(document.title, block.first_line, Place("document", document.id, block.first_line, page), title, document, element)
            seen_title = True
        elif isinstance(block, TableBlock):
            table = next(t for t in document.tables if t.block is block)
            yield from _of_table(table, page, title, document, element)
        elif element.role not in (Role.NUMBER, Role.CONTENTS, Role.DATE):
            place = Place("document", document.id, block.first_line, place_on(page, element.anchor))
            yield Printed(block.text, block.first_line, place, title, document, element, pieces=block.pieces)


def _of_table(table: Table, page: str, title: str, document: Document, element: Element) -> Iterator[Printed]:
    readings = table.grid.readings()
    for row in table.grid.rows:
        anchor = f"t{table.ordinal}-{row.anchor}" if row.anchor else element.anchor
        for cell in row.cells:
            for paragraph in cell.cell.paragraphs:
                place = Place("document", document.id, paragraph.first_line, place_on(page, anchor))
                yield Printed(paragraph.text, paragraph.first_line, place, title, document, element, table, row, readings.get(cell.cell), paragraph.pieces)


def column_name(grid: Grid, column: int) -> str:
    """The name of the leaf column; "" where the table has no header."""
    return grid.columns[column] if column < len(grid.columns) else ""


def in_header(printed: Printed) -> bool:
    """True for cells of header rows and the table's own caption."""
    return printed.row is not None and printed.row.kind in (RowKind.HEADER, RowKind.REPEATED, RowKind.CAPTION)


def sentence_bounds(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the sentences; a sign within brackets, quotes or title marks ends none, unless they never close."""
    pairs = _pairs(text)
    opened, closed = {i for i, _ in pairs}, {j for _, j in pairs}
    cuts, depth = [0], 0
    for index, char in enumerate(text):
        depth += (index in opened) - (index in closed)
        if char in _ENDS and not depth:
            cuts.append(index + 1)
    cuts.append(len(text))
    return tuple((a, b) for a, b in pairwise(cuts) if a < b)


def _pairs(text: str) -> tuple[tuple[int, int], ...]:
    stack: list[tuple[str, int]] = []
    found = []
    for index, char in enumerate(text):
        if char in _OPEN:
            stack.append((_CLOSE[_OPEN.index(char)], index))
        elif stack and char == stack[-1][0]:
            found.append((stack.pop()[1], index))
    return tuple(found)
