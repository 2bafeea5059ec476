"""Gives a table its structure back: kind, header levels, spans, groups, totals, and one record for each logical row."""

import re
from collections.abc import Sequence

from generator.authority.layouts import Layouts
from generator.grid import Grid, GridCell, GridRow, Record, RowKind, SplitName, TableKind, Value
from generator.notation.figures import is_figure
from generator.notation.folding import squeeze
from generator.parsing.cell_values import ColumnWords, plain, read_cell, read_column, split_run_together
from generator.parsing.header import Header, cell_words, count_header_rows, read_header
from generator.parsing.merges import AMBIGUOUS, EMPTY, FILLED, INHERITED, Merges, read_merges
from generator.records import Cell, Row, TableBlock

_ROLE = re.compile("[\u4e00-\u9fff]{0,4}(?:组长|成员|主任|秘书长|总指挥|指挥长|召集人|主席|会长|顾问|委员)[:：]")
_NUMBER = re.compile(r"\d{1,4}")


def read_structure(block: TableBlock, terms: frozenset[str], layouts: Layouts) -> Grid:
    """The structure of `block`. Every cell that prints something stands in exactly one grid cell."""
    width = max(sum(cell.colspan for cell in row.cells) for row in block.rows)
    if _is_roster(block.rows):
        return _read_roster(block.rows, width)
    captions = _caption_rows(block.rows, width, layouts)
    rows = block.rows[captions:]
    if not rows or _is_form(rows, width):
        return _read_form(block.rows, width, captions)
    levels = count_header_rows(rows)
    header = read_header(rows[:levels], width)
    if header is None:
        levels, header = 1, read_header(rows[:1], width)
    if header is None or levels >= len(rows):
        return _read_form(block.rows, width, captions, TableKind.DATA)
    return _DataReader(block.rows[:captions], rows, levels, header, width, terms, layouts).read()


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


def _read_form(rows: Sequence[Row], width: int, captions: int, kind: TableKind = TableKind.FORM) -> Grid:
    """Every printed row is a record; a row of labels with nothing but blank rows below it is the header."""
    grid_rows, records = [], []
    blank_below = captions < len(rows) and not any(cell.paragraphs for row in rows[captions + 1:] for cell in row.cells)
    for index, row in enumerate(rows, 1):
        row_kind = RowKind.CAPTION if index <= captions else RowKind.HEADER if blank_below and index == captions + 1 else RowKind.DATA
        grid_rows.append(GridRow(row_kind, _placed(row, width, row_kind is RowKind.HEADER), f"r{index}"))
        texts = [Value(("\n".join(plain(p.text) for p in cell.paragraphs),) if cell.paragraphs else (), cell.first_line) for cell in row.cells]
        records.append(Record(f"r{index}", tuple(texts + [Value()] * (width - len(texts)))))
    return Grid(kind, width, 0, (), tuple(grid_rows), tuple(records))


def _placed(row: Row, width: int, is_header: bool = False) -> tuple[GridCell, ...]:
    """The cells side by side; the last of a short row reaches to the edge."""
    cells, column = [], 0
    for place, cell in enumerate(row.cells):
        span = width - column if place == len(row.cells) - 1 else cell.colspan
        cells.append(GridCell(cell, column, max(1, span), cell.rowspan, is_header))
        column += cell.colspan
    return tuple(cells)


def _is_roster(rows: Sequence[Row]) -> bool:
    labels = [squeeze(row.cells[0].text) for row in rows if row.cells[0].paragraphs]
    return len(labels) >= 2 and all(_ROLE.fullmatch(label) for label in labels)


