"""The site as readers have it: in a browser, over http and from the folder, on a desk, on a phone, on paper, without scripts."""

import json
import re
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.addresses import document_url, entry_url, table_url
from generator.notation.folding import squeeze
from generator.records import Table
from tests.site.conftest import Kind, OpenPage, find_document, page_kinds
from tests.site.test_fidelity import expected_text, source_text
from tests.support.sites import real_site, second_site

# The flow chart, plain text, a table of 169 rows, blank forms, five tables with totals, personnel; a text with 附件 told in words.
NUMBERS = ("海政办发〔2018〕8号", "海政办发〔2018〕12号", "海政发〔2018〕5号", "海政办发〔2018〕3号", "海政办发〔2018〕19号", "海政干〔2018〕1号", "海政发〔2018〕1号")

# Every printed piece in order, with what the reader can see of it.
_SEEN = """() => [...document.querySelectorAll('article [data-line], article [data-box]')].map(e => {
  const box = e.getBoundingClientRect();
  let clipped = false;
  for (let a = e.parentElement; a && a.tagName !== 'ARTICLE'; a = a.parentElement) {
    const style = getComputedStyle(a), outer = a.getBoundingClientRect();
    if (/hidden|clip/.test(style.overflowX) && (box.left < outer.left - 1 || box.right > outer.right + 1)) clipped = true;
    if (/hidden|clip/.test(style.overflowY) && (box.top < outer.top - 1 || box.bottom > outer.bottom + 1)) clipped = true;
  }
  const text = e.dataset.box ? e.querySelector('text').textContent : e.innerText;
  const shown = e.checkVisibility({opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true});
  return {text, seen: shown && !clipped && box.width >= 1 && box.height >= 8 && parseFloat(getComputedStyle(e).fontSize) >= 8};
})"""


def number_url(number: str) -> str:
    issue, document = find_document(real_site()[1], number)
    return document_url(issue.meta, document)


def find_table(number: str, ordinal: int) -> tuple[str, Table]:
    issue, document = find_document(real_site()[1], number)
    return table_url(issue.meta, document.tables[ordinal - 1]), document.tables[ordinal - 1]


def seen_text(page: Page) -> str:
    pieces = page.evaluate(_SEEN)
    hidden = [piece["text"] for piece in pieces if not piece["seen"] and squeeze(piece["text"])]
    assert hidden == [], f"not to be seen: {hidden}"
    return squeeze("".join(piece["text"] for piece in pieces))


# ---- Nothing goes wrong, nothing is fetched from elsewhere -----------------------------------------------------------


@pytest.mark.parametrize("city", ["real", "invented"])
def test_no_page_complains_or_asks_for_anything_outside(open_page: OpenPage, kind: Kind, city: str) -> None:
    site = real_site() if city == "real" else second_site()
    reader = open_page(kind, site=site[0])
    faults = {}
    for name, url in page_kinds(site).items():
        reader.open(url)
        assert reader.page.locator("article h1").count() == 1, url
        if reader.faults:
            faults[name] = list(reader.faults)
    assert faults == {}


# ---- The printed text is what stands on the screen -------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
def test_a_reader_sees_every_line_of_the_source_in_order(open_page: OpenPage, kind: Kind, number: str) -> None:
    issue, document = find_document(real_site()[1], number)
    page = open_page(kind).open(number_url(number))
    assert seen_text(page) == expected_text(issue, document)


