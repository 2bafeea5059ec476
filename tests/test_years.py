"""Pages that grow with every issue: the indexes, and an organ or a person named very often, have a page for each earlier year."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from generator.linking.knowledge import Knowledge, learn
from generator.pages import years
from generator.pages.citations import citation_parts
from generator.pages.deadlines import deadline_parts
from generator.pages.documents import document_parts
from generator.pages.indexes import index_parts
from generator.pages.organs import organ_parts
from generator.pages.people import people_parts
from generator.pages.timeline import timeline_parts
from generator.parts import Part
from generator.project import load_bulletin
from tests.support.bulletins import make_project
from tests.support.pages import made

NOTICE = """云州市人民政府关于防汛的通知
云府发〔{year}〕2号
各区、县人民政府：
{lines}
云州市人民政府
{year}年3月1日

市政府大事记
{events}
"""
ORGANS = "organs:\n  - {id: shuiliju, name: 云州市水利局, short: 水利局, variants: [市水利局], kind: department}\n"


def known(folder: Path, *which: int, times: int = 6) -> Knowledge:
    for year in which:
        lines = "\n".join(f"{number}．市水利局负责第{number}段河道。" for number in range(1, times + 1))
        events = "\n".join(f"3月{day}日，市委书记罗明远主持召开第{day}次座谈会。" for day in range(1, times + 1))
        make_project(folder, NOTICE.format(year=year, lines=lines, events=events), year, 2, {"site.yml": "title: 云州公报\ncity: 云州市\n", "organs.yml": ORGANS})
    return learn(load_bulletin(folder)[0])


def test_nothing_is_parted_where_it_fits_or_is_of_one_year() -> None:
    assert years.part_years([1, 2, 3], lambda item: item, most=3) == ([1, 2, 3], [])
    assert years.part_years([1, 1, 1], lambda item: item, most=1) == ([1, 1, 1], [])
    assert years.part_years([1, 3, 2, 3], lambda item: item, most=2) == ([3, 3], [(2, [2]), (1, [1])])
    assert years.part_years([1, 3], lambda item: item, most=2, rows_of=lambda item: 2) == ([3], [(1, [1])])


def test_a_limit_of_hundreds_parts_a_page_of_twenty_years() -> None:
    shown, earlier = years.part_years([year for year in range(2000, 2020) for _ in range(100)], lambda year: year)
    assert len(shown) == 100 and [year for year, _ in earlier] == list(range(2018, 1999, -1))


@pytest.mark.parametrize(("parts", "main"), [(organ_parts, "organs/shuiliju"), (people_parts, "people/luo-mingyuan")])
def test_earlier_years_have_pages_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: Callable[[Knowledge], Iterable[Part]], main: str) -> None:
    found = known(tmp_path, 2018, 2019, 2020)
    whole = made(parts(found))
    assert f"{main}/2018.md" not in whole and whole[f"{main}.md"].count('<li><a href="../2018/') == 6
    monkeypatch.setattr(years.part_years, "__defaults__", (10,))
    parted = made(parts(found))
    name = main.rpartition("/")[2]
    assert {path for path in parted if path.startswith(main)} == {f"{main}.md", f"{main}/2018.md", f"{main}/2019.md"}
    assert parted[f"{main}.md"].count('<li><a href="../2020/') == 6 and "../2018/" not in parted[f"{main}.md"]
    assert f'href="{name}/2018.html"' in parted[f"{main}.md"] and f'href="../{name}.html"' in parted[f"{main}/2018.md"]
    assert parted[f"{main}/2018.md"].count('<li><a href="../../2018/') == 6 and 'aria-current="page">2018年' in parted[f"{main}/2018.md"]


def test_an_index_of_many_documents_has_a_page_for_each_earlier_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = known(tmp_path, 2018, 2019, 2020)
    whole = made(index_parts(found))
    assert whole["documents.md"].count("关于防汛的通知") == 9 and "documents/2018.md" not in whole     # three years, each listed in three ways
    monkeypatch.setattr(years.part_years, "__defaults__", (2,))
    parted = made(index_parts(found))
    assert {path for path in parted if path.startswith("documents")} == {"documents.md", "documents/2018.md", "documents/2019.md"}
    assert all(parted[path].count("关于防汛的通知") == 3 for path in ("documents.md", "documents/2018.md", "documents/2019.md"))
    assert 'href="documents/2018.html"' in parted["documents.md"] and 'href="../documents.html"' in parted["documents/2018.md"]
    assert 'href="../2018/02/' in parted["documents/2018.md"]


CITING = """云州市人民政府关于用水的通知
云府发〔{year}〕3号
各区、县人民政府：
根据《中华人民共和国水法》和《某省第{year}号节水规划》做好工作，{year}年6月22日前报送计划。
云州市人民政府

