"""Opens a copy, ZIP or folder, file by file, and refuses what could do harm before a byte of it is unpacked."""

import copy
import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol

from generator.os_errors import reason_of
from generator.publishing.archive.bag import CHUNK
from generator.publishing.archive.findings import Fault, Finding
from generator.publishing.archive.layout import BAG_FILE, LONGEST_NAME
from generator.publishing.archive.zip_members import Member, member_chunks

# Limits far above any real copy (twenty years are about 0.2 million files and 1 GB) and far below what harms a machine.
MOST_FILES = 1_000_000
MOST_OCTETS = 20 << 30
MOST_OF_A_FILE = 1 << 30
MOST_RATIO, RATIO_COUNTS_FROM = 200, 1 << 20     # a page packs to a tenth; a file of less than 1 MB harms nobody

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED, _PATCHED = 0x1 | 0x40, 0x20     # general purpose flags, bits 0 and 6, and 5
_UNSAFE = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')    # what Windows forbids, or reads as a drive or a folder
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")


class Container(Protocol):
    """The files of a copy, by their names relative to its folder, with their sizes."""

    sizes: Mapping[str, int]
    findings: tuple[Finding, ...]       # of the container itself; where there are some that forbid reading, `sizes` is empty

    def chunks(self, name: str) -> Iterator[bytes]:
        """The file's bytes, some megabytes at a time; of a ZIP never more than its stated size. Raises `OSError` or `zipfile.BadZipFile`."""
        ...

    def reopened(self) -> "Container":
        """The same files, already checked, for another process: a file handle cannot be shared, each would move it for the other."""
        ...

    def close(self) -> None: ...


def open_copy(path: Path) -> Container:
    """The copy at `path`. What is wrong with the container is in its findings, nothing is raised."""
    return FolderCopy(path) if path.is_dir() else ZipCopy(path)


# ---------------------------------------------------------------- names


def name_faults(names: Iterable[str]) -> Iterator[Finding]:
    """Every name that would leave the folder, mean another file on Windows, or meet another name there."""
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        reason = _unsafe(name)
        if reason:
            yield Finding.of(Fault.UNSAFE_NAME, ascii(name), reason)
            continue
        key = _folded(name)
        if key in seen or key in folders:
            yield Finding.of(Fault.CLASHING_NAMES, name, f"与 {seen.get(key) or folders[key]} 在 Windows 上是同一个名字")
        seen[key] = name
        parts = key.split("/")[:-1]
        for depth in range(len(parts)):
            folder = "/".join(parts[:depth + 1])
            if folder in seen:
                yield Finding.of(Fault.CLASHING_NAMES, name, f"{seen[folder]} 既是文件又是文件夹")
            folders.setdefault(folder, name)
        if len(name) >= LONGEST_NAME:
            yield Finding.of(Fault.LONG_NAME, name, f"{len(name)} 个字符，Windows 上可能解不开")


def _folded(name: str) -> str:
    if name.isascii():
        lower = name.lower()
        return name if lower == name else lower     # of very many names nearly none need be held twice
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _unsafe(name: str) -> str | None:
    """Why the name must not be unpacked; None where it may."""
    if name.startswith("/"):
        return "是绝对路径，会写到别处"
    if _UNSAFE.search(name):
        return "有 Windows 不允许或会当作盘符、文件夹的字符"
    return next((reason for part in name.split("/") if (reason := _unsafe_part(part))), None)


@lru_cache(maxsize=1 << 12)
def _unsafe_part(part: str) -> str | None:
    if part == "..":
        return "会解压到文件夹外面"
    if part in ("", "."):
        return "有空的一级"
    if part != part.rstrip(". "):
        return "以点或空格结尾，Windows 会改掉"
    return "是 Windows 的设备名" if _RESERVED.match(part) else None


# ---------------------------------------------------------------- folder


