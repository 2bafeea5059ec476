"""Small bulletins, each about one thing that is hard, with the records and doubts that should come of it.

A case is a folder of tests/corpus/golden: source.txt, and expected.yml with every document, entry and doubt in order; of a
document only what the case is about; of a table that is also what its own page shows, the organs found in it and where hits of
the search lead. `xfail` there gives the reason why the program does not manage it yet.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup

from generator.bulletin import Bulletin
from generator.diagnostics import Diagnostic
from generator.linking.organs import OrganReading, read_organs
from generator.pages.grids import render_grid, render_records
from generator.project import load_bulletin
from generator.records import ChronicleEntry, Document, Issue, Part, Table
from generator.search.collecting import collect_issue
from tests.support.bulletins import CORPUS, make_project

GOLDEN = CORPUS / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir())
CONFIG = {
    "site.yml": "title: 云州市人民政府公报\n",
    "series.yml": "series:\n  - {word: 云府发, slug: yff, issuer: 云州市人民政府}\n  - {word: 云府办发, slug: yfbf, issuer: 云州市人民政府办公室}\n",
}
KEYS = {"about", "year", "number", "config", "documents", "chronicle", "sections", "remainders", "diagnostics", "xfail"}


def expectation(case: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((GOLDEN / case / "expected.yml").read_text(encoding="utf-8"))
    return found


def marked(case: str) -> Any:
    reason = expectation(case).get("xfail")
    return pytest.param(case, marks=pytest.mark.xfail(reason=reason, strict=True)) if reason else case


def document_facts(document: Document, issue: Issue, organs: OrganReading) -> dict[str, Any]:
    return {
        "id": document.id, "section": document.section, "number": str(document.number) if document.number else None,
        "number_printed": document.number_printed, "further_numbers": list(map(str, document.further_numbers)),
        "title": document.title, "issuer": [document.issuer, document.issuer_source],
        "signatures": list(document.signatures), "date": document.date, "addressees": list(document.addressees),
        "forwarded_from": document.forwarded_from, "lines": [document.first_line, document.last_line],
        "headings": [[e.heading.depth, e.heading.text] for e in document.elements if e.heading],
        "roles": [e.role.name for e in document.elements], "anchors": [e.anchor for e in document.elements],
        "parts": [part_facts(part) for part in document.parts], "tables": [table_facts(table, issue, organs) for table in document.tables],
        "announced": [[item.number, item.title, item.line] for _, item in document.announced()],
        "text": {e.block.first_line: getattr(e.block, "text", None) for e in document.elements},
    }


def part_facts(part: Part) -> dict[str, Any]:
    return {"kind": part.kind.name, "of": part.of, "number": part.number, "label": part.label, "title": part.title,
            "announced_as": part.title_announced, "byline": part.byline, "lines": [part.first_line, part.last_line]}


def table_facts(table: Table, issue: Issue, organs: OrganReading) -> dict[str, Any]:
    hits = [segment for text in collect_issue(issue, organs).texts for segment in text.segments if segment.anchor.startswith(f"t{table.ordinal}-")]
    return {"id": table.id, "caption": table.caption, "lines": [table.first_line, table.last_line],
            "rows": [[cell.text for cell in row.cells] for row in table.block.rows],
            "records": {record.anchor: [value.text for value in record.values] for record in table.grid.records},
            "shown": shown(table), "organs": [[m.organ, m.form, m.anchor] for m in organs.of_issue(issue.meta.id) if m.record == table.id],
            "hits": [[segment.text, segment.table_anchor] for segment in hits]}


def shown(table: Table) -> dict[str, list[str]]:
    """The rows of the table's own page that have an address."""
    render = render_records if table.grid.halves > 1 else render_grid
    page = BeautifulSoup(render(table, "", "table"), "html.parser")
    return {str(row["id"]): [cell.get_text() for cell in row.select("th, td")] for row in page.select("tr[id]")}


def entry_facts(entry: ChronicleEntry) -> dict[str, Any]:
    return {"id": entry.id, "lines": [entry.first_line, entry.last_line], "from": entry.days.first if entry.days else None,
            "to": entry.days.last if entry.days else None, "part": entry.days.part if entry.days else None, "bullet": entry.bullet, "text": entry.text}


def issue_facts(issue: Issue, organs: OrganReading) -> dict[str, Any]:
    remainders: dict[str, list[int]] = {}
    for remainder in issue.remainders:
        remainders.setdefault(remainder.kind, []).append(remainder.block.first_line)
    return {"documents": [document_facts(d, issue, organs) for d in issue.documents], "chronicle": [entry_facts(e) for e in issue.chronicle],
            "sections": [[s.kind.name, s.title, s.first_line] for s in issue.sections], "remainders": remainders}


def asked(found: Any, wanted: Any) -> Any:
    """As much of `found` as `wanted` speaks of: keys it does not name are left out, items never."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        return {key: asked(found[key], wanted[key]) if key in found else "no such key" for key in wanted}
    if isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        return [asked(*pair) for pair in zip(found, wanted, strict=True)]
    return found


def read(folder: Path, wanted: dict[str, Any], source: bytes) -> tuple[Bulletin, tuple[Diagnostic, ...]]:
    project = make_project(folder, source, wanted.get("year", 2019), wanted.get("number", 2), CONFIG | wanted.get("config", {}))
    return load_bulletin(project)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_golden(case: str, tmp_path: Path) -> None:
    wanted = expectation(case)
    bulletin, diagnostics = read(tmp_path, wanted, (GOLDEN / case / "source.txt").read_bytes())
    records = {"chronicle": []} | {key: wanted[key] for key in ("documents", "chronicle", "sections", "remainders") if key in wanted}
    found = issue_facts(bulletin.issues[0], read_organs(bulletin))
    assert {key: asked(found[key], value) for key, value in records.items()} == records
    assert [[d.code.name, d.line] for d in diagnostics] == wanted["diagnostics"]
    # A part takes no word of the case away: what its list of remainders does not name must not be there.
    assert set(found["remainders"]) == set(wanted.get("remainders", {}))


@pytest.mark.parametrize("case", CASES)
def test_a_case_says_what_it_is_about_and_nothing_unknown(case: str) -> None:
    wanted = expectation(case)
    assert wanted["about"] and "documents" in wanted and "diagnostics" in wanted
    assert set(wanted) <= KEYS
    assert {path.name for path in (GOLDEN / case).iterdir()} == {"source.txt", "expected.yml"}
