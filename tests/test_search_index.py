"""The files of the index: the two folds agree, numbers read back, the same issue gives the same bytes, another issue leaves them alone."""

import json
import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.notation.folding import WHITE
from generator.search.digits import ALPHABET, BASE, encode, encode_all, zigzag
from generator.search.files import Outline, script, segments_of, write_folder, write_print, write_segment
from generator.search.folding import BORDER, fold_segments, fold_text
from generator.search.layout import BLOCK, LaidOut, lay_out, text_blocks
from generator.search.lists import VolumeLists
from generator.search.postings import join_lists, list_volume, series_at_end, words_before_numbers
from generator.search.records import Head, Inner, Kind, Place, Segment, Text, Volume
from generator.search.words import SHARDS, organ_lists
from tests.support.searching import ask, folded_records, index_folder, real_knowledge, run_engine, search_files


def _volume(name: str, *texts: str) -> Volume:
    return Volume(name, tuple(Text(Head(f"{name}-{i}", Kind.ENTRY, f"{i}.html", str(i), int(name[:4])), (Segment(text, Place.BODY),)) for i, text in enumerate(texts)))


# ---- Folding -----------------------------------------------------------------------------------------------------------


def test_the_browser_folds_every_character_as_the_generator_does() -> None:
    """Of the characters Python knows; a browser may know newer ones."""
    ranges = ((0x20, 0xD800), (0xE000, 0x10000), (0x1F100, 0x1F260), (0x20000, 0x2FA20))
    chars = [chr(code) for first, last in ranges for code in range(first, last) if unicodedata.category(chr(code)) != "Cn"]
    (folded,) = run_engine([{"fold": chars}])
    assert [(hex(ord(char)), fold_text(char), other) for char, other in zip(chars, folded, strict=True) if fold_text(char) != other] == []


@settings(max_examples=1)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=300, max_size=300))
def test_the_browser_folds_any_text_as_the_generator_does(texts: list[str]) -> None:
    (folded,) = run_engine([{"fold": texts}])
    assert folded == [fold_text(text) for text in texts]


@pytest.mark.parametrize(("printed", "typed"), [("陈  敢", "陈敢"), ("１０", "10"), ("海政发﹝２０１８﹞3号", "海政发[2018]3号"), ("（试行）", "(试行)"), ("ＧＤＰ", "gdp"),
                                                ("60㎡", "60m2"), ("【2018】", "〔2018〕"), ("甲\u00a0\u3000乙", "甲乙")])
def test_print_and_query_fold_to_the_same(printed: str, typed: str) -> None:
    assert fold_text(printed) == fold_text(typed)


@given(st.text())
def test_folding_twice_changes_nothing_and_leaves_no_blank(text: str) -> None:
    folded = fold_text(text)
    assert fold_text(folded) == folded and not set(folded) & set(WHITE)


def test_figures_of_two_cells_do_not_become_one_while_words_run_on() -> None:
    def joined(*texts: str) -> str:
        return "".join(fold_segments(Segment(text, Place.BODY) for text in texts))

    assert joined("10", "20") == f"10{BORDER}20" and joined("a", " ", "1") == f"a{BORDER}1"
    assert joined("推进", "工作") == "推进工作" and joined("共10", "个") == "共10个"


def test_a_folder_has_the_same_name_in_whatever_order_its_contents_come() -> None:
    contents = {"k6d77-95e8": "1", "facts": "2", "0": "3"}    # lists of pairs come in the order of a set, another in every run
    assert write_folder("2018", contents) == write_folder("2018", dict(reversed(contents.items())))


# ---- Digits ------------------------------------------------------------------------------------------------------------


def _decode(digits: str) -> list[int]:
    values, value, scale = [], 0, 1
    for char in digits:
        digit = ALPHABET.index(char)
        value += digit % BASE * scale
        scale *= BASE
        if digit < BASE:
            values.append(value)
            value, scale = 0, 1
    return values


@given(st.lists(st.integers(0, 10**12)))
def test_numbers_read_back(values: list[int]) -> None:
    assert _decode(encode_all(values)) == values


