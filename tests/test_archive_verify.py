"""Every attack on a copy is refused with its reason; each test fails without the check it is about."""

import hashlib
import multiprocessing
import os
import pickle
import signal
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import pytest

from generator import processes
from generator.cli import main
from generator.publishing.archive import catalogue, checking, container, findings, zip_directory, zip_members
from generator.publishing.archive.findings import Fault, Verdict
from generator.publishing.archive.key import new_key, render_signature, sign
from generator.publishing.archive.layout import ALGORITHMS, INFO_FILE, MANIFESTS, SIGNATURE, SIGNED_FILE, TAG_MANIFESTS
from generator.publishing.archive.report import render_verdict
from generator.publishing.archive.tags import read_tags
from generator.publishing.archive.verify import verify
from tests.support.bulletins import ROOT
from tests.support.copies import Files, list_again, office_key, read_zip, signed_copy, tampered, unpack, unsigned_copy, write_files

PAGE = "data/index.html"


def faults(verdict: Verdict) -> set[str]:
    return {finding.kind for finding in verdict.findings}


def refused(path: Path, *kinds: Fault) -> Verdict:
    """The verdict on a copy that must be refused for these reasons, as ZIP; the report names every one."""
    verdict = verify(path)
    assert {kind.value for kind in kinds} <= faults(verdict), verdict.findings
    report = render_verdict(verdict)
    assert "结论：不合格" in report and "签名：有效" not in report
    assert all(f"【{kind.value}】" in report for kind in kinds)
    return verdict


def test_a_copy_as_made_is_whole_as_zip_and_as_folder(tmp_path: Path) -> None:
    for path in (signed_copy(), unpack(signed_copy(), tmp_path), tmp_path):
        verdict = verify(path)
        assert verdict.findings == ()
        assert verdict.fingerprint == office_key()[1]
        assert "结论：完好。" in render_verdict(verdict)


def test_an_unsigned_copy_is_whole_and_called_unsigned() -> None:
    verdict = verify(unsigned_copy())
    assert verdict.is_whole and verdict.fingerprint is None
    assert "没有签名" in render_verdict(verdict) and "结论：完好，但没有签名" in render_verdict(verdict)


# ---------------------------------------------------------------- content


