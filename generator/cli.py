"""The commands of `gongbao`. Messages in Chinese; exit status 0 done, 1 faults found, 2 wrong usage."""

import argparse
import datetime
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from generator.authority.bundle import load_authority
from generator.bulletin import Bulletin
from generator.commands.offline import add_offline_commands
from generator.commands.terminal import progress as _progress
from generator.commands.terminal import say as _say
from generator.diagnostics import Diagnostic, InputFault, Severity, format_diagnostic
from generator.linking.knowledge import Knowledge, learn
from generator.parts import files_of
from generator.project import load_bulletin, load_issue
from generator.publishing.build import ENGINES, BuildReport, RenderFault, build_site
from generator.publishing.data_files import DataFiles
from generator.publishing.explain import explain_line, find_words
from generator.publishing.intake import take_in
from generator.publishing.lock import Busy
from generator.publishing.preparation import load_with_store
from generator.publishing.preview import serve
from generator.publishing.site import blocking
from generator.publishing.staging import SiteInUse
from generator.publishing.tree import write_tree
from generator.reporting.page import PAGE, write_report_page
from generator.reporting.report import Report, make_report
from generator.reporting.terminal import render_ready, render_report
from generator.store import without_collector

_PLACE = re.compile(r"(?P<path>.+?\.[a-z]+):(?P<line>.+)", re.S)
_PARAGRAPH = re.compile(r"(\.[a-z]+) 第([0-9]{1,9})段")      # as messages write places of Word files and web pages
_ISSUE = re.compile(r"[0-9]{4}/[0-9]{2}")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"用法不对：{_translate(message)}\n请运行 {self.prog} --help 查看说明。\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a character must not stop the work
    options = _parser().parse_args(arguments)
    options.project = Path(options.project).resolve()
    if options.needs_project and not (options.project / "site_config").is_dir():
        _say(f"{options.project} 不是公报项目的文件夹（里面没有 site_config）。请先进入项目文件夹，或用 --project 指明。")
        return 2
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except InputFault as fault:
        print(format_diagnostic(fault.diagnostic))
        return 1
    except KeyboardInterrupt:
        _say("已中断。")
        return 1
    except OSError as error:
        _say(f"文件读写失败：{error.filename or ''} {error.strerror or error}。请检查磁盘空间和权限，关闭占用文件的程序后再试。")
        return 1


def _parser() -> _Parser:
    parser = _Parser(prog="gongbao", description="把政府公报的原稿整理成可检索、可离线使用的网站。", add_help=False)
    _add_help(parser)
    parser.add_argument("--project", default=".", metavar="文件夹", help="公报项目所在的文件夹，默认是当前文件夹")
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令", parser_class=_Parser)

    def add(name: str, command: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text, add_help=False)
        _add_help(sub)
        sub.add_argument("--project", default=argparse.SUPPRESS, metavar="文件夹", help=argparse.SUPPRESS)
        sub.set_defaults(command=command, needs_project=True)
        return sub

    new = add("new", _new, "收稿：把一期公报的文件收进 content 文件夹，并报告读到了什么")
    new.add_argument("year", type=_integer(1900, 2999), metavar="年", help="例如 2018")
    new.add_argument("number", type=_integer(1, 99), metavar="期", help="例如 2")
    new.add_argument("file", type=Path, metavar="文件", help="收到的 Word 文件、网页或文本文件")
    new.add_argument("--keep", action="store_true", help="即使认不出任何公文也照收")
    check = add("check", _check, "检查：读一遍全部或指定的期次，列出每个疑点；不改动 content 和 site")
    check.add_argument("issues", nargs="*", metavar="年/期", help="例如 2018/01，不写就检查全部")
    check.add_argument("--strict", action="store_true", help="有疑点也算不通过")
    check.add_argument("--ready", action="store_true", help="再列出可以抄进 accepted.yml 的写法")
    for command in (new, check):
        command.add_argument("--all", action="store_true", help="同一种疑点再多也全部列出")
    explain = add("explain", _explain, "说明：原稿某一行按什么规则读、归到了哪里")
    explain.add_argument("place", nargs="+", metavar="文件:行", help="例如 content/2018/01/source.txt:7522；行号可以换成原文里的几个字，列出它在哪几行")
    data = add("data", _data, "数据：只导出 data 文件夹，不生成网站")
    data.add_argument("folder", type=Path, metavar="文件夹", help="导出到这里")
    build = add("build", _build, "生成：把全部公报生成网站，放在 site 文件夹")
    build.add_argument("--clean", action="store_true", help="先清除上次生成的中间文件")
    build.add_argument("--engine", choices=ENGINES, default=ENGINES[0], metavar="程序", help="gongbao（默认）、mkdocs 或 zensical")
    build.add_argument("--strict", action="store_true", help="有疑点就不生成")
    preview = add("serve", _serve, "预览：在浏览器中边改边看")
    preview.add_argument("--address", type=_address, default="127.0.0.1:8000", metavar="地址", help="默认 127.0.0.1:8000")
    add_offline_commands(add)
    return parser


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示本说明")


