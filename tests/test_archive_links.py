"""What is remembered of other pages never hides what is wrong with one."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publishing.archive import links
from generator.publishing.archive.findings import Fault, Finding
from generator.publishing.archive.html_references import Reference, as_run, pieces, references_in, references_in_tag, without_run
from generator.publishing.archive.links import Links

NAMES = {"data/a.html", "data/x/b.html"}
LINE = st.sampled_from(["<p>甲</p>", "<p>乙</p>", '<a href="a.html">', '<a href="gone.html">', "<img src=//evil.example/x>", "<img src='a.html", "'>", "<!--", "-->", "<script>",
                        "</script>", "x", "<a href=x/b.html#c>", "<a href=../data/a.html>", "<a href='http://other.example/'>", '"//evil.example/y"', "<title>", "</title>",
                        '<a href="#a">', '<link rel="next" href="gone.css">', '<link href="x/b.html" />', '<meta name="a" content="//evil.example/z">',
                        '<meta http-equiv="refresh" content="0;url=//evil.example/w">'])
PAGES = st.lists(st.lists(LINE, max_size=8).map(lambda lines: "\n".join(lines).encode()), min_size=2, max_size=6)
HEAD = b"<html>\n<nav>\n<a href='a.html'>\n<ul>\n</nav>\n"


def found(checker: Links, name: str, page: bytes) -> list[Finding]:
    return sorted(checker.check(name, page))


def whole(name: str, page: bytes) -> list[Finding]:
    """What is found where every tag of the page is followed."""
    checker = Links(NAMES)
    return sorted(finding for reference in references_in(name, page) if (finding := checker._follow(name, "data/", reference)))


@settings(max_examples=500)
@given(PAGES, st.sampled_from([b"", HEAD]))
def test_a_page_after_others_is_judged_as_by_itself(pages: Sequence[bytes], head: bytes) -> None:
    checker = Links(NAMES)
    for number, page in enumerate(pages):
        name = f"data/{number}.html"
        assert found(checker, name, head + page + b">\n") == whole(name, head + page + b">\n")


def test_a_link_that_leads_somewhere_in_one_folder_is_followed_anew_in_the_next() -> None:
    checker, page = Links(NAMES), b"<p>\n<a href='a.html'>\n"
    assert [found(checker, name, page) for name in ("data/1.html", "data/2.html")] == [[], []]
    assert len(found(checker, "data/x/1.html", page)) == 1


LONG = b"<ul>\n" + b"<a href='a.html' class=%d>\n" * 30 % tuple(range(30)) + b"</ul>\n"
HEADS = {"at the start": LONG + b"<p>%d</p>\n", "after the title": b"<title>%d</title>\n" + LONG, "before a longer text": LONG + b"<p>%d" + b"</p>\n<p class=%d>" * 99 + b"</p>\n"}


@pytest.mark.parametrize("page", HEADS)
def test_a_long_run_known_from_other_pages_is_not_read_again(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    read: list[int] = []

    def watched(markup: bytes) -> list[bytes] | None:
        read.append(len(markup))
        return pieces(markup)

    monkeypatch.setattr(links, "pieces", watched)
    checker = Links(NAMES)
    for number in range(4):
        text = HEADS[page] % ((number,) * HEADS[page].count(b"%d"))
        assert found(checker, f"data/{number}.html", text) == []
    assert read[2] == read[3] < read[1] - len(LONG) * 0.9


def test_a_link_is_followed_once_whatever_text_it_bears(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []

    def watched(tag: bytes) -> Sequence[Reference]:
        read.append(tag)
        return references_in_tag(tag)

    monkeypatch.setattr(links, "references_in_tag", watched)
    checker = Links(NAMES)
    for number in range(3):
        assert found(checker, f"data/{number}.html", b"<p>\n<a href='a.html'>%d</a>\n" % number) == []
    assert read == [b"<a href='a.html'>"]


def test_a_run_that_only_begins_as_a_known_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    checker = Links(NAMES)
    for number in range(3):
        assert found(checker, f"data/{number}.html", b"<title>%d</title>\n" % number + LONG) == []
    assert len(found(checker, "data/3.html", b"<title>3</title>\n" + LONG.replace(b"'a.html' class=29", b"'gone.html' class=29"))) == 1


@given(st.lists(st.sampled_from([b"a", b"<p", b"", b"\n", b">"]), min_size=1, max_size=30), st.data())
def test_a_page_without_a_run_has_all_its_other_pieces(cut: list[bytes], data: st.DataObject) -> None:
    found = pieces(b">\n".join(cut) + b">\n") or []
    start = data.draw(st.integers(0, len(found) - 1))
    run = found[start:data.draw(st.integers(start + 1, len(found)))]
    rest = without_run(b">\n".join(found), as_run(run))
    if rest is not None:
        assert Counter([*(pieces(rest) or []), *run]) == Counter(found)


def test_what_is_remembered_does_not_grow_with_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_MOST_REMEMBERED", 1000)
    checker = Links(NAMES)
    for number in range(300):
        assert found(checker, f"data/{number}.html", b"<p>%d</p>\n<a href='a.html' id=%d>\n" % (number, number)) == []
        assert len(checker.pieces) < 80 and len(checker.tags) < 40


@pytest.mark.parametrize(("address", "fault"), [
    ("a.html", None), ("a.html?x#y", None), ("x/../a.html", None), ("..\\data\\a.html", None), ("%61.html", None), ("#y", None), ("mailto:a@example.com", None),
    ("data:,a", None), ("A.html", Fault.BROKEN_LINK), ("../a.html", Fault.BROKEN_LINK), ("../../data/a.html", Fault.BROKEN_LINK), ("%2Fdata/a.html", Fault.OUTSIDE),
    ("x%5Cb.html", Fault.BROKEN_LINK), ("/data/a.html", Fault.OUTSIDE), ("\\\\evil.example\\x", Fault.OUTSIDE), ("//evil.example/x", Fault.OUTSIDE),
    ("C:/a.html", Fault.OUTSIDE), ("https://evil.example/a.html", Fault.OUTSIDE)])
def test_where_an_address_leads(address: str, fault: Fault | None) -> None:
    kinds = [finding.kind for finding in found(Links(NAMES), "data/c.html", f'<img src="{address}">\n'.encode())]
    assert kinds == ([] if fault is None else [fault.value])


def test_a_page_at_the_top_leads_into_the_copy() -> None:
    assert found(Links(NAMES), "opener.html", b"<a href='data/a.html'>\n") == []
    assert len(found(Links(NAMES), "opener.html", b"<a href='a.html'>\n")) == 1
