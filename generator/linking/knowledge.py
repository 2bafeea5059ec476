"""What linking knows of a whole bulletin, each reading made once and passed along: pages, search and data files are views of it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.appointments import Move
from generator.bulletin import Bulletin
from generator.corrections import Correction
from generator.linking.careers import link_groups, link_moves
from generator.linking.corrections import corrected_changes, find_corrections
from generator.linking.ledger import LedgerEntry, find_ledger, find_moves
from generator.linking.links import find_links
from generator.linking.meetings import link_deliberations, link_meetings, link_openings, read_meetings
from generator.linking.organs import OrganReading, read_organs
from generator.linking.passages import chronicle_passages, document_passages
from generator.linking.people import PeopleReading, read_persons
from generator.linking.posts import find_posts
from generator.linking.record_keys import read_record_keys
from generator.linking.references import References, find_references
from generator.linking.topics import find_topic_mentions
from generator.linking.validity import stated_day
from generator.links import Link, TopicMention
from generator.posts import Post
from generator.records import Document, Issue, Table
from generator.store import Ask


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The readings of one bulletin. Each is made when it is first asked for, so that a command pays only for what it uses.

    `day` is the stated day for which validity is worked out; None for a bulletin without issues.
    """

    bulletin: Bulletin
    day: datetime.date | None

    def stamp(self) -> str | None:
        """Stands for all that is known (`Bulletin.stamp`)."""
        return self.bulletin.stamp((issue.meta.id for issue in self.bulletin.issues), self.day)

    def stamp_of(self, records: Iterable[str], *words: object) -> str | None:
        """Stands for all that these documents, tables and chronicle entries say by themselves, given by their ids in order, and `words` (`Bulletin.stamp`)."""
        if not self.bulletin.keys:
            return None
        return self.bulletin.stamp((), b"".join(self.record_keys[record] for record in dict.fromkeys(records)), words)

    @cached_property
    def record_keys(self) -> Mapping[str, bytes]:
        return read_record_keys(self.bulletin, self.organs)

    @cached_property
    def organs(self) -> OrganReading:
        return read_organs(self.bulletin)

    @cached_property
    def people(self) -> PeopleReading:
        return read_persons(self.bulletin)

    @cached_property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        return find_ledger(self.bulletin)

    @cached_property
    def moves(self) -> tuple[tuple[Issue, Move], ...]:
        return tuple(find_moves(self.bulletin))

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        return find_posts(self.ledger, self.people)

    @cached_property
    def references(self) -> References:
        return find_references(self.bulletin, self.day)

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        return find_corrections(self.bulletin, self.references.citations)

    @cached_property
    def corrected_changes(self) -> Mapping[tuple[str, str], str]:
        return corrected_changes(self.corrections, self.ledger)

    @cached_property
    def meetings(self) -> tuple[Link, ...]:
        """Links to entries of the chronicle: meetings that decided or discussed a document's matter, openings of organs."""
        days = {document.id: document.date for _, document in self.bulletin.documents()}
        days |= {entry.id: entry.days.first if entry.days else None for issue in self.bulletin.issues for entry in issue.chronicle}
        told = self.bulletin.each("meetings", lambda issue: (read_meetings(document_passages(issue)), read_meetings(chronicle_passages(issue))))
        decided = tuple(link_meetings((item for own, _ in told for item in own), (item for _, own in told for item in own), days))
        pairs = {(link.source.id, link.target.id) for link in decided}
        discussed = (link for link in link_deliberations(self.bulletin) if (link.source.id, link.target.id) not in pairs)
        return (*decided, *discussed, *link_openings(self.bulletin, self.organs))

    @cached_property
    def careers(self) -> tuple[Link, ...]:
        """Links by a person: two documents of one move, an appointment and the leading group."""
        records: dict[str, tuple[Issue, Document, Table | None]] = {document.id: (issue, document, None) for issue, document in self.bulletin.documents()}
        records |= {table.id: (issue, document, table) for issue, document in self.bulletin.documents() for table in document.tables}
        return (*link_moves(self.ledger, self.people), *link_groups(self.ledger, self.people, self.bulletin.authority.organs, records))

    @cached_property
    def topic_mentions(self) -> tuple[TopicMention, ...]:
        """In the order of print; what the chronicle says comes behind all documents."""
        topics = self.bulletin.authority.topics

        def read(issue: Issue, ask: Ask) -> tuple[list[TopicMention], ...]:
            asked = ask(("topics",))
            return tuple(list(find_topic_mentions(passages, asked)) for passages in (document_passages(issue), chronicle_passages(issue)))

        found = self.bulletin.each_asking("topics", read, lambda _: topics)
        return tuple(mention for part in zip(*found, strict=True) for mentions in part for mention in mentions)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link with its evidence, by kind and then in the order of print."""
        return tuple(find_links(self.references, self.corrections, (*self.meetings, *self.careers), self.topic_mentions))


def learn(bulletin: Bulletin, epoch: str | None = None) -> Knowledge:
    """The knowledge of `bulletin`; `epoch` is the value of SOURCE_DATE_EPOCH, where the build is given one."""
    return Knowledge(bulletin, stated_day(bulletin, epoch))
