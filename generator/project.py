"""Loads a whole bulletin: its authority lists and all its issues, parsed."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from generator.authority.bundle import Authority, load_authority
from generator.bulletin import Bulletin
from generator.diagnostics import Code, Diagnostic, InputFault
from generator.linking.corrections import find_correction_doubts
from generator.parsing.coverage import prove_coverage
from generator.parsing.issue import parse_issue
from generator.parsing.personnel import find_personnel_doubts
from generator.reading.issue_file import load_issue_file
from generator.reading.text import control_characters, read_source
from generator.records import Document, Issue, Table

Progress = Callable[[str], None]


def load_bulletin(folder: Path, progress: Progress = lambda _: None, only: tuple[str, ...] = ()) -> tuple[Bulletin, tuple[Diagnostic, ...]]:
    """The bulletin in `folder` and every diagnostic about it. `only` keeps some issues ("2018/01").

    Raises `InputFault` only where the settings in site_config/ cannot be read; an issue that cannot be read is reported
    and left out.
    """
    authority, faults = load_authority(folder / "site_config")
    issues: list[Issue] = []
    found = list(faults)
    for path in sorted((folder / "content").glob("[0-9]*/[0-9]*/issue.yml")):
        name = f"{path.parent.parent.name}/{path.parent.name}"
        if only and name not in only:
            continue
        progress(f"读取 {name}")
        try:
            issue, issue_faults = load_issue(path, folder, authority)
        except InputFault as fault:
            found.append(fault.diagnostic)
            continue
        found += [*issue_faults, *_printed_before(issue, issues)]
        issues.append(_unique_ids(issue, issues))
    bulletin = Bulletin(authority, tuple(issues))
    if not only:    # what an issue corrects may stand in one that was not read
        found += find_correction_doubts(bulletin)
    return bulletin, tuple(found)


def load_issue(path: Path, folder: Path, authority: Authority) -> tuple[Issue, tuple[Diagnostic, ...]]:
    """One issue from its issue.yml. Raises `InputFault` where it, or the source, cannot be read."""
    shown = path.relative_to(folder).as_posix()
    meta, faults = load_issue_file(path, shown, authority.site.issues_per_year)
    source_path = path.with_name(meta.source)
    source_shown = source_path.relative_to(folder).as_posix()
    try:
        data = source_path.read_bytes()
    except OSError as error:
        raise InputFault(Diagnostic(Code.UNREADABLE, source_shown, None, "原稿文件找不到或打不开。", words=meta.source, done="这一期没有读取。",
                                    advice="请把收到的原稿放回这个文件夹，或核对 issue.yml 中的 source。")) from error
    if hashlib.sha256(data).hexdigest() != meta.sha256:
        raise InputFault(Diagnostic(Code.SOURCE_CHANGED, source_shown, None, "原稿与收稿时的校验值不符，文件被改动过。",
                                    words=f"收稿时 {meta.sha256[:16]}…，现在 {hashlib.sha256(data).hexdigest()[:16]}…", done="这一期没有读取。",
                                    advice="请恢复收稿时的文件；要更正文字，请写在 issue.yml 里，不要改原稿。"))
    source = read_source(data, source_shown)
    issue, issue_faults = parse_issue(meta, source, authority)
    return issue, (*faults, *control_characters(source), *issue_faults, *find_personnel_doubts(issue), *prove_coverage(issue))


def _printed_before(issue: Issue, before: list[Issue]) -> Iterator[Diagnostic]:
    """A document whose number an earlier issue has printed already: a reprint, or a wrong number."""
    earlier = {(d.issuer, d.number): other for other in before for d in other.documents if d.number is not None}
    for document in issue.documents:
        other = earlier.get((document.issuer, document.number)) if document.number is not None else None
        if other is not None:
            yield Diagnostic(Code.DUPLICATE_NUMBER, issue.source.path, document.first_line,
                             f"文号 {document.number} 在 {other.meta.year}年第{other.meta.number}期已经印过。", words=document.title or str(document.number),
                             done="两件都保留，这一件的网页地址加了期次。", advice="请核对印本，看是否重复刊登或文号印错。")


def _unique_ids(issue: Issue, before: list[Issue]) -> Issue:
    """The issue with ids that no other record bears: a later one of the same id is told apart by a suffix."""
    taken = {d.id for other in before for d in other.documents} | {e.id for other in before for e in other.chronicle}
    documents, chronicle = [], []
    for document in issue.documents:
        document = _renamed(document, _free(document.id, taken, issue.meta.id))
        documents.append(document)
    for entry in issue.chronicle:
        chronicle.append(replace(entry, id=_free(entry.id, taken, issue.meta.id)))
    return replace(issue, documents=tuple(documents), chronicle=tuple(chronicle))


def _free(wanted: str, taken: set[str], issue_id: str) -> str:
    free, count = wanted, 1
    while free in taken:
        free = f"{wanted}-{issue_id}" if count == 1 and f"{wanted}-{issue_id}" not in taken else f"{wanted}-{count}"
        count += 1
    taken.add(free)
    return free


def _renamed(document: Document, new_id: str) -> Document:
    if new_id == document.id:
        return document
    tables: tuple[Table, ...] = tuple(replace(table, id=f"{new_id}-t{table.ordinal}") for table in document.tables)
    personnel = document.personnel.of_document(new_id) if document.personnel else None
    return replace(document, id=new_id, tables=tables, personnel=personnel)
