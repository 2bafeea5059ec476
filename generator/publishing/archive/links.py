"""Follows every reference of a copy's files: each leads to a file of the copy, and none loads anything from outside."""

import posixpath
from collections.abc import Iterator, Set
from functools import lru_cache
from itertools import filterfalse
from urllib.parse import unquote

from generator.publishing.archive.findings import Fault, Finding
from generator.publishing.archive.html_references import Reference, is_markup, pieces, references_in, references_in_tag, telling_tags

_MOST_REMEMBERED = 1 << 16
_HARMLESS = ("data:", "mailto:", "tel:", "about:", "javascript:")


class Links:
    """Follows every reference. Of pages in one folder only what differs from the pages before is read: most of a page is the same everywhere."""

    def __init__(self, names: Set[str]) -> None:
        self.names = names
        self.folder = ""
        self.pieces: set[bytes] = set()     # of files in this folder, whose references all lead to something
        self.tags: set[bytes] = set()       # likewise

    def check(self, name: str, content: bytes) -> Iterator[Finding]:
        """What is wrong with the references of the file `name`; files of one folder best follow each other."""
        folder = posixpath.dirname(name)
        if folder != self.folder or len(self.pieces) > _MOST_REMEMBERED:
            self.folder, self.pieces, self.tags = folder, set(), set()
        if not is_markup(name) or not self._is_sound(content):
            yield from (finding for reference in references_in(name, content) if (finding := self._follow(name, folder, reference)))

    def _is_sound(self, markup: bytes) -> bool:
        cut = pieces(markup)
        if cut is None:
            return False
        fresh = set(filterfalse(self.pieces.__contains__, cut))
        tags: set[bytes] = set()
        for piece in fresh:
            found = telling_tags(piece)
            if found is None:
                return False
            tags.update(found)
        tags -= self.tags
        for tag in tags:
            for reference in references_in_tag(tag):
                if self._follow("", self.folder, reference):
                    return False
        self.pieces |= fresh
        self.tags |= tags
        return True

    def _follow(self, name: str, folder: str, reference: Reference) -> Finding | None:
        """What is wrong with a reference of the file `name`."""
        target = _target(folder, reference.address)
        if target is None and reference.loads:
            return Finding.of(Fault.OUTSIDE, name, reference.address[:200])
        if target is None and not reference.address.lower().startswith(("http:", "https:")):
            return Finding.of(Fault.BROKEN_LINK, name, f"{reference.address[:200]} 指到拷贝之外")
        if target and target not in self.names:
            return Finding.of(Fault.BROKEN_LINK, name, f"{reference.address} → {target}，没有这个文件")
        return None


def _target(folder: str, address: str) -> str | None:
    """The file an address leads to; "" where it leads to no other file, None where it leads out of the copy."""
    path = address.partition("#")[0].partition("?")[0].replace("\\", "/")
    if ":" in path.partition("/")[0]:
        return "" if address.lower().startswith(_HARMLESS) else None
    return _place(folder, path) if path else ""


@lru_cache(maxsize=1 << 12)
def _place(folder: str, path: str) -> str | None:
    return None if path.startswith("/") else posixpath.normpath(posixpath.join(folder, unquote(path)))
