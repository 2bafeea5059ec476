"""What editors keep in site_config/: the patterns know their examples, nothing is claimed twice, and no mistake in a file is an exception."""

import codecs
import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.authority.bundle import load_authority
from generator.authority.layouts import NATIONAL, Layouts, Pattern, load_layouts
from generator.authority.organs import load_organs
from generator.authority.series import load_series, pinyin_slug
from generator.authority.site import load_site
from generator.authority.yaml_file import load_yaml
from generator.diagnostics import Diagnostic, InputFault, format_diagnostic
from generator.notation.folding import fold
from generator.reading.issue_file import default_period, load_issue_file
from generator.records import SectionKind
from tests.support.bulletins import CORPUS, ROOT

LAYOUTS: Layouts = load_layouts(Path("no such folder"), "site_config")[0]
LISTS: dict[str, Any] = yaml.safe_load(NATIONAL.read_text(encoding="utf-8"))
FOLDERS = [ROOT / "site_config", CORPUS / "yunzhou-2019-02"]
ALL_FILES = ("site.yml", "layouts.yml", "series.yml", "organs.yml")


def patterns() -> Iterator[tuple[str, Pattern]]:
    for kind, pattern in LAYOUTS.sections:
        yield kind.value, pattern
    for name, found in (("notices", LAYOUTS.notices), ("colophon", LAYOUTS.colophon), ("colophon_below", LAYOUTS.colophon_below)):
        for pattern in found:
            yield name, pattern


def load(folder: Path) -> tuple[Diagnostic, ...]:
    return load_authority(folder)[1]


def chinese(diagnostic: Diagnostic) -> str:
    """The message as an editor sees it, which must be in Chinese and name file and line."""
    text = format_diagnostic(diagnostic)
    assert re.match(r"site_config/\w+\.yml:\d+  \[\w+\] ", text), text
    assert len(re.findall("[\u4e00-\u9fff]", diagnostic.message)) >= 4, text
    return text


# ---------------------------------------------------------------- layouts


@pytest.mark.parametrize(("name", "pattern"), list(patterns()))
def test_a_pattern_matches_its_examples_and_not_its_counter_examples(name: str, pattern: Pattern) -> None:
    assert pattern.examples, f"{name} has no example"
    assert [example for example in pattern.examples if not pattern.matches(example)] == []
    assert [example for example in pattern.counter_examples if pattern.matches(example)] == []


def test_no_two_kinds_of_section_claim_one_line() -> None:
    for kind, pattern in LAYOUTS.sections:
        for example in pattern.examples:
            assert {other for other, found in LAYOUTS.sections if found.matches(example)} == {kind}, example


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_kept_in_this_repository_has_no_fault(folder: Path) -> None:
    assert load(folder) == ()


@pytest.mark.parametrize("key", [key for key, value in LISTS.items() if value and isinstance(value[0], str) and isinstance(value, list)])
def test_no_word_stands_twice_in_a_list(key: str) -> None:
    assert sorted(set(LISTS[key])) == sorted(LISTS[key])


@pytest.mark.parametrize(("line", "ends"), [
    ("市政府关于部分地名命名的通知", True), ("停车场管理办法（试行）", True), ("事故应急预案（修订版）", True), ("云州市人民政府令", True), ("关于表彰的决 定", True),
    ("海门市人民政府", False), ("", False), ("成员名单", False), ("通知如下", False)])
def test_ends_of_titles(line: str, ends: bool) -> None:
    assert LAYOUTS.ends_title(line) is ends


@pytest.mark.parametrize(("line", "issuer"), [
    ("市政府关于部分地名命名的通知", "市政府"), ("云州市人民政府办公室关于做好", "云州市人民政府办公室"), ("市政府办公室转发市水利局", "市政府办公室"),
    ("云州市人民政府　关于印发", "云州市人民政府"), ("关于印发", None), ("各区人民政府：", None), ("", None)])
def test_the_organ_that_opens_a_title(line: str, issuer: str | None) -> None:
    assert LAYOUTS.title_issuer(line) == issuer


@pytest.mark.parametrize(("line", "is_person"), [
    ("市长　王清和", True), ("代市长：王清和", True), ("市长 买买提·艾力", True), ("市长", False), ("王清和", False), ("市长王清和主持会议。", False), ("云州市人民政府", False)])
def test_persons_that_sign(line: str, is_person: bool) -> None:
    assert LAYOUTS.is_signing_person(line) is is_person


