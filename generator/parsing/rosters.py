"""Finds rosters written as running lines: 组  长：某某某  市长, 副组长：某某某（副市长）、某某（局长）, and lists of honours: 某  某   市委办公室."""

import re
from collections.abc import Iterator, Sequence
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


@dataclass(frozen=True)
class RosterDoubt:
    """What stands in the place of a name in a roster, with words in brackets behind it, and is no name for sure."""

    name: str
    words: str
    line: int


@dataclass(frozen=True)
class _Line:
    """A line of a roster: those it surely names, and what is in doubt."""

    role: str | None
    members: tuple[RosterMember, ...]
    doubts: tuple[RosterDoubt, ...] = ()


def find_rosters(document: Document) -> Iterator[tuple[RosterMember, ...]]:
    """The rosters of a document in order: runs of lines that hold names, each with the words behind it, and at least three of them.

    None of a document that appoints: its rows are read as appointments.
    """
    for run in _runs(document):
        members = tuple(member for line in run for member in line.members)
        if members:
            yield members


def find_roster_doubts(document: Document) -> Iterator[RosterDoubt]:
    """What a roster holds among its members without being a name for sure. `find_rosters` leaves out it alone."""
    for run in _runs(document):
        yield from (doubt for line in run for doubt in line.doubts)


def _runs(document: Document) -> Iterator[list[_Line]]:
    if document.personnel is not None:
        return      # 张　三　市财政局局长 under 一、任职 appoints
    run: list[_Line] = []
    heading: str | None = None
    for element in (*document.elements, None):
        line = _read_line(element, heading, run[-1].role if run else None) if element is not None else None
        if line is not None:
            run.append(line)
            continue
        if sum(len(line.members) + len(line.doubts) for line in run) >= _FEWEST:
            yield run
        run = []
        if element is not None and element.role in (Role.HEADING, Role.PART_TITLE) and isinstance(element.block, Paragraph):
            heading = squeeze(element.block.text)


def _read_line(element: Element, heading: str | None, role: str | None) -> _Line | None:
    """The line of a roster; `role` is that of the line above. None where it names nobody, nor anybody that may be a person."""
    if element.role is not Role.TEXT or not isinstance(element.block, Paragraph):
        return None
    block = element.block
    match = _BRACKETED.fullmatch(block.text)
    found = [(squeeze(member["name"]), squeeze(member["words"])) for member in _MEMBER.finditer(block.text, match.start("members"))] if match else []
    named = _named(found)
    if not named and not any(map(_may_be_person, found)):
        match = _LINE.fullmatch(block.text)
        found = named = [(squeeze(match["name"]), squeeze(match["words"]))] if match else []
    if match is None:
        return None
    own = squeeze(match["role"]).rstrip("：:") if match["role"] else role
    if not named and own is None:
        return None
    return _Line(own, tuple(RosterMember(own, name, words, block.first_line, element.anchor, heading) for name, words in named),
                 tuple(RosterDoubt(name, words, block.first_line) for name, words in found if (name, words) not in named))


def _named(found: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of one line that are names for sure: all, or beside 市水利局（牵头） and other things none but those with a post in brackets."""
    sure = [_is_name(name, words) for name, words in found]
    return [item for item, is_name in zip(found, sure, strict=True) if is_name and (all(sure) or _is_post(item[1]))]


def _may_be_person(item: tuple[str, str]) -> bool:
    """True for a name of a rare surname with a post behind it in brackets, not for 水利局（局长）."""
    return _is_post(item[1]) and not item[0].endswith(tuple(national()["no_roster_name_ends"]))


def _is_post(words: str) -> bool:
    return words.endswith(tuple(national()["roster_post_ends"]))


def _is_name(text: str, behind: str) -> bool:
    """True for what begins like a name and ends like no organ or river: in 水利局（牵头） brackets stand behind something else."""
    if any(dot in text for dot in NAME_DOTS):
        return True
    words = national()
    family = 2 if text[:2] in words["compound_surnames"] else 1 if text[0] in "".join(words["surnames"].split()) else 0
    no_ends = (*words["no_roster_name_ends"], *(() if _is_post(behind) else words["doubtful_roster_name_ends"]))
    return family > 0 and len(text) - family in (1, 2) and not text.endswith(no_ends)
