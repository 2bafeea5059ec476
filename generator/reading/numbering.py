"""Writes out the automatic numbers of a Word file (numbering.xml, ECMA-376 part 1, 17.9), as Word prints them."""

import re
from dataclasses import dataclass, field

from lxml import etree

from generator.notation.ordinals import format_ordinal
from generator.reading.symbol_fonts import sign_of
from generator.reading.word_xml import child, children, is_on, number, value

_LEVELS = 9
_PLACE = re.compile("%([1-9])")


@dataclass(frozen=True)
class Level:
    """How one level is numbered."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "\t"
    restart: int | None = None      # the level (from 1) that starts it anew; 0 none; None any above
    is_legal: bool = False          # numbers of the levels above in Arabic digits
    style: str | None = None        # of the paragraphs that stand on it
    font: str = ""                  # of its bullet
    is_hidden: bool = False         # counted, not printed


@dataclass
class Numbering:
    """The lists of a file, and how far each has been counted. `label` must be called for every paragraph in order."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)       # abstractNumId → levels
    of: dict[str, str] = field(default_factory=dict)                       # numId → abstractNumId
    overrides: dict[str, dict[int, Level]] = field(default_factory=dict)   # numId → levels of its own
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)      # numId → level → start
    counts: dict[str, list[int | None]] = field(default_factory=dict)      # abstractNumId → count on each level
    begun: set[tuple[str, int]] = field(default_factory=set)               # restarts that have taken place
    unknown: set[str] = field(default_factory=set)                         # number formats no rule knows

    def level_of_style(self, num: str, style: str) -> int | None:
        """The level of a list that belongs to this paragraph style."""
        return next((at for at, level in self.lists.get(self.of.get(num, ""), {}).items() if level.style == style), None)

    def label(self, num: str, at: int) -> str:
        """Counts one paragraph of list `num` on level `at` (from 0); what Word prints before it, "" for nothing."""
        abstract = self.of.get(num)
        level = self._level(num, at)
        if abstract is None or level is None:
            return ""
        counts = self.counts.setdefault(abstract, [None] * _LEVELS)
        start = self.restarts.get(num, {}).get(at)
        if start is not None and (num, at) not in self.begun:
            self.begun.add((num, at))
            counts[at] = start
        else:
            before = counts[at]
            counts[at] = level.start if before is None else before + 1
        for above in range(at):
            upper = self._level(num, above)
            counts[above] = (upper.start if upper else 1) if counts[above] is None else counts[above]
        for below in range(at + 1, _LEVELS):
            lower = self._level(num, below)
            if lower is None or lower.restart is None or 0 < at + 1 <= lower.restart:
                counts[below] = None
        return self._written(num, level, counts)

    def _level(self, num: str, at: int) -> Level | None:
        return self.overrides.get(num, {}).get(at) or self.lists.get(self.of.get(num, ""), {}).get(at)

    def _written(self, num: str, level: Level, counts: list[int | None]) -> str:
        def sign(match: re.Match[str]) -> str:
            return self._sign(num, level, int(match[1]) - 1, counts)

        if level.is_hidden:
            return ""
        text = "".join(_bullet(level.font, char) for char in level.text) if level.form == "bullet" else _PLACE.sub(sign, level.text)
        return text + level.suffix if text else ""

    def _sign(self, num: str, level: Level, at: int, counts: list[int | None]) -> str:
        other, count = self._level(num, at), counts[at]
        if other is None or count is None:
            return ""
        form = "decimal" if level.is_legal else other.form
        sign = format_ordinal(count, form)
        if sign is None:
            self.unknown.add(form)
            sign = str(count)
        return sign


def load_numbering(root: etree._Element | None, list_styles: dict[str, str]) -> Numbering:
    """The lists in numbering.xml; `list_styles` leads from a list style to the numId that defines it."""
    found = Numbering()
    links: dict[str, str] = {}
    for item in children(root, "abstractNum"):
        name = value(item, "abstractNumId") or ""
        found.lists[name] = dict(filter(None, map(_level, children(item, "lvl"))))
        link = value(child(item, "numStyleLink"))
        if link is not None:
            links[name] = link
    for item in children(root, "num"):
        name = value(item, "numId") or ""
        found.of[name] = value(child(item, "abstractNumId")) or ""
        for override in children(item, "lvlOverride"):
            at = number(override, "ilvl")
            own, start = child(override, "lvl"), number(child(override, "startOverride"))
            level = _level(own) if own is not None else None
            if level is not None:
                found.overrides.setdefault(name, {})[level[0]] = level[1]
            if start is not None and at is not None:
                found.restarts.setdefault(name, {})[at] = start
    for name, link in links.items():
        target = found.of.get(list_styles.get(link, ""), "")
        if not found.lists[name] and target in found.lists:
            found.lists[name] = found.lists[target]
    return found


def _level(item: etree._Element) -> tuple[int, Level] | None:
    at = number(item, "ilvl")
    if at is None or not 0 <= at < _LEVELS:
        return None
    start, suffix, fonts = number(child(item, "start")), value(child(item, "suff")), child(item, "rPr", "rFonts")
    return at, Level(1 if start is None else start, _form(item), value(child(item, "lvlText")) or "",
                     {"nothing": "", "space": " "}.get(suffix or "tab", "\t"), number(child(item, "lvlRestart")), bool(is_on(child(item, "isLgl"))),
                     value(child(item, "pStyle")), value(fonts, "ascii") or value(fonts, "hAnsi") or "", bool(is_on(child(item, "rPr", "vanish"))))


def _form(item: etree._Element) -> str:
    """The number format; one of Word's own (001, 002 …) stands in mc:AlternateContent and is named by its pattern."""
    form = child(item, "numFmt")
    if form is None:
        form = next((found for choice in children(child(item, "AlternateContent"), "Choice") if (found := child(choice, "numFmt")) is not None), None)
    return (value(form, "format") if value(form) == "custom" else value(form)) or "decimal"


def _bullet(font: str, char: str) -> str:
    """What no table knows is some bullet all the same."""
    return (sign_of(font, ord(char)) or "•") if "\uf000" <= char <= "\uf0ff" else char
