"""Finds the title of a document: the lines above its number, in some bulletins below it, or a title that bears no number."""

from collections.abc import Sequence

from generator.authority.bundle import Authority
from generator.authority.layouts import Layouts
from generator.notation.dates import parse_date_line
from generator.notation.enumeration import parse_enumerator
from generator.notation.folding import fold, squeeze
from generator.notation.numbers import ORDER_KINDS, parse_count_line, parse_numbers_line
from generator.parsing.contents import without_note_marks
from generator.records import Content, Paragraph

_MOST_LINES = 12
_LONGEST_LINE = 120
_MOST_ADDRESSEE_LINES = 3
_LONGEST_NOTE = 8
_STOPS = "。；：！？!?;:，、"


def title_above(items: Sequence[Content], number_at: int, lowest: int, layouts: Layouts) -> int | None:
    """Index of the first title line above the number at `number_at`, not below `lowest`; None where there is no title.

    Goes up line by line to the nearest one that opens a title (an organ, then 关于, 印发 …). A text that ends without a full
    stop (本预案自印发之日起实施) so stays with the document before it. An organ alone above 关于 belongs to the title.
    """
    run = _title_run_above(items, number_at, lowest, layouts)
    for index in run:
        text = _text(items[index])
        issuer = layouts.title_issuer(text)
        if issuer:
            if index - 1 in run and len(layouts.organ_names(_printed(items[index - 1]) + issuer)) > 1:
                return index - 1    # the last of several organs is cut by the end of the line
            return index if "政府" in issuer else _first_of(_government_above(items, run, index, layouts), index)
        opening = index
        while opening - 1 in run and _names_organs(items[opening - 1], layouts):
            opening -= 1    # several organs of a joint document, on one line or on several
        if text.startswith("关于") or (opening < index and text.startswith(layouts.words["title_verbs"])):
            return opening if "政府" in _text(items[opening]) else _first_of(_government_above(items, run, opening, layouts), opening)
    if run and layouts.ends_title(_text(items[run[0]])):
        return run[0]
    return None


def _names_organs(item: Content, layouts: Layouts) -> bool:
    return bool(layouts.organ_names(_printed(item)))


def _printed(item: Content) -> str:
    return item.text if isinstance(item, Paragraph) else ""


def _government_above(items: Sequence[Content], run: Sequence[int], below: int, layouts: Layouts) -> int | None:
    """Where a government forwards what other organs have drawn up (转发市林业局… / 关于…), the line above that opens its own title."""
    verbs = layouts.words["title_verbs"]
    for index in run:
        text = _text(items[index])
        opens = "政府" in (layouts.title_issuer(text) or "")
        alone = "政府" in text and layouts.is_organ_name(text) and _text(items[index + 1]).startswith(verbs)
        if index < below and (opens or alone):
            return index
    return None


def _title_run_above(items: Sequence[Content], number_at: int, lowest: int, layouts: Layouts) -> list[int]:
    run: list[int] = []
    for index in range(number_at - 1, max(lowest, number_at - _MOST_LINES) - 1, -1):
        if could_be_title_line(items[index], layouts):
            run.append(index)
        elif run and _opens_over_lines(_text(items[index]), layouts):
            return [*run, index]
        else:
            break
    return run


def _opens_over_lines(text: str, layouts: Layouts) -> bool:
    """True for the first line of a title that stops at a comma: 云州市人民政府关于放宽经营条件、."""
    return text[-1:] in ("，", "、") and len(text) <= _LONGEST_LINE and "。" not in text and layouts.title_issuer(text) is not None


def is_masthead(text: str, layouts: Layouts) -> bool:
    """True for 云州市人民政府文件 and 云州市人民政府令, which some bulletins print above the number of a document whose title stands below it."""
    line = squeeze(text)
    return any(line.endswith(kind) and layouts.is_organ_name(line.removesuffix(kind)) for kind in ("文件", *ORDER_KINDS))


def is_short_note(text: str) -> bool:
    """True for （A类）, which an answer to a proposal prints between its number and its title."""
    return 3 <= len(text) <= _LONGEST_NOTE and text[0] in "（(" and text[-1] in "）)"


