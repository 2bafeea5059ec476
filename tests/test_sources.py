"""One issue given as text, Word file and web page: the same records. And what `gongbao new` keeps of each."""

import re
import tempfile
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pytest

from generator.authority.bundle import load_authority
from generator.bulletin import Bulletin
from generator.cli import main
from generator.diagnostics import Code, Diagnostic, Severity
from generator.linking.knowledge import learn
from generator.project import load_bulletin
from generator.publishing.archive.text_forms import text_files
from generator.publishing.data import data_records
from generator.publishing.intake import take_in
from generator.publishing.site import make_site
from generator.records import Issue
from tests.support.bulletins import CORPUS, ROOT, make_project
from tests.support.other_forms import make_docx, to_docx, to_page

PLACES = {"line", "first_line", "last_line", "source_sha256", "lines"}
FILES = ("documents.json", "tables.json", "personnel_changes.json", "chronicle.json", "rosters.json")
ISSUES = {"haimen": ROOT / "content" / "2018" / "01" / "source.txt", "yunzhou": CORPUS / "yunzhou-2019-02" / "source.txt"}
CONFIGS = {"haimen": ROOT / "site_config", "yunzhou": CORPUS / "yunzhou-2019-02"}
FORMS: dict[str, tuple[str, Callable[[Issue], bytes]]] = {"Word": ("docx", to_docx), "page": ("html", to_page)}


def read(folder: Path, name: str, file: str, data: bytes) -> tuple[Bulletin, tuple[Diagnostic, ...]]:
    config = {path.name: path.read_text(encoding="utf-8") for path in sorted(CONFIGS[name].glob("*.yml")) if path.name != "key.yml"}
    project = make_project(folder, "x", 1999, 1, config)
    received = folder / file
    received.write_bytes(data)
    intake = take_in(project, load_authority(project / "site_config")[0], 2018 if name == "haimen" else 2019, 1 if name == "haimen" else 2, received)
    assert intake.stored, intake.diagnostics
    return load_bulletin(project, only=("2018/01" if name == "haimen" else "2019/02",))


@cache
def as_text(name: str) -> tuple[Bulletin, tuple[Diagnostic, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        return read(Path(folder), name, "a.txt", ISSUES[name].read_bytes())


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(item) for key, item in value.items() if key not in PLACES}
    if isinstance(value, list):
        return [without_places(item) for item in value]
    return value.replace("\u00a0", " ") if isinstance(value, str) else value     # a page has spaces that do not break for runs of blanks


def assert_same_records(one: Bulletin, other: Bulletin) -> None:
    wanted, found = data_records(learn(one)), data_records(learn(other))
    for file in FILES:
        left, right = without_places(wanted[file]), without_places(found[file])
        assert [item for item in left if item not in right] == [] and [item for item in right if item not in left] == [], file
        assert left == right, file


def printed_grids(bulletin: Bulletin) -> list[list[list[tuple[str, int, int, int, bool]]]]:
    """Every cell of every table with its column, what it spans and whether it is a header: stated merges come out as inferred ones do."""
    return [[[(cell.cell.text.replace("\u00a0", " "), cell.column, cell.colspan, cell.rowspan, cell.is_header) for cell in row.cells] for row in table.grid.rows]
            for _, document in bulletin.documents() for table in document.tables]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ISSUES)
def test_the_same_issue_in_another_form_gives_the_same_records(name: str, form: str, tmp_path: Path) -> None:
    text, _ = as_text(name)
    ending, make = FORMS[form]
    other, diagnostics = read(tmp_path, name, f"a.{ending}", make(text.issues[0]))
    assert_same_records(text, other)
    assert printed_grids(other) == printed_grids(text)
    assert [d for d in diagnostics if d.severity is Severity.ERROR] == []
    assert Code.FRAME in {d.code for d in diagnostics}


def test_pages_count_what_the_file_counts(tmp_path: Path) -> None:
    """A Word file has no lines: its places are paragraphs, on the pages too."""
    for form, unit in (("text", "行"), ("Word", "段")):
        bulletin = as_text("yunzhou")[0]
        if form == "Word":
            bulletin = read(tmp_path, "yunzhou", "a.docx", to_docx(bulletin.issues[0]))[0]
        known = learn(bulletin)
        pages, files = make_site(ROOT, known)
        calendar = re.sub("\r\n ", "", files["deadlines.ics"].decode())
        for texts in ([page.text for page in pages], [calendar], [file.decode() for file in text_files(bulletin).values()]):
            assert {found for text in texts for found in re.findall("源文件第[0-9–]+(.)", text)} == {unit}, form


