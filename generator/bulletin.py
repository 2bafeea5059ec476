"""The whole bulletin as a noun: its authority lists and its issues."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TypeVar

from generator.authority.bundle import Authority
from generator.authority.watched_organs import WatchedOrgans
from generator.records import Document, Issue
from generator.store import Ask, Store, refuse

T = TypeVar("T")


@dataclass(frozen=True)
class Bulletin:
    """All that is known: the lists and the issues in order.

    `keys` stand for all that each issue was made from, the lists and the program included; empty for a bulletin of which nothing is kept in `store`.
    """

    authority: Authority
    issues: tuple[Issue, ...]
    keys: tuple[str, ...] = ()
    store: Store = field(default_factory=Store, compare=False, repr=False)
    settings: str = ""      # stands for all lists and the program

    def documents(self) -> Iterator[tuple[Issue, Document]]:
        """Every document with its issue, in the order of print."""
        for issue in self.issues:
            for document in issue.documents:
                yield issue, document

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of the issues, each once, the earliest first."""
        return tuple(sorted({issue.meta.year for issue in self.issues}))

    def each(self, name: str, make: Callable[[Issue], T]) -> list[T]:
        """`make` of every issue, worked out only where the store has none under `name`.

        It must depend on nothing but the issue and the lists, and give plain values.
        """
        return self.each_asking(name, lambda issue, _: make(issue), refuse)

    def each_asking(self, name: str, make: Callable[[Issue, Ask], T], answer: Ask) -> list[T]:
        """As `each`, for what also depends on other issues, but only by what `make` asks; kept are questions and answers too.

        What was made holds as long as `answer` says the same to all that was asked.
        """
        return [self.asking(name, issue, partial(make, issue), answer) for issue in self.issues]

    def asking(self, name: str, issue: Issue, make: Callable[[Ask], T], answer: Ask) -> T:
        """As `each_asking`, for one issue."""
        if not self.keys:
            return make(answer)
        with issue.left_packed():   # twenty years of issues do not fit into memory
            return self.store.asking(name, issue.meta.id, self._key_of[issue.meta.id], self._organs.noting(make), self._organs.answering(answer))

    def stamp(self, issue_ids: Iterable[str], *words: object) -> str | None:
        """Stands for the lists, the program, these issues and `words`: plain values whose `repr` says all of them. None where the issues have no keys."""
        if not self.keys:
            return None
        keys = [self._key_of[id_] for id_ in sorted(set(issue_ids))]
        return hashlib.sha256(repr((self.settings, keys, words)).encode()).hexdigest()

    @cached_property
    def _key_of(self) -> Mapping[str, str]:
        return {issue.meta.id: key for issue, key in zip(self.issues, self.keys, strict=True)}

    @cached_property
    def lists(self) -> Authority:
        """What of the lists may decide what an issue says by itself: `each` must use no other.

        What asks it for organs is made again only where an organ comes, goes or changes that may be meant.
        """
        return self.authority.for_linking(self._organs)

    @cached_property
    def _organs(self) -> WatchedOrgans:
        return WatchedOrgans(self.authority.organs)
