"""Keeps what has been worked out of an issue, for later in this build and for the next one.

What is kept bears the key of all it was made from: the files of the issue, the settings and the program. A record of another key,
one that is damaged, or one that this program cannot unpack counts as not there.
"""

import gc
import hashlib
import io
import os
import pickle
import platform
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from generator.apart import KeptApart, Parcel, revive

BULLETIN = "bulletin"      # stands in the place of an issue's id for what many issues give together
_DIGEST = hashlib.sha256
_CODE = Path(__file__).parent
_PASSING = ("~$", ".~")     # how the names begin of what Word and LibreOffice put beside a file that is open
_LENGTH = 8     # octets that say how long the first of the two packed parts is


T = TypeVar("T")
Question = tuple[Any, ...]      # hashable
# Answers a question about what lies outside an issue; the answer is a plain value.
Ask = Callable[[Question], Any]


def refuse(question: Question) -> NoReturn:
    """The answer to all questions of what may ask none."""
    raise LookupError(question)


class AskedSet(Set[str]):
    """A set known only by asking, under `name`, whether it holds a text."""

    def __init__(self, name: str, ask: Ask) -> None:
        self._name, self._ask = name, ask

    def __contains__(self, text: object) -> bool:
        return bool(self._ask((self._name, text)))

    def __iter__(self) -> NoReturn:
        raise LookupError(self._name)

    def __len__(self) -> NoReturn:
        raise LookupError(self._name)


class Store:
    """Results by name and issue, on disk if a `folder` is given, and in memory if it `holds` them."""

    def __init__(self, folder: Path | None = None, holds: bool = True) -> None:
        self._folder, self._holds = folder, holds
        self._known: dict[tuple[str, str], tuple[str, Any]] = {}

    def asking(self, name: str, issue_id: str, key: str, make: Callable[[Ask], T], answer: Ask) -> T:
        """What is kept of an issue under `name`, if it bears this key and `answer` says the same to all that was asked when it was made; else what `make` gives."""
        found = self.look(name, issue_id, key)
        if found is None or any(answer(question) != said for question, said in found[0].items()):
            asked: dict[Question, Any] = {}

            def ask(question: Question) -> Any:
                if question not in asked:
                    asked[question] = answer(question)
                return asked[question]

            found = (asked, make(ask))
            self.keep(name, issue_id, key, found)
        value: T = found[1]
        return value

    def look(self, name: str, issue_id: str, key: str) -> Any:
        """What is kept of an issue under `name`, if it bears this key; else None."""
        found = self._known.get((name, issue_id))
        if found is not None and found[0] == key:
            return found[1]
        value = recall(self._folder / issue_id / name, key) if self._folder else None
        if value is not None and self._holds:
            self._known[name, issue_id] = (key, value)
        return value

    def has(self, name: str, issue_id: str, key: str) -> bool:
        """Whether something of that key seems to be kept on disk; it may yet turn out to be damaged."""
        try:
            with (self._folder or Path()).joinpath(issue_id, name).open("rb") as file:
                return file.read(_DIGEST().digest_size) == _DIGEST(key.encode()).digest()
        except OSError:
            return False

    def forget(self, name: str, issue_id: str) -> None:
        """Drops what is kept of an issue under `name`."""
        self._known.pop((name, issue_id), None)
        if self._folder:
            (self._folder / issue_id / name).unlink(missing_ok=True)

    def forget_others(self, issue_ids: Set[str]) -> None:
        """Removes what is kept of issues that are no more."""
        for path in self._folder.iterdir() if self._folder and self._folder.is_dir() else ():
            if path.name not in issue_ids | {BULLETIN}:
                shutil.rmtree(path, ignore_errors=True)

    def keep(self, name: str, issue_id: str, key: str, value: Any) -> None:
        """Keeps `value`, in the place of what was kept of that issue under that name. None cannot be kept.

        What cannot be written is not kept, and worked out again next time: a bulletin can be read where nothing can be written.
        """
        if self._holds:
            self._known[name, issue_id] = (key, value)
        if self._folder:
            with suppress(OSError):
                keep(self._folder / issue_id / name, key, value)


class _Packer(pickle.Pickler):
    """Packs the fields that records keep apart by themselves."""

    def __init__(self, file: io.BytesIO, parcel: Parcel) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._parcel = parcel
        self.apart: list[dict[str, Any]] = []

    def reducer_override(self, record: Any) -> Any:
        if not isinstance(record, KeptApart):
            return NotImplemented
        fields, number = record.__getstate__(), len(self.apart)
        self.apart.append({name: fields.pop(name) for name in record.APART})
        return revive, (type(record), fields, number, self._parcel)


def keep(path: Path, key: str, value: Any) -> None:
    """Writes `value` under `key`, whole or not at all."""
    file, parcel = io.BytesIO(), Parcel()
    packer = _Packer(file, parcel)
    packer.dump((parcel, value))
    packed = file.getbuffer()
    data = len(packed).to_bytes(_LENGTH, "big") + packed + (pickle.dumps(packer.apart, pickle.HIGHEST_PROTOCOL) if packer.apart else b"")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(_DIGEST(key.encode()).digest() + _DIGEST(data).digest() + data)
        fresh.replace(path)
    finally:    # of a disk that is full nothing stays
        fresh.unlink(missing_ok=True)


def recall(path: Path, key: str) -> Any:
    """What `keep` wrote under that key, or None. Bytes that do not agree with their checksum are never unpacked."""
    size = _DIGEST().digest_size
    try:
        with path.open("rb") as file:
            if file.read(size) != _DIGEST(key.encode()).digest():
                return None
            checksum, data = file.read(size), file.read()
    except OSError:
        return None
    if _DIGEST(data).digest() != checksum:
        return None
    end = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    try:
        with without_collector():
            parcel, value = pickle.loads(memoryview(data)[_LENGTH:end])
    except Exception:   # of a program whose records looked otherwise
        return None
    parcel.fill(data[end:])
    return value


@contextmanager
def without_collector() -> Iterator[None]:
    """The collector looks at all records again and again while more are made, and finds nothing: three quarters of the time of unpacking."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def program_key() -> str:
    """Changes with every file of the program, with Python and with the libraries it stands on."""
    return digest_of(_CODE, platform.python_version(), *_libraries())


def _libraries() -> list[str]:
    """Name and version of each; none where the program is not installed but run from its folder."""
    try:
        names = [re.split("[^A-Za-z0-9._-]", requirement)[0] for requirement in requires("gongbao") or () if "extra" not in requirement]
        return [f"{name} {version(name)}" for name in names]
    except PackageNotFoundError:
        return []


def digest_of(folder: Path, *words: str) -> str:
    """Changes with the name or the bytes of any file in `folder`, and with the words. What stands beside a file only while it is open does not count."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(_PASSING))
    return digest_of_files(folder, [path.relative_to(folder).as_posix() for path in paths], *words)


def digest_of_files(folder: Path, names: Iterable[str], *words: str) -> str:
    """Changes with the bytes of the named files of `folder`, one that is not there or cannot be read included, and with the words."""
    digest = _DIGEST("\0".join(words).encode())
    for name in names:
        digest.update(name.encode() + b"\0" + _digest_of_file(folder / name))
    return digest.hexdigest()


def _digest_of_file(path: Path) -> bytes:
    """Whoever needs a file that cannot be read says so by itself."""
    try:
        return _DIGEST(path.read_bytes()).digest() if path.is_file() else b""
    except OSError:
        return b"unreadable"
