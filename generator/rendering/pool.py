"""Renders many pages on all cores; a few on the spot, where starting other processes would cost more than it saves."""

from collections.abc import Iterator, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from pathlib import Path

from generator.processes import cores, workers
from generator.rendering.engine import Engine

_FEW = 150      # pages; two processes start in about the time one renders these
_CHUNK = 40     # pages handed to a process at a time


@dataclass(frozen=True)
class Job:
    """A Markdown file of `build/docs` and where its page is to be written."""

    path: str
    target: Path


@dataclass(frozen=True)
class Done:
    """The job at `index` is finished: `written` tells whether there is a page, `alone` whether its text alone decides it."""

    index: int
    written: bool
    alone: bool


def render_all(engine: Engine, jobs: Sequence[Job]) -> Iterator[Done]:
    """Writes the page of every job, in any order. A target that exists is replaced, never written into: it may be a hard link."""
    if len(jobs) <= _FEW or cores() == 1:
        yield from (_render(engine, index, job) for index, job in enumerate(jobs))
        return
    numbered = list(enumerate(jobs))
    # A page of the navigation or with long tables takes longest: spread what lies together.
    chunks = [numbered[start::-(-len(numbered) // _CHUNK)] for start in range(-(-len(numbered) // _CHUNK))]
    with workers(len(chunks), _Worker.start, engine.project, frozenset(engine.docs)) as pool:
        for future in as_completed([pool.submit(_Worker.render, chunk) for chunk in chunks]):
            yield from future.result()


def replace_file(target: Path, data: bytes) -> None:
    """Writes a new file at `target`, leaving alone any other name of the old one."""
    target.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _render(engine: Engine, index: int, job: Job) -> Done:
    data, alone = engine.render(job.path)
    if data:
        replace_file(job.target, data)
    return Done(index, bool(data), alone)


class _Worker:
    """What a worker process has for itself."""

    engine: Engine

    @classmethod
    def start(cls, project: Path, docs: frozenset[str]) -> None:
        cls.engine = Engine(project, docs)

    @classmethod
    def render(cls, chunk: list[tuple[int, Job]]) -> list[Done]:
        return [_render(cls.engine, index, job) for index, job in chunk]
