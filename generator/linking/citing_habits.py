"""Loads citations.yml: how official prose cites, as data with examples."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.citations import CitedKind, Relation
from generator.notation.folding import squeeze

HABITS = Path(__file__).with_name("citations.yml")
GAP = "◇"       # stands for a citation in what the patterns read
_TRAILING = re.compile("(?:[（(][^（）()]*[）)])+$")


@dataclass(frozen=True)
class RelationWords:
    """Words in front of a citation, and behind it, that make a relation; a test runs the examples."""

    relation: Relation
    lead: re.Pattern[str]
    tail: re.Pattern[str] | None
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True)
class Habits:
    """The content of citations.yml."""

    law_ends: tuple[str, ...]
    not_law_ends: tuple[str, ...]
    document_ends: tuple[str, ...]
    before_series: tuple[str, ...]
    office: re.Pattern[str]
    never_begins: str
    between: re.Pattern[str]
    relations: tuple[RelationWords, ...]
    publishes: tuple[RelationWords, ...]
    listings: tuple[RelationWords, ...]
    list_breaks: tuple[str, ...]
    breaks: tuple[str, ...]
    breaks_behind: tuple[str, ...]

    def kind_of(self, title: str, more_ends: tuple[str, ...]) -> CitedKind:
        """Law, document or something else, by what the title ends with."""
        name = _TRAILING.sub("", squeeze(title))
        if name.endswith(self.law_ends) and not name.endswith(self.not_law_ends):
            return CitedKind.LAW
        return CitedKind.DOCUMENT if name.endswith((*self.document_ends, *more_ends)) else CitedKind.OTHER


@cache
def habits() -> Habits:
    data: dict[str, Any] = yaml.safe_load(HABITS.read_text(encoding="utf-8"))
    return Habits(
        tuple(data["law_ends"]), tuple(data["not_law_ends"]), tuple(data["document_ends"]), tuple(sorted(data["before_series"], key=len, reverse=True)),
        re.compile(data["office_before_series"]), data["series_never_begins"], re.compile(data["between_title_and_number"]),
        tuple(_words(item, "lead") for item in data["relations"]), tuple(_words(item, "pattern") for item in data["publishes"]),
        tuple(_words(item, "pattern") for item in data["listings"]), tuple(data["list_breaks"]),
        tuple(data["breaks"]), tuple(data["breaks_behind"]))


def _words(item: dict[str, Any], key: str) -> RelationWords:
    tail = item.get("tail")
    return RelationWords(Relation(item["kind"]), re.compile(f"(?:{item[key]})" + ("$" if key == "lead" else "")), re.compile(tail) if tail else None,
                         tuple(item["examples"]), tuple(item["not"]))
