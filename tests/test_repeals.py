"""A document that repeals or amends others, listed in every way bulletins print: items, headings, annexes with tables or without 《》."""

from pathlib import Path

import pytest

from generator.bulletin import Bulletin
from generator.citations import Relation
from generator.linking.citations import find_citations
from generator.linking.references import find_references
from generator.linking.validity import judge, stated_day
from generator.project import load_bulletin
from tests.support.bulletins import make_project

CONFIG = {"site.yml": "title: 云州市人民政府公报\n",
          "series.yml": "series:\n  - {word: 云府发, slug: yff, issuer: 云州市人民政府}\n  - {word: 云府办发, slug: yfbf, issuer: 云州市人民政府办公室}\n"}
EARLIER = "".join(f"{title}\n\n{number}\n\n各区、县人民政府：\n\n现印发给你们。\n\n{issuer}\n2018年1月{day}日\n\n\n\n" for title, number, issuer, day in (
    ("云州市人民政府关于印发《云州市渡口管理办法》的通知", "云府发〔2018〕1号", "云州市人民政府", 3),
    ("云州市人民政府关于加强渔业资源保护的通知", "云府发〔2018〕2号", "云州市人民政府", 4),
    ("云州市人民政府办公室关于印发《云州市犬只管理办法》的通知", "云府办发〔2018〕3号", "云州市人民政府办公室", 5),
    ("云州市人民政府办公室关于规范户外广告的通知", "云府办发〔2018〕4号", "云州市人民政府办公室", 6)))
REPEALS, AMENDS = Relation.REPEALS, Relation.AMENDS


def head(title: str) -> str:
    return f"云州市人民政府{title}\n\n云府发〔2018〕9号\n\n各区、县人民政府：\n\n"


FOOT = "\n云州市人民政府\n2018年3月5日\n"


def read(folder: Path, later: str) -> Bulletin:
    make_project(folder, EARLIER, 2018, 1, CONFIG)
    return load_bulletin(make_project(folder, later, 2018, 2, CONFIG))[0]


def facts(bulletin: Bulletin) -> set[tuple[str, Relation]]:
    return {(c.held.document, c.relation) for c in find_citations(bulletin)
            if c.place.id == "yff-2018-9" and c.held and not c.held.own and c.relation in (REPEALS, AMENDS) and c.certainty == "certain"}


