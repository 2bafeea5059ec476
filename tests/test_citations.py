"""Citations: every number and title the real issue cites, against a key read from the print; and what other bulletins cite."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.authority.bundle import load_authority
from generator.bulletin import Bulletin
from generator.citations import Citation, CitedKind, Relation
from generator.linking.citations import cite, find_citations, read_relation
from generator.linking.cited_series import trim_series
from generator.linking.citing_habits import GAP, habits
from generator.linking.held import HeldIndex
from generator.linking.knowledge import learn
from generator.linking.paragraphs import Printed, sentence_bounds
from generator.linking.references import citation_links, find_references
from generator.links import Place
from generator.notation.folding import squeeze
from generator.pages.citations import citation_parts
from generator.project import load_bulletin
from tests.support.bulletins import CORPUS, ROOT, make_project, real_bulletin, real_knowledge
from tests.support.pages import made

KEY: dict[str, Any] = yaml.safe_load((CORPUS / "haimen-2018-01" / "citations.yml").read_text(encoding="utf-8"))
AUTHORITY, _ = load_authority(ROOT / "site_config")
EMPTY = Bulletin(AUTHORITY, ())


@cache
def real() -> tuple[Citation, ...]:
    return find_citations(real_bulletin()[0])


# ---------------------------------------------------------------- the real issue


def test_every_cited_number_is_found_and_none_invented() -> None:
    found = sorted((c.place.line or 0, str(c.number), c.title or "") for c in real() if c.number)
    assert found == sorted((item["line"], item["number"], squeeze(item["title"] or "")) for item in KEY["numbers"])


def test_every_number_in_the_source_is_a_citation_or_a_documents_own() -> None:
    """Counted by a pattern of the test's own: a year in brackets and 号."""
    issue = real_bulletin()[0].issues[0]
    printed = [line.number for line in issue.source.lines for _ in re.finditer(r"[〔\[（(]\s*\d{4}\s*[〕\]）)]\s*\d+\s*号", line.text)]
    own = [e.block.first_line for d in issue.documents for e in d.elements if e.role.name == "NUMBER"]
    assert sorted(printed) == sorted([*own, *(c.place.line or 0 for c in real() if c.number)])


def test_every_title_in_marks_is_found() -> None:
    issue = real_bulletin()[0].issues[0]
    printed = sum(line.text.count("》") + line.text.count("〉") for line in issue.source.lines)
    in_titles = sum((d.title or "").count("》") for d in issue.documents)
    assert sum(c.title is not None and not c.in_title for c in real()) == printed - in_titles


@pytest.mark.parametrize("item", KEY["titles"], ids=lambda item: f"{item['line']}-{item['title'][:12]}")
def test_the_key_of_titles(item: dict[str, Any]) -> None:
    found = [c for c in real() if c.place.line == item["line"] and c.title == squeeze(item["title"])]
    assert len(found) >= 1
    citation = found[0]
    assert citation.kind.value == item["kind"]
    assert (citation.held.document if citation.held else None) == item["held"]
    assert (citation.relation.value if citation.relation else None) == item["relation"]
    if citation.held:
        document = next(d for _, d in real_bulletin()[0].documents() if d.id == item["held"])
        part = document.parts[citation.held.part].kind.name.lower() if citation.held.part is not None else "itself"
        assert part == item["part"]


def test_a_relation_shows_its_words_and_the_words_are_printed() -> None:
    for citation in real():
        assert (citation.relation is None) == (citation.evidence == "")
        assert citation.evidence in squeeze(citation.sentence), citation


def test_spans_hold_what_is_printed() -> None:
    issue = real_bulletin()[0].issues[0]
    for citation in real():
        if not citation.in_title and citation.place.line:
            assert squeeze(citation.as_printed) in squeeze(issue.source.lines[citation.place.line - 1].text), citation


def test_works_are_grouped_and_ids_are_unique() -> None:
    works = real_knowledge().references.works
    assert len({work.id for work in works}) == len(works)
    series = [work for work in works if str(work.number) == "海办发〔2017〕22号"]
    assert len(series) == 1 and len(series[0].citations) == 3
    plan = [work for work in works if work.title == "海门市“两河两行业”整治总体方案"]
    assert len(plan) == 1 and len(plan[0].citations) == 2     # once inside 〈〉, once by itself


# ---------------------------------------------------------------- habits as data


