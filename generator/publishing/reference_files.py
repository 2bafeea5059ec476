"""Makes the records of citations.json and deadlines.json, and the calendar beside deadlines.html."""

from collections.abc import Iterator
from typing import Any

from generator.authority.bundle import Authority
from generator.citations import Citation
from generator.linking.knowledge import Knowledge
from generator.pages.deadlines import CALENDAR
from generator.parts import Part
from generator.publishing.calendar import calendar_file

Record = dict[str, Any]


def citation_records(known: Knowledge) -> Iterator[Record]:
    for citation in known.references.citations:
        yield _citation(citation)


def _citation(citation: Citation) -> Record:
    place, held, is_document = citation.place, citation.held, citation.place.type == "document"
    return {"document": place.id if is_document else None, "entry": None if is_document else place.id, "line": place.line, "as_printed": citation.as_printed,
            "title": citation.title, "number": str(citation.number) if citation.number else None, "kind": citation.kind.value, "inside": citation.inside,
            "issuer": citation.issuer, "sentence": citation.sentence, "resolved": held.document if held else None, "own": held is not None and held.own,
            "candidates": list(citation.candidates), "relation": citation.relation.value if citation.relation else None, "evidence": citation.evidence or None,
            "certainty": citation.certainty if citation.relation else None, "url": place.url}


def deadline_records(known: Knowledge) -> Iterator[Record]:
    for item in known.references.dates:
        yield {"document": item.place.id, "line": item.place.line, "text": item.text, "words": item.words, "date": item.date.isoformat() if item.date else None,
               "precision": item.precision, "derived": item.derived or None, "monthly": item.recurs, "by": item.by, "by_source": item.by_source or None,
               "organs": list(item.organs), "kind": item.kind.value, "whole": item.whole, "url": item.place.url}


def calendar_part(known: Knowledge) -> Part:
    """The calendar as a part of the site."""
    return Part(f"calendar {CALENDAR}", known.stamp(), lambda: reference_files(known).items())


def reference_files(known: Knowledge) -> dict[str, bytes]:
    """The calendar by its path in the site."""
    found, authority = known.references, known.bulletin.authority
    sources = {document.id: issue.source for issue, document in known.bulletin.documents()}
    return {CALENDAR: calendar_file(found.dates, sources, f"{authority.site.title}：期限和施行日期", own_host(authority), found.day)}


def own_host(authority: Authority) -> str:
    """What makes the ids in calendars and feeds the bulletin's own; not the name of a host that exists."""
    return f"{authority.series.entries[0].slug if authority.series.entries else 'gongbao'}.gongbao"