def test_a_reader_sees_every_chronicle_entry(open_page: OpenPage, kind: Kind) -> None:
    issue = real_site()[1].issues[0]
    for entry in (issue.chronicle[0], max(issue.chronicle, key=lambda e: len(e.text))):
        assert seen_text(open_page(kind).open(entry_url(entry))) == source_text(issue, entry.first_line, entry.last_line)


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_texts_of_the_flow_chart_stand_in_their_boxes(open_page: OpenPage, kind: Kind, screen: Any) -> None:
    _, document = find_document(real_site()[1], "海政办发〔2018〕8号")
    page = open_page(kind, screen).open(number_url("海政办发〔2018〕8号"))
    page.locator("svg.gb-flow").scroll_into_view_if_needed()
    groups = page.evaluate("""() => [...document.querySelectorAll('svg.gb-flow [data-box]')].map(g => {
      const box = e => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
      return {text: g.querySelector('text').textContent, words: box(g.querySelector('text')), frame: box(g.querySelector('rect')),
              size: parseFloat(getComputedStyle(g.querySelector('text')).fontSize) * g.ownerSVGElement.getScreenCTM().a,
              drawing: box(g.ownerSVGElement)};
    })""")
    assert [squeeze(g["text"]) for g in groups] == [squeeze(box.text) for figure in document.figures for box in figure.boxes]
    width = page.viewport_size["width"] if page.viewport_size else 0
    for one in groups:
        for inner, outer in (("words", "frame"), ("frame", "drawing")):
            left, top, right, bottom = one[outer]
            x1, y1, x2, y2 = one[inner]
            assert left <= x1 + 1 and top <= y1 + 1 and x2 <= right + 1 and y2 <= bottom + 1, (inner, one)
        assert one["drawing"][0] >= 0 and one["drawing"][2] <= width
        assert one["size"] >= 12, "letters of the drawing are too small to read"
    frames = [g["frame"] for g in groups]
    assert not [(a, b) for i, a in enumerate(frames) for b in frames[i + 1:] if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]], "boxes overlap"


# ---- Copying ---------------------------------------------------------------------------------------------------------

_WITH_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: {writeText: text => { window.copied = text; return Promise.resolve(); }}});"
_REFUSING_CLIPBOARD = """Object.defineProperty(navigator, 'clipboard', {value: {writeText: () => Promise.reject(new Error('no'))}});
document.addEventListener('copy', () => { const a = document.activeElement; window.copied = a.value.slice(a.selectionStart, a.selectionEnd); });"""
_NO_CLIPBOARD = """Object.defineProperty(navigator, 'clipboard', {value: undefined});
document.addEventListener('copy', () => { const a = document.activeElement; window.copied = a.value.slice(a.selectionStart, a.selectionEnd); });"""
_NO_COPY_AT_ALL = "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;"


@pytest.mark.parametrize("way", [_WITH_CLIPBOARD, _REFUSING_CLIPBOARD, _NO_CLIPBOARD], ids=["clipboard", "refused", "without"])
def test_the_citation_is_copied(open_page: OpenPage, kind: Kind, way: str) -> None:
    _, document = find_document(real_site()[1], "海政办发〔2018〕12号")
    reader = open_page(kind, init=way)
    page = reader.open(number_url("海政办发〔2018〕12号"))
    page.locator(".gb-copy").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".gb-copied")).to_have_text("已复制")
    assert page.evaluate("window.copied") == f"《{document.title}》（海政办发〔2018〕12号）"
    assert page.evaluate("document.activeElement.classList.contains('gb-copy')"), "the button keeps the focus"
    assert page.locator("textarea").count() == 0
    assert reader.faults == []


def test_a_copy_that_fails_is_said_to_fail(open_page: OpenPage, kind: Kind) -> None:
    page = open_page(kind, init=_NO_COPY_AT_ALL).open(number_url("海政办发〔2018〕12号"))
    page.locator(".gb-copy").click()
    expect(page.locator(".gb-copied")).to_have_text("未能复制，请手工选取")


# ---- Tables ----------------------------------------------------------------------------------------------------------


def shown_rows(page: Page) -> list[list[str]]:
    """The texts of the body rows that are to be seen, total and section rows included."""
    rows: list[list[str]] = page.evaluate(
        "() => [...document.querySelectorAll('#table tbody tr')].filter(r => r.checkVisibility()).map(r => [...r.cells].map(c => c.innerText.trim()))")
    return rows


def table_html(page: Page) -> str:
    return page.locator("#table").inner_html()


def record_rows(table: Table, totals: bool) -> list[list[str]]:
    return [[value.text for value in record.values] for record in table.grid.records if record.is_total == totals]


