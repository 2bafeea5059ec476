"""What a page refers to, however it is written: none of these may be missed."""

import html
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publishing.archive.charset import is_utf8
from generator.publishing.archive.html_references import (
    Reference,
    has_references,
    is_markup,
    pieces,
    plain_links,
    references_in,
    references_in_tag,
    segments,
    telling_tags,
    without_outside,
)

EVIL = "http://evil.example/x"
LOADING = [
    f'<img src="{EVIL}">', f"<IMG SRC='{EVIL}'>", f"<img src={EVIL}>", f"<img\nsrc\n=\n{EVIL}>", f"<img/src={EVIL}>", f'<img alt="a>b" src="{EVIL}">',
    f"<img alt=it's src={EVIL}>", f"<img src={EVIL} SRC=a.png>", '<img src="&#104;ttp://evil.example/x">', f'<img srcset="a.png 1x, {EVIL} 2x">',
    f'<link rel="stylesheet" href="{EVIL}">', f'<link rel="preload alternate" href={EVIL}>', f'<link href="{EVIL}">', f'<script src="{EVIL}"></script>',
    f'<iframe src="{EVIL}"></iframe>', f'<iframe srcdoc="<img src={EVIL}>"></iframe>', f'<object data="{EVIL}"></object>', f'<embed src="{EVIL}">',
    f'<video poster="{EVIL}"></video>', f'<body background="{EVIL}">', f'<form action="{EVIL}">', f'<button formaction="{EVIL}">', f'<a href="x" ping="{EVIL}">',
    f'<base href="{EVIL}">', f'<html manifest="{EVIL}">', f'<meta http-equiv="refresh" content="0; url={EVIL}">', f"<meta content='0;URL={EVIL}' http-equiv=Refresh>",
    f'<svg><use xlink:href="{EVIL}"/></svg>', f'<svg><image href="{EVIL}"/></svg>', f'<p style="background: url({EVIL})">', f"<style>@import '{EVIL}';</style>",
    f"<style>p {{ background: url( \"{EVIL}\" ) }}</style>", f'<script>fetch("{EVIL}")</script>', f"<script>if (i<x) a('</p>'); fetch('{EVIL}')</script>",
    f"<!--><img src={EVIL}>", f"<!-- a --!><img src={EVIL}>", f"<title><x '</title><img src={EVIL} alt=' '>", f"<textarea><a title='</textarea><img src={EVIL}>",
    f"<script>i<x '</script><img src={EVIL} alt=' '>", f"<p title='a'b src=x><img src={EVIL}>", f'<img """ src={EVIL}>', f"<script src={EVIL}>",
    f"</p a=\"<b c='\"><img src={EVIL}><p c='>", f"<!a <b c='><img src={EVIL}><p c='>", f"<?a <b c='><img src={EVIL}><p c='>", f"</ <b c='><img src={EVIL}><p c='>",
    f"<title></title a='<b c=\"'><img src={EVIL}><p c=\">", f"<p a=\v'><img src={EVIL}><p a='>", f"<style>@import '{EVIL}'", f"<style>@import'{EVIL}'",
    f'<meta http-equiv=refresh content="0;{EVIL}">', f"""<meta http-equiv=refresh content="0; url='{EVIL}' x">""", f'<meta http-equiv=refresh content="0; url=\n{EVIL}">',
]
DOUBTFUL = [
    f"<svg><style><img src={EVIL}></style></svg>", f"<math><title><img src={EVIL}></title></math>", f"<SVG><script><img src='{EVIL}'></script>",
    f'<svg><style><b c="</style><img alt=">" src={EVIL}></style></svg>', f"<svg><![CDATA[ > <b c=' ]]><image href={EVIL} /><p c='>",
    f"<svg><style><p style='background:url({EVIL})'>",
    f"<svg><title><img srcset='a.png, {EVIL} 2x'>", f"<svg><title><iframe srcdoc='&lt;img src=&amp;#104;ttp{EVIL[4:]}>'>",
    f"<select><title><b c='</select><img src={EVIL}></title><p '>",
    f"<noscript><b c='</noscript><img src={EVIL}><p c='>", f"<script><!--<script></script><b c='</script><img src={EVIL}><p c='>", f"<svg><style><img src=ht\ntp{EVIL[4:]}>",
]


