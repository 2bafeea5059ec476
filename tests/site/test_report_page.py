"""The editors' report in a browser, opened by a double click: it filters by kind, leads to the source, and has no serious fault."""

import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.commands.terminal import PAGE
from generator.linking.knowledge import learn
from generator.reporting.page import write_report_page
from generator.reporting.report import make_report
from tests.site.test_accessibility import faults
from tests.support.bulletins import real_bulletin


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("公报 项目")
    bulletin, diagnostics = real_bulletin()
    report = make_report(folder, learn(bulletin), diagnostics, is_whole=True)
    write_report_page(folder, bulletin.authority.site.title, report, datetime.date(2026, 11, 24))
    return (folder / PAGE).as_uri()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_report_filters_by_kind_and_is_accessible(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    every = page.locator("#open article").count()
    expect(page.get_by_role("status")).to_have_text(f"显示 {every} 处，共 {every} 处")
    page.get_by_label("种类").select_option("日期缺失")
    expect(page.locator("#open article:visible")).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text(f"显示 1 处，共 {every} 处")
    expect(page.locator("#open article:visible mark")).to_contain_text("免去杨东同志市医保中心主任职务")
    page.get_by_label("种类").select_option("")
    page.get_by_label("轻重").select_option("错误")
    expect(page.locator("#open article:visible")).to_have_count(0)
    page.get_by_label("轻重").select_option("")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert faults(page) == []
    page.close()
