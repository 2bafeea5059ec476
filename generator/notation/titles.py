"""Titles between book-title marks 《…》, nested ones included."""

from collections.abc import Iterator
from dataclasses import dataclass

_PAIRS = {"《": "》", "〈": "〉"}


@dataclass(frozen=True)
class QuotedTitle:
    """A title with its marks' offsets in the text: text[start] is 《 and text[end - 1] is 》."""

    title: str
    start: int
    end: int
    depth: int      # 0 for an outer title, 1 for one inside another


def find_quoted_titles(text: str) -> Iterator[QuotedTitle]:
    """Every 《…》 and 〈…〉 of `text` whose marks are paired, ordered by where it closes (inner before outer)."""
    stack: list[tuple[str, int]] = []
    for index, char in enumerate(text):
        if char in _PAIRS:
            stack.append((char, index))
        elif stack and char == _PAIRS[stack[-1][0]]:
            _, start = stack.pop()
            yield QuotedTitle(text[start + 1:index], start, index + 1, len(stack))


def has_unpaired_marks(text: str) -> bool:
    """True where 《 and 》 do not pair up in `text`."""
    depth = 0
    for char in text:
        depth += (char == "《") - (char == "》")
        if depth < 0:
            return True
    return depth != 0
