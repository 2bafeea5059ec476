"""Reads and checks what a copy says about itself: bag-info.txt, manifests, tag manifests, signature."""

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from zipfile import BadZipFile

from generator.publishing.archive.bag import SIGNED_BY, UNSIGNED, parse_info, parse_manifest
from generator.publishing.archive.container import Container
from generator.publishing.archive.findings import Fault, Finding
from generator.publishing.archive.key import parse_signature, same_fingerprint
from generator.publishing.archive.layout import ALGORITHMS, BAG_FILE, INFO_FILE, MANIFESTS, PAYLOAD, SIGNATURE, SIGNED_FILE, TAG_MANIFESTS, UNLISTED

READING_FAULTS = (OSError, BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_MOST_OF_A_TAG_FILE = 256 << 20     # a manifest of a million files


@dataclass
class Tags:
    """The tag files of a copy. `digests` gives the digests of each listed file, by the order of `ALGORITHMS`."""

    info: dict[str, str] = field(default_factory=dict)
    digests: dict[str, tuple[bytes, ...]] = field(default_factory=dict)
    fingerprint: str | None = None
    findings: list[Finding] = field(default_factory=list)

    def payload(self) -> list[str]:
        """What the manifests list, the tag files left out."""
        return [name for name in self.digests if name.startswith(PAYLOAD)]


def read_tags(container: Container, expected_fingerprint: str | None = None) -> Tags:
    """The tag files of the copy, checked against each other and against the signature."""
    tags = Tags()
    content = {name: data for name in (BAG_FILE, INFO_FILE, *MANIFESTS, *TAG_MANIFESTS, SIGNATURE) if (data := _read(container, name, tags)) is not None}
    if BAG_FILE not in content:
        tags.findings[:] = [Finding.of(Fault.NO_BAG, "", f"里面没有 {BAG_FILE}")]
        return tags
    try:
        tags.info = parse_info(content.get(INFO_FILE, b""))
    except ValueError:
        tags.findings.append(Finding.of(Fault.BAD_TAG_FILE, INFO_FILE, "有一行不成格式"))
    _read_manifests(tags, content, MANIFESTS, is_payload=True)
    _read_manifests(tags, content, TAG_MANIFESTS, is_payload=False)
    tags.findings += _changed_tag_files(tags, content)
    _check_signature(tags, content, expected_fingerprint)
    return tags


def list_digest(container: Container) -> str:
    """The SHA-256 of the copy's tag manifest: the name of this very copy. Raises one of `READING_FAULTS`."""
    return hashlib.sha256(b"".join(container.chunks(SIGNED_FILE))).hexdigest()


def _read(container: Container, name: str, tags: Tags) -> bytes | None:
    size = container.sizes.get(name)
    if size is None:
        tags.findings.append(Finding.of(Fault.MISSING, name))
        return None
    if size > _MOST_OF_A_TAG_FILE:
        tags.findings.append(Finding.of(Fault.BOMB, name, f"有 {size} 字节"))
        return None
    try:
        return b"".join(container.chunks(name))
    except READING_FAULTS as error:
        tags.findings.append(Finding.of(Fault.CHANGED, name, f"读不出来（{error}）"))
        return None


def _read_manifests(tags: Tags, content: Mapping[str, bytes], manifests: tuple[str, ...], is_payload: bool) -> None:
    """Takes the digests of both manifests, which must list the same files, of the right kind."""
    found: list[dict[str, bytes]] = []
    for name, algorithm in zip(manifests, ALGORITHMS, strict=True):
        try:
            listed = parse_manifest(content.get(name, b""))
        except ValueError:
            tags.findings.append(Finding.of(Fault.BAD_TAG_FILE, name, "有一行不成格式，或一个文件列了两次"))
            return
        size = hashlib.new(algorithm).digest_size
        wrong = [path for path, digest in listed.items() if len(digest) != size or path.startswith(PAYLOAD) != is_payload or path in UNLISTED]
        tags.findings += (Finding.of(Fault.BAD_TAG_FILE, name, f"不该列出 {path}，或校验值长度不对") for path in wrong)
        found.append(listed)
    first, second = found
    tags.findings += (Finding.of(Fault.BAD_TAG_FILE, path, f"只列在 {manifests[0] if path in first else manifests[1]} 里")
                      for path in sorted(first.keys() ^ second.keys()))
    tags.digests |= {path: (digest, second[path]) for path, digest in first.items() if path in second}


def _changed_tag_files(tags: Tags, content: Mapping[str, bytes]) -> Iterator[Finding]:
    """The tag files the verdict leans on, checked first; the others are read with the payload."""
    for name, data in content.items():
        if name in UNLISTED:
            continue
        if name not in tags.digests:
            yield Finding.of(Fault.BAD_TAG_FILE, name, "没有列进清单")
        elif tags.digests[name] != tuple(hashlib.new(algorithm, data).digest() for algorithm in ALGORITHMS):
            yield Finding.of(Fault.CHANGED, name, "与清单里的校验值不同")


def _check_signature(tags: Tags, content: Mapping[str, bytes], expected: str | None) -> None:
    """The signature stands over the tag manifest, that over the manifests, and those over everything."""
    said = tags.info.get(SIGNED_BY, UNSIGNED)
    try:
        signature = parse_signature(content.get(SIGNATURE, b""))
    except ValueError:
        tags.findings.append(Finding.of(Fault.BAD_SIGNATURE, SIGNATURE, "不成格式"))
        return
    if signature is None:
        if said != UNSIGNED:
            tags.findings.append(Finding.of(Fault.BAD_SIGNATURE, SIGNATURE, f"应有指纹为 {said} 的签名，现在没有：签名被去掉了"))
        elif expected is not None:
            tags.findings.append(Finding.of(Fault.OTHER_SIGNER, SIGNATURE, "要求核对指纹，但这份拷贝没有签名"))
        return
    if not signature.is_of(content.get(SIGNED_FILE, b"")):
        tags.findings.append(Finding.of(Fault.BAD_SIGNATURE, SIGNATURE, "不是对这份清单的签名：签名或清单被换过"))
        return
    tags.fingerprint = signature.fingerprint
    if said != signature.fingerprint:
        tags.findings.append(Finding.of(Fault.BAD_SIGNATURE, SIGNATURE, f"签名的指纹是 {signature.fingerprint}，{INFO_FILE} 里写的是 {said}"))
    if expected is not None and not same_fingerprint(expected, signature.fingerprint):
        tags.findings.append(Finding.of(Fault.OTHER_SIGNER, SIGNATURE, f"签名的指纹是 {signature.fingerprint}，不是要求的 {expected}"))
