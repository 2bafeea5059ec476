"""Measures the search of bulletins of 1 to 120 issues beside Material's own search and Pagefind on the same pages, in one run.

    .venv/bin/python -m tests.benchmarks.search [--issues 1 6 30 120] [--rivals 1 6] [--limit 1200]

The bulletins are invented (tests/benchmarks/corpus.py); queries are typed into headless Chromium. The figures, with machine,
versions and date, go to tests/benchmarks/figures/search.md; what was not run, or did not end within the limit, is said there.
"""

import argparse
import datetime
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from math import ceil
from pathlib import Path
from random import Random
from statistics import fmean, median
from time import process_time

from lxml import html
from playwright.sync_api import Browser, sync_playwright

from generator.linking.knowledge import Knowledge, learn
from generator.project import load_bulletin
from generator.search.folding import fold_segments, fold_text
from generator.store import without_collector
from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.processes import SIZES, Run, folder_size, gongbao, not_run, run
from tests.benchmarks.searching import Answer, ask_material, ask_ours, ask_pagefind, memory_of_ours, served, start_bytes
from tests.support.searching import collect_volumes, search_files

HERE = Path(__file__).parent
FIGURES = HERE / "figures" / "search.md"
# What readers look for, of 2 to 6 characters; numbers, names and pieces of sentences are drawn from each bulletin.
_TYPED = ("补贴", "献血", "安全生产", "应急预案", "住建局", "海门高新区", "印发通知", "豪华邮轮", "医联体", "低效用地", "2018年", "1月19日")
_DRAWN = 4      # of each: numbers, names, pieces
Texts = dict[str, str]      # id of a record, or address of a page: its folded text


@dataclass(frozen=True)
class Candidate:
    """A search on a bulletin: what its index takes on disk and to build, and what each query takes and finds."""

    issues: int
    name: str
    size: float                 # megabytes of the index
    built: str                  # what building it took, in words
    answers: tuple[Answer, ...] = ()
    memory: float = 0.0
    recall: float | None = None
    precision: float | None = None


@dataclass(frozen=True)
class Growth:
    """What the last issue did to our index: files and bytes that are written anew, of all there are."""

    files: int
    files_all: int
    megabytes: float
    megabytes_all: float

    def __str__(self) -> str:
        return (f"; adding the last issue wrote {self.files} of {self.files_all} index files anew, "
                f"{self.megabytes:.1f} of {self.megabytes_all:.1f} MB")


@dataclass
class Project:
    """A built bulletin, what is known of it and the queries drawn for it."""

    folder: Path
    issues: int
    build: Run
    known: Knowledge
    index_seconds: float
    files: dict[str, bytes]
    texts: Texts
    queries: tuple[str, ...]

    @property
    def site(self) -> Path:
        return self.folder / "site"


def prepare(folder: Path, issues: int, limit: float) -> Project:
    """Makes and builds the bulletin, and builds its index once more by itself to time that."""
    make_corpus(folder, issues)
    build = run(gongbao("build", "--clean"), folder, limit)
    if not build.is_whole:
        raise SystemExit(f"the build of {issues} issues did not end: {build.words}")
    known = _known(folder)
    start = process_time()
    with without_collector():       # as in a build
        files = search_files(known)
    seconds = process_time() - start
    texts = {head.id: "".join(fold_segments(segments)) for volume in collect_volumes(known) for text in volume.texts for head, segments in text.records()}
    return Project(folder, issues, build, known, seconds, files, texts, _queries(known, texts))


def _known(folder: Path) -> Knowledge:
    """The bulletin with everything found out that the index needs, so that only the index is timed after it."""
    known = learn(load_bulletin(folder)[0])
    _ = known.organs, known.people, known.posts, known.references
    return known


def _queries(known: Knowledge, texts: Texts) -> tuple[str, ...]:
    draw = Random(6)
    numbers = sorted({str(document.number) for _, document in known.bulletin.documents() if document.number})
    names = sorted({person.name for person in known.people.persons})
    every = [text for _, text in sorted(texts.items()) if len(text) > 50]
    pieces: list[str] = []
    while len(pieces) < _DRAWN:
        text, length = draw.choice(every), draw.randint(2, 6)
        start = draw.randrange(len(text) - length)
        if (piece := text[start:start + length]).isalpha():
            pieces.append(piece)
    return (*_TYPED, *draw.sample(numbers, _DRAWN), *draw.sample(names, _DRAWN), *pieces)


