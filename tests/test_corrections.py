"""Corrections (更正): a record of their own, led to the corrected document by number or exact title only, and shown on both pages."""

from pathlib import Path

import pytest

from generator.corrections import Correction
from generator.diagnostics import Code, Diagnostic
from generator.linking.knowledge import Knowledge, learn
from generator.pages.documents import document_parts
from generator.pages.people import people_parts
from generator.pages.personnel import personnel_parts
from generator.project import load_bulletin
from generator.publishing.data import data_records
from tests.support.bulletins import make_project
from tests.support.pages import made

CONFIG = {"site.yml": "title: 云州市人民政府公报\n", "series.yml": "series: [{word: 云府发, slug: yff, issuer: 云州市人民政府}]\n"}
NOTICE = """云州市人民政府关于加强渡口管理的通知

云府发〔2018〕{serial}号

各区、县人民政府：

渡口由各区、县人民政府管理，检修每两年一次。

云州市人民政府
2018年1月{serial}日

"""
WORDS = "本刊2018年第1期刊登的《云州市人民政府关于加强渡口管理的通知》（云府发〔2018〕3号）中，“检修每两年一次”应为“检修每年一次”，特此更正。"


def read(folder: Path, correction: str, earlier: str = NOTICE.format(serial=3)) -> tuple[Knowledge, tuple[Diagnostic, ...]]:
    make_project(folder, earlier, 2018, 1, CONFIG)
    bulletin, diagnostics = load_bulletin(make_project(folder, NOTICE.format(serial=9).replace("渡口", "桥梁") + correction, 2018, 2, CONFIG))
    return learn(bulletin), diagnostics


def found(known: Knowledge) -> list[Correction]:
    return list(known.corrections)


@pytest.mark.parametrize("heading", ["更正", "更　　正", "【更正】", "勘误", "勘误表", "更正启事", "本刊更正", "关于《云州市人民政府关于加强渡口管理的通知》的更正说明"])
def test_a_correction_is_a_record_of_its_own_and_leads_to_the_document(heading: str, tmp_path: Path) -> None:
    known, diagnostics = read(tmp_path, f"{heading}\n\n{WORDS}\n\n云州市人民政府公报编辑部\n2018年4月8日\n")
    document = known.bulletin.issues[1].documents[1]
    assert (document.id, document.is_correction, document.number) == ("gz-2018-02", True, None)
    (correction,) = found(known)
    assert correction.held is not None and correction.held.document == "yff-2018-3"
    assert correction.words.startswith(WORDS) and correction.printed_in == "2018年第1期"
    assert diagnostics == ()


def test_both_pages_show_it_in_the_printed_words(tmp_path: Path) -> None:
    known, _ = read(tmp_path, f"更正\n\n{WORDS}\n")
    pages = made(part for issue in known.bulletin.issues for part in document_parts(known, issue))
    corrected, correction = pages["2018/01/yff-2018-3.md"], pages["2018/02/gz-2018-02.md"]
    assert "gb-correction" in corrected and "“检修每两年一次”应为“检修每年一次”" in corrected and "../02/gz-2018-02.html#" in corrected
    assert "所更正的公文" in correction and "../01/yff-2018-3.html" in correction
    assert "gb-correction" not in pages["2018/02/yff-2018-9.md"]


def test_the_page_of_a_table_shows_it_too(tmp_path: Path) -> None:
    """Who downloads a table sees no other page."""
    table = "渡口一览表\n序号\t渡口\t检修\n1\t甲渡\t每两年一次\n2\t乙渡\t每两年一次\n"
    known, _ = read(tmp_path, f"更正\n\n{WORDS}\n", NOTICE.format(serial=3) + table)
    pages = made(part for issue in known.bulletin.issues for part in document_parts(known, issue))
    assert "对本表所在公文的更正" in pages["2018/01/yff-2018-3-t1.md"] and "“检修每两年一次”应为“检修每年一次”" in pages["2018/01/yff-2018-3-t1.md"]


def test_a_document_with_a_number_may_be_a_correction(tmp_path: Path) -> None:
    known, _ = read(tmp_path, f"""云州市人民政府关于更正《云州市人民政府关于加强渡口管理的通知》的通知

云府发〔2018〕10号

各区、县人民政府：

{WORDS}

云州市人民政府
2018年3月10日
""")
    assert known.bulletin.issues[1].documents[1].id == "yff-2018-10"
    assert [c.held.document if c.held else None for c in found(known)] == ["yff-2018-3"]


