"""Runs a command and tells what it took: seconds, processor seconds and memory of it and everything it started."""

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
SIZES = (1, 6, 30, 120)     # issues of the bulletins to measure: one issue, one year, five years, twenty
_FIRST_LOOK, _LOOK = 0.02, 0.25     # seconds between two looks at the memory: soon at first, for some commands take a tenth of a second


@dataclass(frozen=True)
class Run:
    """What a command took. `peak` is the most megabytes that it and its children held at one moment, what they share
    counted once. `is_whole` is False where it was stopped at the limit or failed; `words` is the end of what it printed.
    """

    seconds: float
    processor: float
    peak: float
    is_whole: bool
    words: str = ""


def gongbao(*arguments: str) -> list[str]:
    """The command of this program, run by this Python."""
    return [sys.executable, "-m", "generator", *arguments]


def run(command: Sequence[str], folder: Path, limit: float = 1200, environment: dict[str, str] | None = None) -> Run:
    """Runs `command` in `folder`, `limit` seconds at most. The figures are those of all processes it started and waited for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
                               env=os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"} | (environment or {}))
    peak = _Peak(process.pid)
    peak.start()
    try:
        words, _ = process.communicate(timeout=limit)
        is_whole = process.returncode == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        words, _ = process.communicate()
        is_whole = False
    seconds = perf_counter() - started
    peak.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, processor, peak.megabytes, is_whole, words.decode(errors="replace")[-2000:])


class _Peak(threading.Thread):
    """Looks again and again at the memory of a process and its descendants (Linux: /proc)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.megabytes = pid, 0.0
        self._over = threading.Event()

    def run(self) -> None:
        pause = _FIRST_LOOK
        while not self._over.wait(pause):
            self.megabytes = max(self.megabytes, sum(map(_held, _family(self.pid))))
            pause = min(2 * pause, _LOOK)

    def stop(self) -> None:
        self._over.set()
        self.join()


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    found, row = [], [pid]
    while row:
        one = row.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                row += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _held(pid: int) -> float:
    """Megabytes; pages that several processes share are counted for each by its share (Pss)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("Pss:")), 0.0)


def folder_size(folder: Path) -> float:
    """Megabytes of the files below `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def not_run(issues: Iterable[int]) -> str:
    """Says which of the bulletins that are to be measured stand in no figure; "" where none is missing."""
    run_sizes = set(issues)
    missing = [str(size) for size in SIZES if size not in run_sizes]
    return f"Not run this time: bulletins of {' and '.join(missing)} issues." if missing else ""
