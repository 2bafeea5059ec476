"""Atom feeds (RFC 4287) of the bulletin, of each organ and of appointments, as files of the site.

Nothing in them depends on the clock: an entry bears the date of its record, or of its issue where the record has none, and
an id made of the record's, which is never reused.
"""

import datetime
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from heapq import nlargest
from xml.etree import ElementTree

from generator.addresses import PERSONNEL_FEED, SITE_FEED, document_url, entry_url, issue_url, organ_feed, organ_url, relative
from generator.authority.organs import Organ
from generator.bulletin import Bulletin
from generator.linking.knowledge import Knowledge
from generator.linking.ledger import LedgerEntry
from generator.mentions import OrganMention
from generator.pages.documents import citation
from generator.parts import Part
from generator.publishing.reference_files import own_host
from generator.records import ChronicleEntry, Document, Issue

_ATOM = "http://www.w3.org/2005/Atom"
_MOST, _MOST_OF_ORGAN = 200, 50     # entries, the newest; the pages have all
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ZONE = datetime.timezone(datetime.timedelta(hours=8))      # the bulletin's days are those of Beijing


@dataclass(frozen=True)
class Entry:
    """An entry: `name` makes its id, `url` is that of its page in the site, `day` that of the record."""

    name: str
    title: str
    url: str
    day: datetime.date
    author: str
    text: str


@dataclass(frozen=True)
class Feed:
    """A feed at `url`; `page` is the page that shows the same."""

    url: str
    page: str
    title: str
    author: str
    entries: tuple[Entry, ...] = ()


def feed_parts(known: Knowledge) -> Iterator[Part]:
    """A part for each feed; none of a bulletin without issues. It is made anew where one of its entries is another."""
    bulletin, site = known.bulletin, known.bulletin.authority.site
    author = site.office or site.title
    if bulletin.issues:
        printed = [*map(_issue, bulletin.issues), *(_document(issue, document) for issue, document in bulletin.documents())]
        yield _whole_part(bulletin, Feed(SITE_FEED, "index.html", site.title, author), printed)
    if known.ledger:
        yield _whole_part(bulletin, Feed(PERSONNEL_FEED, "personnel.html", f"{site.title}：人事任免", author), _appointments(known.ledger))
    records = _Records(bulletin)
    for organ in bulletin.authority.organs.entries:
        if mentions := known.organs.of_organ(organ.id):
            feed, places = Feed(organ_feed(organ.id), organ_url(organ.id), f"{site.title}：{organ.name}", author), records.newest(mentions)
            newest = set(places)
            key = known.stamp_of(mention.record for mention in mentions if records.place(mention) in newest)
            yield _part(bulletin, feed, key, partial(records.entries, organ, mentions, places))


def _whole_part(bulletin: Bulletin, feed: Feed, printed: Sequence["_Printed"]) -> Part:
    entries = [printed[place].entry() for place in _newest(printed, range(len(printed)), _MOST)]
    return _part(bulletin, feed, bulletin.stamp((), entries), lambda: entries)


def _part(bulletin: Bulletin, feed: Feed, key: str | None, entries: Callable[[], Iterable[Entry]]) -> Part:
    """`feed` with `entries`, for all of which `key` stands."""
    def make() -> Iterator[tuple[str, bytes]]:
        yield feed.url, render_feed(replace(feed, entries=tuple(entries())), own_host(bulletin.authority))

    return Part(f"feed {feed.url}", key, make)


@dataclass(frozen=True)
class _Printed:
    """What can be an entry of a feed; the text is made only for a feed that shows it."""

    name: str
    title: str
    url: str
    day: datetime.date
    author: str
    text: Callable[[], str]

    def entry(self) -> Entry:
        return Entry(self.name, self.title, self.url, self.day, self.author, self.text())


