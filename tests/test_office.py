"""Files only LibreOffice reads: converted once, kept beside the source, read everywhere; a clear word where it is missing or hangs."""

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.authority.bundle import load_authority
from generator.diagnostics import Code, InputFault
from generator.project import load_bulletin
from generator.publishing import office
from generator.publishing.intake import take_in
from tests.support.bulletins import make_project
from tests.support.other_forms import to_docx
from tests.test_sources import as_text, assert_same_records, read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture(scope="module")
def old_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented issue as LibreOffice writes it in its own forms."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed here")
    folder = tmp_path_factory.mktemp("old")
    (folder / "a.docx").write_bytes(to_docx(as_text("yunzhou")[0].issues[0], is_numbered=False))
    for ending, name in (("doc", "doc:MS Word 97"), ("rtf", "rtf"), ("docx", "docx:MS Word 2007 XML"), ("odt", "odt")):
        subprocess.run(["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", name, "--outdir", str(folder / ending),
                        str(folder / "a.docx")], check=True, capture_output=True, timeout=120)
    return folder


@pytest.mark.parametrize("ending", ["doc", "rtf", "odt", "docx"])
def test_the_same_records_from_what_libreoffice_writes(ending: str, old_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    received = (old_files / ending / f"a.{ending}").read_bytes()
    other, _ = read(tmp_path, "yunzhou", f"a.{ending}", received)
    assert_same_records(as_text("yunzhou")[0], other)
    folder = tmp_path / "content" / "2019" / "02"
    assert (folder / f"source.{ending}").read_bytes() == received
    assert other.issues[0].source.path == f"content/2019/02/source.{ending}"
    if ending == "docx":
        return
    monkeypatch.setattr(office, "find_office", lambda: None)        # another computer
    again, _ = load_bulletin(tmp_path, only=("2019/02",))
    assert_same_records(other, again)
    (folder / "converted.docx").write_bytes(b"x")
    _, diagnostics = load_bulletin(tmp_path, only=("2019/02",))
    assert [(d.code, d.path) for d in diagnostics if d.code is Code.SOURCE_CHANGED] == [(Code.SOURCE_CHANGED, "content/2019/02/converted.docx")]


@pytest.mark.parametrize("name", ["公报.doc", "公报.wps"])
def test_without_libreoffice_the_editor_is_told_what_to_do(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    project = make_project(tmp_path, "x", 1999, 1)
    (tmp_path / name).write_bytes(OLE)
    intake = take_in(project, load_authority(project / "site_config")[0], 2018, 2, tmp_path / name)
    assert [(d.code, d.path) for d in intake.diagnostics] == [(Code.NEEDS_OFFICE, str(tmp_path / name))] and ".docx" in intake.diagnostics[0].advice
    assert not (project / "content" / "2018").exists()


@pytest.mark.parametrize("script", ["sleep 60 & sleep 60", "exit 1", "exit 0"])
def test_a_conversion_that_hangs_or_fails_ends_in_words(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "find_office", lambda: str(program))
    monkeypatch.setattr(office, "_LONGEST", 1)
    with pytest.raises(InputFault) as caught:
        office.convert_to_docx(OLE, "doc", "公报.doc")
    assert caught.value.diagnostic.code is Code.CONVERSION
