"""A page, and the engine that fills its template."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import jinja2

from generator.addresses import page_path, relative
from generator.pages.escape import escape_html, escape_markdown, front_matter
from generator.parts import Part

Crumb = tuple[str, str | None]      # words, address (None for the page itself)


@dataclass(frozen=True)
class Page:
    """A Markdown page of `build/docs`: `path` relative to it, with forward slashes."""

    path: str
    text: str


def page_part(name: str, key: str | None, make: Callable[[], Page]) -> Part:
    """The page that `make` gives as a part of the site."""
    return pages_part(name, key, lambda: (make(),))


def pages_part(name: str, key: str | None, make: Callable[[], Iterable[Page]]) -> Part:
    """The pages that `make` gives as one part of the site."""
    return Part(name, key, lambda: ((page.path, page.text.encode()) for page in make()))


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(loader=jinja2.PackageLoader("generator.pages"), undefined=jinja2.StrictUndefined,
                                     trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters["md"] = escape_markdown
    environment.filters["h"] = escape_html
    return environment


def render_page(template: str, url: str, title: str, crumbs: Sequence[Crumb], *, description: str = "", hide: tuple[str, ...] = (),
                noindex: bool = False, feed: str | None = None, **values: Any) -> Page:
    """The page at `url` from `templates/<template>.md.j2`; `link` in it makes an address relative to the page.

    `noindex` asks search engines to leave the page out; `feed` is the address of the Atom feed or calendar
    that tells what is new on the page.
    """
    body = _templates().get_template(f"{template}.md.j2").render(title=title, url=url, link=lambda target: relative(target, url), **values)
    return Page(page_path(url), front_matter(title, description, hide, noindex, relative(feed, url) if feed else "") + render_crumbs(crumbs, url) + body + _subscription(feed, url))


def _subscription(feed: str | None, url: str) -> str:
    return f'\n\n<p class="gb-more"><a href="{relative(feed, url)}" type="application/atom+xml">订阅更新（Atom）</a></p>\n' if feed and feed.endswith(".xml") else ""


def render_crumbs(crumbs: Sequence[Crumb], url: str) -> str:
    """The way from the home page to this one; nothing on the home page itself."""
    if not crumbs:
        return ""
    items = []
    for words, target in (("首页", "index.html"), *crumbs):
        here = f'<a href="{relative(target, url)}">{escape_html(words)}</a>' if target else f'<span aria-current="page">{escape_html(words)}</span>'
        items.append(f"<li>{here}</li>")
    return f'<nav class="gb-crumbs" aria-label="所在位置"><ol>{"".join(items)}</ol></nav>\n\n'


def attributes(values: Mapping[str, str | int | None], classes: Sequence[str] = ()) -> str:
    """An attribute list for Python-Markdown: {: #p3 .gb-text data-line="12" }."""
    words = [f"#{values['id']}"] if values.get("id") else []
    words += [f".{name}" for name in classes]
    words += [f'{key}="{value}"' for key, value in values.items() if key != "id" and value is not None]
    return "{: " + " ".join(words) + " }"
