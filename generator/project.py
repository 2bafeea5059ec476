"""Loads a whole bulletin: its authority lists and all its issues, parsed."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from generator.authority.bundle import Authority, load_authority
from generator.authority.organs import AskedOrgans, Organ
from generator.bulletin import Bulletin
from generator.diagnostics import Code, Diagnostic, InputFault
from generator.linking.corrections import find_correction_doubts
from generator.notation.numbers import DocumentNumber
from generator.parsing.coverage import prove_coverage
from generator.parsing.issue import parse_issue
from generator.parsing.lasting import renamed
from generator.parsing.personnel import find_personnel_doubts
from generator.reading.issue_file import load_issue_file
from generator.reading.source import read_source, reading_doubts
from generator.records import Issue
from generator.store import BULLETIN, Ask, Question, Store, digest_of, digest_of_files, program_key

Progress = Callable[[str], None]


_TRIES = 5      # at reading what somebody else is writing
Loaded = tuple[Issue | None, tuple[Diagnostic, ...]]     # None if the issue cannot be read


def load_bulletin(folder: Path, progress: Progress = lambda _: None, only: tuple[str, ...] = (), store: Store | None = None) -> tuple[Bulletin, tuple[Diagnostic, ...]]:
    """The bulletin in `folder` and every diagnostic about it. `only` keeps some issues ("2018/01"); `store` has what was read before.

    Of some issues alone nothing that hangs on others is kept: the whole bulletin says other things about them.

    Raises `InputFault` only where the settings in site_config/ cannot be read; an issue that cannot be read is reported
    and left out.
    """
    store = store or Store()
    lists = load_lists(folder, store)
    authority = lists.authority
    found, issues, keys, before = list(lists.faults), list[Issue](), list[str](), _Before()
    for path in find_issues(folder):
        name = issue_name(path).replace("-", "/")
        if only and name not in only:
            continue
        key, (issue, issue_faults) = load_kept(path, folder, lists, store, progress)
        found += issue_faults
        if issue is not None:
            found += before.printed(issue)
            issues.append(before.unique(issue))
            keys.append("\n".join((key, lists.linking, *(() if issues[-1] is issue else _ids(issues[-1])))))
    if not only:
        store.forget_others({issue_name(path) for path in find_issues(folder)})
    bulletin = Bulletin(authority, tuple(issues), () if only else tuple(keys), store, lists.settings)
    if not only:    # what an issue corrects may stand in one that was not read
        found += find_correction_doubts(bulletin)
    return bulletin, tuple(found)


def find_issues(folder: Path) -> list[Path]:
    """The issue.yml of every issue, in order."""
    return sorted((folder / "content").glob("[0-9]*/[0-9]*/issue.yml"))


def issue_name(path: Path) -> str:
    """2018-01 for the issue.yml in content/2018/01."""
    return f"{path.parent.parent.name}-{path.parent.name}"


@dataclass(frozen=True)
class Lists:
    """The lists of the project and what is wrong in them, with keys of the very files they were read from.

    `reading` stands for all that decides how a source is read, but the organs, which are asked for by name; `linking` for what else decides what an issue
    says by itself, again without the organs, which are watched (`Bulletin.asking`); `settings` for all lists and the program.
    """

    authority: Authority
    faults: tuple[Diagnostic, ...]
    reading: str
    linking: str
    settings: str


def load_lists(folder: Path, store: Store) -> Lists:
    """The lists as they are at one moment: an editor may save them while they are read. Raises `InputFault` where a file is not YAML.

    `store` has them under the very bytes of their files, for reading YAML with its lines is slow.
    """
    config = folder / "site_config"
    for _ in range(_TRIES):
        settings = digest_of(config, program_key())
        kept: Lists | None = store.look("lists", BULLETIN, settings)
        if kept is not None:
            return kept
        authority, faults = load_authority(config)
        lists = Lists(authority, faults, digest_of_files(config, ("layouts.yml", "series.yml"), program_key(), str(authority.site.issues_per_year)),
                      authority.site.city, settings)
        if digest_of(config, program_key()) == settings:
            store.keep("lists", BULLETIN, settings, lists)
            break
    return lists


def issue_key(path: Path, lists: Lists) -> str:
    """Stands for all that an issue is read from: the files of its folder, and the lists that decide how."""
    return digest_of(path.parent, lists.reading, issue_name(path))


def load_kept(path: Path, folder: Path, lists: Lists, store: Store, progress: Progress = lambda _: None) -> tuple[str, Loaded]:
    """The issue as `store` keeps it, or else read anew, which `progress` is told; and a key that stands for all it was read from, what was asked about
    organs included.
    """
    authority = lists.authority

    def id_of(question: Question) -> str | None:
        organ = authority.organs.find(question[1])
        return organ.id if organ is not None else None

    def read(ask: Ask) -> tuple[Loaded, str]:
        told: dict[str, str | None] = {}
        progress(f"读取 {path.parent.parent.name}/{path.parent.name}")

        def find(name: str) -> Organ | None:
            told[name] = ask(("organ", name))
            return authority.organs.find(name) if told[name] is not None else None

        loaded = _load(path, folder, authority.for_reading(AskedOrgans(find)))
        return loaded, hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()

    for _ in range(_TRIES):
        key = issue_key(path, lists)
        loaded, told = store.asking("issue", issue_name(path), key, read, id_of)
        if issue_key(path, lists) == key:
            break
        store.forget("issue", issue_name(path))     # somebody saved a file while it was read: what was read is not what the key stands for
    return f"{key}\n{told}", loaded


def _load(path: Path, folder: Path, authority: Authority) -> Loaded:
    try:
        return load_issue(path, folder, authority)
    except InputFault as fault:
        return None, (fault.diagnostic,)


def load_issue(path: Path, folder: Path, authority: Authority) -> tuple[Issue, tuple[Diagnostic, ...]]:
    """One issue from its issue.yml. Raises `InputFault` where it, or the source, cannot be read."""
    shown = path.relative_to(folder).as_posix()
    meta, faults = load_issue_file(path, shown, authority.site.issues_per_year)
    source_shown = path.with_name(meta.source).relative_to(folder).as_posix()
    data = _read_kept(path.with_name(meta.source), source_shown, meta.sha256, "原稿")
    if meta.converted is not None:      # read in place of the source, and called by the source's name
        data = _read_kept(path.with_name(meta.converted), path.with_name(meta.converted).relative_to(folder).as_posix(), meta.converted_sha256 or "", "转换稿")
    source = read_source(data, source_shown)
    issue, issue_faults = parse_issue(meta, source, authority)
    return issue, (*faults, *reading_doubts(source), *issue_faults, *find_personnel_doubts(issue), *prove_coverage(issue))


def _read_kept(path: Path, shown: str, sha256: str, name: str) -> bytes:
    """The bytes of a file kept beside issue.yml. Raises `InputFault` where they are not those it was taken in with."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputFault(Diagnostic(Code.UNREADABLE, shown, None, f"{name}文件找不到或打不开。", words=path.name, done="这一期没有读取。",
                                    advice="请把收到的原稿放回这个文件夹，或核对 issue.yml 中的 source。")) from error
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise InputFault(Diagnostic(Code.SOURCE_CHANGED, shown, None, f"{name}与收稿时的校验值不符，文件被改动过。",
                                    words=f"收稿时 {sha256[:16]}…，现在 {found[:16]}…", done="这一期没有读取。",
                                    advice="请恢复收稿时的文件；要更正文字，请写在 issue.yml 里，不要改原稿。"))
    return data


