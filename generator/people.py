"""The nouns of people: where somebody is named, in what words, and who is taken to be one person."""

import datetime
import enum
from dataclasses import dataclass


class Where(enum.Enum):
    """The kind of place that names a person."""

    CHRONICLE = "chronicle"         # an entry of the chronicle
    AWARD = "award"                 # a list of honours: the name and where the person works
    ROSTER = "roster"               # a leading group: the name, the role in the group and the posts
    TASK = "task"                   # a row of a table that names who leads it
    NAMED = "document"              # the text of a document: 组长某某, 某某同志兼任办公室主任
    APPOINTMENT = "appointment"     # a sentence that appoints or removes

    __hash__ = object.__hash__      # that of every mention takes this, and an enum's own is written in Python


@dataclass(frozen=True)
class PersonMention:
    """A person named at a place. `title` is what is printed as title or place of work, None where nothing is.

    The name stands in `words` (sentence, row or line as printed, of source line `line`) at [start, end), blanks inside it
    included. `record` is the id of the document, table or entry, `anchor` the place on its page, `context` the role in a
    group, the list or the column it stands in.
    """

    name: str
    title: str | None
    line: int
    start: int
    end: int
    where: Where
    record: str
    issue: str
    anchor: str | None = None
    words: str = ""
    context: str | None = None
    date: datetime.date | None = None


@dataclass(frozen=True)
class NameInDoubt:
    """Signs behind a title that may begin with a name, whose end nothing decides. It is offered to the editor, not shown."""

    candidates: tuple[str, ...]
    title: str
    line: int
    words: str


@dataclass(frozen=True)
class Tenure:
    """A post held: from the first appointment printed to the removal. None: not printed. `opened` and `closed` are the evidence."""

    organ: str | None
    post: str
    date_from: datetime.date | None
    date_to: datetime.date | None
    opened: PersonMention | None
    closed: PersonMention | None

    @property
    def evidence(self) -> tuple[PersonMention, ...]:
        return tuple(dict.fromkeys(mention for mention in (self.opened, self.closed) if mention is not None))


@dataclass(frozen=True)
class Person:
    """Everything printed about one name that is taken to be one person.

    `groups` are the mentions that belong together by their words. More than one and not `is_sure`: they may be of
    different people. `note` tells people of one name apart (people.yml), `reason` says why mentions were joined or parted.
    """

    id: str
    name: str
    note: str | None
    mentions: tuple[PersonMention, ...]
    tenures: tuple[Tenure, ...]
    is_sure: bool = True
    reason: str | None = None
    groups: tuple[tuple[PersonMention, ...], ...] = ()

    def of(self, *places: Where) -> tuple[PersonMention, ...]:
        return tuple(mention for mention in self.mentions if mention.where in places)
