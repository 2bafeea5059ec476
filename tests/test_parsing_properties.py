"""Any text parses: nothing is raised, nothing is lost or doubled, and every record has an address of its own."""

import codecs
import datetime
import hashlib
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.authority.bundle import Authority, load_authority
from generator.diagnostics import Code, InputFault, format_diagnostic
from generator.parsing.coverage import prove_coverage
from generator.parsing.issue import parse_issue
from generator.parsing.personnel import read_personnel
from generator.project import load_bulletin
from generator.reading.source import read_source
from generator.records import Document, Issue, IssueMeta, Paragraph, Placement
from tests.support.bulletins import ROOT, make_project, real_bulletin

ID = re.compile("[a-z0-9-]+")
AUTHORITY: Authority = load_authority(ROOT / "site_config")[0]
META = IssueMeta("2018-01", 2018, 1, None, "2018年第1期", datetime.date(2018, 1, 1), datetime.date(2018, 2, 1), "source.txt", "0" * 64, "content/2018/01/issue.yml")

# What bulletins are made of, and what breaks programs that read them.
FRAGMENTS = (
    "", "", "", "\t", "\t甲", "\t附件1：", "\t《", " ", "\u3000", "\u00a0", "\u200b", "\ufeff",
    "文件选登", "目　录", "人事任免", "大事记", "以正式发文为准", "三月", "2018年13月", "主办：云州市人民政府办公室", "政策解读",
    "市政府关于部分地名命名的通知", "市政府办公室关于印发《方案》的通知", "市政府办公室关于转发市水利局《河道管理办法》的通知", "云州市人民政府关于印发", "关于印发《方案》的",
    "方案", "河道管理办法", "（市水利局）", "通知", "令", "的", "市政府关于", "云州市人民政府令", "第8号", "第九百九十九号", "市政府关于部分地名命名的通知……1",
    "海政发〔2018〕1号", "海政发〔2018〕1号", "海政办发(２０１８) 2 号", "川府办函〔2021〕11号", "齄齄〔0000〕0号", "云州市人民政府令第8号",
    "各区、镇人民政府，市各委办局：", "各单位：", "：", "经研究，决定如下：",
    "附件1：", "附件：1.名单", "2.汇总表", "附：名单", "附件", "附表2", "附件：名单", "名单", "汇总表", "附件九十九：方案", "附：",
    "一、总体要求", "二、", "一、", "一、甲", "（二）甲", "十、十", "（一）目标。做好工作。", "（二）", "1.第一。",
    "1.1 目的", "1.2 依据", "2 总则", "3总则", "1.1.1.1.1", "第一章 总则", "第一条", "第三条 本办法自印发之日起施行。",
    "（1）就近", "①", "⑳二十", "99、",
    "海门市人民政府", "云州市人民政府办公室", "市长 王清和", "2018年1月13日", "2018年2月30日", "2999年12月31日", "海门市人民政府 2018年1月13日", "（此件公开发布）",
    "·1月2日，会议召开。", "●同日，会议。", "●", "· 中旬", "●13月45日，会议", "2日 副市长调研", "3月5日至8日，活动", "·9999年12月31日至1月1日，会议", "下旬，值班",
    "《", "》", "《《办法》", "〈", "<script>alert(1)</script>", "../../etc/passwd", "C:\\con", "{{ 变量 }}", "---", "# 号", "&lt;", "null",
    "\x00", "甲\x07乙", "\x1c", "\x85", "\u2028", "\ud7ff\ue000", "\U0001f600", "e\u0301", "①②③", "🈚",
    "为规范危险化学品事故的应急管理和应急响应程序，构建预", "防为主的机制。", "长" * 5000, "一、" * 3000, "《" * 2000, "（" * 2000 + "）" * 2000, "市政府" * 40 + "关于",
    "第12号令", "公　　告", "通告", "（2018年第3号）", "云州市人民政府公告", "云州市人民政府", "公告〔2018〕2号", "海财〔2018〕3号、海教﹝2018﹞5号", "海财【2018】3号",
    "二O一八年三月五日", "（二○一八年三月五日）", "【三月】", "二0一八年三月", "3月底，清雪", "●月底，清雪", "▲3月30日至4月2日，参展", "3月5日（星期一）", "3月，检查",
    "●阿不都·热合曼到会", "3月5日", "更　正", "【勘误】", "本刊2018年第1期刊登的《市政府关于部分地名命名的通知》（海政发〔2018〕1号）有误，“甲”应为“乙”。",
    "下列文件予以废止：", "1.《市政府关于部分地名命名的通知》（海政发〔2018〕1号）；", "附件：废止的规范性文件目录", "废止的规范性文件目录", "目录", "专题报道", "政府工作报告",
    "市政府关于部分地名命名的通知\t海政发〔2018〕1号\t1", "政府工作报告…………（3）", "1）甲", "附件1-1", "附件1—2：", "姓名\t任职\t免职", "李明\t市财政局局长\t",
    "\t姓名\t任职\t免职", "\t李 明\t市财政局局长\t—", "\t\t任\t免", "\t甲\t\t\t", "免去杨东、顾某某同志市医保中心主任职务。", "本意见自2018年5月1日起施行，有效期5年。",
)
CHARACTERS = st.characters(codec="utf-8")
lines = st.lists(st.sampled_from(FRAGMENTS) | st.text(CHARACTERS, max_size=12), max_size=40)
ends = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n\n\n\n\n"])


