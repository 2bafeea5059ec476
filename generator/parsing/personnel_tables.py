"""Reads appointments printed as a table: 姓名, 任职, 免职 in columns, a row for each person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.appointments import Action
from generator.grid import Record, RowKind
from generator.notation.folding import squeeze
from generator.parsing.assembly import Clause, SentenceReading, assemble
from generator.parsing.offices import Name, Part, Tail, printed, read_names, read_offices, read_tail
from generator.parsing.personnel_words import PersonnelWords
from generator.records import Table

_OF_POSTS = re.compile("(?<![主责])任(?!务)|免职|免去|聘|晋升|挂职|套转|新职")
_NOTHING = frozenset("—-－–/／无")


@dataclass(frozen=True)
class AppointingRow:
    """A row that appoints or removes. `words` are its cells as printed, each behind the name of its column; `reading` is None where it cannot be read."""

    words: str
    line: int
    anchor: str
    reading: SentenceReading | None


def read_appointing_rows(table: Table, words: PersonnelWords) -> Iterator[AppointingRow]:
    """The rows of a table of appointments; none of a table that has no column for names or none that speaks of posts taken or left.

    Where such a column is not among those known, its rows are there to be reported.
    """
    columns = _kinds(table, words)
    appoints = _ACTIONS.keys() & set(columns) or {"former", "present"} <= set(columns) or _has_unknown_of_posts(table, columns)
    if "person" not in columns or not appoints:
        return
    columns = _told_by_neighbours(columns)
    anchors = {row.anchor for row in table.grid.rows if row.kind is RowKind.DATA}
    for record in table.grid.records:
        if record.anchor in anchors and not record.is_total and any(squeeze(value.text) for value in record.values):
            yield _read_row(table, record, columns, words)


def _has_unknown_of_posts(table: Table, columns: list[str]) -> bool:
    return any(kind == "" and _OF_POSTS.search(squeeze(name.rpartition(" / ")[2])) for name, kind in zip(table.grid.columns, columns, strict=True))


def is_table_of_appointments(table: Table, words: PersonnelWords) -> bool:
    """True where names, posts taken and posts left stand side by side: nothing but appointments is printed so."""
    return {"person", "appoint", "remove"} <= set(_kinds(table, words))


def _kinds(table: Table, words: PersonnelWords) -> list[str]:
    return [words.column_kind(squeeze(column.rpartition(" / ")[2])) for column in table.grid.columns]


def _told_by_neighbours(columns: list[str]) -> list[str]:
    """现任职务 is the post taken up beside 原任职务, and the post held until now beside 拟任职务."""
    present = "former" if {"nominate", "promote", "second"} & set(columns) or "former" not in columns else "appoint"
    return [present if kind == "present" else kind for kind in columns]


def _read_row(table: Table, record: Record, columns: list[str], words: PersonnelWords) -> AppointingRow:
    names = [squeeze(column.rpartition(" / ")[2]) for column in table.grid.columns]
    cells = [(kind, name, _words(record, index, kind)) for index, (kind, name) in enumerate(zip(columns, names, strict=True))]
    told = sorted(((kind, name, text) for kind, name, text in cells if text), key=lambda cell: _ORDER.index(cell[0]))
    sentence = "，".join(f"{name}：{text}" for _, name, text in told)
    line = min(value.line for value in record.values if value.line is not None)
    return AppointingRow(sentence, line, f"t{table.ordinal}-{record.anchor}", _read(told, words))


# The name first, what is said beside the posts last: notes belong to what stands before them.
_ORDER = ("ignored", "person", "appoint", "second", "promote", "nominate", "term", "remove", "former", "note", "")


def _words(record: Record, index: int, kind: str) -> str:
    """What a cell prints; a name may stand in a cell merged from above, posts never."""
    value = record.values[index]
    if value.is_ambiguous or (value.is_inherited and kind != "person"):
        return ""
    text = "、".join(squeeze(item) for item in value.items)
    return "" if set(text) <= _NOTHING else text


def _read(told: list[tuple[str, str, str]], words: PersonnelWords) -> SentenceReading | None:
    lead = "，".join(f"{name}：{text}" for kind, name, text in told if kind == "ignored")
    people = [(name, read_names(text, words, needs_surname=False) or ()) for kind, name, text in told if kind == "person"]
    if len(people) != 1 or not people[0][1] or any(kind == "" for kind, _, _ in told) or any("{" in text for _, _, text in told):
        return None
    column, named = people[0]
    names = tuple(part for part in named if isinstance(part, Name))
    clauses: list[Clause] = []
    opening: tuple[Part, ...] = (f"{column}：", *named, "，")
    for kind, name, text in told:
        parts = _posts(text, words) if kind in _ACTIONS else _note(kind, name, text, words) if kind in ("former", "term", "note") else ()
        if parts is None or (parts and not clauses and kind not in _ACTIONS):
            return None
        if parts:
            label: tuple[Part, ...] = () if kind in ("former", "term") else (f"{name}：",)
            clauses.append(Clause(_ACTIONS.get(kind), (*(opening if not clauses else ()), *label, *parts), names))
    reading = assemble(tuple(clauses), lead + "，" if lead else "", "", words) if clauses else None
    return reading if reading is not None and reading.found else None


_ACTIONS = {"appoint": Action.APPOINT, "remove": Action.REMOVE, "nominate": Action.NOMINATE, "promote": Action.PROMOTE, "second": Action.SECOND}


def _posts(text: str, words: PersonnelWords) -> tuple[Part, ...] | None:
    """The posts of a cell, with 职务 behind them or not."""
    core = text.removesuffix("职务")
    found = read_offices(core, words)
    return None if found is None or printed(found) != core else (*found, *((text[len(core):],) if core != text else ()))


def _note(kind: str, name: str, text: str, words: PersonnelWords) -> tuple[Part, ...]:
    """A remark: a probation or note of the usual wording, else its own words; of the post held before, and of times, with the column's name."""
    if kind in ("former", "term"):
        return (Tail(f"{name}：{text}", is_probation=False),)
    return (read_tail(text, words) or Tail(text, is_probation=False),)
