"""Sets the facts of documents that an editor has supplied: what is printed stays on record beside it."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from generator.diagnostics import Diagnostic
from generator.edits import Edit, EditorNote, Fact
from generator.notation.folding import fold
from generator.notation.numbers import parse_number_line
from generator.parsing.document import Reading
from generator.parsing.edit_blocks import Mismatch, mismatch_fault
from generator.records import Document, IssueMeta, Paragraph, Role, Source

ISSUER_SOURCE = "编者"


def edit_facts(readings: Sequence[Reading], source: Source, meta: IssueMeta) -> tuple[tuple[Reading, ...], tuple[EditorNote, ...], tuple[Diagnostic, ...]]:
    """The readings with every fact set. The address of a document never changes by it."""
    found = list(readings)
    notes: list[EditorNote] = []
    faults: list[Diagnostic] = []
    for edit in meta.edits:
        if edit.fact is None:
            continue
        try:
            index = _find([reading.document for reading in found], edit)
            document = found[index].document
            printed = printed_fact(document, edit.fact)
            _check(edit, printed)
        except Mismatch as mismatch:
            faults.append(mismatch_fault(edit, meta, str(mismatch)))
            continue
        found[index] = replace(found[index], document=_set(document, edit), signing=replace(found[index].signing, bad_date=None)
                               if edit.fact is Fact.DATE else found[index].signing)
        notes.append(EditorNote(edit.kind, document.id, edit.fact, document.first_line, document.last_line,
                                source.place(document.first_line, document.last_line), printed, shown_value(edit), edit.reason, edit.date))
    return tuple(found), tuple(notes), tuple(faults)


def _find(documents: Sequence[Document], edit: Edit) -> int:
    fitting = [i for i, d in enumerate(documents) if fold(edit.document) in (fold(str(d.number or "")), fold(d.title or ""), d.id) and edit.document]
    if len(fitting) != 1:
        raise Mismatch(f"本期{'没有' if not fitting else f'有 {len(fitting)} 件'}公文“{edit.document}”。")
    return fitting[0]


def printed_fact(document: Document, fact: Fact) -> str | None:
    """The fact as printed; None where it is not."""
    if fact is Fact.DATE:
        dates = [e.block.text for e in document.elements if e.role is Role.DATE and isinstance(e.block, Paragraph)]
        return dates[-1] if dates else None
    if fact is Fact.TITLE:
        return document.title if any(e.role is Role.TITLE for e in document.elements) else None
    if fact is Fact.NUMBER:
        return document.number_printed
    return ("，".join(document.addressees) if fact is Fact.ADDRESSEES else "、".join(document.signatures)) or None


def _check(edit: Edit, printed: str | None) -> None:
    assert edit.fact is not None
    if fold(edit.words) == fold(printed or ""):
        return
    if printed is None:
        raise Mismatch(f"“{edit.document}”没有印{edit.fact.shown}，printed 却写着“{edit.words}”。")
    raise Mismatch(f"“{edit.document}”的{edit.fact.shown}印作“{printed}”，要更正它，请写 printed: {printed}")


def _set(document: Document, edit: Edit) -> Document:
    value = edit.to
    if edit.fact is Fact.DATE:
        assert isinstance(value, datetime.date)
        return replace(document, date=value)
    if edit.fact is Fact.ADDRESSEES:
        assert isinstance(value, tuple)
        return replace(document, addressees=value)
    assert isinstance(value, str)
    if edit.fact is Fact.NUMBER:
        return replace(document, number=parse_number_line(value))
    return replace(document, title=value) if edit.fact is Fact.TITLE else replace(document, issuer=value, issuer_source=ISSUER_SOURCE)


def shown_value(edit: Edit) -> str:
    """The value as text: a date in ISO form, addressees joined by ，."""
    if isinstance(edit.to, tuple):
        return "，".join(edit.to)
    return edit.to.isoformat() if isinstance(edit.to, datetime.date) else edit.to
