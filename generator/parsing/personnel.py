"""Reads documents of appointment: every sentence whole, into one record for each person, action and post, or not at all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.appointments import Action, PersonnelChange, PersonnelReading, UnreadSentence, Wording
from generator.authority.bundle import Authority
from generator.blocks import Paragraph
from generator.diagnostics import Code, Diagnostic
from generator.notation.folding import WHITE, is_blank, squeeze
from generator.notation.numerals import parse_numeral
from generator.parsing.appointees import is_personnel
from generator.parsing.assembly import HOLE, Clause, Found, SentenceReading, assemble
from generator.parsing.offices import Name, Office, Part, printed, read_brackets, read_names, read_offices, read_tail
from generator.parsing.personnel_tables import is_table_of_appointments, read_appointing_rows
from generator.parsing.personnel_words import Frame, ListHead, PersonnelWords, personnel_words
from generator.records import Document, Element, Issue, Role

_MOST_PARTS = 3     # comma-separated parts that one frame may span
_ROLES = frozenset({Role.TEXT, Role.ITEM, Role.HEADING})
_NO_HEAD, _SOME_LIST = ListHead(), ListHead(action=Action.APPOINT)
_ROW = re.compile(f"(?P<name>[^{WHITE}，。；：（）()]{{2,20}}|[\u3400-\u9fff][{WHITE}]{{1,4}}[\u3400-\u9fff])(?:[{WHITE}]+|[：:])(?P<posts>[^。；：:]{{2,100}})[。；;]?")


def is_appointing(issue: Issue, document: Document, authority: Authority) -> bool:
    """True for documents in a section of appointments, and for those whose title or table says that they appoint and remove.

    A correction (更正) repeats what another document does and does nothing itself.
    """
    if document.is_correction:
        return False
    words = personnel_words(authority.layouts)
    if is_personnel(issue, document) or (document.title is not None and words.is_personnel_title(squeeze(document.title))):
        return True
    return any(is_table_of_appointments(table, words) for table in document.tables)


def with_personnel(issue: Issue, authority: Authority) -> Issue:
    """The issue with every document of appointment read."""
    return replace(issue, documents=tuple(replace(document, personnel=read_personnel(document, authority)) if is_appointing(issue, document, authority) else document
                                          for document in issue.documents))


def find_changes(issue: Issue) -> Iterator[PersonnelChange]:
    """Every personnel change of the issue in order of print."""
    for document in issue.documents:
        yield from document.personnel.changes if document.personnel else ()


def find_personnel_doubts(issue: Issue) -> Iterator[Diagnostic]:
    """A diagnostic for each sentence of appointment that could not be read."""
    for document in issue.documents:
        for item in document.personnel.unread if document.personnel else ():
            yield Diagnostic(Code.PERSONNEL_UNREAD, issue.source.path, item.line, "这一句任免没有读全。", words=item.sentence,
                             done="整句不列入任免总表，页面照印本显示。", advice="如职务名称没有收录，请在 site_config/layouts.yml 的 posts 里补上；如印本有误，请核对原稿。")


def read_personnel(document: Document, authority: Authority) -> PersonnelReading:
    """The records of a document of appointment. A sentence gives all its records or, reported, none."""
    words = personnel_words(authority.layouts)
    changes: list[PersonnelChange] = []
    unread: list[UnreadSentence] = []
    head = _NO_HEAD
    for element in document.elements:
        if element.role is Role.TABLE:
            table = next(table for table in document.tables if table.block is element.block)
            for row in read_appointing_rows(table, words):
                if row.reading is None:
                    unread.append(UnreadSentence(document.id, row.words, row.line, row.anchor))
                else:
                    wording = Wording(row.words, row.line, row.anchor, 0, row.reading.frame)
                    changes += (_change(found, document, wording, authority) for found in row.reading.found)
        if element.role not in _ROLES or not isinstance(element.block, Paragraph):
            continue
        carried: tuple[Name, ...] = ()
        governing: Action | None = None
        for ordinal, (sentence, line) in enumerate(_sentences(element.block)):
            reading = read_sentence(sentence, words, carried, head, governing) or _read_row(sentence, words, head)
            governing = reading.governing if reading is not None and sentence[-1] in "；;" else None
            if reading is None:
                carried = ()
                if _appoints(sentence, head, words):
                    unread.append(UnreadSentence(document.id, sentence, line, element.anchor))
                continue
            carried = reading.people
            wording = Wording(sentence, line, element.anchor, ordinal, reading.frame)
            changes += (_change(found, document, wording, authority) for found in reading.found)
        head = _head_behind(element, head, words)
    return PersonnelReading(tuple(changes), tuple(unread))


def render_sentence(changes: Sequence[PersonnelChange]) -> str:
    """The sentence that these records come from, without blanks. All of them must come from one sentence."""
    values: dict[str, str] = {}
    for change in changes:
        values[f"p{change.place.person}"] = change.person + change.person_mark
        values[f"q{change.place.post}"] = (change.organ or "") + change.post
        if change.place.probation is not None and change.probation is not None:
            values[f"b{change.place.probation}"] = change.probation
        values |= {f"n{slot}": note for slot, note in zip(change.place.notes, change.notes, strict=True)}
    return HOLE.sub(lambda match: values[match[1]], changes[0].wording.frame) if changes else ""


# ---------------------------------------------------------------- sentences


def _sentences(paragraph: Paragraph) -> Iterator[tuple[str, int]]:
    """Each sentence as printed with its source line; a mark inside brackets ends none."""
    text, start, depth = paragraph.text, 0, 0
    for index, char in enumerate(text):
        depth += (char in "（(") - (char in "）)")
        if index + 1 == len(text) or (char in "。；;" and depth <= 0):
            sentence = text[start:index + 1]
            if not is_blank(sentence):
                first = start + len(sentence) - len(sentence.lstrip())
                yield sentence.strip(), _line_at(paragraph, first)
            start, depth = index + 1, 0


def _line_at(paragraph: Paragraph, offset: int) -> int:
    for piece in paragraph.pieces:
        if offset < len(piece.text):
            return piece.line
        offset -= len(piece.text)
    return paragraph.last_line


def _head_behind(element: Element, head: ListHead, words: PersonnelWords) -> ListHead:
    """The head that the lines behind this one stand under."""
    assert isinstance(element.block, Paragraph)
    line = squeeze(element.block.text)
    opens = line.endswith(("：", ":"))
    return words.list_head(line) or (_NO_HEAD if opens or element.role is Role.HEADING else head)


def read_sentence(sentence: str, words: PersonnelWords, carried: tuple[Name, ...] = (), head: ListHead = _NO_HEAD,
                  governing: Action | None = None) -> SentenceReading | None:
    """The sentence read whole; None where no rule does, or where two rules read it differently.

    `carried` are those named by the sentence before (免去其…), `head` what the line above the list says that the sentence is an item
    of, `governing` the verb of the sentence before that still holds.
    """
    if "{" in sentence or "}" in sentence:
        return None
    above = ListHead(action=governing, governs=True) if governing else head
    found = _read(sentence, words, carried, above, "")
    return found if found is not None or head.verb is None else _read(sentence, words, carried, above, head.verb)


def _read_row(sentence: str, words: PersonnelWords, head: ListHead) -> SentenceReading | None:
    """A row of a list of names and posts: 张　三　市财政局局长. None where it is none, or nothing above says what the list does."""
    match = _ROW.fullmatch(sentence)
    if match is None or head.action is None or "{" in sentence or "}" in sentence:
        return None
    names, posts = read_names(match["name"], words, needs_surname=True), read_offices(squeeze(match["posts"]), words)
    if names is None or posts is None:
        return None
    between, end = squeeze(sentence[match.end("name"):match.start("posts")]), sentence[match.end("posts"):]
    clause = Clause(head.action, (*names, *((between,) if between else ()), *posts), tuple(name for name in names if isinstance(name, Name)))
    return assemble((clause,), "", end, words)


def _appoints(sentence: str, head: ListHead, words: PersonnelWords) -> bool:
    """True where a sentence that cannot be read appoints or removes: by its words, as a row of names and posts, or
    by a post in an item of a list that appoints or removes."""
    line = squeeze(sentence)
    if words.list_head(line) is not None:
        return False
    if head.action is not None and words.post.search(line):
        return True
    match = _ROW.fullmatch(sentence) if head.action is not None else None
    is_row = match is not None and read_names(match["name"], words, needs_surname=True) is not None
    return words.speaks(line) or is_row or _read_row(sentence, words, _SOME_LIST) is not None


def _read(sentence: str, words: PersonnelWords, carried: tuple[Name, ...], above: ListHead, verb: str) -> SentenceReading | None:
    text = _Text(verb + sentence)
    start = _behind_leads(text.plain, words) if not verb else 0
    stop = len(text.plain) - (text.plain[-1:] in ("。", "；", ";"))
    bounds = _commas(text.plain, start, stop)
    readings: dict[tuple[Found, ...], SentenceReading] = {}
    for clauses in _ways(text, bounds, 0, carried, above, words):
        reading = assemble(clauses, text.plain[:start], text.plain[stop:], words)
        if reading is not None and reading.found:
            readings.setdefault(reading.found, replace(reading, frame=reading.frame.removeprefix(verb)))
    return next(iter(readings.values())) if len(readings) == 1 else None


class _Text:
    """A sentence without blanks that remembers where they were."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.at = [index for index, char in enumerate(raw) if squeeze(char)]
        self.plain = "".join(raw[index] for index in self.at)

    def as_printed(self, start: int, stop: int) -> str:
        return self.raw[self.at[start]:self.at[stop - 1] + 1]


