"""A second, invented issue extends people, posts, organs and links of the first and changes no id or address."""

import hashlib
import html
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import yaml

from generator.deadlines import Status
from generator.linking.knowledge import Knowledge, learn
from generator.linking.validity import judge
from generator.pages.citations import citation_parts
from generator.project import load_bulletin
from generator.publishing.data import data_records
from generator.publishing.site import make_site
from generator.reading.issue_file import render_issue_file
from tests.support.bulletins import CORPUS, ROOT, real_knowledge
from tests.support.pages import made

FOLDER = CORPUS / "haimen-2018-02-invented"
KEY: dict[str, Any] = yaml.safe_load((FOLDER / "key.yml").read_text(encoding="utf-8"))


@cache
def both() -> Knowledge:
    """The real first issue and the invented second one."""
    project = Path(mkdtemp(prefix="gongbao-"))
    shutil.copytree(ROOT / "site_config", project / "site_config")
    shutil.copytree(ROOT / "content" / "2018" / "01", project / "content" / "2018" / "01")
    source = (FOLDER / "source.txt").read_bytes()
    issue = project / "content" / "2018" / "02"
    issue.mkdir()
    (issue / "source.txt").write_bytes(source)
    (issue / "issue.yml").write_text(render_issue_file(2018, 2, "source.txt", hashlib.sha256(source).hexdigest(), "公报.txt", 6), encoding="utf-8")
    known = learn(load_bulletin(project)[0])
    shutil.rmtree(project)
    return known


def of_issue(number: int) -> Any:
    return both().bulletin.issues[number - 1]


# ---------------------------------------------------------------- what it prints


def test_documents_and_entries() -> None:
    lines = {document.id: next(e.block.first_line for e in document.elements if e.role.name == "NUMBER") for document in of_issue(2).documents}
    assert lines == KEY["documents"]
    assert [entry.days.first for entry in of_issue(2).chronicle] == KEY["chronicle"]


def test_appointments() -> None:
    found = [[e.change.line, e.change.person, e.change.action.value, e.change.organ_full, e.change.post] for e in both().ledger if e.issue.meta.id == "2018-02"]
    assert found == KEY["personnel"]


def test_deadlines() -> None:
    found = {(item.place.id, item.date) for item in both().references.dates}
    assert {(id_, day) for id_, day in KEY["deadlines"]} <= found


# ---------------------------------------------------------------- nothing moves


@pytest.mark.parametrize("name", ["documents.json", "tables.json", "chronicle.json", "people.json", "organs.json", "posts.json", "personnel_changes.json"])
def test_no_id_or_address_of_the_first_issue_changes(name: str) -> None:
    def ids(known: Knowledge) -> dict[str, Any]:
        return {record.get("id") or f"{record['document']} {record['line']} {record['person']} {record['organ_full']}{record['post']} {record['action']}":
                (record["url"], record.get("person_id"), record.get("organ_id")) for record in data_records(known)[name]}

    first, later = ids(real_knowledge()), ids(both())
    unnamed = {key for key, value in first.items() if value[0] is None}     # organs of the list that the first issue does not name
    assert {key: later[key] for key in first.keys() - unnamed} == {key: first[key] for key in first.keys() - unnamed}
    assert first.keys() <= later.keys()


@cache
def pages() -> dict[str, str]:
    return {page.path: page.text for page in make_site(ROOT, both())[0]}


def test_every_page_of_the_first_issue_stays() -> None:
    first = {page.path for page in make_site(ROOT, real_knowledge())[0]}
    assert first < pages().keys()


def test_entries_of_works_cited_keep_their_places() -> None:
    later = [id_ for work in both().references.works for id_ in (work.id, *work.former_ids)]
    assert {id_ for work in real_knowledge().references.works for id_ in (work.id, *work.former_ids)} <= set(later) and len(later) == len(set(later))
    page = made(citation_parts(both()))["citations.md"]
    assert all(f'id="{id_}"' in page for id_ in later)


# ---------------------------------------------------------------- what it extends


