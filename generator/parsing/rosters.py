"""Finds rosters written as running lines: 组  长：某某某  市长, and lists of honours: 某  某   市委办公室."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.notation.folding import WHITE, squeeze
from generator.records import Document, Element, Paragraph, Role

_FEWEST = 3     # lines in a row: two names side by side may be anything
_B = f"[{WHITE}]"
_HAN = "[\u4e00-\u9fff]"
_ROLE = f"(?P<role>{_HAN}(?:{_B}*{_HAN}){{1,5}}{_B}*[：:])?"
# 张  旻 is set to the width of three signs; longer names stand closed.
_NAME = f"(?P<name>{_HAN}{_B}{{1,4}}{_HAN}(?={_B})|{_HAN}{{2,4}}(?:·{_HAN}{{1,8}})?)"
_LINE = re.compile(f"{_ROLE}{_B}*{_NAME}{_B}+(?P<words>[^。；]{{2,60}})")


@dataclass(frozen=True)
class RosterMember:
    """One line of a roster. `role` is that of its group (成员 holds until the next role), None in lists of honours."""

    role: str | None
    name: str
    words: str
    line: int
    anchor: str
    heading: str | None     # the heading the list stands under


def find_rosters(document: Document) -> Iterator[tuple[RosterMember, ...]]:
    """The rosters of a document in order: runs of at least three lines that each hold a name and the words behind it."""
    run: list[RosterMember] = []
    heading: str | None = None
    role: str | None = None
    for element in (*document.elements, None):
        member = _member(element, heading, role) if element is not None else None
        if member is not None:
            role = member.role
            run.append(member)
            continue
        if len(run) >= _FEWEST:
            yield tuple(run)
        run, role = [], None
        if element is not None and element.role in (Role.HEADING, Role.PART_TITLE) and isinstance(element.block, Paragraph):
            heading = squeeze(element.block.text)


def _member(element: Element, heading: str | None, role: str | None) -> RosterMember | None:
    if element.role is not Role.TEXT or not isinstance(element.block, Paragraph):
        return None
    match = _LINE.fullmatch(element.block.text)
    if match is None:
        return None
    own = squeeze(match["role"]).rstrip("：:") if match["role"] else role
    return RosterMember(own, squeeze(match["name"]), squeeze(match["words"]), element.block.first_line, element.anchor, heading)
