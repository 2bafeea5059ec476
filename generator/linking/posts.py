"""Gathers the posts of all appointments: who held each, and who followed whom where exactly one leaves and one comes."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pypinyin import lazy_pinyin

from generator.appointments import PersonnelChange
from generator.linking.ledger import LedgerEntry
from generator.linking.people import PeopleReading
from generator.notation.folding import squeeze
from generator.posts import Holding, Post, Succession

HABITS = Path(__file__).with_name("posts.yml")
_NOT_IN_ID = re.compile("[^a-z0-9]+")


@dataclass(frozen=True)
class PostHabits:
    """posts.yml: the posts of one holder, and how far apart two documents may lie that make a succession."""

    single: frozenset[str]
    most_between: datetime.timedelta
    examples: tuple[tuple[str, bool], ...]


@cache
def post_habits() -> PostHabits:
    data: dict[str, Any] = yaml.safe_load(HABITS.read_text(encoding="utf-8"))
    return PostHabits(frozenset(map(str, data["single"])), datetime.timedelta(days=data["most_days_between"]),
                      tuple((str(item["post"]), bool(item["single"])) for item in data["examples"]))


def find_posts(ledger: Sequence[LedgerEntry], people: PeopleReading) -> tuple[Post, ...]:
    """Every post whose organ is known, by id. Ids are given in the order of print: later issues change none.

    A post whose organ is neither printed nor to be inferred has no page, and a nomination is of nobody's time.
    """
    grouped: dict[tuple[str, str], list[PersonnelChange]] = {}
    for change in (entry.change for entry in ledger):
        organ = change.organ_full or change.organ
        if organ and (change.action.is_start or change.action.is_end):
            grouped.setdefault((change.organ_id or squeeze(organ), change.post), []).append(change)
    taken: set[str] = set()
    posts = []
    for (organ, name), changes in grouped.items():
        organ_id = changes[0].organ_id
        printed = changes[0].organ_full or changes[0].organ or organ
        holdings = tuple(_holdings(changes, people))
        post = Post(_id(organ_id or organ, name, taken), organ_id, printed, name, name in post_habits().single, holdings)
        posts.append(replace(post, successions=tuple(_successions(post))))
    return tuple(sorted(posts, key=lambda post: post.id))


def _id(organ: str, name: str, taken: set[str]) -> str:
    """kejiju-juzhang. A later post of the same spelling bears the numbers of its signs."""
    found = base = f"{_spell(organ)}-{_spell(name)}"
    if base in taken or base == "index":
        found = f"{base}-{''.join(f'{ord(sign):x}' for sign in name)}"
    if found in taken:
        found = f"{base}-{''.join(f'{ord(sign):x}' for sign in organ + name)}"
    taken.add(found)
    return found


def _spell(words: str) -> str:
    return _NOT_IN_ID.sub("-", "".join(lazy_pinyin(words)).lower().replace("ü", "v")).strip("-")


def _holdings(changes: Sequence[PersonnelChange], people: PeopleReading) -> Iterator[Holding]:
    """The times of the persons in the order of their first sentence. A beginning opens a time, an end closes it."""
    found: list[Holding] = []
    for change in sorted(changes, key=lambda c: (c.date or datetime.date.min, c.action.is_start)):     # of one day who leaves stands first
        person = people.person_of(change)
        key = person.id if person else None
        place = next((i for i, h in enumerate(found) if (h.person, h.person_id) == (change.person, key) and h.closed is None), None)
        if place is None:
            found.append(Holding(change.person, key, (change,)))
        else:
            found[place] = replace(found[place], changes=(*found[place].changes, change))
    yield from found


# ---------------------------------------------------------------- who followed whom


def _successions(post: Post) -> Iterator[Succession]:
    """Pairs of an end and a beginning that no other end or beginning of the post comes near."""
    if not post.is_single:
        return
    ends = [holding for holding in post.holdings if holding.closed]
    starts = [holding for holding in post.holdings if holding.opened]
    for before in ends:
        after = [holding for holding in starts if _are_near(before, holding)]
        if len(after) == 1 and sum(_are_near(other, after[0]) for other in ends) == 1 and after[0].person != before.person:
            yield Succession(before, after[0], _in_one_sentence(before, after[0]))


def _are_near(before: Holding, after: Holding) -> bool:
    """True where both stand in one document, or in two whose dates lie near each other."""
    end, start = before.closed, after.opened
    if end is None or start is None or before is after:
        return False
    if end.document == start.document:
        return True
    return end.date is not None and start.date is not None and abs(start.date - end.date) <= post_habits().most_between


def _in_one_sentence(before: Holding, after: Holding) -> bool:
    end, start = before.closed, after.opened
    return end is not None and start is not None and (end.document, end.wording) == (start.document, start.wording)


# ---------------------------------------------------------------- for the editor


def find_double_holders(posts: Sequence[Post]) -> Iterator[tuple[Post, Holding, Holding]]:
    """Single posts that a second person takes up while print has nobody's leaving: (post, who holds it, who comes)."""
    for post in posts:
        opened = [holding for holding in post.holdings if holding.opened] if post.is_single else []
        for index, one in enumerate(opened):
            for other in opened[index + 1:]:
                if one.closed is None or (one.date_to and other.date_from and one.date_to > other.date_from and not _are_near(one, other)):
                    yield post, one, other


def find_unopened(posts: Sequence[Post]) -> Iterator[tuple[Post, Holding]]:
    """Who leaves a post that no issue tells they had taken up: (post, the time that has only an end)."""
    for post in posts:
        yield from ((post, holding) for holding in post.holdings if holding.opened is None)
