"""The directory of a ZIP is read as the standard library reads it, and never where the standard library refuses it."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publishing.archive import zip_directory
from generator.publishing.archive.zip_directory import find_directory, headers

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=9)
Told = tuple[str, int, int, int, int, int, int, int]


def ours(data: bytes) -> list[Told]:
    file = io.BytesIO(data)
    return [(entry.name, entry.size, entry.offset, entry.packed, entry.crc, flags, method, mode) for entry, flags, method, mode in headers(file, find_directory(file))]


def theirs(data: bytes) -> list[Told]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.orig_filename, info.file_size, info.header_offset, info.compress_size, info.CRC, info.flag_bits, info.compress_type, info.external_attr >> 16)
                for info in archive.infolist()]


def packed(files: list[tuple[str, bytes]], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")     # of two files with one name
        archive.comment = comment
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


@given(st.lists(st.tuples(NAMES, st.binary(max_size=20)), max_size=6), st.binary(max_size=8))
def test_what_the_standard_library_writes_is_read_as_it_reads_it(files: list[tuple[str, bytes]], comment: bytes) -> None:
    data = packed(files, comment)
    assert ours(data) == theirs(data)


@given(st.lists(st.tuples(NAMES, st.binary(max_size=20)), min_size=1, max_size=3), st.data())
def test_what_the_standard_library_refuses_is_refused(files: list[tuple[str, bytes]], draw: st.DataObject) -> None:
    """Of a damaged ZIP both read the same, or ours nothing."""
    data = bytearray(packed(files))
    start = len(data) - 22 - struct.unpack_from("<L", data, len(data) - 10)[0]
    for _ in range(draw.draw(st.integers(1, 3))):
        data[draw.draw(st.integers(start, len(data) - 1))] = draw.draw(st.sampled_from([0, 1, 2, 8, 22, 46, 80, 127, 255]))
    damaged = bytes(data[:draw.draw(st.sampled_from([len(data), len(data), len(data) - 1, start]))])
    try:
        found = ours(damaged)
    except (zipfile.BadZipFile, ValueError):
        return
    assert found == theirs(damaged)


def far_end(data: bytes, **changed: int) -> bytes:
    """The ZIP with an end in ZIP64 before its own."""
    _, _, _, count, total, size, offset, _ = struct.unpack("<4s4H2LH", data[-22:])
    said = {"length": 44, "disk": 0, "count": count, "size": size, "offset": offset, "place": len(data) - 22, "disks": 1} | changed
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", said["length"], 45, 45, said["disk"], 0, said["count"], total, said["size"], said["offset"])
    return data[:-22] + end + struct.pack("<4sLQL", b"PK\6\7", 0, said["place"], said["disks"]) + data[-22:]


PLAIN = packed([("a", b"x" * 50), ("b", b"y")])


def test_an_end_in_zip64_is_read() -> None:
    assert ours(far_end(PLAIN)) == theirs(far_end(PLAIN)) == ours(PLAIN)
    most = far_end(PLAIN)[:-22] + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert ours(most) == ours(PLAIN)


def with_far_field(extra: bytes) -> bytes:
    """A ZIP whose only file says its size in an extra field."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("a")
        info.extra = b"\xfe\xca\1\0z" + extra
        archive.writestr(info, b"x")
    data = bytearray(out.getvalue())
    at = data.rfind(b"PK\1\2")
    data[at + 24:at + 28] = b"\xff" * 4
    return bytes(data)


def test_a_size_that_does_not_fit_is_read_from_its_field() -> None:
    data = with_far_field(struct.pack("<2HQ", 1, 8, 1 << 33))
    assert ours(data) == theirs(data) and ours(data)[0][1] == 1 << 33


def end_with(**fields: int) -> Callable[[bytes], bytes]:
    """Another number in the end of the ZIP."""
    places = {"disk": ("<H", 4), "disk of the directory": ("<H", 6), "count": ("<H", 8), "total": ("<H", 10), "size": ("<L", 12), "offset": ("<L", 16)}

    def change(data: bytes) -> bytes:
        end = bytearray(data[-22:])
        for name, more in fields.items():
            form, at = places[name.replace("_", " ")]
            struct.pack_into(form, end, at, struct.unpack_from(form, end, at)[0] + more)
        return data[:-22] + bytes(end)

    return change


ODD: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "no ZIP": lambda _: b"x" * 100,
    "octets before the first file": lambda data: b"MZ" + data,
    "octets behind the end": lambda data: data + b"x",
    "octets between directory and end": lambda data: data[:-22] + b"x" + data[-22:],
    "two ends": lambda data: data[:-2] + struct.pack("<H", 22) + data[-22:-2] + b"\0\0",
    "a comment with an end in it": lambda data: data[:-2] + struct.pack("<H", 26) + b"PK\5\6" + data[-22:],
    "fewer files than counted": end_with(count=1, total=1),
    "more files than counted": end_with(count=-1, total=-1),
    "two counts": end_with(total=1),
    "another disk": end_with(disk=1),
    "a directory on another disk": end_with(disk_of_the_directory=1),
    "a directory that ends elsewhere": end_with(size=-1),
    "a directory that begins elsewhere": end_with(offset=1),
    "a file on another disk": lambda data: data.replace(b"PK\1\2" + data[data.find(b"PK\1\2") + 4:][:30], b"PK\1\2" + data[data.find(b"PK\1\2") + 4:][:30]).replace(
        data[data.find(b"PK\1\2"):][:36], data[data.find(b"PK\1\2"):][:34] + b"\1\0", 1),
    "a version to come": lambda data: data.replace(data[data.find(b"PK\1\2"):][:8], data[data.find(b"PK\1\2"):][:6] + b"\x40\0", 1),
    "no mark": lambda data: data.replace(b"PK\1\2", b"PK\1\3", 1),
    "ends that count differently": lambda data: far_end(data, count=1),
    "ends that place it differently": lambda data: far_end(data, offset=1),
    "a long end in ZIP64": lambda data: far_end(data, length=45),
    "an end in ZIP64 elsewhere": lambda data: far_end(data, place=1),
    "an end in ZIP64 on more disks": lambda data: far_end(data, disks=2),
    "an extra field that is too short": lambda _: with_far_field(struct.pack("<2HL", 1, 4, 1)),
    "an extra field that is cut off": lambda _: with_far_field(struct.pack("<2HL", 1, 8, 1)),
    "an extra field that comes twice": lambda _: with_far_field(struct.pack("<2HQ", 1, 8, 1) * 2),
}


@pytest.mark.parametrize("odd", ODD)
def test_a_zip_that_programs_read_differently_is_refused(odd: str) -> None:
    assert len(ours(PLAIN)) == 2
    with pytest.raises(zipfile.BadZipFile):
        ours(ODD[odd](PLAIN))


def test_a_directory_longer_than_what_is_read_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_directory, "CHUNK", 300)
    monkeypatch.setattr(zip_directory, "_MOST_OF_A_HEADER", 200)
    data = packed([(f"公报/{number}.html", b"x" * number) for number in range(200)])
    assert ours(data) == theirs(data)


def test_a_name_that_is_no_utf_8_is_refused() -> None:
    data = packed([("页", b"x")])
    with pytest.raises(UnicodeDecodeError):
        ours(data.replace("页".encode(), b"\xff\xff\xff"))
