"""The arguments of the commands about offline copies: archive, key, verify, apply."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

_ISSUE = re.compile(r"[0-9]{4}/[0-9]{2}")
REPORT_ENDING = ".检验报告.txt"


def add_offline_commands(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Adds the commands; those for people who have no bulletin project say so by `needs_project`."""
    archive = add("archive", "拷贝：把一年（或一期）做成能自证的离线拷贝，一个压缩包")
    archive.add_argument("year", type=_year, metavar="年", help="例如 2018")
    archive.add_argument("folder", type=Path, metavar="文件夹", help="压缩包放在这里")
    archive.add_argument("--issue", type=_issue, metavar="年/期", help="只做一期，例如 2018/01")
    archive.add_argument("--organ", metavar="编号", help="给某个机构的拷贝，先列与它有关的；编号见 organs.yml，例如 caizhengju")
    archive.add_argument("--since", type=Path, metavar="旧拷贝", help="列出与旧拷贝相比更新了什么，并另做一个更新包")
    archive.add_argument("--key", type=Path, metavar="密钥文件", help="用这把密钥签名")
    key = add("key", "密钥：制作签名用的密钥，并显示可以在电话里念的指纹")
    key.add_argument("what", choices=("new",), metavar="new", help="新做一把")
    key.add_argument("file", type=Path, metavar="文件", help="密钥存到这里；不要放进本项目，不要给别人")
    check = add("verify", "检验：离线拷贝有没有缺少、多出、改动，签名对不对，链接通不通")
    check.add_argument("copy", type=Path, metavar="拷贝", help="压缩包，或解压后的文件夹")
    check.add_argument("--fingerprint", metavar="指纹", help="电话里核对过的指纹；签名不是它的就不合格")
    check.add_argument("--report", type=Path, metavar="文件", help=f"检验报告存到这里，默认在拷贝旁边，名称后加 {REPORT_ENDING}")
    apply = add("apply", "更新：用更新包把解压后的旧拷贝变成新拷贝")
    apply.add_argument("update", type=Path, metavar="更新包", help="名称以 -update.zip 结尾的压缩包")
    apply.add_argument("folder", type=Path, metavar="文件夹", help="旧拷贝解压后的文件夹")
    for command in (key, check, apply):
        command.set_defaults(needs_project=False)


def _year(text: str) -> int:
    if not re.fullmatch("[12][0-9]{3}", text):
        raise argparse.ArgumentTypeError(f"“{text}”应是四位数的年份，例如 2018")
    return int(text)


def _issue(text: str) -> Any:
    name = text.replace("\\", "/").removeprefix("content/").rstrip("/")
    if not _ISSUE.fullmatch(name):
        raise argparse.ArgumentTypeError(f"“{text}”应是 年/期，例如 2018/01")
    return name
