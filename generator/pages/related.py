"""What stands at the foot of a record's page: what it is linked to, and whom and which organs it names. Both ends show a link."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.addresses import document_url, organ_url, person_url, post_url, table_url, topic_url
from generator.linking.knowledge import Knowledge
from generator.linking.passages import record_titles
from generator.links import Link, Place
from generator.mentions import OrganMention
from generator.people import Where
from generator.records import Issue

_MOST_PLACES = 3    # passages shown behind a name; the rest is counted
# What the page of the source, and that of the target, calls a link; kinds that other parts of the pages show are not here.
_WORDS = {"decided_at": ("据以决定的会议", "本次会议决定的公文"), "discussed_at": ("讨论过此事的会议", "会议讨论的事项，后来的公文"),
          "opened_at": ("所设机构的挂牌", "撤并、设立机构的公文"), "moves": ("同一人的另一件任免", "同一人的另一件任免"), "group": ("所任免的人在其中的名单", "名单中人的任免")}


@dataclass(frozen=True)
class Related:
    """One line: what kind of link, where it leads, what stands there, the printed words that make it, and whether they say it outright."""

    kind: str
    name: str
    url: str
    evidence: str
    is_certain: bool = True


@dataclass(frozen=True)
class Named:
    """A person, organ or post that a record names; `places` are the first passages as (words, address), `more` how many others there are."""

    name: str
    url: str
    places: tuple[tuple[str, str], ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Foot:
    """What stands below one record."""

    related: tuple[Related, ...] = ()
    people: tuple[Named, ...] = ()
    organs: tuple[Named, ...] = ()
    posts: tuple[Named, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.related or self.people or self.organs or self.posts)


@dataclass
class _Draft:
    """The foot of one record while it is gathered; names in the order in which they come."""

    related: list[Related] = field(default_factory=list)
    people: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    organs: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    posts: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)

    def finish(self) -> Foot:
        return Foot(tuple(dict.fromkeys(self.related)), _named(self.people), _named(self.organs), _named(self.posts))


def _named(found: Mapping[tuple[str, str], Sequence[tuple[str, str]]]) -> tuple[Named, ...]:
    named = []
    for (name, url), places in found.items():
        once = list(dict.fromkeys(place for place in places if place[1]))
        named.append(Named(name, url, tuple(once[:_MOST_PLACES]), max(0, len(once) - _MOST_PLACES)))
    return tuple(named)


def find_feet(known: Knowledge) -> Mapping[str, Foot]:
    """The foot of every document, table and chronicle entry that has one, by its id, but for the organs it names.

    A document names what its tables name.
    """
    drafts: dict[str, _Draft] = {}
    for record, line in (*_links(known), *_topics(known)):
        drafts.setdefault(record, _Draft()).related.append(line)
    gatherer = _Gatherer(known, drafts, known.bulletin.issues)
    gatherer.people()
    gatherer.posts()
    return {record: draft.finish() for record, draft in drafts.items()}


def organs_of(known: Knowledge, issue: Issue, *record_ids: str) -> Mapping[str, tuple[Named, ...]]:
    """The organs that these records of an issue name, by the id of the record: nothing but the issue and the lists decides them."""
    drafts: dict[str, _Draft] = {}
    _Gatherer(known, drafts, (issue,)).organs([mention for mention in known.organs.of_issue(issue.meta.id) if mention.record in record_ids])
    return {record: _named(draft.organs) for record, draft in drafts.items()}


def _links(known: Knowledge) -> Iterator[tuple[str, Related]]:
    titles = record_titles(known.bulletin)

    def line(kind: str, place: Place, link: Link) -> Related:
        name = titles.get(place.id, place.id) + (" 大事记" if place.type == "chronicle" else "")
        return Related(kind, name, place.url, link.evidence, link.certainty == "certain")

    for link in known.links:
        if link.kind in _WORDS:
            yield link.source.id, line(_WORDS[link.kind][0], link.target, link)
            yield link.target.id, line(_WORDS[link.kind][1], link.source, link)


def _topics(known: Knowledge) -> Iterator[tuple[str, Related]]:
    """Of a topic only the first passage of a record."""
    topics = {topic.id: topic for topic in known.bulletin.authority.topics}
    seen: set[tuple[str, str]] = set()
    for mention in known.topic_mentions:
        if (mention.place.id, mention.topic_id) not in seen:
            seen.add((mention.place.id, mention.topic_id))
            yield mention.place.id, Related("专题", topics[mention.topic_id].name, topic_url(mention.topic_id), mention.word)


class _Gatherer:
    """Puts who and what is named to each record, and what a table names to its document too."""

    def __init__(self, known: Knowledge, drafts: dict[str, _Draft], issues: Sequence[Issue]) -> None:
        self.known, self.drafts = known, drafts
        self.document_of: dict[str, str] = {}
        self.units: dict[str, str] = {}
        self.pages: dict[str, str] = {}
        for issue in issues:
            for document in issue.documents:
                self.pages[document.id] = document_url(issue.meta, document)
                for table in document.tables:
                    self.document_of[table.id] = document.id
                    self.pages[table.id] = table_url(issue.meta, table)
                self.units |= dict.fromkeys((document.id, *(table.id for table in document.tables)), issue.source.unit)

    def _of(self, record: str) -> Iterator[_Draft]:
        for own in dict.fromkeys((record, self.document_of.get(record, record))):
            yield self.drafts.setdefault(own, _Draft())

    def _passage(self, record: str, anchor: str | None, line: int) -> tuple[str, str]:
        """The words and the address of a passage; ("", "") in an entry, which is one passage itself."""
        if record not in self.pages:
            return "", ""
        words = f"表第{anchor[1:]}行" if anchor and record in self.document_of else f"第{line}{self.units[record]}"
        return words, self.pages[record] + (f"#{anchor}" if anchor else "")

    def people(self) -> None:
        for person in self.known.people.persons:
            name = f"{person.name}（{person.note}）" if person.note else person.name
            for mention in person.mentions:
                if mention.where is not Where.CHRONICLE:     # an entry shows people with their titles
                    for draft in self._of(mention.record):
                        draft.people.setdefault((name, person_url(person.id)), []).append(self._passage(mention.record, mention.anchor, mention.line))

    def organs(self, mentions: Sequence[OrganMention]) -> None:
        order = {organ.id: (index, organ.short or organ.name) for index, organ in enumerate(self.known.bulletin.authority.organs.entries)}
        for mention in sorted(mentions, key=lambda m: order[m.organ][0]):
            for draft in self._of(mention.record):
                key = (order[mention.organ][1], organ_url(mention.organ))
                draft.organs.setdefault(key, []).append(self._passage(mention.record, mention.anchor, mention.line))

    def posts(self) -> None:
        for post in self.known.posts:
            for holding in post.holdings:
                for change in holding.changes:
                    for draft in self._of(change.document):
                        draft.posts.setdefault((post.title, post_url(post.id)), []).append(self._passage(change.document, change.wording.anchor, change.line))
