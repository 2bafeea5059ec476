"""Sorting and filtering of tables that the first issue does not hold: cells over several columns, figures beside dashes, words marked by the search."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.bulletins import ROOT

PAGE = """<!doctype html><meta charset="utf-8"><article><div id="table"><table class="gb-data"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></article>
<script src="{assets}/tables.js"></script>"""


def open_table(browser: Browser, folder: Path, names: str, *rows: str) -> Page:
    """A page whose table has these column names and rows, cells parted by blanks; a cell may be written as HTML."""
    path = folder / "table.html"
    cells = (f"<tr>{''.join(cell if cell.startswith('<') else f'<td>{cell}</td>' for cell in row.split(' '))}</tr>" for row in rows)
    path.write_text(PAGE.format(head="".join(f"<th>{name}</th>" for name in names.split()), rows="".join(cells), assets=(ROOT / "theme" / "assets").as_uri()), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    return page


def column(page: Page, place: int) -> list[str]:
    texts: list[str] = page.locator("tbody tr").evaluate_all(
        "(rows, place) => rows.filter(row => !row.hidden).map(row => [...row.cells].flatMap(cell => Array(cell.colSpan).fill(cell.textContent))[place])", place)
    return texts


def status(page: Page) -> str:
    return page.locator(".gb-table-filter [role=status]").inner_text()


def test_a_cell_over_two_columns_stands_in_both(browser: Browser, tmp_path: Path) -> None:
    page = open_table(browser, tmp_path, "镇 数 注", "甲 3 1", "<td\tcolspan=2>乙丙</td> 2", "丁 1 3")
    page.locator(".gb-sort").nth(2).click()
    assert column(page, 2) == ["1", "2", "3"]


@pytest.mark.parametrize(("cells", "up"), [
    ("100 9 — 10 ９,０００", ["9", "10", "100", "９,０００", "—"]),
    ("１０ ２ / ９", ["２", "９", "１０", "/"]),
    ("31.8% －5% 7%", ["－5%", "7%", "31.8%"]),
])
def test_figures_stand_by_size_and_what_is_none_last(browser: Browser, tmp_path: Path, cells: str, up: list[str]) -> None:
    page = open_table(browser, tmp_path, "数", *cells.split())
    page.locator(".gb-sort").first.click()
    assert column(page, 0) == up and "从小到大" in status(page)
    page.locator(".gb-sort").first.click()
    last = [text for text in up if not any(sign.isdigit() for sign in text)]
    assert column(page, 0) == [*reversed([text for text in up if text not in last]), *last] and "从大到小" in status(page)


def test_words_stand_as_words_and_no_size_is_claimed(browser: Browser, tmp_path: Path) -> None:
    page = open_table(browser, tmp_path, "段", "10组", "9组", "乙组")
    page.locator(".gb-sort").first.click()
    assert column(page, 0) == ["9组", "10组", "乙组"] and "文字顺序" in status(page) and "大" not in status(page)


def test_words_marked_by_the_search_stay_marked_and_can_be_unmarked(browser: Browser, tmp_path: Path) -> None:
    page = open_table(browser, tmp_path, "段 镇", "<td\trowspan=2><mark>乙</mark></td> 2", "1", "甲 3")
    page.evaluate("window.first = document.querySelector('mark')")
    page.locator(".gb-sort").nth(1).click()
    assert column(page, 0) == ["乙", "乙", "甲"] and page.locator("mark").count() == 1
    assert page.evaluate("window.first.isConnected")
    page.evaluate("window.first.replaceWith('乙')")
    page.locator(".gb-restore").click()
    assert page.locator("mark").count() == 0 and column(page, 0)[0] == "乙"


def test_no_word_runs_over_the_border_of_a_cell_and_an_input_method_filters_when_it_is_done(browser: Browser, tmp_path: Path) -> None:
    page = open_table(browser, tmp_path, "甲 乙", "10 20", "102 3")
    page.locator("#gb-filter").fill("02")
    assert column(page, 0) == ["102"]
    page.locator("#gb-filter").fill("")
    page.evaluate("""() => {
      const field = document.getElementById('gb-filter');
      field.value = 'zhen';
      field.dispatchEvent(new InputEvent('input', { isComposing: true }));
    }""")
    assert len(column(page, 0)) == 2
    page.evaluate("document.getElementById('gb-filter').dispatchEvent(new CompositionEvent('compositionend'))")
    assert column(page, 0) == []
