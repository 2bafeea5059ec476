"""Reads the header rows of a table: how many there are, what each cell of an upper level spans, what the leaf columns are called.

In a text export a cell merged downwards leaves an empty cell below it, a cell merged to the right is printed once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.grid import GridCell
from generator.notation.figures import is_figure
from generator.notation.folding import squeeze
from generator.parsing.placed_rows import PlacedRows
from generator.records import Cell, Row

_MOST_LEVELS = 3
_YEAR = re.compile(r"(?:19|20)\d{2}年?")


@dataclass(frozen=True)
class Header:
    """The header of a table: the rows of its cells with their spans, and the names of the leaf columns."""

    rows: tuple[tuple[GridCell, ...], ...]
    columns: tuple[str, ...]


def count_header_rows(rows: Sequence[Row], placed: PlacedRows) -> int:
    """How many of the first rows are header: behind the first, those that begin with an empty cell and are longer than it,
    or that hold a label in every column above rows with figures.

    A row below a cell that is stated to span columns names these columns, whatever it begins with.
    """
    count = 1
    labels_of_first = [cell_words(cell) for cell in rows[0].cells]
    while count < min(_MOST_LEVELS, len(rows) - 1):
        upper, lower = rows[count - 1], rows[count]
        labels = [cell_words(cell) for cell in lower.cells]
        if not any(labels) or any(is_figure(label) and not _YEAR.fullmatch(label) for label in labels):
            break
        names_parts = len(upper.cells) > 1 and any(cell.colspan > 1 and cell.paragraphs for cell in upper.cells) and not _leaves_blanks(upper, lower, placed)
        goes_on = len(lower.cells) > len(upper.cells) and (not labels[0] or _is_level_of_labels(rows, count))
        if not names_parts and not goes_on and not ((count > 1 or labels_of_first[0]) and _stands_over_blanks(upper, lower)):
            break
        count += 1
    return count


def _leaves_blanks(upper: Row, lower: Row, placed: PlacedRows) -> bool:
    """True for the first row of a form: it opens with a label and has a cell to fill in below a label that spans nothing."""
    whole = {placed.column(cell) for cell in upper.cells if cell.colspan == 1 and cell.paragraphs}
    blanks = [cell for cell in lower.cells if placed.column(cell) in whole and not cell.paragraphs and placed.owner(cell) is None]
    return bool(lower.cells[0].paragraphs) and bool(blanks)


def _stands_over_blanks(upper: Row, lower: Row) -> bool:
    """True where the upper row leaves blank what its labels span, and the lower what the first label spans, as a table copied from Excel does:
    用途 / 一级 / (blank) over (blank) / 元 / 万元.
    """
    over, under = [bool(cell.paragraphs) for cell in upper.cells], [bool(cell.paragraphs) for cell in lower.cells]
    if len(over) != len(under) or under[0]:
        return False
    return any(b and not a for a, b in zip(over, under, strict=True))


def _header_by_place(rows: Sequence[Row], width: int) -> Header | None:
    """The header of rows of full width: a label spans the blanks to its right that have labels below them, within the label above it."""
    if any(len(row.cells) != width for row in rows):
        return None
    has_below = [[any(row.cells[i].paragraphs for row in rows[level + 1:]) for i in range(width)] for level in range(len(rows))]
    spans: list[list[tuple[int, int]]] = []
    kept: list[Row] = []
    for level, row in enumerate(rows):
        starts = {first for first, _ in spans[-1]} if spans else {0}
        firsts = [i for i, cell in enumerate(row.cells) if cell.paragraphs or i in starts or not has_below[level][i] or not has_below[level][i - 1]]
        spans.append(list(pairwise([*firsts, width])))
        kept.append(Row(tuple(row.cells[i] for i in firsts)))
    return Header(tuple(_header_cells(kept, spans, level) for level in range(len(kept))), _names(kept, spans, width))


def _is_level_of_labels(rows: Sequence[Row], index: int) -> bool:
    """True where the row at `index` names every column, the one above fewer, and figures stand below: 项目 2018年 / 名称 计划 实际."""
    upper, lower, below = rows[index - 1], rows[index], rows[index + 1:]
    width = max(len(row.cells) for row in rows)
    labels = [cell_words(cell) for cell in lower.cells]
    if len(lower.cells) != width or not all(labels) or any(":" in words or "：" in words for cell in upper.cells for words in [cell_words(cell)]):
        return False
    full = [row for row in below if len(row.cells) == width]
    return bool(full) and all(any(is_figure(cell_words(cell)) for cell in row.cells) for row in full)


def read_header(rows: Sequence[Row], placed: PlacedRows) -> Header | None:
    """The header of these rows; None where the cells of one level cannot be put over those of the next without a guess."""
    width = placed.width
    if placed.states_across or placed.states_down:
        return _stated_header(rows, placed) if all(map(placed.is_whole, rows)) else None
    if len(rows[-1].cells) != width:
        return None
    if len(rows) > 1 and _stands_over_blanks(rows[0], rows[1]):
        return _header_by_place(rows, width)
    spans: list[list[tuple[int, int]]] = [[(i, i + 1) for i in range(width)]]
    for upper, lower in reversed(list(pairwise(rows))):
        groups = _align([cell_words(cell) for cell in upper.cells], [cell_words(cell) for cell in lower.cells])
        if groups is None:
            return None
        below = spans[0]
        spans.insert(0, [(below[first][0], below[last - 1][1]) for first, last in groups])
    return Header(tuple(_header_cells(rows, spans, level) for level in range(len(rows))), _names(rows, spans, width))


def _stated_header(rows: Sequence[Row], placed: PlacedRows) -> Header:
    spans = [[(placed.column(cell), placed.column(cell) + cell.colspan) for cell in row.cells] for row in rows]
    return Header(tuple(placed.grid_cells(row, is_header=True) for row in rows), _names(rows, spans, placed.width))


def _align(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[int, int]] | None:
    """For each upper cell the range of lower cells it stands over. An empty lower cell belongs to the one right above it."""
    runs: list[tuple[int, int]] = []        # lower cells: single empties, and runs of labels
    index = 0
    while index < len(lower):
        stop = index + 1
        while lower[index] and stop < len(lower) and lower[stop]:
            stop += 1
        runs.append((index, stop))
        index = stop
    labelled = [run for run in runs if lower[run[0]]]
    spare = len(upper) - len(runs)
    if spare < 0 or (spare > 0 and len(labelled) != 1):
        return None
    groups: list[tuple[int, int]] = []
    for first, stop in runs:
        heads = 1 + spare if lower[first] else 1
        parts = _divide([lower[i] for i in range(first, stop)], heads, opens_row=first == 0)
        if parts is None:
            return None
        groups += [(first + a, first + b) for a, b in parts]
    return groups


def _divide(labels: Sequence[str], heads: int, opens_row: bool) -> list[tuple[int, int]] | None:
    """Shares a run of labels among `heads` cells above it: one takes all, else years part from other words, or the labels repeat.

    Where the run opens its row the first label may stand under a head of its own, and the others repeat.
    """
    size = len(labels)
    if heads == 1:
        return [(0, size)]
    if heads == size:
        return [(i, i + 1) for i in range(size)]
    if size % heads == 0:
        length = size // heads
        if all(labels[i] == labels[i % length] for i in range(size)):
            return [(i * length, (i + 1) * length) for i in range(heads)]
    kinds = [bool(_YEAR.fullmatch(label)) for label in labels]
    bounds = [0, *(i for i in range(1, size) if kinds[i] != kinds[i - 1]), size]
    if len(bounds) - 1 == heads:
        return list(pairwise(bounds))
    length = (size - 1) // (heads - 1)
    if opens_row and (size - 1) % (heads - 1) == 0 and all(labels[i] == labels[1 + (i - 1) % length] for i in range(1, size)):
        return [(0, 1), *((1 + i * length, 1 + (i + 1) * length) for i in range(heads - 1))]
    return None


def _header_cells(rows: Sequence[Row], spans: list[list[tuple[int, int]]], level: int) -> tuple[GridCell, ...]:
    cells = []
    for cell, (first, stop) in zip(rows[level].cells, spans[level], strict=True):
        if level and not cell.paragraphs:
            continue    # spanned by the cell above
        down = 1
        while level + down < len(rows) and _is_empty_below(rows[level + down], spans[level + down], first, stop):
            down += 1
        cells.append(GridCell(cell, first, stop - first, down, is_header=True))
    return tuple(cells)


def _is_empty_below(row: Row, spans: Sequence[tuple[int, int]], first: int, stop: int) -> bool:
    return all(not cell.paragraphs for cell, (a, b) in zip(row.cells, spans, strict=True) if a >= first and b <= stop)


def _names(rows: Sequence[Row], spans: list[list[tuple[int, int]]], width: int) -> tuple[str, ...]:
    names = []
    for column in range(width):
        levels = [cell_words(cell) for row, level in zip(rows, spans, strict=True)
                  for cell, (first, stop) in zip(row.cells, level, strict=True) if first <= column < stop]
        names.append(" / ".join(filter(None, levels)))
    return tuple(names)


def cell_words(cell: Cell) -> str:
    """The words of a header cell: a word broken over lines is one word, typesetting blanks are left out."""
    return "".join(squeeze(paragraph.text) for paragraph in cell.paragraphs)
