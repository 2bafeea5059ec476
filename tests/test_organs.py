"""Organs: the list, the forms in every place, and what must stay open, against a key made by reading the print."""

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generator.authority.organs import OrganList, load_organs
from generator.authority.site import Site
from generator.diagnostics import Code
from generator.linking.organ_words import Found, OrganWords, habits
from generator.linking.organs import OrganReading, read_organs, unknown_organs
from generator.mentions import MentionType, OrganMention
from generator.notation.folding import fold
from generator.pages.organ_names import looked_for
from generator.pages.organs import organ_parts
from generator.pages.related import organs_of
from generator.project import load_bulletin
from generator.publishing.data import data_records
from generator.publishing.schema import FILES, json_schema
from generator.records import Document
from tests.support.bulletins import CORPUS, ROOT, make_project, real_bulletin, real_knowledge
from tests.support.pages import made

KEY: dict[str, Any] = yaml.safe_load((CORPUS / "haimen-2018-01" / "organs_key.yml").read_text(encoding="utf-8"))
ORGANS: OrganList = real_bulletin()[0].authority.organs
CONFIG = """organs:
  - {id: gonganju, name: 乙市公安局, short: 公安局, variants: [市公安局], kind: department}
  - {id: jindudadui, name: 市公安局禁毒大队, kind: department, part_of: gonganju}
  - {id: shizhengfu, name: 乙市人民政府, short: 市政府, kind: government}
  - {id: shuiliju, name: 市水利局, short: 水利局, kind: department}
  - {id: zhengxie, name: 市政协, kind: cppcc}
  - {id: kaifaqu, name: 乙市经济开发区, short: 开发区, variants: [经开], kind: district}
  - {id: kaifaqucaizhengju, name: 乙市经济开发区财政局, kind: department, part_of: kaifaqu}
  - {id: kaifaqufuwuzhongxin, name: 乙市经济开发区服务中心, kind: department, part_of: kaifaqu}
  - {id: bingshishuiliju, name: 丙市水利局, kind: upper}
collectives: [各区镇]
outside: [丙市]
"""


@cache
def reading() -> OrganReading:
    return real_knowledge().organs


@cache
def at_line() -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for mention in reading().mentions:
        found[mention.line].add((fold(mention.form), mention.organ))
    return found


def document(document_id: str) -> Document:
    return next(d for _, d in real_bulletin()[0].documents() if d.id == document_id)


def small(tmp_path: Path) -> OrganList:
    (tmp_path / "organs.yml").write_text(CONFIG, encoding="utf-8")
    organs, faults = load_organs(tmp_path, "site_config")
    assert faults == ()
    return organs


def resolved(forms: dict[str, str], found: set[tuple[str, str]]) -> dict[str, str]:
    by_form = dict(found)
    return {form: by_form.get(fold(form), "OPEN") for form in forms}


# ---------------------------------------------------------------- the key


@pytest.mark.parametrize(("key", "tables", "columns"), [("tasks", ("hzf-2018-5-t1", "hzf-2018-5-t2"), ("责任单位", "协同单位")), ("quotas", ("hzbf-2018-10-t1",), ("单位",))])
def test_every_form_of_the_organ_columns_is_resolved_or_left_open(key: str, tables: tuple[str, ...], columns: tuple[str, ...]) -> None:
    found = {(fold(m.form), m.organ) for m in reading().mentions if m.record in tables and m.role in columns}
    assert resolved(KEY[key], found) == KEY[key]
    assert {form for form, _ in found} == {fold(form) for form, organ in KEY[key].items() if organ != "OPEN"}


def test_every_printed_item_of_the_organ_columns_is_in_the_key() -> None:
    for key, document_id, columns in (("tasks", "hzf-2018-5", ("责任单位", "协同单位")), ("quotas", "hzbf-2018-10", ("单位",))):
        printed = {fold(item) for table in document(document_id).tables for record in table.grid.records
                   for name, value in zip(table.grid.columns, record.values, strict=True) if name in columns for item in value.items}
        assert printed == {fold(form) for form in KEY[key]}


