"""Takes a new issue in: the file as received, and an issue.yml beside it. Overwrites nothing."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from generator.authority.bundle import Authority
from generator.diagnostics import Code, Diagnostic, InputFault
from generator.os_errors import reason_of
from generator.project import load_issue
from generator.publishing.office import convert_to_docx
from generator.reading.issue_file import UNKNOWN_PERIOD, load_issue_file, render_issue_file
from generator.reading.source import Form, find_form
from generator.records import Issue

_CONVERTED = "converted.docx"


@dataclass(frozen=True)
class Intake:
    """What came of it: the issue where it could be read, whether it was stored, and what is to be said."""

    issue: Issue | None
    stored: bool
    folder: str
    diagnostics: tuple[Diagnostic, ...]


def take_in(project: Path, authority: Authority, year: int, number: int, file: Path, keep: bool = False) -> Intake:
    """Reads `file` as issue `number` of `year` and stores it in `content/`.

    Nothing is stored where the issue exists already, the file cannot be read, or it holds neither document nor
    chronicle entry (unless `keep`). The stored bytes are those received.
    """
    folder = f"content/{year}/{number:02d}"
    target = project / folder
    if target.exists():
        return Intake(None, False, folder, (Diagnostic(Code.EXISTS, folder, None, f"{year}年第{number}期已经收过。", done="没有改动任何文件。",
                                                       advice="要换原稿，请先把这个文件夹移到别处；要更正文字，请写在其中的 issue.yml 里。"),))
    try:
        data = file.read_bytes()
    except OSError as error:
        return Intake(None, False, folder, (Diagnostic(Code.UNREADABLE, str(file), None, f"文件打不开：{reason_of(error)}。", done="没有收稿。",
                                                       advice="请核对文件名和所在的文件夹；文件若正在 Word 中打开，请先关闭。"),))
    with tempfile.TemporaryDirectory() as scratch:
        draft = Path(scratch) / folder
        draft.mkdir(parents=True)
        try:
            _write_draft(draft, data, file, year, number, authority)
            issue, diagnostics = _read_draft(draft / "issue.yml", Path(scratch), authority)
        except InputFault as fault:
            return Intake(None, False, folder, _named(file, folder, (fault.diagnostic,)))
        if not issue.documents and not issue.chronicle and not keep:
            return Intake(issue, False, folder, _named(file, folder, diagnostics))
        _store(draft, target)
    return Intake(issue, True, folder, diagnostics)


def _write_draft(draft: Path, data: bytes, file: Path, year: int, number: int, authority: Authority) -> None:
    """The file as received, named by what it is, and issue.yml; of a file only LibreOffice reads also the .docx made of it.

    That .docx is kept with its own sha256, so that the issue reads the same everywhere, also where LibreOffice is missing or another version.
    """
    form = find_form(data, str(file))
    ending = file.suffix.lower().lstrip(".") if form is Form.WORD_97 and file.suffix.lower() in (".wps", ".wpt") else form.ending
    source, converted = f"source.{ending}", None
    (draft / source).write_bytes(data)
    if form.is_foreign:
        made = convert_to_docx(data, form.ending, str(file))
        converted = (_CONVERTED, hashlib.sha256(made).hexdigest())
        (draft / _CONVERTED).write_bytes(made)
    (draft / "issue.yml").write_text(render_issue_file(year, number, source, hashlib.sha256(data).hexdigest(), file.name, authority.site.issues_per_year,
                                                       converted), encoding="utf-8", newline="\n")


def _read_draft(path: Path, scratch: Path, authority: Authority) -> tuple[Issue, tuple[Diagnostic, ...]]:
    """The issue and what is to be said. One whose months only the editor knows is read as of the whole year, so that it can be stored, and reported."""
    text = path.read_text(encoding="utf-8")
    year = path.parent.parent.name
    path.write_text(text.replace(UNKNOWN_PERIOD, f"period: {year}-01 至 {year}-12"), encoding="utf-8", newline="\n")
    issue, diagnostics = load_issue(path, scratch, authority)
    path.write_text(text, encoding="utf-8", newline="\n")
    try:
        load_issue_file(path, issue.meta.path, authority.site.issues_per_year)
    except InputFault as fault:
        return issue, (fault.diagnostic, *diagnostics)
    return issue, diagnostics


def _named(file: Path, folder: str, diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """What is not stored is called by the name the editor gave: content/… does not exist."""
    return tuple(replace(d, path=str(file)) if d.path.startswith(f"{folder}/") else d for d in diagnostics)


def _store(draft: Path, target: Path) -> None:
    """Both files or none: they are written aside and moved in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=".new-"))
    try:
        for path in draft.iterdir():
            (fresh / path.name).write_bytes(path.read_bytes())
        fresh.chmod(0o755)
        fresh.rename(target)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
