"""Tells by which rule a line of a source was read."""

import argparse
import re

from generator.authority.bundle import load_authority
from generator.commands.terminal import say
from generator.project import load_issue
from generator.publishing.explain import explain_line, find_words

_PLACE = re.compile(r"(?P<path>.+?\.[a-z]+):(?P<line>.+)", re.S)
_PARAGRAPH = re.compile(r"(\.[a-z]+) 第([0-9]{1,9})段")      # as messages write places of Word files and web pages


def run(options: argparse.Namespace) -> int:
    match = _PLACE.fullmatch(_PARAGRAPH.sub(r"\1:\2", " ".join(options.place)))
    if match is None:
        say("写法是 文件:行，例如 content/2018/01/source.txt:7522；不知道行号的写几个字，例如 content/2018/01/source.txt:应急响应流程图")
        return 2
    path = (options.project / match["path"]).resolve()
    issue_file = path.parent / "issue.yml"
    if not path.is_file() or not issue_file.is_file() or options.project not in path.parents:
        say(f"没有这个原稿文件：{match['path']}")
        return 2
    authority, _ = load_authority(options.project / "site_config")
    issue, _ = load_issue(issue_file, options.project, authority)
    if issue.meta.source != path.name:
        say(f"这一期的原稿是 {issue.meta.source}，不是 {path.name}。")
        return 2
    if not re.fullmatch("[0-9]{1,9}", match["line"]):
        found = find_words(issue, match["line"])
        print("\n".join(found) or f"原稿里没有“{match['line']}”。")
        return 0 if found else 2
    print("\n".join(explain_line(issue, int(match["line"]))))
    return 0 if 1 <= int(match["line"]) <= len(issue.source.lines) else 2
