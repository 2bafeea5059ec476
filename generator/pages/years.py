"""Keeps a page that grows with every issue readable: the newest year stays on it, earlier years have pages of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

MOST_ROWS = 400     # mentions on one page; about 300 kB

T = TypeVar("T")


@dataclass(frozen=True)
class YearLink:
    """A year with a page of its own: its address and how many mentions stand there; None where that is not shown."""

    year: int
    url: str
    count: int | None = None


def part_years(items: Sequence[T], year_of: Callable[[T], int], most: int = MOST_ROWS, *,
               rows_of: Callable[[T], int] = lambda _: 1) -> tuple[Sequence[T], list[tuple[int, list[T]]]]:
    """(what stays on the page, the earlier years newest first with what has a page of its own). Nothing is parted where it all fits or is of one year.

    `most` is how many rows fit, `rows_of` how many an item takes.
    """
    if sum(map(rows_of, items)) <= most:
        return items, []
    by_year: dict[int, list[T]] = {}
    for item in items:
        by_year.setdefault(year_of(item), []).append(item)
    if len(by_year) < 2:
        return items, []
    newest, *earlier = sorted(by_year, reverse=True)
    return by_year[newest], [(year, by_year[year]) for year in earlier]


def year_links(url: str, earlier: Sequence[tuple[int, Sequence[T]]]) -> list[YearLink]:
    """organs/x.html has its earlier years at organs/x/2018.html."""
    return [YearLink(year, f"{url.removesuffix('.html')}/{year}.html", len(items)) for year, items in earlier]
