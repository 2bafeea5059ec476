"""Reads documents of appointment: every sentence whole, into one record for each person, action and post, or not at all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator.appointments import Action, PersonnelChange, PersonnelReading, Place, UnreadSentence, Wording
from generator.authority.bundle import Authority
from generator.blocks import Paragraph
from generator.diagnostics import Code, Diagnostic
from generator.notation.folding import is_blank, squeeze
from generator.parsing.appointees import is_personnel
from generator.parsing.offices import Name, Office, Part, Tail, organ_in_full, printed, read_brackets, read_names, read_offices, read_tail
from generator.parsing.personnel_words import Frame, PersonnelWords, personnel_words
from generator.records import Document, Issue, Role

_HOLE = re.compile(r"\{([pqbn]\d+)\}")
_MOST_PARTS = 3     # comma-separated parts that one frame may span
_ROLES = frozenset({Role.TEXT, Role.ITEM, Role.HEADING})


def is_appointing(issue: Issue, document: Document, authority: Authority) -> bool:
    """True for documents in a section of appointments, and for those whose title says that they appoint or remove."""
    if is_personnel(issue, document):
        return True
    return document.title is not None and personnel_words(authority.layouts).is_personnel_title(squeeze(document.title))


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
    verb: str | None = None
    for element in document.elements:
        if element.role not in _ROLES or not isinstance(element.block, Paragraph):
            continue
        carried: tuple[Name, ...] = ()
        for ordinal, (sentence, line) in enumerate(_sentences(element.block)):
            reading = read_sentence(sentence, words, carried, verb)
            if reading is None:
                carried = ()
                if words.speaks(squeeze(sentence)):
                    unread.append(UnreadSentence(document.id, sentence, line, element.anchor))
                continue
            carried = reading.people
            wording = Wording(sentence, line, element.anchor, ordinal, reading.frame)
            changes += (_change(found, document, wording, authority) for found in reading.found)
        verb = _list_verb(element.block.text, words) or (verb if element.role is not Role.HEADING else None)
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
    return _HOLE.sub(lambda match: values[match[1]], changes[0].wording.frame) if changes else ""


# ---------------------------------------------------------------- sentences


@dataclass(frozen=True)
class Found:
    """One person, action and post of a sentence, before it becomes a record."""

    name: Name
    action: Action
    office: Office
    organ_full: str | None
    probation: str | None
    notes: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class SentenceReading:
    """A sentence read whole: its frame has {p0} for the first name, {q0} post, {b0} probation, {n0} note."""

    found: tuple[Found, ...]
    frame: str
    people: tuple[Name, ...]


@dataclass(frozen=True)
class _Clause:
    """A clause read: `parts` in order of print, `left` the posts among them that end by it."""

    action: Action | None       # None: a note or probation behind a comma
    parts: tuple[Part, ...]
    people: tuple[Name, ...]
    left: frozenset[int] = field(default_factory=frozenset)     # ids of offices, by their index in parts


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


def _list_verb(text: str, words: PersonnelWords) -> str | None:
    line = squeeze(text).rstrip("：:")
    return next((verb for verb in words.list_verbs if line.endswith(verb) and squeeze(text) != line), None)


def read_sentence(sentence: str, words: PersonnelWords, carried: tuple[Name, ...] = (), verb: str | None = None) -> SentenceReading | None:
    """The sentence read whole; None where no rule does, or where two rules read it differently.

    `carried` are those named by the sentence before (免去其…), `verb` the verb of a list the sentence is an item of.
    """
    if "{" in sentence or "}" in sentence:
        return None
    found = _read(sentence, words, carried, "")
    return found if found is not None or verb is None else _read(sentence, words, carried, verb)


def _read(sentence: str, words: PersonnelWords, carried: tuple[Name, ...], verb: str) -> SentenceReading | None:
    text = _Text(verb + sentence)
    start = _behind_leads(text.plain, words) if not verb else 0
    stop = len(text.plain) - (text.plain[-1:] in ("。", "；", ";"))
    bounds = _commas(text.plain, start, stop)
    readings: dict[tuple[Found, ...], SentenceReading] = {}
    for clauses in _ways(text, bounds, 0, carried, words):
        reading = _assemble(clauses, text.plain[:start], text.plain[stop:], words)
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


def _ways(text: _Text, bounds: list[tuple[int, int]], at: int, people: tuple[Name, ...], words: PersonnelWords) -> Iterator[tuple[_Clause, ...]]:
    """Every way to read the parts from `at` on as clauses, all of them used."""
    if at == len(bounds):
        yield ()
        return
    for width in range(min(_MOST_PARTS, len(bounds) - at), 0, -1):
        start, stop = bounds[at][0], bounds[at + width - 1][1]
        if start >= stop:
            continue
        for clause in _clauses(text, start, stop, people, words):
            for rest in _ways(text, bounds, at + width, clause.people, words):
                yield (clause, *rest)


def _clauses(text: _Text, start: int, stop: int, people: tuple[Name, ...], words: PersonnelWords) -> Iterator[_Clause]:
    plain = text.plain[start:stop]
    tail = read_tail(plain, words)
    if tail is not None and people:
        yield _Clause(None, (tail,), people)
    core, behind = _clause_brackets(plain, words)
    for frame in words.frames:
        match = frame.regex.fullmatch(core)
        clause = _framed(frame, match, text, start, people, words) if match else None
        if clause is not None and clause.people:
            yield replace(clause, parts=(*clause.parts, *behind))


def _clause_brackets(plain: str, words: PersonnelWords) -> tuple[str, tuple[Part, ...]]:
    """The brackets behind 职务 belong to the clause, those behind a post to the post."""
    match = re.search("(?<=职务|人选|任职)(?:[（(][^（）()]*[）)])+$", plain)
    behind = read_brackets(match[0], words) if match else None
    return (plain[:match.start()], behind) if match and behind else (plain, ())


def _framed(frame: Frame, match: re.Match[str], text: _Text, start: int, people: tuple[Name, ...], words: PersonnelWords) -> _Clause | None:
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
        else:
            found = read_offices(match[group], words)
        if found is None:
            return None
        left |= {len(parts) + i for i in range(len(found)) if group == "left"}
        parts += found
        at = match.end(group)
    parts.append(match.string[at:])
    named = tuple(part for part in parts if isinstance(part, Name))
    return _Clause(frame.action, tuple(parts), named or people, frozenset(left)) if printed(parts) == match.string else None


# ---------------------------------------------------------------- records


class _Assembly:
    """Gives every name, post and note of a sentence its slot, and its records their values."""

    def __init__(self, words: PersonnelWords) -> None:
        self.words = words
        self.frame: list[str] = []
        self.counts = dict.fromkeys("pqbn", 0)
        self.person_slots: dict[Name, int] = {}
        self.found: list[tuple[int, Found]] = []    # with the index of the clause
        self.organs: list[str] = []                 # printed in clauses before

    def slot(self, kind: str) -> int:
        self.counts[kind] += 1
        self.frame.append(f"{{{kind}{self.counts[kind] - 1}}}")
        return self.counts[kind] - 1

    def clause(self, index: int, clause: _Clause) -> None:
        if clause.action is None:
            self._tails(clause.parts, self._receivers(clause.parts))
            return
        offices: list[tuple[Office, int, bool]] = []
        own: list[tuple[Tail, int, Office | None]] = []
        last: Office | None = None
        for at, part in enumerate(clause.parts):
            if isinstance(part, str):
                self.frame.append(part)
                last = last if part in "（）()，、；" else None
            elif isinstance(part, Name):
                self.person_slots[part] = self.slot("p")
            elif isinstance(part, Office):
                offices.append((part, self.slot("q"), at in clause.left))
                last = part
            else:
                own.append((part, self.slot("b" if part.is_probation else "n"), last))
        self._records(index, clause, offices, own)

    def _records(self, index: int, clause: _Clause, offices: list[tuple[Office, int, bool]], tails: list[tuple[Tail, int, Office | None]]) -> None:
        assert clause.action is not None
        leader = next((office.organ for office, _, _ in offices if office.organ), None)
        previous: str | None = None
        for office, slot, is_left in offices:
            previous = organ_in_full(office.organ, leader, previous, self.words, self.organs)
            mine = [(tail, number) for tail, number, owner in tails if owner in (None, office)]
            whole = next((noted for tail, _, owner in tails if owner is None and (noted := self.words.note_action(tail.words))), None)
            action = Action.REMOVE if is_left else clause.action if clause.action.is_end else office.action or whole or clause.action
            for name in clause.people:
                place = Place(self.person_slots.get(name, -1), slot)
                found = Found(name, action, office, previous, None, (), place)
                for tail, number in mine:
                    found = _with(found, tail, number)
                self.found.append((index, found))
        self.organs += [office.organ for office, _, _ in offices if office.organ]

    def _receivers(self, parts: Sequence[Part]) -> int | None:
        """The clause a note behind a comma belongs to: the one before it; a probation to the last one that appoints."""
        fits = [index for index, found in self.found
                if found.action.is_start or not any(isinstance(part, Tail) and part.is_probation for part in parts)]
        return fits[-1] if fits else None

    def _tails(self, parts: Sequence[Part], receiver: int | None) -> None:
        for part in parts:
            if not isinstance(part, Tail):
                self.frame.append(part if isinstance(part, str) else part.printed)
                continue
            number = self.slot("b" if part.is_probation else "n")
            action = self.words.note_action(part.words)
            self.found = [(index, self._noted(found, part, number, action) if index == receiver else found) for index, found in self.found]

    def _noted(self, found: Found, tail: Tail, number: int, action: Action | None) -> Found:
        found = _with(found, tail, number)
        return replace(found, action=action) if action and found.action is Action.APPOINT else found


def _with(found: Found, tail: Tail, number: int) -> Found:
    if tail.is_probation:
        return replace(found, probation=tail.words, place=replace(found.place, probation=number))
    return replace(found, notes=(*found.notes, tail.words), place=replace(found.place, notes=(*found.place.notes, number)))


def _assemble(clauses: tuple[_Clause, ...], lead: str, end: str, words: PersonnelWords) -> SentenceReading | None:
    assembly = _Assembly(words)
    for index, clause in enumerate(clauses):
        if index:
            assembly.frame.append("，")
        assembly.clause(index, clause)
    places = [found.place for _, found in assembly.found]
    filled = {hole for at in places for hole in (f"p{at.person}", f"q{at.post}", f"b{at.probation}", *(f"n{n}" for n in at.notes))}
    frame = lead + "".join(assembly.frame) + end
    if any(hole not in filled for hole in _HOLE.findall(frame)):
        return None     # a note that no record bears, two probations of one post, one name twice
    return SentenceReading(tuple(found for _, found in assembly.found), frame, clauses[-1].people if clauses else ())


def _change(found: Found, document: Document, wording: Wording, authority: Authority) -> PersonnelChange:
    organ = authority.organs.find(found.organ_full) if found.organ_full else None
    return PersonnelChange(document.id, found.name.name, found.name.mark, found.action, found.office.organ, found.organ_full, organ.id if organ else None,
                           found.office.post, found.probation, found.notes, document.date, found.place, wording)
