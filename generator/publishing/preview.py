"""Live preview while an editor works: a change to the sources or settings shows in the browser by itself."""

import html
import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from generator.diagnostics import InputFault, format_diagnostic
from generator.os_errors import reason_of
from generator.project import Progress, load_bulletin
from generator.publishing.draft import Draft
from generator.publishing.preparation import read_ahead
from generator.publishing.site import blocking
from generator.rendering.theme import EngineFault, UnfitForEngine
from generator.store import Store

_WATCHED = ("content", "site_config", "theme", "mkdocs.yml")
_INTERVAL = 0.25        # seconds between two looks
_PATIENCE = 25.0        # seconds a browser waits for a change before it asks again
_ASK = "/_gongbao/changed"
_Snapshot = Mapping[str, tuple[int, int]]


class Preview:
    """What is shown: the newest draft that could be made, and what hinders a newer one. `number` grows with every change."""

    def __init__(self, project: Path, say: Progress) -> None:
        self._project, self._say = project, say
        self._store = Store(project / "build" / "cache")
        self._lock = threading.RLock()
        self._changed = threading.Condition()
        self._looked_at = "index.html"
        self.draft: Draft | None = None
        self.faults: tuple[str, ...] = ()
        self.number = 0

    def refresh(self) -> None:
        """Makes a new draft, and the page looked at last, before browsers are told."""
        with self._lock:
            started = time.monotonic()
            try:
                bulletin, diagnostics = load_bulletin(self._project, store=self._store)
                stop = blocking(diagnostics)
                if not stop:
                    self.draft = Draft(self._project, bulletin, self.draft)
                    self.draft.file(self._looked_at)
                self.faults = tuple(map(format_diagnostic, stop))
            except InputFault as fault:
                self.faults = (format_diagnostic(fault.diagnostic),)
            except (EngineFault, UnfitForEngine) as fault:
                self.faults = (f"网页样式或 mkdocs.yml 有错，不能预览：{fault}",)
            except OSError as fault:    # an editor's program may be writing just now
                self.faults = (f"文件读写失败：{fault.filename or ''} {reason_of(fault)}",)
        for text in self.faults:
            self._say(text)
        self._say("有错误，预览停在上次的样子。" if self.faults else f"已更新，用时 {time.monotonic() - started:.1f} 秒")
        with self._changed:
            self.number += 1
            self._changed.notify_all()

    def page(self, address: str) -> bytes | None:
        """The file at `address`, or None; of a page, with what tells of faults and of changes."""
        with self._lock:
            data = self.draft.file(address) if self.draft else b"<!doctype html><title>\xe9\xa2\x84\xe8\xa7\x88</title><body></body>"
            if data is None or not address.endswith(".html"):
                return data
            if address != "404.html":
                self._looked_at = address
        text = data.decode()
        at = text.rfind("</body>")
        return (text[:at] + self._notice() + text[at:]).encode()

    def wait(self, seen: int) -> int:
        """The number of the newest draft, as soon as it is not `seen`, or after a while."""
        with self._changed:
            self._changed.wait_for(lambda: self.number != seen, _PATIENCE)
            return self.number

    def _notice(self) -> str:
        faults = "".join(f"<pre style='white-space:pre-wrap;margin:.5em 0'>{html.escape(text)}</pre>" for text in self.faults)
        shown = ("<div role='alert' style='position:fixed;z-index:99;inset:auto 0 0;max-height:50%;overflow:auto;padding:1em;background:#fff3f0;color:#5f1300;"
                 f"border-top:3px solid #b71c00'><strong>有错误，下面是改正以前的样子：</strong>{faults}</div>") if self.faults else ""
        script = (f"(function ask(){{fetch({json.dumps(_ASK)}+'?seen={self.number}').then(function(r){{return r.text()}}).then(function(n){{"
                  f"n==={json.dumps(str(self.number))}?ask():location.reload()}}).catch(function(){{setTimeout(ask,1000)}})}})()")
        return f"{shown}<script>{script}</script>"


class PreviewServer(ThreadingHTTPServer):
    """Serves the preview to browsers, each in a thread."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"    # on Windows this would let two servers share an address

    def __init__(self, address: tuple[str, int], preview: Preview) -> None:
        """Raises `OSError` where the address is taken, `OverflowError` where there is no such port."""
        super().__init__(address, _Handler)
        self.preview = preview

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that closes a connection while it is asked for more is no fault to tell the editor of."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PreviewServer

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == _ASK:
            seen = parse_qs(asked.query).get("seen", ["0"])[0]
            self._send(200, "text/plain", str(self.server.preview.wait(int(seen) if seen.isdecimal() else 0)).encode())
            return
        address = unquote(asked.path).lstrip("/")
        address += "index.html" if not address or address.endswith("/") else ""
        data = self._page(address)
        if data is None:
            self._send(404, "text/html; charset=utf-8", self.server.preview.page("404.html") or b"")
            return
        kind = guess_type(address)[0] or "application/octet-stream"
        self._send(200, kind + ("; charset=utf-8" if kind.startswith("text/") or kind.endswith("javascript") else ""), data)

    def _page(self, address: str) -> bytes | None:
        try:
            return self.server.preview.page(address)
        except (EngineFault, UnfitForEngine) as fault:
            return f"<!doctype html><meta charset=utf-8><p>这一页的样式有错，不能预览：{html.escape(str(fault))}</p>".encode()

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        try:
            self.end_headers()
            self.wfile.write(data)
        except OSError:     # the reader has gone on to another page
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass


def serve(project: Path, address: str, say: Progress) -> int:
    """Serves the preview at `address` (host:port) until interrupted."""
    host, _, port = address.rpartition(":")
    preview = Preview(project, say)
    try:
        server = PreviewServer((host, int(port)), preview)
    except (OSError, OverflowError):
        say(f"预览没有打开：地址 {address} 可能正被占用，请用 --address 换一个端口，例如 127.0.0.1:8001。")
        return 1
    try:
        seen = snapshot(project)
        read_ahead(project, project / "build" / "cache", say)
        preview.refresh()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        say(f"预览已经打开：请在浏览器中访问 http://{address}/ ，按 Ctrl+C 结束")
        watch(project, preview, seen)
    except KeyboardInterrupt:
        pass
    except InputFault as fault:
        say(format_diagnostic(fault.diagnostic))
        return 1
    finally:
        server.server_close()
    return 0


def watch(project: Path, preview: Preview, seen: _Snapshot) -> None:
    """Refreshes the preview whenever a watched file is not as it was, for ever."""
    while True:
        now = snapshot(project)
        if now != seen:
            seen = now
            preview.refresh()
        time.sleep(_INTERVAL)


def snapshot(project: Path) -> _Snapshot:
    """Time and size of every watched file."""
    found = {}
    for name in _WATCHED:
        for path in (project / name, *(project / name).rglob("*")):
            try:
                status = path.stat()
            except OSError:
                continue
            if not path.is_dir():
                found[str(path)] = (status.st_mtime_ns, status.st_size)
    return found
