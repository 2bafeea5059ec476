"""Doubts that show only when records are read together: issues and numbers missing, names written two ways, posts held by two."""

from pathlib import Path

import pytest

from generator.diagnostics import Code, Diagnostic
from generator.linking.doubts import find_linking_doubts
from generator.linking.knowledge import learn
from generator.project import load_bulletin
from tests.support.bulletins import make_project, real_bulletin
from tests.test_cli import CONFIG

ORGANS = CONFIG | {"organs.yml": "organs:\n  - {id: caizhengju, name: 云州市财政局, short: 市财政局, kind: department}\n"}
NEW_CODES = {Code.NAME_TWO_WAYS, Code.TWO_HOLDERS, Code.REMOVAL_ODD, Code.NUMBER_GAP, Code.NUMBER_ODD, Code.WHOLE_NUMBER, Code.ISSUE_GAP}


def notice(serial: int, body: str = "请做好。", date: str = "2019年3月5日", year: int = 2019) -> str:
    return f"云州市人民政府关于第{serial}项工作的通知\n云府发〔{year}〕{serial}号\n各区、县人民政府：\n{body}\n云州市人民政府\n{date}\n\n\n"


def appointing(serial: int, sentence: str, date: str) -> str:
    return f"云州市人民政府关于人事任免的通知\n云府发〔2019〕{serial}号\n各区、县人民政府：\n经研究，决定：\n{sentence}\n云州市人民政府\n{date}\n\n\n"


def doubts(folder: Path, issues: dict[int, str], more: dict[int, str] | None = None, is_whole: bool = True) -> list[Diagnostic]:
    for number, text in issues.items():
        make_project(folder, text, 2019, number, ORGANS)
        path = folder / "content" / "2019" / f"{number:02d}" / "issue.yml"
        path.write_text(path.read_text(encoding="utf-8").replace("whole_number: null", f"whole_number: {(more or {}).get(number, 'null')}"), encoding="utf-8")
    return [d for d in find_linking_doubts(learn(load_bulletin(folder)[0]), is_whole) if d.code in NEW_CODES]


def found(diagnostics: list[Diagnostic]) -> list[tuple[Code, str, int | None]]:
    return [(d.code, d.path.removeprefix("content/2019/"), d.line) for d in diagnostics]


# ---------------------------------------------------------------- numbers


def test_a_gap_in_a_series_that_runs_through_is_told_and_across_issues_too(tmp_path: Path) -> None:
    issues = {1: "".join(map(notice, (1, 2, 3))), 2: "".join(map(notice, (5, 6)))}
    assert found(doubts(tmp_path, issues)) == [(Code.NUMBER_GAP, "02/source.txt", 1)]
    assert found(doubts(tmp_path / "part", issues, is_whole=False)) == []


@pytest.mark.parametrize("serials", [(1, 2, 3), (1, 4, 9, 16, 25, 36), (2, 4, 6, 8, 10), (1, 2, 3, 4, 5, 6)])
def test_a_choice_of_documents_has_no_gaps(serials: tuple[int, ...], tmp_path: Path) -> None:
    assert doubts(tmp_path, {1: "".join(map(notice, serials))}) == []


def test_a_number_far_above_its_series_is_told_and_makes_no_gap(tmp_path: Path) -> None:
    assert found(doubts(tmp_path, {1: "".join(map(notice, (1, 2, 3, 4, 5, 66)))})) == [(Code.NUMBER_ODD, "01/source.txt", 41)]


def test_a_number_of_another_year_than_the_date(tmp_path: Path) -> None:
    text = notice(1, year=2018) + notice(2, date="2018年12月30日") + notice(3, date="2018年11月30日")
    assert found(doubts(tmp_path, {1: text})) == [(Code.NUMBER_ODD, "01/source.txt", 1), (Code.NUMBER_ODD, "01/source.txt", 17)]


# ---------------------------------------------------------------- issues


