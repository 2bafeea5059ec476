"""The site as it would be built of what is in the project now, each page and file made only when it is looked at."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, partial
from pathlib import Path

from generator.addresses import page_path
from generator.bulletin import Bulletin
from generator.linking.knowledge import learn
from generator.parts import Part
from generator.publishing.site import file_parts, page_families, write_settings
from generator.rendering.engine import Engine
from generator.store import digest_of

_FILES = "files"    # the family of all that is no page


class _AnyPage(Set[str]):
    """Stands for the paths of pages while nobody has made them all: what is asked for is there, and there is nothing to go through."""

    def __contains__(self, path: object) -> bool:
        return str(path).endswith(".md")

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class Draft:
    """One state of the bulletin. Addresses are those of the site, relative, with forward slashes.

    `before` is the draft of the state before, which knows where what is likely to be found.
    """

    def __init__(self, project: Path, bulletin: Bulletin, before: "Draft | None") -> None:
        self._project = project
        known = learn(bulletin, os.environ.get("SOURCE_DATE_EPOCH"))
        self._families: Mapping[str, Callable[[], Iterable[Part]]] = {**page_families(known), _FILES: partial(file_parts, project, known)}
        self._listed: dict[str, Sequence[Part]] = {}
        self._made: dict[str, Mapping[str, bytes]] = {}     # by the name of the part
        self._owners: dict[str, str] = before._owners if before else {}    # the family in which a path was found
        (project / "build" / "docs").mkdir(parents=True, exist_ok=True)
        write_settings(project, bulletin.authority.site)
        self._theme_key = digest_of(project / "theme", (project / "mkdocs.yml").read_text(encoding="utf-8"), repr(bulletin.authority.site))
        same = before is not None and before._theme_key == self._theme_key
        self._engine: Engine = before._engine if before is not None and same else Engine(project, _AnyPage())

    def file(self, address: str) -> bytes | None:
        """The file at `address`, or None. Raises `EngineFault` and `UnfitForEngine`."""
        asset = (self._project / "theme" / address).resolve()
        if address.startswith("assets/") and asset.is_relative_to(self._project / "theme" / "assets") and asset.is_file():
            return asset.read_bytes()
        page = self._find(page_path(address)) if address.endswith(".html") else None
        if page is not None:
            return self._engine.render(page_path(address), page.decode())[0]
        if address in self._own_files:
            return self._own_files[address].read_bytes()
        return dict(self._engine.theme.own_pages()).get(address) or self._find(address)

    def _find(self, path: str) -> bytes | None:
        """A file of `build/docs`; only parts are made that may give it, for nobody waits until twenty years are made."""
        for family in self._likely(path):
            for part in self._parts(family):
                if part.may_give(path) and path in self._files(part):
                    self._owners[path] = family
                    return self._files(part)[path]
        return None

    def _likely(self, path: str) -> list[str]:
        """The families that may have the path: that which had it before, those named in it, and the documents of other issues last."""
        if not path.endswith(".md"):
            return [_FILES]
        own = "documents " + "-".join(path.split("/")[:2])
        return sorted(self._families, key=lambda name: (name != self._owners.get(path), name != own, name not in path, name != _FILES, name.startswith("documents ")))

    def _parts(self, family: str) -> Sequence[Part]:
        if family not in self._listed:
            self._listed[family] = tuple(self._families[family]())
        return self._listed[family]

    def _files(self, part: Part) -> Mapping[str, bytes]:
        if part.name not in self._made:
            self._made[part.name] = dict(part.make())
        return self._made[part.name]

    @cached_property
    def _own_files(self) -> Mapping[str, Path]:
        return dict(self._engine.theme.own_files())

