"""Pages of the chronicle: each entry, each month, each year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator.addresses import chronicle_url, entry_url, issue_url, month_url, year_url
from generator.bulletin import Bulletin
from generator.linking.entry_kinds import entry_kind
from generator.linking.knowledge import Knowledge
from generator.notation.dates import format_date
from generator.pages.citations import cites_of, works_page
from generator.pages.editor_notes import notes_on, render_note
from generator.pages.page import Crumb, Page, page_part, render_page
from generator.pages.related import Foot, organs_of
from generator.parts import Part
from generator.records import ChronicleEntry, Issue

_SHORT = 60     # characters of an entry shown in a list of months


@dataclass(frozen=True)
class Event:
    """An entry with the issue that prints it."""

    issue: Issue
    entry: ChronicleEntry

    @property
    def year(self) -> int:
        return self.entry.days.first.year if self.entry.days else self.issue.meta.year

    @property
    def month(self) -> int:
        """0 where the entry names no day."""
        return self.entry.days.first.month if self.entry.days else 0

    @property
    def url(self) -> str:
        return entry_url(self.entry)

    @property
    def when(self) -> str:
        days = self.entry.days
        if days is None:
            return "日期未注明"
        if days.part is not None:
            return f"{days.first.year}年{days.first.month}月{days.part}"
        if days.first == days.last:
            return format_date(days.first)
        return f"{format_date(days.first)}至{format_date(days.last)}"

    @property
    def kind(self) -> str:
        """What kind of event it is, in words; "" where the print does not tell."""
        kind = entry_kind(self.entry.text)
        return kind.shown if kind else ""

    @property
    def short(self) -> str:
        text = self.entry.text.replace("\n", "")
        return text if len(text) <= _SHORT else text[:_SHORT] + "……"


def events(bulletin: Bulletin) -> list[Event]:
    """All entries in order of time, those of one day in the order of print."""
    found = [Event(issue, entry) for issue in bulletin.issues for entry in issue.chronicle]
    return sorted(found, key=lambda event: event.entry.days.first.isoformat() if event.entry.days else f"{event.year}-00")


def months_of(found: list[Event]) -> dict[tuple[int, int], list[Event]]:
    grouped: dict[tuple[int, int], list[Event]] = {}
    for event in found:
        grouped.setdefault((event.year, event.month), []).append(event)
    return grouped


def month_name(month: int) -> str:
    return f"{month}月" if month else "日期未注明"


@dataclass(frozen=True)
class _Around:
    """What the page of an entry shows of other records."""

    previous: "_Neighbour | None"
    following: "_Neighbour | None"
    foot: Foot
    people: Sequence[tuple[str, str, str]]
    cites: Sequence[Mapping[str, str]]


def chronicle_parts(known: Knowledge, feet: Mapping[str, Foot], people: Mapping[str, Sequence[tuple[str, str, str]]]) -> Iterator[Part]:
    """One page an entry, a month and a year; `feet` is what stands below an entry but for the organs, `people` whom it names with titles, by id."""
    found = events(known.bulletin)
    neighbours = {event.entry.id: (_neighbour(before), _neighbour(after)) for before, event, after in zip([None, *found], found, [*found[1:], None], strict=False)}
    for event in found:
        id_ = event.entry.id
        around = _Around(*neighbours[id_], feet.get(id_, Foot()), people.get(id_, ()), cites_of(id_, known.references, works_page(known.bulletin, event.issue)))
        yield page_part(f"entry {id_}", known.stamp_of([id_], around), partial(_entry_page, known, event, around))
    grouped = months_of(found)
    keys = list(grouped)
    for index, (year, month) in enumerate(keys):
        previous, following = (_month_link(keys[other]) if 0 <= other < len(keys) else None for other in (index - 1, index + 1))
        key = known.stamp_of(_ids(grouped[year, month]), previous, following)
        yield page_part(f"month {month_url(year, month)}", key, partial(_month_page, year, month, grouped[year, month], previous, following))
    years = sorted({year for year, _ in keys}, reverse=True)
    counts = [(chronicle_url(year), year, [(month_url(y, m), month_name(m), len(grouped[y, m])) for y, m in keys if y == year]) for year in years]
    yield page_part("chronicle", known.bulletin.stamp((), counts), partial(_years_page, counts))
    for year in years:
        months = [(month_url(y, m), month_name(m), grouped[y, m]) for y, m in keys if y == year]
        key = known.stamp_of(_ids(event for _, _, own in months for event in own))
        yield page_part(f"chronicle {year}", key, partial(_year_page, year, months))


def _ids(found: Iterable[Event]) -> Iterator[str]:
    return (event.entry.id for event in found)


def _month_page(year: int, month: int, found: Sequence[Event], previous: Crumb | None, following: Crumb | None) -> Page:
    return render_page("month", month_url(year, month), f"{year}年{month_name(month)}大事记",
                       [(f"{year}年", year_url(year)), ("大事记", chronicle_url(year)), (month_name(month), None)], events=found, previous=previous, following=following)


def _years_page(counts: Sequence[object]) -> Page:
    return render_page("chronicle_years", "chronicle.html", "大事记", [("大事记", None)], hide=("toc",), years=counts)


def _year_page(year: int, months: Sequence[tuple[str, str, Sequence[Event]]]) -> Page:
    return render_page("chronicle_year", chronicle_url(year), f"{year}年大事记", [(f"{year}年", year_url(year)), ("大事记", None)], months=months, year=year)


def _month_link(key: tuple[int, int]) -> Crumb:
    return month_url(*key), f"{key[0]}年{month_name(key[1])}"


@dataclass(frozen=True)
class _Neighbour:
    """The entry before or after another in time."""

    url: str
    when: str
    short: str


def _neighbour(event: Event | None) -> _Neighbour | None:
    return _Neighbour(event.url, event.when, event.short) if event else None


def _entry_page(known: Knowledge, event: Event, around: _Around) -> Page:
    foot = replace(around.foot, organs=organs_of(known, event.issue, event.entry.id).get(event.entry.id, ()))
    crumbs = [(f"{event.year}年", year_url(event.year)), ("大事记", chronicle_url(event.year)),
              (month_name(event.month), month_url(event.year, event.month)), (event.when, None)]
    return render_page("entry", event.url, f"{event.when}大事记", crumbs, description=event.short, hide=("toc",), event=event,
                       previous=around.previous, following=around.following, issue_link=issue_url(event.issue.meta), foot=foot, people=around.people,
                       cites=around.cites, notes=[[render_note(note) for note in notes_on(paragraph, event.issue.notes)] for paragraph in event.entry.paragraphs])
