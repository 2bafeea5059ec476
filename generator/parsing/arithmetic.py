"""Adds the figures of a table up again: the columns to their total row, and within rows the columns that make up another.

The printed figure is never changed; where it does not agree, both are shown.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.authority.layouts import Layouts
from generator.grid import Grid, Record, Sum, TableKind
from generator.notation.enumeration import Style, parse_enumerator
from generator.notation.figures import format_figure, parse_figure
from generator.notation.folding import WHITE
from generator.notation.numerals import parse_numeral

# A relation between columns is taken to be meant where it holds in most of at least so many rows.
_FEWEST_ROWS = 5
_HOLDS = 0.6
_PART_WORDS = ("其中", "#", "＃")      # statistics print # before a row that is part of the row above
_SUM_WORDS = ("合计", "总计", "小计", "总任务", "总数", "总量", "总额", "规模")


def add_up(grid: Grid, layouts: Layouts) -> tuple[Sum, ...]:
    """Every total of the grid, added up again; totals of columns in order, then the rows that do not agree."""
    if grid.kind is not TableKind.DATA:
        return ()
    return (*_columns(grid, layouts), *_rows(grid))


def _columns(grid: Grid, layouts: Layouts) -> Iterator[Sum]:
    """Each total row closes the rows since the total before it; a last 合计 or 总计 over 小计 rows closes all."""
    for place, total in enumerate(grid.records):
        if not total.is_total:
            continue
        rows = _rows_of(grid.records, place)
        for column, name in enumerate(grid.columns):
            printed = parse_figure(total.values[column].text)
            figures = _figures(rows, column)
            if printed is None or not figures or any(word in name for word in layouts.words["not_additive"]):
                continue
            computed = sum(figures, Decimal())
            if computed != printed:
                computed = sum(_figures(_without_parts(rows, column), column), Decimal())
            if computed != printed and _is_mean(printed, figures):
                continue
            yield Sum(name, total.values[column].text, format_figure(computed), computed == printed, total.values[column].line or 0)


def _figures(rows: Sequence[Record], column: int) -> list[Decimal]:
    return [figure for row in rows if (figure := parse_figure(row.values[column].text)) is not None]


def _without_parts(rows: Sequence[Record], column: int) -> Sequence[Record]:
    """The rows without those whose figures another row already holds: what stands below 一、 where every 一、 has a figure, and 其中：…."""
    names = [[value.text for value in row.values[:column] if parse_figure(value.text) is None] for row in rows]
    heads = [row for row, words in zip(rows, names, strict=True) if any(map(_opens_group, words))]
    if heads and len(_figures(heads, column)) == len(heads):
        return heads
    return [row for row, words in zip(rows, names, strict=True) if not any(word.lstrip(WHITE).startswith(_PART_WORDS) for word in words)]


def _opens_group(words: str) -> bool:
    """True for 一、税收收入, and for 一 alone in a column of numbers."""
    enumerator = parse_enumerator(words)
    return (enumerator is not None and enumerator.style is Style.HAN) or (0 < len(words) <= 2 and not words.isdecimal() and parse_numeral(words) is not None)


def _rows_of(records: Sequence[Record], place: int) -> list[Record]:
    words = records[place].values[0].text + records[place].values[1].text if len(records[place].values) > 1 else records[place].values[0].text
    before = [i for i in range(place) if records[i].is_total]
    if before and any(word in words for word in ("合计", "总计", "共计")):
        return [record for record in records[:place] if not record.is_total]
    return [record for record in records[(before[-1] + 1 if before else 0):place] if not record.is_total]


def _is_mean(printed: Decimal, figures: Sequence[Decimal]) -> bool:
    """True where the row prints the mean of the figures, as exactly as it is printed, instead of their sum."""
    return len(figures) >= 2 and (sum(figures, Decimal()) / len(figures)).quantize(printed) == printed


# ---------------------------------------------------------------- rows


def _rows(grid: Grid) -> Iterator[Sum]:
    figures = [[parse_figure(value.text) for value in record.values] for record in grid.records]
    for whole, terms in _candidates(grid.columns):
        usable = [i for i, row in enumerate(figures) if not grid.records[i].is_total and row[whole] is not None and any(row[t] is not None for t in terms)]
        agree = [i for i in usable if _sum(figures[i], terms) == figures[i][whole]]
        if len(usable) < _FEWEST_ROWS or len(agree) < _HOLDS * len(usable):
            continue
        for i in usable:
            if i not in agree:
                record = grid.records[i]
                yield Sum(grid.columns[whole], record.values[whole].text, format_figure(_sum(figures[i], terms)), False,
                          record.values[whole].line or 0, row=record.values[0].text or record.anchor, terms=tuple(grid.columns[t] for t in terms))


def _sum(row: Sequence[Decimal | None], terms: Sequence[int]) -> Decimal:
    return sum((figure for t in terms if (figure := row[t]) is not None), Decimal())


def _candidates(columns: Sequence[str]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """(whole, terms): a column and the 其中 group behind it; a sum word and the columns before it; a size and the years behind it."""
    for column, name in enumerate(columns):
        group = _group_behind(columns, column)
        if (group and columns[group[0]].startswith("其中")) or (group and any(word in name for word in _SUM_WORDS)):
            yield column, group
        if column >= 3 and any(word in name for word in _SUM_WORDS[:4]) and not (group and columns[group[0]].startswith("其中")):
            yield column, tuple(range(1, column))


def _group_behind(columns: Sequence[str], column: int) -> tuple[int, ...]:
    """The next group of columns that share an upper heading, at most one column of another kind between (占比)."""
    for start in (column + 1, column + 2):
        if start < len(columns) and " / " in columns[start]:
            head = columns[start].split(" / ")[0]
            if head != columns[column].split(" / ")[0]:
                stop = start
                while stop < len(columns) and columns[stop].split(" / ")[0] == head:
                    stop += 1
                return tuple(range(start, stop))
    return ()
