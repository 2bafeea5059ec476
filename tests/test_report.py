"""The report: what was read, doubts by kind and weight, the page beside the source; and accepted.yml, which silences one doubt."""

import datetime
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from generator.commands.terminal import PAGE
from generator.diagnostics import Code, Diagnostic, Severity
from generator.linking.knowledge import learn
from generator.project import load_bulletin
from generator.reading.accepted_file import Acceptance, load_accepted, ready_entry
from generator.reporting.page import render_report_page
from generator.reporting.report import Report, make_report, silence
from generator.reporting.terminal import render_ready, render_report
from tests.support.bulletins import ROOT, make_project, real_bulletin
from tests.test_cli import CONFIG, call

DAY = datetime.date(2019, 4, 1)
OPEN_MARK = "请照《造林办法执行。\n"
TEXT = ("云州市人民政府关于开展造林工作的通知\n云府发〔2019〕5号\n各区、县人民政府：\n" + OPEN_MARK + "再请照《防火办法执行。\n云州市人民政府\n2019年2月30日\n\n\n"
        "云州市人民政府关于开展防火工作的通知\n云府发〔2019〕6号\n各区、县人民政府：\n请做好。\n")


def project_with(folder: Path, accepted: str | None = None, text: str = TEXT) -> Path:
    make_project(folder, text, 2019, 2, CONFIG)
    if accepted is not None:
        (folder / "content" / "2019" / "02" / "accepted.yml").write_text(accepted, encoding="utf-8")
    return folder


def report_on(project: Path) -> Report:
    bulletin, diagnostics = load_bulletin(project)
    return make_report(project, learn(bulletin), diagnostics, is_whole=True)


def page_of(project: Path) -> BeautifulSoup:
    bulletin, _ = load_bulletin(project)
    return BeautifulSoup(render_report_page(project, bulletin.authority.site.title, report_on(project), DAY), "lxml")


# ---------------------------------------------------------------- order and words


def test_the_most_serious_come_first_and_a_kind_stays_together(tmp_path: Path) -> None:
    report = report_on(project_with(tmp_path, "accepted: [1]\n"))
    weights = [group.code.severity for group in report.groups()]
    assert weights == sorted(weights, reverse=True) and weights[0] is Severity.ERROR
    codes = [group.code for group in report.groups()]
    assert len(codes) == len(set(codes)) and {Code.ACCEPTED_FILE, Code.OPEN_QUOTE, Code.BAD_DATE, Code.NO_DATE} <= set(codes)


def test_the_real_issue_is_counted() -> None:
    bulletin, diagnostics = real_bulletin()
    read = make_report(Path("nowhere"), learn(bulletin), diagnostics, is_whole=True).issues[0]
    assert (dict(read.sections), read.tables, read.changes, read.is_whole) == ({"文件选登": 25, "人事任免": 7}, 24, 177, True)
    assert read.new_people == read.people > 300 and read.new_organs == read.organs > 250


def test_people_and_organs_are_new_in_the_first_issue_that_names_them(tmp_path: Path) -> None:
    line = "云州市人民政府关于王立新等同志职务任免的通知\n云府发〔2019〕{}号\n各区、县人民政府：\n经研究，决定：\n王立新同志任云州市财政局局长；\n{}云州市人民政府\n2019年2月1日\n"
    project_with(tmp_path, text=line.format(7, ""))
    more = line.format(9, "陈国平同志任云州市财政局副局长。\n")
    make_project(tmp_path, more, 2019, 3, CONFIG | {"organs.yml": "organs:\n  - {id: caizhengju, name: 云州市财政局, kind: department}\n"})
    first, second = report_on(tmp_path).issues
    assert (first.people, first.new_people, second.people, second.new_people) == (1, 1, 2, 1)
    assert (first.organs, first.new_organs, second.organs, second.new_organs) == (1, 1, 1, 0)


def test_many_of_a_kind_do_not_flood_the_terminal(tmp_path: Path) -> None:
    report = report_on(project_with(tmp_path, text=TEXT.replace(OPEN_MARK, OPEN_MARK * 9)))
    assert render_report(report).count(f"[{Code.OPEN_QUOTE.label}]") == 5 and "还有 5 处" in render_report(report)
    assert render_report(report, show_all=True).count(f"[{Code.OPEN_QUOTE.label}]") == 10
    assert render_report(report).splitlines()[-1].startswith("错误 0 处，疑点 ")
    assert f"{Code.OPEN_QUOTE.label} 10" in render_report(report)


