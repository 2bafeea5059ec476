"""The nouns of the editor's corrections (issue.yml) and of the notes (编者注) that tell the reader of each."""

import datetime
import enum
from dataclasses import dataclass


class EditKind(enum.Enum):
    """What a correction does; the value is its word in issue.yml."""

    SET = "set"                     # a fact of a document that is missing or wrong in print
    JOIN = "join"                   # paragraphs that are one
    SPLIT = "split"                 # one paragraph that is two
    MERGE_CELLS = "merge_cells"     # cells of a row that are one
    SPLIT_CELL = "split_cell"       # one cell that is two
    ERRATUM = "erratum"             # words that should read otherwise; the text stays as printed
    PERSON = "person"               # which of several people of a name is meant
    PLACE = "place"                 # stray text, moved to where it belongs (a placement)


class Fact(enum.Enum):
    """The facts of a document that can be set; (word in issue.yml, name on the page)."""

    DATE = ("date", "成文日期")
    TITLE = ("title", "标题")
    ISSUER = ("issuer", "发文机关")
    NUMBER = ("number", "发文字号")
    ADDRESSEES = ("addressees", "主送机关")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def shown(self) -> str:
        return self.value[1]


Value = str | datetime.date | tuple[str, ...]


@dataclass(frozen=True)
class Edit:
    """One correction as the editor wrote it. `lines` are source lines (first, last), None for `set`.

    `words` are the printed words that must stand there ("" where nothing is printed): at the beginning of the second half for a
    split. `to` is what should stand instead, "" where nothing is replaced. `place` is the line in issue.yml.
    """

    kind: EditKind
    lines: tuple[int, int] | None
    words: str
    to: Value
    fact: Fact | None
    document: str
    reason: str
    date: datetime.date
    place: int | None


@dataclass(frozen=True)
class EditorNote:
    """What an editor changed and why. `printed` is None where nothing is printed; `corrected` None where only the layout changes."""

    kind: EditKind
    document: str | None        # id, of a fact
    fact: Fact | None
    first_line: int
    last_line: int
    place: str                  # these lines, as readers are told of them
    printed: str | None
    corrected: str | None
    reason: str
    date: datetime.date

    def is_on(self, first_line: int, last_line: int) -> bool:
        """True where the note is about lines, and the last of them is one of these."""
        return self.fact is None and first_line <= self.last_line <= last_line
