"""The office's key (Ed25519, RFC 8032): made once, signs copies, and is known by a fingerprint that can be read out.

A private key goes from its file into a signature and nowhere else; no message of this module quotes any of it.
"""

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_pem_private_key

from generator.os_errors import reason_of
from generator.publishing.archive.faults import CopyFault

PRIVATE_KEY = b"PRIVATE KEY-----"     # what every PEM file of one holds
_DIGITS, _GROUP = 30, 5     # ten to the power of 30 is about 2 to the power of 100: no second key for one fingerprint can be found


@dataclass(frozen=True)
class Signature:
    """A signature with the public key it is checked with, 64 and 32 bytes."""

    public_key: bytes
    value: bytes

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)

    def is_of(self, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(self.value, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def fingerprint(public_key: bytes) -> str:
    """Six groups of five digits, made of the key's SHA-256; for reading out over the telephone."""
    number = int.from_bytes(hashlib.sha256(public_key).digest()) % 10**_DIGITS
    digits = f"{number:0{_DIGITS}d}"
    return " ".join(digits[at:at + _GROUP] for at in range(0, _DIGITS, _GROUP))


def same_fingerprint(one: str, other: str) -> bool:
    """Whether two fingerprints are one, however their groups are set apart."""
    return _digits(one) == _digits(other) and len(_digits(one)) == _DIGITS


def _digits(text: str) -> str:
    return "".join(str(int(char)) for char in text if char.isdecimal())


def new_key(file: Path) -> str:
    """Makes a key in `file`, readable by its owner alone, and returns the fingerprint. Raises `CopyFault` where the file exists."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CopyFault(f"{file} 已经存在，没有覆盖：覆盖了旧的密钥，以前的拷贝就无法续签。请换一个文件名。") from None
    with os.fdopen(handle, "wb") as out:
        out.write(pem)
    return fingerprint(_public(key))


def sign(file: Path, message: bytes) -> Signature:
    """The message signed with the key in `file`. Raises `CopyFault` where it holds none."""
    key = _load(file)
    return Signature(_public(key), key.sign(message))


def public_key_of(file: Path) -> bytes:
    """The public half of the key in `file`. Raises `CopyFault` where it holds none."""
    return _public(_load(file))


def _load(file: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(file.read_bytes(), None)
    except OSError as error:
        raise CopyFault(f"密钥文件打不开：{file}（{reason_of(error)}）。没有制作拷贝。") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise CopyFault(f"{file} 不是 gongbao key new 制作的密钥文件。没有制作拷贝。") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise CopyFault(f"{file} 里的密钥不是 Ed25519 密钥。请用 gongbao key new 另做一把。没有制作拷贝。")
    return key


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


# ---------------------------------------------------------------- the signature as a file

_ALGORITHM = "Ed25519"
_NONE = "none"
_UNSIGNED_WORDS = "本拷贝没有签名：只能查出损坏和改动，不能证明是谁制作的。\nThis copy is not signed.\n"
_SIGNED_WORDS = "本拷贝已签名。请打电话给制作单位，核对下面的指纹（Fingerprint）。\nThis copy is signed. Ask the office that made it to read out the fingerprint.\n"


def render_signature(signature: Signature | None, signed_file: str) -> bytes:
    """signature.txt: words for people, then labels for programs. It exists in every copy, so that an update can replace it."""
    if signature is None:
        return f"{_UNSIGNED_WORDS}\nAlgorithm: {_NONE}\n".encode()
    labels = (("Algorithm", _ALGORITHM), ("Signed-File", signed_file), ("Fingerprint", signature.fingerprint),
              ("Public-Key", base64.b64encode(signature.public_key).decode()), ("Signature", base64.b64encode(signature.value).decode()))
    return (_SIGNED_WORDS + "\n" + "".join(f"{label}: {value}\n" for label, value in labels)).encode()


def parse_signature(data: bytes) -> Signature | None:
    """The inverse of `render_signature`; None for an unsigned copy. Raises `ValueError` for anything else."""
    labels = dict(line.split(": ", 1) for line in data.decode("utf-8").splitlines() if ": " in line)
    if labels.get("Algorithm") == _NONE and "Signature" not in labels:
        return None
    try:
        signature = Signature(base64.b64decode(labels["Public-Key"], validate=True), base64.b64decode(labels["Signature"], validate=True))
    except (KeyError, binascii.Error) as error:
        raise ValueError("no signature") from error
    if labels.get("Algorithm") != _ALGORITHM or labels.get("Fingerprint") != signature.fingerprint:
        raise ValueError("labels do not agree")
    return signature