@pytest.mark.parametrize("page", LOADING + DOUBTFUL)
def test_what_a_page_loads_is_found(page: str) -> None:
    assert any(EVIL in reference.address.replace("\n", "") and reference.loads for reference in references_in("x.html", f"<p>a</p>{page}<p>b</p>".encode()))


@pytest.mark.parametrize("page", [f'<a href="{EVIL}">x</a>', f"<area href={EVIL}>", f'<link rel="alternate" href="{EVIL}">', f'<link rel="next" href="{EVIL}">'])
def test_what_only_a_click_leads_to_is_told_apart(page: str) -> None:
    assert list(references_in("x.html", page.encode())) == [Reference(EVIL, False)]


@pytest.mark.parametrize("page", [f"<p>见 src={EVIL} 和 &lt;img src={EVIL}&gt;</p>", f"<!-- <img src={EVIL}> -->", f"<p data-words='src={EVIL}'>", f"</p src={EVIL}>",
                                  f"<img alt= src={EVIL}>", f"<img =src={EVIL}>",
                                  "<script>const ns = 'http://www.w3.org/2000/svg'; // http://example.com/licence\n</script>", f'<meta name="x" content="{EVIL}">',
                                  "<title><img src=http://evil.example/x></title>"])
def test_words_are_not_taken_for_references(page: str) -> None:
    assert list(references_in("x.html", page.encode())) == []


def test_of_two_attributes_with_one_name_the_first_counts() -> None:
    assert list(references_in("x.html", f"<img src=a.png SRC={EVIL}>".encode())) == [Reference("a.png", True)]


@pytest.mark.parametrize("name", ["x.HTML", "X.Xhtml", "x.SVG", "x.htm", "x.xht"])
def test_a_page_is_one_by_every_ending_in_either_case(name: str) -> None:
    assert list(references_in(name, f"<img src={EVIL}>".encode())) == [Reference(EVIL, True)]
    assert has_references(name) and is_markup(name) and not is_utf8(name, b"\xff\xfe")


def test_style_sheets_and_scripts_are_read_by_themselves() -> None:
    assert list(references_in("x.css", b"@import url(a.css); p { background: url('b.png') }")) == [Reference("a.css", True), Reference("b.png", True)]
    assert list(references_in("x.js", f'load("{EVIL}"); load("//cdn.example/x"); const a = "a//b"; const b = "/x/y"'.encode())) == [
        Reference(EVIL, True), Reference("//cdn.example/x", True)]
    assert list(references_in("x.json", f'["{EVIL}"]'.encode())) == []


STYLES = [f"p {{ background: u\\72l({EVIL}) }}", f"p {{ background: \\75 RL('{EVIL}') }}", f"@\\69mport '{EVIL}'", f"@import/**/'{EVIL}'", f"@import /* ' */ \"{EVIL}\"",
          f"p {{ background: image-set('{EVIL}' 1x) }}", f"p {{ background: -webkit-image-set(\"a;.png\" type('image/png') 1x, \"{EVIL}\" 2x) }}",
          f"p {{ background: im\\61ge-set('{EVIL}' 1x) }}", f"p {{ background: url(\\22); color: u\\72l({EVIL}); src: url(\\22) }}",
          f"p {{ content: '/*'; background: url({EVIL}); content: '*/' }}", f"p {{ content: 'a\\\nb'; background: u\\rl({EVIL}) }}"]


@pytest.mark.parametrize("style", STYLES)
def test_a_style_sheet_hides_nothing_behind_comments_and_escapes(style: str) -> None:
    for name, content in (("x.css", style), ("x.html", f"<style>{style}</style>"), ("x.html", f"<p style='{html.escape(style)}'>")):
        assert any(EVIL[4:] in reference.address and reference.loads for reference in references_in(name, content.encode())), content


def test_what_stands_in_a_style_sheet_is_not_all_loaded() -> None:
    style = b"@import 'a.css'; p { content: 'b'; background: image-set('c.png' type('image/png') 1x); quotes: '\\201c' 'd' }"
    assert {reference.address for reference in references_in("x.css", style)} == {"a.css", "c.png"}


