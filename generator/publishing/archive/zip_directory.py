"""Reads the directory at the end of a ZIP file by file, so that memory does not grow with their number.

Programs do not agree on what an odd ZIP holds. So whatever lets them disagree is refused: a directory that does not fill the room
between the files and the end, an end inside a comment, counts that differ, other disks. What the standard library refuses is refused too.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile

from generator.publishing.archive.bag import CHUNK
from generator.publishing.archive.entry import Entry

_UTF8 = 0x0800              # general purpose flag: the name is UTF-8, else code page 437
_LATEST = 63                # version of the format
_MOST16, _MOST32 = 0xFFFF, 0xFFFFFFFF
_END, _END_MARK = struct.Struct("<4s4H2LH"), b"PK\x05\x06"
_LOCATOR, _LOCATOR_MARK = struct.Struct("<4sLQL"), b"PK\x06\x07"        # ZIP64: says where the following stands
_FAR_END, _FAR_END_MARK = struct.Struct("<4sQ4x2L4Q"), b"PK\x06\x06"
_FAR_LENGTH = _FAR_END.size - 12        # as it states it itself, without its mark and this number
_HEADER, _HEADER_MARK = struct.Struct("<4s2xBx2H4x3L4H2x2L"), b"PK\x01\x02"
_MOST_OF_A_HEADER = _HEADER.size + 3 * _MOST16
_FIELD, _FAR_FIELD = struct.Struct("<2H"), 1        # an extra field; the one that holds what does not fit into 32 bits


@dataclass(frozen=True)
class Directory:
    """Where the directory stands, and how many files it must list."""

    offset: int
    size: int
    count: int


class Header(NamedTuple):
    """What the directory says of a file, and of how it is packed: general purpose flags, method, attributes of Unix."""

    entry: Entry
    flags: int
    method: int
    mode: int

    @property
    def is_folder(self) -> bool:
        return self.entry.name.endswith("/")


def find_directory(file: BinaryIO) -> Directory:
    """The directory of the ZIP. Raises `OSError` or `zipfile.BadZipFile`."""
    length = file.seek(0, 2)
    start = max(0, length - _END.size - _MOST16)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END.size:
        raise BadZipFile("no end")
    *_, comment = _END.unpack_from(tail, at)
    if at + _END.size + comment != len(tail) or (comment and tail.count(_END_MARK) > 1):
        raise BadZipFile("not certain where the directory ends")
    return _directory(file, start + at, _END.unpack_from(tail, at)[1:-1])


def _directory(file: BinaryIO, end: int, near: tuple[int, ...]) -> Directory:
    """The directory by its end and, where there are both, by the end in ZIP64, which must say the same."""
    fields, limits = near, (_MOST16, _MOST16, _MOST16, _MOST16, _MOST32, _MOST32)
    file.seek(max(0, end - _LOCATOR.size))
    locator = file.read(_LOCATOR.size)
    if end >= _LOCATOR.size + _FAR_END.size and locator.startswith(_LOCATOR_MARK):
        end -= _LOCATOR.size + _FAR_END.size
        file.seek(end)
        mark, length, *far = _FAR_END.unpack(file.read(_FAR_END.size))
        if (mark, length) != (_FAR_END_MARK, _FAR_LENGTH) or _LOCATOR.unpack(locator)[1:] != (0, end, 1):
            raise BadZipFile("the end in ZIP64 is not where it should be")
        fields = tuple(far)
        if any(one not in (other, limit) for one, other, limit in zip(near, fields, limits, strict=True)):
            raise BadZipFile("two ends that differ")
    disk, disk_of_directory, count, total, size, offset = fields
    if disk or disk_of_directory or count != total or offset + size != end:
        raise BadZipFile("the directory is not where it should be")
    return Directory(offset, size, total)


def headers(file: BinaryIO, directory: Directory) -> Iterator[Header]:
    """Every entry of the directory, in its order; nothing else may read from `file` meanwhile. Raises `OSError`, `ValueError` or `zipfile.BadZipFile`."""
    file.seek(directory.offset)
    waiting, at, left = b"", 0, directory.size
    for _ in range(directory.count):
        if len(waiting) - at < _MOST_OF_A_HEADER and left:
            more = file.read(min(CHUNK, left))
            waiting, at, left = waiting[at:] + more, 0, left - len(more)
        header, at = _header(waiting, at)
        yield header
    if left or at != len(waiting):
        raise BadZipFile("more files than it counts")


def _header(data: bytes, at: int) -> tuple[Header, int]:
    """The entry that begins there, and where the next one does."""
    if len(data) - at < _HEADER.size:
        raise BadZipFile("fewer files than it counts")
    mark, version, flags, method, crc, packed, size, *lengths, disk, attributes, offset = _HEADER.unpack_from(data, at)
    extra_at = at + _HEADER.size + lengths[0]
    end = extra_at + lengths[1] + lengths[2]
    if mark != _HEADER_MARK or version > _LATEST or disk or end > len(data):
        raise BadZipFile("not an entry")
    name = data[at + _HEADER.size:extra_at].decode("utf-8" if flags & _UTF8 else "cp437")
    if lengths[1]:
        size, packed, offset = _far(data[extra_at:extra_at + lengths[1]], (size, packed, offset))
    return Header(Entry(name, size, offset, packed, crc, method == ZIP_DEFLATED), flags, method, attributes >> 16), end


def _far(extra: bytes, near: tuple[int, int, int]) -> tuple[int, int, int]:
    """Size, packed size and offset; those that do not fit into 32 bits stand one behind the other in the field for them."""
    found: list[int] | None = None
    while len(extra) >= _FIELD.size:
        kind, length = _FIELD.unpack_from(extra)
        field, extra = extra[_FIELD.size:_FIELD.size + length], extra[_FIELD.size + length:]
        if len(field) < length or (kind == _FAR_FIELD and found is not None):
            raise BadZipFile("an extra field is damaged")
        if kind == _FAR_FIELD:
            found = [number for number, in struct.iter_unpack("<Q", field[:len(field) // 8 * 8])]
    if found is not None and len(found) < near.count(_MOST32):
        raise BadZipFile("an extra field is too short")
    waiting = iter(found or ())
    size, packed, offset = (next(waiting, number) if number == _MOST32 else number for number in near)
    return size, packed, offset
