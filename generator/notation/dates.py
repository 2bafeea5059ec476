"""Dates as bulletins print them: 2018年1月13日, 二○一八年三月五日, 1月2日, 3月5日至8日, 中旬, 月底."""

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.notation.folding import WHITE, squeeze
from generator.notation.numerals import DATE_CHARS, parse_numeral

_N = f"[{DATE_CHARS}]"
_M = f"(?:{_N}{{1,3}}|元)"      # 元月
_S = f"[{WHITE}]*"
UNTIL = "(?:[至到]|[—－–―─~～\\-]{1,2})"     # between the ends of a range: 至, and every dash that is typed for it, single or double
_FULL = re.compile(f"(?P<y>{_N}{{4}}){_S}年{_S}(?P<m>{_M}){_S}月{_S}(?P<d>{_N}{{1,3}}){_S}日")
_DATE_LINE = re.compile(f"{_S}(?:{_FULL.pattern}|[（(]{_S}{_FULL.pattern.replace('?P<', '?P<in_')}{_S}[）)]){_S}")
_AHEAD = f"(?={_S}日|{_S}(?:{UNTIL}|[、和]){_S}{_N}{{1,3}}{_S}日)"
_MONTH_DAY = re.compile(f"(?:(?P<y>{_N}{{4}}){_S}年{_S})?(?P<m>{_M}){_S}月{_S}(?P<d>{_N}{{1,3}}){_AHEAD}")
_DAY = re.compile(f"(?P<d>{_N}{{1,3}}){_AHEAD}")
_DAY_SIGN = re.compile(f"{_S}日|")
_RANGE = re.compile(f"(?:{_S}日?{_S}{UNTIL}{_S}(?:(?:(?P<y>{_N}{{4}}){_S}年{_S})?(?P<m>{_M}){_S}月{_S})?|(?P<comma>{_S}日?{_S}[、和]{_S}))(?P<d>{_N}{{1,3}}){_S}日")
_YEAR_MONTH = f"(?:(?:(?P<y>{_N}{{4}}){_S}年{_S})?(?P<m>{_M}){_S}月{_S}份?)?"
_TEN_DAYS = re.compile(f"{_YEAR_MONTH}(?P<part>[上中下])(?P<next>[中下])?旬(?:{_S}{UNTIL}{_S}(?:(?P<lm>{_M}){_S}月{_S})?(?P<last>[上中下])旬)?")
# 月初, 3月底 and 3月 alone say when something was only where they open an entry: 3月底前完成 sets a deadline.
_PART_OF_MONTH = re.compile(
    f"{_S}(?:(?:(?P<y>{_N}{{4}}){_S}年{_S})?(?P<m>{_M}){_S}月份?|[本是当]月份?|同月|月内|月(?=[初底末]))(?P<part>[初底末]?)(?={_S}[，,：:]|[{WHITE}]+(?![{DATE_CHARS}{WHITE}]))")
_DAYS_OF_PART = {"上": (1, 10), "中": (11, 20), "下": (21, 31), "初": (1, 10), "底": (21, 31), "末": (21, 31), "": (1, 31)}


@dataclass(frozen=True)
class PrintedDate:
    """A full date as it stands in a text; `date` is None where it names a day that does not exist (2月30日)."""

    printed: str
    start: int
    end: int
    date: datetime.date | None


@dataclass(frozen=True)
class DayRange:
    """The days an event is dated to, both ends included; `printed` are the words that say so.

    Where they name no day but a part of a month the days are those it may have been, and `part` is what stands behind the
    month: 上旬, 底, "" for the whole month.
    """

    first: datetime.date
    last: datetime.date
    printed: str
    start: int
    end: int
    part: str | None = None


def make_date(year: int | None, month: int | None, day: int | None) -> datetime.date | None:
    """The calendar day, or None where a part is missing or no such day exists."""
    if year is None or month is None or day is None:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _month(text: str) -> int | None:
    return 1 if text == "元" else parse_numeral(text)


