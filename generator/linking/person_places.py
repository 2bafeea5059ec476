"""Gathers every place that names a person: appointments, lists of honours, leading groups, tables of tasks, the chronicle."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain

from generator.appointments import PersonnelChange
from generator.bulletin import Bulletin
from generator.grid import Grid, Record, TableKind
from generator.linking.chronicle_people import confirmed_names, read_people
from generator.linking.ledger import LedgerEntry, find_ledger
from generator.linking.person_words import PersonWords, person_words
from generator.notation.folding import WHITE, squeeze
from generator.parsing.rosters import find_rosters
from generator.people import NameInDoubt, PersonMention, Where
from generator.records import Document, Issue, Paragraph, Role, Table
from generator.store import Ask, AskedSet

_SENTENCE = re.compile("[^。！？；\n]+[。！？；]?")
MERGED = "（与上格合并，推定）"     # behind the column of a leader printed in a cell that spans this row
_LEAST = 3      # names a column without a heading must have to count as one of names


@dataclass(frozen=True)
class Appointment:
    """A mention in a sentence of appointment, with what the sentence does."""

    mention: PersonMention
    change: PersonnelChange


@dataclass(frozen=True)
class Places:
    """Every mention in the order of print (by issue, then line), the appointments among them, and names in doubt."""

    mentions: tuple[PersonMention, ...]
    appointments: tuple[Appointment, ...]
    doubts: tuple[tuple[Issue, NameInDoubt], ...]


def find_places(bulletin: Bulletin) -> Places:
    """All mentions of people in all issues. Names confirmed in any place serve to read the chronicle."""
    words = person_words(bulletin.lists.layouts.words["name_followers"])
    spans = bulletin.each("people appointed", _spans)
    appointments = [_appointment(entry, *span) for entry, span in zip(find_ledger(bulletin), chain.from_iterable(spans), strict=True)]
    lists = bulletin.each("people listed", lambda issue: [mention for document in issue.documents for mention in _document(issue, document, words)])
    confirmed = bulletin.each("people confirmed", lambda issue: confirmed_names((p.text for entry in issue.chronicle for p in entry.paragraphs), words))
    known = {item.mention.name for item in appointments}.union((mention.name for found in lists for mention in found), *confirmed)

    def read(issue: Issue, ask: Ask) -> tuple[list[PersonMention], list[PersonMention | NameInDoubt]]:
        names = AskedSet("name", ask)
        own = next(found for other, found in zip(bulletin.issues, lists, strict=True) if other is issue)
        return [mention for document in issue.documents for mention in _prose(issue, document, names, own, words)], list(_chronicle(issue, names, words))

    readings = bulletin.each_asking("people", read, lambda question: question[1] in known)
    listed = [mention for found in lists for mention in found] + [mention for found, _ in readings for mention in found]
    events = [mention for _, found in readings for mention in found if isinstance(mention, PersonMention)]
    doubts = [(issue, doubt) for issue, (_, found) in zip(bulletin.issues, readings, strict=True) for doubt in found if isinstance(doubt, NameInDoubt)]
    order = {issue.meta.id: index for index, issue in enumerate(bulletin.issues)}
    mentions = [*(item.mention for item in appointments), *listed, *events]
    mentions = sorted(dict.fromkeys(mentions), key=lambda m: (order[m.issue], m.line))
    return Places(tuple(mentions), tuple(appointments), tuple(doubts))


def printed_span(words: str, name: str) -> tuple[int, int]:
    """Where the name stands in the words, blanks inside it allowed (陈  敢); (0, 0) where it does not."""
    match = re.search(f"[{WHITE}]*".join(map(re.escape, name.replace(" ", ""))), words)
    return (match.start(), match.end()) if match else (0, 0)


def _spans(issue: Issue) -> list[tuple[int, int]]:
    """Where the names stand in the sentences of appointment of an issue, in the order of print."""
    return [printed_span(change.wording.sentence, change.person) for document in issue.documents if document.personnel for change in document.personnel.changes]


def _appointment(entry: LedgerEntry, start: int, end: int) -> Appointment:
    change = entry.change
    return Appointment(PersonMention(change.person, change.office, change.line, start, end, Where.APPOINTMENT, change.document, entry.issue.meta.id,
                                     change.wording.anchor, change.wording.sentence, change.action.shown, change.date), change)


# ---------------------------------------------------------------- lists and tables


def _document(issue: Issue, document: Document, words: PersonWords) -> Iterator[PersonMention]:
    printed = {element.block.first_line: element.block.text for element in document.elements if isinstance(element.block, Paragraph)}
    for roster in find_rosters(document):
        is_group = any(member.role for member in roster)
        for member in roster:
            line = printed[member.line]
            start, end = printed_span(line, member.name)
            yield PersonMention(member.name, member.words, member.line, start, end, Where.ROSTER if is_group else Where.AWARD, document.id, issue.meta.id,
                                member.anchor, line, member.role if is_group else member.heading, document.date)
    for table in document.tables:
        if table.grid.kind is not TableKind.FORM:
            yield from _task_table(issue, document, table, words)
            yield from _name_table(issue, document, table, words)


def _task_table(issue: Issue, document: Document, table: Table, words: PersonWords) -> Iterator[PersonMention]:
    """The rows of a table with a column of leaders: its words are the longest text that the row has for itself."""
    grid = table.grid
    leading = [index for index, column in enumerate(grid.columns) if squeeze(column.rpartition(" / ")[2]) in words.lists["task_columns"]]
    own = _own_columns(grid) if leading else ()
    for index in leading:
        for record in grid.records:
            value = record.values[index]
            text = max((record.values[column].text for column in own), key=len, default="")
            for name in map(squeeze, value.items):
                if words.is_name(name) and value.line is not None:
                    yield PersonMention(name, None, value.line, 0, 0, Where.TASK, table.id, issue.meta.id, record.anchor, text,
                                        grid.columns[index] + (MERGED if value.is_inherited else ""), document.date)


def _own_columns(grid: Grid) -> tuple[int, ...]:
    return tuple(index for index in range(len(grid.columns))
                 if not any(record.values[index].is_list or record.values[index].is_inherited for record in grid.records))


def _name_table(issue: Issue, document: Document, table: Table, words: PersonWords) -> Iterator[PersonMention]:
    """A table that lists people: role on the left, posts on the right of the name."""
    column = _name_column(table.grid, words)
    if column is None:
        return
    for record in table.grid.records:
        value = record.values[column]
        name = squeeze(value.text)
        if not words.is_name(name) or value.line is None or value.is_inherited:
            continue
        row = "　".join(text for v in record.values if (text := squeeze(v.text)))
        title = "、".join(text for v in record.values[column + 1:] if (text := squeeze(v.text)))
        role = squeeze(record.values[column - 1].text) if column and not squeeze(record.values[column - 1].text).isdigit() else ""
        start, end = printed_span(row, name)
        yield PersonMention(name, title or None, value.line, start, end, Where.ROSTER, table.id, issue.meta.id, record.anchor, row, role or None, document.date)


def _name_column(grid: Grid, words: PersonWords) -> int | None:
    """The column headed 姓名; in a roster without a header the first whose every cell is a name."""
    for index, column in enumerate(grid.columns):
        if squeeze(column) in words.lists["name_columns"]:
            return index
    if grid.kind is not TableKind.ROSTER or grid.columns:
        return None
    width = max((len(record.values) for record in grid.records), default=0)
    for index in range(width):
        cells = _cells(grid.records, index)
        if len(cells) >= _LEAST and all(map(words.is_name, cells)):
            return index
    return None


def _cells(records: Sequence[Record], index: int) -> list[str]:
    return [squeeze(record.values[index].text) for record in records if index < len(record.values)]


def _prose(issue: Issue, document: Document, known: Set[str], listed: Sequence[PersonMention], words: PersonWords) -> Iterator[PersonMention]:
    """People in the text of a document that appoints nobody; only names confirmed elsewhere."""
    if document.personnel is not None:
        return
    read = {mention.line for mention in listed if mention.record == document.id}
    for element in document.elements:
        if element.role not in (Role.TEXT, Role.ITEM) or not isinstance(element.block, Paragraph) or element.block.first_line in read:
            continue
        text = element.block.text
        for item in read_people(text, known, words).named:
            if item.name in known:
                sentence, offset = _sentence(text, item.start)
                yield PersonMention(item.name, item.title, element.block.first_line, item.start - offset, item.end - offset, Where.NAMED, document.id, issue.meta.id,
                                    element.anchor, sentence, None, document.date)


# ---------------------------------------------------------------- chronicle


def _chronicle(issue: Issue, known: Set[str], words: PersonWords) -> Iterator[PersonMention | NameInDoubt]:
    for entry in issue.chronicle:
        day = entry.days.first if entry.days else None
        seen: set[tuple[str, str | None]] = set()
        for paragraph in entry.paragraphs:
            reading = read_people(paragraph.text, known, words)
            for item in reading.named:
                name = item.name.replace("\u00a0", " ")
                if (name, item.title) in seen:
                    continue
                seen.add((name, item.title))
                sentence, offset = _sentence(paragraph.text, item.start)
                yield PersonMention(name, item.title, paragraph.first_line, item.start - offset, item.end - offset, Where.CHRONICLE, entry.id, issue.meta.id,
                                    None, sentence, None, day)
            for doubt in reading.undecided:
                if not any(name in seen_name for name in doubt.candidates for seen_name, _ in seen):
                    yield NameInDoubt(doubt.candidates, doubt.title, paragraph.first_line, _sentence(paragraph.text, doubt.start)[0])


def _sentence(text: str, at: int) -> tuple[str, int]:
    """The sentence that holds offset `at`, and its offset."""
    match = next(m for m in _SENTENCE.finditer(text) if m.start() <= at < m.end())
    lead = len(match[0]) - len(match[0].lstrip())
    return match[0].strip(), match.start() + lead
