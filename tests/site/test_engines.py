"""One `build/` folder, three engines: our own and MkDocs give the same bytes, Zensical the same words; twice the same input gives twice the same bytes."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.linking.knowledge import learn
from generator.notation.folding import squeeze
from generator.project import load_bulletin
from generator.publishing.build import build_site
from tests.site.conftest import page_kinds
from tests.support.sites import article, printed_text, real_site


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """A copy of the built project, in a folder with Chinese and a blank."""
    copy = tmp_path / "另一处 抄本"
    shutil.copytree(real_site()[0].parent, copy)
    yield copy
    shutil.rmtree(copy)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def differences(one: Path, other: Path) -> list[tuple[str, bytes, bytes]]:
    """Every file that is not the same in both, with the first line that differs."""
    first, second = contents(one), contents(other)
    missing = [(name, b"", b"") for name in sorted(first.keys() ^ second.keys())]
    return missing + [(name, *_first_difference(first[name], second[name])) for name in first if name in second and first[name] != second[name]]


def _first_difference(one: bytes, other: bytes) -> tuple[bytes, bytes]:
    return next(((a, b) for a, b in zip(one.split(b"\n"), other.split(b"\n"), strict=False) if a != b), (b"", b"(one goes on)"))


def same_words(one: Path, other: Path) -> None:
    """The articles say the same and can be linked to at the same places (Zensical adds a place of its own, __skip)."""
    for name in ("有图的公文", "有表的公文", "数据表", "公文", "期", "首页"):
        url = page_kinds(real_site())[name]
        assert squeeze(printed_text(one / url)) == squeeze(printed_text(other / url)), url
        for key in ("data-line", "id"):
            here, there = ([str(tag[key]) for tag in article(site / url).select(f"[{key}]") if tag[key] != "__skip"] for site in (one, other))
            assert here == there, (url, key)


def test_zensical_builds_the_same_folder(project: Path) -> None:
    site, _ = real_site()
    bulletin, _ = load_bulletin(project)
    before = contents(project / "build" / "docs")
    report = build_site(project, learn(bulletin), "zensical", lambda _: None, time.monotonic())
    assert report.written == 0 and contents(project / "build" / "docs") == before, "the pages are the same for both"
    assert not (project / "mkdocs.zensical.yml").exists() and not (project / "site.zensical").exists()
    html = {name for name in contents(site) if name.endswith(".html")}
    assert {name for name in contents(project / "site") if name.endswith(".html")} >= html
    for name in ("search/manifest.js", "assets/search/start.js", "assets/gongbao.js", "assets/gongbao.css", "data/documents.json"):
        assert (project / "site" / name).read_bytes() == (site / name).read_bytes(), name
    same_words(site, project / "site")


def test_plain_mkdocs_builds_the_same_site_on_another_day(project: Path) -> None:
    site, _ = real_site()
    shutil.rmtree(project / "site")
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build"], cwd=project, capture_output=True, text=True, check=False,
                          env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": "86400"})
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr and "ERROR" not in done.stderr, done.stderr
    same_words(site, project / "site")
    assert differences(site, project / "site") == []


def test_the_same_input_gives_the_same_bytes(project: Path) -> None:
    """In another folder, from nothing, and once more over what is there."""
    shutil.rmtree(project / "site")
    shutil.rmtree(project / "build")
    bulletin, _ = load_bulletin(project)
    for _ in range(2):
        build_site(project, learn(bulletin), "gongbao", lambda _: None, time.monotonic())
        assert differences(real_site()[0], project / "site") == []