@pytest.mark.parametrize("words", (*habits().relations, *habits().publishes, *habits().listings), ids=lambda words: words.relation.value)
def test_patterns_take_their_examples_and_leave_the_others(words: Any) -> None:
    def read(example: str) -> str:
        if words in (*habits().publishes, *habits().listings):
            return words.lead.search(example)[0] if words.lead.search(example) else ""
        lead, _, tail = example.partition(GAP) if words.tail is not None else (example, "", "")
        return read_relation(words, lead, tail)

    assert [example for example in words.examples if not read(example)] == []
    assert [example for example in words.counter_examples if read(example)] == []


SERIES = [
    ("按市委办海办发", "海办发"), ("可按海办发", "海办发"), ("海政办发", "海政办发"), ("根据海政发", "海政发"), ("北海政发", "北海政发"), ("上海办发", "上海办发"),
    ("和政发", "和政发"), ("根据和政发", "和政发"), ("即政发", "即政发"), ("见中办发", "中办发"), ("按照苏政办发", "苏政办发"), ("苏医改办发", "苏医改办发"),
    ("市政府办公室海政办发", "海政办发"), ("国务院令", "国务院令"), ("根据国务院令", "国务院令"), ("平原政发", "平原政发"), ("印发的通政办发", "通政办发"),
]


@pytest.mark.parametrize(("words", "series"), SERIES)
def test_words_in_front_of_a_number_are_cut(words: str, series: str) -> None:
    assert trim_series(words, frozenset({"海办发", "海政发", "海政办发"}), AUTHORITY)[0] == series


KINDS = [("中华人民共和国劳动法", CitedKind.LAW), ("江苏省献血条例", CitedKind.LAW), ("某某办法（试行）", CitedKind.DOCUMENT), ("通行证", CitedKind.OTHER),
         ("停工通知书", CitedKind.OTHER), ("关于修改〈某条例〉的决定", CitedKind.DOCUMENT), ("总体规划（2017-2035年）", CitedKind.DOCUMENT), ("楼宇地图", CitedKind.OTHER)]


@pytest.mark.parametrize(("title", "kind"), KINDS)
def test_kinds_of_what_is_cited(title: str, kind: CitedKind) -> None:
    assert habits().kind_of(title, AUTHORITY.layouts.words["title_ends"]) is kind


# ---------------------------------------------------------------- two invented documents

SITE = "title: 云州市人民政府公报\n"
NOTICE = """文件选登

云州市人民政府办公室关于印发《云州市河道管理暂行办法》的通知
云政办发〔2018〕3号
各区县人民政府，市各部门：
现将《云州市河道管理暂行办法》印发给你们，请认真贯彻执行。
云州市人民政府办公室
2018年1月10日

云州市河道管理暂行办法
第一条 为加强河道管理，根据《中华人民共和国水法》制定本办法。
第二条 本办法自2018年2月1日起施行。

"""


def bulletin_with(tmp_path: Path, text: str) -> tuple[Bulletin, tuple[Citation, ...]]:
    body = NOTICE + f"云州市人民政府办公室关于河道工作的通知\n云政办发〔2018〕9号\n各区县人民政府，市各部门：\n{text}\n云州市人民政府办公室\n2018年2月20日\n"
    bulletin, _ = load_bulletin(make_project(tmp_path, body, config={"site.yml": SITE}))
    assert [str(d.number) for _, d in bulletin.documents()] == ["云政办发〔2018〕3号", "云政办发〔2018〕9号"]
    second = bulletin.issues[0].documents[1]
    return bulletin, tuple(c for c in find_citations(bulletin) if c.place.id == second.id)


HELD = [
    "根据《云州市河道管理暂行办法》（云政办发〔2018〕3号），现通知如下。",
    "按照《云州市人民政府办公室关于印发〈云州市河道管理暂行办法〉的通知》（云政办发﹝2018﹞3号）要求办理。",
    "根据云政办发〔2018〕3号文件，现通知如下。",
    "按照《云州市河道管理暂行办法》执行。",
    "按照市政府办公室《关于印发〈云州市河道管理暂行办法〉的通知》执行。",
]


@pytest.mark.parametrize("text", HELD)
def test_a_held_document_is_found(tmp_path: Path, text: str) -> None:
    bulletin, found = bulletin_with(tmp_path, text)
    outer = [c for c in found if not c.inside]
    assert [c.held.document for c in outer if c.held] == [bulletin.issues[0].documents[0].id]
    assert outer[0].relation is Relation.BASED_ON
    assert find_references(bulletin, None).cited_by[bulletin.issues[0].documents[0].id]


