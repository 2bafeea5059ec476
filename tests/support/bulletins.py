"""Bulletins for tests: the real one of this repository, and small ones made in a temporary folder."""

import hashlib
import shutil
from functools import cache
from pathlib import Path

from generator.bulletin import Bulletin
from generator.diagnostics import Diagnostic
from generator.linking.knowledge import Knowledge, learn
from generator.project import load_bulletin
from generator.reading.issue_file import render_issue_file

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"


@cache
def real_bulletin() -> tuple[Bulletin, tuple[Diagnostic, ...]]:
    """The bulletin kept in this repository, all its issues."""
    return load_bulletin(ROOT)


@cache
def real_knowledge() -> Knowledge:
    """What linking knows of the bulletin kept in this repository."""
    return learn(real_bulletin()[0])


def make_project(folder: Path, text: str | bytes, year: int = 2018, number: int = 1, config: dict[str, str] | None = None, per_year: int = 6) -> Path:
    """A bulletin with one issue in `folder`; `config` holds the files of site_config/ by name, `per_year` is how many issues a year has."""
    issue = folder / "content" / str(year) / f"{number:02d}"
    issue.mkdir(parents=True)
    data = text.encode() if isinstance(text, str) else text
    (issue / "source.txt").write_bytes(data)
    (issue / "issue.yml").write_text(render_issue_file(year, number, "source.txt", hashlib.sha256(data).hexdigest(), "公报.txt", per_year), encoding="utf-8")
    (folder / "site_config").mkdir(exist_ok=True)
    for name, content in (config or {"site.yml": "title: 试验公报\n"}).items():
        (folder / "site_config" / name).write_text(content, encoding="utf-8")
    for name in ("mkdocs.yml", "theme"):
        if (ROOT / name).exists() and not (folder / name).exists():
            shutil.copytree(ROOT / name, folder / name) if (ROOT / name).is_dir() else shutil.copy(ROOT / name, folder / name)
    return folder