def _behind_leads(text: str, words: PersonnelWords) -> int:
    """Where the sentence proper begins, behind 经研究，决定."""
    start = 0
    while True:
        ends = [match.end() for pattern in words.leads if (match := pattern.match(text, start)) and "同志" not in match[0] and match.end() > start]
        if not ends:
            return start
        start = max(ends)


def _commas(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The comma-separated parts of text[start:stop]; commas in brackets separate nothing."""
    bounds, depth = [], 0
    for index in range(start, stop):
        depth += (text[index] in "（(") - (text[index] in "）)")
        if depth == 0 and text[index] in "，,":
            bounds.append((start, index))
            start = index + 1
    return [*bounds, (start, stop)]


def _ways(text: _Text, bounds: list[tuple[int, int]], at: int, people: tuple[Name, ...], above: ListHead,
          words: PersonnelWords) -> Iterator[tuple[Clause, ...]]:
    """Every way to read the parts from `at` on as clauses, all of them used."""
    if at == len(bounds):
        yield ()
        return
    for width in range(min(_MOST_PARTS, len(bounds) - at), 0, -1):
        start, stop = bounds[at][0], bounds[at + width - 1][1]
        if start >= stop:
            continue
        for clause in _clauses(text, start, stop, people, above, words):
            below = ListHead(action=clause.action, governs=True) if clause.governs else above
            for rest in _ways(text, bounds, at + width, clause.people, below, words):
                yield (clause, *rest)


def _clauses(text: _Text, start: int, stop: int, people: tuple[Name, ...], above: ListHead, words: PersonnelWords) -> Iterator[Clause]:
    plain = text.plain[start:stop]
    tail = read_tail(plain, words)
    if tail is not None and people:
        yield Clause(None, (tail,), people)
    core, behind = _clause_brackets(plain, words)
    for frame in words.frames:
        match = frame.regex.fullmatch(core)
        clause = _framed(frame, match, text, start, people, words) if match else None
        action = _under(above, frame) if clause is not None else None
        if clause is not None and clause.people and action is not None:
            yield replace(clause, action=action, governs=frame.governs, parts=(*clause.parts, *behind))


def _under(above: ListHead, frame: Frame) -> Action | None:
    """What the clause does under a verb that stands above it; None where that cannot be told."""
    if not above.governs:
        return frame.action
    if frame.is_open:
        return above.action
    # 建议： above a list decides nothing, and does not say so again in every item.
    decides = above.action is not None and (above.verb is None or above.action is not Action.NOMINATE)
    return frame.action if decides or not frame.action.is_end else None


def _clause_brackets(plain: str, words: PersonnelWords) -> tuple[str, tuple[Part, ...]]:
    """The brackets behind 职务 belong to the clause, those behind a post to the post."""
    match = re.search("(?<=职务|人选|任职)(?:[（(][^（）()]*[）)])+$", plain)
    behind = read_brackets(match[0], words) if match else None
    return (plain[:match.start()], behind) if match and behind else (plain, ())


def _framed(frame: Frame, match: re.Match[str], text: _Text, start: int, people: tuple[Name, ...], words: PersonnelWords) -> Clause | None:
    """The clause with its groups read; None where the words in one of them are no names or posts."""
    groups = match.re.groupindex
    parts: list[Part] = []
    left: set[int] = set()
    at = 0
    for group in sorted((g for g in ("people", "left", "posts") if g in groups), key=match.start):
        parts.append(match.string[at:match.start(group)])
        if group == "people":
            raw = text.as_printed(start + match.start(group), start + match.end(group))
            found = read_names(raw, words, needs_surname=match["comrades"] is None)
            if found is not None and not _is_number_of(found, match):
                return None
        else:
            found = read_offices(match[group], words)
        if found is None:
            return None
        left |= {len(parts) + i for i in range(len(found)) if group == "left"}
        parts += found
        at = match.end(group)
    parts.append(match.string[at:])
    named = tuple(part for part in parts if isinstance(part, Name))
    if frame.is_paired and len(named) != sum(isinstance(part, Office) for part in parts):
        return None
    return Clause(frame.action, tuple(parts), named or people, frozenset(left), is_paired=frame.is_paired) if printed(parts) == match.string else None


def _is_number_of(names: tuple[Part, ...], match: re.Match[str]) -> bool:
    """False where 等3名同志 speaks of more or fewer than are named: who they are stands elsewhere."""
    count = match.groupdict().get("count")
    return count is None or parse_numeral(count) == sum(isinstance(part, Name) for part in names)


def _change(found: Found, document: Document, wording: Wording, authority: Authority) -> PersonnelChange:
    organ = authority.organs.find(found.organ_full) if found.organ_full else None
    return PersonnelChange(document.id, found.name.name, found.name.mark, found.action, found.office.organ, found.organ_full, organ.id if organ else None,
                           found.office.post, found.probation, found.notes, document.date, found.place, wording)
