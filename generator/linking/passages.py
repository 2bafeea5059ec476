"""The passages of a bulletin in which linking looks for words: paragraphs, table rows and chronicle entries, with their addresses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.addresses import document_url, entry_url, place_on, table_url
from generator.bulletin import Bulletin
from generator.links import Place
from generator.records import ChronicleEntry, Document, Issue, IssueMeta, Paragraph, Role, TableBlock

_SENTENCE = re.compile("[^。！？；]+[。！？；]?")


@dataclass(frozen=True)
class Passage:
    """A text that is read as one, and where it stands."""

    text: str
    place: Place
    title: str
    role: Role | None = None


def document_passages(issue: Issue) -> Iterator[Passage]:
    """Every passage of the documents in the order of print; a table gives one for each record (row), its cells parted by blanks."""
    for document in issue.documents:
        yield from _of_document(issue.meta, document)


def chronicle_passages(issue: Issue) -> Iterator[Passage]:
    """Every entry of the chronicle in the order of print."""
    for entry in issue.chronicle:
        yield Passage(entry.text, Place("chronicle", entry.id, entry.first_line, entry_url(entry)), _day(entry))


def record_titles(bulletin: Bulletin) -> Mapping[str, str]:
    """What readers know every document, table and chronicle entry by, by its id: the title of its passages."""
    titles = {entry.id: _day(entry) for issue in bulletin.issues for entry in issue.chronicle}
    for _, document in bulletin.documents():
        titles[document.id] = document.name
        titles |= {table.id: table.caption or document.name for table in document.tables}
    return titles


def _day(entry: ChronicleEntry) -> str:
    return entry.days.first.isoformat() if entry.days else "日期未注明"


def _of_document(meta: IssueMeta, document: Document) -> Iterator[Passage]:
    title = document.name
    page = document_url(meta, document)
    for element in document.elements:
        if isinstance(element.block, Paragraph):
            if element.role not in (Role.CONTENTS, Role.ADDRESSEES):
                yield Passage(element.block.text, Place("document", document.id, element.block.first_line, place_on(page, element.anchor)), title, element.role)
        elif isinstance(element.block, TableBlock):
            table = next(t for t in document.tables if t.block is element.block)
            for record in table.grid.records:
                own = [value for value in record.values if value.items and not value.is_inherited]
                if own:
                    address = place_on(table_url(meta, table), record.anchor)
                    yield Passage(" ".join(v.text for v in own), Place("table", table.id, own[0].line, address), table.caption or title)


def sentence_around(text: str, at: int) -> str:
    """The sentence of `text` that holds offset `at`, as printed."""
    return next((m[0].strip() for m in _SENTENCE.finditer(text) if m.start() <= at < m.end()), text.strip())