@pytest.mark.parametrize(("line", "is_addressee"), [
    ("各区、镇人民政府（管委会），市各委办局，市各直属单位：", True), ("市林业局:", True), ("市供销合作社联合社：", True), ("各区人民政府", False), ("市政府决定如下：", False),
    ("《办法》已经市政府同意：", False), ("现将有关单位名单公布如下：", False), ("", False), ("：", False)])
def test_addressees(line: str, is_addressee: bool) -> None:
    assert LAYOUTS.is_addressee_line(line) is is_addressee


@pytest.mark.parametrize(("line", "found"), [
    ("附件1：", ("附件1：", "1", "")), ("附 件 １", ("附件１", "１", "")), ("附：名单", ("附：", None, "名单")), ("附件一：方案", ("附件一：", "一", "方案")),
    ("附表2", ("附表2", "2", "")),
    ("附件", ("附件", None, "")), ("附件1名单", None), ("附近的单位", None), ("见附件1：", None)])
def test_labels_of_annexes(line: str, found: tuple[str, str | None, str] | None) -> None:
    match = LAYOUTS.label(line)
    assert (match and (match["label"], match["number"], match["rest"])) == found


@pytest.mark.parametrize(("line", "is_note"), [("单位：亩", True), ("计量单位：万元", True), ("填报单位：", True), ("2019年造林任务表", False), ("单位名单", False)])
def test_lines_between_a_caption_and_its_table(line: str, is_note: bool) -> None:
    assert LAYOUTS.is_table_note(line) is is_note


def test_a_bulletin_adds_its_own_sections_before_the_national_ones(tmp_path: Path) -> None:
    (tmp_path / "layouts.yml").write_text("sections:\n  - {kind: other, pattern: 市政要闻, examples: [市政要闻]}\nbullets: '△'\ntitle_ends: [通则]\n", encoding="utf-8")
    layouts, faults = load_layouts(tmp_path, "site_config")
    assert faults == ()
    assert (layouts.section_kind("市政 要闻"), layouts.section_kind("大事记")) == (SectionKind.OTHER, SectionKind.CHRONICLE)
    assert "△" in layouts.bullets and "·" in layouts.bullets
    assert layouts.ends_title("停车通则") and layouts.ends_title("停车办法")


# ---------------------------------------------------------------- series and organs


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_series_and_no_slug_stands_twice(folder: Path) -> None:
    raw = yaml.safe_load((folder / "series.yml").read_text(encoding="utf-8"))["series"]
    assert len({entry["word"] for entry in raw}) == len({entry["slug"] for entry in raw}) == len(raw) == len(load_series(folder, "")[0].entries)


@pytest.mark.parametrize("path", sorted(ROOT.glob("site_config/organs.yml")) + sorted(CORPUS.glob("*/organs.yml")), ids=lambda path: path.parent.name)
def test_no_printed_form_is_claimed_twice(path: Path) -> None:
    organs, faults = load_organs(path.parent, "site_config")
    forms = [fold(form) for organ in organs.entries for form in organ.forms()]
    assert faults == () and len(set(forms)) == len(forms) and organs.entries
    assert all(organs.find(form) is organ for organ in organs.entries for form in organ.forms())


@pytest.mark.parametrize(("word", "slug"), [("川府办函", "chuanfubanhan"), ("海政发", "haizhengfa"), ("吕律", "lvlv"), ("★", "x"), ("", "x"), ("A-1 号", "a1hao")])
def test_slugs_from_pinyin(word: str, slug: str) -> None:
    assert pinyin_slug(word) == slug


@given(st.text(max_size=10))
def test_a_slug_is_lower_case_ascii_whatever_the_word(word: str) -> None:
    assert re.fullmatch("[a-z0-9]+", pinyin_slug(word))


def test_an_unknown_series_has_no_issuer_unless_it_is_an_order_of_a_government() -> None:
    series = load_series(Path("no such folder"), "")[0]
    assert series.resolve("川府办函").issuer is None and not series.resolve("川府办函").is_known
    assert series.resolve("云州市人民政府令").issuer == "云州市人民政府"


# ---------------------------------------------------------------- mistakes of the hand, in any file


