"""Addresses that last: under every kind of correction, and whenever an issue is taken in."""

from pathlib import Path

import pytest

from generator.diagnostics import Code
from generator.grid import RowKind
from generator.pages.chronicle import events
from generator.project import load_bulletin
from generator.records import Issue, Paragraph
from tests.support.bulletins import make_project
from tests.test_cli import CONFIG
from tests.test_edits import cells, load

PLACES = """云州市人民政府关于造林的通知
云府发〔2019〕5号
各区、县人民政府：
一、工作要求
（一）各单位要认真做好
今年的造林，
保证成活。
（二）按期完成任务。二、保障措施
（三）加强领导。

\t序号
\t单位
\t面积

\t11
\t市林业局
\t100亩

\t12 市农业局
\t200亩

云州市人民政府
2019年3月5日


云州市人民政府关于防火的
通知
各区、县人民政府：
做好防火工作。


大 事 记
3月1日，市政府召开造林会议。3月2日上午，举行仪式。
3月2日，召开大会。
3月2日，召开
座谈会。
"""
KINDS = {"join": "{join: 5-7, words: 各单位要认真", "split": "{split: 8, before: 二、保障措施", "split_cell": "{split_cell: 19, before: 市农业局",
         "title": "{join: 26-27, words: 云州市人民政府关于防火的", "entry": "{split: 33, before: 3月2日上午", "heads": "{split: 9, before: 加强领导"}


def corrections(*kinds: str) -> str:
    return "corrections:\n" + "".join(f"  - {KINDS[kind]}, reason: 据存档, date: 2026-11-24}}\n" for kind in kinds) if kinds else ""


def addresses(issue: Issue) -> dict[tuple[str, int, int], str]:
    """The address of everything that bears one, by where it begins."""
    found = {}
    for document in issue.documents:
        for element in document.elements:
            piece = element.block.pieces[0] if isinstance(element.block, Paragraph) else None
            found["block", element.block.first_line, piece.column if piece else 0] = f"{document.id}#{element.anchor}"
        for table in document.tables:
            found |= {("row", row.first_line, 0): f"{table.id}#{at.anchor}" for row, at in zip(table.block.rows, table.grid.rows, strict=True) if at.anchor}
            assert {record.anchor for record in table.grid.records} == {row.anchor for row in table.grid.rows if row.anchor and row.kind is not RowKind.HEADER}
    for entry in issue.chronicle:
        piece = entry.paragraphs[0].pieces[0]
        found["entry", piece.line, piece.column] = entry.id
    return found


@pytest.mark.parametrize("kinds", [(kind,) for kind in KINDS] + [tuple(KINDS)], ids="+".join)
def test_no_correction_moves_the_address_of_anything_else(kinds: tuple[str, ...], tmp_path: Path) -> None:
    plain = load(tmp_path / "a", "", PLACES)[0]
    before = addresses(plain)
    issue, diagnostics = load(tmp_path / "b", corrections(*kinds), PLACES)
    assert not any(d.code is Code.EDIT_MISMATCH for d in diagnostics)
    after = addresses(issue)
    assert issue.blocks != plain.blocks and {at: after[at] for at in before if at in after} == {at: before[at] for at in before if at in after}
    assert len(set(after.values())) == len(after) and not {after[at] for at in after if at not in before} & set(before.values())


def test_what_a_correction_makes_new_is_named_after_its_place(tmp_path: Path) -> None:
    one, both = (addresses(load(tmp_path / name, corrections(*kinds), PLACES)[0])
                 for name, kinds in (("a", ("entry",)), ("b", ("split", "entry"))))
    assert one["entry", 33, 15] == both["entry", 33, 15] == "2019-03-02-x33-15"
    assert both["block", 8, 10] == "yff-2019-5#x8-10"


def test_the_corrections_themselves_were_needed_to_read_more(tmp_path: Path) -> None:
    """The rows are numbered as printed only where 12 has a cell of its own, and （三） stands below 二、 only behind a new paragraph."""
    plain, corrected = (load(tmp_path / name, corrections(*kinds), PLACES)[0]
                        for name, kinds in (("a", ()), ("b", ("split", "split_cell"))))
    assert [e.heading.text for e in plain.documents[0].elements if e.heading] != [e.heading.text for e in corrected.documents[0].elements if e.heading]
    assert cells(corrected.documents[0])[2] == ["12", "市农业局", "200亩"] and cells(plain.documents[0])[2] != cells(corrected.documents[0])[2]


# ---------------------------------------------------------------- the order in which issues are taken in

OF_ANY_ISSUE = """云州市人民政府关于加强防火工作的决定

各区、县人民政府：
各单位要认真做好防火工作。

云州市人民政府
2019年{month}月5日


更正
本刊有误。


大 事 记
{month}月1日，市政府召开会议。
·市民服务中心启用。
·市博物馆开馆。
"""


def ids(folder: Path) -> set[tuple[str, str]]:
    """Every id of a document or entry with the issue that bears it."""
    bulletin, _ = load_bulletin(folder)
    found = [(issue.meta.id, id_) for issue in bulletin.issues for id_ in (*(document.id for document in issue.documents), *(entry.id for entry in issue.chronicle))]
    assert len({id_ for _, id_ in found}) == len(found)
    return set(found)


def test_an_earlier_issue_taken_in_afterwards_moves_no_id(tmp_path: Path) -> None:
    folder = make_project(tmp_path, OF_ANY_ISSUE.format(month=6), 2019, 3, CONFIG)
    before = ids(folder)
    assert before >= {("2019-03", "w-yzsrmzfgyjqfhgzdjd-2019-03"), ("2019-03", "gz-2019-03"), ("2019-03", "2019-00-03-2")}
    make_project(folder, OF_ANY_ISSUE.format(month=1), 2019, 1, CONFIG)
    assert ids(folder) > before


def test_undated_entries_of_two_issues_stand_in_order_on_one_page(tmp_path: Path) -> None:
    folder = make_project(tmp_path, OF_ANY_ISSUE.format(month=6), 2019, 3, CONFIG)
    make_project(folder, "\n" + OF_ANY_ISSUE.format(month=1), 2019, 1, CONFIG)
    undated = [event for event in events(load_bulletin(folder)[0]) if not event.month]
    assert [event.url for event in undated] == [f"2019/chronicle/2019-00-0{issue}-{number}.html" for issue in (1, 3) for number in (1, 2)]
