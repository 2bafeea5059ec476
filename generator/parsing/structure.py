"""Gives a table its structure back: kind, header levels, spans, groups, totals, and one record for each logical row."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, count

from generator.authority.layouts import Layouts
from generator.grid import Grid, GridCell, GridRow, Record, RowKind, SplitName, TableKind, Value
from generator.notation.figures import is_figure
from generator.notation.folding import squeeze
from generator.parsing.cell_values import ColumnWords, plain, read_cell, read_column, split_run_together
from generator.parsing.header import Header, cell_words, count_header_rows, read_header
from generator.parsing.merges import AMBIGUOUS, EMPTY, FILLED, INHERITED, Merges, read_merges
from generator.parsing.placed_rows import PlacedRows, place_rows
from generator.records import Cell, Row, TableBlock

_ROLE = re.compile("[\u4e00-\u9fff]{0,4}(?:组长|成员|主任|秘书长|总指挥|指挥长|召集人|主席|会长|顾问|委员)[:：]")
_NUMBER = re.compile(r"\d{1,4}")


def read_structure(block: TableBlock, terms: frozenset[str], layouts: Layouts) -> Grid:
    """The structure of `block`. Every cell that prints something stands in exactly one grid cell; merges that are stated are kept."""
    placed = place_rows(block.rows)
    if _is_roster(placed.rows):
        return _read_roster(placed)
    captions = _caption_rows(placed.rows, placed.width, layouts)
    rows = placed.rows[captions:]
    if not rows or _is_form(rows, placed.width):
        return _read_form(placed, captions)
    levels = placed.header_reach(captions, count_header_rows(rows, placed))
    header = read_header(rows[:levels], placed)
    if header is None:
        levels, header = 1, read_header(rows[:1], placed)
    if header is None or levels >= len(rows):
        return _read_form(placed, captions, TableKind.DATA)
    return _DataReader(placed, captions, levels, header, terms, layouts).read()


# ---------------------------------------------------------------- forms and rosters


def _caption_rows(rows: Sequence[Row], width: int, layouts: Layouts) -> int:
    """The first rows that hold the table's own title, unit or office: one filled cell in a row that others exceed."""
    count = 0
    for row in rows[:-1]:
        filled = [cell for cell in row.cells if cell.paragraphs]
        if len(filled) != 1 or (len(row.cells) >= width > 1 and "：" not in filled[0].text and not layouts.label(filled[0].text)):
            break
        count += 1
    return count


def _is_form(rows: Sequence[Row], width: int) -> bool:
    """A blank template: nothing below the header, or labels each with an empty cell (or a hint in brackets) beside it."""
    body = [cell for row in rows[1:] for cell in row.cells]
    if body and not any(cell.paragraphs for cell in body):
        return True
    beside = [row.cells[place] for row in rows for place in range(1, len(row.cells), 2)]
    if any(is_figure(p.text) for cell in beside for p in cell.paragraphs) or not beside:
        return False
    blank = sum(not cell.paragraphs or _is_hint(cell) for cell in beside)
    return blank >= 0.6 * len(beside) and any(len(row.cells) != width for row in rows)


def _is_hint(cell: Cell) -> bool:
    text = squeeze("".join(p.text for p in cell.paragraphs))
    return text[:1] in "（(" or any(word in text for word in ("盖章", "签名", "签字", "年月日", "_"))


def _read_form(placed: PlacedRows, captions: int, kind: TableKind = TableKind.FORM) -> Grid:
    """Every printed row is a record; a row of labels with nothing but blank rows below it is the header."""
    rows, width = placed.rows, placed.width
    grid_rows, records = [], []
    blank_below = captions < len(rows) and not any(cell.paragraphs for row in rows[captions + 1:] for cell in row.cells)
    for index, row in enumerate(rows, 1):
        row_kind = RowKind.CAPTION if index <= captions else RowKind.HEADER if blank_below and index == captions + 1 else RowKind.DATA
        grid_rows.append(GridRow(row_kind, placed.grid_cells(row, row_kind is RowKind.HEADER), f"r{index}"))
        records.append(Record(f"r{index}", tuple(Value() if cell is None else _printed(cell, placed) for cell in placed.full(row))))
    return Grid(kind, width, 0, (), tuple(grid_rows), tuple(records))


