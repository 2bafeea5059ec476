"""Lines of evidence: the printed words with what they name marked, and where they stand. People, organs and posts are shown by them."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.addresses import document_url, entry_url, table_url
from generator.linking.knowledge import Knowledge
from generator.notation.folding import squeeze
from generator.pages.chronicle import Event, events
from generator.pages.escape import escape_html
from generator.records import Document, Issue, Table

_LONGEST = 220      # characters of evidence; the rest is one click away


@dataclass(frozen=True)
class EvidenceLine:
    """`html` is what is printed, with the name marked; `lead` stands in front of it, "" for nothing; `source` says where it is printed."""

    lead: str
    html: str
    source: str
    url: str


class RecordBook:
    """Every record of the bulletin by its id, with its address and what readers know it by."""

    def __init__(self, known: Knowledge) -> None:
        self.known, bulletin = known, known.bulletin
        self.documents: dict[str, tuple[Issue, Document]] = {document.id: (issue, document) for issue, document in bulletin.documents()}
        self.tables: dict[str, tuple[Issue, Document, Table]] = {table.id: (issue, document, table) for issue, document in bulletin.documents() for table in document.tables}
        self.several = len(bulletin.issues) > 1
        self.events: dict[str, Event] = {event.entry.id: event for event in events(bulletin)}

    def stamp(self, records: Iterable[str], *words: object) -> str | None:
        """Stands for all that lines of evidence show of these records, in order, and for `words` (`Bulletin.stamp`)."""
        return self.known.stamp_of(records, self.several, words)

    def url(self, record: str, anchor: str | None = None) -> str:
        """The address of the passage; entries of the chronicle have no anchors."""
        if record in self.events:
            return entry_url(self.events[record].entry)
        if record in self.tables:
            issue, _, table = self.tables[record]
            address = table_url(issue.meta, table)
        else:
            address = document_url(self.documents[record][0].meta, self.documents[record][1])
        return address + (f"#{anchor}" if anchor else "")

    def name(self, record: str) -> str:
        """大事记, 某号《…》, or a table under the number of its document."""
        if record in self.events:
            return "大事记"
        if record in self.tables:
            _, document, table = self.tables[record]
            return f"{document.number or document.name} {table.caption or '表格'}"
        _, document = self.documents[record]
        return f"{document.number or ''}《{squeeze(document.name)}》"

    def issue(self, record: str) -> Issue:
        """The issue that prints the record."""
        if record in self.events:
            return self.events[record].issue
        return self.tables[record][0] if record in self.tables else self.documents[record][0]

    def year(self, record: str) -> int:
        return self.issue(record).meta.year

    def printed_at(self, record: str, line: int) -> str:
        """Where the words are printed; the issue is named where there are several."""
        issue = self.issue(record)
        return (f"{issue.meta.year}年第{issue.meta.number}期" if self.several else "") + issue.source.place(line)

    def when(self, record: str) -> str:
        """The day of an entry of the chronicle as words; "" for other records."""
        return self.events[record].when if record in self.events else ""

    def line(self, record: str, anchor: str | None, html: str, number: int, lead: str = "", remark: str = "") -> EvidenceLine:
        """`html` as evidence from source line `number` of the record; a day is the lead where there is no other."""
        return EvidenceLine(lead or self.when(record), html, f"{self.name(record)}　{remark}{self.printed_at(record, number)}", self.url(record, anchor))


def mark(words: str, start: int, end: int) -> str:
    """`words` with [start, end) marked (nothing where it is empty), cut where they are long; what is marked stays within."""
    lead = len(words) - len(words.lstrip())
    words, start, end = words.strip(), start - lead, end - lead
    before = behind = ""
    if len(words) > _LONGEST:
        begin = max(0, min(start - _LONGEST // 2, len(words) - _LONGEST))
        before, behind = "…" if begin else "", "…" if begin + _LONGEST < len(words) else ""
        words, start, end = words[begin:begin + _LONGEST], start - begin, end - begin
    marked = f"{escape_html(words[:start])}<mark>{escape_html(words[start:end])}</mark>{escape_html(words[end:])}" if 0 <= start < end else escape_html(words)
    return (before + marked + behind).replace("\n", "<br>")
