"""everyday.yml: what an editor may write there, and what is said of what may not be."""

from pathlib import Path

import pytest

from generator.authority.everyday import load_everyday
from generator.notation.folding import fold
from tests.support.bulletins import ROOT


def _load(folder: Path, text: str) -> tuple[list[tuple[str, tuple[str, ...]]], tuple[str, ...], list[str]]:
    (folder / "everyday.yml").write_text(text, encoding="utf-8")
    words, faults = load_everyday(folder, "site_config")
    return [(entry.say, entry.official) for entry in words.entries], words.ignored, [f"{fault.line}: {fault.message}" for fault in faults]


def test_words_are_read(tmp_path: Path) -> None:
    text = "ignored: [怎么办]\neveryday:\n  - {say: 写字楼, official: [商务楼宇, 楼宇]}\n"
    assert _load(tmp_path, text) == ([("写字楼", ("商务楼宇", "楼宇"))], ("怎么办",), [])


def test_no_file_is_no_word_and_no_fault(tmp_path: Path) -> None:
    words, faults = load_everyday(tmp_path, "site_config")
    assert words.entries == () and words.ignored == () and faults == ()


@pytest.mark.parametrize(("line", "message"), [
    ("{say: 写字楼}", "缺少 say"), ("{official: [楼宇]}", "缺少 say"), ("写字楼", "缺少 say"), ("{say: 写字楼, official: [写字楼]}", "不必写作自己的官方说法"),
    ("{say: 写字楼, official: 楼宇}", "应是一个列表"), ("{say: 写字楼, official: [楼宇], note: 甲}", "不认识的项目“note”"),
    ("{say: 一二三四五六七八九十一二三四五六七八九十一, official: [甲]}", "太长")])
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    _, _, faults = _load(tmp_path, f"everyday:\n  - {line}\n")
    assert faults and faults[0].startswith("2: ") and message in faults[0]


def test_a_word_said_twice_or_both_meant_and_ignored_is_a_fault(tmp_path: Path) -> None:
    entries, ignored, faults = _load(tmp_path, "everyday:\n  - {say: 写字楼, official: [楼宇]}\n  - {say: 写 字 楼, official: [甲]}\nignored: [写字楼, 3]\n")
    assert entries == [("写字楼", ("楼宇",))] and ignored == () and len(faults) == 3


def test_the_list_of_this_bulletin_is_right_and_broad() -> None:
    words, faults = load_everyday(ROOT / "site_config", "site_config")
    assert faults == () and len(words.entries) >= 50
    assert not {fold(entry.say) for entry in words.entries} & {fold(word) for word in words.ignored}
