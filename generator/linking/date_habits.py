"""Loads deadlines.yml: how official prose sets dates and says who must act, as data with examples."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HABITS = Path(__file__).with_name("deadlines.yml")


@dataclass(frozen=True)
class DateHabits:
    """The content of deadlines.yml; the patterns compiled."""

    before: str
    not_behind: tuple[str, ...]
    must_words: re.Pattern[str]
    goal_before: re.Pattern[str]
    goal_behind: re.Pattern[str]
    goal_words: re.Pattern[str]
    goal_figures: re.Pattern[str]
    not_goals: re.Pattern[str]
    this_year: str
    reviews: tuple[str, ...]
    whole_year: str
    collectives: str
    actor_ends: tuple[str, ...]
    modals: re.Pattern[str]
    responsible_label: re.Pattern[str]
    responsible_columns: tuple[str, ...]
    date_columns: tuple[str, ...]
    itself: re.Pattern[str]
    issue_days: str
    in_force: str
    terms: str
    no_validity: tuple[str, ...]
    examples: tuple[tuple[str, str, Any], ...]
    nothing: tuple[str, ...]


@cache
def date_habits() -> DateHabits:
    data: dict[str, Any] = yaml.safe_load(HABITS.read_text(encoding="utf-8"))
    return DateHabits(
        data["before"], tuple(data["not_behind"]), re.compile(alternatives(data["must_words"])), re.compile(f"(?:{alternatives(data['goal_before'])})[^，。；]{{0,4}}$"),
        re.compile(data["goal_behind"]), re.compile(data["goal_words"]), re.compile(data["goal_figures"]), re.compile(alternatives(data["not_goals"])),
        data["this_year"], tuple(data["reviews"]), data["whole_year"],
        data["collectives"], tuple(data["actor_ends"]), re.compile(data["modals"]), re.compile(data["responsible_label"]),
        tuple(data["responsible_columns"]), tuple(data["date_columns"]), re.compile(data["itself"]), data["issue_days"], data["in_force"], data["terms"],
        tuple(data["no_validity"]), tuple((item[0], item[1], item[2]) for item in data["examples"]), tuple(data["nothing"]))


def alternatives(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
