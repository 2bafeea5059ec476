"""Follows every reference of a copy's files: each leads to a file of the copy, and none loads anything from outside."""

import posixpath
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from urllib.parse import unquote

from generator.publishing.archive.findings import Fault, Finding
from generator.publishing.archive.html_references import Reference, is_page, pieces, references_in, references_in_piece

_MOST_SOUND = 1 << 16
_HARMLESS = ("data:", "mailto:", "tel:", "about:", "javascript:")


class Links:
    """Follows every reference. Of pages in one folder only what differs from the pages before is read: most of a page is the same everywhere."""

    def __init__(self, names: Set[str]) -> None:
        self.names = names
        self.resolve = lru_cache(maxsize=1 << 16)(_target)
        self.folder = ""
        self.sound: set[bytes] = set()      # pieces of pages in this folder whose references all lead to something

    def check(self, name: str, content: bytes) -> Iterator[Finding]:
        folder = posixpath.dirname(name)
        if folder != self.folder or len(self.sound) > _MOST_SOUND:
            self.folder, self.sound = folder, set()
        if not is_page(name) or not self._is_sound(folder, pieces(content)):
            yield from (finding for reference in references_in(name, content) if (finding := self._follow(name, folder, reference)))

    def _is_sound(self, folder: str, page: Sequence[bytes]) -> bool:
        fresh = set(page) - self.sound
        for piece in fresh:
            references = references_in_piece(piece)
            if references is None or any(self._follow("", folder, reference) for reference in references):
                return False
        self.sound |= fresh
        return True

    def _follow(self, name: str, folder: str, reference: Reference) -> Finding | None:
        """What is wrong with a reference of the file `name`."""
        target = self.resolve(folder, reference.address)
        if target is None and reference.loads:
            return Finding.of(Fault.OUTSIDE, name, reference.address[:200])
        if target is None and not reference.address.lower().startswith(("http:", "https:")):
            return Finding.of(Fault.BROKEN_LINK, name, f"{reference.address[:200]} 指到拷贝之外")
        if target and target not in self.names:
            return Finding.of(Fault.BROKEN_LINK, name, f"{reference.address} → {target}，没有这个文件")
        return None


def _target(folder: str, address: str) -> str | None:
    """The file an address leads to; "" where it leads to no other file, None where it leads out of the copy."""
    if address.lower().startswith(_HARMLESS):
        return ""
    path = address.partition("#")[0].partition("?")[0].replace("\\", "/")
    head = path.partition("/")[0]
    if path.startswith("/") or ":" in head:
        return None
    return posixpath.normpath(posixpath.join(folder, unquote(path))) if path else ""