@pytest.mark.parametrize("name", ALL_FILES)
@pytest.mark.parametrize(("text", "line"), [
    ("title: 甲\n\tcity: 乙\n", 2),                          # a tab where blanks must stand
    ("title: 甲\n  city: 乙\n", 2),
    ("a: 1\nb: 2\na: 3\n", 3),                               # a key twice
    ("a: [1, 2\n", 2), ("a: '甲\n", 2), ("a: \"甲\n", 2), ("a: {b: 1\n", 2), ("{\n", 2), ("a: b: c\n", 1), ("- 甲\n乙: 1\n", 2), ("%甲\n", 1), ("a: *甲\n", 1), ("a: !甲 乙\n", 1),
    ("- 甲\n- 乙\n", 1), ("只有一行文字\n", 1), ("3\n", 1),    # no mapping
    ("a: 1\nb: 2018-02-30\n", 2), ("a: 1\nb: 2018-13-01\n", 2), ("a: 2018-01-01 25:00:00\n", 1),  # no such day, no such hour
    ("a: !!bool 甲\n", 1), ("a: !!int 甲\n", 1), ("a: !!timestamp 甲\n", 1), ("a: !!binary 甲\n", 1), ("a: !!python/object:os.system 甲\n", 1),
    ("a: 1\nb: \x07\n", 2), ("a: \x00\n", 1), ("a: 1\n---\nb: 2\n", 2), ("[" * 3000 + "\n", 1), ("&a [*a]\n", 1), ("a: &b {c: *b}\n", 1),
])
def test_a_file_that_is_no_yaml_mapping(name: str, text: str, line: int, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(text.encode())
    with pytest.raises(InputFault) as caught:
        load(tmp_path)
    assert f"site_config/{name}:{line} " in chinese(caught.value.diagnostic)


@pytest.mark.parametrize("name", ALL_FILES)
@pytest.mark.parametrize(("data", "line"), [
    ("title: 甲\n# 说明\n".encode("gb18030"), 1), ("# a\n# b\ntitle: 甲\n".encode("gb18030"), 3), (codecs.BOM_UTF16_LE + "a: 1\n".encode("utf-16-le"), 1), (b"a: \xff\n", 1)])
def test_a_file_in_another_encoding(name: str, data: bytes, line: int, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputFault) as caught:
        load(tmp_path)
    assert f"site_config/{name}:{line} " in chinese(caught.value.diagnostic)


@pytest.mark.parametrize("name", ALL_FILES)
def test_empty_files_marks_and_comments_are_no_fault(name: str, tmp_path: Path) -> None:
    for data in (b"", b"\n", b"# a\n", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"---\n", b"---\n...\n"):
        (tmp_path / name).write_bytes(data)
        assert load(tmp_path) == ()


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "series.yml").mkdir()
    with pytest.raises(InputFault) as caught:
        load(tmp_path)
    assert "series.yml" in caught.value.diagnostic.path


