"""The editor's corrections: made where the print agrees, refused where it does not; noted on the page; the printed text stays."""

import datetime
import hashlib
import re
import textwrap
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from generator.addresses import issue_url
from generator.diagnostics import Code, Diagnostic
from generator.edits import EditKind
from generator.linking.doubts import find_linking_doubts
from generator.linking.knowledge import learn
from generator.notation.folding import squeeze
from generator.pages.documents import document_parts
from generator.pages.indexes import index_parts, issue_part
from generator.project import load_bulletin
from generator.publishing.data import data_records
from generator.records import Document, Issue, Paragraph, Role, TableBlock
from tests.support.bulletins import ROOT, make_project
from tests.support.pages import made
from tests.test_cli import CONFIG

SOURCE = """云州市人民政府关于造林的通知
云府发〔2019〕5号
各区、县人民政府：
一、工作要求
全市造林一百万五亩。
各单位要认真做好
今年的造林，
保证成活。
按期完成任务。二、保障措施
加强领导，加强检查。


云州市人民政府关于印发防火办法的通如
云府发〔2019〕6号
防火工作安排如下：
\t单位
\t面积
\t备注

\t市林业
\t局
\t100亩

\t市农业局200亩
\t无

云州市人民政府
2019年3月5日


大 事 记
3月1日，市政府召开造林会议。
排错了地方的一段话，本属于造林通知。
"""
LAST = len(SOURCE.splitlines())


def load(folder: Path, more: str, source: str = SOURCE) -> tuple[Issue, tuple[Diagnostic, ...]]:
    project = make_project(folder, source, 2019, 2, CONFIG)
    path = project / "content" / "2019" / "02" / "issue.yml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    bulletin, diagnostics = load_bulletin(project)
    assert hashlib.sha256((path.with_name("source.txt")).read_bytes()).hexdigest() == bulletin.issues[0].source.sha256
    assert not any(d.code is Code.LOST_TEXT for d in diagnostics)
    return bulletin.issues[0], diagnostics


def edit(text: str) -> str:
    return "corrections:\n  - " + text + ", reason: 据存档, date: 2026-11-24}\n"


def pages(folder: Path) -> dict[str, str]:
    known = learn(load_bulletin(folder)[0])
    issues = [part for issue in known.bulletin.issues for part in (issue_part(known.bulletin, issue), *document_parts(known, issue))]
    return made([*issues, *index_parts(known)])


def texts(document: Document) -> list[str]:
    return [e.block.text for e in document.elements if isinstance(e.block, Paragraph)]


def cells(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for e in document.elements if isinstance(e.block, TableBlock) for row in e.block.rows]


# ---------------------------------------------------------------- each kind


def test_a_missing_date_is_set_and_no_longer_doubted(tmp_path: Path) -> None:
    assert any(d.code is Code.NO_DATE for d in load(tmp_path / "a", "")[1])
    issue, diagnostics = load(tmp_path / "b", edit("{set: date, document: 云府发〔2019〕5号, to: 2019-03-05"))
    assert issue.documents[0].date == datetime.date(2019, 3, 5) and not any(d.code is Code.NO_DATE for d in diagnostics)
    text = pages(tmp_path / "b")["2019/02/yff-2019-5.md"]
    assert "2019年3月5日" in text and "编者注：印本未载，由编者补充为“2019-03-05”。理由：据存档（2026-11-24）" in text


def test_a_printed_title_is_corrected_only_by_one_who_quotes_it(tmp_path: Path) -> None:
    issue, _ = load(tmp_path / "a", edit("{set: title, document: 云府发〔2019〕6号, printed: 云州市人民政府关于印发防火办法的通如, to: 云州市人民政府关于印发防火办法的通知"))
    assert issue.documents[1].title == "云州市人民政府关于印发防火办法的通知" and issue.documents[1].id == "yff-2019-6"
    text = pages(tmp_path / "a")["2019/02/yff-2019-6.md"]
    assert '# <span id="p1" data-line="13">云州市人民政府关于印发防火办法的通如</span>' in text and "印本作“云州市人民政府关于印发防火办法的通如”，由编者更正为" in text
    issue, diagnostics = load(tmp_path / "b", edit("{set: title, document: 云府发〔2019〕6号, to: 云州市人民政府关于印发防火办法的通知"))
    assert issue.documents[1].title == "云州市人民政府关于印发防火办法的通如"
    assert [(d.path, d.line) for d in diagnostics if d.code is Code.EDIT_MISMATCH] == [("content/2019/02/issue.yml", 10)]


