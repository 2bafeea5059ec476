"""The list of contents in any form says what the body prints; what is dropped, added or moved is found, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Code
from generator.parsing.contents import split_page
from generator.parsing.contents_check import compare_contents
from generator.project import load_bulletin
from generator.records import Issue
from tests.support.bulletins import make_project
from tests.test_parsing_properties import put

WORKS = ("植树造林", "防汛抗旱", "农贸市场管理", "森林防火", "校园安全", "渡口检修", "冷链物流", "停车收费", "水库排查", "户外广告")
CODES = {Code.CONTENTS_NOT_PRINTED, Code.NOT_IN_CONTENTS, Code.CONTENTS_DIFFER, Code.CONTENTS_ORDER}
# How an entry is printed: title, number, page.
FORMS = ("{title}（{number}）…………{page}", "{title}（{number}）\t{page}", "{title}\t{number}\t{page}", "{title}\n（{number}）……（{page}）", "{title}…………………… {page}",
         "{title}（{number}）", "{title}\n{number}", "{title}")


def title(work: str) -> str:
    return f"云州市人民政府关于做好{work}工作的通知"


def issue_text(listed: list[str], printed: list[str], form: str) -> str:
    entries = [form.format(title=title(work), number=f"云府发〔2018〕{WORKS.index(work) + 1}号", page=place + 1) for place, work in enumerate(listed)]
    body = [f"{title(work)}\n\n云府发〔2018〕{WORKS.index(work) + 1}号\n\n各区、县人民政府：\n\n请认真执行。\n\n云州市人民政府\n2018年1月9日\n" for work in printed]
    return "目　录\n\n市政府文件\n" + "\n".join(entries) + "\n\n市政府文件\n\n" + "\n\n".join(body)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("contents"), "甲\n")


def read(project: Path, text: str) -> tuple[Issue, list[Code]]:
    put(project, text)
    bulletin, diagnostics = load_bulletin(project)
    return bulletin.issues[0], [d.code for d in diagnostics if d.code in CODES]


@settings(max_examples=25)     # each reads a whole issue
@given(st.lists(st.sampled_from(WORKS), min_size=2, max_size=8, unique=True), st.sampled_from(FORMS))
def test_a_list_that_says_what_is_printed_raises_no_doubt(project: Path, works: list[str], form: str) -> None:
    issue, codes = read(project, issue_text(works, works, form))
    assert codes == []
    named = [item.document.title if item.document else None for item in compare_contents(issue, load_bulletin(project)[0].authority.layouts)]
    assert named == [title(work) for work in works]


@settings(max_examples=25)     # each reads a whole issue
@given(st.lists(st.sampled_from(WORKS), min_size=3, max_size=8, unique=True), st.sampled_from(FORMS), st.data())
def test_what_either_side_leaves_out_is_found(project: Path, works: list[str], form: str, data: st.DataObject) -> None:
    dropped = data.draw(st.sampled_from(works[1:]))
    kept = [work for work in works if work != dropped]
    assert read(project, issue_text(works, kept, form))[1] == [Code.CONTENTS_NOT_PRINTED]
    assert read(project, issue_text(kept, works, form))[1] == [Code.NOT_IN_CONTENTS]


@settings(max_examples=25)     # each reads a whole issue
@given(st.lists(st.sampled_from(WORKS), min_size=3, max_size=8, unique=True), st.sampled_from(FORMS), st.data())
def test_one_document_out_of_order_is_one_doubt(project: Path, works: list[str], form: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(works) - 1))
    moved = [works[place], *works[:place], *works[place + 1:]]
    assert read(project, issue_text(works, moved, form))[1] == [Code.CONTENTS_ORDER]


@pytest.mark.parametrize(("line", "words", "page"), [
    ("云州市停车场管理办法……………… 12", "云州市停车场管理办法", "12"), ("云州市停车场管理办法（12）", "云州市停车场管理办法", "12"),
    ("云州市停车场管理办法\t12", "云州市停车场管理办法", "12"), ("云州市停车场管理办法·······12", "云州市停车场管理办法", "12"),
    ("关于防汛的通知（云府发〔2018〕5号）—————（３）", "关于防汛的通知（云府发〔2018〕5号）", "３"),
    ("云州市城市总体规划（2018—2035）", "云州市城市总体规划（2018—2035）", ""), ("云州市城市总体规划2018—2035", "云州市城市总体规划2018—2035", ""),
    ("云府发〔2018〕5号", "云府发〔2018〕5号", ""), ("市政府文件", "市政府文件", "")])
def test_pages_are_told_from_years_and_numbers(line: str, words: str, page: str) -> None:
    assert split_page(line) == (words, page)
