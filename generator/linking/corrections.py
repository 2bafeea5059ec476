"""Reads corrections (更正): which document each of them corrects, by number or exact title, and in which issue it was printed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.addresses import document_url, place_on
from generator.bulletin import Bulletin
from generator.citations import Citation
from generator.corrections import Correction
from generator.diagnostics import Code, Diagnostic
from generator.linking.citations import find_citations
from generator.linking.ledger import LedgerEntry
from generator.links import Link, Place
from generator.notation.folding import squeeze
from generator.notation.numerals import DATE_CHARS, NUMERAL_CHARS, parse_numeral
from generator.records import Document, Element, Issue, IssueMeta, Paragraph, Role

_ISSUE = re.compile(f"(?P<year>[{DATE_CHARS}]{{4}})年第(?P<number>[0-9０-９]{{1,3}}|[{NUMERAL_CHARS}]{{1,3}})期|(?P<this>本期)|(?P<last>上(?:一)?期)")
_READ = (Role.TEXT, Role.ITEM, Role.HEADING)


def find_corrections(bulletin: Bulletin, citations: Sequence[Citation]) -> tuple[Correction, ...]:
    """Every correction of the bulletin in the order of print."""
    issue_of = {document.id: issue.meta for issue, document in bulletin.documents()}
    found: list[Correction] = []
    for issue, document in bulletin.documents():
        if document.is_correction:
            with issue.left_packed():
                found += _of_document(issue, document, [c for c in citations if c.place.id == document.id], issue_of, bulletin.issues)
    return tuple(found)


def _of_document(issue: Issue, document: Document, citations: Sequence[Citation], issue_of: dict[str, IssueMeta],
                 issues: Sequence[Issue]) -> Iterator[Correction]:
    named: re.Match[str] | None = None
    for group in _groups(document, citations):
        words = "\n".join(element.block.text for element in group if isinstance(element.block, Paragraph))
        named = _ISSUE.search(squeeze(words)) or named      # 本刊上期有误，现更正如下： speaks for every item below it
        meant = _meant_issue(named, issue, issues) if named else None
        first = next((c for element in group for c in _within(element, citations)), None)
        place = Place("document", document.id, group[0].block.first_line, place_on(document_url(issue.meta, document), group[0].anchor))
        held = first.held if first else None
        candidates = first.candidates if first else ()
        if held is not None and named is not None and issue_of[held.document].id != meant:
            candidates, held = (held.document,), None
        yield Correction(place, issue.meta.id, words, named[0] if named else "", held, candidates)


def _groups(document: Document, citations: Sequence[Citation]) -> Iterator[list[Element]]:
    """The paragraphs of each correction: one that names a document, with those behind it that name none."""
    group: list[Element] = []
    for element in document.elements:
        if element.role not in _READ or not isinstance(element.block, Paragraph):
            continue
        if group and _within(element, citations) and any(_within(other, citations) for other in group):
            yield group
            group = []
        group.append(element)
    if group:
        yield group


def _within(element: Element, citations: Sequence[Citation]) -> list[Citation]:
    first, last = element.block.first_line, element.block.last_line
    return [c for c in citations if c.place.line is not None and first <= c.place.line <= last and not c.inside]


def _meant_issue(named: re.Match[str], issue: Issue, issues: Sequence[Issue]) -> str | None:
    """The id of the issue that is named; None where this bulletin does not hold it."""
    if named["this"]:
        return issue.meta.id
    before = [other.meta.id for other in issues if other.meta.id < issue.meta.id]
    if named["last"]:
        return before[-1] if before else None
    year, number = parse_numeral(named["year"]), parse_numeral(named["number"])
    return next((other.meta.id for other in issues if (other.meta.year, other.meta.number) == (year, number)), None)


def corrected_changes(corrections: Sequence[Correction], ledger: Iterable[LedgerEntry]) -> Mapping[tuple[str, str], str]:
    """By document and name the address of the correction that speaks of this person's appointment; the latest where several do."""
    by_document: dict[str, list[Correction]] = {}
    for found in corrections:
        if found.held is not None:
            by_document.setdefault(found.held.document, []).append(found)
    return {(entry.change.document, entry.change.person): found.place.url for entry in ledger if entry.change.document in by_document
            for found in by_document[entry.change.document] if entry.change.person in squeeze(found.words)}


def correction_links(corrections: Sequence[Correction]) -> Iterator[Link]:
    """A link from each correction to the document it corrects; the printed words are the evidence."""
    for found in corrections:
        if found.held is not None:
            yield Link(found.place, Place("document", found.held.document, None, found.held.url), "corrects", found.words)


def find_correction_doubts(bulletin: Bulletin) -> Iterator[Diagnostic]:
    """A diagnostic for each correction whose document cannot be told."""
    if not any(document.is_correction for _, document in bulletin.documents()):
        return
    paths = {issue.meta.id: issue.source.path for issue in bulletin.issues}
    for found in find_corrections(bulletin, find_citations(bulletin)):
        if found.held is None:
            yield Diagnostic(Code.CORRECTION_UNSURE, paths[found.issue], found.place.line, "这条更正所指的公文认不准。", words=found.words,
                             done="更正照印本收录，没有注在任何公文上。", advice="要有文号或完整题名，且该期已经收录，才能注在被更正的公文上。")