def test_every_organ_of_the_personnel_documents_is_resolved() -> None:
    found = {(fold(m.form), m.organ) for m in reading().mentions if m.type is MentionType.PERSONNEL}
    assert resolved(KEY["personnel"], found) == KEY["personnel"]
    assert {form for form, _ in found} == {fold(form) for form in KEY["personnel"]}


@pytest.mark.parametrize(("line", "form", "organ"), KEY["elsewhere"])
def test_forms_elsewhere(line: int, form: str, organ: str) -> None:
    assert (fold(form), organ) in at_line()[line]


@pytest.mark.parametrize(("line", "organ"), [(line, organ) for line, organ, _ in KEY["traps"]])
def test_traps_are_not_linked(line: int, organ: str) -> None:
    assert organ not in {found for _, found in at_line()[line]}


def test_the_key_is_large_enough_and_knows_its_organs() -> None:
    assert len(KEY["elsewhere"]) >= 60 and len(KEY["traps"]) >= 30
    named = {organ for key in ("tasks", "quotas", "personnel") for organ in KEY[key].values()} | {row[2] for row in KEY["elsewhere"]} | {row[1] for row in KEY["traps"]}
    assert named - {"OPEN"} <= set(ORGANS.by_id)


# ---------------------------------------------------------------- the mentions


def test_every_mention_is_printed_at_its_line_and_in_its_words() -> None:
    lines = {line.number: fold(line.text) for line in real_bulletin()[0].issues[0].source.lines}
    for mention in reading().mentions:
        assert ORGANS.find(mention.form) is not None or mention.type is MentionType.PERSONNEL, mention
        assert mention.words[mention.start:mention.start + len(mention.form)] == mention.form or mention.start < 0, mention
        if mention.role != "发文":
            # A name that a page break cuts ends on a later line.
            assert fold(mention.form) in "".join(lines.get(mention.line + n, "") for n in range(3)), mention


def test_nothing_in_the_places_of_organs_is_unknown() -> None:
    assert reading().unknown == ()


def test_each_document_has_its_issuer_and_addressees() -> None:
    for _, one in real_bulletin()[0].documents():
        mine = [m for m in reading().mentions if m.record == one.id]
        assert {m.organ for m in mine if m.role == "发文"} == {"shizhengfu" if one.issuer == "海门市人民政府" else "zhengfuban"}
        assert {m.organ for m in mine if m.role == "主送"} == {"kaifaqu", "gongyeyuanqu"}


def test_duties_are_whole_sections() -> None:
    duties = {(m.line, m.organ): m for m in reading().mentions if m.role == "职责"}
    section = duties[5215, "shichangjianguanju"]
    assert section.words.startswith("（八）市监局\n1.负责流通领域") and section.words.endswith("并依法追究充装企业责任。")
    assert {organ for line, organ in duties if 5743 <= line <= 5769} == {
        "fagaiwei", "jinrongban", "kejiju", "caizhengju", "zhujianju", "chengguanju", "jiaotongju", "shangwuju", "tongjiju", "anjianju", "xingzhengshenpiju", "zhaoshangju",
        "guoshuiju", "dishuiju", "xiaofangdadui"}
    assert {organ for line, organ in duties if 5183 <= line <= 5236} == {
        "zhujianju", "shangwuju", "chengguanju", "anjianju", "fagaiwei", "xingzhengshenpiju", "jiaotongju", "shichangjianguanju", "gonganju", "xiaofangdadui", "huanbaoju"}


def test_one_district_in_every_table_of_districts() -> None:
    tables = {m.record for m in reading().of_organ("haiyongzhen") if m.type is MentionType.TABLE_ROW and m.role in ("区镇", "区（镇）", "镇（街）", "单位")}
    assert tables == {"hzbf-2018-6-t1", "hzbf-2018-10-t1", *(f"hzbf-2018-19-t{n}" for n in range(1, 6)), *(f"hzbf-2018-20-t{n}" for n in range(1, 6))}


# ---------------------------------------------------------------- the words


