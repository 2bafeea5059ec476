"""The rows of a table with every place filled: where a cell above spans it, by an empty cell, as a text export prints it.

So one reading serves tables whose format states the merges (Word, web pages) and those that only show them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from generator.grid import GridCell
from generator.reading.placing import place_columns
from generator.records import Cell, Row


@dataclass(frozen=True)
class Owner:
    """The cell that spans a place from above, and the index of its row."""

    cell: Cell
    row: int


@dataclass(frozen=True)
class PlacedRows:
    """`rows` with an empty cell at every spanned place; `columns` and `owners` are keyed by the identity of a cell in `rows`.

    `states_across` and `states_down` are True where some cell spans columns or rows: then the format says all there is to
    say about such merges. Else a merge may be drawn without borders, or the file is a text, and has to be inferred.
    """

    rows: tuple[Row, ...]
    width: int
    columns: Mapping[int, int]
    owners: Mapping[int, Owner]
    states_across: bool
    states_down: bool

    def column(self, cell: Cell) -> int:
        return self.columns[id(cell)]

    def owner(self, cell: Cell) -> Owner | None:
        return self.owners.get(id(cell))

    def full(self, row: Row) -> list[Cell | None]:
        """The cells by column; None where one to the left spans the column, or the row is short."""
        found: list[Cell | None] = [None] * self.width
        for cell in row.cells:
            found[self.column(cell)] = cell
        return found

    def is_whole(self, row: Row) -> bool:
        return sum(cell.colspan for cell in row.cells) == self.width

    def grid_cells(self, row: Row, is_header: bool = False) -> tuple[GridCell, ...]:
        """The printed cells of a row at their places; the last of a short row reaches to the edge."""
        cells = []
        for place, cell in enumerate(row.cells):
            if self.owner(cell) is None:
                column = self.column(cell)
                span = self.width - column if place == len(row.cells) - 1 else cell.colspan
                cells.append(GridCell(cell, column, max(1, span), cell.rowspan, is_header))
        return tuple(cells)

    def header_reach(self, first: int, levels: int) -> int:
        """`levels`, or more where a cell of these rows (from row `first` on) spans rows below them."""
        while levels < len(self.rows) - first and any(
                self.owner(cell) is not None and self.owners[id(cell)].row < first + levels for cell in self.rows[first + levels].cells):
            levels += 1
        return levels


def place_rows(rows: Sequence[Row]) -> PlacedRows:
    """The rows with every spanned place filled."""
    placed = place_columns([[(cell.colspan, cell.rowspan) for cell in row.cells] for row in rows])
    spanned: list[dict[int, Owner]] = [{} for _ in rows]
    for index, (row, columns) in enumerate(zip(rows, placed, strict=True)):
        for cell, column in zip(row.cells, columns, strict=True):
            for below in range(index + 1, min(len(rows), index + cell.rowspan)):
                spanned[below][column] = Owner(cell, index)
    filled: list[Row] = []
    columns_of: dict[int, int] = {}
    owners: dict[int, Owner] = {}
    for row, columns, over in zip(rows, placed, spanned, strict=True):
        own = dict(zip(columns, row.cells, strict=True))
        fillers = {column: Cell(row.first_line, row.first_line, (), owner.cell.colspan) for column, owner in over.items() if column not in own}
        owners |= {id(cell): over[column] for column, cell in fillers.items()}
        cells = own | fillers
        columns_of |= {id(cell): column for column, cell in cells.items()}
        filled.append(Row(tuple(cells[column] for column in sorted(cells))) if fillers else row)
    width = max(sum(cell.colspan for cell in row.cells) for row in filled)
    return PlacedRows(tuple(filled), width, MappingProxyType(columns_of), MappingProxyType(owners),
                      any(cell.colspan > 1 for row in rows for cell in row.cells), bool(owners))
