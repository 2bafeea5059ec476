"""Writes tables as HTML with the spans, header cells and lasting row addresses that the print has."""

from collections.abc import Iterator, Sequence

from generator.grid import Grid, GridCell, GridRow, RowKind, Sum, TableKind
from generator.notation.figures import is_figure
from generator.pages.escape import escape_html
from generator.records import Cell, Table

_CLASSES = {RowKind.TOTAL: "gb-total", RowKind.SECTION: "gb-section", RowKind.REPEATED: "gb-repeated", RowKind.CAPTION: "gb-caption"}


def render_grid(table: Table, name: str, element_id: str, row_prefix: str = "") -> str:
    """The table as printed, in a region that scrolls on a narrow screen; a row's id is `row_prefix` and its anchor."""
    grid = table.grid
    head = [row for row in grid.rows if row.kind in (RowKind.CAPTION, RowKind.HEADER)]
    body = [row for row in grid.rows if row.kind not in (RowKind.HEADER, RowKind.CAPTION)]
    parts = [_rows(grid, head, "thead", row_prefix)] if head else []
    parts.append(_rows(grid, body, "tbody", row_prefix))
    return _region("\n".join(parts), name, element_id, f"gb-table gb-{grid.kind.value}")


def render_records(table: Table, name: str, element_id: str) -> str:
    """Half tables printed side by side, one under the other: each record a row of its own."""
    grid = table.grid
    head = "".join(f'<th scope="col">{escape_html(column)}</th>' for column in grid.columns)
    rows = []
    for record in grid.records:
        columns = [_printed_cell(value.cell) if value.cell else _Printed("", "") for value in record.values]
        rows.append(f'<tr id="{record.anchor}">' + "".join(
            f'<{tag}{c.attributes}>{c.inner}</{tag.split()[0]}>' for c, tag in zip(columns, ['th scope="row"'] + ["td"] * (len(columns) - 1), strict=True)) + "</tr>")
    return _region(f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{chr(10).join(rows)}\n</tbody>", name, element_id, "gb-table gb-data")


class _Printed:
    def __init__(self, inner: str, attributes: str) -> None:
        self.inner, self.attributes = inner, attributes


def _region(inner: str, name: str, element_id: str, classes: str) -> str:
    return (f'<div class="gb-scroll" id="{element_id}" role="region" tabindex="0" aria-label="{escape_html(name)}">\n'
            f'<table class="{classes}">\n{inner}\n</table>\n</div>')


def _rows(grid: Grid, rows: Sequence[GridRow], part: str, prefix: str) -> str:
    lines = [f"<{part}>"]
    for row in rows:
        name = f' id="{prefix}{row.anchor}"' if row.anchor else ""
        kind = f' class="{_CLASSES[row.kind]}"' if row.kind in _CLASSES else ""
        lines.append(f"<tr{name}{kind}>{''.join(_cell(grid, row, cell) for cell in row.cells)}</tr>")
    return "\n".join([*lines, f"</{part}>"])


def _cell(grid: Grid, row: GridRow, cell: GridCell) -> str:
    printed = _printed_cell(cell.cell)
    tag, scope = _tag(grid, row, cell)
    spans = "".join(f' {key}="{value}"' for key, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if value > 1)
    attributes = ' class="gb-ambiguous"' if cell.is_ambiguous else printed.attributes
    return f"<{tag}{scope}{spans}{attributes}>{printed.inner}</{tag}>"


def _tag(grid: Grid, row: GridRow, cell: GridCell) -> tuple[str, str]:
    """Header cells name the columns or rows they stand over."""
    if row.kind in (RowKind.HEADER, RowKind.REPEATED):
        return ("th", f' scope="{"colgroup" if cell.colspan > 1 else "col"}"') if cell.cell.paragraphs else ("td", "")
    if row.kind is RowKind.SECTION:
        return "th", ' scope="colgroup"'
    if not cell.cell.paragraphs or grid.kind is TableKind.FORM or row.kind is RowKind.CAPTION:
        return "td", ""
    if cell.is_header:
        return "th", ' scope="row"'
    return ("th", ' scope="row"') if cell.column == 0 else ("td", "")


def _printed_cell(cell: Cell) -> _Printed:
    inner = "<br>".join(f'<span data-line="{p.first_line}">{escape_html(p.text)}</span>' for p in cell.paragraphs)
    return _Printed(inner, ' class="gb-figure-cell"' if len(cell.paragraphs) == 1 and is_figure(cell.text) else "")


def notes(grid: Grid, sums: Sequence[Sum]) -> Iterator[str]:
    """What is to be said below a table: totals that do not agree, cells nobody can tell, names told apart."""
    for item in sums:
        if item.is_equal:
            continue
        if item.row is None:
            yield f"“{item.column}”：印本合计 {item.printed}，各行相加 {item.computed}。"
        else:
            yield f"“{item.row}”一行的“{item.column}”：印本 {item.printed}，由“{'”“'.join(item.terms)}”相加为 {item.computed}。"
    unsure = sum(cell.is_ambiguous for row in grid.rows for cell in row.cells)
    if unsure:
        yield f"有 {unsure} 格印本为空，是与上格合并还是本来没有，印本看不出来，照空格显示，标作“？”。"
    for split in grid.splits:
        yield f"印作“{split.printed}”，按同栏其他各格分为{'、'.join(split.items)}。"
