"""The command line of `gongbao`. Messages in Chinese; exit status 0 done, 1 faults found, 2 wrong usage.

Each command is the `run` of the module of its name in `generator.commands`. Only the one chosen is imported: most of the program takes longer to
import than a copy takes to verify.
"""

import argparse
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from generator.commands.offline import add_offline_commands
from generator.commands.terminal import say
from generator.diagnostics import InputFault, format_diagnostic
from generator.os_errors import reason_of
from generator.publishing.engines import ENGINES


class _Parser(argparse.ArgumentParser):
    """Speaks Chinese."""

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        text = super().format_help()
        for english, chinese in (("usage: ", "用法："), ("\npositional arguments:\n", "\n要写的：\n"), ("\noptions:\n", "\n可选的：\n")):
            text = text.replace(english, chinese, 1)
        return text

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
        say(f"{options.project} 不是公报项目的文件夹（里面没有 site_config）。请先进入项目文件夹，或用 --project 指明。")
        return 2
    try:
        return _command(options.command)(options)
    except InputFault as fault:
        print(format_diagnostic(fault.diagnostic))
        return 1
    except KeyboardInterrupt:
        say("已中断。")
        return 1
    except OSError as error:
        advice = "请核对路径。" if isinstance(error, FileNotFoundError) else "请检查磁盘空间和权限，关闭占用文件的程序后再试。"
        say(f"文件读写失败：{error.filename or ''} {reason_of(error)}。{advice}")
        return 1
    except BrokenProcessPool:
        say("一个辅助进程被系统结束了，多半是内存不够，或被安全软件拦下。没有完成；请关闭别的程序后再试一次。")
        return 1
    except Exception:
        say(f"程序自己出了错，没有完成。详细经过写在 {_written(traceback.format_exc(), options.project)}，请把它和手头的文件交给维护人员。")
        return 1


def _written(story: str, project: Path) -> Path:
    """The file in which the story of a fault of the program now stands."""
    folder = project / "build" if (project / "build").is_dir() else Path(tempfile.gettempdir())
    path = folder / "gongbao-fault.log"
    with suppress(OSError):
        path.write_text(story, encoding="utf-8")
    return path


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    run: Callable[[argparse.Namespace], int] = import_module(f"generator.commands.{name}").run
    return run


def _parser() -> _Parser:
    parser = _Parser(prog="gongbao", description="把政府公报的原稿整理成可检索、可离线使用的网站。", add_help=False)
    _add_help(parser)
    parser.add_argument("--project", default=".", metavar="文件夹", help="公报项目所在的文件夹，默认是当前文件夹")
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令", parser_class=_Parser)

    def add(name: str, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text, add_help=False)
        _add_help(sub)
        sub.add_argument("--project", default=argparse.SUPPRESS, metavar="文件夹", help=argparse.SUPPRESS)
        sub.set_defaults(command=name, needs_project=True)
        return sub

    _add_reading_commands(add)
    _add_making_commands(add)
    add_offline_commands(add)
    return parser


def _add_reading_commands(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    new = add("new", "收稿：把一期公报的文件收进 content 文件夹，并报告读到了什么")
    new.add_argument("year", type=_integer(1900, 2999), metavar="年", help="例如 2018")
    new.add_argument("number", type=_integer(1, 99), metavar="期", help="例如 2")
    new.add_argument("file", type=Path, metavar="文件", help="收到的 Word 文件、网页或文本文件")
    new.add_argument("--keep", action="store_true", help="即使认不出任何公文也照收")
    check = add("check", "检查：读一遍全部或指定的期次，列出每个疑点；不改动 content 和 site")
    check.add_argument("issues", nargs="*", metavar="年/期", help="例如 2018/01，不写就检查全部")
    check.add_argument("--strict", action="store_true", help="有疑点也算不通过")
    check.add_argument("--ready", action="store_true", help="再列出可以抄进 accepted.yml 的写法")
    for command in (new, check):
        command.add_argument("--all", action="store_true", help="同一种疑点再多也全部列出")
    explain = add("explain", "说明：原稿某一行按什么规则读、归到了哪里")
    explain.add_argument("place", nargs="+", metavar="文件:行", help="例如 content/2018/01/source.txt:7522；行号可以换成原文里的几个字，列出它在哪几行")


def _add_making_commands(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    data = add("data", "数据：只导出 data 文件夹，不生成网站")
    data.add_argument("folder", type=Path, metavar="文件夹", help="导出到这里")
    build = add("build", "生成：把全部公报生成网站，放在 site 文件夹")
    build.add_argument("--clean", action="store_true", help="先清除上次生成的中间文件")
    build.add_argument("--engine", choices=ENGINES, default=ENGINES[0], metavar="程序", help="gongbao（默认）、mkdocs 或 zensical")
    build.add_argument("--strict", action="store_true", help="有疑点就不生成")
    preview = add("serve", "预览：在浏览器中边改边看")
    preview.add_argument("--address", type=_address, default="127.0.0.1:8000", metavar="地址", help="默认 127.0.0.1:8000")


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示本说明")


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
