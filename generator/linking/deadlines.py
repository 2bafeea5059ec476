"""Finds the dates that matter: deadlines, targets, taking effect and expiring, each with its sentence and who must act."""

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.authority.organs import OrganList
from generator.bulletin import Bulletin
from generator.deadlines import DateKind, DateThatMatters
from generator.grid import TableKind
from generator.linking.actors import find_actor, organ_ids, responsible_in_row
from generator.linking.date_habits import date_habits
from generator.linking.moments import Moment, Surroundings, find_moments, is_before
from generator.linking.paragraphs import Printed, column_name, in_header, of_document, sentence_bounds
from generator.linking.terms import find_terms
from generator.notation.dates import make_date
from generator.notation.enumeration import parse_enumerator
from generator.notation.folding import WHITE, squeeze
from generator.notation.numerals import DATE_CHARS, parse_numeral
from generator.notation.titles import find_quoted_titles
from generator.parsing.appointees import is_personnel
from generator.records import Document, Issue, Paragraph, PartKind, Role

_READ = (Role.TEXT, Role.ITEM, Role.HEADING, Role.NOTE, Role.TABLE, Role.ANNOUNCEMENT)
_N = f"[{DATE_CHARS}]"
_S = f"[{WHITE}]*"
_CLAUSE_END = re.compile("[，,；;。：:！？\n]")
_UNTIL_YEAR = re.compile(f"(?<![{_N[1:-1]}年])[到至]{_S}(?P<y>{_N}{{4}}){_S}年(?:{_S}[底末])?(?!{_S}(?:{_N}{{1,2}}{_S}月|期间|间|[底末]?{_S}(?:之前|以前|前)))")
_YEAR = re.compile(f"(?:{_N}{{4}}{_S}年?{_S}[-—－–~～至]{{1,2}}{_S})?(?P<y>{_N}{{4}}){_S}年度?(?!{_S}(?:{_N}{{1,2}}{_S}月|[底末]|期间|第|[上下]半年|前|以来|起))")
_MONTHS = re.compile(f"(?:(?P<y>{_N}{{4}}){_S}年{_S})?(?:{_N}{{1,2}}{_S}月?{_S}[-—－–~～至]{{1,2}}{_S})?(?P<m>{_N}{{1,2}}){_S}月"
                     f"(?:{_S}[底末])?(?:{_S}(?P<d>{_N}{{1,2}}){_S}日)?(?:{_S}(?:之前|以前|前))?")