@pytest.mark.parametrize(("text", "field", "value"), [
    ("{set: issuer, document: 云府发〔2019〕6号, printed: 云州市人民政府, to: 云州市林业局", "issuer", "云州市林业局"),
    ("{set: number, document: 云府发〔2019〕6号, printed: 云府发〔2019〕6号, to: 云府发〔2019〕7号", "number", "云府发〔2019〕7号"),
    ("{set: addressees, document: 云府发〔2019〕6号, to: [各区、县人民政府, 市各有关部门]", "addressees", "('各区、县人民政府', '市各有关部门')"),
    ("{set: date, document: 云府发〔2019〕6号, printed: 2019年3月5日, to: 2019-03-06", "date", "2019-03-06")])
def test_every_fact_can_be_set_and_the_address_stays(text: str, field: str, value: str, tmp_path: Path) -> None:
    issue, diagnostics = load(tmp_path, edit(text))
    assert not any(d.code is Code.EDIT_MISMATCH for d in diagnostics)
    assert value in {str(getattr(document, field)) for document in issue.documents}
    assert [document.id for document in issue.documents] == ["yff-2019-5", "yff-2019-6"]
    assert any("编者注：印本" in page for page in pages(tmp_path).values())


def test_a_date_printed_behind_the_signature_is_corrected_by_quoting_it(tmp_path: Path) -> None:
    source = SOURCE.replace("云州市人民政府\n2019年3月5日\n", "云州市人民政府2019年3月5日\n")
    issue, diagnostics = load(tmp_path / "a", edit("{set: date, document: 云府发〔2019〕6号, printed: 2019年3月5日, to: 2019-03-06"), source)
    assert issue.documents[1].date == datetime.date(2019, 3, 6) and not any(d.code is Code.EDIT_MISMATCH for d in diagnostics)
    assert "印本作“2019年3月5日”，由编者更正为“2019-03-06”" in pages(tmp_path / "a")["2019/02/yff-2019-6.md"]
    issue, diagnostics = load(tmp_path / "b", edit("{set: date, document: 云府发〔2019〕6号, to: 2019-03-06"), source)
    assert issue.documents[1].date == datetime.date(2019, 3, 5) and any("请写 printed: 2019年3月5日" in d.message for d in diagnostics)


def test_the_date_of_an_enclosed_text_is_not_that_of_the_document(tmp_path: Path) -> None:
    source = ("云州市人民政府关于印发林长制办法的通知\n云府发〔2019〕8号\n各区、县人民政府：\n现将《林长制办法》印发给你们。\n云州市人民政府\n（2019年3月5日）\n\n"
              "林长制办法\n第一条 为保护森林，制定本办法。\n云州市林业局\n2019年1月9日\n")
    issue, diagnostics = load(tmp_path, edit("{set: date, document: 云府发〔2019〕8号, printed: （2019年3月5日）, to: 2019-03-06"), source)
    assert issue.documents[0].date == datetime.date(2019, 3, 6) and not any(d.code is Code.EDIT_MISMATCH for d in diagnostics)


def test_a_day_that_does_not_exist_is_reported_with_the_line_that_corrects_it(tmp_path: Path) -> None:
    source = SOURCE.replace("云州市人民政府\n2019年3月5日\n", "云州市人民政府2019年2月30日\n")
    advice = next(d.advice for d in load(tmp_path / "a", "", source)[1] if d.code is Code.BAD_DATE)
    line = advice[advice.index("- {set"):].replace("年-月-日", "2019-03-05").replace("今天的日期", "2026-11-24")
    issue, diagnostics = load(tmp_path / "b", f"corrections:\n  {line}\n", source)
    assert issue.documents[1].date == datetime.date(2019, 3, 5) and not {Code.BAD_DATE, Code.EDIT_MISMATCH, Code.ISSUE_FILE} & {d.code for d in diagnostics}


