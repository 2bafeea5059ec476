"""Verifies a copy: every file listed and unchanged, nothing added, signature, counts, links; each file is read once."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from generator.publishing.archive.catalogue import Catalogue
from generator.publishing.archive.checking import check_files
from generator.publishing.archive.container import Copy, open_copy
from generator.publishing.archive.findings import Fault, Finding, Findings, Verdict
from generator.publishing.archive.layout import ISSUES_LABEL, UNLISTED, counted_files
from generator.publishing.archive.tags import Tags, read_tags

Progress = Callable[[str], None]
_SECONDS_BETWEEN_WORDS = 2.0


def verify(path: Path, progress: Progress = lambda _: None, expected_fingerprint: str | None = None) -> Verdict:
    """The verdict about the copy at `path`, ZIP or folder. Nothing is unpacked, and memory grows neither with the size of the files nor, beyond 22 octets each, their number.

    Raises `NoRoom` where the disk has no room for the temporary file, some 500 octets a file.
    """
    with closing(open_copy(path)) as copy:
        return _verify(path, copy, progress, expected_fingerprint)


def _verify(path: Path, copy: Copy, progress: Progress, expected_fingerprint: str | None) -> Verdict:
    catalogue, found = copy.catalogue, copy.findings
    if not catalogue.files:
        return _verdict(path, copy, Tags(), found or Findings([Finding.of(Fault.NO_BAG, "", "里面没有文件")]))
    tags = read_tags(copy, expected_fingerprint)
    found.merge(tags.findings)
    if total := catalogue.files - _check_lists(catalogue, found):
        _check_content(copy, total, tags, found, progress)
    return _verdict(path, copy, tags, found, expected_fingerprint is not None)


def _verdict(path: Path, copy: Copy, tags: Tags, found: Findings, is_signer_expected: bool = False) -> Verdict:
    return Verdict(path.name, tuple(sorted(found)), copy.catalogue.files, copy.catalogue.octets, tags.info, tags.fingerprint, is_signer_expected, found.more)


def _check_lists(catalogue: Catalogue, found: Findings) -> int:
    """Whether the files that are listed are those that are there; returns how many are there and not listed, rightly or not."""
    for name in catalogue.missing():
        found.add(Finding.of(Fault.MISSING, name, "清单里有，拷贝里没有"))
    unlisted = 0
    for name in catalogue.unlisted():
        unlisted += 1
        if name not in UNLISTED:
            found.add(Finding.of(Fault.UNLISTED, name, "拷贝里有，清单里没有"))
    return unlisted


def _check_content(copy: Copy, total: int, tags: Tags, found: Findings, progress: Progress) -> None:
    done, spoken = 0, time.monotonic()
    records: dict[str, int] = {}
    for checked in check_files(copy):
        found.merge(checked.findings)
        records |= checked.records
        done += checked.files
        if time.monotonic() - spoken > _SECONDS_BETWEEN_WORDS:
            spoken = time.monotonic()
            progress(f"已核对 {done}/{total} 个文件（{100 * done // total}%）")
    found.update(_miscounted(copy.catalogue, tags.info, records))


def _miscounted(catalogue: Catalogue, info: Mapping[str, str], records: Mapping[str, int]) -> Iterator[Finding]:
    """Where bag-info.txt says other numbers than there are."""
    found, said = "{}.{}".format(*catalogue.payload()), info.get("Payload-Oxum", "")
    if found != said:
        yield Finding.of(Fault.COUNT, "", f"内容的字节数和文件数是 {found}，Payload-Oxum 写的是 {said or '（没有）'}")
    for name, label in counted_files().items():
        said = info.get(label, "")
        number = str(len(said.split())) if label == ISSUES_LABEL else said
        if name not in records:
            yield Finding.of(Fault.COUNT, name, f"没有读到这个文件，无法核对 {label}")
        elif number != str(records[name]):
            yield Finding.of(Fault.COUNT, name, f"数据里有 {records[name]} 条，{label} 写的是 {said or '（没有）'}")
