"""The report in words, for the terminal."""

import datetime
from collections.abc import Iterator, Sequence

from generator.diagnostics import Diagnostic, Severity, format_diagnostic
from generator.reading.accepted_file import FILE_NAME, ready_entry
from generator.reporting.report import Group, IssueRead, Report, count_by_severity

_FEW = 5        # doubts of a kind that are printed before the rest is left to the page
_MOST_ISSUES = 6    # issues told of: a year
_HEADS = {Severity.ERROR: "错误（必须处理）", Severity.WARNING: "疑点（请核对）", Severity.NOTICE: "提示（知道即可）"}


def render_report(report: Report, *, show_all: bool = False, least: Severity = Severity.NOTICE) -> str:
    """What was read, then the doubts by kind, the most serious first, then how many there are.

    Of many issues only the last are told of; of notices and doubts of one kind only the first few are printed unless `show_all`;
    errors always are. What weighs less than `least` is only counted.
    """
    shown = report.issues if show_all else report.issues[-_MOST_ISSUES:]
    lines = [f"（较早的 {len(report.issues) - len(shown)} 期从略，见报告网页。）"] if len(shown) < len(report.issues) else []
    lines += [line for read in shown for line in render_read(read)]
    level = None
    for group in (group for group in report.groups() if group.code.severity >= least):
        if group.code.severity is not level:
            level = group.code.severity
            lines += ["", f"—— {_HEADS[level]} ——"]
        lines += _group(group, show_all)
    return "\n".join([*lines, "", *render_totals(report)])


def render_read(read: IssueRead) -> Iterator[str]:
    """What was read of an issue, and the two proofs: every character has its place, the list of contents agrees."""
    meta, source = read.issue.meta, read.issue.source
    counted = "、".join(f"{name} {count} 件" for name, count in read.sections) or "0 件"
    yield (f"{meta.year}年第{meta.number}期（{source.encoding}，{read.lines} {source.unit}）：公文 {len(read.issue.documents)} 件（{counted}），"
           f"表格 {read.tables} 张，任免 {read.changes} 条，大事记 {len(read.issue.chronicle)} 条。")
    yield f"  提到人物 {read.people} 人（新见 {read.new_people} 人）、名录中的机构 {read.organs} 个（新见 {read.new_organs} 个）。"
    yield (f"  文字核对：原稿 {read.characters} 个字符，每一个都归入且只归入一处记录。" if read.is_whole else "  文字核对：有文字遗漏或重复，见下。")
    if read.contents is not None:
        agreed = read.contents.found == read.contents.entries
        yield f"  目录核对：目录 {read.contents.entries} 条，" + ("正文里都有。" if agreed else f"正文里找到 {read.contents.found} 条，其余见下。")


def _group(group: Group, show_all: bool) -> Iterator[str]:
    shown = group.doubts if show_all or group.code.severity is Severity.ERROR else group.doubts[:_FEW]
    yield f"【{group.code.label}】{len(group.doubts)} 处"
    yield from map(format_diagnostic, shown)
    if len(shown) < len(group.doubts):
        yield f"    ……还有 {len(group.doubts) - len(shown)} 处，见报告网页，或加 --all 全部列出。"


def render_totals(report: Report) -> Iterator[str]:
    """How many of each kind; the last line is the sum."""
    for level in sorted(Severity, reverse=True):
        kinds = [f"{group.code.label} {len(group.doubts)}" for group in report.groups() if group.code.severity is level]
        if kinds:
            yield f"{level.label}：{'、'.join(kinds)}"
    counts = count_by_severity(report.doubts)
    accepted = f"（另有 {len(report.accepted)} 处已认可）" if report.accepted else ""
    yield "，".join(f"{level.label} {count} 处" for level, count in counts.items()) + f"{accepted}。"


def render_ready(doubts: Sequence[Diagnostic], today: datetime.date) -> str:
    """The entries that would accept the doubts, by the file each belongs into; the editor adds the reasons."""
    by_file: dict[str, list[str]] = {}
    for doubt in doubts:
        folder = "/".join(doubt.path.split("/")[:3])
        entry = ready_entry(doubt, today)
        if entry and folder.startswith("content/"):
            by_file.setdefault(f"{folder}/{FILE_NAME}", []).append(entry)
    if not by_file:
        return "没有可以认可的疑点。"
    return "\n".join(line for name, entries in by_file.items() for line in (f"# {name}（已有这个文件的，只抄各条）", "accepted:", *entries, ""))
