"""Carries out what the editor says in issue.yml about stray text: these lines belong there, joined by these arrows."""

from dataclasses import replace
from itertools import pairwise

from generator.diagnostics import Code, Diagnostic
from generator.edits import EditKind, EditorNote
from generator.notation.folding import fold
from generator.parsing.lasting import name_of, spot_of
from generator.records import Document, Element, Figure, Issue, Paragraph, Placement, Role


def apply_placements(issue: Issue) -> tuple[Issue, tuple[Diagnostic, ...]]:
    """The issue with every placement done; one that cannot be done is reported and leaves the text where it stood."""
    faults: list[Diagnostic] = []
    for placement in issue.meta.placements:
        issue, fault = _apply(issue, placement)
        faults += [fault] if fault else []
    return issue, tuple(faults)


def _apply(issue: Issue, placement: Placement) -> tuple[Issue, Diagnostic | None]:
    document = next((d for d in issue.documents if placement.document in (d.id, str(d.number))), None)
    if document is None:
        return issue, _fault(issue, placement, f"本期没有公文“{placement.document}”。", "请照页面上的文号填写 document。")
    anchor = _anchor(document, placement.after)
    if anchor is None:
        return issue, _fault(issue, placement, f"在 {placement.document} 里找不到小标题“{placement.after}”。", "请照印本原样填写 after。")
    moved = [r for r in issue.remainders if placement.first_line <= r.block.first_line <= r.block.last_line <= placement.last_line]
    boxes = tuple(r.block for r in moved if isinstance(r.block, Paragraph))
    if not boxes or len(boxes) != len(moved):
        return issue, _fault(issue, placement, f"{issue.source.lines_named(placement.first_line, placement.last_line)}里没有无归处的文字。", "请核对 lines 的行号。")
    if placement.as_text:
        return _moved_text(issue, document, anchor, boxes, placement), None
    arrows, bad = _arrows(placement, boxes)
    if bad:
        return issue, _fault(issue, placement, f"连线“{bad}”里的行号不是某个方框的首行。", "请用各方框文字所在的行号，例如 7610 → 7616。")
    figure = Figure(placement.caption, boxes, arrows, anchor, placement.reason, placement.date)
    documents = tuple(d.with_figures((*d.figures, figure)) if d is document else d for d in issue.documents)
    return replace(issue, documents=documents, remainders=tuple(r for r in issue.remainders if r not in moved)), None


def _moved_text(issue: Issue, document: Document, anchor: str, paragraphs: tuple[Paragraph, ...], placement: Placement) -> Issue:
    """The issue with the paragraphs as text of the document behind the element at `anchor`, and a note that says so."""
    at = next(index for index, element in enumerate(document.elements) if element.anchor == anchor)
    part = document.elements[at].part
    moved = tuple(Element(Role.TEXT, paragraph, part, name_of(spot_of(paragraph)), "按 issue.yml 的 placements 移入") for paragraph in paragraphs)
    elements = (*document.elements[:at + 1], *moved, *document.elements[at + 1:])
    note = EditorNote(EditKind.PLACE, None, None, paragraphs[0].first_line, paragraphs[-1].last_line,
                      issue.source.place(paragraphs[0].first_line, paragraphs[-1].last_line), None, None, placement.reason, placement.date)
    documents = tuple(replace(d, elements=elements) if d is document else d for d in issue.documents)
    remainders = tuple(r for r in issue.remainders if not any(r.block is paragraph for paragraph in paragraphs))
    return replace(issue, documents=documents, remainders=remainders, notes=(*issue.notes, note))


def _anchor(document: Document, after: str) -> str | None:
    return next((e.anchor for e in document.elements
                 if e.role in (Role.HEADING, Role.PART_TITLE, Role.ITEM) and isinstance(e.block, Paragraph) and fold(e.block.text) == fold(after)), None)


def _arrows(placement: Placement, boxes: tuple[Paragraph, ...]) -> tuple[tuple[tuple[int, int], ...], str | None]:
    """The arrows of chains such as 7610 → 7616 → 7640,7646 → 7703: each box of a step leads to each box of the next."""
    by_line = {box.first_line: index for index, box in enumerate(boxes)}
    arrows: list[tuple[int, int]] = []
    for chain in placement.connect:
        steps = [[part.strip() for part in step.split(",")] for step in chain.replace("->", "→").replace("，", ",").split("→")]
        for word in (word for step in steps for word in step):
            if not word.isdigit() or int(word) not in by_line:
                return (), word or chain
        numbered = [[by_line[int(word)] for word in step] for step in steps]
        arrows += [(one, other) for here, there in pairwise(numbered) for one in here for other in there]
    return tuple(dict.fromkeys(arrows)), None


def _fault(issue: Issue, placement: Placement, message: str, advice: str) -> Diagnostic:
    return Diagnostic(Code.PLACEMENT, issue.meta.path, None, message, words=f"lines: {placement.first_line}-{placement.last_line}",
                      done="没有移动，文字仍列在本期末尾。", advice=advice)
