"""Compares the list of contents with what the issue prints: what is missing on either side, named or ordered differently."""

import difflib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.authority.layouts import ORNAMENTS, Layouts
from generator.diagnostics import Code, Diagnostic
from generator.notation.folding import WHITE, fold, squeeze
from generator.notation.numbers import Count, DocumentNumber, parse_count_line, parse_numbers_line
from generator.parsing.contents import is_bracketed, split_page, without_note_marks
from generator.records import Document, Issue, Paragraph, PartKind, SectionKind, Source

_ALIKE = 0.75       # two titles of one document: 实施方案 and 工作方案 of one name are 0.85 alike
_FIELDS = re.compile(f"[\t\u3000]+|[{WHITE}]{{2,}}|[…⋯]{{2,}}|[.·]{{4,}}")
_COUNTED = re.compile(r"(?P<title>.+?)(?P<count>[（(][^（()）]*号[）)])")
_BRACKETED = re.compile(r"(?P<title>.+?)[（(](?P<inner>[^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)?号(?:令|公告|通告)?)[）)]")


@dataclass(frozen=True)
class ContentsEntry:
    """One entry of the list. `title` is without blanks, number and page; "" where the number stands alone. `page` "" where none is printed.

    `count` is what stands for a number behind the title of a notice: 关于…的通告（2018年第2号）.
    """

    title: str
    numbers: tuple[DocumentNumber, ...]
    page: str
    words: str
    first_line: int
    last_line: int
    count: Count | None = None


@dataclass(frozen=True)
class Listed:
    """An entry with the document it names; `is_other` where it names a section, the chronicle or a month of it."""

    entry: ContentsEntry
    document: Document | None = None
    is_other: bool = False


def compare_contents(issue: Issue, layouts: Layouts) -> tuple[Listed, ...]:
    """The entries of the printed list in order, each with what it names; empty where the issue prints no list."""
    lines = [r.block for r in issue.remainders if r.kind == "目录" and isinstance(r.block, Paragraph)][1:]
    entries = tuple(_entries(lines, issue, layouts))
    found: dict[int, Document] = {}
    for fits in (_has_number, _has_title, _is_alike):
        _match(entries, issue, found, fits)
    return tuple(Listed(entry, found.get(index), index not in found and _names_other(entry, issue, layouts)) for index, entry in enumerate(entries))


# ---------------------------------------------------------------- entries


def _entries(lines: Sequence[Paragraph], issue: Issue, layouts: Layouts) -> Iterator[ContentsEntry]:
    """The entries; a title over several lines is one, headings of sections without a page are none."""
    has_pages = any(split_page(line.text)[1] for line in lines)
    keys = [fold(title) for document in issue.documents for title in _titles(document)]
    run: list[Paragraph] = []
    for index, line in enumerate(lines):
        words, page = split_page(line.text)
        if not page and (is_bracketed(words) or (not run and fold(words) not in keys and _is_heading(squeeze(words), issue, layouts))):
            continue
        run.append(line)
        following = split_page(lines[index + 1].text)[0] if index + 1 < len(lines) else ""
        if page or (not has_pages and not _goes_on(run, following, keys)) or index + 1 == len(lines):
            yield _entry(run, page, keys)
            run = []


def _is_heading(words: str, issue: Issue, layouts: Layouts) -> bool:
    bare = words.strip(ORNAMENTS)
    return layouts.section_kind(words) is not None or any(fold(bare) == fold((section.title or "").strip(ORNAMENTS)) for section in issue.sections)


def _goes_on(run: Sequence[Paragraph], following: str, keys: Sequence[str]) -> bool:
    """Where no page numbers part the entries: a number alone belongs to the title above it, and so does the rest of a known title."""
    if _numbers_in(following):
        return True
    joined = fold("".join(split_page(line.text)[0] for line in run))
    if any(_numbers_in(split_page(line.text)[0]) for line in run):
        return False
    return bool(following) and any(key.startswith(joined + fold(following)) or (key != joined and key.startswith(joined)) for key in keys)


