"""Brings an unpacked copy up to date with an update: all is checked before anything is written."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from generator.publishing.archive.bag import UPDATE_FROM
from generator.publishing.archive.catalogue import Catalogue
from generator.publishing.archive.container import Copy, bag_folder, open_folder, open_zip
from generator.publishing.archive.entry import Entry
from generator.publishing.archive.faults import CopyFault
from generator.publishing.archive.layout import IDENTIFIER, INFO_FILE, PAYLOAD, SIGNED_FILE, UNLISTED
from generator.publishing.archive.tags import READING_FAULTS, Tags, digests_of, list_digest, read_tags

_FRESH = ".new"     # ending of a file that is being written


def apply_update(update: Path, folder: Path) -> int:
    """Makes the copy in `folder` the one that `update` leads to; returns how many files were replaced or added.

    Raises `CopyFault`, having written nothing, where the update is not whole, is of another copy, or the result would not be the
    new copy to the last byte. What an interrupted run leaves can be completed by running again.
    """
    place = bag_folder(folder)
    with closing(open_zip(update)) as source, closing(open_folder(place)) as old:
        tags = _check_update(update.name, source)
        _check_folder(place, old, tags, source)
        for name in _in_order(source.catalogue):
            _replace(source, name, place / name)
        return source.catalogue.files


def _in_order(catalogue: Catalogue) -> Iterator[str]:
    """The signed file is the last: until it is replaced, the folder counts as the old copy and the update can be run again."""
    yield from (name for name in catalogue.names() if name.startswith(PAYLOAD))
    yield from (name for name in catalogue.names() if not name.startswith(PAYLOAD) and name != SIGNED_FILE)
    yield SIGNED_FILE


def _refuse(reason: str) -> CopyFault:
    return CopyFault(f"{reason}没有改动文件夹里的任何文件。")


def _check_update(shown: str, source: Copy) -> Tags:
    """The tags of the new copy. Every file of the update must be as they say."""
    tags = read_tags(source) if source.catalogue.files else Tags()
    fault = next(iter((*source.findings, *tags.findings)), None)
    if fault or not source.catalogue.files:
        words = f"{fault.kind}：{fault.path} {fault.detail}" if fault else "里面没有文件"
        raise _refuse(f"更新包 {shown} 不能用（{words}）。请重新拷贝一次，或向制作单位索取。")
    if UPDATE_FROM not in tags.info:
        raise _refuse(f"{shown} 不是更新包，是整份拷贝，直接解压即可。")
    for name in source.catalogue.names():
        if name not in UNLISTED and not _is_as_listed(source, name, source):
            raise _refuse(f"更新包里的 {name} 与清单不符，可能在拷贝途中损坏或被改动。")
    return tags


def _check_folder(place: Path, old: Copy, tags: Tags, source: Copy) -> None:
    """The folder must hold the copy that the update is made for, and with the update exactly the new one."""
    before = read_tags(old) if old.catalogue.files else Tags()
    if not before.info:
        raise _refuse(f"{place} 不是公报拷贝的文件夹（里面没有 {INFO_FILE}）。")
    if before.info.get(IDENTIFIER) != tags.info.get(IDENTIFIER):
        raise _refuse(f"文件夹里是 {before.info.get(IDENTIFIER)}，更新包是给 {tags.info.get(IDENTIFIER)} 的。")
    name_of_old = list_digest(old)
    if name_of_old != tags.info[UPDATE_FROM]:
        done = list_digest(source) == name_of_old
        raise _refuse("文件夹里已经是更新后的拷贝了。" if done else "这个更新包不是给文件夹里的这份拷贝做的，中间可能缺了一次更新。请按先后使用更新包，或索取整份拷贝。")
    if before.fingerprint != tags.fingerprint and before.fingerprint is not None:
        raise _refuse(f"旧拷贝由指纹 {before.fingerprint} 签名，更新包{'由 ' + tags.fingerprint + ' 签名' if tags.fingerprint else '没有签名'}。请打电话给制作单位核实；"
                      "属实的，请索取整份拷贝。")
    for reason in _differences(old, source):
        raise _refuse(reason)


def _differences(old: Copy, source: Copy) -> Iterator[str]:
    """Why the folder with the update over it would not be the new copy."""
    for finding in old.findings:
        yield f"文件夹里的 {finding.path} 有问题（{finding.kind}）。"
    new = source.catalogue
    for name in old.catalogue.names():
        is_unfinished = name.endswith(_FRESH) and new.entry(name.removesuffix(_FRESH)) is not None
        if name not in UNLISTED and not is_unfinished and new.digests(name) is None:
            yield f"文件夹里的 {name} 不属于拷贝，请先移到别处。"
    for name in new.missing():
        if old.catalogue.entry(name) is None:
            yield f"文件夹里缺少 {name}。请先换一份完好的旧拷贝，或索取整份拷贝。"
        elif not _is_as_listed(old, name, source):
            yield f"文件夹里的 {name} 被改动过。请先换一份完好的旧拷贝，或索取整份拷贝。"


def _is_as_listed(copy: Copy, name: str, new: Copy) -> bool:
    """Whether the file of one copy has the digests that the other lists."""
    listed = new.catalogue.digests(name)
    try:
        return digests_of(copy.reader.chunks(_entry(copy, name))) == listed
    except READING_FAULTS:
        return False


def _entry(copy: Copy, name: str) -> Entry:
    """The file of this name, which is there."""
    entry = copy.catalogue.entry(name)
    assert entry is not None, name
    return entry


def _replace(source: Copy, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + _FRESH)
    with fresh.open("wb") as out:
        out.writelines(source.reader.chunks(_entry(source, name)))
    fresh.replace(target)
