"""Rosters written as running lines, against the key read from the print."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.diagnostics import Code
from generator.linking.knowledge import learn
from generator.parsing.rosters import RosterMember, find_rosters
from generator.project import load_bulletin
from tests.support.bulletins import CORPUS, make_project, real_bulletin

KEY: list[dict[str, Any]] = yaml.safe_load((CORPUS / "haimen-2018-01" / "tables.yml").read_text(encoding="utf-8"))["rosters_in_text"]


def members() -> list[RosterMember]:
    return [member for _, document in real_bulletin()[0].documents() for roster in find_rosters(document) for member in roster]


def test_every_member_is_found_and_none_invented() -> None:
    found = [(m.line, m.name, m.words) for m in members()]
    assert found == [(e["line"], e["name"], e["post"]) for e in sorted(KEY, key=lambda e: int(e["line"]))]


def test_roles_hold_until_the_next() -> None:
    roles = {m.line: m.role for m in members()}
    assert {e["line"]: e.get("role") for e in KEY if e.get("role")} == {line: role for line, role in roles.items() if role}


HEAD = "云州市人民政府办公室关于成立领导小组的通知\n云府办发〔2019〕21号\n各区、县人民政府：\n现将组成人员名单通知如下：\n"
END = "\n云州市人民政府办公室\n2019年3月28日\n"


@pytest.mark.parametrize(("lines", "wanted"), [
    ("组　长：李　明（副市长）\n副组长：高远（市政府秘书长）\n张三（市财政局局长）\n成　员：欧阳澜（市林业局副局长）",
     [("组长", "李明", "副市长"), ("副组长", "高远", "市政府秘书长"), ("副组长", "张三", "市财政局局长"), ("成员", "欧阳澜", "市林业局副局长")]),
    ("组长：李明（副市长）\n成员：张三（市财政局局长）、阿不都·热合曼（市民宗局局长）；高　远（市林业局、市草原局局长）。",
     [("组长", "李明", "副市长"), ("成员", "张三", "市财政局局长"), ("成员", "阿不都·热合曼", "市民宗局局长"), ("成员", "高远", "市林业局、市草原局局长")]),
    ("牵头单位：水利局（水资源科）\n配合单位：安监局（执法队）\n责任单位：程家村（主会场）、于家村（分会场）", []),
    ("组长：李明（副市长）\n成员：张三（市财政局局长）", []),
    ("组长：李明（副市长）、张远（市财政局局长）\n副组长：高远（市政府秘书长）、陈大河（市林业局副局长）",
     [("组长", "李明", "副市长"), ("组长", "张远", "市财政局局长"), ("副组长", "高远", "市政府秘书长"), ("副组长", "陈大河", "市林业局副局长")]),
    ("责任单位：通济河（河道治理）、白石桥（改造）\n配合单位：高新区（主会场）、方山（分会场）", [])])
def test_posts_in_brackets_behind_the_names(lines: str, wanted: list[tuple[str, str, str]], tmp_path: Path) -> None:
    bulletin, _ = load_bulletin(make_project(tmp_path, HEAD + lines + END, 2019, 2))
    (document,) = bulletin.issues[0].documents
    assert [(m.role, m.name, m.words) for roster in find_rosters(document) for m in roster] == wanted
    assert {m.name for person in learn(bulletin).people.persons for m in person.mentions} >= {name for _, name, _ in wanted}


@pytest.mark.parametrize(("lines", "names", "doubts"), [
    ("组长：李明（副市长）、张远（市长助理）\n成员：高远（市财政局局长）、水利局（局长）、孙山（市审计局局长）", ["李明", "张远", "高远", "孙山"], ["水利局"]),
    ("组长：李明（副市长）\n副组长：买三力（市民宗局局长）\n成员：高远（市财政局局长）", ["李明", "高远"], ["买三力"]),
    ("组长：李明（副市长）、张远（市长助理）\n成员：水利局（水资源科）\n成员：高远（市财政局局长）", [], []),
    ("组长：李明（副市长）、张远（市长助理）、高远（市财政局局长）、高新区（主会场）、方山（分会场）", ["李明", "张远", "高远"], ["高新区", "方山"])])
def test_what_is_no_name_for_sure_is_left_out_alone_and_reported(lines: str, names: list[str], doubts: list[str], tmp_path: Path) -> None:
    bulletin, diagnostics = load_bulletin(make_project(tmp_path, HEAD + lines + END, 2019, 2))
    (document,) = bulletin.issues[0].documents
    assert [m.name for roster in find_rosters(document) for m in roster] == names
    assert [d.words.partition("（")[0] for d in diagnostics if d.code is Code.NAME_IN_DOUBT] == doubts


def test_rows_of_an_appointment_are_no_list_of_honours(tmp_path: Path) -> None:
    rows = "一、任职\n李　明　市财政局局长\n高　远　市林业局局长\n张　三　市审计局局长"
    bulletin, _ = load_bulletin(make_project(tmp_path, HEAD.replace("成立领导小组", "李明等同志任职") + rows + END, 2019, 2))
    (document,) = bulletin.issues[0].documents
    assert document.personnel is not None and len(document.personnel.changes) == 3
    assert list(find_rosters(document)) == []
