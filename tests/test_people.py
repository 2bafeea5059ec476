"""People: who is named in the chronicle against a key made by reading the print, who is one person, and the editor's decisions."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.authority.people import PeopleList, load_people
from generator.diagnostics import Code
from generator.linking.chronicle_people import confirmed_names, read_people
from generator.linking.knowledge import learn
from generator.linking.people import PeopleReading, idle_decisions, people_doubts, read_persons
from generator.linking.person_words import person_words
from generator.pages.people import people_of_entries, people_parts
from generator.people import Person, PersonMention, Where
from generator.project import load_bulletin
from generator.publishing.data import data_records
from tests.support.bulletins import CORPUS, make_project, real_bulletin, real_knowledge
from tests.support.pages import made

FOLDER = CORPUS / "haimen-2018-01"
KEY: dict[int, list[dict[str, list[str]]]] = yaml.safe_load((FOLDER / "people.yml").read_text(encoding="utf-8"))
TABLES: dict[str, Any] = yaml.safe_load((FOLDER / "tables.yml").read_text(encoding="utf-8"))
NAMED = {(line, name) for line, groups in KEY.items() for group in groups for names in group.values() for name in names}
TITLED = {(line, name, title) for line, groups in KEY.items() for group in groups for title, names in group.items() for name in names}


@cache
def reading() -> PeopleReading:
    return real_knowledge().people


def mentions(*places: Where) -> list[PersonMention]:
    return [mention for person in reading().persons for mention in person.of(*places)]


def named(name: str) -> list[Person]:
    return [person for person in reading().persons if person.name == name]


# ---------------------------------------------------------------- the chronicle


def test_people_of_the_chronicle_are_found_and_none_invented() -> None:
    found = {(m.line, m.name) for m in mentions(Where.CHRONICLE)}
    precision, recall = len(found & NAMED) / len(found), len(found & NAMED) / len(NAMED)
    print(f"people in the chronicle: precision {precision:.4f}, recall {recall:.4f} ({len(found)} found, {len(NAMED)} in the key)")
    assert precision >= 0.99 and recall >= 0.99, (sorted(found - NAMED), sorted(NAMED - found))


def test_titles_are_those_printed() -> None:
    found = {(m.line, m.name, m.title) for m in mentions(Where.CHRONICLE)}
    assert len(found & TITLED) / len(found | TITLED) >= 0.99, (sorted(found - TITLED, key=str), sorted(TITLED - found, key=str))


def test_every_chronicle_entry_is_in_the_key() -> None:
    lines = {entry.first_line for issue in real_bulletin()[0].issues if issue.meta.id == "2018-01" for entry in issue.chronicle}
    assert lines == set(KEY)


def test_the_name_stands_in_its_words() -> None:
    for mention in mentions(*Where):
        if mention.where is not Where.TASK:
            assert "".join(mention.words[mention.start:mention.end].split()) == "".join(mention.name.split()), mention


@pytest.mark.parametrize("example", person_words().examples, ids=lambda example: str(example["text"])[:20])
def test_examples(example: dict[str, Any]) -> None:
    text = str(example["text"])
    found = read_people(text, confirmed_names([text], person_words()), person_words())
    assert list(dict.fromkeys((item.name, item.title) for item in found.named)) == [tuple(pair) for pair in example["people"]]
    assert [doubt.title for doubt in found.undecided] == example.get("doubts", [])


# What is no name, though it begins like one; and names that hold others.
@pytest.mark.parametrize("text", [
    "会议决定成立领导小组，市领导班子成员全程参与。", "实行书记任组长的责任制。", "各镇长江段河长制工作会议召开。", "领导小组成员单位要明确职责。", "市长热线于1月1日开通。",
    "各单位主要负责人要高度重视。", "秘书长、办公室主任等参加会议。",
    "书记和镇长共同研究。", "市长于会上，副市长和王军代表出席。", "选举产生了市长、副市长。", "召开党委书记和有关人员座谈会。"])
def test_what_is_no_name(text: str) -> None:
    assert [item.name for item in read_people(text, frozenset({"成立", "陈凯", "江永军"}), person_words()).named] == []


@pytest.mark.parametrize(("text", "people"), [
    ("20日　程立本、阿依古丽·买买提到北沟镇调研。", [("程立本", None), ("阿依古丽·买买提", None)]), ("上午，程立本、高远出席会议。", [("程立本", None), ("高远", None)]),
    ("20日　程立本、高远等市领导分赴各县。", [("程立本", "市领导"), ("高远", "市领导")]), ("程立本代表市政府签约，高远主持。", [("程立本", None), ("高远", None)]),
    ("程立本、某银行行长裘千尺致辞。", [("程立本", None), ("裘千尺", "某银行行长")]), ("△副市长程立本到北沟镇调研。", [("程立本", "副市长")]),
    ("高远现场办公。程立本故居开放。高远、程立本故居开放。", [])])
def test_known_names_open_a_clause_without_a_title(text: str, people: list[tuple[str, str | None]]) -> None:
    found = read_people(text, frozenset({"程立本", "高远", "阿依古丽·买买提"}), person_words())
    assert [(item.name, item.title) for item in found.named] == people


def test_a_known_name_does_not_cut_a_longer_one() -> None:
    found = read_people("中科院院士陈凯先，市委书记郭晓敏、副市长郭光明出席。", frozenset({"陈凯", "郭晓敏", "郭光明"}), person_words())
    assert [item.name for item in found.named] == ["陈凯先", "郭晓敏", "郭光明"]


# ---------------------------------------------------------------- other places


def test_lists_and_tables_give_every_name_of_the_key() -> None:
    rosters = {(row["line"], row["name"]) for row in TABLES["rosters_in_text"]} | {(row["line"], row["name"]) for row in TABLES["roster"]}
    assert {(m.line, m.name) for m in mentions(Where.ROSTER, Where.AWARD)} == rosters
    tasks = sorted(leader for row in TABLES["tasks"] if isinstance(row["leaders"], list) for leader in row["leaders"])
    assert sorted(m.name for m in mentions(Where.TASK)) == tasks


def test_who_bears_a_word_for_a_name() -> None:
    assert sorted(m.line for person in named("成立") for m in person.mentions) == [483, 7415]
    assert len(named("陈凯")) == len(named("陈凯先")) == 1 and not set(named("陈凯")[0].mentions) & set(named("陈凯先")[0].mentions)
    assert named("江永军") and named("郭晓敏")[0].id != named("郭光明")[0].id


# ---------------------------------------------------------------- one person or two


def test_two_of_one_name_in_one_list_are_two() -> None:
    assert [(p.id, p.note, p.is_sure) for p in named("张建忠")] == [("zhang-jianzhong-shangwuju", "市商务局", True), ("zhang-jianzhong-shijianju", "市市监局", True)]


@pytest.mark.parametrize("name", ["郭晓敏", "杨万平", "陈敢", "胡文瑞", "姚胜", "赵闻斌", "陆志鹏", "张松", "夏林辉", "成立", "沈国峰", "徐秋华", "俞祖平", "杨勇"])
def test_one_person_under_several_titles_is_one(name: str) -> None:
    assert [person.is_sure for person in named(name)] == [True]
    assert len(named(name)[0].mentions) > 1


@pytest.mark.parametrize("name", ["陈娟", "吴勇", "陆杨", "龚健"])
def test_what_the_print_does_not_tell_stays_unsure(name: str) -> None:
    assert [(person.is_sure, len(person.groups)) for person in named(name)] == [(False, 2)]
    assert any(d.code is Code.PERSON_UNSURE and name in d.message and "people.yml" in d.advice for d in people_doubts(real_bulletin()[0], reading()))


@pytest.mark.parametrize(("name", "person_id"), [("郭晓敏", "guo-xiaomin"), ("皇甫立月", "huangfu-liyue"), ("Anil Kumar Rai（瑞峰）", "anil-kumar-rai"),
                                                ("单晓鸣", "shan-xiaoming"),
                                                ("仇锦梅", "qiu-jinmei"), ("吕芳", "lv-fang"), ("解建明", "xie-jianming"), ("佘博学", "she-boxue")])
def test_ids_are_spelled_surname_first(name: str, person_id: str) -> None:
    assert person_words().spell(name) == person_id


def test_ids_are_unique_and_every_mention_has_one_person() -> None:
    persons = reading().persons
    assert len({person.id for person in persons}) == len(persons)
    assert len([m for person in persons for m in person.mentions]) == len({(m, person.id) for person in persons for m in person.mentions})
    print(f"{len(persons)} people, {len(mentions(*Where))} mentions")
    assert len(persons) >= 300


# ---------------------------------------------------------------- decisions by hand


def decide(folder: Path, text: str) -> tuple[PeopleList, list[str]]:
    (folder / "people.yml").write_text(text, encoding="utf-8")
    people, faults = load_people(folder, "site_config")
    return people, [fault.message for fault in faults]


@pytest.mark.parametrize(("text", "words"), [
    ("same:\n- {name: 甲某}\n", "reason"), ("same:\n- {name: 甲某, reason: 乙, id: x}\n", "不认识的项目"), ("samm: []\n", "不认识的项目"), ("same: 甲\n", "列表"),
    ("same:\n- {name: 甲某, reason: 乙}\n- {name: 甲 某, reason: 丙}\n", "已经在第"),
    ("different:\n- {name: 甲某, reason: 乙, persons: [{id: jia-a, note: 甲, words: [甲]}]}\n", "至少要分出两人"),
    ("different:\n- {name: 甲某, reason: 乙, persons: [{id: jia-a, note: 甲, words: [局]}, {id: jia-b, note: 乙, words: [局]}]}\n", "已经用来认"),
    ("different:\n- {name: 甲某, reason: 乙, persons: [{id: jia-a, note: 甲, words: [甲]}, {id: jia-a, note: 乙, words: [乙]}]}\n", "用了两次"),
    ("different:\n- {name: 甲某, reason: 乙, persons: [{id: Jia A, note: 甲, words: [甲]}, {id: jia-b, note: 乙, words: []}]}\n", "小写字母"),
    ("ids:\n- {name: 甲某, reason: 乙, id: index}\n", "小写字母"), ("ids:\n- {name: 甲某, reason: 乙, id: a-b}\n- {name: 乙某, reason: 乙, id: a-b}\n", "用了两次")])
def test_people_yml_is_checked(tmp_path: Path, text: str, words: str) -> None:
    _, faults = decide(tmp_path, text)
    assert any(words in message for message in faults), faults


def test_the_list_of_this_bulletin_is_sound_and_used() -> None:
    bulletin, faults = real_bulletin()
    assert not [fault for fault in faults if fault.path.endswith("people.yml")]
    assert not list(idle_decisions(bulletin.authority.people, reading()))


def test_a_word_behind_a_name_can_be_added_where_the_report_says_so(tmp_path: Path) -> None:
    text = "大 事 记\n·3月1日，副县长张大山跃然纸上。\n·3月2日，副县长李明深耕防汛。\n"
    bulletin, _ = load_bulletin(make_project(tmp_path / "a", text))
    doubts = [doubt for doubt in people_doubts(bulletin, read_persons(bulletin)) if doubt.code is Code.NAME_IN_DOUBT]
    assert not read_persons(bulletin).persons and len(doubts) == 2
    added = re.search(r"site_config/layouts\.yml .*(name_followers: \[深耕\])", doubts[0].advice)
    assert added is not None
    bulletin, faults = load_bulletin(make_project(tmp_path / "b", text, config={"layouts.yml": added[1].replace("]", ", 跃然, ' ']") + "\n"}))
    assert {person.name for person in read_persons(bulletin).persons} == {"张大山", "李明"} and not any(fault.path.endswith("layouts.yml") for fault in faults)


def appointments(*lines: str) -> str:
    body = "\n\n".join(lines)
    return f"人事任免\n\n市政府关于甲等同志职务任免的通知\n\n乙政干〔2018〕1号\n\n各单位：\n\n经研究，决定：\n\n{body}\n\n乙市人民政府\n\n2018年1月8日\n"


CONFIG = {"site.yml": "title: 乙市公报\ncity: 乙市\n", "series.yml": "series:\n- {name: 乙政干, slug: yzg, issuer: 乙市人民政府}\n"}


@pytest.mark.parametrize(("city", "groups"), [("乙县", 1), ("乙市", 2)])
def test_a_title_is_the_same_with_the_level_of_the_own_place_before_it(city: str, groups: int, tmp_path: Path) -> None:
    text = appointments("李大山同志任县园林管理处处长。").replace("乙市", city) + "\n大事记\n1月8日，园林管理处处长李大山到甲镇调研。\n"
    config = CONFIG | {"site.yml": f"title: 公报\ncity: {city}\n"}
    (person,) = [p for p in read_persons(load_bulletin(make_project(tmp_path, text, config=config))[0]).persons if p.name == "李大山"]
    assert len(person.mentions) == 2 and len(person.groups) == groups


def test_names_of_one_spelling_have_ids_of_their_own(tmp_path: Path) -> None:
    text = appointments("于伟同志任市财政局局长；", "余伟同志任市教育局局长；", "俞伟同志任市卫生局局长。")
    known = learn(load_bulletin(make_project(tmp_path, text, config=CONFIG))[0])
    ids = {person.name: person.id for person in known.people.persons}
    assert ids["于伟"] == "yu-wei" and ids["余伟"] == "yu-wei-4f1f" and ids["俞伟"] == "yu-wei-4fde4f1f"


def test_a_post_is_open_until_it_is_closed(tmp_path: Path) -> None:
    make_project(tmp_path, appointments("李大山同志任市水利局局长；", "免去王小河同志市水利局局长职务。"), number=1, config=CONFIG)
    later = appointments("免去李大山同志市水利局局长职务；", "李大山同志任市财政局局长。").replace("2018年1月8日", "2018年3月9日").replace("1号", "2号")
    first = read_persons(load_bulletin(tmp_path)[0])
    make_project(tmp_path, later, number=2, config=CONFIG)
    second = read_persons(load_bulletin(tmp_path)[0])
    assert {p.id for p in first.persons} <= {p.id for p in second.persons}
    posts = {p.name: [(t.organ, t.post, str(t.date_from), str(t.date_to)) for t in p.tenures] for p in second.persons}
    assert posts == {"李大山": [("市水利局", "局长", "2018-01-08", "2018-03-09"), ("市财政局", "局长", "2018-03-09", "None")],
                     "王小河": [("市水利局", "局长", "None", "2018-01-08")]}


def test_two_spellings_alike_keep_their_ids(tmp_path: Path) -> None:
    make_project(tmp_path, appointments("张敏同志任市水利局局长；", "张旻同志任市财政局局长。"), config=CONFIG)
    ids = {p.name: p.id for p in read_persons(load_bulletin(tmp_path)[0]).persons}
    assert ids == {"张敏": "zhang-min", "张旻": "zhang-min-65fb"}


# ---------------------------------------------------------------- pages and data


def test_pages_ask_search_engines_to_leave_them_out_unless_told_otherwise(tmp_path: Path) -> None:
    assert all("robots: noindex" in text for text in made(people_parts(real_knowledge())).values())
    make_project(tmp_path, appointments("李大山同志任市水利局局长。"), config=CONFIG | {"site.yml": "title: 乙市公报\npeople_noindex: false\n"})
    pages = made(people_parts(learn(load_bulletin(tmp_path)[0])))
    assert len(pages) == 2 and not any("noindex" in text for text in pages.values())


def test_a_page_says_what_is_unsure() -> None:
    pages = made(people_parts(real_knowledge()))
    assert "可能是几个人" in pages["people/chen-juan.md"] and "可能是几个人" not in pages["people/guo-xiaomin.md"]
    assert "印本未载免职" in pages["people/xia-linhui.md"] and "../2018/01/hzg-2018-4.html#" in pages["people/xia-linhui.md"]
    assert "hzf-2018-5-t1.html#r" in pages["people/yang-wanping.md"]


def test_data_files_name_people() -> None:
    records = data_records(real_knowledge())
    people = {record["id"]: record for record in records["people.json"]}
    assert all(record["person_id"] in people for record in records["personnel_changes.json"])
    assert {(r["line"], p["name"]) for r in records["chronicle.json"] for p in r["people"]} == {(m.line, m.name) for m in mentions(Where.CHRONICLE)}
    assert all(person in people for record in records["documents.json"] for person in record["people"])
    assert people["guo-xiaomin"]["name"] == "郭晓敏"


def test_entries_name_their_people_in_order() -> None:
    entry = next(e for issue in real_bulletin()[0].issues for e in issue.chronicle if e.first_line == 7554)
    people = people_of_entries(real_knowledge())[entry.id]
    assert [name for name, _, _ in people][:4] == ["陈勇", "郭晓敏", "成伟", "陆一飞"]
    assert ("姚胜", "市委常委、市纪委书记、监委主任", "people/yao-sheng.html") in people


def test_text_of_documents_names_only_who_is_known() -> None:
    assert {(m.line, m.name, m.title) for m in mentions(Where.NAMED)} == {
        (3275, "袁佩新", "组长"), (3275, "汤冲", "副组长"), (3275, "施波", "副组长"), (3275, "江建华", "副组长"), (5737, "钮健", None)}
    assert all(person.is_sure for name in ("袁佩新", "钮健") for person in named(name))


def test_documents_without_a_number_are_not_one_where_their_ids_begin_alike(tmp_path: Path) -> None:
    """w-t… is no table of w: two documents of 桐州市 say nothing of whether one 王建军 is meant."""
    text = "".join(f"桐州市人民政府关于{about}工作的通知\n\n各镇人民政府：\n由{organ}王建军负责此项工作。\n\n桐州市人民政府\n2019年3月5日\n\n\n"
                   for about, organ in (("造林", "市林业局局长"), ("防汛", "市水利局局长")))
    text += "桐州市人民政府关于王建军同志任职的通知\n桐政干〔2019〕3号\n\n各镇人民政府：\n任命王建军同志为市民政局局长。\n\n桐州市人民政府\n2019年3月6日\n"
    project = make_project(tmp_path, text, 2019, 2, {"site.yml": "title: 桐州公报\ncity: 桐州市\n"})
    reading = read_persons(load_bulletin(project)[0])
    assert [{mention.record for mention in group} for person in reading.persons for group in person.groups] == [
        {"w-tzsrmzfgyzlgzdtz-2019-02"}, {"w-tzsrmzfgyfxgzdtz-2019-02"}, {"tongzhenggan-2019-3"}]
