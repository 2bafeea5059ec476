"""An update over the old copy gives the new copy to the last byte, by `gongbao apply` and by a plain unzip; each change has its reason."""

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from generator.publishing.archive.apply import apply_update
from generator.publishing.archive.changes import compare
from generator.publishing.archive.faults import CopyFault
from generator.publishing.archive.key import new_key
from generator.publishing.archive.make import Made
from generator.publishing.archive.old_copy import OldCopy
from generator.publishing.archive.report import render_verdict
from generator.publishing.archive.verify import verify
from tests.support.copies import CASE, LATER, Files, add_issue, make, make_bulletin, office_key, read_zip, scratch, signed_copy, tampered, tree, unpack, unsigned_copy, write_files


@cache
def later() -> Made:
    """The copy of 2019 after an issue came in and another source took the place of the old one; since the first copy."""
    project = make_bulletin(scratch() / "项目")
    add_issue(project, LATER, 2019, 3)
    source = (CASE / "source.txt").read_text(encoding="utf-8")
    changed = source.replace("全市春季完成人工造林4200亩", "全市春季完成人工造林4300亩").replace("云府办函〔2019〕13号", "云府办函〔2019〕14号")
    add_issue(project, changed, 2019, 2)
    return make(project, scratch(), key=office_key()[0], since=signed_copy())


def changes() -> BeautifulSoup:
    return BeautifulSoup(read_zip(later().copy)["gongbao-2019/data/copy/changes.html"], "lxml")


def rows(heading: str) -> list[str]:
    title = next(h for h in changes().select("article h2") if h.get_text().startswith(heading))
    following = title.find_next_sibling("ul")
    assert following is not None
    return [row.get_text("\n") for row in following.find_all("li")]


# ---------------------------------------------------------------- the same bytes


def test_the_update_applied_gives_the_new_copy(tmp_path: Path) -> None:
    folder = unpack(signed_copy(), tmp_path)
    update = later().update
    assert update is not None and update.stat().st_size < later().copy.stat().st_size
    apply_update(update, tmp_path)
    assert tree(tmp_path) == read_zip(later().copy)
    assert verify(folder).is_whole and verify(later().copy).is_whole


def test_the_update_unzipped_over_the_old_copy_gives_the_new_copy(tmp_path: Path) -> None:
    unpack(signed_copy(), tmp_path)
    update = later().update
    assert update is not None
    unpack(update, tmp_path)
    assert tree(tmp_path) == read_zip(later().copy)


def test_a_signed_copy_after_an_unsigned_one_and_the_other_way_round(tmp_path: Path) -> None:
    project = make_bulletin(tmp_path / "p")
    for key, old in ((office_key()[0], unsigned_copy()), (None, signed_copy())):
        made = make(project, tmp_path / str(key is None), key=key, since=old)
        folder = tmp_path / f"folder {key is None}"
        unpack(old, folder)
        assert made.update is not None
        unpack(made.update, folder)
        assert tree(folder) == read_zip(made.copy)
        assert (verify(folder).fingerprint is None) == (key is None)


def test_a_third_copy_keeps_what_was_withdrawn_before_it(tmp_path: Path) -> None:
    project = make_bulletin(tmp_path / "p")
    add_issue(project, LATER, 2019, 3)
    made = make(project, tmp_path / "out", since=later().copy)
    assert made.update is not None
    folder = tmp_path / "folder"
    unpack(later().copy, folder)
    unpack(made.update, folder)
    assert tree(folder) == read_zip(made.copy) and verify(folder).is_whole
    again = make(project, tmp_path / "again", since=made.copy)
    assert again.changes is not None and again.changes.is_empty, "what was withdrawn once is not withdrawn again"


def test_a_withdrawn_page_says_so_and_leads_on() -> None:
    files = read_zip(later().copy)
    page = BeautifulSoup(files["gongbao-2019/data/2019/02/yfbh-2019-13.html"], "lxml")
    assert "已经撤下" in page.get_text() and page.select_one('a[href="../../copy/changes.html"]')
    assert "2019/02/yfbh-2019-13.html" in files["gongbao-2019/data/copy/withdrawn.txt"].decode("utf-8-sig").splitlines()
    assert all(document["id"] != "yfbh-2019-13" for document in json.loads(files["gongbao-2019/data/data/documents.json"]))


# ---------------------------------------------------------------- the page of changes


