"""Turns an old copy into a new one."""

import argparse

from generator.commands.terminal import say
from generator.publishing.archive.apply import apply_update
from generator.publishing.archive.faults import CopyFault


def run(options: argparse.Namespace) -> int:
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
