"""Verifies a copy: every file listed and unchanged, nothing added, signature, counts, links; one pass, each file read once."""

import hashlib
import posixpath
import time
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from generator.publishing.archive.bag import CHUNK
from generator.publishing.archive.container import Container, open_copy
from generator.publishing.archive.findings import Fault, Finding, Verdict
from generator.publishing.archive.html_references import Reference, has_references, references_in
from generator.publishing.archive.layout import ALGORITHMS, DATA_SCRIPTS, ISSUES_LABEL, PAYLOAD, UNLISTED, count_labels
from generator.publishing.archive.tags import READING_FAULTS, Tags, read_tags

Progress = Callable[[str], None]
_MOST_READ_WHOLE = 64 << 20     # of a page, script or style sheet
_RECORD = b"\n{"                # how each record of a data file begins (publishing.data.render_records)
_SECONDS_BETWEEN_WORDS = 2.0
_HARMLESS = ("data:", "mailto:", "tel:", "about:", "javascript:")


def verify(path: Path, progress: Progress = lambda _: None, expected_fingerprint: str | None = None) -> Verdict:
    """The verdict about the copy at `path`, ZIP or folder. Nothing is unpacked, and memory does not grow with the files' size."""
    container = open_copy(path)
    try:
        return _verify(container, path.name, progress, expected_fingerprint)
    finally:
        container.close()


def _verify(container: Container, name: str, progress: Progress, expected_fingerprint: str | None) -> Verdict:
    octets = sum(container.sizes.values())
    if not container.sizes:
        return Verdict(name, container.findings or (Finding.of(Fault.NO_BAG, "", "里面没有文件"),), 0, 0, {}, None)
    tags = read_tags(container, expected_fingerprint)
    findings = [*container.findings, *tags.findings, *_unmatched(container.sizes, tags)]
    if tags.digests:
        findings += _Pass(container, tags, progress).run()
    return Verdict(name, tuple(sorted(set(findings))), len(container.sizes), octets, tags.info, tags.fingerprint, expected_fingerprint is not None)


def _unmatched(sizes: Mapping[str, int], tags: Tags) -> Iterator[Finding]:
    for name in sorted(tags.digests.keys() - sizes.keys()):
        yield Finding.of(Fault.MISSING, name, "清单里有，拷贝里没有")
    for name in sorted(sizes.keys() - tags.digests.keys() - UNLISTED):
        yield Finding.of(Fault.UNLISTED, name, "拷贝里有，清单里没有")


class _Pass:
    """One reading of every listed file: hashes, references and records counted on the way."""

    def __init__(self, container: Container, tags: Tags, progress: Progress) -> None:
        self.container, self.tags, self.progress = container, tags, progress
        self.names = container.sizes.keys()
        self.counted = {f"{PAYLOAD}data/{file}": label for label, file in (*count_labels().items(), (ISSUES_LABEL, "issues.json"))}
        self.resolve = lru_cache(maxsize=1 << 16)(_target)

    def run(self) -> Iterator[Finding]:
        names = [name for name in self.container.sizes if name in self.tags.digests]    # in the order of the container: no seeking to and fro
        spoken = time.monotonic()
        for number, name in enumerate(names):
            yield from self._check(name)
            if time.monotonic() - spoken > _SECONDS_BETWEEN_WORDS:
                spoken = time.monotonic()
                self.progress(f"已核对 {number + 1}/{len(names)} 个文件（{100 * (number + 1) // len(names)}%）")
        yield from self._check_oxum()

    def _check(self, name: str) -> Iterator[Finding]:
        hashes = [hashlib.new(algorithm) for algorithm in ALGORITHMS]
        kept: list[bytes] | None = [] if has_references(name) and self.container.sizes[name] <= _MOST_READ_WHOLE else None
        records, tail = 0, b"\n"
        try:
            with self.container.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    for each in hashes:
                        each.update(chunk)
                    if kept is not None:
                        kept.append(chunk)
                    if name in self.counted:
                        records += (tail + chunk).count(_RECORD)
                        tail = chunk[1 - len(_RECORD):]
        except READING_FAULTS as error:
            yield Finding.of(Fault.CHANGED, name, f"读不出来（{error}）")
            return
        if tuple(each.digest() for each in hashes) != self.tags.digests[name]:
            yield Finding.of(Fault.CHANGED, name, "与清单里的校验值不同")
        if name in self.counted:
            yield from self._check_count(name, records)
        if kept is not None:
            yield from self._check_references(name, b"".join(kept))
        elif has_references(name):
            yield Finding.of(Fault.BROKEN_LINK, name, "文件太大，没有查它的链接")

    def _check_count(self, name: str, records: int) -> Iterator[Finding]:
        label = self.counted[name]
        said = self.tags.info.get(label, "")
        number = str(len(said.split())) if label == ISSUES_LABEL else said
        if number != str(records):
            yield Finding.of(Fault.COUNT, name, f"数据里有 {records} 条，{label} 写的是 {said or '（没有）'}")

    def _check_oxum(self) -> Iterator[Finding]:
        payload = [size for name, size in self.container.sizes.items() if name.startswith(PAYLOAD)]
        found, said = f"{sum(payload)}.{len(payload)}", self.tags.info.get("Payload-Oxum", "")
        if found != said:
            yield Finding.of(Fault.COUNT, "", f"内容的字节数和文件数是 {found}，Payload-Oxum 写的是 {said or '（没有）'}")
        for path, label in self.counted.items():
            if path not in self.names:
                yield Finding.of(Fault.COUNT, path, f"没有这个文件，无法核对 {label}")

    def _check_references(self, name: str, content: bytes) -> Iterator[Finding]:
        if name.startswith(DATA_SCRIPTS):    # text of the bulletin as data: an address in it is print
            return
        folder = posixpath.dirname(name)
        for reference in references_in(name, content):
            target = self.resolve(folder, reference.address)
            if target is None:
                yield from _outside(name, reference)
            elif target and target not in self.names:
                yield Finding.of(Fault.BROKEN_LINK, name, f"{reference.address} → {target}，没有这个文件")


def _target(folder: str, address: str) -> str | None:
    """The file an address leads to; "" where it leads to no other file, None where it leads out of the copy."""
    if address.lower().startswith(_HARMLESS):
        return ""
    path = address.partition("#")[0].partition("?")[0].replace("\\", "/")
    head = path.partition("/")[0]
    if path.startswith("/") or ":" in head:
        return None
    return posixpath.normpath(posixpath.join(folder, unquote(path))) if path else ""


def _outside(name: str, reference: Reference) -> Iterator[Finding]:
    if reference.loads:
        yield Finding.of(Fault.OUTSIDE, name, reference.address[:200])
    elif not reference.address.lower().startswith(("http:", "https:")):
        yield Finding.of(Fault.BROKEN_LINK, name, f"{reference.address[:200]} 指到拷贝之外")
