"""From bytes to blocks: encodings, faults that name their place, tables, text boxes, and sentences cut by a page break."""

import codecs
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.authority.layouts import Layouts, load_layouts
from generator.diagnostics import Code, InputFault, format_diagnostic
from generator.reading.blocks import contents, find_blocks, is_cut_sentence
from generator.reading.source import read_source
from generator.reading.text import control_characters, split_lines
from generator.records import Blank, Block, Line, Paragraph, Source, TableBlock
from tests.support.bulletins import real_bulletin

LAYOUTS: Layouts = load_layouts(Path("no such folder"), "site_config")[0]
TEXT = "文件选登\n\n市政府关于部分地名命名的通知\n\n海政发〔2018〕1号\n\n" \
    "各区、镇人民政府：\n为进一步规范地名管理工作，予以命名。\n\n\t序号\n\t原名\n\n海门市人民政府\n2018年1月13日\n"
ENDS = {"LF": "\n", "CR LF": "\r\n", "CR": "\r"}


def read(text: str) -> Source:
    return read_source(text.encode(), "a.txt")


def blocks(text: str) -> tuple[Block, ...]:
    return find_blocks(read(text), LAYOUTS)


# ---------------------------------------------------------------- encodings


def encodings() -> dict[str, tuple[str, Callable[[str], bytes], Callable[[bytes], bytes]]]:
    """By name: what the source says it is, how a text becomes bytes, and how the mark is taken off the bytes again."""
    def bom(mark: bytes, codec: str) -> Callable[[str], bytes]:
        return lambda text: mark + text.encode(codec)

    def off(mark: bytes) -> Callable[[bytes], bytes]:
        return lambda data: data.removeprefix(mark)

    return {
        "utf-8": ("UTF-8", bom(b"", "utf-8"), off(b"")),
        "utf-8 with BOM": ("UTF-8（带 BOM）", bom(codecs.BOM_UTF8, "utf-8"), off(codecs.BOM_UTF8)),
        "gb18030": ("GB18030", bom(b"", "gb18030"), off(b"")),
        "utf-16-le": ("UTF-16", bom(b"", "utf-16-le"), off(b"")),
        "utf-16-be": ("UTF-16", bom(b"", "utf-16-be"), off(b"")),
        "utf-16-le with BOM": ("UTF-16", bom(codecs.BOM_UTF16_LE, "utf-16-le"), off(codecs.BOM_UTF16_LE)),
        "utf-16-be with BOM": ("UTF-16", bom(codecs.BOM_UTF16_BE, "utf-16-be"), off(codecs.BOM_UTF16_BE)),
    }


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("name", encodings())
def test_every_encoding_and_line_end_gives_the_same_records(name: str, end: str) -> None:
    shown, encode, unmark = encodings()[name]
    text = TEXT.replace("\n", ENDS[end])
    data = encode(text)
    source = read_source(data, "a.txt")
    assert source.encoding == shown
    assert source.text == text
    assert source.text.encode(name.split()[0]) == unmark(data)
    assert [(line.number, line.text) for line in source.lines] == list(enumerate(TEXT.split("\n")[:-1], start=1))
    assert {line.end for line in source.lines} == {ENDS[end]}
    assert find_blocks(source, LAYOUTS) == blocks(TEXT)


@pytest.mark.parametrize("name", encodings())
def test_the_real_issue_in_every_encoding(name: str) -> None:
    text = real_bulletin()[0].issues[0].source.text
    shown, encode, _ = encodings()[name]
    source = read_source(encode(text), "a.txt")
    assert (source.encoding, source.text == text) == (shown, True)


def test_mixed_line_ends_are_kept_as_they_are() -> None:
    source = read("一\r\n二\r三\n\r四\n\n五")
    assert source.lines == (Line(1, "一", "\r\n"), Line(2, "二", "\r"), Line(3, "三", "\n"), Line(4, "", "\r"), Line(5, "四", "\n"), Line(6, "", "\n"), Line(7, "五", ""))
    assert source.text == "一\r\n二\r三\n\r四\n\n五"


@pytest.mark.parametrize("sign", ["\u2028", "\u0085", "\u000b", "\u000c", "\u001c"])
def test_only_cr_and_lf_end_a_line(sign: str) -> None:
    assert [line.text for line in split_lines(f"甲{sign}乙\n丙")] == [f"甲{sign}乙", "丙"]


