"""Makes the records of the data files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from generator.addresses import document_url, entry_url, issue_url, organ_url, table_url
from generator.authority.organs import Organ
from generator.bulletin import Bulletin
from generator.deadlines import DateKind
from generator.linking.entry_kinds import entry_kind
from generator.linking.knowledge import Knowledge
from generator.linking.validity import only_date
from generator.links import Place
from generator.mentions import MentionType, OrganMention
from generator.pages.chronicle import events
from generator.parsing.rosters import find_rosters
from generator.publishing.people_files import entry_people, people_records, post_records
from generator.publishing.reference_files import citation_records, deadline_records
from generator.publishing.schema import FILES
from generator.publishing.table_files import table_rows
from generator.records import Document, Issue, Part, PartKind

Record = dict[str, Any]


def data_records(known: Knowledge) -> Mapping[str, list[Record]]:
    """The records of each data file by its name."""
    return {file.name: list(records_of(known, file.name)) for file in FILES}


def records_of(known: Knowledge, name: str) -> Iterator[Record]:
    """The records of the data file of that name."""
    return chain.from_iterable(map(OF_ISSUE[name], known.bulletin.issues)) if name in OF_ISSUE else _OF_BULLETIN[name](known)


def _issues(issue: Issue) -> Iterator[Record]:
    meta = issue.meta
    yield {"id": meta.id, "year": meta.year, "number": meta.number, "whole_number": meta.whole_number, "title": meta.title,
           "source_sha256": meta.sha256, "url": issue_url(meta)}


def _documents(known: Knowledge) -> Iterator[Record]:
    printed = (own for found in headings(known.bulletin) for own in found)
    for (issue, document), own in zip(known.bulletin.documents(), printed, strict=True):
        yield {
            "id": document.id, "issue": issue.meta.id, "section": document.section, "number": str(document.number) if document.number else None,
            "number_printed": document.number_printed, "further_numbers": [str(number) for number in document.further_numbers],
            "title": document.title, "issuer": document.issuer, "issuer_source": document.issuer_source,
            "signatures": list(document.signatures), "date": document.date.isoformat() if document.date else None, "addressees": list(document.addressees),
            "enclosures": [{"title": p.title, "title_announced": p.title_announced, **_lines(p)} for p in document.of_kind(PartKind.ENCLOSURE)],
            "annexes": [{"no": p.number, "title": p.title, "title_announced": p.title_announced, "label": p.label,
                         "of": _enclosure_number(document, p.of), **_lines(p)} for p in document.of_kind(PartKind.ANNEX)],
            "annexes_announced": [{"no": a.number, "title": a.title, "of": _enclosure_number(document, i), "line": a.line} for i, a in document.announced()],
            "forwarded_from": document.forwarded_from, "first_line": document.first_line, "last_line": document.last_line,
            "headings": own,
            "organs": known.organs.organs_in([document.id, *(t.id for t in document.tables)]),
            "people": known.people.people_in([document.id, *(t.id for t in document.tables)]), **_in_force(known, document), "url": document_url(issue.meta, document)}


def headings(bulletin: Bulletin) -> list[list[list[str]]]:
    """The headings of the first depth of each document of each issue, kept by issue."""
    return bulletin.each("headings", _headings)


def _headings(issue: Issue) -> list[list[str]]:
    return [[e.heading.text for e in document.elements if e.heading and e.heading.depth == 1] for document in issue.documents]


def _editor_notes(issue: Issue) -> Iterator[Record]:
    for note in issue.notes:
        document = next((d for d in issue.documents if note.document == d.id or (note.document is None and d.first_line <= note.last_line <= d.last_line)), None)
        yield {"issue": issue.meta.id, "document": document.id if document else None, "kind": note.kind.value, "field": note.fact.word if note.fact else None,
               "first_line": note.first_line, "last_line": note.last_line, "printed": note.printed, "corrected": note.corrected, "reason": note.reason,
               "date": note.date.isoformat(), "url": document_url(issue.meta, document) if document else issue_url(issue.meta)}


def _links(known: Knowledge) -> Iterator[Record]:
    for link in known.links:
        yield {"from": _end(link.source), "to": _end(link.target), "kind": link.kind, "evidence": link.evidence, "certainty": link.certainty}


def _end(place: Place) -> Record:
    return {"type": place.type, "id": place.id, "line": place.line}


def _in_force(known: Knowledge, document: Document) -> Record:
    dates = known.references.dates_of.get(document.id, ())
    found = {name: only_date(document, dates, kind) for name, kind in (("date_effective", DateKind.EFFECTIVE), ("date_expires", DateKind.EXPIRES))}
    return {name: item.date.isoformat() if item and item.date else None for name, item in found.items()}


def _lines(part: Part) -> Record:
    return {"first_line": part.first_line, "last_line": part.last_line}


def _enclosure_number(document: Document, of: int | None) -> int | None:
    """1 for the first enclosure; None for the body."""
    enclosures = [index for index, part in enumerate(document.parts) if part.kind is PartKind.ENCLOSURE]
    return enclosures.index(of) + 1 if of in enclosures else None


def _tables(issue: Issue) -> Iterator[Record]:
    for document in issue.documents:
        for table in document.tables:
            url, grid = table_url(issue.meta, table), table.grid
            yield {"id": table.id, "document": document.id, "caption": table.caption, "kind": grid.kind.value, "header": list(grid.columns),
                   "header_rows": grid.header_rows, "rows": table_rows(grid), "first_line": table.first_line, "last_line": table.last_line,
                   "totals": [{"column": s.column, "sum": s.computed, "printed": s.printed, "equal": s.is_equal}
                              for s in table.sums if s.row is None],
                   "url": url, "csv": url.removesuffix(".html") + ".csv", "xlsx": url.removesuffix(".html") + ".xlsx"}


def _rosters(issue: Issue) -> Iterator[Record]:
    for document in issue.documents:
        for roster in find_rosters(document):
            for member in roster:
                yield {"document": document.id, "line": member.line, "heading": member.heading, "role": member.role, "name": member.name,
                       "words": member.words, "url": f"{document_url(issue.meta, document)}#{member.anchor}"}


def _personnel_changes(known: Knowledge) -> Iterator[Record]:
    for entry in known.ledger:
        change = entry.change
        yield {"document": change.document, "line": change.line, "person": change.person, "person_id": person.id if (person := known.people.person_of(change)) else None,
               "action": change.action.value,
               "organ": change.organ, "organ_full": change.organ_full, "organ_id": change.organ_id, "post": change.post,
               "probation": change.probation, "note": change.note, "date": change.date.isoformat() if change.date else None,
               "corrected_by": known.corrected_changes.get((change.document, change.person)),
               "url": document_url(entry.issue.meta, entry.document) + "#" + change.wording.anchor}


def _chronicle(known: Knowledge) -> Iterator[Record]:
    people = entry_people(known)
    for event in events(known.bulletin):
        days = event.entry.days
        one_day = days is not None and days.first == days.last
        yield {"id": event.entry.id, "issue": event.issue.meta.id, "line": event.entry.first_line, "date": days.first.isoformat() if days and one_day else None,
               "date_from": days.first.isoformat() if days else None, "date_to": days.last.isoformat() if days else None,
               "text": event.entry.text, "people": people.get(event.entry.id, []), "organs": known.organs.organs_in([event.entry.id]),
               "kind": kind.value if (kind := entry_kind(event.entry.text)) else None, "url": entry_url(event.entry)}


def _organs(known: Knowledge) -> Iterator[Record]:
    for organ in organs_by_id(known):
        mentions = known.organs.of_organ(organ.id)
        yield organ_record(organ, [mention_record(mention) for mention in mentions], bool(mentions))


def organs_by_id(known: Knowledge) -> list[Organ]:
    """The organs in the order of organs.json."""
    return sorted(known.bulletin.authority.organs.entries, key=lambda organ: organ.id)


def organ_record(organ: Organ, mentions: Sequence[Record], has_page: bool) -> Record:
    """A record of organs.json."""
    return {"id": organ.id, "name": organ.name, "short": organ.short, "variants": list(organ.variants), "kind": organ.kind, "part_of": organ.part_of,
            "mentions": mentions, "url": organ_url(organ.id) if has_page else None}


def mention_record(mention: OrganMention) -> Record:
    """One of `mentions` in a record of organs.json."""
    return {"type": mention.type.value, "id": f"{mention.record}#{mention.anchor}" if mention.type is MentionType.TABLE_ROW else mention.record, "line": mention.line,
            "role": mention.role, "form": mention.form, "words": mention.words}


# What an issue gives by itself, and what only the whole bulletin does.
OF_ISSUE: Mapping[str, Callable[[Issue], Iterator[Record]]] = {
    "issues.json": _issues, "tables.json": _tables, "rosters.json": _rosters, "editor_notes.json": _editor_notes}
_OF_BULLETIN: Mapping[str, Callable[[Knowledge], Iterator[Record]]] = {
    "documents.json": _documents, "personnel_changes.json": _personnel_changes, "chronicle.json": _chronicle, "citations.json": citation_records,
    "deadlines.json": deadline_records, "organs.json": _organs, "links.json": _links, "people.json": people_records, "posts.json": post_records}
