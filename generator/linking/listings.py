"""Finds the lists of documents that a document repeals or amends: 下列文件予以废止： with items below it, or an annex with a table of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.authority.layouts import Layouts
from generator.citations import Relation
from generator.linking.citing_habits import habits
from generator.linking.paragraphs import Printed, column_name
from generator.notation.enumeration import parse_enumerator
from generator.notation.folding import squeeze
from generator.notation.numbers import DocumentNumber, parse_number_line
from generator.records import Document, Element, Paragraph, Role

_LONGEST_HEADING = 60
_TITLE_COLUMNS = ("名称", "标题", "题名", "文件", "文件名")
_NUMBER_COLUMNS = ("文号", "字号", "编号")
_ITEM_ENDS = "。；;，,、"


@dataclass(frozen=True)
class Listing:
    """What is decided about every document of a list, and the printed words that say so."""

    relation: Relation
    evidence: str


@dataclass(frozen=True)
class ListedWork:
    """A document as a list names it, with the offsets of its title in the paragraph; `number` stands beside it."""

    start: int
    end: int
    title: str
    number: DocumentNumber | None


def listings_of(document: Document) -> Mapping[str, Listing]:
    """The listing each element of a list stands under, by its anchor. Empty for documents that list nothing so."""
    found: dict[str, Listing] = {}
    listing: Listing | None = None
    depth, part = 0, 0
    for element in document.elements:
        if element.part != part:
            part, depth = element.part, 0
            listing = _of_part(document, part)
        if element.role in (Role.PART_TITLE, Role.LABEL, Role.TITLE, Role.NUMBER):
            continue
        opening = _opening(element)
        if opening is not None:
            listing, depth = opening[0], element.heading.depth if element.heading else element.depth
        elif listing is not None and _is_listed(element, depth, in_annex=_of_part(document, part) is not None):
            found[element.anchor] = listing
        elif not isinstance(element.block, Paragraph) or element.role not in (Role.HEADING, Role.NOTE) or _is_beside(element, depth):
            listing = _of_part(document, part)
    return found


def _of_part(document: Document, part: int) -> Listing | None:
    own = document.parts[part]
    titles = (own.title, own.title_announced) if part else ()
    return next((found for title in titles if title and (found := _read(title))), None)


def _opening(element: Element) -> tuple[Listing | None] | None:
    """What a heading or a paragraph that ends in a colon decides about the list below it; (None,) where it opens another list."""
    if not isinstance(element.block, Paragraph) or element.role is Role.ANNOUNCEMENT:
        return None
    text = squeeze(element.block.text)
    last = re.split("[。；]", text.rstrip("。"))[-1]
    is_heading = element.heading is not None and not element.heading.runs_on and len(text) <= _LONGEST_HEADING
    if "《" in last or not (is_heading or last.endswith(("：", ":"))):
        return None
    found = _read(last)
    return (found,) if found or any(word in last for word in habits().list_breaks) else None


def _read(words: str) -> Listing | None:
    found = [(item.relation, match[0]) for item in habits().listings for match in [item.lead.search(words)] if match]
    plain = {relation for relation, _ in found}
    if len(plain) != 1 or any(word in words for word in habits().list_breaks):
        return None     # 废止和修改的规范性文件目录: what becomes of each only the headings below tell
    return Listing(found[0][0], words.rstrip("：:"))


def _is_beside(element: Element, depth: int) -> bool:
    """True for a heading of the rank of the list's own or above it: what it says is not said of the list."""
    return element.heading is not None and 0 < element.heading.depth <= depth


def _is_listed(element: Element, depth: int, in_annex: bool) -> bool:
    if not isinstance(element.block, Paragraph):
        return True
    text = squeeze(element.block.text)
    if in_annex:
        return True
    return text.startswith("《") or (bool(parse_enumerator(text)) and (not element.depth or element.depth > depth or element.heading is None))


# ---------------------------------------------------------------- items and rows


def listed_works(printed: Printed, layouts: Layouts) -> Iterator[ListedWork]:
    """A document that a list names without 《》 or number: in a cell of the column of titles, or as the whole words of an item."""
    if printed.table is not None:
        yield from _in_row(printed)
        return
    enumerator = parse_enumerator(printed.text)
    start = enumerator.end if enumerator else 0
    title = printed.text[start:].rstrip(_ITEM_ENDS)
    if layouts.ends_title(title) or title.endswith(habits().document_ends):
        yield ListedWork(start, start + len(title), squeeze(title), None)


def _in_row(printed: Printed) -> Iterator[ListedWork]:
    if printed.reading is None:
        return
    record, column = printed.reading
    columns = _columns(printed, len(record.values))
    if not columns[column].endswith(_TITLE_COLUMNS) or record.values[column].line != printed.line:
        return
    title = squeeze(record.values[column].text).strip("《》")
    numbers = [number for index, name in enumerate(columns) if name.endswith(_NUMBER_COLUMNS)
               for number in [parse_number_line(record.values[index].text)] if number]
    if title:
        yield ListedWork(0, len(printed.text), title, numbers[0] if numbers else None)


def is_number_beside_title(printed: Printed) -> bool:
    """True for the cell of a number whose row holds the title too: the title is cited with it."""
    if printed.reading is None:
        return False
    record, column = printed.reading
    columns = _columns(printed, len(record.values))
    return columns[column].endswith(_NUMBER_COLUMNS) and any(
        name.endswith(_TITLE_COLUMNS) and record.values[index].items for index, name in enumerate(columns))


def _columns(printed: Printed, width: int) -> Sequence[str]:
    assert printed.table is not None
    return [squeeze(column_name(printed.table.grid, index).rpartition(" / ")[2]) for index in range(width)]
