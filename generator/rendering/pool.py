"""Renders many pages on all cores; a few on the spot, where starting other processes would cost more than it saves."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path

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
    if len(jobs) <= _FEW or _cores() == 1:
        yield from (_render(engine, index, job) for index, job in enumerate(jobs))
        return
    numbered = list(enumerate(jobs))
    # A page of the navigation or with long tables takes longest: spread what lies together.
    chunks = [numbered[start::-(-len(numbered) // _CHUNK)] for start in range(-(-len(numbered) // _CHUNK))]
    pool = ProcessPoolExecutor(min(_cores(), len(chunks)), initializer=_start, initargs=(engine.project, engine.docs))
    try:
        for future in as_completed([pool.submit(_render_chunk, chunk) for chunk in chunks]):
            yield from future.result()
    finally:
        pool.shutdown(cancel_futures=True)


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


_engine: Engine | None = None    # of a worker process


def _start(project: Path, docs: frozenset[str]) -> None:
    global _engine
    signal.signal(signal.SIGINT, signal.SIG_IGN)    # the first process decides
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _engine = Engine(project, docs)


def _end_with_parent() -> None:
    """A worker whose parent is killed would wait for work for ever, and hold its files open."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _render_chunk(chunk: list[tuple[int, Job]]) -> list[Done]:
    assert _engine is not None
    return [_render(_engine, index, job) for index, job in chunk]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
