"""Tables that a text draws with bars or sets with blanks: read where every row says the same, else left as text and reported."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.blocks import Line
from generator.diagnostics import Code, Diagnostic
from generator.notation.folding import squeeze
from generator.project import load_bulletin
from generator.reading.drawn_tables import drawn_table
from generator.records import Document
from tests.support.bulletins import make_project

HEAD = "云州市人民政府关于造林的通知\n云府发〔2019〕5号\n各区、县人民政府：\n任务如下：\n"
TAIL = "请认真落实。\n云州市人民政府\n2019年3月5日\n"


def read(folder: Path, lines: str) -> tuple[Document, list[Diagnostic]]:
    config = {"site.yml": "title: 云州市人民政府公报\n", "series.yml": "series:\n  - {word: 云府发, slug: yff, issuer: 云州市人民政府}\n"}
    bulletin, doubts = load_bulletin(make_project(folder, HEAD + lines + TAIL, 2019, 2, config))
    return bulletin.issues[0].documents[0], list(doubts)


def rows(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.block.rows] for table in document.tables]


BARS = """\
|区县|面积（亩）|时限|
|----|:----:|---|
|云东区|1200|3月底|
|云西区||4月底|
"""
FRAMED = """\
┌────┬──────┬────┐
│区  县│任      务│面积│
├────┼──────┼────┤
│云东区│沿河造林、│1200│
│      │道路绿化  │    │
├────┼──────┼────┤
│云西区│封山育林  │ 900│
└────┴──────┴────┘
"""
BLANKS = """\
                              单位：亩
  区县        任务        其中：造林
  云东区      1 200.5     600
  石渡新区                -20
    合  计    1200.5      580
"""
WIDE_BLANKS = """\
　　指　标　　　　　　绝对数　　　增长（％）
　　地区生产总值　　　1286.47　　4.3
　　　第一产业　　　　102.35　　　4.1
　　　第二产业　　　　593.60　　　3.9
"""
LINES = """\
————————————————
  乡镇      耕地   园地
————————————————
  石桥镇     120     35
  柳湾乡      86     —
