"""Undoes vertical merges: which empty cell says the same as the one above it, which is really empty, which nobody can tell.

A text export shows a merged cell as an empty one. The column and the table's other rows decide:
- a column of figures does not merge: an empty cell there is empty;
- only a table with a text column that is never empty (the task, the item) is taken to merge at all;
- a column that prints the same words again and again, row under row, does not merge: merging would have saved that;
- a grouping column left of that text merges; its label printed again behind a page break goes on with the group;
- right of it, a column that is never empty where the columns before it are filled must have something in every row, so
  its empty cells are merged; at the first row of a group or page that cannot be told (`is_ambiguous`);
- a column that may be empty (协同单位) is empty where the row has words of its own before it, else it cannot be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.notation.figures import is_figure

FILLED, EMPTY, INHERITED, AMBIGUOUS = "filled", "empty", "inherited", "ambiguous"
_FIGURES = 0.7      # share of figures that makes a column one of figures
_PROSE = 8          # characters on average that make an always filled column the text the row is about


@dataclass(frozen=True)
class Merges:
    """The state of every cell, by row and column; `starts` are the rows where a group or a page begins."""

    states: tuple[tuple[str, ...], ...]
    starts: frozenset[int]
    grouping: frozenset[int]


def read_merges(rows: Sequence[Sequence[str]]) -> Merges:
    """States for `rows` of texts, all of one width, header and total rows left out."""
    width = len(rows[0]) if rows else 0
    states = [[FILLED if text else EMPTY for text in row] for row in rows]
    main = _main_column(rows, width)
    if main is None:
        return Merges(tuple(map(tuple, states)), frozenset(), frozenset())
    grouping = [c for c in range(main) if _may_merge(rows, c)]
    starts = _fill_groups(rows, states, grouping)
    assigned = [c for c in range(main + 1, width) if not _is_figures(rows, c) and any(row[c] for row in rows)]
    for place, column in enumerate(assigned):
        if any(not row[column] for row in rows) and _repeats(rows, column) < sum(not row[column] for row in rows):
            _fill_assigned(rows, states, assigned[:place], column, starts)
    return Merges(tuple(map(tuple, states)), frozenset(starts), frozenset(grouping))


def _main_column(rows: Sequence[Sequence[str]], width: int) -> int | None:
    """The last text column that no row leaves empty."""
    columns = [c for c in range(width) if rows and all(row[c] for row in rows) and not _is_figures(rows, c)
               and sum(len(row[c]) for row in rows) >= _PROSE * len(rows)]
    return max(columns, default=None)


def _is_figures(rows: Sequence[Sequence[str]], column: int) -> bool:
    filled = [row[column] for row in rows if row[column]]
    return bool(filled) and sum(is_figure(text) for text in filled) >= _FIGURES * len(filled)


def _may_merge(rows: Sequence[Sequence[str]], column: int) -> bool:
    empty = sum(not row[column] for row in rows)
    return 0 < empty < len(rows) and bool(rows[0][column]) and not _is_figures(rows, column)


def _repeats(rows: Sequence[Sequence[str]], column: int) -> int:
    return sum(bool(rows[i][column]) and rows[i][column] == rows[i - 1][column] for i in range(1, len(rows)))


def _fill_groups(rows: Sequence[Sequence[str]], states: list[list[str]], grouping: Sequence[int]) -> set[int]:
    starts = set()
    for column in grouping:
        for index, row in enumerate(rows):
            if row[column]:
                starts.add(index)
            else:
                states[index][column] = INHERITED
    return starts


def _fill_assigned(rows: Sequence[Sequence[str]], states: list[list[str]], before: Sequence[int], column: int, starts: set[int]) -> None:
    optional = bool(before) and any(all(row[c] for c in before) and not row[column] for row in rows)
    for index, row in enumerate(rows):
        if row[column]:
            continue
        above = states[index - 1][column] if index else EMPTY
        if optional:
            own_words = bool(row[before[-1]])
            states[index][column] = EMPTY if own_words else AMBIGUOUS
        elif index in starts or above in (AMBIGUOUS, EMPTY):
            states[index][column] = AMBIGUOUS
        else:
            states[index][column] = INHERITED
