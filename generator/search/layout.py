"""Lays the texts of a volume out in a row, so that one number says where in it a character stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.search.folding import BORDER, fold_segments, fold_text
from generator.search.records import Head, Kind, Place, Segment, Volume

BLOCK = 1200    # folded characters whose print one file holds
KINDS = tuple(Kind)


@dataclass(frozen=True)
class Span:
    """A record in the row: [start, end). `is_inner` where it lies within the one before it that is not."""

    head: Head
    start: int
    end: int
    is_inner: bool


@dataclass(frozen=True)
class Printed:
    """A segment in the row: its folded text is [start, end), a border before it not counted."""

    segment: Segment
    start: int
    end: int


@dataclass(frozen=True)
class LaidOut:
    """A volume in a row: the folded text, a `Place` for each of its characters, its records in order and its segments."""

    name: str
    folded: str
    places: bytes
    spans: tuple[Span, ...]
    printed: tuple[Printed, ...]


def lay_out(volume: Volume) -> LaidOut:
    """The row of all texts, each ended by a border."""
    pieces: list[str] = []
    places = bytearray()
    spans: list[Span] = []
    printed: list[Printed] = []
    at = 0
    for text in volume.texts:
        starts, begin = [], at
        for segment, folded in zip(text.segments, fold_segments(text.segments), strict=True):
            starts.append(at)
            printed.append(Printed(segment, at + folded.startswith(BORDER), at + len(folded)))
            places += bytes([segment.place]) * len(folded)
            pieces.append(folded)
            at += len(folded)
        starts.append(at)
        spans.append(Span(text.head, begin, at, is_inner=False))
        spans += [Span(part.head, starts[part.first], starts[part.last], is_inner=True) for part in text.inner]
        pieces.append(BORDER)
        places.append(Place.BODY)
        at += 1
    return LaidOut(volume.name, "".join(pieces), bytes(places), tuple(spans), tuple(printed))


def text_blocks(laid: LaidOut) -> Iterator[dict[str, object]]:
    """The print in blocks: block n holds what folds to [n·BLOCK, (n+1)·BLOCK) and the heads of the records that begin there."""
    count = max(1, -(-len(laid.folded) // BLOCK))
    heads: list[dict[str, list[object]]] = [{} for _ in range(count)]
    rows: list[list[list[object]]] = [[] for _ in range(count)]
    for index, span in enumerate(laid.spans):
        heads[span.start // BLOCK][str(index)] = _head(span.head)
    for printed in laid.printed:
        for start, text in _cut(printed):
            segment = printed.segment
            row: list[object] = [start % BLOCK, text, segment.anchor]
            rows[start // BLOCK].append([*row, segment.table_anchor] if segment.table_anchor else row)
    for own_heads, own_rows in zip(heads, rows, strict=True):
        yield {"heads": own_heads, "rows": own_rows}


def _head(head: Head) -> list[object]:
    return [head.id, KINDS.index(head.kind), head.url, head.title, head.number, head.issuer, head.date.isoformat() if head.date else "", head.year]


def _cut(printed: Printed) -> Iterator[tuple[int, str]]:
    """The printed text in pieces that each lie within one block, with the place where each begins."""
    text, start = printed.segment.text, printed.start
    if start // BLOCK == printed.end // BLOCK:
        yield start, text
        return
    at, begin = start, 0
    for index, char in enumerate(text):
        if at // BLOCK != start // BLOCK:
            yield start, text[begin:index]
            start, begin = at, index
        at += len(fold_text(char))
    if begin < len(text):
        yield start, text[begin:]
