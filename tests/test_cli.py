"""The commands as an editor runs them: exit status, messages in Chinese that name file and line, and nothing overwritten."""

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from generator.cli import main
from generator.diagnostics import Code
from generator.records import Role
from tests.support.bulletins import ROOT, make_project

CONFIG = {
    "site.yml": "title: 云州市人民政府公报\n",
    "series.yml": "series:\n  - {word: 云府发, slug: yff, issuer: 云州市人民政府}\n  - {word: 云府办发, slug: yfbf, issuer: 云州市人民政府办公室}\n",
}
HEAD = "云州市人民政府关于开展造林工作的通知\n云府发〔2019〕5号\n各区、县人民政府：\n"
SIGNED = "云州市人民政府\n2019年3月5日\n"
GOOD = HEAD + "请做好造林工作。\n" + SIGNED
ZIP = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00" + bytes(range(256)) * 8


@dataclass(frozen=True)
class Run:
    """What a command did."""

    status: int
    out: str
    error: str

    @property
    def text(self) -> str:
        return self.out + self.error


def run(project: Path, *arguments: str | Path) -> Run:
    """Runs a command on `project`; it may never end in a traceback, and its messages are in Chinese."""
    process = subprocess.run([sys.executable, "-m", "generator.cli", "--project", str(project), *map(str, arguments)], cwd=ROOT, capture_output=True, timeout=60,
                             env=os.environ | {"PYTHONUTF8": "1"}, check=False)
    return orderly(Run(process.returncode, process.stdout.decode(), process.stderr.decode()))


def call(project: Path, *arguments: str | Path) -> Run:
    """As `run`, but in this process: for the many ways to ask for something that is not there."""
    out, error = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
        try:
            status = main(["--project", str(project), *map(str, arguments)])
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else -1
    return orderly(Run(status, out.getvalue(), error.getvalue()))


def orderly(done: Run) -> Run:
    assert "Traceback" not in done.text and "Error:" not in done.text, done.text
    assert done.status in (0, 1, 2)
    assert len(re.findall("[\u4e00-\u9fff]", done.text)) >= 4, done.text
    return done


