"""One issue given as text, Word file and web page: the same records. And what `gongbao new` keeps of each."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.authority.bundle import load_authority
from generator.bulletin import Bulletin
from generator.diagnostics import Code, Diagnostic, Severity
from generator.linking.knowledge import learn
from generator.project import load_bulletin
from generator.publishing.data import data_records
from generator.publishing.intake import take_in
from generator.publishing.site import make_site
from tests.support.bulletins import CORPUS, ROOT, make_project
from tests.support.other_forms import to_docx, to_page

PLACES = {"line", "first_line", "last_line", "source_sha256", "lines"}
FILES = ("documents.json", "tables.json", "personnel_changes.json", "chronicle.json", "rosters.json")
ISSUES = {"haimen": ROOT / "content" / "2018" / "01" / "source.txt", "yunzhou": CORPUS / "yunzhou-2019-02" / "source.txt"}
CONFIGS = {"haimen": ROOT / "site_config", "yunzhou": CORPUS / "yunzhou-2019-02"}
FORMS = {"Word": ("docx", to_docx), "page": ("html", to_page)}


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
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        return read(Path(folder), name, "a.txt", ISSUES[name].read_bytes())


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(item) for key, item in value.items() if key not in PLACES}
    if isinstance(value, list):
        return [without_places(item) for item in value]
    return value.replace("\u00a0", " ") if isinstance(value, str) else value     # a page has spaces that do not break for runs of blanks


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ISSUES)
def test_the_same_issue_in_another_form_gives_the_same_records(name: str, form: str, tmp_path: Path) -> None:
    text, _ = as_text(name)
    ending, make = FORMS[form]
    other, diagnostics = read(tmp_path, name, f"a.{ending}", make(text.issues[0]))
    wanted, found = data_records(learn(text)), data_records(learn(other))
    for file in FILES:
        one, two = without_places(wanted[file]), without_places(found[file])
        assert [item for item in one if item not in two] == [] and [item for item in two if item not in one] == [], file
        assert one == two, file
    assert [d for d in diagnostics if d.severity is Severity.ERROR] == []
    assert Code.FRAME in {d.code for d in diagnostics}


def test_pages_count_what_the_file_counts(tmp_path: Path) -> None:
    """A Word file has no lines: its places are paragraphs, on the pages too."""
    for form, unit in (("text", "行"), ("Word", "段")):
        bulletin = as_text("yunzhou")[0]
        if form == "Word":
            bulletin = read(tmp_path, "yunzhou", "a.docx", to_docx(bulletin.issues[0]))[0]
        known = learn(bulletin)
        texts = [page.text for page in make_site(ROOT, known)[0]]
        places = {found for text in texts for found in re.findall("源文件第[0-9–]+(.)", text)}
        assert places == {unit}, form
