"""Sets the facts of documents that an editor has supplied: what is printed stays on record beside it."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from generator.authority.bundle import Authority
from generator.diagnostics import Diagnostic
from generator.edits import Edit, EditorNote, Fact
from generator.notation.folding import fold
from generator.notation.numbers import parse_number_line
from generator.parsing.document import Reading, full_number, with_derived_facts
from generator.parsing.edit_blocks import Mismatch, mismatch_fault
from generator.records import Document, IssueMeta, Role, Source

ISSUER_SOURCE = "编者"


def edit_facts(readings: Sequence[Reading], source: Source, meta: IssueMeta, authority: Authority
               ) -> tuple[tuple[Reading, ...], tuple[EditorNote, ...], tuple[Diagnostic, ...]]:
    """The readings with every fact set, and what follows from a new number or title. The address of a document never changes by it."""
    found = list(readings)
    notes: list[EditorNote] = []
    faults: list[Diagnostic] = []
    for edit in meta.edits:
        if edit.fact is None:
            continue
        try:
            index = _find([reading.document for reading in found], edit)
            document = found[index].document
            printed = printed_fact(found[index], edit.fact)
            _check(edit, printed)
        except Mismatch as mismatch:
            faults.append(mismatch_fault(edit, meta, str(mismatch)))
            continue
        found[index] = _set(found[index], edit, authority)
        notes.append(EditorNote(edit.kind, document.id, edit.fact, document.first_line, document.last_line,
                                source.place(document.first_line, document.last_line), printed, shown_value(edit), edit.reason, edit.date))
    return tuple(found), tuple(notes), tuple(faults)


def _find(documents: Sequence[Document], edit: Edit) -> int:
    fitting = [i for i, d in enumerate(documents) if fold(edit.document) in (fold(str(d.number or "")), fold(d.title or ""), d.id) and edit.document]
    if len(fitting) != 1:
        raise Mismatch(f"本期{'没有' if not fitting else f'有 {len(fitting)} 件'}公文“{edit.document}”。")
    return fitting[0]


def printed_fact(reading: Reading, fact: Fact) -> str | None:
    """The fact as printed; None where it is not."""
    document = reading.document
    if fact is Fact.DATE:
        return reading.signing.date_printed
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


def _set(reading: Reading, edit: Edit, authority: Authority) -> Reading:
    document, value = reading.document, edit.to
    if edit.fact is Fact.DATE:
        assert isinstance(value, datetime.date)
        return replace(reading, document=replace(document, date=value))
    if edit.fact is Fact.ADDRESSEES:
        assert isinstance(value, tuple)
        return replace(reading, document=replace(document, addressees=value))
    assert isinstance(value, str)
    if edit.fact is Fact.ISSUER:
        return replace(reading, document=replace(document, issuer=value, issuer_source=ISSUER_SOURCE))
    if edit.fact is Fact.TITLE:
        changed = replace(reading, document=replace(document, title=value), opening=value)
    else:
        number = parse_number_line(value)
        assert number is not None       # `read_edits` takes no other
        changed = replace(reading, document=replace(document, number=full_number(number, document.title, reading.signing, authority)))
    derived = with_derived_facts(changed, authority)
    if document.issuer_source != ISSUER_SOURCE:
        return derived
    return replace(derived, document=replace(derived.document, issuer=document.issuer, issuer_source=ISSUER_SOURCE))


def shown_value(edit: Edit) -> str:
    """The value as text: a date in ISO form, addressees joined by ，."""
    if isinstance(edit.to, tuple):
        return "，".join(edit.to)
    return edit.to.isoformat() if isinstance(edit.to, datetime.date) else edit.to
