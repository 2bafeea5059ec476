"""Links a document to the meeting that decided it or had its matter before it, and to the opening of the organ it sets up."""

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.addresses import document_url, entry_url, place_on
from generator.bulletin import Bulletin
from generator.linking.organs import OrganReading
from generator.linking.passages import Passage, sentence_around
from generator.links import Link, Place
from generator.mentions import MentionType
from generator.notation.folding import squeeze
from generator.notation.numerals import NUMERAL_CHARS, parse_numeral
from generator.records import ChronicleEntry, Document, PartKind

HABITS = Path(__file__).with_name("meetings.yml")
_N = f"[{NUMERAL_CHARS}0-9]{{1,4}}"
_BODY = "人大常委会|人民代表大会常务委员会|人民代表大会|政协常委会|政府常务会议"
_MEETING = re.compile(f"第?(?P<term>{_N})届(?P<body>{_BODY})(?:召开)?(?:了)?第(?P<number>{_N})次(?:全体)?会议")
# A government's own meetings count on through its term: 市人民政府第28次常务会议. Another city's name in front would make it another meeting.
_OWN_MEETING = re.compile(f"(?:^|(?<=[，。；、：（日了经在由持开]))(?P<level>[省市县区州盟旗])(?:人民)?政府(?:召开)?(?:了)?第(?P<number>{_N})次常务会议")
_SAME = {"人民代表大会常务委员会": "人大常委会"}
_YEAR = re.compile("^(?P<year>[0-9]{4})年(?:度)?")
_QUOTED = re.compile("《[^《》]*(?:〈[^〉]*〉[^《》]*)*》")


# ---------------------------------------------------------------- meetings told by term and number


@dataclass(frozen=True)
class Meeting:
    """What tells a meeting: the body, its term (届; None where the body counts without one) and the number of the meeting."""

    body: str
    term: int | None
    number: int


def find_meetings(text: str) -> Iterator[tuple[Meeting, int]]:
    """Every meeting named with its number in `text`, with its offset in the text without blanks."""
    for match in _OWN_MEETING.finditer(squeeze(text)):
        count = parse_numeral(match["number"])
        if count is not None:
            yield Meeting(f"{match['level']}政府常务会议", None, count), match.start()
    for match in _MEETING.finditer(squeeze(text)):
        term, number = parse_numeral(match["term"]), parse_numeral(match["number"])
        if term is not None and number is not None:
            yield Meeting(_SAME.get(match["body"], match["body"]), term, number), match.start()


@dataclass(frozen=True)
class Told:
    """A passage that names a meeting: where it stands, and the sentence."""

    meeting: Meeting
    place: Place
    sentence: str


def read_meetings(found: Iterable[Passage]) -> list[Told]:
    """Every naming of a meeting by its number, in order. Of a table none counts."""
    return [Told(meeting, passage.place, sentence_around(squeeze(passage.text), at))
            for passage in found if passage.place.type != "table" for meeting, at in find_meetings(passage.text)]


def link_meetings(in_documents: Iterable[Told], in_entries: Iterable[Told], days: Mapping[str, datetime.date | None]) -> Iterator[Link]:
    """A link from each passage of a document that names a meeting to each chronicle entry that tells of the same one.

    `days` are the dates of documents and entries by id: a meeting that is counted without a term must lie within a season before the document.
    """
    held: dict[Meeting, list[Told]] = {}
    for told in in_entries:
        held.setdefault(told.meeting, []).append(told)
    for told in in_documents:
        has_term = told.meeting.term is not None
        entries = [entry for entry in held.get(told.meeting, ()) if has_term or _is_before(days.get(entry.place.id), days.get(told.place.id))]
        for entry in entries if has_term or len(entries) == 1 else ():
            yield Link(told.place, entry.place, "decided_at", told.sentence)


def _is_before(meeting: datetime.date | None, document: datetime.date | None) -> bool:
    """True where the document is of the day of the meeting or of the season behind it."""
    return meeting is not None and document is not None and datetime.timedelta() <= document - meeting <= meeting_habits().most_behind


# ---------------------------------------------------------------- what a meeting had before it


@dataclass(frozen=True)
class MeetingHabits:
    """meetings.yml."""

    verbs: re.Pattern[str]
    bodies: tuple[str, ...]
    fewest_signs: int
    most_behind: datetime.timedelta
    reforms: re.Pattern[str]
    openings: str
    examples: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def meeting_habits() -> MeetingHabits:
    data: dict[str, Any] = yaml.safe_load(HABITS.read_text(encoding="utf-8"))
    return MeetingHabits(re.compile(f"(?:{'|'.join(data['verbs'])})(?P<subjects>(?:《[^》]*》|[^，。；：！？《])+)"), tuple(data["bodies"]), int(data["fewest_signs"]),
                         datetime.timedelta(days=data["most_days_behind"]), re.compile("|".join(data["reforms"])), "|".join(data["openings"]),
                         tuple((item["text"], tuple(item["subjects"])) for item in data["examples"]))


