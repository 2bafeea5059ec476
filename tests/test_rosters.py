"""Rosters written as running lines, against the key read from the print."""

from typing import Any

import yaml

from generator.parsing.rosters import RosterMember, find_rosters
from tests.support.bulletins import CORPUS, real_bulletin

KEY: list[dict[str, Any]] = yaml.safe_load((CORPUS / "haimen-2018-01" / "tables.yml").read_text(encoding="utf-8"))["rosters_in_text"]


def members() -> list[RosterMember]:
    return [member for _, document in real_bulletin()[0].documents() for roster in find_rosters(document) for member in roster]


def test_every_member_is_found_and_none_invented() -> None:
    found = [(m.line, m.name, m.words) for m in members()]
    assert found == [(e["line"], e["name"], e["post"]) for e in sorted(KEY, key=lambda e: int(e["line"]))]


def test_roles_hold_until_the_next() -> None:
    roles = {m.line: m.role for m in members()}
    assert {e["line"]: e.get("role") for e in KEY if e.get("role")} == {line: role for line, role in roles.items() if role}
