"""Tells that a build would change nothing, before the program that makes a build is even loaded.

`build/last.memory` has what the last build said, under the key of all it was made from, and what its files were like. Where only a byte of the one or
a file of the other is not as it was, nothing is known.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import yaml

from generator.publishing.staging import Stamp, scan, stamp_of
from generator.store import digest_of, digest_of_files, keep, program_key, recall

_FOLDERS = ("content", "site_config", "theme")
_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "jinja2", "markupsafe", "pyyaml")
_SETTINGS = "build/settings.yml"


@dataclass(frozen=True)
class Finished:
    """A build that went through: what it said of the issues, how many issues, records and pages there are, and its exit status."""

    report: str
    count: str
    status: int

    def told(self, reading_seconds: float, engine: str, rendered: int, rendering_seconds: float) -> str:
        """The last words of a build but for where to look."""
        return (f"{self.count}。读稿、整理、写页 {reading_seconds:.1f} 秒；"
                f"{engine} 生成网页 {rendered} 页，{rendering_seconds:.1f} 秒，其余沿用上次的。")


class LastBuild:
    """The last build of a project. `words` are all that decides a build and stands in no file: its options and the day."""

    def __init__(self, project: Path, *words: object) -> None:
        self._project, self._memory, self._words = project, project / "build" / "last.memory", repr(words)
        self._key = self._inputs()

    def result(self) -> Finished | None:
        """What the last build said, if a build would read the same now and finds the site as that one left it; else None."""
        outputs, finished = recall(self._memory, self._key) or (b"", None)
        found: Finished | None = finished
        return found if outputs == self._outputs(scan(self._project / "site"), scan(self._project / "build" / "docs")) else None

    def remember(self, finished: Finished, site: Mapping[str, Stamp], docs: Mapping[str, Stamp]) -> None:
        """Keeps what a build said that left `site` and `docs` with these stamps. Nothing is kept where somebody saved a file meanwhile."""
        if self._key == self._inputs() and self._reads_no_other():
            keep(self._memory, self._key, (self._outputs(site, docs), finished))

    def _inputs(self) -> str:
        """Stands for all that decides a build."""
        digests = [digest_of(self._project / name) for name in _FOLDERS]
        return digest_of_files(self._project, ("mkdocs.yml",), *digests, program_key(), *map(version, _PACKAGES), self._words)

    def _outputs(self, site: Mapping[str, Stamp], docs: Mapping[str, Stamp]) -> bytes:
        """Stands for all that a build leaves to be looked at, of which these are the site and what it is made of."""
        report, settings = scan(self._project / "build" / "report"), self._project / _SETTINGS
        told = [*map(sorted, (site.items(), docs.items(), report.items())), stamp_of(settings) if settings.is_file() else None]
        return hashlib.sha256(repr(told).encode()).digest()

    def _reads_no_other(self) -> bool:
        """Whether MkDocs reads no settings but mkdocs.yml and what the build writes, and no theme but Material and theme/; a tag may stand for anything."""
        try:
            settings = yaml.safe_load((self._project / "mkdocs.yml").read_bytes())
            theme, inherited = settings["theme"], settings.get("INHERIT", _SETTINGS)
            own = (self._project / theme.get("custom_dir", "theme")).resolve()
            return bool(inherited == _SETTINGS and theme["name"] == "material" and own.is_relative_to(self._project.resolve() / "theme"))
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError):
            return False