@pytest.mark.parametrize(("name", "text", "line", "words"), [
    ("site.yml", "title: 甲\nbesuch: 1\n", 2, "besuch"), ("site.yml", "title: [甲]\n", 1, "title"), ("site.yml", "\nissues_per_year: 100\n", 2, "每年期数"),
    ("site.yml", "issues_per_year: 多\n", 1, "每年期数"), ("site.yml", "issues_per_year: yes\n", 1, "每年期数"), ("site.yml", "issues_per_year: 0\n", 1, "每年期数"),
    ("series.yml", "serie: []\n", 1, "serie"), ("series.yml", "series: 云府发\n", 1, "列表"), ("series.yml", "series: 5\n", 1, "列表"),
    ("series.yml", "series: {word: 甲}\n", 1, "列表"),
    ("series.yml", "series:\n  - 云府发\n", 2, "word"), ("series.yml", "series:\n  - {slug: a}\n", 2, "word"),
    ("series.yml", "series:\n  - {word: 甲, slug: a, wort: 1}\n", 2, "wort"),
    ("series.yml", "series:\n  - {word: 甲, slug: A-1}\n", 2, "A-1"), ("series.yml", "series:\n  - {word: 甲, slug: ../a}\n", 2, "../a"),
    ("series.yml", "series:\n  - {word: 甲, slug: a}\n  - {word: 甲, slug: b}\n", 3, "两次"),
    ("series.yml", "series:\n  - {word: 甲, slug: a}\n  - {word: 乙, slug: a}\n", 3, "两次"),
    ("series.yml", "series:\n  - null\n", 2, "word"), ("series.yml", "series:\n  - {word: 2018}\n", 2, "word"),
    ("organs.yml", "organ: []\n", 1, "organ"), ("organs.yml", "organs: 甲\n", 1, "列表"), ("organs.yml", "organs:\n  - 甲\n", 2, "id"),
    ("organs.yml", "organs:\n  - {id: a}\n", 2, "name"),
    ("organs.yml", "organs:\n  - {id: a, name: 甲局, variants: 甲}\n", 2, "列表"), ("organs.yml", "organs:\n  - {id: a, name: 甲局, variants: 3}\n", 2, "列表"),
    ("organs.yml", "organs:\n  - {id: a, name: 甲局, nick: 甲}\n", 2, "nick"), ("organs.yml", "organs:\n  - {id: a, name: '　'}\n", 2, "name"),
    ("organs.yml", "organs:\n  - {id: a, name: 甲局, short: '　'}\n", 2, "空白"), ("organs.yml", "organs:\n  - {id: a, name: 甲局, variants: [甲, \"\\u200b\"]}\n", 2, "空白"),
    ("organs.yml", "organs:\n  - {id: a, name: 甲局}\n  - {id: a, name: 乙局}\n", 3, "两次"), ("organs.yml", "organs:\n  - {id: index, name: 甲局}\n", 2, "index"),
    ("topics.yml", "topics:\n  - {id: a, name: 造林, words: [造林, '　']}\n", 2, "words"), ("topics.yml", "topics:\n  - {id: index, name: 造林, words: [造林]}\n", 2, "index"),
    ("organs.yml", "organs:\n  - {id: a, name: 甲局}\n  - {id: b, name: 乙局, variants: [甲 局]}\n", 3, "“甲局”的写法"),
    ("layouts.yml", "section: []\n", 1, "section"), ("layouts.yml", "sections: 大事\n", 1, "列表"), ("layouts.yml", "sections:\n  - 大事\n", 2, "pattern"),
    ("layouts.yml", "sections:\n  - {kind: other, pattern: 甲}\n", 2, "examples"), ("layouts.yml", "sections:\n  - {kind: 大事, pattern: 甲, examples: [甲]}\n", 2, "kind"),
    ("layouts.yml", "sections:\n  - {kind: [other], pattern: 甲, examples: [甲]}\n", 2, "kind"),
    ("layouts.yml", "sections:\n  - {kind: other, pattern: '(', examples: [甲]}\n", 2, "正则"),
    ("layouts.yml", "sections:\n  - {kind: other, pattern: 甲, examples: [乙]}\n", 2, "乙"),
    ("layouts.yml", "sections:\n  - {kind: other, pattern: 甲., examples: [甲乙], not: [甲丙]}\n", 2, "甲丙"),
    ("layouts.yml", "sections:\n  - {kind: other, pattern: 甲, examples: 甲}\n", 2, "列表"), ("layouts.yml", "title_ends: 函\n", 1, "列表"),
    ("layouts.yml", "title_ends: 1\n", 1, "列表"),
    ("layouts.yml", "bullets: [·, ●]\n", 1, "bullets"), ("layouts.yml", "notices: 3\n", 1, "列表"), ("layouts.yml", "notices: [甲]\n", 1, "pattern"),
])
def test_a_mistake_in_a_value_is_reported_with_its_line(name: str, text: str, line: int, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    faults = [chinese(fault) for fault in load(tmp_path)]
    assert any(f"site_config/{name}:{line} " in fault and words in fault for fault in faults), faults


VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
                      lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "word", "slug", "pattern", "kind", "examples", "variants", "not",
                      "甲"]), inner, max_size=4),
                      max_leaves=8)
KEYS = ["title", "issues_per_year", "series", "organs", "sections", "notices", "title_ends", "bullets", "year", "number", "period", "placements", "source", "sha256",
"whole_number"]


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5))
def test_any_yaml_gives_diagnostics_and_no_exception(tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]) -> None:
    folder = tmp_path_factory.getbasetemp() / "content" / "2018" / "01"
    folder.mkdir(parents=True, exist_ok=True)
    data |= {"year": 2018, "number": 1, "sha256": "a" * 64} if len(data) % 2 else {}
    for name in ("site.yml", "series.yml", "organs.yml", "layouts.yml", "issue.yml"):
        (folder / name).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    for work in (load_site, load_series, load_organs, load_layouts):
        for fault in work(folder, "site_config")[1]:
            chinese(fault)
    try:
        _, faults = load_issue_file(folder / "issue.yml", "issue.yml", 6)
    except InputFault as caught:
        faults = (caught.diagnostic,)
    assert all(format_diagnostic(fault) for fault in faults)


@given(st.text("ab甲:- \n\t[]{}'\"#&*!|>%@`,?\x07", max_size=30))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any-text.yml"
    path.write_bytes(text.encode())
    try:
        assert isinstance(load_yaml(path, "site_config/any.yml").data, dict)
    except InputFault as caught:
        chinese(caught.diagnostic)


# ---------------------------------------------------------------- issue.yml

GOOD = f"year: 2018\nnumber: 1\nsha256: {'a' * 64}\n"


def issue_file(folder: Path, text: str) -> list[Diagnostic]:
    path = folder / "content" / "2018" / "01" / "issue.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    try:
        return list(load_issue_file(path, "content/2018/01/issue.yml", 6)[1])
    except InputFault as caught:
        return [caught.diagnostic]


