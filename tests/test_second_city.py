"""An invented bulletin of another city: with nothing but site.yml it reads well, with its series and organs wholly."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.diagnostics import Code, Diagnostic
from generator.notation.folding import squeeze
from generator.project import load_bulletin
from generator.records import Document, Issue, PartKind
from tests.support.bulletins import CORPUS, make_project, real_bulletin

CASE = CORPUS / "yunzhou-2019-02"
KEY: dict[str, Any] = yaml.safe_load((CASE / "key.yml").read_text(encoding="utf-8"))
PLACES = range(len(KEY["documents"]))
BARE, ENTERED = ("site.yml",), ("site.yml", "series.yml", "organs.yml")


def read(folder: Path, config: tuple[str, ...]) -> tuple[Issue, tuple[Diagnostic, ...]]:
    files = {name: (CASE / name).read_text(encoding="utf-8") for name in config}
    bulletin, diagnostics = load_bulletin(make_project(folder, (CASE / "source.txt").read_bytes(), 2019, 2, files))
    return bulletin.issues[0], diagnostics


@pytest.fixture(scope="module", params=[BARE, ENTERED], ids=["site.yml alone", "series and organs entered"])
def issue(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Issue:
    return read(tmp_path_factory.mktemp("yunzhou"), request.param)[0]


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Issue:
    return read(tmp_path_factory.mktemp("yunzhou"), ENTERED)[0]


def facts(document: Document) -> dict[str, Any]:
    return {
        "number": str(document.number) if document.number else None, "number_printed": document.number_printed, "title": document.title,
        "signature": list(document.signatures), "date": document.date.isoformat() if document.date else None,
        "addressees_text": "，".join(document.addressees) + "：" if document.addressees else None,
        "enclosures": [part.title for part in document.of_kind(PartKind.ENCLOSURE)],
        "annexes_announced": [(a.number, a.title) for _, a in document.announced()],
        "annexes_printed": [(p.number, p.title) for p in document.of_kind(PartKind.ANNEX)],
        "first_line": document.first_line, "last_line": document.last_line, "section": document.section,
    }


def key_facts(entry: dict[str, Any]) -> dict[str, Any]:
    wanted = {name: entry[name] for name in facts_names()}
    wanted["annexes_announced"] = [(a["no"], a["title"]) for a in entry["annexes_announced"]]
    announced = {(a["no"], a.get("of")): a["title"] for a in entry["annexes_announced"]}
    # Where the key notes that the printed title differs it gives the printed one.
    wanted["annexes_printed"] = [(a["no"], a["title"]) for a in entry["annexes_printed"]]
    assert announced or not entry["annexes_printed"]
    return wanted


def facts_names() -> list[str]:
    return ["number", "number_printed", "title", "signature", "date", "addressees_text", "enclosures", "annexes_announced",
            "annexes_printed", "first_line", "last_line", "section"]


def test_every_document_is_found_and_none_invented(issue: Issue) -> None:
    assert [(str(d.number) if d.number else None, d.first_line) for d in issue.documents] == [(e["number"], e["first_line"]) for e in KEY["documents"]]


@pytest.mark.parametrize("place", PLACES)
def test_facts_of_a_document(issue: Issue, place: int) -> None:
    assert facts(issue.documents[place]) == key_facts(KEY["documents"][place])


@pytest.mark.parametrize("place", PLACES)
def test_issuer_once_series_are_entered(entered: Issue, place: int) -> None:
    assert entered.documents[place].issuer == KEY["documents"][place]["issuer"]


@pytest.mark.parametrize("place", PLACES)
def test_top_level_headings(issue: Issue, place: int) -> None:
    annexes = {i for i, part in enumerate(issue.documents[place].parts) if part.kind is PartKind.ANNEX}
    found = [squeeze(e.heading.text) for e in issue.documents[place].elements if e.heading and e.heading.depth == 1 and e.part not in annexes]
    assert found == [text.rstrip("。") for text in KEY["documents"][place]["headings"]]


def test_chronicle(issue: Issue) -> None:
    for found, key in zip(issue.chronicle, KEY["chronicle"], strict=True):
        assert (found.first_line, found.last_line) == (key["line"], key["last_line"])
        assert found.paragraphs[0].text.startswith(key["starts"])
        if found.days is None or "旬" in found.days.printed:
            assert key.get("date") is None and "date_from" not in key     # 中旬 names no day, only a span of ten
        else:
            first, last = key.get("date") or key["date_from"], key.get("date") or key["date_to"]
            assert (found.days.first.isoformat(), found.days.last.isoformat()) == (first, last)


def test_tables(issue: Issue) -> None:
    found = [(str(d.number), t.caption, t.first_line, t.last_line, len(t.block.rows), max(len(r.cells) for r in t.block.rows))
             for d in issue.documents for t in d.tables]
    assert found == [tuple(key[name] for name in ("document", "caption", "first_line", "last_line", "rows", "columns")) for key in KEY["tables"]]


def test_joined_paragraphs(issue: Issue) -> None:
    joined = [[b.first_line, b.last_line] for b in issue.blocks if getattr(b, "rule", "") == "断页合并"]
    assert joined == KEY["joined_paragraphs"]


def test_front_matter_contents_list_and_imprint(issue: Issue) -> None:
    kinds = {kind: [r.block.first_line for r in issue.remainders if r.kind == kind] for kind in ("卷首", "目录", "月份", "版权页", "其他")}
    assert kinds["卷首"] == [1, 2, 3]
    assert (kinds["目录"][0], kinds["目录"][-1]) == (KEY["front_matter"]["contents_first_line"], KEY["front_matter"]["contents_last_line"])
    assert kinds["月份"] == [month["line"] for month in KEY["chronicle_months"]]
    assert (kinds["版权页"][0], kinds["版权页"][-1]) == (KEY["colophon"]["first_line"], KEY["colophon"]["last_line"])
    assert kinds["其他"] == []


def test_unknown_series_is_reported_with_a_ready_entry(tmp_path: Path) -> None:
    found, diagnostics = read(tmp_path, ENTERED)
    (unknown,) = [d for d in diagnostics if d.code is Code.UNKNOWN_SERIES]
    assert "{word: 云府协办, slug: yunfuxieban" in unknown.advice
    assert next(d.id for d in found.documents if d.number and d.number.series == "云府协办") == "yunfuxieban-2019-3"


def test_no_name_of_the_real_city_stands_in_the_code() -> None:
    root = CORPUS.parents[1]
    files = [p for folder in ("generator", "theme") for p in (root / folder).rglob("*") if p.is_file() and p.suffix in (".py", ".yml", ".j2", ".html", ".js", ".css")]
    code = {path: [line for line in path.read_text(encoding="utf-8").splitlines() if "海门" in line] for path in files}
    assert {path: lines for path, lines in code.items() if lines} == {}


def test_no_series_of_the_real_city_stands_in_what_readers_see() -> None:
    """Comments may quote the line that forced a rule; templates may not."""
    folder = CORPUS.parents[1] / "generator" / "pages" / "templates"
    words = [entry.word for entry in real_bulletin()[0].authority.series.entries]
    assert words
    assert [path.name for path in folder.rglob("*.j2") if any(word in path.read_text(encoding="utf-8") for word in words)] == []
