"""Exports the data files alone."""

import argparse
import os

from generator.commands.report import has
from generator.commands.terminal import progress, say
from generator.diagnostics import Diagnostic, Severity, format_diagnostic
from generator.linking.knowledge import learn
from generator.parts import files_of
from generator.publishing.data_files import DataFiles
from generator.publishing.preparation import load_with_store
from generator.publishing.site import blocking
from generator.publishing.tree import write_tree


def run(options: argparse.Namespace) -> int:
    bulletin, diagnostics = load_with_store(options.project, progress)
    _report(tuple(d for d in diagnostics if d.severity is Severity.ERROR))
    if blocking(diagnostics):
        say("有错误，没有导出。")
        return 1
    known = learn(bulletin, os.environ.get("SOURCE_DATE_EPOCH"))
    files = dict(files_of(DataFiles(known).parts()))
    write_tree(options.folder, files, delete=False)
    print(f"已导出 {len(files)} 个文件到 {options.folder}。")
    return 1 if has(diagnostics, Severity.ERROR) else 0


def _report(diagnostics: tuple[Diagnostic, ...]) -> None:
    for diagnostic in diagnostics:
        print(format_diagnostic(diagnostic))
