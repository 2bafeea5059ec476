"""Records some fields of which stay packed until somebody asks for them.

A rebuild looks at the print of the issues that changed, and unpacking the print of all the others would take most of its time and memory.
The packed fields of all records that were packed together lie in one parcel, so that what they share stays shared.
"""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar


class Parcel:
    """The packed fields of some records; `unpacked` tells whether they are unpacked."""

    def __init__(self) -> None:
        self._data = b""
        self._records: dict[int, KeptApart] = {}
        self.unpacked = False

    def fill(self, data: bytes) -> None:
        """`data` is a pickled list: for each record, by its number, the fields that are kept apart."""
        self._data = data

    def put(self, number: int, record: "KeptApart") -> None:
        self._records[number] = record

    def unpack(self) -> None:
        """Gives every record its fields."""
        for number, fields in enumerate(pickle.loads(self._data)):
            vars(self._records[number]).update(fields)
        self.unpacked = True

    def pack(self) -> None:
        """Takes the fields from the records again; whoever asks for one has it unpacked once more."""
        for record in self._records.values() if self.unpacked else ():
            for name in record.APART:
                vars(record).pop(name, None)
        self.unpacked = False


class KeptApart:
    """A record whose fields `APART` may still lie in a parcel. They must have no default value, for that would be found in their place."""

    APART: ClassVar[tuple[str, ...]] = ()

    if not TYPE_CHECKING:   # or every misspelled field would pass for one

        def __getattr__(self, name: str) -> Any:
            parcel = vars(self).get("_parcel")
            if parcel is None or name not in self.APART:
                raise AttributeError(f"{type(self).__name__} has no {name}")
            parcel.unpack()
            return vars(self)[name]

    def __getstate__(self) -> dict[str, Any]:
        for name in self.APART:
            getattr(self, name)
        return {name: value for name, value in vars(self).items() if name != "_parcel"}

    @contextmanager
    def left_packed(self) -> Iterator[None]:
        """What is unpacked within, of this record and of those packed together with it, is packed again in the end; what was unpacked before stays so."""
        parcel: Parcel | None = vars(self).get("_parcel")
        was_unpacked = parcel is None or parcel.unpacked
        try:
            yield
        finally:
            if parcel is not None and not was_unpacked:
                parcel.pack()


def revive(kind: type[KeptApart], fields: dict[str, Any], number: int, parcel: Parcel) -> KeptApart:
    """The record of these fields; the others are in the parcel, under its number."""
    record = object.__new__(kind)
    vars(record).update(fields, _parcel=parcel)
    parcel.put(number, record)
    return record
