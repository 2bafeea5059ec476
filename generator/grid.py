"""The nouns of a table's structure: what a row is, what a cell spans, what it says once merges are undone."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from generator.blocks import Cell


class TableKind(enum.Enum):
    """What a table is for."""

    DATA = "data"
    FORM = "form"
    ROSTER = "roster"


class RowKind(enum.Enum):
    """What a printed row is."""

    CAPTION = "caption"     # the table's own title or unit line in its first rows
    HEADER = "header"
    REPEATED = "repeated"   # the header printed again behind a page break
    SECTION = "section"
    DATA = "data"
    TOTAL = "total"


@dataclass(frozen=True)
class GridCell:
    """A printed cell at its place: `column` from 0. A cell that was merged away is not here, its neighbour spans it.

    `is_ambiguous` where the cell is empty and the print does not tell whether it is merged with the one above.
    """

    cell: Cell
    column: int
    colspan: int = 1
    rowspan: int = 1
    is_header: bool = False
    is_ambiguous: bool = False


@dataclass(frozen=True)
class GridRow:
    """A printed row. `anchor` is its lasting address within the table (r42), None for header rows."""

    kind: RowKind
    cells: tuple[GridCell, ...]
    anchor: str | None = None


@dataclass(frozen=True)
class Value:
    """What one column says of one record: `items` is a list of names or organs, or the one text; () where nothing.

    `cell` is the printed cell it was read from, None where none is printed; `is_inherited` where that is merged from above.
    A source line does not tell a cell: all cells of a row may stand on one.
    """

    items: tuple[str, ...] = ()
    cell: Cell | None = None
    is_inherited: bool = False
    is_ambiguous: bool = False
    is_list: bool = False

    @property
    def line(self) -> int | None:
        """The source line where the cell begins."""
        return self.cell.first_line if self.cell else None

    @property
    def text(self) -> str:
        return ("、" if self.is_list else "\n").join(self.items)


@dataclass(frozen=True)
class Record:
    """One logical row: a value for each leaf column. A printed row of two half tables holds two records."""

    anchor: str
    values: tuple[Value, ...]
    is_total: bool = False
    section: str | None = None


@dataclass(frozen=True)
class SplitName:
    """Names printed without anything between them, and how they were told apart."""

    printed: str
    items: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Grid:
    """The structure of a table. `columns` are the leaf names, header levels joined by " / "; () where no header is printed."""

    kind: TableKind
    width: int
    header_rows: int
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    records: tuple[Record, ...]
    halves: int = 1             # how many times the columns are printed side by side
    splits: tuple[SplitName, ...] = ()
    ragged: tuple[int, ...] = ()    # source lines of data rows that are short or long

    def readings(self) -> Mapping[Cell, tuple[Record, int]]:
        """For each cell that prints something of a record: that record, and the column."""
        return {value.cell: (record, column) for record in self.records for column, value in enumerate(record.values)
                if value.cell is not None and value.cell.paragraphs and not value.is_inherited}


@dataclass(frozen=True)
class Sum:
    """A column (or, with `row`, a row) added up: `printed` and `computed` as decimal text."""

    column: str
    printed: str
    computed: str
    is_equal: bool
    line: int
    row: str | None = None
    terms: tuple[str, ...] = ()
