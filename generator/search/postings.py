"""Lists where every character and every pair of characters stands: what the search looks up instead of reading texts."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import add, sub

from generator.search.digits import encode, encode_all
from generator.search.folding import BORDER
from generator.search.layout import KINDS, LaidOut
from generator.search.lists import Filed, PrintedNumber, Run, VolumeLists
from generator.search.records import Place

_NUMBER = re.compile(r"〔(\d{4})〕第?(\d{1,5})号")
_LONGEST_SERIES = 20
_RUNS = re.compile(b"|".join(re.escape(bytes([place])) + b"+" for place in Place))     # stretches of one place in the bytes of `places`


def list_volume(laid: LaidOut) -> VolumeLists:
    """The lists of one volume."""
    plain, weighty = _pairs(laid)
    weights = {pair: len(found) for pair, found in weighty.items()}
    return VolumeLists({pair: _run(found) for pair, found in plain.items()}, {pair: _weighty_run(found) for pair, found in weighty.items()}, weights,
                       _characters(laid), tuple(_numbers(laid)), tuple(_records(laid)))


def join_lists(volumes: Sequence[tuple[int, VolumeLists]], series: Collection[str]) -> dict[str, str]:
    """For each key its list in digits. The volumes come with the place of their first character.

    Keys of one character list records, those of two places, longer ones (海政发3号) where the numbers of a series with this serial stand.
    """
    return {**_joined_pairs(volumes), **_joined_characters(volumes), **_joined_numbers(volumes, series)}


# ---------------------------------------------------------------- one volume


def _pairs(laid: LaidOut) -> tuple[Mapping[str, Sequence[int]], Mapping[str, Sequence[tuple[int, int]]]]:
    """Where each pair stands in running text; and where in numbers, titles, headings and captions, each with its `Place`."""
    plain: dict[str, list[int]] = defaultdict(list)
    weighty: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, first, last in _runs(laid, 0, len(laid.folded)):
        pairs = enumerate(map(add, laid.folded[first:last], laid.folded[first + 1:last + 1]), first)
        if place == Place.BODY:
            for at, pair in pairs:
                plain[pair].append(at)
        else:
            for at, pair in pairs:
                weighty[pair].append((at, place))
    for found in (plain, weighty):
        for pair in [pair for pair in found if BORDER in pair]:
            del found[pair]
    return plain, weighty


def _run(places: Sequence[int]) -> Run:
    return places[0], places[-1], encode_all(map(sub, places[1:], places))


def _weighty_run(found: Sequence[tuple[int, int]]) -> Run:
    steps = ((at - before) * Place.BODY + place for (before, _), (at, place) in pairwise(found))
    return found[0][0] * Place.BODY + found[0][1], found[-1][0] * Place.BODY, encode_all(steps)


def _runs(laid: LaidOut, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The stretches of one place within [start, end): place, start, end."""
    return ((laid.places[run.start()], *run.span()) for run in _RUNS.finditer(laid.places, start, end))


def _characters(laid: LaidOut) -> dict[str, Run]:
    """For each record that holds the character: the step from the record before, and its weightiest, earliest place within it."""
    found: dict[str, list[int]] = defaultdict(list)
    last: dict[str, int] = {}
    for record, span in enumerate(laid.spans):
        for char, (place, at) in _first_places(laid, record).items():
            found[char] += (record - last.get(char, 0), (at - span.start) * len(Place) + place)
            last[char] = record
    return {char: (values[0], last[char], encode_all(values[1:])) for char, values in found.items()}


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


def _numbers(laid: LaidOut) -> Iterator[PrintedNumber]:
    for match in _NUMBER.finditer(laid.folded):
        before = _before(laid.folded, match)
        yield PrintedNumber(before, laid.places[match.start() - len(before):match.start()], int(match[1]), int(match[2]), match.start())


def _records(laid: LaidOut) -> Iterator[Filed]:
    for span in laid.spans:
        date = span.head.date
        yield Filed(KINDS.index(span.head.kind), date.toordinal() if date is not None else None, span.is_inner, span.start, span.end - span.start, span.head.section,
                    span.head.organs)


def words_before_numbers(folded: str) -> tuple[str, ...]:
    """What stands before the numbers in a folded text, as far back as a series may begin; each once."""
    return tuple(sorted({_before(folded, match) for match in _NUMBER.finditer(folded)}))


def _before(folded: str, number: re.Match[str]) -> str:
    return folded[max(0, number.start() - _LONGEST_SERIES):number.start()]


# ---------------------------------------------------------------- several volumes


def _joined(volumes: Iterable[tuple[int, Mapping[str, Run]]]) -> dict[str, list[str]]:
    """The digits of each key in pieces: of what the volumes say one after the other, each moved by a number."""
    found: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for offset, runs in volumes:
        for key, (first, end, rest) in runs.items():
            if key in found:
                found[key] += (encode(offset + first - last[key]), rest)
            else:
                found[key] = [encode(offset + first), rest]
            last[key] = offset + end
    return found


def _joined_pairs(volumes: Sequence[tuple[int, VolumeLists]]) -> dict[str, str]:
    """How many stand in numbers, titles, headings and captions; these, each with its `Place`; then those in running text."""
    plain = _joined((offset, lists.plain) for offset, lists in volumes)
    weighty = _joined((offset * Place.BODY, lists.weighty) for offset, lists in volumes)
    weights: Counter[str] = Counter()
    for _, lists in volumes:
        weights.update(lists.weights)
    return {key: "".join((encode(weights[key]), *weighty.get(key, ()), *plain.get(key, ()))) for key in plain.keys() | weighty.keys()}


def _joined_characters(volumes: Sequence[tuple[int, VolumeLists]]) -> dict[str, str]:
    moved, records = [], 0
    for _, lists in volumes:
        moved.append((records, lists.characters))
        records += len(lists.records)
    return {char: "".join(pieces) for char, pieces in _joined(moved).items()}


def _joined_numbers(volumes: Sequence[tuple[int, VolumeLists]], series: Collection[str]) -> dict[str, str]:
    """For each series and serial: year, step from the place before, and `Place`, of every such number."""
    values: dict[str, list[int]] = defaultdict(list)
    last: dict[str, int] = {}
    for offset, lists in volumes:
        for number in lists.numbers:
            for word in series_at_end([number.before], series):
                key, start = f"{word}{number.serial}号", offset + number.at - len(word)
                values[key] += (number.year, start - last.get(key, 0), number.places[-len(word)])
                last[key] = start
    return {key: encode_all(own) for key, own in values.items()}


def series_at_end(words: Iterable[str], series: Collection[str]) -> set[str]:
    """The series that some of the words end with."""
    return {word[start:] for word in words for start in range(len(word)) if word[start:] in series}