def test_a_good_issue_file_has_no_fault(tmp_path: Path) -> None:
    assert issue_file(tmp_path, GOOD) == []
    assert issue_file(tmp_path, GOOD + "period: 2018-01 至 2018-02\nwhole_number: 12\nsource: a.txt\nreceived: 甲\ntitle: 乙\n") == []


@pytest.mark.parametrize(("per_year", "number", "months"), [
    (1, 1, (1, 12)), (4, 2, (4, 6)), (6, 1, (1, 2)), (6, 6, (11, 12)), (12, 3, (3, 3)), (12, 12, (12, 12)), (24, 1, (1, 1)), (24, 2, (1, 1)), (24, 13, (7, 7)), (24, 24, (12, 12)),
    (36, 36, (12, 12)), (5, 2, (3, 5)), (52, 52, (12, 12)), (99, 99, (12, 12)), (12, 13, None), (6, 7, None)])
def test_the_months_of_an_issue_where_none_are_printed(per_year: int, number: int, months: tuple[int, int] | None) -> None:
    found = default_period(2019, number, per_year)
    assert (found and (found[0].month, found[1].month)) == months


def test_more_issues_than_a_year_has_need_their_months_in_writing(tmp_path: Path) -> None:
    path = tmp_path / "2018" / "13" / "issue.yml"
    path.parent.mkdir(parents=True)
    text = GOOD.replace("number: 1", "number: 13")
    for more in ("", "period: null\n"):
        path.write_text(text + more, encoding="utf-8")
        with pytest.raises(InputFault) as caught:
            load_issue_file(path, "content/2018/13/issue.yml", 12)
        assert caught.value.diagnostic.line == 2 and "period: 2018-12 至 2018-12" in caught.value.diagnostic.advice and "issues_per_year" in caught.value.diagnostic.advice
    path.write_text(text + "period: 2018-11\n", encoding="utf-8")
    meta, faults = load_issue_file(path, "content/2018/13/issue.yml", 12)
    assert not faults and meta.last_day == datetime.date(2018, 11, 30)


@pytest.mark.parametrize(("text", "line", "words"), [
    ("number: 1\n", 1, "year"), ("year: 二〇一八\nnumber: 1\n", 1, "year"), (GOOD.replace("number: 1", "number: 0"), 2, "number"), (GOOD.replace("2018", "9999"), 1, "year"),
    (GOOD.replace("2018", "yes"), 1, "year"), (GOOD.replace("number: 1", "number: 100"), 2, "number"),
    ("year: 2018\nnumber: 1\n", 1, "sha256"), (GOOD.replace("a" * 64, "a" * 63), 3, "sha256"), (GOOD + "whole_number: 五十\n", 4, "总期号"), (GOOD + "besuch: 1\n", 4, "besuch"),
    (GOOD + "period: 2018年\n", 4, "period"), (GOOD + "period: 2018-00 至 2018-02\n", 4, "period"), (GOOD + "period: 0000-01\n", 4, "period"),
    (GOOD + "period: 2018-02 至 2018-01\n", 4, "period"),
    (GOOD + "period: 2018-02-30\n", 4, "读不懂"),
    (GOOD + "source: ../../../etc/passwd\n", 4, "source"), (GOOD + "source: /etc/passwd\n", 4, "source"), (GOOD + "source: '..'\n", 4, "source"),
    (GOOD + "source: a\\b.txt\n", 4, "source"),
    (GOOD + "placements: 5\n", 4, "列表"), (GOOD + "placements: 甲\n", 4, "列表"), (GOOD + "placements:\n  - 甲\n", 5, "document"),
    (GOOD + "placements:\n  - {document: a, after: b, lines: 十, reason: c, date: 2018-01-01}\n", 5, "lines"),
    (GOOD + "placements:\n  - {document: a, after: b, lines: 1-2, reason: c, date: 明天}\n", 5, "date"),
    (GOOD + "placements:\n  - {document: a, after: b, lines: 1-2, date: 2018-01-01}\n", 5, "reason"),
    (GOOD.replace("2018", "2019"), 1, "文件夹"), (GOOD.replace("number: 1", "number: 2"), 2, "文件夹"),
])
def test_mistakes_in_an_issue_file(text: str, line: int, words: str, tmp_path: Path) -> None:
    faults = [format_diagnostic(fault) for fault in issue_file(tmp_path, text)]
    assert any(fault.startswith(f"content/2018/01/issue.yml:{line} ") and words in fault for fault in faults), faults
