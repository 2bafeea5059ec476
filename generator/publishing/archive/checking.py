"""Reads the listed files of a copy, each once: hashes, references, and the records of the data files counted on the way."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, field

from generator.processes import cores, workers
from generator.publishing.archive.container import Container
from generator.publishing.archive.findings import Fault, Finding
from generator.publishing.archive.html_references import has_references
from generator.publishing.archive.layout import ALGORITHMS, DATA_SCRIPTS, counted_files
from generator.publishing.archive.links import Links
from generator.publishing.archive.tags import READING_FAULTS

_MOST_READ_WHOLE = 64 << 20     # octets of a page, script or style sheet
_RECORD = b"\n{"                # how each record of a data file begins (publishing.data.render_records)
_FEW = 2000                     # files; other processes start in about the time these take
_CHUNK = 250                    # files handed to a process at a time, neighbours in the copy
Digests = Mapping[str, tuple[bytes, ...]]


@dataclass
class Checked:
    """What was found in some files: the faults, and how many records each data file has."""

    files: int = 0
    findings: list[Finding] = field(default_factory=list)
    records: dict[str, int] = field(default_factory=dict)


def check_files(container: Container, digests: Digests) -> Iterator[Checked]:
    """Checks every file of the copy that has digests, on all cores where there are many; yields as the work goes on."""
    names = [name for name in container.sizes if name in digests]    # in the order of the container: no seeking to and fro
    chunks = [names[start:start + _CHUNK] for start in range(0, len(names), _CHUNK)]
    if len(names) <= _FEW or cores() == 1:
        checker = _Checker(container)
        yield from (checker.check({name: digests[name] for name in chunk}) for chunk in chunks)
        return
    with workers(len(chunks), _Worker.start, container) as pool:
        for future in as_completed([pool.submit(_Worker.check, {name: digests[name] for name in chunk}) for chunk in chunks]):
            yield future.result()


class _Worker:
    """What a worker process has for itself."""

    checker: "_Checker"

    @classmethod
    def start(cls, container: Container) -> None:
        cls.checker = _Checker(container.reopened())

    @classmethod
    def check(cls, digests: Digests) -> Checked:
        return cls.checker.check(digests)


class _Checker:
    def __init__(self, container: Container) -> None:
        self.container, self.links, self.counted = container, Links(container.sizes.keys()), counted_files()

    def check(self, digests: Digests) -> Checked:
        checked = Checked(len(digests))
        for name, expected in digests.items():
            checked.findings += self._check(name, expected, checked.records)
        return checked

    def _check(self, name: str, expected: Sequence[bytes], records: dict[str, int]) -> Iterator[Finding]:
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
        if tuple(each.digest() for each in hashes) != tuple(expected):
            yield Finding.of(Fault.CHANGED, name, "与清单里的校验值不同")
        if kept is not None:
            yield from self.links.check(name, b"".join(kept))
        elif follow:
            yield Finding.of(Fault.BROKEN_LINK, name, "文件太大，没有查它的链接")
