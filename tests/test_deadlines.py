"""Dates that matter: the real issue against a key read from the print, what other bulletins print, validity, and the calendar."""

import datetime
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
from generator.deadlines import DateKind, DateThatMatters, Status
from generator.linking.date_habits import date_habits
from generator.linking.deadlines import find_dates_that_matter
from generator.linking.knowledge import learn
from generator.linking.moments import Surroundings, find_moments
from generator.linking.references import find_references
from generator.linking.terms import find_terms, last_day
from generator.linking.validity import can_expire, judge, only_date, stated_day
from generator.links import Place
from generator.pages.deadlines import date_row, deadline_parts, together
from generator.project import load_bulletin
from generator.publishing.calendar import calendar_file, fold_line
from generator.publishing.data import data_records
from generator.publishing.reference_files import reference_files
from tests.support.bulletins import CORPUS, ROOT, make_project, real_bulletin, real_knowledge
from tests.support.pages import made

KEY: dict[str, Any] = yaml.safe_load((CORPUS / "haimen-2018-01" / "deadlines.yml").read_text(encoding="utf-8"))
AUTHORITY, _ = load_authority(ROOT / "site_config")
DAY = datetime.date


@cache
def real() -> tuple[DateThatMatters, ...]:
    return find_dates_that_matter(real_bulletin()[0])


# ---------------------------------------------------------------- the real issue


@pytest.mark.parametrize("item", KEY["dates"], ids=lambda item: f"{item['line']}-{item['kind']}-{item['date']}")
def test_the_key_of_dates(item: dict[str, Any]) -> None:
    found = [d for d in real() if d.place.line == item["line"] and d.kind.value == item["kind"] and d.date == item["date"]]
    wanted = sum(other["line"] == item["line"] and other["kind"] == item["kind"] and other["date"] == item["date"] for other in KEY["dates"])
    assert len(found) >= wanted
    assert all(bool(d.derived) == item.get("derived", False) for d in found)
    if "by" in item:
        assert item["by"] in [d.by for d in found]


@pytest.mark.parametrize("item", KEY["traps"], ids=lambda item: f"{item['line']}-{item['words']}")
def test_traps_are_left_alone(item: dict[str, Any]) -> None:
    line = real_bulletin()[0].issues[0].source.lines[item["line"] - 1].text
    assert item["words"] in line, "the key quotes what is not printed"
    begin = line.index(item["words"]) - (len(line) - len(line.lstrip()))
    end = begin + len(item["words"])
    wrong = [d for d in real() if d.place.line == item["line"] and begin <= d.start and d.end <= end]
    assert wrong == []


def test_the_dates_in_force_reach_documents_json() -> None:
    records = data_records(real_knowledge())["documents.json"]
    assert {r["id"]: DAY.fromisoformat(r["date_effective"]) for r in records if r["date_effective"]} == KEY["effective"]
    assert {r["id"]: DAY.fromisoformat(r["date_expires"]) for r in records if r["date_expires"]} == KEY["expires"]


def test_spans_hold_the_printed_words() -> None:
    issue = real_bulletin()[0].issues[0]
    for item in real():
        assert item.words.strip() in issue.source.lines[(item.place.line or 1) - 1].text


def test_organs_are_those_the_words_name() -> None:
    for item in real():
        for organ_id in item.organs:
            organ = next(organ for organ in AUTHORITY.organs.entries if organ.id == organ_id)
            assert any(form in (item.by or "") for form in organ.forms())


# ---------------------------------------------------------------- habits as data; small documents


def one_document(tmp_path: Path, text: str, date: str = "2018年2月26日", title: str = "云州市人民政府关于河道工作的通知") -> Bulletin:
    body = f"文件选登\n\n{title}\n云政发〔2018〕9号\n市各部门：\n{text}\n云州市人民政府\n{date}\n"
    bulletin, _ = load_bulletin(make_project(tmp_path, body, config={"site.yml": "title: 云州市人民政府公报\n"}))
    assert len(bulletin.issues[0].documents) == 1
    return bulletin


@pytest.mark.parametrize(("text", "kind", "date"), date_habits().examples, ids=lambda value: str(value)[:16])
def test_examples_of_the_habits(tmp_path: Path, text: str, kind: str, date: datetime.date) -> None:
    found = find_dates_that_matter(one_document(tmp_path, text))
    assert [(d.kind.value, d.date) for d in found if d.kind.value == kind] == [(kind, date)], found


