"""A reader at a real browser: Chromium on the built site, over http and from the folder; what goes wrong is noted."""

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

from generator.addresses import chronicle_url, document_url, entry_url, issue_url, month_url, table_url, year_url
from generator.bulletin import Bulletin
from generator.grid import TableKind
from generator.records import Document, Issue, Table
from tests.support.sites import real_site

Kind = Literal["http", "file"]
Screen = Literal["desk", "phone"]
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
              "--disable-component-update", "--disable-sync"]
_SCREENS: dict[Screen, ViewportSize] = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@dataclass
class Reader:
    """One window on one site; `faults` is what the present page did that a reader's browser should never report."""

    page: Page
    root: str
    folder: Path
    faults: list[str] = field(default_factory=list)

    def address(self, url: str) -> str:
        return self.root + url

    def where(self) -> str:
        """The address of the page shown, relative to the site."""
        assert self.page.url.startswith(self.root), self.page.url
        return unquote(self.page.url.removeprefix(self.root))

    def open(self, url: str) -> Page:
        """The page at `url`, loaded afresh."""
        if self.page.url.split("#")[0] == self.address(url).split("#")[0]:
            self.page.goto("about:blank")    # else only the fragment would change
        self.faults.clear()
        self.page.goto(self.address(url), wait_until="load")
        return self.page

    def watch(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.faults.append(f"脚本出错：{error}"))
        self.page.on("request", self._on_request)
        self.page.on("requestfailed", self._on_failure)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"控制台 {message.type}：{message.text}（{message.location.get('url', '')}）")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.root, "data:", "about:blank")):
            self.faults.append(f"向外请求：{request.url}")

    def _on_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":    # that one is this test going on to the next page before the icon came
            self.faults.append(f"没有读到：{unquote(request.url)}（{request.failure}）")


class OpenPage:
    """Gives a reader of a site by protocol and screen; the same window again for the same wishes."""

    def __init__(self, browser: Browser, roots: Callable[[Kind, Path], str]) -> None:
        self._browser, self._roots = browser, roots
        self._contexts: list[BrowserContext] = []
        self._readers: dict[tuple[Kind, Screen, bool, str, Path], Reader] = {}

    def __call__(self, kind: Kind, screen: Screen = "desk", *, script: bool = True, init: str = "", site: Path | None = None) -> Reader:
        """`init` is run in every page before its own scripts; without `script` the browser runs none."""
        folder = site or real_site()[0]
        key = (kind, screen, script, init, folder)
        if key not in self._readers:
            phone = screen == "phone"
            context = self._browser.new_context(viewport=_SCREENS[screen], is_mobile=phone, has_touch=phone, java_script_enabled=script,
                                                locale="zh-CN", reduced_motion="reduce")
            context.set_default_timeout(10_000)
            self._contexts.append(context)
            if init:
                context.add_init_script(init)
            self._readers[key] = Reader(context.new_page(), self._roots(kind, folder), folder)
            self._readers[key].watch()
        return self._readers[key]

    def close(self) -> None:
        for context in self._contexts:
            context.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.skip("没有 Chromium：请先安装（Debian：apt-get install chromium fonts-noto-cjk；见 tests/need_programs.sh），或用环境变量 CHROMIUM 指出程序")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def http_roots() -> Iterator[Callable[[Path], str]]:
    """Serves folders on this machine; the site stands below the root of its host, as it may with an ordinary provider."""
    servers: dict[Path, ThreadingHTTPServer] = {}

    def root(site: Path) -> str:
        if site not in servers:
            servers[site] = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site.parent)))
            threading.Thread(target=servers[site].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[site].server_port}/{site.name}/"

    yield root
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def open_page(browser: Browser, http_roots: Callable[[Path], str]) -> Iterator[OpenPage]:
    opener = OpenPage(browser, lambda kind, site: http_roots(site) if kind == "http" else site.as_uri() + "/")
    yield opener
    opener.close()


@pytest.fixture(params=["http", "file"])
def kind(request: pytest.FixtureRequest) -> Kind:
    """Every test that names this runs over http and from the folder."""
    found: Kind = "http" if request.param == "http" else "file"
    return found


def find_document(bulletin: Bulletin, number: str) -> tuple[Issue, Document]:
    return next((issue, document) for issue, document in bulletin.documents() if str(document.number) == number)


def page_kinds(site: tuple[Path, Bulletin]) -> dict[str, str]:
    """One address for every kind of page there is, by name; of kinds that come in sizes the largest."""
    folder, bulletin = site
    issue = bulletin.issues[-1]
    documents = list(issue.documents)
    tables: list[Table] = [table for document in documents for table in document.tables]
    plain = [d for d in documents if not d.tables and not d.figures]
    found = {
        "首页": "index.html", "年": year_url(issue.meta.year), "期": issue_url(issue.meta),
        "公文": document_url(issue.meta, max(plain, key=lambda d: d.last_line - d.first_line)),
        "短公文": document_url(issue.meta, min(plain, key=lambda d: d.last_line - d.first_line)),
        "大事一条": entry_url(issue.chronicle[0]), "大事一月": month_url(int(issue.chronicle[0].id[:4]), int(issue.chronicle[0].id[5:7])),
        "大事一年": chronicle_url(issue.meta.year), "大事记": "chronicle.html", "公文索引": "documents.html", "人事任免": "personnel.html",
        "表格索引": "tables.html", "人物": "people/index.html", "机构": "organs/index.html", "时间线": "timeline.html",
        "搜索": "search.html", "搜索结果": "search.html?q=%E5%85%AC", "数据": "data.html",
    }
    for name, document in (("有图的公文", next((d for d in documents if d.figures), None)),
                           ("有表的公文", max((d for d in documents if d.tables), key=lambda d: sum(len(t.grid.rows) for t in d.tables), default=None)),
                           ("有表样的公文", next((d for d in documents if any(t.grid.kind is TableKind.FORM for t in d.tables)), None))):
        if document:
            found[name] = document_url(issue.meta, document)
    for name, kinds in (("数据表", TableKind.DATA), ("表样", TableKind.FORM), ("名单", TableKind.ROSTER)):
        table = max((t for t in tables if t.grid.kind is kinds), key=lambda t: len(t.grid.rows), default=None)
        if table:
            found[name] = table_url(issue.meta, table)
    widest = max(tables, key=lambda t: (any(r.is_total for r in t.grid.records), t.grid.width), default=None)
    if widest:
        found["有合计的宽表"] = table_url(issue.meta, widest)
    return found | _other_kinds(folder, set(found.values()))


def _other_kinds(folder: Path, known: set[str]) -> dict[str, str]:
    """Kinds of pages that are not named above: the largest page of every folder, and every page of the site's root."""
    families: dict[str, list[Path]] = {}
    for path in folder.rglob("*.html"):
        url = path.relative_to(folder).as_posix()
        family = url if path.parent == folder or path.name == "index.html" else f"{Path(url).parent.as_posix()}/*"
        if not (path.name == "404.html" and path.parent == folder):
            families.setdefault(re.sub(r"\d+", "0", family), []).append(path)
    largest = {family: max(paths, key=lambda p: (p.stat().st_size, p)).relative_to(folder).as_posix() for family, paths in families.items()}
    covered = {re.sub(r"\d+", "0", url if "/" not in url or url.endswith("index.html") else url.rsplit("/", 1)[0] + "/*") for url in known}
    return {family: url for family, url in sorted(largest.items()) if family not in covered}
