"""Raw HTML and plain text are read quicker than Python-Markdown reads them, and come out the same."""

from collections.abc import Callable

import markdown
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown.preprocessors import HtmlBlockPreprocessor
from mkdocs.utils.meta import get_data

from generator.publishing.site import make_site
from generator.rendering.plain_text import spare_plain_text
from generator.rendering.raw_html import RawHtml, find_blocks, take_out_raw_html
from tests.support.bulletins import ROOT, real_knowledge

EXTENSIONS = ["attr_list", "toc"]
WELL_FORMED = {
    "no HTML": "# 题 {: .a }\n\n一段&#37;文字\n{: #p1 .b }\n",
    "a block after a blank line": "文\n\n<div class=\"a\">\n<p>一</p>\n\n<p>二</p>\n</div>\n\n文\n",
    "blocks line by line": "<p>一</p>\n<p>二</p>\n文\n<p>三</p>\n",
    "the same element inside": "<div><div>一</div><div>\n\n二</div></div>\n\n<div>三</div>\n",
    "elements whose names begin alike": "<p><progress>1</progress></p>\n\n<table><thead><tr><th>一</th></tr></thead><tbody><tr><td>二</td></tr></tbody></table>\n",
    "inline elements stay": "<a href=\"x.html\">链</a>文<br>字 <span id=\"a\">&lt;</span>\n\n## <mark>题</mark> {: #s }\n",
    "a block begins within a paragraph": "文字\n<ul>\n<li>一<br>二</li>\n</ul>\n文字\n",
    "a block at the very end": "文\n\n<p>一</p>",
    "empty elements": "<p>一<img src=\"a.png\" />二<wbr /></p>\n\n文\n",
    "tags in the values of attributes are escaped": "<p title=\"&lt;/p> 'a' &amp;\">一</p>\n",
    "blanks in end tags": "<p>一</p >\n\n*md*\n\n<p>二</p\n>\n",
    "an empty element within its like": "<div><div/>一</div>\n",
    "blank lines of spaces": "<p>一</p>\n  \n \n文\n",
}
LEFT_TO_MARKDOWN = {
    "an end tag is missing": "<div><p>一</div>\n\n文\n",
    "an element ends elsewhere": "<div><span></div></span>\n",
    "nothing ends": "<div>一\n\n二\n",
    "an end tag alone": "文</p>字\n",
    "text behind the block": "<p>一</p> 二\n",
    "a second block on the line": "<p>一</p><p>二</p>\n",
    "an indented block": "  <div>一</div>\n",
    "a block-level element in a line of text": "文 <p>一</p>\n",
    "a comment": "<p>一<!-- </p> --></p>\n",
    "a comment alone": "<!-- <p> -->\n",
    "a declaration": "<!DOCTYPE html>\n",
    "a processing instruction": "文\n<?php <p> ?>\n",
    "a script": "<div><script>\"</div>\"</script></div>\n",
    "a style in capitals": "<div><STYLE>a</STYLE></div>\n",
    "an element in capitals": "<DIV>一</DIV>\n",
    "an attribute without a value": "<p hidden>一</p>\n",
    "an attribute without quotes": "文 <a href=x>一</a>\n",
    "a tag in the value of an attribute": "<p title=\"</p>\">一</p>\n",
    "an unknown entity": "<p>&nbsp;一</p>\n",
    "an entity without end": "文 &lt 字\n",
    "a less-than sign": "一 < 二\n",
    "an ampersand": "一 & 二\n",
    "a tag over two lines behind another": "<p>一</p >\n\n*md*\n\n<p\nclass=\"a\">二</p>\n",
    "a tag over two lines": "<div\nclass=\"a\">一</div>\n",
    "an element that is empty": "<div />\n\n<div>一</div>\n",
    "an empty element with a space within its like": "<div><div />一</div>\n",
    "a rule": "文\n<hr>\n文\n",
    "a rule with an end tag": "<hr></hr>\n",
    "a control character": "<p>一\x01</p>\n",
}
PIECES = ["<div>", "</div>", "<p class=\"a\">", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<span>", "</span>", "<br>", "<hr>", "<a href=\"b\">", "</a>", "<pre>", "</pre>",
          "<img />", "<div/>", "<p title='<p>'>",
          "<!-- ", " -->", "<?", "?>", "<script>", "</script>", "<title>", "</title>", "\n", "\n\n", " ", "    ",
          "文", "*重*", "_a_", "`码`", "`",
          "&lt;", "&nbsp;", "&#37;", "&", "<", ">", "# 题\n", "{: #a .b }", "- ", "\\*", "[链](a)", "![图](b)", "<http://a.b>", "  \n", "\t", "\x02", "\0", "=\"", "1. "]