def squeezed(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """Rows for comparison; the records part lists by 、 where the print breaks the line."""
    return [tuple(squeeze(text).replace("、", "") for text in row) for row in rows]


def sort_button(page: Page, column: int) -> Locator:
    """The button that stands above the cells of a column, whatever levels the header has."""
    place = page.locator("#table").evaluate("""(region, column) => {
      const row = [...region.querySelectorAll('tbody tr')].find(r => r.checkVisibility() && r.cells.length > column && [...r.cells].every(c => c.colSpan === 1));
      const cell = row.cells[column].getBoundingClientRect(), middle = (cell.left + cell.right) / 2;
      return [...region.querySelectorAll('.gb-sort')].findIndex(b => {
        const head = b.closest('th, td').getBoundingClientRect();
        return head.left < middle && middle < head.right;
      });
    }""", column)
    assert place >= 0, f"nothing to sort column {column} by"
    return page.locator("#table .gb-sort").nth(place)


def sort_by(page: Page, column: int) -> None:
    sort_button(page, column).click()


def figure(text: str) -> float:
    return float(text.replace(",", "").rstrip("%％").replace("－", "-"))


def test_typing_filters_the_rows(open_page: OpenPage, kind: Kind) -> None:
    url, table = find_table("海政发〔2018〕5号", 1)
    page = open_page(kind).open(url)
    page.locator("#gb-filter").click()
    word = "住建局"
    page.keyboard.type(word)
    wanted = [row for row in squeezed(record_rows(table, False)) if any(word in text for text in row)]
    assert 0 < len(wanted) < len(table.grid.records)
    assert squeezed(shown_rows(page)) == wanted
    assert page.locator(".gb-table-filter [role=status]").inner_text() == f"显示 {len(wanted)} 行，共 {len(table.grid.records)} 行"
    page.keyboard.type(" 不会有的词")
    assert shown_rows(page) == []
    page.locator("#gb-filter").fill("")
    assert len(shown_rows(page)) == len(table.grid.records)


@pytest.mark.parametrize("ordinal", [1, 2, 4])
def test_sorting_by_figures_keeps_the_totals_last(open_page: OpenPage, kind: Kind, ordinal: int) -> None:
    url, table = find_table("海政办发〔2018〕20号", ordinal)
    page = open_page(kind).open(url)
    rows, totals = squeezed(record_rows(table, False)), squeezed(record_rows(table, True))
    column = max(i for i in range(len(rows[0])) if all(re.fullmatch(r"[-－]?[\d,.]+[%％]?", row[i]) for row in rows))
    assert totals and page.locator("#table .gb-sort").count() == len(rows[0])
    for down in (False, True):
        sort_by(page, column)
        now = squeezed(shown_rows(page))
        assert now[-len(totals):] == totals
        assert sorted(now) == sorted(rows + totals)
        figures = [figure(row[column]) for row in now[:-len(totals)]]
        assert figures == sorted(figures, reverse=down)
        head = sort_button(page, column).locator("xpath=..")
        assert head.get_attribute("aria-sort") == ("descending" if down else "ascending")
        assert page.locator("#table [aria-sort]").count() == 1


@pytest.mark.parametrize("ordinal", [1, 2])
def test_merged_cells_are_repeated_and_the_print_comes_back(open_page: OpenPage, kind: Kind, ordinal: int) -> None:
    url, table = find_table("海政发〔2018〕5号", ordinal)
    page = open_page(kind).open(url)
    before = table_html(page)
    assert "rowspan" in before
    sort_by(page, 1)
    rows = squeezed(record_rows(table, False))
    assert sorted(squeezed(shown_rows(page))) == sorted(rows)
    assert page.locator("#table tbody").evaluate_all("all => all.every(body => [...body.querySelectorAll('td, th')].every(cell => cell.rowSpan === 1))")
    page.locator("#gb-filter").fill("局")
    sort_by(page, 0)
    page.locator(".gb-restore").click()
    assert table_html(page) == before
    assert page.locator("#gb-filter").input_value() == ""
    page.locator("#gb-filter").fill("局")           # and once more from the beginning
    page.locator(".gb-restore").click()
    assert table_html(page) == before


def test_restoring_brings_back_the_html_of_every_table(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    for issue, document in real_site()[1].documents():
        for table in document.tables if kind == "file" else document.tables[:1]:
            page = reader.open(table_url(issue.meta, table))
            if not page.locator(".gb-restore").count():
                continue
            before = table_html(page)
            page.locator(".gb-sort").evaluate_all("all => all.forEach(one => one.click())")
            assert table_html(page) != before
            page.locator("#gb-filter").fill("1")
            page.locator(".gb-restore").click()
            assert table_html(page) == before, table.id
            assert reader.faults == []


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_the_address_of_a_row_leads_to_it_and_marks_it(open_page: OpenPage, kind: Kind, screen: Any) -> None:
    url, table = find_table("海政发〔2018〕5号", 1)
    assert len(table.grid.records) == 169
    for address in (f"{url}#r42", f"{number_url('海政发〔2018〕5号')}#t1-r42", f"{url}#r169", f"{url}#r1"):
        page = open_page(kind, screen).open(address)
        row = page.locator("#" + address.split("#")[1])
        expect(row).to_be_in_viewport()
        found = row.evaluate("""row => {
          const cell = row.cells[row.cells.length - 1];
          const left = Math.max(0, row.cells[0].getBoundingClientRect().left, row.closest('.gb-scroll').getBoundingClientRect().left) + 8;
          const at = document.elementFromPoint(left, row.cells[0].getBoundingClientRect().top + 6);
          const other = row.nextElementSibling || row.previousElementSibling;
          return {uncovered: row.contains(at), own: getComputedStyle(cell).backgroundColor,
                  other: getComputedStyle(other.cells[other.cells.length - 1]).backgroundColor};
        }""")
        assert found["uncovered"], f"{address}: the header covers the row"
        assert found["own"] != found["other"], f"{address}: not marked"


def test_a_table_is_downloaded_as_it_lies_in_the_folder(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    for number, ordinal in (("海政发〔2018〕5号", 1), ("海政办发〔2018〕3号", 1)):
        page = reader.open(find_table(number, ordinal)[0])
        links = page.locator(".gb-table-tools a")
        assert [text.strip() for text in links.all_inner_texts()] == ["XLSX", "CSV", "JSON"]
        for index in range(3):
            if kind == "file" and index == 2:
                continue    # Chromium shows a JSON file of a folder instead of keeping it: below
            with page.expect_download() as download:
                links.nth(index).click()
            file = reader.folder / urljoin(reader.where(), links.nth(index).get_attribute("href"))
            assert file.is_file() and download.value.suggested_filename == file.name
            assert download.value.path().read_bytes() == file.read_bytes()
        links.nth(2).click()
        if kind == "file":
            page.wait_for_url(re.compile(r"\.json$"))
            file = reader.folder / reader.where()
            assert json.loads(page.locator("pre").inner_text()) == json.loads(file.read_text(encoding="utf-8"))
        assert reader.faults == []


# ---- Phone -----------------------------------------------------------------------------------------------------------


def test_no_page_is_wider_than_a_phone(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind, "phone")
    wide: dict[str, Any] = {}
    scrolled = 0
    for name, url in page_kinds(real_site()).items():
        page = reader.open(url)
        found = page.evaluate("""() => ({
          page: document.scrollingElement.scrollWidth, window: innerWidth,
          out: [...document.querySelectorAll('article *')].filter(e => !e.closest('.gb-scroll, svg') && e.checkVisibility()
            && e.getBoundingClientRect().right > 391).slice(0, 3).map(e => e.outerHTML.slice(0, 120)),
          regions: [...document.querySelectorAll('.gb-scroll')].map(e => ({right: e.getBoundingClientRect().right, scrolls: e.scrollWidth > e.clientWidth,
            overflow: getComputedStyle(e).overflowX, focusable: e.tabIndex === 0}))})""")
        if found["page"] > 390 or found["window"] > 390 or found["out"] or any(r["right"] > 390 for r in found["regions"]):
            wide[name] = found
        assert all(r["overflow"] == "auto" and r["focusable"] for r in found["regions"])
        scrolled += sum(r["scrolls"] for r in found["regions"])
    assert wide == {}
    assert scrolled > 0, "wide tables scroll inside their region"


@pytest.mark.parametrize("number", ["海政办发〔2018〕8号", "海政办发〔2018〕12号", "海政办发〔2018〕3号"])
def test_a_phone_shows_every_line_too(open_page: OpenPage, kind: Kind, number: str) -> None:
    issue, document = find_document(real_site()[1], number)
    assert seen_text(open_page(kind, "phone").open(number_url(number))) == expected_text(issue, document)


def test_the_drawer_opens_and_leads_on(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind, "phone")
    page = reader.open(number_url("海政办发〔2018〕12号"))
    drawer = page.locator(".md-sidebar--primary")
    expect(drawer).not_to_be_in_viewport()
    page.locator("header label[for=__drawer]").tap()
    expect(drawer).to_be_in_viewport()
    link = drawer.get_by_role("link", name="人事任免")
    expect(link).to_be_in_viewport()
    link.tap()
    page.wait_for_url(re.compile(r"personnel\.html$"))
    assert reader.faults == []


def test_a_phone_reaches_the_search_and_the_contents(open_page: OpenPage, kind: Kind) -> None:
    page = open_page(kind, "phone").open(number_url("海政办发〔2018〕8号"))
    page.locator(".gb-toc summary").tap()
    last = page.locator(".gb-toc li a").last
    fragment = str(last.get_attribute("href"))
    last.tap()
    expect(page.locator(fragment)).to_be_in_viewport()
    page.locator(".gb-header-link").tap()
    page.wait_for_url(re.compile(r"search\.html$"))


# ---- Paper -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["海政办发〔2018〕8号", "海政办发〔2018〕12号", "海政办发〔2018〕19号"])
def test_print_holds_the_document_alone(open_page: OpenPage, kind: Kind, number: str) -> None:
    issue, document = find_document(real_site()[1], number)
    page = open_page(kind).open(number_url(number))
    page.emulate_media(media="print")
    try:
        for selector in (".md-header", ".md-tabs", ".md-sidebar--primary", ".md-sidebar--secondary", ".gb-header-search", ".md-footer", ".md-top",
                         ".gb-crumbs", ".gb-around", ".gb-copy", ".gb-toc", ".gb-skip"):
            assert not [one for one in page.locator(selector).all() if one.is_visible()], selector
        expect(page.locator("article h1")).to_be_visible()
        assert squeeze(page.locator("article h1").inner_text()) == squeeze(document.title or "")
        assert seen_text(page) == expected_text(issue, document)
    finally:
        page.emulate_media(media="screen")


def test_printed_tables_keep_all_columns(open_page: OpenPage, kind: Kind) -> None:
    page = open_page(kind).open(page_kinds(real_site())["有合计的宽表"])
    page.emulate_media(media="print")
    try:
        for selector in (".gb-table-tools", ".gb-table-filter", ".md-header"):
            assert not page.locator(selector).first.is_visible(), selector
        assert page.locator(".gb-scroll").evaluate("e => getComputedStyle(e).overflowX") == "visible"
        assert page.locator(".gb-scroll").evaluate("e => getComputedStyle(e).maxHeight") == "none"
    finally:
        page.emulate_media(media="screen")


# ---- Without scripts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["海政办发〔2018〕8号", "海政发〔2018〕5号"])
def test_without_scripts_the_text_is_whole(open_page: OpenPage, kind: Kind, number: str) -> None:
    issue, document = find_document(real_site()[1], number)
    assert seen_text(open_page(kind, script=False).open(number_url(number))) == expected_text(issue, document)


def test_without_scripts_tables_and_indexes_are_readable(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind, script=False)
    page = reader.open(find_table("海政发〔2018〕5号", 1)[0])
    assert page.locator("#table tbody tr").filter(visible=True).count() == 169
    assert page.locator("#gb-filter, .gb-sort, .gb-restore").count() == 0, "nothing is offered that cannot work"
    kinds = page_kinds(real_site())
    for name in ("首页", "期", "公文索引", "人事任免", "表格索引", "人物", "机构", "时间线", "大事一月", "大事一年"):
        page = reader.open(kinds[name])
        # What is folded (a day of fifty appointments) opens by a click, without scripts too.
        links = page.locator("article :is(li, dd, h2):not(.gb-toc *, .gb-crumbs *) a:not(details *)")
        assert links.count() > 0 and links.filter(visible=False).count() == 0, name
    reader.open("documents.html")
    assert page.locator("article #by-number").is_visible()
    count = len(list(real_site()[1].documents()))
    assert len(set(page.locator("article li:not(.gb-toc *, .gb-crumbs *) a").evaluate_all("all => all.map(a => a.href)"))) == count


def test_without_scripts_the_search_page_shows_the_way(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind, script=False)
    page = reader.open("search.html")
    notice = page.locator("article noscript")
    assert notice.is_visible() and "没有启用脚本" in notice.inner_text()
    links = notice.locator("a")
    assert links.count() >= 3
    for index in range(links.count()):
        assert (reader.folder / str(links.nth(index).get_attribute("href"))).is_file()
    links.first.click()
    page.wait_for_url(re.compile(r"documents\.html$"))
