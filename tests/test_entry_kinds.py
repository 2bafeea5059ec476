"""The kinds of chronicle entries, against a key read by hand and the examples of every pattern."""

from typing import Any

import pytest
import yaml

from generator.entries import EntryKind
from generator.linking.entry_kinds import entry_kind, kind_rules
from tests.support.bulletins import CORPUS, real_bulletin

KEY: dict[str, Any] = yaml.safe_load((CORPUS / "haimen-2018-01" / "entry_kinds.yml").read_text(encoding="utf-8"))


def test_every_entry_of_the_real_issue() -> None:
    wanted = {line: kind for kind, lines in KEY.items() for line in lines}
    entries = real_bulletin()[0].issues[0].chronicle
    assert wanted.keys() <= {entry.first_line for entry in entries}
    found = {entry.first_line: (kind.value if (kind := entry_kind(entry.text)) else None) for entry in entries}
    assert found == {entry.first_line: wanted.get(entry.first_line, "meeting") for entry in entries}


@pytest.mark.parametrize(("kind", "text"), [(rule.kind, text) for rule in kind_rules() for text in rule.examples])
def test_examples(kind: EntryKind, text: str) -> None:
    assert entry_kind(text) is kind


@pytest.mark.parametrize(("kind", "text"), [(rule.kind, text) for rule in kind_rules() for text in rule.counter_examples])
def test_counter_examples(kind: EntryKind, text: str) -> None:
    assert entry_kind(text) is not kind


def test_what_no_words_decide_has_no_kind() -> None:
    assert entry_kind("3月1日，我市空气质量居全省第一。") is None