def test_of_many_issues_the_terminal_tells_of_the_last_ones(tmp_path: Path) -> None:
    config = {"site.yml": "title: 云州公报\nissues_per_year: 12\n"}
    for number in range(1, 9):
        make_project(tmp_path, f"云州市人民政府关于造林的通知\n云府发〔2019〕{number}号\n各县人民政府：\n请执行。\n", 2019, number, config)
    report = report_on(tmp_path)
    short = render_report(report)
    assert short.startswith("（较早的 2 期从略") and "2019年第2期" not in short and "2019年第3期" in short and "2019年第8期" in short
    assert "2019年第1期" in render_report(report, show_all=True)


def test_the_printed_list_of_contents_is_compared(tmp_path: Path) -> None:
    contents = "目录\n云州市人民政府关于开展造林工作的通知……1\n云州市财政局关于印发预算管理办法的意见……2\n\n\n"
    read = report_on(project_with(tmp_path, text=contents + TEXT)).issues[0]
    assert read.contents is not None and (read.contents.entries, read.contents.found) == (2, 1)
    assert "目录 2 条，正文里找到 1 条" in render_report(report_on(tmp_path))


# ---------------------------------------------------------------- page


def test_the_page_shows_the_source_beside_the_result_and_needs_nothing_beside_it(tmp_path: Path) -> None:
    page = page_of(project_with(tmp_path))
    article = page.select_one(f'article[data-kind="{Code.OPEN_QUOTE.label}"]')
    assert article is not None
    mark = article.select_one("ol.source mark")
    assert mark is not None and mark.text == OPEN_MARK.strip()
    assert "云府发〔2019〕5号 的正文" in article.text and "网页还没有生成" in article.text
    assert not page.select("link, script[src], img, iframe") and "http" not in str(page.style)
    assert {str(option["value"]) for option in page.select("#kind option")} >= {"", Code.OPEN_QUOTE.label}


