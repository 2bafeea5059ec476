"""How long the verification of copies takes beside `sha256sum` of the same files, and how much memory.

    .venv/bin/python -m tests.benchmarks.archive [--project FOLDER | --issues 120]

Makes the copy of each year of a bulletin project (an invented one where none is given: tests/benchmarks/corpus.py). Measured are the
copy of the first year and bags with the sites of half of the years and of all, each in a folder of its own; unpacked and as ZIP. Medians
with machine and date go to tests/benchmarks/figures/archive.md.
"""

import argparse
import datetime
import os
import platform
import statistics
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.publishing.archive.bag import parse_info, write_bag
from generator.publishing.archive.layout import DATA_SCRIPTS, INFO_FILE, MANIFESTS, PAYLOAD
from generator.publishing.archive.zip_file import write_zip
from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.processes import ROOT, SIZES, Run, gongbao, run

FIGURES = Path(__file__).with_name("figures") / "archive.md"
RUNS = 3
SUM = "sha256sum --check"
VERIFY = "from pathlib import Path; import sys; from generator.publishing.archive.verify import verify; assert verify(Path(sys.argv[1])).is_whole"


@dataclass(frozen=True)
class Measured:
    """One copy, and the runs of each way to verify it."""

    name: str
    files: int
    pages: int
    size: float     # megabytes, unpacked
    packed: float   # megabytes
    runs: dict[str, list[Run]]


def make_copies(project: Path, target: Path) -> tuple[list[Path], float]:
    """The copies of all years, and the seconds that making them took."""
    years = sorted(path.name for path in (project / "content").iterdir() if path.is_dir())
    seconds = 0.0
    for year in years:
        print(f"making the copy of {year}", file=sys.stderr)
        made = run(gongbao("--project", str(project), "archive", year, str(target)), project)
        if not made.is_whole:
            raise SystemExit(made.words)
        seconds += made.seconds
    return [target / f"gongbao-{year}.zip" for year in years], seconds


def unpack(copies: Sequence[Path], target: Path) -> tuple[Path, Path]:
    """A bag, as folder and as ZIP: the first copy, and in folders beside its pages the sites of the others."""
    with zipfile.ZipFile(copies[0]) as archive:
        archive.extractall(target)
        folder = target / archive.namelist()[0].split("/")[0]
    for copy in copies[1:]:
        with zipfile.ZipFile(copy) as archive:
            for info in archive.infolist():
                inside = info.filename.partition("/")[2]
                if inside.startswith(PAYLOAD):
                    place = DATA_SCRIPTS[0] if inside.startswith(DATA_SCRIPTS) else f"{PAYLOAD}years/"     # data scripts are such by their place
                    info.filename = f"{place}{copy.stem}/{inside.removeprefix(PAYLOAD)}"
                    archive.extract(info, folder)
    listed = write_bag(folder, parse_info((folder / INFO_FILE).read_bytes()), None)
    packed = target / "copy.zip"
    write_zip(packed, ((f"{folder.name}/{name}", folder / name) for name in listed), datetime.date(2018, 1, 1))
    return folder, packed


def measure(name: str, copies: Sequence[Path]) -> Measured:
    """Each way in turn, several times."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, packed = unpack(copies, Path(scratch))
        files = [path for path in folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) / 1e6
        pages = sum(path.suffix == ".html" for path in files)
        print(f"{name}: {len(files)} files, {pages} pages, {size:.0f} MB", file=sys.stderr)
        ways = {SUM: ["sha256sum", "--check", "--quiet", MANIFESTS[0]],
                "gongbao verify, folder": [sys.executable, "-c", VERIFY, str(folder)],
                "gongbao verify, ZIP": [sys.executable, "-c", VERIFY, str(packed)]}
        runs: dict[str, list[Run]] = {way: [] for way in ways}
        for _ in range(RUNS):
            for way, command in ways.items():
                done = run(command, folder)
                if not done.is_whole:
                    raise SystemExit(f"{way}: {done.words}")
                runs[way].append(done)
        return Measured(name, len(files), pages, size, packed.stat().st_size / 1e6, runs)


def rows(measured: Measured) -> Iterator[str]:
    """The lines of the table about one copy."""
    def median(way: str) -> tuple[float, float]:
        runs = measured.runs[way]
        return statistics.median(one.seconds for one in runs), statistics.median(one.processor for one in runs)

    base = median(SUM)
    for way, runs in measured.runs.items():
        seconds, processor = median(way)
        yield (f"| {measured.name} | {measured.files} | {measured.pages} | {measured.size:.0f} | {measured.packed:.0f} | {way} | {seconds:.2f} | {seconds / base[0]:.1f} | "
               f"{processor:.2f} | {processor / base[1]:.1f} | {max(one.peak for one in runs):.0f} |")


def growth(found: Sequence[Measured]) -> Iterator[str]:
    """How much memory each file more takes: from the smallest copy to the largest, and from the one before the largest."""
    for small in (found[0], *found[1:-1][-1:]) if len(found) > 1 else ():
        large = found[-1]
        for way in small.runs:
            peaks = [max(one.peak for one in measured.runs[way]) for measured in (small, large)]
            yield f"{way}, from {small.name} to {large.name}: {1000 * (peaks[1] - peaks[0]) / (large.files - small.files):.2f} kB more memory for each file more " \
                  f"({peaks[0]:.0f} MB at {small.files} files, {peaks[1]:.0f} MB at {large.files})."


def write(found: Sequence[Measured], issues: int, making: float) -> None:
    start = run(gongbao("verify", "--help"), ROOT).seconds
    text = "\n".join([
        "# Verifying copies", "",
        f"{datetime.date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} shared cores, Python {platform.python_version()}. "
        f"A bulletin of {issues} issues; making the copies of its years took {making:.0f} s.",
        f"Median of {RUNS} runs, in turn, the files in the cache of the system; ratios to `sha256sum` of the same files. Repeat: `make bench`.", "",
        "| copy | files | pages | MB | packed MB | what | seconds | ratio | processor s | ratio | peak MB |", "|---|---|---|---|---|---|---|---|---|---|---|",
        *(row for measured in found for row in rows(measured)), "",
        "`sha256sum` hashes once, on one core, and does nothing else; `verify` hashes twice (SHA-256 and SHA-512), unpacks, follows every reference of every page",
        f"and counts the records, on all cores. The start of the command `gongbao` with all its parts, {start:.1f} s for each copy, is left out.",
        "The memory is that of all processes together, what they share counted once. Buffers and what is remembered of pages fill up to fixed limits, which",
        "takes some years of files; behind that each file takes 22 octets (a digest of its name, to follow links). All else that is known of files lies in a",
        "temporary file.", "", *(f"- {line}" for line in growth(found)), ""])
    FIGURES.write_text(text, encoding="utf-8")
    print(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--project", type=Path, help="a bulletin project; its years are copied")
    source.add_argument("--issues", type=int, default=SIZES[-1], help="issues of the invented bulletin that is made where no project is given")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        project = options.project.resolve() if options.project else make_corpus(Path(scratch) / "bulletin", options.issues)
        copies, making = make_copies(project, Path(scratch))
        found = [measure("first year", copies[:1])]
        found += [measure(f"{years} years", copies[:years]) for years in sorted({len(copies) // 2, len(copies)}) if years > 1]
        write(found, sum(1 for _ in (project / "content").rglob("issue.yml")), making)


if __name__ == "__main__":
    main()
