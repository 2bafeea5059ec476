"""A build that would change nothing is told from all others: by every byte it reads, every file it made, the program, the options and the day."""

import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator.cli import main
from generator.publishing.staging import scan
from generator.publishing.unchanged import Finished, LastBuild
from tests.support.bulletins import make_project

TEXT = "云州市人民政府关于造林的通知\n云府发〔2019〕5号\n各县人民政府：\n请执行。\n"
SETTINGS = "INHERIT: build/settings.yml\ntheme:\n  name: material\n  custom_dir: theme/overrides\n"
FILES = {"content/2019/01/issue.yml": "number: 1\n", "site_config/site.yml": "title: 公报\n", "theme/overrides/main.html": "x", "mkdocs.yml": SETTINGS,
         "site/index.html": "x", "build/docs/index.md": "x", "build/report/index.html": "x", "build/settings.yml": "{}"}
SAID = Finished("错误 0 处。", "共 1 期，1 页", 0)


def write(project: Path, name: str, text: str) -> None:
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text(text, encoding="utf-8")


def remember(project: Path, last: LastBuild) -> None:
    last.remember(SAID, scan(project / "site"), scan(project / "build" / "docs"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        write(tmp_path, name, text)
    remember(tmp_path, LastBuild(tmp_path, "gongbao", False))
    assert LastBuild(tmp_path, "gongbao", False).result() == SAID
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_every_file_read_or_made_counts(project: Path, name: str) -> None:
    write(project, name, FILES[name] + "#")
    assert LastBuild(project, "gongbao", False).result() is None
    (project / name).unlink()
    assert LastBuild(project, "gongbao", False).result() is None


@pytest.mark.parametrize("name", ["content/2019/01/accepted.yml", "site_config/people.yml", "theme/new.css", "site/stranger.html", "build/docs/stranger.md"])
def test_a_new_file_counts(project: Path, name: str) -> None:
    write(project, name, "x")
    assert LastBuild(project, "gongbao", False).result() is None


def test_the_options_the_program_and_its_libraries_count(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LastBuild(project, "gongbao", True).result() is None and LastBuild(project, "mkdocs", False).result() is None
    for name, changed in (("program_key", lambda: "another"), ("version", lambda package: "another")):
        with monkeypatch.context() as patch:
            patch.setattr(f"generator.publishing.unchanged.{name}", changed)
            assert LastBuild(project, "gongbao", False).result() is None
    assert LastBuild(project, "gongbao", False).result() == SAID


def test_a_damaged_memory_is_none(project: Path) -> None:
    write(project, "build/last.memory", "x" * 100)
    assert LastBuild(project, "gongbao", False).result() is None


def test_a_build_during_which_somebody_saved_a_file_is_not_remembered(project: Path) -> None:
    last = LastBuild(project, "gongbao", True)
    write(project, "content/2019/01/issue.yml", "number: 2\n")
    remember(project, last)
    assert LastBuild(project, "gongbao", True).result() is None


def test_a_file_of_the_site_touched_before_it_is_remembered_is_not_taken_for_right(project: Path) -> None:
    last, stamps = LastBuild(project, "gongbao", True), scan(project / "site")
    write(project, "site/index.html", "damaged")
    last.remember(SAID, stamps, scan(project / "build" / "docs"))
    assert LastBuild(project, "gongbao", True).result() is None


@pytest.mark.parametrize("settings", [SETTINGS + "copyright: !ENV NAME\n", SETTINGS.replace("build/settings.yml", "other.yml"), SETTINGS.replace("theme/", "other/"),
                                      SETTINGS.replace("theme/", "../theme/"), SETTINGS.replace("material", "mkdocs"), "theme: material\n", "- a\n", "a: [\n"])
def test_settings_that_may_read_from_elsewhere_are_not_remembered(project: Path, settings: str) -> None:
    write(project, "mkdocs.yml", settings)
    remember(project, LastBuild(project, "gongbao", False))
    assert LastBuild(project, "gongbao", False).result() is None


# ---------------------------------------------------------------- the command


def _damage(project: Path) -> None:
    write(project, "site/2019/01/index.html", "x")


def _correct(project: Path) -> None:
    path = project / "content" / "2019" / "01" / "issue.yml"
    write(project, "content/2019/01/issue.yml", path.read_text(encoding="utf-8").replace("whole_number: null", "whole_number: 76"))


@pytest.mark.parametrize("change", [_damage, _correct])
def test_the_command_says_the_same_and_makes_what_is_not_as_it_was(tmp_path: Path, change: Callable[[Path], None], capsys: pytest.CaptureFixture[str],
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_project(tmp_path / "甲 乙", TEXT, 2019, 1)

    def build() -> tuple[int, str, bool]:
        status = main(["--project", str(folder), "build"])
        said = capsys.readouterr()
        return status, re.sub(r"[0-9]+\.[0-9] 秒|网页 [0-9]+ 页", "", said.out), "都没有变动" not in said.err

    first = build()
    again = build()
    assert first[2] and not again[2] and again[:2] == first[:2]
    before = scan(folder / "site")
    assert not build()[2] and scan(folder / "site") == before
    change(folder)
    assert build() == (*first[:2], True) and scan(folder / "site") != before
    after = {path.relative_to(folder): path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()}
    shutil.rmtree(folder / "site")
    assert build()[2]
    assert {path.relative_to(folder): path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()} == after
    tomorrow = SimpleNamespace(date=SimpleNamespace(today=lambda: datetime.date(2099, 1, 1)))
    monkeypatch.setattr("generator.commands.build.datetime", tomorrow)      # the page of the report bears the day
    assert build()[2] and not build()[2]