# ---------------------------------------------------------------- commands


def _new(options: argparse.Namespace) -> int:
    authority, faults = load_authority(options.project / "site_config")
    intake = take_in(options.project, authority, options.year, options.number, options.file, options.keep)
    bulletin = Bulletin(authority, (intake.issue,) if intake.issue is not None else ())
    report = make_report(options.project, learn(bulletin), (*faults, *intake.diagnostics), is_whole=False)
    print(render_report(report, show_all=options.all))
    if intake.stored:
        _write_page(options.project, bulletin, report)
        print(f"已收入 {intake.folder}。请看过上面的疑点后运行 gongbao build。")
    elif intake.issue is not None:
        print("没有收入：认不出任何公文或大事记。如确是公报，请加 --keep 再试。")
    else:
        print("没有收入，也没有改动任何文件。")
    return 0 if intake.stored and not _has(report.doubts, Severity.ERROR) else 1


def _check(options: argparse.Namespace) -> int:
    names = tuple(name.replace("\\", "/").removeprefix("content/").rstrip("/") for name in options.issues)
    unknown = [name for name in names if not _ISSUE.fullmatch(name) or not (options.project / "content" / name / "issue.yml").exists()]
    if unknown:
        _say(f"没有这一期：{'、'.join(unknown)}。写法是 年/期，例如 2018/01。")
        return 2
    bulletin, diagnostics = load_bulletin(options.project, _progress, names)
    report = make_report(options.project, learn(bulletin), diagnostics, is_whole=not names)
    print(render_report(report, show_all=options.all))
    if options.ready:
        print(render_ready(report.doubts, datetime.date.today()))
    _write_page(options.project, bulletin, report)
    return 1 if _has(report.doubts, Severity.ERROR) or (options.strict and _has(report.doubts, Severity.WARNING)) else 0


def _explain(options: argparse.Namespace) -> int:
    match = _PLACE.fullmatch(_PARAGRAPH.sub(r"\1:\2", " ".join(options.place)))
    if match is None:
        _say("写法是 文件:行，例如 content/2018/01/source.txt:7522；不知道行号的写几个字，例如 content/2018/01/source.txt:应急响应流程图")
        return 2
    path = (options.project / match["path"]).resolve()
    issue_file = path.parent / "issue.yml"
    if not path.is_file() or not issue_file.is_file() or options.project not in path.parents:
        _say(f"没有这个原稿文件：{match['path']}")
        return 2
    authority, _ = load_authority(options.project / "site_config")
    issue, _ = load_issue(issue_file, options.project, authority)
    if issue.meta.source != path.name:
        _say(f"这一期的原稿是 {issue.meta.source}，不是 {path.name}。")
        return 2
    if not re.fullmatch("[0-9]{1,9}", match["line"]):
        found = find_words(issue, match["line"])
        print("\n".join(found) or f"原稿里没有“{match['line']}”。")
        return 0 if found else 2
    print("\n".join(explain_line(issue, int(match["line"]))))
    return 0 if 1 <= int(match["line"]) <= len(issue.source.lines) else 2


