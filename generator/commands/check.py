"""Reads issues and lists every doubt."""

import argparse
import datetime
import re

from generator.commands.report import has, write_page
from generator.commands.terminal import progress, say
from generator.diagnostics import Severity
from generator.linking.knowledge import learn
from generator.publishing.preparation import load_with_store
from generator.reporting.report import make_report
from generator.reporting.terminal import render_ready, render_report

_ISSUE = re.compile(r"[0-9]{4}/[0-9]{2}")


def run(options: argparse.Namespace) -> int:
    names = tuple(name.replace("\\", "/").removeprefix("content/").rstrip("/") for name in options.issues)
    unknown = [name for name in names if not _ISSUE.fullmatch(name) or not (options.project / "content" / name / "issue.yml").exists()]
    if unknown:
        say(f"没有这一期：{'、'.join(unknown)}。写法是 年/期，例如 2018/01。")
        return 2
    bulletin, diagnostics = load_with_store(options.project, progress, names)
    report = make_report(options.project, learn(bulletin), diagnostics, is_whole=not names)
    print(render_report(report, show_all=options.all))
    if options.ready:
        print(render_ready(report.doubts, datetime.date.today()))
    write_page(options.project, bulletin, report)
    return 1 if has(report.doubts, Severity.ERROR) or (options.strict and has(report.doubts, Severity.WARNING)) else 0
