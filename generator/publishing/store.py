"""Keeps what a build has worked out for the next one. What is damaged or of another program counts as not there."""

import hashlib
import os
import pickle
from pathlib import Path
from typing import Any

_DIGEST = hashlib.sha256


def keep(path: Path, value: Any) -> None:
    """Writes `value`, whole or not at all."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_bytes(_DIGEST(data).digest() + data)
    fresh.replace(path)


def recall(path: Path) -> Any:
    """What `keep` wrote, or None. Bytes that do not agree with their checksum are never unpacked."""
    try:
        found = path.read_bytes()
    except OSError:
        return None
    size = _DIGEST().digest_size
    if _DIGEST(found[size:]).digest() != found[:size]:
        return None
    try:
        return pickle.loads(found[size:])
    except Exception:   # of a program whose records looked otherwise
        return None
