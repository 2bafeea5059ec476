"""Pages of organs: what each issued, is charged with, decided over and named in, every line with the printed words; and their index."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from pypinyin import lazy_pinyin

from generator.addresses import document_url, organ_feed, organ_url, post_url
from generator.authority.organs import Organ, OrganChange, OrganKind, OrganList
from generator.authority.site import Site
from generator.bulletin import Bulletin
from generator.linking.knowledge import Knowledge
from generator.linking.organs import ADDRESSED, APPOINTED, DRAFTS, DUTY, ISSUES, NAMED, REMOVED, ROSTER, OrganReading
from generator.mentions import MentionType, OrganMention
from generator.notation.figures import is_figure
from generator.notation.folding import squeeze
from generator.pages.documents import UNKNOWN
from generator.pages.escape import escape_html
from generator.pages.evidence import EvidenceLine, RecordBook, mark
from generator.pages.organ_names import spelled
from generator.pages.page import Crumb, Page, page_part, render_page
from generator.pages.posts import holders
from generator.pages.years import YearLink, part_years, year_links
from generator.parts import Part
from generator.records import Issue
from generator.store import refuse

KIND_NAMES = {
    OrganKind.PARTY: "党委", OrganKind.CONGRESS: "人大", OrganKind.GOVERNMENT: "政府", OrganKind.CPPCC: "政协", OrganKind.OFFICE: "办公室",
    OrganKind.DEPARTMENT: "部门和事业单位", OrganKind.DISTRICT: "区镇、街道", OrganKind.COURT: "法院、检察院", OrganKind.ORGANIZATION: "团体、组织",
    OrganKind.COMPANY: "企业、金融机构", OrganKind.HOSPITAL: "医院", OrganKind.SCHOOL: "学校", OrganKind.UPPER: "上级和外地机关", OrganKind.OTHER: "其他"}
_MOST_OPEN = 12     # mentions shown before the list is folded
_DISTRICT_COLUMNS = 2   # a row is about the organ of its first column, or of the second behind 序号
_FIRST = (ISSUES, DRAFTS, ADDRESSED, DUTY, ROSTER, APPOINTED, REMOVED, NAMED)


def organ_parts(known: Knowledge) -> Iterator[Part]:
    """The index of organs, and a page for each that some record names."""
    bulletin, book = known.bulletin, _Book(known)
    by_organ = {organ.id: mentions for organ in bulletin.authority.organs.entries if (mentions := known.organs.of_organ(organ.id))}
    posts: dict[str, list[tuple[str, str, str]]] = {}
    for post in sorted(known.posts, key=lambda post: not post.is_single):
        posts.setdefault(post.organ_id or "", []).append((post_url(post.id), post.name, holders(post)))
    key = bulletin.stamp(issue.meta.id for issue in bulletin.issues)
    yield page_part("organs", key, partial(_index, bulletin, by_organ))
    for organ in bulletin.authority.organs.entries:
        if organ.id in by_organ:
            yield from _parts_of(organ, by_organ[organ.id], book, by_organ.keys(), posts.get(organ.id, ()))


def organs_with_page(reading: OrganReading) -> frozenset[str]:
    """The ids of the organs that have a page."""
    return frozenset(mention.organ for mention in reading.mentions)


# ---------------------------------------------------------------- the index


def _index(bulletin: Bulletin, by_organ: Mapping[str, Sequence[OrganMention]]) -> Page:
    organs = bulletin.authority.organs
    found = [_index_row(organ, len(by_organ[organ.id]), bulletin.authority.site) for organ in organs.entries if organ.id in by_organ]
    rows = sorted(found, key=lambda row: str(row["pinyin"]))
    by_kind = [(name, own) for kind, name in KIND_NAMES.items() if (own := [row for row in rows if row["kind"] == kind.value])]
    unknown_kind = [row for row in rows if row["kind"] is None]
    by_name = [(letter, list(group)) for letter, group in groupby(rows, key=lambda row: str(row["letter"]))]
    return render_page("organs", "organs/index.html", "机构索引", [("机构", None)], total=len(rows), by_name=by_name,
                       by_kind=[*by_kind, *([("未分类", unknown_kind)] if unknown_kind else [])], issuers=_issuers(bulletin, organs))


def _index_row(organ: Organ, count: int, site: Site) -> dict[str, Any]:
    """What the index shows. It is sorted by the name people look for: 环保局 under H, 市监察局 under J."""
    short = organ.short or organ.name
    pinyin = spelled(short, site)
    letter = pinyin[:1].upper() if pinyin[:1].isalpha() and pinyin[:1].isascii() else "数字"
    return {"url": organ_url(organ.id), "name": organ.name, "short": short, "full": organ.name if short != organ.name else "", "count": count, "kind": organ.kind,
            "letter": letter, "pinyin": pinyin}


def _issuers(bulletin: Bulletin, organs: OrganList) -> list[tuple[str, list[dict[str, str]]]]:
    """The documents of issuers that the list of organs does not hold."""
    issued: dict[str, list[dict[str, str]]] = {}
    for issue, document in bulletin.documents():
        row = {"url": document_url(issue.meta, document), "title": document.name, "number": str(document.number or UNKNOWN),
               "date": document.date.isoformat() if document.date else UNKNOWN}
        for name in dict.fromkeys(document.signatures or ((document.issuer,) if document.issuer else ())):
            if organs.find(name) is None:
                issued.setdefault(squeeze(name), []).append(row)
        if document.forwarded_from and organs.find(document.forwarded_from) is None:
            issued.setdefault(document.forwarded_from, []).append(row | {"role": "所转发文本的拟定机关"})
    return sorted(issued.items(), key=lambda item: lazy_pinyin(item[0]))


# ---------------------------------------------------------------- one organ


@dataclass(frozen=True)
class _Section:
    """A section of the page: `groups` are (heading, rows, shown at once)."""

    id: str
    title: str
    groups: tuple[tuple[str, list[EvidenceLine], bool], ...]

    @property
    def count(self) -> int:
        return sum(len(rows) for _, rows, _ in self.groups)


@dataclass(frozen=True)
class _TableRows:
    """What organs are shown of a table: the names of its columns, those that say something of each row by itself (no lists, and no cells merged over
    rows), and of each row by its anchor the section and the text of its cells.
    """

    columns: tuple[str, ...]
    own_columns: frozenset[int]
    rows: Mapping[str | None, tuple[str | None, tuple[str, ...]]]


def rows_of_tables(bulletin: Bulletin, issue: Issue) -> Mapping[str, _TableRows]:
    """By the id of the table. Kept by issue, so that a page of many years unpacks none of them."""
    return bulletin.asking("rows of tables", issue, lambda _: _rows_of_tables(issue), refuse)


def _rows_of_tables(issue: Issue) -> dict[str, _TableRows]:
    found = {}
    for document in issue.documents:
        for table in document.tables:
            records = table.grid.records
            own = frozenset(index for index in range(len(records[0].values) if records else 0)
                            if not any(record.values[index].is_list or record.values[index].is_inherited for record in records if index < len(record.values)))
            rows: dict[str | None, tuple[str | None, tuple[str, ...]]] = {
                record.anchor: (record.section, tuple(value.text for value in record.values)) for record in reversed(records)}
            found[table.id] = _TableRows(table.grid.columns, own, rows)
    return found


class _Book(RecordBook):
    """The records, with what organs are shown by."""

    def __init__(self, known: Knowledge) -> None:
        super().__init__(known)
        self.organs = known.bulletin.authority.organs
        self._tables: dict[str, Mapping[str, _TableRows]] = {}      # by issue

    def row(self, mention: OrganMention) -> EvidenceLine:
        marked = mark(mention.words, mention.start, mention.start + len(mention.form))
        return self.line(mention.record, mention.anchor, marked, mention.line)

    def table(self, mention: OrganMention) -> _TableRows:
        """The table in whose row the organ is named."""
        issue = self.issue(mention.record)
        if issue.meta.id not in self._tables:
            self._tables[issue.meta.id] = rows_of_tables(self.known.bulletin, issue)
        return self._tables[issue.meta.id][mention.record]


def _parts_of(organ: Organ, mentions: Sequence[OrganMention], book: _Book, with_page: Collection[str], posts: Sequence[tuple[str, str, str]]) -> Iterator[Part]:
    """The page of an organ; one that is named very often has a page for each earlier year beside it."""
    shown, earlier = part_years(mentions, lambda mention: book.year(mention.record))
    links, url = year_links(organ_url(organ.id), earlier), organ_url(organ.id)
    about = {"facts": list(_facts(organ, mentions, book.organs, with_page)), "note": f"认定说明：{organ.note}" if organ.note else "", "posts": posts}
    name, key = organ.short or organ.name, book.stamp((mention.record for mention in shown), links, about)
    yield page_part(f"organ {organ.id}", key, partial(_organ_page, organ, url, organ.name, [(name, None)], shown, book, links, about))
    for link, (year, own) in zip(links, earlier, strict=True):
        crumbs: list[Crumb] = [(name, url), (f"{year}年", None)]
        yield page_part(f"organ {organ.id} {year}", book.stamp((mention.record for mention in own), links),
                        partial(_organ_page, organ, link.url, f"{organ.name}（{year}年）", crumbs, own, book, links, {"facts": [], "note": "", "posts": []}))


def _organ_page(organ: Organ, url: str, title: str, crumbs: Sequence[Crumb], mentions: Sequence[OrganMention], book: _Book, years: Sequence[YearLink],
                about: Mapping[str, Any]) -> Page:
    subjects = [mention for mention in mentions if _is_subject(mention, book)]
    others = [mention for mention in mentions if not _is_subject(mention, book)]
    return render_page(
        "organ", url, title, [("机构", "organs/index.html"), *crumbs], feed=organ_feed(organ.id), description=f"公报中的{title}：公文、任务、职责、任免和大事",
        sections=[section for section in _sections(others, book) if section.count], figures=[_figures(mention, book) for mention in subjects],
        years=years, own=organ_url(organ.id), **about)


def _facts(organ: Organ, mentions: Sequence[OrganMention], organs: OrganList, with_page: Collection[str]) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    def linked(other: Organ) -> tuple[str, str | None]:
        return other.name, organ_url(other.id) if other.id in with_page else None

    def changed(change: OrganChange) -> tuple[str, str | None]:
        name, target = linked(organs.by_id[change.organ])
        when = f"，{change.date.isoformat()}" if change.date else ""
        return f"{name}（{change.reason or '名录所载'}{when}）", target

    yield "种类", [(KIND_NAMES[OrganKind(organ.kind)] if organ.kind else "未分类", None)]
    printed = list(dict.fromkeys(mention.form for mention in mentions))
    yield "印出写法", [(form, None) for form in printed]
    if organ.part_of:
        yield "上级机构", [linked(organs.by_id[organ.part_of])]
    parts = [other for other in organs.parts_of(organ) if other.id in with_page]
    if parts:
        yield "所属机构", [linked(other) for other in parts]
    if organ.predecessors:
        yield "前身", [changed(change) for change in organ.predecessors]
    if organ.successors:
        yield "后继", [changed(change) for change in organ.successors]


def _sections(mentions: Sequence[OrganMention], book: _Book) -> Iterator[_Section]:
    def of(*roles: str) -> list[OrganMention]:
        return [mention for mention in mentions if mention.role in roles and mention.type is not MentionType.CHRONICLE]

    tasks = [mention for mention in mentions if mention.role not in _FIRST]
    named = [mention for mention in mentions if mention.type is not MentionType.CHRONICLE and mention.role == NAMED]
    yield _Section("issued", "发文", (("", [_document_row(m, book) for m in of(ISSUES, DRAFTS)], True),))
    yield _Section("duties", "职责", (("", [book.row(m) for m in of(DUTY)], True),))
    roles = list(dict.fromkeys(mention.role for mention in tasks))
    yield _Section("tasks", "任务", tuple((role, [_task_row(m, book) for m in tasks if m.role == role], True) for role in roles))
    yield _Section("personnel", "任免", tuple((name, rows, True) for name, role in (("任", APPOINTED), ("免", REMOVED))
                                              if (rows := [book.row(m) for m in of(role)])))
    yield _Section("chronicle", "大事记", _folded([book.row(m) for m in mentions if m.type is MentionType.CHRONICLE], "大事记中的各句"))
    yield _Section("rosters", "表彰和名单", (("", [book.row(m) for m in of(ROSTER)], True),))
    yield _Section("addressed", "主送", ((("主送本机构的公文", [_document_row(m, book) for m in of(ADDRESSED)], False),) if of(ADDRESSED) else ()))
    yield _Section("named", "其他提到之处", _folded([book.row(m) for m in named], "其余各句"))


def _folded(rows: list[EvidenceLine], name: str) -> tuple[tuple[str, list[EvidenceLine], bool], ...]:
    if len(rows) <= _MOST_OPEN:
        return (("", rows, True),) if rows else ()
    return ("", rows[:_MOST_OPEN], True), (name, rows[_MOST_OPEN:], False)


def _document_row(mention: OrganMention, book: _Book) -> EvidenceLine:
    _, document = book.documents[mention.record]
    date = document.date.isoformat() if document.date else UNKNOWN
    role = "拟定，" if mention.role == DRAFTS else ""
    printed = f"{role}印作“{mention.form}”，{book.printed_at(mention.record, mention.line)}"
    return EvidenceLine("", escape_html(document.name), f"{document.number or UNKNOWN}　{date}　{printed}", book.url(mention.record))


def _task_row(mention: OrganMention, book: _Book) -> EvidenceLine:
    """A row of a table by its longest text, with the printed form; a labelled list by its sentence."""
    if mention.type is not MentionType.TABLE_ROW:
        return book.row(mention)
    table = book.table(mention)
    section, cells = table.rows[mention.anchor]
    text = max((cell for index, cell in enumerate(cells) if index in table.own_columns), key=len, default=mention.words)
    remark = f"{section}　" if section else ""
    return book.line(mention.record, mention.anchor, mark(text, 0, 0), mention.line, remark=f"{remark}印作“{mention.form}”，")


# ---------------------------------------------------------------- tables


def _is_subject(mention: OrganMention, book: _Book) -> bool:
    """True where the row is about the organ: it stands in the column that names the rows."""
    if mention.type is not MentionType.TABLE_ROW or mention.role in _FIRST:
        return False
    return any(name.rpartition(" / ")[2] == mention.role for name in book.table(mention).columns[:_DISTRICT_COLUMNS])


def _figures(mention: OrganMention, book: _Book) -> dict[str, Any]:
    _, document, table = book.tables[mention.record]
    shown = book.table(mention)
    _, cells = shown.rows[mention.anchor]
    subject = next(i for i, name in enumerate(shown.columns) if name.rpartition(" / ")[2] == mention.role)
    return {"url": book.url(mention.record, mention.anchor), "caption": table.caption or "表格",
            "source": f"{document.number or document.name}　{book.printed_at(mention.record, mention.line)}",
            "columns": [column.replace(" / ", " › ") for column in shown.columns], "cells": cells, "subject": subject, "numeric": [is_figure(cell) for cell in cells]}