def read(source: str, kind: Callable[[markdown.Markdown], HtmlBlockPreprocessor]) -> tuple[list[str], list[str]]:
    md = markdown.Markdown()
    lines = md.preprocessors["normalize_whitespace"].run(source.split("\n"))
    return kind(md).run(lines), [str(block) for block in md.htmlStash.rawHtmlBlocks]


def both(text: str, extensions: list[str]) -> tuple[str, str]:
    quick, plain = markdown.Markdown(extensions=extensions), markdown.Markdown(extensions=extensions)
    take_out_raw_html(quick)
    spare_plain_text(quick)
    return quick.convert(text), plain.convert(text)


@pytest.mark.parametrize("source", WELL_FORMED.values(), ids=WELL_FORMED)
def test_well_formed_html_is_taken_out_at_once(source: str) -> None:
    assert find_blocks(source + "\n\n", markdown.Markdown()) is not None
    assert read(source, RawHtml) == read(source, HtmlBlockPreprocessor)


@pytest.mark.parametrize("source", LEFT_TO_MARKDOWN.values(), ids=LEFT_TO_MARKDOWN)
def test_what_is_not_certain_is_left_to_markdown(source: str) -> None:
    assert find_blocks(source + "\n\n", markdown.Markdown()) is None
    assert read(source, RawHtml) == read(source, HtmlBlockPreprocessor)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("<p>一</p>\n<p>二")
@example("<div><p></div></p>\n")
def test_any_pieces_of_html_come_out_the_same(source: str) -> None:
    assert read(source, RawHtml) == read(source, HtmlBlockPreprocessor)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
       st.sampled_from([["attr_list", "toc"], ["footnotes"], ["smarty"], ["abbr"], ["nl2br"], ["md_in_html"], ["def_list", "admonition"], ["legacy_attrs", "sane_lists"]]))
def test_any_pieces_of_markdown_come_out_the_same(source: str, extensions: list[str]) -> None:
    quick, plain = both(source, extensions)
    assert quick == plain


@pytest.mark.parametrize("extensions, text", [
    (["abbr"], "The HTML page\n\n*[HTML]: Hyper\n"), (["smarty"], "He said \"yes\" -- ...\n"), (["toc", "smarty"], "[TOC]\n\n# A \"b\"\n"), (["legacy_attrs"], "a {@id=x}\n"),
    (["footnotes"], "a[^1]\n\n[^1]: b\n"), (["wikilinks"], "[[a]]\n"), (["nl2br"], "一\n二\n")])
def test_an_extension_that_changes_plain_text_still_does(extensions: list[str], text: str) -> None:
    quick, plain = both(text, extensions)
    assert quick == plain != markdown.markdown(text)


def test_an_extension_that_reads_html_itself_keeps_doing_so() -> None:
    quick, plain = both("<div markdown=\"1\">\n*重*\n</div>\n", ["md_in_html"])
    assert quick == plain and "<em>" in quick


def test_all_pages_but_the_one_for_readers_without_scripts_are_read_quickly_and_come_out_the_same() -> None:
    slow, md = [], markdown.Markdown(extensions=EXTENSIONS)
    for page in make_site(ROOT, real_knowledge())[0]:
        text = get_data(page.text)[0]
        if find_blocks("\n".join(md.preprocessors["normalize_whitespace"].run(text.split("\n"))), md) is None:
            slow.append(page.path)
        quick, plain = both(text, EXTENSIONS)
        assert quick == plain, page.path
    assert slow == ["search.md"]
