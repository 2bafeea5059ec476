"""Brings an unpacked copy up to date with an update: all is checked before anything is written."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from generator.publishing.archive.bag import UPDATE_FROM
from generator.publishing.archive.container import Container, FolderCopy, ZipCopy
from generator.publishing.archive.faults import CopyFault
from generator.publishing.archive.findings import Finding
from generator.publishing.archive.layout import ALGORITHMS, IDENTIFIER, INFO_FILE, PAYLOAD, SIGNED_FILE, UNLISTED
from generator.publishing.archive.tags import READING_FAULTS, Tags, list_digest, read_tags

_FRESH = ".new"     # ending of a file that is being written


def apply_update(update: Path, folder: Path) -> int:
    """Makes the copy in `folder` the one that `update` leads to; returns how many files were replaced or added.

    Raises `CopyFault`, having written nothing, where the update is not whole, is of another copy, or the result would not be the
    new copy to the last byte. What an interrupted run leaves can be completed by running again.
    """
    source, old = ZipCopy(update), FolderCopy(folder)
    try:
        tags = _check_update(update.name, source)
        _check_folder(old, tags, source)
        # The signed file is the last: until it is replaced, the folder counts as the old copy and the update can be run again.
        for name in sorted(source.sizes, key=lambda name: (name == SIGNED_FILE, not name.startswith(PAYLOAD), name)):
            _replace(source, name, old.folder / name)
        return len(source.sizes)
    finally:
        source.close()


def _refuse(reason: str) -> CopyFault:
    return CopyFault(f"{reason}没有改动文件夹里的任何文件。")


def _check_update(shown: str, source: Container) -> Tags:
    """The tags of the new copy. Every file of the update must be as they say."""
    tags = read_tags(source) if source.sizes else Tags()
    faults: tuple[Finding, ...] = (*source.findings, *tags.findings)
    if faults or not source.sizes:
        words = f"{faults[0].kind}：{faults[0].path} {faults[0].detail}" if faults else "里面没有文件"
        raise _refuse(f"更新包 {shown} 不能用（{words}）。请重新拷贝一次，或向制作单位索取。")
    if UPDATE_FROM not in tags.info:
        raise _refuse(f"{shown} 不是更新包，是整份拷贝，直接解压即可。")
    for name in source.sizes:
        if name not in UNLISTED and _digests(source, name) != tags.digests.get(name):
            raise _refuse(f"更新包里的 {name} 与清单不符，可能在拷贝途中损坏或被改动。")
    return tags


def _check_folder(old: FolderCopy, tags: Tags, source: Container) -> None:
    """The folder must hold the copy that the update is made for, and with the update exactly the new one."""
    before = read_tags(old) if old.sizes else Tags()
    if not before.info:
        raise _refuse(f"{old.folder} 不是公报拷贝的文件夹（里面没有 {INFO_FILE}）。")
    if before.info.get(IDENTIFIER) != tags.info.get(IDENTIFIER):
        raise _refuse(f"文件夹里是 {before.info.get(IDENTIFIER)}，更新包是给 {tags.info.get(IDENTIFIER)} 的。")
    name_of_old = list_digest(old)
    if name_of_old != tags.info[UPDATE_FROM]:
        done = list_digest(source) == name_of_old
        raise _refuse("文件夹里已经是更新后的拷贝了。" if done else "这个更新包不是给文件夹里的这份拷贝做的，中间可能缺了一次更新。请按先后使用更新包，或索取整份拷贝。")
    if before.fingerprint != tags.fingerprint and before.fingerprint is not None:
        raise _refuse(f"旧拷贝由指纹 {before.fingerprint} 签名，更新包{'由 ' + tags.fingerprint + ' 签名' if tags.fingerprint else '没有签名'}。请打电话给制作单位核实；"
                      "属实的，请索取整份拷贝。")
    for reason in _differences(old, tags, source):
        raise _refuse(reason)


def _differences(old: FolderCopy, tags: Tags, source: Container) -> Iterator[str]:
    """Why the folder with the update over it would not be the new copy."""
    for finding in old.findings:
        yield f"文件夹里的 {finding.path} 有问题（{finding.kind}）。"
    unfinished = {name + _FRESH for name in source.sizes}
    for name in sorted(old.sizes.keys() - tags.digests.keys() - UNLISTED - unfinished):
        yield f"文件夹里的 {name} 不属于拷贝，请先移到别处。"
    for name in sorted(tags.digests.keys() - source.sizes.keys()):
        if name not in old.sizes:
            yield f"文件夹里缺少 {name}。请先换一份完好的旧拷贝，或索取整份拷贝。"
        elif _digests(old, name) != tags.digests[name]:
            yield f"文件夹里的 {name} 被改动过。请先换一份完好的旧拷贝，或索取整份拷贝。"


def _digests(container: Container, name: str) -> bytes | None:
    hashes = [hashlib.new(algorithm) for algorithm in ALGORITHMS]
    try:
        for chunk in container.chunks(name):
            for each in hashes:
                each.update(chunk)
    except READING_FAULTS:
        return None
    return b"".join(each.digest() for each in hashes)


def _replace(source: Container, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + _FRESH)
    with fresh.open("wb") as out:
        out.writelines(source.chunks(name))
    fresh.replace(target)
