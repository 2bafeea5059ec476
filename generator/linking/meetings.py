"""Links a document to the meeting that decided it, where both print the same body, term and number of the meeting."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.linking.passages import Passage, sentence_around
from generator.links import Link
from generator.notation.folding import squeeze
from generator.notation.numerals import NUMERAL_CHARS, parse_numeral

_N = f"[{NUMERAL_CHARS}0-9]{{1,4}}"
_BODY = "人大常委会|人民代表大会常务委员会|人民代表大会|政协常委会|政府常务会议"
_MEETING = re.compile(f"第?(?P<term>{_N})届(?P<body>{_BODY})(?:召开)?(?:了)?第(?P<number>{_N})次(?:全体)?会议")
_SAME = {"人民代表大会常务委员会": "人大常委会"}


@dataclass(frozen=True)
class Meeting:
    """What tells a meeting: the body, its term (届) and the number of the meeting."""

    body: str
    term: int
    number: int


def find_meetings(text: str) -> Iterator[tuple[Meeting, int]]:
    """Every meeting named with term and number in `text`, with its offset in the text without blanks."""
    for match in _MEETING.finditer(squeeze(text)):
        term, number = parse_numeral(match["term"]), parse_numeral(match["number"])
        if term is not None and number is not None:
            yield Meeting(_SAME.get(match["body"], match["body"]), term, number), match.start()


def link_meetings(found: Sequence[Passage]) -> Iterator[Link]:
    """A link from each passage of a document that names a meeting to each chronicle entry that tells of the same one."""
    held: dict[Meeting, list[Passage]] = {}
    for passage in found:
        if passage.place.type == "chronicle":
            for meeting, _ in find_meetings(passage.text):
                held.setdefault(meeting, []).append(passage)
    for passage in found:
        if passage.place.type != "document":
            continue
        for meeting, at in find_meetings(passage.text):
            for entry in held.get(meeting, ()):
                yield Link(passage.place, entry.place, "decided_at", sentence_around(squeeze(passage.text), at))