def change_a_byte(files: Files) -> None:
    data = bytearray(files[PAGE])
    data[len(data) // 2] ^= 1
    files[PAGE] = bytes(data)


def list_a_program(files: Files) -> None:
    for manifest, digits in zip(MANIFESTS, (64, 128), strict=True):
        files[manifest] += b"0" * digits + b"  setup.exe\n"


def list_nothing(files: Files) -> None:
    for manifest, digits in zip(TAG_MANIFESTS, (64, 128), strict=True):
        files[manifest] += b"0" * digits + b"  \n"


def list_the_signature(files: Files) -> None:
    for manifest, algorithm in zip(TAG_MANIFESTS, ALGORITHMS, strict=True):
        files[manifest] += f"{hashlib.new(algorithm, files[SIGNATURE]).hexdigest()}  {SIGNATURE}\n".encode()


CONTENT: dict[str, tuple[Callable[[Files], object], Fault]] = {
    "one changed byte": (change_a_byte, Fault.CHANGED),
    "a changed tag file": (lambda files: files.update({"读我.txt": b"x"}), Fault.CHANGED),
    "changed bag-info": (lambda files: files.update({INFO_FILE: files[INFO_FILE].replace(b"2019", b"2018", 1)}), Fault.CHANGED),
    "a missing file": (lambda files: files.pop(PAGE), Fault.MISSING),
    "a missing manifest": (lambda files: files.pop(MANIFESTS[1]), Fault.MISSING),
    "no bagit.txt": (lambda files: files.pop("bagit.txt"), Fault.NO_BAG),
    "an added page": (lambda files: files.update({"data/added.html": b"x"}), Fault.UNLISTED),
    "an added file at the top": (lambda files: files.update({"setup.exe": b"x"}), Fault.UNLISTED),
    "a file listed by one manifest only": (lambda files: files.update({MANIFESTS[0]: files[MANIFESTS[0]].split(b"\n", 1)[1]}), Fault.BAD_TAG_FILE),
    "a file listed by the other manifest only": (lambda files: files.update({MANIFESTS[1]: files[MANIFESTS[1]].split(b"\n", 1)[1]}), Fault.BAD_TAG_FILE),
    "a file listed twice": (lambda files: files.update({MANIFESTS[0]: files[MANIFESTS[0]] * 2}), Fault.BAD_TAG_FILE),
    "a file listed twice by the other manifest": (lambda files: files.update({MANIFESTS[1]: files[MANIFESTS[1]] * 2}), Fault.BAD_TAG_FILE),
    "a digest that is cut short": (lambda files: files.update({MANIFESTS[1]: files[MANIFESTS[1]][2:]}), Fault.BAD_TAG_FILE),
    "a manifest without its last end of line": (lambda files: files.update({name: files[name][:-1] + b"x" for name in MANIFESTS}), Fault.BAD_TAG_FILE),
    "a line without a name": (list_nothing, Fault.BAD_TAG_FILE),
    "a signature listed by what it signs": (list_the_signature, Fault.BAD_TAG_FILE),
    "a file outside the payload listed as payload": (list_a_program, Fault.BAD_TAG_FILE),
    "a manifest that is no text": (lambda files: files.update({MANIFESTS[0]: b"\xff\xfe"}), Fault.BAD_TAG_FILE),
}


@pytest.mark.parametrize("attack", CONTENT)
def test_changed_content_is_refused(tmp_path: Path, attack: str) -> None:
    change, fault = CONTENT[attack]
    refused(tampered(tmp_path, change), fault)


@pytest.mark.parametrize(("attack", "words"), [("a digest that is cut short", "校验值长度不对"), ("a file listed by one manifest only", f"只列在 {MANIFESTS[1]} 里"),
                                               ("a file listed by the other manifest only", f"只列在 {MANIFESTS[0]} 里")])
def test_what_is_wrong_with_a_list_is_told(tmp_path: Path, attack: str, words: str) -> None:
    assert words in render_verdict(verify(tampered(tmp_path, CONTENT[attack][0])))


def test_a_changed_byte_is_found_in_a_folder_too(tmp_path: Path) -> None:
    refused(unpack(tampered(tmp_path, change_a_byte), tmp_path / "folder"), Fault.CHANGED)


def with_lists(change: Callable[[Files], object]) -> Callable[[Files], None]:
    """An attacker who knows the format: changes, and writes all manifests anew."""
    def both(files: Files) -> None:
        change(files)
        list_again(files)

    return both


def test_new_manifests_with_the_old_signature_are_refused(tmp_path: Path) -> None:
    refused(tampered(tmp_path, with_lists(change_a_byte)), Fault.BAD_SIGNATURE)


def test_without_the_old_signature_too(tmp_path: Path) -> None:
    def unsign(files: Files) -> None:
        with_lists(change_a_byte)(files)
        files[SIGNATURE] = render_signature(None, SIGNED_FILE)

    refused(tampered(tmp_path, unsign), Fault.BAD_SIGNATURE)


def test_a_signature_of_another_copy_is_refused(tmp_path: Path) -> None:
    other = sign(office_key()[0], b"another list")
    refused(tampered(tmp_path, lambda files: files.update({SIGNATURE: render_signature(other, SIGNED_FILE)})), Fault.BAD_SIGNATURE)


def test_a_signature_by_another_key_is_refused(tmp_path: Path) -> None:
    new_key(tmp_path / "key")
    refused(tampered(tmp_path, lambda files: files.update({SIGNATURE: render_signature(sign(tmp_path / "key", files[SIGNED_FILE]), SIGNED_FILE)})), Fault.BAD_SIGNATURE)


def test_a_copy_made_anew_by_another_is_told_apart_by_its_fingerprint(tmp_path: Path) -> None:
    """Who signs everything anew makes a sound copy; only the fingerprint from the telephone shows who it was."""
    theirs = new_key(tmp_path / "key")

    def take_over(files: Files) -> None:
        change_a_byte(files)
        files[INFO_FILE] = files[INFO_FILE].replace(office_key()[1].encode(), theirs.encode())
        list_again(files)
        files[SIGNATURE] = render_signature(sign(tmp_path / "key", files[SIGNED_FILE]), SIGNED_FILE)

    path = tampered(tmp_path, take_over)
    assert verify(path).fingerprint == theirs
    assert verify(path, expected_fingerprint=office_key()[1]).findings[0].kind == Fault.OTHER_SIGNER.value
    assert verify(signed_copy(), expected_fingerprint=office_key()[1].replace(" ", "-")).is_whole
    assert faults(verify(unsigned_copy(), expected_fingerprint=office_key()[1])) == {Fault.OTHER_SIGNER.value}


LISTED: dict[str, tuple[Callable[[Files], object], Fault]] = {
    "bag-info counts another number of documents": (
        lambda files: files.update({INFO_FILE: files[INFO_FILE].replace(b"Gongbao-Documents: ", b"Gongbao-Documents: 1")}), Fault.COUNT),
    "bag-info names another issue": (lambda files: files.update({INFO_FILE: files[INFO_FILE].replace(b"Issues: 2019/02", b"Issues: 2019/01 2019/02")}), Fault.COUNT),
    "a record was taken out of the data": (lambda files: files.update({"data/data/documents.json": b"[]\n"}), Fault.COUNT),
    "Payload-Oxum is of another payload": (lambda files: files.update({INFO_FILE: files[INFO_FILE].replace(b"Oxum: ", b"Oxum: 9")}), Fault.COUNT),
    "a page was taken out everywhere": (lambda files: files.pop("data/documents.html"), Fault.BROKEN_LINK),
    "a picture from outside": (lambda files: files.update({PAGE: files[PAGE] + b"<img src=http://example.com/a.png>"}), Fault.OUTSIDE),
    "a link to the disk of the reader": (lambda files: files.update({PAGE: files[PAGE] + b"<a href='file:///c:/windows'>x</a>"}), Fault.BROKEN_LINK),
}


@pytest.mark.parametrize("attack", LISTED)
def test_an_unsigned_copy_whose_lists_agree_is_still_read(tmp_path: Path, attack: str) -> None:
    change, fault = LISTED[attack]
    refused(tampered(tmp_path, with_lists(change), unsigned_copy()), fault)


# ---------------------------------------------------------------- the ZIP itself


NAMES = {
    "out of the folder": "gongbao-2019/../../evil", "to the root": "/etc/evil", "to a drive": "C:/evil", "to a drive in the folder": "gongbao-2019/data/c:evil",
    "out by backslashes": "gongbao-2019\\..\\..\\evil", "a device": "gongbao-2019/data/con.html", "a stream": "gongbao-2019/data/index.html:x",
    "a dot at the end": "gongbao-2019/data/index.html.", "a blank at the end": "gongbao-2019/data /x", "an empty step": "gongbao-2019//x",
    "a control character": "gongbao-2019/data/a\x1bb",
}


@pytest.mark.parametrize("attack", NAMES)
def test_a_name_that_goes_elsewhere_is_refused(tmp_path: Path, attack: str) -> None:
    files = read_zip(signed_copy())
    verdict = refused(write_files(tmp_path / "x.zip", {**files, NAMES[attack]: b"x"}), Fault.UNSAFE_NAME)
    assert verdict.files == 0, "nothing of such a ZIP is read"


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    path = write_files(tmp_path / "x.zip", {**read_zip(signed_copy()), "gongbao-2019/data/a?html": b"x"})
    path.write_bytes(path.read_bytes().replace(b"a?html", b"a\0html"))
    refused(path, Fault.UNSAFE_NAME)


@pytest.mark.parametrize("name", ["gongbao-2019/data/INDEX.html", "gongbao-2019/data/index.html/x", "gongbao-2019/data/index.html"])
def test_names_that_meet_on_windows_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for known, data in read_zip(signed_copy()).items():
            archive.writestr(known, data)
        with pytest.warns(UserWarning) if name.endswith("data/index.html") else nullcontext():
            archive.writestr(name, b"x")
    refused(path, Fault.CLASHING_NAMES)


def test_names_that_differ_in_composition_alone_meet(tmp_path: Path) -> None:
    refused(write_files(tmp_path / "x.zip", {**read_zip(signed_copy()), "gongbao-2019/\u00e9": b"x", "gongbao-2019/e\u0301": b"x"}), Fault.CLASHING_NAMES)


def test_a_link_in_the_zip_is_refused(tmp_path: Path) -> None:
    path = write_files(tmp_path / "x.zip", read_zip(signed_copy()))
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("gongbao-2019/data/link")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "../../../etc/passwd")
    refused(path, Fault.NOT_A_FILE)