def _printed(cell: Cell, placed: PlacedRows) -> Value:
    """The words of a cell as they stand; of a spanned place those of the cell above that spans it."""
    owner = placed.owner(cell)
    words = owner.cell if owner else cell
    return Value(("\n".join(plain(p.text) for p in words.paragraphs),) if words.paragraphs else (), words, is_inherited=owner is not None)


def _is_roster(rows: Sequence[Row]) -> bool:
    labels = [squeeze(row.cells[0].text) for row in rows if row.cells[0].paragraphs]
    return len(labels) >= 2 and all(_ROLE.fullmatch(label) for label in labels)


def _read_roster(placed: PlacedRows) -> Grid:
    """组长：, name, post; the role holds for the rows below it until the next."""
    grid_rows, records = [], []
    role: Value = Value()
    for index, row in enumerate(placed.rows, 1):
        first = row.cells[0]
        if first.paragraphs:
            role = Value((squeeze(first.text).rstrip("：:"),), first)
        grid_rows.append(GridRow(RowKind.DATA, _roster_cells(placed, index - 1), f"r{index}"))
        values = [Value() if cell is None else _printed(cell, placed) for cell in placed.full(row)[1:]]
        records.append(Record(f"r{index}", (Value(role.items, role.cell, is_inherited=not first.paragraphs), *values)))
    return Grid(TableKind.ROSTER, placed.width, 0, (), tuple(grid_rows), tuple(records))


def _roster_cells(placed: PlacedRows, index: int) -> tuple[GridCell, ...]:
    """Where no merge is stated, the role spans the rows below it that print none."""
    row = placed.rows[index]
    cells = tuple(replace(cell, is_header=cell.column == 0) for cell in placed.grid_cells(row))
    if placed.states_down:
        return cells
    if index and not row.cells[0].paragraphs:
        return cells[1:]
    down = 1 + next((i for i, below in enumerate(placed.rows[index + 1:]) if below.cells[0].paragraphs), len(placed.rows) - index - 1)
    return (replace(cells[0], rowspan=down), *cells[1:])


# ---------------------------------------------------------------- data


