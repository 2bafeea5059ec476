"""Finds the held document that is cited: by issuer and number, by its exact title, or as the citing document's own part."""

import copy
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.addresses import document_url, place_on
from generator.bulletin import Bulletin
from generator.citations import CitedKind, Held
from generator.linking.paragraphs import Printed
from generator.notation.folding import fold, squeeze
from generator.notation.numbers import ORDER_KINDS, DocumentNumber
from generator.notation.titles import find_quoted_titles
from generator.records import Document, Issue, Part, PartKind, Role
from generator.store import Ask, Question

_FEWEST = 8         # a shorter title (政府工作报告, 实施细则) is the name of many documents
_LEVELS = ("省", "市", "县", "区", "州", "盟", "旗", "自治区", "自治县")
_MARKS = str.maketrans("〈〉", "《》")
_Entry = tuple["Head", int | None]


@dataclass(frozen=True)
class Head:
    """What of a document decides whether it is the one cited. `anchors` are the places of its parts on its page, "" for one without."""

    url: str
    id: str
    name: str
    number: DocumentNumber | None
    further_numbers: tuple[DocumentNumber, ...]
    title: str | None
    issuer: str | None
    signatures: tuple[str, ...]
    date: datetime.date | None
    parts: tuple[Part, ...]
    anchors: tuple[str, ...]


def head_of(url: str, document: Document) -> Head:
    anchors = (next((e.anchor for e in document.elements if e.part == part and e.role is not Role.LABEL), "") for part in range(len(document.parts)))
    return Head(url, document.id, document.name, document.number, document.further_numbers, document.title, document.issuer, document.signatures,
                document.date, document.parts, tuple(anchors))


@dataclass(frozen=True)
class Cited:
    """What a citation says: title, number, who issued it by the words in front, and whether 本 stands before it."""

    title: str | None
    number: DocumentNumber | None
    issuer: str | None
    kind: CitedKind
    means_itself: bool = False


def title_key(title: str) -> str:
    return fold(title.translate(_MARKS))


