"""The page citations.html and what a document's page shows of citations: what is cited by whom, in which sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator.citations import Citation, CitedKind, CitedWork
from generator.linking.knowledge import Knowledge
from generator.linking.references import References
from generator.pages.page import Page, page_part, render_page
from generator.parts import Part
from generator.records import Document

URL = "citations.html"
_MOST_SENTENCES = 6     # of the passages that cite a work; the further ones are named, their sentences stand on their own pages
_BEFORE, _BEHIND = 60, 40      # signs of a long sentence shown around a citation
_HEADINGS = {CitedKind.DOCUMENT: "未收录的公文、规划等", CitedKind.LAW: "法律法规", CitedKind.OTHER: "证照、表格、合同、作品等"}
Row = dict[str, str]


def citation_parts(known: Knowledge) -> Iterator[Part]:
    """One page: held documents that others cite, documents not held, laws, other things; each with who cites it."""
    yield page_part("citations", known.bulletin.stamp(issue.meta.id for issue in known.bulletin.issues), partial(_page, known))


def _page(known: Knowledge) -> Page:
    works = known.references.works
    held = [_entry(work) for work in works if work.held is not None]
    groups = [(heading, kind.value, [_entry(work) for work in works if work.held is None and work.kind is kind]) for kind, heading in _HEADINGS.items()]
    titles = {document.id: document.title or str(document.number or document.id) for _, document in known.bulletin.documents()}
    unsure = [(c.as_printed, c.place.url, [titles.get(i, i) for i in c.candidates]) for c in known.references.citations if c.candidates]
    return render_page("citations", URL, "引用的文件", [("引用的文件", None)], held=held, groups=groups, unsure=unsure,
                       total=sum(len(work.citations) for work in works))


def work_url(work: CitedWork) -> str:
    """What is held leads to its own page; what is not has an entry on citations.html."""
    return work.held.url if work.held else f"{URL}#{work.id}"


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


def cites_of(record: str, references: References) -> list[dict[str, str]]:
    """What the document or entry of that id cites, each work once: words, address, the relation with its evidence."""
    rows = []
    for work in references.works_of.get(record, ()):
        own = [c for c in work.citations if c.place.id == record]
        if own and work.kind is not CitedKind.OTHER:
            best = next((c for c in own if c.relation), own[0])
            rows.append(_row(best) | {"shown": work.shown, "url": work_url(work), "passage": best.place.url, "held": "1" if work.held else ""})
    return rows


def cited_by_of(document: Document, references: References) -> list[Row]:
    """Who cites the document, with the sentence."""
    return [_row(c) | {"note": f"推定：{c.relation.shown_reversed}，文内“{c.evidence}”" if c.relation else ""} for c in references.cited_by.get(document.id, ())]
