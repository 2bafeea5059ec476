"""Charts show the figures of a table that can be compared, within their frame, and no other table."""

import re

import pytest

from generator.grid import Grid, Record, TableKind, Value
from generator.pages.chart import choose_chart, render_chart


def grid(columns: tuple[str, ...], *rows: str) -> Grid:
    records = tuple(Record(f"r{number}", tuple(Value((cell,)) for cell in row.split())) for number, row in enumerate(rows, 1))
    return Grid(TableKind.DATA, len(columns), 1, columns, (), records)


def test_every_figure_is_a_bar_with_its_print() -> None:
    chart = choose_chart(grid(("镇", "面积"), "甲镇 1,200", "乙镇 300", "丙镇 31.5", "丁镇 7"), "造林")
    assert chart is not None
    drawn = render_chart(chart, "c")
    assert drawn.count("<rect") == 4 and all(f">{figure}</text>" in drawn for figure in ("1,200", "300", "31.5", "7"))


@pytest.mark.parametrize("rows", [
    ("甲镇 5%", "乙镇 5", "丙镇 7%", "丁镇 9%"),        # of two measures
    ("甲镇 多", "乙镇 少", "丙镇 多", "丁镇 少"),
])
def test_what_cannot_be_compared_is_not_drawn(rows: tuple[str, ...]) -> None:
    assert choose_chart(grid(("镇", "增长"), *rows), "造林") is None


def test_no_more_years_stand_side_by_side_than_there_are_colours() -> None:
    years = tuple(f"面积 / {year}年" for year in range(2011, 2018))
    row = " ".join(map(str, range(1, 8)))
    assert choose_chart(grid(("镇", *years), f"甲 {row}", f"乙 {row}", f"丙 {row}", f"丁 {row}"), "造林") is None
    six = choose_chart(grid(("镇", *years[:6]), f"甲 {row[:11]}", f"乙 {row[:11]}", f"丙 {row[:11]}", f"丁 {row[:11]}"), "造林")
    assert six is not None and len(six.series) == 6


def test_long_names_stay_within_the_frame() -> None:
    names = ("一二三四五六七八九十甲乙丙丁戊己", "一二三四五六七八九十", "十二三四五六七八九十子", "短名")
    chart = choose_chart(grid(("单位", "数"), *(f"{name} {number}" for number, name in enumerate(names, 1))), "造林")
    assert chart is not None
    labels = re.findall(r'gb-chart-label" x="(\d+)" y="[\d.]+" text-anchor="end" font-size="(\d+)">([^<]*)<', render_chart(chart, "c"))
    assert "".join(words for _, _, words in labels) == "".join(names)
    assert all(int(x) - len(words) * int(size) >= 0 for x, size, words in labels)
