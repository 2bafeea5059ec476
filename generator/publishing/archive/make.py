"""Makes a copy: the site of its scope, the sources, the long-term forms; bagged, signed and zipped."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from generator.authority.site import Site
from generator.bulletin import Bulletin
from generator.linking.knowledge import Knowledge, learn
from generator.pages.page import Page, pages_part
from generator.parts import Part
from generator.project import Progress
from generator.publishing.archive.bag import PROGRAM, UPDATE_FROM, file_digests, write_bag
from generator.publishing.archive.changes import Changes
from generator.publishing.archive.charset import ending
from generator.publishing.archive.container import name_faults
from generator.publishing.archive.faults import CopyFault
from generator.publishing.archive.fields import fields_csv
from generator.publishing.archive.html_references import without_outside
from generator.publishing.archive.key import PRIVATE_KEY, fingerprint, public_key_of
from generator.publishing.archive.layout import COPY_FOLDER, IDENTIFIER, ISSUES_LABEL, OPENER, PAYLOAD, README, SIGNED_FILE, SOURCES_FOLDER, Scope, count_labels
from generator.publishing.archive.old_copy import OldCopy
from generator.publishing.archive.pages import LOG, WITHDRAWN, About, check_page, copy_pages, opener, readme, with_notices
from generator.publishing.archive.record import making_log
from generator.publishing.archive.scope import check_organ, find_elsewhere, restrict
from generator.publishing.archive.text_forms import notepad, text_files
from generator.publishing.archive.withdrawn import withdrawn_file
from generator.publishing.archive.zip_file import write_zip
from generator.publishing.build import render_site
from generator.publishing.data import data_records
from generator.publishing.engines import ENGINES
from generator.publishing.lock import alone
from generator.publishing.site import make_site, write_docs
from generator.publishing.tree import write_tree

_SHOWN_BY_BROWSERS = {".html", ".htm", ".xhtml", ".xht", ".mht", ".mhtml", ".xml", ".svg"}
_AS_TEXT = ".txt"
_NOT_IN_COPY = ("404.html", "sitemap.xml", "sitemap.xml.gz")    # a folder has no server that would need them


@dataclass(frozen=True)
class Order:
    """What is to be made: `key` is the file of the office's key, `since` an older copy of the same scope."""

    scope: Scope
    key: Path | None = None
    since: OldCopy | None = None


@dataclass(frozen=True)
class Made:
    """What was made. `list_digest` is the SHA-256 of the tag manifest, to be read out to those who check without our program."""

    copy: Path
    update: Path | None
    files: int
    updated_files: int
    fingerprint: str | None
    list_digest: str
    changes: Changes | None


@dataclass(frozen=True)
class _Content:
    """The site of a copy before it is rendered. `files` are the renderer's, `beside` what is put beside its pages (Markdown is no page there)."""

    about: About
    site: Site
    counts: Mapping[str, int]
    pages: tuple[Page, ...]
    files: Mapping[str, bytes]
    beside: Mapping[str, bytes]
    changes: Changes | None


def make_copy(project: Path, bulletin: Bulletin, order: Order, target: Path, progress: Progress = lambda _: None) -> Made:
    """Makes `target`/<name>.zip and, since an older copy, <name>-update.zip.

    The same sources, settings, key and older copy give the same bytes. The older copy is closed. Raises `CopyFault`, `RenderFault` and `Busy`.
    """
    if order.since:
        order.since.check_scope(order.scope)
    with alone(project):    # two at once would write into one scratch folder
        return _make_copy(project, bulletin, order, target, progress)


def _make_copy(project: Path, bulletin: Bulletin, order: Order, target: Path, progress: Progress) -> Made:
    whole = learn(bulletin, os.environ.get("SOURCE_DATE_EPOCH"))
    content = _content(project, whole, order)
    work = project / "build" / "copy"
    shutil.rmtree(work, ignore_errors=True)
    try:
        folder = work / order.scope.name
        _write_payload(project, work, folder / PAYLOAD, content, order.since, progress)
        (folder / OPENER).write_bytes(opener(content.about))
        (folder / README).write_bytes(readme(content.about))
        progress("计算校验值" + ("并签名" if order.key else ""))
        names = write_bag(folder, _info(content, order.since), order.key)
        return _pack(folder, names, target, content, order.since)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _content(project: Path, whole: Knowledge, order: Order) -> _Content:
    known = learn(restrict(whole, order.scope), os.environ.get("SOURCE_DATE_EPOCH"))
    part = known.bulletin
    if order.scope.organ:
        check_organ(known, order.scope.organ)
    about, records, elsewhere = _about(known, whole, order), data_records(known), find_elsewhere(whole, part)
    pages, files = make_site(project, known)
    sources = _sources(project, part)
    log = making_log(about, part.issues, {path: hashlib.sha256(data).hexdigest() for path, data in sources.items()})
    beside = {**sources, **text_files(part), LOG: log, f"{COPY_FOLDER}/fields.csv": fields_csv()}
    changes = order.since.changes({**files, **beside}, about.program) if order.since else None
    return _Content(about, part.authority.site, {label: len(records[file]) for label, file in count_labels().items()},
                    (*with_notices(pages, about, elsewhere), *copy_pages(about, records, elsewhere, changes), check_page(about)), files, beside, changes)


