"""The proof that nothing is lost or doubled: every visible character of the source stands in exactly one record."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.diagnostics import Code, Diagnostic
from generator.notation.folding import is_blank
from generator.records import Content, Issue, Line, Paragraph, Piece, TableBlock


def prove_coverage(issue: Issue) -> tuple[Diagnostic, ...]:
    """A diagnostic for each source line that no record holds, or more than one. Empty: the proof holds."""
    held: dict[int, list[Piece]] = defaultdict(list)
    for piece in _pieces(issue):
        held[piece.line].append(piece)
    faults = []
    for line in issue.source.lines:
        what = _what_is_wrong(line, held.pop(line.number, []))
        if what:
            faults.append(_fault(issue, line.number, what, line.text))
    faults += [_fault(issue, number, "与原稿不符", pieces[0].text) for number, pieces in held.items()]
    return tuple(faults)


def _what_is_wrong(line: Line, pieces: Sequence[Piece]) -> str:
    """"" where the pieces, side by side, are all that is visible of the line: one piece, or the cells of a row on one line and what is drawn between them."""
    at = 0
    for piece in sorted(pieces, key=lambda piece: piece.column):
        if piece.column < at:
            return f"同时归入了 {len(pieces)} 处"
        if line.text[piece.column:piece.column + len(piece.text)] != piece.text:
            return "与原稿不符"
        if not is_blank(line.text[at:piece.column]):
            return "没有归入任何记录"
        at = piece.column + len(piece.text)
    return "" if is_blank(line.text[at:]) else "没有归入任何记录"


def records_at(issue: Issue) -> Iterator[tuple[str, Content]]:
    """Every block of text with the name of the record that holds it."""
    for section in issue.sections:
        if section.heading is not None:
            yield "栏目标题", section.heading
    for document in issue.documents:
        for element in document.elements:
            yield document.id, element.block
        for figure in document.figures:
            for box in figure.boxes:
                yield f"{document.id} 的图", box
    for entry in issue.chronicle:
        for paragraph in entry.paragraphs:
            yield entry.id, paragraph
    for remainder in issue.remainders:
        yield remainder.kind, remainder.block


def _pieces(issue: Issue) -> Iterator[Piece]:
    for _, block in records_at(issue):
        for paragraph in (block,) if isinstance(block, Paragraph) else block.paragraphs():
            yield from paragraph.pieces
        yield from block.frame if isinstance(block, TableBlock) else ()


def _fault(issue: Issue, line: int, what: str, words: str) -> Diagnostic:
    return Diagnostic(Code.LOST_TEXT, issue.source.path, line, f"这一行的文字{what}。", words=words, done="停止发布。",
                      advice="这是程序的缺陷，请把这一期的文件发给维护人员。")
