"""The list of organs that tells afterwards which of its forms could have made a difference.

What is read of an issue with this list holds for another list too, as long as they differ in forms alone that cannot stand in the words that were
searched. Of these words the pairs of neighbouring signs are noted, each as one bit of a table: a form all pairs of which are there may stand in them.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

from generator.authority.organs import Organ, OrganList
from generator.notation.folding import fold
from generator.store import Ask, Question

_BITS = 1 << 17     # an issue of 120,000 characters fills a sixth of the table
_EVERYTHING = b""   # in the place of a table of which all bits are set
_ASKED = "organs as watched"

T = TypeVar("T")


class Watch:
    """What was asked of a list of organs within a time."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._is_all = False

    def words(self, key: str) -> None:
        self._keys.add(key)

    def everything(self) -> None:
        self._is_all = True

    @property
    def is_empty(self) -> bool:
        return not self._keys and not self._is_all

    def packed(self) -> bytes:
        """The table of bits."""
        if self._is_all:
            return _EVERYTHING
        table = bytearray(_BITS // 8)
        for one, other in set().union(*map(pairwise, self._keys)):
            bit = _bit_of(one, other)
            table[bit >> 3] |= 1 << (bit & 7)
        return bytes(table)


class WatchedOrgans(OrganList):
    """As the list it is made of. Within `watching` it may be asked for organs by name, by id, and for those named in words that `reads` is told of.

    Of an organ found, no more may be used there than its id, its kind and what it is part of, and its forms by `forms_of`.
    """

    def __init__(self, organs: OrganList) -> None:
        super().__init__(organs.entries, organs.by_form, organs.collectives, organs.outside, organs.by_id)
        object.__setattr__(self, "_watches", [])

    def find(self, form: str) -> Organ | None:
        key = fold(form)
        self.reads(key)
        return self.by_form.get(key)

    def of_id(self, organ_id: str) -> Organ | None:
        self.reads(_sign_of(organ_id))
        return super().of_id(organ_id)

    def forms_of(self, organ: Organ) -> tuple[str, ...]:
        self.reads(_sign_of(organ.id))
        return super().forms_of(organ)

    def is_collective(self, form: str) -> bool:
        self.reads("")
        return super().is_collective(form)

    def reads(self, key: str) -> None:
        for watch in self._watches:
            watch.words(key)

    def reads_all(self) -> None:
        for watch in self._watches:
            watch.everything()

    @contextmanager
    def watching(self) -> Iterator[Watch]:
        """Gives what is asked until the block ends."""
        watch = Watch()
        self._watches.append(watch)
        try:
            yield watch
        finally:
            self._watches.remove(watch)

    # ------------------------------------------------------------ does it still hold?

    def noting(self, make: Callable[[Ask], T]) -> Callable[[Ask], T]:
        """`make`, which asks in the end one question more if it asked for organs: whether the list is such that what it made holds."""
        def watched(ask: Ask) -> T:
            with self.watching() as watch:
                made = make(ask)
            if not watch.is_empty:
                table = watch.packed()
                ask((_ASKED, self.key, table, self.key_for(table)))
            return made

        return watched

    def answering(self, answer: Ask) -> Ask:
        """`answer`, which also has the answer to that question; nothing is looked up while the list is the same."""
        def said(question: Question) -> Any:
            if question[0] != _ASKED:
                return answer(question)
            _, whole, table, part = question
            return self.key == whole or self.key_for(table) == part

        return said

    @cached_property
    def key(self) -> str:
        """Stands for the whole list."""
        return self.key_for(_EVERYTHING)

    def key_for(self, table: bytes) -> str:
        """Stands for what may have made a difference to what asked for the words of `table`, and for all that is no organ."""
        entries = [said for own in self._askable if (said := own.said(table))]
        return hashlib.sha256(repr((entries, sorted(self.collectives), self.outside)).encode()).hexdigest()

    @cached_property
    def _askable(self) -> Sequence["_Askable"]:
        return [_Askable(organ) for organ in self.entries]

    _watches: list[Watch]


class _Askable:
    """An organ with the bits of all it may be asked by."""

    def __init__(self, organ: Organ) -> None:
        self._organ = organ
        self._id = _bits_of(_sign_of(organ.id))
        self._forms = [(form, organ.counts_in_prose(form), _bits_of(fold(form))) for form in organ.forms()]

    def said(self, table: bytes) -> tuple[object, ...]:
        """What of the organ may have made a difference; nothing if it cannot have been found."""
        is_whole = _all_set(self._id, table)
        forms = [(form, counts) for form, counts, bits in self._forms if is_whole or _all_set(bits, table)]
        return (self._organ.id, self._organ.kind, self._organ.part_of, forms) if forms else ()


def _all_set(bits: Sequence[int], table: bytes) -> bool:
    return not table or all(table[bit >> 3] >> (bit & 7) & 1 for bit in bits)


def _sign_of(organ_id: str) -> str:
    """Asking for an id is noted as asking for a word that no form can be."""
    return f"\0{organ_id}\0"


def _bits_of(key: str) -> Sequence[int]:
    return [_bit_of(one, other) for one, other in pairwise(key)]


def _bit_of(one: str, other: str) -> int:
    return (ord(one) * 8191 + ord(other)) % _BITS
