"""Finds rosters written as running lines: 组  长：某某某  市长, 副组长：某某某（副市长）、某某（局长）, and lists of honours: 某  某   市委办公室."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.notation.folding import NAME_DOTS, WHITE, squeeze
from generator.parsing.personnel_words import national
from generator.records import Document, Element, Paragraph, Role

_FEWEST = 3     # lines in a row: two names side by side may be anything
_B = f"[{WHITE}]"
_HAN = "[\u4e00-\u9fff]"
_ROLE = f"(?P<role>{_HAN}(?:{_B}*{_HAN}){{1,5}}{_B}*[：:])?"


def _plain(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


# 张  旻 is set to the width of three signs; longer names stand closed.
_NAME = f"(?P<name>{_HAN}{_B}{{1,4}}{_HAN}(?={_B})|{_HAN}{{2,4}}(?:·{_HAN}{{1,8}})?)"
_IN_BRACKETS = f"(?P<name>{_HAN}{_B}{{1,4}}{_HAN}|{_HAN}{{2,4}}|{_HAN}{{1,8}}[{NAME_DOTS}]{_HAN}{{1,10}}){_B}*[（(](?P<words>[^（）()。]{{2,40}})[）)]"
_MEMBER = re.compile(_IN_BRACKETS)
_BRACKETED = re.compile(f"{_ROLE}{_B}*(?P<members>{_plain(_IN_BRACKETS)}(?:(?:{_B}*[、，,；;]{_B}*|{_B}+){_plain(_IN_BRACKETS)})*)[。；;，,、]?")
_LINE = re.compile(f"{_ROLE}{_B}*{_NAME}{_B}+(?P<words>[^。；]{{2,60}})")


@dataclass(frozen=True)
class RosterMember:
    """One person of a roster. `role` is that of its group (成员 holds until the next role), None in lists of honours."""

    role: str | None
    name: str
    words: str
    line: int
    anchor: str
    heading: str | None     # the heading the list stands under


def find_rosters(document: Document) -> Iterator[tuple[RosterMember, ...]]:
    """The rosters of a document in order: runs of lines that hold names, each with the words behind it, and at least three of them.

    None of a document that appoints: its rows are read as appointments.
    """
    if document.personnel is not None:
        return      # 张　三　市财政局局长 under 一、任职 appoints
    run: list[RosterMember] = []
    heading: str | None = None
    role: str | None = None
    for element in (*document.elements, None):
        members = _members(element, heading, role) if element is not None else ()
        if members:
            role = members[-1].role
            run += members
            continue
        if len(run) >= _FEWEST:
            yield tuple(run)
        run, role = [], None
        if element is not None and element.role in (Role.HEADING, Role.PART_TITLE) and isinstance(element.block, Paragraph):
            heading = squeeze(element.block.text)


def _members(element: Element, heading: str | None, role: str | None) -> tuple[RosterMember, ...]:
    if element.role is not Role.TEXT or not isinstance(element.block, Paragraph):
        return ()
    line = element.block.text
    match = _BRACKETED.fullmatch(line)
    found = list(_MEMBER.finditer(line, match.start("members"))) if match else []
    if match is None or not all(_is_name(squeeze(member["name"])) for member in found):
        match = _LINE.fullmatch(line)
        found = [match] if match else []
    if match is None:
        return ()
    own = squeeze(match["role"]).rstrip("：:") if match["role"] else role
    return tuple(RosterMember(own, squeeze(member["name"]), squeeze(member["words"]), element.block.first_line, element.anchor, heading) for member in found)


def _is_name(text: str) -> bool:
    """True for what begins like a name and ends like no organ: in 水利局（牵头） brackets stand behind something else."""
    if any(dot in text for dot in NAME_DOTS):
        return True
    words = national()
    family = 2 if text[:2] in words["compound_surnames"] else 1 if text[0] in "".join(words["surnames"].split()) else 0
    return family > 0 and len(text) - family in (1, 2) and not text.endswith(tuple(words["no_roster_name_ends"]))
