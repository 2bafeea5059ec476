"""Makes a folder a BagIt bag (RFC 8493): manifests, bag-info.txt, tag manifests, signature.

Written here and not by the `bagit` library, whose tag manifests follow the order of the disk; that library accepts what is
written (tests/test_archive.py).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from generator.publishing.archive.key import fingerprint, public_key_of, render_signature, sign
from generator.publishing.archive.layout import ALGORITHMS, BAG_FILE, BAG_TEXT, INFO_FILE, MANIFESTS, PAYLOAD, SIGNATURE, SIGNED_FILE, TAG_MANIFESTS, UNLISTED

SIGNED_BY = "Gongbao-Signed-By"
UNSIGNED = "unsigned"
PROGRAM = "Bag-Software-Agent"
UPDATE_FROM = "Gongbao-Update-From"     # the SHA-256 of the older copy's tag manifest
CHUNK = 1 << 20
_LONGEST_LINE = 1 << 16     # octets of a line of a manifest: no name is so long


def write_bag(folder: Path, info: Mapping[str, str], key: Path | None) -> tuple[str, ...]:
    """Writes the tag files of the bag whose payload and further tag files stand in `folder`; returns all its names, sorted.

    `info` are the labels of bag-info.txt beside Payload-Oxum and who signed.
    """
    payload = tuple(sorted(name for name in files_of(folder) if name.startswith(PAYLOAD)))
    size = sum((folder / name).stat().st_size for name in payload)
    signer = fingerprint(public_key_of(key)) if key else UNSIGNED
    (folder / BAG_FILE).write_bytes(BAG_TEXT.encode())
    (folder / INFO_FILE).write_bytes(render_info({**info, "Payload-Oxum": f"{size}.{len(payload)}", SIGNED_BY: signer}))
    _write_manifests(folder, MANIFESTS, payload)
    _write_manifests(folder, TAG_MANIFESTS, sorted(name for name in files_of(folder) if not name.startswith(PAYLOAD) and name not in UNLISTED))
    signature = sign(key, (folder / SIGNED_FILE).read_bytes()) if key else None
    (folder / SIGNATURE).write_bytes(render_signature(signature, SIGNED_FILE))
    return tuple(sorted(files_of(folder)))


def files_of(folder: Path) -> Iterator[str]:
    """Every file in the folder, by its name relative to it, with forward slashes."""
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def render_info(info: Mapping[str, str]) -> bytes:
    """bag-info.txt; a value stands on one line."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in info.items()).encode()


def parse_info(data: bytes) -> dict[str, str]:
    """The labels of bag-info.txt. Raises `ValueError` where it is not UTF-8 or a line has no label."""
    info: dict[str, str] = {}
    for line in data.decode("utf-8").splitlines():
        label, mark, value = line.partition(": ")
        if not mark:
            raise ValueError(line)
        info[label] = value
    return info


def _write_manifests(folder: Path, manifests: Sequence[str], names: Sequence[str]) -> None:
    digests = [(name, file_digests(folder / name)) for name in names]
    for index, manifest in enumerate(manifests):
        (folder / manifest).write_bytes("".join(f"{found[index]}  {name}\n" for name, found in digests).encode())


def file_digests(path: Path) -> tuple[str, ...]:
    """The hexadecimal digests of a file, by the order of `ALGORITHMS`."""
    hashes = [hashlib.new(name) for name in ALGORITHMS]
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            for each in hashes:
                each.update(chunk)
    return tuple(each.hexdigest() for each in hashes)


def parse_manifest(chunks: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Each file that a manifest lists, with its digest; the manifest is read as its chunks come. Raises `ValueError` for a line that is none."""
    for line in _lines(chunks):
        digest, mark, name = line.decode("utf-8").partition("  ")
        if not mark or not name:
            raise ValueError(line)
        yield name, bytes.fromhex(digest)


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
        if len(rest) > _LONGEST_LINE:
            raise ValueError(rest[:80])
    if rest:        # a list that was cut off is none
        raise ValueError(rest)
