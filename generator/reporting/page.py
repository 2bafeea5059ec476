"""The report as a page that works by double click: what was read, every doubt with the source beside what became of it."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2

from generator.diagnostics import Diagnostic, Severity, format_place
from generator.pages.escape import escape_html
from generator.publishing.explain import blocks_at, find_fates
from generator.publishing.tree import write_tree
from generator.reading.accepted_file import FILE_NAME, Acceptance, ready_entry
from generator.records import Issue
from generator.reporting.report import Report, count_by_severity
from generator.reporting.terminal import render_read

PAGE = "build/report/index.html"
_CONTEXT = 2            # lines of the source above and below the line in doubt
_LONGEST_LINE = 400     # signs of a line that the page shows


@dataclass(frozen=True)
class _Result:
    """What became of the line; `links` lead to pages of the built site, `unbuilt` names those that it has not (yet)."""

    words: str
    rule: str | None
    links: tuple[tuple[str, str], ...]
    unbuilt: tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    """A doubt as the page shows it: `lines` are (number, text, is the line in doubt) of the source."""

    doubt: Diagnostic
    place: str
    lines: tuple[tuple[int, str, bool], ...]
    results: tuple[_Result, ...]
    ready: str
    ready_file: str
    acceptance: Acceptance | None = None


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(loader=jinja2.PackageLoader("generator.reporting"), undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["h"] = escape_html
    return environment


def write_report_page(project: Path, title: str, report: Report, today: datetime.date) -> None:
    """Writes `build/report/index.html`. It needs nothing beside it; its links lead into `site/` where that is built."""
    text = render_report_page(project, title, report, today)
    write_tree(project / "build" / "report", {"index.html": text.encode()})


def render_report_page(project: Path, title: str, report: Report, today: datetime.date) -> str:
    """The page as HTML."""
    issues = {read.issue.source.path: read.issue for read in report.issues}
    open_rows = [_row(project, issues, doubt, today) for doubt in report.doubts]
    accepted = [_row(project, issues, doubt, today, entry) for doubt, entry in report.accepted]
    kinds = [(group.code.label, group.code.severity.label, len(group.doubts)) for group in report.groups()]
    return _templates().get_template("report.html.j2").render(
        title=title, today=today.isoformat(), reads=[list(render_read(read)) for read in report.issues], rows=open_rows, accepted=accepted, kinds=kinds,
        totals=[(level.label, count) for level, count in count_by_severity(report.doubts).items()], levels={level.label: level.name.lower() for level in Severity})


def _row(project: Path, issues: dict[str, Issue], doubt: Diagnostic, today: datetime.date, acceptance: Acceptance | None = None) -> _Row:
    place = format_place(doubt.path, doubt.line)
    issue = issues.get(doubt.path)
    folder = "/".join(doubt.path.split("/")[:3])
    ready = ready_entry(doubt, today) if folder.startswith("content/") and acceptance is None else ""
    lines = _around(_lines_of(project, doubt, issue), doubt.line) if doubt.line is not None else ()
    results = tuple(_results(project, issue, doubt.line)) if issue is not None and doubt.line is not None else ()
    return _Row(doubt, place, lines, results, ready, f"{folder}/{FILE_NAME}", acceptance)


def _lines_of(project: Path, doubt: Diagnostic, issue: Issue | None) -> Sequence[str]:
    """The lines of the file in doubt; none where it cannot be read as text."""
    if issue is not None:
        return [line.text for line in issue.source.lines]
    try:
        return (project / doubt.path).read_text(encoding="utf-8-sig", errors="replace").splitlines() if (project / doubt.path).suffix == ".yml" else []
    except OSError:
        return []


def _around(lines: Sequence[str], number: int) -> tuple[tuple[int, str, bool], ...]:
    shown = range(max(1, number - _CONTEXT), min(len(lines), number + _CONTEXT) + 1)
    return tuple((n, _cut(lines[n - 1]), n == number) for n in shown)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LINE else text[:_LONGEST_LINE] + f"……（共{len(text)}字）"


def _results(project: Path, issue: Issue, number: int) -> Iterator[_Result]:
    for block in blocks_at(issue, number):
        for fate in find_fates(issue, block):
            built = [(project / "site" / url.partition("#")[0]).is_file() for _, url in fate.pages]
            links = tuple((name, f"../../site/{url}") for (name, url), there in zip(fate.pages, built, strict=True) if there)
            yield _Result(fate.belongs, fate.rule, links, tuple(url for (_, url), there in zip(fate.pages, built, strict=True) if not there))
