"""How long the real issue takes, and how much memory: our own part (read, parse, write all pages) beside the renderer's.

    .venv/bin/python -m tests.benchmarks.build_time

Runs both in turn several times in one go and writes medians with machine and date to tests/benchmarks/figures/build.md.
"""

import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 5
OWN = ("from pathlib import Path; from generator.linking.knowledge import learn; from generator.project import load_bulletin; from generator.publishing.site import write_build; "
       "write_build(Path('.'), learn(load_bulletin(Path('.'))[0]))")


def run(command: list[str], folder: Path) -> tuple[float, float]:
    """(seconds, peak megabytes of the process)."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "bulletin"
        project.mkdir()
        for name in ("content", "site_config", "theme"):
            shutil.copytree(ROOT / name, project / name)
        shutil.copy(ROOT / "mkdocs.yml", project)
        own, render = [], []
        for _ in range(RUNS):
            shutil.rmtree(project / "build", ignore_errors=True)
            own.append(run([sys.executable, "-c", OWN], project))
            render.append(run([sys.executable, "-m", "mkdocs", "build", "--quiet"], project))
        pages = sum(1 for _ in (project / "build" / "docs").rglob("*.md"))
        size = sum(path.stat().st_size for path in (project / "site").rglob("*") if path.is_file()) / 1e6
    write(own, render, pages, size)


def write(own: list[tuple[float, float]], render: list[tuple[float, float]], pages: int, size: float) -> None:
    def row(name: str, runs: list[tuple[float, float]]) -> str:
        seconds = [r[0] for r in runs]
        return f"| {name} | {statistics.median(seconds):.2f} | {min(seconds):.2f}–{max(seconds):.2f} | {max(r[1] for r in runs):.0f} |"

    ratio = statistics.median(a[0] / (a[0] + b[0]) for a, b in zip(own, render, strict=True))
    text = "\n".join([
        "# Building the first issue", "",
        f"{datetime.date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {RUNS} runs of each in turn, "
        f"{pages} pages, site {size:.1f} MB. Whole processes, start of Python included; the machine is shared, so the ratio counts.", "",
        "| part | median s | range s | peak MB |", "|---|---|---|---|",
        row("read, parse, write all pages and files", own), row("MkDocs renders them", render), "",
        f"Our own part is {ratio:.0%} of the two together (median of the pairs).", ""])
    target = Path(__file__).with_name("figures") / "build.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
