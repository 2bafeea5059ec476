"""Takes the tables of a document with their captions."""

import re
from collections.abc import Sequence

from generator.authority.layouts import Layouts
from generator.notation.folding import WHITE, squeeze
from generator.parsing.arithmetic import add_up
from generator.parsing.structure import read_structure
from generator.parsing.titles import could_be_title_line
from generator.records import Element, Paragraph, Part, Role, Table, TableBlock

_NUMBERED = re.compile(f"[{WHITE}]*((?:续|附)?[表图][{WHITE}]*[0-9０-９]{{1,3}}(?:[-－—.．][0-9０-９]{{1,3}})?)[{WHITE}]+(?=[^{WHITE}])")
_CONTINUED = ("续表", "（续表）", "续上表", "（续上表）")       # all that is printed above the rest of a table on the next page
_CONTINUATION = "（续表）"
_MOST_LINES_BETWEEN = 2     # a unit line （单位：人） and a line 编号： may stand between caption and table


def collect_tables(document_id: str, elements: Sequence[Element], parts: Sequence[Part], layouts: Layouts, terms: frozenset[str]) -> tuple[Table, ...]:
    """The tables in print order, numbered from 1. `terms` are the words that stand alone in cells of the issue."""
    tables: list[Table] = []
    for index, element in enumerate(elements):
        if isinstance(element.block, TableBlock):
            caption, line = _caption(elements, index, parts, layouts)
            if caption in _CONTINUED and tables and tables[-1].caption:
                caption = f"{tables[-1].caption.removesuffix(_CONTINUATION)}{_CONTINUATION}"
            ordinal = len(tables) + 1
            grid = read_structure(element.block, terms, layouts)
            tables.append(Table(f"{document_id}-t{ordinal}", ordinal, caption, line, element.block, element.anchor, grid, add_up(grid, layouts)))
    return tuple(tables)


def _caption(elements: Sequence[Element], index: int, parts: Sequence[Part], layouts: Layouts) -> tuple[str | None, int | None]:
    """The title above the table, over its part's title lines; else the part's title where it stands in the table's own cells."""
    part = parts[elements[index].part]
    for place in range(index - 1, max(-1, index - 2 - _MOST_LINES_BETWEEN), -1):
        element = elements[place]
        if element.part != elements[index].part or not isinstance(element.block, Paragraph):
            break
        if element.role is Role.PART_TITLE or (element.role is Role.LABEL and part.title and squeeze(element.block.text).endswith(part.title)):
            return part.title, element.block.last_line
        text = squeeze(element.block.text)
        label = layouts.label(text)
        if element.role is Role.TEXT and label is not None and layouts.is_table_name(label["rest"]):
            return label["rest"], element.block.first_line
        if element.role is Role.TEXT and _may_be_caption(element.block, layouts):
            return _spaced(element.block.text), element.block.first_line
        if element.role not in (Role.TEXT, Role.BYLINE) or "。" in text:
            break
    in_cells = part.title is not None and any(squeeze(p.text) == part.title for p in _paragraphs(elements[index]))
    return (part.title, elements[index].block.first_line) if in_cells else (None, None)


def _may_be_caption(block: Paragraph, layouts: Layouts) -> bool:
    text = squeeze(block.text)
    if text in _CONTINUED:
        return True
    return could_be_title_line(block, layouts) and text[0] not in "（(" and not layouts.is_table_note(text) and not layouts.organ_names(block.text)


def _spaced(line: str) -> str:
    """The caption without blanks, but for one that parts its number from its words: 表1 2022年主要指标."""
    numbered = _NUMBERED.match(line)
    return f"{squeeze(numbered[1])} {squeeze(line[numbered.end():])}" if numbered else squeeze(line)


def _paragraphs(element: Element) -> tuple[Paragraph, ...]:
    return tuple(element.block.paragraphs()) if isinstance(element.block, TableBlock) else ()
