"""The grid of a Word table (ECMA-376 part 1, 17.4): which cells are its own, what each spans, merges of every kind undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from generator.reading.word_xml import child, children, is_on, local, number, value

_HAIR = 113     # twentieths of a point (2 mm): two grid lines so near are one line, drawn by hand
_WIDEST = 1000


@dataclass
class PlacedCell:
    """A cell of its own: first grid column, columns, rows. `element` is None for the room left free before a row."""

    element: etree._Element | None
    column: int
    across: int
    down: int = 1


@dataclass(frozen=True)
class PlacedTable:
    """The rows that are printed; `covered` are cells under a merge (Word does not show them), `hidden` and `deleted` whole rows."""

    rows: tuple[tuple[PlacedCell, ...], ...]
    covered: tuple[etree._Element, ...]
    hidden: tuple[etree._Element, ...]
    deleted: tuple[etree._Element, ...]


def place_table(table: etree._Element) -> PlacedTable:
    """The table as Word shows it."""
    printed: list[etree._Element] = []
    hidden: list[etree._Element] = []
    deleted: list[etree._Element] = []
    for element in table_rows(table, "tr"):
        properties = child(element, "trPr")
        (deleted if child(properties, "del") is not None else hidden if is_on(child(properties, "hidden")) else printed).append(element)
    raw = [_Row.of(element) for element in printed]
    lines = _lines(table, raw)
    rows: list[tuple[PlacedCell, ...]] = []
    covered: list[etree._Element] = []
    above: dict[tuple[int, int], PlacedCell] = {}
    for row in raw:
        here: dict[tuple[int, int], PlacedCell] = {}
        own: list[PlacedCell] = []
        for cell in row.cells:
            place = (lines.get(cell.column, cell.column), lines.get(cell.column + cell.across, cell.column + cell.across))
            over = above.get(place) if cell.goes_on else None
            if over is not None and cell.element is not None:
                over.down += 1
                covered.append(cell.element)
            else:
                over = PlacedCell(cell.element, place[0], place[1] - place[0])
                own.append(over)
            here[place] = over
        covered += row.covered
        rows.append(tuple(own))
        above = here
    return PlacedTable(tuple(rows), tuple(covered), tuple(hidden), tuple(deleted))


def table_rows(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row; content controls, tags and tracked insertions around them do not matter."""
    for item in element:
        if local(item) == name:
            yield item
        elif local(item) in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
            yield from table_rows(item, name)


@dataclass
class _Cell:
    element: etree._Element | None
    column: int
    across: int
    goes_on: bool = False


@dataclass
class _Row:
    cells: list[_Cell]
    covered: list[etree._Element]

    @classmethod
    def of(cls, row: etree._Element) -> "_Row":
        column = min(_WIDEST, max(0, number(child(row, "trPr", "gridBefore")) or 0))
        found = cls([_Cell(None, 0, column)] if column else [], [])
        for item in table_rows(row, "tc"):
            properties = child(item, "tcPr")
            across = min(_WIDEST, max(1, number(child(properties, "gridSpan")) or 1))
            merged, beside = child(properties, "vMerge"), child(properties, "hMerge")
            if beside is not None and value(beside) != "restart" and found.cells and found.cells[-1].element is not None:
                found.cells[-1].across += across
                found.covered.append(item)
            else:
                found.cells.append(_Cell(item, column, across, merged is not None and value(merged) != "restart"))
            column += across
        return found


def _lines(table: etree._Element, rows: list[_Row]) -> dict[int, int]:
    """Grid lines drawn as one, each led to the first of them; empty where that would take the room of some cell."""
    widths = [number(column, "w") for column in children(child(table, "tblGrid"), "gridCol")]
    if not widths or any(width is None for width in widths):
        return {}
    positions = [0, *accumulate(width or 0 for width in widths)]
    lines: dict[int, int] = {}
    first = 0
    for index, position in enumerate(positions):
        first = first if position - positions[first] <= _HAIR else index
        lines[index] = first
    spans = [(cell.column, cell.column + cell.across) for row in rows for cell in row.cells]
    return lines if all(lines.get(a, a) < lines.get(b, b) for a, b in spans) else {}
