"""A copy of a year: the same bytes anywhere, accepted by the public tools, and all in it that was promised."""

import datetime
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import bagit
import pytest
from bs4 import BeautifulSoup

from generator.linking.knowledge import learn
from generator.project import load_bulletin
from generator.publishing.archive.bag import parse_info
from generator.publishing.archive.faults import CopyFault
from generator.publishing.archive.fields import field_names, fields_csv
from generator.publishing.archive.layout import INFO_FILE, LONGEST_NAME
from generator.publishing.archive.verify import verify
from generator.publishing.archive.zip_file import write_zip
from generator.reading.issue_file import render_issue_file
from tests.support.bulletins import ROOT
from tests.support.copies import CASE, add_issue, make, make_bulletin, office_key, project, read_zip, signed_copy, tree, unpack, unsigned_copy


def files_of(path: Path) -> Mapping[str, bytes]:
    return {name.partition("/")[2]: data for name, data in read_zip(path).items()}


def page(path: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup(files_of(path)[f"data/{name}"], "lxml")


PACKED = "2cf255a024a5e0ea66aafd13601d47a455f08472fd0d21fd2243aa8f51af3d39"


# ---------------------------------------------------------------- the same bytes


def make_elsewhere(folder: Path, zone: str, mask: int, seed: str, key: Path | None) -> bytes:
    """The copy as another machine makes it: another folder, time zone, umask, order of sets, and files of another age and order."""
    made_in = make_bulletin(folder / f"项目 {seed}")
    for path in sorted(made_in.rglob("*"), reverse=seed == "2"):
        if path.is_file():
            os.utime(path, (int(seed) * 10**8,) * 2)
    words = ["archive", "2019", str(folder / "out"), *(["--key", str(key)] if key else [])]
    subprocess.run([sys.executable, "-m", "generator", "--project", str(made_in), *words], cwd=ROOT, check=True, capture_output=True, umask=mask,
                   env=os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"})
    return (folder / "out" / "gongbao-2019.zip").read_bytes()


def test_a_copy_made_twice_in_two_places_is_the_same_file(tmp_path: Path) -> None:
    one, other = (make_elsewhere(tmp_path / seed, zone, mask, seed, office_key()[0]) for zone, mask, seed in (("Asia/Shanghai", 0o022, "1"), ("America/Lima", 0o077, "2")))
    assert one == other == signed_copy().read_bytes()


def test_the_day_of_a_copy_is_that_of_its_content_or_one_that_was_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def days(path: Path) -> set[str]:
        info = parse_info(files_of(path)[INFO_FILE])
        with zipfile.ZipFile(path) as archive:
            return {info["Bagging-Date"], *("-".join(f"{part:02d}" for part in entry.date_time[:3]) for entry in archive.infolist())}

    assert days(signed_copy()) == {"2019-04-30"}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime.datetime(2020, 5, 6, tzinfo=datetime.UTC).timestamp())))
    assert days(make(project(), tmp_path).copy) == {"2020-05-06"}


def test_the_packed_bytes_are_those_of_the_pinned_library(tmp_path: Path) -> None:
    """Fails where another version of the compressing library packs otherwise: then copies are no longer the same on all machines."""
    (tmp_path / "a").write_bytes("".join(f"第{n}条　{n * n}\n" for n in range(3000)).encode())
    write_zip(tmp_path / "x.zip", [("a", tmp_path / "a")], datetime.date(2018, 2, 28))
    assert hashlib.sha256((tmp_path / "x.zip").read_bytes()).hexdigest() == PACKED


