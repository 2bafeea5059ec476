"""Pages that grow with every issue: the indexes, and an organ or a person named very often, have a page for each earlier year."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from generator.linking.knowledge import Knowledge, learn
from generator.pages import years
from generator.pages.indexes import index_parts
from generator.pages.organs import organ_parts
from generator.pages.people import people_parts
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
