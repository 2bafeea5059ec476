"""Appointments: the real issue against a key read from the print, small sentences, and properties of every reading."""

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.appointments import Action, PersonnelChange
from generator.authority.layouts import load_layouts
from generator.bulletin import Bulletin
from generator.diagnostics import Code, Diagnostic
from generator.linking.knowledge import learn
from generator.linking.ledger import COLUMNS, find_ledger, find_moves
from generator.notation.folding import squeeze
from generator.pages.personnel import personnel_parts
from generator.parsing.assembly import Found, SentenceReading
from generator.parsing.offices import Name, organ_in_full, read_names, read_tail, split_office
from generator.parsing.personnel import find_changes, read_sentence, render_sentence
from generator.parsing.personnel_words import national, personnel_words
from generator.project import load_bulletin
from generator.publishing.data import data_records
from generator.publishing.personnel_files import personnel_files
from tests.support.bulletins import CORPUS, ROOT, make_project, real_bulletin, real_knowledge
from tests.support.pages import made

KEY: list[dict[str, Any]] = yaml.safe_load((CORPUS / "haimen-2018-01" / "personnel.yml").read_text(encoding="utf-8"))
GOLDEN = CORPUS / "golden-personnel"
CASES = sorted(path.stem for path in GOLDEN.glob("*.yml"))
WORDS = personnel_words(load_layouts(ROOT / "no-such-folder", "")[0])


def facts(bulletin: Bulletin) -> list[dict[str, Any]]:
    return [{"document": str(e.document.number), "line": e.change.line, "person": e.change.person, "action": e.change.action.value,
             "organ": e.change.organ, "organ_full": e.change.organ_full, "post": e.change.post, "probation": e.change.probation, "note": e.change.note}
            for e in find_ledger(bulletin)]


def sentences(bulletin: Bulletin) -> Iterator[list[PersonnelChange]]:
    for issue in bulletin.issues:
        for _, group in itertools.groupby(find_changes(issue), key=lambda change: (change.document, change.wording)):
            yield list(group)


def doubts(diagnostics: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return [d for d in diagnostics if d.code is Code.PERSONNEL_UNREAD]


# ---------------------------------------------------------------- the real issue


def test_every_record_of_the_real_issue() -> None:
    assert len(KEY) == 177
    found = [fact for fact in facts(real_bulletin()[0]) if fact["document"] in {entry["document"] for entry in KEY}]
    assert found == KEY


def test_no_sentence_of_the_real_issue_is_left_unread() -> None:
    bulletin, diagnostics = real_bulletin()
    assert doubts(diagnostics) == []
    issue = bulletin.issues[0]
    assert sum(document.personnel is not None for document in issue.documents) == 7


def test_every_sentence_of_the_real_issue_is_rebuilt_from_its_records() -> None:
    groups = list(sentences(real_bulletin()[0]))
    assert len(groups) == len({(entry["document"], entry["line"]) for entry in KEY}) == 133
    for group in groups:
        assert render_sentence(group) == squeeze(group[0].wording.sentence)


def test_moves_of_the_real_issue() -> None:
    moves = {move.person: move for _, move in find_moves(real_bulletin()[0])}
    assert [c.office for c in moves["从建军"].left] == ["海门港新区管委会主任"]
    assert [c.office for c in moves["从建军"].taken] == ["市机关事务管理局局长"]
    assert moves["从建军"].is_certain
    # One sentence says both; what another document says of the same name is no part of it.
    assert moves["夏林辉"].is_certain and [c.office for c in moves["夏林辉"].taken] == ["市知识产权局局长"]
    # Two sentences of two documents: one name, perhaps two people.
    assert not moves["陆杨"].is_certain and not moves["陈娟"].is_certain
    assert "张成" not in moves and "王丹" not in moves


# ---------------------------------------------------------------- the invented bulletin


def test_the_invented_bulletin(tmp_path: Path) -> None:
    case = CORPUS / "yunzhou-2019-02"
    config = {name: (case / name).read_text(encoding="utf-8") for name in ("site.yml", "series.yml", "organs.yml")}
    bulletin, diagnostics = load_bulletin(make_project(tmp_path, (case / "source.txt").read_bytes(), 2019, 2, config))
    assert doubts(diagnostics) == []
    assert [(f["document"], f["line"], f["person"], f["action"], f["organ"], f["post"], f["probation"]) for f in facts(bulletin)] == [
        ("云府人〔2019〕2号", 313, "罗明远", "appoint", "市商务局", "局长", None),
        ("云府人〔2019〕2号", 314, "欧阳澜", "appoint", "市应急管理局", "副局长", "试用期一年"),
        ("云府人〔2019〕2号", 315, "高远", "remove", "市财政局", "副局长", None),
        ("云府人〔2019〕3号", 323, "田雨禾", "appoint", "市林业局", "总工程师", None)]
    assert [change.organ_id for issue in bulletin.issues for change in find_changes(issue)] == [
        "shangwuju", "yingjiju", "caizhengju", "linyeju"]
    for group in sentences(bulletin):
        assert render_sentence(group) == squeeze(group[0].wording.sentence)


# ---------------------------------------------------------------- small sentences

HEAD = "云州市人民政府关于李明等同志职务任免的通知\n云府人〔2019〕2号\n各区、县人民政府，市政府各部门：\n"
END = "\n云州市人民政府\n2019年3月28日\n"


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, tmp_path: Path) -> None:
    wanted = yaml.safe_load((GOLDEN / f"{case}.yml").read_text(encoding="utf-8"))
    assert set(wanted) == {"about", "text", "records", "unread"} and wanted["about"]
    text = "人事任免\n\n" + HEAD + wanted["text"] + END
    bulletin, diagnostics = load_bulletin(make_project(tmp_path, text, 2019, 2))
    found = [[f["person"], f["action"], f["organ"], f["organ_full"], f["post"], f["probation"], f["note"]] for f in facts(bulletin)]
    assert found == wanted["records"]
    assert [d.words for d in doubts(diagnostics)] == wanted["unread"]
    for group in sentences(bulletin):
        assert render_sentence(group) == squeeze(group[0].wording.sentence)