def test_digits_need_no_escape_in_a_script_and_a_negative_number_becomes_one_that_is_not() -> None:
    assert len(set(ALPHABET)) == 2 * BASE and json.dumps(ALPHABET) == f'"{ALPHABET}"' and len(encode(BASE - 1)) == 1
    assert [zigzag(value) for value in (0, -1, 1, -2, 2)] == [0, 1, 2, 3, 4]


# ---- Files -------------------------------------------------------------------------------------------------------------


def test_blocks_hold_the_whole_print_in_order_and_nothing_of_their_neighbours() -> None:
    laid = lay_out(_volume("2018-01", "甲　乙" * BLOCK, "丙" * 5))
    blocks: list[Any] = list(text_blocks(laid))
    assert "".join(row[1] for block in blocks for row in block["rows"]) == "甲　乙" * BLOCK + "丙" * 5
    for number, block in enumerate(blocks):
        text = "".join(row[1] for row in block["rows"])
        assert fold_text(text) == laid.folded[number * BLOCK:(number + 1) * BLOCK].replace(BORDER, "")
    assert [list(block["heads"]) for block in blocks if block["heads"]] == [["0"], ["1"]]


def _listed(laid: LaidOut, *series: str) -> dict[str, str]:
    return join_lists([(0, list_volume(laid))], series)


def _placed(name: str, texts: list[tuple[str, Place]]) -> LaidOut:
    plain = _volume(name, *(text for text, _ in texts))
    return lay_out(Volume(name, tuple(replace(text, segments=(Segment(words, place),)) for text, (words, place) in zip(plain.texts, texts, strict=True))))


_TEXTS = st.lists(st.tuples(st.text("甲乙1〔〕2018号 ", min_size=1, max_size=30), st.sampled_from(Place)), min_size=1, max_size=4)


@given(_TEXTS, _TEXTS, st.integers(0, 50))
@example([("甲〔2018〕1号", Place.TITLE), ("乙甲〔2018〕1号", Place.BODY)], [("甲〔2018〕1号", Place.TITLE), ("甲乙", Place.NUMBER)], 7)
def test_lists_put_together_are_those_of_the_texts_put_together(first: list[tuple[str, Place]], second: list[tuple[str, Place]], gap: int) -> None:
    one, other = _placed("2018-01", first), _placed("2018-02", second)
    offset = len(one.folded) + gap
    both = LaidOut("2018", one.folded + BORDER * gap + other.folded, one.places + bytes([Place.BODY]) * gap + other.places,
                   (*one.spans, *(replace(span, start=span.start + offset, end=span.end + offset) for span in other.spans)), ())
    assert join_lists([(0, list_volume(one)), (offset, list_volume(other))], ("甲", "乙甲")) == _listed(both, "甲", "乙甲")


def test_nothing_is_listed_over_the_border_of_two_records() -> None:
    assert set(_listed(lay_out(_volume("2018-01", "甲乙", "丙丁")))) == {"甲乙", "丙丁", "甲", "乙", "丙", "丁"}


def test_a_record_within_another_is_listed_by_itself_too() -> None:
    outer, inner = (Head(name, kind, name, name, 2018) for name, kind in (("d", Kind.DOCUMENT), ("t", Kind.TABLE)))
    segments = (Segment("甲", Place.BODY), Segment("乙", Place.BODY), Segment("丙", Place.BODY))
    postings = _listed(lay_out(Volume("2018-01", (Text(outer, segments, (Inner(inner, 1, 2),)),))))
    assert _decode(postings["乙"])[::2] == [0, 1] and _decode(postings["甲"])[::2] == [0]


def test_the_same_bulletin_gives_the_same_files_and_every_file_hands_over_under_its_own_name() -> None:
    files = search_files(real_knowledge())
    assert files == search_files(real_knowledge())
    for path, data in files.items():
        assert data.decode().startswith(f'gongbaoSearch.put("{path.removeprefix("search/").removesuffix(".js")}",'), path


def test_years_are_merged_when_a_later_span_has_begun_and_not_before() -> None:
    names = [f"{year}-{number:02d}" for year in (2013, 2015, 2016, 2019) for number in (1, 2)]
    assert list(segments_of(names)) == ["2010-2014", "2015", "2016", "2019"]
    assert list(segments_of([*names, "2020-01"])) == ["2010-2014", "2015-2019", "2020"]
    assert [name for own in segments_of(names).values() for name in own] == names


