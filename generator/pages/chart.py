"""Draws a chart of a table at build time: bars for each district, or for each district and year. Inline SVG, no script."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.grid import Grid, Record, TableKind
from generator.notation.figures import parse_figure, parse_percent
from generator.pages.escape import escape_html

_YEAR = re.compile(r"((?:19|20)\d{2})年?$")
_FEWEST, _MOST = 4, 40      # rows worth drawing
# Units are those of the viewBox; on a phone 360 wide the text is still some ten pixels high.
_WIDTH, _LABEL, _VALUE = 450, 128, 52
_BAR, _GAP = 12, 9
_FONT = 12
_LINE = 10                 # signs of a label that stand on one line; longer ones take two, in small print
_MOST_SERIES = 6           # there are as many colours
_NOT_DRAWN = ("序号", "编号")


@dataclass(frozen=True)
class Series:
    """One colour of bars: a column, its short name and its figures (None where the cell holds none)."""

    name: str
    figures: tuple[Decimal | None, ...]
    printed: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """What is drawn: rows by name and one or more series of figures of one kind."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]


def choose_chart(grid: Grid, caption: str) -> Chart | None:
    """The chart that fits the shape of the table: years of one measure side by side, else the first measure; None for other tables.

    Only tables whose rows each have a name of their own and whose measure is filled in nearly all of them are drawn.
    """
    rows = [record for record in grid.records if not record.is_total]
    if grid.kind is not TableKind.DATA or not _FEWEST <= len(rows) <= _MOST:
        return None
    names = _name_column(rows, len(grid.columns))
    if names is None:
        return None
    groups = [group for group in _measures(grid.columns, rows, names) if len(group) <= _MOST_SERIES]
    if not groups:
        return None
    columns = max(groups, key=len) if len(max(groups, key=len)) > 1 else groups[0]
    head = grid.columns[columns[0]].rsplit(" / ", 1)[0] if len(columns) > 1 else grid.columns[columns[0]].replace(" / ", "：")
    series = tuple(Series(grid.columns[c].split(" / ")[-1], tuple(_figure(r.values[c].text) for r in rows), tuple(r.values[c].text for r in rows)) for c in columns)
    return Chart(f"{caption}：{head}", tuple(r.values[names].text.replace("\n", "") for r in rows), series)


def _name_column(rows: Sequence[Record], width: int) -> int | None:
    for column in range(min(3, width)):
        texts = [row.values[column].text for row in rows]
        if all(texts) and len(set(texts)) == len(texts) and not any(_figure(text) is not None for text in texts) and max(map(len, texts)) <= 16:
            return column
    return None


def _measures(columns: Sequence[str], rows: Sequence[Record], names: int) -> list[list[int]]:
    """Columns of figures, all of them percentages or none; those of one upper heading that are years belong together."""
    groups: list[list[int]] = []
    for column, name in enumerate(columns):
        filled = [row.values[column].text for row in rows if row.values[column].text]
        if column == names or any(word in name for word in _NOT_DRAWN) or len(filled) < 0.8 * len(rows) or any(_figure(text) is None for text in filled):
            continue
        if len({parse_percent(text) is None for text in filled}) > 1:
            continue
        last = groups[-1] if groups else None
        head = name.rsplit(" / ", 1)[0]
        if last and _YEAR.search(name) and _YEAR.search(columns[last[0]]) and columns[last[0]].rsplit(" / ", 1)[0] == head and " / " in name:
            last.append(column)
        else:
            groups.append([column])
    return groups


def _figure(text: str) -> Decimal | None:
    figure = parse_figure(text)
    return figure if figure is not None else parse_percent(text)


def render_chart(chart: Chart, element_id: str) -> str:
    """Horizontal bars, the printed figure beside each; the whole as a figure with a description in words."""
    count = len(chart.series)
    thick = _BAR
    step = count * thick + _GAP
    top = 8 + (22 if count > 1 else 0)
    height = top + step * len(chart.labels)
    low = min([Decimal(), *(f for s in chart.series for f in s.figures if f is not None)])
    high = max([Decimal(), *(f for s in chart.series for f in s.figures if f is not None)])
    scale = (_WIDTH - _LABEL - _VALUE) / float(high - low or 1)
    zero = _LABEL + float(-low) * scale
    parts = [f'<svg class="gb-chart" role="img" aria-labelledby="{element_id}-t {element_id}-d" viewBox="0 0 {_WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">',
             f'<title id="{element_id}-t">{escape_html(chart.title)}</title>', f'<desc id="{element_id}-d">{escape_html(describe(chart))}</desc>']
    if count > 1:
        parts += [_legend(i, series.name) for i, series in enumerate(chart.series)]
    for place, label in enumerate(chart.labels):
        y = top + place * step
        parts += _label(label, y + count * thick / 2 + 4)
        for i, series in enumerate(chart.series):
            figure = series.figures[place]
            if figure is None:
                continue
            length = abs(float(figure)) * scale
            x = zero if figure >= 0 else zero - length
            size = _FONT if count == 1 else _FONT - 2
            parts.append(f'<g class="gb-s{i + 1}"><rect x="{x:.1f}" y="{y + i * thick}" width="{max(length, 0.5):.1f}" height="{thick - 1}"/>'
                         f'<text x="{max(x + length, zero) + 4:.1f}" y="{y + i * thick + thick - 2}" font-size="{size}">'
                         f"{escape_html(series.printed[place])}</text></g>")
    return "".join([*parts, "</svg>"])


def _label(label: str, y: float) -> list[str]:
    lines = [(label, y, _FONT)] if len(label) <= _LINE else [(label[:(len(label) + 1) // 2], y - 5, _FONT - 3), (label[(len(label) + 1) // 2:], y + 5, _FONT - 3)]
    return [f'<text class="gb-chart-label" x="{_LABEL - 8}" y="{at:g}" text-anchor="end" font-size="{size}">{escape_html(words)}</text>' for words, at, size in lines]


def _legend(place: int, name: str) -> str:
    x = 8 + place * 70
    return (f'<g class="gb-s{place + 1}"><rect x="{x}" y="6" width="12" height="12"/>'
            f'<text x="{x + 16}" y="16" font-size="{_FONT}">{escape_html(name)}</text></g>')


def describe(chart: Chart) -> str:
    """The chart in words: every row with its figures."""
    rows = []
    for place, label in enumerate(chart.labels):
        figures = "，".join(f"{s.name} {s.printed[place] or '空'}" if len(chart.series) > 1 else s.printed[place] or "空" for s in chart.series)
        rows.append(f"{label} {figures}")
    return f"条形图，{len(chart.labels)}项。" + "；".join(rows) + "。"
