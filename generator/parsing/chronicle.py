"""Reads the chronicle (大事记): entries that open with a bullet or a date, under month headings or without any heading."""

import datetime
import re
from collections.abc import Sequence

from generator.authority.layouts import Layouts
from generator.diagnostics import Code, Diagnostic
from generator.notation.dates import UNTIL, DayRange, find_day_range, parse_date_line
from generator.notation.folding import WHITE, squeeze
from generator.notation.numerals import parse_numeral
from generator.records import ChronicleEntry, Content, IssueMeta, Paragraph, Remainder

_MONTH_HEADING = re.compile("(?:([0-9０-９〇○零一二三四五六七八九]{4})年)?([0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})月份?")
_OPENING_DATE = re.compile(
    "(?:[0-9０-９]{4}年)?(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})月(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})(?:日|" + UNTIL + ")"
    "|(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})(?:日|(?:" + UNTIL + "|、)[0-9０-９]{1,2}日)"
    "|(?:(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})月)?[上中下]旬|同日|当日")


def month_heading(text: str) -> tuple[int | None, int] | None:
    """(year or None, month) where the line is nothing but a month: 三月, 3月份, 2019年3月."""
    match = _MONTH_HEADING.fullmatch(squeeze(text))
    month = parse_numeral(match[2]) if match else None
    if match is None or month is None or not 1 <= month <= 12:
        return None
    return (parse_numeral(match[1]) if match[1] else None), month


def opens_bulleted_entry(item: Content, layouts: Layouts) -> bool:
    """True for a paragraph that opens with a bullet and names a day near its beginning (·1月2日，…)."""
    if not isinstance(item, Paragraph) or item.is_text_box or item.text[:1] not in layouts.bullets:
        return False
    return _OPENING_DATE.match(squeeze(item.text[1:])) is not None


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


class _Reader:
    def __init__(self, meta: IssueMeta, path: str, layouts: Layouts, uses_bullets: bool) -> None:
        self.meta, self.path, self.layouts, self.uses_bullets = meta, path, layouts, uses_bullets
        self.groups: list[tuple[list[Paragraph], int | None, int | None]] = []
        self.remainders: list[Remainder] = []
        self.year: int | None = None
        self.month: int | None = None

    def read(self, items: Sequence[Content]) -> None:
        for item in items:
            heading = month_heading(item.text) if isinstance(item, Paragraph) and not item.is_text_box else None
            if heading is not None:
                self.year, self.month = heading
                self.remainders.append(Remainder("月份", item))
            elif not isinstance(item, Paragraph) or item.is_text_box:
                self.remainders.append(Remainder("文本框" if isinstance(item, Paragraph) else "其他", item))
            elif self._opens(item):
                self.groups.append(([item], self.year, self.month))
            elif self.groups:
                self.groups[-1][0].append(item)
            else:
                self.remainders.append(Remainder("其他", item))

    def _opens(self, item: Paragraph) -> bool:
        if item.text[:1] in self.layouts.bullets:
            return True
        return not self.uses_bullets and _OPENING_DATE.match(squeeze(item.text)) is not None

    def entries(self) -> tuple[tuple[ChronicleEntry, ...], tuple[Diagnostic, ...]]:
        entries: list[ChronicleEntry] = []
        faults: list[Diagnostic] = []
        used: dict[str, int] = {}
        last: DayRange | None = None
        for paragraphs, year, month in self.groups:
            text = paragraphs[0].text
            bullet = text[0] if text[0] in self.layouts.bullets else ""
            days = self._days("\n".join(p.text for p in paragraphs)[len(bullet):].lstrip(WHITE), year, month, last)
            stem = days.first.isoformat() if days else f"{self.meta.year}-00"
            if days is None:
                faults.append(_no_date(self.path, paragraphs[0]))
            used[stem] = used.get(stem, 0) + 1
            entries.append(ChronicleEntry(f"{stem}-{used[stem]}", tuple(paragraphs), days, bullet))
            last = days or last
        return tuple(entries), tuple(faults)

    def _days(self, text: str, year: int | None, month: int | None, last: DayRange | None) -> DayRange | None:
        same = re.match(f"[{WHITE}]*(同日|当日)", text)
        if same and last:
            return DayRange(last.first, last.last, same[1], same.start(1), same.end(1))
        days = find_day_range(text, year or self.meta.last_month.year, month)
        if days is None or year:
            return days
        # An issue of January may tell of December: never a day after the issue.
        if days.first > self.meta.last_day + datetime.timedelta(days=62):
            return find_day_range(text, self.meta.last_month.year - 1, month)
        return days


def parse_chronicle(items: Sequence[Content], meta: IssueMeta, path: str, layouts: Layouts
                    ) -> tuple[tuple[ChronicleEntry, ...], tuple[Remainder, ...], tuple[Diagnostic, ...]]:
    """The entries in `items`, what is no entry (month headings, text boxes), and entries that name no day.

    The year comes from the entry, else from its month heading, else from the issue.
    """
    bulleted = sum(isinstance(i, Paragraph) and i.text[:1] in layouts.bullets for i in items)
    dated = sum(isinstance(i, Paragraph) and _OPENING_DATE.match(squeeze(i.text)) is not None for i in items)
    reader = _Reader(meta, path, layouts, uses_bullets=bulleted > dated)
    reader.read(items)
    entries, faults = reader.entries()
    return entries, tuple(reader.remainders), faults


def _no_date(path: str, paragraph: Paragraph) -> Diagnostic:
    return Diagnostic(Code.ENTRY_WITHOUT_DATE, path, paragraph.first_line, "这条大事记里找不到日期。", words=paragraph.text,
                      done="列在本期大事记中，日期显示“未注明”。", advice="如原稿漏排，请在 issue.yml 中补注。")
