"""Divides an issue into its sections, documents and chronicle, and reads each of them. Every block finds a place."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.authority.bundle import Authority
from generator.diagnostics import Diagnostic
from generator.notation.folding import fold, squeeze
from generator.parsing.cell_values import terms_of
from generator.parsing.chronicle import find_headless_start, month_heading, parse_chronicle
from generator.parsing.contents import contents_list_range, is_bracketed, listed_headings, listed_titles
from generator.parsing.document import CORRECTION_RULE, DocumentSpan, Reading, parse_document
from generator.parsing.doubts import find_doubts
from generator.parsing.edit_blocks import edit_blocks
from generator.parsing.edit_facts import edit_facts
from generator.parsing.heads import NumberHead, find_number_head
from generator.parsing.lasting import keep_documents, keep_entries, told_apart
from generator.parsing.personnel import with_personnel
from generator.parsing.placements import apply_placements
from generator.parsing.titles import is_masthead, is_short_note, listed_title, title_above, title_below, unnumbered_title
from generator.reading.blocks import contents, find_blocks
from generator.records import (
    Block,
    ChronicleEntry,
    Content,
    Issue,
    IssueMeta,
    Paragraph,
    Remainder,
    Section,
    SectionKind,
    Source,
    TableBlock,
)

_LONGEST_HEADING = 20       # signs of a section's heading


def parse_issue(meta: IssueMeta, source: Source, authority: Authority) -> tuple[Issue, tuple[Diagnostic, ...]]:
    """The issue in `source`, and every doubt about it. Any text parses; what no rule knows stays a paragraph."""
    printed = find_blocks(source, authority.layouts)
    blocks, layout_notes, layout_faults = edit_blocks(printed, source, meta)
    draft = _read(blocks, meta, source, authority)
    if blocks != printed:
        draft = draft.under_names_of(_read(printed, meta, source, authority))
    readings, fact_notes, fact_faults = edit_facts(draft.readings, source, meta, authority)
    documents = tuple(reading.document for reading in readings)
    issue = Issue(meta, source, draft.sections, documents, draft.entries, draft.remainders, blocks, (*layout_notes, *fact_notes))
    issue, placement_faults = apply_placements(issue)
    issue = with_personnel(issue, authority)    # behind the placements: placed text appoints too
    doubts = (*draft.faults, *layout_faults, *fact_faults, *placement_faults, *find_doubts(issue, readings, authority))
    return issue, tuple(sorted(doubts, key=Diagnostic.sort_key))


@dataclass(frozen=True)
class _Draft:
    """An issue as its blocks read, before facts are set and text is placed."""

    sections: tuple[Section, ...]
    readings: tuple[Reading, ...]
    entries: tuple[ChronicleEntry, ...]
    remainders: tuple[Remainder, ...]
    faults: tuple[Diagnostic, ...]

    def under_names_of(self, printed: "_Draft") -> "_Draft":
        """This draft of corrected blocks, with the ids and anchors that the print has without corrections."""
        return replace(self, readings=keep_documents(self.readings, printed.readings), entries=keep_entries(self.entries, printed.entries))


def _read(blocks: Sequence[Block], meta: IssueMeta, source: Source, authority: Authority) -> _Draft:
    plan = _Plan(contents(blocks), authority, meta.id)
    plan.make()
    terms = terms_of(cell for item in plan.items if isinstance(item, TableBlock) for row in item.rows for cell in row.cells)
    readings = told_apart([parse_document(plan.items, span, authority, terms) for span in plan.spans])
    entries, remainders, faults = _chronicle(plan, meta, source, authority)
    outside = sorted((*plan.remainders(), *remainders), key=lambda r: r.block.first_line)
    return _Draft(plan.sections(), readings, entries, tuple(outside), faults)


def _chronicle(plan: "_Plan", meta: IssueMeta, source: Source, authority: Authority
               ) -> tuple[tuple[ChronicleEntry, ...], tuple[Remainder, ...], tuple[Diagnostic, ...]]:
    places = sorted({*plan.chronicle_items, *(i for i, kind in plan.section_at.items() if kind is SectionKind.CHRONICLE)})
    titles = [place for place, index in enumerate(places) if index in plan.section_at]
    return parse_chronicle([plan.items[i] for i in places], titles, meta, source.path, authority.layouts)


@dataclass
class _Start:
    """The head of a document found among the blocks."""

    start: int
    title: range
    number: NumberHead | None = None
    rule: str = "文号上方（或下方）的标题"

    @property
    def head_end(self) -> int:
        return max([self.start, *(i + 1 for i in self.title), *(i + 1 for i in (self.number.at if self.number else ()))])


@dataclass
class _Plan:
    """Which block belongs to what. Filled by `make`."""

    items: Sequence[Content]
    authority: Authority
    issue_id: str
    front: range = range(0)
    contents_list: range = range(0)
    listed: frozenset[str] = frozenset()    # titles the list of contents names without a number
    section_at: dict[int, SectionKind] = field(default_factory=dict)
    starts: list[_Start] = field(default_factory=list)
    spans: list[DocumentSpan] = field(default_factory=list)
    chronicle_from: int | None = None
    chronicle_items: list[int] = field(default_factory=list)
    colophon_from: int = 0

    def make(self) -> None:
        layouts = self.authority.layouts
        self.contents_list = contents_list_range(self.items, layouts)
        self.listed = listed_titles([_text(self.items[i]) for i in self.contents_list])
        self.colophon_from = self._find_colophon()
        for index, item in enumerate(self.items):
            kind = layouts.section_kind(item.text) if isinstance(item, Paragraph) and index not in self.contents_list else None
            if kind is not None and kind is not SectionKind.CONTENTS and not self._is_title(index, kind):
                self.section_at[index] = kind
        self._find_listed_headings()
        self._find_numbered()
        self._find_listed_sections()
        self._find_corrections()
        headed = next((i for i, kind in self.section_at.items() if kind is SectionKind.CHRONICLE), None)
        lowest = max((start.head_end for start in self.starts), default=0)
        self.chronicle_from = headed if headed is not None else find_headless_start(self.items, lowest, layouts)
        self._find_unnumbered()
        self.starts.sort(key=lambda start: start.start)
        self._divide()

    def _is_title(self, index: int, kind: SectionKind) -> bool:
        """True for 市人民政府令 above 第8号, and for 政府工作报告 where the list of contents names it and its text follows."""
        if find_number_head(self.items, index, 0, self.authority.layouts) is not None:
            return True
        return kind is SectionKind.OTHER and fold(_text(self.items[index])) in self.listed and not self._opens_document(index + 1)

    def _opens_document(self, index: int) -> bool:
        if index >= len(self.items):
            return False
        return any(start.start == index for start in self.starts) or listed_title(self.items, index, len(self.items), self.listed, self.authority.layouts) is not None

    def _find_listed_headings(self) -> None:
        """A heading of the list of contents heads a section where its line comes again, so that it is no title of the document below it."""
        headings = listed_headings([_text(self.items[i]) for i in self.contents_list], self.authority.layouts)
        for index in range(self.contents_list.stop, len(self.items)):
            below = _text(self.items[index + 1]) if index + 1 < len(self.items) else ""
            goes_on = below.startswith("关于")      # 市发展改革委等部门 / 关于…的通知 is a title over two lines
            if fold(_text(self.items[index])) in headings and not goes_on and not self._closed(index):
                self.section_at[index] = SectionKind.OTHER

    def _find_listed_sections(self) -> None:
        """A line of the list of contents that comes again right above a document is the heading of a section; so is 【…】 there."""
        lines = {fold(_text(self.items[i])) for i in self.contents_list}
        for index in range(self.contents_list.stop, len(self.items)):
            text = _text(self.items[index])
            heads = 0 < len(text) <= _LONGEST_HEADING and (fold(text) in lines or is_bracketed(text))
            if heads and not self._closed(index) and self._opens_document(index + 1):
                self.section_at.setdefault(index, SectionKind.OTHER)

    def _find_corrections(self) -> None:
        heads = {i for start in self.starts for i in range(start.start, start.head_end)}
        for index, item in enumerate(self.items):
            if isinstance(item, Paragraph) and self.authority.layouts.is_correction(item.text) and index not in heads and not self._closed(index):
                self.starts.append(_Start(index, range(index, index + 1), rule=CORRECTION_RULE))

    def _find_colophon(self) -> int:
        """Where the imprint begins: the first line that opens one, where nothing but lines of an imprint follow to the very end."""
        layouts, found = self.authority.layouts, len(self.items)
        for index in range(len(self.items) - 1, -1, -1):
            if layouts.is_colophon(_text(self.items[index])):
                found = index
            elif not layouts.is_below_colophon(_text(self.items[index])):
                break
        return found

    def _closed(self, index: int) -> bool:
        return index in self.contents_list or index in self.section_at or index >= self.colophon_from

    def _find_numbered(self) -> None:
        lowest = 0
        index = 0
        while index < len(self.items):
            if self._closed(index):
                lowest = index + 1
            found = None if self._closed(index) else find_number_head(self.items, index, lowest, self.authority.layouts)
            if found is None:
                index += 1
                continue
            start = self._head(found, lowest)
            self.starts.append(start)
            lowest = index = start.head_end

    def _head(self, found: NumberHead, lowest: int) -> _Start:
        layouts, first, last = self.authority.layouts, found.at[0], found.at[-1]
        if found.name_at:
            return _Start(found.name_at[0], found.name_at, found)
        above = title_above(self.items, first, lowest, layouts)
        at = last + 1 if last + 1 < len(self.items) and is_short_note(_text(self.items[last + 1])) else last
        below = title_below(self.items, at, len(self.items), layouts)
        has_masthead = first > lowest and is_masthead(_text(self.items[first - 1]), layouts) and above in (None, first - 1)
        if below is not None and (above is None or has_masthead):
            return _Start(first - 1 if has_masthead else first, range(at + 1, below + 1), found)
        if above is not None:
            return _Start(above, range(above, first), found)
        return _Start(first, range(0), found)

    def _find_unnumbered(self) -> None:
        heads = {i for start in self.starts for i in range(start.start, start.head_end)}
        numbered = sorted(self.starts, key=lambda start: start.start)
        for index in range(len(self.items)):
            if index in heads or self._closed(index) or self._in_chronicle(index):
                continue
            highest = min([s.start for s in numbered if s.start > index] + [i for i in self.section_at if i > index] + [len(self.items)])
            last, rule = unnumbered_title(self.items, index, highest, self.authority), "没有文号的标题"
            if last is None:
                last, rule = listed_title(self.items, index, highest, self.listed, self.authority.layouts), "目录所列的标题"
            if last is None or self._is_enclosed(index, last, numbered):
                continue
            self.starts.append(_Start(index, range(index, last + 1), rule=rule))
            heads.update(range(index, last + 1))

    def _is_enclosed(self, first: int, last: int, numbered: Sequence[_Start]) -> bool:
        """True where the document before announces this title as what it forwards or publishes."""
        before = [start for start in numbered if start.start < first]
        if not before:
            return False
        joined = "".join(squeeze(_text(self.items[i])) for i in range(first, last + 1))
        return (joined in "".join(squeeze(_text(self.items[i])) for i in before[-1].title)
                or any(f"《{joined}》" in squeeze(_text(item)) for item in self.items[before[-1].start:first]))

    def _in_chronicle(self, index: int) -> bool:
        if self.chronicle_from is None or index < self.chronicle_from:
            return False
        stops = [i for i, kind in self.section_at.items() if i > self.chronicle_from and kind is not SectionKind.CHRONICLE]
        stops += [start.start for start in self.starts if start.start > self.chronicle_from]
        return index < min([*stops, self.colophon_from])

    def _divide(self) -> None:
        bounds = sorted({*(s.start for s in self.starts), *self.section_at, self.colophon_from, len(self.items),
                         *((self.chronicle_from,) if self.chronicle_from is not None else ())})
        for start in self.starts:
            stop = next(bound for bound in bounds if bound > start.start and bound >= start.head_end)
            if not self._in_chronicle(start.start):
                self.spans.append(DocumentSpan(start.start, stop, start.title, start.number, self._section_title(start.start), start.rule, self.issue_id))
        if self.chronicle_from is not None:
            self.chronicle_items = [i for i in range(self.chronicle_from, len(self.items)) if self._in_chronicle(i) and i not in self.section_at]

    def _section_title(self, index: int) -> str | None:
        """The heading above; what is printed behind the chronicle stands under none."""
        if self.authority.layouts.section_kind(_text(self.items[index])) is SectionKind.OTHER:
            return squeeze(_text(self.items[index]))    # 政府工作报告 stands under no heading but its own
        before = max((i for i in self.section_at if i < index), default=None)
        return squeeze(_text(self.items[before])) if before is not None and self.section_at[before] is not SectionKind.CHRONICLE else None

    def sections(self) -> tuple[Section, ...]:
        found = []
        for index, kind in sorted(self.section_at.items()):
            item = self.items[index]
            assert isinstance(item, Paragraph)
            found.append(Section(kind, squeeze(item.text), item, item.first_line))
        if self.chronicle_from is not None and self.chronicle_from not in self.section_at:
            found.append(Section(SectionKind.CHRONICLE, None, None, self.items[self.chronicle_from].first_line))
        return tuple(sorted(found, key=lambda section: section.first_line))

    def remainders(self) -> tuple[Remainder, ...]:
        """Blocks that are neither document nor chronicle nor heading of a section."""
        taken = {i for span in self.spans for i in range(span.start, span.stop)} | set(self.chronicle_items) | set(self.section_at)
        return tuple(Remainder(self._remainder_kind(i), item) for i, item in enumerate(self.items) if i not in taken)

    def _remainder_kind(self, index: int) -> str:
        item = self.items[index]
        if index in self.contents_list:
            return "目录"
        if index >= self.colophon_from:
            return "版权页"
        if isinstance(item, Paragraph) and self.authority.layouts.is_notice(item.text):
            return "说明"
        first = min([*(s.start for s in self.spans), *self.section_at, *self.chronicle_items, len(self.items)])
        if index < first:
            return "卷首"
        if isinstance(item, Paragraph) and month_heading(item.text):
            return "月份"
        return "文本框" if isinstance(item, Paragraph) and item.is_text_box else "其他"


def _text(item: Content) -> str:
    return item.text if isinstance(item, Paragraph) else ""


