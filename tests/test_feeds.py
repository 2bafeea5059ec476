"""Atom feeds and calendars: valid, the same from build to build, each id once and for ever, every link inside the site."""

import datetime
import re
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag
from xml.etree import ElementTree

import feedparser
import pytest

from generator.addresses import PERSONNEL_FEED, SITE_FEED, organ_feed
from generator.linking.knowledge import Knowledge, learn
from generator.parts import files_of
from generator.project import load_bulletin
from generator.publishing.feeds import Entry, Feed, feed_parts, render_feed
from generator.publishing.site import make_site
from tests.support.bulletins import ROOT, make_project, real_bulletin
from tests.support.copies import LATER, add_issue, make_bulletin

ATOM = "{http://www.w3.org/2005/Atom}"


def feed_files(known: Knowledge) -> dict[str, bytes]:
    return dict(files_of(feed_parts(known)))


@cache
def files() -> dict[str, bytes]:
    return feed_files(learn(real_bulletin()[0]))


def required(element: ElementTree.Element, names: tuple[str, ...]) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: exactly one of each, and it says something."""
    for name in names:
        found = element.findall(ATOM + name)
        assert len(found) == 1 and (found[0].text or "").strip(), name


def test_every_feed_is_valid() -> None:
    assert {SITE_FEED, PERSONNEL_FEED, organ_feed("caizhengju")} <= files().keys()
    for name, data in files().items():
        parsed = feedparser.parse(data)
        assert not parsed.bozo and parsed.version == "atom10" and parsed.entries, (name, parsed.get("bozo_exception"))
        root = ElementTree.fromstring(data)
        required(root, ("id", "title", "updated"))
        assert root.find(f"{ATOM}author/{ATOM}name") is not None
        for entry in root.findall(f"{ATOM}entry"):
            required(entry, ("id", "title", "updated", "summary"))
            assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", entry.findtext(f"{ATOM}id") or "")
            assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1


def test_no_id_is_used_twice() -> None:
    for data in files().values():
        root = ElementTree.fromstring(data)
        ids = [element.text for element in root.iter(f"{ATOM}id")]
        assert len(ids) == len(set(ids))


def test_every_link_of_a_feed_leads_to_a_page_of_the_site() -> None:
    pages, others = make_site(ROOT, learn(real_bulletin()[0]))
    known = {page.path.removesuffix(".md") + ".html" for page in pages} | others.keys()
    for name, data in files().items():
        for link in ElementTree.fromstring(data).iter(f"{ATOM}link"):
            target = (Path("/", name).parent / urldefrag(link.get("href") or "")[0]).as_posix()
            parts: list[str] = []
            for part in target.split("/"):
                parts = parts[:-1] if part == ".." else [*parts, part]
            assert "/".join(parts).lstrip("/") in known, (name, link.get("href"))


def test_an_entry_bears_the_day_of_its_record_newest_first() -> None:
    parsed = feedparser.parse(files()[SITE_FEED])
    days = [entry.updated for entry in parsed.entries]
    assert days == sorted(days, reverse=True)
    entry = next(entry for entry in parsed.entries if "海政办发〔2018〕12号" in entry.summary)
    assert entry.updated == "2018-02-12T00:00:00+08:00" and entry.link == "../2018/01/hzbf-2018-12.html" and entry.author == "海门市人民政府办公室"


def test_a_record_without_a_date_bears_that_of_its_issue() -> None:
    parsed = feedparser.parse(files()[PERSONNEL_FEED])
    undated = next(entry for entry in parsed.entries if entry.link.endswith("/hzg-2018-7.html"))
    assert undated.updated == "2018-02-28T00:00:00+08:00"
    assert "：免去 " in undated.summary


def test_the_feed_of_an_organ_says_what_is_printed_about_it() -> None:
    parsed = feedparser.parse(files()[organ_feed("caizhengju")])
    entry = next(entry for entry in parsed.entries if entry.link == "../../2018/01/hzf-2018-5.html")
    assert "责任单位：" in entry.summary and "财政局" in entry.summary


def test_ids_and_bytes_stay_when_a_later_issue_comes(tmp_path: Path) -> None:
    def ids(project: Path) -> dict[str, str]:
        known = learn(load_bulletin(project)[0])
        assert feed_files(known) == feed_files(learn(load_bulletin(project)[0]))
        return {entry.link: entry.id for entry in feedparser.parse(feed_files(known)[SITE_FEED]).entries}

    project = make_bulletin(tmp_path / "p")
    before = ids(project)
    after = ids(add_issue(project, LATER, 2019, 3))
    assert before.items() <= after.items() and len(after) == len(before) + 3
    moved = ids(make_bulletin(tmp_path / "elsewhere"))
    assert moved == before


def test_a_bulletin_without_issues_has_no_feeds(tmp_path: Path) -> None:
    make_project(tmp_path, "x")
    (tmp_path / "content" / "2018" / "01" / "issue.yml").unlink()
    assert feed_files(learn(load_bulletin(tmp_path)[0])) == {}


@pytest.mark.parametrize("text", ["<b>&amp;]]>", "a\x00b\x08\ufffe", "\u2028甲𠮷", "\r\n", "   "])
def test_any_text_makes_a_valid_feed(text: str) -> None:
    entry = Entry("x", text, "2018/01/x.html", datetime.date(987, 1, 2), text, text)
    data = render_feed(Feed(SITE_FEED, "index.html", text, text, (entry,)), "x.gongbao")
    parsed = feedparser.parse(data)
    assert not parsed.bozo and len(parsed.entries) == 1
    assert "\x00" not in parsed.entries[0].title


def test_pages_name_their_feed() -> None:
    pages, _ = make_site(ROOT, learn(real_bulletin()[0]))
    named = {page.path: match[1] for page in pages if (match := re.search(r'^feed: "(.*)"$', page.text, re.MULTILINE))}
    assert named["index.md"] == SITE_FEED and named["personnel.md"] == PERSONNEL_FEED and named["organs/caizhengju.md"] == "../feeds/organs/caizhengju.xml"
    texts = {page.path: page.text for page in pages}
    assert all(f'href="{feed}"' in texts[path] for path, feed in named.items())
    assert named["deadlines.md"] == "deadlines.ics"
