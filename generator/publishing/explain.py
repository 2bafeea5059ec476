"""Tells which rule read a source line and what became of it."""

from collections.abc import Iterator

from generator.notation.folding import is_blank
from generator.pages.addresses import document_url, entry_url, issue_url, table_url
from generator.records import Blank, Block, Content, Document, Issue, Paragraph, TableBlock


def explain_line(issue: Issue, number: int) -> list[str]:
    """Lines of Chinese text about source line `number`; what holds it, as what, by which rule, on which page."""
    if not 1 <= number <= len(issue.source.lines):
        return [f"原稿只有 {len(issue.source.lines)} 行，没有第 {number} 行。"]
    text = issue.source.lines[number - 1].text
    block = next(b for b in issue.blocks if b.first_line <= number <= b.last_line)
    out = [f"{issue.source.path}:{number}", f"原文：{'（空行）' if is_blank(text) and not text.startswith(chr(9)) else text.strip()}", *_block(block, number)]
    found = list(_records(issue, block))
    if not found and isinstance(block, Blank):
        out.append("归属：空行只分隔段落，不属于任何记录。")
    return [*out, *found]


def _block(block: Block, number: int) -> Iterator[str]:
    if isinstance(block, Blank):
        yield "分块：空行"
    elif isinstance(block, Paragraph):
        lines = f"第{block.first_line}行" if block.first_line == block.last_line else f"第{block.first_line}–{block.last_line}行合为一段"
        yield f"分块：{block.rule}（{lines}）"
    else:
        row, cell = next(((r, c) for r, row in enumerate(block.rows, 1) for c, cell in enumerate(row.cells, 1)
                          if cell.first_line <= number <= max(cell.last_line, cell.first_line)), (0, 0))
        where = f"第{row}行第{cell}格" if row else "两行之间的空行"
        yield f"分块：表格（第{block.first_line}–{block.last_line}行，制表符开头的行是一格），{where}"


def _records(issue: Issue, block: Block) -> Iterator[str]:
    for document in issue.documents:
        yield from _in_document(issue, document, block)
    for entry in issue.chronicle:
        if block in entry.paragraphs:
            days = f"{entry.days.first.isoformat()}" + (f" 至 {entry.days.last.isoformat()}" if entry.days.last != entry.days.first else "") if entry.days else "未注明"
            yield f"归属：大事记条目 {entry.id}，日期 {days}" + (f"（据“{entry.days.printed}”）" if entry.days else "")
            yield f"网页：{entry_url(entry)}"
    for section in issue.sections:
        if section.heading is block:
            yield f"归属：栏目标题“{section.title}”（layouts.yml 的 sections，{section.kind.value}）"
            yield f"网页：{issue_url(issue.meta)}"
    for remainder in issue.remainders:
        if remainder.block is block:
            yield f"归属：{remainder.kind}（不属于任何公文或大事记）"
            yield f"网页：{issue_url(issue.meta)}"


def _in_document(issue: Issue, document: Document, block: Block) -> Iterator[str]:
    name = f"{document.number or document.title or document.id}"
    for element in document.elements:
        if element.block is block:
            part = document.parts[element.part]
            where = "" if element.part == 0 else f"，在{part.kind.value}“{part.title or part.label or '（无题）'}”中"
            yield f"归属：{name} 的{element.role.value}{where}"
            yield f"规则：{element.rule}"
            yield f"网页：{document_url(issue.meta, document)}#{element.anchor}"
            if isinstance(block, TableBlock):
                table = next(t for t in document.tables if t.block is block)
                yield f"表格单页：{table_url(issue.meta, table)}"
    for index, figure in enumerate(document.figures, 1):
        if _is_box(figure.boxes, block):
            yield f"归属：{name} 的图“{figure.caption}”（按 issue.yml 的 placements 移入）"
            yield f"网页：{document_url(issue.meta, document)}#fig-{index}"


def _is_box(boxes: tuple[Content, ...], block: Block) -> bool:
    return any(box is block for box in boxes)
