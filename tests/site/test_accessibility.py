"""No kind of page has a fault of impact serious or critical against WCAG 2 A and AA, as axe sees it, on a desk and on a phone."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.site.conftest import OpenPage, Screen, page_kinds
from tests.support.sites import real_site

_AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """() => axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}, resultTypes: ['violations']})
  .then(result => result.violations.map(v => ({id: v.id, impact: v.impact, help: v.help,
    nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' | ' + n.failureSummary.replace(/\\s+/g, ' ').slice(0, 200))})))"""


@cache
def axe() -> str:
    if not _AXE.is_file():
        pytest.skip("没有 axe-core：请先运行 npm install --prefix tests/site --no-package-lock")
    return _AXE.read_text(encoding="utf-8")


def faults(page: Page) -> list[Any]:
    page.evaluate(axe())
    found: list[Any] = page.evaluate(_RUN)
    return [one for one in found if one["impact"] in ("serious", "critical")]


@pytest.fixture(params=["desk", "phone"])
def screen(request: pytest.FixtureRequest) -> Screen:
    found: Screen = "desk" if request.param == "desk" else "phone"
    return found


def test_no_kind_of_page_has_a_serious_fault(open_page: OpenPage, screen: Screen) -> None:
    found = {}
    for name, url in page_kinds(real_site()).items():
        page = open_page("http", screen).open(url)
        if "?" in url:
            page.locator(".gb-hit").first.wait_for()
        if serious := faults(page):
            found[name] = serious
    assert found == {}


def test_the_look_out_sees_a_fault_that_is_there(open_page: OpenPage, screen: Screen) -> None:
    page = open_page("http", screen).open("timeline.html")
    page.evaluate("""document.querySelector('article').insertAdjacentHTML('beforeend', '<input type="text"><p style="color:#ccc;background:#fff">淡得看不清的一行字</p>')""")
    assert {one["id"] for one in faults(page)} >= {"label", "color-contrast"}


def test_no_serious_fault_in_a_sorted_and_filtered_table(open_page: OpenPage, screen: Screen) -> None:
    page = open_page("http", screen).open(page_kinds(real_site())["有合计的宽表"])
    page.locator("#table .gb-sort").last.click()
    page.locator("#gb-filter").fill("镇")
    assert faults(page) == []


def test_no_serious_fault_in_the_open_drawer(open_page: OpenPage) -> None:
    page = open_page("http", "phone").open("index.html")
    page.locator("header label[for=__drawer]").tap()
    page.locator(".md-sidebar--primary a").first.wait_for()
    assert faults(page) == []
