"""The pages of appointments, one a year: the ledger as a table, the same by organ and by date, moves, and the documents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pypinyin import lazy_pinyin

from generator.addresses import PERSONNEL_FEED, document_url, person_url
from generator.appointments import Move, PersonnelChange
from generator.linking.knowledge import Knowledge
from generator.linking.ledger import COLUMNS, LedgerEntry
from generator.notation.dates import format_date
from generator.pages.documents import UNKNOWN
from generator.pages.indexes import row
from generator.pages.page import Crumb, Page, page_part, render_page
from generator.pages.posts import posts_of_people
from generator.parts import Part
from generator.records import Document, Issue

URL = "personnel.html"
# Columns with few values get a menu to choose from where scripts run.
_CHOICES = frozenset({"日期", "任免", "机构", "文号"})


_Addresses = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class Line:
    """A change as the page shows it: `inherited` is the part of the organ that is not printed before this post."""

    number: int
    date: str
    person: str
    person_url: str | None
    post_url: str | None
    action: str
    inherited: str
    organ: str
    post: str
    remark: str
    document: str
    url: str
    is_end: bool
    corrected: str | None       # the address of a correction (更正) that speaks of it

    @property
    def office(self) -> str:
        return self.inherited + self.organ + self.post


@dataclass(frozen=True)
class MoveLine:
    """A move as the page shows it."""

    person: str
    left: tuple[str, ...]
    taken: tuple[str, ...]
    is_certain: bool
    evidence: tuple[tuple[str, str, str], ...]      # sentence, address, document number


def personnel_parts(known: Knowledge) -> Iterator[Part]:
    """personnel.html: the ledger of the year; where there are several years it leads to a page for each."""
    years, posts = ledger_years(known), posts_of_people(known.posts)
    by_year: dict[int | None, list[LedgerEntry]] = {}
    for entry in known.ledger:
        by_year.setdefault(entry.issue.meta.year, []).append(entry)
    if len(years) > 1:
        rows = [(ledger_url(known, year), year, len(by_year.get(year, ()))) for year in reversed(years)]
        yield page_part(f"personnel {URL}", known.bulletin.stamp((), rows), partial(_years_page, rows))
    for year in years or (None,):
        entries, url = by_year.get(year, []), ledger_url(known, year)
        documents = [document.id for issue, document in known.bulletin.documents() if issue.meta.year == year and document.personnel]
        links = [_links(entry, known, posts) for entry in entries]
        yield page_part(f"personnel {url}", known.stamp_of(documents, url, links), partial(_year_page, known, year, url, entries, links))


def _links(entry: LedgerEntry, known: Knowledge, posts: Mapping[tuple[str | None, str], str]) -> _Addresses:
    """The addresses of the person, of the post, and of a correction that speaks of the change."""
    person = known.people.person_of(entry.change)
    return (person_url(person.id) if person else None, posts.get((person.id if person else None, entry.change.office)),
            known.corrected_changes.get((entry.change.document, entry.change.person)))


def _years_page(rows: Sequence[tuple[str, int, int]]) -> Page:
    return render_page("personnel_years", URL, "人事任免", [("人事任免", None)], description="各年的人事任免总表。", hide=("toc",), feed=PERSONNEL_FEED, years=rows)


def ledger_years(known: Knowledge) -> tuple[int, ...]:
    """The years of the issues that hold a document of appointment."""
    return tuple(sorted({issue.meta.year for issue, document in known.bulletin.documents() if document.personnel}))


def ledger_url(known: Knowledge, year: int | None) -> str:
    """The address of the ledger of a year: personnel.html itself while there is only one."""
    return f"{year}/{URL}" if len(ledger_years(known)) > 1 else URL


def _year_page(known: Knowledge, year: int | None, url: str, entries: Sequence[LedgerEntry], links: Sequence[_Addresses]) -> Page:
    lines = [_line(number, entry, *own) for number, (entry, own) in enumerate(zip(entries, links, strict=True), 1)]
    documents = [(row(issue, document), [(item.sentence, document_url(issue.meta, document) + "#" + item.anchor) for item in reading.unread],
                  len({(c.wording.line, c.wording.ordinal) for c in reading.changes}), len(reading.changes))
                 for issue, document in known.bulletin.documents() if issue.meta.year == year and (reading := document.personnel)]
    crumbs: list[Crumb] = [("人事任免", None)] if url == URL else [("人事任免", URL), (f"{year}年", None)]
    return render_page(
        "personnel", url, "人事任免" if url == URL else f"{year}年人事任免", crumbs, description="人事任免总表，可筛选、排序、下载，附原句出处。", hide=("toc",),
        feed=PERSONNEL_FEED if url == URL and known.ledger else None,
        lines=lines, columns=[(name, name in _CHOICES) for name in COLUMNS], people=len({line.person for line in lines}),
        by_organ=_by_organ(lines), by_date=_by_date(entries, lines), moves=[_move(issue, move) for issue, move in known.moves if issue.meta.year == year],
        documents=documents, unread=sum(len(items) for _, items, _, _ in documents), inherits=any(line.inherited for line in lines))


def _line(number: int, entry: LedgerEntry, person_address: str | None, post_address: str | None, corrected: str | None) -> Line:
    change = entry.change
    date, person, action, _, post, remark, document = entry.cells()
    return Line(number, date or UNKNOWN, person, person_address, post_address, action, _inherited(change), change.organ or "", post, remark, document or UNKNOWN,
                _address(entry.issue, entry.document, change), change.action.is_end, corrected)


def _inherited(change: PersonnelChange) -> str:
    return (change.organ_full or "").removesuffix(change.organ or "") if change.organ_full else ""


def _address(issue: Issue, document: Document, change: PersonnelChange) -> str:
    return document_url(issue.meta, document) + "#" + change.wording.anchor


def _by_organ(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.inherited + line.organ or "（未印机构）", []).append(line)
    return sorted(groups.items(), key=lambda item: (lazy_pinyin(item[0]), item[0]))


def _by_date(entries: Sequence[LedgerEntry], lines: Sequence[Line]) -> list[tuple[str, str, list[Line]]]:
    """Newest first; what bears no date at the end."""
    groups: dict[str, list[Line]] = {}
    shown: dict[str, str] = {}
    for entry, line in zip(entries, lines, strict=True):
        day = entry.change.date
        key = day.isoformat() if day else ""
        shown[key] = format_date(day) if day else "成文日期未注明"
        groups.setdefault(key, []).append(line)
    return [(key or "unknown", shown[key], group) for key, group in sorted(groups.items(), reverse=True)]


def _move(issue: Issue, move: Move) -> MoveLine:
    by_id = {document.id: document for document in issue.documents}
    evidence = tuple((wording.sentence, document_url(issue.meta, by_id[name]) + "#" + wording.anchor, str(by_id[name].number or UNKNOWN))
                     for name, wording in move.wordings)
    return MoveLine(move.person, tuple(c.office for c in move.left), tuple(c.office for c in move.taken), move.is_certain, evidence)
