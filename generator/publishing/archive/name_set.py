"""The names of the files of a copy, for all processes that look whether a link leads to one."""

import hashlib
import secrets
from collections.abc import Iterable
from multiprocessing.sharedctypes import RawArray
from typing import Any

_OCTETS = 16        # of the digest that stands for a name
_EMPTY = bytes(_OCTETS)


class NameSet:
    """Tells which names are in it, by digests in memory that processes share: 22 octets a name, however long, counted once.

    The key of the digests is drawn anew each time, so no two names can be chosen that are taken for each other.
    It goes to another process with the arguments that the process is started with, and in no other way.
    """

    def __init__(self, names: Iterable[str], most: int) -> None:
        """`most` is how many names there can be."""
        self.__setstate__((secrets.token_bytes(_OCTETS), RawArray("B", (most * 4 // 3 + 1) * _OCTETS)))
        for name in names:
            digest = self._digest(name)
            at = self._place(digest)
            self._view[at:at + _OCTETS] = digest

    def __getstate__(self) -> tuple[bytes, Any]:
        return self._key, self._shared

    def __setstate__(self, state: tuple[bytes, Any]) -> None:
        self._key, self._shared = state
        self._view = memoryview(self._shared).cast("B")
        self._slots = len(self._view) // _OCTETS

    def __contains__(self, name: str) -> bool:
        digest = self._digest(name)
        at = self._place(digest)
        return self._view[at:at + _OCTETS] == digest

    def _digest(self, name: str) -> bytes:
        return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_OCTETS, key=self._key).digest()

    def _place(self, digest: bytes) -> int:
        """Where the digest stands, or else where it would be put: one slot in four stays empty."""
        at = int.from_bytes(digest[:8], "little") % self._slots * _OCTETS
        while (found := self._view[at:at + _OCTETS]) != digest and found != _EMPTY:
            at = (at + _OCTETS) % len(self._view)
        return at
