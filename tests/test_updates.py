"""A build after a change gives the bytes of a clean build, and a build that is killed leaves the old site or the new one."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from generator.authority.bundle import Authority
from generator.diagnostics import Diagnostic
from generator.linking.knowledge import learn
from generator.project import find_issues, load_issue
from generator.publishing import staging
from generator.publishing.build import BuildReport, build_site
from generator.publishing.lock import Busy, alone
from generator.publishing.preparation import load_with_store
from generator.records import Issue
from tests.support.bulletins import ROOT, make_project

TEXT = """云州市人民政府文件

云州市人民政府关于造林的通知

云府发〔2019〕5号

各县人民政府：

请市林业局于2019年5月1日前执行。

云州市人民政府

2019年3月1日
"""
# A document of the second issue that cites the first issue's and one that a third issue may bring.
CITING = """
云州市人民政府关于补种的通知

云府发〔2019〕8号

各县人民政府：

按照《云州市人民政府关于造林的通知》（云府发〔2019〕1号）和云府发〔2019〕3号文件执行。

云州市人民政府

2019年4月1日
"""
TOPICS = "topics:\n  - {id: green, name: 造林, words: [造林]}\n"
ORGANS = "organs:\n  - id: linyeju\n    name: 云州市林业局\n    short: 市林业局\n"


def build(project: Path, engine: str = "gongbao", clean: bool = False) -> BuildReport:
    bulletin, faults = load_with_store(project, lambda _: None)
    assert len(bulletin.issues) == len(find_issues(project)), faults
    return build_site(project, learn(bulletin), engine, lambda _: None, time.monotonic(), clean)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def add_issue(project: Path, number: int, text: str = TEXT) -> None:
    make_project(project, text.replace("5号", f"{number}号"), 2019, number, {})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = make_project(tmp_path / "甲 乙", TEXT, 2019, 1)
    add_issue(folder, 2, TEXT + CITING)
    write("site_config/topics.yml", TOPICS.replace("green", "old"))(folder)
    build(folder)
    build(folder)       # from here on there is a folder for the next site
    return folder


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        text = (project / name).read_text(encoding="utf-8")
        assert old in text
        (project / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


def write(name: str, text: str) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        (project / name).write_text(text, encoding="utf-8")

    return change


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda project: None,
    "the line of an issue": edit("content/2019/02/issue.yml", "whole_number: null", "whole_number: 77"),
    "an organ added": write("site_config/organs.yml", ORGANS),
    "an organ removed": write("site_config/organs.yml", "organs: []\n"),
    "a topic": write("site_config/topics.yml", TOPICS),
    "a topic removed": lambda project: (project / "site_config" / "topics.yml").unlink(),
    "everyday words": write("site_config/everyday.yml", "everyday:\n  - {say: 种树, official: [造林]}\n"),
    "the name of the bulletin": write("site_config/site.yml", "title: 云州公报\n"),
    "an issue added": lambda project: add_issue(project, 3),
    "an issue removed": lambda project: shutil.rmtree(project / "content" / "2019" / "02"),
    "a style": edit("theme/assets/gongbao.css", "{", "{ color: red; "),
    "a template": edit("theme/overrides/partials/footer.html", "<footer", "<footer data-new"),
    "the settings of MkDocs": edit("mkdocs.yml", "copyright: 以正式发文为准", "copyright: 公报"),
    "a file of the site damaged": write("site/2019/01/index.html", "x"),
    "a file of the site gone": lambda project: (project / "site" / "documents.html").unlink(),
    "a stranger in the site": write("site/stranger.html", "x"),
    "the site gone": lambda project: shutil.rmtree(project / "site"),
    "a stranger in the next site": write("build/site.next/stranger.html", "x"),
    "memory damaged": write("build/site.memory", "x" * 100),
    "memory cut short": lambda project: os.truncate(project / "build" / "site.memory", 60),
    "what is kept of an issue damaged": write("build/cache/2019-01/issue", "x" * 100),
    "what is kept of an issue cut short": lambda project: os.truncate(project / "build" / "cache" / "2019-01" / "citations", 70),
    "MkDocs in between": lambda project: build(project, "mkdocs"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_site_is_that_of_a_clean_build(project: Path, change: str) -> None:
    CHANGES[change](project)
    build(project)
    assert_as_clean(project)
    edit("content/2019/01/issue.yml", "whole_number: null", "whole_number: 76")(project)
    build(project)      # now the folder of the next site held the site of before the change
    assert_as_clean(project)


def assert_as_clean(project: Path) -> None:
    copy = project.parent / "clean"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("build", "site"))
    build(copy)
    after, clean = contents(project / "site"), contents(copy / "site")
    assert after.keys() == clean.keys()
    assert [name for name in clean if after[name] != clean[name]] == []
    shutil.rmtree(copy)


def test_a_new_program_reads_everything_anew(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(key: str) -> list[str]:
        monkeypatch.setattr("generator.project.program_key", lambda: key)
        read: list[Path] = []

        def noted(path: Path, folder: Path, authority: Authority) -> tuple[Issue, tuple[Diagnostic, ...]]:
            read.append(path)
            return load_issue(path, folder, authority)

        monkeypatch.setattr("generator.project.load_issue", noted)
        load_with_store(project, lambda _: None)
        return [path.parent.name for path in read]

    monkeypatch.setattr("generator.publishing.preparation.cores", lambda: 1)
    assert told("one") == ["01", "02"] and told("one") == [] and told("two") == ["01", "02"]


def test_only_what_changed_is_made_again(project: Path) -> None:
    assert build(project).rendered == 0
    edit("content/2019/02/issue.yml", "whole_number: null", "whole_number: 77")(project)
    before = {path: path.stat().st_ino for path in (project / "site").rglob("*.html")}
    report = build(project)
    assert 0 < report.rendered < report.pages
    assert sum(path.exists() and path.stat().st_ino != node for path, node in before.items()) == report.rendered


@pytest.mark.parametrize("system", ["posix", "nt"])
def test_a_file_has_one_stamp_however_it_is_found(tmp_path: Path, system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.html", "x")(tmp_path)
    node = (tmp_path / "a.html").stat().st_ino
    monkeypatch.setattr(staging, "os", SimpleNamespace(name=system, scandir=os.scandir))
    stamp = staging.stamp_of(tmp_path / "a.html")
    assert staging.scan(tmp_path) == {"a.html": stamp} and stamp[2] == (0 if system == "nt" else node)     # there a folder does not tell the number


def test_a_disk_without_hard_links(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    before = contents(project / "site")
    for _ in range(3):
        build(project)
        assert contents(project / "site") == before


def test_a_system_that_cannot_exchange_folders(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "_exchange", lambda one, other: False)
    add_issue(project, 3)
    build(project)
    first = contents(project / "site")
    assert "2019/03/index.html" in first and not (project / "build" / "site.old").exists()
    shutil.rmtree(project / "content" / "2019" / "03")
    build(project)
    assert "2019/03/index.html" not in contents(project / "site")


def test_a_folder_in_use_leaves_the_old_site(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to rename a folder that another program has open."""
    before = contents(project / "site")
    add_issue(project, 3)
    monkeypatch.setattr(staging, "_exchange", lambda one, other: False)

    hold(monkeypatch, "site.next")
    with pytest.raises(staging.SiteInUse):
        build(project)
    assert contents(project / "site") == before
    monkeypatch.undo()
    build(project)
    assert "2019/03/index.html" in contents(project / "site")