class FolderCopy:
    """A copy that has been unpacked: the folder with bagit.txt, or one that holds it alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = bag_folder(folder)
        found: list[Finding] = []
        sizes: dict[str, int] = {}
        waiting = [("", str(self.folder))]
        while waiting:
            prefix, place = waiting.pop()
            with os.scandir(place) as entries:
                for entry in entries:
                    shown = prefix + entry.name
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((shown + "/", entry.path))
                    elif entry.is_file(follow_symlinks=False):
                        sizes[shown] = entry.stat(follow_symlinks=False).st_size
                    else:
                        found.append(Finding.of(Fault.NOT_A_FILE, shown, "是链接或设备，不读"))
        self.sizes: Mapping[str, int] = dict(sorted(sizes.items()))
        self.findings: tuple[Finding, ...] = (*found, *name_faults(self.sizes))

    def chunks(self, name: str) -> Iterator[bytes]:
        with open(os.path.join(self.folder, name), "rb", buffering=0) as file:  # noqa: PTH118, PTH123  a copy has very many files
            while chunk := file.read(CHUNK):
                yield chunk

    def reopened(self) -> "FolderCopy":
        return self

    def close(self) -> None:
        pass


def bag_folder(folder: Path) -> Path:
    """The folder of the copy: this one, or its only folder that is one (what unpacking a ZIP leaves)."""
    if (folder / BAG_FILE).is_file():
        return folder
    inside = [path.parent for path in folder.glob(f"*/{BAG_FILE}")]
    return inside[0] if len(inside) == 1 else folder


# ---------------------------------------------------------------- ZIP


class ZipCopy:
    """A copy in a ZIP, all of it in one folder of the ZIP; `root` is its name. Nothing is read where a finding forbids it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sizes: Mapping[str, int] = {}
        self.findings: tuple[Finding, ...] = ()
        self.root = ""
        self._file: BinaryIO | None = None
        self._members: Mapping[str, Member] = {}
        try:
            with zipfile.ZipFile(path) as directory:
                infos = directory.infolist()
            self._file = path.open("rb")
        except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError) as error:
            reason = reason_of(error) if isinstance(error, OSError) else "不是完整的 ZIP 文件，可能没有拷完"
            self.findings = (Finding.of(Fault.UNREADABLE, path.name, reason),)
            return
        self.findings = tuple(_zip_faults(infos, path.stat().st_size))
        if not self.findings:
            self._take(infos)

    def _take(self, infos: list[zipfile.ZipInfo]) -> None:
        files = [info for info in infos if not info.orig_filename.endswith("/")]
        roots = {info.orig_filename.partition("/")[0] for info in files if "/" in info.orig_filename}
        self.root = roots.pop() if len(roots) == 1 else ""
        outside = [info.orig_filename for info in files if not info.orig_filename.startswith(self._inside)]
        self.findings = tuple(Finding.of(Fault.UNLISTED, name, "在拷贝的文件夹之外") for name in outside)
        self._members = {info.orig_filename.removeprefix(self._inside): Member.of(info) for info in files if info.orig_filename.startswith(self._inside)}
        self.sizes = {name: member.size for name, member in self._members.items()}

    @property
    def _inside(self) -> str:
        return f"{self.root}/" if self.root else ""

    def chunks(self, name: str) -> Iterator[bytes]:
        assert self._file is not None
        return member_chunks(self._file, self._inside + name, self._members[name])

    def reopened(self) -> "ZipCopy":
        again = copy.copy(self)
        again._file = self.path.open("rb")
        return again

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_file": None}      # `reopened` gives the other process its own

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _zip_faults(infos: list[zipfile.ZipInfo], length: int) -> Iterator[Finding]:
    """What the ZIP's directory alone shows; only sound members are ever opened."""
    if len(infos) > MOST_FILES:
        yield Finding.of(Fault.BOMB, "", f"有 {len(infos)} 个文件")
        return
    yield from name_faults(info.orig_filename.removesuffix("/") if info.orig_filename != "/" else info.orig_filename for info in infos)
    for name, info in ((info.orig_filename, info) for info in infos):
        if info.flag_bits & _ENCRYPTED:
            yield Finding.of(Fault.ENCRYPTED, name, "公报拷贝从不加密")
        if info.compress_type not in _METHODS or info.flag_bits & _PATCHED:
            yield Finding.of(Fault.UNREADABLE, name, f"压缩方法 {info.compress_type} 不是 Windows 能打开的")
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            yield Finding.of(Fault.NOT_A_FILE, name, "是链接或设备，解压会指到别处")
    yield from _bomb_faults(infos)
    yield from _overlaps(infos, length)


def _bomb_faults(infos: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    for name, info in ((info.orig_filename, info) for info in infos):
        if info.file_size > MOST_OF_A_FILE:
            yield Finding.of(Fault.BOMB, name, f"解压后有 {info.file_size} 字节")
        elif info.file_size > RATIO_COUNTS_FROM and info.file_size > MOST_RATIO * info.compress_size:
            yield Finding.of(Fault.BOMB, name, f"{info.compress_size} 字节会解压成 {info.file_size} 字节")
    total = sum(info.file_size for info in infos)
    if total > MOST_OCTETS:
        yield Finding.of(Fault.BOMB, "", f"解压后共有 {total} 字节")


def _overlaps(infos: list[zipfile.ZipInfo], length: int) -> Iterator[Finding]:
    """Members that share bytes (the way small files are made to unpack to endless ones), or lie outside the file."""
    end, before = 0, ""
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            yield Finding.of(Fault.OVERLAP, info.orig_filename, f"与 {before} 共用同一段数据")
        end, before = info.header_offset + info.compress_size, info.orig_filename
        if end > length:
            yield Finding.of(Fault.UNREADABLE, info.orig_filename, "超出了文件末尾，可能没有拷完")
