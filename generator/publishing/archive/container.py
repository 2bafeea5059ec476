"""Opens a copy, ZIP or folder, and refuses what could do harm before a byte of it is unpacked."""

import os
import stat
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, Protocol

from generator.os_errors import reason_of
from generator.publishing.archive.bag import CHUNK
from generator.publishing.archive.catalogue import Catalogue, NoRoom
from generator.publishing.archive.entry import Entry
from generator.publishing.archive.findings import Fault, Finding, Findings
from generator.publishing.archive.layout import BAG_FILE
from generator.publishing.archive.names import name_fault
from generator.publishing.archive.zip_directory import Header, find_directory, headers
from generator.publishing.archive.zip_members import member_chunks

# Limits far above any real copy (twenty years are about 0.2 million files and 1 GB) and far below what harms a machine.
MOST_FILES = 1_000_000
MOST_OCTETS = 20 << 30
MOST_OF_A_FILE = 1 << 30
MOST_RATIO, RATIO_COUNTS_FROM = 200, 1 << 20     # a page packs to a tenth; a file of less than 1 MB harms nobody

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)       # Windows would else change ends of lines
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_PACKED_NOTHING = 2         # octets that nothing is deflated to
_ENCRYPTED, _PATCHED = 0x1 | 0x40, 0x20     # general purpose flags, bits 0 and 6, and 5


class Reader(Protocol):
    """Reads the files of a copy that has been found sound."""

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The file's bytes, some megabytes at a time; of a ZIP never more than its stated size. Raises `OSError` or `zipfile.BadZipFile`."""
        ...

    def reopened(self) -> "Reader":
        """The same files for other processes: a file handle cannot be shared, each would move it for the others, so each opens its own when it first reads."""
        ...

    def close(self) -> None: ...


class Copy:
    """A copy that is open: what it holds, how its files are read, and what is wrong with the container itself.

    Of a ZIP with findings that forbid reading the catalogue is empty.
    """

    def __init__(self, catalogue: Catalogue, reader: Reader, findings: Findings) -> None:
        self.catalogue, self.reader, self.findings = catalogue, reader, findings

    def close(self) -> None:
        self.reader.close()
        self.catalogue.close()


def open_copy(path: Path) -> Copy:
    """The copy at `path`. What is wrong with the container is in its findings; raises `NoRoom`."""
    return open_folder(path) if path.is_dir() else open_zip(path)


def name_faults(names: Iterable[str]) -> Findings:
    """Every name that would leave the folder, mean another file on Windows, or meet another name there."""
    with closing(Catalogue()) as catalogue:
        found = Findings()
        catalogue.fill(_sound_names((Entry(name, 0) for name in names), found))
        found.update(catalogue.clashes())
        return found


def _sound_names(entries: Iterable[Entry], found: Findings) -> Iterator[Entry]:
    """The files whose names may be written somewhere; what is wrong with the others goes to `found`."""
    for entry in entries:
        fault = name_fault(entry.name.removesuffix("/"))
        if fault:
            found.add(fault)
        if not fault or fault.kind == Fault.LONG_NAME.value:
            yield entry


# ---------------------------------------------------------------- folder


def open_folder(path: Path) -> Copy:
    """A copy that has been unpacked: the folder with bagit.txt, or one that holds it alone."""
    folder, catalogue, found = bag_folder(path), Catalogue(), Findings()
    catalogue.fill(_sound_names(_walk(folder, found), found))
    found.update(catalogue.clashes())
    return Copy(catalogue, _FolderReader(folder), found)


def bag_folder(folder: Path) -> Path:
    """The folder of the copy: this one, or its only folder that is one (what unpacking a ZIP leaves)."""
    if (folder / BAG_FILE).is_file():
        return folder
    inside = [path.parent for path in folder.glob(f"*/{BAG_FILE}")]
    return inside[0] if len(inside) == 1 else folder


def _walk(folder: Path, found: Findings) -> Iterator[Entry]:
    """The files, those of a folder behind each other; links and devices go to `found` and are not followed."""
    waiting = [("", str(folder))]
    while waiting:
        prefix, place = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                shown = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((shown + "/", entry.path))
                elif entry.is_file(follow_symlinks=False):
                    yield Entry(shown, entry.stat(follow_symlinks=False).st_size)
                else:
                    found.add(Finding.of(Fault.NOT_A_FILE, shown, "是链接或设备，不读"))


