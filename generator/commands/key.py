"""Makes a key to sign copies with."""

import argparse

from generator.commands.terminal import say
from generator.publishing.archive.faults import CopyFault
from generator.publishing.archive.key import new_key


def run(options: argparse.Namespace) -> int:
    try:
        shown = new_key(options.file)
    except CopyFault as fault:
        say(str(fault))
        return 1
    print(f"密钥已存到 {options.file}，只有本机当前用户能读。请妥善保管并另存一份；不要放进本项目，不要给别人。\n指纹 {shown}")
    return 0
