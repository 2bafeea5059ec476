"""Writes a ZIP whose bytes depend on nothing but the files, their names and one date.

The standard library's writer leaves the compressed bytes to the zlib it was built with, and these differ (zlib, zlib-ng,
the forks of distributions). libdeflate's depend on the input and the level alone, and the pinned package carries its own.
"""

import datetime
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from deflate import deflate_compress

_LEVEL = 9              # level 12 saves 3 % more and takes ten times as long
_UTF8 = 0x0800          # general purpose flag, bit 11: the name is UTF-8; Windows Explorer and WPS heed it
_STORED, _DEFLATED = 0, 8
_PLAIN, _ZIP64 = 20, 45    # version needed to extract
_UNIX = 3 << 8
_MODE = 0o100644 << 16
_MOST16, _MOST32 = 0xFFFF, 0xFFFFFFFF
_EARLIEST = datetime.date(1980, 1, 1)


@dataclass(frozen=True)
class _Written:
    """What the central directory says about a file."""

    name: bytes
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def write_zip(target: Path, files: Iterable[tuple[str, Path]], day: datetime.date) -> None:
    """Writes the files, by their name inside, in the order given; each bears `day` (1980 at the earliest), 00:00, and mode 644.

    Memory is that of the largest file. A file must be smaller than 4 GB.
    """
    stamp = _dos_date(max(day, _EARLIEST))
    with target.open("wb") as out:
        entries = [_write_file(out, name.encode(), path.read_bytes(), stamp) for name, path in files]
        _write_directory(out, entries, stamp)


def _dos_date(day: datetime.date) -> int:
    return (day.year - 1980) << 9 | day.month << 5 | day.day


def _write_file(out: BinaryIO, name: bytes, data: bytes, stamp: int) -> _Written:
    packed = deflate_compress(data, _LEVEL)
    method = _DEFLATED if len(packed) < len(data) else _STORED
    body = packed if method == _DEFLATED else data
    entry = _Written(name, method, zlib.crc32(data), len(body), len(data), out.tell())
    out.write(struct.pack("<4s5H3L2H", b"PK\x03\x04", _PLAIN, _UTF8, method, 0, stamp, entry.crc, entry.packed, entry.size, len(name), 0))
    out.write(name)
    out.write(body)
    return entry


def _write_directory(out: BinaryIO, entries: list[_Written], stamp: int) -> None:
    start = out.tell()
    for entry in entries:
        far = entry.offset > _MOST32    # then an extra field holds the offset (ZIP64)
        extra = struct.pack("<2HQ", 1, 8, entry.offset) if far else b""
        version = _ZIP64 if far else _PLAIN
        out.write(struct.pack("<4s6H3L5H2L", b"PK\x01\x02", _UNIX | version, version, _UTF8, entry.method, 0, stamp, entry.crc, entry.packed, entry.size,
                              len(entry.name), len(extra), 0, 0, 0, _MODE, min(entry.offset, _MOST32)))
        out.write(entry.name + extra)
    end = out.tell()
    count, size = len(entries), end - start
    if count >= _MOST16 or end > _MOST32:
        out.write(struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, _UNIX | _ZIP64, _ZIP64, 0, 0, count, count, size, start))
        out.write(struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1))
    out.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, min(count, _MOST16), min(count, _MOST16), min(size, _MOST32), min(start, _MOST32), 0))