@pytest.mark.parametrize("text", date_habits().nothing)
def test_what_holds_no_date_to_keep(tmp_path: Path, text: str) -> None:
    assert find_dates_that_matter(one_document(tmp_path, text)) == ()


def test_what_a_review_says_of_the_whole_year_is_no_goal(tmp_path: Path) -> None:
    text = "初步核算，全年地区生产总值1286.47亿元，比上年增长4.3%。"
    assert find_dates_that_matter(one_document(tmp_path, text, title="云州市人民政府关于2017年国民经济和社会发展统计公报")) == ()


YEARS = [("2018年2月26日", "3月底前完成。", DAY(2018, 3, 31)), ("2018年11月26日", "3月底前完成。", DAY(2019, 3, 31)), ("2018年6月26日", "3月底前完成。", None),
         ("2018年6月26日", "2019年3月启动，8月底前完成。", DAY(2019, 8, 31)), ("2018年6月26日", "明年6月底前完成。", DAY(2019, 6, 30)),
         ("2018年6月26日", "10月前完成。", None), ("2020年1月6日", "2月底前完成。", DAY(2020, 2, 29))]


@pytest.mark.parametrize(("dated", "text", "date"), YEARS)
def test_a_year_that_is_not_printed(tmp_path: Path, dated: str, text: str, date: datetime.date | None) -> None:
    found = [d for d in find_dates_that_matter(one_document(tmp_path, text, dated)) if d.kind is DateKind.DEADLINE]
    assert [d.date for d in found] == [date]
    assert date is None or found[0].derived


@pytest.mark.parametrize(("words", "date", "precision", "when"), [
    ("2019年3月上旬", DAY(2019, 3, 10), "ten_days", "2019年3月上旬"), ("2019年3月 中旬", DAY(2019, 3, 20), "ten_days", "2019年3月中旬"),
    ("2019年2月下旬", DAY(2019, 2, 28), "ten_days", "2019年2月下旬"), ("2019年2月底", DAY(2019, 2, 28), "month", "2019年2月底"),
    ("2019年上半年", DAY(2019, 6, 30), "month", "2019年6月底"), ("2019年底", DAY(2019, 12, 31), "year", "2019年"), ("2019年3月10日", DAY(2019, 3, 10), "day", "2019年3月10日")])
def test_ten_days_a_month_or_a_year_are_shown_as_what_they_are(tmp_path: Path, words: str, date: datetime.date, precision: str, when: str) -> None:
    (found,) = find_dates_that_matter(one_document(tmp_path, f"各区镇要于{words}前完成。"))
    assert (found.date, found.precision, date_row(found)["when"]) == (date, precision, when)


ACTORS = [("各区镇要在2018年6月底前完成。", "各区镇"), ("市水利局牵头，各有关部门须于2018年6月底前完成。", "各有关部门"), ("2018年6月底前完成。", None),
          ("东风化工厂2018年底前搬离。", "东风化工厂"), ("2018年底前完成整治。（责任单位：东区、西区）", "东区、西区"), ("该工程必须在2018年6月底前完成。", None)]


@pytest.mark.parametrize(("text", "by"), ACTORS)
def test_who_must_act(tmp_path: Path, text: str, by: str | None) -> None:
    found = find_dates_that_matter(one_document(tmp_path, text))
    assert [d.by for d in found] == [by]


def test_a_document_without_a_date_takes_effect_on_no_known_day() -> None:
    terms = list(find_terms("本办法自印发之日起施行，有效期5年。", 0, 17, None))
    assert [(t.kind, t.date) for t in terms] == [(DateKind.EFFECTIVE, None), (DateKind.EXPIRES, None)]


def test_the_last_day_of_a_term() -> None:
    assert last_day(DAY(2018, 1, 1), 5, "年") == DAY(2022, 12, 31)
    assert last_day(DAY(2018, 1, 15), 6, "个月") == DAY(2018, 7, 14)
    assert last_day(DAY(2020, 2, 29), 1, "年") == DAY(2021, 2, 28)
    assert last_day(DAY(2018, 8, 31), 6, "个月") == DAY(2019, 2, 28)
    assert last_day(DAY(2018, 1, 1), 9999, "年") is None


