"""The timeline: every dated record on one axis, by month and day, a page a year once there are several."""

import re
from collections import Counter
from pathlib import Path

import pytest

from generator.linking.knowledge import learn
from generator.pages.timeline import Item, Kind, find_items, timeline_parts
from generator.project import load_bulletin
from tests.support.bulletins import make_project, real_bulletin, real_knowledge
from tests.support.pages import made

ORDER = """云州市人民政府关于植树的通知
云府发〔{year}〕2号
各区、县人民政府：
各单位应于{year}年6月22日前报送计划，{year}年底前完成。
本通知自{year}年4月1日起施行。
云州市人民政府
{year}年3月1日

人事任免
云州市人民政府关于罗明远同志任职的通知
云府人〔{year}〕1号
罗明远同志任市林业局局长。
云州市人民政府
{year}年3月8日
"""


def items() -> list[Item]:
    return list(find_items(real_knowledge()))


def pages(folder: Path, *years: int) -> dict[str, str]:
    for year in years:
        make_project(folder, ORDER.format(year=year), year, 2)
    return made(timeline_parts(learn(load_bulletin(folder)[0])))


def test_every_document_entry_and_date_of_the_real_issue_stands_on_it() -> None:
    bulletin, counts = real_bulletin()[0], Counter(item.kind for item in items())
    appointing = sum(document.personnel is not None for _, document in bulletin.documents())
    assert counts[Kind.PERSONNEL] == appointing == 7 and counts[Kind.DOCUMENT] == sum(1 for _ in bulletin.documents()) - appointing
    assert counts[Kind.EVENT] == 85 and sum(len(item.details) for item in items()) == 177
    dated = {(d.place.id, d.date) for d in real_knowledge().references.dates if d.date}
    assert len({(item.url.partition("#")[0], item.year, item.month, item.day) for item in items() if item.kind in (Kind.FORCE, Kind.DEADLINE)}) > 0
    assert {d.year for _, d in dated if d} == {item.year for item in items() if item.kind in (Kind.FORCE, Kind.DEADLINE)}


@pytest.mark.parametrize(("words", "place"), [
    # Read from the print.
    ("市政府关于夏林辉等同志职务任免的通知", (2018, 2, 9, "")),
    ("市政府关于宋涯等同志职务任免的通知", (9999, 0, 99, "")),      # bears no date
    ("2月9日，海门市第十七届人大常委会", (2018, 2, 9, "")),
])
def test_where_records_of_the_real_issue_stand(words: str, place: tuple[int, int, int, str]) -> None:
    assert {item.place for item in items() if item.words.startswith(words)} == {place}


def test_what_names_a_month_or_a_year_stands_at_its_end(tmp_path: Path) -> None:
    text = pages(tmp_path, 2019)["timeline.md"]
    days = re.findall(r"<time[^>]*>([^<]+)</time>", text)
    assert days == ["3月1日", "3月8日", "4月1日", "6月22日", "年底"]
    assert "<h2>2019年底" in text and 'datetime="2019-06-22"' in text and 'datetime="2019-13' not in text


def test_ten_days_of_a_month_are_named_as_printed_and_stand_at_their_end(tmp_path: Path) -> None:
    words = "3月上旬前完成，3月中旬前复查，3月下旬前公示，3月底前总结，2019年3月10日前报名，2019年3月20日前报送"
    make_project(tmp_path, ORDER.format(year=2019).replace("2019年底前完成", words), 2019, 2)
    text = made(timeline_parts(learn(load_bulletin(tmp_path)[0])))["timeline.md"]
    assert re.findall(r"<time[^>]*>(3月[^<]+)</time>", text) == ["3月1日", "3月8日", "3月10日", "3月上旬", "3月20日", "3月中旬", "3月下旬", "3月底"]


def test_the_organ_of_each_appointment_can_be_chosen() -> None:
    text = next(iter(made(timeline_parts(real_knowledge())).values()))
    assert '<option value="kejiju">' in text and '<li data-organs="kejiju"><a href="people/xia-linhui.html">夏林辉</a> 任 市科学技术局局长</li>' in text


def test_several_years_have_a_page_each(tmp_path: Path) -> None:
    found = pages(tmp_path, 2019, 2020, 2021)
    assert sorted(found) == ["2019/timeline.md", "2020/timeline.md", "2021/timeline.md", "timeline.md"]
    assert 'href="2020/timeline.html#m2020-06"' in found["timeline.md"] and "罗明远" not in found["timeline.md"]
    assert found["timeline.md"].index(">2021年</a>") < found["timeline.md"].index(">2019年</a>") and ">年底</span>" in found["timeline.md"]
    assert "2020年6月" in found["2020/timeline.md"] and "2019年6月" not in found["2020/timeline.md"] and "植树" in found["2020/timeline.md"]


def test_a_bulletin_without_dates_says_so(tmp_path: Path) -> None:
    found = pages(tmp_path)
    assert "还没有公文和大事" in found["timeline.md"]
