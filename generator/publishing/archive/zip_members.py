"""Unpacks the files of a ZIP, each by what the ZIP's directory says of it.

Small files, nearly all of a copy, are unpacked in one go by libdeflate, three times as fast as the standard library does it.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from deflate import DeflateError, deflate_decompress

from generator.publishing.archive.bag import CHUNK
from generator.publishing.archive.entry import Entry

_MOST_AT_ONCE = 1 << 20     # octets, packed and unpacked
_HEADER = struct.Struct("<6xH18x2H")      # flags, length of the name, length of the extra field
_HEADER_MARK = b"PK\x03\x04"
_UTF8 = 0x0800
_MOST_OF_A_LETTER = 4       # octets in UTF-8


def member_chunks(file: BinaryIO, name: str, entry: Entry) -> Iterator[bytes]:
    """The bytes of the file that the ZIP calls `name`, never more than its stated size. Raises `OSError` or `zipfile.BadZipFile`, at the latest at its end."""
    crc, length = 0, 0
    for chunk in _at_once(file, name, entry) if max(entry.packed, entry.size) <= _MOST_AT_ONCE else _bit_by_bit(file, name, entry):
        crc, length = zlib.crc32(chunk, crc), length + len(chunk)
        yield chunk
    if (length, crc) != (entry.size, entry.crc):
        raise zipfile.BadZipFile("与压缩包目录里的长度或 CRC 不同")


def _start(head: bytes, name: str) -> int:
    """How far behind its header a file's packed bytes begin. The header must name it as the directory does: other programs may go by the one or the other."""
    if len(head) < _HEADER.size or not head.startswith(_HEADER_MARK):
        raise zipfile.BadZipFile("压缩包目录指到的地方没有文件")
    flags, length, extra = _HEADER.unpack_from(head)
    if head[_HEADER.size:_HEADER.size + length].decode("utf-8" if flags & _UTF8 else "cp437", "replace") != name:
        raise zipfile.BadZipFile("压缩包目录里的名称与文件自己的不同")
    return _HEADER.size + int(length) + int(extra)


def _room(name: str) -> int:
    """The octets of a header up to the end of the name, and of what mostly comes behind it."""
    return _HEADER.size + _MOST_OF_A_LETTER * len(name)


def _at_once(file: BinaryIO, name: str, entry: Entry) -> Iterator[bytes]:
    file.seek(entry.offset)
    data = file.read(_room(name) + entry.packed)
    start = _start(data, name)
    if len(data) < start + entry.packed:
        data += file.read(start + entry.packed - len(data))
    packed = memoryview(data)[start:start + entry.packed]
    try:
        yield bytes(deflate_decompress(packed, entry.size) if entry.is_deflated else packed)
    except DeflateError as error:
        raise zipfile.BadZipFile("解压不出来") from error


def _bit_by_bit(file: BinaryIO, name: str, entry: Entry) -> Iterator[bytes]:
    """Unpacks no more than the stated size, however much there is. Another file may be read meanwhile: each step seeks anew."""
    file.seek(entry.offset)
    start = entry.offset + _start(file.read(_room(name)), name)
    unpack, waiting, left, end = zlib.decompressobj(-zlib.MAX_WBITS), b"", entry.size, start + entry.packed
    while left:
        if not waiting:
            file.seek(start)
            waiting = file.read(min(CHUNK, end - start))
            start += len(waiting)
        chunk = _unpacked(unpack, waiting, min(CHUNK, left)) if entry.is_deflated else waiting[:left]
        if not (chunk or waiting):
            return
        waiting = unpack.unconsumed_tail
        left -= len(chunk)
        yield chunk


def _unpacked(unpack: "zlib._Decompress", packed: bytes, most: int) -> bytes:
    try:
        return unpack.decompress(packed, most)
    except zlib.error as error:
        raise zipfile.BadZipFile("解压不出来") from error
