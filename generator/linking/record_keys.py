"""Keys of the records: they tell of each document, table and chronicle entry whether it says what it said when something was made of it.

What shows some records needs making anew only where the key of one of them is another; a correction of a line so leaves all that shows other records.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.bulletin import Bulletin
from generator.linking.organs import OrganReading
from generator.mentions import OrganMention
from generator.records import Issue


def read_record_keys(bulletin: Bulletin, organs: OrganReading) -> Mapping[str, bytes]:
    """The key of each record by its id. It stands for all that the record says by itself, the number and title of its document and issue, what editors note
    on its lines and the organs it names included. The key of a document does not stand for what its tables name.
    """
    found: dict[str, bytes] = {}
    for printed in bulletin.each("record keys", lambda issue: dict(_printed(issue))):
        found |= printed
    for named in bulletin.each("organ keys", lambda issue: _named(organs.of_issue(issue.meta.id))):    # by themselves, for the list of organs changes more often
        for record, key in named.items():
            found[record] += key
    return found


def _printed(issue: Issue) -> Iterator[tuple[str, bytes]]:
    meta = issue.meta
    head = meta.id, meta.title, meta.year, meta.number, meta.whole_number, meta.first_month, meta.last_month, issue.source.unit
    for document in issue.documents:
        notes = [note for note in issue.notes if note.document == document.id or any(note.is_on(e.block.first_line, e.block.last_line) for e in document.elements)]
        # Its figures and its place in the issue may change without the table; what its pages are called may not.
        about = replace(document, parts=(), elements=(), tables=(), figures=(), personnel=None)
        yield document.id, _digest(head, replace(document, tables=()), notes)
        for table in document.tables:
            yield table.id, _digest(head, about, table, [note for note in notes if note.is_on(table.first_line, table.last_line)])
    for entry in issue.chronicle:
        notes = [note for note in issue.notes if any(note.is_on(p.first_line, p.last_line) for p in entry.paragraphs)]
        yield entry.id, _digest(head, entry, notes)


def _named(mentions: Sequence[OrganMention]) -> Mapping[str, bytes]:
    found: dict[str, list[OrganMention]] = {}
    for mention in mentions:
        found.setdefault(mention.record, []).append(mention)
    return {record: _digest(own) for record, own in found.items()}


def _digest(*what: object) -> bytes:
    return hashlib.sha256(repr(what).encode()).digest()