@pytest.mark.parametrize(("corrections", "issuer", "source"), [
    (["number, printed: 云府发〔2019〕5号, to: 云府办发〔2019〕5号"], "云州市人民政府办公室", "文号系列"),
    (["number, printed: 云府发〔2019〕5号, to: 云政〔2019〕5号"], "云州市人民政府", "标题"),     # a series of which nothing is known
    (["number, printed: 云府发〔2019〕5号, to: 云政〔2019〕5号", "title, printed: 云州市人民政府关于造林的通知, to: 云州市林业局关于造林的通知"], "云州市林业局", "标题"),
    (["issuer, to: 云州市林业局", "number, printed: 云府发〔2019〕5号, to: 云府办发〔2019〕5号"], "云州市林业局", "编者"),
    (["number, printed: 云府发〔2019〕5号, to: 通告〔2019〕5号"], "云州市人民政府", "文号系列")])
def test_what_was_derived_from_a_misprint_is_derived_anew(corrections: list[str], issuer: str, source: str, tmp_path: Path) -> None:
    entries = "".join(f"  - {{document: yff-2019-5, set: {text}, reason: 据存档, date: 2026-11-24}}\n" for text in corrections)
    issue, diagnostics = load(tmp_path, f"corrections:\n{entries}")
    document = issue.documents[0]
    assert not any(d.code in (Code.EDIT_MISMATCH, Code.ISSUE_FILE) for d in diagnostics)
    assert (document.issuer, document.issuer_source, document.id) == (issuer, source, "yff-2019-5")


def test_paragraphs_are_joined_and_split(tmp_path: Path) -> None:
    more = edit("{join: 6-8, words: 各单位要认真") + "  - {split: 9, before: 二、保障措施, reason: 印本另起一段, date: 2026-11-24}\n"
    issue, _ = load(tmp_path, more)
    found = texts(issue.documents[0])
    assert "各单位要认真做好今年的造林，保证成活。" in found and "按期完成任务。" in found and "二、保障措施" in found
    assert [e.heading.text for e in issue.documents[0].elements if e.heading][-1] == "二、保障措施"
    assert pages(tmp_path)["2019/02/yff-2019-5.md"].count("<strong>编者注</strong>") == 2


def test_cells_are_merged_and_split(tmp_path: Path) -> None:
    more = edit("{merge_cells: 20-21, words: 市林业") + "  - {split_cell: 24, before: 200亩, reason: 印本两格, date: 2026-11-24}\n"
    issue, diagnostics = load(tmp_path, more)
    assert cells(issue.documents[1]) == [["单位", "面积", "备注"], ["市林业\n局", "100亩"], ["市农业局", "200亩", "无"]]
    assert any(d.code is Code.RAGGED_ROW and d.line == 20 for d in diagnostics)
    assert "编者注：源文件第24行在原稿里是一格，由编者分为两格" in pages(tmp_path)["2019/02/yff-2019-6-t1.md"]


def test_an_erratum_leaves_the_text_as_printed_beside_the_note(tmp_path: Path) -> None:
    issue, _ = load(tmp_path, edit("{erratum: 5, words: 一百万五亩, to: 一百零五万亩"))
    assert "全市造林一百万五亩。" in texts(issue.documents[0])
    text = pages(tmp_path)["2019/02/yff-2019-5.md"]
    assert re.search(r'全市造林一百万五亩。\n\{[^\n]*\}\n+<p class="gb-editor" role="note"><strong>编者注</strong> 源文件第5行印作“一百万五亩”，应为“一百零五万亩”', text)
    assert "一百零五万亩" in pages(tmp_path)[issue_url(issue.meta).replace(".html", ".md")]


