"""What a command says while it works; its results go to the standard output, this does not."""

import sys

PAGE = "build/report/index.html"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def progress(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


def say_page() -> None:
    """Where the report is, as a result of the command."""
    print(f"报告网页：{PAGE}，双击打开，原稿和结果左右对照。")


def say_site() -> None:
    """Where the site is."""
    print("网站在 site 文件夹，双击其中的 index.html 打开。")