市政府大事记
{events}
"""


def citing(folder: Path, *which: int) -> Knowledge:
    for year in which:
        make_project(folder, CITING.format(year=year, events="\n".join(f"·第{number}次座谈会召开。" for number in range(1, 4))), year, 2)
    return learn(load_bulletin(folder)[0])


def test_citations_of_several_years_have_a_page_a_year_and_a_list_of_all_works(tmp_path: Path) -> None:
    known = citing(tmp_path, 2018, 2019)
    parted = made(citation_parts(known))
    assert set(parted) == {"citations.md", "2018/citations.md", "2019/citations.md"}
    law = next(work for work in known.references.works if work.title == "中华人民共和国水法")
    assert all(f'id="{work.id}"' in parted["citations.md"] for work in known.references.works) and "做好工作" not in parted["citations.md"]
    assert all(f'href="{year}/citations.html#{law.id}">{year}年</a> <span class="gb-no">1处' in parted["citations.md"] for year in (2018, 2019))
    for year, other in ((2018, 2019), (2019, 2018)):
        page = parted[f"{year}/citations.md"]
        assert page.count("做好工作") == 2 and f'id="{law.id}"' in page and f'href="../citations.html#{law.id}"' in page
        assert f"第{year}号节水规划》" in page and f"第{other}号节水规划》" not in page and f'href="{other}/' not in page
    documents = made(document_parts(known, known.bulletin.issues[0]))
    assert f'href="../citations.html#{law.id}"' in "".join(documents.values())     # 2018/02/… leads to 2018/citations.html


@pytest.mark.parametrize(("parts", "name"), [(citation_parts, "citations"), (deadline_parts, "deadlines")])
def test_an_issue_added_leaves_the_pages_of_other_years_alone(tmp_path: Path, parts: Callable[[Knowledge], Iterable[Part]], name: str) -> None:
    """Nobody should wait for twenty pages that say in passing how much stands on another."""
    before = made(parts(citing(tmp_path, 2018, 2019)))
    make_project(tmp_path, CITING.format(year=2019, events="").replace("3号", "4号"), 2019, 3)
    after = made(parts(learn(load_bulletin(tmp_path)[0])))
    assert after[f"2018/{name}.md"] == before[f"2018/{name}.md"]
    assert after[f"{name}.md"] != before[f"{name}.md"] and after[f"2019/{name}.md"] != before[f"2019/{name}.md"]


def test_what_names_no_year_is_parted_by_the_issue_that_prints_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = citing(tmp_path, 2018, 2019, 2020)
    whole = made(timeline_parts(known))
    assert whole["undated/timeline.md"].count("座谈会召开") == 9 and "undated/timeline/2018.md" not in whole
    monkeypatch.setattr(years.part_years, "__defaults__", (5,))
    parted = made(timeline_parts(known))
    assert [path for path in sorted(parted) if "undated" in path] == ["undated/timeline.md", "undated/timeline/2018.md", "undated/timeline/2019.md"]
    assert all(parted[path].count("座谈会召开") == 3 and parted[path].count("关于用水的通知") == 1 for path in parted if "undated" in path)
    assert 'href="timeline/2018.html"' in parted["undated/timeline.md"] and 'href="../../2018/02/' in parted["undated/timeline/2018.md"]
    assert 'href="../timeline.html"' in parted["undated/timeline/2018.md"] and "2018年刊登的日期未注明时间线" in parted["undated/timeline/2018.md"]