def test_a_damaged_utf8_text_with_a_few_zero_bytes_is_still_utf8() -> None:
    source = read(TEXT.replace("地名管理", "地名\x00管理").replace("\n\n市", "\n\x00\n市"))
    assert source.encoding == "UTF-8"
    assert [(d.code, d.line) for d in control_characters(source)] == [(Code.CONTROL_CHARACTER, 2), (Code.CONTROL_CHARACTER, 8)]


# ---------------------------------------------------------------- what cannot be read


def fault(data: bytes) -> InputFault:
    with pytest.raises(InputFault) as caught:
        read_source(data, "content/2018/01/source.txt")
    text = format_diagnostic(caught.value.diagnostic)
    assert text.startswith("content/2018/01/source.txt") and "建议：" in text
    return caught.value


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n \n", "\u3000\n\u00a0\n".encode(), codecs.BOM_UTF8, "\u3000\r\n".encode("gb18030"), codecs.BOM_UTF16_LE])
def test_nothing_to_read(data: bytes) -> None:
    assert fault(data).diagnostic.code is Code.EMPTY


@pytest.mark.parametrize("name", ["random", "random, short", "png", "pdf", "zeros", "controls"])
def test_binary_files(name: str) -> None:
    noise = random.Random(2018).randbytes(4096)
    data = {"random": noise, "random, short": noise[:64], "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x02\x00\x00\x00" + noise[:2000],
            "pdf": b"%PDF-1.7\n" + noise, "zeros": bytes(4096), "controls": bytes(range(1, 32)) * 40}[name]
    assert fault(data).diagnostic.code in (Code.NOT_TEXT, Code.ENCODING)


@pytest.mark.parametrize(("head", "code", "word"), [
    (b"PK\x03\x04", Code.DAMAGED, "Word"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Code.NEEDS_OFFICE, "LibreOffice"), (b"%PDF", Code.NOT_TEXT, "PDF"),
    (b"\x89PNG\r\n", Code.NOT_TEXT, "图片"), (b"\xff\xd8\xff\xe0", Code.NOT_TEXT, "图片"), (b"GIF89a", Code.NOT_TEXT, "图片")])
def test_what_only_begins_like_another_kind_of_file_is_called_by_its_name(head: bytes, code: Code, word: str) -> None:
    found = fault(head + TEXT.encode()).diagnostic
    assert found.code is code and word in found.message


def test_gb18030_cut_in_the_middle_of_a_character() -> None:
    data = TEXT.rstrip("\n").encode("gb18030")[:-1]
    found = fault(data).diagnostic
    assert found.code is Code.ENCODING
    assert (found.line, f"第 {len(data)} 个字节" in found.message) == (TEXT.rstrip("\n").count("\n") + 1, True)


@pytest.mark.parametrize("end", ENDS)
def test_utf8_with_one_bad_byte_names_line_and_byte(end: str) -> None:
    text = TEXT.replace("\n", ENDS[end])
    good = text.encode()
    place = good.index("号".encode())
    found = fault(good[:place] + b"\xff" + good[place:]).diagnostic
    assert found.code is Code.ENCODING
    assert found.line == 5 and f"第 {place + 1} 个字节" in found.message and found.words.startswith("ff")


@pytest.mark.parametrize("bad", [0x80, 0xA4, 0xC0, 0xE4, 0xFE, 0xFF])
def test_utf8_with_a_bad_byte_is_never_taken_for_another_encoding(bad: int) -> None:
    """Short texts in UTF-8 often decode as GB18030: 文件 as 鏂囦欢."""
    for text in ("文件\n", "文件选登", "市政府关于部分地名命名的通知\n"):
        for place in range(0, len(text.encode()) + 1, 3):
            data = text.encode()[:place] + bytes([bad]) + text.encode()[place:]
            assert fault(data).diagnostic.code is Code.ENCODING, data