def test_people_go_on_and_only_new_names_are_new() -> None:
    first = {person.id: person for person in real_knowledge().people.persons}
    later = {person.id: person for person in both().people.persons}
    assert {id_: later[id_].name for id_ in later.keys() - first.keys()} == KEY["new_people"]
    assert all(later[id_].mentions[:len(person.mentions)] == person.mentions for id_, person in first.items())
    again = {id_: len({m.record for m in later[id_].mentions} - {m.record for m in first[id_].mentions}) for id_ in KEY["people_again"]}
    assert again == KEY["people_again"]


def test_posts_go_on() -> None:
    posts = {post.id: post for post in both().posts}
    assert {id_: [[h.person, h.date_from, h.date_to] for h in posts[id_].holdings] for id_ in KEY["posts"]} == KEY["posts"]
    assert {id_: [[s.before.person, s.after.person] for s in posts[id_].successions] for id_ in KEY["successions"]} == KEY["successions"]
    assert sorted(posts.keys() - {post.id for post in real_knowledge().posts}) == KEY["new_posts"]


def test_a_passed_probation_stands_with_the_appointment() -> None:
    holding = next(post for post in both().posts if post.id == "chengfagongsi-zongjingli").holdings[0]
    assert [change.action.value for change in holding.changes] == ["appoint", "confirm"]


def test_organs_go_on() -> None:
    records = {document.id for document in of_issue(2).documents} | {t.id for d in of_issue(2).documents for t in d.tables} | {e.id for e in of_issue(2).chronicle}
    named = {mention.organ for mention in both().organs.mentions if mention.record in records}
    assert set(KEY["organs_again"]) <= named


def test_links_over_two_issues() -> None:
    own = {record.id for record in (*of_issue(2).documents, *of_issue(2).chronicle)}
    found = {(link.source.id, link.target.id, link.kind) for link in both().links
             if own & {link.source.id, link.target.id} and link.target.type not in ("topic", "work")}
    assert found == {tuple(link) for link in KEY["links"]}


def test_the_repealed_document_says_by_what() -> None:
    for id_, title in KEY["repealed"].items():
        document = next(document for _, document in both().bulletin.documents() if document.id == id_)
        references = both().references
        assert references.day is not None
        found = judge(document, references.dates_of.get(id_, ()), references.cited_by.get(id_, ()), references.day)
        assert (found.status, found.by_title) == (Status.REPEALED, title)


@pytest.mark.parametrize(("page", "target", "words"), [
    ("2018/01/hzf-2018-2", "../02/hzf-2018-6.html", "已被废止"),
    ("2018/02/hzf-2018-6", "../01/hzf-2018-2.html", "推定：废止，文内“"),
    ("2018/01/hzf-2018-3", "../02/hzf-2018-7.html", "推定：被修改，文内“"),
    ("2018/02/hzf-2018-7", "../01/hzf-2018-3.html", "推定：修改，文内“"),
    ("2018/01/hzbf-2018-18", "../02/hzbf-2018-23.html", "推定：被修改，文内“"),
    ("2018/02/hzbf-2018-21", "../chronicle/2018-01-28-1.html", "讨论《海门市乡村振兴三年行动计划（2018—2020年）》"),
    ("2018/chronicle/2018-01-28-1", "../02/hzbf-2018-21.html", "会议讨论的事项，后来的公文"),
    ("2018/01/hzg-2018-4", "../02/hzg-2018-9.html", "王飞同志任市旅游局局长"),
    ("2018/02/hzg-2018-9", "../01/hzg-2018-4.html", "免去王飞同志市科学技术局局长职务"),
    ("people/wang-fei", "../posts/shilvyouju-juzhang.html", "市旅游局局长"),
    ("posts/kejiju-juzhang", "../people/gu-xiaojian.html", "2018年第2期源文件第216行"),
    ("organs/sanchanggongyeyuanqu", "../2018/02/hzbf-2018-22-t1.html#r2", "2018年高标准农田建设任务分解表"),
])
def test_both_ends_say_so_with_the_words(page: str, target: str, words: str) -> None:
    text = html.unescape(pages()[f"{page}.md"])
    assert f'href="{target}' in text, target
    assert words in text, words
