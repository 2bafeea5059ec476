"""Offline copies for tests: of an invented bulletin of two years, made once a session, and what an attacker makes of them."""

import atexit
import hashlib
import shutil
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from generator.project import load_bulletin
from generator.publishing.archive.key import new_key
from generator.publishing.archive.layout import ALGORITHMS, MANIFESTS, PAYLOAD, TAG_MANIFESTS, UNLISTED, Scope
from generator.publishing.archive.make import Made, Order, make_copy
from generator.publishing.archive.old_copy import OldCopy
from generator.reading.issue_file import render_issue_file
from tests.support.bulletins import CORPUS, make_project

CASE = CORPUS / "yunzhou-2019-02"
EARLIER = """云州市人民政府关于加强林木管护工作的通知
云府发〔2018〕40号
各区、县人民政府：
请市林业局、市财政局于2018年12月31日前落实管护资金。
云州市人民政府
2018年11月5日
"""
LATER = """云州市人民政府关于做好秋季造林工作的通知
云府发〔2019〕21号
各区、县人民政府：
市财政局应当于2019年10月31日前拨付补助资金。《云州市人民政府关于加强林木管护工作的通知》（云府发〔2018〕40号）同时废止。
云州市人民政府
2019年6月5日

云州市人民政府关于苏长青同志任职的通知
云府人〔2019〕9号
各区、县人民政府：
经研究决定：
苏长青任市财政局副局长。
云州市人民政府
2019年6月6日
"""
Files = dict[str, bytes]


def make_bulletin(folder: Path) -> Path:
    """A project with issues 2018/06 and 2019/02 in `folder`."""
    config = {name: (CASE / name).read_text(encoding="utf-8") for name in ("site.yml", "series.yml", "organs.yml")}
    make_project(folder, (CASE / "source.txt").read_bytes(), 2019, 2, config)
    return add_issue(folder, EARLIER, 2018, 6)


def add_issue(project: Path, text: str, year: int, number: int) -> Path:
    """Puts an issue in, or another source in the place of its own."""
    issue = project / "content" / str(year) / f"{number:02d}"
    issue.mkdir(parents=True, exist_ok=True)
    data = text.encode()
    (issue / "source.txt").write_bytes(data)
    (issue / "issue.yml").write_text(render_issue_file(year, number, "source.txt", hashlib.sha256(data).hexdigest(), "公报.txt", 6), encoding="utf-8")
    return project


def make(project: Path, target: Path, year: int = 2019, *, issue: str | None = None, organ: str | None = None, key: Path | None = None, since: Path | None = None) -> Made:
    bulletin, _ = load_bulletin(project)
    old = OldCopy(since) if since else None
    try:
        return make_copy(project, bulletin, Order(Scope(year, issue, organ), key, old), target)
    finally:
        if old:
            old.close()


def scratch() -> Path:
    """A temporary folder that goes when the tests are over."""
    folder = Path(mkdtemp(prefix="gongbao-copy-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def office_key() -> tuple[Path, str]:
    """A key and its fingerprint."""
    file = scratch() / "office.key"
    return file, new_key(file)


@cache
def project() -> Path:
    return make_bulletin(scratch() / "项目")


@cache
def signed_copy() -> Path:
    """The signed copy of 2019 as a ZIP. Not to be changed."""
    return make(project(), scratch(), key=office_key()[0]).copy


@cache
def unsigned_copy() -> Path:
    return make(project(), scratch()).copy


def read_zip(path: Path) -> Files:
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def write_files(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tampered(target: Path, change: Callable[[Files], object], source: Path | None = None) -> Path:
    """A copy that somebody changed; `change` works on its files by their name within the copy's folder."""
    root = "gongbao-2019/"
    files = {name.removeprefix(root): data for name, data in read_zip(source or signed_copy()).items()}
    change(files)
    return write_files(target / "gongbao-2019.zip", {root + name: data for name, data in files.items()})


def list_again(files: Files) -> None:
    """Writes new manifests over what is there, as anybody can."""
    for manifests, is_payload in ((MANIFESTS, True), (TAG_MANIFESTS, False)):
        names = sorted(name for name in files if name.startswith(PAYLOAD) == is_payload and name not in UNLISTED)
        for manifest, algorithm in zip(manifests, ALGORITHMS, strict=True):
            files[manifest] = "".join(f"{hashlib.new(algorithm, files[name]).hexdigest()}  {name}\n" for name in names).encode()


def unpack(path: Path, target: Path) -> Path:
    """What a plain unzip makes of it; returns the copy's folder."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(target)
        return target / archive.namelist()[0].split("/")[0]


def tree(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