# ---------------------------------------------------------------- validity


def status(bulletin: Bulletin, epoch: str | None = None) -> Status:
    references = find_references(bulletin, stated_day(bulletin, epoch))
    _, document = next(iter(bulletin.documents()))
    assert references.day is not None
    return judge(document, references.dates_of.get(document.id, ()), references.cited_by.get(document.id, ()), references.day).status


def test_the_four_values(tmp_path: Path) -> None:
    text = "本办法自2018年1月1日起试行，试行一年。"
    until = one_document(tmp_path / "a", text)
    assert status(until) is Status.UNTIL
    assert status(until, "1577836800") is Status.EXPIRED            # 2020-01-01
    assert status(one_document(tmp_path / "b", "请认真执行。")) is Status.NO_EVIDENCE
    body = ("文件选登\n\n云州市人民政府关于河道工作的通知\n云政发〔2018〕1号\n市各部门：\n请认真执行。\n云州市人民政府\n2018年1月5日\n\n"
            "云州市人民政府关于加强河道工作的通知\n云政发〔2018〕2号\n市各部门：\n《云州市人民政府关于河道工作的通知》（云政发〔2018〕1号）同时废止。\n云州市人民政府\n2018年2月5日\n")
    repealed, _ = load_bulletin(make_project(tmp_path / "c", body, config={"site.yml": "title: 云州市人民政府公报\n"}))
    assert status(repealed) is Status.REPEALED
    assert status(repealed, "1516752000") is Status.NO_EVIDENCE     # 2018-01-24: not yet


def test_the_stated_day_is_that_of_the_newest_issue_or_of_the_environment() -> None:
    bulletin, _ = real_bulletin()
    assert stated_day(bulletin) == DAY(2018, 2, 28)
    assert stated_day(bulletin, "1577836800") == DAY(2020, 1, 1)
    assert stated_day(bulletin, "nonsense") == DAY(2018, 2, 28)
    assert stated_day(Bulletin(AUTHORITY, ())) is None


def test_appointments_and_commendations_have_no_validity() -> None:
    able = {document.id for issue, document in real_bulletin()[0].documents() if can_expire(issue, document)}
    every = {document.id for _, document in real_bulletin()[0].documents()}
    assert every - able == {"hzf-2018-1", "hzf-2018-4", *(f"hzg-2018-{n}" for n in range(1, 8))}


# ---------------------------------------------------------------- calendar


def parse(data: bytes) -> list[dict[str, str]]:
    """A reader of RFC 5545 of the test's own: lines unfolded, events as property → value, unescaped."""
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    for octets in data.split(b"\r\n"):
        octets.decode()     # no character is cut in two
    lines = data.decode().replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR" and "VERSION:2.0" in lines
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and line != "END:VEVENT":
            found[-1][name] = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
    return found


def test_the_calendar_reads_back() -> None:
    data = reference_files(real_knowledge())["deadlines.ics"]
    assert data == reference_files(real_knowledge())["deadlines.ics"]
    found = parse(data)
    assert len({event["UID"] for event in found}) == len(found)
    assert all(re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"]) for event in found)
    days = {(e["DTSTART;VALUE=DATE"], e["SUMMARY"]) for e in found}
    report = next(e for e in found if e["DTSTART;VALUE=DATE"] == "20180622")
    assert report["DTEND;VALUE=DATE"] == "20180623" and "各区镇" in report["SUMMARY"] and "2018年6月22日前" in report["DESCRIPTION"]
    monthly = next(e for e in found if "RRULE" in e)
    assert monthly["RRULE"] == "FREQ=MONTHLY;BYMONTHDAY=22" and monthly["DTSTART;VALUE=DATE"] == "20180122"
    for item in real():
        assert item.date is None or any(day == item.date.strftime("%Y%m%d") for day, _ in days)
    assert sum("完成时间" in e["SUMMARY"] for e in found) == len({d.date for d in real() if d.column})


@given(st.text(max_size=200))
def test_any_words_make_a_calendar_that_reads_back(text: str) -> None:
    text = text.replace("\ud800", "")
    item = real()[0]
    changed = DateThatMatters(item.place, text, "x", 0, 1, text, DateKind.DEADLINE, DAY(2018, 1, 1), by=text)
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert len(parse(calendar_file([changed], {item.place.id: real_knowledge().bulletin.issues[0].source}, text.replace("\n", " "), "x", None))) == 1


@given(st.text(alphabet="中a，é𠮷", max_size=200))
def test_lines_are_folded_between_characters(text: str) -> None:
    assert fold_line(text).replace("\r\n ", "") == text


# ---------------------------------------------------------------- properties

PIECES = ["2018年", "2017-", "13月", "2月30日", "底", "前", "每月", "31日", "到", "自", "之日起", "施行", "有效期", "5年",
          "第九季度", "上半年", "今年", "全年", "99999", "〇", "（", "《", "。", "各区镇", "完成", "本办法", " "]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=60), st.dates() | st.none())
