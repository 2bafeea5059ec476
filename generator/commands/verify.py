"""Says whether a copy is whole. Its users may have no bulletin project."""

import argparse

from generator.commands.offline import REPORT_ENDING
from generator.commands.terminal import progress, say
from generator.os_errors import reason_of
from generator.publishing.archive.report import render_verdict
from generator.publishing.archive.verify import verify


def run(options: argparse.Namespace) -> int:
    if not options.copy.exists():
        say(f"没有这个文件或文件夹：{options.copy}")
        return 2
    verdict = verify(options.copy, progress, options.fingerprint)
    print(render_verdict(verdict))
    report = options.report or options.copy.resolve().with_name(options.copy.resolve().name + REPORT_ENDING)
    try:
        report.write_text(render_verdict(verdict, None) + "\n", encoding="utf-8-sig", newline="\r\n")
        say(f"检验报告：{report}")
    except OSError as error:
        say(f"检验报告没有写成（{reason_of(error)}）：{report}。可用 --report 换一个地方。")
    return 0 if verdict.is_whole else 1
