"""Makes a folder hold exactly given files, touching none that is right already."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path


class TreeWriter:
    """Writes the files of a folder one after the other, so that they need not be held together.

    Renderers compare times, so an unchanged file keeps its own. `digests` are those of all files written so far by their path, `changed` how many of them were not there.
    """

    def __init__(self, folder: Path, owns: bool = False) -> None:
        """`owns` tells that all in the folder is ours: what stands in the way is removed. Elsewhere it may be somebody's, and `OSError` is raised."""
        self._folder, self._owns = folder, owns
        self.digests: dict[str, bytes] = {}
        self.changed = 0

    def write(self, name: str, data: bytes) -> None:
        """Writes a file by its path in the folder, where its bytes differ."""
        self.digests[name] = hashlib.sha256(data).digest()
        path = self._folder / name
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return
        if self._owns:
            self._make_way(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        fresh.write_bytes(data)
        fresh.replace(path)
        self.changed += 1

    def _make_way(self, path: Path) -> None:
        """Removes a folder that stands in the place of the file, or a file in that of one of its folders."""
        if path.is_dir():
            shutil.rmtree(path)
        for parent in path.parents[:len(path.relative_to(self._folder).parts) - 1]:
            if parent.is_file():
                parent.unlink()

    def delete_others(self) -> None:
        """Removes every file that was not written, and empty folders."""
        _delete_others(self._folder, set(self.digests))


def write_tree(folder: Path, files: Mapping[str, bytes], delete: bool = True) -> int:
    """Writes `files` (by path relative to `folder`) where their bytes differ and, if `delete`, removes every other file.

    Returns how many files were written.
    """
    writer = TreeWriter(folder, owns=delete)
    for name, data in files.items():
        writer.write(name, data)
    if delete:
        writer.delete_others()
    return writer.changed


def _delete_others(folder: Path, names: set[str]) -> None:
    """Removes every file that is not named, and every folder without files: addresses are texts, for paths by the ten thousand cost seconds."""
    kept = {parent for name in names for parent in _parents(name)}
    folded = {name.casefold(): name for name in names}
    waiting = [""] if folder.is_dir() else []
    while waiting:
        prefix = waiting.pop()
        with os.scandir(folder / prefix) as found:
            entries = list(found)
        for entry in entries:
            name = prefix + entry.name
            if not entry.is_dir(follow_symlinks=False):
                if name not in names:
                    _delete(Path(entry.path), folder / folded.get(name.casefold(), name))
            elif name in kept:
                waiting.append(f"{name}/")
            else:
                shutil.rmtree(entry.path)


def _delete(path: Path, wanted: Path) -> None:
    """Removes a file, unless the disk takes it for the wanted one, whose name differs in capital letters: then it gets that name."""
    if path != wanted and wanted.exists() and path.samefile(wanted):
        path.rename(wanted)
    else:
        path.unlink()


def _parents(name: str) -> Iterator[str]:
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name
