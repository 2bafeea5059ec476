"""The real issue of January 2018 against a key written by reading it, not by running the parser."""

from typing import Any

import pytest
import yaml

from generator.diagnostics import Code
from generator.notation.folding import squeeze
from generator.records import Document, Issue, Part, PartKind
from tests.support.bulletins import CORPUS, real_bulletin

KEY: dict[str, Any] = yaml.safe_load((CORPUS / "haimen-2018-01" / "key.yml").read_text(encoding="utf-8"))
NUMBERS = [entry["number"] for entry in KEY["documents"]]


def issue() -> Issue:
    return real_bulletin()[0].issues[0]


def document(number: str) -> Document:
    return next(d for d in issue().documents if str(d.number) == number)


def entry(number: str) -> dict[str, Any]:
    found: dict[str, Any] = next(e for e in KEY["documents"] if e["number"] == number)
    return found


def test_every_document_is_found_in_print_order_and_none_invented() -> None:
    assert [str(d.number) for d in issue().documents] == NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_facts_of_a_document(number: str) -> None:
    found, key = document(number), entry(number)
    facts = {
        "section": found.section, "title": found.title, "issuer": found.issuer, "date": found.date,
        "signature": "、".join(found.signatures) or None, "forwarded_from": found.forwarded_from,
        "addressees_text": "，".join(found.addressees) or None,
        "first_line": found.first_line, "last_line": found.last_line,
    }
    assert facts == {name: key[name] for name in facts}


@pytest.mark.parametrize("number", NUMBERS)
def test_enclosures_of_a_document(number: str) -> None:
    found = [{"title": p.title, "first_line": p.first_line, "last_line": p.last_line} for p in document(number).of_kind(PartKind.ENCLOSURE)]
    assert found == entry(number)["enclosures"]


def owner(document: Document, index: int | None) -> str:
    enclosures = [part for part in document.parts if part.kind is PartKind.ENCLOSURE]
    part = document.parts[index or 0]
    return "document" if part.kind is PartKind.BODY else f"enclosure {enclosures.index(part) + 1}"


@pytest.mark.parametrize("number", NUMBERS)
def test_annexes_announced(number: str) -> None:
    found = document(number)
    annexes = [{"no": a.number, "title": a.title, "line": a.line, "of": owner(found, i)} for i, a in found.announced()]
    assert annexes == entry(number)["annexes_announced"]


@pytest.mark.parametrize("number", NUMBERS)
def test_annexes_printed(number: str) -> None:
    found = document(number)

    def facts(part: Part) -> dict[str, Any]:
        return {"label": part.label, "no": part.number, "title": part.title, "first_line": part.first_line, "last_line": part.last_line,
                "of": owner(found, part.of)}

    assert [facts(part) for part in found.of_kind(PartKind.ANNEX)] == entry(number)["annexes_printed"]


@pytest.mark.parametrize("number", NUMBERS)
def test_top_level_headings(number: str) -> None:
    found = [squeeze(e.heading.text) for e in document(number).elements if e.heading and e.heading.depth == 1]
    assert found == [squeeze(text).rstrip("。") for text in entry(number)["headings"]]


def test_chronicle_entries_and_their_dates() -> None:
    found = [(e.first_line, e.days.first if e.days else None, e.text[:12]) for e in issue().chronicle]
    assert found == [(key["line"], key["date"], key["starts"]) for key in KEY["chronicle"]]


def test_tables_with_captions() -> None:
    found = [{"document": str(d.number), "caption": t.caption, "first_line": t.first_line, "last_line": t.last_line,
              "rows": len(t.block.rows), "columns": max(len(row.cells) for row in t.block.rows)} for d in issue().documents for t in d.tables]
    assert found == [{name: key[name] for name in found[0]} for key in KEY["tables"]]


def test_stray_text_boxes_are_placed_as_a_figure() -> None:
    (figure,) = document("海政办发〔2018〕8号").figures
    assert [(box.first_line, box.text) for box in figure.boxes] == [(key["line"], squeeze(key["text"])) for key in KEY["stray"]]
    assert not any(remainder.kind == "文本框" for remainder in issue().remainders)


def test_the_only_faults_reported_are_those_of_the_print() -> None:
    _, diagnostics = real_bulletin()
    assert [(d.code, d.line) for d in diagnostics] == [
        (Code.NAMES_SPLIT, 1301), (Code.NAMES_SPLIT, 1550), (Code.NAMES_SPLIT, 1592), (Code.NAMES_SPLIT, 1694),
        (Code.NUMBERING_JUMPS, 2761),                                       # 三、 is followed by 五、
        (Code.ANNEX_TITLE_DIFFERS, 3201), (Code.ANNEX_WITHOUT_LABEL, 3201), (Code.ANNEX_WITHOUT_LABEL, 3276),
        (Code.TOTAL_DIFFERS, 6030), (Code.TOTAL_DIFFERS, 6150), (Code.TOTAL_DIFFERS, 6153),
        (Code.ANNEX_TITLE_DIFFERS, 6625),
        (Code.TOTAL_DIFFERS, 6807), (Code.TOTAL_DIFFERS, 6862), (Code.TOTAL_DIFFERS, 6871), (Code.TOTAL_DIFFERS, 6880),    # targets more than met
        (Code.TOTAL_DIFFERS, 6900), (Code.TOTAL_DIFFERS, 6979), (Code.TOTAL_DIFFERS, 7027),
        (Code.NO_DATE, 7522),
    ]