class _DataReader:
    """Reads a table with a header, whose first `captions` rows are its own title lines."""

    def __init__(self, placed: PlacedRows, captions: int, levels: int, header: Header, terms: frozenset[str], layouts: Layouts) -> None:
        self.placed, self.captions, self.rows = placed, placed.rows[:captions], placed.rows[captions:]
        self.levels, self.header, self.width, self.terms, self.layouts = levels, header, placed.width, terms, layouts
        self.halves = _count_halves(header.columns)
        self.columns = header.columns[:self.width // self.halves]
        self.kinds = [RowKind.HEADER] * levels + [self._kind(row) for row in self.rows[levels:]]
        self.splits: list[SplitName] = []

    def read(self) -> Grid:
        data = [row for row, kind in zip(self.rows, self.kinds, strict=True) if kind is RowKind.DATA]
        full = [self.placed.full(row) for row in data]
        merges = self._merges(full)
        words = [read_column([cell for cells in full for c, cell in enumerate(cells) if cell and c % len(self.columns) == column],
                             self.terms, column in merges.grouping) for column in range(len(self.columns))]
        grid_rows, records = self._rows(full, merges, words)
        captions = [GridRow(RowKind.CAPTION, self.placed.grid_cells(row)) for row in self.captions]
        ragged = tuple(row.first_line for row in data if not self.placed.is_whole(row))
        return Grid(TableKind.DATA, self.width, self.levels, self.columns, (*captions, *grid_rows), records, self.halves, tuple(self.splits), ragged)

    def _merges(self, full: Sequence[Sequence[Cell | None]]) -> Merges:
        """The merges as stated, else as inferred.

        Even stated ones stop at a row of another kind (a total, the header printed again): what goes on below it is inferred.
        """
        if self.halves > 1 and not self.placed.states_down:
            return Merges(tuple(tuple(FILLED if c and c.paragraphs else EMPTY for c in cells) for cells in full), frozenset(), frozenset())
        inferred = read_merges([[cell_words(cell) if cell else "" for cell in cells] for cells in full])
        if not self.placed.states_down:
            return inferred
        spanned = [[cell is not None and self.placed.owner(cell) is not None for cell in cells] for cells in full]
        grouping = frozenset(c for c in inferred.grouping if any(row[c] for row in spanned))
        states = []
        for index, cells in enumerate(full):
            goes_on = [c in grouping and self._is_cut(index) and inferred.states[index][c] == INHERITED for c in range(self.width)]
            states.append(tuple(INHERITED if spanned[index][c] or goes_on[c] else FILLED if cell and cell.paragraphs else EMPTY for c, cell in enumerate(cells)))
        return Merges(tuple(states), inferred.starts, grouping)

    def _kind(self, row: Row) -> RowKind:
        words = [cell_words(cell) for cell in row.cells]
        if words == [cell_words(cell) for cell in self.rows[0].cells]:
            return RowKind.REPEATED
        if any(word and self.layouts.is_total(word) for word in words[:2]):
            return RowKind.TOTAL
        if len(row.cells) == 1 and self.width > 1:
            return RowKind.SECTION
        return RowKind.DATA

    # ------------------------------------------------------------ rows and records

    def _rows(self, full: Sequence[Sequence[Cell | None]], merges: Merges, words: Sequence[ColumnWords]) -> tuple[list[GridRow], tuple[Record, ...]]:
        grid_rows: list[GridRow] = []
        halves: list[list[Record]] = [[] for _ in range(self.halves)]
        records: list[Record] = []
        anchors = _Anchors([squeeze(cells[0].text) if cells[0] else "" for cells in full], self.kinds.count(RowKind.TOTAL))
        index, section, last = 0, None, [Value()] * self.width
        for row, kind in zip(self.rows, self.kinds, strict=True):
            if kind is RowKind.HEADER:
                grid_rows.append(GridRow(kind, self.header.rows[len(grid_rows)]))
            elif kind is RowKind.REPEATED:
                grid_rows.append(GridRow(kind, self.placed.grid_cells(row, is_header=True)))
                records += [record for half in halves for record in half]
                halves = [[] for _ in range(self.halves)]
            elif kind is RowKind.SECTION:
                section = cell_words(row.cells[0])
                grid_rows.append(GridRow(kind, self.placed.grid_cells(row, is_header=True)))
            elif kind is RowKind.TOTAL:
                anchor = anchors.total()
                if not cell_words(row.cells[0]).rstrip("：:").endswith("小计"):
                    section = None      # a grand total closes the last section
                grid_rows.append(GridRow(kind, self.placed.grid_cells(row), anchor))
                values = [self._value(cell, column, words, False) for column, cell in enumerate(self.placed.full(row))]
                self._add_records(halves, values, anchors, Record(anchor, (), is_total=True, section=section))
            else:
                last = [self._state_value(full, merges, words, index, column, last[column]) for column in range(self.width)]
                anchor = anchors.row(index)
                grid_rows.append(GridRow(kind, self._cells(full, merges, index), anchor))
                self._add_records(halves, last, anchors, Record(anchor, (), section=section))
                index += 1
        return grid_rows, (*records, *(record for half in halves for record in half))

    def _add_records(self, halves: list[list[Record]], values: Sequence[Value], anchors: "_Anchors", first: Record) -> None:
        """For each half of a row a record like `first` with the values of that half, at an address of its own."""
        size = len(self.columns)
        for half in range(self.halves):
            own = tuple(values[half * size:(half + 1) * size])
            anchor = anchors.beside(first.anchor, half, squeeze(own[0].text)) if half else first.anchor
            halves[half].append(replace(first, anchor=anchor, values=own))

    def _state_value(self, full: Sequence[Sequence[Cell | None]], merges: Merges, words: Sequence[ColumnWords], index: int, column: int, above: Value) -> Value:
        state, cell = merges.states[index][column], full[index][column]
        owner = self.placed.owner(cell) if cell is not None else None
        if cell is not None and owner is not None and self.kinds[owner.row - len(self.captions)] is not RowKind.DATA:
            return _printed(cell, self.placed)
        if state == INHERITED:
            return Value(above.items, above.cell, is_inherited=True, is_ambiguous=above.is_ambiguous, is_list=above.is_list)
        if state == AMBIGUOUS:
            return Value(is_ambiguous=True, is_list=words[column % len(self.columns)].is_list)
        return self._value(cell, column, words, column in merges.grouping)

    def _value(self, cell: Cell | None, column: int, words: Sequence[ColumnWords], joins: bool) -> Value:
        if cell is None:
            return Value()
        of_column = words[column % len(self.columns)]
        items: list[str] = []
        for item in read_cell(cell, of_column, self.terms, joins):
            parts = split_run_together(item, of_column)
            if parts:
                self.splits.append(SplitName(item, parts, cell.first_line))
            items += parts or (item,)
        return Value(tuple(items), cell, is_list=of_column.is_list)

    def _cells(self, full: Sequence[Sequence[Cell | None]], merges: Merges, index: int) -> tuple[GridCell, ...]:
        cells = []
        for column, cell in enumerate(full[index]):
            state = merges.states[index][column]
            if cell is None or self.placed.owner(cell) is not None or (state == INHERITED and not (index == 0 or self._is_cut(index))):
                continue
            is_last = all(other is None for other in full[index][column + 1:])
            across = self.width - column if is_last else cell.colspan
            down = cell.rowspan if self.placed.states_down else self._inferred_down(full, merges, index, column)
            cells.append(GridCell(cell, column, across, down, column in merges.grouping, state == AMBIGUOUS))
        return tuple(cells)

    def _inferred_down(self, full: Sequence[Sequence[Cell | None]], merges: Merges, index: int, column: int) -> int:
        down = 1
        while index + down < len(full) and merges.states[index + down][column] == INHERITED and not self._is_cut(index + down):
            down += 1
        return down

    def _is_cut(self, index: int) -> bool:
        """True where a row of another kind stands right above data row `index`: no cell spans a total or a section row."""
        places = [i for i, kind in enumerate(self.kinds) if kind is RowKind.DATA]
        return index > 0 and places[index] != places[index - 1] + 1


class _Anchors:
    """r42: the printed number of a row where each has its own, else its place among the data rows. No address is given twice."""

    def __init__(self, firsts: Sequence[str], totals: int) -> None:
        numbers = [_number(text) for text in firsts]
        numbered = None not in numbers and len(set(numbers)) == len(numbers)
        self.names = [f"r{number if numbered else place}" for place, number in enumerate(numbers, 1)]
        of_totals = ["total" if place == 1 else f"total-{place}" for place in range(1, totals + 1)]
        self._totals = iter(of_totals)
        self._taken = {*self.names, *of_totals}

    def row(self, index: int) -> str:
        return self.names[index]

    def total(self) -> str:
        return next(self._totals)

    def beside(self, anchor: str, half: int, first: str) -> str:
        """The address of what stands in a further half of a row: the number printed there, else that of the row and which half it is."""
        number = _number(first)
        own = f"{anchor}-{half + 1}"
        wanted = [own] if number is None else [f"r{number}", own]
        name = next(name for name in chain(wanted, (f"{own}-{more}" for more in count(2))) if name not in self._taken)
        self._taken.add(name)
        return name


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _count_halves(columns: Sequence[str]) -> int:
    """2 where the header is printed twice side by side."""
    for halves in (3, 2):
        size = len(columns) // halves
        if size >= 2 and size * halves == len(columns) and all(columns[i] == columns[i % size] for i in range(len(columns))):
            return halves
    return 1