class _Records:
    """The documents and then the chronicle entries, in the order of print; a record's place is its place among them."""

    def __init__(self, bulletin: Bulletin) -> None:
        documents, events = list(bulletin.documents()), [(issue, entry) for issue in bulletin.issues for entry in issue.chronicle]
        self.printed = [*(_document(*found) for found in documents), *(_event(*found) for found in events)]
        self._places = {id_: place for place, id_ in enumerate([*(document.id for _, document in documents), *(entry.id for _, entry in events)])}
        self._places |= {table.id: place for place, (_, document) in enumerate(documents) for table in document.tables}

    def newest(self, mentions: Iterable[OrganMention]) -> list[int]:
        """The places of the newest records that name an organ."""
        return _newest(self.printed, {self.place(mention) for mention in mentions}, _MOST_OF_ORGAN)

    def place(self, mention: OrganMention) -> int:
        """The place of the record that names the organ; of a table that of its document."""
        return self._places[mention.record]

    def entries(self, organ: Organ, mentions: Iterable[OrganMention], places: Iterable[int]) -> Iterator[Entry]:
        """What the records at these places say about an organ: the words that name it."""
        words: dict[int, dict[str, None]] = {place: {} for place in places}
        for mention in mentions:
            if (place := self.place(mention)) in words:
                words[place][f"{mention.role}：{mention.words}"] = None
        for place, found in words.items():
            entry = self.printed[place].entry()
            yield replace(entry, name=f"{entry.name}#{organ.id}", text="\n".join(found))


def _issue(issue: Issue) -> _Printed:
    def text() -> str:
        return f"公文{len(issue.documents)}件，表格{sum(len(document.tables) for document in issue.documents)}张，大事记{len(issue.chronicle)}条"

    meta = issue.meta
    return _Printed(f"issue/{meta.id}", meta.title, issue_url(meta), meta.last_day, "", text)


def _event(issue: Issue, entry: ChronicleEntry) -> _Printed:
    days = entry.days
    return _Printed(f"chronicle/{entry.id}", f"大事记 {days.first.isoformat() if days else issue.meta.title}", entry_url(entry),
                    days.last if days else issue.meta.last_day, "", lambda: entry.text)


def _document(issue: Issue, document: Document) -> _Printed:
    def text() -> str:
        return "\n".join(part for part in (citation(document), "主送：" + "，".join(document.addressees) if document.addressees else "",
                                           f"{issue.meta.year}年第{issue.meta.number}期") if part)

    return _Printed(f"document/{document.id}", document.name, document_url(issue.meta, document), document.date or issue.meta.last_day,
                    document.issuer or "", text)


def _appointments(ledger: Iterable[LedgerEntry]) -> list[_Printed]:
    """An entry for each document that appoints or removes somebody, with all it says."""
    lines: dict[str, list[LedgerEntry]] = {}
    for row in ledger:
        lines.setdefault(row.document.id, []).append(row)
    return [replace(_document(rows[0].issue, rows[0].document), name=f"personnel/{id_}", text=partial(_changes, rows)) for id_, rows in lines.items()]


def _changes(rows: Iterable[LedgerEntry]) -> str:
    return "\n".join(f"{row.change.person}：{row.change.action.shown} {row.change.organ_full or row.change.organ or ''}{row.change.post}" for row in rows)


def _newest(printed: Sequence[_Printed], places: Iterable[int], most: int) -> list[int]:
    """The newest of these places in the order of print, newest first; of one day the later printed first."""
    return nlargest(most, places, key=lambda place: (printed[place].day, place))


# ---------------------------------------------------------------- writing


def render_feed(feed: Feed, host: str) -> bytes:
    """The feed as XML; links are relative to it, so that it works wherever the site stands."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {"xml:lang": "zh-CN"})
    newest = max((entry.day for entry in feed.entries), default=datetime.date(1970, 1, 1))
    _texts(root, id=_id(host, f"feed/{feed.url}"), title=feed.title, updated=_moment(newest))
    _texts(_child(root, "author"), name=feed.author)
    _child(root, "link", rel="self", type="application/atom+xml", href=relative(feed.url, feed.url))
    _child(root, "link", rel="alternate", type="text/html", href=relative(feed.page, feed.url))
    for entry in feed.entries:
        element = _child(root, "entry")
        _texts(element, id=_id(host, entry.name), title=entry.title, updated=_moment(entry.day), published=_moment(entry.day))
        if entry.author:
            _texts(_child(element, "author"), name=entry.author)
        _child(element, "link", rel="alternate", type="text/html", href=relative(entry.url, feed.url))
        _texts(element, summary=entry.text)
    ElementTree.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'.encode()


def _child(parent: ElementTree.Element, name: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)


def _texts(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        _child(parent, name).text = _NOT_XML.sub("", text)


def _id(host: str, name: str) -> str:
    """The same for the same record for ever, and no other bulletin's."""
    return uuid.uuid5(uuid.NAMESPACE_DNS, f"{host}/{name}").urn


def _moment(day: datetime.date) -> str:
    return datetime.datetime.combine(day, datetime.time(), _ZONE).isoformat()
