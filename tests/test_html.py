"""Web pages, one hard thing each: encodings, layout tables, what a site prints around the text, what a browser hides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Code, Diagnostic, InputFault, format_diagnostic
from generator.reading.frames import HABITS, load_habits
from generator.reading.source import Form, find_form, read_source, reading_doubts
from generator.records import Source, TableBlock

SENTENCE = "为进一步规范地名管理工作，经市政府研究，决定对部分地名予以命名。"


def read(body: str, head: str = "") -> Source:
    return read_source(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "source.html")


def lines(source: Source) -> list[str]:
    return [line.text.replace("\u00a0", "~") for line in source.lines]


def table(source: Source) -> list[list[tuple[str, int, int]]]:
    block = next(block for block in source.stated if isinstance(block, TableBlock))
    return [[(cell.text, cell.colspan, cell.rowspan) for cell in row.cells] for row in block.rows]


def doubts(source: Source) -> dict[Code, Diagnostic]:
    return {doubt.code: doubt for doubt in reading_doubts(source)}


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize("declared", ['<meta charset="gb2312">', '<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "", '<meta charset="utf-8">'])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_is_told_by_the_bytes_whatever_the_page_says(encoding: str, declared: str) -> None:
    source = read_source(f"<html><head>{declared}</head><body><p>{SENTENCE}</p></body></html>".encode(encoding), "a.html")
    assert lines(source) == [SENTENCE] and source.encoding.startswith("网页，")


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "ascii", "koi8-r", "iso-8859-15"])
def test_a_page_in_gbk_that_calls_itself_western(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>海门市人民政府关于造林的通知，共5项。</p></body></html>'
    assert lines(read_source(page.encode("gbk"), "a.html")) == ["海门市人民政府关于造林的通知，共5项。"]
    with pytest.raises(InputFault) as fault:
        read_source(page.encode("gbk").replace("造林".encode("gbk"), b"\xd4\xec\xc1\xd6\xff\xff"), "a.html")
    assert fault.value.diagnostic.code is Code.ENCODING


def test_a_western_page_that_writes_chinese_as_references() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>&#36896;&#26519;caf\u00e9</p></body></html>'
    assert lines(read_source(page.encode("latin-1"), "a.html")) == ["造林café"]


def test_an_encoding_only_the_page_can_name() -> None:
    text = '<html><head><meta charset="big5"></head><body><p>為進一步規範地名管理工作，經市政府研究。</p></body></html>'
    assert lines(read_source(text.encode("big5"), "a.html")) == ["為進一步規範地名管理工作，經市政府研究。"]


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(InputFault) as caught:
        read_source(f"<html><body><p>{SENTENCE}".encode("gb18030").replace("地".encode("gb18030"), b"\xff\xff", 1), "a.html")
    assert caught.value.diagnostic.code is Code.ENCODING


# ---------------------------------------------------------------- paragraphs


def test_paragraphs_breaks_and_indents() -> None:
    source = read("<p>&nbsp;&nbsp;&nbsp;&nbsp;甲<br>乙<br/><br/>丙</p><div>丁<div>戊</div>己</div><p>&nbsp;</p><p></p><h3>庚</h3>")
    assert lines(source) == ["~~~~甲", "乙", "", "丙", "丁", "戊", "己", "", "庚"]


def test_a_line_broken_in_the_file_is_no_blank_between_chinese_words() -> None:
    assert lines(read("<p>海门市\n      人民政府 2018年\nNo\n1</p>")) == ["海门市人民政府 2018年 No 1"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert lines(read("<pre>甲\n  乙</pre>")) == ["甲", "  乙"]


def test_numbers_a_browser_prints_by_itself() -> None:
    assert lines(read("<ol start=3><li>甲<li value=7><p>乙</p></ol><ol type=a><li>丙</ol><ul><li>丁</ul>")) == ["3.甲", "7.乙", "a.丙", "丁"]


def test_scripts_styles_forms_and_hidden_text_are_not_printed() -> None:
    source = read('<script>var x = "不印"</script><style>p{}</style><!-- 不印 --><p style="DISPLAY: none">藏着</p><select><option>不印</select><p>印</p><p hidden>也藏着</p>')
    assert lines(source)[-1].strip() == "印" or "印" in lines(source)
    assert "不印" not in "".join(lines(source)) and "藏着" not in "".join(lines(source)) and "藏着；也藏着" in doubts(source)[Code.HIDDEN].words


@pytest.mark.parametrize("end", ["</body></html>", "</html>", "</body>", "</body></html><!DOCTYPE html><html><head><title>又一页</title></head><body>"])
def test_a_page_is_read_on_behind_its_end(end: str) -> None:
    assert lines(read(f"<p>甲</p>{end}<p>乙</p>{end}丙<p>丁</p>")) == ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize("tag", ["article", "section", "main", "figure", "hgroup", "details", "unknown-element"])
def test_a_page_without_a_body(tag: str) -> None:
    page = f"<title>某市</title><{tag}><p>甲</p><p>乙</p></{tag}><{tag}>丙</{tag}>丁<p>戊</p>"
    for head in ("", "<html>", "<meta charset=utf-8>", "<html><head>"):
        assert lines(read_source(f"{head}{page}".encode(), "a.html")) == ["甲", "乙", "丙", "丁", "戊"], head


def test_pictures_are_reported() -> None:
    assert doubts(read('<p>甲<img src="a.gif" alt="流程图"></p>'))[Code.PICTURE].words == "流程图"


# ---------------------------------------------------------------- tables


def test_spans_of_rows_and_columns() -> None:
    source = read("<table border=1><caption>表一</caption><tr><th rowspan=2>类别<th colspan=2>数量<tr><td>甲<td>乙<tr><td>丙<td>1<td>2</table>")
    assert lines(source)[0] == "表一"
    assert table(source) == [[("类别", 1, 2), ("数量", 2, 1)], [("甲", 1, 1), ("乙", 1, 1)], [("丙", 1, 1), ("1", 1, 1), ("2", 1, 1)]]


def test_spans_beyond_the_table_and_columns_nobody_uses() -> None:
    source = read("<table border=1><tr><td rowspan=99 colspan=3>甲<td rowspan=0>乙</tr><tr></tr><tr></tr></table>")
    assert table(source) == [[("甲", 1, 1), ("乙", 1, 1)]]


def test_layout_tables_are_taken_apart_and_tables_of_the_text_are_kept() -> None:
    inner = "<table border=1><tr><td>甲<td>乙</table>"
    source = read(f"<table><tr><td><p>{SENTENCE}</p><table><tr><td>{inner}<p>{SENTENCE}</p></table></table>")
    assert table(source) == [[("甲", 1, 1), ("乙", 1, 1)]]
    assert lines(source) == [SENTENCE, "甲", "乙", SENTENCE]


def test_a_layout_table_is_known_by_the_length_of_its_cell() -> None:
    source = read("<table><tr><td>" + f"<p>{SENTENCE}</p>" * 15 + "</table>")
    assert not any(isinstance(block, TableBlock) for block in source.stated) and len(source.lines) == 15


# ---------------------------------------------------------------- around the text


PAGE = ('<div id="topNav"><a href="/">首页</a> <a href="/gb">公报</a></div><div>您的位置：<a href="/">首页</a>&gt;公报</div>'
        '<table border=1><tr><td>索引号：<td>1<td>发布机构<td>市政府<tr><td>文号<td>略<td>发文日期<td>2018-01-02</table>'
        "<p>发布时间：2018-01-02　来源：政府办　浏览次数：5</p><h1>市人民政府公报2018年第2期</h1><p>文件选登</p>{}<p>打印本页</p><p>承办：信息中心</p>"
        '<div class="page-footer">版权所有：云州市人民政府</div>')


def test_what_a_site_prints_around_the_text_is_left_out_and_reported() -> None:
    source = read(PAGE.format(f"<p>{SENTENCE}</p>" * 20))
    assert lines(source) == ["市人民政府公报2018年第2期", "文件选登", *[SENTENCE] * 20]
    doubt = doubts(source)[Code.FRAME]
    assert all(words in doubt.words for words in ("首页 公报", "索引号： 1", "浏览次数", "承办：信息中心", "版权所有")) and doubt.line is None


def test_nothing_of_the_bulletin_is_taken_for_the_frame() -> None:
    """A link, a footer element, or a class of that name around the bulletin's own text."""
    body = f'<header><p>云府发〔2018〕1号</p></header><p><a href="http://x/y">{SENTENCE}</a></p><div class="position">地理位置：东起民生路，西至浦江路，予以命名。</div>'
    text = "".join(lines(read(body)))
    assert "云府发〔2018〕1号" in text and SENTENCE in text and "地理位置" in text