@pytest.mark.parametrize(("text", "forms"), habits().examples, ids=[text for text, _ in habits().examples])
def test_the_habits_know_their_examples(text: str, forms: tuple[str, ...], tmp_path: Path) -> None:
    assert tuple(text[f.start:f.end] for f in OrganWords(small(tmp_path)).in_prose(text)) == forms


@pytest.mark.parametrize(("text", "ids"), [
    ("丙市召开会议，市政协出席。", ()), ("丙市召开会议，市政协出席。我市市政协主席出席。", ("zhengxie",)), ("传达丙市文件，市政协出席。", ("zhengxie",)),
    ("向丙市安委会（市政府）报告，市水利局参加", ("shuiliju",)), ("乙市经济开发区、经开、公安局参加", ("kaifaqu", "gonganju")), ("经开负责", ()),
    ("由开发区、乙市经济开发区、水利局负责", ("kaifaqu", "shuiliju")), ("水利局（河长办）服务中心", ()), ("水利局（河长办）负责", ("shuiliju",)),
])
def test_what_belongs_to_another_city_or_is_in_doubt_is_left_out(text: str, ids: tuple[str, ...], tmp_path: Path) -> None:
    assert tuple(f.organ.id for f in OrganWords(small(tmp_path), "乙市").in_prose(text)) == ids


@pytest.mark.parametrize(("city", "text", "form"), [
    ("云州市", "我市公安局、本市水利局负责。", "公安局、水利局"), ("云山县", "我县公安局负责，本县水利局协助。", "公安局、水利局"), ("云山区", "由本区公安局负责。", "公安局"),
    ("云山自治州", "我州公安局负责。", "公安局"), ("云山旗", "我旗公安局负责。", "公安局"), ("云山县", "我市公安局负责。", ""), ("云州市", "我县公安局负责。", ""),
    ("", "我县公安局负责。", "公安局"), ("云山县", "丙市召开会议，云山县公安局负责。", ""), ("云山县", "丙市召开会议，我县公安局负责。", "公安局")])
def test_a_place_is_called_by_its_own_level(city: str, text: str, form: str, tmp_path: Path) -> None:
    assert "、".join(text[f.start:f.end] for f in OrganWords(small(tmp_path), city).in_prose(text)) == form


@pytest.mark.parametrize(("title", "city", "level"), [("云州市人民政府公报", "云州市", "市"), ("公报", "云山自治县", "县"), ("云山区人民政府公报", "", "区"), ("公报", "", ""),
                                                      ("公报", "云州", ""), ("云州市人民政府公报", "云州", "市"), ("公报", "市", "")])
def test_the_level_of_a_bulletin_is_that_of_its_city_or_title(title: str, city: str, level: str) -> None:
    assert Site(title, city, "", "", "", 6).level == level


def test_lists_sort_the_organs_of_a_county_by_what_people_look_for() -> None:
    county = Site("", "云山县", "", "", "", 6)
    assert [looked_for(name, county) for name in ("云山县财政局", "县教育局", "市水利局", "县")] == ["财政局", "教育局", "市水利局", "县"]


def test_lists_posts_and_names_run_together(tmp_path: Path) -> None:
    words = OrganWords(small(tmp_path))
    assert [f.organ.id if isinstance(f, Found) else f for f in words.in_list("市公安局 、经开、开发区水利局等、某某局")] == ["gonganju", "kaifaqu", "开发区水利局", "某某局"]
    assert [words.of_post(text).organ.id for text in ("市公安局副局长", "市公安局禁毒大队大队长职务（保留正科级待遇）", "经开主任科员")  # type: ignore[union-attr]
            ] == ["gonganju", "jindudadui", "kaifaqu"]
    assert words.of_post("市公安局第三大队大队长") == "市公安局第三大队" and words.of_post("市公安局") is None


def test_any_blanks_and_widths_are_one_form(tmp_path: Path) -> None:
    words = OrganWords(small(tmp_path))
    assert words.exact("公 安　局") is words.exact("公安局") is not None