ITEMS = head("关于废止部分规范性文件的通知") + """经研究，决定废止下列规范性文件：
1.《云州市人民政府关于印发〈云州市渡口管理办法〉的通知》（云府发〔2018〕1号）；
2.云州市人民政府关于加强渔业资源保护的通知（云府发〔2018〕2号）；
3．云府办发〔2018〕3号　关于印发犬只管理办法的通知。
本通知自印发之日起施行。根据《云州市人民政府办公室关于规范户外广告的通知》（云府办发〔2018〕4号）开展的检查继续进行。
""" + FOOT
HEADINGS = head("关于废止和修改部分规范性文件的决定") + """市人民政府对规范性文件进行了清理，现决定如下：
一、对下列规范性文件予以废止：
（一）《云州市人民政府关于加强渔业资源保护的通知》（云府发﹝2018﹞2号）
（二）《云州市人民政府办公室关于规范户外广告的通知》（云府办发[2018]4号）
二、对下列规范性文件作出修改：
（一）将《云州市人民政府关于印发〈云州市渡口管理办法〉的通知》（云府发〔2018〕1号）第三条中的“两年”修改为“三年”。
三、下列规范性文件继续有效：
（一）《云州市人民政府办公室关于印发〈云州市犬只管理办法〉的通知》（云府办发〔2018〕3号）
""" + FOOT
TABLE = head("关于公布规范性文件清理结果的通知") + """现将清理结果予以公布。

附件：1.废止的规范性文件目录
2.继续有效的规范性文件目录
3.修改的规范性文件目录
""" + FOOT + """
附件1

废止的规范性文件目录

\t序号

\t文件名称

\t发文字号

\t备注


\t1

\t云州市人民政府关于加强渔业资源保护的通知

\t云府发〔2018〕2号

\t


\t2

\t云州市人民政府办公室关于规范户外广告的通知

\t云府办发〔2018〕4号

\t



附件2

继续有效的规范性文件目录

\t序号

\t文件名称

\t发文字号


\t1

\t云州市人民政府办公室关于印发《云州市犬只管理办法》的通知

\t云府办发〔2018〕3号



附件3

修改的规范性文件目录

1.云州市人民政府关于印发《云州市渡口管理办法》的通知（云府发〔2018〕1号）
""".replace("\n\n\t", "\n\t").replace("\n\n\n\t", "\n\n\t")
WITHOUT_MARKS = head("关于宣布失效一批文件的决定") + """下列文件宣布失效：
一、云州市人民政府关于加强渔业资源保护的通知
二、云州市人民政府办公室关于规范户外广告的通知，云府办发〔2018〕4号
""" + FOOT
RUNNING = head("关于废止《云州市渡口管理办法》等文件的决定") + """经市人民政府研究，决定废止《云州市人民政府关于印发〈云州市渡口管理办法〉的通知》（云府发〔2018〕1号）、\
《云州市人民政府关于加强渔业资源保护的通知》（云府发〔2018〕2号）。
""" + FOOT
ON_ONE_LINE = head("关于废止《云州市渡口管理办法》等文件的通知") + """自即日起废止以下文件：
《云州市人民政府关于加强渔业资源保护的通知》（云府发〔2018〕2号）、《关于规范户外广告的通知》（云府办发〔2018〕4号）和《云州市犬只管理办法》（云府办发〔2018〕3号）。
""" + FOOT
BESIDE = head("关于公布规范性文件清理结果的通知") + """经清理，市人民政府决定：
一、废止的文件（1件）
1.《云州市人民政府关于加强渔业资源保护的通知》（云府发〔2018〕2号）
二、修改的文件（1件）
1.《云州市人民政府办公室关于规范户外广告的通知》（云府办发〔2018〕4号）：将“市城管局”修改为“市城管委”。
三、移交的文件（1件）
1.《云州市人民政府办公室关于印发〈云州市犬只管理办法〉的通知》（云府办发〔2018〕3号）
""" + FOOT
ON_FROM_A_DECISION = head("关于废止文件的决定") + """市人民政府决定，废止《云州市人民政府关于加强渔业资源保护的通知》（云府发〔2018〕2号），\
云府办发〔2018〕3号、云府办发〔2018〕4号文件同时失效。
""" + FOOT
CASES = {
    "a heading beside says something else": (BESIDE, {("yff-2018-2", REPEALS), ("yfbf-2018-4", AMENDS)}),
    "a verb behind the comma of a decision": (ON_FROM_A_DECISION, {("yff-2018-2", REPEALS), ("yfbf-2018-3", REPEALS), ("yfbf-2018-4", REPEALS)}),
    "several on one line": (ON_ONE_LINE, {("yff-2018-1", REPEALS), ("yff-2018-2", REPEALS), ("yfbf-2018-4", REPEALS), ("yfbf-2018-3", REPEALS)}),
    "items under a sentence": (ITEMS, {("yff-2018-1", REPEALS), ("yff-2018-2", REPEALS), ("yfbf-2018-3", REPEALS)}),
    "items under headings": (HEADINGS, {("yff-2018-2", REPEALS), ("yfbf-2018-4", REPEALS), ("yff-2018-1", AMENDS)}),
    "tables of annexes": (TABLE, {("yff-2018-2", REPEALS), ("yfbf-2018-4", REPEALS), ("yff-2018-1", AMENDS)}),
    "titles without marks": (WITHOUT_MARKS, {("yff-2018-2", REPEALS), ("yfbf-2018-4", REPEALS)}),
    "running text": (RUNNING, {("yff-2018-1", REPEALS), ("yff-2018-2", REPEALS)}),
}


@pytest.mark.parametrize("case", CASES)
def test_every_listed_document_is_found_with_what_becomes_of_it(case: str, tmp_path: Path) -> None:
    later, wanted = CASES[case]
    assert facts(read(tmp_path, later)) == wanted


def test_the_earlier_document_says_that_it_was_repealed_with_the_words(tmp_path: Path) -> None:
    bulletin = read(tmp_path, TABLE)
    references = find_references(bulletin, stated_day(bulletin))
    (document,) = [d for _, d in bulletin.documents() if d.id == "yff-2018-2"]
    assert references.day is not None
    found = judge(document, references.dates, references.citations, references.day)
    assert (found.status.value, found.by_title) == ("已被废止", "云州市人民政府关于公布规范性文件清理结果的通知")
    (citation,) = references.cited_by["yff-2018-2"]
    assert (citation.evidence, citation.sentence) == ("废止的规范性文件目录", "云州市人民政府关于加强渔业资源保护的通知")


@pytest.mark.parametrize("words", [
    "下列文件拟废止，现征求意见：", "下列文件继续有效：", "各单位要对照下列文件开展自查：", "对下列文件拟修改："])
def test_a_list_of_something_else_repeals_nothing(words: str, tmp_path: Path) -> None:
    text = head("关于规范性文件清理的通知") + words + "\n1.《云州市人民政府关于加强渔业资源保护的通知》（云府发〔2018〕2号）。\n" + FOOT
    assert facts(read(tmp_path, text)) == set()


def test_an_item_of_a_list_repeals_only_the_document_it_names_first(tmp_path: Path) -> None:
    text = head("关于废止部分文件的通知") + """下列文件予以废止：
1.《云州市人民政府关于加强渔业资源保护的通知》（云府发〔2018〕2号），已由《云州市人民政府办公室关于规范户外广告的通知》（云府办发〔2018〕4号）代替。
""" + FOOT
    assert facts(read(tmp_path, text)) == {("yff-2018-2", REPEALS)}
