"""The timeline in a browser: filters whose state is the address, readable without scripts, no serious fault of access."""

import pytest

from tests.site.conftest import Kind, OpenPage, Screen
from tests.site.test_accessibility import faults

CHOSEN = "timeline.html?kind=personnel,deadline&organ=kejiju"


def shown(page: object) -> list[str]:
    return page.eval_on_selector_all(  # type: ignore[attr-defined, no-any-return]
        ".gb-timeline > li > ul > li", "all => all.filter(one => one.offsetParent !== null).map(one => one.dataset.kind)")


def test_the_address_says_what_is_shown(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    page = reader.open(CHOSEN)
    assert set(shown(page)) == {"personnel", "deadline"} and reader.faults == []
    lines = page.locator(".gb-timeline details li:visible").all_inner_texts()
    assert "夏林辉 任 市科学技术局局长" in lines and all("市科学技术局" in line for line in lines)
    assert page.locator(".gb-timeline-filter [role=status]").inner_text().startswith(f"显示{len(shown(page))}条")


def test_choosing_changes_the_address_and_all_comes_back(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    page = reader.open("timeline.html")
    every = len(shown(page))
    page.locator(".gb-timeline-filter [value=event]").uncheck()
    page.locator(".gb-timeline-filter select").select_option("kejiju")
    assert 0 < len(shown(page)) < every and "event" not in shown(page)
    assert page.url.endswith("?kind=document,personnel,force,deadline&organ=kejiju")
    page.locator(".gb-timeline-filter button[type=reset]").click()
    page.wait_for_function("location.search === ''")
    assert len(shown(page)) == every and reader.faults == []


def test_everything_is_there_without_scripts(open_page: OpenPage) -> None:
    page = open_page("file", script=False).open("timeline.html")
    assert page.locator(".gb-timeline > li > ul > li:visible").count() > 150 and not page.locator(".gb-timeline-filter").is_visible()


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_no_serious_fault_and_nothing_beyond_the_edge(open_page: OpenPage, screen: Screen) -> None:
    for url in ("timeline.html", CHOSEN):
        page = open_page("http", screen).open(url)
        assert faults(page) == [], url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url
