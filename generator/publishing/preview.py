"""Live preview while an editor works: a change to the sources or settings shows in the browser."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from generator.diagnostics import InputFault, format_diagnostic
from generator.project import Progress, load_bulletin
from generator.publishing.site import blocking, write_build
from generator.rendering.theme import ENVIRONMENT

_WATCHED = ("content", "site_config", "theme")
_INTERVAL = 0.5     # seconds between two looks


def serve(project: Path, address: str, say: Progress) -> int:
    """Serves the site at `address` until interrupted; rewrites `build/docs` when a watched file changes."""
    seen = _snapshot(project)
    if not _rewrite(project, say):
        return 1
    server = subprocess.Popen([sys.executable, "-m", "mkdocs", "serve", "--quiet", "--livereload", "--dev-addr", address],
                              cwd=project, env=os.environ | ENVIRONMENT)
    say(f"正在打开预览：请在浏览器中访问 http://{address}/ ，按 Ctrl+C 结束")
    try:
        while server.poll() is None:
            time.sleep(_INTERVAL)
            now = _snapshot(project)
            if now != seen:
                seen = now
                _rewrite(project, say)
    except KeyboardInterrupt:
        pass
    finally:
        server.terminate()
        server.wait(timeout=10)
    if server.returncode not in (0, -signal.SIGTERM, -signal.SIGINT):
        say(f"预览没有打开：地址 {address} 可能正被占用，请用 --address 换一个端口，例如 127.0.0.1:8001。")
        return 1
    return 0


def _rewrite(project: Path, say: Progress) -> bool:
    try:
        bulletin, diagnostics = load_bulletin(project)
    except InputFault as fault:
        say(format_diagnostic(fault.diagnostic))
        return False
    stop = blocking(diagnostics)
    for diagnostic in stop:
        say(format_diagnostic(diagnostic))
    if not stop:
        docs = write_build(project, bulletin)
        say(f"已更新：{docs.pages} 页，{docs.written} 个文件有变动")
    return not stop


def _snapshot(project: Path) -> dict[str, tuple[float, int]]:
    found = {}
    for folder in _WATCHED:
        for path in (project / folder).rglob("*"):
            try:
                status = path.stat()
            except OSError:
                continue
            found[str(path)] = (status.st_mtime, status.st_size)
    return found