def test_the_page_links_to_a_built_page(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    built = project / "site" / "2019" / "02" / "yff-2019-5.html"
    built.parent.mkdir(parents=True)
    built.write_text("", encoding="utf-8")
    links = [str(a["href"]) for a in page_of(project).select("article a")]
    assert "../../site/2019/02/yff-2019-5.html#p4" in links
    assert all((project / "build" / "report" / link.partition("#")[0]).resolve().is_file() for link in links)


def test_text_that_looks_like_markup_is_text_on_the_page(tmp_path: Path) -> None:
    page = page_of(project_with(tmp_path, text=TEXT.replace("造林办法", "<script>alert(1)</script>")))
    assert len(page.select("script")) == 1 and "<script>alert(1)</script>" in page.text


def test_new_check_and_a_stopped_build_write_the_page(tmp_path: Path) -> None:
    project = project_with(tmp_path / "公报")
    source = tmp_path / "第3期.txt"
    source.write_text(TEXT.replace("2月30日", "5月3日"), encoding="utf-8")
    for arguments in (("check",), ("new", "2019", "3", str(source)), ("build", "--strict")):
        (project / PAGE).unlink(missing_ok=True)
        assert PAGE in call(project, *arguments).out and (project / PAGE).is_file()


# ---------------------------------------------------------------- accepted.yml


def entry(code: Code = Code.OPEN_QUOTE, words: str = "请照《造林办法执行。", more: str = "") -> str:
    return f"accepted:\n  - code: {code.label}\n    words: {words}\n    reason: 印本如此\n    date: 2019-04-01\n{more}"


def test_an_accepted_doubt_is_silent_and_shown_apart(tmp_path: Path) -> None:
    project = project_with(tmp_path, entry())
    report = report_on(project)
    assert [(doubt.line, accepted.reason) for doubt, accepted in report.accepted] == [(4, "印本如此")]
    assert [doubt.line for doubt in report.doubts if doubt.code is Code.OPEN_QUOTE] == [5]
    assert "（另有 1 处已认可）" in render_report(report)
    assert "印本如此" in page_of(project).text


def test_it_survives_another_line_number(tmp_path: Path) -> None:
    assert len(report_on(project_with(tmp_path, entry(more="    line: 400\n"))).accepted) == 1


def test_of_several_with_the_same_words_the_line_tells_which(tmp_path: Path) -> None:
    text = TEXT.replace(OPEN_MARK, OPEN_MARK * 2)
    with_line = report_on(project_with(tmp_path / "a", entry(more="    line: 5\n"), text))
    assert [doubt.line for doubt, _ in with_line.accepted] == [5]
    without = report_on(project_with(tmp_path / "b", entry(), text))
    assert without.accepted == () and any(doubt.code is Code.ACCEPTED_UNUSED and "source.txt:4、content/2019/02/source.txt:5" in doubt.message for doubt in without.doubts)


def test_it_says_when_it_no_longer_applies(tmp_path: Path) -> None:
    doubts = report_on(project_with(tmp_path, entry(words="已经改好的话"))).doubts
    assert [(d.path, d.line) for d in doubts if d.code is Code.ACCEPTED_UNUSED] == [("content/2019/02/accepted.yml", 2)]
    assert Code.ACCEPTED_UNUSED.label not in call(tmp_path, "check", "2019/02").out      # doubts across issues were not looked for


def test_what_stops_publication_cannot_be_accepted(tmp_path: Path) -> None:
    entries, faults = load_accepted(Path(project_with(tmp_path, entry(Code.SOURCE_CHANGED)) / "content/2019/02/accepted.yml"), "accepted.yml")
    assert entries == () and [fault.code for fault in faults] == [Code.ACCEPTED_FILE] and "不能认可" in faults[0].message


def test_the_ready_lines_accept_everything_that_can_be(tmp_path: Path) -> None:
    project = project_with(tmp_path, text=TEXT.replace("请照《造林办法执行。", "请照《造林办法" + "认真" * 60 + "执行。"))
    report = report_on(project)
    lines = render_ready(report.doubts, DAY)
    assert lines.startswith("# content/2019/02/accepted.yml")
    (project / "content/2019/02/accepted.yml").write_text(lines, encoding="utf-8")
    assert report_on(project).doubts == () and len(report_on(project).accepted) == len(report.doubts) == 4
    (project / "content/2019/02/accepted.yml").unlink()
    assert "accepted:" in call(project, "check", "--ready").out


@pytest.mark.parametrize(("words", "fits"), [("请照《造林……", True), ("请照《造林", False), ("请照《 造林办法执行。", True)])
def test_a_beginning_is_enough_only_where_it_says_so(words: str, fits: bool) -> None:
    doubt = Diagnostic(Code.OPEN_QUOTE, "content/2019/02/source.txt", 4, "", words="请照《造林办法执行。")
    accepted = Acceptance(Code.OPEN_QUOTE, words, None, "印本如此", DAY, "accepted.yml", 2)
    assert bool(silence([doubt], [accepted])[0]) == fits


@pytest.mark.parametrize("code", [code for code in Code if not code.stops])
def test_every_kind_that_does_not_stop_can_be_written_as_an_entry(code: Code, tmp_path: Path) -> None:
    line = ready_entry(Diagnostic(code, "content/2019/02/source.txt", 7, "", words="一：“二” #三\t'四'"), DAY)
    path = tmp_path / "accepted.yml"
    path.write_text("accepted:\n" + line + "\n", encoding="utf-8")
    (found,), faults = load_accepted(path, "accepted.yml")
    assert faults == () and (found.code, found.line, found.date) == (code, 7, DAY)


@pytest.mark.parametrize(("text", "code", "line"), [
    (TEXT[:TEXT.index("云州市人民政府\n2019年2月30日")] + "2019年2月20日\n", Code.NO_SIGNATURE, 6),
    (TEXT.replace("请做好。", "请做好。\n云州市人民政府\n2019年3月1日\n\n\n附件1：\n防火任务分解表\n各镇一百亩。"), Code.ANNEX_NOT_ANNOUNCED, 18),
    (TEXT + "\n\n大 事 记\n·3月1日，副县长张大山跃然纸上。\n", Code.NAME_IN_DOUBT, 17)])
def test_a_doubt_that_no_other_test_raises(text: str, code: Code, line: int, tmp_path: Path) -> None:
    assert [doubt.line for doubt in report_on(project_with(tmp_path, text=text)).doubts if doubt.code is code] == [line]


def test_every_kind_is_raised_in_some_test() -> None:
    """By its name: in the expected diagnostics of a golden case, or where a test asks for it."""
    tests = ROOT / "tests"
    text = "".join(path.read_text(encoding="utf-8") for path in sorted([*tests.rglob("*.py"), *tests.rglob("expected.yml")]) if "node_modules" not in path.parts)
    assert [code.name for code in Code if not re.search(rf"\b{code.name}\b", text)] == []
