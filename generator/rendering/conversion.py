"""Markdown to HTML with the very extensions of mkdocs.yml, by one converter for all pages."""

from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import markdown
import markdown.treeprocessors
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.toc import TableOfContents, get_toc

from generator.rendering.plain_text import spare_plain_text
from generator.rendering.raw_html import take_out_raw_html


class NeedsFiles(Exception):
    """The page links to other files in Markdown's own way, which only MkDocs resolves."""


class _Links(markdown.treeprocessors.Treeprocessor):
    """Stands where MkDocs rewrites links; it leaves alone just those that are complete, or lead within the page."""

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if element.tag in ("a", "img"):
                address = urlsplit(element.get("href" if element.tag == "a" else "src", ""))
                if not address.scheme and not address.netloc and address.path:
                    raise NeedsFiles(address.path)


class Converter:
    """Converts one page after the other. MkDocs makes a new converter for every page and parses each twice."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._markdown = markdown.Markdown(extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"] or {})
        take_out_raw_html(self._markdown)
        spare_plain_text(self._markdown)
        self._markdown.treeprocessors.register(_Links(self._markdown), "gongbao_links", 0)

    def convert(self, text: str) -> tuple[str, TableOfContents]:
        """The HTML of a page and its headings. Raises `NeedsFiles`."""
        try:
            content = self._markdown.convert(text)
            tokens: Any = getattr(self._markdown, "toc_tokens", [])
            return content, get_toc(tokens)
        finally:
            self._markdown.reset()
