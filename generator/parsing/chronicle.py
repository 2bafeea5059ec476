"""Reads the chronicle (大事记): entries that open with a bullet or a date, under month headings or without any heading."""

import datetime
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from generator.authority.layouts import ORNAMENTS, Layouts
from generator.diagnostics import Code, Diagnostic
from generator.notation.dates import UNTIL, DayRange, find_day_range, parse_date_line
from generator.notation.folding import WHITE, squeeze
from generator.notation.numerals import DATE_CHARS, parse_numeral
from generator.records import ChronicleEntry, Content, IssueMeta, Paragraph, Remainder

_N = f"[{DATE_CHARS}]"
_MONTH = f"(?:({_N}{{4}})年)?({_N}{{1,2}})月份?"
_MONTH_HEADING = re.compile(_MONTH)
_MONTH_IN_TITLE = re.compile(f"(?<!{_N}|[—－–―~～至-]){_MONTH}(?![—－–―~～至-]|{_N})")
_DAY = f"{_N}{{1,3}}(?:日|(?:{UNTIL}|、){_N}{{1,3}}日)"
_OPENING_DATE = re.compile(
    f"(?:(?:{_N}{{4}}年)?{_N}{{1,3}}月)?{_DAY}|(?:{_N}{{4}}年)?{_N}{{1,3}}月{_N}{{1,3}}{UNTIL}"
    f"|(?:(?:{_N}{{4}}年)?{_N}{{1,3}}月份?|本月)?[上中下]旬|(?:(?:{_N}{{4}}年)?{_N}{{1,3}}|本)?月[初底末][，,：:]"
    f"|(?:(?:{_N}{{4}}年)?{_N}{{1,3}}月份?|本月)[，,：:]|同日|当日|同月")
_DAY_HEADING = re.compile(f"(?:(?:{_N}{{4}}年)?{_N}{{1,3}}月)?{_N}{{1,3}}日(?:{UNTIL}(?:{_N}{{1,3}}月)?{_N}{{1,3}}日)?(?:（?星期[一二三四五六日天]）?)?")


def month_heading(text: str) -> tuple[int | None, int] | None:
    """(year or None, month) where the line is nothing but a month: 三月, 3月份, 二〇一九年三月, 【三月】."""
    match = _MONTH_HEADING.fullmatch(squeeze(text).strip(ORNAMENTS))
    return _year_month(match) if match else None


def month_in_title(text: str) -> tuple[int | None, int] | None:
    """(year or None, month) of a heading that names one month: 2019年3月大事记. None where it names several or none."""
    found = list(_MONTH_IN_TITLE.finditer(squeeze(text)))
    return _year_month(found[0]) if len(found) == 1 else None


def _year_month(match: re.Match[str]) -> tuple[int | None, int] | None:
    month = parse_numeral(match[2])
    return (parse_numeral(match[1]) if match[1] else None, month) if month is not None and 1 <= month <= 12 else None


def _is_dated(text: str) -> bool:
    return _OPENING_DATE.match(squeeze(text)) is not None


def _is_day(item: Paragraph) -> bool:
    """True for a line that is nothing but a day or a range of days."""
    return _DAY_HEADING.fullmatch(squeeze(item.text).strip(ORNAMENTS)) is not None


def opens_bulleted_entry(item: Content, layouts: Layouts) -> bool:
    """True for a paragraph that opens with a bullet and names a day near its beginning (·1月2日，…)."""
    if not isinstance(item, Paragraph) or item.is_text_box or item.text[:1] not in layouts.bullets:
        return False
    return _is_dated(item.text[1:])


def find_headless_start(items: Sequence[Content], lowest: int, layouts: Layouts) -> int | None:
    """Where a chronicle starts without a heading: the first of two bulleted entries in a row, behind the last head of a
    document (`lowest`) and its signature with the date; None where there is none. Documents too list days behind bullets.
    """
    for index in range(lowest, len(items) - 1):
        if _is_signature(items, index, layouts):
            lowest = index + 2
    for index in range(lowest, len(items) - 1):
        if opens_bulleted_entry(items[index], layouts) and opens_bulleted_entry(items[index + 1], layouts):
            return index
    return None


def _is_signature(items: Sequence[Content], index: int, layouts: Layouts) -> bool:
    name, date = items[index], items[index + 1]
    return (isinstance(name, Paragraph) and isinstance(date, Paragraph)
            and layouts.is_organ_name(name.text) and parse_date_line(date.text) is not None)


@dataclass(frozen=True)
class _Group:
    """The paragraphs of an entry with what the headings above it say: year, month, and the day where that has a line to itself."""

    paragraphs: list[Paragraph]
    year: int | None
    month: int | None
    day: Paragraph | None


