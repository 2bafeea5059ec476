"""The commands about copies as people run them: exit status, Chinese words, and the report beside the copy."""

import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from generator.publishing.lock import alone
from tests.support.bulletins import ROOT
from tests.support.copies import make_bulletin, office_key, read_zip, signed_copy, tampered, tree, unpack
from tests.test_cli import call


def test_a_copy_is_made_verified_and_brought_up_to_date(tmp_path: Path) -> None:
    project, key = make_bulletin(tmp_path / "p"), office_key()[0]
    first = call(project, "archive", "2019", tmp_path / "1", "--key", key)
    assert first.status == 0 and office_key()[1] in first.out and "清单校验值" in first.out
    shutil.copy(tmp_path / "1" / "gongbao-2019.zip", tmp_path / "old.zip")
    second = call(project, "archive", "2019", tmp_path / "2", "--key", key, "--since", tmp_path / "old.zip")
    assert second.status == 0 and "更新包" in second.out and "新收入公文 0 件" in second.out
    folder = unpack(tmp_path / "old.zip", tmp_path / "folder")
    assert call(tmp_path, "apply", tmp_path / "2" / "gongbao-2019-update.zip", folder).status == 0
    assert tree(tmp_path / "folder") == read_zip(tmp_path / "2" / "gongbao-2019.zip")
    assert call(tmp_path, "apply", tmp_path / "2" / "gongbao-2019-update.zip", folder).status == 1


def test_verify_loads_nothing_of_what_makes_a_site(tmp_path: Path) -> None:
    """All of it takes longer to import than a copy takes to verify."""
    shutil.copy(signed_copy(), tmp_path / "x.zip")
    told = "import sys; from generator.cli import main; done = main(['verify', sys.argv[1]]); print(*sys.modules, sep='\\n'); sys.exit(done)"
    done = subprocess.run([sys.executable, "-c", told, tmp_path / "x.zip"], cwd=ROOT, capture_output=True, check=True, timeout=60)
    modules = set(done.stdout.decode().split())
    assert "generator.publishing.archive.verify" in modules
    assert {"generator.parsing", "generator.pages", "generator.rendering", "generator.publishing.build", "jinja2", "markdown", "yaml"} & modules == set()


def test_verify_needs_no_project_and_writes_a_report_beside_the_copy(tmp_path: Path) -> None:
    shutil.copy(signed_copy(), tmp_path / "x.zip")
    done = call(tmp_path, "verify", tmp_path / "x.zip")
    assert done.status == 0 and "结论：完好" in done.out
    report = (tmp_path / "x.zip.检验报告.txt").read_bytes()
    assert report.startswith(b"\xef\xbb\xbf") and "结论：完好" in report.decode() and b"\r\n" in report


def test_verify_of_a_changed_copy_fails_and_reports_every_fault(tmp_path: Path) -> None:
    path = tampered(tmp_path, lambda files: files.update({name: b"x" for name in files if name.startswith("data/2019/")}))
    done = call(tmp_path, "verify", path, "--report", tmp_path / "report.txt")
    assert done.status == 1 and "结论：不合格" in done.out and "还有" in done.out
    report = (tmp_path / "report.txt").read_text(encoding="utf-8-sig")
    assert report.count("与清单里的校验值不同") > 20 and "还有" not in report


def test_verify_of_a_folder_puts_no_report_into_it(tmp_path: Path) -> None:
    folder = unpack(signed_copy(), tmp_path)
    assert call(tmp_path, "verify", folder).status == 0
    assert call(tmp_path, "verify", folder).status == 0, "the first run has not changed the copy"


def test_verify_with_the_fingerprint_of_another(tmp_path: Path) -> None:
    shutil.copy(signed_copy(), tmp_path / "x.zip")
    assert call(tmp_path, "verify", tmp_path / "x.zip", "--fingerprint", office_key()[1]).status == 0
    assert "签名人不符" in call(tmp_path, "verify", tmp_path / "x.zip", "--fingerprint", "11111 " * 6).out


@pytest.mark.parametrize("words", [("archive",), ("archive", "2019"), ("archive", "19", "x"), ("archive", "2019", "x", "--issue", "201902"),
                                   ("archive", "2019", "x", "--issue", "2018/06"), ("verify",), ("verify", "none.zip"), ("apply", "a.zip", "b"), ("key",),
                                   ("key", "old", "x")])
def test_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert call(make_bulletin(tmp_path / "p"), *words).status == 2


@pytest.mark.parametrize("words", [("2017", "out"), ("2019", "out", "--organ", "none"), ("2019", "out", "--key", "none"), ("2019", "out", "--since", "none.zip")])
def test_what_cannot_be_made_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = call(make_bulletin(tmp_path / "p"), "archive", *(str(tmp_path / word) if word in ("out", "none.zip") else word for word in words))
    assert done.status == 1 and "没有制作拷贝" in done.text and not (tmp_path / "out").exists()


def test_nothing_is_copied_where_an_issue_cannot_be_read(tmp_path: Path) -> None:
    project = make_bulletin(tmp_path / "p")
    (project / "content" / "2019" / "02" / "source.txt").write_bytes(b"x")
    done = call(project, "archive", "2019", tmp_path / "out")
    assert done.status == 1 and "没有制作拷贝" in done.error and not (tmp_path / "out").exists()


def test_two_copies_at_once_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_bulletin(tmp_path / "p")
    monkeypatch.setattr("generator.publishing.archive.make.alone", partial(alone, patience=0.0))
    with alone(project):
        done = call(project, "archive", "2019", tmp_path / "out")
    assert done.status == 1 and "请等它结束" in done.error and not (tmp_path / "out").exists()
    assert call(project, "archive", "2019", tmp_path / "out").status == 0
