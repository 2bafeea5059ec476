"""Brings `site/` up to date by our own engine: only pages whose text, or what is around it, has changed are made anew."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from generator.project import Progress
from generator.publishing.staging import Staging, Stamp, publish
from generator.rendering.engine import Engine
from generator.rendering.pool import Job, render_all, replace_file
from generator.store import keep, program_key, recall

# What a file of the site was made from: the engine's key (or "" for a file taken as it is), and the digest of its source.
_Origin = tuple[str, bytes]
_TAKEN = ""
_EVERY = 500        # pages from one message of progress to the next


class _Update:
    def __init__(self, project: Path, engine: Engine) -> None:
        self.engine, self.key = engine, engine.key()
        self.staging = Staging(project)
        self._known: Mapping[str, tuple[_Origin, Stamp]] = recall(_memory(project), _form()) or {}
        self.origins: dict[str, _Origin] = {}   # of every file of the next site; () if it must be made anew every time
        self.jobs: list[Job] = []
        self._waiting: list[tuple[str, _Origin]] = []

    def keep(self, address: str, origin: _Origin) -> bool:
        """Takes a file over from the present site if it was made from the same; else False."""
        stamp = self.staging.present.get(address)
        if stamp is None or self._known.get(address) != (origin, stamp):
            return False
        self.staging.take_over(address)
        self.origins[address] = origin
        return True

    def file(self, address: str, digest: bytes, source: Path | bytes) -> None:
        if not self.keep(address, (_TAKEN, digest)):
            replace_file(self.staging.folder / address, source if isinstance(source, bytes) else source.read_bytes())
            self.origins[address] = (_TAKEN, digest)

    def page(self, path: str, digest: bytes) -> None:
        address, origin = self.engine.target(path), (self.key, digest)
        if not self.keep(address, origin):
            self.jobs.append(Job(path, self.staging.folder / address))
            self._waiting.append((address, origin))

    def render(self, progress: Progress) -> None:
        for count, done in enumerate(render_all(self.engine, self.jobs), 1):
            address, origin = self._waiting[done.index]
            if done.written:
                self.origins[address] = origin if done.alone else (_TAKEN, b"")
            if count % _EVERY == 0:
                progress(f"生成网页 {count}/{len(self.jobs)}")


def update_site(project: Path, docs: Mapping[str, bytes], progress: Progress) -> int:
    """Makes `site/` of `build/docs`, whose files have the digests `docs`; returns how many pages were made anew.

    Raises `EngineFault`, `UnfitForEngine` and `SiteInUse`.
    """
    engine = Engine(project, frozenset(docs))
    update = _Update(project, engine)
    for path, digest in docs.items():
        if path.endswith(".md"):
            update.page(path, digest)
        else:
            update.file(path, digest, project / "build" / "docs" / path)
    update.render(progress)
    for address, source in engine.theme.own_files():
        data = source.read_bytes()
        update.file(address, hashlib.sha256(data).digest(), data)
    for address, data in engine.theme.own_pages():
        update.file(address, hashlib.sha256(data).digest(), data)
    stamps = update.staging.finish(update.origins.keys())
    # If the build is killed before the step, the stamps tell which of these files the old site does not have.
    keep(_memory(project), _form(), {address: (origin, stamps[address]) for address, origin in update.origins.items()})
    publish(project)
    return len(update.jobs)


def site_stamps(project: Path) -> Mapping[str, Stamp]:
    """What the files of the site were like when the last update had made them; nothing where another engine has made it."""
    return {address: stamp for address, (_, stamp) in (recall(_memory(project), _form()) or {}).items()}


def forget(project: Path) -> None:
    """Another engine makes the site: nothing is known of its files."""
    _memory(project).unlink(missing_ok=True)


def _memory(project: Path) -> Path:
    return project / "build" / "site.memory"


def _form() -> str:
    """What is remembered is read by the same program alone."""
    return f"site of {program_key()}"
