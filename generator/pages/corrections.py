"""What the pages of a corrected document and of its correction say of each other."""

from dataclasses import dataclass

from generator.linking.knowledge import Knowledge


@dataclass(frozen=True)
class CorrectionRow:
    """One line: what stands at the other end, its address ("" where it is not known), and the printed words of the correction."""

    name: str
    url: str
    words: str


@dataclass(frozen=True)
class CorrectionNotes:
    """`corrected` are the corrections of this document, `corrects` what this correction corrects."""

    corrected: tuple[CorrectionRow, ...] = ()
    corrects: tuple[CorrectionRow, ...] = ()


def notes_of(known: Knowledge, document_id: str) -> CorrectionNotes:
    """What the page of this document says."""
    titles = {issue.meta.id: issue.meta.title for issue in known.bulletin.issues}
    corrected = tuple(CorrectionRow(f"{titles[found.issue]}更正", found.place.url, found.words)
                      for found in known.corrections if found.held is not None and found.held.document == document_id)
    corrects = tuple(CorrectionRow(f"《{found.held.title}》" if found.held else "所指的公文未能认定", found.held.url if found.held else "", found.words)
                     for found in known.corrections if found.place.id == document_id)
    return CorrectionNotes(corrected, corrects)
