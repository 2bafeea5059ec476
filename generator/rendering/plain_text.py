"""Keeps Python-Markdown from looking for emphasis, links and code in texts that hold none of their marks.

It looks for each of them in turn in every text, also in those that stand for a block of raw HTML, and finds in most pages none.
"""

import re
from xml.etree import ElementTree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_BEFORE_INLINE = 21     # the priority of Python-Markdown's own is 20
# Each inline pattern of Python-Markdown needs one of these: code and escapes, links and images, HTML and entities, emphasis, line breaks.
_MARKS = re.compile(r"[`\\\[<&*_]|  \n")


class PlainText(Treeprocessor):
    """Marks texts without any mark of Markdown as such, which have come out of the inline patterns unchanged."""

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if element.text and not _MARKS.search(element.text):
                element.text = AtomicString(element.text)


def spare_plain_text(md: Markdown) -> None:
    """Has `PlainText` run, unless an extension looks for marks of its own."""
    if _patterns(md) == _patterns(Markdown()):
        md.treeprocessors.register(PlainText(md), "gongbao_plain_text", _BEFORE_INLINE)


def _patterns(md: Markdown) -> list[tuple[type, str]]:
    """What is looked for; the emphasis marks are in the expression of their pattern."""
    return [(type(pattern), pattern.pattern) for pattern in md.inlinePatterns]
