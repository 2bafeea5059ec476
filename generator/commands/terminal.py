"""What a command says while it works; its results go to the standard output, this does not."""

import sys


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def progress(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)
