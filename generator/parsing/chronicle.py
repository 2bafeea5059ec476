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
_M = f"(?:{_N}{{1,3}}|元)月"
_MONTH = f"(?:({_N}{{4}})年)?({_N}{{1,2}}|元)月份?"
_MONTH_HEADING = re.compile(_MONTH)
_MONTH_IN_TITLE = re.compile(f"(?<!{_N}|[—－–―~～至-]){_MONTH}(?![—－–―~～至-]|{_N})")
_DAY = f"{_N}{{1,3}}(?:日|(?:{UNTIL}|、){_N}{{1,3}}日)"
_DATE = (f"(?:(?:{_N}{{4}}年)?{_M})?{_DAY}|(?:{_N}{{4}}年)?{_M}{_N}{{1,3}}{UNTIL}"
         f"|(?:(?:{_N}{{4}}年)?{_M}份?|本月)?[上中下][中下]?旬|(?:(?:{_N}{{4}}年)?(?:{_N}{{1,3}}|元)|本)?月[初底末][，,：:]"
         f"|(?:(?:{_N}{{4}}年)?{_M}份?|[本是当]月份?|月内)[，,：:]|同日|当[日天]|同一天|同月|(?:近日|日前)[，,：:]")
# What may stand before the date: a number of its own, where a month shows that it is none of a day; brackets around the date.
_OPENING_DATE = re.compile(f"(?:{_DATE})|[【〔［\\[（(](?:{_DATE})[^】〕］\\]）)]{{0,8}}[】〕］\\]）)]"
                           f"|(?:[0-9０-９]{{1,3}}[.．、]|[（(][0-9０-９]{{1,3}}[）)])(?:{_N}{{4}}年)?{_M}{_DAY}")
_BEFORE_DATE = re.compile(f"[{WHITE}]*(?:[【〔［\\[（(]|[0-9０-９]{{1,3}}[.．、](?={_M}))?[{WHITE}]*")
# 本月　全市…: what a blank parts from the words that follow it.
_MONTH_BEFORE_BLANK = re.compile(f"[{WHITE}]*(?:(?:(?:{_N}{{4}}年)?{_M}份?|[本是当]月份?|同月|月内)|(?:(?:{_N}{{4}}年)?(?:{_N}{{1,3}}|元)|本)?月[初底末])[{WHITE}]+[^{WHITE}]")
_DAY_AT_START = re.compile(f"(?:(?:{_N}{{4}}年)?{_M})?{_DAY}")
_OF_SAME_MONTH = re.compile(f"[{WHITE}]*(?:[本是当同]月|月内)")
_DAY_HEADING = re.compile(f"(?:(?:{_N}{{4}}年)?{_M})?{_N}{{1,3}}日(?:{UNTIL}(?:{_M})?{_N}{{1,3}}日)?(?:（?星期[一二三四五六日天]）?)?")


def month_heading(text: str) -> tuple[int | None, int] | None:
    """(year or None, month) where the line is nothing but a month: 三月, 3月份, 二〇一九年三月, 【三月】."""
    match = _MONTH_HEADING.fullmatch(squeeze(text).strip(ORNAMENTS))
    return _year_month(match) if match else None


def month_in_title(text: str) -> tuple[int | None, int] | None:
    """(year or None, month) of a heading that names one month: 2019年3月大事记. None where it names several or none."""
    found = list(_MONTH_IN_TITLE.finditer(squeeze(text)))
    return _year_month(found[0]) if len(found) == 1 else None


def _year_month(match: re.Match[str]) -> tuple[int | None, int] | None:
    month = 1 if match[2] == "元" else parse_numeral(match[2])
    return (parse_numeral(match[1]) if match[1] else None, month) if month is not None and 1 <= month <= 12 else None


def _is_dated(text: str) -> bool:
    return _OPENING_DATE.match(squeeze(text)) is not None or _MONTH_BEFORE_BLANK.match(text) is not None


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
    """The paragraphs of an entry with what the headings above it say: year, month (printed as `heading`), and the day where that
    has a line to itself. `is_same_day` where its sign says that it tells of the day of the entry before.
    """

    paragraphs: list[Paragraph]
    year: int | None
    month: int | None
    heading: str
    day: Paragraph | None
    is_same_day: bool = False


