"""Builds bulletins of 1 to 120 issues, ours beside MkDocs, Zensical and Hugo on the same pages, in one run.

    .venv/bin/python -m tests.benchmarks.scale [--issues 1 6 30 120] [--limit 1200] [--rivals-up-to 30]

The bulletins are invented (tests/benchmarks/corpus.py). The figures, with machine, versions and date, go to
tests/benchmarks/figures/scale.md; what was not run, or did not end within the limit, is said there.
"""

import argparse
import datetime
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.benchmarks.corpus import add_issue, make_corpus, original
from tests.benchmarks.processes import SIZES, Run, folder_size, gongbao, not_run, run

FIGURES = Path(__file__).with_name("figures") / "scale.md"
_RIVALS = ("mkdocs, no search", "mkdocs, its search", "zensical")
_EVERY_PAGE = "ours, every page of its Markdown"
_HUGO_PAGE = ('<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>'
              '<body><nav><a href="/">首页</a></nav><main>{{ .Content }}</main></body></html>')
_HUGO_SETTINGS = """baseURL = ""
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
uglyURLs = true
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.parser.attribute]
block = true
"""


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    issues: int
    name: str
    run: Run
    pages: int
    size: float
    load: float     # of the machine when it began


def measure(issues: int, limit: float, with_rivals: bool, say: Callable[[str], None]) -> list[Figure]:
    """All builds of one bulletin, one after the other. Its last issue is added to a built bulletin of one less; all others build the whole."""
    with tempfile.TemporaryDirectory() as scratch:
        project = make_corpus(Path(scratch) / "bulletin", issues - 1)
        site = project / "site"
        found: list[Figure] = []

        def take(name: str, command: Sequence[str], folder: Path, output: Path, environment: dict[str, str] | None = None) -> None:
            if name in _RIVALS and not with_rivals:
                return
            load = os.getloadavg()[0]
            result = run(command, folder, limit, environment)
            pages = sum(1 for _ in output.rglob("*.html")) if output.exists() else 0
            found.append(Figure(issues, name, result, pages, folder_size(output) if output.exists() else 0.0, load))
            say(f"{issues} issues, {name}: {result.seconds:.1f} s, {result.processor:.1f} s of processors, {result.peak:.0f} MB, {pages} pages")

        if issues > 1:
            run(gongbao("build"), project)
            run(gongbao("build"), project)    # from here on there is a folder for the next site, as in an office
        added = add_issue(project, original().year, issues - 1)
        if issues > 1:
            take("ours, one issue added", gongbao("build"), project, site)
        _correct_a_line(added)
        take("ours, one line corrected", gongbao("build"), project, site)
        take("ours, nothing changed", gongbao("build"), project, site)
        take("ours, all checked", gongbao("check"), project, site)
        take("ours, clean", gongbao("build", "--clean"), project, site)
        for name in ("site.memory", "last.memory"):     # what is read and written is known, each page is made of its Markdown anew, as Hugo does
            (project / "build" / name).unlink()
        take(_EVERY_PAGE, gongbao("build"), project, site)
        shutil.rmtree(site, ignore_errors=True)
        take(_RIVALS[0], [sys.executable, "-m", "mkdocs", "build", "--quiet"], project, site)
        shutil.rmtree(site, ignore_errors=True)
        (project / "mkdocs.search.yml").write_text("INHERIT: mkdocs.yml\nplugins: [search]\n", encoding="utf-8")
        take(_RIVALS[1], [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", "mkdocs.search.yml"], project, site)
        shutil.rmtree(site, ignore_errors=True)
        take(_RIVALS[2], [sys.executable, "-m", "zensical", "build", "--clean"], project, site)
        hugo = _hugo_project(project, Path(scratch) / "hugo")
        take("hugo, minimal theme", [str(Path(sys.executable).with_name("hugo")), "--quiet"], hugo, hugo / "public")
        return found


def _correct_a_line(issue: Path) -> None:
    """Corrects a line of a document in the way the manual shows: an editor's note on the word that is printed wrong."""
    source = (issue / "source.txt").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(source, 1) if text.endswith("："))
    path = issue / "issue.yml"
    correction = f"corrections:\n  - erratum: {line}\n    words: {source[line - 1].strip('　：')}\n    to: 各有关单位\n    reason: 印错\n    date: 2018-03-01\n"
    path.write_text(path.read_text(encoding="utf-8") + correction, encoding="utf-8")


def _hugo_project(project: Path, folder: Path) -> Path:
    """The same Markdown for Hugo, with one bare layout for every page."""
    shutil.copytree(project / "build" / "docs", folder / "content", ignore=shutil.ignore_patterns("assets", "search", "data", "*.csv", "*.xlsx", "*.json"))
    for page in (folder / "content").rglob("index.md"):
        page.rename(page.with_name("_index.md"))
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list", "home"):
        (layouts / f"{name}.html").write_text(_HUGO_PAGE, encoding="utf-8")
    (folder / "hugo.toml").write_text(_HUGO_SETTINGS, encoding="utf-8")
    return folder


def table(figures: Sequence[Figure]) -> str:
    """The figures as Markdown; a run that was stopped or failed says so."""
    rows = ["| issues | build | seconds | processor s | peak MB | pages | site MB | load before |", "|---|---|---|---|---|---|---|---|"]
    for figure in figures:
        result = figure.run
        seconds = f"{result.seconds:.1f}" if result.is_whole else f"not whole after {result.seconds:.0f}"
        rows.append(f"| {figure.issues} | {figure.name} | {seconds} | {result.processor:.1f} | {result.peak:.0f} | {figure.pages} | {figure.size:.0f} | {figure.load:.1f} |")
    return "\n".join(rows)


def ratios(figures: Sequence[Figure]) -> list[str]:
    """What the issue asks for, worked out of the figures."""
    found = {(figure.issues, figure.name): figure.run for figure in figures if figure.run.is_whole}
    lines = []
    for issues in dict.fromkeys(figure.issues for figure in figures):
        clean = found.get((issues, "ours, clean"))
        hugo, added, line = (found.get((issues, name)) for name in ("hugo, minimal theme", "ours, one issue added", "ours, one line corrected"))
        pages = found.get((issues, _EVERY_PAGE))
        if clean and pages and hugo:
            lines.append(f"- {issues} issues: making every page of its Markdown, as Hugo does, takes {pages.processor / hugo.processor:.1f} times the processor time "
                         f"of Hugo, a clean build (reading, linking, writing all files and the index too) {clean.processor / hugo.processor:.1f} times.")
        if clean and added:
            lines.append(f"- {issues} issues: adding one costs {added.seconds / clean.seconds:.0%} of the clean build in time, "
                         f"{added.processor / clean.processor:.0%} in processor time.")
        if line:
            lines.append(f"- {issues} issues: correcting one line takes {line.seconds:.1f} s.")
    return lines


def _versions() -> str:
    names = ("mkdocs", "mkdocs-material", "zensical", "hugo")
    return ", ".join(f"{name} {_version(name)}" for name in names)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def write(taken: Sequence[Figure], most: int, limit: float) -> None:
    figures = sorted(taken, key=lambda figure: figure.issues)
    left_out = f" {', '.join(_RIVALS)}: up to {most} issues." if any(figure.issues > most for figure in figures) else ""
    text = "\n".join([
        "# Building bulletins of many issues", "",
        f"{datetime.date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} shared cores, Python {platform.python_version()}, {_versions()}. "
        f"Whole processes, one after the other in one run, stopped after {limit:.0f} s.{left_out} "
        "The machine is shared and noisy: compare within the table. Repeat: `make bench`.", "",
        table(figures), "", *ratios(figures), "", not_run(figure.issues for figure in figures), ""])
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, nargs="+", default=SIZES)
    parser.add_argument("--limit", type=float, default=1200, help="seconds for one build")
    parser.add_argument("--rivals-up-to", type=int, default=max(SIZES), metavar="N", help="leave MkDocs and Zensical out where there are more issues")
    options = parser.parse_args()
    figures: list[Figure] = []
    for issues in options.issues:
        figures += measure(issues, options.limit, issues <= options.rivals_up_to, print)
        write(figures, options.rivals_up_to, options.limit)


if __name__ == "__main__":
    main()
