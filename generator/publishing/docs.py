"""Brings `build/docs` to what its parts give; of a part whose key is the one it was made under, nothing is made again.

`build/docs.memory` has, of every part, the key and what its files were like when they were written. A file somebody has touched since makes its part
be made anew, and so does one that a killed build left behind.
"""

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.parts import Part
from generator.publishing.staging import Stamp, scan, stamp_of
from generator.publishing.tree import TreeWriter
from generator.store import keep, program_key, recall

_BETWEEN = 50       # parts made from one collection of garbage to the next, which a build does not have otherwise


@dataclass(frozen=True)
class WrittenDocs:
    """`build/docs` as a build left it: the digest of every file by its path there, how many are pages, how many files were written anew."""

    digests: Mapping[str, bytes]
    pages: int
    written: int


@dataclass(frozen=True)
class _Made:
    key: str | None
    files: Mapping[str, tuple[bytes, Stamp]]


def _form() -> str:
    """What is remembered is read by the same program alone."""
    return f"docs of {program_key()}"


def docs_stamps(project: Path) -> Mapping[str, Stamp]:
    """What the files of `build/docs` were like when the last build had written them."""
    made: Mapping[str, _Made] = recall(_memory(project), _form()) or {}
    return {path: stamp for part in made.values() for path, (_, stamp) in part.files.items()}


def _memory(project: Path) -> Path:
    return project / "build" / "docs.memory"


class DocsWriter:
    """Takes the parts one after the other, so that their files need not be held together."""

    def __init__(self, project: Path) -> None:
        self._folder, self._memory = project / "build" / "docs", _memory(project)
        self._before: Mapping[str, _Made] = recall(self._memory, _form()) or {}
        self._present = scan(self._folder)
        self._writer = TreeWriter(self._folder, owns=True)
        self._made = 0
        self._keys: dict[str, str | None] = {}
        self._paths: dict[str, list[str]] = {}
        self._stamps: dict[str, Stamp] = {}     # of files that were not made again

    def take(self, part: Part) -> None:
        """Makes the part if there is need. Its name must be new."""
        assert part.name not in self._keys, part.name
        self._keys[part.name] = part.key
        if self._is_kept(part):
            files = self._before[part.name].files
            self._paths[part.name] = list(files)
            for path, (digest, stamp) in files.items():
                self._writer.digests[path], self._stamps[path] = digest, stamp
            return
        self._made += 1
        if self._made % _BETWEEN == 0:
            gc.collect(1)       # templates leave circles behind; what was made before the last time is not looked at again
        paths = self._paths[part.name] = []
        for path, data in part.make():
            if path in self._writer.digests:    # the part that comes last gives the file, so it must be made whenever the others are
                self._keys[part.name] = None
            self._writer.write(path, data)
            self._stamps.pop(path, None)
            paths.append(path)

    def _is_kept(self, part: Part) -> bool:
        before = self._before.get(part.name)
        return (part.key is not None and before is not None and before.key == part.key
                and all(self._present.get(path) == stamp and path not in self._writer.digests for path, (_, stamp) in before.files.items()))

    def finish(self) -> WrittenDocs:
        """Removes every file that belongs to no part taken, and remembers the others."""
        self._writer.delete_others()
        digests = self._writer.digests
        stamps = self._stamps | {path: stamp_of(self._folder / path) for path in digests.keys() - self._stamps.keys()}
        keep(self._memory, _form(), {name: _Made(self._keys[name], {path: (digests[path], stamps[path]) for path in paths}) for name, paths in self._paths.items()})
        return WrittenDocs(digests, sum(path.endswith(".md") for path in digests), self._writer.changed)
