"""Word files, one hard thing each: what Word prints is read, what it does not print is reported, a bad file is refused in words."""

import io
import zipfile
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Code, Diagnostic, InputFault, format_diagnostic
from generator.reading.source import read_source, reading_doubts
from generator.records import Paragraph, Source, TableBlock
from tests.support.other_forms import make_docx, pack, part, word_parts

LEVEL = '<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def read(body: str, **others: str) -> Source:
    return read_source(make_docx(body, **others), "source.docx")


def p(text: str = "", properties: str = "") -> str:
    return f'<w:p>{f"<w:pPr>{properties}</w:pPr>" if properties else ""}{r(text) if text else ""}</w:p>'


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def lines(source: Source) -> list[str]:
    return [line.text for line in source.lines]


def doubts(source: Source) -> dict[Code, Diagnostic]:
    return {doubt.code: doubt for doubt in reading_doubts(source)}


def table(source: Source) -> list[list[tuple[str, int, int]]]:
    block = next(block for block in source.stated if isinstance(block, TableBlock))
    return [[(cell.text, cell.colspan, cell.rowspan) for cell in row.cells] for row in block.rows]


# ---------------------------------------------------------------- automatic numbers


def level(at: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return LEVEL.format(at=at, form=form, text=text, start=start, more=more)


def numbering(*levels: str, nums: Iterable[str] = ("",)) -> str:
    return part("numbering", f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>' + "".join(
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="0"/>{more}</w:num>' for i, more in enumerate(nums, 1)))


def numbered(text: str, num: int = 1, at: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>')


@pytest.mark.parametrize(("form", "text", "wanted"), [
    ("chineseCountingThousand", "%1、", ["一、", "二、"]), ("chineseCounting", "第%1条　", ["第一条　", "第二条　"]), ("decimal", "（%1）", ["（1）", "（2）"]),
    ("decimalEnclosedCircleChinese", "%1", ["①", "②"]), ("ideographTraditional", "%1.", ["甲.", "乙."]), ("upperRoman", "%1.", ["I.", "II."]),
    ("lowerLetter", "%1)", ["a)", "b)"]), ("chineseLegalSimplified", "%1、", ["壹、", "贰、"]), ("decimalZero", "%1.", ["01.", "02."]),
    ("decimalFullWidth", "%1．", ["１．", "２．"]), ("none", "", ["", ""])])
def test_numbers_are_written_out_in_every_format(form: str, text: str, wanted: list[str]) -> None:
    source = read(numbered("甲") + numbered("乙"), numbering=numbering(level(0, form, text)))
    assert lines(source) == [f"{wanted[0]}甲", f"{wanted[1]}乙"]


@pytest.mark.parametrize(("font", "wanted"), [("Wingdings", "●"), ("Symbol", "λ"), ("某某字体", "•")])
def test_a_bullet_is_the_sign_of_its_font(font: str, wanted: str) -> None:
    more = f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>'
    assert lines(read(numbered("甲"), numbering=numbering(level(0, "bullet", "\uf06c", more=more)))) == [f"{wanted}甲"]


def test_a_format_of_words_own_stands_among_alternatives() -> None:
    form = ('<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="{}"/></mc:Choice>'
            '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>')
    plain = level(0, "decimal", "%1.").replace('<w:numFmt w:val="decimal"/>', "{}")
    assert lines(read(numbered("甲"), numbering=numbering(plain.format(form.format("001, 002, 003, ..."))))) == ["001.甲"]
    assert doubts(read(numbered("甲"), numbering=numbering(plain.format(form.format("某某"))))).keys() == {Code.NUMBER_FORMAT}


def test_a_hidden_number_is_counted_and_not_printed() -> None:
    hidden = level(0, "decimal", "%1.", more="<w:rPr><w:vanish/></w:rPr>")
    body = numbered("甲") + numbered("乙", at=1)
    assert lines(read(body, numbering=numbering(hidden, level(1, "decimal", "%1.%2")))) == ["甲", "1.1乙"]


def test_levels_count_below_each_other_and_begin_anew() -> None:
    levels = (level(0, "chineseCountingThousand", "%1、"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3", more="<w:isLgl/>"))
    body = "".join(numbered("甲", at=at) for at in (0, 1, 1, 2, 0, 1, 2, 2))
    assert [line.removesuffix("甲") for line in lines(read(body, numbering=numbering(*levels)))] == [
        "一、", "一.1", "一.2", "1.2.1", "二、", "二.1", "2.1.1", "2.1.2"]


def test_a_level_that_never_begins_anew() -> None:
    levels = (level(0, "chineseCountingThousand", "%1、"), level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>'))
    body = "".join(numbered("甲", at=at) for at in (0, 1, 1, 0, 1))
    assert [line.removesuffix("甲") for line in lines(read(body, numbering=numbering(*levels)))] == ["一、", "1.", "2.", "二、", "3."]


def test_two_lists_of_one_definition_go_on_counting_unless_one_begins_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = "".join(numbered("甲", num) for num in (1, 1, 2, 3, 3))
    source = read(body, numbering=numbering(level(0, "decimal", "%1."), nums=("", "", anew)))
    assert [line.removesuffix("甲") for line in lines(source)] == ["1.", "2.", "3.", "1.", "2."]


def test_numbers_that_come_from_the_style() -> None:
    styles = part("styles", '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
                  '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
                  '<w:style w:type="paragraph" w:styleId="H0"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>')
    body = p("甲", '<w:pStyle w:val="H1"/>') + p("乙", '<w:pStyle w:val="H2"/>') + p("丙", '<w:pStyle w:val="H0"/>') + p(
        "丁", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>') + p("戊", '<w:pStyle w:val="H1"/>')
    found = read(body, styles=styles, numbering=numbering(level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）")))
    assert lines(found) == ["一、甲", "（一）乙", "丙", "丁", "二、戊"]


def test_a_number_format_no_rule_knows_is_reported() -> None:
    source = read(numbered("甲"), numbering=numbering(level(0, "hebrew1", "%1.")))
    assert lines(source) == ["1.甲"] and doubts(source)[Code.NUMBER_FORMAT].words == "hebrew1"


# ---------------------------------------------------------------- text


def test_a_soft_line_break_parts_lines_of_one_title() -> None:
    source = read(para(r("市政府关于甲的"), "<w:r><w:br/><w:t>通知</w:t></w:r>"))
    assert lines(source) == ["市政府关于甲的", "通知"]


def test_signs_word_has_elements_for() -> None:
    body = para("<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t><w:noBreakHyphen/><w:t>3</w:t><w:softHyphen/></w:r>", '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
                '<w:r><w:sym w:font="某某字体" w:char="F012"/></w:r>')
    source = read(body)
    assert lines(source) == ["1\t2-3✓〓"] and doubts(source)[Code.SYMBOL].words == "某某字体 F012"


def test_of_a_field_the_result_is_printed() -> None:
    body = para('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "http://x" </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', r("结果"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>', r("之后"),
                f'<w:fldSimple w:instr="DATE">{r("三月")}</w:fldSimple><w:hyperlink>{r("链接")}</w:hyperlink>')
    assert lines(read(body)) == ["结果之后三月链接"]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    assert lines(read(para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', r("正文")) + p("下一段"))) == ["正文", "下一段"]


def field(code: str, form: str = "", more: str = "") -> str:
    """A field that keeps no result."""
    return (f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r>{more}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>')


BOXED = "<w:ffData><w:checkBox><w:default w:val=\"{}\"/>{}</w:checkBox></w:ffData>"
ENTRIES = '<w:listEntry w:val="甲类"/><w:listEntry w:val="乙类"/></w:ddList></w:ffData>'
SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'


@pytest.mark.parametrize(("runs", "wanted"), [
    (field(r"eq \o\ac(○,1)"), "①"), (field(r" EQ \o\ac(○,", more="<w:r><w:instrText>21)</w:instrText></w:r>"), "㉑"), (field(r"eq \o\ac(○,一)", more=SEPARATE), "㊀"),
    (r'<w:fldSimple w:instr="EQ \o\ac(○,2)"/>', "②"), (field("FORMCHECKBOX", BOXED.format(1, "")), "☒"), (field("FORMCHECKBOX", BOXED.format(0, "")), "☐"),
    (field("FORMCHECKBOX", BOXED.format(1, '<w:checked w:val="0"/>'), SEPARATE), "☐"),
    (field("FORMDROPDOWN", f'<w:ffData><w:ddList><w:result w:val="1"/>{ENTRIES}'), "乙类"), (field("FORMDROPDOWN", f"<w:ffData><w:ddList>{ENTRIES}"), "甲类"),
    (field(r"SYMBOL 252 \f Wingdings"), "✓"), (field(r'SYMBOL 0xA3 \f "Symbol"'), "≤"), (field("MACROBUTTON NoMacro 请点此处"), "请点此处"), (field('XE "索引"'), "")])
def test_a_field_without_a_result_prints_what_its_code_says(runs: str, wanted: str) -> None:
    source = read(para(r("一级"), runs, r("后文")))
    assert lines(source) == [f"一级{wanted}后文"] and not doubts(source)


@pytest.mark.parametrize(("code", "wanted", "kind"), [
    (r"eq \o\ac(□,1)", "1", Code.FORMULA), (r"eq \o\ac(○,海)", "海", Code.FORMULA), (r"eq \f(1,2)", "〓", Code.FORMULA), ("AUTONUM", "〓", Code.SYMBOL),
    (r"SYMBOL 33 \f 某某字体", "〓", Code.SYMBOL), ("FORMCHECKBOX", "〓", Code.SYMBOL), ("FORMDROPDOWN", "〓", Code.SYMBOL)])
def test_a_field_no_rule_knows_is_reported_with_its_code(code: str, wanted: str, kind: Code) -> None:
    source = read(para(r("前"), field(code), r("后")))
    assert lines(source) == [f"前{wanted}后"] and doubts(source)[kind].words == code


@pytest.mark.parametrize(("font", "code", "wanted"), [
    ("Symbol", "F0A3", "≤"), ("Symbol", "F0B3", "≥"), ("Symbol", "F071", "θ"), ("Symbol", "F0B4", "×"), ("Symbol", "F0E5", "∑"), ("Symbol", "F0D6", "√"), ("Symbol", "F0BB", "≈"),
    ("Symbol", "F0F2", "∫"), ("Wingdings", "004A", "☺"), ("Wingdings", "F0FE", "☑"), ("Wingdings", "F081", "①"), ("Wingdings 2", "F052", "☑"), ("Wingdings 2", "F0A3", "□"),
    ("Wingdings", "F052", "〓"), ("Wingdings 3", "F0A3", "〓"), ("Wingdings", "0041", "〓")])
def test_a_sign_is_that_of_its_own_font(font: str, code: str, wanted: str) -> None:
    source = read(para(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>', r("甲")))
    assert lines(source) == [f"{wanted}甲"]
    assert (doubts(source)[Code.SYMBOL].words == f"{font} {code}") if wanted == "〓" else not doubts(source)


def test_private_characters_are_read_by_their_font_or_reported_once_a_line() -> None:
    fonts = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    source = read(para(r("\uf0fc\uf001", fonts), r("甲\ue5e5\ue5e5乙")))
    assert lines(source) == ["✓〓甲\ue5e5\ue5e5乙"] and doubts(source)[Code.SYMBOL].words == "Wingdings F001；U+E5E5"


def test_content_controls_and_tags_are_looked_through() -> None:
    body = (f"<w:sdt><w:sdtPr/><w:sdtContent>{p('甲')}<w:p><w:smartTag>{r('乙')}</w:smartTag><w:sdt><w:sdtContent>{r('丙')}</w:sdtContent></w:sdt></w:p>"
            f"</w:sdtContent></w:sdt><w:customXml>{p('丁')}</w:customXml>")
    assert lines(read(body)) == ["甲", "乙丙", "丁"]


def test_ruby_prints_the_base() -> None:
    body = para(f"<w:r><w:ruby><w:rt>{r('hǎi')}</w:rt><w:rubyBase>{r('海')}</w:rubyBase></w:ruby></w:r>", r("门"))
    source = read(body)
    assert lines(source) == ["海门"] and "hǎi" in doubts(source)[Code.HIDDEN].words


# ---------------------------------------------------------------- what is not printed


def test_insertions_are_printed_deletions_are_not_and_both_are_reported() -> None:
    body = p("首段") + para(r("共"), f'<w:ins w:id="1">{r("12")}</w:ins>', '<w:del w:id="2"><w:r><w:delText>10</w:delText></w:r></w:del>', r("件"))
    source = read(body)
    assert lines(source) == ["首段", "共12件"]
    doubt = doubts(source)[Code.TRACKED]
    assert (doubt.line, doubt.words) == (2, "插入：12；删除：10") and "2 处" in doubt.message
    assert format_diagnostic(doubt).startswith("source.docx 第2段  [修订痕迹]")


def test_a_moved_paragraph_is_printed_once() -> None:
    source = read(para(f"<w:moveFrom>{r('甲')}</w:moveFrom>") + p("乙") + para(f"<w:moveTo>{r('甲')}</w:moveTo>"))
    assert [text for text in lines(source) if text] == ["乙", "甲"]


def test_a_paragraph_whose_end_is_deleted_goes_on_with_the_next() -> None:
    assert lines(read(p("前半句", "<w:rPr><w:del/></w:rPr>") + p("后半句。"))) == ["前半句后半句。"]
    assert lines(read(p("甲") + p("最后", "<w:rPr><w:del/></w:rPr>"))) == ["甲", "最后"]


def test_deleted_and_hidden_rows_are_left_out_and_reported() -> None:
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    source = read("<w:tbl>" + row.format("", p("甲"), p("1")) + row.format("<w:del/>", p("乙"), p("2")) + row.format("<w:hidden/>", p("丙"), p("3")) + "</w:tbl>")
    assert table(source) == [[("甲", 1, 1), ("1", 1, 1)]]
    assert "乙 2" in doubts(source)[Code.TRACKED].words and "丙 3" in doubts(source)[Code.HIDDEN].words


@pytest.mark.parametrize("properties", ["<w:vanish/>", '<w:rStyle w:val="Secret"/>'])
def test_hidden_text_is_left_out_and_reported(properties: str) -> None:
    styles = part("styles", '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>')
    source = read(para(r("看得见"), r("看不见", properties), r("也看得见", '<w:vanish w:val="0"/>')), styles=styles)
    assert lines(source) == ["看得见也看得见"] and doubts(source)[Code.HIDDEN].words == "看不见"


def test_headers_footers_and_comments_are_left_out_and_reported() -> None:
    body = p("正文") + '<w:sectPr><w:headerReference r:id="r-header1"/><w:footerReference r:id="r-footer1"/></w:sectPr>'
    source = read(body, header1=part("hdr", p("第3期")), footer1=part("ftr", p("- 12 -")), comments=part("comments", f"<w:comment>{p('这里再核实')}</w:comment>"))
    assert lines(source) == ["正文"]
    assert doubts(source)[Code.FRAME].words == "第3期" and doubts(source)[Code.COMMENT].words == "这里再核实"


def test_pictures_formulas_and_embedded_files_are_reported() -> None:
    body = para('<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing></w:r>',
                '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x=1</m:t></m:r></m:oMath>') + '<w:altChunk r:id="r9"/>'
    source = read(body)
    assert lines(source)[0] == "x=1" and {Code.PICTURE, Code.FORMULA, Code.EMBEDDED} <= set(doubts(source))


# ---------------------------------------------------------------- text boxes and notes


BOX = "<w:txbxContent>{}</w:txbxContent>"
CHOICE = ("<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>{0}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict>"
          "</mc:Fallback></mc:AlternateContent></w:r>")


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    source = read(para(r("正文。"), CHOICE.format(BOX.format(p("方框")))) + p("下一段"))
    assert lines(source) == ["正文。", "方框", "下一段"]
    assert [block.is_text_box for block in source.stated if isinstance(block, Paragraph)] == [False, True, False]


def test_a_text_box_in_the_old_form_and_art_text() -> None:
    source = read(para(f"<w:r><w:pict><v:textbox>{BOX.format(p('旧式'))}</v:textbox></w:pict></w:r>", '<w:r><w:pict><v:textpath string="艺术字"/></w:pict></w:r>'))
    assert [text for text in lines(source) if text] == ["旧式", "艺术字"]


def test_notes_are_printed_below_the_sentence_they_belong_to() -> None:
    notes = part("footnotes", f'<w:footnote w:type="separator" w:id="0">{p("—")}</w:footnote><w:footnote w:id="2">{para("<w:r><w:footnoteRef/></w:r>", r(" 注释一"))}</w:footnote>'
                 f'<w:footnote w:id="3">{p("注释二")}</w:footnote>')
    body = para(r("关于甲的通知"), '<w:r><w:footnoteReference w:id="2"/></w:r>') + p("云府发〔2018〕1号") + para(
        r("现印发给你们。"), '<w:r><w:footnoteReference w:id="3"/></w:r>') + p("下一段。")
    source = read(body, footnotes=notes)
    assert lines(source) == ["关于甲的通知¹", "云府发〔2018〕1号", "现印发给你们。²", "¹ 注释一", "² 注释二", "下一段。"]
    assert [block.rule for block in source.stated if isinstance(block, Paragraph)] == ["段落", "段落", "段落", "脚注", "脚注", "段落"]
    assert Code.NOTE in doubts(source)


def test_notes_with_the_circled_marks_of_chinese_print() -> None:
    notes = part("footnotes", f'<w:footnote w:id="2">{p("注释")}</w:footnote>')
    settings = part("settings", '<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/></w:footnotePr>')
    source = read(para(r("甲。"), '<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=notes, settings=settings)
    assert lines(source) == ["甲。①", "① 注释"]


# ---------------------------------------------------------------- tables


def tc(text: str, span: int = 1, merge: str | None = None) -> str:
    merged = "" if merge is None else f'<w:vMerge w:val="{merge}"/>' if merge else "<w:vMerge/>"
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{p(text)}</w:tc>'


def tbl(*rows: str, widths: Iterable[int] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_merges_across_and_down() -> None:
    source = read(tbl(tc("类别", merge="restart") + tc("数量", 2), tc("", merge="") + tc("甲") + tc("乙"), tc("丙") + tc("1") + tc("2")))
    assert table(source) == [[("类别", 1, 2), ("数量", 2, 1)], [("甲", 1, 1), ("乙", 1, 1)], [("丙", 1, 1), ("1", 1, 1), ("2", 1, 1)]]


def test_a_merge_that_goes_on_below_nothing_is_a_cell_of_its_own() -> None:
    assert table(read(tbl(tc("甲", merge="") + tc("乙")))) == [[("甲", 1, 1), ("乙", 1, 1)]]


def test_words_under_a_merge_are_reported() -> None:
    source = read(tbl(tc("甲", merge="restart") + tc("1"), tc("盖住了", merge="") + tc("2")))
    assert doubts(source)[Code.HIDDEN].words == "盖住了" and "盖住了" not in "".join(lines(source))


def test_a_finer_grid_than_the_table_and_lines_a_hair_apart_do_not_count() -> None:
    source = read(tbl(tc("甲", 2) + tc("乙", 2), tc("丙", 3) + tc("丁", 1), widths=(1000, 1000, 40, 2000)))
    assert table(source) == [[("甲", 1, 1), ("乙", 1, 1)], [("丙", 1, 1), ("丁", 1, 1)]]


def test_rows_that_begin_further_right() -> None:
    row = f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("丙")}'
    assert table(read(tbl(tc("甲") + tc("乙"), row))) == [[("甲", 1, 1), ("乙", 1, 1)], [("", 1, 1), ("丙", 1, 1)]]


def test_a_table_inside_a_cell_becomes_lines_of_the_cell() -> None:
    inner = tbl(tc("姓名") + tc("职务"), tc("林工") + tc("组长"))
    source = read(tbl(f"<w:tc>{p('成员')}{inner}</w:tc>" + tc("备注")))
    assert table(source) == [[("成员\n姓名\t职务\n林工\t组长", 1, 1), ("备注", 1, 1)]] and Code.NESTED_TABLE in doubts(source)


def test_a_frame_around_a_table_is_taken_off() -> None:
    assert table(read(tbl(f"<w:tc>{tbl(tc('甲') + tc('乙'))}{p('')}</w:tc>"))) == [[("甲", 1, 1), ("乙", 1, 1)]]


def test_a_row_whose_places_are_all_spanned_from_above() -> None:
    source = read(tbl(tc("甲", merge="restart") + tc("乙", merge="restart"), tc("", merge="") + tc("", merge=""), tc("丙") + tc("丁")))
    assert table(source) == [[("甲", 1, 1), ("乙", 1, 1)], [("丙", 1, 1), ("丁", 1, 1)]]


# ---------------------------------------------------------------- bad files


def refused(data: bytes) -> Diagnostic:
    with pytest.raises(InputFault) as caught:
        read_source(data, "公报.docx")
    text = format_diagnostic(caught.value.diagnostic)
    assert text.startswith("公报.docx") and "建议：" in text
    return caught.value.diagnostic


def test_a_bomb_is_not_unpacked() -> None:
    data = pack({**word_parts(""), "word/document.xml": "<a>" + "甲" * 25_000_000 + "</a>"})
    assert len(data) < 1_000_000 and refused(data).code is Code.DAMAGED


@pytest.mark.parametrize("doctype", ['<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">',
                                     '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'])
def test_entities_and_outside_definitions_are_refused(doctype: str) -> None:
    parts = word_parts(para(r("&x;" if "ENTITY x" in doctype else "甲")))
    parts["word/document.xml"] = parts["word/document.xml"].replace("<w:document", doctype + "<w:document", 1)
    assert refused(pack(parts)).code is Code.DAMAGED


def test_a_password_is_named() -> None:
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")).code is Code.PROTECTED


def test_other_packages_empty_documents_and_half_a_file() -> None:
    assert refused(pack({"xl/workbook.xml": "<a/>"})).code is Code.NOT_TEXT
    assert refused(make_docx(p(""))).code is Code.EMPTY
    assert refused(make_docx(p("甲"))[:-40]).code is Code.DAMAGED
    assert refused(pack({**word_parts(p("甲")), "word/document.xml": "<w:document"})).code is Code.DAMAGED
    missing = word_parts(p("甲"))
    del missing["word/document.xml"]
    assert refused(pack(missing)).code in (Code.EMPTY, Code.DAMAGED, Code.NOT_TEXT)


def test_macros_do_not_matter() -> None:
    data = pack({**word_parts(p("甲")), "word/vbaProject.bin": "xx"})
    assert lines(read_source(data, "a.docx")) == ["甲"]


RICH = make_docx(para(r("正文。"), CHOICE.format(BOX.format(p("方框")))) + tbl(tc("甲", merge="restart") + tc("乙", 2), tc("", merge="") + tc("1") + tc("2"))
                 + numbered("一", 1) + para(f"<w:ins>{r('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"),
                 numbering=numbering(level(0, "decimal", "%1.")), styles=part("styles", '<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>'))


def unharmed(data: bytes) -> None:
    """Reads, or is refused in words."""
    try:
        source = read_source(data, "a.docx")
    except InputFault as fault:
        assert "建议：" in format_diagnostic(fault.diagnostic)
        return
    covered = [number for block in source.stated for number in range(block.first_line, block.last_line + 1)]
    assert source.stated == () or covered == list(range(1, len(source.lines) + 1))
    reading_doubts(source)


@given(st.lists(st.tuples(st.integers(0, len(RICH) - 1), st.integers(0, 255)), max_size=12), st.integers(0, len(RICH)))
def test_damaged_bytes_end_in_words(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(RICH)
    for place, byte in changes:
        data[place] = byte
    unharmed(bytes(data))
    unharmed(bytes(data[:cut]))


WRAPPERS = ("{}", "<w:ins>{}</w:ins>", "<w:hyperlink>{}</w:hyperlink>", "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:smartTag>{}</w:smartTag>",
            '<w:fldSimple w:instr="DATE">{}</w:fldSimple>', "<w:del>{}</w:del>", CHOICE.format(BOX.format("<w:p>{}</w:p>")),
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>')
RUNS = st.recursive(st.tuples(st.sampled_from(("", "<w:vanish/>"))), lambda inner: st.tuples(st.sampled_from(WRAPPERS), st.lists(inner, min_size=1, max_size=3)), max_leaves=6)


def written(tree: tuple[object, ...], chars: list[str]) -> str:
    """The XML of a tree of runs; every run holds a character of its own."""
    if len(tree) == 1:
        chars.append(chr(0x4E00 + len(chars)))
        return r(chars[-1], str(tree[0]))
    inner = tree[1]
    assert isinstance(inner, list)
    return str(tree[0]).replace("{}", "".join(written(item, chars) for item in inner))


@given(st.lists(RUNS, min_size=1, max_size=6), st.booleans())
def test_every_character_is_printed_once_or_named_in_a_remark(trees: list[tuple[object, ...]], in_table: bool) -> None:
    chars: list[str] = ["一"]
    body = para(r("一"), *(written(tree, chars) for tree in trees))
    source = read(tbl(f"<w:tc>{body}</w:tc>" + tc("")) if in_table else body)
    printed = "".join(char for line in source.lines for char in line.text if not char.isspace())
    assert len(set(printed)) == len(printed)
    assert set(chars) - set(printed) <= set("".join(remark.words for remark in source.remarks))


MARKUP = st.sampled_from(["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>甲。</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:ins>", "</w:ins>",
                          '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>', "<w:txbxContent>", "</w:txbxContent>", "<w:drawing>", "</w:drawing>",
                          '<w:gridSpan w:val="-3"/>', '<w:vMerge/>', "<w:tcPr>", "</w:tcPr>", "<w:trPr>", "</w:trPr>", '<w:gridBefore w:val="99999999999"/>', "<w:sdt>", "</w:sdt>",
                          '<w:numPr><w:ilvl w:val="77"/><w:numId w:val="1"/></w:numPr>', "<w:pPr>", "</w:pPr>", "<mc:AlternateContent>", "</mc:AlternateContent>"])


@given(st.lists(MARKUP, max_size=40))
def test_any_order_of_elements_ends_in_words(marks: list[str]) -> None:
    open_tags: list[str] = []
    out = []
    for mark in marks:
        if mark.startswith("</"):
            if not open_tags or open_tags[-1] != mark[2:-1]:
                continue
            open_tags.pop()
        elif not mark.endswith("/>") and mark.count("<") == 1:
            open_tags.append(mark[1:-1])
        out.append(mark)
    body = "".join(out) + "".join(f"</{name}>" for name in reversed(open_tags))
    unharmed(make_docx(body, numbering=numbering(level(0, "decimal", "%1."))))


def test_every_part_of_the_package_may_be_damaged() -> None:
    with zipfile.ZipFile(io.BytesIO(RICH)) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    for name in parts:
        for content in ("", "甲", "<a/>", parts[name][:-20]):
            unharmed(pack({**parts, name: content}))
