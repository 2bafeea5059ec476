"""The nouns of mention: who or what is named where, with the printed words that show it."""

import enum
from dataclasses import dataclass


class MentionType(enum.Enum):
    """What kind of record names it."""

    DOCUMENT = "document"
    TABLE_ROW = "table_row"
    CHRONICLE = "chronicle"
    PERSONNEL = "personnel"


@dataclass(frozen=True)
class OrganMention:
    """An organ named at a place. `form` is the printed form; it stands in `words`, the sentence or row, at `start`.

    `record` is the id of the document, table or chronicle entry, `anchor` the place on its page (None: the page itself).
    """

    organ: str
    type: MentionType
    record: str
    anchor: str | None
    line: int
    role: str
    form: str
    words: str
    start: int


@dataclass(frozen=True)
class UnknownForm:
    """A form printed where an organ stands, that no list knows."""

    form: str
    count: int
    path: str
    line: int