def _entry(run: Sequence[Paragraph], page: str, keys: Sequence[str]) -> ContentsEntry:
    """The entry on the lines of `run`; headings above its title that no list knows are told by the title of a document below them."""
    texts = [split_page(line.text)[0] for line in run]
    first = next((i for i in range(len(texts)) if fold(_COUNTED.sub(r"\g<title>", _parted(texts[i:])[0])) in keys), 0)
    title, numbers = _parted(texts[first:])
    counted = _COUNTED.fullmatch(title)
    count = parse_count_line(counted["count"]) if counted else None
    return ContentsEntry(counted["title"] if counted and count else title, numbers, page, squeeze("".join(texts[first:])), run[first].first_line, run[-1].last_line, count)


def _parted(lines: Sequence[str]) -> tuple[str, tuple[DocumentNumber, ...]]:
    """Title and numbers: 关于…的通知（云府发〔2019〕5号), the number also on a line of its own or behind a tab or wide blank."""
    fields = [field for line in lines for field in _FIELDS.split(line) if field]
    numbers = tuple(number for field in fields for number in _numbers_in(field))
    title = squeeze("".join(field for field in fields if not _numbers_in(field)))
    bracket = _BRACKETED.fullmatch(title)
    inner = parse_numbers_line(bracket["inner"]) if bracket and not numbers else ()
    return (bracket["title"], inner) if bracket and inner else (title, numbers)


def _numbers_in(field: str) -> tuple[DocumentNumber, ...]:
    """The numbers a field consists of, with or without a bracket around them."""
    plain = squeeze(field)
    return parse_numbers_line(plain) or parse_numbers_line(plain[1:-1] if plain[:1] in "（(" and plain[-1:] in "）)" else "")


# ---------------------------------------------------------------- matching


_Fit = Callable[[ContentsEntry, Document], float]     # how well they fit; 0 where they do not


def _match(entries: Sequence[ContentsEntry], issue: Issue, found: dict[int, Document], fits: _Fit) -> None:
    """Gives each entry that names no document yet the one that fits best and is not named yet; a number alone may repeat one."""
    taken = {document.first_line for document in found.values()}     # ids may still be doubled
    scored = [(fits(entry, document), index, place) for index, entry in enumerate(entries) if index not in found
              for place, document in enumerate(issue.documents) if document.first_line not in taken or not entry.title]
    for score, index, place in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        document = issue.documents[place]
        if score > 0 and index not in found and (document.first_line not in taken or not entries[index].title):
            found[index] = document
            taken.add(document.first_line)


def _titles(document: Document) -> tuple[str, ...]:
    return tuple(without_note_marks(title) for title in (document.title, *(part.title for part in document.of_kind(PartKind.ENCLOSURE))) if title)


def _has_number(entry: ContentsEntry, document: Document) -> float:
    own = {document.number, *document.further_numbers}
    return 1 + _likeness(entry, document) if any(number in own for number in entry.numbers) else 0


def _has_title(entry: ContentsEntry, document: Document) -> float:
    return float(any(fold(title) == fold(entry.title) for title in _titles(document)))


def _is_alike(entry: ContentsEntry, document: Document) -> float:
    score = _likeness(entry, document)
    return score if score >= _ALIKE else 0


def _likeness(entry: ContentsEntry, document: Document) -> float:
    matchers = [difflib.SequenceMatcher(None, fold(title), fold(entry.title), autojunk=False) for title in _titles(document)]
    return max((m.ratio() for m in matchers if m.real_quick_ratio() >= _ALIKE), default=0.0)


