"""Files of a ZIP are unpacked as the standard library does it, whichever way is taken; what does not agree with the directory is refused."""

import io
import random
import zipfile
from collections.abc import Callable

import pytest

from generator.publishing.archive import zip_members
from generator.publishing.archive.zip_members import Member, member_chunks

NAME = "公报/页.html"
CONTENT = b"".join(f"<p>{random.Random(7).randint(0, 9)} {number}</p>\n".encode() for number in range(3000))


@pytest.fixture(params=["at once", "bit by bit"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test is run with either way of unpacking."""
    if request.param == "bit by bit":
        monkeypatch.setattr(zip_members, "_MOST_AT_ONCE", -1)
        monkeypatch.setattr(zip_members, "CHUNK", 1000)


def packed(content: bytes, method: int = zipfile.ZIP_DEFLATED) -> tuple[bytes, Member]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("first.txt", b"x")
        archive.writestr(NAME, content)
        return out.getvalue(), Member.of(archive.getinfo(NAME))


def unpacked(data: bytes, member: Member) -> bytes:
    return b"".join(member_chunks(io.BytesIO(data), NAME, member))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("content", [CONTENT, b"", b"x", random.Random(7).randbytes(5000)], ids=["page", "empty", "one", "noise"])
def test_a_file_is_unpacked(content: bytes, method: int) -> None:
    assert unpacked(*packed(content, method)) == content


def test_two_files_can_be_read_in_turn() -> None:
    data, member = packed(CONTENT)
    file = io.BytesIO(data)
    pairs = list(zip(member_chunks(file, NAME, member), member_chunks(file, NAME, member), strict=True))
    assert b"".join(one for one, _ in pairs) == b"".join(other for _, other in pairs) == CONTENT


def changed(member: Member, **fields: int) -> Member:
    return Member(**{name: getattr(member, name) for name in Member.__slots__} | fields)


WRONG: dict[str, Callable[[bytes, Member], tuple[bytes, Member]]] = {
    "it unpacks to more": lambda data, member: (data, changed(member, size=member.size - 1)),
    "it unpacks to less": lambda data, member: (data, changed(member, size=member.size + 1)),
    "it unpacks to nothing": lambda data, member: (data, changed(member, size=0)),
    "another checksum": lambda data, member: (data, changed(member, crc=member.crc ^ 1)),
    "it ends early": lambda data, member: (data, changed(member, packed=member.packed - 100)),
    "the ZIP ends early": lambda data, member: (data[:member.offset + 500], member),
    "the ZIP ends before it": lambda data, member: (data[:member.offset + 10], member),
    "it is not where it should be": lambda data, member: (data, changed(member, offset=member.offset + 1)),
    "another mark": lambda data, member: (data[:member.offset] + b"PK\5\6" + data[member.offset + 4:], member),
    "another name": lambda data, member: (data.replace("页".encode(), "夜".encode(), 1), member),
    "a name in another script": lambda data, member: (data[:member.offset + 7] + b"\0" + data[member.offset + 8:], member),
    "a name that is none": lambda data, member: (data.replace("页".encode(), b"\xff\xff\xff", 1), member),
    "noise": lambda data, member: (data[:member.offset + 200] + b"\xff" * 200 + data[member.offset + 400:], member),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_not_as_the_directory_says_is_refused(wrong: str) -> None:
    with pytest.raises(zipfile.BadZipFile):
        unpacked(*WRONG[wrong](*packed(CONTENT)))


def test_no_more_is_unpacked_than_stated() -> None:
    data, member = packed(bytes(10 << 20))
    assert sum(map(len, taken_until_refused(data, changed(member, size=4500)))) <= 4500


def taken_until_refused(data: bytes, member: Member) -> list[bytes]:
    taken: list[bytes] = []
    with pytest.raises(zipfile.BadZipFile):
        taken.extend(member_chunks(io.BytesIO(data), NAME, member))
    return taken
