"""Carries out the editor's corrections of layout: paragraphs joined or split, cells merged or split. No character is added or lost."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.diagnostics import Code, Diagnostic
from generator.edits import Edit, EditKind, EditorNote
from generator.notation.folding import squeeze, visible_bounds
from generator.records import Block, Cell, IssueMeta, Paragraph, Piece, Row, Source, TableBlock

EDITED = "编者更正"


class Mismatch(Exception):
    """The correction does not agree with the source; the message says how."""


def edit_blocks(blocks: tuple[Block, ...], source: Source, meta: IssueMeta) -> tuple[tuple[Block, ...], tuple[EditorNote, ...], tuple[Diagnostic, ...]]:
    """The blocks with every correction of layout made, its notes, and a fault for each that does not agree with the print."""
    notes: list[EditorNote] = []
    faults: list[Diagnostic] = []
    for edit in meta.edits:
        if edit.lines is None:
            continue
        try:
            check_words(edit, source)
            blocks = _apply(blocks, edit, is_exact=bool(source.stated))
        except Mismatch as mismatch:
            faults.append(mismatch_fault(edit, meta, str(mismatch)))
        else:
            printed, corrected = (edit.words, str(edit.to)) if edit.kind in (EditKind.ERRATUM, EditKind.PERSON) else (None, None)
            notes.append(EditorNote(edit.kind, None, None, *edit.lines, source.place(*edit.lines), printed, corrected, edit.reason, edit.date))
    return blocks, tuple(notes), tuple(faults)


def mismatch_fault(edit: Edit, meta: IssueMeta, message: str) -> Diagnostic:
    return Diagnostic(Code.EDIT_MISMATCH, meta.path, edit.place, message, words=edit.words or edit.document, done="这一条更正没有采用，照印本显示。",
                      advice=f"请对照 {meta.source} 核对行号，原文照抄。")


def check_words(edit: Edit, source: Source) -> None:
    """Raises `Mismatch` unless the words stand on the first of the lines."""
    assert edit.lines is not None
    if edit.lines[1] > len(source.lines):
        raise Mismatch(f"原稿只有 {len(source.lines)} {source.unit}，没有第 {edit.lines[1]} {source.unit}。")
    printed = source.lines[edit.lines[0] - 1].text
    if squeeze(edit.words) not in squeeze(printed):
        raise Mismatch(f"{source.place(edit.lines[0])}没有“{edit.words}”，这里印的是“{squeeze(printed)[:40]}”。")


def _apply(blocks: tuple[Block, ...], edit: Edit, is_exact: bool) -> tuple[Block, ...]:
    """`is_exact` where the source states how far each cell reaches (Word, web page): then a merged cell reaches as far as its parts."""
    assert edit.lines is not None
    first, last = edit.lines
    if edit.kind is EditKind.JOIN:
        return _join(blocks, first, last)
    if edit.kind is EditKind.SPLIT:
        if not any(_is_paragraph_at(block, first, edit.words) for block in blocks):
            raise Mismatch(f"所写的位置不是段落，或没有连着印的“{edit.words}”。")
        return tuple(part for block in blocks for part in (_split(block, first, edit.words) if _is_paragraph_at(block, first, edit.words) else (block,)))
    if edit.kind in (EditKind.MERGE_CELLS, EditKind.SPLIT_CELL):
        return _in_table(blocks, edit, is_exact)
    return blocks


def _join(blocks: tuple[Block, ...], first: int, last: int) -> tuple[Block, ...]:
    inside = [i for i, block in enumerate(blocks) if block.last_line >= first and block.first_line <= last]
    run = blocks[inside[0]:inside[-1] + 1]
    paragraphs = [block for block in run if isinstance(block, Paragraph)]
    if any(isinstance(block, TableBlock) for block in run) or not isinstance(run[0], Paragraph) or not isinstance(run[-1], Paragraph) or len(paragraphs) < 2:
        raise Mismatch("所写的起止不是从一段的开头到另一段的末尾（中间也不能有表格）。")
    pieces = tuple(piece for paragraph in paragraphs for piece in paragraph.pieces)
    joined = Paragraph(run[0].first_line, run[-1].last_line, pieces, EDITED)
    return (*blocks[:inside[0]], joined, *blocks[inside[-1] + 1:])


def _is_paragraph_at(block: Block, line: int, words: str) -> bool:
    return isinstance(block, Paragraph) and any(piece.line == line and words in piece.text for piece in block.pieces)


def _split(block: Block, line: int, words: str) -> Iterator[Block]:
    assert isinstance(block, Paragraph)
    head, tail = _cut(block.pieces, line, words)
    yield Paragraph(block.first_line, head[-1].line, head, EDITED, block.is_text_box)
    yield Paragraph(tail[0].line, block.last_line, tail, EDITED, block.is_text_box)


def _cut(pieces: Sequence[Piece], line: int, words: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces before and from the words; both sides hold something. Blanks at the cut are left out, as at every line's ends."""
    index = next((i for i, piece in enumerate(pieces) if piece.line == line and words in piece.text), None)
    if index is None:
        raise Mismatch(f"所写的位置没有连着印的“{words}”。")
    piece = pieces[index]
    at = piece.text.index(words)
    if words in piece.text[at + 1:]:
        raise Mismatch(f"所写的位置有几处“{words}”，请多写几个字。")
    kept = visible_bounds(piece.text[:at])[1]
    head = (*pieces[:index], *((Piece(piece.line, piece.column, piece.text[:kept]),) if kept else ()))
    if not head:
        raise Mismatch(f"“{words}”前面没有文字，不用分开。")
    return head, (Piece(piece.line, piece.column + at, piece.text[at:]), *pieces[index + 1:])