class _Before:
    """What the issues so far have printed: the numbers of documents, and the ids taken."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str | None, DocumentNumber], Issue] = {}
        self._taken: set[str] = set()

    def printed(self, issue: Issue) -> list[Diagnostic]:
        """A document whose number an earlier issue has printed already: a reprint, or a wrong number."""
        found = []
        for document in issue.documents:
            other = self._numbers.get((document.issuer, document.number)) if document.number is not None else None
            if other is not None:
                found.append(Diagnostic(Code.DUPLICATE_NUMBER, issue.source.path, document.first_line,
                                        f"文号 {document.number} 在 {other.meta.year}年第{other.meta.number}期已经印过。", words=document.name,
                                        done="两件都保留，这一件的网页地址加了期次。", advice="请核对印本，看是否重复刊登或文号印错。"))
        self._numbers |= {(d.issuer, d.number): issue for d in issue.documents if d.number is not None}
        return found

    def unique(self, issue: Issue) -> Issue:
        """The issue itself, or with ids that no record of an issue before it bears: what shares one has that of its issue behind it."""
        ids = {id_: f"{id_}-{issue.meta.id}" for id_ in _ids(issue) if id_ in self._taken}
        self._taken |= {ids.get(id_, id_) for id_ in _ids(issue)}
        if not ids:
            return issue
        documents = tuple(renamed(document, ids.get(document.id, document.id)) for document in issue.documents)
        chronicle = tuple(replace(entry, id=ids.get(entry.id, entry.id)) for entry in issue.chronicle)
        notes = tuple(replace(note, document=ids.get(note.document, note.document)) if note.document else note for note in issue.notes)
        return replace(issue, documents=documents, chronicle=chronicle, notes=notes)


def _ids(issue: Issue) -> Iterator[str]:
    yield from (document.id for document in issue.documents)
    yield from (entry.id for entry in issue.chronicle)