def test_stray_text_is_placed_as_text(tmp_path: Path) -> None:
    source = SOURCE[:SOURCE.index("大 事 记")] + "文件选登\n" + SOURCE[SOURCE.index("排错"):]
    line = len(source.splitlines())
    more = f"placements:\n  - {{document: 云府发〔2019〕5号, after: 一、工作要求, lines: {line}, as: 正文, reason: 排错了, date: 2026-11-24}}\n"
    issue, diagnostics = load(tmp_path, more, source)
    assert not any(d.code in (Code.PLACEMENT, Code.STRAY_TEXT) for d in diagnostics)
    found = issue.documents[0].elements
    place = next(i for i, e in enumerate(found) if e.anchor == f"x{line}")
    above = found[place - 1].block
    assert found[place].role is Role.TEXT and isinstance(above, Paragraph) and above.text == "一、工作要求"
    assert "由编者移到这里" in pages(tmp_path)["2019/02/yff-2019-5.md"]


def test_text_placed_in_an_appointment_appoints(tmp_path: Path) -> None:
    source = ("人事任免\n云州市人民政府关于张大山等同志职务任免的通知\n云府人〔2019〕5号\n一、任职\n任命张大山同志为市财政局局长。\n二、免职\n"
              "云州市人民政府\n2019年3月5日\n\n大事记\n3月1日，市长调研。\n\n3月2日，召开会议。\n\n\n\n免去李大海同志市林业局局长职务。\n\n\n\n免去孙大河职务，没有读全。\n")
    line = source.splitlines().index("免去李大海同志市林业局局长职务。") + 1
    more = f"placements:\n  - {{document: 云府人〔2019〕5号, after: 二、免职, lines: {line}-{line + 4}, as: 正文, reason: 排错了, date: 2026-11-24}}\n"
    issue, diagnostics = load(tmp_path, more, source)
    personnel = issue.documents[0].personnel
    assert personnel and [(c.person, c.action.value, c.office, c.wording.line) for c in personnel.changes] == [
        ("张大山", "appoint", "市财政局局长", 5), ("李大海", "remove", "市林业局局长", line)]
    assert [d.line for d in diagnostics if d.code is Code.PERSONNEL_UNREAD] == [line + 4]


def test_the_data_hold_the_printed_and_the_corrected(tmp_path: Path) -> None:
    load(tmp_path, edit("{set: date, document: 云府发〔2019〕6号, printed: 2019年3月5日, to: 2019-03-06"))
    (record,) = data_records(learn(load_bulletin(tmp_path)[0]))["editor_notes.json"]
    assert (record["document"], record["field"], record["printed"], record["corrected"]) == ("yff-2019-6", "date", "2019年3月5日", "2019-03-06")


NAMESAKES = """云州市人民政府关于王立新等同志职务任免的通知
云府发〔2019〕7号
经研究，决定：
王立新同志任云州市政府副秘书长；
王立新同志任云州市林业局局长。
云州市人民政府
2019年3月5日
"""
DIFFERENT = """different:
  - name: 王立新
    reason: 两人
    persons:
      - {id: wang-lixin-linyeju, note: 市林业局, words: [林业局]}
      - {id: wang-lixin-zhengfu, note: 市政府, words: [副秘书长]}
"""


def test_of_two_people_of_a_name_a_line_is_given_to_one(tmp_path: Path) -> None:
    pinned = edit("{person: 4, words: 王立新, to: wang-lixin-linyeju")
    for more, lines, faults in (("", [5], 0), (pinned, [4, 5], 0), (pinned.replace("linyeju", "caizhengju"), [5], 1)):
        folder = tmp_path / str(lines) / str(faults)
        load(folder, more, NAMESAKES)
        (folder / "site_config" / "people.yml").write_text(DIFFERENT, encoding="utf-8")
        known = learn(load_bulletin(folder)[0])
        (person,) = [person for person in known.people.persons if person.id == "wang-lixin-linyeju"]
        assert [mention.line for mention in person.mentions] == lines
        assert sum(d.code is Code.EDIT_MISMATCH for d in find_linking_doubts(known, False)) == faults