def _read_roster(rows: Sequence[Row], width: int) -> Grid:
    """组长：, name, post; the role holds for the rows below it until the next."""
    grid_rows, records = [], []
    role: Value = Value()
    for index, row in enumerate(rows, 1):
        first, rest = row.cells[0], row.cells[1:]
        inherited = not first.paragraphs
        if not inherited:
            role = Value((squeeze(first.text).rstrip("：:"),), first.first_line)
        down = 1 + next((i for i, below in enumerate(rows[index:]) if below.cells[0].paragraphs), len(rows) - index)
        cells = () if inherited and index > 1 else (GridCell(first, 0, 1, down, is_header=True),)
        grid_rows.append(GridRow(RowKind.DATA, (*cells, *(GridCell(cell, i) for i, cell in enumerate(rest, 1))), f"r{index}"))
        values = [Value(("\n".join(plain(p.text) for p in cell.paragraphs),) if cell.paragraphs else (), cell.first_line) for cell in rest]
        records.append(Record(f"r{index}", (Value(role.items, role.line, is_inherited=inherited), *values)))
    return Grid(TableKind.ROSTER, width, 0, (), tuple(grid_rows), tuple(records))


# ---------------------------------------------------------------- data


class _DataReader:
    def __init__(self, captions: Sequence[Row], rows: Sequence[Row], levels: int, header: Header, width: int, terms: frozenset[str], layouts: Layouts) -> None:
        self.captions, self.rows, self.levels, self.header, self.width, self.terms, self.layouts = captions, rows, levels, header, width, terms, layouts
        self.halves = _count_halves(header.columns)
        self.columns = header.columns[:width // self.halves]
        self.kinds = [RowKind.HEADER] * levels + [self._kind(row) for row in rows[levels:]]
        self.splits: list[SplitName] = []

    def read(self) -> Grid:
        data = [row for row, kind in zip(self.rows, self.kinds, strict=True) if kind is RowKind.DATA]
        full = [self._full(row) for row in data]
        merges = read_merges([[cell_words(cell) if cell else "" for cell in cells] for cells in full])
        if self.halves > 1:
            merges = Merges(tuple(tuple(FILLED if c and c.paragraphs else EMPTY for c in cells) for cells in full), frozenset(), frozenset())
        words = [read_column([cell for cells in full for c, cell in enumerate(cells) if cell and c % len(self.columns) == column],
                             self.terms, column in merges.grouping) for column in range(len(self.columns))]
        grid_rows, records = self._rows(full, merges, words)
        captions = [GridRow(RowKind.CAPTION, _placed(row, self.width)) for row in self.captions]
        ragged = tuple(row.first_line for row in data if len(row.cells) != self.width)
        return Grid(TableKind.DATA, self.width, self.levels, self.columns, (*captions, *grid_rows), records, self.halves, tuple(self.splits), ragged)

    def _kind(self, row: Row) -> RowKind:
        words = [cell_words(cell) for cell in row.cells]
        if words == [cell_words(cell) for cell in self.rows[0].cells]:
            return RowKind.REPEATED
        if any(word and self.layouts.is_total(word) for word in words[:2]):
            return RowKind.TOTAL
        if len(row.cells) == 1 and self.width > 1:
            return RowKind.SECTION
        return RowKind.DATA

    def _full(self, row: Row) -> list[Cell | None]:
        return [*row.cells, *[None] * (self.width - len(row.cells))][:self.width]

    # ------------------------------------------------------------ rows and records

    def _rows(self, full: Sequence[Sequence[Cell | None]], merges: Merges, words: Sequence[ColumnWords]) -> tuple[list[GridRow], tuple[Record, ...]]:
        grid_rows: list[GridRow] = []
        halves: list[list[Record]] = [[] for _ in range(self.halves)]
        records: list[Record] = []
        anchors = _Anchors([squeeze(cells[0].text) if cells[0] else "" for cells in full])
        index, section, last = 0, None, [Value()] * self.width
        for row, kind in zip(self.rows, self.kinds, strict=True):
            if kind is RowKind.HEADER:
                grid_rows.append(GridRow(kind, self.header.rows[len(grid_rows)]))
            elif kind is RowKind.REPEATED:
                grid_rows.append(GridRow(kind, _placed(row, self.width, is_header=True)))
                records += [record for half in halves for record in half]
                halves = [[] for _ in range(self.halves)]
            elif kind is RowKind.SECTION:
                section = cell_words(row.cells[0])
                grid_rows.append(GridRow(kind, _placed(row, self.width, is_header=True)))
            elif kind is RowKind.TOTAL:
                anchor = anchors.total()
                if not cell_words(row.cells[0]).rstrip("：:").endswith("小计"):
                    section = None      # a grand total closes the last section
                grid_rows.append(GridRow(kind, _placed(row, self.width), anchor))
                values = [self._value(cell, column, words, False) for column, cell in enumerate(self._full(row))]
                for half in range(self.halves):
                    size = len(self.columns)
                    halves[half].append(Record(anchor, tuple(values[half * size:(half + 1) * size]), is_total=True, section=section))
            else:
                last = [self._state_value(full, merges, words, index, column, last[column]) for column in range(self.width)]
                anchor = anchors.row(index)
                grid_rows.append(GridRow(kind, self._cells(full, merges, index), anchor))
                self._add_records(halves, last, anchor, section)
                index += 1
        return grid_rows, (*records, *(record for half in halves for record in half))

    def _add_records(self, halves: list[list[Record]], values: Sequence[Value], anchor: str, section: str | None) -> None:
        size = len(self.columns)
        for half in range(self.halves):
            own = tuple(values[half * size:(half + 1) * size])
            halves[half].append(Record(anchor if half == 0 else f"{anchor}-{half + 1}" if not own[0].text.isdigit() else f"r{own[0].text}", own, section=section))

    def _state_value(self, full: Sequence[Sequence[Cell | None]], merges: Merges, words: Sequence[ColumnWords], index: int, column: int, above: Value) -> Value:
        state = merges.states[index][column]
        if state == INHERITED:
            return Value(above.items, above.line, is_inherited=True, is_ambiguous=above.is_ambiguous, is_list=above.is_list)
        if state == AMBIGUOUS:
            return Value(is_ambiguous=True, is_list=words[column % len(self.columns)].is_list)
        return self._value(full[index][column], column, words, column in merges.grouping)

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
        return Value(tuple(items), cell.first_line, is_list=of_column.is_list)

    def _cells(self, full: Sequence[Sequence[Cell | None]], merges: Merges, index: int) -> tuple[GridCell, ...]:
        cells = []
        for column, cell in enumerate(full[index]):
            state = merges.states[index][column]
            if cell is None or (state == INHERITED and not (index == 0 or self._is_cut(index))):
                continue
            down = 1
            while index + down < len(full) and merges.states[index + down][column] == INHERITED and not self._is_cut(index + down):
                down += 1
            last_of_short = column + 1 < self.width and full[index][column + 1] is None
            across = self.width - column if last_of_short else 1
            cells.append(GridCell(cell, column, across, down, column in merges.grouping, state == AMBIGUOUS))
        return tuple(cells)

    def _is_cut(self, index: int) -> bool:
        """True where a row of another kind stands right above data row `index`: no cell spans a total or a section row."""
        places = [i for i, kind in enumerate(self.kinds) if kind is RowKind.DATA]
        return index > 0 and places[index] != places[index - 1] + 1


class _Anchors:
    """r42: the printed number of a row where each has its own, else its place among the data rows."""

    def __init__(self, firsts: Sequence[str]) -> None:
        numbered = all(_NUMBER.fullmatch(text) for text in firsts) and len(set(firsts)) == len(firsts)
        self.names = [f"r{int(text)}" if numbered else f"r{i}" for i, text in enumerate(firsts, 1)]
        self.totals = 0

    def row(self, index: int) -> str:
        return self.names[index]

    def total(self) -> str:
        self.totals += 1
        return "total" if self.totals == 1 else f"total-{self.totals}"


def _count_halves(columns: Sequence[str]) -> int:
    """2 where the header is printed twice side by side."""
    for halves in (3, 2):
        size = len(columns) // halves
        if size >= 2 and size * halves == len(columns) and all(columns[i] == columns[i % size] for i in range(len(columns))):
            return halves
    return 1