NOT_HELD = [
    "按照《关于印发〈云州市河道管理暂行办法〉的通知》执行。",                                      # anybody's
    "根据北海市人民政府办公室《关于河道工作的意见》（云政办发〔2018〕3号），现通知如下。",         # another issuer, another title
    "根据《北海市人民政府办公室关于印发〈云州市河道管理暂行办法〉的通知》（云政办发〔2018〕3号）。",  # another issuer
    "根据《云州市河道管理暂行办法》（云政办发〔2012〕3号），现通知如下。",                          # another year
    "根据《云州市河道管理办法》，现通知如下。",
    "根据《关于河道工作的意见》（云政办发〔2018〕3号），现通知如下。",                              # the number of another title: misprinted
    "根据北云政办发〔2018〕3号文件，现通知如下。",
    "根据《暂行办法》，现通知如下。",
]


@pytest.mark.parametrize("text", NOT_HELD)
def test_another_document_is_not_taken_for_it(tmp_path: Path, text: str) -> None:
    _, found = bulletin_with(tmp_path, text)
    assert found and not any(c.held for c in found if not c.inside), found


REPEALS = [
    ("《云州市河道管理暂行办法》（云政办发〔2018〕3号）同时废止。", Relation.REPEALS), ("决定废止《云州市河道管理暂行办法》（云政办发〔2018〕3号）。", Relation.REPEALS),
    ("云政办发〔2018〕3号文件停止执行。", Relation.REPEALS), ("对《云州市河道管理暂行办法》作如下修改：", Relation.AMENDS),
    ("决定修改《云州市河道管理暂行办法》。", Relation.AMENDS), ("《云州市河道管理暂行办法》规定的旧证停止使用。", None),
    ("学习《云州市河道管理暂行办法》。", None), ("要严格执行《云州市河道管理暂行办法》。", Relation.IMPLEMENTS),
    ("认真学习《云州市河道管理暂行办法》，拆除废止管道。", None)]


@pytest.mark.parametrize(("text", "relation"), REPEALS)
def test_relations_only_where_words_say_so(tmp_path: Path, text: str, relation: Relation | None) -> None:
    _, found = bulletin_with(tmp_path, text)
    assert found[0].held is not None and found[0].relation is relation


@pytest.mark.parametrize("date", ["2015年5月20日", "二〇一五年五月二十日"])
def test_the_day_in_front_of_a_number_is_no_part_of_its_series(tmp_path: Path, date: str) -> None:
    _, found = bulletin_with(tmp_path, f"本办法由{date}日政发〔2015〕20号公布。")
    assert [str(citation.number) for citation in found] == ["日政发〔2015〕20号"]


def test_several_numbers_in_one_bracket(tmp_path: Path) -> None:
    _, found = bulletin_with(tmp_path, "根据《甲工作意见》（苏政发〔2016〕1号、通政办发〔2017〕2号）和国务院令第591号，现通知如下。")
    assert [(c.title, str(c.number)) for c in found] == [("甲工作意见", "苏政发〔2016〕1号"), (None, "通政办发〔2017〕2号"), (None, "国务院令第591号")]


def test_nobody_cites_what_is_not_yet_written(tmp_path: Path) -> None:
    text = NOTICE.replace("2018年1月10日", "2018年3月10日")
    body = text + "云州市人民政府办公室关于河道工作的通知\n云政办发〔2018〕9号\n市各部门：\n按照《云州市河道管理暂行办法》执行。\n云州市人民政府办公室\n2018年2月20日\n"
    bulletin, _ = load_bulletin(make_project(tmp_path, body, config={"site.yml": SITE}))
    assert [c.held for c in find_citations(bulletin) if c.place.id == bulletin.issues[0].documents[1].id] == [None]


def test_one_number_of_two_issuers_makes_two_works(tmp_path: Path) -> None:
    text = "根据《云州市河道管理暂行办法》（云政办发〔2018〕3号）和《北海市人民政府办公室关于河道工作的意见》（云政办发〔2018〕3号），现通知如下。"
    bulletin, _ = bulletin_with(tmp_path, text)
    works = [work for work in find_references(bulletin, None).works if work.number]
    assert [(work.title, work.held is not None, len(work.citations)) for work in works] == [
        ("云州市河道管理暂行办法", True, 1), ("北海市人民政府办公室关于河道工作的意见", False, 1)]
    links = [(link.source.id, link.target.id, link.kind) for link in citation_links(find_references(bulletin, None))
             if link.source.id != link.target.id and link.target.type == "document"]
    assert links == [(bulletin.issues[0].documents[1].id, bulletin.issues[0].documents[0].id, "based_on")]