def tree(folder: Path) -> Mapping[str, bytes | None]:
    """Every file below `folder` with its bytes; folders with None. The report in build/ is no part of the bulletin."""
    found = (path for path in sorted(folder.rglob("*")) if "build" not in path.relative_to(folder).parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in found}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A bulletin without issues."""
    folder = tmp_path / "公报 项目"
    (folder / "site_config").mkdir(parents=True)
    for name, text in CONFIG.items():
        (folder / "site_config" / name).write_text(text, encoding="utf-8")
    return folder


def given(project: Path, data: bytes | str, name: str = "公报.txt") -> Path:
    path = project.parent / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def kept(folder: Path, text: str | bytes = GOOD, more: str = "") -> Path:
    """A bulletin that holds the issue 2019/02; `more` is added to its issue.yml."""
    make_project(folder, text, 2019, 2, CONFIG)
    path = folder / "content" / "2019" / "02" / "issue.yml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return folder


# ---------------------------------------------------------------- new


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_new_stores_the_bytes_as_received_and_says_what_was_read(project: Path, encoding: str) -> None:
    data = GOOD.replace("\n", "\r\n").encode(encoding)
    done = run(project, "new", "2019", "2", given(project, data))
    assert done.status == 0
    assert "公文 1 件" in done.out and "content/2019/02" in done.out
    stored = project / "content" / "2019" / "02"
    assert (stored / "source.txt").read_bytes() == data
    assert f"sha256: {hashlib.sha256(data).hexdigest()}" in (stored / "issue.yml").read_text(encoding="utf-8")
    assert sorted(tree(project / "content")) == ["2019", "2019/02", "2019/02/issue.yml", "2019/02/source.txt"]
    assert run(project, "check", "--strict").status == 0


def test_new_stores_more_issues_than_a_year_has_and_asks_for_their_months(project: Path) -> None:
    done = call(project, "new", "2019", "7", given(project, GOOD))
    issue = project / "content" / "2019" / "07" / "issue.yml"
    text = issue.read_text(encoding="utf-8")
    assert done.status == 1 and "content/2019/07/issue.yml:3" in done.text and "每年6期，第7期的起止月份推不出" in done.text
    assert "period: null   # 请写本期起止月份" in text and "每年6期" in call(project, "check").text
    issue.write_text(text.replace("period: null", "period: 2019-04 至 2019-04"), encoding="utf-8")
    assert call(project, "check").status == 0
    (project / "site_config" / "site.yml").write_text("title: 公报\nissues_per_year: 24\n", encoding="utf-8")
    assert call(project, "new", "2019", "13", given(project, GOOD)).status == 0
    assert "period: 2019-07 至 2019-07" in (project / "content" / "2019" / "13" / "issue.yml").read_text(encoding="utf-8")


def test_new_overwrites_nothing(project: Path) -> None:
    assert run(project, "new", "2019", "2", given(project, GOOD)).status == 0
    before = tree(project)
    done = run(project, "new", "2019", "2", given(project, GOOD.replace("造林", "防火")))
    assert done.status == 1 and f"content/2019/02  [{Code.EXISTS.label}]" in done.out
    assert tree(project) == before


BAD_FILES: Mapping[str, tuple[bytes, Code, int | None]] = {
    "empty": (b"", Code.EMPTY, None), "blanks": ("\u3000\n \r\n\u00a0\n".encode(), Code.EMPTY, None), "png": (b"\x89PNG\r\n\x1a\n" + bytes(200), Code.NOT_TEXT, None),
    "docx": (ZIP, Code.DAMAGED, None), "bad byte": (GOOD.encode().replace("林工".encode(), b"\xff", 1), Code.ENCODING, 1),
    "bad byte below": (GOOD.encode()[:-3] + b"\xff\n", Code.ENCODING, 6), "no document": ("今天天气很好。\n明天也好。\n".encode(), Code.NO_DOCUMENT, None),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_new_refuses_what_it_cannot_read(project: Path, case: str) -> None:
    data, code, line = BAD_FILES[case]
    before = tree(project)
    path = given(project, data, "收到的公报.docx" if case == "docx" else "收到的公报.txt")
    done = run(project, "new", "2019", "2", path)
    assert done.status == 1 and "没有收入" in done.out
    # The editor is told of the file he gave, not of a place in content/ that was never written.
    assert f"{path}{'' if line is None else f':{line}'}  [{code.label}]" in done.out
    assert "content/2019/02/source.txt" not in done.text
    assert tree(project) == before


def test_new_keeps_a_text_without_documents_if_told_to(project: Path) -> None:
    path = given(project, "今天天气很好。\n")
    assert run(project, "new", "2019", "2", path, "--keep").status == 1    # stored, and the fault is still a fault
    assert (project / "content" / "2019" / "02" / "source.txt").read_bytes() == "今天天气很好。\n".encode()


@pytest.mark.parametrize(("what", "words"), [("missing", "没有这个文件"), ("folder", "文件夹"), ("long name", "文件打不开"), ("through a file", "文件打不开")])
def test_new_of_a_path_that_is_no_file(project: Path, what: str, words: str) -> None:
    path = {"missing": project.parent / "没有.txt", "folder": project.parent, "long name": project.parent / ("长" * 200), "through a file": given(project, GOOD) / "a.txt"}[what]
    before = tree(project)
    done = run(project, "new", "2019", "2", path)
    assert done.status == 1 and words in done.out and f"{path}  [{Code.UNREADABLE.label}]" in done.out
    assert tree(project) == before


@pytest.mark.parametrize("arguments", [
    ("218", "2"), ("二〇一八", "2"), ("2019", "0"), ("2019", "100"), ("2019", "两"), ("-1", "2"), ("3000", "2"), ("²⁰¹⁹", "2"), ("٢٠١٩", "2"), ("2019.5", "2"), ("9" * 5000, "2"),
    ("2019",), ()])
def test_new_with_a_wrong_year_or_number_is_wrong_usage(project: Path, arguments: tuple[str, ...]) -> None:
    before = tree(project)
    done = call(project, "new", *arguments, *((given(project, GOOD),) if len(arguments) == 2 else ()))
    assert done.status == 2 and "用法不对" in done.error
    assert tree(project) == before


TITLES = ["../../etc/passwd的通知", "<script>alert(1)</script>", "{{ 7*7 }}{% raw %}", "C:\\con.txt", "a\u202eb", "——————", "长" * 100]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_text_whatever_it_says(project: Path, title: str) -> None:
    before = tree(project.parent)
    done = run(project, "new", "2019", "2", given(project, GOOD.replace("造林", title)))
    assert done.status in (0, 1)
    written = set(tree(project.parent)) - set(before) - {"公报.txt"}
    assert written == {f"公报 项目/{name}" for name in ("content", "content/2019", "content/2019/02", "content/2019/02/issue.yml", "content/2019/02/source.txt")}
    folder = project.parent / "数据"
    assert call(project, "data", folder).status == 0
    found = json.loads((folder / "data" / "documents.json").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in found] == ["yff-2019-5"] and re.fullmatch(r"[a-z0-9/.-]+", found[0]["url"])
    assert all(re.fullmatch(r"[a-zA-Z0-9/._-]+", name) for name in tree(folder))


@pytest.mark.parametrize("name", ["公报'甲\".txt", "公报: #甲.txt", "- 公报.txt", "公\n报.txt", "公报\\甲.txt", "公报\u2028.txt"])
def test_a_file_may_be_called_anything(project: Path, name: str) -> None:
    assert run(project, "new", "2019", "2", given(project, GOOD, name)).status == 0
    assert call(project, "check").status == 0


DOUBTS = {
    "two documents of one number": (GOOD + GOOD.replace("5日", "6日"), Code.DUPLICATE_NUMBER, 7, 1),
    "dated after the issue": (GOOD.replace("3月5日", "5月5日"), Code.LATE_DATE, 1, 0),
    "unclosed mark": (GOOD.replace("请做好", "根据《办法的规定，请做好"), Code.OPEN_QUOTE, 4, 0),
    "control character": (GOOD.replace("请做好", "请\x07做好"), Code.CONTROL_CHARACTER, 4, 0),
    "no such day": (GOOD.replace("3月5日", "2月30日"), Code.BAD_DATE, 6, 0),
    "lines lost": (HEAD + "一二三四五六七八九十" * 10_000 + "\n" + SIGNED, Code.LONG_PARAGRAPH, 4, 0),
    "unknown series": (GOOD.replace("云府发", "川府办函"), Code.UNKNOWN_SERIES, 1, 0),
}


@pytest.mark.parametrize("case", DOUBTS)
def test_new_reports_a_doubt_with_its_line(project: Path, case: str) -> None:
    text, code, line, status = DOUBTS[case]
    done = run(project, "new", "2019", "2", given(project, text))
    assert done.status == status
    assert f"content/2019/02/source.txt:{line}  [{code.label}]" in done.out
    assert (project / "content" / "2019" / "02" / "source.txt").read_bytes() == text.encode()
    checked = call(project, "check", "2019/02", "--strict")
    assert checked.status == 1 and f"content/2019/02/source.txt:{line}  [{code.label}]" in checked.out


def test_ten_thousand_lines_in_one_paragraph_are_read_in_seconds(project: Path) -> None:
    text = HEAD + "".join(f"第{n}项工作由市财政局、市林业局负责，《办法》第{n}条适用，2019年3月5日前完成；" for n in range(10_000)) + "\n" + SIGNED
    done = run(project, "new", "2019", "2", given(project, text))
    assert done.status == 0 and f"[{Code.LONG_PARAGRAPH.label}]" in done.out and "公文 1 件" in done.out


def test_ten_thousand_numbers_are_read_in_seconds(project: Path) -> None:
    text = "".join(f"云府发〔2019〕{n}号\n\n·1月2日，会议。\n" for n in range(1, 2001))
    assert "公文 2000 件" in run(project, "new", "2019", "2", given(project, text)).out


def test_new_where_the_year_is_a_file(project: Path) -> None:
    (project / "content").mkdir()
    (project / "content" / "2019").write_text("甲", encoding="utf-8")
    before = tree(project)
    done = run(project, "new", "2019", "2", given(project, GOOD))
    assert done.status == 1 and "文件读写失败" in done.error
    assert tree(project) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_new_where_nothing_may_be_written(project: Path) -> None:
    project.chmod(0o555)
    try:
        assert run(project, "new", "2019", "2", given(project, GOOD)).status == 1
    finally:
        project.chmod(0o755)


# ---------------------------------------------------------------- check


def test_check_of_a_good_bulletin(tmp_path: Path) -> None:
    kept(tmp_path)
    before = tree(tmp_path)
    done = run(tmp_path, "check")
    assert done.status == 0 and "错误 0 处，疑点 0 处" in done.out and "每一个都归入且只归入一处记录" in done.out
    assert tree(tmp_path) == before


def test_check_strict_fails_where_check_warns(tmp_path: Path) -> None:
    kept(tmp_path, GOOD.replace("3月5日", "5月5日"))
    assert (run(tmp_path, "check").status, run(tmp_path, "check", "--strict").status) == (0, 1)


def test_check_data_and_archive_take_what_a_command_before_has_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = kept(tmp_path / "project")
    ways = {name: (("check",), ("data", tmp_path / name / "data"), ("archive", "2019", tmp_path / name)) for name in ("first", "again")}
    first = [call(project, *words) for words in ways["first"]]

    def load(path: Path, *_: object) -> None:
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr("generator.project.load_issue", load)
    again = [call(project, *words) for words in ways["again"]]
    assert [done.out.replace("again", "first") for done in again] == [done.out for done in first] and not any(done.status for done in again)
    assert tree(tmp_path / "again") == tree(tmp_path / "first")


def test_check_of_one_issue_leaves_what_is_kept_of_the_whole(tmp_path: Path) -> None:
    """Its number stands in another issue too, a doubt that it alone does not raise."""
    kept(tmp_path)
    make_project(tmp_path, GOOD, 2019, 3, CONFIG)
    call(tmp_path, "build")
    folder = tmp_path / "build" / "cache" / "2019-03"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert call(tmp_path, "check", "2019/03").status == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_check_where_nothing_can_be_kept(tmp_path: Path) -> None:
    kept(tmp_path)
    expected = call(tmp_path, "check")
    shutil.rmtree(tmp_path / "build")
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "cache").write_text("somebody's file", encoding="utf-8")
    assert call(tmp_path, "check") == expected


@pytest.mark.parametrize("name", ["2019/02", "2019/02/", "content/2019/02", "2019\\02"])
def test_check_of_one_issue_however_it_is_written(tmp_path: Path, name: str) -> None:
    kept(tmp_path, GOOD.replace("3月5日", "5月5日"))
    done = run(tmp_path, "check", name, "--strict")
    assert done.status == 1 and "2019年第2期" in done.out


@pytest.mark.parametrize("name", ["2019/03", "2019", "..", "../..", "2019/2", "", "/etc", "2019/02/issue.yml", "第2期"])
def test_check_of_an_issue_that_does_not_exist_is_wrong_usage(tmp_path: Path, name: str) -> None:
    done = call(kept(tmp_path), "check", name)
    assert done.status == 2 and "没有这一期" in done.error


def test_a_source_that_was_changed_is_reported_and_not_read(tmp_path: Path) -> None:
    source = kept(tmp_path) / "content" / "2019" / "02" / "source.txt"
    source.write_text(GOOD.replace("造林", "防火"), encoding="utf-8")
    for arguments in (("check",), ("data", str(tmp_path / "out")), ("explain", "content/2019/02/source.txt:1")):
        done = run(tmp_path, *arguments)
        assert done.status == 1 and f"content/2019/02/source.txt  [{Code.SOURCE_CHANGED.label}]" in done.out
    assert not (tmp_path / "out").exists()


def test_a_source_that_is_missing(tmp_path: Path) -> None:
    (kept(tmp_path) / "content" / "2019" / "02" / "source.txt").unlink()
    done = run(tmp_path, "check")
    assert done.status == 1 and f"content/2019/02/source.txt  [{Code.UNREADABLE.label}]" in done.out


def test_one_bad_issue_does_not_hide_the_others(tmp_path: Path) -> None:
    kept(tmp_path)
    folder = tmp_path / "content" / "2019" / "03"
    folder.mkdir()
    (folder / "issue.yml").write_text("year: 2019\n\tnumber: 3\n", encoding="utf-8")
    done = run(tmp_path, "check")
    assert done.status == 1 and f"content/2019/03/issue.yml:2  [{Code.ISSUE_FILE.label}]" in done.out and "2019年第2期" in done.out


def test_two_folders_cannot_hold_one_issue(tmp_path: Path) -> None:
    kept(tmp_path)
    other = tmp_path / "content" / "2019" / "03"
    other.mkdir()
    for name in ("issue.yml", "source.txt"):
        (other / name).write_bytes((tmp_path / "content" / "2019" / "02" / name).read_bytes())
    done = run(tmp_path, "check")
    assert done.status == 1 and f"content/2019/03/issue.yml:3  [{Code.ISSUE_FILE.label}]" in done.out


def test_mistakes_in_site_config_are_reported_by_every_command(tmp_path: Path) -> None:
    (kept(tmp_path) / "site_config" / "series.yml").write_text("series:\n\t- 甲\n", encoding="utf-8")
    for arguments in (("check",), ("data", str(tmp_path / "out")), ("explain", "content/2019/02/source.txt:1"), ("new", "2019", "3", str(given(tmp_path, GOOD)))):
        done = call(tmp_path, *arguments)
        assert done.status == 1 and f"site_config/series.yml:2  [{Code.CONFIG.label}]" in done.out
    assert not (tmp_path / "out").exists() and not (tmp_path / "content" / "2019" / "03").exists()


def test_a_bulletin_without_issues(project: Path) -> None:
    assert run(project, "check").status == 0


PLACED = GOOD + "大事记\n●3月1日，会议。" + "".join(f"\n\n\n\n\n\n框{name}" for name in "甲乙丙")


def placement(**changes: str) -> str:
    entry = {"document": "云府发〔2019〕5号", "after": "（一）目标", "lines": "9-30", "caption": "流程", "reason": "理由", "date": "2026-11-23", **changes}
    return "placements:\n  - " + "\n    ".join(f"{key}: {value}" for key, value in entry.items()) + "\n"


@pytest.mark.parametrize(("changes", "code", "words"), [
    ({"document": "云府发〔2019〕99号"}, Code.PLACEMENT, "没有公文"), ({"after": "（九）没有"}, Code.PLACEMENT, "找不到小标题"),
    ({"lines": "1-2"}, Code.PLACEMENT, "没有无归处的文字"),
    ({"lines": "900-999"}, Code.PLACEMENT, "没有无归处的文字"), ({"connect": "[14 → 99]"}, Code.PLACEMENT, "连线"), ({"connect": "[甲 → 乙]"}, Code.PLACEMENT, "连线"),
    ({"lines": "十到二十"}, Code.ISSUE_FILE, "lines"), ({"date": "明天"}, Code.ISSUE_FILE, "date"), ({"reason": ""}, Code.ISSUE_FILE, "reason"),
    ({"date": "2018-02-30"}, Code.ISSUE_FILE, "读不懂"),
])
def test_placements_that_cannot_be_done(tmp_path: Path, changes: Mapping[str, str], code: Code, words: str) -> None:
    text = PLACED.replace("请做好造林工作。", "（一）目标\n请做好造林工作。")
    done = call(kept(tmp_path, text, placement(**changes)), "check")
    assert done.status == 1 and f"[{code.label}]" in done.out and words in done.out and "content/2019/02/issue.yml" in done.out


def test_a_placement_that_can_be_done(tmp_path: Path) -> None:
    text = PLACED.replace("请做好造林工作。", "（一）目标\n请做好造林工作。")
    kept(tmp_path, text, placement(connect="[15 → 21 → 27]"))
    done = run(tmp_path, "check")
    assert done.status == 0 and Code.STRAY_TEXT.label not in done.out
    assert "流程" in run(tmp_path, "explain", "content/2019/02/source.txt:21").out


# ---------------------------------------------------------------- explain

EVERY_ROLE = """云州市人民政府办公室转发市林业局《造林办法》的通知
云府办发〔2019〕4号
各区、县人民政府：
现将《造林办法》转发给你们。
一、总体要求
1.按时完成造林任务，不得拖延。
附件：1.任务分解表
云州市人民政府办公室
2019年3月8日

