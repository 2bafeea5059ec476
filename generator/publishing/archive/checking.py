"""Reads the listed files of a copy, each once: hashes, references, and the records of the data files counted on the way."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice

from generator.processes import cores, workers
from generator.publishing.archive.catalogue import Digests
from generator.publishing.archive.charset import is_utf8
from generator.publishing.archive.container import Copy, Reader
from generator.publishing.archive.entry import Entry
from generator.publishing.archive.findings import Fault, Finding, Findings
from generator.publishing.archive.html_references import has_references
from generator.publishing.archive.layout import DATA_SCRIPTS, counted_files
from generator.publishing.archive.links import Links, Names
from generator.publishing.archive.name_set import NameSet
from generator.publishing.archive.tags import READING_FAULTS, Hashes

_MOST_READ_WHOLE = 64 << 20     # octets of a page, script or style sheet
_RECORD = b"\n{"                # how each record of a data file begins (publishing.data_files)
_FEW = 2000                     # files; other processes start in about the time these take
_AT_A_TIME = 250                # files a process checks at a time, neighbours in the copy
_AHEAD = 2                      # times for each process that are ready for it: what waits is held in memory


Listed = tuple[Entry, Digests]      # a file, and the digests it must have


@dataclass
class Checked:
    """What was found in some files: the faults, and how many records each data file has."""

    files: int = 0
    findings: Findings = field(default_factory=Findings)
    records: dict[str, int] = field(default_factory=dict)


def check_files(copy: Copy) -> Iterator[Checked]:
    """Checks every file of the copy that has digests, on all cores where there are many; yields in the order of the container as the work goes on."""
    catalogue = copy.catalogue
    names, portions = NameSet(catalogue.names(), catalogue.files), _portions(catalogue.matched())
    if catalogue.files <= _FEW or cores() == 1:
        yield from map(_Checker(copy.reader, names).check, portions)
        return
    with workers(catalogue.files // _AT_A_TIME + 1, _Worker.start, copy.reader.reopened(), names) as pool:
        waiting: deque[Future[Checked]] = deque()
        for portion in portions:
            waiting.append(pool.submit(_Worker.check, portion))
            if len(waiting) > _AHEAD * cores():
                yield waiting.popleft().result()
        for future in waiting:
            yield future.result()


def _portions(listed: Iterator[Listed]) -> Iterator[Sequence[Listed]]:
    while portion := tuple(islice(listed, _AT_A_TIME)):
        yield portion


class _Worker:
    """What a worker process has for itself."""

    checker: "_Checker"

    @classmethod
    def start(cls, reader: Reader, names: Names) -> None:
        cls.checker = _Checker(reader, names)

    @classmethod
    def check(cls, listed: Sequence[Listed]) -> Checked:
        return cls.checker.check(listed)


class _Checker:
    def __init__(self, reader: Reader, names: Names) -> None:
        self.reader, self.links, self.counted = reader, Links(names), counted_files()

    def check(self, listed: Iterable[Listed]) -> Checked:
        """Checks some files that follow each other in the container."""
        checked = Checked()
        for entry, digests in listed:
            checked.files += 1
            checked.findings.update(self._check(entry, digests, checked.records))
        return checked

    def _check(self, entry: Entry, digests: Digests, records: dict[str, int]) -> Iterator[Finding]:
        name, hashes = entry.name, Hashes()
        follow = has_references(name) and not name.startswith(DATA_SCRIPTS)    # the text of the bulletin as data: an address in it is print
        kept: list[bytes] | None = [] if follow and entry.size <= _MOST_READ_WHOLE else None
        tail, count = b"", 0
        try:
            for chunk in hashes.of(self.reader.chunks(entry)):
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
        if hashes.digests() != digests:
            yield Finding.of(Fault.CHANGED, name, "与清单里的校验值不同")
        if kept is not None:
            yield from self._check_references(name, b"".join(kept))
        elif follow:
            yield Finding.of(Fault.BROKEN_LINK, name, "文件太大，没有查它的链接")

    def _check_references(self, name: str, content: bytes) -> Iterator[Finding]:
        if not is_utf8(name, content):
            yield Finding.of(Fault.CHARSET, name, "浏览器可能按别的编码来读，查到的链接就不算数")
        yield from self.links.check(name, content)
