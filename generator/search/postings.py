"""Lists where every character and every pair of characters stands: what the search looks up instead of reading texts."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import add

from generator.search.digits import differences, encode, encode_all
from generator.search.folding import BORDER
from generator.search.layout import LaidOut
from generator.search.records import Place

_NUMBER = re.compile(r"〔(\d{4})〕第?(\d{1,5})号")
_LONGEST_SERIES = 20
_RUNS = re.compile(b"|".join(re.escape(bytes([place])) + b"+" for place in Place))     # stretches of one place in the bytes of `places`


def list_postings(volumes: Sequence[tuple[int, LaidOut]], series: Collection[str]) -> dict[str, str]:
    """For each key its list in digits. The volumes come with the place of their first character.

    Keys of one character list records, those of two places, longer ones (海政发3号) where the numbers of a series with this serial stand.
    """
    return {**_pairs(volumes), **_characters(volumes), **_numbers(volumes, series)}


def _pairs(volumes: Sequence[tuple[int, LaidOut]]) -> dict[str, str]:
    """How many stand in numbers, titles, headings and captions; these, each with its `Place`; then those in running text."""
    weighty: dict[str, list[tuple[int, int]]] = defaultdict(list)
    plain: dict[str, list[int]] = defaultdict(list)
    for offset, laid in volumes:
        for place, first, last in _runs(laid, 0, len(laid.folded)):
            pairs = enumerate(map(add, laid.folded[first:last], laid.folded[first + 1:last + 1]), offset + first)
            if place == Place.BODY:
                for at, pair in pairs:
                    plain[pair].append(at)
            else:
                for at, pair in pairs:
                    weighty[pair].append((at, place))
    return {key: encode(len(weighty.get(key, ()))) + _with_places(weighty.get(key, ())) + encode_all(differences(plain.get(key, ())))
            for key in plain.keys() | weighty.keys() if BORDER not in key}


def _runs(laid: LaidOut, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The stretches of one place within [start, end): place, start, end."""
    return ((laid.places[run.start()], *run.span()) for run in _RUNS.finditer(laid.places, start, end))


def _with_places(found: Sequence[tuple[int, int]]) -> str:
    steps = differences([at for at, _ in found])
    return encode_all(step * Place.BODY + place for step, (_, place) in zip(steps, found, strict=True))


def _characters(volumes: Sequence[tuple[int, LaidOut]]) -> dict[str, str]:
    """For each record that holds the character: the step from the record before, and its weightiest, earliest place within it."""
    lists: dict[str, list[int]] = defaultdict(list)
    before: dict[str, int] = {}
    record, places = 0, len(Place)
    for _, laid in volumes:
        for index, span in enumerate(laid.spans):
            for char, (place, at) in _first_places(laid, index).items():
                lists[char] += (record - before.get(char, 0), (at - span.start) * places + place)
                before[char] = record
            record += 1
    return {char: encode_all(values) for char, values in lists.items()}


def _first_places(laid: LaidOut, index: int) -> dict[str, tuple[int, int]]:
    """For each character of a record its weightiest place and of these the first; what stands outside the records within it goes before, for that is its own."""
    span = laid.spans[index]
    inside = []
    for other in laid.spans[index + 1:] if not span.is_inner else ():
        if not other.is_inner:
            break
        inside.append((other.start, other.end))
    found: dict[str, tuple[int, int]] = {}
    for start, end in (*_outside(span.start, span.end, inside), *inside):
        for place, first, last in sorted(_runs(laid, start, end)):
            for char in set(laid.folded[first:last]).difference(found):
                found[char] = place, laid.folded.index(char, first)
    found.pop(BORDER, None)
    return found


def _outside(start: int, end: int, inside: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for first, last in inside:
        if start < first:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


def words_before_numbers(folded: str) -> tuple[str, ...]:
    """What stands before the numbers in a folded text, as far back as a series may begin; each once."""
    return tuple(sorted({_before(folded, match) for match in _NUMBER.finditer(folded)}))


def series_at_end(words: Iterable[str], series: Collection[str]) -> set[str]:
    """The series that some of the words end with."""
    return {word[start:] for word in words for start in range(len(word)) if word[start:] in series}


def _before(folded: str, number: re.Match[str]) -> str:
    return folded[max(0, number.start() - _LONGEST_SERIES):number.start()]


def _numbers(volumes: Sequence[tuple[int, LaidOut]], series: Collection[str]) -> dict[str, str]:
    """For each series and serial: year, step from the place before, and `Place`, of every such number."""
    lists: dict[str, list[int]] = defaultdict(list)
    before: dict[str, int] = {}
    for offset, laid in volumes:
        for match in _NUMBER.finditer(laid.folded):
            for word in series_at_end([_before(laid.folded, match)], series):
                key, start = f"{word}{int(match[2])}号", match.start() - len(word)
                lists[key] += (int(match[1]), offset + start - before.get(key, 0), laid.places[start])
                before[key] = offset + start
    return {key: encode_all(values) for key, values in lists.items()}
