"""What several commands tell of the doubts they found."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from generator.bulletin import Bulletin
from generator.commands.terminal import say, say_page
from generator.diagnostics import Diagnostic, Severity
from generator.os_errors import reason_of
from generator.reporting.page import write_report_page
from generator.reporting.report import Report


def has(doubts: Sequence[Diagnostic], severity: Severity) -> bool:
    """Whether one of the doubts is of this severity."""
    return any(doubt.severity is severity for doubt in doubts)


def write_page(project: Path, bulletin: Bulletin, report: Report) -> bool:
    """Writes the report as a page and returns True; where that cannot be done the command goes on, for the terminal has said it all."""
    try:
        write_report_page(project, bulletin.authority.site.title, report, datetime.date.today())
    except OSError as error:
        say(f"报告网页没有写成：{reason_of(error)}。")
        return False
    say_page()
    return True