class _FolderReader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        file = os.open(os.path.join(self.folder, entry.name), _READ)  # noqa: PTH118  a copy has very many files: opened the quickest way
        asked = min(CHUNK, entry.size + 1)      # what comes short of that is the end: most files are read in one go
        try:
            while chunk := os.read(file, asked):
                yield chunk
                if len(chunk) < asked:
                    return
        finally:
            os.close(file)

    def reopened(self) -> Reader:
        return self

    def close(self) -> None:
        pass


# ---------------------------------------------------------------- ZIP


def open_zip(path: Path) -> Copy:
    """A copy in a ZIP, all of it in one folder of the ZIP. Nothing can be read where a finding forbids it."""
    catalogue, found = Catalogue(), Findings()
    try:
        with path.open("rb") as file:
            _take(file, path.stat().st_size, catalogue, found)
    except NoRoom:
        raise
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "不是完整的 ZIP 文件，可能没有拷完"
        found = Findings([Finding.of(Fault.UNREADABLE, path.name, reason)])
    if found:
        catalogue.close()
        catalogue = Catalogue()
    found.update(catalogue.enter())
    return Copy(catalogue, _ZipReader(path, catalogue.inside), found)


def _take(file: BinaryIO, length: int, catalogue: Catalogue, found: Findings) -> None:
    """Reads the directory of the ZIP; what it alone shows to be wrong goes to `found`."""
    directory = find_directory(file)
    if directory.count > MOST_FILES:
        found.add(Finding.of(Fault.BOMB, "", f"有 {directory.count} 个文件"))
        return
    catalogue.fill(_sound_names(_sound_files(headers(file, directory), length, found), found))
    if catalogue.octets > MOST_OCTETS:
        found.add(Finding.of(Fault.BOMB, "", f"解压后共有 {catalogue.octets} 字节"))
    found.update(catalogue.clashes())
    found.update(catalogue.overlaps())


def _sound_files(listed: Iterable[Header], length: int, found: Findings) -> Iterator[Entry]:
    for header in listed:
        faults = tuple(_file_faults(header, length))
        found.update(faults)
        if not faults:
            yield header.entry


def _file_faults(header: Header, length: int) -> Iterator[Finding]:
    """What is wrong with a file in a ZIP of that length, by the directory alone; only sound members are ever opened."""
    entry = header.entry
    if header.flags & _ENCRYPTED:
        yield Finding.of(Fault.ENCRYPTED, entry.name, "公报拷贝从不加密")
    if header.method not in _METHODS or header.flags & _PATCHED:
        yield Finding.of(Fault.UNREADABLE, entry.name, f"压缩方法 {header.method} 不是 Windows 能打开的")
    if stat.S_IFMT(header.mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        yield Finding.of(Fault.NOT_A_FILE, entry.name, "是链接或设备，解压会指到别处")
    if header.is_folder and (entry.size or entry.packed > _PACKED_NOTHING):
        yield Finding.of(Fault.NOT_A_FILE, entry.name, "是文件夹，却有内容")
    if entry.size > MOST_OF_A_FILE:
        yield Finding.of(Fault.BOMB, entry.name, f"解压后有 {entry.size} 字节")
    elif entry.size > RATIO_COUNTS_FROM and entry.size > MOST_RATIO * entry.packed:
        yield Finding.of(Fault.BOMB, entry.name, f"{entry.packed} 字节会解压成 {entry.size} 字节")
    if entry.offset + entry.packed > length:
        yield Finding.of(Fault.UNREADABLE, entry.name, "超出了文件末尾，可能没有拷完")


class _ZipReader:
    def __init__(self, path: Path, inside: str) -> None:
        self._path, self._inside = path, inside
        self._file: BinaryIO | None = None

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        if self._file is None:
            self._file = self._path.open("rb", buffering=0)
        return member_chunks(self._file, self._inside + entry.name, entry)

    def reopened(self) -> Reader:
        return _ZipReader(self._path, self._inside)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
