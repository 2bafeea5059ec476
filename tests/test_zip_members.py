"""Files of a ZIP are unpacked as the standard library does it, whichever way is taken; what does not agree with the directory is refused."""

import io
import random
import zipfile
from collections.abc import Callable

import pytest

from generator.publishing.archive import zip_members
from generator.publishing.archive.entry import Entry
from generator.publishing.archive.zip_members import member_chunks

NAME = "公报/页.html"
CONTENT = b"".join(f"<p>{random.Random(7).randint(0, 9)} {number}</p>\n".encode() for number in range(3000))


@pytest.fixture(params=["at once", "bit by bit"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test is run with either way of unpacking."""
    if request.param == "bit by bit":
        monkeypatch.setattr(zip_members, "_MOST_AT_ONCE", -1)
        monkeypatch.setattr(zip_members, "CHUNK", 1000)


def packed(content: bytes, method: int = zipfile.ZIP_DEFLATED) -> tuple[bytes, Entry]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("first.txt", b"x")
        archive.writestr(NAME, content)
        info = archive.getinfo(NAME)
        return out.getvalue(), Entry(NAME, info.file_size, info.header_offset, info.compress_size, info.CRC, method == zipfile.ZIP_DEFLATED)


def unpacked(data: bytes, entry: Entry) -> bytes:
    return b"".join(member_chunks(io.BytesIO(data), NAME, entry))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("content", [CONTENT, b"", b"x", random.Random(7).randbytes(5000)], ids=["page", "empty", "one", "noise"])
def test_a_file_is_unpacked(content: bytes, method: int) -> None:
    assert unpacked(*packed(content, method)) == content


def test_two_files_can_be_read_in_turn() -> None:
    data, entry = packed(CONTENT)
    file = io.BytesIO(data)
    pairs = list(zip(member_chunks(file, NAME, entry), member_chunks(file, NAME, entry), strict=True))
    assert b"".join(one for one, _ in pairs) == b"".join(other for _, other in pairs) == CONTENT


WRONG: dict[str, Callable[[bytes, Entry], tuple[bytes, Entry]]] = {
    "it unpacks to more": lambda data, entry: (data, entry._replace(size=entry.size - 1)),
    "it unpacks to less": lambda data, entry: (data, entry._replace(size=entry.size + 1)),
    "it unpacks to nothing": lambda data, entry: (data, entry._replace(size=0)),
    "another checksum": lambda data, entry: (data, entry._replace(crc=entry.crc ^ 1)),
    "it ends early": lambda data, entry: (data, entry._replace(packed=entry.packed - 100)),
    "the ZIP ends early": lambda data, entry: (data[:entry.offset + 500], entry),
    "the ZIP ends before it": lambda data, entry: (data[:entry.offset + 10], entry),
    "it is not where it should be": lambda data, entry: (data, entry._replace(offset=entry.offset + 1)),
    "another mark": lambda data, entry: (data[:entry.offset] + b"PK\5\6" + data[entry.offset + 4:], entry),
    "another name": lambda data, entry: (data.replace("页".encode(), "夜".encode(), 1), entry),
    "a name in another script": lambda data, entry: (data[:entry.offset + 7] + b"\0" + data[entry.offset + 8:], entry),
    "a name that is none": lambda data, entry: (data.replace("页".encode(), b"\xff\xff\xff", 1), entry),
    "noise": lambda data, entry: (data[:entry.offset + 200] + b"\xff" * 200 + data[entry.offset + 400:], entry),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_not_as_the_directory_says_is_refused(wrong: str) -> None:
    with pytest.raises(zipfile.BadZipFile):
        unpacked(*WRONG[wrong](*packed(CONTENT)))


def test_no_more_is_unpacked_than_stated() -> None:
    data, entry = packed(bytes(10 << 20))
    assert sum(map(len, taken_until_refused(data, entry._replace(size=4500)))) <= 4500


def taken_until_refused(data: bytes, entry: Entry) -> list[bytes]:
    taken: list[bytes] = []
    with pytest.raises(zipfile.BadZipFile):
        taken.extend(member_chunks(io.BytesIO(data), NAME, entry))
    return taken
