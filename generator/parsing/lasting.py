"""Gives what is read names that last: ids that are told apart within the issue, and under corrections of layout those of the print without them.

What begins where something began in print bears its name. What begins somewhere new is named after that place, which no further correction moves.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from generator.grid import Grid
from generator.parsing.document import Reading
from generator.records import ChronicleEntry, Content, Document, Paragraph, Table

Spot = tuple[int, int]      # line and column where something begins


def spot_of(block: Content) -> Spot:
    """Where the block begins in the source."""
    return (block.pieces[0].line, block.pieces[0].column) if isinstance(block, Paragraph) else (block.first_line, 0)


def name_of(spot: Spot) -> str:
    """x12; behind other signs of its line x12-5."""
    line, column = spot
    return f"x{line}-{column}" if column else f"x{line}"


def renamed(document: Document, new_id: str) -> Document:
    """The document and its tables under another id."""
    if new_id == document.id:
        return document
    tables = tuple(replace(table, id=new_id + table.id.removeprefix(document.id)) for table in document.tables)
    personnel = document.personnel.of_document(new_id) if document.personnel else None
    return replace(document, id=new_id, tables=tables, personnel=personnel)


def told_apart(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The documents with ids of their own: the second of one id bears -2, the third -3."""
    counts: Counter[str] = Counter()
    found = []
    for reading in readings:
        wanted = reading.document.id
        counts[wanted] += 1
        found.append(_under(reading, wanted if counts[wanted] == 1 else f"{wanted}-{counts[wanted]}"))
    return tuple(found)


# ---------------------------------------------------------------- corrections of layout


def keep_documents(readings: Sequence[Reading], printed: Sequence[Reading]) -> tuple[Reading, ...]:
    """The documents as corrected, with the ids and anchors of those in `printed`, which are told apart.

    A document is the one that begins at its place in print; where none does, the one of its id.
    """
    at = {_start(reading.document): reading.document for reading in printed}
    left = {reading.document.id: reading.document for reading in printed}
    for reading in readings:
        if (own := at.get(_start(reading.document))) is not None:
            del left[own.id]
    taken = {reading.document.id for reading in printed}
    found = []
    for reading in readings:
        wanted = reading.document.id
        before = at.get(_start(reading.document)) or left.pop(wanted, None)
        kept = before.id if before else wanted if wanted not in taken else f"{wanted}-{name_of(_start(reading.document))}"
        taken.add(kept)
        reading = _under(reading, kept)
        found.append(replace(reading, document=_with_anchors(reading.document, before)) if before else reading)
    return tuple(found)


def keep_entries(entries: Sequence[ChronicleEntry], printed: Sequence[ChronicleEntry]) -> tuple[ChronicleEntry, ...]:
    """The entries as corrected, with the ids of those in `printed`."""
    ids = {spot_of(entry.paragraphs[0]): entry.id for entry in printed}
    return tuple(replace(entry, id=ids.get(spot := spot_of(entry.paragraphs[0])) or f"{entry.id.rpartition('-')[0]}-{name_of(spot)}") for entry in entries)


def _under(reading: Reading, new_id: str) -> Reading:
    return replace(reading, document=renamed(reading.document, new_id))


def _start(document: Document) -> Spot:
    return spot_of(document.elements[0].block)


def _with_anchors(document: Document, printed: Document) -> Document:
    """The document with the anchors of `printed`, which bears its id, wherever a block or row begins as there."""
    anchors = {spot_of(element.block): element.anchor for element in printed.elements}
    elements = tuple(replace(element, anchor=anchors.get(spot := spot_of(element.block)) or name_of(spot)) for element in document.elements)
    now = {old.anchor: new.anchor for old, new in zip(document.elements, elements, strict=True)}
    before = {spot_of(table.block): table for table in printed.tables}
    tables = tuple(replace(_kept_table(table, before.get(spot_of(table.block)), document.id), anchor=now[table.anchor]) for table in document.tables)
    return replace(document, elements=elements, tables=tables)


def _kept_table(table: Table, printed: Table | None, document_id: str) -> Table:
    if printed is None:     # of a document that the correction has joined to this one
        return replace(table, id=f"{document_id}-t{table.first_line}")
    return replace(table, id=printed.id, grid=_kept_rows(table, printed.grid))


def _kept_rows(table: Table, printed: Grid) -> Grid:
    """Corrections change cells, never how many rows there are; but what cells hold may decide what rows are called."""
    names: dict[str, str] = {}
    rows = []
    for row, before, block in zip(table.grid.rows, printed.rows, table.block.rows, strict=True):
        kept = before.anchor or (name_of((block.first_line, 0)) if row.anchor else None)
        if row.anchor and kept:
            names[row.anchor] = kept
        rows.append(replace(row, anchor=kept))
    records = tuple(replace(record, anchor=_kept_name(record.anchor, names)) for record in table.grid.records)
    return replace(table.grid, rows=tuple(rows), records=records)


def _kept_name(anchor: str, names: dict[str, str]) -> str:
    """The name of a record: that of its row, or for a later half of a row r7-2."""
    row, _, half = anchor.rpartition("-")
    return names.get(anchor) or (f"{names[row]}-{half}" if row in names else anchor)