def test_another_issue_of_the_year_gives_its_lists_another_folder_and_places_behind_the_first() -> None:
    def shelved(name: str, *texts: str) -> tuple[Outline, VolumeLists]:
        laid = lay_out(_volume(name, *texts))
        folder, files = write_print(laid)
        return Outline(folder, len(files), len(laid.spans), "", ()), list_volume(laid)

    old, new = shelved("2018-01", "甲乙丙" * BLOCK, "丁"), shelved("2018-02", "戊己")
    before, after = write_segment("2018", (old,), ()), write_segment("2018", (old, new), ())
    assert before.entry["path"] != after.entry["path"] and not before.files.keys() & after.files.keys()
    assert after.entry["volumes"] == [[old[0].folder, 0, 0], [new[0].folder, 4, 2]] and after.entry["records"] == 3


def test_words_before_a_number_tell_which_series_are_listed() -> None:
    folded, series = fold_text("按照海政发〔2018〕3号和通政办发【2017】第12号执行"), {"政发", "海政发", "通政办发", "府发"}
    assert series_at_end(words_before_numbers(folded), series) == {"政发", "海政发", "通政办发"}
    assert {key for key in _listed(lay_out(_volume("2018-01", folded)), *series) if len(key) > 2} == {"政发3号", "海政发3号", "通政办发12号"}


def test_a_script_hands_over_any_text() -> None:
    text = "\u2028</script>\"\\甲"
    assert script("k", text).decode().count("\u2028") == 0
    assert json.loads(script("k", text).decode().removeprefix('gongbaoSearch.put("k",').removesuffix(");\n")) == text


def test_every_other_name_of_an_organ_is_known_to_the_search_though_it_reads_only_a_part_of_the_organs() -> None:
    rows = [row for shard in range(SHARDS) for row in organ_lists(real_knowledge())[str(shard)]]
    wanted = {(form, row[1]) for row in rows for form in row[2:] if fold_text(form) != fold_text(row[1]) and not re.search(r"\s", form)}
    forms = sorted({form for form, _ in wanted})
    told = dict(zip(forms, (answer["notes"] for answer in ask(*forms)), strict=True))
    assert len(wanted) > 100
    assert {(form, full) for form, full in wanted if f"“{form}”即“{full}”" not in told[form]} == set()


def test_the_files_are_small_and_there_is_one_place_for_each_record() -> None:
    files = [path for path in index_folder().rglob("*.js") if not re.search(r"/(traditional|words)-", path.as_posix())]
    assert max(path.stat().st_size for path in files) < 24_000
    assert len({(record.head.kind, record.head.id) for record in folded_records()}) == len(folded_records())


def test_a_volume_is_laid_out_the_same_whatever_it_is_called() -> None:
    volume = _volume("2018-01", "甲乙", "１０")
    assert lay_out(volume).folded == lay_out(replace(volume, name="2018-02")).folded == f"甲乙{BORDER}10{BORDER}"


@pytest.mark.parametrize(("typed", "left_out"), [("增长 -通知", ["通知"]), ("增长 －通知", ["通知"]), ("增长 -5%", []), ("气温 －5度", []), ("-通知", [])])
def test_a_minus_before_a_figure_is_its_own(typed: str, left_out: list[str]) -> None:
    [words] = run_engine([{"words": typed}])
    assert [word["text"] for word in words if word["exclude"]] == left_out


@pytest.mark.parametrize(("typed", "letters"), [("Xià Línhuī", "xialinhui"), ("lǚyóujú", "lvyouju"), ("lüyouju", "lvyouju"), ("LVYOUJU", "lvyouju"), ("xi'an", "xian"),
                                                  ("ｘｉａ", "xia")])
def test_tones_and_dots_of_spellings_make_no_difference(typed: str, letters: str) -> None:
    assert run_engine([{"letters": typed}]) == [letters]


def test_a_name_is_found_by_its_spelling_with_tones() -> None:
    plain, toned = ask("xia linhui", "Xià Línhuī")
    assert plain["spelled"] == toned["spelled"] and [one["title"] for one in plain["spelled"]] == ["夏林辉"]
