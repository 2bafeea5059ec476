"""The whole bulletin as a noun: its authority lists and its issues."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.authority.bundle import Authority
from generator.records import Document, Issue


@dataclass(frozen=True)
class Bulletin:
    """All that is known: the lists and the issues in order."""

    authority: Authority
    issues: tuple[Issue, ...]

    def documents(self) -> Iterator[tuple[Issue, Document]]:
        """Every document with its issue, in the order of print."""
        for issue in self.issues:
            for document in issue.documents:
                yield issue, document
