"""Writes the index as script files, each of which hands one piece of it to theme/assets/search/index.js.

Pages opened from a folder may load scripts and nothing else (design.md §8.6). A segment is a year of issues, five years that are over, or the names; its
files stand in a folder named after their content, so that an old manifest never meets new files. A pure function of the volumes.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from generator.search.digits import differences, encode_all, zigzag
from generator.search.layout import BLOCK, LaidOut, text_blocks
from generator.search.lists import VolumeLists
from generator.search.postings import join_lists

SPAN = 5            # years whose lists are merged once they are over: a query then reads one file for five years, and a new issue rewrites only its own year
SHARD = 2500        # characters of lists one file holds, about; a longer list has a file of its own


@dataclass(frozen=True)
class IndexPart:
    """Files by their path below search/, and what the manifest says of them."""

    files: Mapping[str, bytes]
    entry: Mapping[str, object]


@dataclass(frozen=True)
class Outline:
    """What the rest of the index takes of a volume. It is small, and kept while the volume stays.

    Its print stands in `blocks` files of `folder`; `characters` are those of its folded text, each once, and `before_numbers` the words before the
    numbers of documents in it.
    """

    folder: str
    blocks: int
    records: int
    characters: str
    before_numbers: tuple[str, ...]


def script(key: str, value: object) -> bytes:
    """The script that hands `value` over under `key`."""
    return f"gongbaoSearch.put({_json(key)},{_json(value)});\n".encode()


def write_folder(name: str, contents: Mapping[str, object]) -> tuple[str, dict[str, bytes]]:
    """The name of the folder, made of `name` and the content, and a script for each piece of the content by its path."""
    bodies = {key: _json(contents[key]) for key in sorted(contents)}
    digest = hashlib.sha256("\n".join(f"{key} {body}" for key, body in bodies.items()).encode()).hexdigest()
    folder = f"{name}-{digest[:8]}"
    return folder, {f"{folder}/{key}.js": f"gongbaoSearch.put({_json(f'{folder}/{key}')},{body});\n".encode() for key, body in bodies.items()}


def _json(value: object) -> str:
    """JSON as a script may hold it: U+2028 ends a line in the scripts of old browsers, so it is escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def segment_of(name: str, last_year: int) -> str:
    """The segment a volume belongs to: its year; once years of a later span have come, the years of its span ("2015-2019"); else its own name."""
    if not name[:4].isdigit():
        return name
    year = int(name[:4])
    first = year - year % SPAN
    return str(year) if last_year < first + SPAN else f"{first}-{first + SPAN - 1}"


def segments_of(names: Sequence[str]) -> dict[str, list[str]]:
    """The volumes of each segment, both in the order in which the volumes come."""
    last_year = max((int(name[:4]) for name in names if name[:4].isdigit()), default=0)
    segments: dict[str, list[str]] = {}
    for name in names:
        segments.setdefault(segment_of(name, last_year), []).append(name)
    return segments


def write_print(laid: LaidOut) -> tuple[str, dict[str, bytes]]:
    """The folder of a volume's print and its files, a block each."""
    return write_folder(laid.name, {str(number): block for number, block in enumerate(text_blocks(laid))})


def write_segment(name: str, volumes: Sequence[tuple[Outline, VolumeLists]], series: Collection[str]) -> IndexPart:
    """One segment without the print of its volumes: lists in shards, facts of its records, and what they are filtered by."""
    placed, block, record, shown = [], 0, 0, []
    for outline, lists in volumes:
        placed.append((block * BLOCK, lists))
        shown.append([outline.folder, block, record])
        block += outline.blocks
        record += outline.records
    shards, lone = _shards(join_lists(placed, series))
    folder, files = write_folder(name, {**shards, **lone, "facts": _facts(placed), "filters": _filters([lists for _, lists in volumes])})
    return IndexPart(files, {"name": name, "path": folder, "shards": len(shards), "volumes": shown, "records": record})


def shard_of(key: str, shards: int) -> int:
    """Which shard holds a key; index.js computes the same."""
    value = 0
    for char in key:
        value = (value * 31 + ord(char)) % (1 << 32)
    return value % shards


def _shards(postings: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Shards by their number, each a line for each key; and the files of keys whose list is long, by their code points."""
    lone = {"k" + "-".join(f"{ord(char):x}" for char in key): digits for key, digits in postings.items() if len(digits) > SHARD}
    count = max(1, sum(len(key) + min(len(digits), SHARD) + 2 for key, digits in postings.items() if len(digits) <= SHARD) // SHARD)
    lines: list[list[str]] = [[] for _ in range(count)]
    for key in sorted(postings):
        digits = postings[key]
        lines[shard_of(key, count)].append(f"{key}\t{digits if len(digits) <= SHARD else ''}")
    return {str(number): "\n".join(own) for number, own in enumerate(lines)}, lone


def _facts(placed: Sequence[tuple[int, VolumeLists]]) -> str:
    """For each record: kind (twice, and one more if it has a date), step of its days since 1970, step of its first place, length, whether it lies within."""
    values: list[int] = []
    last_day = last_start = 0
    for offset, lists in placed:
        for record in lists.records:
            values.append((record.kind * 2 + (record.day is not None)) * 2 + record.is_inner)
            if record.day is not None:
                values.append(zigzag(record.day - last_day))
                last_day = record.day
            values += (zigzag(offset + record.start - last_start), record.length)
            last_start = offset + record.start
    return encode_all(values)


def _filters(volumes: Sequence[VolumeLists]) -> dict[str, object]:
    """Section and organs of each record, as numbers into the lists beside them."""
    records = [record for lists in volumes for record in lists.records]
    sections = sorted({record.section for record in records if record.section})
    organs = sorted({organ for record in records for organ in record.organs})
    number = {organ: index for index, organ in enumerate(organs)}
    rows: list[int] = []
    for record in records:
        own = sorted(number[organ] for organ in record.organs)
        rows += (sections.index(record.section) + 1 if record.section else 0, len(own), *differences(own))
    return {"sections": sections, "organs": organs, "rows": encode_all(rows)}
