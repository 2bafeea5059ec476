"""The nouns of dates that matter: deadlines, targets, taking effect, expiring; and whether a document is in force on a day (有效性)."""

import datetime
import enum
from dataclasses import dataclass

from generator.links import Place


class DateKind(enum.Enum):
    """What a date is for."""

    DEADLINE = "deadline"
    TARGET = "target"
    EFFECTIVE = "effective"
    EXPIRES = "expires"

    @property
    def shown(self) -> str:
        return {"deadline": "期限", "target": "目标", "effective": "施行", "expires": "期满"}[self.value]


@dataclass(frozen=True)
class DateThatMatters:
    """A date somebody must keep, or on which a text takes effect or ends.

    [start, end) are the offsets of `words`, the printed words of the date, in their paragraph. `date` is the last day that is meant, None where the
    print gives no single day: then `recurs` may be the day of every month. `derived` says how year or day were worked out, "" where both are printed.
    `by` are the printed words for who must act, `by_source` where they stand if not in the sentence; `organs` the ids they name exactly.
    `whole` is True where the sentence speaks of the document itself.
    """

    place: Place
    title: str
    words: str
    start: int
    end: int
    text: str
    kind: DateKind
    date: datetime.date | None
    precision: str = "day"      # day, ten_days, month or year
    derived: str = ""
    recurs: int | None = None
    by: str | None = None
    by_source: str = ""
    organs: tuple[str, ...] = ()
    whole: bool = False
    column: str = ""            # the table's column where the date stands in a cell of a column of dates
    since: datetime.date | None = None  # of a day of every month: the document's date, from which it counts

    @property
    def part_of_month(self) -> str:
        """上旬, 中旬, 下旬 or 底: what the print, or the last day of what it names, tells of a month; "" where it names a day, a year or no known month."""
        if self.date is None or self.precision not in ("ten_days", "month"):
            return ""
        return "底" if self.precision == "month" else {10: "上旬", 20: "中旬"}.get(self.date.day, "下旬")


class Status(enum.Enum):
    """有效性 on a stated day. Nothing is guessed: where no words are found it says so."""

    UNTIL = "文内有效期至"
    REPEALED = "已被废止"
    EXPIRED = "期满"
    NO_EVIDENCE = "未见依据"


@dataclass(frozen=True)
class Validity:
    """Whether a document is in force on `day`, with the sentence that shows it; `by_title` and `url` lead to what repeals it."""

    status: Status
    day: datetime.date
    date: datetime.date | None = None
    sentence: str = ""
    line: int | None = None
    derived: str = ""
    by_title: str = ""
    url: str = ""