SENTENCES = yaml.safe_load((CORPUS / "appointing-sentences.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"])
def test_a_broad_list_of_sentences(case: dict[str, Any]) -> None:
    """Each is read whole, into these records and no others, and comes back from them word for word."""
    reading = read_sentence(case["text"], WORDS)
    assert reading is not None
    found = [[f.name.name, f.action.value, f.organ_full, f.office.post, f.probation, "；".join(f.notes) or None] for f in reading.found]
    assert found == [[*record, None, None][:6] for record in case["records"]]
    assert render(reading) == case["text"]


@pytest.mark.parametrize("text", ["免去李明、王芳市财政局副局长职务。", "李明同志主持市财政局工作。", "任命李明为王芳为市财政局局长。"])
def test_what_no_rule_reads_whole_gives_no_record(text: str) -> None:
    assert read_sentence(text, WORDS) is None


@pytest.mark.parametrize(("columns", "people"), [("姓名\t任职\t免职", ["李明", "李明"]), ("姓名\t职务\t电话", [])])
def test_a_table_of_posts_taken_and_left_appoints_whatever_its_document_is_called(columns: str, people: list[str], tmp_path: Path) -> None:
    text = "云州市人民政府关于公布有关人员职务的通知\n云府发〔2019〕2号\n各区、县人民政府：\n名单如下：\n" + columns + "\n李明\t市财政局局长\t市审计局局长\n" + END
    bulletin, _ = load_bulletin(make_project(tmp_path, text, 2019, 2))
    assert [fact["person"] for fact in facts(bulletin)] == people


def test_there_are_enough_small_cases() -> None:
    assert len(CASES) >= 12


# ---------------------------------------------------------------- the data


@pytest.mark.parametrize(("action", "example"), [(Action(entry["action"]), example) for entry in national()["clauses"] for example in entry["examples"]])
def test_a_frame_reads_its_examples(action: Action, example: str) -> None:
    reading = read_sentence(example, WORDS, (Name("李四"),))
    assert reading is not None and reading.found[-1].action is action


@pytest.mark.parametrize(("text", "wanted"), national()["splits"].items())
def test_organ_and_post(text: str, wanted: list[str | None]) -> None:
    assert split_office(text, WORDS) == tuple(wanted)


