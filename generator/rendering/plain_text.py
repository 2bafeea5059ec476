"""Keeps Python-Markdown from looking for emphasis, links and code in texts that hold none of their marks.

It looks for each of them in turn in every text, also in those that stand for a block of raw HTML, and finds in most pages none.
"""

import re
from xml.etree import ElementTree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_INLINE = 20    # the priority of Python-Markdown's own processor
# Each inline pattern of Python-Markdown needs one of these: code and escapes, links and images, HTML and entities, emphasis, line breaks.
_MARKS = re.compile(r"[`\\\[<&*_]|  \n")


class _Spared(AtomicString):
    """A text that holds no mark; the name of the class it is made of tells Python-Markdown to leave it alone."""


class _Spare(Treeprocessor):
    """Marks texts without any mark of Markdown as such, before the inline patterns, which would leave them as they are."""

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if type(element.text) is str and not _MARKS.search(element.text):
                element.text = _Spared(element.text)


class _Release(Treeprocessor):
    """Makes them texts like any other again, for whatever an extension does with texts behind the inline patterns."""

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if type(element.text) is _Spared:
                element.text = str(element.text)


def spare_plain_text(md: Markdown) -> None:
    """Keeps texts without marks from the inline patterns, unless an extension looks for marks of its own."""
    if _patterns(md) == _patterns(Markdown()):
        md.treeprocessors.register(_Spare(md), "gongbao_spare", _INLINE + 0.001)
        md.treeprocessors.register(_Release(md), "gongbao_release", _INLINE - 0.001)


def _patterns(md: Markdown) -> list[tuple[type, str]]:
    """What is looked for; the emphasis marks are in the expression of their pattern."""
    return [(type(pattern), pattern.pattern) for pattern in md.inlinePatterns]
