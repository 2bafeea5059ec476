"""The report as a page that works by double click: what was read, every doubt with the source beside what became of it."""

import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2

from generator.diagnostics import Diagnostic, Severity, format_place
from generator.pages.escape import escape_html
from generator.publishing.explain import Fate
from generator.publishing.tree import write_tree
from generator.reading.accepted_file import FILE_NAME, Acceptance, ready_entry
from generator.reporting.report import Report, count_by_severity, lines_around
from generator.reporting.terminal import render_read

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
    open_rows = [_row(project, report, doubt, today) for doubt in report.doubts]
    accepted = [_row(project, report, doubt, today, entry) for doubt, entry in report.accepted]
    kinds = [(group.code.label, group.code.severity.label, len(group.doubts)) for group in report.groups()]
    return _templates().get_template("report.html.j2").render(
        title=title, today=today.isoformat(), reads=[list(render_read(read)) for read in report.issues], rows=open_rows, accepted=accepted, kinds=kinds,
        totals=[(level.label, count) for level, count in count_by_severity(report.doubts).items()], levels={level.label: level.name.lower() for level in Severity})


def _row(project: Path, report: Report, doubt: Diagnostic, today: datetime.date, acceptance: Acceptance | None = None) -> _Row:
    place = format_place(doubt.path, doubt.line)
    folder = "/".join(doubt.path.split("/")[:3])
    ready = ready_entry(doubt, today) if folder.startswith("content/") and acceptance is None else ""
    printed = report.prints.get((doubt.path, doubt.line)) if doubt.line is not None else None
    lines = printed.lines if printed else _settings_around(project / doubt.path, doubt.line) if doubt.line is not None else ()
    shown = tuple((number, _cut(text), number == doubt.line) for number, text in lines)
    return _Row(doubt, place, shown, tuple(_result(project, fate) for fate in printed.fates) if printed else (), ready, f"{folder}/{FILE_NAME}", acceptance)


def _settings_around(path: Path, number: int) -> tuple[tuple[int, str], ...]:
    """The lines around a line of a file the editor writes; none where it cannot be read as text."""
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines() if path.suffix == ".yml" else []
    except OSError:
        return ()
    return tuple((n, lines[n - 1]) for n in lines_around(number, len(lines)))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LINE else text[:_LONGEST_LINE] + f"……（共{len(text)}字）"


def _result(project: Path, fate: Fate) -> _Result:
    built = [(project / "site" / url.partition("#")[0]).is_file() for _, url in fate.pages]
    links = tuple((name, f"../../site/{url}") for (name, url), there in zip(fate.pages, built, strict=True) if there)
    return _Result(fate.belongs, fate.rule, links, tuple(url for (_, url), there in zip(fate.pages, built, strict=True) if not there))
