"""A copy as a department has it: unpacked on a disk, the network cut, in a browser."""

from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import expect

from generator.bulletin import Bulletin
from generator.project import load_bulletin
from generator.publishing.archive.layout import Scope
from generator.publishing.archive.make import Order, make_copy
from generator.publishing.archive.verify import verify
from tests.site.conftest import OpenPage, Reader, page_kinds
from tests.support.bulletins import ROOT
from tests.support.copies import office_key, scratch, unpack

ORGAN = "caizhengju"
OWN_PAGES = ("index", "check", "fields", "organ")


@cache
def real_copy() -> tuple[Path, Bulletin]:
    """The unpacked folder of the real year's signed copy for an organ, in a folder with Chinese and blanks in its name."""
    bulletin, _ = load_bulletin(ROOT)
    made = make_copy(ROOT, bulletin, Order(Scope(2018, organ=ORGAN), office_key()[0]), scratch())
    assert verify(made.copy).findings == ()
    return unpack(made.copy, scratch() / "公报 光盘"), bulletin


def offline(open_page: OpenPage) -> Reader:
    reader = open_page("file", site=real_copy()[0])
    reader.page.context.set_offline(True)
    return reader


def test_no_page_complains_or_asks_for_anything_outside(open_page: OpenPage) -> None:
    folder, bulletin = real_copy()
    reader, faults = offline(open_page), {}
    urls = {**page_kinds((folder / "data", bulletin)), **{f"拷贝 {name}": f"copy/{name}.html" for name in OWN_PAGES}}
    assert len(urls) > 25
    for name, url in urls.items():
        page = reader.open(f"data/{url}")
        page.wait_for_timeout(100)
        expect(page.locator("h1").first, name).to_be_visible()
        if reader.faults:
            faults[name] = list(reader.faults)
    assert faults == {}


def test_a_double_click_on_the_opener_leads_to_the_first_page(open_page: OpenPage) -> None:
    reader = offline(open_page)
    page = reader.open("打开公报.html")
    page.wait_for_url("**/copy/organ.html")
    expect(page.locator("h1")).to_have_text(next(organ.name for organ in real_copy()[1].authority.organs.entries if organ.id == ORGAN))
    page.get_by_role("link", name="2018年公报首页").click()
    page.wait_for_url("**/data/index.html")
    expect(page.get_by_role("link", name="怎样检验本拷贝")).to_be_visible()
    assert page.locator('link[rel~="alternate"][type="application/atom+xml"]').count() == 1
    assert reader.faults == []


@pytest.mark.parametrize(("query", "record"), [("海政办发〔2018〕12号", "hzbf-2018-12"), ("劳资纠纷应急预案", "hzbf-2018-12"), ("财政局 扶持", "hzf-2018-2")])
def test_the_search_finds_what_the_copy_holds(open_page: OpenPage, query: str, record: str) -> None:
    reader = offline(open_page)
    page = reader.open("data/index.html")
    page.locator("#home-q").fill(query)
    page.locator("#home-q").press("Enter")
    page.wait_for_url("**/search.html?*")
    hit = page.locator(f'[data-search-results] li[data-id="{record}"] a').first
    expect(hit).to_be_visible()
    hit.click()
    page.wait_for_url(f"**/2018/01/{record}.html*")
    assert reader.faults == []


def test_every_link_of_the_first_page_leads_to_a_page(open_page: OpenPage) -> None:
    reader = offline(open_page)
    page = reader.open("data/copy/organ.html")
    targets = page.locator("article a[href]").evaluate_all("links => links.map(a => a.href)")
    assert len(targets) > 20
    for target in sorted(set(targets))[::7]:
        page.goto(target)
        anchor = target.partition("#")[2]
        assert not anchor or page.evaluate("id => document.getElementById(id) !== null", anchor), target
    assert reader.faults == []
