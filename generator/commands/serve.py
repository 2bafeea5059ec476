"""Shows the site while it is edited."""

import argparse

from generator.commands.terminal import say
from generator.publishing.preview import serve


def run(options: argparse.Namespace) -> int:
    return serve(options.project, options.address, say)
