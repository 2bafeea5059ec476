"""The next site is made beside the present one, out of the same files where they stay, and takes its place in one step.

`build/site.next` is that place. After a step it holds the site before, so that the next build has to change only what
changed in two builds. Whatever state a killed build leaves it in, `Staging` brings it to what is wanted.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Set
from contextlib import suppress
from pathlib import Path

# By its size, the time of its last change (nanoseconds) and its number on the disk (0 where there is none) a file is known to be the one it was.
Stamp = tuple[int, int, int]


class SiteInUse(Exception):
    """Another program holds the folder of the site (Windows refuses to rename it then); the new site is whole in `build/site.next`."""


class Staging:
    """Brings the folder for the next site to what is wanted, file by file, and puts it in place. Addresses are relative, with forward slashes."""

    def __init__(self, project: Path) -> None:
        self._site, self.folder = project / "site", next_folder(project)
        recover(project)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.present = scan(self._site)
        self._beside = scan(self.folder)
        self._taken: set[str] = set()

    def take_over(self, address: str) -> None:
        """The next site has the file that the present one has at `address`."""
        if self._beside.get(address) != self.present[address]:
            target = self.folder / address
            target.unlink(missing_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            link(self._site / address, target)
        else:
            self._taken.add(address)

    def finish(self, wanted: Set[str]) -> dict[str, Stamp]:
        """Removes all that is not `wanted` and returns the stamps of the whole next site.

        A file that was taken over has the stamp it was known by: one that somebody has touched since is not known any more.
        """
        for address in self._beside.keys() - wanted:
            path = self.folder / address
            path.unlink(missing_ok=True)
            while path.parent != self.folder and not any(path.parent.iterdir()):
                path = path.parent
                path.rmdir()
        return {address: self.present[address] if address in self._taken else stamp_of(self.folder / address) for address in wanted}


def next_folder(project: Path) -> Path:
    """Where the next site is made."""
    return project / "build" / "site.next"


def publish(project: Path) -> None:
    """Puts the next site in the place of the present one, which takes its place in turn. Raises `SiteInUse`."""
    site, fresh, old = project / "site", next_folder(project), _old(project)
    if site.exists() and _exchange(site, fresh):
        return
    try:
        if site.exists():
            site.rename(old)
        fresh.rename(site)
    except PermissionError as error:
        recover(project)
        raise SiteInUse from error
    if old.exists():
        with suppress(PermissionError):     # held by another program: the next build has it out of the way (`recover`)
            old.rename(fresh)


def recover(project: Path) -> None:
    """Mends what a build leaves that was killed between two renames: the old site comes back if there is none."""
    site, old = project / "site", _old(project)
    if old.exists():
        if site.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(site)


def _old(project: Path) -> Path:
    return project / "build" / "site.old"


def scan(folder: Path) -> dict[str, Stamp]:
    """Every file of `folder` by its address."""
    found: dict[str, Stamp] = {}
    waiting = [(str(folder), "")] if folder.is_dir() else []
    while waiting:
        place, prefix = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    found[prefix + entry.name] = _stamp(entry.stat(follow_symlinks=False))
    return found


def stamp_of(path: Path) -> Stamp:
    """The stamp of one file."""
    return _stamp(path.lstat())


def _stamp(status: os.stat_result) -> Stamp:
    # Windows tells the number only of a file that is asked for by itself, not of one found in its folder.
    return status.st_size, status.st_mtime_ns, 0 if os.name == "nt" else status.st_ino


def link(source: Path, target: Path) -> None:
    """The same file under a second name, or where the disk has no such thing a copy with its time."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _exchange(one: Path, other: Path) -> bool:
    """Lets two folders change places in one step; False where the system cannot."""
    call = _exchange_call()
    return call is not None and call(os.fsencode(one), os.fsencode(other)) == 0


def _exchange_call() -> Callable[[bytes, bytes], int] | None:
    here, swap = -100, 2    # AT_FDCWD; RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS are both 2
    try:
        if sys.platform.startswith("linux"):
            linux = ctypes.CDLL(None).renameat2
            return lambda one, other: int(linux(here, one, here, other, swap))
        if sys.platform == "darwin":
            mac = ctypes.CDLL(None).renamex_np
            return lambda one, other: int(mac(one, other, swap))
    except (OSError, AttributeError):
        return None
    return None