@pytest.mark.parametrize("page", ["<?xml-stylesheet href='a.css'?>\n<svg>\n</svg>", "<svg>\n<?xml-stylesheet title='>' href='a.xsl' type='text/xsl'?>\n</svg>"])
def test_a_style_sheet_of_xml_is_refused_wherever_it_leads(page: str) -> None:
    assert any(reference.address.startswith("<") and reference.loads for reference in references_in("x.svg", page.encode()))
    assert by_pieces(page.encode()) is None and by_segments(page.encode()) is None


def test_an_address_in_a_script_can_be_put_out_of_use() -> None:
    script = f'a("{EVIL}", `https://api.example/${{x}}/y`, "http://www.w3.org/2000/svg"); // http://example.com\n'.encode()
    assert without_outside(script) == b'a("data:,", `data:,`, "http://www.w3.org/2000/svg"); // http://example.com\n'


PARTS = st.sampled_from(["<", ">", "</", "<!--", "-->", "--!>", "<script", "</script>", "<style>", "</style>", "<title>", "</title>", "<p", "<img", "<IMG", " src", " href",
                         " SRC ", " data-src", " data", "style", " content", "=", "=", "'", '"', '="x"', "x", " ", "\n", ">\n", "/", "!", "-", "url(x)", "\xa0",
                         "<svg>", "<noscript>", "</noscript>", "<![CDATA[", "<!", "//x", "\v"])


def by_pieces(page: bytes, seed: int = 0) -> set[Reference] | None:
    """The references of the page read piece by piece, in any order; None where that is not to be done."""
    cut = pieces(page)
    if cut is None:
        return None
    Random(seed).shuffle(cut)
    tags = telling_tags(cut)
    return None if tags is None else {reference for tag in tags for reference in references_in_tag(tag)}


def by_segments(page: bytes) -> set[Reference] | None:
    """The same, read segment by segment."""
    cut = pieces(page)
    found = segments(cut or ())
    tags = telling_tags(found)
    if cut is None or tags is None:
        return None
    return {reference for tag in tags for reference in references_in_tag(tag)}


@settings(max_examples=2000)
@given(st.lists(PARTS, max_size=12).map("".join))
def test_the_references_of_the_segments_are_those_of_the_page(page: str) -> None:
    for whole in (page.encode(), f"{page}>\n".encode()):
        assert by_segments(whole) in (None, set(references_in("x.html", whole)))


@pytest.mark.parametrize("page", LOADING + DOUBTFUL)
def test_no_segment_hides_what_the_page_loads(page: str) -> None:
    for cut in (page, page.replace(">", ">\n"), page.replace(" ", ">\n", 1), f"<!--\n{page}>\n-->", f"<script>\n'{page}'\n</script>", f"<title>a</title>\n{page}>\n"):
        assert by_segments(cut.encode()) in (None, set(references_in("x.html", cut.encode())))


@pytest.mark.parametrize("title", ["<title>a</title>", "<title>a", "<title>a<b title='</title>", "<title>a</titles>"])
def test_only_a_title_of_plain_words_is_left_out(title: str) -> None:
    page = f"{title}\n<img src={EVIL}>\n".encode()
    assert by_segments(page) == (set(references_in("x.html", page)) if title.endswith("a</title>") else None)


@pytest.mark.parametrize(("tag", "address"), [
    ("<a href='x.html'>", None), ('<a href="x.html">', "x.html"), ('<a class="b" href="../x.html#c" title="d">', "../x.html"), ('<a ping="y" href="x.html">', None),
    ('<a href="x&#58;y">', None), ('<a href="%2e/x">', None), ('<a href="http://x">', None), ('<a href="x?y">', None), ('<a href="x\\y">', None), ('<a href="x y">', None),
    ('<a href="#b">', ""), ('<a href="x" href="y">', None), ('<area href="x">', None), ('<link href="x">', "x"), ('<a href="x" src="y">', None), ('<a href="">', ""),
    ('<link rel="self" type="a/b" href="x.xml" />', "x.xml"), ('<link href="x" imagesrcset="y">', None), ('<link href="//x">', "//x"),
    ('<a href="x" download="">', "x"),
    ('<meta name="description" content="甲 http://x">', ""), ('<meta name="a" content="x" http-equiv="refresh">', None), ('<meta http-equiv="refresh" content="0;url=x">', None),
    ('<meta content="x" name="a">', None), ('<meta name="a" content="x>">', None), ('<a>', None), ('<link rel="x">', None)])
