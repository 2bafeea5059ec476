"""Every link of the data files stands on the pages of both its ends, in the built HTML."""

import json
import posixpath
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.support.sites import real_site


@cache
def data(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((real_site()[0] / "data" / name).read_text(encoding="utf-8"))
    return found


@cache
def targets(page: str) -> frozenset[str]:
    """The files, relative to the site, that a page leads to."""
    found = BeautifulSoup((real_site()[0] / page).read_text(encoding="utf-8"), "lxml").select("article a[href]")
    folder = posixpath.dirname(page)
    return frozenset(posixpath.normpath(posixpath.join(folder, str(a["href"]).partition("#")[0])) if not str(a["href"]).startswith("#") else page for a in found)


@cache
def pages() -> dict[tuple[str, str], str]:
    """The page of every record by its type and id."""
    found = {(kind, record["id"]): record["url"] for kind, name in (("document", "documents.json"), ("table", "tables.json"), ("chronicle", "chronicle.json"))
             for record in data(name)}
    found |= {("topic", path.stem): f"topics/{path.name}" for path in (real_site()[0] / "topics").glob("*.html")}
    return found | {("work", link["to"]["id"]): "citations.html" for link in data("links.json") if link["to"]["type"] == "work"}


def page_of(end: dict[str, Any]) -> str:
    return pages()[end["type"], end["id"]]


@pytest.mark.parametrize("kind", sorted({link["kind"] for link in data("links.json")}))
def test_both_ends_show_the_link(kind: str) -> None:
    links = [link for link in data("links.json") if link["kind"] == kind]
    missing = [(link["from"], link["to"]) for link in links
               if not {page_of(link["to"])} <= targets(page_of(link["from"])) or not {page_of(link["from"])} <= targets(page_of(link["to"]))]
    assert missing == []


@pytest.mark.parametrize("name", ["people.json", "organs.json"])
def test_names_lead_to_their_pages_and_back(name: str) -> None:
    by_id = {record: url for (_, record), url in pages().items()}
    missing = []
    for one in data(name):
        for mention in one["mentions"]:
            record = by_id[mention["id"].partition("#")[0]]
            if one["url"] not in targets(record) or record not in targets(one["url"]):
                missing.append((one["id"], mention["id"]))
    assert missing == []


def test_posts_lead_to_documents_people_and_organs_and_back() -> None:
    people = {record["id"]: record["url"] for record in data("people.json")}
    organs = {record["id"]: record["url"] for record in data("organs.json")}
    documents = {record["id"]: record["url"] for record in data("documents.json")}
    missing = []
    for post in data("posts.json"):
        ends = [people[holder["person_id"]] for holder in post["holders"]] + ([organs[post["organ_id"]]] if post["organ_id"] else [])
        ends += [documents[item["document"]] for holder in post["holders"] for item in holder["evidence"]]
        missing += [(post["id"], end) for end in ends if end not in targets(post["url"]) or post["url"] not in targets(end)]
        assert post["url"] in targets("personnel.html") and "personnel.html" in targets(post["url"])
    assert missing == []


def test_the_look_out_reads_pages_at_all() -> None:
    assert Path(real_site()[0] / "index.html").is_file() and "documents.html" in targets("index.html") and len(pages()) > 140