class _Reader:
    def __init__(self, meta: IssueMeta, path: str, layouts: Layouts, uses_bullets: bool) -> None:
        self.meta, self.path, self.layouts, self.uses_bullets = meta, path, layouts, uses_bullets
        self.groups: list[_Group] = []
        self.remainders: list[Remainder] = []
        self.year: int | None = None
        self.month: int | None = None
        self.heading = ""
        self.day: Paragraph | None = None
        self.is_fresh = False       # nothing stands yet under the month heading above

    def read(self, items: Sequence[Content], titles: Collection[int]) -> None:
        end = _signature_at_end(items, self.layouts)
        for index, item in enumerate(items):
            following = items[index + 1] if index + 1 < len(items) else None
            if index >= end:
                self.remainders.append(Remainder("说明", item))
            elif index in titles and isinstance(item, Paragraph):
                self._under(month_in_title(item.text), item)
            elif not isinstance(item, Paragraph) or item.is_text_box:
                self.remainders.append(Remainder("文本框" if isinstance(item, Paragraph) else "其他", item))
            elif (heading := month_heading(item.text)) is not None:
                self._under(heading, item)
                self.remainders.append(Remainder("月份", item))
            elif not self.groups and _is_period(item, following):
                self._under(self._month_of_period(item), item)
                self.remainders.append(Remainder("月份", item))
            elif self._is_day_heading(item, following):
                self.day = item
                self.remainders.append(Remainder("月份", item))
            elif self._opens(item) or self.is_fresh:
                self.groups.append(self._group(item))
                self.is_fresh = False
            elif self._is_of_same_day(item):
                self.groups.append(self._group(item, is_same_day=True))
            elif self.groups:
                self.groups[-1].paragraphs.append(item)
            else:
                self.remainders.append(Remainder("其他", item))

    def _group(self, item: Paragraph, is_same_day: bool = False) -> _Group:
        return _Group([item], self.year, self.month, self.heading, self.day, is_same_day)

    def _month_of_period(self, item: Paragraph) -> tuple[int | None, int] | None:
        """(None, month) where the days lie in one month."""
        days = find_day_range(item.text, self.meta.last_month.year)
        return (None, days.first.month) if days and days.first.replace(day=1) == days.last.replace(day=1) else None

    def _under(self, heading: tuple[int | None, int] | None, item: Paragraph) -> None:
        self.year, self.month = heading or (None, None)
        self.heading = squeeze(item.text).strip(ORNAMENTS)
        self.day = None
        self.is_fresh = bool(self.groups)

    def _is_day_heading(self, item: Paragraph, following: Content | None) -> bool:
        """A day on a line of its own is a heading where bulleted entries without a day stand below it; else it opens its entry."""
        if not _is_day(item) or not isinstance(following, Paragraph):
            return False
        return following.text[:1] in self.layouts.bullets and not _is_dated(following.text[1:])

    def _opens(self, item: Paragraph) -> bool:
        if item.text[:1] in self.layouts.bullets:
            return self.uses_bullets or self.day is not None or _is_dated(item.text[1:])
        return _is_day(item) or (not self.uses_bullets and _is_dated(item.text))

    def _is_of_same_day(self, item: Paragraph) -> bool:
        """True for △ below an entry that opens with its date: the sign of another event of that day, but not where a list was announced."""
        if self.uses_bullets or not self.groups or item.text[:1] not in self.layouts.words["same_day_bullets"]:
            return False
        return not any(squeeze(paragraph.text).endswith(("：", ":")) for paragraph in self.groups[-1].paragraphs)

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
            if group.is_same_day:
                days = replace(last, printed=bullet, start=0, end=0) if last else None
            stem = days.first.isoformat() if days else f"{self.meta.year}-00-{self.meta.number:02d}"     # other issues of the year have such entries too
            if days is None:
                faults.append(_no_date(self.path, group.paragraphs[0]))
            used[stem] = used.get(stem, 0) + 1
            entries.append(ChronicleEntry(f"{stem}-{used[stem]}", tuple(group.paragraphs), days, bullet))
            last = days or last
        return tuple(entries), tuple(faults)

    def _days(self, text: str, group: _Group, last: DayRange | None) -> DayRange | None:
        year, month = group.year, group.month
        same = re.match(f"[{WHITE}]*(同日|当[日天]|同一天)", text)
        if same and last and last.part is None:
            return DayRange(last.first, last.last, same[1], same.start(1), same.end(1))
        before = _BEFORE_DATE.match(text)
        skipped = before.end() if before else 0
        if month is None and last and _OF_SAME_MONTH.match(text):
            year, month = last.first.year, last.first.month
        days = find_day_range(text[skipped:], year or self.meta.last_month.year, month)
        # An issue of January may tell of December: never a day after the issue.
        if days and not year and days.first > self.meta.last_day + datetime.timedelta(days=62):
            days = find_day_range(text[skipped:], self.meta.last_month.year - 1, month)
        return replace(days, start=days.start + skipped, end=days.end + skipped) if days else self._whole_month(group, text)

    def _whole_month(self, group: _Group, text: str) -> DayRange | None:
        """The days of the month above an entry that names no day, where nothing but that heading dates it."""
        if _DAY_AT_START.match(squeeze(text)):
            return None     # 30日 of February
        if group.month is None or group.day is not None or self.uses_bullets:
            return None
        days = find_day_range(f"{group.month}月，", group.year or self.meta.last_month.year)
        return replace(days, printed=group.heading, start=0, end=0) if days else None


