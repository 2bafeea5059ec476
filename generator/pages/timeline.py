"""The timeline: documents, appointments, events, dates in force and deadlines on one axis, by month and day."""

import datetime
import enum
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from generator.addresses import document_url, entry_url, person_url
from generator.appointments import PersonnelChange
from generator.deadlines import DateKind
from generator.linking.knowledge import Knowledge
from generator.pages.chronicle import events
from generator.pages.deadlines import date_row, together
from generator.pages.documents import UNKNOWN
from generator.pages.organ_names import spelled
from generator.pages.page import Crumb, Page, page_part, render_page
from generator.pages.years import YearLink, part_years, year_links
from generator.parts import Part
from generator.records import Document, Issue

URL = "timeline.html"
_SHORT = 110    # characters of a sentence with a date; the rest is one click away
_UNDATED = "undated/"
_YEAR_END = 13  # the month of what is printed with a year alone
_LAST_OF_TEN_DAYS = {"上旬": 10, "中旬": 20}


class Kind(enum.Enum):
    """What happens on a day; the values stand in lasting addresses: timeline.html?kind=event."""

    DOCUMENT = "document"
    PERSONNEL = "personnel"
    EVENT = "event"
    FORCE = "force"
    DEADLINE = "deadline"

    @property
    def shown(self) -> str:
        return {"document": "公文", "personnel": "任免", "event": "大事", "force": "施行", "deadline": "期限"}[self.value]


@dataclass(frozen=True)
class Detail:
    """One appointment of a document: who, what, and the organ it concerns."""

    person: str
    url: str | None
    words: str
    organs: str


@dataclass(frozen=True)
class Item:
    """A line of the timeline. `month` is 13 and `day` None where the print names the year alone; where it names no day `day` is None and `part` what it names
    of the month, 上旬 or 底.

    `label` is the printed kind, `organs` are the ids of the organs concerned, by which readers filter. `printed` is the year of the issue of what names no
    year itself.
    """

    year: int
    month: int
    day: int | None
    kind: Kind
    label: str
    words: str
    url: str
    note: str = ""
    organs: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    printed: int = 0
    part: str = ""

    @property
    def place(self) -> tuple[int, int, int, str]:
        """Where it stands; what names no day stands at the end of its ten days or month, what names no year at the very end."""
        return self.year or 9999, self.month, self.day or _LAST_OF_TEN_DAYS.get(self.part, 99), self.part


@dataclass(frozen=True)
class Month:
    """A month of the timeline: its anchor, its name, what stands on each day, and how many lines each kind has."""

    anchor: str
    name: str
    short: str
    days: tuple[tuple[str, str, tuple[Item, ...]], ...]     # words, machine-readable date ("" for none), items
    counts: tuple[tuple[Kind, int], ...]

    @property
    def count(self) -> int:
        return sum(count for _, count in self.counts)


@dataclass(frozen=True)
class _Around:
    """What a page of the timeline shows beside its items: `years` are all pages, `earlier` those of earlier issues beside the page `main`."""

    title: str
    crumbs: tuple[Crumb, ...]
    years: tuple[tuple[str, str], ...] = ()
    earlier: tuple[YearLink, ...] = ()
    main: str = ""


def timeline_parts(known: Knowledge) -> Iterator[Part]:
    """timeline.html; where the bulletin has several years it leads to a page for each year in which something stands."""
    items = sorted(find_items(known), key=lambda item: item.place)
    if len(known.bulletin.years) <= 1:
        yield _part(known, URL, _Around("时间线", (("时间线", None),)), items)
        return
    by_year = [(year, list(group)) for year, group in groupby(items, key=lambda item: item.year)]
    links = tuple((_year_name(year), _year_url(year)) for year, _ in by_year)
    overview = [(name, url, len(own), _months(own)) for (name, url), (_, own) in reversed(list(zip(links, by_year, strict=True)))]
    most = max((month.count for _, _, _, months in overview for month in months), default=1)
    years = sorted(overview, key=lambda year: year[1].startswith(_UNDATED))
    counts = [(name, url, count, [(month.anchor, month.counts) for month in months]) for name, url, count, months in years]
    yield page_part("timeline", known.bulletin.stamp((), counts), lambda: render_page("timeline_years", URL, "时间线", [("时间线", None)], hide=("toc",), years=years, most=most))
    for (name, url), (year, own) in zip(links, by_year, strict=True):
        around = _Around(f"{name}时间线", (("时间线", URL), (name, None)), links)
        yield from (_part(known, url, around, own),) if year else _undated_parts(known, url, around, own)


def _undated_parts(known: Knowledge, url: str, around: _Around, items: Sequence[Item]) -> Iterator[Part]:
    """What names no year stands by the year of the issue that prints it; where it is much, earlier issues have pages of their own."""
    shown, earlier = part_years(items, lambda item: item.printed, rows_of=lambda item: 1 + len(item.details))
    around = replace(around, earlier=tuple(year_links(url, earlier)), main=url)
    yield _part(known, url, around, shown)
    for link, (year, own) in zip(around.earlier, earlier, strict=True):
        name = f"{year}年刊登的"
        yield _part(known, link.url, replace(around, title=f"{name}{around.title}", crumbs=(around.crumbs[0], (around.crumbs[1][0], url), (name, None))), own)


