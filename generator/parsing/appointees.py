"""Finds who is named in the sentences of appointment documents: the names printed before 同志, and nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.notation.folding import squeeze
from generator.records import Document, Issue, Paragraph, SectionKind

_NAMES = re.compile("(?:^|[，；：。]|免去|任命|聘任|解聘|同意)(?P<names>[\u4e00-\u9fff·]{2,12}?(?:、[\u4e00-\u9fff·]{2,12}?)*)同志")


@dataclass(frozen=True)
class Appointee:
    """A name in a sentence of an appointment document, the sentence as printed, and its place."""

    name: str
    sentence: str
    line: int
    anchor: str


def is_personnel(issue: Issue, document: Document) -> bool:
    """True for documents in a section of appointments."""
    titles = {section.title for section in issue.sections if section.kind is SectionKind.PERSONNEL}
    return document.section is not None and document.section in titles


def find_appointees(document: Document) -> Iterator[Appointee]:
    """Every name before 同志 in the text of the document, in order; 陈某、顾某某同志 are two."""
    for element in document.elements:
        if not isinstance(element.block, Paragraph) or element.role.name not in ("TEXT", "ITEM"):
            continue
        for match in _NAMES.finditer(squeeze(element.block.text)):
            for name in match["names"].split("、"):
                yield Appointee(name, element.block.text, element.block.first_line, element.anchor)
