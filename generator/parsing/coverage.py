"""The proof that nothing is lost or doubled: every visible character of the source stands in exactly one record."""

from collections import Counter
from collections.abc import Iterator

from generator.diagnostics import Code, Diagnostic
from generator.notation.folding import visible_bounds
from generator.records import Content, Issue, Paragraph, Piece, visible


def prove_coverage(issue: Issue) -> tuple[Diagnostic, ...]:
    """A diagnostic for each source line that no record holds, or more than one. Empty: the proof holds."""
    held: Counter[tuple[int, int, str]] = Counter((p.line, p.column, p.text) for p in _pieces(issue))
    faults = []
    for line in issue.source.lines:
        if not visible(line):
            continue
        start, end = visible_bounds(line.text)
        times = held.pop((line.number, start, line.text[start:end]), 0)
        if times != 1:
            what = "没有归入任何记录" if not times else f"同时归入了 {times} 处"
            faults.append(_fault(issue, line.number, what, line.text))
    faults += [_fault(issue, number, "与原稿不符", text) for number, _, text in held]
    return tuple(faults)


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


def _fault(issue: Issue, line: int, what: str, words: str) -> Diagnostic:
    return Diagnostic(Code.LOST_TEXT, issue.source.path, line, f"这一行的文字{what}。", words=words, done="停止发布。",
                      advice="这是程序的缺陷，请把这一期的文件发给维护人员。")
