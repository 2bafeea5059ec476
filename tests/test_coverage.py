"""The proof that nothing is lost: it holds for an issue as read, and finds each way in which a record may be wrong."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.diagnostics import Code
from generator.parsing.coverage import prove_coverage
from generator.project import load_bulletin
from generator.records import Issue, Paragraph, Remainder, TableBlock
from tests.support.bulletins import make_project

TEXT = "公报封面\n区县\t造林\t合计\n东区\t100\t200\n西区\t50\t60\n说明文字\n"


@pytest.fixture
def issue(tmp_path: Path) -> Issue:
    return load_bulletin(make_project(tmp_path, TEXT))[0].issues[0]


def without_cell(block: TableBlock) -> TableBlock:
    row = block.rows[1]
    return replace(block, rows=(block.rows[0], replace(row, cells=(row.cells[0], replace(row.cells[1], paragraphs=()), row.cells[2])), *block.rows[2:]))


def changed(issue: Issue, remainders: tuple[Remainder, ...]) -> list[tuple[int | None, str]]:
    faults = prove_coverage(replace(issue, remainders=remainders))
    assert all(fault.code is Code.LOST_TEXT for fault in faults)
    return [(fault.line, fault.message) for fault in faults]


def test_an_issue_as_read_holds_every_line_once(issue: Issue) -> None:
    assert [type(r.block).__name__ for r in issue.remainders] == ["Paragraph", "TableBlock", "Paragraph"]
    assert prove_coverage(issue) == ()


def test_a_lost_line_a_doubled_one_and_a_changed_one_are_found(issue: Issue) -> None:
    first, table, last = issue.remainders
    assert changed(issue, (first, table)) == [(5, "这一行的文字没有归入任何记录。")]
    assert changed(issue, (first, first, table, last)) == [(1, "这一行的文字同时归入了 2 处。")]
    assert isinstance(last.block, Paragraph)
    wrong = replace(last.block, pieces=(replace(last.block.pieces[0], text="说明文宇"),))
    assert changed(issue, (first, table, replace(last, block=wrong))) == [(5, "这一行的文字与原稿不符。")]
    elsewhere = replace(last.block, pieces=(replace(last.block.pieces[0], line=9),))
    assert changed(issue, (first, table, last, replace(last, block=elsewhere))) == [(9, "这一行的文字与原稿不符。")]


def test_a_lost_cell_of_a_row_on_one_line_is_found(issue: Issue) -> None:
    first, table, last = issue.remainders
    assert isinstance(table.block, TableBlock)
    assert changed(issue, (first, replace(table, block=without_cell(table.block)), last)) == [(3, "这一行的文字没有归入任何记录。")]


def test_a_lost_cell_of_a_drawn_table_is_found_even_if_it_prints_what_lines_are_drawn_with(tmp_path: Path) -> None:
    issue = load_bulletin(make_project(tmp_path, "区县表\n|区县|造林|合计|\n|----|----|----|\n|东区|-|200|\n"))[0].issues[0]
    first, table = issue.remainders
    assert isinstance(table.block, TableBlock) and changed(issue, (first, table)) == []
    assert changed(issue, (first, replace(table, block=without_cell(table.block)))) == [(4, "这一行的文字没有归入任何记录。")]
