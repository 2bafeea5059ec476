"""Reads and checks what a copy says about itself: bag-info.txt, manifests, tag manifests, signature."""

import errno
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from zipfile import BadZipFile

from generator.publishing.archive.bag import SIGNED_BY, UNSIGNED, parse_info, parse_manifest
from generator.publishing.archive.container import Copy
from generator.publishing.archive.findings import Fault, Finding, Findings
from generator.publishing.archive.key import parse_signature, same_fingerprint
from generator.publishing.archive.layout import ALGORITHMS, BAG_FILE, INFO_FILE, MANIFESTS, PAYLOAD, SIGNATURE, SIGNED_FILE, TAG_MANIFESTS, UNLISTED

READING_FAULTS = (OSError, BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_MOST_OF_A_TAG_FILE = 16 << 20      # octets; the manifests of the payload may be longer, they are read line by line


@dataclass
class Tags:
    """What the tag files of a copy say beside the digests of its files, which are in the catalogue."""

    info: dict[str, str] = field(default_factory=dict)
    fingerprint: str | None = None
    findings: Findings = field(default_factory=Findings)


class Hashes:
    """The digests of a file, by the order of `ALGORITHMS`, as its octets come."""

    def __init__(self) -> None:
        self._hashes = tuple(hashlib.new(algorithm) for algorithm in ALGORITHMS)

    def of(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Passes the chunks on."""
        for chunk in chunks:
            for each in self._hashes:
                each.update(chunk)
            yield chunk

    def digests(self) -> tuple[bytes, ...]:
        return tuple(each.digest() for each in self._hashes)


def digests_of(chunks: Iterable[bytes]) -> tuple[bytes, ...]:
    """The digests of all the chunks together, by the order of `ALGORITHMS`."""
    hashes = Hashes()
    for _ in hashes.of(chunks):
        pass
    return hashes.digests()


def read_tags(copy: Copy, expected_fingerprint: str | None = None) -> Tags:
    """The tag files of the copy, checked against each other and against the signature; what the manifests list goes to the catalogue."""
    tags = Tags()
    content = {name: data for name in (BAG_FILE, INFO_FILE, *TAG_MANIFESTS, SIGNATURE) if (data := _read(copy, name, tags)) is not None}
    if BAG_FILE not in content:
        tags.findings = Findings([Finding.of(Fault.NO_BAG, "", f"里面没有 {BAG_FILE}")])
        return tags
    try:
        tags.info = parse_info(content.get(INFO_FILE, b""))
    except ValueError:
        tags.findings.add(Finding.of(Fault.BAD_TAG_FILE, INFO_FILE, "有一行不成格式"))
    _Lists(copy, content, tags.findings).read()
    _check_signature(tags, content, expected_fingerprint)
    return tags


def list_digest(copy: Copy) -> str:
    """The SHA-256 of the copy's tag manifest: the name of this very copy. Raises one of `READING_FAULTS`."""
    entry = copy.catalogue.entry(SIGNED_FILE)
    if entry is None:
        raise FileNotFoundError(errno.ENOENT, "没有这个文件", SIGNED_FILE)
    return hashlib.sha256(b"".join(copy.reader.chunks(entry))).hexdigest()


def _read(copy: Copy, name: str, tags: Tags) -> bytes | None:
    entry = copy.catalogue.entry(name)
    if entry is None:
        tags.findings.add(Finding.of(Fault.MISSING, name))
        return None
    if entry.size > _MOST_OF_A_TAG_FILE:
        tags.findings.add(Finding.of(Fault.BOMB, name, f"有 {entry.size} 字节"))
        return None
    try:
        return b"".join(copy.reader.chunks(entry))
    except READING_FAULTS as error:
        tags.findings.add(_unreadable(name, error))
        return None


def _unreadable(name: str, error: BaseException) -> Finding:
    return Finding.of(Fault.CHANGED, name, f"读不出来（{error}）")


class _Lists:
    """Takes what the manifests list to the catalogue, and checks the files that the verdict leans on; all others are read with the payload."""

    def __init__(self, copy: Copy, content: Mapping[str, bytes], findings: Findings) -> None:
        """`content` is that of the small tag files."""
        self._copy, self._content, self._findings = copy, content, findings

    def read(self) -> None:
        """The two manifests of one kind must list the same files, each once."""
        self._take(TAG_MANIFESTS)
        for name in (BAG_FILE, INFO_FILE):
            if name in self._content:
                self._compare(name, digests_of([self._content[name]]))
        self._take(MANIFESTS)
        for name, algorithm in self._copy.catalogue.listed_once():
            manifests = MANIFESTS if name.startswith(PAYLOAD) else TAG_MANIFESTS
            self._findings.add(Finding.of(Fault.BAD_TAG_FILE, name, f"只列在 {manifests[algorithm]} 里"))

    def _take(self, manifests: tuple[str, ...]) -> None:
        for algorithm, manifest in enumerate(manifests):
            hashes = Hashes()
            try:
                self._copy.catalogue.take_list(algorithm, self._sound(parse_manifest(hashes.of(self._chunks(manifest))), manifests, algorithm))
            except ValueError:
                self._findings.add(Finding.of(Fault.BAD_TAG_FILE, manifest, "有一行不成格式，或一个文件列了两次"))
                self._copy.catalogue.forget(is_payload=manifests is MANIFESTS)
                return
            if manifests is MANIFESTS:
                self._compare(manifest, hashes.digests())

    def _sound(self, listed: Iterable[tuple[str, bytes]], manifests: tuple[str, ...], algorithm: int) -> Iterator[tuple[str, bytes]]:
        length = hashlib.new(ALGORITHMS[algorithm]).digest_size
        for name, digest in listed:
            if len(digest) == length and name.startswith(PAYLOAD) == (manifests is MANIFESTS) and name not in UNLISTED:
                yield name, digest
            else:
                self._findings.add(Finding.of(Fault.BAD_TAG_FILE, manifests[algorithm], f"不该列出 {name}，或校验值长度不对"))

    def _chunks(self, name: str) -> Iterator[bytes]:
        """Raises `ValueError` where the file cannot be read."""
        entry = self._copy.catalogue.entry(name)
        if entry is None:
            self._findings.add(Finding.of(Fault.MISSING, name))
            return
        try:
            yield from self._copy.reader.chunks(entry)
        except READING_FAULTS as error:
            self._findings.add(_unreadable(name, error))
            raise ValueError(name) from error

    def _compare(self, name: str, digests: tuple[bytes, ...]) -> None:
        listed = self._copy.catalogue.digests(name)
        if listed is None:
            self._findings.add(Finding.of(Fault.BAD_TAG_FILE, name, "没有列进清单"))
        elif listed != digests:
            self._findings.add(Finding.of(Fault.CHANGED, name, "与清单里的校验值不同"))


def _check_signature(tags: Tags, content: Mapping[str, bytes], expected: str | None) -> None:
    """The signature stands over the tag manifest, that over the manifests, and those over everything."""
    said = tags.info.get(SIGNED_BY, UNSIGNED)
    try:
        signature = parse_signature(content.get(SIGNATURE, b""))
    except ValueError:
        tags.findings.add(Finding.of(Fault.BAD_SIGNATURE, SIGNATURE, "不成格式"))
        return
    if signature is None:
        if said != UNSIGNED:
            tags.findings.add(Finding.of(Fault.BAD_SIGNATURE, SIGNATURE, f"应有指纹为 {said} 的签名，现在没有：签名被去掉了"))
        elif expected is not None:
            tags.findings.add(Finding.of(Fault.OTHER_SIGNER, SIGNATURE, "要求核对指纹，但这份拷贝没有签名"))
        return
    if not signature.is_of(content.get(SIGNED_FILE, b"")):
        tags.findings.add(Finding.of(Fault.BAD_SIGNATURE, SIGNATURE, "不是对这份清单的签名：签名或清单被换过"))
        return
    tags.fingerprint = signature.fingerprint
    if said != signature.fingerprint:
        tags.findings.add(Finding.of(Fault.BAD_SIGNATURE, SIGNATURE, f"签名的指纹是 {signature.fingerprint}，{INFO_FILE} 里写的是 {said}"))
    if expected is not None and not same_fingerprint(expected, signature.fingerprint):
        tags.findings.add(Finding.of(Fault.OTHER_SIGNER, SIGNATURE, f"签名的指纹是 {signature.fingerprint}，不是要求的 {expected}"))