def _signature_at_end(items: Sequence[Content], layouts: Layouts) -> int:
    """Where the line that signs the chronicle stands, with its date behind it; the number of items where none does."""
    return len(items) - 2 if len(items) > 2 and _is_signature(items, len(items) - 2, layouts) else len(items)


def _is_period(item: Paragraph, following: Content | None) -> bool:
    """True for （1月1日—1月31日） below the title: the first entry stands under it and has a date of its own."""
    text = squeeze(item.text)
    return text[:1] in "（(〔[" and _is_day(item) and isinstance(following, Paragraph) and _is_dated(following.text)


def _opens_with_bullets(lines: Sequence[Paragraph], layouts: Layouts) -> bool:
    """True where entries open with a bullet. Bullets inside entries that open with a date may be more than the entries."""
    bulleted = [line.text[:1] in layouts.bullets for line in lines]
    dated = [not has_bullet and _is_dated(line.text) for line, has_bullet in zip(lines, bulleted, strict=True)]
    first = next((has_date for has_bullet, has_date in zip(bulleted, dated, strict=True) if has_bullet or has_date), False)
    if first and sum(dated[i] and not _is_day(lines[i]) for i in range(len(lines))) > 1:
        return False
    return sum(bulleted) > sum(dated)


def parse_chronicle(items: Sequence[Content], titles: Collection[int], meta: IssueMeta, path: str, layouts: Layouts
                    ) -> tuple[tuple[ChronicleEntry, ...], tuple[Remainder, ...], tuple[Diagnostic, ...]]:
    """The entries in `items`, what is no entry (headings of months and days, text boxes), and entries that name no day.

    `titles` are the indexes of the headings of the chronicle itself, which are neither. The year comes from the entry, else
    from the heading above it, else from the issue.
    """
    lines = [item for index, item in enumerate(items) if isinstance(item, Paragraph) and index not in titles]
    reader = _Reader(meta, path, layouts, _opens_with_bullets(lines, layouts))
    reader.read(items, titles)
    entries, faults = reader.entries()
    return entries, tuple(reader.remainders), faults


def _no_date(path: str, paragraph: Paragraph) -> Diagnostic:
    return Diagnostic(Code.ENTRY_WITHOUT_DATE, path, paragraph.first_line, "这条大事记里找不到日期。", words=paragraph.text,
                      done="列在本期大事记中，日期显示“未注明”。", advice="如原稿漏排，请在 issue.yml 中补注。")
