"""The whole bulletin as a noun: its authority lists and its issues."""

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

from generator.authority.bundle import Authority
from generator.records import Document, Issue
from generator.store import Store

T = TypeVar("T")
Question = tuple[Any, ...]      # hashable
# Answers a question about the bulletin as a whole; the answer is a plain value.
Ask = Callable[[Question], Any]


@dataclass(frozen=True)
class Bulletin:
    """All that is known: the lists and the issues in order.

    `keys` stand for all that each issue was made from, the lists and the program included; empty for a bulletin of which nothing is kept in `store`.
    """

    authority: Authority
    issues: tuple[Issue, ...]
    keys: tuple[str, ...] = ()
    store: Store = field(default_factory=Store, compare=False, repr=False)

    def documents(self) -> Iterator[tuple[Issue, Document]]:
        """Every document with its issue, in the order of print."""
        for issue in self.issues:
            for document in issue.documents:
                yield issue, document

    def each(self, name: str, make: Callable[[Issue], T]) -> list[T]:
        """`make` of every issue, worked out only where the store has none under `name`.

        It must depend on nothing but the issue and the lists, and give plain values.
        """
        return self.each_asking(name, lambda issue, _: make(issue), _refuse)

    def each_asking(self, name: str, make: Callable[[Issue, Ask], T], answer: Ask) -> list[T]:
        """As `each`, for what also depends on other issues, but only by what `make` asks; kept are questions and answers too.

        What was made holds as long as `answer` says the same to all that was asked.
        """
        if not self.keys:
            return [make(issue, answer) for issue in self.issues]
        return [self._kept(name, issue, key, make, answer) for issue, key in zip(self.issues, self.keys, strict=True)]

    def _kept(self, name: str, issue: Issue, key: str, make: Callable[[Issue, Ask], T], answer: Ask) -> T:
        found = self.store.look(name, issue.meta.id, key)
        if found is None or any(answer(question) != said for question, said in found[0].items()):
            asked: dict[Question, Any] = {}

            def ask(question: Question) -> Any:
                if question not in asked:
                    asked[question] = answer(question)
                return asked[question]

            found = (asked, make(issue, ask))
            self.store.keep(name, issue.meta.id, key, found)
        value: T = found[1]
        return value


class AskedSet(Set[str]):
    """A set known only by asking, under `name`, whether it holds a text."""

    def __init__(self, name: str, ask: Ask) -> None:
        self._name, self._ask = name, ask

    def __contains__(self, text: object) -> bool:
        return bool(self._ask((self._name, text)))

    def __iter__(self) -> NoReturn:
        raise LookupError(self._name)

    def __len__(self) -> NoReturn:
        raise LookupError(self._name)


def _refuse(question: Question) -> Any:
    raise LookupError(question)
