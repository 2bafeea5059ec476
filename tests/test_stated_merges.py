"""Tables that state their merges (Word, web pages): what they say is kept to the cell, and nothing is inferred against it."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.authority.layouts import load_layouts
from generator.edits import Edit, EditKind
from generator.grid import Grid, RowKind, TableKind
from generator.parsing.edit_blocks import edit_blocks
from generator.parsing.structure import read_structure
from generator.reading.placing import place_columns, without_empty_rows, without_unused_columns
from generator.reading.source import read_source
from generator.records import IssueMeta, TableBlock

LAYOUTS = load_layouts(Path("no such folder"), "site_config")[0]


def grid(*rows: str) -> Grid:
    """The structure of a table; a cell is its words, behind | the columns and rows it spans: 数量|2,1."""
    cells = [[cell.split("|") for cell in row.split(" ")] for row in rows]
    html = "".join("<tr>" + "".join(f"<td {_spans(cell)}>{cell[0].replace('-', '')}</td>" for cell in row) + "</tr>" for row in cells)
    source = read_source(f"<html><table border=1>{html}</table></html>".encode(), "a.html")
    block = next(block for block in source.stated if isinstance(block, TableBlock))
    return read_structure(block, frozenset(), LAYOUTS)


@pytest.mark.parametrize(("kind", "lines", "words", "wanted"), [
    (EditKind.MERGE_CELLS, (2, 3), "甲项", [("名称", 1, 2), ("甲项\n乙项", 3, 1)]),
    (EditKind.SPLIT_CELL, (3, 3), "项", [("名称", 1, 2), ("甲项", 2, 1), ("乙", 1, 1), ("项", 1, 1)])])
def test_an_editor_merges_and_splits_cells_without_moving_their_neighbours(kind: EditKind, lines: tuple[int, int], words: str, wanted: list[tuple[str, int, int]]) -> None:
    page = "<html><table border=1><tr><td rowspan=2>名称<td colspan=2>甲项<td>乙项<tr><td>户数<td>面积<td>金额<tr><td>海东镇<td>1<td>2<td>3</table>"
    source, day = read_source(page.encode(), "a.html"), datetime.date(2018, 1, 1)
    edit = Edit(kind, lines, words, "", None, "", "印本如此", day, None)
    edited, _, faults = edit_blocks(source.stated, source, IssueMeta("2018-01", 2018, 1, None, "", day, day, "a.html", "", "issue.yml", edits=(edit,)))
    block = next(block for block in edited if isinstance(block, TableBlock))
    assert faults == () and [(cell.text, cell.colspan, cell.rowspan) for cell in block.rows[0].cells] == wanted


def _spans(cell: list[str]) -> str:
    across, down = cell[1].split(",") if len(cell) > 1 else ("1", "1")
    return f"colspan={across} rowspan={down}"


def printed(found: Grid) -> list[list[tuple[str, int, int, int]]]:
    return [[(cell.cell.text or "-", cell.column, cell.colspan, cell.rowspan) for cell in row.cells] for row in found.rows]


def values(found: Grid) -> list[list[str]]:
    return [[value.text for value in record.values] for record in found.records]


def test_two_header_levels_are_read_as_stated() -> None:
    found = grid("区镇|1,2 2017年|2,1 备注|1,2", "户数 面积", "海东镇 1 2 -", "海西镇 3 4 -")
    assert (found.kind, found.header_rows) == (TableKind.DATA, 2)
    assert found.columns == ("区镇", "2017年 / 户数", "2017年 / 面积", "备注")
    assert printed(found)[:2] == [[("区镇", 0, 1, 2), ("2017年", 1, 2, 1), ("备注", 3, 1, 2)], [("户数", 1, 1, 1), ("面积", 2, 1, 1)]]


def test_a_header_whose_parts_begin_in_the_first_column() -> None:
    found = grid("上半年|2,1 下半年|2,1", "户数 面积 户数 面积", "1 2 3 4", "5 6 7 8")
    assert found.header_rows == 2 and found.columns == ("上半年 / 户数", "上半年 / 面积", "下半年 / 户数", "下半年 / 面积")


def test_a_group_reaches_exactly_as_far_as_stated_and_an_empty_cell_below_it_stays_empty() -> None:
    found = grid("类别 项目名称及建设内容 责任单位", "交通|1,2 建设环湖公路十二公里并通车 市交通局", "改造农村危桥三十六座并验收 市公路处", "- 新建公交候车亭二十座并启用 市运管处")
    assert values(found) == [["交通", "建设环湖公路十二公里并通车", "市交通局"], ["交通", "改造农村危桥三十六座并验收", "市公路处"], ["", "新建公交候车亭二十座并启用", "市运管处"]]
    assert [value.is_inherited for value in (record.values[0] for record in found.records)] == [False, True, False]
    assert not any(cell.is_ambiguous for row in found.rows for cell in row.cells)


def test_a_merge_over_rows_and_columns_at_once() -> None:
    found = grid("名称 甲项 乙项 丙项", "一期工程建设项目 5|2,2 7", "二期工程建设项目 8", "三期工程建设项目 1 2 3")
    assert printed(found)[1:3] == [[("一期工程建设项目", 0, 1, 1), ("5", 1, 2, 2), ("7", 3, 1, 1)], [("二期工程建设项目", 0, 1, 1), ("8", 3, 1, 1)]]
    assert values(found) == [["一期工程建设项目", "5", "", "7"], ["二期工程建设项目", "5", "", "8"], ["三期工程建设项目", "1", "2", "3"]]


def test_a_cell_that_spans_the_total_row_too() -> None:
    found = grid("区镇 户数 说明", "海东镇 1 各镇上报|1,3", "海西镇 2", "合计 3")
    assert [row.kind for row in found.rows] == [RowKind.HEADER, RowKind.DATA, RowKind.DATA, RowKind.TOTAL]
    assert printed(found)[1:] == [
        [("海东镇", 0, 1, 1), ("1", 1, 1, 1), ("各镇上报", 2, 1, 3)], [("海西镇", 0, 1, 1), ("2", 1, 1, 1)], [("合计", 0, 1, 1), ("3", 1, 1, 1)]]


def test_a_section_row_over_the_whole_width() -> None:
    found = grid("序号 项目 金额", "一、续建项目|3,1", "1 环湖公路 10", "二、新建项目|3,1", "2 候车亭 20")
    assert [record.section for record in found.records] == ["一、续建项目", "二、新建项目"] and found.ragged == ()


SPANS = st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=5), min_size=1, max_size=6)


@given(SPANS)
def test_no_two_cells_share_a_place_and_no_span_leaves_the_table(rows: list[list[tuple[int, int]]]) -> None:
    kept, spans = without_empty_rows(rows)
    spans = without_unused_columns(spans)
    taken: set[tuple[int, int]] = set()
    for index, (row, columns) in enumerate(zip(spans, place_columns(spans), strict=True)):
        for (across, down), column in zip(row, columns, strict=True):
            assert across >= 1 and down >= 1 and index + down <= len(kept)
            assert (index, column) not in taken
            taken |= {(index + y, column + x) for y in range(down) for x in range(across)}
    starts = {column for columns in place_columns(spans) for column in columns}
    assert not starts or starts == set(range(max(starts) + 1))


def test_the_first_row_of_a_form_to_fill_in_is_no_level_of_its_header() -> None:
    form = grid("项目|2,1 本月数 累计数", "问题整改|1,2 已整改 - -", "未整改 - -", "投入资金|2,1 - -")
    assert form.header_rows == 1 and len(form.records) == 3
    assert grid("区县 面积|2,1", "- 计划 完成", "东区 1 2").columns == ("区县", "面积 / 计划", "面积 / 完成")
