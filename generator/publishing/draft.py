"""The site as it would be built of what is in the project now, each page made only when it is looked at."""

import os
from collections.abc import Iterator, Mapping, Set
from functools import cached_property
from pathlib import Path

from generator.bulletin import Bulletin
from generator.linking.knowledge import learn
from generator.parts import files_of
from generator.publishing.site import file_parts, page_families, write_settings
from generator.rendering.engine import Engine
from generator.store import digest_of


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
        self._known = learn(bulletin, os.environ.get("SOURCE_DATE_EPOCH"))
        self._families = page_families(self._known)
        self._made: dict[str, Mapping[str, str]] = {}
        self._owners: dict[str, str] = before._owners if before else {}    # the family of pages in which an address was found
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
        path = address.removesuffix(".html") + ".md"
        text = self._page(path) if address.endswith(".html") else None
        if text is not None:
            return self._engine.render(path, text)[0]
        if address in self._own_files:
            return self._own_files[address].read_bytes()
        return dict(self._engine.theme.own_pages()).get(address) or self._files.get(address)

    def _page(self, path: str) -> str | None:
        """The Markdown of a page; the family that had it before is asked first."""
        owner = self._owners.get(path)
        for name in ([owner] if owner in self._families else []) + [name for name in self._likely(path) if name != owner]:
            if path in self._family(name):
                return self._family(name)[path]
        return self._files[path].decode() if path in self._files else None

    def _likely(self, path: str) -> list[str]:
        """The families, first those of the issue that the path begins with."""
        own = "documents " + "-".join(path.split("/")[:2])
        return sorted(self._families, key=lambda name: name != own)

    def _family(self, name: str) -> Mapping[str, str]:
        if name not in self._made:
            self._made[name] = {path: data.decode() for path, data in files_of(self._families[name]())}
            self._owners |= dict.fromkeys(self._made[name], name)
        return self._made[name]

    @cached_property
    def _files(self) -> Mapping[str, bytes]:
        return dict(files_of(file_parts(self._project, self._known)))

    @cached_property
    def _own_files(self) -> Mapping[str, Path]:
        return dict(self._engine.theme.own_files())
