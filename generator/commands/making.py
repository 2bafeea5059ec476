"""Makes the site: the part of `gongbao build` that is loaded only where there may be something to make."""

import argparse
import os

from generator.bulletin import Bulletin
from generator.commands.report import has, write_page
from generator.commands.terminal import progress, say, say_site
from generator.diagnostics import Severity
from generator.linking.knowledge import Knowledge, learn
from generator.publishing.build import BuildReport, RenderFault, build_site
from generator.publishing.docs import docs_stamps
from generator.publishing.lock import Busy
from generator.publishing.preparation import load_with_store
from generator.publishing.site import blocking
from generator.publishing.staging import SiteInUse
from generator.publishing.unchanged import Finished, LastBuild
from generator.publishing.update import site_stamps
from generator.reporting.report import make_report
from generator.reporting.terminal import render_report


def make(options: argparse.Namespace, last: LastBuild, started: float) -> int:
    """Makes the site as the options say, has it remembered by `last`, and returns the exit status. `started` is `time.monotonic()` of then."""
    bulletin, diagnostics = load_with_store(options.project, progress, clean=options.clean)
    known = learn(bulletin, os.environ.get("SOURCE_DATE_EPOCH"))
    report = make_report(options.project, known, diagnostics, is_whole=True)
    words = render_report(report, least=Severity.WARNING)
    print(words)
    if blocking(diagnostics) or (options.strict and has(report.doubts, Severity.WARNING)):
        write_page(options.project, bulletin, report)
        say("有上列错误，没有生成；原来的 site 文件夹没有动。" if blocking(diagnostics) else "有上列疑点，没有生成；原来的 site 文件夹没有动。")
        return 1
    done = _built(options, known, started)
    if done is None:
        return 1
    finished = Finished(words, f"{_count(bulletin)}，{done.pages} 页", 1 if has(report.doubts, Severity.ERROR) else 0)
    print(finished.told(done.reading_seconds, done.engine, done.rendered, done.rendering_seconds))
    if write_page(options.project, bulletin, report) and done.engine == "gongbao":
        last.remember(finished, site_stamps(options.project), docs_stamps(options.project))
    say_site()
    return finished.status


def _built(options: argparse.Namespace, known: Knowledge, started: float) -> BuildReport | None:
    """What the build did; None where it could not be done, which has been said."""
    try:
        return build_site(options.project, known, options.engine, progress, started, options.clean)
    except Busy:
        say("另一个 gongbao 正在这个项目里生成网站或制作拷贝，这次没有生成。请等它结束后再运行。")
    except SiteInUse:
        say("新网页已经生成好，但 site 文件夹正被别的程序占用（例如资源管理器或浏览器开着它），没能换上；原来的网页没有动。请关闭这些程序后再运行一次。")
    except RenderFault as fault:
        say(f"{options.engine} 生成网页时出错，原来的 site 文件夹没有动。它的话（也在 build/{options.engine}.log）：\n{fault}")
    return None


def _count(bulletin: Bulletin) -> str:
    return f"共 {len(bulletin.issues)} 期，公文 {sum(1 for _ in bulletin.documents())} 件，大事记 {sum(len(i.chronicle) for i in bulletin.issues)} 条"
