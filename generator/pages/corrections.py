"""What the pages of a corrected document and of its correction say of each other."""

from collections.abc import Iterator, Mapping
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


def correction_notes(known: Knowledge) -> Mapping[str, CorrectionNotes]:
    """The notes of every document that corrects or is corrected, by its id."""
    titles = {issue.meta.id: issue.meta.title for issue in known.bulletin.issues}
    corrected: dict[str, list[CorrectionRow]] = {}
    corrects: dict[str, list[CorrectionRow]] = {}
    for found in known.corrections:
        held = found.held
        corrects.setdefault(found.place.id, []).append(CorrectionRow(f"《{held.title}》" if held else "所指的公文未能认定", held.url if held else "", found.words))
        if held is not None:
            corrected.setdefault(held.document, []).append(CorrectionRow(f"{titles[found.issue]}更正", found.place.url, found.words))
    return {id_: CorrectionNotes(tuple(corrected.get(id_, ())), tuple(corrects.get(id_, ()))) for id_ in _ids(corrected, corrects)}


def _ids(*rows: Mapping[str, object]) -> Iterator[str]:
    yield from dict.fromkeys(id_ for found in rows for id_ in found)
