"""How things are written: numerals, dates, document numbers, enumerations and keys, each there and back."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.notation.dates import find_dates, find_day_range, format_date, parse_date_line
from generator.notation.enumeration import Style, parse_bare, parse_enumerator
from generator.notation.folding import WHITE, fold, is_blank, squeeze, strip_blanks, visible_bounds
from generator.notation.numbers import Count, DocumentNumber, find_numbers, parse_count_line, parse_number_line, parse_numbers_line
from generator.notation.numerals import format_numeral, format_year_digits, parse_numeral
from generator.notation.titles import find_quoted_titles, has_unpaired_marks

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
BRACKETS = ("〔〕", "﹝﹞", "[]", "［］", "（）", "()", "【】", "〖〗")
SERIES = st.text("海政办发云府函干规川", min_size=2, max_size=6)
blanks = st.text(" \u3000\u00a0", max_size=2)


# ---------------------------------------------------------------- numerals


@pytest.mark.parametrize("thousands", range(10))
def test_every_numeral_comes_back(thousands: int) -> None:
    for value in range(thousands * 1000, thousands * 1000 + 1000):
        assert parse_numeral(format_numeral(value)) == value
        assert parse_numeral(str(value)) == value
        assert parse_numeral(str(value).translate(FULL_WIDTH)) == value


@pytest.mark.parametrize(("text", "value"), [
    ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一百一十", 110), ("两千零一十八", 2018), ("〇", 0), ("二〇一八", 2018),
    ("二○一八", 2018), ("二零一八", 2018), ("二Ｏ一八", 2018), ("二O一八", 2018), ("二o一八", 2018), ("二0一八", 2018), ("二０一八", 2018), ("二◯一八", 2018),
    ("二Ο一八", 2018), ("二О一八", 2018), ("九千九百九十九", 9999),
])
def test_numerals_as_bulletins_write_them(text: str, value: int) -> None:
    assert parse_numeral(text) == value


@pytest.mark.parametrize("text", ["", "O", "○O", "一O十", "二三十", "十十", "十百", "零十百", "甲", "1二", "一万", "-1", "1.5", "²"])
def test_what_is_no_numeral(text: str) -> None:
    assert parse_numeral(text) is None


@pytest.mark.parametrize("value", [-1, 10_000])
def test_numerals_out_of_range_are_refused(value: int) -> None:
    with pytest.raises(ValueError, match=str(value)):
        format_numeral(value)


@given(st.integers(1000, 9999))
def test_year_digits_come_back(year: int) -> None:
    assert parse_numeral(format_year_digits(year)) == year


# ---------------------------------------------------------------- dates


@given(st.dates(datetime.date(1000, 1, 1)), blanks)
def test_dates_come_back_in_arabic_full_width_and_chinese(day: datetime.date, blank: str) -> None:
    arabic = format_date(day)
    chinese = f"{format_year_digits(day.year)}年{format_numeral(day.month)}月{format_numeral(day.day)}日"
    spaced = f"{blank}{day.year}年{blank}{day.month}月{blank}{day.day}{blank}日{blank}"
    padded = f"{day.year}年{day.month:02d}月{day.day:02d}日"
    typed = [chinese.replace("〇", zero) for zero in "○◯OoＯ0０零"]
    for text in (arabic, arabic.translate(FULL_WIDTH), chinese, *typed, spaced, padded, f"（{chinese}）"):
        found = parse_date_line(text)
        assert found is not None and found.date == day, text


@given(st.dates(datetime.date(1000, 1, 1)), st.text("甲乙，。", max_size=5), st.text("甲乙，。", max_size=5))
def test_a_date_is_found_where_it_stands(day: datetime.date, before: str, after: str) -> None:
    (found,) = find_dates(before + format_date(day) + after)
    assert found.date == day
    assert (before + format_date(day) + after)[found.start:found.end] == found.printed == format_date(day)


@pytest.mark.parametrize("text", ["2018年2月30日", "2018年13月1日", "2018年4月31日", "2019年2月29日", "二〇一八年二月三十日", "2018年0月1日"])
def test_a_day_that_does_not_exist_is_a_printed_date_without_a_day(text: str) -> None:
    found = parse_date_line(text)
    assert found is not None and found.date is None and found.printed == text


@pytest.mark.parametrize("text", ["", "2018年1月", "2018年1月2日起", "自2018年1月2日", "1月2日", "2018-01-02", "年 月 日"])
def test_what_is_no_line_of_a_date(text: str) -> None:
    assert parse_date_line(text) is None


@pytest.mark.parametrize(("text", "year", "month", "first", "last", "printed"), [
    ("1月2日，市长主持会议", 2018, None, "2018-01-02", "2018-01-02", "1月2日"),
    ("一月二日，市长主持会议", 2018, None, "2018-01-02", "2018-01-02", "一月二日"),
    ("2017年12月28日，会议召开", 2018, None, "2017-12-28", "2017-12-28", "2017年12月28日"),
    ("3 月 5 日 ，会议召开", 2019, None, "2019-03-05", "2019-03-05", "3 月 5 日"),
    ("3月5日 至 8 日，开展活动", 2019, None, "2019-03-05", "2019-03-08", "3月5日 至 8 日"),
    ("3月5、8日，两次会议", 2019, None, "2019-03-05", "2019-03-05", "3月5"),
    ("下旬，值班", 9999, 12, "9999-12-21", "9999-12-31", "下旬"),
    ("3月5日至8日，开展活动", 2019, None, "2019-03-05", "2019-03-08", "3月5日至8日"),
    ("3月5—8日，开展活动", 2019, None, "2019-03-05", "2019-03-08", "3月5—8日"),
    ("3月5日——8日，开展活动", 2019, None, "2019-03-05", "2019-03-08", "3月5日——8日"),
    ("3月5–8日，开展活动", 2019, None, "2019-03-05", "2019-03-08", "3月5–8日"),
    ("3月5-8日，开展活动", 2019, None, "2019-03-05", "2019-03-08", "3月5-8日"),
    ("3月30日至4月3日，参展", 2019, None, "2019-03-30", "2019-04-03", "3月30日至4月3日"),
    ("12月30日至1月2日，值班", 2018, None, "2018-12-30", "2019-01-02", "12月30日至1月2日"),
    ("12月30日至2019年1月2日，值班", 2018, None, "2018-12-30", "2019-01-02", "12月30日至2019年1月2日"),
    ("2018年12月30日至2019年1月2日，值班", 2020, None, "2018-12-30", "2019-01-02", "2018年12月30日至2019年1月2日"),
    ("3月5、6日，开展活动", 2019, None, "2019-03-05", "2019-03-06", "3月5、6日"),
    ("2日 副市长调研", 2019, 3, "2019-03-02", "2019-03-02", "2日"),
    ("15日—17日，开展检查，4月30日前完成", 2019, 4, "2019-04-15", "2019-04-17", "15日—17日"),
    ("15-17日，开展检查", 2019, 4, "2019-04-15", "2019-04-17", "15-17日"),
    ("31日至2日，值班", 2019, 12, "2019-12-31", "2019-12-31", None),
    ("中旬，搬迁", 2019, 3, "2019-03-11", "2019-03-20", "中旬"),
    ("3月上旬，搬迁", 2019, None, "2019-03-01", "2019-03-10", "3月上旬"),
    ("2月下旬，搬迁", 2019, None, "2019-02-21", "2019-02-28", "2月下旬"),
    ("二月下旬，搬迁", 2020, None, "2020-02-21", "2020-02-29", "二月下旬"),
    ("12月下旬，搬迁", 2019, None, "2019-12-21", "2019-12-31", "12月下旬"),
    ("3月5日、6日，开展活动", 2019, None, "2019-03-05", "2019-03-06", "3月5日、6日"),
    ("3月5日、8日，两次会议", 2019, None, "2019-03-05", "2019-03-05", "3月5日"),
    ("3月5日和6日，开展活动", 2019, None, "2019-03-05", "2019-03-06", "3月5日和6日"),
    ("12日-13日，检查", 2019, 3, "2019-03-12", "2019-03-13", "12日-13日"),
    ("五日至八日，检查", 2019, 3, "2019-03-05", "2019-03-08", "五日至八日"),
    ("3月上旬至中旬，搬迁", 2019, None, "2019-03-01", "2019-03-20", "3月上旬至中旬"),
    ("3月下旬至4月上旬，搬迁", 2019, None, "2019-03-21", "2019-04-10", "3月下旬至4月上旬"),
    ("2018年12月中旬，搬迁", 2019, None, "2018-12-11", "2018-12-20", "2018年12月中旬"),
    ("3月初，搬迁", 2019, None, "2019-03-01", "2019-03-10", "3月初"),
    ("月底，搬迁", 2019, 2, "2019-02-21", "2019-02-28", "月底"),
    ("本月末，搬迁", 2019, 4, "2019-04-21", "2019-04-30", "本月末"),
    ("3月，全市开展活动", 2019, None, "2019-03-01", "2019-03-31", "3月"),
    ("本月，开展活动，3日结束", 2019, 3, "2019-03-01", "2019-03-31", "本月"),
    ("会议由市长主持。3月8日召开", 2019, None, "2019-03-08", "2019-03-08", "3月8日"),
])
def test_days_of_an_event(text: str, year: int, month: int | None, first: str, last: str, printed: str | None) -> None:
    found = find_day_range(text, year, month)
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert text[found.start:found.end] == found.printed
    assert printed is None or found.printed == printed


@pytest.mark.parametrize(("text", "month"), [("3月底前完成搬迁", None), ("到3月底，完成搬迁", None), ("月底，搬迁", None), ("三月会议", None),
                                            ("2月30日，会议", None), ("13月1日，会议", None), ("会议召开", 3), ("32日，会议", 1), ("", None), ("中旬，会议", None)])
def test_no_day_where_none_is_named_or_it_does_not_exist(text: str, month: int | None) -> None:
    assert find_day_range(text, 2018, month) is None


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2900, 1, 1)), st.integers(0, 300))
def test_a_range_over_any_days_keeps_both_ends(first: datetime.date, length: int) -> None:
    last = first + datetime.timedelta(days=length)
    found = find_day_range(f"{format_date(first)}至{format_date(last)}，会议召开", 2018)
    assert found is not None and (found.first, found.last) == (first, last)


@given(st.text("0123456789０９一二三十O○月日年至和、—上中下旬初底末本甲，", max_size=30), st.integers(1900, 9999), st.none() | st.integers(1, 12))
def test_days_of_any_text_are_in_order_and_stand_where_they_say(text: str, year: int, month: int | None) -> None:
    found = find_day_range(text, year, month)
    if found is not None:
        assert found.first <= found.last and text[found.start:found.end] == found.printed


# ---------------------------------------------------------------- document numbers


@given(SERIES, st.integers(1000, 9999), st.integers(1, 99_999))
def test_document_numbers_come_back_through_every_form(series: str, year: int, serial: int) -> None:
    number = DocumentNumber(series, year, serial)
    assert parse_number_line(str(number)) == number
    for opening, closing in map(list, BRACKETS):
        for digits in (str(year), str(year).translate(FULL_WIDTH)):
            for middle in ("", "第", " ", "\u3000第 "):
                text = f" {series}{opening}{digits} {closing}{middle}{serial} 号\u00a0"
                assert parse_number_line(text) == number, text


@given(SERIES, st.integers(1000, 9999), st.integers(1, 99_999), st.sampled_from(BRACKETS))
def test_a_number_is_found_where_it_stands(series: str, year: int, serial: int, brackets: str) -> None:
    printed = f"{series}{brackets[0]}{year}{brackets[1]}{serial}号"
    text = f"，{printed}文件"
    (found,) = find_numbers(text)
    assert found.number == DocumentNumber(series, year, serial)
    assert text[found.start:found.end] == found.printed == printed


@pytest.mark.parametrize("line", [
    "云州市人民政府令第8号", "云州市人民政府令第八号", "云州市人民政府令（第8号）", "云州市人民政府令　第８号", " 云州市人民政府令 第 8 号 "])
def test_orders_bear_no_year(line: str) -> None:
    number = parse_number_line(line)
    assert number == DocumentNumber("云州市人民政府令", 0, 8)
    assert parse_number_line(str(number)) == number


@pytest.mark.parametrize("line", ["云州市人民政府第8号令", "云州市人民政府第八号令", "云州市人民政府 第 8 号 令"])
def test_the_number_of_an_order_may_stand_before_its_kind(line: str) -> None:
    assert parse_number_line(line) == DocumentNumber("云州市人民政府令", 0, 8)


@pytest.mark.parametrize(("line", "number"), [
    ("云州市人民政府公告2018年第3号", DocumentNumber("云州市人民政府公告", 2018, 3)),
    ("云州市财政局2018年第3号公告", DocumentNumber("云州市财政局公告", 2018, 3)),
    ("云州市公安局通告（第三号）", DocumentNumber("云州市公安局通告", 0, 3))])
def test_notices_count_through_a_year_or_for_ever(line: str, number: DocumentNumber) -> None:
    assert parse_number_line(line) == number


@pytest.mark.parametrize(("line", "count"), [
    ("第8号", Count(0, 8, "")), ("第八号", Count(0, 8, "")), ("（第八号）", Count(0, 8, "")), ("第１２号", Count(0, 12, "")), ("第一百零二号", Count(0, 102, "")),
    (" 第 8 号 ", Count(0, 8, "")), ("第12号令", Count(0, 12, "令")), ("2018年第3号", Count(2018, 3, "")), ("（2018年第3号）", Count(2018, 3, "")),
    ("２０１８年第３号公告", Count(2018, 3, "公告")), ("〔2018〕3号", Count(2018, 3, "")), ("[2018]第3号", Count(2018, 3, ""))])
def test_a_count_alone_on_its_line(line: str, count: Count) -> None:
    assert parse_count_line(line) == count


@pytest.mark.parametrize("line", ["", "8号", "2018年", "第8号楼", "人民路第8号", "2018年3号", "第甲号", "令"])
def test_what_is_no_count(line: str) -> None:
    assert parse_count_line(line) is None


@pytest.mark.parametrize("line", ["云财〔2018〕3号、云教〔2018〕5号", "云财〔2018〕3号　　云教〔2018〕5号", "云财﹝2018﹞3号，云教 ﹝ 2018 ﹞ 5 号"])
def test_a_joint_document_bears_the_numbers_of_its_issuers(line: str) -> None:
    assert parse_numbers_line(line) == (DocumentNumber("云财", 2018, 3), DocumentNumber("云教", 2018, 5))


@pytest.mark.parametrize("line", [
    "", "海政发〔2018〕号", "海政发〔18〕1号", "海政发2018年1号", "海政发〔2018〕1号文件", "2018〔2018〕1号", "发〔2018〕1号", "见：海政发〔2018〕1号",
    "海政发〔2018〕1号、2号", "第8号", "第8号令", "人民路第8号", "海政发〔2018〕123456号", "令第8号起", "海政发〔2018〕1号、海政发〔2018〕2号文件"])
def test_what_is_no_line_of_a_number(line: str) -> None:
    assert parse_number_line(line) is None and parse_numbers_line(line) == ()


def test_numbers_sort_by_series_year_and_serial() -> None:
    numbers = [DocumentNumber("海政发", 2018, 10), DocumentNumber("海政发", 2018, 9), DocumentNumber("海政发", 2017, 11)]
    assert [str(n) for n in sorted(numbers)] == ["海政发〔2017〕11号", "海政发〔2018〕9号", "海政发〔2018〕10号"]


# ---------------------------------------------------------------- keys


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text("海政发Ａb１〔[（《", max_size=20), st.text(WHITE, max_size=5), st.text("海政发Ａb１〔[（《", max_size=20))
def test_the_key_does_not_see_white_space(before: str, white: str, after: str) -> None:
    assert fold(before + white + after) == fold(before + after)


@pytest.mark.parametrize(("one", "other"), [
    ("海政发〔2018〕1号", "海政发﹝２０１８﹞ １号"), ("海政发〔2018〕1号", "海政发[2018]1号"), ("海政发〔2018〕1号", "海政发【2018】1号"),
    ("大 事　记", "大事记"), ("ＡＢｃ", "abC"), ("（一）", "(一)")])
def test_the_key_of_two_ways_to_write_one_thing(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(st.sampled_from(WHITE) | st.characters()))
def test_squeezing_loses_white_space_and_nothing_else(text: str) -> None:
    assert squeeze(text) == "".join(char for char in text if char not in WHITE)
    assert is_blank(text) == (squeeze(text) == "")
    start, end = visible_bounds(text)
    assert strip_blanks(text) == text[start:end]
    assert is_blank(text[:start]) and is_blank(text[end:]) and squeeze(text[start:end]) == squeeze(text)
    assert is_blank(text) or (text[start] not in WHITE and text[end - 1] not in WHITE)


# ---------------------------------------------------------------- enumerations

EXAMPLES: tuple[tuple[Style, str, tuple[int, ...], str], ...] = (
    (Style.CHAPTER, "第一章　总则", (1,), "总则"), (Style.CHAPTER, "第 十二 章 附则", (12,), "附则"), (Style.CHAPTER, "第二编 分则", (2,), "分则"),
    (Style.CHAPTER, "第3章 职责", (3,), "职责"),
    (Style.SECTION, "第一节　一般规定", (1,), "一般规定"),
    (Style.ARTICLE, "第一条　为加强管理", (1,), "为加强管理"), (Style.ARTICLE, "第一百零二条 本办法", (102,), "本办法"),
    (Style.ARTICLE, "第12条 本办法", (12,), "本办法"), (Style.ARTICLE, "第五条之一 本办法", (5,), "本办法"),
    (Style.HAN, "一、总体要求", (1,), "总体要求"), (Style.HAN, "十二、附则", (12,), "附则"), (Style.HAN, "\u3000\u3000二、 工作", (2,), "工作"),
    (Style.HAN, "三．保障", (3,), "保障"),
    (Style.HAN_PAREN, "（一）目标", (1,), "目标"), (Style.HAN_PAREN, "(十二) 目标", (12,), "目标"), (Style.HAN_PAREN, "（三）、目标", (3,), "目标"),
    (Style.DECIMAL, "1.1 编制目的", (1, 1), "编制目的"), (Style.DECIMAL, "2.4  一般事故", (2, 4), "一般事故"), (Style.DECIMAL, "5.2.1应急", (5, 2, 1), "应急"),
    (Style.DECIMAL, "１．１ 目的", (1, 1), "目的"), (Style.DECIMAL, "1.2.3.4 目的", (1, 2, 3, 4), "目的"), (Style.DECIMAL, "1.1 亿元工程", (1, 1), "亿元工程"),
    (Style.ARABIC, "1.当年", (1,), "当年"), (Style.ARABIC, "12．当年", (12,), "当年"), (Style.ARABIC, "3、当年", (3,), "当年"), (Style.ARABIC, "1. 2018年", (1,), "2018年"),
    (Style.ARABIC, "1.2018年计划", (1,), "2018年计划"),
    (Style.PAREN, "（1）就近", (1,), "就近"), (Style.PAREN, "( 12 ) 就近", (12,), "就近"), (Style.PAREN, "（１）就近", (1,), "就近"),
    (Style.HALF_PAREN, "1）就近", (1,), "就近"), (Style.HALF_PAREN, " 12 ) 就近", (12,), "就近"), (Style.HALF_PAREN, "３）2018年", (3,), "2018年"),
    (Style.CIRCLED, "①就近", (1,), "就近"), (Style.CIRCLED, "⑳ 就近", (20,), "就近"),
)


@pytest.mark.parametrize(("style", "text", "values", "words"), EXAMPLES)
def test_enumerations(style: Style, text: str, values: tuple[int, ...], words: str) -> None:
    found = parse_enumerator(text)
    assert found is not None
    assert (found.style, found.values, text[found.end:]) == (style, values, words)
    assert squeeze(text[:found.end]) == squeeze(found.printed)


def test_every_style_has_an_example() -> None:
    assert {style for style, *_ in EXAMPLES} | {Style.BARE} == set(Style)


@pytest.mark.parametrize("text", [
    "", "2018年工作要点", "12345公共服务中心", "110公安指挥中心", "3.5亿美元", "1.5倍", "3.2公里", "0.5％以上", "10.5%", "1.2万户", "第一批名单", "第三人民医院",
    "一方面", "十大工程", "二〇一八年", "三月", "（市水利局）", "（2018年）", "1950.5", "8", "附件1", "2018）年", "第1）项", "一二三", "第一", "第 条"])
def test_what_is_no_enumeration(text: str) -> None:
    assert parse_enumerator(text) is None


@pytest.mark.parametrize(("text", "value"), [("1 总则", 1), ("3 事故应急响应", 3), ("1总则", 1), ("１２　附则", 12)])
def test_bare_numbers(text: str, value: int) -> None:
    found = parse_bare(text)
    assert found is not None and found.values == (value,) and found.style is Style.BARE


@pytest.mark.parametrize("text", ["2018年工作", "12345公共服务中心", "110公安指挥中心", "5家企业", "3个月内", "12月31日", "10%", "1", "总则", "20万元", "1.1 目的"])
def test_what_is_no_bare_number(text: str) -> None:
    assert parse_bare(text) is None


@given(st.integers(1, 99), st.sampled_from(["总则", "《办法》", "为了"]),
       st.sampled_from(["{han}、", "（{han}）", "第{han}章", "第{han}节", "第{han}条", "{n}.", "（{n}）", "{n}、"]))
def test_enumerations_carry_the_number_that_is_printed(value: int, words: str, form: str) -> None:
    text = form.format(han=format_numeral(value), n=value) + words
    found = parse_enumerator(text)
    assert found is not None and found.values == (value,) and text[found.end:] == words


# ---------------------------------------------------------------- titles between marks


def test_nested_titles_come_inner_first() -> None:
    text = "关于转发《市水利局关于印发〈河道管理办法〉的通知》和《规划》的通知"
    found = [(t.title, t.depth, text[t.start] + text[t.end - 1]) for t in find_quoted_titles(text)]
    assert found == [("河道管理办法", 1, "〈〉"), ("市水利局关于印发〈河道管理办法〉的通知", 0, "《》"), ("规划", 0, "《》")]


def test_marks_nested_in_marks_of_their_own_kind() -> None:
    assert [(t.title, t.depth) for t in find_quoted_titles("《关于印发《办法》的通知》")] == [("办法", 1), ("关于印发《办法》的通知", 0)]


@pytest.mark.parametrize(("text", "unpaired"), [
    ("《办法》", False), ("《办法", True), ("办法》", True), ("》办法《", True), ("《甲》和《乙》", False), ("《甲《乙》", True), ("", False), ("〈办法〉", False)])
def test_unpaired_marks(text: str, unpaired: bool) -> None:
    assert has_unpaired_marks(text) is unpaired


@given(st.text("《》〈〉甲", max_size=20))
def test_quoted_titles_stand_between_their_marks(text: str) -> None:
    for found in find_quoted_titles(text):
        assert text[found.start] + text[found.end - 1] in ("《》", "〈〉")
        assert text[found.start + 1:found.end - 1] == found.title
