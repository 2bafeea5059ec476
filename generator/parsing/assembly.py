"""Puts the clauses of a sentence, or the cells of a row, together into one record for each person, action and post."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.appointments import Action, Place
from generator.parsing.offices import Name, Office, Part, Tail, organ_in_full, organ_of_own_post
from generator.parsing.personnel_words import PersonnelWords

HOLE = re.compile(r"\{([pqbn]\d+)\}")


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
    governing: Action | None = None     # the verb that still holds behind a semicolon


@dataclass(frozen=True)
class Clause:
    """A clause read: `parts` in order of print, `left` the posts among them that end by it."""

    action: Action | None       # None: a note or probation behind a comma
    parts: tuple[Part, ...]
    people: tuple[Name, ...]
    left: frozenset[int] = field(default_factory=frozenset)     # ids of offices, by their index in parts
    governs: bool = False       # its verb holds on for clauses that have none of their own
    is_paired: bool = False     # 分别: the first person has the first post, and so on


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

    def clause(self, index: int, clause: Clause) -> None:
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

    def _records(self, index: int, clause: Clause, offices: list[tuple[Office, int, bool]], tails: list[tuple[Tail, int, Office | None]]) -> None:
        assert clause.action is not None
        leader = next((office.organ for office, _, _ in offices if office.organ), None)
        previous: str | None = None
        for order, (office, slot, is_left) in enumerate(offices):
            previous = (organ_in_full(office.organ, leader, previous, self.words, self.organs) if office.organ
                        else organ_of_own_post(previous, office.post, self.words))
            mine = [(tail, number) for tail, number, owner in tails if owner in (None, office)]
            whole = next((noted for tail, _, owner in tails if owner is None and (noted := self.words.note_action(tail.words))), None)
            action = Action.REMOVE if is_left else clause.action if clause.action.is_end else office.action or whole or clause.action
            for name in clause.people[order:order + 1] if clause.is_paired else clause.people:
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


def assemble(clauses: tuple[Clause, ...], lead: str, end: str, words: PersonnelWords) -> SentenceReading | None:
    """The records of clauses that commas join, between `lead` and `end`; None where a note or name finds no record."""
    assembly = _Assembly(words)
    for index, clause in enumerate(clauses):
        if index:
            assembly.frame.append("，")
        assembly.clause(index, clause)
    places = [found.place for _, found in assembly.found]
    filled = {hole for at in places for hole in (f"p{at.person}", f"q{at.post}", f"b{at.probation}", *(f"n{n}" for n in at.notes))}
    frame = lead + "".join(assembly.frame) + end
    if any(hole not in filled for hole in HOLE.findall(frame)):
        return None     # a note that no record bears, two probations of one post, one name twice
    governing = next((clause.action for clause in reversed(clauses) if clause.action is not None and clause.governs), None)
    return SentenceReading(tuple(found for _, found in assembly.found), frame, clauses[-1].people if clauses else (), governing)