class _Reader:
    def __init__(self, meta: IssueMeta, path: str, layouts: Layouts, uses_bullets: bool) -> None:
        self.meta, self.path, self.layouts, self.uses_bullets = meta, path, layouts, uses_bullets
        self.groups: list[_Group] = []
        self.remainders: list[Remainder] = []
        self.year: int | None = None
        self.month: int | None = None
        self.day: Paragraph | None = None

    def read(self, items: Sequence[Content], titles: Collection[int]) -> None:
        for index, item in enumerate(items):
            if index in titles and isinstance(item, Paragraph):
                self._under(month_in_title(item.text))
            elif not isinstance(item, Paragraph) or item.is_text_box:
                self.remainders.append(Remainder("文本框" if isinstance(item, Paragraph) else "其他", item))
            elif (heading := month_heading(item.text)) is not None:
                self._under(heading)
                self.remainders.append(Remainder("月份", item))
            elif self._is_day_heading(item, items[index + 1] if index + 1 < len(items) else None):
                self.day = item
                self.remainders.append(Remainder("月份", item))
            elif self._opens(item):
                self.groups.append(_Group([item], self.year, self.month, self.day))
            elif self.groups:
                self.groups[-1].paragraphs.append(item)
            else:
                self.remainders.append(Remainder("其他", item))

    def _under(self, heading: tuple[int | None, int] | None) -> None:
        self.year, self.month = heading or (None, None)
        self.day = None

    def _is_day_heading(self, item: Paragraph, following: Content | None) -> bool:
        """A day on a line of its own is a heading where bulleted entries without a day stand below it; else it opens its entry."""
        if not _is_day(item) or not isinstance(following, Paragraph):
            return False
        return following.text[:1] in self.layouts.bullets and not _is_dated(following.text[1:])

    def _opens(self, item: Paragraph) -> bool:
        if item.text[:1] in self.layouts.bullets:
            return self.uses_bullets or self.day is not None or _is_dated(item.text[1:])
        return _is_day(item) or (not self.uses_bullets and _is_dated(item.text))

    def entries(self) -> tuple[tuple[ChronicleEntry, ...], tuple[Diagnostic, ...]]:
        entries: list[ChronicleEntry] = []
        faults: list[Diagnostic] = []
        used: dict[str, int] = {}
        last: DayRange | None = None
        for group in self.groups:
            text = group.paragraphs[0].text
            bullet = text[0] if text[0] in self.layouts.bullets else ""
            words = "\n".join(p.text for p in group.paragraphs)[len(bullet):].lstrip(WHITE)
            headed = self._days(group.day.text, group, None) if group.day and not _is_dated(words) else None
            days = replace(headed, start=0, end=0) if headed else self._days(words, group, last)
            stem = days.first.isoformat() if days else f"{self.meta.year}-00"
            if days is None:
                faults.append(_no_date(self.path, group.paragraphs[0]))
            used[stem] = used.get(stem, 0) + 1
            entries.append(ChronicleEntry(f"{stem}-{used[stem]}", tuple(group.paragraphs), days, bullet))
            last = days or last
        return tuple(entries), tuple(faults)

    def _days(self, text: str, group: _Group, last: DayRange | None) -> DayRange | None:
        year, month = group.year, group.month
        same = re.match(f"[{WHITE}]*(同日|当日)", text)
        if same and last and last.part is None:
            return DayRange(last.first, last.last, same[1], same.start(1), same.end(1))
        days = find_day_range(text, year or self.meta.last_month.year, month)
        if days is None or year:
            return days
        # An issue of January may tell of December: never a day after the issue.
        if days.first > self.meta.last_day + datetime.timedelta(days=62):
            return find_day_range(text, self.meta.last_month.year - 1, month)
        return days


def parse_chronicle(items: Sequence[Content], titles: Collection[int], meta: IssueMeta, path: str, layouts: Layouts
                    ) -> tuple[tuple[ChronicleEntry, ...], tuple[Remainder, ...], tuple[Diagnostic, ...]]:
    """The entries in `items`, what is no entry (headings of months and days, text boxes), and entries that name no day.

    `titles` are the indexes of the headings of the chronicle itself, which are neither. The year comes from the entry, else
    from the heading above it, else from the issue.
    """
    lines = [item for index, item in enumerate(items) if isinstance(item, Paragraph) and index not in titles]
    bulleted = sum(line.text[:1] in layouts.bullets for line in lines)
    dated = sum(_is_dated(line.text) for line in lines)
    reader = _Reader(meta, path, layouts, uses_bullets=bulleted > dated)
    reader.read(items, titles)
    entries, faults = reader.entries()
    return entries, tuple(reader.remainders), faults


def _no_date(path: str, paragraph: Paragraph) -> Diagnostic:
    return Diagnostic(Code.ENTRY_WITHOUT_DATE, path, paragraph.first_line, "这条大事记里找不到日期。", words=paragraph.text,
                      done="列在本期大事记中，日期显示“未注明”。", advice="如原稿漏排，请在 issue.yml 中补注。")
