"""The search in Firefox, over http and from the folder: what is typed is found, suggested, opened and marked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.site.conftest import Kind
from tests.support.firefox import Firefox, find_firefox
from tests.support.sites import real_site

_STATUS = "(document.querySelector('[data-search-status]') || {textContent: ''}).textContent"
_FIRST = "(document.querySelector('[data-search-results] > li') || {dataset: {id: ''}}).dataset.id"
_LIST = (("海政发[2018]3号", "hzf-2018-3"), ("海政发 3号", "hzf-2018-3"), ("海政办发2018-16", "hzbf-2018-16"), ("海政干2018 7", "hzg-2018-7"),
         ("guoxiaomin", "guo-xiaomin"), ("gxm", "guo-xiaomin"), ("陈敢", "chen-gan"), ("住建局", "zhujianju"), ("写字楼 补贴", "hzbf-2018-18"),
         ("煤气罐 送气 安全", "hzbf-2018-14"), ("老板跑路 欠薪 怎么办", "hzbf-2018-12"))


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    program = find_firefox()
    if program is None:
        pytest.skip("没有 Firefox：请先安装（Debian：apt-get install firefox-esr）")
    browser = Firefox(program, tmp_path_factory.mktemp("firefox"))
    yield browser
    browser.close()


def _root(kind: Kind, http_roots: Callable[[Path], str]) -> str:
    return http_roots(real_site()[0]) if kind == "http" else real_site()[0].as_uri() + "/"


def _search(firefox: Firefox, root: str, words: str) -> None:
    firefox.open(root + "2018/01/hzbf-2018-12.html")
    firefox.evaluate("document.querySelector('.gb-header-search input').focus() || 1")
    firefox.type(words)
    firefox.wait(f"location.pathname.endsWith('/search.html') && /^(找到|没有)/.test({_STATUS})")


def test_the_list_is_found(firefox: Firefox, kind: Kind, http_roots: Callable[[Path], str]) -> None:
    root = _root(kind, http_roots)
    found = {}
    for words, _ in _LIST:
        _search(firefox, root, words)
        found[words] = firefox.evaluate(_FIRST)
    assert found == dict(_LIST)


def test_a_number_that_does_not_exist_says_so(firefox: Firefox, kind: Kind, http_roots: Callable[[Path], str]) -> None:
    _search(firefox, _root(kind, http_roots), "海政发〔2018〕999号")
    assert firefox.evaluate(_STATUS).startswith("没有找到文号")


def test_a_hit_opens_with_its_words_marked_in_view(firefox: Firefox, kind: Kind, http_roots: Callable[[Path], str]) -> None:
    _search(firefox, _root(kind, http_roots), "拖欠农民工工资")
    firefox.evaluate("document.querySelector('[data-search-results] a').click() || 1")
    firefox.wait("""(() => { const mark = document.querySelector('.gb-found-here'), box = mark && mark.getBoundingClientRect();
                     return mark && box.top > 0 && box.bottom < innerHeight; })()""")


def test_the_box_suggests_while_somebody_types(firefox: Firefox, kind: Kind, http_roots: Callable[[Path], str]) -> None:
    firefox.open(_root(kind, http_roots) + "documents.html")
    firefox.evaluate("document.querySelector('.gb-header-search input').focus() || 1")
    firefox.type("瓶装燃气", enter=False)
    assert "瓶装燃气" in firefox.wait("(document.querySelector('[role=option]') || {textContent: ''}).textContent")
