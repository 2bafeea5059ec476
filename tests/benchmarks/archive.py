"""How long the verification of a copy takes beside `sha256sum` of the same files, and that its memory does not grow with the copy.

    .venv/bin/python -m tests.benchmarks.archive [times ...]

Takes the copy of the bulletin's newest year, puts its site into one bag several times over (40 times has as many pages as twenty years),
and writes medians with machine and date to tests/benchmarks/figures/archive.md. Links, counts and names are checked as in any copy.
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
import zipfile
from collections.abc import Sequence
from pathlib import Path

from generator.publishing.archive.bag import parse_info, write_bag
from generator.publishing.archive.layout import INFO_FILE, PAYLOAD
from generator.publishing.archive.zip_file import write_zip
from tests.benchmarks.build_time import ROOT, run

RUNS = 3
TIMES = (1, 10, 40)
VERIFY = "from pathlib import Path; import sys; from generator.publishing.archive.verify import verify; assert verify(Path(sys.argv[1])).is_whole"


def multiply(copy: Path, target: Path, times: int) -> Path:
    """A bag with the payload of `copy`, and all of it again in folders beside it."""
    with zipfile.ZipFile(copy) as archive:
        archive.extractall(target)
        folder = target / archive.namelist()[0].split("/")[0]
    site = folder / PAYLOAD
    names = [path for path in sorted(site.rglob("*")) if path.is_file()]
    for number in range(1, times):
        for path in names:
            again = site / "again" / f"{number:03d}" / path.relative_to(site)
            again.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, again)
    info = parse_info((folder / INFO_FILE).read_bytes())
    listed = write_bag(folder, info, None)
    write_zip(target / "copy.zip", ((f"{folder.name}/{name}", folder / name) for name in listed), datetime.date(2018, 1, 1))
    return folder


def measure(copy: Path, times: int) -> list[str]:
    """The rows of one size."""
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch)
        folder = multiply(copy, target, times)
        files = [path for path in folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) / 1e6
        pages = sum(path.suffix == ".html" for path in files)
        print(f"{len(files)} files, {pages} pages, {size:.0f} MB", file=sys.stderr)
        ways = {"sha256sum --check": ["sha256sum", "--check", "--quiet", "manifest-sha256.txt"],
                "gongbao verify, folder": [sys.executable, "-c", VERIFY, str(folder)],
                "gongbao verify, ZIP": [sys.executable, "-c", VERIFY, str(target / "copy.zip")]}
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(RUNS):
            for name, command in ways.items():
                runs[name].append(run(command, folder))
        base = statistics.median(seconds for seconds, _ in runs["sha256sum --check"])
        return [f"| {len(files)} | {pages} | {size:.0f} | {name} | {statistics.median(s for s, _ in found):.2f} | {statistics.median(s for s, _ in found) / base:.1f} | "
                f"{max(memory for _, memory in found):.0f} |" for name, found in runs.items()]


def main(arguments: Sequence[str]) -> None:
    year = max(path.name for path in (ROOT / "content").iterdir() if path.is_dir())
    with tempfile.TemporaryDirectory() as scratch:
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "generator", "archive", year, scratch], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        making = time.perf_counter() - started
        copy = Path(scratch) / f"gongbao-{year}.zip"
        rows = [row for times in (map(int, arguments) if arguments else TIMES) for row in measure(copy, times)]
        size = copy.stat().st_size / 1e6
    text = "\n".join([
        "# Verifying a copy", "",
        f"{datetime.date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}.",
        f"Median of {RUNS} runs, in turn, the files in the cache of the system; ratio to `sha256sum` of the same files.",
        f"Making the copy of {year} took {making:.1f} s; the ZIP has {size:.1f} MB.", "",
        "| files | pages | MB | what | seconds | ratio | peak MB |", "|---|---|---|---|---|---|---|", *rows, "",
        "`sha256sum` hashes once and does nothing else; `verify` hashes twice (SHA-256 and SHA-512), unpacks, reads every page for its links and counts the records, on all cores.",
        "The memory is that of the first process; each of the others, one a core, needs about the same.", ""])
    (ROOT / "tests" / "benchmarks" / "figures" / "archive.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