def test_a_link_in_a_folder_is_refused_and_not_followed(tmp_path: Path) -> None:
    folder = unpack(signed_copy(), tmp_path)
    (folder / "data" / "index.html").rename(tmp_path / "moved.html")
    (folder / "data" / "index.html").symlink_to(tmp_path / "moved.html")
    refused(folder, Fault.NOT_A_FILE, Fault.MISSING)


def test_a_zip_may_name_its_folders_but_not_fill_them_with_anything(tmp_path: Path) -> None:
    """Many programs name them; what is called a folder and has content is read by none, or by some as a file."""
    files = read_zip(signed_copy())
    assert verify(write_files(tmp_path / "x.zip", {"gongbao-2019/": b"", "gongbao-2019/data/": b"", **files})).is_whole
    refused(write_files(tmp_path / "y.zip", {"gongbao-2019/more/": b"x", **files}), Fault.NOT_A_FILE)
    refused(write_files(tmp_path / "z.zip", {"gongbao-2019/data/index.html/": b"", **files}), Fault.CLASHING_NAMES)
    refused(write_files(tmp_path / "u.zip", {"gongbao-2019/data/../../": b"", **files}), Fault.UNSAFE_NAME)


def test_files_beside_the_copy_in_its_zip_are_refused(tmp_path: Path) -> None:
    refused(write_files(tmp_path / "x.zip", {**read_zip(signed_copy()), "setup.exe": b"x"}), Fault.UNLISTED)
    refused(write_files(tmp_path / "y.zip", {"another/setup.exe": b"x", **read_zip(signed_copy())}), Fault.UNLISTED)
    refused(write_files(tmp_path / "z.zip", {**read_zip(signed_copy()), "other/bagit.txt": b"x"}), Fault.NO_BAG)


