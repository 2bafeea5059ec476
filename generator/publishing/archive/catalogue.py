"""What files a copy holds and what its manifests list, in a temporary database on the disk: memory does not grow with their number."""

import errno
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count, islice
from typing import Any

from generator.publishing.archive.entry import Entry
from generator.publishing.archive.findings import Fault, Finding
from generator.publishing.archive.layout import ALGORITHMS, BAG_FILE, PAYLOAD
from generator.publishing.archive.names import folded, folders_of, is_long

# A database without a name is a file in the folder for temporary files that is gone when the process is, however that ends.
# Nothing is ever taken back, so it keeps no journal. The cache is in kibibytes.
_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -1024;
CREATE TABLE file (place INTEGER PRIMARY KEY, name TEXT, key TEXT, size INTEGER, offset INTEGER, packed INTEGER, crc INTEGER, is_deflated INTEGER);
CREATE TABLE folder (key TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE listed (algorithm INTEGER, name TEXT, digest BLOB, PRIMARY KEY (algorithm, name)) WITHOUT ROWID;
BEGIN;
"""

_ADD = "INSERT INTO file (name, key, size, offset, packed, crc, is_deflated) VALUES (?, ?, ?, ?, ?, ?, ?)"
_CLASHES = """SELECT later.name, file.name FROM file JOIN file AS later USING (key)
WHERE file.place < later.place AND file.place = (SELECT min(place) FROM file AS any WHERE any.key = file.key)"""
_FILES_AND_FOLDERS = "SELECT folder.name, file.name FROM folder JOIN file USING (key)"
_OVERLAPS = """SELECT name, before FROM (
SELECT name, offset, lag(name) OVER near AS before, lag(offset + packed) OVER near AS end FROM file WINDOW near AS (ORDER BY offset, place)
) WHERE offset < end"""
_BAGS = "SELECT name FROM file WHERE substr(name, instr(name, '/') + 1) = :bag"
_BESIDE = "FROM file WHERE substr(name, 1, length(:inside)) <> :inside"

_NAME = "substr(file.name, :start)"         # within the folder of the copy
_ENTRY = f"{_NAME}, size, offset, packed, crc, is_deflated"
_NAMED = "FROM file WHERE key = folded(:inside || {0}) AND file.name = :inside || {0}"
_PAYLOAD = f"SELECT coalesce(sum(size), 0), count(*) FROM file WHERE substr({_NAME}, 1, length(:payload)) = :payload"

_FIRST = f"listed AS first ON first.algorithm = 0 AND first.name = {_NAME}"
_SECOND = "listed AS second ON second.algorithm = 1 AND second.name = first.name"
_MATCHES = f"FROM file CROSS JOIN {_FIRST} CROSS JOIN {_SECOND}"       # in this order: the other way each would be looked for among all files
_UNLISTED = f"SELECT {_NAME} FROM file LEFT JOIN {_FIRST} LEFT JOIN {_SECOND} WHERE second.name IS NULL ORDER BY place"
_LISTED = f"SELECT first.name FROM listed AS first JOIN {_SECOND} WHERE first.algorithm = 0"
_LISTED_ONCE = """SELECT name, algorithm FROM listed WHERE NOT EXISTS (
SELECT * FROM listed AS other WHERE other.algorithm = 1 - listed.algorithm AND other.name = listed.name)"""
_BATCH = 250       # rows written at a time

Digests = tuple[bytes, ...]     # of one file, by the order of `ALGORITHMS`


class NoRoom(OSError):
    """The disk has no room for the temporary file."""


class Catalogue:
    """The files of a copy in the order of its container; beside them, what its manifests list. Every method raises `NoRoom`."""

    def __init__(self) -> None:
        self.files, self.octets = 0, 0
        self.inside = ""        # how the names of all files in the container begin: the folder of the copy in a ZIP
        with _room():
            self._database = sqlite3.connect("", isolation_level=None)
            self._database.create_function("folded", 1, folded, deterministic=True)
            self._database.executescript(_SCHEMA)

    def close(self) -> None:
        self._database.close()

    # ------------------------------------------------------------ what there is

    def fill(self, entries: Iterable[Entry]) -> None:
        """Takes all files by their names in the container, at once; a name that ends with a slash is that of a folder."""
        rest = iter(entries)
        while batch := [(entry, folded(entry.name)) for entry in islice(rest, _BATCH)]:
            files = [(entry.name, key, *entry[1:]) for entry, key in batch if not key.endswith("/")]
            self._write(_ADD, files)
            folders = {key[:key.rfind("/") + 1]: entry.name for entry, key in batch if not is_long(key)}
            self._write("INSERT OR IGNORE INTO folder VALUES (?, ?)", ((each, name) for folder, name in folders.items() for each in folders_of(folder)))
            self.files += len(files)
            self.octets += sum(entry.size for entry, _ in batch)
        tuple(self._rows("CREATE INDEX file_by_key ON file (key)"))

    def clashes(self) -> Iterator[Finding]:
        """Names that are the same on Windows; of those too long for it the folders are left out."""
        for name, other in self._rows(_CLASHES):
            yield Finding.of(Fault.CLASHING_NAMES, name, f"与 {other} 在 Windows 上是同一个名字")
        for name, other in self._rows(_FILES_AND_FOLDERS):
            yield Finding.of(Fault.CLASHING_NAMES, name, f"{other} 既是文件又是文件夹")

    def overlaps(self) -> Iterator[Finding]:
        """Files that share octets of the ZIP, the way small files are made to unpack to endless ones."""
        for name, other in self._rows(_OVERLAPS):
            yield Finding.of(Fault.OVERLAP, name, f"与 {other} 共用同一段数据")

    def enter(self) -> Iterator[Finding]:
        """From now on names are those in the folder of the copy: the only one with `BAG_FILE`, which may be the top. Files beside it are left out."""
        inside = [name.removesuffix(BAG_FILE) for name, in self._rows(_BAGS, bag=BAG_FILE)]
        self.inside = inside[0] if len(inside) == 1 else ""
        for name, in self._rows(f"SELECT name {_BESIDE}"):
            yield Finding.of(Fault.UNLISTED, name, "在拷贝的文件夹之外")
        self._write(f"DELETE {_BESIDE}", [{"inside": self.inside}])
        (self.files, self.octets), = self._rows("SELECT count(*), coalesce(sum(size), 0) FROM file")

    def entry(self, name: str) -> Entry | None:
        """The file of this name; None where there is none."""
        found = [Entry(*row) for row in self._rows(f"SELECT {_ENTRY} {_NAMED.format(':name')}", name=name)]
        return found[0] if found else None

    def names(self) -> Iterator[str]:
        """The names of all files, in the order of the container."""
        return (name for name, in self._rows(f"SELECT {_NAME} FROM file ORDER BY place"))

    def payload(self) -> tuple[int, int]:
        """How many octets and files the payload has."""
        (octets, files), = self._rows(_PAYLOAD, payload=PAYLOAD)
        return octets, files

    # ------------------------------------------------------------ what is listed

    def take_list(self, algorithm: int, digests: Iterable[tuple[str, bytes]]) -> None:
        """Takes the digests of files by one of the `ALGORITHMS`. Raises `ValueError` where one of the files has been listed by it."""
        counter = count()
        written = self._write("INSERT OR IGNORE INTO listed VALUES (?, ?, ?)", ((algorithm, *each) for each, _ in zip(digests, counter, strict=False)))
        if written != next(counter):
            raise ValueError("a file is listed twice")

    def forget(self, *, is_payload: bool) -> None:
        """Takes back what was listed of the payload, or of the tag files."""
        self._write("DELETE FROM listed WHERE (substr(name, 1, length(:payload)) = :payload) = :is_payload", [{"payload": PAYLOAD, "is_payload": is_payload}])

    def listed_once(self) -> Iterator[tuple[str, int]]:
        """The files that one algorithm lists and the other does not, with the one. They do not count as listed, and have no digests."""
        return self._rows(_LISTED_ONCE)

    def listed(self) -> Iterator[str]:
        """The files that are listed."""
        return (name for name, in self._rows(_LISTED))

    def digests(self, name: str) -> Digests | None:
        """The digests listed of a file; None where it is not listed."""
        found = tuple(digest for digest, in self._rows("SELECT digest FROM listed WHERE algorithm IN (0, 1) AND name = :name ORDER BY algorithm", name=name))
        return found if len(found) == len(ALGORITHMS) else None

    def matched(self) -> Iterator[tuple[Entry, Digests]]:
        """The files that are listed and there, with what is listed of them, in the order of the container: no seeking to and fro."""
        return ((Entry(*row[:-2]), row[-2:]) for row in self._rows(f"SELECT {_ENTRY}, first.digest, second.digest {_MATCHES} ORDER BY place"))

    def missing(self) -> Iterator[str]:
        """The files that are listed and not there."""
        return (name for name, in self._rows(f"{_LISTED} AND NOT EXISTS (SELECT * {_NAMED.format('first.name')})"))

    def unlisted(self) -> Iterator[str]:
        """The files that are there and not listed, with those that cannot be."""
        return (name for name, in self._rows(_UNLISTED))

    # ------------------------------------------------------------ the database

    def _rows(self, query: str, **values: object) -> Iterator[Any]:
        with _room():
            yield from self._database.execute(query, values | {"inside": self.inside, "start": len(self.inside) + 1})

    def _write(self, command: str, rows: Iterable[tuple[object, ...] | Mapping[str, object]]) -> int:
        """Returns how many rows were written."""
        with _room():
            return self._database.executemany(command, rows).rowcount


@contextmanager
def _room() -> Iterator[None]:
    """Where the disk is full, it is told as of any other file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise NoRoom(errno.ENOSPC if error.sqlite_errorcode == sqlite3.SQLITE_FULL else errno.EIO, str(error), "临时文件夹") from error