@pytest.mark.parametrize("item", load_habits().lines, ids=lambda pattern: pattern.pattern[:20])
def test_every_pattern_of_frames_yml_has_an_example_that_takes_part(item: object) -> None:
    import yaml
    entries = [entry for entry in yaml.safe_load(HABITS.read_text(encoding="utf-8"))["lines"] if entry["pattern"] == item.pattern]  # type: ignore[attr-defined]
    assert entries and entries[0]["examples"]
    for text in entries[0]["examples"]:
        assert item.fullmatch(text), text   # type: ignore[attr-defined]
    for text in entries[0]["counter_examples"]:
        assert not load_habits().is_line(text), text


# ---------------------------------------------------------------- what a file is


@pytest.mark.parametrize(("head", "form"), [
    (b"<!DOCTYPE html><p>x", Form.PAGE), (b"\xef\xbb\xbf \n<HTML>", Form.PAGE), ('<?xml version="1.0"?><html>'.encode("utf-16"), Form.PAGE), (b"<!-- saved -->\n<html>", Form.PAGE),
    ("<小标题> 甲".encode(), Form.TEXT), ("文件选登".encode(), Form.TEXT), (b"{\\rtf1", Form.RICH_TEXT), (b"PK\x03\x04", Form.WORD)])
def test_what_a_file_is_is_told_by_its_bytes(head: bytes, form: Form) -> None:
    assert find_form(head, "a") is form