def test_a_missing_issue_and_whole_numbers_out_of_order(tmp_path: Path) -> None:
    assert found(doubts(tmp_path / "a", {1: notice(1), 3: notice(2)}, {1: "71", 3: "73"})) == [(Code.ISSUE_GAP, "03/issue.yml", None)]
    assert found(doubts(tmp_path / "b", {1: notice(1), 2: notice(2)}, {1: "71", 2: "73"})) == [(Code.WHOLE_NUMBER, "02/issue.yml", None)]
    assert found(doubts(tmp_path / "c", {1: notice(1), 2: notice(2)}, {1: "71", 2: "72"})) == []


def test_a_printed_whole_number_that_issue_yml_does_not_have(tmp_path: Path) -> None:
    cover = "云州市人民政府公报\n2019年第1期（总第71期）\n\n\n"
    (doubt,) = doubts(tmp_path / "a", {1: cover + notice(1)})
    assert (doubt.code, doubt.line) == (Code.WHOLE_NUMBER, 2) and "whole_number: 71" in doubt.advice
    assert doubts(tmp_path / "b", {1: cover + notice(1)}, {1: "71"}) == []


# ---------------------------------------------------------------- people


def test_a_name_of_one_sound_and_one_title_in_two_writings(tmp_path: Path) -> None:
    text = appointing(1, "卢卫东同志任云州市财政局副局长；", "2019年1月5日") + appointing(2, "免去陆卫东同志云州市财政局副局长职务；", "2019年2月5日")
    (doubt,) = doubts(tmp_path, {1: text})
    assert doubt.code is Code.NAME_TWO_WAYS and "卢卫东" in doubt.message and "陆卫东" in doubt.message and doubt.line == 14


@pytest.mark.parametrize("sentence", ["免去陈卫东同志云州市财政局副局长职务；", "免去卢卫国同志云州市财政局副局长职务；", "免去陆卫东同志云州市林业局副局长职务；"])
def test_names_of_other_sounds_or_titles_are_two_people(sentence: str, tmp_path: Path) -> None:
    text = appointing(1, "卢卫东同志任云州市财政局副局长；", "2019年1月5日") + appointing(2, sentence, "2019年2月5日")
    assert Code.NAME_TWO_WAYS not in {d.code for d in doubts(tmp_path, {1: text})}


def test_a_second_holder_of_a_post_for_one(tmp_path: Path) -> None:
    issues = {1: appointing(1, "王立新同志任云州市财政局局长；", "2019年1月5日"), 2: appointing(2, "陈国平同志任云州市财政局局长；", "2019年3月5日")}
    (doubt,) = doubts(tmp_path, issues)
    assert (doubt.code, doubt.line) == (Code.TWO_HOLDERS, 5) and "content/2019/01/source.txt:5" in doubt.message


def test_deputies_are_many_and_a_removal_makes_room(tmp_path: Path) -> None:
    deputies = {1: appointing(1, "王立新同志任云州市财政局副局长；", "2019年1月5日"), 2: appointing(2, "陈国平同志任云州市财政局副局长；", "2019年3月5日")}
    assert doubts(tmp_path / "a", deputies) == []
    moved = {1: appointing(1, "王立新同志任云州市财政局局长；", "2019年1月5日"),
             2: appointing(2, "陈国平同志任云州市财政局局长；\n免去王立新同志云州市财政局局长职务；", "2019年3月5日")}
    assert doubts(tmp_path / "b", moved) == []


def test_a_removal_of_somebody_else_than_the_holder(tmp_path: Path) -> None:
    issues = {1: appointing(1, "王立新同志任云州市财政局局长；", "2019年1月5日"), 2: appointing(2, "免去赵明同志云州市财政局局长职务；", "2019年3月5日")}
    assert found(doubts(tmp_path / "a", issues)) == [(Code.REMOVAL_ODD, "02/source.txt", 5)]
    assert doubts(tmp_path / "b", {1: appointing(1, "免去赵明同志云州市财政局局长职务；", "2019年3月5日")}) == []


def test_the_real_issue_raises_none_of_them_wrongly() -> None:
    raised = [d for d in find_linking_doubts(learn(real_bulletin()[0]), True) if d.code in NEW_CODES]
    assert [(d.code, d.words) for d in raised] == []
