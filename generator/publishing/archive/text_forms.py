"""Every document as plain text and as Markdown (CommonMark), so that reading it needs no browser."""

import re
from collections.abc import Iterator
from itertools import groupby

from generator.addresses import document_url
from generator.authority.site import Site
from generator.bulletin import Bulletin
from generator.notation.dates import format_date
from generator.pages.documents import citation
from generator.publishing.archive.layout import TEXT_FOLDER
from generator.records import Document, Element, Figure, Issue, Paragraph, Role, TableBlock

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&]|^(?=[-+=])|(?<=\d)(?=[.)]\s)")
_TITLES = {Role.TITLE: 1, Role.PART_TITLE: 2}


def text_files(bulletin: Bulletin) -> dict[str, bytes]:
    """The .txt and .md of every document by their path in the site; UTF-8, the text with BOM and CR LF as Notepad wants it."""
    files: dict[str, bytes] = {}
    for issue, document in bulletin.documents():
        stem = f"{TEXT_FOLDER}/{document_url(issue.meta, document).removesuffix('.html')}"
        files[f"{stem}.txt"] = notepad("\n".join(_plain(bulletin.authority.site, issue, document)))
        files[f"{stem}.md"] = ("\n\n".join(_markdown(bulletin.authority.site, issue, document)) + "\n").encode()
    return files


def notepad(text: str) -> bytes:
    """Text as every Notepad reads it: UTF-8 with BOM, lines ended by CR LF."""
    return ("\ufeff" + "\r\n".join(text.split("\n")) + "\r\n").encode()


def _facts(site: Site, issue: Issue, document: Document) -> Iterator[tuple[str, str]]:
    yield "编号", document.id
    yield "刊登", f"{site.title}{issue.meta.year}年第{issue.meta.number}期，{issue.source.place(document.first_line, document.last_line)}"
    yield "题名和文号", citation(document) or document.name
    yield "发文机关", document.issuer or "未注明"
    yield "成文日期", format_date(document.date) if document.date else "未注明"
    yield "说明", "以下照印本；以正式发文为准"


def _plain(site: Site, issue: Issue, document: Document) -> Iterator[str]:
    for name, value in _facts(site, issue, document):
        yield f"{name}：{value}"
    yield "-" * 40
    for element in document.elements:
        if isinstance(element.block, Paragraph):
            yield element.block.text
        else:
            yield from ("\t".join(cell.replace("\n", " ") for cell in row) for row in _rows(element.block))
        for figure in _figures_after(document, element):
            yield from (f"［图：{figure.caption}］", *(box.text for box in figure.boxes), "［图完］")


def _markdown(site: Site, issue: Issue, document: Document) -> Iterator[str]:
    yield "\n".join(f"- {name}：{_escape(value)}" for name, value in _facts(site, issue, document))
    yield "---"
    for (level, _), group in groupby(document.elements, lambda e: (_level(e), e.anchor if e.role not in _TITLES else e.part)):
        element, *more = group
        if isinstance(element.block, TableBlock):
            yield _markdown_table(element.block)
        elif level is not None:    # a title of several lines is one heading
            yield f"{'#' * level} {_escape(''.join(e.block.text for e in (element, *more) if isinstance(e.block, Paragraph)))}"
        else:
            yield _escape(element.block.text)
        for figure in _figures_after(document, element):
            yield f"**{_escape(figure.caption)}**"
            yield "\n".join(f"{number}. {_escape(box.text)}" for number, box in enumerate(figure.boxes, 1))


def _level(element: Element) -> int | None:
    """The level of a heading; None for a paragraph, and for a heading that text runs on from."""
    if element.role in _TITLES:
        return _TITLES[element.role]
    if element.heading is not None and not element.heading.runs_on:
        return min(6, element.heading.depth + 2)
    return None


def _rows(block: TableBlock) -> list[list[str]]:
    """The rows as printed, cell by cell; merges are undone in the CSV beside the table's page, not here."""
    return [[cell.text for cell in row.cells] for row in block.rows]


def _figures_after(document: Document, element: Element) -> list[Figure]:
    return [figure for figure in document.figures if figure.after_anchor == element.anchor]


def _markdown_table(block: TableBlock) -> str:
    rows = _rows(block)
    width = max((len(row) for row in rows), default=1)
    lines = ["| " + " | ".join(_escape(cell).replace("\n", "<br>") for cell in [*row, *[""] * (width - len(row))]) + " |" for row in rows]
    return "\n".join([*lines[:1], "|" + " --- |" * width, *lines[1:]])


def _escape(text: str) -> str:
    """Nothing in the text is markup (CommonMark 2.4: a backslash before punctuation)."""
    return "\n".join(_MARKUP.sub(r"\\\g<0>", line) if line.strip() else line for line in text.split("\n"))
