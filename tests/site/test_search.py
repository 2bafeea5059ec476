"""A reader searches: typed into the box of a real browser, over http and from the folder; what is shown, where it leads, what the keys do."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.addresses import document_url, table_url
from generator.notation.folding import squeeze
from generator.search.folding import fold_text
from tests.site.conftest import Kind, OpenPage, Reader, find_document
from tests.support.searching import folded_records
from tests.support.sites import real_site

DOCUMENT = "2018/01/hzbf-2018-12.html"
_STATUS = re.compile("^(找到|没有|共)")


def type_query(reader: Reader, words: str, start: str = DOCUMENT) -> Page:
    """Types `words` into the box in the header of a page and waits for what the results page says."""
    page = reader.open(start)
    page.locator(".gb-header-search input").click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search\.html\?q="))
    return settle(page)


def settle(page: Page) -> Page:
    expect(page.locator("[data-search-status]")).to_have_text(_STATUS)
    return page


def top(page: Page) -> Locator:
    return page.locator("[data-search-results] > li")


def ids(page: Page, every: str = "[data-search-results] > li") -> list[str]:
    found: list[str] = page.locator(every).evaluate_all("all => all.map(one => one.dataset.id)")
    return found


def holding(*words: str) -> set[str]:
    return {record.head.id for record in folded_records() if all(fold_text(word) in record.folded for word in words)}


def all_ids(page: Page) -> set[str]:
    while page.locator("[data-search-results] + .gb-show-more").is_visible():
        before = top(page).count()
        page.locator("[data-search-results] + .gb-show-more").click()
        expect(top(page).nth(before)).to_be_visible()
    return set(ids(page, "[data-search-results] li[data-id]"))


# ---- The lists: what must be found -----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["海政发〔2018〕3号", "海政发[2018]3号", "海政发(2018)3号", "海政发【2018】3号", "海政发２０１８－３", "海政发 3号", "海政发2018-3"])
def test_a_document_is_first_by_its_number_in_every_spelling(open_page: OpenPage, kind: Kind, typed: str) -> None:
    page = type_query(open_page(kind), typed)
    assert ids(page)[0] == "hzf-2018-3"
    assert squeeze(top(page).first.locator(".gb-no mark").inner_text()) == "海政发〔2018〕3号"


@pytest.mark.parametrize(("typed", "first"), [("海政办发2018-16", "hzbf-2018-16"), ("海政干2018 7", "hzg-2018-7"), ("guoxiaomin", "guo-xiaomin"), ("gxm", "guo-xiaomin"),
                                              ("guo xiaomin", "guo-xiaomin"), ("huangfuliyue", "huangfu-liyue"), ("陈敢", "chen-gan"), ("住建局", "zhujianju")])
def test_what_is_meant_is_first(open_page: OpenPage, kind: Kind, typed: str, first: str) -> None:
    assert ids(type_query(open_page(kind), typed))[0] == first


def test_a_number_that_is_only_cited_finds_who_cites_it_and_one_that_does_not_exist_says_so(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    cited = "苏政办发〔2013〕51号"
    page = type_query(reader, cited.replace("〔", "[").replace("〕", "]"))
    assert set(ids(page)) == holding(cited) != set()
    page = type_query(reader, "海政发〔2018〕999号")
    assert top(page).count() == 0
    assert page.locator("[data-search-status]").inner_text().startswith("没有找到文号“海政发〔2018〕999号”")


def test_traditional_characters_and_other_names_of_an_organ_are_found_and_said(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    page = type_query(reader, "豪華郵輪")
    assert all_ids(page) == holding("豪华邮轮") != set()
    assert "“豪華郵輪”按简体“豪华邮轮”查找" in page.locator("[data-search-notes]").inner_text()
    page = type_query(reader, "住建局")
    assert all_ids(page) == holding("住建局")
    assert "“住建局”即“海门市住房和城乡建设局”" in page.locator("[data-search-notes]").inner_text()
    related = page.locator("[data-search-related] li[data-id]")
    assert related.count() > 0 and all("住房和城乡建设局" in words for words in related.locator(".gb-by").all_inner_texts())


@pytest.mark.parametrize(("typed", "wanted"), [("1月19日", "2018-01-19-1"), ("2018-01-19", "2018-01-19-1"), ("2018年2月", "2018-02-28-1")])
def test_days_are_found_however_they_are_written(open_page: OpenPage, kind: Kind, typed: str, wanted: str) -> None:
    page = type_query(open_page(kind), typed)
    assert wanted in ids(page, "li[data-id]")


@pytest.mark.parametrize(("typed", "wanted"), [("写字楼 补贴", "hzbf-2018-18"), ("煤气罐 送气 安全", "hzbf-2018-14"), ("老板跑路 欠薪 怎么办", "hzbf-2018-12"),
                                               ("写字楼补贴", "hzbf-2018-18"),
                                               ("吃低保 存款 标准", "hzf-2018-3"), ("化工厂爆炸", "hzbf-2018-9"), ("家里没钱 救济金", "hzbf-2018-7")])
def test_everyday_words_bring_the_right_document_among_the_first_three_and_say_how(open_page: OpenPage, kind: Kind, typed: str, wanted: str) -> None:
    page = type_query(open_page(kind), typed)
    assert wanted in ids(page)[:3]
    for index in range(top(page).count()):
        assert top(page).nth(index).get_attribute("data-match") in ("other", "partial")
        assert top(page).nth(index).locator(".gb-by").count() > 0


def test_what_holds_only_some_of_the_words_says_which_are_missing(open_page: OpenPage, kind: Kind) -> None:
    page = type_query(open_page(kind), "无偿献血 独角兽")
    assert page.locator("[data-search-status]").inner_text().startswith("没有同时含有这些词的内容")
    assert ids(page)[0] == "hzbf-2018-10"
    assert "没有“独角兽”" in top(page).first.locator(".gb-by").inner_text()


@pytest.mark.parametrize("typed", ["陈　　敢", "１０", "镇", "安全生产", '"陈 敢"', "免去　局长"])
def test_exactly_the_records_that_hold_the_words_are_listed(open_page: OpenPage, kind: Kind, typed: str) -> None:
    page = type_query(open_page(kind), typed)
    words = [typed.strip('"')] if '"' in typed else typed.split()
    assert all_ids(page) == holding(*words) != set()


# ---- What is shown, and where it leads -------------------------------------------------------------------------------


def test_an_address_with_a_fragment_that_is_no_text_is_marked_all_the_same(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    page = reader.open(DOCUMENT + "?q=各#%E0%A4%A")
    page.get_by_role("button", name="不再标出").click()
    assert page.locator("mark.gb-found").count() == 0 and reader.faults == []


def test_without_its_scripts_the_search_page_says_so(open_page: OpenPage, kind: Kind) -> None:
    page = open_page(kind, script=False).open("search.html")
    assert "一直停在这一句的，是网站的文件不齐全" in page.locator("[data-search-status]").inner_text()


def test_a_hit_opens_at_the_passage_and_the_words_are_marked_there(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    page = type_query(reader, "拖欠农民工工资")
    hit = top(page).first
    assert [fold_text(words) for words in hit.locator(".gb-passage mark").all_inner_texts()][:1] == ["拖欠农民工工资"]
    hit.locator("a").first.click()
    page.wait_for_url(re.compile(r"/2018/"))
    here = page.locator("mark.gb-found-here")
    expect(here).to_be_in_viewport()
    assert fold_text(here.inner_text()) == "拖欠农民工工资"
    page.get_by_role("button", name="不再标出").click()
    assert page.locator("mark.gb-found").count() == 0
    page.go_back()
    assert hit.is_visible() and page.locator("#q").input_value() == "拖欠农民工工资"
    assert reader.faults == []


def test_a_hit_in_a_table_has_two_ways_in(open_page: OpenPage, kind: Kind) -> None:
    issue, document = find_document(real_site()[1], "海政发〔2018〕5号")
    reader = open_page(kind)
    page = type_query(reader, "高标准农田竣工10万亩")
    assert top(page).count() == 1 and all_ids(page) == holding("高标准农田竣工10万亩")
    row = top(page).first
    first, second = (str(row.locator("a").nth(index).get_attribute("href")) for index in (0, 1))
    assert first.startswith(table_url(issue.meta, document.tables[1])) and re.search(r"#r\d+$", first)
    assert second.startswith(document_url(issue.meta, document)) and re.search(r"#t2-r\d+$", second)
    row.locator("a").nth(1).click()
    expect(page.locator("mark.gb-found-here")).to_be_in_viewport()
    assert reader.faults == []


def test_filters_narrow_the_hits_have_counts_and_an_address(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    page = type_query(reader, "海门")
    wanted = {record.head.id for record in folded_records() if "海门" in record.folded and record.head.kind.value == "大事"}
    assert f"大事（{len(wanted)}）" in page.locator("select[name=kind]").inner_text()
    page.locator("select[name=kind]").select_option("大事")
    expect(page.locator("[data-search-status]")).to_have_text(f"找到 {len(wanted)} 条")
    assert all_ids(page) == wanted
    page.locator(".gb-search-filters summary").click()
    expect(page.locator("select[name=organ] option")).not_to_have_count(1)
    page.locator("input[name=from]").fill("2018-02-01")
    late = {r.head.id for r in folded_records() if r.head.id in wanted and r.head.date and r.head.date.isoformat() >= "2018-02-01"}
    expect(page.locator("[data-search-status]")).to_have_text(f"找到 {len(late)} 条")
    assert "kind=" in page.url and "from=2018-02-01" in page.url
    kept = page.url
    page.go_back()
    expect(page.locator("[data-search-status]")).to_have_text(f"找到 {len(wanted)} 条")
    page.goto("about:blank")
    page.goto(kept)
    expect(page.locator("[data-search-status]")).to_have_text(f"找到 {len(late)} 条")
    assert all_ids(page) == late
    assert reader.faults == []


def test_an_address_without_words_lists_what_passes_the_filters_and_unknown_wishes_are_told(open_page: OpenPage, kind: Kind) -> None:
    page = open_page(kind).open("search.html?kind=公文&year=1066&organ=nobody")
    expect(page.locator("[data-search-status]")).to_have_text("共 32 条")
    assert all_ids(page) == {document.id for _, document in real_site()[1].documents()}
    notes = page.locator("[data-search-notes]").inner_text()
    assert "年份“1066”" in notes and "机构“nobody”" in notes


def test_sorting_by_date_puts_the_newest_first(open_page: OpenPage, kind: Kind) -> None:
    page = open_page(kind).open("search.html?q=海门&kind=公文&sort=date")
    settle(page)
    dates = [re.findall(r"\d{4}-\d\d-\d\d", words) for words in top(page).locator(".gb-no").all_inner_texts()]
    shown = [found[0] for found in dates if found]
    assert len(shown) > 5 and shown == sorted(shown, reverse=True)


@pytest.mark.parametrize("typed", ["独角兽麒麟", '<img src=x onerror="document.title=1">', "(.*)+[", "\\d{4}", "𠮷野家", "很长" * 900])
def test_words_that_stand_nowhere_say_so_and_run_nothing(open_page: OpenPage, kind: Kind, typed: str) -> None:
    reader = open_page(kind)
    page = reader.open("search.html")
    page.locator("#q").fill(typed)
    page.keyboard.press("Enter")
    settle(page)
    assert top(page).count() == 0
    assert page.locator("[data-search-status]").inner_text() == f"没有找到含有“{typed}”的内容"
    assert page.locator("[data-search-status] *").count() == 0
    assert reader.faults == []


def test_more_hits_come_in_portions_and_the_focus_follows(open_page: OpenPage, kind: Kind) -> None:
    page = type_query(open_page(kind), "海门")
    assert top(page).count() == 20
    page.locator("[data-search-results] + .gb-show-more").click()
    expect(top(page)).to_have_count(40)
    assert page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('[data-search-results] > li')[20]")


# ---- Keys, suggestions, phone ----------------------------------------------------------------------------------------


def test_slash_goes_to_the_search_box_and_stays_a_letter_in_it(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    for url in (DOCUMENT, "index.html", "search.html", "2018/01/hzf-2018-5-t1.html"):
        page = reader.open(url)
        page.keyboard.press("/")
        assert page.evaluate("[document.activeElement.name, document.activeElement.value]") == ["q", ""], url
        page.keyboard.type("1/2")
        assert page.evaluate("document.activeElement.value") == "1/2", url


@pytest.mark.parametrize(("typed", "kind_shown", "title"), [("瓶装燃气", "公文", "瓶装燃气市场"), ("郭晓", "人物", "郭晓敏"), ("gxm", "人物", "郭晓敏"),
                                                           ("海政办发2018-14", "公文", "瓶装燃气市场")])
def test_the_header_box_suggests_and_arrows_and_enter_lead_there(open_page: OpenPage, kind: Kind, typed: str, kind_shown: str, title: str) -> None:
    reader = open_page(kind)
    page = reader.open(DOCUMENT)
    box = page.locator(".gb-header-search input")
    box.click()
    page.keyboard.type(typed)
    options = page.get_by_role("option")
    wanted = options.filter(has_text=title).first
    expect(wanted).to_be_visible()
    assert kind_shown in wanted.inner_text()
    assert box.get_attribute("aria-expanded") == "true" and "条建议" in page.locator(".gb-header-search [role=status]").inner_text()
    for _ in range(options.count()):
        page.keyboard.press("ArrowDown")
        if wanted.get_attribute("aria-selected") == "true":
            break
    assert box.get_attribute("aria-activedescendant") == wanted.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page.locator("article h1")).to_contain_text(title)
    assert reader.faults == []


def test_escape_closes_the_suggestions_and_keeps_the_words(open_page: OpenPage, kind: Kind) -> None:
    page = open_page(kind).open(DOCUMENT)
    page.locator(".gb-header-search input").click()
    page.keyboard.type("燃气")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    assert page.locator(".gb-header-search input").input_value() == "燃气"


def test_a_phone_gets_suggestions_results_and_filters_within_its_width(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind, "phone")
    page = reader.open("search.html")
    page.locator("#q").tap()
    page.keyboard.type("燃气")
    option = page.get_by_role("option").first
    expect(option).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    settle(page)
    page.locator(".gb-search-filters summary").tap()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert reader.faults == []


def test_before_anybody_searches_a_page_loads_less_than_thirty_kilobytes_for_it(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    read: list[str] = []
    reader.page.on("request", lambda request: read.append(request.url))
    reader.open(DOCUMENT)
    own = [url for url in read if "search" in url]
    assert sum((reader.folder / url.removeprefix(reader.root).partition("?")[0]).stat().st_size for url in own if url.startswith(reader.root)) < 30_000
    assert not [url for url in own if "/search/manifest" in url]