def _data(options: argparse.Namespace) -> int:
    bulletin, diagnostics = load_bulletin(options.project, _progress)
    _report(tuple(d for d in diagnostics if d.severity is Severity.ERROR))
    if blocking(diagnostics):
        _say("有错误，没有导出。")
        return 1
    known = learn(bulletin, os.environ.get("SOURCE_DATE_EPOCH"))
    files = dict(files_of(DataFiles(known).parts()))
    write_tree(options.folder, files, delete=False)
    print(f"已导出 {len(files)} 个文件到 {options.folder}。")
    return 1 if _has(diagnostics, Severity.ERROR) else 0


@without_collector()
def _build(options: argparse.Namespace) -> int:
    started = time.monotonic()
    bulletin, diagnostics = load_with_store(options.project, _progress, options.clean)
    known = learn(bulletin, os.environ.get("SOURCE_DATE_EPOCH"))
    report = make_report(options.project, known, diagnostics, is_whole=True)
    print(render_report(report, least=Severity.WARNING))
    if blocking(diagnostics) or (options.strict and _has(report.doubts, Severity.WARNING)):
        _write_page(options.project, bulletin, report)
        _say("有上列错误，没有生成；原来的 site 文件夹没有动。" if blocking(diagnostics) else "有上列疑点，没有生成；原来的 site 文件夹没有动。")
        return 1
    done = _built(options, known, started)
    if done is None:
        return 1
    print(f"{_count(bulletin)}，{done.pages} 页。读稿、整理、写页 {done.reading_seconds:.1f} 秒；"
          f"{done.engine} 生成网页 {done.rendered} 页，{done.rendering_seconds:.1f} 秒，其余沿用上次的。")
    _write_page(options.project, bulletin, report)
    print("网站在 site 文件夹，双击其中的 index.html 打开。")
    return 1 if _has(report.doubts, Severity.ERROR) else 0


def _built(options: argparse.Namespace, known: Knowledge, started: float) -> BuildReport | None:
    """What the build did; None where it could not be done, which has been said."""
    try:
        return build_site(options.project, known, options.engine, _progress, started, options.clean)
    except Busy:
        _say("另一个 gongbao build 正在生成这个项目，这次没有生成。请等它结束后再运行。")
    except SiteInUse:
        _say("新网页已经生成好，但 site 文件夹正被别的程序占用（例如资源管理器或浏览器开着它），没能换上；原来的网页没有动。请关闭这些程序后再运行一次。")
    except RenderFault as fault:
        _say(f"{options.engine} 生成网页时出错，原来的 site 文件夹没有动。它的话（也在 build/{options.engine}.log）：\n{fault}")
    return None


def _serve(options: argparse.Namespace) -> int:
    return serve(options.project, options.address, _say)


# ---------------------------------------------------------------- words


def _count(bulletin: Bulletin) -> str:
    return f"共 {len(bulletin.issues)} 期，公文 {sum(1 for _ in bulletin.documents())} 件，大事记 {sum(len(i.chronicle) for i in bulletin.issues)} 条"


def _report(diagnostics: tuple[Diagnostic, ...]) -> None:
    for diagnostic in diagnostics:
        print(format_diagnostic(diagnostic))


def _has(doubts: Sequence[Diagnostic], severity: Severity) -> bool:
    return any(doubt.severity is severity for doubt in doubts)


def _write_page(project: Path, bulletin: Bulletin, report: Report) -> None:
    """Writes the report as a page; where that cannot be done the command goes on, for the terminal has said it all."""
    try:
        write_report_page(project, bulletin.authority.site.title, report, datetime.date.today())
    except OSError as error:
        _say(f"报告网页没有写成：{error.strerror or error}。")
    else:
        print(f"报告网页：{PAGE}，双击打开，原稿和结果左右对照。")


def _integer(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"“{text}”应是 {low} 到 {high} 之间的数字")
        return int(text)

    return parse


def _address(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.\-]+:\d{2,5}", text):
        raise argparse.ArgumentTypeError(f"“{text}”应是 主机:端口，例如 127.0.0.1:8000")
    return text


_WORDS = (("the following arguments are required: ", "缺少 "), ("unrecognized arguments: ", "多出了 "), ("invalid choice: ", "没有这个选择："),
          ("argument ", "参数 "), ("expected one argument", "后面要写一个值"), ("choose from", "可选"))


def _translate(message: str) -> str:
    for english, chinese in _WORDS:
        message = message.replace(english, chinese)
    return message


if __name__ == "__main__":
    sys.exit(main())
