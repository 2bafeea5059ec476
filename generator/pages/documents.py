"""Pages of documents and of their tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

from generator.addresses import document_url, issue_url, table_url, year_url
from generator.edits import Fact
from generator.grid import TableKind
from generator.linking.knowledge import Knowledge
from generator.notation.dates import format_date
from generator.pages.blocks import render_elements, render_title
from generator.pages.chart import choose_chart, render_chart
from generator.pages.citations import cited_by_of, cites_of, works_page
from generator.pages.corrections import CorrectionNotes, notes_of
from generator.pages.deadlines import validity_facts
from generator.pages.editor_notes import fact_notes, note_words, notes_on
from generator.pages.grids import notes, render_grid, render_records
from generator.pages.page import Crumb, Page, pages_part, render_page
from generator.pages.related import Foot, organs_of
from generator.parsing.annexes import missing_annexes
from generator.parts import Part
from generator.records import Document, Issue, Role, Table

UNKNOWN = "未注明"
_DERIVED_TITLE = "推定：印本只有文号，取所公布文本的标题或文号中的名称"
KINDS = {TableKind.DATA: "数据表", TableKind.FORM: "空白表样", TableKind.ROSTER: "名单"}


@dataclass(frozen=True)
class _Around:
    """What the page of a document shows of other records: the documents before and behind it, what stands at the foot of its page and of its tables but for the
    organs, by their ids, and the rest by name.
    """

    previous: Crumb | None
    following: Crumb | None
    feet: Mapping[str, Foot]
    shown: Mapping[str, Any]
    validity: tuple[tuple[str, str, str], ...]


def document_parts(known: Knowledge, issue: Issue, feet: Mapping[str, Foot] = MappingProxyType({})) -> Iterator[Part]:
    """A page for each document of the issue and each of its tables; `feet` is what stands below them, by id, but for the organs."""
    for index, document in enumerate(issue.documents):
        around = _around(known, issue, index, feet)
        yield pages_part(f"document {document.id}", known.stamp_of(around.feet, around), partial(_pages, known, issue, index, around))


def _around(known: Knowledge, issue: Issue, index: int, feet: Mapping[str, Foot]) -> _Around:
    document = issue.documents[index]
    shown = {"bulletin": known.bulletin.authority.site.title, "corrections": notes_of(known, document.id),
             "cites": cites_of(document.id, known.references, works_page(known.bulletin, issue)), "cited_by": cited_by_of(document, known.references)}
    own = {id_: feet.get(id_, Foot()) for id_ in (document.id, *(table.id for table in document.tables))}
    return _Around(_neighbour(issue, index - 1), _neighbour(issue, index + 1), own, shown, tuple(validity_facts(issue, document, known.references)))


def _pages(known: Knowledge, issue: Issue, index: int, around: _Around) -> Iterator[Page]:
    document, organs = issue.documents[index], organs_of(known, issue, *around.feet)
    feet = {id_: replace(foot, organs=organs.get(id_, ())) for id_, foot in around.feet.items()}
    yield _document_page(issue, document, around, feet[document.id])
    for table in document.tables:
        yield _table_page(issue, document, table, feet[table.id], around.shown["corrections"])


def citation(document: Document) -> str:
    """《标题》（文号), the form in which documents are cited."""
    number = f"（{document.number}）" if document.number else ""
    return f"《{document.name}》{number}" if document.title else str(document.number or "")


def _neighbour(issue: Issue, index: int) -> Crumb | None:
    if not 0 <= index < len(issue.documents):
        return None
    document = issue.documents[index]
    return document.name, document_url(issue.meta, document)


def issue_crumbs(issue: Issue) -> list[Crumb]:
    return [(f"{issue.meta.year}年", year_url(issue.meta.year)), (f"第{issue.meta.number}期", issue_url(issue.meta))]


def _document_page(issue: Issue, document: Document, around: _Around, foot: Foot) -> Page:
    number = str(document.number) if document.number else UNKNOWN
    return render_page(
        "document", document_url(issue.meta, document), document.name,
        [*issue_crumbs(issue), (str(document.number or "公文"), None)],
        description=f"{document.issuer or ''} {number} {document.name}（{issue.meta.year}年第{issue.meta.number}期）".strip(),
        document=document, issue=issue, number=number, citation=citation(document), heading=render_title(document),
        rows=list(_facts(issue, document, around.validity)), blocks=list(render_elements(document, issue.source, issue.notes)),
        missing=[f"附件{annex.number or ''}“{annex.title}”" for annex in missing_annexes(document)],
        previous=around.previous, following=around.following, foot=foot, **around.shown)


def _facts(issue: Issue, document: Document, validity: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Rows of the head table: name, printed value, and how a derived value was made."""
    noted = fact_notes(document.id, issue.notes)
    signed = f"由{'、'.join(document.signatures)}署名" if document.signatures else "未署名"
    yield "发文机关", document.issuer or UNKNOWN, noted.get(Fact.ISSUER) or ("" if document.issuer_source in ("署名", None) else f"推定：按{document.issuer_source}，印本{signed}")
    yield "发文字号", document.number_printed or UNKNOWN, _number_note(document, noted)
    yield "成文日期", format_date(document.date) if document.date else UNKNOWN, noted.get(Fact.DATE, "")
    is_printed = document.title is None or any(element.role is Role.TITLE for element in document.elements)
    yield "标题", document.title or "印本无标题", noted.get(Fact.TITLE) or ("" if is_printed else _DERIVED_TITLE)
    if document.addressees:
        yield "主送机关", "，".join(document.addressees), noted.get(Fact.ADDRESSEES, "")
    if document.forwarded_from:
        yield "转发自", document.forwarded_from, ""
    yield "刊登期次", f"{issue.meta.year}年第{issue.meta.number}期" + (f"（总第{issue.meta.whole_number}期）" if issue.meta.whole_number else ""), ""
    yield from validity
    yield "原稿位置", issue.source.place(document.first_line, document.last_line), ""


def _number_note(document: Document, noted: Mapping[Fact, str]) -> str:
    if Fact.NUMBER in noted:
        return noted[Fact.NUMBER]
    return "" if document.number is None or document.number_printed == str(document.number) else f"即 {document.number}"


def _table_page(issue: Issue, document: Document, table: Table, foot: Foot, corrections: CorrectionNotes) -> Page:
    caption = table.caption or f"表格{table.ordinal}（印本无表名）"
    url = table_url(issue.meta, table)
    chart = choose_chart(table.grid, caption)
    render = render_records if table.grid.halves > 1 else render_grid
    return render_page(
        "table", url, caption,
        [*issue_crumbs(issue), (str(document.number or document.name), document_url(issue.meta, document)), (f"表{table.ordinal}", None)],
        description=f"{document.name}：{caption}", hide=("toc",), corrected=corrections.corrected,
        table=table, document=document, caption=caption, grid=render(table, caption, "table"), kind=KINDS[table.grid.kind],
        document_title=document.name, back=document_url(issue.meta, document) + "#" + table.anchor, stem=table.id,
        notes=[*notes(table.grid, table.sums), *(f"编者注：{note_words(note)}" for note in notes_on(table.block, issue.notes))],
        checked=sum(s.is_equal for s in table.sums), halves=table.grid.halves,
        foot=foot, place=issue.source.place(table.first_line, table.last_line), chart=render_chart(chart, "chart") if chart else None, chart_title=chart.title if chart else "",
        records=sum(not r.is_total for r in table.grid.records), columns=len(table.grid.columns) or table.grid.width)
