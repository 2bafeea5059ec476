"""The files for programs: every record is a line of its file, and a part is made again only where what it shows has changed."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.linking.knowledge import Knowledge, learn
from generator.mentions import MentionType
from generator.parts import files_of
from generator.project import load_bulletin
from generator.publishing import data_files
from generator.publishing.data import data_records
from generator.publishing.data_files import DataFiles, lines_of, make_ahead
from generator.publishing.preparation import load_with_store
from generator.publishing.schema import FILES
from tests.support.bulletins import real_bulletin, real_knowledge
from tests.support.copies import LATER, add_issue, make_bulletin

NAMES = [file.name for file in FILES]
# An issue that appoints nobody.
NEWEST = LATER.partition("\n\n")[0].replace("2019", "2020")


def told(project: Path, epoch: str | None = None) -> Knowledge:
    return learn(load_with_store(project, lambda _: None)[0], epoch)


def keys(known: Knowledge) -> Mapping[str, str | None]:
    return {part.name: part.key for part in DataFiles(known).parts()}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return add_issue(make_bulletin(tmp_path / "p"), LATER, 2019, 3)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_the_list_of_the_records_one_a_line(name: str) -> None:
    records = data_records(real_knowledge())[name]
    data = dict(files_of(DataFiles(real_knowledge()).parts()))[f"data/{name}"]
    assert data.decode() == "[" + ",".join("\n" + json.dumps(record, ensure_ascii=False) for record in records) + "\n]\n"


def test_lines_kept_by_issue_are_those_of_the_whole_bulletin(project: Path) -> None:
    make_ahead(told(project))
    kept, anew = told(project), learn(load_bulletin(project)[0])
    for name in NAMES:
        assert list(lines_of(kept, name)) == list(lines_of(anew, name))
        assert [json.loads(line) for line in lines_of(kept, name)] == data_records(anew)[name]


def test_what_is_kept_is_not_made_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_ahead(told(project))
    monkeypatch.setattr(data_files, "mention_record", lambda _: pytest.fail("made once more"))
    assert list(lines_of(told(project), "organs.json"))


def test_an_organ_named_like_a_field_of_its_record(project: Path) -> None:
    path = project / "site_config" / "organs.yml"
    name = '"mentions": []'
    path.write_text(path.read_text(encoding="utf-8") + f"  - {{id: odd, name: '{name}', variants: ['{name}二']}}\n", encoding="utf-8")
    records = [json.loads(line) for line in lines_of(told(project), "organs.json")]
    assert records == data_records(told(project))["organs.json"] and name in {record["name"] for record in records}


def test_records_are_counted_whether_their_file_was_made_or_not() -> None:
    data = DataFiles(real_knowledge())
    counts = {name: len(records) for name, records in data_records(real_knowledge()).items()}
    assert {name: data.count(name) for name in NAMES} == counts
    for part in (data := DataFiles(real_knowledge())).parts():
        if part.name.startswith("data "):
            list(part.make())
    assert {name: data.count(name) for name in NAMES} == counts


def test_an_issue_added_leaves_what_it_does_not_touch(project: Path) -> None:
    before = keys(told(project))
    assert None not in before.values() and keys(told(project)) == before
    after = keys(told(add_issue(project, NEWEST, 2020, 1)))
    same = {name for name in before if after[name] == before[name]}
    ids = {issue.meta.id for issue in told(project).bulletin.issues}
    assert {f"tables {id_}" for id_ in ids} - {"tables 2020-01"} <= same and {"data schema", "files personnel", "feed feeds/personnel.xml"} <= same
    named = {mention.organ for mention in told(project).organs.of_issue("2020-01")}
    assert named and {name for name in before if name.startswith("feed feeds/organs/")} - same == {f"feed feeds/organs/{organ}.xml" for organ in named}
    assert not any((name.startswith("data ") and name.endswith(".json")) or name == "calendar deadlines.ics" for name in same)


def test_the_calendar_speaks_for_the_stated_day(project: Path) -> None:
    assert keys(told(project, "1700000000"))["calendar deadlines.ics"] != keys(told(project))["calendar deadlines.ics"]


def test_mentions_of_an_issue_stand_in_its_records() -> None:
    known = real_knowledge()
    assert [mention for issue in real_bulletin()[0].issues for mention in known.organs.of_issue(issue.meta.id)] == list(known.organs.mentions)
    assert {mention.type for mention in known.organs.mentions} >= {MentionType.TABLE_ROW, MentionType.CHRONICLE}