造林办法
（市林业局）
第一条　为造林，制定本办法。

附件1：
任务分解表

\t区县
\t面积


云州市人民政府关于防火的通知
云府发〔2019〕6号
各区、县人民政府：
工作如下。
目录
一、甲
二、乙
一、甲
二、乙
云州市人民政府
2019年3月9日
（此件公开发布）
大事记
三月
●1日，会议召开。
会议由市长主持。
主办：云州市人民政府办公室
"""
ROLES = {1: Role.TITLE, 2: Role.NUMBER, 3: Role.ADDRESSEES, 4: Role.TEXT, 5: Role.HEADING, 6: Role.ITEM, 7: Role.ANNOUNCEMENT, 8: Role.SIGNATURE, 9: Role.DATE,
         11: Role.PART_TITLE, 12: Role.BYLINE, 13: Role.ITEM, 15: Role.LABEL, 16: Role.PART_TITLE, 18: Role.TABLE, 19: Role.TABLE, 25: Role.TEXT,
         26: Role.CONTENTS, 27: Role.CONTENTS, 29: Role.HEADING, 33: Role.NOTE}
OTHERS = {10: "空行", 34: "栏目标题“大事记”", 35: "月份", 36: "大事记条目 2019-03-01-1", 37: "大事记条目 2019-03-01-1", 38: "版权页"}


def test_explain_knows_every_role(tmp_path: Path) -> None:
    kept(tmp_path, EVERY_ROLE)
    assert set(ROLES.values()) == set(Role)
    for line, role in ROLES.items():
        done = call(tmp_path, "explain", f"content/2019/02/source.txt:{line}")
        assert done.status == 0
        assert f"的{role.value}" in done.out and "规则：" in done.out and "网页：2019/02/" in done.out, done.out
        assert EVERY_ROLE.splitlines()[line - 1].strip() in done.out
    for line, words in OTHERS.items():
        done = call(tmp_path, "explain", f"content/2019/02/source.txt:{line}")
        assert done.status == 0 and words in done.out, done.out


@pytest.mark.parametrize("place", [
    "content/2019/02/source.txt", "content/2019/02/source.txt:", "content/2019/02/source.txt:甲", ":3", "content/2019/02/没有.txt:1", "content/2019/02/issue.yml:1",
    "../../etc/passwd:1", "/etc/passwd:1", "content/2019/02:1", "content/2019/02/source.txt:0", "content/2019/02/source.txt:9999", "content/2019/02/source.txt:-1",
    "content/2019/02/source.txt:" + "9" * 5000, "content/2019/02/source.txt:²", ""])
def test_explain_of_a_place_that_does_not_exist_is_wrong_usage(tmp_path: Path, place: str) -> None:
    assert call(kept(tmp_path), "explain", place).status == 2


# ---------------------------------------------------------------- data


def test_data_keeps_to_its_schemas(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    done = run(ROOT, "data", folder)
    assert done.status == 0
    files = sorted(path for path in (folder / "data").glob("*.json"))
    assert {"issues.json", "documents.json", "tables.json", "chronicle.json"} <= {path.name for path in files}
    for path in files:
        schema = json.loads((folder / "data" / "schema" / f"{path.stem}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        records = json.loads(path.read_text(encoding="utf-8"))
        assert records or path.name == "editor_notes.json"     # no editor has had to correct the real issue
        jsonschema.validate(records, schema)
        ids = [record["id"] for record in records if "id" in record]
        assert len(set(ids)) == len(ids)
    assert {path.name.removesuffix(".schema.json") for path in (folder / "data" / "schema").iterdir()} == {path.stem for path in files}


def test_data_twice_gives_the_same_bytes_and_touches_nothing(tmp_path: Path) -> None:
    kept(tmp_path / "a", EVERY_ROLE)
    folder = tmp_path / "out"
    run(tmp_path / "a", "data", folder)
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    run(tmp_path / "a", "data", folder)
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()} == before
    run(tmp_path / "a", "data", tmp_path / "other")
    assert tree(folder) == tree(tmp_path / "other")


def test_data_into_a_file(tmp_path: Path) -> None:
    path = given(kept(tmp_path / "a"), "甲")
    done = run(tmp_path / "a", "data", path)
    assert done.status == 1 and "文件读写失败" in done.error and path.read_bytes() == "甲".encode()


def test_data_into_a_folder_with_files_of_somebody_else(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    (folder / "data" / "issues.json").mkdir(parents=True)
    (folder / "data" / "issues.json" / "mine.txt").write_text("甲", encoding="utf-8")
    kept(tmp_path / "a")
    done = run(tmp_path / "a", "data", folder)
    assert done.status == 1 and "文件读写失败" in done.error and (folder / "data" / "issues.json" / "mine.txt").read_text(encoding="utf-8") == "甲"


def test_data_of_an_empty_bulletin(project: Path) -> None:
    folder = project.parent / "out"
    assert run(project, "data", folder).status == 0
    assert json.loads((folder / "data" / "documents.json").read_text(encoding="utf-8")) == []


def test_data_is_not_exported_where_an_issue_had_to_be_left_out(tmp_path: Path) -> None:
    kept(tmp_path / "a")
    (tmp_path / "a" / "content" / "2019" / "02" / "issue.yml").write_text("year: 2019\n\tnumber: 2\n", encoding="utf-8")
    run(tmp_path / "a", "data", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_number_printed_again_in_a_later_issue_is_reported_and_both_are_kept(tmp_path: Path) -> None:
    project = make_project(tmp_path, GOOD, 2019, 1)
    (tmp_path / "content" / "2019" / "02").mkdir()
    for name in ("source.txt", "issue.yml"):
        text = (tmp_path / "content" / "2019" / "01" / name).read_text(encoding="utf-8")
        (tmp_path / "content" / "2019" / "02" / name).write_text(text.replace("number: 1", "number: 2"), encoding="utf-8")
    done = run(project, "check")
    assert done.status == 1 and "[文号重复]" in done.out and "2019年第1期已经印过" in done.out


# ---------------------------------------------------------------- usage


@pytest.mark.parametrize("arguments", [(), ("tun",), ("check", "--stricht"), ("explain",), ("data",), ("new",), ("build", "--engine", "hugo")])
def test_wrong_usage(project: Path, arguments: tuple[str, ...]) -> None:
    done = call(project, *arguments)
    assert done.status == 2 and "用法不对" in done.error


def test_a_folder_that_is_no_project(tmp_path: Path) -> None:
    done = run(tmp_path, "check")
    assert done.status == 2 and "site_config" in done.error
    assert run(tmp_path / "没有", "check").status == 2


@pytest.mark.parametrize("command", [(), ("new",), ("check",), ("explain",), ("data",), ("build",), ("serve",), ("archive",), ("key",), ("verify",), ("apply",)])
def test_help_is_in_chinese(project: Path, command: tuple[str, ...]) -> None:
    done = call(project, *command, "--help")
    assert done.status == 0 and "显示本说明" in done.out and not re.search("usage|options|arguments|show this", done.out)


def test_a_terminal_that_knows_no_chinese_does_not_stop_the_work(project: Path) -> None:
    process = subprocess.run([sys.executable, "-m", "generator.cli", "--project", str(project), "new", "2019", "2", str(given(project, GOOD))], cwd=ROOT, capture_output=True,
                             env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}, timeout=60, check=False)
    assert process.returncode == 0 and b"Traceback" not in process.stderr
    assert (project / "content" / "2019" / "02" / "source.txt").exists()


def test_every_kind_of_message_is_explained_to_editors() -> None:
    text = (ROOT / "EDITORS.md").read_text(encoding="utf-8")
    assert [code.label for code in Code if f"| {code.label} |" not in text] == []


# ---------------------------------------------------------------- what should not happen


def test_a_fault_of_the_program_is_told_in_chinese_and_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path)
    (tmp_path / "build").mkdir()
    monkeypatch.setattr("generator.commands.check.make_report", lambda *_, **__: dict[str, str]()["缺的"])
    done = call(tmp_path, "check")
    log = tmp_path / "build" / "gongbao-fault.log"
    assert done.status == 1 and str(log) in done.error and "KeyError" in log.read_text(encoding="utf-8")


def test_a_helper_process_that_the_system_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path)

    def end(*_: object) -> None:
        raise BrokenProcessPool("A process in the process pool was terminated abruptly")

    monkeypatch.setattr("generator.publishing.preparation.read_ahead", end)
    done = call(tmp_path, "check")
    assert done.status == 1 and "辅助进程" in done.error and not (tmp_path / "build" / "gongbao-fault.log").exists()


def test_what_word_leaves_beside_an_open_file_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = kept(tmp_path) / "content" / "2019" / "02"
    expected = call(tmp_path, "check")
    for name in ("~$source.docx", ".~lock.source.txt#", "notes.txt"):
        (issue / name).write_text("held", encoding="utf-8")
    read_bytes = Path.read_bytes

    def refuse(self: Path) -> bytes:
        if self.parent == issue and self.name not in ("source.txt", "issue.yml"):
            raise PermissionError(13, "Permission denied", str(self))
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert call(tmp_path, "check") == expected


def test_a_source_that_is_held_by_another_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = kept(tmp_path) / "content" / "2019" / "02" / "source.txt"
    read_bytes = Path.read_bytes

    def refuse(self: Path) -> bytes:
        if self == source:
            raise PermissionError(13, "Permission denied", str(self))
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    done = call(tmp_path, "check")
    assert done.status == 1 and "content/2019/02/source.txt" in done.out and "找不到或打不开" in done.out


def test_the_system_speaks_chinese(tmp_path: Path) -> None:
    done = call(tmp_path, "key", "new", tmp_path / "none" / "office.key")
    assert done.status == 1 and "没有这个文件或文件夹" in done.error and "请核对路径" in done.error and "No such" not in done.text
