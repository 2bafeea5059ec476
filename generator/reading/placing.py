"""Puts the cells of a table that states its merges into columns."""

from collections.abc import Sequence

Span = tuple[int, int]      # columns, rows


def place_columns(rows: Sequence[Sequence[Span]]) -> list[list[int]]:
    """The first column of every cell, from 0: each takes the next column that no cell of an earlier row spans."""
    below: dict[int, int] = {}      # column → how many more rows it is spanned
    placed: list[list[int]] = []
    for row in rows:
        columns, taken, column = [], {c for c, left in below.items() if left}, 0
        below = {c: left - 1 for c, left in below.items() if left > 1}
        for across, down in row:
            while column in taken:
                column += 1
            columns.append(column)
            if down > 1:
                below |= dict.fromkeys(range(column, column + across), down - 1)
            column += across
        placed.append(columns)
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
    placed = place_columns(rows)
    starts = sorted({column for columns in placed for column in columns})
    index = {column: place for place, column in enumerate(starts)}

    def within(first: int, across: int) -> int:
        stop = next((index[s] for s in starts[index[first]:] if s >= first + across), len(starts))
        return stop - index[first]

    return [[(within(column, across), down) for column, (across, down) in zip(columns, row, strict=True)] for columns, row in zip(placed, rows, strict=True)]
