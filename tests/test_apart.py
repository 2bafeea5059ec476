"""Records whose print stays packed until somebody asks for it."""

import pickle
from dataclasses import fields
from pathlib import Path

import pytest

from generator.apart import KeptApart, Parcel
from generator.blocks import Source
from generator.linking.knowledge import learn
from generator.publishing.preparation import load_with_store
from generator.publishing.site import write_build
from generator.records import Document, Issue, Table
from generator.store import keep, recall
from tests.support.bulletins import make_project, real_bulletin


def is_packed(record: KeptApart) -> bool:
    return not vars(record).keys() & set(record.APART)


@pytest.fixture
def issue(tmp_path: Path) -> Issue:
    keep(tmp_path / "issue", "key", real_bulletin()[0].issues[0])
    found = recall(tmp_path / "issue", "key")
    assert isinstance(found, Issue)
    return found


def test_the_print_is_unpacked_when_it_is_asked_for_and_all_at_once(issue: Issue) -> None:
    document = next(document for document in issue.documents if document.tables)
    assert all(map(is_packed, (issue, issue.source, document, document.tables[0])))
    assert document.number is not None and document.tables[0].caption_line is not None and is_packed(document)
    assert issue.source.lines and not any(map(is_packed, (issue, issue.source, document, document.tables[0])))


def test_what_was_kept_is_the_same_in_the_end(issue: Issue) -> None:
    assert issue == real_bulletin()[0].issues[0]
    table = next(table for document in issue.documents for table in document.tables)
    assert any(element.block is table.block for document in issue.documents for element in document.elements)


def test_packed_again_it_takes_no_room_and_can_be_asked_for_again(issue: Issue) -> None:
    with issue.left_packed():
        lines = issue.source.lines
    assert is_packed(issue.source) and issue.source.lines == lines
    with issue.left_packed():
        assert issue.documents[0].elements
    assert not is_packed(issue.source)      # it was unpacked before


def test_another_process_gets_it_whole(issue: Issue) -> None:
    assert pickle.loads(pickle.dumps(issue)) == issue


def test_what_no_record_has_is_missed(issue: Issue) -> None:
    with pytest.raises(AttributeError, match="has no title"):
        getattr(issue, "title")     # noqa: B009
    assert not hasattr(real_bulletin()[0].issues[0], "title")


@pytest.mark.parametrize("kind", [Document, Issue, Source, Table])
def test_no_default_can_be_taken_for_what_is_packed(kind: type[KeptApart]) -> None:
    assert set(kind.APART) < {field.name for field in fields(kind)}     # type: ignore[arg-type]
    assert not any(name in vars(parent) for name in kind.APART for parent in kind.__mro__)


def test_a_build_unpacks_no_issue_that_has_not_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "云州市人民政府关于造林的通知\n云府发〔2019〕5号\n各县人民政府：\n请执行。\n\n市政府大事记\n3月2日，市委召开造林会议。\n"
    for number in (1, 2):
        make_project(tmp_path, text.replace("5号", f"{number}号").replace("3月2日", f"3月{number}日"), 2018, number)
    write_build(tmp_path, learn(load_with_store(tmp_path, lambda _: None)[0]))
    make_project(tmp_path, text.replace("5号", "3号").replace("3月2日", "3月9日"), 2019, 1)      # the lists of its year hold no other issue
    monkeypatch.setattr(Parcel, "unpack", lambda parcel: pytest.fail("unpacked"))
    report = write_build(tmp_path, learn(load_with_store(tmp_path, lambda _: None)[0]))
    assert report.written
