"""Tells which annexes a document announces and does not print."""

import re
from collections.abc import Iterator

from generator.notation.folding import squeeze
from generator.records import Announced, Document, Paragraph

_LEFT_OUT = re.compile("[（(]?附[件表图][^。]{0,20}略[）)]?。?")     # （附件1、附件2略）


def missing_annexes(document: Document) -> Iterator[Announced]:
    """The annexes that are announced and stand nowhere, but for those of which the print itself says that it leaves them out."""
    if any(isinstance(element.block, Paragraph) and _LEFT_OUT.fullmatch(squeeze(element.block.text)) for element in document.elements):
        return
    for index, announced in document.announced():
        if not announced.is_left_out and not any(part.of == index and part.title_announced == announced.title for part in document.parts):
            yield announced
