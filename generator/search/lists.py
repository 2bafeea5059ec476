"""The lists of one volume, in a form in which those of several volumes are put together without looking into them."""

from collections.abc import Mapping
from dataclasses import dataclass

# A rising row: its first value, its last one, and the digits of all that stands behind the first. Only the first depends on the volumes before.
Run = tuple[int, int, str]


@dataclass(frozen=True)
class PrintedNumber:
    """A number of a document as it is printed; `before` are the words before its bracket, as far back as a series may begin, `places` the `Place` of each."""

    before: str
    places: bytes
    year: int
    serial: int
    at: int             # of the bracket


@dataclass(frozen=True)
class Filed:
    """What the lists say of a record beside its words: `kind` as a number, the ordinal of its day, where it lies, and what it is filtered by."""

    kind: int
    day: int | None
    is_inner: bool
    start: int
    length: int
    section: str
    organs: tuple[str, ...]


@dataclass(frozen=True)
class VolumeLists:
    """The lists of a volume as if it were the first one. By the pair of characters: in `plain` its places in running text, in `weighty` the other places, each
    times `Place.BODY` with its `Place` added, and in `weights` how many these are. By the character: the records that hold it.
    """

    plain: Mapping[str, Run]
    weighty: Mapping[str, Run]
    weights: Mapping[str, int]
    characters: Mapping[str, Run]
    numbers: tuple[PrintedNumber, ...]
    records: tuple[Filed, ...]