# ---------------------------------------------------------------- cells


def _in_table(blocks: tuple[Block, ...], edit: Edit, is_exact: bool) -> tuple[Block, ...]:
    assert edit.lines is not None
    first, last = edit.lines
    table = next((block for block in blocks if isinstance(block, TableBlock) and block.first_line <= first <= last <= block.last_line), None)
    if table is None:
        raise Mismatch("所写的位置不在同一张表格里。")
    rows = tuple(_edit_row(row, edit, edit.lines, is_exact) for row in table.rows)
    if rows == table.rows:
        raise Mismatch("所写的位置没有可以分开的格。" if edit.kind is EditKind.SPLIT_CELL else "所写的起止不是同一排里相连的几格。")
    return tuple(replace(table, rows=rows) if block is table else block for block in blocks)


def _edit_row(row: Row, edit: Edit, lines: tuple[int, int], is_exact: bool) -> Row:
    first, last = lines
    if edit.kind is EditKind.MERGE_CELLS:
        inside = [i for i, cell in enumerate(row.cells) if cell.first_line >= first and _end(cell) <= last]
        if len(inside) < 2 or row.cells[inside[0]].first_line != first or _end(row.cells[inside[-1]]) != last:
            return row
        run = row.cells[inside[0]:inside[-1] + 1]
        reach = sum(cell.colspan for cell in run) if is_exact else run[0].colspan
        merged = replace(run[0], colspan=reach, last_line=run[-1].last_line, paragraphs=tuple(p for cell in run for p in cell.paragraphs))
        return Row((*row.cells[:inside[0]], merged, *row.cells[inside[-1] + 1:]))
    return Row(tuple(part for cell in row.cells for part in _split_cell(cell, first, edit.words)))


def _end(cell: Cell) -> int:
    return max(cell.first_line, cell.last_line)


def _split_cell(cell: Cell, line: int, words: str) -> tuple[Cell, ...]:
    index = next((i for i, p in enumerate(cell.paragraphs) if any(piece.line == line and words in piece.text for piece in p.pieces)), None)
    if index is None:
        return (cell,)
    paragraph = cell.paragraphs[index]
    before, after = cell.paragraphs[:index], cell.paragraphs[index + 1:]
    if before and paragraph.text.startswith(words):
        halves: tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]] = (before, (paragraph, *after))
    else:
        head, tail = (replace(paragraph, pieces=pieces, rule=EDITED) for pieces in _cut(paragraph.pieces, line, words))
        halves = ((*before, head), (tail, *after))
    return (replace(cell, last_line=halves[0][-1].last_line, paragraphs=halves[0], colspan=max(1, cell.colspan - 1)),
            replace(cell, first_line=halves[1][0].first_line, paragraphs=halves[1], colspan=1))
