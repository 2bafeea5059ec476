"""Addresses as links on other pages."""

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses import page_path, relative

_PARTS = st.lists(st.sampled_from(["2018", "01", "people", "a", "b"]), max_size=4)
_NAMES = st.sampled_from(["index.html", "x.html", "y.html"])


@given(_PARTS, _NAMES, _PARTS, _NAMES)
def test_a_link_leads_where_the_address_is(target: list[str], name: str, page: list[str], own: str) -> None:
    address, place = "/".join([*target, name]), "/".join([*page, own])
    link = relative(address, place)
    assert link == posixpath.relpath(address, posixpath.dirname(place) or ".")
    assert posixpath.normpath(posixpath.join(posixpath.dirname(place), link)) == address


@pytest.mark.parametrize(("url", "page", "link"), [
    ("2018/01/a.html#p3", "2018/01/a.html", "#p3"), ("2018/01/a.html", "2018/01/a.html", "a.html"), ("people/a.html#x", "posts/b.html", "../people/a.html#x")])
def test_a_place_on_the_same_page_needs_no_file(url: str, page: str, link: str) -> None:
    assert relative(url, page) == link


def test_a_page_is_made_from_a_file_of_its_name() -> None:
    assert page_path("2018/01/index.html") == "2018/01/index.md"
