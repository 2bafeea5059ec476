"""Small tables that a bulletin may print: sections, subtotals, short rows, means, headers nobody can read."""

import json
from pathlib import Path

import pytest

from generator.diagnostics import Code, Diagnostic
from generator.project import load_bulletin
from generator.publishing.table_files import table_json, table_rows
from generator.records import Table
from tests.support.bulletins import make_project

HEAD = "云州市人民政府关于造林的通知\n\n云府发〔2019〕5号\n\n各区、县人民政府：\n\n请按下表执行。\n\n云州市人民政府\n\n2019年3月5日\n\n附件：\n\n造林任务表\n"


def lay_out(rows: list[list[str]]) -> str:
    return "\n\n".join("\n".join("\t" + cell for cell in row) for row in rows) + "\n\n\n"


def read(folder: Path, rows: list[list[str]]) -> tuple[Table, tuple[Diagnostic, ...]]:
    bulletin, diagnostics = load_bulletin(make_project(folder, HEAD + lay_out(rows)))
    (table,) = bulletin.issues[0].documents[0].tables
    return table, diagnostics


def wrong_totals(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [d.message.rsplit("，", 2)[-2] + "，" + d.message.rsplit("，", 1)[-1] for d in diagnostics if d.code is Code.TOTAL_DIFFERS]


SECTIONS = [["区县", "面积"], ["一、平原"], ["东区", "10"], ["西区", "20"], ["小计", "30"], ["二、山区"], ["南县", "5"], ["北县", "6"], ["小计", "12"], ["合计", "41"]]


def test_section_rows_stand_in_every_file_and_close_with_the_grand_total(tmp_path: Path) -> None:
    table, diagnostics = read(tmp_path, SECTIONS)
    assert table_rows(table.grid) == [["一、平原", ""], *SECTIONS[2:5], ["二、山区", ""], *SECTIONS[6:]]
    rows = json.loads(table_json(table))["rows"]
    assert [row["section"] for row in rows] == ["一、平原"] * 3 + ["二、山区"] * 3 + [None]
    assert wrong_totals(diagnostics) == ["“面积”印本合计 12，各行相加 11。"]


@pytest.mark.parametrize("words", ["合计", "合计：", "全市合计", "总计"])
def test_a_total_row_is_known_by_its_last_words(tmp_path: Path, words: str) -> None:
    table, diagnostics = read(tmp_path, [["区县", "面积"], ["东区", "10"], ["西区", "20"], [words, "31"]])
    assert table.grid.records[-1].is_total
    assert wrong_totals(diagnostics) == ["“面积”印本合计 31，各行相加 30。"]


def test_a_total_that_lies_among_the_figures_is_wrong_all_the_same(tmp_path: Path) -> None:
    _, diagnostics = read(tmp_path, [["区县", "面积"], ["东区", "10"], ["西区", "20"], ["南县", "30"], ["北县", "25"], ["合计", "25"]])
    assert wrong_totals(diagnostics) == ["“面积”印本合计 25，各行相加 85。"]


def test_a_mean_is_no_total(tmp_path: Path) -> None:
    _, diagnostics = read(tmp_path, [["区县", "造林成绩"], ["东区", "90.1"], ["西区", "80.1"], ["全市合计", "85.1"]])
    assert wrong_totals(diagnostics) == []


def test_the_last_cell_of_a_short_row_reaches_to_the_edge(tmp_path: Path) -> None:
    table, diagnostics = read(tmp_path, [["区县", "面积", "备注"], ["东区", "10", "甲"], ["西区", "不造林"]])
    assert [cell.colspan for cell in table.grid.rows[-1].cells] == [1, 2]
    assert [d.code for d in diagnostics if d.code is Code.RAGGED_ROW] == [Code.RAGGED_ROW]


def test_a_header_nobody_can_read_is_reported(tmp_path: Path) -> None:
    table, diagnostics = read(tmp_path, [["乡镇", "2017年", "2018年"], ["名称", "面积", "产量", "单产", "总量"], ["东镇", "1", "2", "3", "4"], ["西镇", "1", "2", "3", "4"]])
    assert table.grid.columns == ()
    assert Code.HEADER_UNCLEAR in {d.code for d in diagnostics}


@pytest.mark.parametrize(("rows", "columns"), [
    ([["乡镇", "2017年", "2018年"], ["名称", "面积", "产量", "面积", "产量"]], ("乡镇 / 名称", "2017年 / 面积", "2017年 / 产量", "2018年 / 面积", "2018年 / 产量")),
    ([["项目", "完成情况"], ["名称", "计划", "实际"]], ("项目 / 名称", "完成情况 / 计划", "完成情况 / 实际"))])
def test_the_second_level_of_a_header_may_begin_with_a_label(tmp_path: Path, rows: list[list[str]], columns: tuple[str, ...]) -> None:
    body = [[name, *("12" for _ in rows[1][1:])] for name in ("东镇", "西镇")]
    table, diagnostics = read(tmp_path, [*rows, *body])
    assert table.grid.columns == columns and table.grid.header_rows == 2
    assert Code.HEADER_UNCLEAR not in {d.code for d in diagnostics}


@pytest.mark.parametrize("second", [["东镇", "12", "13"], ["东镇", "甲", "乙"]])
def test_a_row_of_words_below_a_full_header_is_no_level_of_it(tmp_path: Path, second: list[str]) -> None:
    table, _ = read(tmp_path, [["乡镇", "面积", "产量"], second, ["西镇", "1", "2"]])
    assert table.grid.header_rows == 1


def test_a_sentence_swallowed_by_the_last_cell_is_reported(tmp_path: Path) -> None:
    text = HEAD + lay_out([["区县", "面积"], ["东区", "10"]]).rstrip("\n") + "\n\n各区县要把造林任务落实到山头地块和责任单位，确保按期保质完成全年造林任务。\n"
    _, diagnostics = load_bulletin(make_project(tmp_path, text))
    assert Code.TABLE_TAIL in {d.code for d in diagnostics}


BLANK_SPANS = [["用途", "一级", "", "二级", "", "备注"], ["", "元", "万元", "元", "", ""], ["", "", "", "上限", "下限", ""], ["商服", "1860", "124.00", "1320", "88.00", ""],
               ["住宅", "1560", "104.00", "1110", "74.00", ""]]


def test_a_header_copied_with_blanks_where_its_labels_span(tmp_path: Path) -> None:
    table, _ = read(tmp_path, BLANK_SPANS)
    assert table.grid.columns == ("用途", "一级 / 元", "一级 / 万元", "二级 / 元 / 上限", "二级 / 元 / 下限", "备注")
    assert [[(cell.cell.text, cell.column, cell.colspan, cell.rowspan) for cell in row.cells] for row in table.grid.rows[:3]] == [
        [("用途", 0, 1, 3), ("一级", 1, 2, 1), ("二级", 3, 2, 1), ("备注", 5, 1, 3)], [("元", 1, 1, 2), ("万元", 2, 1, 2), ("元", 3, 2, 1)], [("上限", 3, 1, 1), ("下限", 4, 1, 1)]]
    assert len(table.grid.records) == 2


def test_a_blank_header_over_a_blank_first_cell_stays_as_printed(tmp_path: Path) -> None:
    table, _ = read(tmp_path, [["区县", "任务", ""], ["东区", "造林", "沿河"], ["", "封山", "北坡"], ["西区", "造林", "南坡"]])
    assert table.grid.columns == ("区县", "任务", "")


def test_the_rest_of_a_table_bears_its_caption(tmp_path: Path) -> None:
    rows = lay_out([["区县", "面积"], ["东区", "10"]]) + "续表\n" + lay_out([["区县", "面积"], ["西区", "20"]])
    bulletin, _ = load_bulletin(make_project(tmp_path, HEAD + rows))
    assert [table.caption for table in bulletin.issues[0].documents[0].tables] == ["造林任务表", "造林任务表（续表）"]


@pytest.mark.parametrize(("rows", "anchors"), [
    ([["序号", "山名", "面积"], ["01", "甲山", "10"], ["1", "乙山", "20"]], ["r1", "r2"]),
    ([["序号", "山名", "面积"], ["01", "甲山", "10"], ["０3", "乙山", "20"]], ["r1", "r3"]),
    ([["序号", "山名", "序号", "山名"], ["1", "甲山", "0３", "丙山"], ["2", "乙山", "2", "丁山"], ["４", "戊山", "4", "己山"]], ["r1", "r2", "r4", "r3", "r2-2", "r4-2"]),
    ([["山名", "面积", "山名", "面积"], ["甲山", "10", "丙山", "5"], ["合计", "10", "合计", "5"], ["乙山", "20", "2", "6"], ["总计", "20", "总计", "6"]],
     ["r1", "total", "r2", "total-2", "r1-2", "total-2-2", "r2-2", "total-2-2-2"]),
])
def test_no_address_of_a_row_is_given_twice(tmp_path: Path, rows: list[list[str]], anchors: list[str]) -> None:
    table, _ = read(tmp_path, rows)
    assert [record.anchor for record in table.grid.records] == anchors