_MOST_HEADINGS = 3


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a paragraph; `masked` is the paragraph with the words in 《》 blotted out, of the same length."""

    printed: Printed
    masked: str
    begin: int
    end: int
    around: Surroundings
    organs: OrganList

    def clause(self, at: int) -> tuple[str, str]:
        """What stands before and behind offset `at` in its clause."""
        before = _CLAUSE_END.split(self.masked[self.begin:at])[-1]
        return before, _CLAUSE_END.split(self.masked[at:self.end])[0]

    def opens_clause(self, at: int) -> bool:
        lead = self.clause(at)[0]
        enumerator = parse_enumerator(lead)
        return not squeeze(lead[enumerator.end:] if enumerator else lead)


def find_dates_that_matter(bulletin: Bulletin) -> tuple[DateThatMatters, ...]:
    """All of them in the order of print. Appointments, the chronicle, titles and blank forms set none."""
    def read(issue: Issue) -> list[DateThatMatters]:
        documents = (document for document in issue.documents if not is_personnel(issue, document))
        return [item for document in documents for printed in of_document(issue, document) for item in read_dates(printed, bulletin.lists.organs)]

    return tuple(item for found in bulletin.each("dates", read) for item in found)


def read_dates(printed: Printed, organs: OrganList) -> tuple[DateThatMatters, ...]:
    """The dates of one paragraph."""
    if printed.role not in _READ or in_header(printed) or (printed.table and printed.table.grid.kind is TableKind.FORM):
        return ()
    in_column = _date_column(printed, organs)
    if in_column:
        return (in_column,)
    if "年" not in printed.text and "月" not in printed.text and "日" not in printed.text and "季度" not in printed.text:
        return ()
    masked = _masked(printed.text)
    around = Surroundings(printed.document.date if printed.document else None, _headings_above(printed))
    found: list[DateThatMatters] = []
    for begin, end in sentence_bounds(printed.text):
        sentence = _Sentence(printed, masked, begin, end, around, organs)
        taken: list[DateThatMatters] = []
        for candidate in (*_terms(sentence), *_moments(sentence), *_years(sentence)):
            if not any(candidate.start < other.end and other.start < candidate.end for other in taken if not (candidate.whole and other.whole)):
                taken.append(candidate)
        found += sorted(taken, key=lambda item: item.start)
    return tuple(found)


def _masked(text: str) -> str:
    out = text
    for title in find_quoted_titles(text):
        out = out[:title.start + 1] + "◇" * (title.end - title.start - 2) + out[title.end - 1:]
    return out


def _headings_above(printed: Printed) -> tuple[str, ...]:
    """The headings above a paragraph, nearest first."""
    document, element = printed.document, printed.element
    if document is None or element is None or element not in document.elements:
        return ()
    above = document.elements[:document.elements.index(element)]
    return tuple(e.block.text for e in reversed(above) if e.heading and isinstance(e.block, Paragraph) and e.part == element.part)[:_MOST_HEADINGS]


def _record(sentence: _Sentence, start: int, end: int, kind: DateKind, date: datetime.date | None, precision: str, derived: str, recurs: int | None = None) -> DateThatMatters:
    printed = sentence.printed
    by, source = find_actor(replace(printed, text=sentence.masked), sentence.begin, start, sentence.organs)
    if by and "◇" in by:
        by, source = None, ""
    return DateThatMatters(printed.place_at(start), printed.title, printed.text[start:end], start, end, printed.text[sentence.begin:sentence.end].strip(WHITE), kind, date,
                           precision, derived, recurs, by, source, organ_ids(by, sentence.organs), since=sentence.around.date if recurs else None)


# ---------------------------------------------------------------- in force


def _terms(sentence: _Sentence) -> Iterator[DateThatMatters]:
    """Taking effect and expiring. Such sentences set no deadline for anybody."""
    printed = sentence.printed
    document_date = printed.document.date if printed.document else None
    for term in find_terms(sentence.masked, sentence.begin, sentence.end, document_date):
        yield DateThatMatters(printed.place_at(term.start), printed.title, printed.text[term.start:term.end], term.start, term.end,
                              printed.text[sentence.begin:sentence.end].strip(WHITE), term.kind, term.date, "day", term.derived, whole=term.whole)


# ---------------------------------------------------------------- deadlines


def _moments(sentence: _Sentence) -> Iterator[DateThatMatters]:
    habits = date_habits()
    for moment in find_moments(sentence.masked, sentence.begin, sentence.end, sentence.around):
        before, behind = sentence.clause(moment.start)
        behind = behind[moment.end - moment.start:]
        limit = is_before(sentence.masked, moment.end)
        if before.rstrip(WHITE).endswith(habits.not_behind):
            continue
        is_goal = bool(habits.goal_before.search(before)) or (moment.is_end and bool(habits.goal_behind.search(behind)))
        if not limit and not (moment.is_end and moment.recurs is None and (is_goal or habits.must_words.search(before[-6:] + behind) or _has_year(moment))
                              and _is_future(moment, sentence.around.date) and not habits.not_goals.search(before + behind)):
            continue
        if limit and not _is_future(moment, sentence.around.date) and not _is_ordered(sentence, moment):
            continue
        kind = DateKind.TARGET if is_goal else DateKind.DEADLINE
        yield _record(sentence, moment.start, moment.end + limit, kind, moment.date, moment.precision, moment.derived, moment.recurs)


def _has_year(moment: Moment) -> bool:
    return re.match(f"{_N}{{4}}", moment.words) is not None and moment.words.rstrip(WHITE)[-1] in "底末"


def _is_future(moment: Moment, dated: datetime.date | None) -> bool:
    return moment.date is None or dated is None or moment.date >= dated


def _is_ordered(sentence: _Sentence, moment: Moment) -> bool:
    """A day before the document's own counts only in a heading's bracket, or where the clause orders something: 要在12月30日前…报."""
    before, _ = sentence.clause(moment.start)
    return before.rstrip(WHITE).endswith(("（", "(")) or date_habits().modals.search(before) is not None


# ---------------------------------------------------------------- targets


def _years(sentence: _Sentence) -> Iterator[DateThatMatters]:
    if sentence.printed.role is Role.HEADING and sentence.printed.element and sentence.printed.element.heading and not sentence.printed.element.heading.runs_on:
        return      # a heading names the work, not its goal
    dated = sentence.around.date
    for match in _UNTIL_YEAR.finditer(sentence.masked, sentence.begin, sentence.end):
        year = parse_numeral(match["y"])
        if year and (dated is None or year >= dated.year) and date_habits().goal_words.search(sentence.masked, match.end(), sentence.end):
            yield _record(sentence, match.start(), match.end(), DateKind.TARGET, make_date(year, 12, 31), "year", "")
    for match in _YEAR.finditer(sentence.masked, sentence.begin, sentence.end):
        year = parse_numeral(match["y"])
        if year and dated and year >= dated.year and sentence.opens_clause(match.start()) and _is_goal(sentence, match.end()):
            yield _record(sentence, match.start(), match.end(), DateKind.TARGET, make_date(year, 12, 31), "year", "")
    habits, title = date_habits(), sentence.printed.document.title or "" if sentence.printed.document else ""
    is_review = any(word in title for word in habits.reviews)
    for match in re.compile(habits.this_year).finditer(sentence.masked, sentence.begin, sentence.end):
        if is_review and match[0] == habits.whole_year:
            continue
        if dated and sentence.opens_clause(match.start()) and _is_goal(sentence, match.end()):
            derived = f"“{match[0]}”按成文日期{dated.year}年推定"
            yield _record(sentence, match.start(), match.end(), DateKind.TARGET, make_date(dated.year, 12, 31), "year", derived)


def _is_goal(sentence: _Sentence, at: int) -> bool:
    """True where the clause behind a year says what is to be reached, with a figure. 2018年， speaks for the clauses behind it."""
    habits = date_habits()
    rest = sentence.masked[at:sentence.end].lstrip(WHITE)
    clause = rest[1:] if rest[:1] in ("，", ",") else _goal_clauses(rest)
    return bool(habits.goal_words.search(clause) and habits.goal_figures.search(clause)) and not habits.not_goals.search(_CLAUSE_END.split(clause)[0])


def _goal_clauses(rest: str) -> str:
    """The clause itself, and the next one where the first only names what is measured: …投资额，占全市比重达75%."""
    clauses = re.split("[，,]", rest)
    return "，".join(clauses[:2]) if len(clauses) > 1 and not re.search("要|须|涉及|负责|按照|根据", "，".join(clauses[:2])) else clauses[0]


# ---------------------------------------------------------------- table columns


def _date_column(printed: Printed, organs: OrganList) -> DateThatMatters | None:
    """The cell of a column such as 完成时间 that holds nothing but months or a day: its last day is the deadline."""
    match = _MONTHS.fullmatch(printed.text.strip(WHITE))
    if match is None or printed.reading is None or printed.table is None or printed.document is None:
        return None
    record, place = printed.reading
    column = column_name(printed.table.grid, place)
    if squeeze(column.rpartition(" / ")[2]) not in date_habits().date_columns:
        return None
    year, derived = _column_year(printed, match["y"])
    month, day = parse_numeral(match["m"]), parse_numeral(match["d"]) if match["d"] else None
    date = make_date(year, month, day or calendar.monthrange(year, month)[1]) if year and month and 1 <= month <= 12 else None
    if date is None:
        return None
    by = responsible_in_row(printed)
    row = " ".join(squeeze(value.text) for value in record.values if value.items)
    return DateThatMatters(printed.place, printed.title, printed.text, 0, len(printed.text), row, DateKind.DEADLINE, date, "day" if day else "month", derived,
                           by=by[0] if by else None, by_source=by[1] if by else "", organs=organ_ids(by[0] if by else None, organs), column=column)


def _column_year(printed: Printed, stated: str | None) -> tuple[int | None, str]:
    """The year printed in the cell, in the table's or its part's title (2018年度…), else that of the document."""
    document = printed.document
    if stated:
        return parse_numeral(stated), ""
    titles = [printed.table.caption if printed.table else None]
    if document is not None and printed.element is not None:
        titles += [document.parts[printed.element.part].title, document.title]
    for title in filter(None, titles):
        match = re.match(f".*?({_N}{{4}})年", title)
        if match:
            return parse_numeral(match[1]), f"年份按标题“{match[1]}年”"
    return (document.date.year, f"年份按成文日期{document.date.year}年推定") if document and document.date else (None, "")


def whole_dates(document: Document, found: tuple[DateThatMatters, ...], kind: DateKind) -> tuple[DateThatMatters, ...]:
    """The dates on which the document itself takes effect or expires; of several texts it puts into force, those that all of them state."""
    whole = tuple(item for item in found if item.place.id == document.id and item.kind is kind and item.whole)
    texts = {index for index, part in enumerate(document.parts) if part.kind is PartKind.ENCLOSURE}
    stated = {_part_of(document, item.place.line) for item in whole}
    return whole if len(texts) < 2 or texts <= stated else tuple(item for item in whole if _part_of(document, item.place.line) not in texts)


def _part_of(document: Document, line: int | None) -> int:
    return next((e.part for e in document.elements if line is not None and e.block.first_line <= line <= e.block.last_line), 0)
