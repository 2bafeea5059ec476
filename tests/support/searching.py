"""The search of a site without a browser: its index in a folder, and its own scripts run by Node."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.linking.knowledge import Knowledge, learn
from generator.parts import files_of
from generator.search.collecting import collect_issue, collect_names
from generator.search.folding import fold_segments
from generator.search.index import search_parts
from generator.search.records import Head, Volume
from tests.support.bulletins import ROOT, real_bulletin
from tests.support.sites import scratch

_ENGINE = Path(__file__).with_name("search_engine.js")


@dataclass(frozen=True)
class FoldedRecord:
    """A record with all its text, as the plainest search there is would read it."""

    head: Head
    folded: str


@cache
def real_knowledge() -> Knowledge:
    return learn(real_bulletin()[0])


def search_files(known: Knowledge) -> dict[str, bytes]:
    """Every file of the index by its path in the site."""
    return dict(files_of(search_parts(known)))


def collect_volumes(known: Knowledge) -> list[Volume]:
    """All that can be found: a volume of each issue, then that of the names."""
    return [*(collect_issue(issue, known.organs) for issue in known.bulletin.issues), collect_names(known)]


@cache
def folded_records() -> tuple[FoldedRecord, ...]:
    """Every record of the real bulletin."""
    return tuple(FoldedRecord(head, "".join(fold_segments(segments)))
                 for volume in collect_volumes(real_knowledge()) for text in volume.texts for head, segments in text.records())


@cache
def index_folder() -> Path:
    """A folder with the index of the real bulletin, as in its site."""
    folder = scratch() / "index"
    for name, data in search_files(real_knowledge()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def run_engine(requests: Sequence[dict[str, Any]], folder: Path | None = None) -> list[Any]:
    """What the site's own scripts answer: to {"query": …} the hits, to {"fold": […]} the folded texts."""
    node = shutil.which("node")
    if not node:
        pytest.skip("没有 Node.js：请先安装（Debian：apt-get install nodejs）")
    done = subprocess.run([node, str(_ENGINE), str(ROOT / "theme" / "assets" / "search"), str(folder or index_folder()) + "/"],
                          input=json.dumps(requests), capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


def ask(*queries: str) -> list[Any]:
    return run_engine([{"query": query} for query in queries])
