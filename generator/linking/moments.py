"""Reads the moments a text names (2018年6月22日, 10月底, 年底, 上半年, 每月22日) and works out the last day that is meant."""

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.linking.date_habits import date_habits
from generator.notation.dates import make_date
from generator.notation.folding import WHITE
from generator.notation.numerals import DATE_CHARS, parse_numeral

_N = f"[{DATE_CHARS}]"
_S = f"[{WHITE}]*"
_YEAR = f"(?:{_N}{{4}}|今|本|明|当){_S}年(?:度)?{_S}"
_YEAR_AT_START = re.compile(f"({_N}{{4}}|今|本|明|当){_S}年")
_MOMENT = re.compile(
    f"(?P<every>每(?:个)?月|每年){_S}(?:(?P<em>{_N}{{1,3}}){_S}月{_S})?(?:(?P<ed>{_N}{{1,3}}){_S}日|(?P<eend>[底末]))"
    f"|(?<!{_N})(?:{_YEAR})?(?P<m>{_N}{{1,3}}){_S}月{_S}(?:(?P<d>{_N}{{1,3}}){_S}日|(?P<mend>[底末]|[上中下]旬)|(?={_S}(?:以?前|之前)))"
    f"|(?<!{_N})(?:{_YEAR})?(?:第?(?P<q>[一二三四1-4])季度(?:[底末])?|(?P<half>[上下])半年(?:[底末])?)"
    f"|(?<!{_N}){_YEAR}(?:年)?(?P<yend>[底末])|(?<![{_N[1:-1]}每去前后来近多几半两周青少老今本明当])(?P<bare>年[底末])")
_YEAR_BEFORE = re.compile(f"(?P<y>{_N}{{4}}){_S}年")
_RELATIVE = {"今": 0, "本": 0, "当": 0, "明": 1}
_LATE, _EARLY = 10, 6       # a document of October or later that names a month up to June means the next year


@dataclass(frozen=True)
class Moment:
    """A moment in a text. `date` is its last day, None where the year cannot be known; `recurs` the day of every month."""

    start: int
    end: int
    words: str
    date: datetime.date | None
    precision: str
    derived: str
    recurs: int | None = None
    is_end: bool = False        # 底, 末, a quarter or half year: a moment by itself, no day


@dataclass(frozen=True)
class Surroundings:
    """What an unprinted year is taken from: the document's date, and the headings above, nearest first."""

    date: datetime.date | None
    headings: tuple[str, ...] = ()


def find_moments(text: str, begin: int, end: int, around: Surroundings) -> Iterator[Moment]:
    """Every moment in text[begin:end], in order."""
    for match in _MOMENT.finditer(text, begin, end):
        if match["every"]:
            day = parse_numeral(match["ed"] or "") if not match["em"] and match["every"] != "每年" else None
            yield Moment(match.start(), match.end(), match[0], None, "day", "", recurs=day if day and day <= 31 else None)
            continue
        moment = _read(match, text, begin, around)
        if moment is not None:
            yield moment


def _read(match: re.Match[str], text: str, begin: int, around: Surroundings) -> Moment | None:
    month, day, precision = _month_and_day(match)
    if month is None or not 1 <= month <= 12:
        return None
    year, derived = _year(match, text, begin, around, month, day)
    last = calendar.monthrange(year or 2000, month)[1]
    ten_days = {"上": 10, "中": 20}.get((match["mend"] or " ")[0], last)
    date = make_date(year, month, day if day is not None else ten_days) if year else None
    if year and date is None:
        return None     # 2月30日
    if match["m"] and not match["d"] and not match["mend"]:
        date, derived = None, f"“{match[0]}前”是否包括当月，印本看不出"
    return Moment(match.start(), match.end(), match[0], date, precision, derived, is_end=match["d"] is None)


def _month_and_day(match: re.Match[str]) -> tuple[int | None, int | None, str]:
    if match["m"]:
        precision = "day" if match["d"] else "ten_days" if (match["mend"] or "").endswith("旬") else "month"
        return parse_numeral(match["m"]), parse_numeral(match["d"]) if match["d"] else None, precision
    if match["q"]:
        return 3 * (parse_numeral(match["q"]) or 0), None, "month"
    if match["half"]:
        return {"上": 6, "下": 12}[match["half"]], None, "month"
    return 12, None, "year"


def _year(match: re.Match[str], text: str, begin: int, around: Surroundings, month: int, day: int | None) -> tuple[int | None, str]:
    """The year and how it is known: printed, from a heading with the same day, from the sentence, or from the document's date."""
    found = _YEAR_AT_START.match(match[0])
    printed = found[1] if found else ""
    if len(printed) == 4:
        return parse_numeral(printed), ""
    dated = around.date
    if printed in _RELATIVE:
        return (dated.year + _RELATIVE[printed], f"“{printed}年”按成文日期{dated.year}年推定") if dated else (None, "")
    for heading in around.headings:
        for moment in find_moments(heading, 0, len(heading), Surroundings(None)):
            if day is not None and moment.date and (moment.date.month, moment.date.day) == (month, day):
                return moment.date.year, f"年份按上文标题“{moment.words}”"
    for before in reversed(list(_YEAR_BEFORE.finditer(text, begin, match.start()))):
        year = parse_numeral(before["y"])
        if year is not None and dated is not None and dated.year <= year <= dated.year + 20:
            return year, f"年份按本句“{before[0]}”"
        break
    return _year_of_document(dated, month, day)


def _year_of_document(dated: datetime.date | None, month: int, day: int | None) -> tuple[int | None, str]:
    if dated is None:
        return None, ""
    last = make_date(dated.year, month, day if day is not None else calendar.monthrange(dated.year, month)[1])
    if last is not None and last >= dated:
        return dated.year, f"年份按成文日期{dated.year}年推定"
    if dated.month >= _LATE and month <= _EARLY:
        return dated.year + 1, f"年份按成文日期推定为次年（成文于{dated.year}年{dated.month}月）"
    return None, ""


def is_before(text: str, at: int) -> int:
    """How many signs 前, 以前 or 之前 take behind offset `at`; 0 where there are none."""
    match = re.compile(f"{_S}(?:{date_habits().before})").match(text, at)
    return match.end() - at if match else 0
