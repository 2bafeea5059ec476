"""Reads when a text takes effect and how long it holds: 自2018年1月1日起试行，暂行5年. Worked-out days say how they were made."""

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.deadlines import DateKind
from generator.linking.date_habits import date_habits
from generator.notation.dates import UNTIL, find_dates, format_date
from generator.notation.enumeration import parse_enumerator
from generator.notation.folding import WHITE
from generator.notation.numerals import DATE_CHARS, NUMERAL_CHARS, parse_numeral

_S = f"[{WHITE}]*"
_DAY = f"[{DATE_CHARS}]{{4}}\\s*年\\s*[{DATE_CHARS}]{{1,3}}\\s*月\\s*[{DATE_CHARS}]{{1,3}}\\s*日"
_N = f"[{NUMERAL_CHARS}0-9０-９]{{1,4}}"
_LONGEST_TERM = 100     # years


@dataclass(frozen=True)
class Term:
    """A day on which a text takes effect or ends, at [start, end) of the paragraph. `whole` where the sentence speaks of the document itself."""

    start: int
    end: int
    kind: DateKind
    date: datetime.date | None
    derived: str
    whole: bool


def find_terms(text: str, begin: int, end: int, dated: datetime.date | None) -> Iterator[Term]:
    """The terms in the sentence text[begin:end]; `dated` is the document's date, None where it bears none."""
    habits = date_habits()
    whole = _speaks_of_itself(text[begin:end])
    effective: Term | None = None
    pattern = re.compile(f"(?:自|从|于|以)?{_S}(?P<day>{_DAY}|(?:{habits.itself.pattern})?{habits.issue_days}){_S}(?P<since>起|开始)?"
                         f"(?:{_S}(?P<later>{_N}){_S}(?:日|天|个工作日)后)?{_S}(?:正式)?(?:{habits.in_force})")
    for match in pattern.finditer(text, begin, end):
        if match["since"] is None and (match[0][0] not in "自从于" or text[match.end():match.end() + 1] not in ("", *"，。；,;")):
            continue    # 自2018年5月1日施行。 but neither 5月1日施行的办法 nor 从5月1日执行新标准
        if text[match.end():match.end() + 1] == "的":
            continue    # 2006年9月1日起施行的《…暂行办法》同时废止
        date, derived = _effective_day(match, dated)
        term = Term(match.start(), match.end(), DateKind.EFFECTIVE, date, derived, whole)
        effective = effective or term
        yield term
    if whole:
        yield from _ends(text, begin, end, effective.date if effective else None)


def _speaks_of_itself(sentence: str) -> bool:
    """本办法自…起施行, or nothing in front of 自 but an enumeration: 第九条 自2018年…."""
    enumerator = parse_enumerator(sentence)
    words = sentence[enumerator.end:] if enumerator and enumerator.end < len(sentence) else sentence
    names_itself = date_habits().itself.search(re.sub("[（(][^（）()]*[）)]", "", words)) is not None
    return names_itself or re.match(f"{_S}(?:自|从){_S}(?:{_DAY}|{date_habits().issue_days})", words) is not None


def _effective_day(match: re.Match[str], dated: datetime.date | None) -> tuple[datetime.date | None, str]:
    printed = next(find_dates(match["day"]), None)
    if printed is not None:
        day, derived = printed.date, ""
    else:
        day, derived = dated, f"按成文日期{format_date(dated)}推定" if dated else ""
    later = parse_numeral(match["later"]) if match["later"] else None
    if match["later"] and ("工作日" in match[0] or later is None):
        return None, ""
    if day is not None and later:
        return day + datetime.timedelta(days=later), f"由{format_date(day)}起算{later}日" + (f"（{derived}）" if derived else "")
    return day, derived


def _ends(text: str, begin: int, end: int, start: datetime.date | None) -> Iterator[Term]:
    terms = date_habits().terms
    since = f"(?:{terms}){_S}(?:自|从)?{_S}{_DAY}{_S}起?{_S}{UNTIL}"
    for match in re.compile(f"(?:{since}|(?:(?:{terms})|施行|执行|实施){_S}(?:截至|截止(?:到|至)?|至|到)){_S}(?P<day>{_DAY}){_S}(?:止|为止)?").finditer(text, begin, end):
        printed = next(find_dates(match["day"]), None)
        yield Term(match.start(), match.end(), DateKind.EXPIRES, printed.date if printed else None, "", True)
    for match in re.compile(f"(?:{terms}){_S}(?P<n>{_N}){_S}(?P<unit>年|个月)(?![度底末0-9])").finditer(text, begin, end):
        count = parse_numeral(match["n"])
        last = last_day(start, count, match["unit"]) if start and count else None
        derived = f"由{format_date(start)}起算{match['n']}{match['unit']}" if start and last else ""
        yield Term(match.start(), match.end(), DateKind.EXPIRES, last, derived, True)


def last_day(start: datetime.date, count: int, unit: str) -> datetime.date | None:
    """The last day of a term of `count` years or months: five years from 1 January 2018 end on 31 December 2022."""
    months = start.year * 12 + start.month - 1 + (count * 12 if unit == "年" else count)
    year, month = divmod(months, 12)
    if not 0 < count <= _LONGEST_TERM * 12 or year > start.year + _LONGEST_TERM or year > datetime.MAXYEAR - 1:
        return None
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    whole = day == start.day
    return datetime.date(year, month + 1, day) - datetime.timedelta(days=1 if whole else 0)
