"""Makes a folder hold exactly given files, touching none that is right already."""

from collections.abc import Mapping
from pathlib import Path


def write_tree(folder: Path, files: Mapping[str, bytes], delete: bool = True) -> int:
    """Writes `files` (by path relative to `folder`) where their bytes differ and, if `delete`, removes every other file.

    Returns how many files were written. Renderers compare times, so an unchanged file must keep its own.
    """
    written = 0
    for name, data in files.items():
        path = folder / name
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        fresh.write_bytes(data)
        fresh.replace(path)
        written += 1
    if delete:
        _delete_others(folder, set(files))
    return written


def _delete_others(folder: Path, names: set[str]) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in names:
            path.unlink()
