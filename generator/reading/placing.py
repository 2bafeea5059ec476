"""Puts the cells of a table that states its merges into columns."""

from bisect import bisect_left
from collections.abc import Sequence

Span = tuple[int, int]      # columns, rows


def place_columns(rows: Sequence[Sequence[Span]]) -> list[list[int]]:
    """The first column of every cell, from 0: each takes the next column that no cell of an earlier row spans."""
    return [[column for column, _ in row] for row in _place(rows)]


def _place(rows: Sequence[Sequence[Span]]) -> list[list[tuple[int, int]]]:
    """The first column of every cell and the columns it spans: fewer than it says where an earlier row's cell is in the way."""
    below: dict[int, int] = {}      # column → how many more rows it is spanned
    placed: list[list[tuple[int, int]]] = []
    for row in rows:
        cells, taken, column = [], set(below), 0
        below = {c: left - 1 for c, left in below.items() if left > 1}
        for across, down in row:
            while column in taken:
                column += 1
            across = next((width for width in range(1, across) if column + width in taken), across)
            cells.append((column, across))
            if down > 1:
                below |= dict.fromkeys(range(column, column + across), down - 1)
            column += across
        placed.append(cells)
    return placed


def without_empty_rows(rows: Sequence[Sequence[Span]]) -> tuple[list[int], list[list[Span]]]:
    """The rows that hold a cell of their own (their indexes), and the spans that are left once the others are taken out.

    No span reaches beyond the last row.
    """
    kept = [index for index, row in enumerate(rows) if row]
    spans = [[(max(1, across), sum(index <= other < index + max(1, down) for other in kept)) for across, down in rows[index]] for index in kept]
    return kept, spans


def without_unused_columns(rows: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """The spans counted in columns that some cell begins at: two neighbours that every row joins are one column."""
    placed = _place(rows)
    starts = sorted({column for cells in placed for column, _ in cells})
    index = {column: place for place, column in enumerate(starts)}
    return [[(bisect_left(starts, column + across) - index[column], down) for (column, across), (_, down) in zip(cells, row, strict=True)]
            for cells, row in zip(placed, rows, strict=True)]