————————————————
"""
COUNTED = """\
序号　　项目名称　　申报单位
1　　船工号子　　　石桥镇
2　　　　竹编　　　　柳湾乡
"""


@pytest.mark.parametrize(("lines", "wanted"), [
    (BARS, [["区县", "面积（亩）", "时限"], ["云东区", "1200", "3月底"], ["云西区", "", "4月底"]]),
    (FRAMED, [["区  县", "任      务", "面积"], ["云东区", "沿河造林、\n道路绿化", "1200"], ["云西区", "封山育林", "900"]]),
    (BLANKS, [["区县", "任务", "其中：造林"], ["云东区", "1 200.5", "600"], ["石渡新区", "", "-20"], ["合  计", "1200.5", "580"]]),
    (WIDE_BLANKS, [["指　标", "绝对数", "增长（％）"], ["地区生产总值", "1286.47", "4.3"], ["第一产业", "102.35", "4.1"], ["第二产业", "593.60", "3.9"]]),
    (LINES, [["乡镇", "耕地", "园地"], ["石桥镇", "120", "35"], ["柳湾乡", "86", "—"]]),
    (COUNTED, [["序号", "项目名称", "申报单位"], ["1", "船工号子", "石桥镇"], ["2", "竹编", "柳湾乡"]]),
], ids=["bars", "framed, with a cell over two lines", "blanks", "wide blanks", "blanks between lines", "blanks below 序号"])
def test_a_table_whose_rows_agree_is_read(tmp_path: Path, lines: str, wanted: list[list[str]]) -> None:
    document, doubts = read(tmp_path, lines)
    assert rows(document) == [wanted]
    assert doubts == []     # the proof that every character stands in one record among them


@pytest.mark.parametrize("lines", [
    "组　　长：陈岚峰　　区委常委、副区长\n副 组 长：吕思远　　区政府办公室主任\n成　　员：白　鸥　　区统计局局长\n",
    "云东区人民政府　　　云西区人民政府　　　市发展改革委\n市财政局　　　　　　市生态环境局　　　　市公安局\n市审计局　　　　　　市统计局　　　　　　市商务局\n",
    "联系人：张某　　电话：5551234　　传真：5551235\n地　址：滨河路　　邮编：999000　　信箱：12\n网　址：无　　　　电话：5551236　　传真：5551237\n",
], ids=["roster", "names in columns", "fields to fill in"])
def test_lines_set_with_blanks_that_are_no_table_stay_text(tmp_path: Path, lines: str) -> None:
    document, doubts = read(tmp_path, lines)
    assert rows(document) == [] and doubts == []


@pytest.mark.parametrize("lines", [
    "|区县|面积|时限|\n|云东区|1200|3月底|\n|云西区|900|\n|石渡县|800|4月底|\n",
    "  区县      任务    完成\n  云东区  1200      600\n  云西区新城开发区  900\n  石渡县  800     300\n",
    "区县\t面积\n云东区\t1200\n云西区\t900\n",
    "《甲办法》\n3\t校车许可\t县教育局\n（会同县公安局）\t《乙条例》\n4\t焰火许可\t县公安局\n《丙条例》\n",
], ids=["bars that do not agree", "blanks that do not agree", "two columns with a tab between", "cells over several lines"])
def test_what_looks_like_a_table_but_does_not_agree_is_reported(tmp_path: Path, lines: str) -> None:
    document, doubts = read(tmp_path, lines)
    assert rows(document) == []
    assert [doubt.code for doubt in doubts] == [Code.TABLE_AS_TEXT]
    assert all(line.strip() in "\n".join(getattr(e.block, "text", "") for e in document.elements) for line in lines.splitlines())


@pytest.mark.parametrize(("lines", "wanted"), [
    ("|区县|本月|上月|\n|-|-|-|\n|云东区|5|-|\n|--|-|=|\n|云西区|+|:|\n",
     [["区县", "本月", "上月"], ["-", "-", "-"], ["云东区", "5", "-"], ["--", "-", "="], ["云西区", "+", ":"]]),
    ("+----+----+----+\n|区县|本月|上月|\n+----+----+----+\n|云东| 5  | 6  |\n+----+----+----+\n|    | -  | -  |\n+----+----+----+\n|云西| 3  | 4  |\n+----+----+----+\n",
     [["区县", "本月", "上月"], ["云东", "5", "6"], ["", "-", "-"], ["云西", "3", "4"]]),
    ("┌──┬──┬──┐\n│区县│任务│面积│\n├──┼──┼──┤\n│云东│造林│ 12 │\n│    ├──┼──┤\n│    │ -  │ -  │\n└──┴──┴──┘\n",
     [["区县", "任务", "面积"], ["云东", "造林", "12"], ["", "-", "-"]]),
], ids=["signs for none", "below a merged cell", "a rule beside a merged cell"])
def test_a_row_of_nothing_but_signs_for_none_is_a_row(tmp_path: Path, lines: str, wanted: list[list[str]]) -> None:
    document, doubts = read(tmp_path, lines)
    assert rows(document) == [wanted]
    assert doubts == []


FIELD = st.sampled_from(["", "  ", "-", " -- ", "=", "+", ":", "──", "— ", "+ -", "：", "甲", "乙  丙", "12", "-3"])


@given(st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(FIELD, min_size=width, max_size=width), min_size=2, max_size=5)),
       st.sampled_from(["|---", "+---", "├───", ""]))
def test_every_field_between_bars_stands_in_a_cell_and_every_sign_is_held(fields: list[list[str]], rule: str) -> None:
    body = [f"|{'|'.join(row)}|" for row in [["头"] * len(fields[0]), *fields]]
    ruler = rule * len(fields[0]) + {"├": "┤"}.get(rule[:1], rule[:1])
    drawn = [text for row in body for text in ((row, ruler) if rule else (row,))]
    lines = [Line(number, text, "\n") for number, text in enumerate(drawn, 1)]
    table = drawn_table(lines, 0, lambda _: False)
    assert table is not None and table.last_line == len(lines)
    for column, printed in enumerate(zip(*fields, strict=True)):
        assert squeeze("".join(row.cells[column].text for row in table.rows)) == squeeze("".join(("头", *printed)))
    held = sorted((piece.line, piece.column, piece.text) for pieces in (table.frame, *(p.pieces for p in table.paragraphs())) for piece in pieces)
    assert squeeze("".join(text for _, _, text in held)) == squeeze("".join(line.text for line in lines))
