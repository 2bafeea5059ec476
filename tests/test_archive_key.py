"""Keys: readable by their owner alone, never quoted, known by a fingerprint that survives the telephone."""

import os
import re
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from generator.publishing.archive.faults import CopyFault
from generator.publishing.archive.key import Signature, fingerprint, new_key, parse_signature, public_key_of, render_signature, same_fingerprint, sign
from tests.test_cli import call


def test_a_key_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        new_key(tmp_path / "key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("x")
    with pytest.raises(CopyFault, match="没有覆盖"):
        new_key(tmp_path / "key")
    assert (tmp_path / "key").read_text() == "x"


def test_a_fingerprint_is_six_groups_of_five_digits_of_the_key(tmp_path: Path) -> None:
    shown = new_key(tmp_path / "key")
    assert re.fullmatch(r"\d{5}( \d{5}){5}", shown) and shown == fingerprint(public_key_of(tmp_path / "key"))
    assert shown != new_key(tmp_path / "other")


def test_fingerprints_are_compared_by_their_digits() -> None:
    one = "12345 67890 12345 67890 12345 67890"
    assert same_fingerprint(one, "123456789012345678901234567890") and same_fingerprint(one, "１２３４５－67890 12345 67890 12345 67890")
    assert not same_fingerprint(one, one[:-1] + "1") and not same_fingerprint("", "") and not same_fingerprint(one[:-6], one[:-6])


def test_anybody_can_check_the_signature_with_the_public_library(tmp_path: Path) -> None:
    new_key(tmp_path / "key")
    signature = sign(tmp_path / "key", b"list")
    Ed25519PublicKey.from_public_bytes(signature.public_key).verify(signature.value, b"list")
    assert signature.is_of(b"list") and not signature.is_of(b"lisp")


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
def test_the_file_of_a_signature_is_read_back(public_key: bytes, value: bytes) -> None:
    signature = Signature(public_key, value)
    assert parse_signature(render_signature(signature, "list")) == signature


@given(st.binary(max_size=300))
def test_what_is_no_signature_is_never_taken_for_one(data: bytes) -> None:
    with pytest.raises(ValueError):
        parse_signature(data)


def test_the_file_of_an_unsigned_copy_says_so() -> None:
    assert parse_signature(render_signature(None, "list")) is None
    assert "没有签名" in render_signature(None, "list").decode()


def rsa_key() -> bytes:
    return generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_half() -> bytes:
    return Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize("content", [b"", b"secret words", rsa_key(), public_half()])
def test_what_is_no_key_is_refused_and_not_quoted(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(CopyFault) as fault:
        sign(tmp_path / "key", b"list")
    assert "secret" not in str(fault.value) and "密钥" in str(fault.value)
    with pytest.raises(CopyFault, match="打不开"):
        sign(tmp_path / "none", b"list")


def test_the_command_shows_the_fingerprint_and_never_the_key(tmp_path: Path) -> None:
    done = call(tmp_path, "key", "new", tmp_path / "key")
    assert done.status == 0 and fingerprint(public_key_of(tmp_path / "key")) in done.out
    assert (tmp_path / "key").read_text().splitlines()[1] not in done.text
    assert call(tmp_path, "key", "new", tmp_path / "key").status == 1
