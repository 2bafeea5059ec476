"""The key of a record changes with whatever the record says by itself, and with nothing that others say."""

import shutil
from pathlib import Path

import pytest

from generator.linking.knowledge import Knowledge, learn
from generator.project import load_bulletin
from generator.store import Store
from tests.support.bulletins import make_project

TEXT = """云州市人民政府关于造林的通知
云府发〔2019〕5号
各县人民政府：
请市林业局认真造林。
附表：
\t单位
\t面积

\t市林业局
\t10

\t市水利局
\t20


云州市人民政府
2019年3月1日
云州市人民政府关于防火的通知
云府发〔2019〕6号
各县人民政府：
请市水利局认真防火。
云州市人民政府
2019年4月1日
大事记
3月
3日，张三到市林业局调研。
5日，李四到市水利局调研。
"""
ORGANS = "organs:\n  - {id: linyeju, name: 云州市林业局, short: 市林业局}\n  - {id: shuiliju, name: 云州市水利局, short: 市水利局}\n"
FIRST, SECOND, TABLE, ENTRY, LATER = "yunfu-2019-5", "yunfu-2019-6", "yunfu-2019-5-t1", "2019-03-03-1", "2019-03-05-1"
CONFIG = {"site.yml": "title: 云州公报\ncity: 云州市\n", "organs.yml": ORGANS,
          "series.yml": "series:\n  - {word: 云府发, slug: yunfu, issuer: 云州市人民政府}\n"}
DATE = "corrections:\n  - {set: date, document: 云府发〔2019〕6号, printed: 2019年4月1日, to: 2019-04-02, reason: 印错, date: 2026-11-24}\n"


def note(printed: str) -> str:
    line = next(number for number, text in enumerate(TEXT.splitlines(), 1) if printed in text)
    return f"corrections:\n  - {{erratum: {line}, words: {printed}, to: 另, reason: 印错, date: 2026-11-24}}\n"


def know(project: Path) -> Knowledge:
    return learn(load_bulletin(project, store=Store(project / "build" / "cache"))[0])


def keys(project: Path) -> dict[str, bytes]:
    return dict(know(project).record_keys)


def write(folder: Path, text: str, corrections: str = "", organs: str = ORGANS) -> Path:
    shutil.rmtree(folder / "content", ignore_errors=True)
    make_project(folder, text, 2019, 2, CONFIG | {"organs.yml": organs})
    path = folder / "content" / "2019" / "02" / "issue.yml"
    path.write_text(path.read_text(encoding="utf-8") + corrections, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("old", "new", "changed"), [
    ("认真造林", "抓紧造林", {FIRST}), ("\t10", "\t11", {FIRST, TABLE}), ("认真防火", "抓紧防火", {SECOND}), ("3日，张三", "3日，王五", {ENTRY}),
    ("关于防火的通知", "关于防汛的通知", {SECOND}), ("关于造林的通知", "关于绿化的通知", {FIRST, TABLE}), ("2019年3月1日", "2019年3月2日", {FIRST, TABLE}),
    ("李四到市水利局", "李四到市林业局", {LATER})])
def test_the_words_of_a_record_are_in_its_key_alone(tmp_path: Path, old: str, new: str, changed: set[str]) -> None:
    before = keys(write(tmp_path, TEXT))
    assert {FIRST, SECOND, TABLE, ENTRY, LATER} == before.keys()
    assert old in TEXT
    after = keys(write(tmp_path, TEXT.replace(old, new)))
    assert {record for record in before if after[record] != before[record]} == changed


@pytest.mark.parametrize(("corrections", "changed"), [
    (note("认真造林"), {FIRST}), (note("10"), {FIRST, TABLE}), (note("张三"), {ENTRY}), (DATE, {SECOND})])
def test_so_is_what_editors_note_on_it(tmp_path: Path, corrections: str, changed: set[str]) -> None:
    before = keys(write(tmp_path, TEXT))
    after = keys(write(tmp_path, TEXT, corrections))
    assert {record for record in before if after[record] != before[record]} == changed


def test_so_are_the_organs_it_names(tmp_path: Path) -> None:
    before = keys(write(tmp_path, TEXT))
    after = keys(write(tmp_path, TEXT, organs=ORGANS.replace("shuiliju", "shuiwuju")))
    assert {record for record in before if after[record] != before[record]} == {SECOND, TABLE, LATER}


def test_a_line_more_moves_all_that_stands_below_it(tmp_path: Path) -> None:
    """Pages tell the line of the source."""
    before = keys(write(tmp_path, TEXT))
    after = keys(write(tmp_path, TEXT.replace("请市水利局", "请认真看。\n请市水利局")))
    assert {record for record in before if after[record] != before[record]} == {SECOND, ENTRY, LATER}


def test_what_comes_from_the_disk_has_the_same_key(tmp_path: Path) -> None:
    before = keys(write(tmp_path, TEXT))
    (tmp_path / "build" / "cache" / "2019-02" / "record keys").unlink()
    assert keys(tmp_path) == before


def test_the_order_in_which_records_are_shown_is_told_apart(tmp_path: Path) -> None:
    known = know(write(tmp_path, TEXT))
    assert known.stamp_of([FIRST, SECOND]) != known.stamp_of([SECOND, FIRST])
    assert known.stamp_of([FIRST, SECOND], "words") != known.stamp_of([FIRST, SECOND])


def test_nothing_is_worked_out_where_nothing_is_kept(tmp_path: Path) -> None:
    known = Knowledge(load_bulletin(write(tmp_path, TEXT))[0], None)
    plain = Knowledge(type(known.bulletin)(known.bulletin.authority, known.bulletin.issues), None)
    assert plain.stamp_of([FIRST]) is None and "record_keys" not in vars(plain)