def test_utf16_cut_in_the_middle_of_a_character() -> None:
    assert fault(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")[:-1]).diagnostic.code is Code.ENCODING


@pytest.mark.parametrize("codec", ["shift-jis", "euc-kr", "koi8-r"])
def test_other_encodings_do_no_harm(codec: str) -> None:
    """Bytes of other countries may pass for GB18030; then at least nothing may crash, and the bytes come back."""
    data = {"shift-jis": "ニュース発表\n本日", "euc-kr": "대한민국\n서울", "koi8-r": "Город\nдень"}[codec].encode(codec)
    try:
        source = read_source(data, "a.txt")
    except InputFault as caught:
        assert caught.diagnostic.code is Code.ENCODING
    else:
        assert source.text.encode(source.encoding) == data


# ---------------------------------------------------------------- blocks


def assert_partition(source: Source, found: tuple[Block, ...]) -> None:
    lines = [number for block in found for number in range(block.first_line, block.last_line + 1)]
    assert lines == [line.number for line in source.lines]


def test_blocks_of_the_real_issue_cover_every_line_once() -> None:
    issue = real_bulletin()[0].issues[0]
    assert_partition(issue.source, issue.blocks)
    for block in issue.blocks:
        if isinstance(block, Blank):
            assert all(not issue.source.lines[n - 1].text.strip() for n in range(block.first_line, block.last_line + 1))


def table(text: str) -> TableBlock:
    (found,) = [block for block in blocks(text) if isinstance(block, TableBlock)]
    return found


def cells(found: TableBlock) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in found.rows]


def test_rows_and_cells() -> None:
    found = table("前文\n\n\t序号\n\t类 别\n\n\t1\n\t商住区\n\n\n后文\n")
    assert cells(found) == [["序号", "类 别"], ["1", "商住区"]]
    assert (found.first_line, found.last_line) == (3, 7)
    assert [(row.first_line, row.last_line) for row in found.rows] == [(3, 4), (6, 7)]


def test_a_cell_of_several_paragraphs() -> None:
    found = table("\t甲\n\t乙一\n\n乙二\n乙三\n\n\t丙\n\t丁\n")
    assert cells(found) == [["甲", "乙一\n乙二\n乙三"], ["丙", "丁"]]
    assert (found.rows[0].cells[1].first_line, found.rows[0].cells[1].last_line) == (2, 5)


def test_empty_cells_are_kept() -> None:
    assert cells(table("\t\n\t甲\n\t\n\n\t乙\n\t\n\t\n")) == [["", "甲", ""], ["乙", "", ""]]


def test_two_blank_lines_end_a_table() -> None:
    found = blocks("\t甲\n\n\n乙\n\n\t丙\n")
    assert [type(block).__name__ for block in found] == ["TableBlock", "Blank", "Paragraph", "Blank", "TableBlock"]


def test_a_cell_that_ends_in_empty_paragraphs_does_not_end_the_table() -> None:
    assert cells(table("\t甲\n\n\n\n\t乙\n")) == [["甲"], ["乙"]]


@pytest.mark.parametrize("line", ["海政发〔2018〕1号", "云州市人民政府令第8号"])
def test_a_document_number_ends_a_table(line: str) -> None:
    found = blocks(f"\t甲\n{line}\n")
    assert isinstance(found[0], TableBlock) and isinstance(found[1], Paragraph) and found[1].text == line


def test_blank_lines_behind_a_table_do_not_belong_to_it() -> None:
    found = blocks("\t甲\n\n\n")
    assert (found[0].last_line, found[1]) == (1, Blank(2, 3))


def test_the_place_of_a_paragraph_in_its_line() -> None:
    (found,) = contents(blocks("\u3000\u3000甲乙 丙\u00a0 \n"))
    assert isinstance(found, Paragraph)
    assert [(p.line, p.column, p.text) for p in found.pieces] == [(1, 2, "甲乙 丙")]


# ---------------------------------------------------------------- text boxes


def boxes(text: str) -> list[str]:
    return [block.text for block in blocks(text) if isinstance(block, Paragraph) and block.is_text_box]


PROSE = "".join(f"第{n}段文字。\n\n" for n in "一二三四五六")


def test_text_boxes_stand_in_wide_gaps() -> None:
    drawing = "".join(f"方框{n}\n\n\n\n\n\n" for n in "甲乙丙丁")
    assert boxes(PROSE + drawing) == ["方框甲", "方框乙", "方框丙", "方框丁"]


def test_two_wide_gaps_are_no_drawing() -> None:
    assert boxes(PROSE + "方框甲\n\n\n\n\n\n方框乙\n") == []


def test_text_boxes_are_seen_where_the_text_has_no_blank_lines_at_all() -> None:
    assert boxes("一段。\n二段。\n三段。\n2018年1月13日\n\n\n\n\n框甲\n\n\n\n\n框乙\n\n\n\n\n框丙\n") == ["框甲", "框乙", "框丙"]


