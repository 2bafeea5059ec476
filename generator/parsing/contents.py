"""Finds the list of contents (目录) at the front of an issue."""

import re
from collections.abc import Sequence

from generator.authority.layouts import Layouts
from generator.notation.folding import squeeze
from generator.records import Content, Paragraph, SectionKind

_PAGE_NUMBER = re.compile("[.．…·•—\\-]*[（(]?[0-9０-９]{1,4}[)）]?$")


def contents_list_range(items: Sequence[Content], layouts: Layouts) -> range:
    """The indexes of the list, its heading included; empty where there is none.

    It ends where its first line comes a second time (there the body begins), else behind the last line with a page number.
    """
    start = next((i for i, item in enumerate(items[:40]) if isinstance(item, Paragraph)
                  and layouts.section_kind(item.text) is SectionKind.CONTENTS), None)
    if start is None or start + 1 >= len(items):
        return range(0)
    first = _entry(items[start + 1])
    for index in range(start + 2, len(items)):
        if first and _entry(items[index]) == first:
            return range(start, index)
    stop = start + 1
    while stop < len(items) and isinstance(items[stop], Paragraph) and _PAGE_NUMBER.search(_text(items[stop])):
        stop += 1
    return range(start, stop)


def _entry(item: Content) -> str:
    return _PAGE_NUMBER.sub("", _text(item))


def _text(item: Content) -> str:
    return squeeze(item.text) if isinstance(item, Paragraph) else ""