def check_records(text: str, meta: IssueMeta = META) -> Issue | None:
    """Parses `text` as an issue and checks what must hold of every issue; None where it is refused as empty or binary."""
    try:
        source = read_source(codecs.BOM_UTF8 + text.encode(), "content/2018/01/source.txt")
    except InputFault as fault:
        assert fault.diagnostic.code in (Code.EMPTY, Code.NOT_TEXT)
        return None
    issue, diagnostics = parse_issue(meta, source, AUTHORITY)
    assert prove_coverage(issue) == ()
    assert source.text == text
    assert [n for b in issue.blocks for n in range(b.first_line, b.last_line + 1)] == [line.number for line in source.lines]
    for diagnostic in diagnostics:
        assert diagnostic.code is not Code.LOST_TEXT and format_diagnostic(diagnostic)
        assert diagnostic.line is None or 1 <= diagnostic.line <= len(source.lines)
    assert len({entry.id for entry in issue.chronicle}) == len(issue.chronicle)
    for entry in issue.chronicle:
        assert ID.fullmatch(entry.id) and (entry.days is None or entry.days.first <= entry.days.last)
    for document in issue.documents:
        check_document(document)
    return issue


def check_document(document: Document) -> None:
    assert ID.fullmatch(document.id)
    anchors = [element.anchor for element in document.elements]
    assert len(set(anchors)) == len(anchors)
    assert all(ID.fullmatch(anchor) for anchor in anchors)
    assert document.first_line <= document.last_line
    assert document.title != "" and document.issuer != ""
    assert [table.id for table in document.tables] == [f"{document.id}-t{n}" for n in range(1, len(document.tables) + 1)]
    for part in document.parts:
        assert document.first_line <= part.first_line <= part.last_line <= document.last_line
        assert part.title != "" and part.label != ""
    for element in document.elements:
        assert 0 <= element.part < len(document.parts)
        if element.heading is not None:
            assert isinstance(element.block, Paragraph)
            assert element.block.text.startswith(element.heading.text) and element.heading.depth >= 1
    read_personnel(document, AUTHORITY)


@given(lines, ends)
def test_any_lines_parse(found: list[str], end: str) -> None:
    check_records(end.join(found))


@pytest.mark.parametrize("heading", ["大事记", "2018年1月大事记", "文件选登", "更正", "第8号", "海政发〔2018〕1号", "一月", "1月5日"])
def test_a_heading_in_gaps_as_wide_as_those_of_a_drawing(heading: str) -> None:
    text = ["一、甲。", "二、乙。", "三、丙。", "四、丁。", "五、戊。"]
    for place in range(3):
        boxes = ["甲", "乙"]
        boxes.insert(place, heading)
        assert check_records("\n".join(text) + "\n\n\n\n" + "\n\n\n\n".join(boxes)) is not None
        assert check_records("\n\n\n\n".join(boxes) + "\n\n\n\n" + "\n".join(text)) is not None


@given(st.text(CHARACTERS))
def test_any_text_parses(text: str) -> None:
    check_records(text)