def test_reports_count_what_the_file_counts(tmp_path: Path) -> None:
    """Differences from the list of contents, one number twice: the messages name both places."""
    config = {"site.yml": "title: 云州公报\n"}
    for case in ("contents-list-against-the-body", "two-documents-with-one-number"):
        source = CORPUS / "golden" / case / "source.txt"
        bulletin, diagnostics = load_bulletin(make_project(tmp_path / case, source.read_bytes(), 2019, 2, config))
        assert {unit for d in diagnostics for unit in re.findall("第[0-9–]+([行段])", d.message)} == {"行"}
        (tmp_path / "a.docx").write_bytes(to_docx(bulletin.issues[0]))
        project = make_project(tmp_path / "word" / case, "x", 1999, 1, config)
        take_in(project, load_authority(project / "site_config")[0], 2019, 2, tmp_path / "a.docx")
        _, diagnostics = load_bulletin(project, only=("2019/02",))
        assert {unit for d in diagnostics for unit in re.findall("第[0-9–]+([行段])", d.message)} == {"段"}


def test_no_message_calls_a_place_of_a_source_a_line_by_itself() -> None:
    """Only `Source` knows what its places are called. Lists in site_config/ are texts and have lines."""
    files = [path for path in (ROOT / "generator").rglob("*") if path.suffix in (".py", ".j2") and "authority" not in path.parts]
    by_hand = re.compile(r"第 ?\{[^{}\"]*line[^}]*\}(?:–\{[^}]*\})? ?行|第\{\{[^}]*line[^}]*\}\}行")
    assert len(files) > 100 and by_hand.search("第{document.first_line}–{document.last_line}行")
    assert [(path.name, found[0]) for path in files for found in by_hand.finditer(path.read_text(encoding="utf-8"))] == []


def lines_as_paragraphs(text: str, keeps_blanks: bool) -> str:
    """What a script makes of a text export: every line a paragraph, every line with a tab a cell, a blank line between rows."""
    out: list[str] = []
    rows: list[list[list[str]]] = []
    gap = 0

    def close() -> None:
        cells = ["".join("<w:tc>" + "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in cell) + "</w:tc>" for cell in row) for row in rows]
        out.extend([f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"] if rows else [])
        rows.clear()

    for line in text.splitlines():
        if line.startswith("\t"):
            rows.extend([[]] if gap or not rows else [])
            rows[-1].append([line[1:]])
            gap = 0
        elif not line.strip():
            gap += 1
        elif rows and gap == 0:
            rows[-1][-1].append(line)
        else:
            close()
            out.extend(["<w:p/>"] * gap if keeps_blanks else [])
            out.append(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>")
            gap = 0
    close()
    return "".join(out)


@pytest.mark.parametrize("keeps_blanks", [True, False])
def test_a_text_pasted_into_word_line_by_line_gives_the_same_documents(keeps_blanks: bool, tmp_path: Path) -> None:
    """Nothing is merged and no number automatic there; a table that states no merges is read like one in a text."""
    text, _ = as_text("yunzhou")
    data = make_docx(lines_as_paragraphs(ISSUES["yunzhou"].read_text(encoding="utf-8-sig"), keeps_blanks))
    other, _ = read(tmp_path, "yunzhou", "a.docx", data)
    assert_same_records(text, other)


def test_the_file_is_kept_as_received_under_a_name_that_says_what_it_is(tmp_path: Path) -> None:
    text, _ = as_text("yunzhou")
    data = to_docx(text.issues[0])
    read(tmp_path, "yunzhou", "第2期.doc", data)     # Word files are often misnamed
    folder = tmp_path / "content" / "2019" / "02"
    assert (folder / "source.docx").read_bytes() == data and "source: source.docx" in (folder / "issue.yml").read_text(encoding="utf-8")


def test_places_are_counted_in_paragraphs_and_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, _ = as_text("yunzhou")
    read(tmp_path, "yunzhou", "a.docx", to_docx(text.issues[0]))
    assert main(["--project", str(tmp_path), "explain", "content/2019/02/source.docx:3"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("content/2019/02/source.docx 第3段\n原文：") and "归属：" in out
    assert main(["--project", str(tmp_path), "explain", "content/2019/02/source.docx", "第3段"]) == 0      # pasted from a message
    assert capsys.readouterr().out == out
