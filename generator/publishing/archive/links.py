"""Follows every reference of a copy's files: each leads to a file of the copy, and none loads anything from outside."""

import posixpath
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import filterfalse, groupby
from typing import Protocol
from urllib.parse import unquote

from generator.publishing.archive.findings import Fault, Finding
from generator.publishing.archive.html_references import Reference, as_run, is_markup, pieces, plain_links, references_in, references_in_tag, segments, telling_tags, without_run

_MOST_REMEMBERED = 4 << 20     # octets of pieces
_NO_NAMES = ("", ".", "..")
_HARMLESS = ("data:", "mailto:", "tel:", "about:", "javascript:")


class Names(Protocol):
    """The names of the files of a copy."""

    def __contains__(self, name: str, /) -> bool: ...


class Links:
    """Follows every reference. Of pages in one folder only what differs from the pages before is read: most of a page is the same everywhere."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._forget("")

    def _forget(self, folder: str) -> None:
        self.folder, self.octets = folder, 0
        self.pieces: set[bytes] = set()     # of files in this folder, whose references all lead to something
        self.segments: set[bytes] = set()   # of these pieces, each a whole tag
        self.addresses: set[str] = set()    # where plain links of these lead
        self.tags: set[bytes] = set()       # the others that refer to something, and raw text
        self.run = b""                      # many such pieces, that follow each other in each of the last files

    def check(self, name: str, content: bytes) -> Iterator[Finding]:
        """What is wrong with the references of the file `name`; files of one folder best follow each other."""
        folder = name[:name.rfind("/") + 1]
        if folder != self.folder or self.octets > _MOST_REMEMBERED:
            self._forget(folder)
        if not is_markup(name) or not self._is_sound(content):
            yield from (finding for reference in references_in(name, content) if (finding := self._follow(name, folder, reference)))

    def _is_sound(self, markup: bytes) -> bool:
        rest = without_run(markup, self.run) if self.run else None
        found = pieces(markup if rest is None else rest)
        if found is None:
            return False
        fresh = set(filterfalse(self.pieces.__contains__, found))
        if not self._are_sound(fresh):
            return False
        if rest is None and self.pieces:
            self.run = max(map(as_run, _runs(found[1:-1], fresh)), key=len, default=b"")     # the first and the last have no cut on one side
        self.pieces |= fresh
        self.octets += sum(map(len, fresh))
        return True

    def _are_sound(self, fresh: Set[bytes]) -> bool:
        unknown = segments(fresh) - self.segments
        links = plain_links(unknown)
        found = telling_tags(unknown - links.keys())
        if found is None:       # comments, raw text, brackets in values: what these hold is told from their surroundings alone
            unknown, links, found = set(), {}, telling_tags(fresh)
        if found is None or not self._are_all_here(set(links.values()) - {""}, found - self.tags):
            return False
        self.segments |= unknown
        self.tags |= found
        return True

    def _are_all_here(self, addresses: set[str], tags: set[bytes]) -> bool:
        addresses -= self.addresses
        targets = [_target(self.folder, address) for address in addresses]
        if any(target is None or target not in self.names for target in targets):
            return False
        self.addresses |= addresses
        return not any(self._follow("", self.folder, reference) for tag in tags for reference in references_in_tag(tag))

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


def _runs(found: Sequence[bytes], fresh: Set[bytes]) -> Iterator[Sequence[bytes]]:
    """The pieces that are known, as far as they follow each other."""
    return (tuple(run) for is_known, run in groupby(found, key=lambda piece: piece not in fresh) if is_known)


def _target(folder: str, address: str) -> str | None:
    """The file that an address leads to from a folder ("data/" or ""); "" where it leads to no other file, None where it leads out of the copy."""
    path = unquote(address.partition("#")[0].partition("?")[0].replace("\\", "/"))
    if path.startswith("/") or ":" in path.partition("/")[0]:
        return "" if address.lower().startswith(_HARMLESS) else None
    steps, slash, last = path.rpartition("/")
    return _resolved(folder + steps + slash) + last if last not in _NO_NAMES else posixpath.normpath(folder + path) if path else ""


@lru_cache(maxsize=1 << 12)
def _resolved(folder: str) -> str:
    """The folder without steps up: "data/", or "" for the top."""
    steps = posixpath.normpath(folder)
    return "" if steps == "." else f"{steps}/"
