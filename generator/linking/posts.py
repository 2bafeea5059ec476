"""Gathers the posts of all appointments: who held each, and who followed whom where exactly one leaves and one comes."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
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
    grouped: dict[tuple[str, str], list[LedgerEntry]] = {}
    for entry in ledger:
        change = entry.change
        organ = change.organ_full       # 办公室 printed alone is of many organs
        if organ and (change.action.is_start or change.action.is_end):
            grouped.setdefault((change.organ_id or squeeze(organ), change.post), []).append(entry)
    taken: set[str] = set()
    posts = []
    for (organ, name), entries in grouped.items():
        first = entries[0].change
        changes = _in_time(entries)
        post = Post(_id(first.organ_id or organ, name, taken), first.organ_id, first.organ_full or organ, name, name in post_habits().single,
                    tuple(_holdings(changes, people)))
        posts.append(replace(post, successions=tuple(_successions(post, changes))))
    return tuple(sorted(posts, key=lambda post: post.id))


def _in_time(entries: Sequence[LedgerEntry]) -> tuple[PersonnelChange, ...]:
    """The changes in the order of time, who leaves on a day before who comes; a document without date counts from the end of its issue's period."""
    ordered = sorted(entries, key=lambda entry: (entry.change.date or entry.issue.meta.last_day, entry.change.action.is_start))
    return tuple(entry.change for entry in ordered)


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
    for change in changes:
        person = people.person_of(change)
        key = person.id if person else None
        place = next((i for i, h in enumerate(found) if (h.person, h.person_id) == (change.person, key) and h.closed is None), None)
        if place is None:
            found.append(Holding(change.person, key, (change,)))
        else:
            found[place] = replace(found[place], changes=(*found[place].changes, change))
    yield from found


# ---------------------------------------------------------------- who followed whom


@dataclass
class _Turn:
    """What one document does to a post: who leaves and who comes by it."""

    date: datetime.date | None
    left: list[Holding]
    came: list[Holding]


def _successions(post: Post, changes: Sequence[PersonnelChange]) -> Iterator[Succession]:
    """One leaves and one comes by a document; or one only leaves by it and one only comes by the next that touches the post, not long between."""
    turns: dict[str, _Turn] = {change.document: _Turn(change.date, [], []) for change in changes} if post.is_single else {}
    for holding in post.holdings if turns else ():
        if holding.closed:
            turns[holding.closed.document].left.append(holding)
        if holding.opened:
            turns[holding.opened.document].came.append(holding)
    for turn in turns.values():
        yield from _succession(turn.left, turn.came)
    for one, other in pairwise(turns.values()):
        if one.date and other.date and other.date - one.date <= post_habits().most_between:
            if not one.came and not other.left:
                yield from _succession(one.left, other.came)
            elif not one.left and not other.came:
                yield from _succession(other.left, one.came)


def _succession(left: Sequence[Holding], came: Sequence[Holding]) -> Iterator[Succession]:
    if len(left) == len(came) == 1 and left[0].person != came[0].person:
        end, start = left[0].closed, came[0].opened
        yield Succession(left[0], came[0], end is not None and start is not None and (end.document, end.wording) == (start.document, start.wording))
