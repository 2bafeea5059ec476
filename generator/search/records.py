"""The nouns of search: what can be found, and the printed text it is found by."""

import datetime
import enum
from collections.abc import Iterator
from dataclasses import dataclass


class Kind(enum.Enum):
    """What a found record is, in the order in which the reader's filter lists them."""

    DOCUMENT = "公文"
    TABLE = "表格"
    ENTRY = "大事"
    PERSON = "人物"
    ORGAN = "机构"
    POST = "职务"


class Place(enum.IntEnum):
    """Where in a record words stand; a smaller value weighs more."""

    NUMBER = 0
    TITLE = 1
    HEADING = 2
    CAPTION = 3
    BODY = 4


@dataclass(frozen=True)
class Segment:
    """A run of printed text. `anchor` leads to it on the record's page, `table_anchor` on the page of its table; "" is the page itself.

    `apart`: it does not run on from the text before it, so that nothing is found over that border.
    """

    text: str
    place: Place
    anchor: str = ""
    table_anchor: str = ""
    apart: bool = False


@dataclass(frozen=True)
class Head:
    """What is shown of a record. `title` may be derived (a day of the chronicle); `number` and `issuer` are "" where not known."""

    id: str
    kind: Kind
    url: str
    title: str
    year: int | None = None     # of publication; None for what belongs to no year
    number: str = ""
    issuer: str = ""
    section: str = ""
    date: datetime.date | None = None
    organs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inner:
    """A record whose text is a stretch of another's (a table of a document): segments [first, last)."""

    head: Head
    first: int
    last: int


@dataclass(frozen=True)
class Text:
    """A record with its whole printed text in the order of print, and the records within it."""

    head: Head
    segments: tuple[Segment, ...]
    inner: tuple[Inner, ...] = ()

    def records(self) -> Iterator[tuple[Head, tuple[Segment, ...]]]:
        """This record and those within, each with its own text."""
        yield self.head, self.segments
        for part in self.inner:
            yield part.head, self.segments[part.first:part.last]


@dataclass(frozen=True)
class Volume:
    """Texts that change together: those of an issue, or the names. `name` is unique: 2018-01, names."""

    name: str
    texts: tuple[Text, ...]
