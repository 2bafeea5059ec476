"""Finds the sentences in which a document says when it takes effect and how long it holds. Nothing is worked out here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.authority.layouts import Layouts
from generator.records import Document, Paragraph, Role

_SENTENCE = re.compile("[^。！？]+[。！？]?")
# The document speaks of itself: 本意见, 本办法, 本通知自…起施行, or nothing but the words of the term.
_SELF = re.compile("本(?:通知|意见|办法|规定|决定|细则|方案|预案|规范|条例|政策|政策意见|公告|通告|制度|文件|标准|规程)")


@dataclass(frozen=True)
class ValiditySentence:
    """A sentence about the term of the document, as printed."""

    text: str
    line: int
    anchor: str


def find_validity(document: Document, layouts: Layouts) -> Iterator[ValiditySentence]:
    """The sentences in which the document itself (本意见 …) states its term, in order."""
    words = layouts.words["validity"]
    for element in document.elements:
        if not isinstance(element.block, Paragraph) or element.role in (Role.TITLE, Role.PART_TITLE, Role.CONTENTS):
            continue
        for match in _SENTENCE.finditer(element.block.text):
            if _SELF.search(match[0]) and any(word in match[0] for word in words):
                yield ValiditySentence(match[0].strip(), element.block.first_line, element.anchor)
