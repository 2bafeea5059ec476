"""Makes an offline copy."""

import argparse

from generator.commands.terminal import progress, say
from generator.diagnostics import Severity, format_diagnostic
from generator.publishing.archive.faults import CopyFault
from generator.publishing.archive.layout import Scope
from generator.publishing.archive.make import Made, Order, make_copy
from generator.publishing.archive.old_copy import OldCopy
from generator.publishing.build import RenderFault
from generator.publishing.lock import Busy
from generator.publishing.preparation import load_with_store
from generator.publishing.site import blocking


def run(options: argparse.Namespace) -> int:
    if options.issue and not options.issue.startswith(f"{options.year}/"):
        say(f"--issue {options.issue} 不是 {options.year} 年的。")
        return 2
    bulletin, diagnostics = load_with_store(options.project, progress)
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
    except Busy:
        say("另一个 gongbao 正在这个项目里生成网站或制作拷贝，这次没有制作。请等它结束后再运行。")
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
