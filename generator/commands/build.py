"""Makes the site, or says at once that it is as it would be made."""

import argparse
import datetime
import os
import time
from importlib import import_module

from generator.commands.terminal import progress, say_page, say_site
from generator.publishing.unchanged import LastBuild
from generator.store import without_collector


@without_collector()
def run(options: argparse.Namespace) -> int:
    started = time.monotonic()
    last = LastBuild(options.project, options.engine, options.strict, os.environ.get("SOURCE_DATE_EPOCH"), datetime.date.today())
    found = last.result() if not options.clean else None
    if found is None:       # only now: what makes a site takes longer to import than to find that there is nothing to make
        status: int = import_module("generator.commands.making").make(options, last, started)
        return status
    progress("原稿、设置和程序都没有变动，网站也完好，沿用上次的。")
    print(found.report)
    print(found.told(time.monotonic() - started, "gongbao", 0, 0.0))
    say_page()
    say_site()
    return found.status
