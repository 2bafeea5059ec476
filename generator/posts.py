"""The nouns of posts: a post of an organ, who held it, and who followed whom."""

import datetime
from dataclasses import dataclass

from generator.appointments import PersonnelChange


@dataclass(frozen=True)
class Holding:
    """One person in one post. `changes` are the sentences in order of time: at most one beginning, what confirms it, at most one end.

    `person_id` leads to the page of the person, None where the sentence is of nobody's page.
    """

    person: str
    person_id: str | None
    changes: tuple[PersonnelChange, ...]

    @property
    def opened(self) -> PersonnelChange | None:
        return self.changes[0] if self.changes[0].action.is_beginning else None

    @property
    def closed(self) -> PersonnelChange | None:
        return self.changes[-1] if self.changes[-1].action.is_end else None

    @property
    def date_from(self) -> datetime.date | None:
        return self.opened.date if self.opened else None

    @property
    def date_to(self) -> datetime.date | None:
        return self.closed.date if self.closed else None


@dataclass(frozen=True)
class Succession:
    """Who followed whom: the sentence that ends `before` and the one that begins `after` are the evidence.

    Certain where one sentence says both; else it is inferred, for print does not say who takes whose place.
    """

    before: Holding
    after: Holding
    is_certain: bool


@dataclass(frozen=True)
class Post:
    """A post of an organ. `organ` is its name as printed first, with what that print inherits, `is_single` says that one person at a time holds it."""

    id: str
    organ_id: str | None
    organ: str
    name: str
    is_single: bool
    holdings: tuple[Holding, ...]
    successions: tuple[Succession, ...] = ()

    @property
    def title(self) -> str:
        return self.organ + self.name

    @property
    def holders(self) -> tuple[Holding, ...]:
        """Who holds it still, as far as is printed."""
        return tuple(holding for holding in self.holdings if holding.closed is None)
