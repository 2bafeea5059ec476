"""Types queries into a real browser: our search page, Material's search box and Pagefind, and notes what each loads and finds."""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page

# Sends the form and waits for the list; the time is that of the page's own clock, from Enter to the last word of the status.
_OURS = """query => new Promise(done => {
  const form = document.querySelector('[data-search-page]'), status = document.querySelector('[data-search-status]');
  form.elements.q.value = query;
  const start = performance.now();
  const watch = new MutationObserver(() => {
    if (!status.textContent || status.textContent.startsWith('正在')) return;
    watch.disconnect();
    done({ seconds: (performance.now() - start) / 1000, status: status.textContent,
           ids: [...document.querySelectorAll('[data-search-results] li[data-id]')].map(item => item.dataset.id) });
  });
  watch.observe(status, { childList: true, characterData: true, subtree: true });
  form.requestSubmit();
})"""
# Material answers by messages of its worker: what they bring is kept, whatever the box shows of it.
_LISTEN = """const Plain = window.Worker;
window.Worker = class extends Plain { constructor(...given) {
  super(...given);
  this.addEventListener('message', event => { if (event.data.type === 1) window.isReady = true; if (event.data.type === 3) window.answer = event.data.data; });
} };"""
_MATERIAL = """query => new Promise(done => {
  const field = document.querySelector('[data-md-component=search-query]');
  const start = performance.now();
  window.answer = null;
  field.value = query;
  field.dispatchEvent(new Event('keyup', { bubbles: true }));
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const look = () => window.answer ? done({ seconds: (performance.now() - start) / 1000,
    ids: window.answer.items.map(item => item[0].location.split('#')[0]) }) : performance.now() - start > 30000 ? done(null) : setTimeout(look, 1);
  look();
})"""
_PAGEFIND = """async query => {
  window.pagefind ??= await import('/pagefind/pagefind.js');
  const start = performance.now();
  const found = await window.pagefind.search(query);
  const first = await Promise.all(found.results.slice(0, 10).map(result => result.data()));
  return { seconds: (performance.now() - start) / 1000, count: found.results.length, ids: first.map(one => one.raw_url ?? one.url) };
}"""
_PAGEFIND_ALL = """async query => (await Promise.all((await window.pagefind.search(query)).results.map(result => result.data()))).map(one => one.raw_url ?? one.url)"""
_SMALL = 60_000     # milliseconds a page may take to get ready


@dataclass(frozen=True)
class Answer:
    """What one query took: `loaded` in bytes of the files asked for; `cold` in seconds from Enter, `warm` with the files there.

    `ids` are the records, or the addresses of the pages, found; None where nothing came back.
    """

    query: str
    loaded: int
    cold: float
    warm: float
    ids: tuple[str, ...] | None
    status: str = ""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of `folder` over http, ending with a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


class Visit:
    """A fresh window with an empty cache; `loaded` counts the bytes of the files that it asked for below a folder of the site."""

    def __init__(self, browser: Browser, root: str, folder: Path) -> None:
        self._context = browser.new_context()
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(_SMALL)
        self._root, self._folder, self._asked = root, folder, set[str]()
        self.page.on("request", lambda request: self._asked.add(unquote(urlsplit(request.url)._replace(query="", fragment="").geturl())))

    def loaded(self, below: str = "") -> int:
        paths = (self._folder / url.removeprefix(self._root) for url in self._asked if url.startswith(self._root + below))
        return sum(path.stat().st_size for path in paths if path.is_file())

    def memory(self) -> float:
        """Megabytes the page's scripts hold once the rubbish is gone."""
        session = self._context.new_cdp_session(self.page)
        session.send("HeapProfiler.collectGarbage")
        session.send("Performance.enable")
        values: dict[str, Any] = {item["name"]: item["value"] for item in session.send("Performance.getMetrics")["metrics"]}
        return float(values["JSHeapUsedSize"]) / 1e6

    def close(self) -> None:
        self._context.close()


def ask_ours(browser: Browser, root: str, folder: Path, query: str) -> Answer:
    """One query on our search page in a fresh window; asked again, after another, once its files are there."""
    visit = Visit(browser, root, folder)
    visit.page.goto(root + "search.html", wait_until="load")
    visit.page.wait_for_timeout(300)
    cold = visit.page.evaluate(_OURS, query)
    loaded = visit.loaded("search/")
    visit.page.evaluate(_OURS, "〇〇")
    warm = visit.page.evaluate(_OURS, query)
    visit.close()
    return Answer(query, loaded, cold["seconds"], warm["seconds"], tuple(cold["ids"]), cold["status"])


def start_bytes(browser: Browser, root: str, folder: Path, url: str) -> int:
    """Bytes of search files that a page loads by itself, before anybody searches."""
    visit = Visit(browser, root, folder)
    visit.page.goto(root + url, wait_until="load")
    visit.page.wait_for_timeout(300)
    loaded = visit.loaded("search/") + visit.loaded("assets/search/")
    visit.close()
    return loaded


def memory_of_ours(browser: Browser, root: str, folder: Path, queries: tuple[str, ...]) -> float:
    """Megabytes the search page holds after all `queries`, one after the other."""
    visit = Visit(browser, root, folder)
    visit.page.goto(root + "search.html", wait_until="load")
    visit.page.wait_for_timeout(300)
    for query in queries:
        visit.page.evaluate(_OURS, query)
    held = visit.memory()
    visit.close()
    return held


def ask_material(browser: Browser, root: str, folder: Path, queries: tuple[str, ...]) -> tuple[list[Answer], float]:
    """The queries in Material's search box. It loads its whole index first: these bytes count for each query."""
    visit = Visit(browser, root, folder)
    visit.page.add_init_script(_LISTEN)
    visit.page.goto(root + "index.html", wait_until="load")
    visit.page.evaluate("document.querySelector('[data-md-component=search-query]').focus()")
    visit.page.wait_for_function("window.isReady === true")
    loaded, answers = visit.loaded("search/"), []
    for query in queries:
        found = visit.page.evaluate(_MATERIAL, query)
        answers.append(Answer(query, loaded, found["seconds"], found["seconds"], tuple(dict.fromkeys(found["ids"]))) if found
                       else Answer(query, loaded, 30, 30, None))
    held = visit.memory()
    visit.close()
    return answers, held


def ask_pagefind(browser: Browser, root: str, folder: Path, queries: tuple[str, ...]) -> tuple[list[Answer], float]:
    """The queries through Pagefind's own script, a fresh window each; bytes and time are those up to its first ten results."""
    answers, held = [], 0.0
    for query in queries:
        visit = Visit(browser, root, folder)
        visit.page.goto(root + "404.html", wait_until="load")
        cold = visit.page.evaluate(_PAGEFIND, query)
        loaded = visit.loaded("pagefind/")
        warm = visit.page.evaluate(_PAGEFIND, query)
        every = visit.page.evaluate(_PAGEFIND_ALL, query)
        answers.append(Answer(query, loaded, cold["seconds"], warm["seconds"], tuple(unquote(url).removeprefix("/") for url in every)))
        held = max(held, visit.memory())
        visit.close()
    return answers, held