def title_below(items: Sequence[Content], number_at: int, highest: int, layouts: Layouts) -> int | None:
    """Index of the last title line below the number, where the bulletin prints the number above the title; else None."""
    for index in range(number_at + 1, min(highest, number_at + 1 + _MOST_LINES)):
        if not could_be_title_line(items[index], layouts):
            return None
        joined = "".join(_text(item) for item in items[number_at + 1:index + 1])
        if layouts.ends_title(joined) and (layouts.opens_title(joined) or (index + 1 < highest and count_addressee_lines(items, index + 1, highest, layouts) > 0)):
            return index
    return None


def unnumbered_title(items: Sequence[Content], at: int, highest: int, authority: Authority) -> int | None:
    """Index of the last line of a title that starts at `at` and is followed by addressees, but by no number; else None."""
    layouts = authority.layouts
    issuer = _opening_issuer(items, at, layouts)
    if issuer is None or not is_government(issuer, authority):
        return None
    for index in range(at, min(highest - 1, at + _MOST_LINES)):
        if not could_be_title_line(items[index], layouts):
            return None
        joined = "".join(_text(item) for item in items[at:index + 1])
        if layouts.ends_title(joined) and count_addressee_lines(items, index + 1, highest, layouts) > 0:
            return index
    return None


def listed_title(items: Sequence[Content], at: int, highest: int, listed: frozenset[str], layouts: Layouts) -> int | None:
    """Index of the last line of a title that starts at `at` and that the list of contents names without a number; else None."""
    for index in range(at, min(highest, at + _MOST_LINES) if listed else at):
        if not could_be_title_line(items[index], layouts) and (index > at or fold(_text(items[index])) not in listed):
            return None
        if fold(without_note_marks("".join(_text(item) for item in items[at:index + 1]))) in listed:
            return index
    return None


def _opening_issuer(items: Sequence[Content], at: int, layouts: Layouts) -> str | None:
    """The organ a title at `at` opens with, which may have a line to itself above 关于."""
    text = _text(items[at])
    if layouts.is_organ_name(text) and at + 1 < len(items):
        text += _text(items[at + 1])
    return layouts.title_issuer(text) if text else None


def is_government(name: str, authority: Authority) -> bool:
    """True for a government or its office, and for any organ or issuer the lists know."""
    known = authority.organs.find(name) is not None or any(name == entry.issuer for entry in authority.series.entries)
    return known or "政府" in name


def could_be_title_line(item: Content, layouts: Layouts) -> bool:
    """A line that may be part of a title: short, no sentence, no date, number, heading of a section or enumeration."""
    if not isinstance(item, Paragraph) or item.is_text_box:
        return False
    text = _text(item)
    if not text or len(text) > _LONGEST_LINE or text[-1] in _STOPS or "。" in text or parse_enumerator(text):
        return False
    if layouts.section_kind(text) or layouts.is_notice(text) or text[0] in layouts.bullets or layouts.label(text):
        return False
    return not (parse_date_line(text) or parse_numbers_line(text) or parse_count_line(text))


def count_addressee_lines(items: Sequence[Content], at: int, stop: int, layouts: Layouts) -> int:
    """How many blocks from `at` name those a document is sent to (主送机关), which may take up to three lines; 0 where none do.

    Every name that ends at a comma must be one by itself, so that a sentence above 现通知如下： is not taken for a list.
    """
    joined = ""
    for index in range(at, min(stop, at + _MOST_ADDRESSEE_LINES)):
        text = _text(items[index])
        joined += text
        if not text or parse_enumerator(text) or "。" in text:
            return 0
        if text.endswith(("：", ":")):
            return index - at + 1 if layouts.is_addressee_line(joined) and (index == at or _are_names(joined, layouts)) else 0
    return 0


def _are_names(line: str, layouts: Layouts) -> bool:
    words = layouts.words["addressee_words"]
    return all(name.startswith("各") or any(word in name for word in words) for name in line.rstrip("：:").split("，"))


def _text(item: Content) -> str:
    return squeeze(item.text) if isinstance(item, Paragraph) else ""


def _first_of(found: int | None, otherwise: int) -> int:
    return otherwise if found is None else found
