"""What a field of a Word file prints that keeps no result (ECMA-376 part 1, 17.16): circled signs, check boxes, drop-down lists."""

import re
import unicodedata
from dataclasses import dataclass, field

from lxml import etree

from generator.reading.symbol_fonts import is_symbol_font, sign_of
from generator.reading.word_xml import child, children, is_on, number, value

_CIRCLES = frozenset("○◯〇")
_CIRCLED_BLOCKS = (*range(0x2460, 0x2500), *range(0x3251, 0x32C0))
_OVERLAY = re.compile(r"\\o\s*(?:\\a[cdlr]\s*)?[(（]\s*([^,，;；()（）\\]+)[,，;；]\s*([^,，;；()（）\\]+)[)）]\s*", re.IGNORECASE)
_SYMBOL = re.compile(r"(0x[0-9a-f]{1,4}|\d{1,5})\b.*?\\f\s*(?:[\"“]([^\"”]+)[\"”]|(\S+))", re.IGNORECASE)
# Fields that mark a place or set a value: Word prints nothing for them.
_SILENT = frozenset(("XE", "TC", "TA", "RD", "SET", "ASK", "NEXT", "NEXTIF", "SKIPIF", "PRIVATE", "ADVANCE"))
# Fields printed from their code even where Word parts the code from an empty result.
_BY_CODE = frozenset(("EQ", "FORMCHECKBOX", "FORMDROPDOWN", "SYMBOL"))


@dataclass
class Field:
    """A field that is open: its code, the text that stands in the code, and where in the printed text its result began."""

    form: etree._Element | None = None              # w:ffData
    code: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    result_from: int | None = None

    @property
    def words(self) -> str:
        return " ".join("".join(self.code).split())

    @property
    def name(self) -> str:
        return re.split(r"[\s\\]", self.words, maxsplit=1)[0].upper()

    def lacks_result(self, result: str) -> bool:
        """True where Word prints this field, but `result` is not what it prints."""
        if not self.words or self.name in _SILENT:
            return False
        return self.result_from is None or (self.name in _BY_CODE and not result.strip())


def printed(item: Field) -> tuple[str, bool]:
    """What Word prints for a field without a result, and whether that is all of it; ("", False) where no rule knows."""
    arguments = item.words[len(item.name):].strip()
    if item.name == "EQ":
        return _overlaid(arguments)
    if item.name == "SYMBOL":
        sign = _symbol(arguments)
        return sign or "", sign is not None
    if item.name == "FORMCHECKBOX":
        return _box(child(item.form, "checkBox"))
    if item.name == "FORMDROPDOWN":
        return _entry(child(item.form, "ddList"))
    if item.name in ("MACROBUTTON", "GOTOBUTTON"):
        words = arguments.partition(" ")[2]
        return words, bool(words)
    return "", False


def circled(words: str) -> str | None:
    """The sign of Unicode for `words` in a circle (12 → ⑫); None where there is none."""
    wanted = "<circle> " + " ".join(f"{ord(char):04X}" for char in words)
    return next((chr(point) for point in _CIRCLED_BLOCKS if unicodedata.decomposition(chr(point)) == wanted), None)


def _overlaid(arguments: str) -> tuple[str, bool]:
    r"""EQ \o\ac(○,1): one sign over another. Without its frame the inner sign is not all that is printed."""
    match = _OVERLAY.fullmatch(arguments)
    if match is None:
        return "", False
    frame, inner = match[1].strip(), match[2].strip()
    sign = circled(inner) if frame in _CIRCLES else None
    return sign or inner, sign is not None


def _symbol(arguments: str) -> str | None:
    match = _SYMBOL.match(arguments)
    font = (match[2] or match[3]) if match else ""
    return sign_of(font, int(match[1], 0 if match[1][:2].lower() == "0x" else 10)) if match and is_symbol_font(font) else None


def _box(box: etree._Element | None) -> tuple[str, bool]:
    if box is None:
        return "", False
    checked = is_on(child(box, "checked"))
    return "☒" if (is_on(child(box, "default")) if checked is None else checked) else "☐", True


def _entry(entries: etree._Element | None) -> tuple[str, bool]:
    """The chosen entry of a drop-down list: the first where none was chosen."""
    words = [value(entry) or "" for entry in children(entries, "listEntry")]
    chosen = number(child(entries, "result"))
    at = chosen if chosen is not None else number(child(entries, "default")) or 0
    return (words[at], True) if 0 <= at < len(words) else ("", False)
