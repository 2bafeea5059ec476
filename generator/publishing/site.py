"""Builds the site: pages and files into `build/docs`, then a renderer makes `site/` of it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.authority.site import Site
from generator.bulletin import Bulletin
from generator.diagnostics import Code, Diagnostic
from generator.linking.knowledge import Knowledge, learn
from generator.pages.chronicle import chronicle_pages
from generator.pages.citations import citation_pages
from generator.pages.deadlines import deadline_pages
from generator.pages.documents import document_pages
from generator.pages.escape import escape_html
from generator.pages.indexes import index_pages
from generator.pages.organs import organ_links, organ_pages
from generator.pages.page import Page, render_page
from generator.pages.people import people_of_entries, people_pages
from generator.pages.personnel import personnel_pages
from generator.pages.posts import post_pages
from generator.pages.related import related_rows
from generator.pages.timeline import timeline_pages
from generator.pages.topics import topic_pages
from generator.project import Progress
from generator.publishing.data import data_files, data_records
from generator.publishing.schema import FILES
from generator.publishing.tree import write_tree
from generator.search.index import search_script

# An issue or setting that cannot be read would make published pages vanish or change their address: the old site stays.
_BLOCKING = {Code.ISSUE_FILE, Code.ENCODING, Code.EMPTY, Code.NOT_TEXT, Code.UNREADABLE, Code.CONFIG, Code.SOURCE_CHANGED, Code.LOST_TEXT}
_ZENSICAL_CONFIG = "mkdocs.zensical.yml"
_ZENSICAL_SITE = "site.zensical"
RENDERER_ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
ENGINES = ("mkdocs", "zensical")


@dataclass(frozen=True)
class BuildReport:
    """What a build did; seconds."""

    pages: int
    written: int
    reading_seconds: float
    rendering_seconds: float


class RenderFault(Exception):
    """The renderer failed; the message is what it printed."""


def blocking(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics for which nothing may be published."""
    return tuple(d for d in diagnostics if d.code in _BLOCKING)


def make_pages(known: Knowledge, records: Mapping[str, Sequence[object]]) -> list[Page]:
    """Every page of the site; `records` are those of the data files, which a page counts."""
    organs, related = organ_links(known), related_rows(known)
    return [*document_pages(known, organs, related), *chronicle_pages(known.bulletin, organs, people_of_entries(known), related), *index_pages(known),
            *timeline_pages(known), *organ_pages(known), *personnel_pages(known), *people_pages(known), *post_pages(known), *topic_pages(known),
            *citation_pages(known), *deadline_pages(known), _data_page(records)]



def make_site(project: Path, known: Knowledge) -> tuple[list[Page], dict[str, bytes]]:
    """The pages of the site, and every other file of it by its path."""
    records = data_records(known)
    return make_pages(known, records), {**data_files(known, records), "assets/search-data.js": search_script(known.bulletin), **_theme_assets(project)}


def write_docs(project: Path, site: Site, pages: Sequence[Page], files: Mapping[str, bytes]) -> int:
    """Writes `build/docs` and `build/settings.yml`; a file is touched only if its bytes change. Returns how many were written."""
    written = write_tree(project / "build" / "docs", {page.path: page.text.encode() for page in pages} | dict(files))
    # Themes write these into HTML without escaping. JSON in ASCII is YAML too, and needs no thought about quoting.
    settings = {"site_name": escape_html(site.title), "site_description": escape_html(site.description or site.title)}
    write_tree(project / "build", {"settings.yml": json.dumps(settings, indent=1).encode()}, delete=False)
    return written


def write_build(project: Path, bulletin: Bulletin) -> tuple[int, int]:
    """Writes what the renderer makes the site of. Returns (pages, files written)."""
    pages, files = make_site(project, learn(bulletin, os.environ.get("SOURCE_DATE_EPOCH")))
    return len(pages), write_docs(project, bulletin.authority.site, pages, files)


def build_site(project: Path, bulletin: Bulletin, engine: str, progress: Progress, started: float) -> BuildReport:
    """The whole site into `site/`. The old site stays until the new one is complete. Raises `RenderFault`."""
    pages, written = write_build(project, bulletin)
    read = time.monotonic() - started
    progress(f"写出 {pages} 页（{written} 个文件有变动），用时 {read:.1f} 秒")
    fresh = project / "build" / "site.new"
    shutil.rmtree(fresh, ignore_errors=True)
    begun = time.monotonic()
    _render(project, engine, fresh, pages, progress)
    _swap(fresh, project / "site", project / "build" / "site.old")
    return BuildReport(pages, written, read, time.monotonic() - begun)


def _theme_assets(project: Path) -> Mapping[str, bytes]:
    folder = project / "theme" / "assets"
    return {f"assets/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _data_page(records: Mapping[str, Sequence[object]]) -> Page:
    files = [(file.name, f"data/{file.name}", file, f"data/schema/{file.name.removesuffix('.json')}.schema.json", len(records[file.name]),
              [(f.name, f.shown, f.meaning) for f in file.fields]) for file in FILES]
    return render_page("data", "data.html", "数据", [("数据", None)], files=files)


def _render(project: Path, engine: str, target: Path, pages: int, progress: Progress) -> None:
    log_path = project / "build" / f"{engine}.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(_command(project, engine, target), cwd=project, stdout=log, stderr=subprocess.STDOUT,
                                   env=os.environ | RENDERER_ENVIRONMENT)
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


def _swap(fresh: Path, site: Path, old: Path) -> None:
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)
