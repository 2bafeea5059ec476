"""mkdocs.yml, its navigation and its theme, as MkDocs itself loads them."""

import gzip
import io
import logging
import os
import posixpath
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn, overload
from urllib.parse import urlsplit

import jinja2
import mkdocs
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, Files, file_sort_key
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime, get_build_timestamp, get_relative_url, is_error_template, is_markdown_file, normalize_url
from mkdocs.utils.templates import TemplateContext

from generator.rendering.facts import Frame
from generator.rendering.templates import KeptTemplates
from generator.rendering.tracing import TracedPage, Untraceable, trace_filters
from generator.store import BULLETIN

ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
# Settings that let other code have a say in the pages, or leave pages out: then MkDocs itself must build.
_FOREIGN = ("hooks", "plugins", "extra_templates", "exclude_docs", "draft_docs", "not_in_nav", "use_directory_urls", "strict")


class EngineFault(Exception):
    """mkdocs.yml or the theme cannot be used; the message is MkDocs' own."""


class UnfitForEngine(Exception):
    """The settings or the theme ask for what only MkDocs itself does; the message says what."""


class _Unread:
    """The text of a page of the navigation, as long as that page is not drawn itself: no other page may show it."""

    def _refuse(self, *_: Any) -> NoReturn:
        raise Untraceable("the text of another page")

    __str__ = __bool__ = __len__ = __contains__ = __iter__ = __html__ = _refuse


class SourceFiles(Files):
    """The files of `build/docs`, each made when MkDocs asks for it."""

    def __init__(self, paths: Set[str], config: MkDocsConfig) -> None:
        super().__init__([])
        self._paths, self._config = paths, config

    def get_file_from_path(self, path: str) -> File | None:
        if path in self._src_uris or path not in self._paths:
            return self._src_uris.get(path)
        file = File(path, self._config.docs_dir, self._config.site_dir, self._config.use_directory_urls)
        self._src_uris[path] = file
        return file

    def drop(self, path: str) -> None:
        """Forgets a file and its page, whose text would be held to the end."""
        self._src_uris.pop(path, None)

    def every_page(self) -> Sequence[File]:
        found = (self.get_file_from_path(path) for path in self._paths if is_markdown_file(path))
        return sorted((file for file in found if file is not None), key=file_sort_key)


class _EveryPage(Sequence[File]):
    """All pages of the site, for templates that list them; gathered only if one does."""

    def __init__(self, files: SourceFiles, config: MkDocsConfig) -> None:
        self._source, self._config = files, config

    @cached_property
    def _files(self) -> Sequence[File]:
        found = self._source.every_page()
        for file in found:
            if file.page is None:
                Page(None, file, self._config)
        return found

    @overload
    def __getitem__(self, index: int) -> File: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[File]: ...
    def __getitem__(self, index: int | slice) -> File | Sequence[File]:
        return self._files[index]

    def __len__(self) -> int:
        return len(self._files)


