"""The page deadlines.html: dates that matter by month and by who must act, and what a document's page shows of its own term."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from pypinyin import lazy_pinyin

from generator.bulletin import Bulletin
from generator.citations import Citation
from generator.deadlines import DateKind, DateThatMatters, Status, Validity
from generator.linking.knowledge import Knowledge
from generator.linking.references import References
from generator.linking.validity import can_expire, judge, only_date
from generator.notation.dates import format_date
from generator.pages.page import Crumb, Page, page_part, render_page
from generator.pages.years import YearLink
from generator.parts import Part
from generator.records import Document, Issue

URL = "deadlines.html"
CALENDAR = "deadlines.ics"
Row = dict[str, str]
Fact = tuple[str, str, str]     # name, value, how it was made


def deadline_parts(known: Knowledge) -> Iterator[Part]:
    """deadlines.html: by month, then by who must act, past and future alike. With several years of issues it leads to a page for each year of dates.

    What bears no year, or a day of every month, stands on deadlines.html in any case.
    """
    by_year: dict[int, list[DateThatMatters]] = {}
    if len(known.bulletin.years) > 1:
        for item in known.references.dates:
            by_year.setdefault(item.date.year if item.date else 0, []).append(item)
    years = sorted(by_year.keys() - {0})
    counted = [YearLink(year, f"{year}/{URL}", len(by_year[year])) for year in years]
    yield _part(known, URL, [("期限和施行日期", None)], by_year.get(0, ()) if years else known.references.dates, counted, len(known.references.dates))
    uncounted = [replace(link, count=None) for link in counted]     # or an issue added would change the page of every year
    for link in counted:
        yield _part(known, link.url, [("期限和施行日期", URL), (f"{link.year}年", None)], by_year[link.year], uncounted, len(by_year[link.year]))


def _part(known: Knowledge, url: str, crumbs: Sequence[Crumb], dates: Sequence[DateThatMatters], years: Sequence[YearLink], total: int) -> Part:
    day = known.day if url == URL else None
    return page_part(f"deadlines {url}", known.bulletin.stamp((), dates, years, total, day), partial(_page, known, url, crumbs, dates, years, total, day))


def _page(known: Knowledge, url: str, crumbs: Sequence[Crumb], dates: Sequence[DateThatMatters], years: Sequence[YearLink], total: int,
          day: datetime.date | None) -> Page:
    rows = together(dates)
    dated = sorted((item for item in rows if item.date), key=lambda item: (_month(item), item.date or datetime.date.max))
    months = [(_month_name(key), f"m{key[0]}-{key[1]:02d}", [date_row(item) for item in group]) for key, group in groupby(dated, key=_month)]
    title = "期限和施行日期" if url == URL else f"{crumbs[-1][0]}期限和施行日期"
    return render_page("deadlines", url, title, crumbs, months=months, undated=[date_row(item) for item in rows if item.date is None],
                       actors=_actors(known.bulletin, dates), calendar=CALENDAR, feed=CALENDAR, total=total, years=years,
                       day=format_date(day) if day else "")


def _month(item: DateThatMatters) -> tuple[int, int]:
    """The month; 13 where the print names the year alone."""
    date = item.date or datetime.date.max
    return date.year, 13 if item.precision == "year" else date.month


def _month_name(key: tuple[int, int]) -> str:
    return f"{key[0]}年底（印本只写到年）" if key[1] == 13 else f"{key[0]}年{key[1]}月"


def together(dates: Sequence[DateThatMatters]) -> list[DateThatMatters]:
    """The cells of one column of a table with one date as one item that names all who must act."""
    found = [item for item in dates if not item.column]
    cells = sorted((item for item in dates if item.column), key=lambda i: (i.place.id, i.column, i.date or datetime.date.max, i.place.line or 0))
    for _, group in groupby(cells, key=lambda i: (i.place.id, i.column, i.date)):
        items = list(group)
        who, words, derived = ("、".join(dict.fromkeys(said for said in own if said))
                               for own in ((i.by for i in items), (i.words for i in items), (i.derived for i in items)))
        organs = tuple(dict.fromkeys(organ for i in items for organ in i.organs))
        found.append(replace(items[0], by=None, organs=organs, text=f"{items[0].column} {words}：{who}", derived=derived))
    return found


def date_row(item: DateThatMatters) -> Row:
    """What pages show of a date: when, what for, who must act, the words, and how a worked-out day was made."""
    when = f"每月{item.recurs}日" if item.recurs else format_date(item.date) if item.date else "年份不明"
    if item.precision == "year" and item.date:
        when = f"{item.date.year}年"
    elif item.date and item.part_of_month:
        when = f"{item.date.year}年{item.date.month}月{item.part_of_month}"
    return {"when": when, "day": item.date.isoformat() if item.date and item.precision == "day" else "", "kind": item.kind.shown, "class": item.kind.value,
            "by": item.by if item.by and not item.text.startswith(item.by) else "", "source": item.by_source, "text": item.text, "words": item.words,
            "title": item.title, "url": item.place.url, "derived": item.derived}


def _actors(bulletin: Bulletin, dates: Sequence[DateThatMatters]) -> list[tuple[str, list[Row]]]:
    """By the organs that are named exactly, else by the printed words, in the order of pinyin."""
    names = {organ.id: organ.name for organ in bulletin.authority.organs.entries}
    found: dict[str, list[Row]] = {}
    for item in dates:
        for name in [names[id_] for id_ in item.organs] or ([item.by] if item.by else []):
            found.setdefault(name, []).append(date_row(item))
    return sorted(found.items(), key=lambda pair: lazy_pinyin(pair[0]))


def validity_facts(issue: Issue, document: Document, references: References) -> Iterator[Fact]:
    """The rows 施行日期 and 有效性 of a document to which they apply, each with the sentence and how it was made."""
    if not can_expire(issue, document) or references.day is None:
        return
    dates = references.dates_of.get(document.id, ())
    start = only_date(document, dates, DateKind.EFFECTIVE)
    if start is not None and start.date is not None:
        derived = f"推定：{start.derived}，" if start.derived else ""
        yield "施行日期", format_date(start.date), f"{derived}文内“{start.text}”，{issue.source.place(start.place.line or document.first_line)}"
    yield "有效性", *_validity(judge(document, dates, _repealing(references, document), references.day), issue)


def _repealing(references: References, document: Document) -> tuple[Citation, ...]:
    return references.cited_by.get(document.id, ())


def _validity(found: Validity, issue: Issue) -> tuple[str, str]:
    """The day it was judged for stands on deadlines.html alone: on every page it would make all of them anew with every issue."""
    place = issue.source.place(found.line) if found.line else ""
    derived = f"推定：{found.derived}，" if found.derived else ""
    if found.status is Status.REPEALED:
        return "已被废止", f"推定：《{found.by_title}》“{found.sentence}”"
    if found.date is not None and found.status is Status.UNTIL:
        return f"文内有效期至{format_date(found.date)}", f"{derived}文内“{found.sentence}”，{place}"
    if found.date is not None and found.status is Status.EXPIRED:
        return f"期满：{format_date(found.date)}", f"{derived}文内“{found.sentence}”，{place}"
    return "未见依据", "文内没有写有效期，已收录的公文中也没有废止它的，是否有效以发文机关的说法为准"
