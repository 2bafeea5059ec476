"""The long-term forms hold every printed character of a document, and nothing in the Markdown is markup by accident."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.publishing.archive.text_forms import _escape, text_files
from generator.records import Document, Paragraph
from tests.support.bulletins import real_bulletin


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def printed(document: Document) -> list[str]:
    found: list[str] = []
    for element in document.elements:
        block = element.block
        found += [block.text] if isinstance(block, Paragraph) else [cell.text for row in block.rows for cell in row.cells]
    return [squeezed(text) for text in found if text.strip()]


@pytest.mark.parametrize("ending", [".txt", ".md"])
def test_everything_printed_is_there_in_order(ending: str) -> None:
    bulletin, _ = real_bulletin()
    files = text_files(bulletin)
    for issue, document in bulletin.documents():
        content = files[f"text/{issue.meta.folder}/{document.id}{ending}"].decode("utf-8-sig")
        if ending == ".md":
            content = re.sub(r"\\(.)", r"\1", content.replace("<br>", ""))
        content, at = squeezed(content), 0
        for text in printed(document):
            at = content.find(text, at)
            assert at >= 0, (document.id, text)
            at += len(text)


def test_the_text_suits_notepad() -> None:
    bulletin, _ = real_bulletin()
    for name, data in text_files(bulletin).items():
        if name.endswith(".txt"):
            assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\n") == data.count(b"\r\n")


MARKUP = ("# 标题", "- 一", "+ 一", "1. 一", "12) 一", "*甲*", "_甲_", "[甲](乙)", "<b>甲</b>", "`甲`", "a|b", "====", "----", "&lt;甲", "\\甲", "~~甲~~", "甲#乙")


@pytest.mark.parametrize("text", MARKUP)
def test_signs_of_markup_stay_signs(text: str) -> None:
    assert html.unescape(MarkdownIt("commonmark").render(_escape(text))) == f"<p>{text}</p>\n"


@given(st.text(alphabet="甲 1.)#-+*_`~[]()<>&|=\\!", min_size=1, max_size=30))
def test_any_line_is_read_back_from_its_markdown(text: str) -> None:
    """Blanks at the ends and runs of them are not kept by Markdown; of a paragraph there are none at its ends."""
    text = " ".join(text.split())
    assert html.unescape(MarkdownIt("commonmark").render(_escape(text))) == (f"<p>{text}</p>\n" if text else "")


def test_a_title_of_several_lines_is_one_heading() -> None:
    bulletin, _ = real_bulletin()
    for content in (data.decode() for name, data in text_files(bulletin).items() if name.endswith(".md")):
        assert not re.search(r"^# .*\n\n# ", content, re.MULTILINE)