def test_annexes_of_the_citing_text_and_short_names_are_no_common_work(tmp_path: Path) -> None:
    text = "按照《云州市河道清障任务统计表》（见附件1）和《实施细则》办理。\n《实施细则》由市水利局解释。"
    works = find_references(bulletin_with(tmp_path, text)[0], None).works
    assert [(work.title, len(work.citations)) for work in works] == [("实施细则", 2), ("中华人民共和国水法", 1)]
    other = "云州市人民政府办公室关于河道工作的通知\n云政办发〔2018〕9号\n市各部门：\n按照《实施细则》执行。\n云州市人民政府办公室\n2018年2月20日\n"
    folder = tmp_path / "two"
    both, _ = load_bulletin(make_project(folder, NOTICE.replace("请认真贯彻执行。", "请认真贯彻执行。《实施细则》由市水利局解释。") + other, config={"site.yml": SITE}))
    assert len([work for work in find_references(both, None).works if work.title == "实施细则"]) == 2


# ---------------------------------------------------------------- properties

WORDS = st.lists(st.sampled_from(["《", "》", "〈", "〉", "（", "）", "〔2018〕", "[2018]", "号", "海政办发", "根据", "废止", "、", "。", "12", "的通知",
                                  "令第", "甲办法", "\u3000", "修改"]),
                 max_size=30).map("".join)


@given(WORDS | st.text(max_size=60))
def test_any_text_is_read_and_spans_fit(text: str) -> None:
    place = Place("document", "x", 1, "x.html")
    for citation in cite(Printed(text, 1, place, "甲"), AUTHORITY, frozenset({"海政办发"}), HeldIndex(EMPTY)):
        assert text[citation.start:citation.end] == citation.as_printed and citation.as_printed
        assert citation.title or citation.number
    bounds = sentence_bounds(text)
    assert "".join(text[a:b] for a, b in bounds) == text


# ---------------------------------------------------------------- orders and joint documents


ORDERS = """云州市人民政府令

第12号

《云州市停车管理办法》已经市政府常务会议通过，现予公布。

市长　王清和
2018年1月5日

云州市停车管理办法

第一条　为管理停车，制定本办法。

云州市财政局　云州市教育局关于助学金的通知

云财〔2018〕3号、云教〔2018〕5号

各区、县人民政府：

停车优惠按照市政府令第12号和《云州市停车管理办法》（云州市人民政府令第12号）执行。

云州市财政局　　云州市教育局
2018年1月9日

云州市教育局关于资助工作的通知

云教〔2018〕6号

各区、县人民政府：

根据《云州市财政局云州市教育局关于助学金的通知》（云教〔2018〕5号）和北江市人民政府令第12号，请做好资助工作。

云州市教育局
2018年1月19日
"""


def test_an_order_is_known_by_a_short_name_and_a_joint_document_by_either_number(tmp_path: Path) -> None:
    bulletin, _ = load_bulletin(make_project(tmp_path, ORDERS))
    found = {(c.as_printed, str(c.number), c.held.document if c.held else None) for c in find_citations(bulletin) if c.number}
    assert found == {
        ("市政府令第12号", "市政府令第12号", "yunzhoushirenminzhengfuling-12"),
        ("《云州市停车管理办法》（云州市人民政府令第12号）", "云州市人民政府令第12号", "yunzhoushirenminzhengfuling-12"),
        ("《云州市财政局云州市教育局关于助学金的通知》（云教〔2018〕5号）", "云教〔2018〕5号", "yuncai-2018-3"),
        ("北江市人民政府令第12号", "北江市人民政府令第12号", None)}


def test_of_a_work_cited_very_often_only_the_first_sentences_stand_on_the_page(tmp_path: Path) -> None:
    notice = "云州市人民政府办公室关于第{n}项工作的通知\n云政办发〔2018〕{n}号\n市各部门：\n根据《中华人民共和国水法》做好第{n}项工作。\n云州市人民政府办公室\n2018年2月20日\n\n"
    bulletin, _ = load_bulletin(make_project(tmp_path, "".join(notice.format(n=n) for n in range(1, 10)), config={"site.yml": SITE}))
    text = next(iter(made(citation_parts(learn(bulletin))).values()))
    assert text.count("根据《中华人民共和国水法》做好") == 6 and "另有3处" in text
    assert all(f"yunzhengbanfa-2018-{n}.html" in text for n in range(1, 10))
