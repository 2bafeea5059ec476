"""Keeps two builds of one project apart."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Busy(Exception):
    """Another build of this project is running."""


@contextmanager
def alone(project: Path, patience: float = 5.0) -> Iterator[None]:
    """Holds the project's lock; waits `patience` seconds for it (what a killed build leaves behind ends within that), then raises `Busy`.

    The system frees the lock of a process that ends, however it ends.
    """
    path = project / "build" / "lock"
    path.parent.mkdir(exist_ok=True)
    until = time.monotonic() + patience
    with path.open("wb") as file:
        while True:
            try:
                _take(file)
                break
            except OSError as error:
                if time.monotonic() > until:
                    raise Busy from error
                time.sleep(0.1)
        yield