def test_a_plain_link_is_told_from_all_others(tag: str, address: str | None) -> None:
    assert plain_links([tag.encode()]) == ({} if address is None else {tag.encode(): address})
    assert address is None or {reference.address.partition("#")[0] for reference in references_in("x.html", tag.encode())} - {""} == {address} - {""}


@settings(max_examples=1000)
@given(st.lists(PARTS, max_size=40).map("".join), st.integers(0, 9))
def test_the_references_of_the_pieces_are_those_of_the_page(page: str, seed: int) -> None:
    """Where a piece tells that it is not to be read alone, the page is read as a whole."""
    for whole in (page.encode(), f"{page}>\n".encode()):
        assert by_pieces(whole, seed) in (None, set(references_in("x.html", whole)))


@pytest.mark.parametrize("page", LOADING + DOUBTFUL)
def test_no_piece_hides_what_the_page_loads(page: str) -> None:
    for cut in (page, page.replace(">", ">\n"), page.replace(" ", ">\n", 1), f"<!--\n{page}>\n-->", f"<script>\n'{page}'\n</script>"):
        assert by_pieces(cut.encode()) in (None, set(references_in("x.html", cut.encode())))


OPEN = ["<p title='>\n' class=a>", "<!-- <p>\n<p> -->", "<script>\nif (a<b) '<p>\n'</script>", "<p title='a>\n", "<!-- a>", "<img src=a", "<style>p>\nq {}</style>"]


@pytest.mark.parametrize("page", OPEN)
def test_a_piece_that_leaves_something_open_is_not_read_alone(page: str) -> None:
    assert by_pieces(f"<p>a</p>\n{page}".encode()) is None


def test_most_tags_of_a_page_need_no_second_look() -> None:
    page = b'<p class="a" id=b>x</p><td colspan="2" data-src="x">y</td><!-- <a href="x"> --><a class="b" href="x.html">z</a><img alt="" SRC=y.png><br/>1 < 2\n<title>t</title>'
    assert telling_tags([page]) == {b'<a class="b" href="x.html">', b'<img alt="" SRC=y.png>', b"<title>t"}


@pytest.mark.parametrize(("one", "other"), [(b"<p title='a", b"'"), (b'<p title="a', b'"'), (b"<!-- a", b"-->"), (b"<title>a", b"</title"), (b"<script>a", b"</script")])
def test_one_piece_does_not_end_what_another_leaves_open(one: bytes, other: bytes) -> None:
    assert telling_tags([one, other]) is None


@pytest.mark.parametrize("part", ["<!--", "<script>", "<p title='", "<", "<a ", "<p ="])
def test_much_that_is_open_is_seen_at_once(part: str) -> None:
    """Each of them would else be followed to the end of the page: that takes hours."""
    assert telling_tags([part.encode() * 500_000, b"<p>"]) in (None, set())


MANY = ["<!--", "<script>", "<p title='", "<", "<a ", "<p =", "<style>", "</p ", "<!", "<p a", "a", "<svg><title>", "<script><!--", "<a b=\"'", " ", "=", "<![CDATA[", "<p/",
        "<noscript><b c='</noscript>",
        "<iframe srcdoc=", "<svg><title><b c='</title>", "<style>url( ", "url('", "@import '", "@import/*", "image-set(", "image-set('", "\\", "&amp;", "//x"]


@pytest.mark.parametrize("part", MANY)
@pytest.mark.parametrize(("start", "end"), [("", ""), ("<p ", ">"), ("<svg><style>", "</style>"), ("<meta http-equiv=refresh content='", "'>"), ("<iframe srcdoc='<p ", "'>")])
def test_a_page_is_read_in_one_go(start: str, part: str, end: str) -> None:
    """Were each of the parts followed to the end of the page, that would take hours."""
    page = start + part * (300_000 // len(part)) + end
    assert len(list(references_in("x.html", page.encode()))) <= len(page)


def test_text_within_a_chart_is_no_doubt() -> None:
    page = f"<svg><title>一至三月</title><desc>a &lt; b</desc><style>a > b {{}}</style></svg><script>if (a < b) c()</script><a href='{EVIL}'>x</a>"
    assert list(references_in("x.html", page.encode())) == [Reference(EVIL, False)]


def test_a_page_that_is_no_text_is_read_as_a_whole() -> None:
    assert by_pieces(b"<p title='\xff'>\n") is None