def test_wide_gaps_all_through_a_file_are_its_habit() -> None:
    assert boxes("\n\n\n\n".join(f"第{n}段。" for n in "一二三四五六七八九")) == []


def test_the_lines_of_the_drawing_in_the_real_issue() -> None:
    found = [block.first_line for block in real_bulletin()[0].issues[0].blocks if isinstance(block, Paragraph) and block.is_text_box]
    assert (found[0], found[-1], len(found)) == (7610, 7718, 18)


# ---------------------------------------------------------------- sentences cut by a page break

CUT = [(2675, 2677), (3406, 3408), (3997, 3999), (4016, 4018), (4182, 4184), (5357, 5359)]
WHOLE = [(3979, 3981), (3725, 3727), (2748, 2750), (286, 288)]


def line(number: int) -> str:
    return real_bulletin()[0].issues[0].source.lines[number - 1].text


@pytest.mark.parametrize(("head", "tail"), CUT)
def test_sentences_of_the_real_issue_that_a_page_break_cut(head: int, tail: int) -> None:
    assert is_cut_sentence(line(head), line(tail), LAYOUTS)
    block = next(b for b in real_bulletin()[0].issues[0].blocks if b.first_line <= head <= b.last_line)
    assert isinstance(block, Paragraph)
    assert [piece.line for piece in block.pieces] == [head, tail] and block.rule == "断页合并"


@pytest.mark.parametrize(("head", "tail"), WHOLE)
def test_lines_of_the_real_issue_that_stand_apart(head: int, tail: int) -> None:
    assert not is_cut_sentence(line(head), line(tail), LAYOUTS)


def test_no_other_line_of_the_real_issue_is_joined() -> None:
    joined = [tuple(p.line for p in b.pieces) for b in real_bulletin()[0].issues[0].blocks if isinstance(b, Paragraph) and len(b.pieces) > 1]
    assert joined == CUT


LONG = "为规范危险化学品事故的应急管理和应急响应程序，构建预"


@pytest.mark.parametrize(("head", "tail"), [
    (LONG, "防为主的机制。"), (LONG + "，", "防为主的机制。"), (LONG + "（", "见附件）。"), ("　　" + LONG, "防为主的机制；"),
    ("各区、镇人民政府，市各委办局，市各直属机构，市级各", "单位、各部门："),
    ("一、" + LONG + "防为主、防治结合的应急救援机制，增强应对和防范事故风险的能", "力。"),
])
def test_cut_sentences(head: str, tail: str) -> None:
    assert is_cut_sentence(head, tail, LAYOUTS)


@pytest.mark.parametrize(("head", "tail"), [
    (LONG + "。", "防为主。"), (LONG + "：", "防为主。"), (LONG, "防为主"), (LONG, ""), (LONG[:15], "防为主。"), (LONG, "二、防为主。"), (LONG, "（一）防为主。"),
    (LONG, "《办法》执行。"), (LONG, "·防为主。"), (LONG, "2018年1月2日"), (LONG, "海政发〔2018〕1号"), (LONG, "附件：名单。"), (LONG, "注：名单。"),
    ("云州市人民政府办公室关于做好2019年汛期值班工作的通知", "各区人民政府："), ("一、进一步加强组织领导，全面落实安全生产责任", "各部门要加强领导。"),
    (LONG + "（见附件）", "各部门要加强领导。"), ("市政府办公室关于印发海门市危险化学品", "事故应急预案的通知"),
])
def test_lines_that_stand_apart(head: str, tail: str) -> None:
    assert not is_cut_sentence(head, tail, LAYOUTS)


def test_sentences_two_blank_lines_apart_are_not_joined() -> None:
    assert len(contents(blocks(f"{LONG}\n\n防为主的机制。\n"))) == 1
    assert len(contents(blocks(f"{LONG}\n\n\n防为主的机制。\n"))) == 2
    assert len(contents(blocks(f"{LONG}\n防为主的机制。\n"))) == 2


def test_a_joined_paragraph_keeps_its_two_places() -> None:
    (found,) = contents(blocks(f"\u3000{LONG}\n\n \u3000防为主的机制。\n"))
    assert isinstance(found, Paragraph)
    assert [(p.line, p.column) for p in found.pieces] == [(1, 1), (3, 2)]
    assert found.text == LONG + "防为主的机制。"
