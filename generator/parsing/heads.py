"""Finds the number of a document among the blocks: alone on its line, of a joint document, of an order or a notice without 机关代字."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.authority.layouts import Layouts
from generator.notation.folding import squeeze
from generator.notation.numbers import ORDER_KINDS, Count, DocumentNumber, parse_count_line, parse_number_line, parse_numbers_line
from generator.parsing.titles import title_above
from generator.records import Content, Paragraph

_LONGEST_NAME = 30
_MINUTES = "纪要"


@dataclass(frozen=True)
class NumberHead:
    """A number with the lines that print it; `name_at` are those above it that name what it counts, where they are the title (公告, 通告)."""

    number: DocumentNumber
    at: range
    further: tuple[DocumentNumber, ...] = ()
    name_at: range = range(0)


def find_number_head(items: Sequence[Content], index: int, lowest: int, layouts: Layouts) -> NumberHead | None:
    """The head whose first line is at `index`; None where no number begins there. Nothing below `lowest` belongs to it."""
    text = _text(items[index])
    if not text:
        return None
    numbers = parse_numbers_line(text)
    if numbers:
        return _joint(items, index, numbers)
    if text[:1] in "（(" and text[-1:] in "）)":
        number = parse_number_line(text[1:-1])
        if number is not None and title_above(items, index, lowest, layouts) is not None:
            return NumberHead(number, range(index, index + 1))
    count = parse_count_line(text)
    if count is not None:
        return _below_title(items, index, lowest, count, layouts)
    return _named(items, index, layouts)


def _joint(items: Sequence[Content], index: int, numbers: tuple[DocumentNumber, ...]) -> NumberHead:
    """One document may print the numbers of all its issuers, on one line or one below the other; a series then comes once."""
    stop = index + 1
    while stop < len(items):
        more = parse_numbers_line(_text(items[stop]))
        if not more or any(number.series == other.series for number in more for other in numbers):
            break
        numbers, stop = (*numbers, *more), stop + 1
    return NumberHead(numbers[0], range(index, stop), numbers[1:])


def _below_title(items: Sequence[Content], index: int, lowest: int, count: Count, layouts: Layouts) -> NumberHead | None:
    """（2018年第3号） below 云州市人民政府关于…的通告, 〔2018〕3号 below 云州市人民政府常务会议纪要, which counts under its name."""
    above = title_above(items, index, lowest, layouts)
    if above is None:
        return None
    title = "".join(_text(item) for item in items[above:index])
    kind = next((kind for kind in ORDER_KINDS if title.endswith(kind)), count.kind)
    if title.endswith(_MINUTES) and len(title) <= _LONGEST_NAME:
        return NumberHead(DocumentNumber(title, count.year, count.serial), range(index, index + 1))
    issuer = layouts.title_issuer(title)
    return NumberHead(DocumentNumber((issuer or "") + kind, count.year, count.serial), range(index, index + 1)) if kind else None


def _named(items: Sequence[Content], index: int, layouts: Layouts) -> NumberHead | None:
    """云州市人民政府令 / 第8号, with the organ and its 令, 公告 or 通告 on one line or on two."""
    for width in (1, 2):
        count = parse_count_line(_text(items[index + width])) if index + width < len(items) else None
        if count is None:
            continue
        name = "".join(_text(item) for item in items[index:index + width])
        kind = next((kind for kind in ORDER_KINDS if name.endswith(kind)), "")
        organ = name.removesuffix(kind)
        series = name if kind else name + count.kind
        if len(series) > _LONGEST_NAME or not series.endswith(ORDER_KINDS) or (width > 1 and _text(items[index + 1]) not in ORDER_KINDS):
            continue
        if (kind == "令" and width == 1) or layouts.is_organ_name(organ):
            name_at = range(0) if series.endswith("令") else range(index, index + width)
            return NumberHead(DocumentNumber(series, count.year, count.serial), range(index + len(name_at), index + width + 1), name_at=name_at)
    return None


def _text(item: Content) -> str:
    return squeeze(item.text) if isinstance(item, Paragraph) else ""