def measure_ours(browser: Browser, project: Project, protocol: str) -> Candidate:
    """Every query on our own page, over http or from the folder."""
    share = project.index_seconds / project.build.processor
    built = f"{project.index_seconds:.1f} s, {share:.0%} of the build's processor time"
    with served(project.site) as address:
        root = address if protocol == "http" else project.site.as_uri() + "/"
        answers = tuple(ask_ours(browser, root, project.site, query) for query in project.queries)
        memory = memory_of_ours(browser, root, project.site, project.queries)
    size = folder_size(project.site / "search")
    return Candidate(project.issues, f"ours, {protocol}", size, built, answers, memory)


def measure_growth(project: Project) -> Growth:
    """Compares the index with that of the same bulletin before its last issue came in: the year that grows is whole but for it."""
    last = sorted((project.folder / "content").rglob("issue.yml"))[-1].parent
    aside = last.rename(project.folder / "aside")
    before = search_files(_known(project.folder))
    aside.rename(last)
    fresh = [data for path, data in project.files.items() if before.get(path) != data]
    return Growth(len(fresh), len(project.files), sum(map(len, fresh)) / 1e6, sum(map(len, project.files.values())) / 1e6)


def measure_material(browser: Browser, project: Project, limit: float) -> Candidate:
    """Material's own theme and search plugin on the same Markdown."""
    (project.folder / "plain").mkdir()
    (project.folder / "mkdocs.rival.yml").write_text("INHERIT: mkdocs.yml\nsite_dir: rival\ntheme: {custom_dir: plain}\nplugins: [search]\n", encoding="utf-8")
    built = run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", "mkdocs.rival.yml"], project.folder, limit)
    site = project.folder / "rival"
    words = f"the whole build {built.seconds:.0f} s, {built.processor:.0f} processor s"
    if not built.is_whole:
        return Candidate(project.issues, "Material", 0.0, f"did not end in {built.seconds:.0f} s")
    with served(site) as root:
        answers, memory = ask_material(browser, root, site, project.queries)
    size = (site / "search" / "search_index.json").stat().st_size / 1e6
    return judged(Candidate(project.issues, "Material", size, words, tuple(answers), memory), page_texts(site))


def measure_pagefind(browser: Browser, project: Project, limit: float) -> Candidate:
    """Pagefind on the pages of our site, their articles only."""
    program = HERE / "node_modules" / ".bin" / "pagefind"
    built = run([str(program), "--site", str(project.site), "--root-selector", "article", "--force-language", "zh"], project.folder, limit)
    if not built.is_whole:
        return Candidate(project.issues, "Pagefind", 0.0, f"not whole after {built.seconds:.0f} s: {built.words.strip().splitlines()[-1:]}")
    with served(project.site) as root:
        answers, memory = ask_pagefind(browser, root, project.site, project.queries)
    size = folder_size(project.site / "pagefind")
    shutil.rmtree(project.site / "pagefind")
    words = f"{built.seconds:.0f} s, {built.processor:.0f} processor s"
    return judged(Candidate(project.issues, "Pagefind", size, words, tuple(answers), memory), page_texts(project.site))


