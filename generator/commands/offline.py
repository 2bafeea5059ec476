"""The commands about offline copies: archive, key, verify, apply."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.commands.terminal import progress, say
from generator.diagnostics import Severity, format_diagnostic
from generator.project import load_bulletin
from generator.publishing.archive.apply import apply_update
from generator.publishing.archive.faults import CopyFault
from generator.publishing.archive.key import new_key
from generator.publishing.archive.layout import Scope
from generator.publishing.archive.make import Made, Order, make_copy
from generator.publishing.archive.old_copy import OldCopy
from generator.publishing.archive.report import render_verdict
from generator.publishing.archive.verify import verify
from generator.publishing.build import RenderFault
from generator.publishing.site import blocking

_ISSUE = re.compile(r"[0-9]{4}/[0-9]{2}")
_REPORT = ".检验报告.txt"
Command = Callable[[argparse.Namespace], int]


def add_offline_commands(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    """Adds the commands; those for people who have no bulletin project say so by `needs_project`."""
    archive = add("archive", _archive, "拷贝：把一年（或一期）做成能自证的离线拷贝，一个压缩包")
    archive.add_argument("year", type=_year, metavar="年", help="例如 2018")
    archive.add_argument("folder", type=Path, metavar="文件夹", help="压缩包放在这里")
    archive.add_argument("--issue", type=_issue, metavar="年/期", help="只做一期，例如 2018/01")
    archive.add_argument("--organ", metavar="编号", help="给某个机构的拷贝，先列与它有关的；编号见 organs.yml，例如 caizhengju")
    archive.add_argument("--since", type=Path, metavar="旧拷贝", help="列出与旧拷贝相比更新了什么，并另做一个更新包")
    archive.add_argument("--key", type=Path, metavar="密钥文件", help="用这把密钥签名")
    key = add("key", _key, "密钥：制作签名用的密钥，并显示可以在电话里念的指纹")
    key.add_argument("what", choices=("new",), metavar="new", help="新做一把")
    key.add_argument("file", type=Path, metavar="文件", help="密钥存到这里；不要放进本项目，不要给别人")
    check = add("verify", _verify, "检验：离线拷贝有没有缺少、多出、改动，签名对不对，链接通不通")
    check.add_argument("copy", type=Path, metavar="拷贝", help="压缩包，或解压后的文件夹")
    check.add_argument("--fingerprint", metavar="指纹", help="电话里核对过的指纹；签名不是它的就不合格")
    check.add_argument("--report", type=Path, metavar="文件", help=f"检验报告存到这里，默认在拷贝旁边，名称后加 {_REPORT}")
    apply = add("apply", _apply, "更新：用更新包把解压后的旧拷贝变成新拷贝")
    apply.add_argument("update", type=Path, metavar="更新包", help="名称以 -update.zip 结尾的压缩包")
    apply.add_argument("folder", type=Path, metavar="文件夹", help="旧拷贝解压后的文件夹")
    for command in (key, check, apply):
        command.set_defaults(needs_project=False)


def _archive(options: argparse.Namespace) -> int:
    if options.issue and not options.issue.startswith(f"{options.year}/"):
        say(f"--issue {options.issue} 不是 {options.year} 年的。")
        return 2
    bulletin, diagnostics = load_bulletin(options.project, progress)
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.ERROR:
            print(format_diagnostic(diagnostic))
    if blocking(diagnostics):
        say("有上列错误，没有制作拷贝。")
        return 1
    since: OldCopy | None = None
    try:
        since = OldCopy(options.since, progress) if options.since else None
        order = Order(Scope(options.year, options.issue, options.organ), options.key, since)
        made = make_copy(options.project, bulletin, order, options.folder, progress)
    except CopyFault as fault:
        say(str(fault))
        return 1
    except RenderFault as fault:
        say(f"生成网页时出错，没有制作拷贝。它的话：\n{fault}")
        return 1
    finally:
        if since is not None:
            since.close()
    print("\n".join(_made(made)))
    return 0


def _made(made: Made) -> list[str]:
    lines = [f"已做好 {made.copy}（{made.files} 个文件，{made.copy.stat().st_size} 字节）。"]
    if made.update is not None:
        lines.append(f"更新包 {made.update}（{made.updated_files} 个文件，{made.update.stat().st_size} 字节）。")
    if made.changes is not None:
        c = made.changes
        lines.append(f"与旧拷贝相比：新收入公文 {len(c.new_documents)} 件，更正 {len(c.corrected_documents)} 件，不再收入 {len(c.withdrawn_documents)} 件，"
                     f"人物 {len(c.people)} 人，任免 {len(c.posts)} 条。")
    lines.append(f"已签名，指纹 {made.fingerprint}" if made.fingerprint else "没有签名（没有写 --key）：只能证明没有损坏，不能证明是谁制作的。")
    return [*lines, f"清单校验值 {made.list_digest}", "请记下指纹和清单校验值，收到拷贝的单位打电话来核对时念给他们。"]


def _key(options: argparse.Namespace) -> int:
    try:
        shown = new_key(options.file)
    except CopyFault as fault:
        say(str(fault))
        return 1
    print(f"密钥已存到 {options.file}，只有本机当前用户能读。请妥善保管并另存一份；不要放进本项目，不要给别人。\n指纹 {shown}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    if not options.copy.exists():
        say(f"没有这个文件或文件夹：{options.copy}")
        return 2
    verdict = verify(options.copy, progress, options.fingerprint)
    print(render_verdict(verdict))
    report = options.report or options.copy.resolve().with_name(options.copy.resolve().name + _REPORT)
    try:
        report.write_text(render_verdict(verdict, None) + "\n", encoding="utf-8-sig", newline="\r\n")
        say(f"检验报告：{report}")
    except OSError as error:
        say(f"检验报告没有写成（{error.strerror}）：{report}。可用 --report 换一个地方。")
    return 0 if verdict.is_whole else 1


def _apply(options: argparse.Namespace) -> int:
    missing = [path for path, there in ((options.update, options.update.is_file()), (options.folder, options.folder.is_dir())) if not there]
    if missing:
        say(f"没有这个文件或文件夹：{missing[0]}")
        return 2
    try:
        count = apply_update(options.update, options.folder)
    except CopyFault as fault:
        say(str(fault))
        return 1
    print(f"已更新 {options.folder}：{count} 个文件。请再运行 gongbao verify {options.folder} 检验一遍。")
    return 0


def _year(text: str) -> int:
    if not re.fullmatch("[12][0-9]{3}", text):
        raise argparse.ArgumentTypeError(f"“{text}”应是四位数的年份，例如 2018")
    return int(text)


def _issue(text: str) -> Any:
    name = text.replace("\\", "/").removeprefix("content/").rstrip("/")
    if not _ISSUE.fullmatch(name):
        raise argparse.ArgumentTypeError(f"“{text}”应是 年/期，例如 2018/01")
    return name