def test_a_bomb_is_refused_without_unpacking_it(tmp_path: Path) -> None:
    refused(write_files(tmp_path / "x.zip", {**read_zip(signed_copy()), "gongbao-2019/data/bomb.html": bytes(8 << 20)}), Fault.BOMB)


def test_too_many_files_or_bytes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_FILES", 50)
    refused(signed_copy(), Fault.BOMB)
    monkeypatch.setattr(container, "MOST_FILES", 10_000)
    monkeypatch.setattr(container, "MOST_OCTETS", 100_000)
    refused(signed_copy(), Fault.BOMB)
    monkeypatch.setattr(container, "MOST_OCTETS", 1 << 40)
    monkeypatch.setattr(container, "MOST_OF_A_FILE", 20_000)
    refused(signed_copy(), Fault.BOMB)


def test_a_file_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path) -> None:
    """The directory gives a small size; the stream must stop there and not agree with the checksum."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in read_zip(signed_copy()).items():
            archive.writestr(name, content + (bytes(4 << 20) if name.endswith("/data/index.html") else b""))
    true_size = len(read_zip(signed_copy())["gongbao-2019/data/index.html"])
    data = bytearray(path.read_bytes())
    at = data.rfind(b"gongbao-2019/data/index.html") - 46     # its entry in the directory
    assert data[at:at + 4] == b"PK\x01\x02"
    data[at + 24:at + 28] = struct.pack("<L", true_size)
    path.write_bytes(data)
    refused(path, Fault.CHANGED)


def test_a_file_that_lies_outside_the_zip_is_refused_before_it_is_looked_for(tmp_path: Path) -> None:
    path = write_files(tmp_path / "x.zip", read_zip(signed_copy()))
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 42:at + 46] = struct.pack("<L", len(data))
    path.write_bytes(data)
    assert refused(path, Fault.UNREADABLE).files == 0


def test_files_that_share_bytes_are_refused(tmp_path: Path) -> None:
    path = write_files(tmp_path / "x.zip", read_zip(signed_copy()))
    data = bytearray(path.read_bytes())
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    data[second + 42:second + 46] = data[first + 42:first + 46]
    path.write_bytes(data)
    refused(path, Fault.OVERLAP)


@pytest.mark.parametrize(("flag", "fault"), [(0x01, Fault.ENCRYPTED), (0x40, Fault.ENCRYPTED), (0x20, Fault.UNREADABLE)])
def test_a_copy_that_is_encrypted_or_patched_is_refused(tmp_path: Path, flag: int, fault: Fault) -> None:
    path = write_files(tmp_path / "x.zip", read_zip(signed_copy()))
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= flag
    path.write_bytes(data)
    refused(path, fault)


@pytest.mark.parametrize("length", [0, 10, 5000, -1, -30, -2000])
def test_a_copy_that_was_not_copied_to_its_end_is_refused(tmp_path: Path, length: int) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(signed_copy().read_bytes()[:length])
    refused(path, Fault.UNREADABLE)


def test_what_is_no_copy_at_all_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", Fault.NO_BAG)
    refused(write_files(tmp_path / "x.zip", {"a/b.txt": b"x"}), Fault.NO_BAG)
    refused(write_files(tmp_path / "y.zip", {}), Fault.NO_BAG)


def test_a_byte_damaged_in_the_packed_data_is_refused(tmp_path: Path) -> None:
    data = bytearray(signed_copy().read_bytes())
    data[len(data) // 2] ^= 0x55
    (tmp_path / "x.zip").write_bytes(data)
    refused(tmp_path / "x.zip", Fault.CHANGED)


@pytest.mark.parametrize("attack", [None, *CONTENT])
def test_many_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attack: str | None) -> None:
    path = tampered(tmp_path, CONTENT[attack][0]) if attack else signed_copy()
    alone = verify(path)
    monkeypatch.setattr(checking, "_FEW", 0)
    monkeypatch.setattr(checking, "cores", lambda: 2)
    assert verify(path) == alone


def test_progress_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.publishing.archive.verify._SECONDS_BETWEEN_WORDS", 0.0)
    said: list[str] = []
    verify(signed_copy(), said.append)
    assert said[-1].endswith("（100%）")


def test_every_fault_is_explained_to_those_who_check() -> None:
    manual = (ROOT / "EDITORS.md").read_text(encoding="utf-8")
    assert [fault.value for fault in Fault if fault.value not in manual] == []


@pytest.mark.parametrize("way", ["folder", "zip"])
def test_a_copy_is_read_by_another_process(tmp_path: Path, way: str) -> None:
    copy = container.open_copy(unpack(signed_copy(), tmp_path) if way == "folder" else signed_copy())
    read_tags(copy)
    other = pickle.loads(pickle.dumps(copy.reader.reopened()))
    found = [entry for entry, _ in copy.catalogue.matched()]
    assert len(found) > 50
    for entry in found:
        assert list(copy.reader.chunks(entry)) == list(other.chunks(entry))
    other.close()
    copy.close()


@pytest.mark.parametrize("way", ["fork", "spawn"])
@pytest.mark.parametrize("attack", [None, "an added page"])
def test_processes_that_begin_anew_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, attack: str | None) -> None:
    """Windows and macOS have no fork: what goes to a process is pickled there."""
    path = tampered(tmp_path, CONTENT[attack][0]) if attack else signed_copy()
    alone = verify(path)
    monkeypatch.setattr(checking, "_FEW", 0)
    monkeypatch.setattr(checking, "cores", lambda: 2)
    monkeypatch.setattr(processes, "ProcessPoolExecutor", partial(ProcessPoolExecutor, mp_context=multiprocessing.get_context(way)))
    assert verify(path) == alone


# ---------------------------------------------------------------- memory


def test_however_much_is_wrong_only_so_much_of_it_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST_OF_A_KIND", 5)
    broken = b"".join(b"<a href='gone-%d.html'>x</a>\n" % number for number in range(40))

    def spoil(files: Files) -> None:
        files.update({f"data/added-{number}.html": b"x" for number in range(12)})
        files[PAGE] += broken

    verdict = refused(tampered(tmp_path, spoil), Fault.UNLISTED, Fault.BROKEN_LINK)
    kinds = Counter(finding.kind for finding in verdict.findings)
    assert kinds[Fault.UNLISTED.value] == kinds[Fault.BROKEN_LINK.value] == 5
    assert verdict.more == {Fault.UNLISTED.value: 7, Fault.BROKEN_LINK.value: 35}
    assert "【多出的文件】12 处" in render_verdict(verdict)
    assert "还有 7 处，太多，没有一一列出" in render_verdict(verdict, None)
    assert "还有 9 处，见检验报告" in render_verdict(verdict, 3)


def test_the_memory_of_verification_does_not_grow_with_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Objects of Python that are alive at a time: of four times the files no more. What is read at a time must be less than there is, to see it."""
    monkeypatch.setattr(zip_members, "_MOST_AT_ONCE", 1 << 14)
    monkeypatch.setattr(zip_members, "CHUNK", 1 << 14)
    monkeypatch.setattr(zip_directory, "CHUNK", 1 << 14)
    def add(files: Files) -> None:
        files.update({f"data/more/{number:05}.txt": b"x" for number in range(count)})

    peaks = []
    for count in (3_000, 12_000):
        path = tampered(tmp_path, with_lists(add), unsigned_copy())
        tracemalloc.start()
        verdict = verify(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert faults(verdict) == {Fault.COUNT.value} and verdict.files > count
    assert (peaks[1] - peaks[0]) / 9_000 < 50, "octets a file"


def test_a_full_disk_is_not_the_fault_of_the_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(catalogue, "_SCHEMA", catalogue._SCHEMA.replace("BEGIN;", "PRAGMA max_page_count = 12; BEGIN;"))
    for path in (signed_copy(), unpack(signed_copy(), tmp_path)):
        assert main(["verify", str(path), "--report", str(tmp_path / "report.txt")]) == 1
        said = capsys.readouterr()
        assert "临时文件夹 磁盘已满" in said.err and "磁盘空间" in said.err and "结论" not in said.out
    assert not (tmp_path / "report.txt").exists()


def test_what_is_written_for_the_time_being_is_gone_even_when_the_process_is_killed(tmp_path: Path) -> None:
    program = """if True:
        import os, signal, subprocess
        from generator.publishing.archive.catalogue import Catalogue
        from generator.publishing.archive.entry import Entry
        catalogue = Catalogue()
        catalogue.fill(Entry(f"data/{number}.html", number) for number in range(50_000))
        subprocess.run(["ls", "-l", f"/proc/{os.getpid()}/fd"])
        os.kill(os.getpid(), signal.SIGKILL)"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=os.environ | {"SQLITE_TMPDIR": str(tmp_path)}, stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode == -signal.SIGKILL and str(tmp_path) in done.stdout, "it was written there"
    assert list(tmp_path.iterdir()) == []