def test_the_link_is_in_the_data_and_a_misprint_is_no_amendment(tmp_path: Path) -> None:
    known, _ = read(tmp_path, f"更正\n\n{WORDS.replace('应为', '改为')}\n")
    assert [(link.source.id, link.target.id, link.kind) for link in known.links] == [("gz-2018-02", "yff-2018-3", "corrects")]
    assert all(citation.relation is None for citation in known.references.citations)


def test_items_below_one_sentence_are_corrections_each(tmp_path: Path) -> None:
    known, diagnostics = read(tmp_path, """勘误

因编校疏忽，本刊上期和本期有误，现更正如下：
1.《云州市人民政府关于加强渡口管理的通知》（云府发〔2018〕3号）中：
“两年”应为“一年”；
“检修”应为“检查”。
2.本期《云州市人民政府关于加强桥梁管理的通知》（云府发〔2018〕9号）的日期应为“2018年1月8日”。
特此更正。
""")
    assert [(c.held.document if c.held else None, c.words.count("\n")) for c in found(known)] == [("yff-2018-3", 3), ("yff-2018-9", 1)]
    assert diagnostics == ()


def test_an_appointment_that_is_corrected_says_so_and_the_correction_appoints_nobody(tmp_path: Path) -> None:
    earlier = """人事任免

云州市人民政府关于李明等同志任职的通知

云府发〔2018〕3号

各区、县人民政府：

李明同志任市林业局二级调研员。
高远同志任市林业局局长。

云州市人民政府
2018年1月3日

"""
    known, diagnostics = read(tmp_path, """人事任免

更正

本刊2018年第1期刊登的《云州市人民政府关于李明等同志任职的通知》（云府发〔2018〕3号）中，“李明同志任市林业局二级调研员”应为：
李明同志任市林业局三级调研员。
""", earlier)
    assert diagnostics == ()
    records = [(r["person"], r["post"], r["corrected_by"]) for r in data_records(known)["personnel_changes.json"]]
    assert records == [("李明", "二级调研员", known.corrections[0].place.url), ("高远", "局长", None)]
    assert made(personnel_parts(known))["personnel.md"].count("另有更正") == 1
    people = made(people_parts(known))
    assert "另有更正" in people["people/li-ming.md"] and "另有更正" not in people["people/gao-yuan.md"]


def test_a_correction_stands_behind_the_chronicle_too(tmp_path: Path) -> None:
    known, _ = read(tmp_path, f"大事记\n\n●3月1日，会议召开。\n●3月2日，会议结束。\n\n更　正\n\n{WORDS}\n")
    assert len(known.bulletin.issues[1].chronicle) == 2
    assert [c.held is not None for c in found(known)] == [True]


@pytest.mark.parametrize("words", [
    "本刊2018年第1期第15页第3行“两年”应为“一年”，特此更正。",
    "本刊2017年第6期刊登的《云州市人民政府关于加强渡口管理的通知》（云府发〔2018〕3号）中，“两年”应为“一年”。",
    "本刊2018年第1期刊登的《关于加强渡口管理的通知》中，“两年”应为“一年”。",
    "本刊2018年第1期刊登的《云州市人民政府关于加强渡口管理的通知》（云府发〔2018〕4号）中，“两年”应为“一年”。",
    "本期《云州市人民政府关于加强渡口管理的通知》中，“两年”应为“一年”。"])
def test_what_number_or_title_does_not_tell_stays_untold_and_is_reported(words: str, tmp_path: Path) -> None:
    known, diagnostics = read(tmp_path, f"更正\n\n{words}\n")
    assert [c.held for c in found(known)] == [None]
    assert [d.code for d in diagnostics] == [Code.CORRECTION_UNSURE]
    page = next(text for path, text in made(part for issue in known.bulletin.issues for part in document_parts(known, issue)).items() if path.endswith("gz-2018-02.md"))
    assert "所指的公文未能认定" in page


@pytest.mark.parametrize("line", ["更正登记", "一、更正", "各单位要及时更正。", "办理更正登记的规定"])
def test_other_lines_correct_nothing(line: str, tmp_path: Path) -> None:
    known, _ = read(tmp_path, f"附件\n\n{line}\n\n{WORDS}\n")
    assert found(known) == []
