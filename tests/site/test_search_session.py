"""What happens around a search: an input method at work in the box, back and forward between searches, two windows side by side."""

import re

from playwright.sync_api import Page, expect

from tests.site.conftest import Kind, OpenPage
from tests.site.test_search import DOCUMENT, ids, settle, top, type_query

_COMPOSING_ENTER = """box => {
    const key = new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true});
    box.dispatchEvent(key);
}"""


def compose(page: Page, letters: str) -> None:
    """Letters under way in an input method, as the browser itself reports them: compositionstart, then input events marked as composing."""
    page.context.new_cdp_session(page).send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})


def shown(page: Page) -> tuple[str, str, str, list[str]]:
    """The words in the box, the kind filtered by, what is said of the hits, and the hits."""
    return (page.locator("#q").input_value(), page.locator("[data-search-filters] [name=kind]").input_value(),
            page.locator("[data-search-status]").inner_text(), ids(page))


# ---- An input method -------------------------------------------------------------------------------------------------


def test_letters_of_an_input_method_suggest_nothing_until_they_are_words(open_page: OpenPage, kind: Kind) -> None:
    page = open_page(kind).open(DOCUMENT)
    box = page.locator(".gb-header-search input")
    box.click()
    compose(page, "gxm")    # typed without an input method, these letters suggest a person
    page.wait_for_timeout(600)
    assert box.input_value() == "gxm" and page.get_by_role("option").count() == 0
    page.context.new_cdp_session(page).send("Input.insertText", {"text": "郭晓敏"})
    expect(page.get_by_role("option").filter(has_text="郭晓敏").first).to_be_visible()
    assert box.input_value() == "郭晓敏"


def test_letters_of_an_input_method_suggest_nothing_though_the_scripts_come_only_while_they_are_typed(open_page: OpenPage, kind: Kind) -> None:
    late = """addEventListener('DOMContentLoaded', () => {
        const add = document.head.appendChild.bind(document.head);
        document.head.appendChild = script => { setTimeout(() => add(script), script.src.endsWith('/suggest.js') ? 400 : 0); return script; };
    })"""
    page = open_page(kind, init=late).open(DOCUMENT)
    box = page.locator(".gb-header-search input")
    box.click()
    compose(page, "gxm")
    assert page.evaluate("!document.querySelector('script[src$=\"suggest.js\"]')")
    expect(box).to_have_attribute("role", "combobox")    # the scripts are here
    page.wait_for_timeout(600)
    assert box.input_value() == "gxm" and page.get_by_role("option").count() == 0
    page.context.new_cdp_session(page).send("Input.insertText", {"text": "郭晓敏"})
    expect(page.get_by_role("option").filter(has_text="郭晓敏").first).to_be_visible()


def test_enter_and_arrows_of_an_input_method_choose_nothing_and_search_nothing(open_page: OpenPage, kind: Kind) -> None:
    page = open_page(kind).open(DOCUMENT)
    box = page.locator(".gb-header-search input")
    box.click()
    page.keyboard.type("燃气")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    address = page.url
    compose(page, "anquan")
    expect(page.get_by_role("option")).to_have_count(0)    # the list that stood there is out of the way
    box.evaluate(_COMPOSING_ENTER)
    page.wait_for_timeout(300)
    assert page.url == address
    page.context.new_cdp_session(page).send("Input.insertText", {"text": "安全"})
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search\.html\?q="))
    assert settle(page).locator("#q").input_value() == "燃气安全"


# ---- Back and forward ------------------------------------------------------------------------------------------------


def test_back_and_forward_between_searches_restore_words_filters_and_hits(open_page: OpenPage, kind: Kind) -> None:
    page = type_query(open_page(kind), "燃气")
    seen = [shown(page)]
    page.locator("[data-search-filters] [name=kind]").select_option("公文")
    expect(page).to_have_url(re.compile("kind="))
    expect(page.locator("[data-search-status]")).not_to_have_text(seen[0][2])
    seen.append(shown(page))
    page.locator("#q").fill("补贴")
    page.locator("#q").press("Enter")
    expect(top(page).first.locator("mark").first).to_have_text("补贴")
    seen.append(shown(page))
    assert len({str(one) for one in seen}) == 3
    for step, wanted in (("back", seen[1]), ("back", seen[0]), ("forward", seen[1]), ("forward", seen[2])):
        page.evaluate(f"history.{step}()")
        expect(page.locator("#q")).to_have_value(wanted[0])
        expect(page.locator("[data-search-status]")).to_have_text(wanted[2])
        assert shown(page) == wanted, step


def test_back_from_a_hit_shows_the_search_left(open_page: OpenPage, kind: Kind) -> None:
    page = type_query(open_page(kind), "燃气")
    page.locator("[data-search-filters] [name=kind]").select_option("公文")
    expect(page).to_have_url(re.compile("kind="))
    expect(top(page).first).to_have_attribute("data-kind", "公文")
    before = shown(settle(page))
    top(page).first.locator("a").first.click()
    expect(page.locator("article h1")).to_be_visible()
    page.go_back()
    expect(top(settle(page)).first).to_be_visible()
    assert shown(page) == before


def test_a_page_kept_by_the_browser_answers_its_address_when_it_comes_back(open_page: OpenPage, kind: Kind) -> None:
    page = type_query(open_page(kind), "燃气")
    page.evaluate("history.replaceState(null, '', '?q=' + encodeURIComponent('陈敢'))")    # left before the answer was shown
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.locator("#q")).to_have_value("陈敢")
    expect(top(page).first).to_contain_text("陈敢")


def test_a_page_kept_by_the_browser_keeps_the_portions_already_shown(open_page: OpenPage, kind: Kind) -> None:
    page = type_query(open_page(kind), "海门")
    page.locator("[data-search-results] + .gb-show-more").click()
    expect(top(page)).to_have_count(40)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.wait_for_timeout(300)
    assert top(page).count() == 40


# ---- Two windows -----------------------------------------------------------------------------------------------------


def test_two_windows_of_one_browser_search_each_for_itself(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    one = type_query(reader, "燃气")
    before = shown(one)
    other = one.context.new_page()
    other.goto(reader.address("search.html?q=陈敢&kind=人物"))
    expect(top(settle(other)).first).to_contain_text("陈敢")
    assert shown(one) == before
    one.reload()
    expect(top(settle(one)).first).to_be_visible()
    assert shown(one) == before and shown(other)[:2] == ("陈敢", "人物")
    other.close()


# ---- What is read ----------------------------------------------------------------------------------------------------


def test_a_word_reads_one_part_of_the_organs_and_their_names_only_when_they_are_to_be_chosen_from(open_page: OpenPage, kind: Kind) -> None:
    reader = open_page(kind)
    reader.open(DOCUMENT)
    read: list[str] = []
    reader.page.on("request", lambda request: read.append(request.url))
    page = reader.open("search.html?q=住建局")
    settle(page)
    assert len([url for url in read if "/search/organs-" in url]) == 1
    page.locator(".gb-search-filters summary").click()
    expect(page.locator("[data-search-filters] [name=organ] option").nth(1)).to_be_attached()
    assert [url.rpartition("/")[2] for url in read if "/search/organs-" in url][1:] == ["names.js"]