@pytest.mark.parametrize("entry", [*national()["leads"], *national()["notes"], national()["probation"]], ids=lambda entry: entry["examples"][0])
def test_examples_and_counter_examples(entry: dict[str, Any]) -> None:
    assert all(re.fullmatch(entry["pattern"], example) for example in entry["examples"])
    assert not any(re.fullmatch(entry["pattern"], example) for example in entry.get("not", ()))


@pytest.mark.parametrize("entry", national()["list_heads"], ids=lambda entry: entry["examples"][0])
def test_examples_of_lines_that_open_a_list(entry: dict[str, Any]) -> None:
    action = Action(entry["action"]) if "action" in entry else None
    for example in entry["examples"]:
        head = WORDS.list_head(example)
        assert head is not None and head.action is action and head.verb == entry.get("verb")
    for other in entry.get("not", ()):
        assert (head := WORDS.list_head(other)) is None or head.action is not action


@pytest.mark.parametrize(("title", "wanted"), [
    ("市政府关于免去袁辉等同志职务的通知", True), ("市政府关于王丹等同志职务任免的通知", True), ("市政府关于张成等同志任职的通知", True),
    ("云州市人民政府关于李明任职的决定", False), ("市政府关于吴勇等工作人员任免的通知", True), ("市政府关于印发岗位责任制的通知", False),
    ("云州市人民代表大会常务委员会任免名单", True), ("云州市人大常委会关于接受李明辞去云州市副市长职务请求的决定", True), ("市政府关于李明等任免职的通知", True),
    ("市政府关于李明同志退休的通知", True), ("市政府关于李明等同志试用期满正式任职的通知", True), ("市政府关于晋升李明等同志职级的通知", True),
    ("市政府关于聘任第三届市政府参事的通知", True), ("市政府关于任命李明为市教育局局长的通知", True), ("市政府关于机构改革涉及干部任免职的通知", True),
    ("市政府关于印发干部任免工作规定的通知", False), ("市政府关于推荐李明等同志为劳动模范的通知", False), ("市政府关于机关工作人员退休待遇的通知", False),
    ("市政府关于免去有关费用的通知", False), ("市政府办公室关于表彰先进工作者的通知", False)])
def test_titles_of_personnel_documents(title: str, wanted: bool) -> None:
    assert WORDS.is_personnel_title(title) is wanted


@pytest.mark.parametrize(("organ", "leader", "wanted"), [
    ("江海办事处", "云州经济技术开发区装备制造产业园管委会", "云州经济技术开发区江海办事处"), ("江海街道办事处", "云州经济技术开发区管委会", "江海街道办事处"),
    ("市水利局", "云州工业园区管委会", "市水利局"), ("江苏某某国家级公园管理处", "云州新区管委会", "江苏某某国家级公园管理处"),
    ("东河派出所", "市公安局开发区派出所", "市公安局东河派出所"), ("文化协进社", "云州新区管委会", None), ("审计局", "市财政局", "审计局"),
    ("云州工业园区招商局", "云州新区管委会", "云州工业园区招商局"), ("办事处", "云州新区管委会", None)])
def test_what_an_organ_inherits(organ: str, leader: str, wanted: str | None) -> None:
    assert organ_in_full(organ, leader, leader, WORDS) == wanted


@pytest.mark.parametrize(("raw", "wanted"), [
    ("高　远", ["高远"]), ("欧阳　澜", ["欧阳澜"]), ("张三　李四", ["张三", "李四"]), ("陈杰、顾幸泉", ["陈杰", "顾幸泉"]), ("张三和李四", ["张三", "李四"]),
    ("买买提·艾力", ["买买提·艾力"]), ("张晓和", ["张晓和"]), ("张三李四", None), ("以下", None), ("该", None), ("张三等", None), ("市财政局", None)])
def test_names(raw: str, wanted: list[str] | None) -> None:
    found = read_names(raw, WORDS, needs_surname=False)
    assert (None if found is None else [part.name for part in found if isinstance(part, Name)]) == wanted


def test_half_a_sentence_is_no_organ() -> None:
    assert split_office("李四任市财政局局长", WORDS) is None
    assert read_sentence("张一任李四任市财政局局长。", WORDS) is None


def test_a_note_is_read_whole_or_not() -> None:
    assert read_tail("试用期一年", WORDS) is not None
    assert read_tail("另作考虑", WORDS) is None


# ---------------------------------------------------------------- properties

