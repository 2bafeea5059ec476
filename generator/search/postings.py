"""Lists where every character and every pair of characters stands: what the search looks up instead of reading texts."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from generator.search.digits import differences, encode, encode_all
from generator.search.folding import BORDER
from generator.search.layout import LaidOut
from generator.search.records import Place

_NUMBER = re.compile(r"〔(\d{4})〕第?(\d{1,5})号")
_LONGEST_SERIES = 20


def list_postings(volumes: Sequence[tuple[int, LaidOut]], series: Collection[str]) -> dict[str, str]:
    """For each key its list in digits. The volumes come with the place of their first character.

    Keys of one character list records, those of two places, longer ones (海政发3号) where the numbers of a series with this serial stand.
    """
    return {**_pairs(volumes), **_characters(volumes), **_numbers(volumes, series)}


def _pairs(volumes: Sequence[tuple[int, LaidOut]]) -> dict[str, str]:
    """How many stand in numbers, titles, headings and captions; these, each with its `Place`; then those in running text."""
    weighty: dict[str, list[tuple[int, int]]] = defaultdict(list)
    plain: dict[str, list[int]] = defaultdict(list)
    body = int(Place.BODY)
    for offset, laid in volumes:
        for at, (first, second, place) in enumerate(zip(laid.folded, laid.folded[1:], laid.places, strict=False), offset):
            if place == body:
                plain[first + second].append(at)
            else:
                weighty[first + second].append((at, place))
    return {key: encode(len(weighty.get(key, ()))) + _with_places(weighty.get(key, ())) + encode_all(differences(plain.get(key, ())))
            for key in plain.keys() | weighty.keys() if BORDER not in key}


def _with_places(found: Sequence[tuple[int, int]]) -> str:
    steps = differences(at for at, _ in found)
    return encode_all(step * Place.BODY + place for step, (_, place) in zip(steps, found, strict=True))


def _characters(volumes: Sequence[tuple[int, LaidOut]]) -> dict[str, str]:
    """For each record that holds the character: the step from the record before, and its weightiest, earliest place within it."""
    lists: dict[str, list[int]] = defaultdict(list)
    before: dict[str, int] = {}
    record = 0
    for _, laid in volumes:
        for index, span in enumerate(laid.spans):
            for char, (place, at) in _first_places(laid, index).items():
                lists[char] += (record - before.get(char, 0), (at - span.start) * (Place.BODY + 1) + place)
                before[char] = record
            record += 1
    return {char: encode_all(values) for char, values in lists.items()}


def _first_places(laid: LaidOut, index: int) -> dict[str, tuple[int, int]]:
    """Where each character of a record stands first; places outside the records within it go before those inside, for they are its own."""
    span = laid.spans[index]
    inside = []
    for other in laid.spans[index + 1:] if not span.is_inner else ():
        if not other.is_inner:
            break
        inside.append((other.start, other.end))
    found: dict[str, tuple[int, int]] = {}
    for start, end in (*_outside(span.start, span.end, inside), *inside):
        found = _firsts_of(laid, start, end) | found
    found.pop(BORDER, None)
    return found


def _firsts_of(laid: LaidOut, start: int, end: int) -> dict[str, tuple[int, int]]:
    """For each character of [start, end) its weightiest place, and of these the first."""
    stretch = laid.folded[start:end]
    firsts = {char: (int(Place.BODY), at) for char, at in zip(stretch[::-1], range(end - 1, start - 1, -1), strict=True)}
    places = laid.places[start:end]
    if places.count(Place.BODY) == len(places):
        return firsts
    weighty = [(place, at) for at, place in enumerate(places, start) if place != Place.BODY]
    return firsts | {laid.folded[at]: (place, at) for place, at in sorted(weighty, reverse=True)}


def _outside(start: int, end: int, inside: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for first, last in inside:
        if start < first:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


def _numbers(volumes: Sequence[tuple[int, LaidOut]], series: Collection[str]) -> dict[str, str]:
    """For each series and serial: year, step from the place before, and `Place`, of every such number."""
    lists: dict[str, list[int]] = defaultdict(list)
    before: dict[str, int] = {}
    for offset, laid in volumes:
        for match in _NUMBER.finditer(laid.folded):
            for length in range(1, _LONGEST_SERIES + 1):
                start = match.start() - length
                word = laid.folded[max(0, start):match.start()]
                if start >= 0 and word in series:
                    key = f"{word}{int(match[2])}号"
                    lists[key] += (int(match[1]), offset + start - before.get(key, 0), laid.places[start])
                    before[key] = offset + start
    return {key: encode_all(values) for key, values in lists.items()}