SOURCE = """乙市人民政府关于甲等同志职务任免的通知
乙政干〔2019〕1号
各区、县人民政府，市公安局，县水利局，市级有关部门：
经研究，决定：
免去甲某某同志乙市经济开发区服务中心主任、财政局局长职务；
乙某某同志任市某某局局长。
乙市人民政府
2019年1月3日
"""


def test_a_small_bulletin_with_inherited_and_unknown_organs(tmp_path: Path) -> None:
    project = make_project(tmp_path, "人事任免\n" + SOURCE, 2019, 1, {"site.yml": "title: 乙市公报\ncity: 乙市\n", "organs.yml": CONFIG})
    bulletin, _ = load_bulletin(project)
    found = read_organs(bulletin)
    removed = [m for m in found.mentions if m.role == "免"]
    assert [(m.organ, m.form) for m in removed] == [("kaifaqufuwuzhongxin", "乙市经济开发区服务中心"), ("kaifaqucaizhengju", "财政局")]
    assert [(u.form, u.count) for u in found.unknown] == [("县水利局", 1), ("市某某局", 1)]
    diagnostics = unknown_organs(found, bulletin.authority)
    assert [d.code for d in diagnostics] == [Code.UNKNOWN_ORGAN] * 2 and "- {id: shimoumouju, name: 市某某局}" in diagnostics[1].advice


def test_what_is_said_of_an_unknown_organ_is_the_organ_alone(tmp_path: Path) -> None:
    """Neither 的 in front of it nor the rank behind it (一级调研员) belongs to its name."""
    text = ("人事任免\n乙市人民政府关于李明等同志职务任免的通知\n乙政发〔2019〕1号\n各区人民政府：\n免去李明同志兼任的市某某局局长职务。\n"
            "高远同志任市某乙局一级调研员。\n免张三同志市某丙局局长职务。\n乙市人民政府\n2019年1月5日\n")
    bulletin, _ = load_bulletin(make_project(tmp_path, text, 2019, 1, {"site.yml": "title: 乙市公报\ncity: 乙市\n", "organs.yml": CONFIG}))
    assert [u.form for u in read_organs(bulletin).unknown] == ["市某某局", "市某乙局", "市某丙局"]


def test_without_a_list_nobody_is_asked_for_organs(tmp_path: Path) -> None:
    bulletin, _ = load_bulletin(make_project(tmp_path, SOURCE, 2019, 1))
    found = read_organs(bulletin)
    assert found.mentions == () and unknown_organs(found, bulletin.authority) == ()


# ---------------------------------------------------------------- the list


@pytest.mark.parametrize(("text", "words"), [
    ("organs:\n  - {id: a, name: 甲局, kind: ministry}\n", "ministry"), ("organs:\n  - {id: a, name: 甲局, part_of: b}\n", "上级机构"),
    ("organs:\n  - {id: a, name: 甲局, part_of: a}\n", "上级机构"), ("organs:\n  - {id: A 1, name: 甲局}\n", "小写字母"),
    ("organs:\n  - {id: a, name: 甲局, successors: [{id: b}]}\n", "编号为“b”"), ("organs:\n  - {id: a, name: 甲局, successors: [b]}\n", "前身、后继"),
    ("organs:\n  - {id: a, name: 甲局, predecessors: [{id: a, date: 去年}]}\n", "应是日期"), ("organs:\n  - {id: a, name: 甲局, only_listed: [乙局]}\n", "不是这个机构的写法"),
    ("organs:\n  - {id: a, name: 甲局}\ncollectives: [甲局]\n", "collectives"),
])
def test_a_mistake_in_the_list_is_reported(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "organs.yml").write_text(text, encoding="utf-8")
    _, faults = load_organs(tmp_path, "site_config")
    assert any(words in fault.message or words in fault.advice for fault in faults), faults