def _about(known: Knowledge, whole: Knowledge, order: Order) -> About:
    part, site = known.bulletin, known.bulletin.authority.site
    organ = next((entry.name for entry in part.authority.organs.entries if entry.id == order.scope.organ), None)
    return About(order.scope, site.title, site.office, tuple(issue.meta.folder for issue in part.issues), known.day.isoformat() if known.day else "",
                 f"gongbao {version('gongbao')}", fingerprint(public_key_of(order.key)) if order.key else None, organ,
                 len(part.issues) < len(whole.bulletin.issues))


def _sources(project: Path, part: Bulletin) -> dict[str, bytes]:
    """The sources as received, with issue.yml and the settings, by their path in the copy's site.

    A source that a browser would show is kept as source.html.txt: opened as a page it could load from outside.
    """
    paths = [(project / issue.meta.path).with_name(name) for issue in part.issues
             for name in (issue.meta.source, issue.meta.converted, Path(issue.meta.path).name) if name is not None]
    paths += sorted((project / "site_config").glob("*.yml"))
    found = {path.relative_to(project).as_posix(): path.read_bytes() for path in paths}
    for name, data in found.items():
        if PRIVATE_KEY in data:
            raise CopyFault(f"{name} 里有私钥，会随拷贝流出去。没有制作拷贝。请把密钥移到本项目之外，并另做一把。")
    return {f"{SOURCES_FOLDER}/{name}{_AS_TEXT if ending(name) in _SHOWN_BY_BROWSERS else ''}": data for name, data in found.items()}


def _write_payload(project: Path, work: Path, payload: Path, content: _Content, since: OldCopy | None, progress: Progress) -> None:
    """Renders the site into `payload`, with nothing in it that needs a server or the network."""
    scratch = work / "project"      # what the renderer works in; the project's own build and site stay as they are
    shutil.copytree(project / "theme", scratch / "theme")
    shutil.copy(project / "mkdocs.yml", scratch)
    parts = [pages_part("pages", None, lambda: content.pages), Part("files", None, content.files.items)]
    render_site(scratch, write_docs(scratch, content.site, parts), ENGINES[0], progress)
    payload.parent.mkdir(parents=True, exist_ok=True)
    (scratch / "site").rename(payload)
    write_tree(payload, content.beside, delete=False)
    for name in _NOT_IN_COPY:
        (payload / name).unlink(missing_ok=True)
    for script in payload.rglob("*.js"):
        data = script.read_bytes()
        if (inside := without_outside(data)) != data and script.relative_to(payload).as_posix() not in content.files:
            script.write_bytes(inside)
    if since:
        _keep_addresses(payload, since)


def _keep_addresses(payload: Path, since: OldCopy) -> None:
    """Puts words in the place of every file that only the older copy has; see `withdrawn_file`."""
    gone = [path for path in since.site_files() if not (payload / path).exists()]
    for path in gone:
        (payload / path).parent.mkdir(parents=True, exist_ok=True)
        (payload / path).write_bytes(withdrawn_file(path))
    words = "\n".join(gone) if gone else "没有撤下的文件。"
    (payload / WITHDRAWN).write_bytes(notepad(f"撤下的文件：地址还在，内容换成了说明或空白，以便更新包能够直接解压覆盖。\n\n{words}"))


def _info(content: _Content, since: OldCopy | None) -> dict[str, str]:
    """The labels of bag-info.txt, the reserved ones of RFC 8493 first."""
    about = content.about
    info = {"Source-Organization": about.office or "未注明", "External-Description": f"{about.title}{about.scope.shown}离线拷贝", IDENTIFIER: about.scope.name,
            "Bagging-Date": about.day, PROGRAM: about.program, "Gongbao-Year": str(about.scope.year), ISSUES_LABEL: " ".join(about.issues),
            **{label: str(count) for label, count in content.counts.items()}}
    if about.organ:
        info["Gongbao-Organ"] = about.organ
    if since:
        info[UPDATE_FROM] = since.list_digest
    return info


def _pack(folder: Path, names: tuple[str, ...], target: Path, content: _Content, since: OldCopy | None) -> Made:
    root, about = folder.name, content.about
    if wrong := list(name_faults(f"{root}/{name}" for name in names)):
        raise CopyFault(f"拷贝里的文件名在 Windows 上不能用：{wrong[0].path}（{wrong[0].detail}）。没有制作拷贝。")
    target.mkdir(parents=True, exist_ok=True)
    changed = [name for name in names if since and _differs(folder, name, since)]
    copy, update = target / f"{root}.zip", target / f"{root}-update.zip" if since else None
    if since:
        since.close()       # the copy it is may be the very one that is replaced, which Windows refuses while it is open
    for path, chosen in ((copy, names), (update, changed)):
        if path is not None:
            fresh = path.with_name(path.name + ".new")      # the older copy may bear the same name: it goes when the new one is whole
            write_zip(fresh, ((f"{root}/{name}", folder / name) for name in chosen), about.date)
            fresh.replace(path)
    digest = hashlib.sha256((folder / SIGNED_FILE).read_bytes()).hexdigest()
    return Made(copy, update, len(names), len(changed), about.fingerprint, digest, content.changes)


def _differs(folder: Path, name: str, since: OldCopy) -> bool:
    """Whether an update brings the file; the tag files always come along, so that it can be checked by itself."""
    listed = since.digests(name.removeprefix(PAYLOAD)) if name.startswith(PAYLOAD) else None
    return listed is None or tuple(digest.hex() for digest in listed) != file_digests(folder / name)