def find_subjects(text: str) -> Iterator[tuple[str, str]]:
    """(what a meeting had before it, the sentence) for each thing named behind a verb of deliberation in an entry of the chronicle."""
    habits = meeting_habits()
    text = squeeze(text)
    first = min((at for body in habits.bodies if (at := text.find(body)) >= 0), default=None)
    if first is None:
        return
    for match in habits.verbs.finditer(text, first):
        hidden = _QUOTED.sub(lambda quoted: quoted[0].replace("、", "\0").replace("和", "\1"), match["subjects"])
        for subject in re.split("、|和", hidden):
            if subject:
                yield subject.replace("\0", "、").replace("\1", "和"), sentence_around(text, match.start())


def link_deliberations(bulletin: Bulletin) -> Iterator[Link]:
    """A link from a document to the meeting that had its matter before it: the one document whose title names it, dated within a season.

    A whole 《title》 that is the document's own, or that of the text it issues, is certain; words within a title are likely.
    """
    dated = sorted((_Titled(document.date, document_url(issue.meta, document), document, _titles(document)) for issue, document in bulletin.documents() if document.date),
                   key=lambda titled: titled.date)
    subjects = bulletin.each("subjects", lambda issue: [(index, *found) for index, entry in enumerate(issue.chronicle) if entry.days for found in find_subjects(entry.text)])
    for issue, own in zip(bulletin.issues, subjects, strict=True):
        for index, subject, sentence in own:
            entry = issue.chronicle[index]
            fitting = [titled for titled in _season_behind(dated, entry) if _fits(subject, titled)]
            if len(fitting) == 1:
                document = fitting[0].document
                sure = subject.startswith("《") and _bare(subject) in fitting[0].titles
                yield Link(Place("document", document.id, document.first_line, fitting[0].url), _place(entry), "discussed_at", sentence,
                           "certain" if sure else "likely")


@dataclass(frozen=True)
class _Titled:
    """A document by what it may be called."""

    date: datetime.date
    url: str
    document: Document
    titles: tuple[str, ...]


def _season_behind(dated: Sequence[_Titled], entry: ChronicleEntry) -> Sequence[_Titled]:
    """Those of the day of an entry or of the season behind it."""
    if entry.days is None:
        return ()
    first, last = entry.days.first, entry.days.first + meeting_habits().most_behind
    return dated[bisect_left(dated, first, key=lambda titled: titled.date):bisect_right(dated, last, key=lambda titled: titled.date)]


def _titles(document: Document) -> tuple[str, ...]:
    own = (document.title, *(title for part in document.parts if part.kind is PartKind.ENCLOSURE for title in (part.title, part.title_announced)))
    return tuple(dict.fromkeys(_bare(title) for title in own if title))


def _bare(title: str) -> str:
    return squeeze(title).strip("《》")


def _fits(subject: str, titled: _Titled) -> bool:
    if subject.startswith("《"):
        return any(_bare(subject) in title for title in titled.titles) and len(_bare(subject)) >= meeting_habits().fewest_signs
    year = _YEAR.match(subject)
    core = subject[year.end():] if year else subject
    if len(core) < meeting_habits().fewest_signs or (year and int(year["year"]) != titled.date.year and not any(year[0] in title for title in titled.titles)):
        return False
    return any(core in title for title in titled.titles)


def _place(entry: ChronicleEntry) -> Place:
    return Place("chronicle", entry.id, entry.first_line, entry_url(entry))


# ---------------------------------------------------------------- organs that are set up


def link_openings(bulletin: Bulletin, organs: OrganReading) -> Iterator[Link]:
    """A link from a document that sets up or merges an organ to the entry that tells of its opening; both sentences are the evidence."""
    habits = meeting_habits()
    opened: dict[str, list[tuple[ChronicleEntry, str]]] = {}
    entries = {entry.id: entry for issue in bulletin.issues for entry in issue.chronicle}
    for mention in organs.mentions:
        if mention.type is MentionType.CHRONICLE and re.match(f"(?:{habits.openings})", mention.words[mention.start + len(mention.form):]):
            opened.setdefault(mention.organ, []).append((entries[mention.record], sentence_around(mention.words, mention.start)))
    documents = {document.id: (issue, document) for issue, document in bulletin.documents()}
    seen: set[tuple[str, str]] = set()
    for mention in organs.mentions:
        if mention.record not in documents or mention.organ not in opened or (mention.record, mention.organ) in seen:
            continue
        sentence = sentence_around(mention.words, mention.start)
        if habits.reforms.search(sentence) and len(opened[mention.organ]) == 1:
            seen.add((mention.record, mention.organ))
            issue, document = documents[mention.record]
            entry, told = opened[mention.organ][0]
            yield Link(Place("document", document.id, mention.line, place_on(document_url(issue.meta, document), mention.anchor)), _place(entry), "opened_at",
                       f"{sentence}\n{told}", "likely")
