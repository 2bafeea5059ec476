"""The nouns of appointments (任免): who is appointed to which post of which organ, or removed from it, and in what words."""

import datetime
import enum
from dataclasses import dataclass, replace


class Action(enum.Enum):
    """What a sentence does with a person and a post."""

    APPOINT = "appoint"         # 任, 任命
    CONCURRENT = "concurrent"   # 兼任
    ACTING = "acting"           # 代理
    SECOND = "second"           # 挂职
    ENGAGE = "engage"           # 聘任
    CONFIRM = "confirm"         # 试用期满正式任职
    RENAME = "rename"           # 改任
    PROMOTE = "promote"         # 晋升, 套转: a rank (职级)
    NOMINATE = "nominate"       # 提名
    REMOVE = "remove"           # 免去
    DISMISS = "dismiss"         # 解聘
    RESIGN = "resign"           # 辞去

    __hash__ = object.__hash__  # asked a hundred thousand times, and an enum's own is written in Python

    @property
    def shown(self) -> str:
        return _SHOWN[self]

    @property
    def is_start(self) -> bool:
        """True where the person holds the post from then on. A nomination decides nothing."""
        return self not in _ENDS and self is not Action.NOMINATE

    @property
    def is_beginning(self) -> bool:
        """True where the person's time in the post begins. Who passes the probation (试用期满) has held it all along."""
        return self.is_start and self is not Action.CONFIRM

    @property
    def is_end(self) -> bool:
        return self in _ENDS


_ENDS = frozenset({Action.REMOVE, Action.DISMISS, Action.RESIGN})
_SHOWN = {Action.APPOINT: "任", Action.CONCURRENT: "兼任", Action.ACTING: "代理", Action.SECOND: "挂职", Action.ENGAGE: "聘任",
          Action.CONFIRM: "正式任职", Action.RENAME: "改任", Action.PROMOTE: "晋升", Action.NOMINATE: "提名", Action.REMOVE: "免去", Action.DISMISS: "解聘", Action.RESIGN: "辞去"}


@dataclass(frozen=True)
class Place:
    """Where a record's words stand in the frame of its sentence: the numbers of its slots {p0} {q0} {b0} {n0}."""

    person: int
    post: int
    probation: int | None = None
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Wording:
    """The sentence a record comes from: as printed, where, and its `frame`, the sentence with names, posts, notes taken out."""

    sentence: str
    line: int
    anchor: str
    ordinal: int        # of the sentence within its paragraph, from 0
    frame: str


@dataclass(frozen=True)
class PersonnelChange:
    """One person, one action, one post. None means: not printed, or not to be known from the print.

    `organ` is what stands before this very post, None where the post shares the organ of the one before it;
    `organ_full` has the parent it inherits (江海办事处 of a zone), None where that cannot be told.
    """

    document: str
    person: str
    person_mark: str            # printed behind the name, as （女）; "" where nothing is
    action: Action
    organ: str | None
    organ_full: str | None
    organ_id: str | None
    post: str
    probation: str | None       # as printed: 试用期一年
    notes: tuple[str, ...]      # as printed: 正科级, 保留正科级待遇, 聘期三年
    date: datetime.date | None  # of the document (成文日期)
    place: Place
    wording: Wording

    @property
    def line(self) -> int:
        return self.wording.line

    @property
    def note(self) -> str | None:
        return "；".join(self.notes) or None

    @property
    def office(self) -> str:
        """Organ and post in full, as far as known."""
        return (self.organ_full or self.organ or "") + self.post


@dataclass(frozen=True)
class UnreadSentence:
    """A sentence of appointment that no rule reads whole."""

    document: str
    sentence: str
    line: int
    anchor: str


@dataclass(frozen=True)
class PersonnelReading:
    """What a document of appointment says, and what of it could not be read."""

    changes: tuple[PersonnelChange, ...] = ()
    unread: tuple[UnreadSentence, ...] = ()

    def of_document(self, document: str) -> "PersonnelReading":
        """The same reading under another id of its document."""
        return PersonnelReading(tuple(replace(item, document=document) for item in self.changes), tuple(replace(item, document=document) for item in self.unread))


@dataclass(frozen=True)
class Move:
    """A person who leaves posts and takes up others in one issue.

    `is_certain` where one sentence says both; else it is the same name in two sentences, which may be two people.
    """

    person: str
    left: tuple[PersonnelChange, ...]
    taken: tuple[PersonnelChange, ...]
    is_certain: bool

    @property
    def wordings(self) -> tuple[tuple[str, Wording], ...]:
        """The sentences that show it, each once, with the document."""
        return tuple(dict.fromkeys((change.document, change.wording) for change in (*self.left, *self.taken)))