def test_more_files_than_an_old_zip_can_hold_are_read_back(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    write_zip(tmp_path / "x.zip", ((f"a/{n}", tmp_path / "a") for n in range(70_000)), datetime.date(1970, 1, 1))
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert len(archive.infolist()) == 70_000
        assert archive.infolist()[-1].date_time == (1980, 1, 1, 0, 0, 0)


# ---------------------------------------------------------------- the public tools


def test_the_bagit_library_accepts_it(tmp_path: Path) -> None:
    folder = unpack(signed_copy(), tmp_path)
    bagit.Bag(str(folder)).validate()
    done = subprocess.run([sys.executable, "-m", "bagit", "--validate", str(folder)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (folder / "data" / "index.html").write_bytes(b"x")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(folder)).validate()


@pytest.mark.parametrize("manifest", ["manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"])
def test_sha256sum_accepts_it(tmp_path: Path, manifest: str) -> None:
    program = manifest.partition("-")[2].removesuffix(".txt") + "sum"
    done = subprocess.run([program, "--check", "--strict", manifest], cwd=unpack(signed_copy(), tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") > 5


def test_unzip_accepts_it_and_gives_the_names_as_they_are(tmp_path: Path) -> None:
    assert shutil.which("unzip"), "请先安装 unzip（见 tests/need_programs.sh）"
    subprocess.run(["unzip", "-q", str(signed_copy()), "-d", str(tmp_path)], check=True, env=os.environ | {"LC_ALL": "C.UTF-8"})
    assert tree(tmp_path) == read_zip(signed_copy())


def test_names_and_marks_suit_windows() -> None:
    with zipfile.ZipFile(signed_copy()) as archive:
        for info in archive.infolist():
            assert len(info.filename) < LONGEST_NAME
            assert info.flag_bits & 0x800, "the name is marked as UTF-8"
            assert info.external_attr >> 16 == 0o100644
            assert info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


# ---------------------------------------------------------------- what is in it


def test_the_sources_are_as_received_with_a_log_of_what_was_made_of_them() -> None:
    files = files_of(signed_copy())
    source = (CASE / "source.txt").read_bytes()
    assert files["data/sources/content/2019/02/source.txt"] == source
    assert "data/sources/content/2019/02/issue.yml" in files and "data/sources/site_config/organs.yml" in files
    log = files["data/copy/log.txt"].decode("utf-8-sig")
    assert f"{hashlib.sha256(source).hexdigest()}  sources/content/2019/02/source.txt" in log
    assert "2019/02/yff-2019-5.html ← content/2019/02/source.txt 第" in log and "gongbao 0." in log


def test_what_was_read_in_place_of_a_source_goes_with_it(tmp_path: Path) -> None:
    """A .wps is read by way of the .docx LibreOffice made of it once: without that nobody could make the copy again."""
    folder = make_bulletin(tmp_path / "p")
    received, read = b"\xd0\xcf\x11\xe0 as received", (CASE / "source.txt").read_bytes()
    issue = folder / "content" / "2019" / "02"
    (issue / "source.wps").write_bytes(received)
    (issue / "converted.docx").write_bytes(read)        # what it holds is told by its bytes
    (issue / "source.txt").unlink()
    (issue / "issue.yml").write_text(render_issue_file(2019, 2, "source.wps", hashlib.sha256(received).hexdigest(), "公报.wps", 6,
                                                       ("converted.docx", hashlib.sha256(read).hexdigest())), encoding="utf-8")
    files = files_of(make(folder, tmp_path / "out").copy)
    for name, data in (("source.wps", received), ("converted.docx", read)):
        assert files[f"data/sources/content/2019/02/{name}"] == data
        assert f"{hashlib.sha256(data).hexdigest()}  sources/content/2019/02/{name}" in files["data/copy/log.txt"].decode("utf-8-sig")


def test_a_source_that_is_a_web_page_opens_as_text_and_loads_nothing(tmp_path: Path) -> None:
    project = make_bulletin(tmp_path / "project")
    page = "<html><meta charset=gbk><img src='http://example.org/a.png'><p>云州市人民政府关于造林的通知</p><p>云府发〔2019〕9号</p><p>各县人民政府：</p><p>请造林。</p></html>"
    data, issue = page.encode("gbk"), project / "content" / "2019" / "02"
    (issue / "source.html").write_bytes(data)
    (issue / "issue.yml").write_text(render_issue_file(2019, 2, "source.html", hashlib.sha256(data).hexdigest(), "公报.html", 6), encoding="utf-8")
    copy = make(project, tmp_path / "copies").copy
    files = files_of(copy)
    assert files["data/sources/content/2019/02/source.html.txt"] == data and "data/sources/content/2019/02/source.html" not in files
    assert "sources/content/2019/02/source.html.txt" in files["data/copy/log.txt"].decode("utf-8-sig")
    assert not verify(copy).findings


def test_bag_info_counts_what_the_data_holds() -> None:
    files = files_of(signed_copy())
    info = parse_info(files[INFO_FILE])
    assert {label: int(info[f"Gongbao-{label}"]) for label in ("Documents", "Tables", "Entries")} == {
        label: len(json.loads(files[f"data/data/{name}.json"])) for label, name in (("Documents", "documents"), ("Tables", "tables"), ("Entries", "chronicle"))}
    assert info["Source-Organization"] == "云州市人民政府办公室" and info["Gongbao-Issues"] == "2019/02" and info["Bag-Software-Agent"].startswith("gongbao ")


def test_people_with_windows_alone_are_told_what_to_do() -> None:
    files = files_of(signed_copy())
    readme = files["读我.txt"]
    assert readme.startswith(b"\xef\xbb\xbf") and readme.count(b"\n") == readme.count(b"\r\n")
    assert "打开公报.html" in readme.decode() and office_key()[1] in readme.decode()
    assert b'url=data/index.html"' in files["打开公报.html"]
    check = page(signed_copy(), "copy/check.html").get_text()
    assert "certutil -hashfile tagmanifest-sha256.txt SHA256" in check and "没有签名" not in check
    assert "没有签名" in page(unsigned_copy(), "copy/check.html").get_text()
    assert "没有签名" in files_of(unsigned_copy())["读我.txt"].decode()


def test_the_home_page_leads_to_the_pages_of_the_copy() -> None:
    links = {link["href"] for link in page(signed_copy(), "index.html").select("a[href]")}
    assert {"copy/index.html", "copy/check.html"} <= links


def test_links_to_other_years_are_listed_as_not_in_this_copy(tmp_path: Path) -> None:
    bulletin = make_bulletin(tmp_path / "p")
    cited = "（川府发〔2019〕88号）"
    source = (CASE / "source.txt").read_text(encoding="utf-8").replace(f"{cited}精神", f"{cited}和《云州市人民政府关于加强林木管护工作的通知》（云府发〔2018〕40号）精神")
    copy = make(add_issue(bulletin, source, 2019, 2), tmp_path).copy
    assert verify(copy).is_whole
    rows = page(copy, "copy/elsewhere.html").select("article ul.gb-list li")
    assert [row.a["href"] for row in rows if row.a] == ["../2019/02/yff-2019-5.html"]
    assert "云府发〔2018〕40号" in rows[0].get_text() and "2018年第6期，不在本拷贝中" in rows[0].get_text()
    assert page(copy, "2019/02/yff-2019-5.html").select_one('a[href="../../copy/elsewhere.html"]')
    other = make(bulletin, tmp_path, 2018).copy
    assert "2019年第2期，不在本拷贝中" in page(other, "copy/elsewhere.html").get_text()


def test_a_copy_of_one_issue_holds_that_issue(tmp_path: Path) -> None:
    copy = make(project(), tmp_path, 2018, issue="2018/06").copy
    assert copy.name == "gongbao-2018-06.zip" and verify(copy).is_whole
    assert [row["id"] for row in json.loads(files_of(copy)["data/data/documents.json"])] == ["yff-2018-40"]


def test_the_ids_of_people_are_those_of_the_whole_bulletin() -> None:
    bulletin, _ = load_bulletin(project())
    whole = {person.name: person.id for person in learn(bulletin).people.persons}
    people = json.loads(files_of(signed_copy())["data/data/people.json"])
    assert people and all(whole[person["name"]] == person["id"] for person in people)


def test_an_organ_finds_its_own_page_first(tmp_path: Path) -> None:
    copy = make(project(), tmp_path, organ="caizhengju").copy
    assert copy.name == "gongbao-2019-caizhengju.zip" and verify(copy).is_whole
    assert b'url=data/copy/organ.html"' in files_of(copy)["打开公报.html"]
    first = page(copy, "copy/organ.html")
    assert {heading["id"] for heading in first.select("article h2[id]")} >= {"documents", "tasks", "rows", "people", "deadlines"}
    assert first.select_one('a[href="../2019/02/yff-2019-5.html"]') and first.select_one('a[href="../index.html"]')
    assert "2019/02/yfbf-2019-11.html" in {name.removeprefix("data/") for name in files_of(copy)}, "the whole year is behind it"


@pytest.mark.parametrize(("year", "organ", "words"), [(2017, None, "没有2017年的公报。已收入的有：2018/06、2019/02"), (2019, "caizheng", "相近的有：caizhengju（云州市财政局）"),
                                                      (2018, "gonganju", "没有出现")])
def test_what_cannot_be_copied_is_refused_with_what_can(tmp_path: Path, year: int, organ: str | None, words: str) -> None:
    with pytest.raises(CopyFault, match=words):
        make(project(), tmp_path / "out", year, organ=organ)
    assert not (tmp_path / "out").exists()


def test_a_private_key_among_the_settings_is_not_copied(tmp_path: Path) -> None:
    bulletin = make_bulletin(tmp_path / "p")
    shutil.copy(office_key()[0], bulletin / "site_config" / "key.yml")
    with pytest.raises(CopyFault, match="私钥"):
        make(bulletin, tmp_path)


def test_no_private_key_is_in_a_copy() -> None:
    secret = office_key()[0].read_bytes().splitlines()[1]
    assert all(secret not in data for data in files_of(signed_copy()).values())


def test_a_copy_leaves_the_project_as_it_was(tmp_path: Path) -> None:
    bulletin = make_bulletin(tmp_path / "p")
    before = tree(bulletin)
    make(bulletin, tmp_path / "out")
    assert tree(bulletin) == {**before, "build/lock": b""}


# ---------------------------------------------------------------- fields


def test_every_field_of_a_document_is_in_the_table_of_elements() -> None:
    """A new field of documents.json needs a line in fields.yml, with an element of DA/T 46 or the reason why there is none."""
    assert [row.field for row in field_names() if row.element is None and not row.note] == []
    assert {row.element for row in field_names()} >= {"题名", "文件编号", "责任者", "日期", "主送", "人名"}
    rows = fields_csv().decode("utf-8-sig").splitlines()
    assert len(rows) == len(field_names()) + 1
    assert io.BytesIO(files_of(signed_copy())["data/copy/fields.csv"]).read() == fields_csv()
