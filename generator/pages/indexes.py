"""Home, years, issues and the indexes: views over the records."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from pypinyin import lazy_pinyin

from generator.addresses import SITE_FEED, document_url, issue_url, month_url, table_url, year_url
from generator.bulletin import Bulletin
from generator.linking.knowledge import Knowledge
from generator.pages.chronicle import Event, events, month_name, months_of
from generator.pages.documents import KINDS, UNKNOWN
from generator.pages.editor_notes import note_words
from generator.pages.page import Crumb, Page, page_part, render_page
from generator.pages.years import part_years, year_links
from generator.parts import Part
from generator.records import Document, Issue, Paragraph, Remainder, SectionKind

DocumentRow = dict[str, str]
Held = tuple[Issue, Document]


def index_parts(known: Knowledge) -> Iterator[Part]:
    """Every page that lists others, but for those of the issues."""
    bulletin = known.bulletin
    everything = [issue.meta.id for issue in bulletin.issues]
    yield page_part("page index.html", bulletin.stamp(everything, len(known.people.persons)), partial(_home, known))
    months = {key: len(group) for key, group in months_of(events(bulletin)).items()}
    for year in bulletin.years:
        issues = [issue for issue in bulletin.issues if issue.meta.year == year]
        own = [(month_url(*key), month_name(key[1]), count) for key, count in months.items() if key[0] == year]
        yield page_part(f"year {year}", bulletin.stamp((issue.meta.id for issue in issues), own), partial(_year, year, issues, own))
    yield from _index(bulletin, "公文", "documents.html", tuple(bulletin.documents()), lambda held: row(*held), _documents)
    yield from _index(bulletin, "表格", "tables.html", [held for held in bulletin.documents() if held[1].tables],
                      lambda held: known.stamp_of(table.id for table in held[1].tables), partial(_tables, bulletin))
    # The example of the help is a number that this bulletin prints.
    number = next((document.number for _, document in bulletin.documents() if document.number and document.number.year), None)
    yield page_part("page search.html", bulletin.stamp((), number), lambda: render_page("search", "search.html", "搜索", [("搜索", None)], hide=("toc",), number=number))


def issue_part(bulletin: Bulletin, issue: Issue) -> Part:
    """The page of an issue."""
    return page_part(f"issue {issue.meta.id}", bulletin.stamp([issue.meta.id]), partial(_issue, issue))


def row(issue: Issue, document: Document) -> DocumentRow:
    """What lists show of a document."""
    return {"url": document_url(issue.meta, document), "title": document.name, "number": str(document.number or UNKNOWN),
            "date": document.date.isoformat() if document.date else UNKNOWN, "issuer": document.issuer or UNKNOWN,
            "issue": f"{issue.meta.year}年第{issue.meta.number}期", "series": document.number.series if document.number else "无文号"}


def _home(known: Knowledge) -> Page:
    bulletin = known.bulletin
    site = bulletin.authority.site
    newest = bulletin.issues[-1] if bulletin.issues else None
    years = bulletin.years[::-1]
    found = events(bulletin)
    return render_page(
        "home", "index.html", site.title, [], description=site.description, hide=("toc",), feed=SITE_FEED if newest else None, site=site, newest=newest,
        newest_url=issue_url(newest.meta) if newest else None, newest_rows=[row(newest, d) for d in newest.documents][:8] if newest else [],
        years=[(year_url(year), year, [(issue_url(i.meta), i) for i in bulletin.issues if i.meta.year == year]) for year in years],
        has_topics=bool(bulletin.authority.topics),
        counts={"documents": sum(1 for _ in bulletin.documents()), "tables": sum(len(d.tables) for _, d in bulletin.documents()), "events": len(found),
                "people": len(known.people.persons), "personnel": sum(d.personnel is not None for _, d in bulletin.documents())})


def _year(year: int, issues: Sequence[Issue], months: Sequence[tuple[str, str, int]]) -> Page:
    rows = [(issue_url(issue.meta), issue, len(issue.documents), len(issue.chronicle)) for issue in issues]
    return render_page("year", year_url(year), f"{year}年", [(f"{year}年", None)], issues=rows, months=months, year=year)


def _issue(issue: Issue) -> Page:
    """The contents as in print: sections with their documents in order, the chronicle, and what belongs to no record."""
    lines = {section.title: section.first_line for section in issue.sections}
    sections: list[tuple[str, int | None, list[DocumentRow]]] = []
    for title, group in groupby(issue.documents, key=lambda d: d.section or ("更正" if d.is_correction else "公文")):
        sections.append((title, lines.pop(title, None), [row(issue, d) for d in group]))
    chronicles = [(s.title, s.first_line) if s.title else ("大事记", None) for s in issue.sections if s.kind is SectionKind.CHRONICLE]
    empty = [(title, line) for title, line in lines.items() if title and (title, line) not in chronicles]
    headings = sorted([*_lines(issue, ("月份",)), *((line, title) for title, line in chronicles[1:] if line)])
    months = [(month_url(*key), month_name(key[1]), group) for key, group in months_of([Event(issue, e) for e in issue.chronicle]).items()]
    name = f"{issue.meta.year}年第{issue.meta.number}期"
    return render_page(
        "issue", issue_url(issue.meta), name, [(f"{issue.meta.year}年", year_url(issue.meta.year)), (f"第{issue.meta.number}期", None)],
        issue=issue, sections=sections, empty_sections=empty, chronicle=chronicles[0] if chronicles else ("大事记", None), months=months, month_headings=headings,
        front=_lines(issue, ("卷首", "说明")), contents_list=_lines(issue, ("目录",)),
        notes=[note_words(note) for note in issue.notes], stray=_lines(issue, ("文本框", "其他")), imprint=_lines(issue, ("版权页",)))


def _lines(issue: Issue, kinds: tuple[str, ...]) -> list[tuple[int, str]]:
    def words(remainder: Remainder) -> str:
        block = remainder.block
        return block.text if isinstance(block, Paragraph) else "\n".join(p.text for p in block.paragraphs())

    return [(r.block.first_line, words(r)) for r in issue.remainders if r.kind in kinds]


def _index(bulletin: Bulletin, name: str, url: str, held: Sequence[Held], told: Callable[[Held], object],
           values: Callable[[Sequence[Held]], Mapping[str, Any]]) -> Iterator[Part]:
    """An index of documents or of what they hold; one of very many documents has a page for each earlier year beside it.

    `told` stands for all that `values` use of a document.
    """
    shown, earlier = part_years(held, lambda item: item[0].meta.year)
    years = year_links(url, earlier)

    def part(address: str, title: str, crumbs: Sequence[Crumb], own: Sequence[Held]) -> Part:
        def make() -> Page:
            return render_page(url.removesuffix(".html"), address, title, crumbs, years=years, **values(own))

        return page_part(f"index {address}", bulletin.stamp((), title, years, [told(item) for item in own]), make)

    yield part(url, f"{name}索引", [(name, None)], shown)
    for link, (year, own) in zip(years, earlier, strict=True):
        yield part(link.url, f"{year}年{name}索引", [(name, url), (f"{year}年", None)], own)


def _documents(held: Sequence[Held]) -> dict[str, Any]:
    """By number, by date (the newest first) and by issuer."""
    rows = [(d, row(i, d)) for i, d in held]
    by_number = sorted(rows, key=lambda r: (r[0].number is None, r[1]["series"], -(r[0].number.year if r[0].number else 0), r[0].number.serial if r[0].number else 0))
    by_date = sorted(rows, key=lambda r: (r[0].date is not None, r[1]["date"], r[1]["number"]), reverse=True)
    by_issuer = sorted(rows, key=lambda r: (r[1]["issuer"], r[1]["date"]))
    return {"total": len(rows), "by_number": _groups([r for _, r in by_number], "series"),
            "by_date": _groups([r | {"month": r["date"][:7]} for _, r in by_date], "month"), "by_issuer": _groups([r for _, r in by_issuer], "issuer")}


def _groups(rows: list[DocumentRow], key: str) -> list[tuple[str, list[DocumentRow]]]:
    return [(name, list(group)) for name, group in groupby(rows, key=lambda r: r[key])]


def shapes_of_tables(bulletin: Bulletin) -> list[dict[str, tuple[str, int, tuple[str, ...]]]]:
    """What the index shows of the tables of each issue, kept by issue."""
    return bulletin.each("shapes of tables", _shapes)


def _shapes(issue: Issue) -> dict[str, tuple[str, int, tuple[str, ...]]]:
    """Kind, number of records and names of the columns of each table, by its id."""
    return {table.id: (KINDS[table.grid.kind], len(table.grid.records), tuple(dict.fromkeys(column.replace(" / ", " › ") for column in table.grid.columns)))
            for document in issue.documents for table in document.tables}


def _tables(bulletin: Bulletin, held: Sequence[Held]) -> dict[str, Any]:
    """By document in print order, by name in the order of pinyin, and by the names of the columns."""
    shapes = {id_: shape for found in shapes_of_tables(bulletin) for id_, shape in found.items()}
    groups = []
    by_column: dict[str, list[tuple[str, str]]] = {}
    entries: list[tuple[str, str, str]] = []
    for issue, document in held:
        tables = [(table_url(issue.meta, t), t.caption or f"表格{t.ordinal}（无表名）", *shapes[t.id]) for t in document.tables]
        groups.append((row(issue, document), [(url, name, kind, count) for url, name, kind, count, _ in tables]))
        for url, name, _, _, columns in tables:
            entries.append((name, url, document.name))
            for column in columns:
                by_column.setdefault(column, []).append((url, name))
    return {"groups": groups, "total": len(entries), "by_name": sorted(entries, key=lambda e: lazy_pinyin(e[0])),
            "by_column": sorted(by_column.items(), key=lambda item: lazy_pinyin(item[0]))}