def find_dates(text: str) -> Iterator[PrintedDate]:
    """Every full date (year, month and day) in `text`, in order."""
    for match in _FULL.finditer(text):
        day = make_date(parse_numeral(match["y"]), _month(match["m"]), parse_numeral(match["d"]))
        yield PrintedDate(match[0], match.start(), match.end(), day)


def parse_date_line(text: str) -> PrintedDate | None:
    """The date that `text` consists of, white space and a pair of brackets aside; None where anything else stands beside it."""
    match = _DATE_LINE.fullmatch(text)
    return next(find_dates(text), None) if match else None


def format_date(day: datetime.date) -> str:
    """2018年1月13日."""
    return f"{day.year}年{day.month}月{day.day}日"


def find_day_range(text: str, year: int, month: int | None = None) -> DayRange | None:
    """The first day or range of days named in `text`, with `year` (and `month`, under a month heading) where unprinted.

    3月5日至8日 gives both ends, 中旬 the ten days it names, 月初 the first ten and 月底 the days from the 21st; 3月 alone,
    where it opens the text, the whole month. None where no day is named or it does not exist.
    """
    opening = _PART_OF_MONTH.match(text)
    if opening is not None:
        return _part_of_month(opening, opening["part"], opening["part"], year, month)
    match = _MONTH_DAY.search(text)
    ten = _TEN_DAYS.search(text)
    if month is not None:
        day = _DAY.match(text)  # 「2日 」 opens an entry under a month heading; a day further on is prose
        match = day or match
    if ten is not None and (match is None or ten.start() < match.start()):
        return _part_of_month(ten, ten["part"], ten["last"] or ten["next"] or ten["part"], year, month)
    if match is None:
        return None
    return _day_or_range(text, match, year, month)


def _day_or_range(text: str, match: re.Match[str], year: int, month: int | None) -> DayRange | None:
    groups = match.groupdict()
    month = _month(groups["m"]) if groups.get("m") else month
    year = (parse_numeral(groups["y"]) or year) if groups.get("y") else year
    first = make_date(year, month, parse_numeral(groups["d"]))
    if first is None:
        return None
    tail = _RANGE.match(text, match.end())
    last = _last_day(tail, first) if tail else None
    if tail is None or (tail["comma"] and last != first + datetime.timedelta(days=1)):  # 5、6日 is a range, 5、8日 two days apart
        sign = _DAY_SIGN.match(text, match.end())
        end = sign.end() if sign else match.end()
        return DayRange(first, first, text[match.start():end], match.start(), end)
    return DayRange(first, last if last and last >= first else first, text[match.start():tail.end()], match.start(), tail.end())


def _last_day(tail: re.Match[str], first: datetime.date) -> datetime.date | None:
    month = _month(tail["m"]) if tail["m"] else first.month
    following = first.year + (1 if (month or 0) < first.month else 0)
    return make_date(parse_numeral(tail["y"]) if tail["y"] else following, month, parse_numeral(tail["d"]))


def _part_of_month(match: re.Match[str], part: str, last_part: str, year: int, month: int | None) -> DayRange | None:
    groups = match.groupdict()
    year = (parse_numeral(groups["y"]) or year) if groups["y"] else year
    month = _month(groups["m"]) if groups["m"] else month
    last_month = _month(groups["lm"]) if groups.get("lm") else month
    first = make_date(year, month, _DAYS_OF_PART[part][0])
    if first is None or last_month is None or not first.month <= last_month <= 12:
        return None
    last_day = min(_DAYS_OF_PART[last_part][1], calendar.monthrange(first.year, last_month)[1])
    last = first.replace(month=last_month, day=last_day)
    return DayRange(first, last, match[0], match.start(), match.end(), squeeze(match.string[match.start("part"):match.end()])) if first <= last else None
