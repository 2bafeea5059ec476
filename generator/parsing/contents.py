"""Finds the list of contents (目录) at the front of an issue, and cuts a printed page number off a line of it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from generator.authority.layouts import ORNAMENTS, Layouts
from generator.notation.folding import WHITE, fold, squeeze
from generator.notation.numbers import parse_numbers_line
from generator.records import Content, Paragraph, SectionKind

_DOTS = ".．…⋯·・•—–\\-_＿/"
_PAGE = re.compile(f"(?:(?:[{_DOTS}{WHITE}]{{2,}}|[…⋯/／{WHITE}])(?P<page>[0-9０-９]{{1,4}}|[（(][0-9０-９]{{1,4}}[）)])|(?P<closed>[（(][0-9０-９]{{1,3}}[）)]))$")
# Some bulletins print the page in front of the title.
_PAGE_AHEAD = re.compile(f"(?:[Pp]\\.?|第)?(?P<page>[0-9０-９]{{1,3}})页?(?:[{WHITE}]*[/／|｜\\t\u3000]|[{WHITE}]{{2,}})[{WHITE}]*(?=[\u4e00-\u9fff《【“])")
_NOTE_MARKS = re.compile(r"(?:[\[［〔【][0-9０-９]{1,2}[\]］〕】]|[①-⑳*＊¹²³])+$")
_MOST_LINES = 5         # a title takes, with the headings of its section, so many lines until its page number
_LONGEST_HEADING = 14   # signs of the heading of a section
_SHORTEST_TITLE = 6     # signs; 大事记 and the like name sections
_FIRST_LINES = 40       # of an issue, among which the heading of the list must stand


def contents_list_range(items: Sequence[Content], layouts: Layouts) -> range:
    """The indexes of the list, its heading included; empty where there is none.

    It ends behind its last page number. Where it prints none, it ends where its first line (or the second, third) comes a
    second time: there the body begins. A 目录 behind the head of a document is that document's own.
    """
    start = next((i for i, item in enumerate(items[:_FIRST_LINES]) if isinstance(item, Paragraph)
                  and layouts.section_kind(item.text) is SectionKind.CONTENTS), None)
    if start is None or start + 1 >= len(items) or any(_is_head(item, layouts) for item in items[:start]):
        return range(0)
    again = _begins_again(items, start + 1)
    paged = _behind_pages(items, start + 1)
    if paged is not None:
        return range(start, paged if again is None else min(paged, again))
    if again is None:
        later = next((found for first in (start + 2, start + 3) if first < len(items) and (found := _begins_again(items, first))), None)
        again = _behind_heading(items, later, start, layouts) if later else None
    return range(start, again or start + 1)


def _is_head(item: Content, layouts: Layouts) -> bool:
    """True for the number or the addressees of a document."""
    return isinstance(item, Paragraph) and (bool(parse_numbers_line(item.text)) or layouts.is_addressee_line(item.text))


def split_page(text: str) -> tuple[str, str]:
    """The words of a line of the list, their inner blanks kept, and its page number, "" where it prints none."""
    line = text.strip(WHITE)
    match = _PAGE.search(line)
    ahead = _PAGE_AHEAD.match(line) if match is None else None
    if ahead is not None:
        return line[ahead.end():], ahead["page"]
    words = line[:match.start()] if match else line
    return words.rstrip("…⋯.·" + WHITE), (match["page"] or match["closed"]).strip("（()）") if match else ""


def listed_titles(lines: Sequence[str]) -> frozenset[str]:
    """The folded titles that the lines of the list may name without a number, each over one to four lines."""
    words = [squeeze(split_page(line)[0]) for line in lines]
    runs = (words[first:first + count] for first in range(len(words)) for count in range(1, _MOST_LINES))
    joined = ("".join(run) for run in runs if not any(map(is_bracketed, run)))
    return frozenset(fold(title) for title in joined if len(title) >= _SHORTEST_TITLE and not _bears_number(title))


def listed_headings(lines: Sequence[str], layouts: Layouts) -> frozenset[str]:
    """The folded headings of sections in a list with page numbers: short lines without one above a line that opens a title."""
    parted = [split_page(line) for line in lines]
    if not any(page for _, page in parted):
        return frozenset()
    return frozenset(fold(words) for (words, page), (below, _) in pairwise(parted) if not page and _is_heading(words, below, layouts))


def _is_heading(words: str, below: str, layouts: Layouts) -> bool:
    text = squeeze(words)
    if not text or len(text) > _LONGEST_HEADING or layouts.opens_title(text) or layouts.organ_names(words) or text.startswith(layouts.words["title_verbs"]):
        return False
    return layouts.opens_title(below) or squeeze(below).startswith("《")


def is_bracketed(text: str) -> bool:
    """True for 【统计公报】: what such brackets enclose heads a section and is no title."""
    words = squeeze(text)
    return words[:1] in ("【", "〖") and words[-1:] in ("】", "〗") and len(words) > 2


def without_note_marks(title: str) -> str:
    """`title` without the marks of notes at its end: …统计公报[1], …统计公报①."""
    return _NOTE_MARKS.sub("", title)


def _bears_number(title: str) -> bool:
    return title.rstrip("）)]］").endswith("号")


def _begins_again(items: Sequence[Content], first: int) -> int | None:
    words = _words(items[first])
    return next((i for i in range(first + 1, len(items)) if words and _words(items[i]) == words), None)


def _behind_pages(items: Sequence[Content], first: int) -> int | None:
    """The index behind the last line with a page number; None where fewer than two print one."""
    last, count = first - 1, 0
    for index in range(first, len(items)):
        item = items[index]
        if index - last > _MOST_LINES or not isinstance(item, Paragraph):
            break
        if split_page(item.text)[1]:
            last, count = index, count + 1
    return last + 1 if count >= 2 else None


def _behind_heading(items: Sequence[Content], index: int, lowest: int, layouts: Layouts) -> int:
    """The heading of a section above the body's first title belongs to the body."""
    while index - 1 > lowest and layouts.section_kind(_words(items[index - 1])) is not None:
        index -= 1
    return index


def _words(item: Content) -> str:
    return squeeze(split_page(item.text)[0]).strip(ORNAMENTS) if isinstance(item, Paragraph) else ""
