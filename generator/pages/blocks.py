"""Writes the blocks of a document as Markdown, in the look of an official document. Every printed piece bears its line."""

from collections.abc import Iterator, Sequence

from generator.edits import EditorNote
from generator.notation.folding import squeeze
from generator.pages.editor_notes import notes_below, render_note
from generator.pages.escape import escape_html, escape_markdown
from generator.pages.flowchart import render_flowchart
from generator.pages.grids import render_grid
from generator.pages.page import attributes
from generator.records import Document, Element, Figure, Paragraph, PartKind, Role, Source, TableBlock

_CLASSES = {
    Role.NUMBER: "gb-number", Role.ADDRESSEES: "gb-addressees", Role.TEXT: "gb-text", Role.ITEM: "gb-text", Role.ANNOUNCEMENT: "gb-announced",
    Role.SIGNATURE: "gb-signature", Role.DATE: "gb-date", Role.NOTE: "gb-text", Role.LABEL: "gb-label", Role.BYLINE: "gb-byline",
    Role.CONTENTS: "gb-contents", Role.HEADING: "gb-heading",
}
# A line with runs of blanks was laid out by hand (a form, a list of names): the blanks are kept.
_LAID_OUT = ("  ", "\u3000\u3000", "\u00a0\u00a0")


def render_elements(document: Document, source: Source, notes: Sequence[EditorNote] = ()) -> Iterator[str]:
    """The Markdown of the document behind its title, one string a block, figures and editor's notes at their places."""
    lead, below = _lead(document), notes_below(document.elements, notes)
    part_titles: dict[int, list[Element]] = {}
    for element in document.elements:
        if element.role is Role.PART_TITLE:
            part_titles.setdefault(element.part, []).append(element)
    for element in document.elements:
        if element in lead:
            yield from map(render_note, below.get(element.anchor, ()))
            continue
        if element.role is Role.PART_TITLE:
            lines = part_titles[element.part]
            if element is lines[0]:
                yield _part_title(lines)
        elif isinstance(element.block, TableBlock):
            yield _table(document, element, source)
        else:
            yield _paragraph(element, element.block, in_body=document.parts[element.part].kind is PartKind.BODY)
        yield from map(render_note, below.get(element.anchor, ()))
        yield from (render_figure(f, f"fig-{i + 1}", source) for i, f in enumerate(document.figures) if f.after_anchor == element.anchor)


def render_title(document: Document) -> str:
    """The title as the heading of the page, behind the number where the bulletin prints that first.

    Where no title is printed, the number, marked as such.
    """
    above = [_paragraph(e, e.block, in_body=True) for e in _lead(document) if e.role is Role.NUMBER and isinstance(e.block, Paragraph)]
    lines = [e for e in document.elements if e.role is Role.TITLE and isinstance(e.block, Paragraph)]
    if not lines:
        return f"# {escape_markdown(document.name)} {attributes({}, ['gb-title', 'gb-derived'])}"
    words = "".join(_span(line, line.anchor) for line in lines)
    return "\n\n".join([*above, f"# {words} {attributes({}, ['gb-title'])}"])


def _lead(document: Document) -> list[Element]:
    """The title lines, with everything printed above them."""
    last = max((i for i, e in enumerate(document.elements) if e.role is Role.TITLE), default=-1)
    return list(document.elements[:last + 1])


def _span(element: Element, anchor: str | None) -> str:
    """Inline HTML that bears the source line; the blanks a typesetter put into a title are left out."""
    assert isinstance(element.block, Paragraph)
    name = f' id="{anchor}"' if anchor else ""
    return f'<span{name} data-line="{element.block.first_line}">{escape_markdown(squeeze(element.block.text))}</span>'


def _part_title(lines: list[Element]) -> str:
    words = "".join(_span(e, e.anchor if e is not lines[0] else None) for e in lines)
    return f"## {words} {attributes({'id': lines[0].anchor}, ['gb-part'])}"


def _paragraph(element: Element, paragraph: Paragraph, in_body: bool) -> str:
    text, heading = paragraph.text, element.heading
    classes = [_CLASSES[element.role]]
    if any(run in text for run in _LAID_OUT):
        classes.append("gb-laid-out")
    values: dict[str, str | int | None] = {"id": element.anchor, "data-line": paragraph.first_line}
    if heading is not None and not heading.runs_on:
        level = min(6, heading.depth + (1 if in_body else 2))
        return f"{'#' * level} {escape_markdown(text)} {attributes(values, [f'gb-h{min(heading.depth, 4)}'])}"
    if heading is not None:
        lead, rest = text[:heading.length], text[heading.length:]
        return f'<strong class="gb-run-in">{escape_markdown(lead)}</strong>{escape_markdown(rest)}\n{attributes(values, classes)}'
    return f"{escape_markdown(text)}\n{attributes(values, classes)}"


def _table(document: Document, element: Element, source: Source) -> str:
    table = next(t for t in document.tables if t.block is element.block)
    name = table.caption or f"表格{table.ordinal}"
    note = (f'<p class="gb-table-note"><a href="{table.id}.html">单独打开这张表</a>，可排序、筛选、下载'
            f"（{source.place(table.first_line, table.last_line)}）</p>")
    return render_grid(table, name, element.anchor, f"t{table.ordinal}-") + "\n" + note


def render_figure(figure: Figure, element_id: str, source: Source) -> str:
    """The figure with the mark that an editor put it here, and why."""
    first, last = figure.boxes[0].first_line, figure.boxes[-1].last_line
    texts = "".join(f'<li>{escape_html(box.text)}</li>' for box in figure.boxes)
    return (
        f'<figure class="gb-figure" id="{element_id}" data-lines="{first}-{last}">\n{render_flowchart(figure, element_id)}\n'
        f'<figcaption>{escape_html(figure.caption)}<span class="gb-editor"><strong>编者注</strong> '
        f"本图的文字印在{source.place(first, last)}（本期末尾），由编者移至此处，方框之间的连线为编者所加。理由：{escape_html(figure.reason)}"
        f"（{figure.date.isoformat()}）</span></figcaption>\n"
        f'<details class="gb-aside"><summary>图中文字</summary><ol>{texts}</ol></details>\n</figure>')