class Theme:
    """Draws pages and the theme's own files. `docs` holds the path of every file of `build/docs`.

    A page of the navigation that is not yet written is taken for one without front matter.

    Raises `EngineFault` and `UnfitForEngine`.
    """

    def __init__(self, project: Path, docs: Set[str]) -> None:
        self.config = _load(project)
        _refuse_foreign(self.config, docs)
        self.files = SourceFiles(docs, self.config)
        self.environment = self.config.theme.get_env()
        self.environment.bytecode_cache = KeptTemplates(project / "build" / "cache" / BULLETIN / "templates")
        trace_filters(self.environment)
        self.nav = get_navigation(Files(self._files_of_nav()), self.config)
        self.every_page = _EveryPage(self.files, self.config)
        self._addresses: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {}
        for page in self.nav.pages:
            if Path(page.file.abs_src_path or "").is_file():
                page.read_source(self.config)
            page.content = _Unread()  # type: ignore[assignment]

    def page(self, path: str) -> Page:
        """The page of a source file, not yet read; one of the navigation has its place there."""
        file = self.files.get_file_from_path(path)
        assert file is not None, path
        return file.page or Page(None, file, self.config)

    def frame(self, page: Page) -> Frame:
        base = get_relative_url(".", page.url)
        key = posixpath.dirname(page.url), base     # as in PageFacts.folder
        if key not in self._addresses:
            self._addresses[key] = (tuple(normalize_url(path, page, base) for path in self.config.extra_css),
                                    tuple(normalize_url(str(script), page, base) for script in self.config.extra_javascript))
        return Frame(_template(page), base, *self._addresses[key])

    def draw(self, page: Page) -> str:
        """The page as MkDocs writes it."""
        page.active = True
        try:
            context = get_context(self.nav, self.every_page, self.config, page)
            return self._fill(_template(page), context)
        finally:
            page.active = False

    def draw_traced(self, page: TracedPage, frame: Frame) -> str:
        context = TemplateContext(nav=self.nav, pages=_Unread(), base_url=frame.base_url, extra_css=frame.extra_css,  # type: ignore[typeddict-item]
                                  extra_javascript=frame.extra_javascript, mkdocs_version=mkdocs.__version__, build_date_utc=get_build_datetime(),
                                  config=self.config, page=page)  # type: ignore[typeddict-item]
        return self.environment.get_template(frame.template).render(context)

    def own_files(self) -> Iterator[tuple[str, Path]]:
        """The files the theme brings along, by their path in the site; a file of `build/docs` of the same path wins."""
        found = Files([])
        found.add_files_from_theme(self.environment, self.config)
        for file in found:
            if file.src_uri not in self.files and not file.is_documentation_page():
                yield file.dest_uri, Path(str(file.abs_src_path))

    def own_folders(self) -> Iterator[Path]:
        """The folders of the theme that no version number of a package stands for."""
        return (Path(folder) for folder in self.config.theme.dirs if "site-packages" not in Path(folder).parts)

    def settings(self) -> str:
        """mkdocs.yml and what it inherits, the same text for the same settings."""
        theme = self.config.theme
        return repr(_ordered({**self.config, "theme": (theme.name, theme.dirs, theme.static_templates, dict(theme), str(theme.locale))}))

    def own_pages(self) -> Iterator[tuple[str, bytes]]:
        """The files that the theme draws of no source, such as 404.html, by their path in the site."""
        for name in sorted(self.config.theme.static_templates):
            base = urlsplit(self.config.site_url or "/").path if is_error_template(name) else get_relative_url(".", name)
            if not self._has(name):
                continue
            output = self._fill(name, get_context(self.nav, self.every_page, self.config, base_url=base)).encode()
            if output.strip():
                yield name, output
                if name == "sitemap.xml":
                    yield name + ".gz", self._zipped(output)

    def _has(self, template: str) -> bool:
        try:
            self.environment.get_template(template)
        except jinja2.TemplateNotFound as fault:
            return fault.name != template
        except jinja2.TemplateError:
            return True
        return True

    def _fill(self, template: str, context: TemplateContext) -> str:
        try:
            return self.environment.get_template(template).render(context)
        except jinja2.TemplateError as fault:
            raise EngineFault(f"{template}: {type(fault).__name__} {fault}") from fault

    def _zipped(self, output: bytes) -> bytes:
        stamp = get_build_timestamp(pages=[file.page for file in self.every_page if file.page is not None])
        target = io.BytesIO()
        with gzip.GzipFile("sitemap.xml.gz", "wb", fileobj=target, mtime=stamp) as packed:
            packed.write(output)
        return target.getvalue()

    def _files_of_nav(self) -> list[File]:
        found = (self.files.get_file_from_path(path) for path in _paths(self.config.nav))
        return [file for file in found if file is not None]


def _template(page: Page) -> str:
    return str(page.meta.get("template", "main.html"))


def _paths(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping):
        for value in nav.values():
            yield from _paths(value)
    elif isinstance(nav, list):
        for value in nav:
            yield from _paths(value)


def _load(project: Path) -> MkDocsConfig:
    os.environ.update(ENVIRONMENT)
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        return load_config(str(project / "mkdocs.yml"))
    except MkDocsException as fault:
        raise EngineFault(str(fault)) from fault


def _refuse_foreign(config: MkDocsConfig, docs: Set[str]) -> None:
    for name in _FOREIGN:
        if config.get(name):
            raise UnfitForEngine(f"mkdocs.yml: {name}")
    if config.nav is None:
        raise UnfitForEngine("mkdocs.yml: nav")
    hidden = next((path for path in docs if path.startswith(("templates/", ".")) or "/." in path), None)
    if hidden:
        raise UnfitForEngine(f"build/docs/{hidden}")


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return [(key, _ordered(value[key])) for key in sorted(value)]
    if isinstance(value, set | frozenset):
        return sorted(value)
    return [_ordered(item) for item in value] if isinstance(value, list | tuple) else value
