"""The files for programs as parts of the site: the records as JSON, one a line, with their schemas; tables, ledger, calendar and feeds.

Every file is UTF-8 and the same from build to build.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from itertools import chain
from typing import Any

from generator.linking.knowledge import Knowledge
from generator.parts import Part
from generator.publishing.data import OF_ISSUE, Record, headings, mention_record, organ_record, organs_by_id, records_of
from generator.publishing.feeds import feed_parts
from generator.publishing.personnel_files import personnel_file_part
from generator.publishing.reference_files import calendar_part
from generator.publishing.schema import FILES, json_schema
from generator.publishing.table_files import table_parts
from generator.records import Issue

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
# Files whose lines are kept by issue: to make them takes far longer than to read them.
_KEPT = ("tables.json", "rosters.json")     # and the mentions in organs.json
_NO_MENTIONS = '"mentions": []'     # cannot stand within a text, where " is escaped


class DataFiles:
    """The files for programs and spreadsheets. The records of a file are rendered only where its part or its number of records is asked for."""

    def __init__(self, known: Knowledge) -> None:
        self._known = known
        self._counts: dict[str, int] = {}

    def parts(self) -> Iterator[Part]:
        """`data/` with its schemas, the files of the tables, the ledger and the calendar as files, and the feeds."""
        bulletin = self._known.bulletin
        for file in FILES:
            yield Part(f"data {file.name}", self.key, partial(self._file, file.name))
        yield Part("data schema", bulletin.stamp(()), _schemas)
        yield from table_parts(self._known)
        yield personnel_file_part(self._known)
        yield calendar_part(self._known)
        yield from feed_parts(self._known)

    @cached_property
    def key(self) -> str | None:
        """Stands for all records of all files."""
        return self._known.stamp()

    def count(self, name: str) -> int:
        """How many records a file of `data/` has."""
        return self._counts[name] if name in self._counts else len(self._lines(name))

    def _file(self, name: str) -> Iterator[tuple[str, bytes]]:
        lines = self._lines(name)
        yield f"data/{name}", b"[" + b",".join(b"\n" + line for line in lines) + b"\n]\n"

    def _lines(self, name: str) -> list[bytes]:
        lines = list(lines_of(self._known, name))
        self._counts[name] = len(lines)
        return lines


def lines_of(known: Knowledge, name: str) -> Iterator[bytes]:
    """The records of a data file as the lines of it, without the commas between them."""
    if name == "organs.json":
        return _organ_lines(known)
    if name in _KEPT:
        return chain.from_iterable(_kept_lines(known, name))
    return map(_line, records_of(known, name))


def make_ahead(known: Knowledge) -> None:
    """Makes all lines that are kept by issue."""
    for name in _KEPT:
        _kept_lines(known, name)
    _organ_mentions(known)
    headings(known.bulletin)


def _line(record: Record) -> bytes:
    return _ENCODE(record).encode()


def _kept_lines(known: Knowledge, name: str) -> list[list[bytes]]:
    return known.bulletin.each(f"data {name}", lambda issue: [_line(record) for record in OF_ISSUE[name](issue)])


def _organ_lines(known: Knowledge) -> Iterator[bytes]:
    by_issue = _organ_mentions(known)
    for organ in organs_by_id(known):
        mentions = [found[organ.id] for found in by_issue if organ.id in found]
        before, behind = _ENCODE(organ_record(organ, (), bool(mentions))).split(_NO_MENTIONS)
        yield b"".join((before.encode(), _NO_MENTIONS[:-1].encode(), b", ".join(mentions), b"]", behind.encode()))


def _organ_mentions(known: Knowledge) -> list[Mapping[str, bytes]]:
    """For each issue its mentions of an organ, by the id of the organ, as they stand in organs.json."""
    def read(issue: Issue) -> Mapping[str, bytes]:
        found: dict[str, list[str]] = {}
        for mention in known.organs.of_issue(issue.meta.id):
            found.setdefault(mention.organ, []).append(_ENCODE(mention_record(mention)))
        return {organ: ", ".join(mentions).encode() for organ, mentions in found.items()}

    return known.bulletin.each("data organs.json", read)


def _schemas() -> Iterator[tuple[str, bytes]]:
    for file in FILES:
        schema: Any = json_schema(file)
        yield f"data/schema/{file.name.removesuffix('.json')}.schema.json", (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()