def test_two_builds_at_once_do_not_mix(project: Path) -> None:
    with alone(project), pytest.raises(Busy), alone(project, patience=0):
        pass


# Audit events of what changes files; "ctypes.dlsym" comes before two folders change places.
STEPS = {"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "ctypes.dlsym"}


def build_killed_at(project: Path, number: int, count: Path | None = None) -> int:
    """Builds in a process that kills itself at the step of that number; returns its status, negative for a signal. Writes the number of steps to `count`."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    steps = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal steps
        if event in STEPS or (event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            steps += 1
            if steps == number:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.addaudithook(watch)
        build(project)
        if count:
            count.write_text(str(steps), encoding="utf-8")
        os._exit(0)
    finally:
        os._exit(1)


def count_steps(project: Path) -> int:
    """How many steps a whole build takes."""
    count = project.parent / "steps"
    assert build_killed_at(project, 0, count) == 0
    return int(count.read_text(encoding="utf-8"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="需要 os.fork，本系统没有")
@pytest.mark.parametrize("exchange", [True, False], ids=["folders change places in one step", "by renaming"])
def test_killed_at_any_step_the_site_is_the_old_one_or_the_new_one(project: Path, exchange: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the two renames of a system that cannot exchange folders there is no site; the next build brings it back."""
    if not exchange:
        monkeypatch.setattr(staging, "_exchange", lambda one, other: False)
    old = contents(project / "site")
    add_issue(project, 3)
    kept = project.parent / "kept"
    shutil.copytree(project, kept, copy_function=os.link)
    build(project)
    new = contents(project / "site")
    shutil.rmtree(project)
    shutil.copytree(kept, project, copy_function=os.link)
    steps = count_steps(project)
    seen = []
    for number in [*range(1, steps - 12, 9), *range(steps - 12, steps + 1)]:
        shutil.rmtree(project)
        shutil.copytree(kept, project, copy_function=os.link)
        assert build_killed_at(project, number) == -signal.SIGKILL
        found = contents(project / "site")
        assert found in (old, new) or (not exchange and found == {}), number
        seen.append(found)
        if number % 4 == 0 or found == {}:
            build(project)
            assert contents(project / "site") == new, number
    assert steps > 50 and old in seen and ({} in seen and new in seen) is not exchange


def test_killed_while_several_processes_work(tmp_path: Path) -> None:
    """The real issue, a kill from outside at several moments; what the workers still do harms nothing."""
    project = tmp_path / "real"
    project.mkdir()
    for name in ("content", "site_config", "theme"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "mkdocs.yml", project)
    build(project)
    old = contents(project / "site")
    edit("theme/overrides/partials/footer.html", "<footer", "<footer data-new")(project)
    for seconds in (2.2, 3.0):
        process = subprocess.Popen([sys.executable, "-m", "generator", "--project", str(project), "build"], cwd=ROOT,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert contents(project / "site") == old or b"data-new" in (project / "site" / "index.html").read_bytes()
    build(project)
    assert all(b"<footer data-new" in data for name, data in contents(project / "site").items() if name.endswith(".html"))


def test_an_old_site_in_use_does_not_hide_that_the_new_one_is_in_its_place(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_issue(project, 3)
    monkeypatch.setattr(staging, "_exchange", lambda one, other: False)
    hold(monkeypatch, "site.old")
    build(project)
    assert "2019/03/index.html" in contents(project / "site") and (project / "build" / "site.old").exists()
    monkeypatch.undo()
    after = contents(project / "site")
    build(project)
    assert contents(project / "site") == after and not (project / "build" / "site.old").exists()


def hold(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Windows refuses to rename the folder of that name."""
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == name:
            raise PermissionError(13, "in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
