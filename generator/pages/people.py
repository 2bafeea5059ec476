"""Pages of people: posts with open ends, titles, events, groups, honours and tasks, each line with its words; and their index."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from generator.addresses import person_url
from generator.linking.knowledge import Knowledge
from generator.linking.people import PeopleReading
from generator.notation.dates import format_date
from generator.notation.folding import squeeze
from generator.pages.evidence import EvidenceLine, RecordBook, mark
from generator.pages.page import Crumb, Page, page_part, render_page
from generator.pages.posts import posts_of_people
from generator.pages.years import YearLink, part_years, year_links
from generator.parts import Part
from generator.people import Person, PersonMention, Tenure, Where

_SECTIONS = ((Where.CHRONICLE, "events", "大事记"), (Where.ROSTER, "groups", "领导小组等名单"), (Where.AWARD, "honours", "表彰"), (Where.TASK, "tasks", "牵头的任务"),
             (Where.NAMED, "named", "公文中提到"))
_MOST_OPEN = 12     # lines shown before the rest is folded


@dataclass(frozen=True)
class Post:
    """A post as the page shows it; `url` leads to its own page; `start` and `end` are "" where the print has none."""

    office: str
    url: str | None
    start: str
    end: str
    note: str
    rows: tuple[EvidenceLine, ...]
    corrected: str | None = None    # the address of a correction (更正) of what these rows say


@dataclass(frozen=True)
class Title:
    """A title of the chronicle with the days of its first and last entry."""

    title: str
    first: str
    last: str
    count: int


@dataclass(frozen=True)
class Section:
    """A section of the page; `rest` is folded."""

    id: str
    title: str
    rows: tuple[EvidenceLine, ...]
    rest: tuple[EvidenceLine, ...] = ()

    @property
    def count(self) -> int:
        return len(self.rows) + len(self.rest)


def people_parts(known: Knowledge) -> Iterator[Part]:
    """The index of people and a page for each."""
    book, posts = RecordBook(known), posts_of_people(known.posts)
    noindex = known.bulletin.authority.site.people_noindex
    letters = _letters(known.people)
    yield page_part("people", known.bulletin.stamp((), letters), partial(_index, letters, noindex))
    for person in known.people.persons:
        yield from _parts_of(person, book, posts, noindex)


def people_of_entries(known: Knowledge) -> Mapping[str, Sequence[tuple[str, str, str]]]:
    """For each chronicle entry the people it names, in order of print: name, title as printed, address of the page."""
    texts = {entry.id: entry.text for issue in known.bulletin.issues for entry in issue.chronicle}
    found: dict[str, dict[str, tuple[int, str, str, str]]] = {}
    for person in known.people.persons:
        for mention in person.of(Where.CHRONICLE):
            own = found.setdefault(mention.record, {})
            before = own.get(person.id)
            if before is None:
                place = texts[mention.record].find(mention.words) + mention.start
                own[person.id] = (place, person.name, mention.title or "", person_url(person.id))
            elif len(mention.title or "") > len(before[2]):
                own[person.id] = (before[0], person.name, mention.title or "", before[3])
    return {record: [(name, title, url) for _, name, title, url in sorted(own.values())] for record, own in found.items()}


# ---------------------------------------------------------------- the index


_IndexRow = tuple[str, str, str, str, int, bool]     # letter, address, name, note, how many mentions, whether all are surely one person


def _letters(reading: PeopleReading) -> list[tuple[str, list[_IndexRow]]]:
    rows = [(person.id[:1].upper(), person_url(person.id), person.name, person.note or "", len(person.mentions), person.is_sure) for person in reading.persons]
    return [(letter, list(group)) for letter, group in groupby(rows, key=lambda row: row[0])]


def _index(letters: Sequence[tuple[str, Sequence[_IndexRow]]], noindex: bool) -> Page:
    rows = [row for _, own in letters for row in own]
    return render_page("people", "people/index.html", "人物索引", [("人物", None)], noindex=noindex, hide=("toc",), letters=letters, total=len(rows),
                       unsure=sum(not is_sure for *_, is_sure in rows))


# ---------------------------------------------------------------- one person


def _row(mention: PersonMention, book: RecordBook) -> EvidenceLine:
    lead = mention.context or "" if mention.where in (Where.ROSTER, Where.TASK) else ""
    return book.line(mention.record, mention.anchor, mark(mention.words, mention.start, mention.end), mention.line, lead)


def _parts_of(person: Person, book: RecordBook, posts: Mapping[tuple[str | None, str], str], noindex: bool) -> Iterator[Part]:
    """The page of a person; one who is named very often has a page for each earlier year beside it."""
    shown, earlier = part_years(person.mentions, lambda mention: book.year(mention.record))
    url, name = person_url(person.id), f"{person.name}（{person.note}）" if person.note else person.name
    links = year_links(url, earlier)
    about = {"posts": [_post(tenure, book, posts.get((person.id, (tenure.organ or "") + tenure.post))) for tenure in person.tenures], "titles": _titles(person),
             "groups": [squeeze(group[0].title or "") or "未印职务" for group in person.groups] if not person.is_sure else []}
    told = (name, person.is_sure, person.reason, links)
    yield page_part(f"person {person.id}", book.stamp((m.record for m in person.mentions), told, _places(shown), about),
                    partial(_person_page, person, url, name, [(name, None)], shown, book, links, about, noindex))
    for link, (year, own) in zip(links, earlier, strict=True):
        crumbs: list[Crumb] = [(name, url), (f"{year}年", None)]
        yield page_part(f"person {person.id} {year}", book.stamp((m.record for m in own), told, _places(own), about["groups"]),
                        partial(_person_page, person, link.url, f"{name}（{year}年）", crumbs, own, book, links, about | {"posts": [], "titles": []}, noindex))


def _places(mentions: Sequence[PersonMention]) -> list[tuple[object, ...]]:
    """What tells mentions apart; their words are those of the issues."""
    return [(m.record, m.line, m.start, m.end, m.title, m.where.value) for m in mentions]


def _person_page(person: Person, url: str, title: str, crumbs: Sequence[Crumb], mentions: Sequence[PersonMention], book: RecordBook, years: Sequence[YearLink],
                 about: Mapping[str, Any], noindex: bool) -> Page:
    return render_page("person", url, title, [("人物", "people/index.html"), *crumbs], description=f"公报中的{title}", noindex=noindex, hide=("toc",), person=person,
                       sections=list(_sections(mentions, book)), years=years, own=person_url(person.id), **about)


def _post(tenure: Tenure, book: RecordBook, url: str | None) -> Post:
    def day(mention: PersonMention | None, verb: str) -> str:
        if mention is None:
            return ""
        return f"{format_date(mention.date)}{mention.context or verb}" if mention.date else f"{mention.context or verb}（成文日期未注明）"

    note = "" if tenure.opened and tenure.closed else "印本未载免职" if tenure.opened else "印本未载任职"
    return Post((tenure.organ or "") + tenure.post, url, day(tenure.opened, "任"), day(tenure.closed, "免去"), note, tuple(_row(m, book) for m in tenure.evidence),
                next((url for m in tenure.evidence if (url := book.known.corrected_changes.get((m.record, m.name)))), None))


def _titles(person: Person) -> list[Title]:
    """The titles of the chronicle in the order of their first day."""
    by_title: dict[str, list[PersonMention]] = {}
    for mention in person.of(Where.CHRONICLE):
        if mention.title:
            by_title.setdefault(mention.title, []).append(mention)
    found = []
    for title, mentions in by_title.items():
        days = sorted(mention.date for mention in mentions if mention.date)
        found.append(Title(title, format_date(days[0]) if days else "", format_date(days[-1]) if days and days[-1] != days[0] else "", len(mentions)))
    return found


def _sections(found: Sequence[PersonMention], book: RecordBook) -> Iterator[Section]:
    for where, anchor, title in _SECTIONS:
        mentions = [mention for mention in found if mention.where is where]
        if where is Where.CHRONICLE:    # one line an entry: the mention with the longest title
            longest: dict[str, PersonMention] = {}
            for mention in mentions:
                if mention.record not in longest or len(mention.title or "") > len(longest[mention.record].title or ""):
                    longest[mention.record] = mention
            mentions = list(longest.values())
        rows = tuple(_row(mention, book) for mention in mentions)
        if rows:
            cut = len(rows) if len(rows) <= _MOST_OPEN + 3 else _MOST_OPEN
            yield Section(anchor, title, rows[:cut], rows[cut:])