class HeldIndex:
    """The documents of a bulletin by number and by title."""

    def __init__(self, bulletin: Bulletin) -> None:
        self.authority = bulletin.lists
        self.own_series = {entry.word for entry in bulletin.lists.series.entries if entry.issuer}
        self.heads = [head for heads in bulletin.each("heads", _heads) for head in heads]
        self.own_series |= {head.number.series for head in self.heads if head.number and head.issuer}
        self.by_number: dict[DocumentNumber, list[_Entry]] = {}
        self.by_title: dict[str, list[_Entry]] = {}
        for head in self.heads:
            for number in (head.number, *head.further_numbers) if head.number else ():
                self.by_number.setdefault(number, []).append((head, None))
            for key, part in self._names(head).items():
                self.by_title.setdefault(key, []).append((head, part))
        self._look: Ask = self.look

    def asked_by(self, ask: Ask) -> "HeldIndex":
        """This index, every question to it put through `ask`, which may note it down."""
        asked = copy.copy(self)
        asked._look = ask
        return asked

    def look(self, question: Question) -> Any:
        """What the index says: the documents of a number, of a title, the orders of a kind, year and number, or whether a series is of this bulletin."""
        what, *about = question
        if what == "number":
            return tuple(self.by_number.get(about[0], ()))
        if what == "title":
            return tuple(self.by_title.get(about[0], ()))
        if what == "orders":
            return tuple((other, tuple(entries)) for other, entries in self.by_number.items()
                         if [other.year, other.serial] == about[1:] and other.series.endswith(about[0]))
        assert what == "own series"
        return about[0] in self.own_series

    def resolve(self, cited: Cited, printed: Printed) -> tuple[Held | None, tuple[str, ...]]:
        """The held document, if exactly one fits; else None and the ids of those that might be meant."""
        own = self._own(cited, printed)
        if own is not None:
            return own, ()
        entries = self._numbered(cited.number) if cited.number else self._look(("title", title_key(cited.title or "")))
        if cited.number is None and len(title_key(cited.title or "")) < _FEWEST:
            return None, ()
        fitting = [entry for entry in entries if self._fits(cited, printed, entry)]
        if len(fitting) != 1:
            return None, tuple(head.id for head, _ in fitting)
        head, part = fitting[0]
        return _held(head, part, own=printed.document is not None and head.id == printed.document.id), ()

    def _numbered(self, number: DocumentNumber) -> Sequence[_Entry]:
        """The documents of a number; an order may be cited by a shorter name of its issuer: 市政府令第12号."""
        found: Sequence[_Entry] = self._look(("number", number))
        kind = next((kind for kind in ORDER_KINDS if number.series.endswith(kind)), None)
        if found or kind is None:
            return found
        issuer = number.series.removesuffix(kind)
        return [entry for other, entries in self._look(("orders", kind, number.year, number.serial)) for entry in entries
                if self._is_issuer(issuer, other.series.removesuffix(kind))]

    def _own(self, cited: Cited, printed: Printed) -> Held | None:
        """The citing document's own part, or the document itself (本《若干政策意见》, or the text its title publishes)."""
        if printed.document is None or cited.title is None or (cited.number and cited.number != printed.document.number):
            return None
        key, head = title_key(cited.title), head_of(printed.place.url.partition("#")[0], printed.document)
        parts = [i for i, p in enumerate(head.parts) if p.kind is not PartKind.BODY and key in {title_key(t) for t in (p.title, p.title_announced) if t}]
        if parts:
            return _held(head, parts[0], own=True) if len(parts) == 1 else None
        itself = title_key(head.title or "")
        if (cited.means_itself and key in itself) or any(title_key(q.title) == key for q in _published(head.title or "")):
            return _held(head, None, own=True)
        return None

    def _fits(self, cited: Cited, printed: Printed, entry: _Entry) -> bool:
        document, _ = entry
        if cited.number:
            if document.number is None or not self._look(("own series", document.number.series)):
                return False
            if cited.title and title_key(cited.title) not in self._names(document):
                return False
        elif title_key(cited.title or "") == self._bare(document) and cited.issuer is None:
            return False    # 《关于印发…的通知》 without issuer or number may be anybody's
        citing = printed.document
        if citing is not None and citing.date and document.date and document.date > citing.date:
            return False    # nobody cites what is not yet written
        named = [name for name in (cited.issuer, self.authority.layouts.title_issuer(cited.title or "")) if name]
        issuers = [document.issuer, *document.signatures, "".join(document.signatures)]     # of a joint document each, and all together
        return all(any(self._is_issuer(name, issuer) for issuer in issuers) for name in named)

    def _names(self, document: Head) -> dict[str, int | None]:
        """The keys a document is cited by, each with the part it names; the title also without its issuer."""
        bare = self._bare(document)
        return dict(_names(document)) | ({bare: None} if bare else {})

    def _bare(self, document: Head) -> str | None:
        """关于印发…的通知 of 市政府办公室关于印发…的通知."""
        issuer = self.authority.layouts.title_issuer(document.title or "")
        return title_key(squeeze(document.title or "").removeprefix(issuer)) if issuer else None

    def _is_issuer(self, named: str, issuer: str | None) -> bool:
        """True where both are one organ: by organs.yml, or by name, 市政府办公室 standing for the one of this city."""
        if issuer is None:
            return False
        one, other = self.authority.organs.find(named), self.authority.organs.find(issuer)
        if one is not None and other is not None:
            return one is other
        short, full = (squeeze(words).replace("人民政府", "政府") for words in (named, issuer))
        return short == full or (short.startswith(_LEVELS) and full.endswith(short))


def _names(document: Head) -> Iterator[tuple[str, int | None]]:
    """The keys a document is cited by: titles of its enclosures, what its title quotes, the title itself (which wins)."""
    for part_index, part in enumerate(document.parts):
        if part.kind is PartKind.ENCLOSURE:
            yield from ((title_key(title), part_index) for title in (part.title, part.title_announced) if title)
    enclosed = {title_key(t) for p in document.parts if p.kind is PartKind.ENCLOSURE for t in (p.title, p.title_announced) if t}
    yield from ((title_key(q.title), None) for q in _published(document.title or "") if title_key(q.title) not in enclosed)
    if document.title:
        yield title_key(document.title), None


def _published(title: str) -> Iterator["_Quoted"]:
    """What a title says it publishes: 关于印发《…》的通知. 关于修改《…》的决定 publishes no such text."""
    for quoted in find_quoted_titles(title):
        if quoted.depth == 0 and any(word in title[:quoted.start] for word in ("印发", "转发", "批转", "发布", "公布")):
            yield _Quoted(quoted.title)


@dataclass(frozen=True)
class _Quoted:
    title: str


def _held(head: Head, part: int | None, own: bool) -> Held:
    return Held(head.id, part, own, place_on(head.url, head.anchors[part] if part is not None else None), head.name)


def _heads(issue: Issue) -> list[Head]:
    return [head_of(document_url(issue.meta, document), document) for document in issue.documents]