def test_new_documents_are_listed_with_their_reason() -> None:
    found = rows("新收入的公文")
    assert any("云府发〔2019〕21号" in row and "缘由：新收入2019年第3期" in row for row in found)


def test_a_corrected_document_says_what_changed_and_why() -> None:
    found = rows("更正的公文")
    assert any("云府发〔2019〕5号" in row and "正文或编排有改动" in row and "缘由：2019年第2期的原稿换过" in row for row in found)


def test_people_and_posts_are_listed() -> None:
    assert any(row.startswith("苏长青") and "新列入" in row and "新收入2019年第3期" in row for row in rows("人物"))
    assert any("苏长青：任" in row and "市财政局副局长" in row for row in rows("任免"))


def test_a_copy_of_the_same_has_no_changes(tmp_path: Path) -> None:
    made = make(make_bulletin(tmp_path / "p"), tmp_path, since=unsigned_copy())
    assert made.changes is not None and made.changes.is_empty
    page = BeautifulSoup(read_zip(made.copy)["gongbao-2019/data/copy/changes.html"], "lxml")
    assert "内容没有变动" in page.get_text()


def test_changed_settings_are_a_reason(tmp_path: Path) -> None:
    project = make_bulletin(tmp_path / "p")
    first = make(project, tmp_path / "1").copy
    organs = project / "site_config" / "organs.yml"
    organs.write_text(organs.read_text(encoding="utf-8").replace("variants: [市林业局]", "variants: []"), encoding="utf-8")
    second = make(project, tmp_path / "2", since=first)
    assert second.changes is not None
    assert {change.reason for change in second.changes.corrected_documents} == {"名录或设置改过（organs.yml）"}
    assert any("提到的机构" in detail for change in second.changes.corrected_documents for detail in change.details)


def test_a_reason_the_editor_gave_is_told() -> None:
    record = {"id": "x-1", "issue": "2019-02", "title": "某通知", "number": None, "url": "2019/02/x-1.html", "date": None}
    old = {"data/documents.json": json.dumps([record]).encode(), "sources/content/2019/02/issue.yml": b"sha256: a\n"}
    new = {"data/documents.json": json.dumps([record | {"date": "2019-03-05"}]).encode(),
           "sources/content/2019/02/issue.yml": "sha256: a\ncorrections:\n  - {line: 7, reason: 印本漏排日期}\n".encode()}
    found = compare(old.get, new.get, ("gongbao 1", "gongbao 2"), "").corrected_documents
    assert [(change.details, change.reason) for change in found] == [(("成文日期：（无） → 2019-03-05",), "编者的更正：印本漏排日期")]
    program = compare(old.get, {**new, "sources/content/2019/02/issue.yml": b"sha256: a\n"}.get, ("gongbao 1", "gongbao 2"), "").corrected_documents
    assert program[0].reason == "程序由 gongbao 1 换成 gongbao 2"


# ---------------------------------------------------------------- refusals


def refused(update: Path, folder: Path, words: str) -> None:
    """The update is refused with these words, and nothing in the folder changed."""
    before = tree(folder)
    with pytest.raises(CopyFault, match=words):
        apply_update(update, folder)
    assert tree(folder) == before


def update_file() -> Path:
    assert later().update is not None
    return later().update or Path()


def test_an_update_is_not_taken_for_a_copy() -> None:
    verdict = verify(update_file())
    assert not verdict.is_whole and "这是更新包，不是整份拷贝" in render_verdict(verdict)


def test_an_update_is_not_applied_twice(tmp_path: Path) -> None:
    unpack(signed_copy(), tmp_path)
    apply_update(update_file(), tmp_path)
    refused(update_file(), tmp_path, "已经是更新后的拷贝")


def test_an_update_of_another_copy_is_refused(tmp_path: Path) -> None:
    unpack(unsigned_copy(), tmp_path)
    refused(update_file(), tmp_path, "不是给文件夹里的这份拷贝做的")


def test_a_whole_copy_is_no_update(tmp_path: Path) -> None:
    unpack(signed_copy(), tmp_path)
    refused(signed_copy(), tmp_path, "是整份拷贝")


def test_a_folder_that_is_no_copy_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"x")
    refused(update_file(), tmp_path, "不是公报拷贝的文件夹")


FOLDERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a changed file": (lambda folder: (folder / "data" / "assets" / "gongbao.css").write_bytes(b"x"), "被改动过"),
    "a missing file": (lambda folder: (folder / "data" / "assets" / "gongbao.css").unlink(), "缺少"),
    "a file of one's own": (lambda folder: (folder / "notes.txt").write_bytes(b"x"), "不属于拷贝"),
    "a link": (lambda folder: (folder / "data" / "link").symlink_to("/etc"), "有问题"),
}


@pytest.mark.parametrize("case", FOLDERS)
def test_a_folder_that_would_not_become_the_new_copy_is_refused(tmp_path: Path, case: str) -> None:
    change, words = FOLDERS[case]
    change(unpack(signed_copy(), tmp_path))
    refused(update_file(), tmp_path, words)


UPDATES: dict[str, tuple[Callable[[Files], object], str]] = {
    "a changed file": (lambda files: files.update({"data/index.html": b"x"}), "与清单不符"),
    "an added file": (lambda files: files.update({"data/added.html": b"x"}), "与清单不符"),
    "a file out of the folder": (lambda files: files.update({"../../evil": b"x"}), "不能用"),
    "a changed list": (lambda files: files.update({"manifest-sha256.txt": files["manifest-sha256.txt"] + b"0"}), "不能用"),
    "no signature": (lambda files: files.pop("signature.txt"), "不能用"),
}


@pytest.mark.parametrize("attack", UPDATES)
def test_a_changed_update_is_refused(tmp_path: Path, attack: str) -> None:
    change, words = UPDATES[attack]
    unpack(signed_copy(), tmp_path / "folder")
    refused(tampered(tmp_path, change, update_file()), tmp_path / "folder", words)


def test_an_update_signed_by_another_is_refused(tmp_path: Path) -> None:
    new_key(tmp_path / "key")
    project = make_bulletin(tmp_path / "p")
    for key, words in ((tmp_path / "key", "签名"), (None, "没有签名")):
        made = make(project, tmp_path / str(key is None), key=key, since=signed_copy())
        unpack(signed_copy(), tmp_path / f"folder {key is None}")
        assert made.update is not None
        refused(made.update, tmp_path / f"folder {key is None}", words)


def test_an_interrupted_update_is_completed_by_running_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = unpack(signed_copy(), tmp_path)
    count, real = 0, Path.replace

    def break_down(fresh: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == 12:
            raise OSError(28, "No space left on device")
        return real(fresh, target)

    monkeypatch.setattr(Path, "replace", break_down)
    with pytest.raises(OSError, match="No space"):
        apply_update(update_file(), folder)
    monkeypatch.undo()
    apply_update(update_file(), folder)
    assert tree(tmp_path) == read_zip(later().copy)


def test_an_older_copy_that_is_not_whole_is_not_compared_with(tmp_path: Path) -> None:
    with pytest.raises(CopyFault, match="不完好"):
        OldCopy(tampered(tmp_path, lambda files: files.update({"data/index.html": b"x"})))


def test_an_older_copy_of_another_year_is_not_compared_with(tmp_path: Path) -> None:
    other = make(make_bulletin(tmp_path / "p"), tmp_path, 2018).copy
    with pytest.raises(CopyFault, match="gongbao-2018"):
        make(make_bulletin(tmp_path / "q"), tmp_path, 2019, since=other)


def test_an_empty_update_is_refused(tmp_path: Path) -> None:
    unpack(signed_copy(), tmp_path / "folder")
    refused(write_files(tmp_path / "x.zip", {}), tmp_path / "folder", "里面没有文件")


def test_a_copy_made_since_the_one_it_replaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows replaces no file that is open."""
    shutil.copy(unsigned_copy(), tmp_path / unsigned_copy().name)
    done, close, replace = list[str](), OldCopy.close, Path.replace

    def closing(self: OldCopy) -> None:
        done.append("closed")
        close(self)

    def replacing(self: Path, target: Path) -> Path:
        done.extend([target.name] if target.parent == tmp_path else [])
        return replace(self, target)

    monkeypatch.setattr(OldCopy, "close", closing)
    monkeypatch.setattr(Path, "replace", replacing)
    made = make(make_bulletin(tmp_path / "p"), tmp_path, since=tmp_path / unsigned_copy().name)
    assert done[:3] == ["closed", unsigned_copy().name, unsigned_copy().name.replace(".zip", "-update.zip")]
    assert made.changes is not None and made.changes.is_empty
