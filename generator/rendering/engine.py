"""The pages of a site as MkDocs writes them, without MkDocs going through all of them.

MkDocs reads mkdocs.yml, the navigation and the theme; each page is converted here and put into the chrome that the theme
draws once for every kind of page. The bytes are those of `mkdocs build` on the same folder.
"""

import hashlib
import importlib.metadata
import platform
from collections.abc import Iterator, Set
from pathlib import Path

from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

from generator.rendering.chrome import Chrome
from generator.rendering.conversion import Converter, NeedsFiles
from generator.rendering.facts import PageFacts
from generator.rendering.theme import Theme, UnfitForEngine
from generator.rendering.tracing import TracedPage, Untraceable

_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "jinja2", "markupsafe", "pyyaml")


class Engine:
    """Renders the pages of one `build/docs`. Raises `EngineFault` or `UnfitForEngine` when it is made."""

    def __init__(self, project: Path, docs: Set[str]) -> None:
        self.project, self.docs = project, docs
        self.theme = Theme(project, docs)
        self._converter = Converter(self.theme.config)
        self._chrome = Chrome(self._draw)
        self._in_nav = {page.file.src_uri for page in self.theme.nav.pages}

    def render(self, path: str, text: str | None = None) -> tuple[bytes, bool]:
        """The page of the Markdown file `path` of `build/docs`, and whether it depends on nothing but its text, the settings and the theme.

        `text` stands for what the file holds, where it is not yet written.

        No bytes if MkDocs would write no file. Raises `UnfitForEngine`.
        """
        page = self.theme.page(path)
        alone = self._read(page, page.file.content_string if text is None else text)
        try:
            output = self.theme.draw(page) if path in self._in_nav else self._chrome.render(PageFacts(page, self.theme.frame(page)))
        except Untraceable as fault:
            raise UnfitForEngine(str(fault)) from fault
        finally:
            if path not in self._in_nav:
                self.theme.files.drop(path)
        return (output.encode("utf-8", errors="xmlcharrefreplace") if output.strip() else b""), alone

    @property
    def drawn(self) -> int:
        """How many pages outside the navigation the theme itself had to draw."""
        return self._chrome.drawn

    def target(self, path: str) -> str:
        """Where in the site a file of `build/docs` ends up."""
        return path.removesuffix(".md") + ".html" if path.endswith(".md") else path

    def key(self) -> str:
        """Changes whenever the same text might become another page: settings, theme, navigation, programs."""
        digest = hashlib.sha256()
        for part in self._parts():
            digest.update(hashlib.sha256(part).digest())
        return digest.hexdigest()

    def _read(self, page: Page, text: str) -> bool:
        page.markdown, page.meta = get_data(text)
        try:
            if "title" not in page.meta:
                raise NeedsFiles("title")
            page.content, page.toc = self._converter.convert(page.markdown)
        except NeedsFiles:
            page.render(self.theme.config, self.theme.files)
            return False
        return True

    def _draw(self, facts: PageFacts, traced: TracedPage | None) -> str:
        return self.theme.draw(facts.page) if traced is None else self.theme.draw_traced(traced, facts.frame)

    def _parts(self) -> Iterator[bytes]:
        yield platform.python_version().encode()
        for package in _PACKAGES:
            yield f"{package} {importlib.metadata.version(package)}".encode()
        yield self.theme.settings().encode()
        for page in self.theme.nav.pages:
            yield repr((page.url, page.title, sorted(page.meta.items()))).encode()
        for folder in self.theme.own_folders():
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    yield path.relative_to(folder).as_posix().encode()
                    yield path.read_bytes()
