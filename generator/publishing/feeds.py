"""Atom feeds (RFC 4287) of the bulletin, of each organ and of appointments, as files of the site.

Nothing in them depends on the clock: an entry bears the date of its record, or of its issue where the record has none, and
an id made of the record's, which is never reused.
"""

import datetime
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from generator.authority.organs import Organ
from generator.bulletin import Bulletin
from generator.linking.knowledge import Knowledge
from generator.linking.ledger import LedgerEntry
from generator.mentions import OrganMention
from generator.pages.addresses import PERSONNEL_FEED, SITE_FEED, document_url, entry_url, issue_url, organ_feed, organ_url, relative
from generator.pages.documents import citation, display_title
from generator.publishing.reference_files import own_host
from generator.records import Document, Issue

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
    entries: tuple[Entry, ...]


def feed_files(known: Knowledge) -> dict[str, bytes]:
    """Every feed by its path in the site; none of a bulletin without issues."""
    host = own_host(known.bulletin.authority)
    return {feed.url: render_feed(feed, host) for feed in _feeds(known)}


def _feeds(known: Knowledge) -> Iterator[Feed]:
    bulletin, site = known.bulletin, known.bulletin.authority.site
    author = site.office or site.title
    if bulletin.issues:
        yield Feed(SITE_FEED, "index.html", site.title, author, _newest([*_issues(bulletin), *(_document(i, d) for i, d in bulletin.documents())], _MOST))
    if known.ledger:
        yield Feed(PERSONNEL_FEED, "personnel.html", f"{site.title}：人事任免", author, _newest(_appointments(known.ledger), _MOST))
    by_organ: dict[str, list[OrganMention]] = {}
    for mention in known.organs.mentions:
        by_organ.setdefault(mention.organ, []).append(mention)
    records = _Records(bulletin)
    for organ in bulletin.authority.organs.entries:
        if organ.id in by_organ:
            yield _organ_feed(organ, by_organ[organ.id], records, site.title, author)


def _organ_feed(organ: Organ, mentions: Iterable[OrganMention], records: "_Records", title: str, author: str) -> Feed:
    """What is printed about an organ: an entry for each document or chronicle entry that names it, with the words."""
    words: dict[str, list[str]] = {}
    for mention in mentions:
        words.setdefault(records.of_table.get(mention.record, mention.record), []).append(f"{mention.role}：{mention.words}")
    found = [Entry(f"{entry.name}#{organ.id}", entry.title, entry.url, entry.day, entry.author, "\n".join(dict.fromkeys(words[id_])))
             for id_, entry in records.entries.items() if id_ in words]
    return Feed(organ_feed(organ.id), organ_url(organ.id), f"{title}：{organ.name}", author, _newest(found, _MOST_OF_ORGAN))


class _Records:
    """The documents and chronicle entries as entries of a feed, by their id; and the document of each table."""

    def __init__(self, bulletin: Bulletin) -> None:
        self.entries: dict[str, Entry] = {document.id: _document(issue, document) for issue, document in bulletin.documents()}
        self.of_table: Mapping[str, str] = {table.id: document.id for _, document in bulletin.documents() for table in document.tables}
        for issue in bulletin.issues:
            for entry in issue.chronicle:
                day = entry.days.last if entry.days else issue.meta.last_day
                self.entries[entry.id] = Entry(f"chronicle/{entry.id}", f"大事记 {entry.days.first.isoformat() if entry.days else issue.meta.title}", entry_url(entry), day,
                                               "", entry.text)


def _issues(bulletin: Bulletin) -> Iterator[Entry]:
    for issue in bulletin.issues:
        tables = sum(len(document.tables) for document in issue.documents)
        yield Entry(f"issue/{issue.meta.id}", issue.meta.title, issue_url(issue.meta), issue.meta.last_day, "",
                    f"公文{len(issue.documents)}件，表格{tables}张，大事记{len(issue.chronicle)}条")


def _document(issue: Issue, document: Document) -> Entry:
    text = "\n".join(part for part in (citation(document), "主送：" + "，".join(document.addressees) if document.addressees else "",
                                       f"{issue.meta.year}年第{issue.meta.number}期") if part)
    return Entry(f"document/{document.id}", display_title(document), document_url(issue.meta, document), document.date or issue.meta.last_day, document.issuer or "", text)


def _appointments(ledger: Iterable[LedgerEntry]) -> Iterator[Entry]:
    """An entry for each document that appoints or removes somebody, with all it says."""
    lines: dict[str, list[LedgerEntry]] = {}
    for row in ledger:
        lines.setdefault(row.document.id, []).append(row)
    for rows in lines.values():
        entry = _document(rows[0].issue, rows[0].document)
        text = "\n".join(f"{row.change.person}：{row.change.action.shown} {row.change.organ_full or row.change.organ or ''}{row.change.post}" for row in rows)
        yield Entry(f"personnel/{rows[0].document.id}", entry.title, entry.url, entry.day, entry.author, text)


def _newest(entries: Iterable[Entry], most: int) -> tuple[Entry, ...]:
    """Newest first; of one day the later printed first."""
    last_printed_first = list(entries)[::-1]
    return tuple(sorted(last_printed_first, key=lambda entry: entry.day, reverse=True)[:most])


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
