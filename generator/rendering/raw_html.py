"""Takes the raw HTML out of a page's Markdown as Python-Markdown does, without reading every tag of it.

Python-Markdown reads raw HTML by a parser written in Python, which takes two thirds of the time of a page, only to learn
where each block ends. Our pages are written by the program and hold well-formed elements; of these it is known:

- A raw block begins where a block-level tag begins a line outside of another. It ends with the end tag that closes it, which
  in well-formed HTML is found by counting the tags of its name. Expat, a parser in C, says whether the HTML is well-formed.
- What stands between the blocks stays as it is.

A page of which that cannot be said is left to Python-Markdown.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from xml.parsers import expat

from markdown import Markdown
from markdown.preprocessors import HtmlBlockPreprocessor

_PRIORITY = 20      # that of Python-Markdown's own
_LINE_TAG = re.compile(r"^<([a-z][a-z0-9]*)[ >]", re.MULTILINE)
_INLINE = re.compile(r"<(?:/([a-z][a-z0-9]*)|([a-z][a-z0-9]*)(?: [a-z-]+=\"[^\"<>&`\n]*\")*)>|&(?:[a-z]+|#[0-9]+);")
# What HTML reads otherwise than XML does: comments, declarations, and elements whose text is not read for tags.
_OTHER_RULES = re.compile(r"<(?:[!?]|/?(?:script|style|textarea|xmp|iframe|noembed|noframes|noscript|plaintext)\b)", re.IGNORECASE)
_BLANK_LINE = re.compile(r"(?:[ ]*\n){2}")


class RawHtml(HtmlBlockPreprocessor):
    """Stands in for Python-Markdown's own preprocessor of this kind; the lines and the stash it leaves are the same."""

    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        blocks = find_blocks(source, self.md)
        if blocks is None:
            return super().run(lines)
        return "".join(self._taken_out(source, blocks)).split("\n")

    def _taken_out(self, source: str, blocks: list[tuple[int, int]]) -> Iterator[str]:
        position = 0
        for start, end in blocks:
            yield source[position:start]
            # The empty lines around the placeholder and in the block are those that Python-Markdown puts there.
            blank = "\n" if _BLANK_LINE.match(source, end) else ""
            yield f"\n{self.md.htmlStash.store(source[start:end] + blank)}\n\n"
            position = end
        yield source[position:]


def take_out_raw_html(md: Markdown) -> None:
    """Has `RawHtml` run, unless an extension has put a preprocessor of its own in the place of Python-Markdown's."""
    if type(md.preprocessors["html_block"]) is HtmlBlockPreprocessor:
        md.preprocessors.register(RawHtml(md), "html_block", _PRIORITY)


def find_blocks(source: str, md: Markdown) -> list[tuple[int, int]] | None:
    """Where each raw block starts and ends in `source`, its white space made even by Python-Markdown; None if that cannot be told for certain."""
    if "<" not in source:
        return [] if _is_plain(source, md) else None
    if _OTHER_RULES.search(source):
        return None
    blocks, position = [], 0
    while begin := _LINE_TAG.search(source, position):
        position = begin.end()
        if not md.is_block_level(begin[1]):
            continue
        end = _end_of(source, begin[1], begin.start())
        if end is None or begin[1] == "hr" or source[end:end + 1] not in ("\n", ""):
            return None
        blocks.append((begin.start(), end))
        position = end
    edges = [0, *chain.from_iterable(blocks), len(source)]
    between = zip(edges[::2], edges[1::2], strict=True)
    return blocks if _is_well_formed(source, blocks) and all(_is_plain(source[start:end], md) for start, end in between) else None


def _end_of(source: str, name: str, start: int) -> int | None:
    """Behind the end tag that closes the element `name` which starts at `start`."""
    depth = 0
    for tag in _tags(name).finditer(source, start):
        depth += -1 if tag[0].startswith("</") else 1
        if depth == 0:
            return tag.end()
    return None


@cache
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*>|<{name}(?=[\s>])")


def _is_well_formed(source: str, blocks: list[tuple[int, int]]) -> bool:
    """Whether the blocks, one after the other, are elements that close all they open. Line breaks need no end tag in HTML."""
    text = "".join([source[start:end] for start, end in blocks]).replace("<br>", "")
    try:
        expat.ParserCreate().Parse(f"<r>{text}</r>", True)
    except expat.ExpatError:
        return False
    return True


def _is_plain(text: str, md: Markdown) -> bool:
    """Whether the text between raw blocks holds no tags but complete ones of inline elements, and no entities but complete ones."""
    found = 0
    for match in _INLINE.finditer(text):
        found += 1
        if md.is_block_level(match[1] or match[2] or ""):
            return False
    return found == text.count("<") + text.count("&")
