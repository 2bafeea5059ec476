"""Builds the site: `build/docs`, then by one of the engines the folder `site/`, which changes in one step or not at all."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from generator.linking.knowledge import Knowledge
from generator.project import Progress
from generator.publishing.docs import WrittenDocs
from generator.publishing.lock import alone
from generator.publishing.site import write_build
from generator.publishing.staging import next_folder, publish, recover
from generator.publishing.update import forget, update_site
from generator.rendering.theme import ENVIRONMENT, EngineFault, UnfitForEngine

_ZENSICAL_CONFIG = "mkdocs.zensical.yml"
_ZENSICAL_SITE = "site.zensical"


@dataclass(frozen=True)
class BuildReport:
    """What a build did; seconds. `engine` is the one that made the pages, `rendered` how many of them it made anew."""

    engine: str
    pages: int
    written: int
    rendered: int
    reading_seconds: float
    rendering_seconds: float


class RenderFault(Exception):
    """The renderer failed; the message is what it printed."""


def build_site(project: Path, known: Knowledge, engine: str, progress: Progress, started: float, clean: bool = False) -> BuildReport:
    """The whole site into `site/`; with `clean` no file of an earlier build is used. The old site stays until the new one is complete.

    Raises `RenderFault`, `Busy` and `SiteInUse`.
    """
    with alone(project):
        if clean:
            _clear(project)
        docs = write_build(project, known)
        begun = time.monotonic()
        progress(f"写出 {docs.pages} 页（{docs.written} 个文件有变动），用时 {begun - started:.1f} 秒")
        engine, rendered = render_site(project, docs, engine, progress)
        return BuildReport(engine, docs.pages, docs.written, rendered, begun - started, time.monotonic() - begun)


def render_site(project: Path, docs: WrittenDocs, engine: str, progress: Progress) -> tuple[str, int]:
    """Makes `site/` of what was written; returns the engine that did it and how many pages it made anew. Raises `RenderFault` and `SiteInUse`."""
    if engine == "gongbao":
        try:
            return engine, update_site(project, docs.digests, progress)
        except EngineFault as fault:
            raise RenderFault(str(fault)) from fault
        except UnfitForEngine as reason:
            progress(f"{reason} 用到了只有 MkDocs 才有的功能，这次改由 MkDocs 生成网页（结果一样，只是慢些）")
            engine = "mkdocs"
    _build_anew(project, engine, docs.pages, progress)
    return engine, docs.pages


def _clear(project: Path) -> None:
    recover(project)
    for path in (project / "build").iterdir():
        if path.is_dir() and path.name != "cache":
            shutil.rmtree(path, ignore_errors=True)
        elif path.is_file() and path.name != "lock":
            path.unlink()


def _build_anew(project: Path, engine: str, pages: int, progress: Progress) -> None:
    recover(project)
    forget(project)
    fresh = next_folder(project)
    shutil.rmtree(fresh, ignore_errors=True)
    _render(project, engine, fresh, pages, progress)
    publish(project)
    shutil.rmtree(fresh, ignore_errors=True)


def _render(project: Path, engine: str, target: Path, pages: int, progress: Progress) -> None:
    log_path = project / "build" / f"{engine}.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(_command(project, engine, target), cwd=project, stdout=log, stderr=subprocess.STDOUT, env=os.environ | ENVIRONMENT)
        ticks = 0
        while True:
            try:
                process.wait(timeout=2)
                break
            except subprocess.TimeoutExpired:
                ticks += 1
                done = sum(1 for _ in target.rglob("*.html")) if ticks % 3 == 0 else None
                progress(f"生成网页 {done}/{pages}" if done else "生成网页……")
    (project / _ZENSICAL_CONFIG).unlink(missing_ok=True)
    if process.returncode:
        raise RenderFault(log_path.read_text(encoding="utf-8", errors="replace")[-3000:])
    if engine == "zensical":
        shutil.move(project / _ZENSICAL_SITE, target)


def _command(project: Path, engine: str, target: Path) -> list[str]:
    if engine == "mkdocs":
        return [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(target)]
    # Zensical takes the folder of the site from its configuration alone.
    (project / _ZENSICAL_CONFIG).write_text(f"INHERIT: mkdocs.yml\nsite_dir: {_ZENSICAL_SITE}\n", encoding="utf-8")
    return [sys.executable, "-m", "zensical", "build", "--clean", "--config-file", _ZENSICAL_CONFIG]
