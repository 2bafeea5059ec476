"""Links two documents by a person: one who leaves a post in the one and takes up another in the other, or who sits in a leading group by a post."""

import datetime
from collections.abc import Iterator, Mapping, Sequence

from generator.addresses import document_url, place_on, table_url
from generator.appointments import PersonnelChange
from generator.authority.organs import OrganList
from generator.linking.ledger import LedgerEntry
from generator.linking.people import PeopleReading
from generator.links import Link, Place
from generator.people import Person, PersonMention, Where
from generator.records import Document, Issue, Table

_MOST_BETWEEN = datetime.timedelta(days=92)     # between two documents of one move; undated ones must stand in one issue


def link_moves(ledger: Sequence[LedgerEntry], people: PeopleReading) -> Iterator[Link]:
    """From the document that removes somebody to the other one that appoints the same person; nobody whose identity is unsure."""
    by_person: dict[str, list[LedgerEntry]] = {}
    for entry in ledger:
        person = people.person_of(entry.change)
        if person is not None and person.is_sure:
            by_person.setdefault(person.id, []).append(entry)
    for entries in by_person.values():
        seen: set[tuple[str, str]] = set()
        taking = [entry for entry in entries if entry.change.action.is_beginning]
        for left in (entry for entry in entries if entry.change.action.is_end):
            for taken in taking:
                pair = (left.document.id, taken.document.id)
                if pair[0] != pair[1] and pair not in seen and left.change.office != taken.change.office and _are_near(left, taken):
                    seen.add(pair)
                    yield Link(_place(left), _place(taken), "moves", f"{left.change.wording.sentence}\n{taken.change.wording.sentence}", "likely")


def _are_near(one: LedgerEntry, other: LedgerEntry) -> bool:
    if one.change.date is None or other.change.date is None:
        return one.issue.meta.id == other.issue.meta.id
    return abs(one.change.date - other.change.date) <= _MOST_BETWEEN


def _place(entry: LedgerEntry) -> Place:
    return Place("document", entry.document.id, entry.change.line, place_on(document_url(entry.issue.meta, entry.document), entry.change.wording.anchor))


# ---------------------------------------------------------------- leading groups


def link_groups(ledger: Sequence[LedgerEntry], people: PeopleReading, organs: OrganList, documents: Mapping[str, tuple[Issue, Document, Table | None]]) -> Iterator[Link]:
    """From an appointment or removal to the leading group whose list names the person with that very post. `documents` are documents and tables by id."""
    for entry in ledger:
        person = people.person_of(entry.change)
        for mention in _memberships(person, entry.change, organs):
            issue, document, table = documents[mention.record]
            record, kind, url = (table.id, "table", table_url(issue.meta, table)) if table else (document.id, "document", document_url(issue.meta, document))
            target = Place(kind, record, mention.line, place_on(url, mention.anchor))
            yield Link(_place(entry), target, "group", f"{entry.change.wording.sentence}\n{mention.words.strip()}", "likely")


def _memberships(person: Person | None, change: PersonnelChange, organs: OrganList) -> Iterator[PersonMention]:
    if person is None or not person.is_sure or change.organ_id is None:
        return
    for mention in person.of(Where.ROSTER):
        segments = (mention.title or "").replace("，", "、").split("、")
        if any(segment.endswith(change.post) and (organ := organs.find(segment.removesuffix(change.post))) and organ.id == change.organ_id for segment in segments):
            yield mention