def _names_other(entry: ContentsEntry, issue: Issue, layouts: Layouts) -> bool:
    """True for an entry that names a section, the chronicle, or a text printed in a section of other things."""
    if layouts.section_kind(entry.title) is SectionKind.CHRONICLE and issue.chronicle:
        return True
    bare = fold(entry.title.strip(ORNAMENTS))
    printed = [section.title or "" for section in issue.sections]
    printed += [r.block.text for r in issue.remainders if r.kind in ("其他", "月份") and isinstance(r.block, Paragraph)]
    return any(bare == fold(squeeze(words).strip(ORNAMENTS)) for words in printed)


# ---------------------------------------------------------------- doubts


def find_contents_doubts(issue: Issue, layouts: Layouts) -> Iterator[Diagnostic]:
    """Every difference between the list and the body, with both wordings and lines."""
    listed = compare_contents(issue, layouts)
    if not listed:
        return
    source = issue.source
    named = {item.document.first_line for item in listed if item.document}
    for item in listed:
        entry = item.entry
        if item.document is None and not item.is_other:
            yield Diagnostic(Code.CONTENTS_NOT_PRINTED, source.path, entry.first_line, f"目录列出的“{entry.words}”在正文里没有找到。", words=entry.words,
                             done="目录照印本显示，不作链接。", advice="请核对原稿是否漏排，或标题、文号是否排错。")
        elif item.document is not None:
            yield from _wording(source, entry, item.document)
    for document in issue.documents:
        if document.first_line not in named:
            yield Diagnostic(Code.NOT_IN_CONTENTS, source.path, document.first_line,
                             f"正文{source.lines_named(document.first_line)}的“{_name(document)}”没有列在目录中。", words=_name(document),
                             done="照正文收录。", advice="请核对印本；印本如此则无需处理。")
    yield from _order(source, listed)


def _wording(source: Source, entry: ContentsEntry, document: Document) -> Iterator[Diagnostic]:
    own = {document.number, *document.further_numbers}
    other_title = entry.title and not any(fold(title) == fold(entry.title) for title in _titles(document))
    counts = (document.number.year, document.number.serial) if document.number else None
    other_count = entry.count is not None and counts != (entry.count.year, entry.count.serial)
    other_number = entry.numbers and not any(number in own for number in entry.numbers)
    if other_title or other_number or other_count:
        yield Diagnostic(Code.CONTENTS_DIFFER, source.path, entry.first_line,
                         f"目录{source.lines_named(entry.first_line)}写作“{entry.words}”，正文{source.lines_named(document.first_line)}写作“{_name(document)}”。",
                         words=entry.words, done="认作同一件，两种写法都照印本。", advice="请核对印本；印本如此则无需处理。")


def _order(source: Source, listed: Sequence[Listed]) -> Iterator[Diagnostic]:
    """The fewest entries whose moving would give the order of the body."""
    placed = [(item.entry, item.document) for item in listed if item.document]
    kept = _longest_rising([document.first_line for _, document in placed])
    for index, (entry, document) in enumerate(placed):
        if index not in kept:
            before = placed[index - 1][0].words if index else "目录之首"
            yield Diagnostic(Code.CONTENTS_ORDER, source.path, entry.first_line,
                             f"“{entry.words}”在目录里排在“{before}”之后，正文里印在{source.lines_named(document.first_line)}，先后与目录不同。", words=entry.words,
                             done="网页照正文的先后。", advice="请核对印本；印本如此则无需处理。")


def _longest_rising(lines: Sequence[int]) -> set[int]:
    """The indexes of a longest run of `lines` that does not fall; of two that changed places the first is kept."""
    tails: list[int] = []
    ends: list[int] = []
    behind: list[int | None] = []
    for place, line in enumerate(reversed(lines)):
        at = bisect_left(tails, 1 - line)
        behind.append(ends[at - 1] if at else None)
        tails[at:at + 1], ends[at:at + 1] = [-line], [place]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(len(lines) - 1 - last)
        last = behind[last]
    return kept


def _name(document: Document) -> str:
    number = f"（{'、'.join(map(str, (document.number, *document.further_numbers)))}）" if document.number else ""
    return document.name + number if document.title else document.name
