"""The pages of citations and what a document's page shows of them: what is cited by whom, in which sentence."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from generator.addresses import CITATIONS
from generator.bulletin import Bulletin
from generator.citations import Citation, CitedKind, CitedWork
from generator.linking.knowledge import Knowledge
from generator.linking.references import References
from generator.pages.page import Crumb, Page, page_part, render_page
from generator.pages.years import YearLink
from generator.parts import Part
from generator.records import Document, Issue

URL = CITATIONS
_MOST_SENTENCES = 6     # of the passages that cite a work; the further ones are named, their sentences stand on their own pages
_BEFORE, _BEHIND = 60, 40      # signs of a long sentence shown around a citation
_HELD = "本公报收录的公文"
_HEADINGS = {CitedKind.DOCUMENT: "未收录的公文、规划等", CitedKind.LAW: "法律法规", CitedKind.OTHER: "证照、表格、合同、作品等"}
Row = dict[str, str]
T = TypeVar("T")


def citation_parts(known: Knowledge) -> Iterator[Part]:
    """One page: held documents that others cite, documents not held, laws, other things; each with who cites it.

    With several years of issues each year has such a page of what its issues cite, and citations.html names every work with the years that cite it.
    """
    title, years = "引用的文件", known.bulletin.years
    if len(years) < 2:
        yield _part(known, URL, title, [(title, None)], known.references.works, known.references.citations, ())
        return
    year_of = _years_of_records(known.bulletin)
    counts = Counter(year_of[c.place.id] for work in known.references.works for c in work.citations)
    yield _index_part(known, title, [YearLink(year, _year_url(year), counts[year]) for year in years], year_of)
    links = [YearLink(year, _year_url(year)) for year in years]     # with counts an issue added would change the page of every year
    for year in years:
        works = [cited for work in known.references.works if (cited := work.of_citations(c for c in work.citations if year_of[c.place.id] == year))]
        own = [citation for citation in known.references.citations if year_of[citation.place.id] == year]
        yield _part(known, _year_url(year), f"{year}年{title}", [(title, URL), (f"{year}年", None)], works, own, links)


def _part(known: Knowledge, url: str, title: str, crumbs: Sequence[Crumb], works: Sequence[CitedWork], citations: Iterable[Citation], years: Sequence[YearLink]) -> Part:
    """The works with the sentences that cite them, and the citations that may mean one of several documents."""
    (_, _, held), *groups = _grouped(works, _entry)
    titles = {document.id: document.name for _, document in known.bulletin.documents()}
    unsure = [(c.as_printed, c.place.url, [titles.get(i, i) for i in c.candidates]) for c in citations if c.candidates]
    shown: dict[str, Any] = {"heading": _HELD, "held": held, "groups": groups, "unsure": unsure, "total": sum(len(work.citations) for work in works),
             "years": years, "index": URL}
    return page_part(f"citations {url}", known.bulletin.stamp((), shown), lambda: render_page("citations", url, title, crumbs, **shown))


def _grouped(works: Sequence[CitedWork], show: Callable[[CitedWork], T]) -> list[tuple[str, str, list[T]]]:
    """The works as shown under their headings, each heading with its anchor: first those that are held, then the others by kind."""
    return [(_HELD, "held", [show(work) for work in works if work.held is not None]),
            *((heading, kind.value, [show(work) for work in works if work.held is None and work.kind is kind]) for kind, heading in _HEADINGS.items())]


def _index_part(known: Knowledge, title: str, years: Sequence[YearLink], year_of: Mapping[str, int]) -> Part:
    groups = _grouped(known.references.works, lambda work: _line(work, year_of))
    return page_part("citations", known.bulletin.stamp((), groups, years), partial(_index_page, title, groups, years))


def _index_page(title: str, groups: Sequence[tuple[str, str, Sequence["WorkLine"]]], years: Sequence[YearLink]) -> Page:
    return render_page("citations_years", URL, title, [(title, None)], groups=groups, years=years, total=sum(link.count or 0 for link in years))


def _years_of_records(bulletin: Bulletin) -> Mapping[str, int]:
    found = {document.id: issue.meta.year for issue, document in bulletin.documents()}
    return found | {entry.id: issue.meta.year for issue in bulletin.issues for entry in issue.chronicle}


def _year_url(year: int) -> str:
    return f"{year}/{URL}"


def works_page(bulletin: Bulletin, issue: Issue) -> str:
    """The address of the page on which the works that this issue cites are listed."""
    return URL if len(bulletin.years) < 2 else _year_url(issue.meta.year)


def _work_url(work: CitedWork, page: str) -> str:
    """What is held leads to its own page; what is not has an entry on a page of citations."""
    return work.held.url if work.held else f"{page}#{work.id}"


@dataclass(frozen=True)
class WorkLine:
    """A work in the list of all: `years` are the addresses of its entries on the pages of the years that cite it, `url` that of its own page."""

    id: str
    former_ids: tuple[str, ...]
    shown: str
    url: str | None
    years: tuple[YearLink, ...]


def _line(work: CitedWork, year_of: Mapping[str, int]) -> WorkLine:
    counts = Counter(year_of[c.place.id] for c in work.citations)
    return WorkLine(work.id, work.former_ids, work.shown, work.held.url if work.held else None,
                    tuple(YearLink(year, f"{_year_url(year)}#{work.id}", counts[year]) for year in sorted(counts)))


@dataclass(frozen=True)
class WorkEntry:
    """A work as the page shows it: `rows` with their sentences, `others` the further passages by the title of the citing text alone."""

    id: str
    former_ids: tuple[str, ...]
    shown: str
    url: str | None
    rows: tuple[Row, ...]
    others: tuple[tuple[str, str], ...]


def _entry(work: CitedWork) -> WorkEntry:
    others = dict.fromkeys((c.citing_title, c.place.url) for c in work.citations[_MOST_SENTENCES:])
    return WorkEntry(work.id, work.former_ids, work.shown, work.held.url if work.held else None, tuple(_row(c) for c in work.citations[:_MOST_SENTENCES]), tuple(others))


def _row(citation: Citation) -> Row:
    relation = citation.relation.shown if citation.relation else ""
    note = f"推定：{relation}，文内“{citation.evidence}”" + ("（很可能）" if citation.certainty == "likely" else "") if relation else ""
    return {"title": citation.citing_title, "url": citation.place.url, "sentence": _excerpt(citation), "note": note}


def _excerpt(citation: Citation) -> str:
    """The sentence, of a long one what stands around the citation."""
    at = citation.sentence.find(citation.as_printed)
    first, last = max(0, at - _BEFORE), at + len(citation.as_printed) + _BEHIND
    if at < 0 or len(citation.sentence) <= len(citation.as_printed) + _BEFORE + _BEHIND:
        return citation.sentence
    return ("……" if first else "") + citation.sentence[first:last] + ("……" if last < len(citation.sentence) else "")


def cites_of(record: str, references: References, page: str) -> list[dict[str, str]]:
    """What the document or entry of that id cites, each work once: words, address, the relation with its evidence. `page` is `works_page` of its issue."""
    rows = []
    for work in references.works_of.get(record, ()):
        own = [c for c in work.citations if c.place.id == record]
        if own and work.kind is not CitedKind.OTHER:
            best = next((c for c in own if c.relation), own[0])
            rows.append(_row(best) | {"shown": work.shown, "url": _work_url(work, page), "passage": best.place.url, "held": "1" if work.held else ""})
    return rows


def cited_by_of(document: Document, references: References) -> list[Row]:
    """Who cites the document, with the sentence."""
    return [_row(c) | {"note": f"推定：{c.relation.shown_reversed}，文内“{c.evidence}”" if c.relation else ""} for c in references.cited_by.get(document.id, ())]
