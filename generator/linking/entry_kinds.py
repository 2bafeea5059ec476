"""Tells the kind of event of a chronicle entry by the words of its first sentence."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.entries import EntryKind

HABITS = Path(__file__).with_name("entry_kinds.yml")
_DATE = re.compile("^(?:[0-9０-９〇一二三四五六七八九十年月日至—\\-、]+(?:上午|下午|晚上|晚)?[，, \u00a0\u3000]*)+(?:(?:上午|下午|晚上|晚)[，,]?)?")


@dataclass(frozen=True)
class KindRule:
    """One kind of entry_kinds.yml; `rank` orders the kinds, the lowest first."""

    kind: EntryKind
    rank: int
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def kind_rules() -> tuple[KindRule, ...]:
    data: dict[str, Any] = yaml.safe_load(HABITS.read_text(encoding="utf-8"))
    return tuple(KindRule(EntryKind(item["kind"]), int(item["rank"]), re.compile(item["pattern"]), tuple(item["examples"]), tuple(item["not"])) for item in data["kinds"])


def entry_kind(text: str) -> EntryKind | None:
    """The kind of the event that an entry's text tells of; None where no words decide it."""
    sentence = _DATE.sub("", text.strip()).partition("。")[0]
    found = [(rule.rank, match.start(), rule.kind.value) for rule in kind_rules() if (match := rule.pattern.search(sentence))]
    return EntryKind(min(found)[2]) if found else None
