"""Reads and checks what a copy says about itself: bag-info.txt, manifests, tag manifests, signature."""

import hashlib
import zlib
from collections.abc import Callable, Mapping
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
    """The tag files of a copy. `digests` gives the digests of each listed file, one behind the other by the order of `ALGORITHMS`."""

    info: dict[str, str] = field(default_factory=dict)
    digests: dict[str, bytes] = field(default_factory=dict)
    fingerprint: str | None = None
    findings: list[Finding] = field(default_factory=list)

    def payload(self) -> list[str]:
        """What the manifests list, the tag files left out."""
        return [name for name in self.digests if name.startswith(PAYLOAD)]


def read_tags(container: Container, expected_fingerprint: str | None = None) -> Tags:
    """The tag files of the copy, checked against each other and against the signature."""
    tags = Tags()
    content = {name: data for name in (BAG_FILE, INFO_FILE, *TAG_MANIFESTS, SIGNATURE) if (data := _read(container, name, tags)) is not None}
    if BAG_FILE not in content:
        tags.findings[:] = [Finding.of(Fault.NO_BAG, "", f"里面没有 {BAG_FILE}")]
        return tags
    try:
        tags.info = parse_info(content.get(INFO_FILE, b""))
    except ValueError:
        tags.findings.append(Finding.of(Fault.BAD_TAG_FILE, INFO_FILE, "有一行不成格式"))
    own = {name: name for name in container.sizes}      # a copy has very many names: none is kept twice
    _read_manifests(tags, TAG_MANIFESTS, content.get, own)
    for name in (BAG_FILE, INFO_FILE):
        _check_tag_file(tags, name, content.get(name))
    _read_manifests(tags, MANIFESTS, lambda name: _check_tag_file(tags, name, _read(container, name, tags)), own)
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


def _read_manifests(tags: Tags, manifests: tuple[str, ...], read: Callable[[str], bytes | None], own: Mapping[str, str]) -> None:
    """Takes the digests of both manifests, read one after the other; they must list the same files, of the right kind."""
    found: dict[str, bytes] = {}
    whole = 0
    for manifest, algorithm in zip(manifests, ALGORITHMS, strict=True):
        before, whole = whole, whole + hashlib.new(algorithm).digest_size
        try:
            for name, digest in parse_manifest(read(manifest) or b""):
                known = found.get(name, b"")
                if len(known) > before:
                    raise ValueError(name)
                if before + len(digest) != whole or name.startswith(PAYLOAD) != (manifests is MANIFESTS) or name in UNLISTED:
                    tags.findings.append(Finding.of(Fault.BAD_TAG_FILE, manifest, f"不该列出 {name}，或校验值长度不对"))
                elif len(known) < before:
                    tags.findings.append(Finding.of(Fault.BAD_TAG_FILE, name, f"只列在 {manifest} 里"))
                else:
                    found[own.get(name, name)] = known + digest
        except ValueError:
            tags.findings.append(Finding.of(Fault.BAD_TAG_FILE, manifest, "有一行不成格式，或一个文件列了两次"))
            return
    for name in [name for name, digests in found.items() if len(digests) < whole]:
        tags.findings.append(Finding.of(Fault.BAD_TAG_FILE, name, f"只列在 {manifests[0]} 里"))
        del found[name]
    tags.digests |= found


def _check_tag_file(tags: Tags, name: str, data: bytes | None) -> bytes | None:
    """Checks a file that the verdict leans on; all others are read with the payload. Returns `data`."""
    if data is not None and name not in tags.digests:
        tags.findings.append(Finding.of(Fault.BAD_TAG_FILE, name, "没有列进清单"))
    elif data is not None and tags.digests[name] != b"".join(hashlib.new(algorithm, data).digest() for algorithm in ALGORITHMS):
        tags.findings.append(Finding.of(Fault.CHANGED, name, "与清单里的校验值不同"))
    return data


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
