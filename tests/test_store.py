"""What is kept of an issue is used only where it holds: same key, whole bytes, same answers to all that was asked of the bulletin."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.authority.bundle import Authority, load_authority
from generator.authority.organs import AskedOrgans
from generator.authority.people import PeopleList
from generator.bulletin import Bulletin
from generator.diagnostics import Diagnostic, InputFault
from generator.project import load_bulletin, load_issue, load_lists
from generator.records import Issue
from generator.store import BULLETIN, Ask, AskedSet, Store, keep, recall
from tests.support.bulletins import make_project

TEXT = "云州市人民政府关于造林的通知\n云府发〔2019〕5号\n各县人民政府：\n请执行。\n"


@pytest.fixture
def bulletin(tmp_path: Path) -> Bulletin:
    make_project(tmp_path, TEXT, 2019, 1)
    make_project(tmp_path, TEXT.replace("5号", "6号"), 2019, 2)
    return load_bulletin(tmp_path, store=Store(tmp_path / "kept"))[0]


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:10], lambda data: b"", lambda data: data[:70] + bytes([data[70] ^ 1]) + data[71:],
                                    lambda data: b"cos\nsystem\n(S'false'\ntR."])
def test_damaged_records_count_as_not_there(tmp_path: Path, damage: object) -> None:
    keep(tmp_path / "a" / "b", "key", (1, "二"))
    assert recall(tmp_path / "a" / "b", "key") == (1, "二") and recall(tmp_path / "a" / "b", "another") is None
    assert callable(damage)
    (tmp_path / "a" / "b").write_bytes(damage((tmp_path / "a" / "b").read_bytes()))
    assert recall(tmp_path / "a" / "b", "key") is None and recall(tmp_path / "a" / "c", "key") is None


def test_each_is_worked_out_once(bulletin: Bulletin, tmp_path: Path) -> None:
    made: list[str] = []

    def make(issue: Issue) -> str:
        made.append(issue.meta.id)
        return f"made of {issue.meta.id}"

    assert bulletin.each("test", make) == bulletin.each("test", make) == ["made of 2019-01", "made of 2019-02"]
    again = replace(bulletin, store=Store(tmp_path / "kept"))
    assert again.each("test", make) == ["made of 2019-01", "made of 2019-02"] and made == ["2019-01", "2019-02"]
    changed = replace(again, keys=(bulletin.keys[0], "another"))
    assert changed.each("test", make) and made == ["2019-01", "2019-02", "2019-02"]
    assert changed.each("other", make) and len(made) == 5


def test_what_was_asked_must_still_have_the_same_answers(bulletin: Bulletin) -> None:
    made: list[str] = []
    names = {"甲"}

    def make(issue: Issue, ask: Ask) -> list[str]:
        made.append(issue.meta.id)
        known = AskedSet("name", ask)
        return [name for name in (("甲", "乙") if issue.meta.number == 1 else ("丙",)) if name in known]

    def read() -> list[list[str]]:
        return bulletin.each_asking("asked", make, lambda question: question[1] in names)

    assert read() == [["甲"], []] and made == ["2019-01", "2019-02"]
    names.add("丁")
    assert read() == [["甲"], []] and len(made) == 2, "nobody asked about 丁"
    names.add("丙")
    assert read() == [["甲"], ["丙"]] and made[2:] == ["2019-02"]
    names.remove("甲")
    assert read() == [[], ["丙"]] and made[3:] == ["2019-01"]


def test_a_set_of_which_only_members_may_be_asked(bulletin: Bulletin) -> None:
    known = AskedSet("name", lambda question: True)
    assert "甲" in known
    for use in (lambda: list(known), lambda: len(known)):
        with pytest.raises(LookupError):
            use()
    with pytest.raises(LookupError):
        bulletin.each("refused", lambda issue: bulletin.each_asking("inner", lambda _, ask: ask(("x",)), _none))


def test_organs_of_which_only_names_may_be_asked() -> None:
    asked: list[str] = []
    organs = AskedOrgans(lambda name: asked.append(name))
    assert organs.find("甲局") is None and asked == ["甲局"]
    for name in ("entries", "by_form", "outside", "is_collective"):
        with pytest.raises(LookupError):
            getattr(organs, name)


def test_what_a_source_is_read_by_is_only_what_its_key_stands_for(bulletin: Bulletin) -> None:
    """The title, topics and people of the bulletin are not there to look at."""
    known = bulletin.authority.for_reading(AskedOrgans(lambda name: None))
    assert (known.site.title, known.site.city, known.topics, known.people) == ("", "", (), PeopleList())
    assert (bulletin.lists.site.title, bulletin.lists.topics, bulletin.lists.people) == ("", (), PeopleList())


def _none(question: object) -> object:
    raise LookupError(question)


def test_a_bulletin_without_keys_keeps_nothing(bulletin: Bulletin, tmp_path: Path) -> None:
    plain = Bulletin(bulletin.authority, bulletin.issues)
    made: list[str] = []
    for _ in range(2):
        plain.each("plain", lambda issue: made.append(issue.meta.id))
    assert len(made) == 4 and isinstance(plain.authority, Authority)


def test_what_is_kept_of_a_removed_issue_goes(bulletin: Bulletin, tmp_path: Path) -> None:
    assert {path.name for path in (tmp_path / "kept").iterdir()} == {BULLETIN, "2019-01", "2019-02"}
    for path in sorted((tmp_path / "content" / "2019" / "02").iterdir()):
        path.unlink()
    load_bulletin(tmp_path, store=Store(tmp_path / "kept"))
    assert {path.name for path in (tmp_path / "kept").iterdir()} == {BULLETIN, "2019-01"}


def test_lists_saved_while_they_are_read_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(tmp_path, TEXT, 2019, 1)
    title, read = tmp_path / "site_config" / "site.yml", list[str]()

    def load(folder: Path) -> tuple[Authority, tuple[Diagnostic, ...]]:
        found = load_authority(folder)
        if not read:
            title.write_text("title: 新名\n", encoding="utf-8")
        read.append(found[0].site.title)
        return found

    monkeypatch.setattr("generator.project.load_authority", load)
    lists = load_lists(tmp_path, Store())
    assert len(read) == 2 and lists.authority.site.title == "新名" and lists.settings == load_lists(tmp_path, Store()).settings


def test_kept_lists_are_those_of_the_files_with_every_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(tmp_path, TEXT, 2019, 1)
    config, read = tmp_path / "site_config", list[Path]()
    (config / "organs.yml").write_text("organs:\n- {id: caizhengju, name: 云州市财政局, variants: [市财政局]}\n- {id: A b, name: 云州市民政局}\n", encoding="utf-8")

    def load(folder: Path) -> tuple[Authority, tuple[Diagnostic, ...]]:
        read.append(folder)
        return load_authority(folder)

    monkeypatch.setattr("generator.project.load_authority", load)
    for _ in range(2):
        lists = load_lists(tmp_path, Store(tmp_path / "kept"))
        assert (lists.authority, lists.faults) == load_authority(config) and [fault.line for fault in lists.faults] == [3]
    assert len(read) == 1
    (config / "organs.yml").write_text("organs: []\n", encoding="utf-8")
    assert load_lists(tmp_path, Store(tmp_path / "kept")).authority.organs.entries == () and len(read) == 2
    (config / "people.yml").write_text("same: [\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(InputFault):
            load_lists(tmp_path, Store(tmp_path / "kept"))


def test_an_issue_saved_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(tmp_path, TEXT, 2019, 1)
    path, read = tmp_path / "content" / "2019" / "01" / "issue.yml", list[int | None]()

    def load(path: Path, folder: Path, authority: Authority) -> tuple[Issue, tuple[Diagnostic, ...]]:
        found = load_issue(path, folder, authority)
        if not read:
            path.write_text(path.read_text(encoding="utf-8") + "whole_number: 7\n", encoding="utf-8")
        read.append(found[0].meta.whole_number)
        return found

    path.write_text(path.read_text(encoding="utf-8").replace("whole_number:", "# whole_number:"), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    monkeypatch.setattr("generator.project.load_issue", load)
    store = Store(tmp_path / "kept")
    assert load_bulletin(tmp_path, store=store)[0].issues[0].meta.whole_number == 7 and read == [None, 7]
    path.write_text(before, encoding="utf-8")
    assert load_bulletin(tmp_path, store=store)[0].issues[0].meta.whole_number is None
