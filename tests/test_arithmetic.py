"""Totals of tables whose rows hold one another: parts of a row are not added a second time, and what does not agree is still told."""

from pathlib import Path

import pytest

from generator.project import load_bulletin
from tests.support.bulletins import make_project

HEAD = "云州市人民政府关于预算的通知\n云府发〔2019〕5号\n各区、县人民政府：\n"
TAIL = "云州市人民政府\n2019年3月5日\n"


def totals(folder: Path, rows: str) -> list[tuple[str, str, str, bool]]:
    bulletin, _ = load_bulletin(make_project(folder, HEAD + rows + TAIL, 2019, 2, {"site.yml": "title: 云州市人民政府公报\n"}))
    (table,) = bulletin.issues[0].documents[0].tables
    return [(item.column, item.printed, item.computed, item.is_equal) for item in table.sums]


GROUPS = "项目\t预算数\t备注\n一、税收收入\t143\t\n　增值税\t61\t\n　其他税收\t82\t\n二、非税收入\t52\t\n收入合计\t{}\t\n"
NUMBERED = "序号\t项目\t金额\n一\t建设\t100\n1\t道路\t60\n2\t桥梁\t40\n二\t管护\t50\n\t合计\t{}\n"
PARTS = "指标\t单位\t户数\n农业\t户\t100\n其中：种植\t户\t60\n　#养殖\t户\t40\n工业\t户\t50\n合计\t户\t{}\n"


@pytest.mark.parametrize(("rows", "printed"), [(GROUPS, "195"), (NUMBERED, "150"), (PARTS, "150")], ids=["一、 above its parts", "一 in a column of numbers", "其中 and #"])
def test_parts_of_a_row_are_added_once(tmp_path: Path, rows: str, printed: str) -> None:
    assert [(found, equal) for _, found, _, equal in totals(tmp_path / "right", rows.format(printed))] == [(printed, True)]
    assert [(found, computed, equal) for _, found, computed, equal in totals(tmp_path / "wrong", rows.format(99))] == [("99", printed, False)]


def test_headings_without_figures_hold_nothing(tmp_path: Path) -> None:
    assert totals(tmp_path, "项目\t金额\t户数\n一、建设\t\t\n道路\t60\t1\n桥梁\t40\t2\n合计\t100\t3\n") == [("金额", "100", "100", True), ("户数", "3", "3", True)]