def _part(known: Knowledge, url: str, around: _Around, items: Sequence[Item]) -> Part:
    return page_part(f"timeline {url}", known.bulletin.stamp((), around, items), partial(_page, known, url, around, items))


def _year_url(year: int) -> str:
    return f"{year}/{URL}" if year else _UNDATED + URL


def _year_name(year: int) -> str:
    return f"{year}年" if year else "日期未注明"


def _page(known: Knowledge, url: str, around: _Around, items: Sequence[Item]) -> Page:
    months = _months(items)
    present = {organ for item in items for organ in (*item.organs, *(d.organs for d in item.details))}
    authority = known.bulletin.authority
    organs = sorted(((organ.name, organ.id) for organ in authority.organs.entries if organ.id in present), key=lambda pair: spelled(pair[0], authority.site))
    kinds = [kind for kind in Kind if any(item.kind is kind for item in items)]
    return render_page("timeline", url, around.title, around.crumbs, hide=("toc",), months=months, total=len(items), kinds=kinds, organs=organs, around=around,
                       most=max((month.count for month in months), default=1), several=len({item.year for item in items}) > 1)


def _months(items: Sequence[Item]) -> list[Month]:
    months = []
    for (year, month), group in groupby(items, key=lambda item: (item.year, item.month)):
        own = list(group)
        days = tuple((_day_words(day, month, part), f"{year}-{month:02d}-{day:02d}" if day else "", tuple(found))
                     for (day, part), found in groupby(own, key=lambda item: (item.day, item.part)))
        counts = Counter(item.kind for item in own)
        name = f"{year}年底" if month == _YEAR_END else f"{year}年{month}月" if year else "日期未注明"
        months.append(Month(f"m{year}-{month:02d}" if year else "undated", name, "年底" if month == _YEAR_END else name.removeprefix(f"{year}年"), days,
                            tuple((kind, counts[kind]) for kind in Kind if counts[kind])))
    return months


def _day_words(day: int | None, month: int, part: str) -> str:
    if day:
        return f"{month}月{day}日"
    return "年底" if month == _YEAR_END else f"{month}月{part}" if month else "未注明"


# ---------------------------------------------------------------- what stands on it


def find_items(known: Knowledge) -> Iterator[Item]:
    """Every line of the timeline, kind by kind in the order of print."""
    organs: dict[str, set[str]] = {}
    for mention in known.organs.mentions:
        organs.setdefault(mention.record, set()).add(mention.organ)
    for issue, document in known.bulletin.documents():
        yield _document(issue, document, known, organs)
    for event in events(known.bulletin):
        first = event.entry.days.first if event.entry.days else None
        note = f"至{event.entry.days.last.month}月{event.entry.days.last.day}日" if event.entry.days and event.entry.days.last != event.entry.days.first else ""
        yield Item(*_day(first), Kind.EVENT, event.kind or "大事", event.short, entry_url(event.entry), note, tuple(sorted(organs.get(event.entry.id, ()))),
                   printed=event.issue.meta.year)
    yield from _dates(known)


def _day(date: datetime.date | None) -> tuple[int, int, int | None]:
    return (date.year, date.month, date.day) if date else (0, 0, None)


def _document(issue: Issue, document: Document, known: Knowledge, organs: Mapping[str, set[str]]) -> Item:
    named = {organ for record in (document.id, *(table.id for table in document.tables)) for organ in organs.get(record, ())}
    changes = document.personnel.changes if document.personnel else ()
    kind = Kind.PERSONNEL if document.personnel else Kind.DOCUMENT
    note = str(document.number or UNKNOWN) + (f"　{len(changes)}条" if changes else "")
    return Item(*_day(document.date), kind, kind.shown, document.name, document_url(issue.meta, document), note, tuple(sorted(named)),
                tuple(_detail(change, known) for change in changes), issue.meta.year)


def _detail(change: PersonnelChange, known: Knowledge) -> Detail:
    person = known.people.person_of(change)
    return Detail(change.person, person_url(person.id) if person else None, f"{change.action.shown} {change.office}", change.organ_id or "")


def _dates(known: Knowledge) -> Iterator[Item]:
    """Dates in force and deadlines. A day of every month has no place on an axis; it stands on the page of deadlines."""
    for item in together(known.references.dates):
        if item.date is None:
            continue
        row = date_row(item)
        day = (item.date.year, _YEAR_END, None) if item.precision == "year" else _day(item.date) if item.precision == "day" else (item.date.year, item.date.month, None)
        kind = Kind.FORCE if item.kind in (DateKind.EFFECTIVE, DateKind.EXPIRES) else Kind.DEADLINE
        text = row["text"] if len(row["text"]) <= _SHORT else row["text"][:_SHORT] + "……"
        yield Item(*day, kind, item.kind.shown, text.replace("\n", " "), item.place.url, item.title, item.organs, part=item.part_of_month)