NAMES = st.sampled_from(["李明", "高远", "欧阳澜", "买买提·艾力", "成立", "从建军", "佘尚兵", "任远"])
ORGANS = st.sampled_from(["市财政局", "市城市管理局（城管执法局）", "云州工业园区管委会", "市公安局监管大队", "天补办事处", "云州市交通产业集团有限公司", "市第四人民医院"])
POSTS = st.sampled_from(["局长", "副主任", "主任科员", "大队长", "党组书记", "总经理", "常务副主任", "院长", "四级调研员"])
NOTES = st.sampled_from(["", "，试用期一年", "（正科级）", "（试用期一年）", "，聘期三年"])


@st.composite
def appointments(draw: st.DrawFn) -> tuple[str, list[tuple[str, str | None, str]]]:
    """A sentence and the (person, organ, post) it names, in order of clause, post, person."""
    people = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    given_posts = draw(st.lists(st.tuples(ORGANS, POSTS), min_size=1, max_size=3))
    taken_posts = draw(st.lists(st.tuples(ORGANS, POSTS), max_size=2))
    verb = draw(st.sampled_from(["任", "兼任", "任命"]))
    named, offices = "、".join(people), "、".join(o + p for o, p in given_posts)
    text = f"任命{named}同志为{offices}" if verb == "任命" else f"{named}同志{verb}{offices}"
    text += draw(NOTES)
    if taken_posts:
        text += "，免去其" + "、".join(o + p for o, p in taken_posts) + "职务"
    return text + draw(st.sampled_from("。；")), [(n, o, p) for o, p in [*given_posts, *taken_posts] for n in people]


@given(appointments())
def test_a_sentence_made_from_parts_gives_them_back(case: tuple[str, list[tuple[str, str | None, str]]]) -> None:
    text, wanted = case
    reading = read_sentence(text, WORDS)
    assert reading is not None, text
    assert [(f.name.name, f.office.organ, f.office.post) for f in reading.found] == wanted
    assert render(reading) == text


PIECES = ["李明", "、", "同志", "任", "免去", "其", "市财政局", "局长", "职务", "，", "。", "（正科级）", "试用期一年", "兼", "（", "）",
          "的", "辞去", "为", "任命", "等", " ", "张三"]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_sentence_is_read_whole_or_not_at_all(text: str) -> None:
    reading = read_sentence(text, WORDS)
    assert reading is None or (reading.found and render(reading) == squeeze(text))


def render(reading: SentenceReading) -> str:
    def value(found: Found) -> Iterator[tuple[str, str]]:
        yield f"p{found.place.person}", found.name.printed
        yield f"q{found.place.post}", found.office.printed
        if found.probation:
            yield f"b{found.place.probation}", found.probation
        yield from ((f"n{slot}", note) for slot, note in zip(found.place.notes, found.notes, strict=True))

    values = {key: text for found in reading.found for key, text in value(found)}
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], reading.frame)


# ---------------------------------------------------------------- page and files


def test_files_hold_the_same_rows_as_the_ledger() -> None:
    files = personnel_files(real_knowledge())
    rows = list(csv.reader(io.StringIO(files["personnel.csv"].decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert [[cell.lstrip("\t") for cell in row] for row in rows[1:]] == [list(entry.cells()) for entry in real_knowledge().ledger]
    assert files["personnel.xlsx"].startswith(b"PK")


def test_data_file() -> None:
    records = json.loads(json.dumps(data_records(real_knowledge())["personnel_changes.json"]))
    assert len(records) == len(real_knowledge().ledger)
    first = records[0]
    assert (first["person"], first["action"], first["organ"], first["post"], first["date"]) == ("袁辉", "remove", "市监察局", "副局长", "2017-12-24")
    assert first["url"] == "2018/01/hzg-2018-1.html#" + first["url"].partition("#")[2]
    assert all(re.search("#.", record["url"]) for record in records)


def test_a_page_without_appointments_says_so(tmp_path: Path) -> None:
    known = learn(load_bulletin(make_project(tmp_path, "云州市人民政府关于植树的通知\n云府发〔2019〕1号\n各区、县人民政府：\n请植树。\n", 2019, 2))[0])
    text = next(iter(made(personnel_parts(known)).values()))
    assert "还没有人事任免公文" in text and personnel_files(known) == {}
