"""An invented bulletin that prints nearly everything the first one did not, all in one issue, with the issue before it.

Read twice: with nothing but site.yml, and with its lists entered. The key is written by the author of the text.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.bulletin import Bulletin
from generator.citations import Relation
from generator.diagnostics import Code, Diagnostic
from generator.linking.knowledge import Knowledge, learn
from generator.notation.folding import squeeze
from generator.pages.indexes import issue_part
from generator.people import Where
from generator.project import load_bulletin
from generator.records import Document, Issue
from tests.support.bulletins import CORPUS, make_project
from tests.support.pages import made

CASE = CORPUS / "lanchuan-2018"
KEY: dict[str, Any] = yaml.safe_load((CASE / "key.yml").read_text(encoding="utf-8"))
BARE, ENTERED = ("site.yml",), ("site.yml", "series.yml", "organs.yml")
ABOUT_LISTS = {Code.UNKNOWN_SERIES, Code.UNKNOWN_ORGAN}


def read(folder: Path, config: tuple[str, ...]) -> tuple[Bulletin, tuple[Diagnostic, ...]]:
    files = {name: (CASE / name).read_text(encoding="utf-8") for name in config}
    make_project(folder, (CASE / "2018-02.txt").read_bytes(), 2018, 2, files, per_year=12)
    return load_bulletin(make_project(folder, (CASE / "2018-03.txt").read_bytes(), 2018, 3, files, per_year=12))


@pytest.fixture(scope="module", params=[BARE, ENTERED], ids=["site.yml alone", "lists entered"])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Bulletin, tuple[Diagnostic, ...]]:
    return read(tmp_path_factory.mktemp("lanchuan"), request.param)


@pytest.fixture(scope="module")
def issue(both: tuple[Bulletin, tuple[Diagnostic, ...]]) -> Issue:
    return both[0].issues[1]


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bulletin, tuple[Diagnostic, ...]]:
    return read(tmp_path_factory.mktemp("lanchuan"), ENTERED)


@pytest.fixture(scope="module")
def known(entered: tuple[Bulletin, tuple[Diagnostic, ...]]) -> Knowledge:
    return learn(entered[0])


def facts(document: Document) -> dict[str, Any]:
    return {"number": str(document.number) if document.number else None, "printed": document.number_printed, "title": document.title,
            "signatures": list(document.signatures), "date": document.date, "lines": [document.first_line, document.last_line], "section": document.section}


def test_documents(issue: Issue) -> None:
    wanted = [{key: value for key, value in entry.items() if key not in ("id", "issuer")} for entry in KEY["documents"]]
    assert [facts(document) for document in issue.documents] == wanted


def test_addresses_and_issuers_once_lists_are_entered(entered: tuple[Bulletin, tuple[Diagnostic, ...]]) -> None:
    assert [(d.id, d.issuer) for d in entered[0].issues[1].documents] == [(entry["id"], entry["issuer"]) for entry in KEY["documents"]]


def test_a_joint_document_keeps_every_number(issue: Issue) -> None:
    assert {str(d.number): list(map(str, d.further_numbers)) for d in issue.documents if d.further_numbers} == {"澜财教〔2018〕5号": ["澜教计〔2018〕9号"]}


def test_chronicle(issue: Issue) -> None:
    found = [[e.first_line, e.last_line, e.days.first if e.days else None, e.days.last if e.days else None] for e in issue.chronicle]
    assert found == KEY["chronicle"]


def test_tables(issue: Issue) -> None:
    found = [[t.first_line, t.last_line, t.caption, list(map(squeeze_column, t.grid.columns))] for d in issue.documents for t in d.tables]
    assert found == KEY["tables"]


def squeeze_column(name: str) -> str:
    return " / ".join(map(squeeze, name.split(" / ")))


def test_appointments(issue: Issue) -> None:
    changes = [change for document in issue.documents if document.personnel for change in document.personnel.changes]
    assert [[c.line, c.person, c.action.value, c.organ_full, c.post, c.probation, c.note] for c in changes] == KEY["appointments"]
    assert all(not d.personnel.unread for d in issue.documents if d.personnel)


def test_what_is_left_over_is_front_list_headings_and_imprint(issue: Issue) -> None:
    kinds: dict[str, list[int]] = {}
    for remainder in issue.remainders:
        kinds.setdefault(remainder.kind, []).append(remainder.block.first_line)
    assert kinds == {"卷首": [1, 2, 3, 4], "目录": [6, *range(8, 33)], "月份": [320, 326], "版权页": [341, 342, 343]}


def test_doubts(both: tuple[Bulletin, tuple[Diagnostic, ...]]) -> None:
    later = [d for d in both[1] if d.path.endswith("03/source.txt")]
    found = sorted([d.line, d.code.name] for d in later if d.code not in ABOUT_LISTS)
    assert found == [entry for entry in KEY["doubts"] if entry[1] != "UNKNOWN_SERIES"]


def test_doubts_about_lists_once_they_are_entered(entered: tuple[Bulletin, tuple[Diagnostic, ...]]) -> None:
    (unknown,) = [d for d in entered[1] if d.code is Code.UNKNOWN_SERIES]
    assert [unknown.line, unknown.code.name] in KEY["doubts"]
    assert "{word: 澜川市城市管理局公告, slug: lanchuanshichengshiguanlijugonggao, issuer: 澜川市城市管理局}" in unknown.advice


def test_the_page_of_the_issue_has_the_chronicle_once_and_the_correction_by_itself(known: Knowledge) -> None:
    page = made([issue_part(known.bulletin, known.bulletin.issues[-1])])["2018/03/index.md"]
    headings = [line.split(" {")[0] for line in page.splitlines() if line.startswith("## ")]
    assert headings == [*(f"## {name}" for name in ("市政府令", "市政府文件", "市政府办公室文件", "部门文件", "公告通告", "人事任免", "政策解读", "更正")),
                        "## 2018年3月大事记", "## 印本目录"]


# ---------------------------------------------------------------- linked with the issue before


def test_repeals_and_amendments(known: Knowledge) -> None:
    found = [[c.place.id, c.relation.value, str(c.number), c.held.document if c.held else None] for c in known.references.citations
             if c.relation in (Relation.REPEALS, Relation.AMENDS)]
    assert found == KEY["repeals"]


def test_terms(known: Knowledge) -> None:
    found: dict[str, list[Any]] = {}
    for item in known.references.dates:
        if item.whole and item.kind.value in ("effective", "expires"):
            found.setdefault(item.place.id, [None, None])[item.kind.value == "expires"] = item.date
    assert {id_: days for id_, days in found.items() if id_ in KEY["terms"]} == KEY["terms"]


def test_correction(known: Knowledge) -> None:
    assert [[c.place.id, c.held.document if c.held else None, c.place.line] for c in known.corrections] == KEY["corrections"]


def test_people_of_the_chronicle(known: Knowledge) -> None:
    found = [[mention.line, mention.name] for person in known.people.persons for mention in person.mentions if mention.where is Where.CHRONICLE and mention.line > 300]
    assert sorted(found) == KEY["chronicle_people"]
