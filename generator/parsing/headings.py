"""Reads the heading tree of one part of a document: which numbered lines are headings, which are clauses, and their ranks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.notation.enumeration import Enumerator, Style, parse_bare, parse_enumerator
from generator.notation.folding import squeeze
from generator.records import HeadingMark, Paragraph

_LONGEST_HEADING = 45       # characters of a heading that has its line to itself
_LONGEST_RUN_IN = 25        # characters of a heading that shares its line with the text
_NO_HEADING_ENDS = "。；;，,、：:！!？?."
_RUN_IN = re.compile(f"[^。；;！？!?：:]{{2,{_LONGEST_RUN_IN}}}[。：:]")
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"), ("(", ")"))
_NOTE = re.compile("(?:注|备注|附注|说明|注释)[:：]")
_NOT_RUN_IN = re.compile("[，,；]")


@dataclass(frozen=True)
class Numbered:
    """What a paragraph's enumeration makes of it; `heading` is None for a numbered clause. `jumps` where its number does."""

    enumerator: Enumerator
    depth: int
    heading: HeadingMark | None
    jumps: bool


def read_headings(paragraphs: Sequence[Paragraph | None]) -> list[Numbered | None]:
    """One result for each paragraph of a part, in order; None where it opens with no enumeration (or is no text: None)."""
    by_decimals = _numbers_by_decimals(paragraphs)
    stack: list[tuple[int, Numbered]] = []
    last_of_style: dict[Style, Enumerator] = {}
    results: list[Numbered | None] = []
    for index, paragraph in enumerate(paragraphs):
        enumerator = _enumerator(paragraph, by_decimals, last_of_style)
        if paragraph is None or enumerator is None:
            first = _first_of_notes(paragraph.text) if paragraph else None
            if first is not None:
                last_of_style[first.style] = first
            results.append(None)
            continue
        rank = _rank(enumerator, by_decimals)
        if enumerator.style is Style.ARABIC and not stack and _is_misprinted_han(paragraphs, index):
            rank = Style.HAN * 10
        while stack and stack[-1][0] >= rank:
            stack.pop()
        heading_depth = 1 + sum(entry.heading is not None for _, entry in stack)
        kind = _count_of(enumerator, rank, by_decimals)
        jumps = _jumps(enumerator, last_of_style.get(kind))
        result = Numbered(enumerator, len(stack) + 1, _heading(paragraph, enumerator, heading_depth), jumps)
        stack.append((rank, result))
        _forget_lower(last_of_style, enumerator)
        last_of_style[kind] = enumerator
        results.append(result)
    return results


def _numbers_by_decimals(paragraphs: Sequence[Paragraph | None]) -> bool:
    found = sum(p is not None and (e := parse_enumerator(p.text)) is not None and e.style is Style.DECIMAL for p in paragraphs)
    return found >= 2


def _enumerator(paragraph: Paragraph | None, by_decimals: bool, last: dict[Style, Enumerator]) -> Enumerator | None:
    if paragraph is None:
        return None
    found = parse_enumerator(paragraph.text)
    if found is not None or not by_decimals:
        return found
    bare = parse_bare(paragraph.text)
    if bare is None or len(squeeze(paragraph.text)) > _LONGEST_HEADING:
        return None
    # Only the next number of the main sequence: 12345公共服务中心, 110公安指挥中心 and 5家企业 are words.
    before = last.get(Style.BARE)
    return bare if bare.values[0] == (before.values[0] + 1 if before else 1) else None


def _first_of_notes(text: str) -> Enumerator | None:
    """The 1. of 注：1.…, behind which the notes go on with 2."""
    match = _NOTE.match(text)
    found = parse_enumerator(text[match.end():]) if match else None
    return found if found is not None and found.values == (1,) else None


def _rank(enumerator: Enumerator, by_decimals: bool) -> int:
    """Order of the styles, times ten; in a text that numbers by decimals 1. and 1 stand above 1.1, and 1.1 above 1.1.1."""
    if by_decimals and enumerator.style in (Style.ARABIC, Style.BARE):
        return Style.DECIMAL * 10 - 1
    if enumerator.style is Style.DECIMAL:
        return Style.DECIMAL * 10 + len(enumerator.values)
    return enumerator.style * 10


def _is_misprinted_han(paragraphs: Sequence[Paragraph | None], index: int) -> bool:
    """A part that opens with 1、 and goes on with 二、 means 一、 (附件2 of 海政发〔2018〕4号)."""
    first = parse_enumerator(paragraphs[index].text) if paragraphs[index] else None  # type: ignore[union-attr]
    if first is None or first.values != (1,) or "、" not in first.printed:
        return False
    for paragraph in paragraphs[index + 1:]:
        enumerator = parse_enumerator(paragraph.text) if paragraph else None
        if enumerator is not None and enumerator.style in (Style.ARABIC, Style.HAN):
            return enumerator.style is Style.HAN and enumerator.values == (2,)
    return False


def _jumps(enumerator: Enumerator, before: Enumerator | None) -> bool:
    value = enumerator.values[-1]
    if value == 1:
        return False
    if before is None or before.values[:-1] != enumerator.values[:-1]:
        return True
    return value != before.values[-1] + 1


def _count_of(enumerator: Enumerator, rank: int, by_decimals: bool) -> Style:
    """The count a number belongs to: 1.总则 and 3 事故应急响应 are one in a text that numbers by decimals."""
    if by_decimals and enumerator.style is Style.ARABIC:
        return Style.BARE
    return Style.HAN if rank == Style.HAN * 10 else enumerator.style


def _forget_lower(last: dict[Style, Enumerator], enumerator: Enumerator) -> None:
    """A higher number opens a new count below it, but 1. 2. 3. may also run on through （一）（二） (海政办发〔2018〕16号)."""
    for style in list(last):
        if style in (Style.PAREN, Style.HALF_PAREN, Style.CIRCLED) and enumerator.style < style:
            del last[style]


def _heading(paragraph: Paragraph, enumerator: Enumerator, depth: int) -> HeadingMark | None:
    text = paragraph.text
    words = text[enumerator.end:]
    if not words.strip():
        return None
    if text[-1] not in _NO_HEADING_ENDS and "。" not in words and len(squeeze(text)) <= _LONGEST_HEADING:
        return HeadingMark(text, depth, len(text), False, enumerator.values)
    match = _RUN_IN.match(words)
    if match is None or match.end() == len(words) or (_NOT_RUN_IN.search(match[0]) and not match[0].endswith("。")):
        return None
    if any(match[0].count(opening) != match[0].count(closing) for opening, closing in _PAIRS):
        return None  # 最低生活保障（以下简称：低保）…: the colon stands inside a bracket
    length = enumerator.end + match.end()
    return HeadingMark(text[:length - 1], depth, length, True, enumerator.values)
