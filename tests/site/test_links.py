"""Every address on every page leads somewhere, and nothing is loaded from elsewhere."""

import posixpath
import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from generator.bulletin import Bulletin
from tests.support.sites import real_site, second_site, soup

SITES = {"the real issue": real_site, "the invented city": second_site}
_ADDRESS = ("href", "src", "action", "poster", "data", "xlink:href", "formaction")
_LOADING = ("link", "script", "img", "iframe", "embed", "object", "source", "audio", "video", "track", "input", "use", "image")
_NAMED_BY_MATERIAL = {"__toc"}     # its contents list labels a switch that stands only in the navigation on phones; harmless
_LARGEST, _LARGEST_WITHOUT_TABLE = 2_500_000, 60_000
# Pages that list the whole bulletin grow with it; they may be heavier, a page to read may not.
_LISTS = ("organs/index.html", "citations.html", "deadlines.html", "documents.html", "people/index.html", "timeline.html", "personnel.html")
_LARGEST_LIST = 300_000


@pytest.fixture(params=list(SITES))
def site(request: pytest.FixtureRequest) -> tuple[Path, Bulletin]:
    return SITES[request.param]()


@cache
def pages(folder: Path) -> dict[str, BeautifulSoup]:
    return {path.relative_to(folder).as_posix(): soup(path) for path in sorted(folder.rglob("*.html"))}


def addresses(page: BeautifulSoup) -> list[tuple[str, str]]:
    """Tag and address of everything on the page that names another place."""
    return [(tag.name, str(tag[key])) for tag in page.find_all(True) for key in _ADDRESS if tag.has_attr(key) and not (key == "data" and tag.name != "object")]


def ids(page: BeautifulSoup) -> list[str]:
    return [str(tag["id"]) for tag in page.select("[id]")]


def resolve(page: str, address: str) -> str:
    """The file an address means, relative to the site. Only the page shown for missing addresses may count from the root of the host."""
    path = unquote(urlsplit(address).path)
    if path.startswith("/"):
        assert page == "404.html", f"{page}: {address} is not relative"
        return path.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page


def test_every_link_leads_to_a_file_and_a_place_in_it(site: tuple[Path, Bulletin]) -> None:
    folder = site[0]
    broken = []
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    known = {name: set(ids(page)) for name, page in pages(folder).items()}
    for name, page in pages(folder).items():
        for _, address in addresses(page):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue    # below
            target = resolve(name, address)
            if target not in files:
                broken.append(f"{name}: {address}: no such file")
            elif parts.fragment and unquote(parts.fragment) not in known.get(target, set()):
                broken.append(f"{name}: {address}: no such place")
    assert broken == []


def test_every_page_is_reached_from_the_first(site: tuple[Path, Bulletin]) -> None:
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        name = waiting.pop()
        for tag, address in addresses(pages(site[0])[name]):
            if tag == "a" and not urlsplit(address).scheme:
                target = resolve(name, address)
                if target.endswith(".html") and target not in reached:
                    reached.add(target)
                    waiting.append(target)
    assert set(pages(site[0])) - reached == {"404.html"}


def test_addresses_are_lower_case_ascii(site: tuple[Path, Bulletin]) -> None:
    folder = site[0]
    ours = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    odd = [name for name in ours if not re.fullmatch(r"[a-z0-9._/-]+", name)]
    odd += [f"{name}: {address}" for name, page in pages(folder).items() for _, address in addresses(page)
            if not urlsplit(address).scheme and not re.fullmatch(r"[a-z0-9._/#-]*", address)]
    odd += [f"{name}#{one}" for name, page in pages(folder).items() for one in ids(page) if not re.fullmatch(r"[a-z0-9_-]+", one)]
    assert odd == []


def test_no_id_stands_twice_and_every_named_id_is_there(site: tuple[Path, Bulletin]) -> None:
    faults = []
    for name, page in pages(site[0]).items():
        counted = Counter(ids(page))
        faults += [f"{name}: {one} stands {times} times" for one, times in counted.items() if times > 1]
        for tag in page.find_all(True):
            for key in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                faults += [f"{name}: {key} names {one}" for one in str(tag.get(key, "")).split() if one not in counted and one not in _NAMED_BY_MATERIAL]
    assert faults == []


def test_nothing_is_loaded_from_elsewhere(site: tuple[Path, Bulletin]) -> None:
    folder = site[0]
    outside = []
    for name, page in pages(folder).items():
        outside += [f"{name}: {tag} {address}" for tag, address in addresses(page) if re.match(r"(?:https?:)?//", address)]
        outside += [f"{name}: {tag.name} {key}" for tag in page.find_all(_LOADING) for key in ("srcset", "integrity", "imagesrcset") if tag.has_attr(key)]
        outside += [f"{name}: meta {tag}" for tag in page.select("meta[http-equiv=refresh], base, link[rel=preconnect], link[rel=dns-prefetch]")]
        outside += [f"{name}: style {tag['style']}" for tag in page.select("[style*='url(']")]
    for path in folder.rglob("*.css"):
        outside += [f"{path.name}: {found}" for found in re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)\"']*", path.read_text(encoding="utf-8"))]
    assert outside == []


def test_no_page_is_heavy(site: tuple[Path, Bulletin]) -> None:
    """A table is as large as it is printed; what every other page carries beside the printed text is light."""
    folder = site[0]
    heavy = []
    for name, page in pages(folder).items():
        size = (folder / name).stat().st_size
        printed = sum(len(tag.get_text().encode()) for tag in page.select("article [data-line], article [data-box]"))
        limit = _LARGEST_LIST if name in _LISTS else _LARGEST_WITHOUT_TABLE
        if size > _LARGEST or (not page.select_one("article table") and size - printed > limit):
            heavy.append((name, size, printed))
    assert heavy == [], "name, bytes, bytes of printed text"


def test_the_way_home_from_every_page(site: tuple[Path, Bulletin]) -> None:
    for name, page in pages(site[0]).items():
        assert resolve(name, str(page.select("a.md-logo")[0]["href"])) == "index.html", name
        assert len(page.select("article h1")) == 1, name
        assert page.html is not None and str(page.html["lang"]).startswith("zh"), name
        assert page.title is not None and page.title.get_text(strip=True), name
