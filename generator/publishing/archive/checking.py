"""Reads the listed files of a copy, each once: hashes, references, and the records of the data files counted on the way."""

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import as_completed
from dataclasses import dataclass, field

from generator.processes import cores, workers
from generator.publishing.archive.charset import is_utf8
from generator.publishing.archive.container import Container
from generator.publishing.archive.findings import Fault, Finding
from generator.publishing.archive.html_references import has_references
from generator.publishing.archive.layout import ALGORITHMS, DATA_SCRIPTS, counted_files
from generator.publishing.archive.links import Links
from generator.publishing.archive.tags import READING_FAULTS

_MOST_READ_WHOLE = 64 << 20     # octets of a page, script or style sheet
_RECORD = b"\n{"                # how each record of a data file begins (publishing.data_files)
_FEW = 2000                     # files; other processes start in about the time these take
_CHUNK = 250                    # files a process checks at a time, neighbours in the copy


@dataclass
class Checked:
    """What was found in some files: the faults, and how many records each data file has."""

    files: int = 0
    findings: list[Finding] = field(default_factory=list)
    records: dict[str, int] = field(default_factory=dict)


def check_files(container: Container, digests: Mapping[str, bytes]) -> Iterator[Checked]:
    """Checks every file of the copy that has digests, on all cores where there are many; yields as the work goes on."""
    checker = _Checker(container, digests)
    chunks = range(0, len(checker.names), _CHUNK)
    if len(checker.names) <= _FEW or cores() == 1:
        yield from map(checker.check, chunks)
        return
    with workers(len(chunks), _Worker.start, container, digests) as pool:
        for future in as_completed([pool.submit(_Worker.check, start) for start in chunks]):
            yield future.result()


class _Worker:
    """What a worker process has for itself."""

    checker: "_Checker"

    @classmethod
    def start(cls, container: Container, digests: Mapping[str, bytes]) -> None:
        cls.checker = _Checker(container.reopened(), digests)

    @classmethod
    def check(cls, start: int) -> Checked:
        return cls.checker.check(start)


class _Checker:
    def __init__(self, container: Container, digests: Mapping[str, bytes]) -> None:
        self.container, self.digests, self.links, self.counted = container, digests, Links(container.sizes.keys()), counted_files()
        self.names = [name for name in container.sizes if name in digests]      # in the order of the container: no seeking to and fro

    def check(self, start: int) -> Checked:
        """Checks the files of one chunk, from that one on."""
        names = self.names[start:start + _CHUNK]
        checked = Checked(len(names))
        for name in names:
            checked.findings += self._check(name, checked.records)
        return checked

    def _check(self, name: str, records: dict[str, int]) -> Iterator[Finding]:
        hashes = [hashlib.new(algorithm) for algorithm in ALGORITHMS]
        follow = has_references(name) and not name.startswith(DATA_SCRIPTS)    # the text of the bulletin as data: an address in it is print
        kept: list[bytes] | None = [] if follow and self.container.sizes[name] <= _MOST_READ_WHOLE else None
        tail, count = b"", 0
        try:
            for chunk in self.container.chunks(name):
                for each in hashes:
                    each.update(chunk)
                if kept is not None:
                    kept.append(chunk)
                if name in self.counted:
                    count += (tail + chunk).count(_RECORD)
                    tail = chunk[1 - len(_RECORD):]
        except READING_FAULTS as error:
            yield Finding.of(Fault.CHANGED, name, f"读不出来（{error}）")
            return
        if name in self.counted:
            records[name] = count
        if b"".join(each.digest() for each in hashes) != self.digests[name]:
            yield Finding.of(Fault.CHANGED, name, "与清单里的校验值不同")
        if kept is not None:
            content = b"".join(kept)
            if not is_utf8(name, content):
                yield Finding.of(Fault.CHARSET, name, "浏览器可能按别的编码来读，查到的链接就不算数")
            yield from self.links.check(name, content)
        elif follow:
            yield Finding.of(Fault.BROKEN_LINK, name, "文件太大，没有查它的链接")