@given(st.lists(st.sampled_from(("一、甲", "二、乙", "（一）丙", "（二）丁", "1.戊", "2.己", "1.1 庚", "2 辛", "第一章 壬", "第一条 癸")), max_size=30))
def test_headings_in_any_order_have_an_anchor_each(found: list[str]) -> None:
    issue = check_records("\n".join(["市政府关于部分地名命名的通知", "海政发〔2018〕1号", *found]))
    assert issue is not None and len(issue.documents) == 1


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=15))
def test_a_second_reading_of_a_document_copied_twice_finds_two(found: list[str]) -> None:
    """A head that stands twice is two documents with two addresses, whatever stands between."""
    head = "市政府关于部分地名命名的通知\n\n海政发〔2018〕77号\n\n各区、镇人民政府：\n"
    text = f"{head}\n经研究，决定命名。\n\n\n" + head + "\n".join(found)
    issue = check_records(text)
    assert issue is None or [str(d.number) for d in issue.documents][:2] == ["海政发〔2018〕77号"] * 2


@given(lines, st.integers(1, 45), st.integers(1, 45), st.lists(st.text("0123456789→,，- >甲", max_size=12), max_size=3))
def test_any_placement_is_done_or_reported(found: list[str], first: int, last: int, connect: list[str]) -> None:
    placement = Placement("海政发〔2018〕1号", "一、总体要求", first, last, "图", tuple(connect), "理由", datetime.date(2026, 1, 1))
    head = ["市政府关于部分地名命名的通知", "海政发〔2018〕1号", "一、总体要求", "大事记"]
    check_records("\n".join([*head, *found]), replace(META, placements=(placement,)))


# ---------------------------------------------------------------- whole folders


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("any"), "甲\n")


def put(project: Path, text: str) -> None:
    folder = project / "content" / "2018" / "01"
    (folder / "source.txt").write_bytes(text.encode())
    kept = (folder / "issue.yml").read_text(encoding="utf-8")
    (folder / "issue.yml").write_text(re.sub("sha256: .*", f"sha256: {hashlib.sha256(text.encode()).hexdigest()}", kept), encoding="utf-8")


@given(lines)
def test_ids_of_a_bulletin_are_unique(project: Path, found: list[str]) -> None:
    put(project, "\n".join([*found, "海政发〔2018〕1号", *found, "川府办函〔2021〕11号", "川府办函〔2021〕11号", "传府办函〔2021〕11号"]))
    bulletin, _ = load_bulletin(project)
    ids = [document.id for _, document in bulletin.documents()]
    ids += [table.id for _, document in bulletin.documents() for table in document.tables]
    ids += [entry.id for issue in bulletin.issues for entry in issue.chronicle]
    assert len(set(ids)) == len(ids) and all(ID.fullmatch(one) for one in ids)


# ---------------------------------------------------------------- the real issue, broken


def real_lines() -> Sequence[str]:
    return [line.text for line in real_bulletin()[0].issues[0].source.lines]


@pytest.mark.parametrize("seed", range(6))
def test_the_real_issue_with_its_lines_shuffled(seed: int) -> None:
    shuffled = list(real_lines())
    random.Random(seed).shuffle(shuffled)
    check_records("\n".join(shuffled))


@pytest.mark.parametrize("seed", range(6))
def test_the_real_issue_with_its_pieces_shuffled(seed: int) -> None:
    """Runs of lines that keep their order: heads stay whole, documents lose their tails."""
    chance = random.Random(seed)
    kept, pieces = list(real_lines()), []
    while kept:
        length = chance.randint(1, 60)
        pieces.append(kept[:length])
        del kept[:length]
    chance.shuffle(pieces)
    check_records("\n".join(line for piece in pieces for line in piece))


@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.5, 0.8])
def test_the_real_issue_with_lines_missing(share: float) -> None:
    chance = random.Random(str(share))
    check_records("\n".join(line for line in real_lines() if chance.random() > share))


@pytest.mark.parametrize("cut", ["blank", "tabs", "visible"])
def test_the_real_issue_without_one_kind_of_line(cut: str) -> None:
    def is_cut(line: str) -> bool:
        return {"blank": not line.strip() and not line.startswith("\t"), "tabs": line.startswith("\t"), "visible": len(line) >= 40}[cut]

    check_records("\n".join(line for line in real_lines() if not is_cut(line)))


def test_the_real_issue_without_line_ends() -> None:
    check_records("".join(real_lines()))


def test_the_real_issue_backwards() -> None:
    check_records("\n".join(reversed(real_lines())))


@pytest.mark.parametrize("seed", range(4))
def test_the_real_issue_with_characters_missing(seed: int) -> None:
    chance = random.Random(seed)
    text = "\n".join(real_lines())
    check_records("".join(char for char in text if chance.random() > 0.02))
