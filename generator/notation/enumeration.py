"""Enumerations that open a paragraph: 第一章, 第三条, 一、, （一）, 1.1, 1., （1）, 1）, ① (GB/T 9704-2012, 7.3.3)."""

import enum
import re
from dataclasses import dataclass

from generator.notation.folding import WHITE, is_blank, strip_blanks
from generator.notation.numerals import NUMERAL_CHARS, parse_numeral

_S = f"[{WHITE}]*"
_H = f"[{NUMERAL_CHARS}]{{1,5}}"
_D = "[0-9０-９]{1,2}"


class Style(enum.IntEnum):
    """Styles of numbering; the lower value ranks higher in a text that uses both."""

    CHAPTER = 1      # 第一章
    SECTION = 2      # 第一节
    ARTICLE = 3      # 第一条
    HAN = 4          # 一、
    HAN_PAREN = 5    # （一）
    DECIMAL = 6      # 1.1, 1.1.1
    ARABIC = 7       # 1. 1． 1、
    BARE = 8         # 1 总则, 1总则: only where the text also uses DECIMAL
    PAREN = 9        # （1）
    HALF_PAREN = 10  # 1）
    CIRCLED = 11     # ①


@dataclass(frozen=True)
class Enumerator:
    """The enumeration at the start of a paragraph: `values` are its numbers, `end` the offset where the words begin."""

    style: Style
    values: tuple[int, ...]
    printed: str
    end: int


_PATTERNS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    (Style.CHAPTER, re.compile(f"{_S}第{_S}(?P<n>{_H}|{_D}){_S}[章编篇]{_S}")),
    (Style.SECTION, re.compile(f"{_S}第{_S}(?P<n>{_H}|{_D}){_S}节{_S}")),
    (Style.ARTICLE, re.compile(f"{_S}第{_S}(?P<n>{_H}|[0-9０-９]{{1,3}}){_S}条(?:之[一二三四五六七八九十])?{_S}")),
    (Style.HAN, re.compile(f"{_S}(?P<n>{_H}){_S}[、．]{_S}")),
    (Style.HAN_PAREN, re.compile(f"{_S}[（(]{_S}(?P<n>{_H}){_S}[）)]{_S}[、.]?{_S}")),
    (Style.DECIMAL, re.compile(f"{_S}(?P<n>{_D}(?:[.．]{_D}){{1,3}})(?![0-9０-９%％‰.．])[.．]?{_S}")),
    (Style.ARABIC, re.compile(f"{_S}(?P<n>{_D}){_S}[.．、](?![0-9０-９]{{1,3}}(?![0-9０-９])){_S}")),
    (Style.PAREN, re.compile(f"{_S}[（(]{_S}(?P<n>{_D}){_S}[）)]{_S}")),
    (Style.HALF_PAREN, re.compile(f"{_S}(?P<n>{_D}){_S}[）)]{_S}")),
    (Style.CIRCLED, re.compile(f"{_S}(?P<n>[①-⑳]){_S}")),
)
_BARE = re.compile(f"{_S}(?P<n>{_D})(?:[{WHITE}]+|(?=[\u4e00-\u9fff]))")
# 1.5亿元, 3.2公里: a measure opens the line, not a heading. A blank behind the number says it is one after all.
_MEASURE = re.compile("亿|万|千[米瓦克]|百分|元|米|吨|亩|公里|公斤|公顷|平方|立方|倍|%|％|℃")
_COUNT = re.compile(f"{_MEASURE.pattern}|[个家户人次年月日名项件条只岁周天时分秒号楼层元]")


def parse_enumerator(text: str) -> Enumerator | None:
    """The enumeration that opens `text`, or None. Never BARE: see `parse_bare`."""
    for style, pattern in _PATTERNS:
        match = pattern.match(text)
        if match is None:
            continue
        values = _values(match["n"])
        if not values or (style is Style.DECIMAL and _is_measure(text, match.end(), _MEASURE)):
            return None
        return Enumerator(style, values, strip_blanks(match[0]), match.end())
    return None


def parse_bare(text: str) -> Enumerator | None:
    """A bare number before words (3 事故应急响应, 1总则); the caller must know that the text numbers by decimals."""
    match = _BARE.match(text)
    if match is None or _is_measure(text, match.end(), _COUNT):
        return None
    values = _values(match["n"])
    return Enumerator(Style.BARE, values, match["n"], match.end()) if values else None


def _is_measure(text: str, at: int, words: re.Pattern[str]) -> bool:
    return not is_blank(text[at - 1:at]) and words.match(text, at) is not None


def _values(printed: str) -> tuple[int, ...]:
    if "①" <= printed <= "⑳":
        return (ord(printed) - ord("①") + 1,)
    parts = [parse_numeral(part) for part in re.split("[.．]", printed)]
    return tuple(part for part in parts if part is not None) if None not in parts else ()