def page_texts(site: Path) -> Texts:
    """The folded text of the article of each page, as plain substring search would read it."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        articles = html.fromstring(path.read_bytes()).xpath("//article")
        if articles:
            found[path.relative_to(site).as_posix()] = fold_text(str(articles[0].text_content()))
    return found


def judged(candidate: Candidate, texts: Texts) -> Candidate:
    """The candidate with its recall and precision against plain substring search: means over the queries, each counting once.

    A query that stands nowhere says nothing about recall, one that finds nothing says nothing about precision.
    """
    recalls, precisions = [], []
    for answer in candidate.answers:
        expected = {name for name, text in texts.items() if fold_text(answer.query) in text}
        found = set(answer.ids or ())
        if expected:
            recalls.append(len(found & expected) / len(expected))
        if found:
            precisions.append(len(found & expected) / len(found))
    return replace(candidate, recall=fmean(recalls) if recalls else None, precision=fmean(precisions) if precisions else None)


def share_below(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, ceil(share * len(ordered)) - 1)]


def table(candidates: Sequence[Candidate]) -> Iterator[str]:
    """One row for each search on each bulletin."""
    yield "| issues | search | index MB | building it | kB a query: median / worst | ms, files there: median / worst | ms, from Enter: median | page MB | recall | precision |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for one in candidates:
        row = f"| {one.issues} | {one.name} | {one.size:.1f} | {one.built} |"
        if not one.answers:
            yield row + " – | – | – | – | – | – |"
            continue
        loaded, warm, cold = ([getattr(answer, key) for answer in one.answers] for key in ("loaded", "warm", "cold"))
        against = " | ".join("exact" if value is None else f"{value:.2f}" for value in (one.recall, one.precision))
        yield (f"{row} {median(loaded) / 1e3:.0f} / {max(loaded) / 1e3:.0f} | {median(warm) * 1e3:.0f} / {max(warm) * 1e3:.0f} | {median(cold) * 1e3:.0f} "
               f"| {one.memory:.0f} | {against} |")


def _queries_table(candidate: Candidate) -> Iterator[str]:
    yield from ("", f"Each query on {candidate.issues} issues ({candidate.name}):", "",
                "| query | kB | ms, from Enter | ms, files there | what the page says |", "|---|---|---|---|---|")
    for answer in candidate.answers:
        yield f"| {answer.query} | {answer.loaded / 1e3:.0f} | {answer.cold * 1e3:.0f} | {answer.warm * 1e3:.0f} | {answer.status} |"


@dataclass
class Report:
    """What has been measured so far; written after each step, so that a run cut short leaves what it has."""

    candidates: list[Candidate]
    notes: list[str]

    def write(self) -> None:
        pagefind = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]["pagefind"]
        text = [
            "# Searching bulletins of many issues", "",
            f"{datetime.date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} shared cores, load {os.getloadavg()[0]:.1f} at the end, "
            f"Python {platform.python_version()}, {_chromium()}, "
            f"mkdocs-material {version('mkdocs-material')} with jieba {version('jieba')}, Pagefind {pagefind}. "
            "The machine is shared and noisy: compare within the table. Repeat: `make bench`.", "",
            "Ours: a fresh window for each query, bytes of the index files it loads; found are records, exactly (proven by tests/test_search_oracle.py, not measured here). "
            "Material: its index is loaded whole before the first query. Pagefind: until its first ten results. Recall and precision of these two are against "
            "plain substring search in the articles of the same pages (blanks left out), each query counting once.", "",
            *table(self.candidates), "", *self.notes, "", not_run(one.issues for one in self.candidates)]
        last = [one for one in self.candidates if one.name.startswith("ours") and one.answers][-1:]
        text += [line for one in last for line in _queries_table(one)]
        FIGURES.write_text("\n".join([*text, ""]), encoding="utf-8")


def _chromium() -> str:
    return subprocess.run([_browser_program(), "--version"], capture_output=True, text=True, check=True).stdout.strip().split(" built")[0]


def _browser_program() -> str:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"


def measure(browser: Browser, issues: int, with_rivals: bool, limit: float, report: Report) -> None:
    """All searches on one bulletin."""
    with tempfile.TemporaryDirectory() as scratch:
        print(f"{issues} issues: making and building", flush=True)
        project = prepare(Path(scratch) / "bulletin", issues, limit)
        for protocol in ("http", "file"):
            report.candidates.append(measure_ours(browser, project, protocol))
            report.write()
        with served(project.site) as root:
            start = start_bytes(browser, root, project.site, "2018/01/index.html")
        growth = measure_growth(project) if issues > 1 else None
        loaded = [answer.loaded for answer in report.candidates[-1].answers]
        report.notes.append(f"- {issues} issues: a page loads {start / 1e3:.1f} kB for search by itself; nine queries of ten load less than "
                            f"{share_below(loaded, 0.9) / 1e3:.0f} kB{growth or ''}.")
        report.write()
        if not with_rivals:
            report.notes.append(f"- {issues} issues: Material and Pagefind were left out.")
            report.write()
            return
        for rival in (measure_pagefind, measure_material):
            print(f"{issues} issues: {rival.__name__}", flush=True)
            report.candidates.append(rival(browser, project, limit))
            report.write()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rivals", type=int, nargs="*", default=SIZES, help="bulletins on which the rivals are measured too")
    parser.add_argument("--limit", type=float, default=1200, help="seconds for one build")
    options = parser.parse_args()
    report = Report([], [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_browser_program(), args=["--headless", "--no-sandbox", "--disable-gpu"])
        for issues in options.issues:
            measure(browser, issues, issues in options.rivals, options.limit, report)
        browser.close()


if __name__ == "__main__":
    main()
