"""Takes in the files of an issue."""

import argparse

from generator.authority.bundle import load_authority
from generator.bulletin import Bulletin
from generator.commands.report import has, write_page
from generator.diagnostics import Severity
from generator.linking.knowledge import learn
from generator.publishing.intake import take_in
from generator.reporting.report import make_report
from generator.reporting.terminal import render_report


def run(options: argparse.Namespace) -> int:
    authority, faults = load_authority(options.project / "site_config")
    intake = take_in(options.project, authority, options.year, options.number, options.file, options.keep)
    bulletin = Bulletin(authority, (intake.issue,) if intake.issue is not None else ())
    report = make_report(options.project, learn(bulletin), (*faults, *intake.diagnostics), is_whole=False)
    print(render_report(report, show_all=options.all))
    if intake.stored:
        write_page(options.project, bulletin, report)
        print(f"已收入 {intake.folder}。请看过上面的疑点后运行 gongbao build。")
    elif intake.issue is not None:
        print("没有收入：认不出任何公文或大事记。如确是公报，请加 --keep 再试。")
    else:
        print("没有收入，也没有改动任何文件。")
    return 0 if intake.stored and not has(report.doubts, Severity.ERROR) else 1