# ---------------------------------------------------------------- what does not agree


MISMATCHES = {
    "a line that says otherwise": "{erratum: 5, words: 一百二十亩, to: 一百亩", "a line beyond the end": "{erratum: 500, words: 甲, to: 乙",
    "joined across a table": "{join: 15-22, words: 防火工作", "joined alone": "{join: 12-13, words: ''", "split at the beginning": "{split: 9, before: 按期完成",
    "split in a table": "{split: 24, before: 200亩", "words printed twice": "{split: 10, before: 加强", "cells of two rows": "{merge_cells: 21-24, words: 局",
    "a cell outside a table": "{split_cell: 5, before: 一百", "cells outside a table": "{merge_cells: 5-6, words: 全市",
    "no such document": "{set: date, document: 云府发〔2019〕99号, to: 2019-01-01",
    "printed where nothing is": "{set: date, document: 云府发〔2019〕5号, printed: 3月, to: 2019-01-01"}


@pytest.mark.parametrize("case", MISMATCHES)
def test_what_does_not_agree_with_the_print_is_refused_and_changes_nothing(case: str, tmp_path: Path) -> None:
    plain, _ = load(tmp_path / "a", "")
    issue, diagnostics = load(tmp_path / "b", edit(MISMATCHES[case]))
    faults = [d for d in diagnostics if d.code in (Code.EDIT_MISMATCH, Code.ISSUE_FILE)]
    assert [(fault.path, fault.line) for fault in faults] == [("content/2019/02/issue.yml", 10)]
    assert (issue.documents, issue.chronicle, issue.remainders, issue.notes) == (plain.documents, plain.chronicle, plain.remainders, ())


# ---------------------------------------------------------------- the handbook


def examples() -> list[str]:
    """The YAML examples of EDITORS.md that go into issue.yml."""
    text = (ROOT / "EDITORS.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n)+", text, re.M)
    return [textwrap.dedent(block) for block in blocks if (re.match(r"    (corrections|placements):", block) and "云府发" in block) or "    corrections:" in block]


def test_the_examples_of_the_handbook_work_as_written(tmp_path: Path) -> None:
    kinds = set()
    for number, example in enumerate(examples()):
        wanted = yaml.safe_load(example)
        text = SOURCE
        if "placements" in wanted:
            line = wanted["placements"][0]["lines"]
            text = "\n".join(SOURCE.splitlines()[:10]) + "\n\n\n文件选登\n\n\n排错了地方的一段话。\n"
            assert len(text.splitlines()) == line
        if "person" in wanted.get("corrections", [{}])[0]:
            text = NAMESAKES
        issue, diagnostics = load(tmp_path / str(number), example, text)
        assert not [d for d in diagnostics if d.code in (Code.EDIT_MISMATCH, Code.ISSUE_FILE, Code.PLACEMENT)], example
        kinds |= {note.kind for note in issue.notes}
    assert kinds == set(EditKind)


def test_all_text_is_still_on_the_pages(tmp_path: Path) -> None:
    more = edit("{join: 6-8, words: 各单位") + "".join(f"  - {{{text}, reason: 理由, date: 2026-11-24}}\n" for text in (
        "split: 9, before: 二、", "merge_cells: 20-21, words: 市林业", "split_cell: 24, before: 200亩", "erratum: 5, words: 一百万五亩, to: 一百零五万亩"))
    issue, _ = load(tmp_path, more)
    for document in issue.documents:
        soup = BeautifulSoup(pages(tmp_path)[f"2019/02/{document.id}.md"], "lxml")
        for tag in soup.select(".gb-editor"):
            tag.decompose()
        text = squeeze(soup.get_text())
        for line in issue.source.lines[document.first_line - 1:document.last_line]:
            for words in re.findall("[\u4e00-\u9fff]+", squeeze(line.text)):
                assert words in text, words