def test_the_list_of_this_bulletin_has_a_kind_and_a_mention_for_each() -> None:
    assert all(organ.kind for organ in ORGANS.entries)
    assert ORGANS.by_id["jianchaju"].successors[0].organ == "jianweihui" and ORGANS.by_id["jianweihui"].predecessors[0].organ == "jianchaju"
    source = fold((ROOT / "content/2018/01/source.txt").read_text(encoding="utf-8-sig"))
    assert [form for organ in ORGANS.entries for form in organ.forms() if fold(form) not in source] == []


def mentions_of(role: str) -> list[OrganMention]:
    return [mention for mention in reading().mentions if mention.role == role]


def test_labels_in_running_text_give_the_role() -> None:
    assert {m.organ for m in mentions_of("牵头督办单位") if m.type is MentionType.DOCUMENT} == {"shuiliju", "fagaiwei", "huanbaoju", "zhujianju"}
    assert [m.organ for m in mentions_of("责任单位") if m.line == 3159] == ["kaifaqu", "linjiangxinqu", "sanchanggongyeyuanqu", "haiyongzhen"]


# ---------------------------------------------------------------- pages and data


@cache
def pages() -> dict[str, str]:
    return made(organ_parts(real_knowledge()))


def test_each_organ_that_is_named_has_a_page_and_stands_in_the_index() -> None:
    named = {mention.organ for mention in reading().mentions}
    assert set(pages()) == {"organs/index.md", *(f"organs/{organ}.md" for organ in named)}
    assert all(pages()["organs/index.md"].count(f'href="{organ}.html"') == 2 for organ in named)


def test_every_mention_is_on_its_organs_page_once() -> None:
    for organ in {mention.organ for mention in reading().mentions}:
        page = pages()[f"organs/{organ}.md"]
        assert page.count("源文件第") == len(reading().of_organ(organ)), organ


def test_a_page_shows_the_words_the_role_and_the_district_figures() -> None:
    page = pages()["organs/haiyongzhen.md"]
    assert "加强生态协同保护，与上海共建崇明世界级生态岛和长江口生态保护协同区。" in page and "<h3>责任单位" in page
    assert page.count('class="gb-figure-name"') == 12 and '<th scope="row">海永镇</th><td class="gb-figure-cell">180</td>' in page
    assert "职责" in pages()["organs/huanbaoju.md"] and "<mark>市环保局</mark>：负责排污口废水监测" in pages()["organs/huanbaoju.md"]
    assert "2017-12-24" in pages()["organs/jianchaju.md"] and 'href="jianweihui.html"' in pages()["organs/jianchaju.md"]


def test_links_back_from_documents_tables_and_events() -> None:
    known = real_knowledge()
    records = {mention.record for mention in known.organs.mentions}
    links = {record: {(organ.name, organ.url) for organ in named} for record, named in organs_of(known, known.bulletin.issues[0], *records).items()}
    assert ("环保局", "organs/huanbaoju.html") in links["hzf-2018-5"] and ("市纪委", "organs/jiwei.html") not in links["hzf-2018-5"]
    assert any(("环保局", "organs/huanbaoju.html") in links.get(f"hzf-2018-5-t{number}", ()) for number in range(1, 4))
    entry = next(entry for issue in real_bulletin()[0].issues for entry in issue.chronicle if entry.first_line == 7595)
    assert links[entry.id] == {("市场监管局", "organs/shichangjianguanju.html")}


def test_data_files_hold_what_the_pages_show() -> None:
    records = data_records(real_knowledge())
    organs = {organ["id"]: organ for organ in records["organs.json"]}
    jsonschema.validate(records["organs.json"], json_schema(next(file for file in FILES if file.name == "organs.json")))
    assert list(organs) == sorted(ORGANS.by_id) and sum(len(organ["mentions"]) for organ in organs.values()) == len(reading().mentions)
    document_organs = next(d["organs"] for d in records["documents.json"] if d["id"] == "hzbf-2018-14")
    assert {"shichangjianguanju", "ranqiguanlichu", "xiaofangdadui", "kaifaqu", "zhengfuban"} <= set(document_organs) and document_organs == sorted(document_organs)
    for organ in organs.values():
        assert (organ["url"] is None) == (not organ["mentions"])
