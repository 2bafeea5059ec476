"""Tells which rule read a source line and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from generator.addresses import document_url, entry_url, issue_url, table_url
from generator.diagnostics import format_place
from generator.notation.folding import is_blank, squeeze
from generator.records import Blank, Block, Document, Issue, Paragraph, TableBlock


@dataclass(frozen=True)
class Fate:
    """What became of a block: the record that holds it and as what, by which rule, on which pages (words and address)."""

    belongs: str
    rule: str | None = None
    pages: tuple[tuple[str, str], ...] = ()


def explain_line(issue: Issue, number: int) -> list[str]:
    """Lines of Chinese text about source line `number`; what holds it, as what, by which rule, on which page."""
    unit = issue.source.unit
    if not 1 <= number <= len(issue.source.lines):
        return [f"原稿只有 {len(issue.source.lines)} {unit}，没有第 {number} {unit}。"]
    text = issue.source.lines[number - 1].text
    out = [format_place(issue.source.path, number), f"原文：{'（空行）' if is_blank(text) and not text.startswith(chr(9)) else text.strip()}"]
    for block in blocks_at(issue, number):
        out += _block(block, number, unit)
        for fate in find_fates(issue, block):
            out.append(f"归属：{fate.belongs}")
            out += [f"规则：{fate.rule}"] if fate.rule else []
            out += [f"{name}：{url}" for name, url in fate.pages]
    return out


def find_words(issue: Issue, words: str) -> list[str]:
    """The lines of the source that hold the words, white space aside, each with its place; for an editor who needs a line's number."""
    wanted = squeeze(words)
    return [f"{format_place(issue.source.path, line.number)}　{line.text.strip()}" for line in issue.source.lines if wanted and wanted in squeeze(line.text)]


def blocks_at(issue: Issue, number: int) -> tuple[Block, ...]:
    """The blocks that hold the line: one, or more where an editor has split a paragraph."""
    return tuple(block for block in issue.blocks if block.first_line <= number <= block.last_line)


def find_fates(issue: Issue, block: Block) -> tuple[Fate, ...]:
    """What became of the block; one fate as a rule."""
    if isinstance(block, Blank):
        return (Fate("空行只分隔段落，不属于任何记录。"),)
    return tuple(_fates(issue, block))


def _block(block: Block, number: int, unit: str) -> Iterator[str]:
    if isinstance(block, Blank):
        yield "分块：空行"
    elif isinstance(block, Paragraph):
        lines = f"第{block.first_line}{unit}" if block.first_line == block.last_line else f"第{block.first_line}–{block.last_line}{unit}合为一段"
        yield f"分块：{block.rule}（{lines}）"
    else:
        row, cell = next(((r, c) for r, row in enumerate(block.rows, 1) for c, cell in enumerate(row.cells, 1)
                          if cell.first_line <= number <= max(cell.last_line, cell.first_line)), (0, 0))
        where = f"第{row}行第{cell}格" if row else "两行之间的空行"
        how = "格子和合并照文件所写" if unit != "行" else "一行是一行，行内分格" if _is_by_lines(block) else "制表符开头的行是一格"
        yield f"分块：表格（第{block.first_line}–{block.last_line}{unit}，{how}），{where}"


def _is_by_lines(block: TableBlock) -> bool:
    """True where bars, blanks or tabs part the cells on one line."""
    return any(left.first_line == right.first_line for row in block.rows for left, right in pairwise(row.cells))


def _fates(issue: Issue, block: Block) -> Iterator[Fate]:
    for document in issue.documents:
        yield from _in_document(issue, document, block)
    for entry in issue.chronicle:
        if block in entry.paragraphs:
            days = f"{entry.days.first.isoformat()}" + (f" 至 {entry.days.last.isoformat()}" if entry.days.last != entry.days.first else "") if entry.days else "未注明"
            evidence = f"（据“{entry.days.printed}”）" if entry.days else ""
            yield Fate(f"大事记条目 {entry.id}，日期 {days}{evidence}", None, (("网页", entry_url(entry)),))
    for section in issue.sections:
        if section.heading == block:
            yield Fate(f"栏目标题“{section.title}”（layouts.yml 的 sections，{section.kind.value}）", None, (("网页", issue_url(issue.meta)),))
    for remainder in issue.remainders:
        if remainder.block == block:
            yield Fate(f"{remainder.kind}（不属于任何公文或大事记）", None, (("网页", issue_url(issue.meta)),))


def _in_document(issue: Issue, document: Document, block: Block) -> Iterator[Fate]:
    name = f"{document.number or document.name}"
    for element in document.elements:
        if element.block == block:
            part = document.parts[element.part]
            where = "" if element.part == 0 else f"，在{part.kind.value}“{part.title or part.label or '（无题）'}”中"
            tables = [("表格单页", table_url(issue.meta, table)) for table in document.tables if table.block == block]
            yield Fate(f"{name} 的{element.role.value}{where}", element.rule, (("网页", f"{document_url(issue.meta, document)}#{element.anchor}"), *tables))
    for index, figure in enumerate(document.figures, 1):
        if any(box == block for box in figure.boxes):
            yield Fate(f"{name} 的图“{figure.caption}”（按 issue.yml 的 placements 移入）", None, (("网页", f"{document_url(issue.meta, document)}#fig-{index}"),))