def test_a_web_archive_is_named() -> None:
    with pytest.raises(InputFault) as caught:
        find_form(b"From: <Saved by Browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n<html>", "a.mht")
    assert ".mht" in caught.value.diagnostic.message


# ---------------------------------------------------------------- anything at all


def unharmed(data: bytes) -> Source | None:
    """Reads, or is refused in words."""
    try:
        source = read_source(data, "a.html")
    except InputFault as fault:
        assert "建议：" in format_diagnostic(fault.diagnostic)
        return None
    covered = [number for block in source.stated for number in range(block.first_line, block.last_line + 1)]
    assert source.stated == () or covered == list(range(1, len(source.lines) + 1))
    reading_doubts(source)
    return source


def test_tags_nested_by_the_thousand() -> None:
    unharmed(("<html><body>" + "<font>" * 1500 + "甲乙丙丁。").encode())
    unharmed(("<html><body>" + "<div>" * 50_000 + "甲乙丙丁。").encode())
    unharmed(("<html><body>" + "<table><tr><td>" * 600 + "甲乙丙丁。").encode())


TAGS = st.sampled_from([
    "<p>", "</p>", "<div>", "</div>", "<br>", "<table>", "<table border=1>", "</table>", "<tr>", "</tr>", "<td rowspan=3>", "<td colspan=-1>", "</td>", "<td>", "<th>",
    "<caption>", "</caption>", "<ol>", "</ol>", "<li>", "<b>", "</b>", "<pre>", "</pre>", "甲", "乙。", "\n", "&nbsp;", "1", "<a href=x>", "</a>", "<script>", "</script>",
    "<span hidden>", "</span>", "<form>", "</form>", "<nav>", "</nav>", "<!--", "-->", "&#0;", "&bogus;", "<body>", "</html>"])


@given(st.lists(TAGS, max_size=60))
def test_any_order_of_tags_ends_in_words(tags: list[str]) -> None:
    unharmed(("<html><body>" + "".join(tags)).encode())


SEEN = st.sampled_from([
    "<p>", "</p>", "<div>", "</div>", "<br>", "<table>", "<table border=1>", "</table>", "<tr>", "</tr>", "<td rowspan=2>", "</td>", "<td>", "<li>", "<b>", "</b>", "<h1>",
    "</body>", "</html>", "<html>", "<body>", "</body></html>"])


@given(st.lists(st.one_of(SEEN, st.sampled_from("甲乙丙丁戊己庚辛")), max_size=60))
def test_no_visible_character_is_lost_or_doubled(parts: list[str]) -> None:
    data = "<html><body>" + "".join(parts)
    source = unharmed(data.encode())
    printed = sorted(part for part in parts if len(part) == 1)
    assert sorted(char for line in (source.lines if source else ()) for char in line.text if not char.isspace()) == printed


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=10))
def test_damaged_bytes_end_in_words(changes: list[tuple[int, int]]) -> None:
    data = bytearray(f"<html><body>{PAGE.format('<p>' + SENTENCE + '</p>')}".encode("gb18030"))
    for place, byte in changes:
        data[place] = byte
    unharmed(bytes(data))