def test_any_text_is_read(text: str, dated: datetime.date | None) -> None:
    for moment in find_moments(text, 0, len(text), Surroundings(dated, (text,))):
        assert text[moment.start:moment.end] == moment.words
    for term in find_terms(text, 0, len(text), dated):
        assert 0 <= term.start < term.end <= len(text)


def test_several_years_of_issues_have_a_page_a_year(tmp_path: Path) -> None:
    for year in (2019, 2020):
        text = (f"云州市人民政府关于植树的通知\n云府发〔{year}〕2号\n各区、县人民政府：\n各单位应于{year}年6月22日前报送计划。\n"
                f"各单位每月5日前报送进度。\n云州市人民政府\n{year}年3月1日\n")
        make_project(tmp_path, text, year, 2)
    pages = made(deadline_parts(learn(load_bulletin(tmp_path)[0])))
    assert sorted(pages) == ["2019/deadlines.md", "2020/deadlines.md", "deadlines.md"]
    assert "2019年6月" in pages["2019/deadlines.md"] and "6月22日" not in pages["deadlines.md"] and 'href="2020/deadlines.html"' in pages["deadlines.md"]
    assert "每月5日" in pages["deadlines.md"]


@pytest.mark.parametrize(("other", "wanted"), [("本规定由市水务局负责解释。", None), ("本规定自2018年3月1日起施行，有效期5年。", DAY(2023, 2, 28))])
def test_of_two_texts_put_into_force_both_must_say_when_the_document_expires(tmp_path: Path, other: str, wanted: datetime.date | None) -> None:
    text = f"""云州市人民政府关于印发《云州市河道办法》和《云州市水库规定》的通知
云政发〔2018〕9号
市各部门：
现将《云州市河道办法》《云州市水库规定》印发给你们。
云州市人民政府
2018年2月26日
云州市河道办法
本办法自2018年3月1日起施行，有效期5年。
云州市水库规定
{other}
"""
    bulletin, _ = load_bulletin(make_project(tmp_path, text, config={"site.yml": "title: 云州市人民政府公报\n"}))
    (document,) = bulletin.issues[0].documents
    found = only_date(document, find_dates_that_matter(bulletin), DateKind.EXPIRES)
    assert (found.date if found else None) == wanted


def test_cells_of_two_columns_with_one_date_stay_apart() -> None:
    def cell(column: str, by: str, words: str, line: int, derived: str = "") -> DateThatMatters:
        return DateThatMatters(Place("document", "yff-2019-5", line, "2019/02/yff-2019-5.html"), "通知", words, 0, len(words), words, DateKind.DEADLINE,
                               datetime.date(2019, 6, 30), derived=derived, by=by, column=column)

    dates = (cell("开工时间", "甲镇", "6月30日", 7, "年份取自发文"), cell("竣工时间", "乙镇", "2019年6月30日", 8), cell("开工时间", "丙镇", "6.30", 9))
    assert [(item.column, item.text, item.derived) for item in together(dates)] == [
        ("开工时间", "开工时间 6月30日、6.30：甲镇、丙镇", "年份取自发文"), ("竣工时间", "竣工时间 2019年6月30日：乙镇", "")]
    calendar = calendar_file(dates, {"yff-2019-5": real_knowledge().bulletin.issues[0].source}, "公报", "host", None).decode().replace("\r\n ", "")
    assert calendar.count("BEGIN:VEVENT") == 2 and "竣工时间 2019年6月30日：乙镇" in calendar and calendar.count("乙镇") == 2
