"""Verifies a copy: every file listed and unchanged, nothing added, signature, counts, links; each file is read once."""

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from generator.publishing.archive.checking import check_files
from generator.publishing.archive.container import Container, open_copy
from generator.publishing.archive.findings import Fault, Finding, Verdict
from generator.publishing.archive.layout import ISSUES_LABEL, PAYLOAD, UNLISTED, counted_files
from generator.publishing.archive.tags import Tags, read_tags

Progress = Callable[[str], None]
_SECONDS_BETWEEN_WORDS = 2.0


def verify(path: Path, progress: Progress = lambda _: None, expected_fingerprint: str | None = None) -> Verdict:
    """The verdict about the copy at `path`, ZIP or folder. Nothing is unpacked, and memory does not grow with the files' size."""
    container = open_copy(path)
    try:
        return _verify(path, container, progress, expected_fingerprint)
    finally:
        container.close()


def _verify(path: Path, container: Container, progress: Progress, expected_fingerprint: str | None) -> Verdict:
    if not container.sizes:
        return Verdict(path.name, container.findings or (Finding.of(Fault.NO_BAG, "", "里面没有文件"),), 0, 0, {}, None)
    tags = read_tags(container, expected_fingerprint)
    findings = [*container.findings, *tags.findings, *_unmatched(container.sizes, tags)]
    if tags.digests:
        findings += _check_content(container, tags, progress)
    return Verdict(path.name, tuple(sorted(set(findings))), len(container.sizes), sum(container.sizes.values()), tags.info, tags.fingerprint,
                   expected_fingerprint is not None)


def _unmatched(sizes: Mapping[str, int], tags: Tags) -> Iterator[Finding]:
    for name in sorted(tags.digests.keys() - sizes.keys()):
        yield Finding.of(Fault.MISSING, name, "清单里有，拷贝里没有")
    for name in sorted(sizes.keys() - tags.digests.keys() - UNLISTED):
        yield Finding.of(Fault.UNLISTED, name, "拷贝里有，清单里没有")


def _check_content(container: Container, tags: Tags, progress: Progress) -> Iterator[Finding]:
    total, done, spoken = len(container.sizes.keys() & tags.digests.keys()), 0, time.monotonic()
    records: dict[str, int] = {}
    for checked in check_files(container, tags.digests):
        yield from checked.findings
        records |= checked.records
        done += checked.files
        if time.monotonic() - spoken > _SECONDS_BETWEEN_WORDS:
            spoken = time.monotonic()
            progress(f"已核对 {done}/{total} 个文件（{100 * done // total}%）")
    yield from _miscounted(container.sizes, tags.info, records)


def _miscounted(sizes: Mapping[str, int], info: Mapping[str, str], records: Mapping[str, int]) -> Iterator[Finding]:
    """Where bag-info.txt says other numbers than there are."""
    payload = [size for name, size in sizes.items() if name.startswith(PAYLOAD)]
    found, said = f"{sum(payload)}.{len(payload)}", info.get("Payload-Oxum", "")
    if found != said:
        yield Finding.of(Fault.COUNT, "", f"内容的字节数和文件数是 {found}，Payload-Oxum 写的是 {said or '（没有）'}")
    for name, label in counted_files().items():
        said = info.get(label, "")
        number = str(len(said.split())) if label == ISSUES_LABEL else said
        if name not in records:
            yield Finding.of(Fault.COUNT, name, f"没有读到这个文件，无法核对 {label}")
        elif number != str(records[name]):
            yield Finding.of(Fault.COUNT, name, f"数据里有 {records[name]} 条，{label} 写的是 {said or '（没有）'}")
