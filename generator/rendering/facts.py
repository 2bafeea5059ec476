"""What a theme may ask about a page, and the answers."""

import posixpath
from dataclasses import dataclass
from typing import Any

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import normalize_url

# Where a value of a page is found: ("title",), ("meta", "robots"), ("toc", 0, 2, "title").
Place = tuple[str | int, ...]
# The levels of the headings of a page, each with those below it.
Shape = tuple[tuple[int, "Shape"], ...]


@dataclass(frozen=True)
class Frame:
    """What MkDocs computes for a page from its folder and front matter alone."""

    template: str
    base_url: str
    extra_css: tuple[str, ...]
    extra_javascript: tuple[str, ...]


@dataclass(frozen=True)
class PageFacts:
    """A page outside the navigation, its Markdown converted, as the theme sees it."""

    page: Page
    frame: Frame

    @property
    def url(self) -> str:
        return self.page.url

    @property
    def folder(self) -> tuple[str, str]:
        """Pages for which it is the same see the rest of the site at the same addresses. A name without a dot counts as a folder."""
        return posixpath.dirname(self.page.url), self.frame.base_url

    def value(self, place: Place) -> Any:
        """The value at `place`; None where there is none."""
        name, rest = str(place[0]), place[1:]
        if name == "meta":
            return self.page.meta.get(str(rest[0]))
        return self._heading(rest) if name == "toc" else getattr(self.page, name)

    def shape(self) -> Shape:
        return _shape(list(self.page.toc))

    def address(self, target: str) -> str:
        """`target`, an address of the site, as seen from this page."""
        return normalize_url(target, page=self.page, base=self.frame.base_url)

    def _heading(self, rest: Place) -> str:
        items, item = list(self.page.toc), None
        for index in rest[:-1]:
            item = items[int(index)]
            items = item.children
        assert item is not None
        return item.title if rest[-1] == "title" else item.id


def _shape(items: list[AnchorLink]) -> Shape:
    return tuple((item.level, _shape(item.children)) for item in items)
