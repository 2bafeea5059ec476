"""End to end: the text on the built pages is the source text, in order, white space aside; nothing lost, nothing invented."""

import re
from pathlib import Path

import pytest
from bs4 import Tag

from generator.addresses import document_url, entry_url, issue_url, month_url, table_url
from generator.bulletin import Bulletin
from generator.notation.folding import squeeze
from generator.records import Document, Issue
from tests.support.sites import article, printed_text, real_site, second_site

SITES = {"the real issue": real_site, "the invented city": second_site}


@pytest.fixture(params=list(SITES))
def site(request: pytest.FixtureRequest) -> tuple[Path, Bulletin]:
    return SITES[request.param]()


def source_text(issue: Issue, first: int, last: int) -> str:
    return squeeze("".join(line.text for line in issue.source.lines[first - 1:last]))


def expected_text(issue: Issue, document: Document) -> str:
    """The lines of the document; a figure that the editor placed stands behind the heading it belongs to."""
    text, at = "", document.first_line
    for figure in document.figures:
        heading = next(e.block for e in document.elements if e.anchor == figure.after_anchor)
        text += source_text(issue, at, heading.last_line) + source_text(issue, figure.boxes[0].first_line, figure.boxes[-1].last_line)
        at = heading.last_line + 1
    return text + source_text(issue, at, document.last_line)


def test_document_pages_hold_the_source_and_nothing_else(site: tuple[Path, Bulletin]) -> None:
    folder, bulletin = site
    for issue, document in bulletin.documents():
        page = squeeze(printed_text(folder / document_url(issue.meta, document)))
        expected = expected_text(issue, document)
        if not any(e.role.name == "TITLE" for e in document.elements):
            page = page[len(squeeze(document.title or str(document.number))):]   # the page needs a heading; the number printed below stays
        assert page == expected, document.id


def test_table_pages_hold_the_table(site: tuple[Path, Bulletin]) -> None:
    folder, bulletin = site
    for issue, document in bulletin.documents():
        for table in document.tables:
            grid = article(folder / table_url(issue.meta, table)).select_one("table.gb-table")
            assert grid is not None
            if table.grid.halves == 1:
                assert squeeze(grid.get_text()) == source_text(issue, table.first_line, table.last_line), table.id
            else:   # half tables side by side stand one under the other, the header once
                header = {p.first_line for row in table.grid.rows if row.kind.value in ("header", "repeated") for c in row.cells for p in c.cell.paragraphs}
                shown: dict[int, str] = {}      # several cells may stand on one line
                for tag in grid.select("[data-line]"):
                    line_number = int(str(tag["data-line"]))
                    shown[line_number] = shown.get(line_number, "") + squeeze(tag.get_text())
                lines = issue.source.lines[table.first_line - 1:table.last_line]
                assert shown == {line.number: squeeze(line.text) for line in lines if squeeze(line.text) and line.number not in header}


def test_chronicle_pages_hold_every_entry(site: tuple[Path, Bulletin]) -> None:
    folder, bulletin = site
    for issue in bulletin.issues:
        for entry in issue.chronicle:
            printed = source_text(issue, entry.first_line, entry.last_line)
            page = "".join(squeeze(tag.get_text()) for tag in article(folder / entry_url(entry)).select("[data-line]"))
            assert page == printed, entry.id
            month = article(folder / month_url(int(entry.id[:4]), int(entry.id[5:7]))).find(id=f"e{entry.id}")
            assert isinstance(month, Tag)
            assert squeeze("".join(p.get_text() for p in month.select("p"))) == printed, entry.id


def test_every_line_of_the_source_stands_on_a_page(site: tuple[Path, Bulletin]) -> None:
    folder, bulletin = site
    for issue in bulletin.issues:
        shown: dict[int, str] = {}
        pages = [document_url(issue.meta, d) for d in issue.documents] + [entry_url(e) for e in issue.chronicle] + [issue_url(issue.meta)]
        for page in pages:
            for tag in article(folder / page).select("[data-line]"):
                shown.setdefault(int(str(tag["data-line"])), squeeze(tag.get_text()))
            for figure in article(folder / page).select("figure[data-lines]"):
                first, last = map(int, str(figure["data-lines"]).split("-"))
                boxes = "".join(squeeze(tag.get_text()) for tag in figure.select("[data-box]"))
                assert boxes == source_text(issue, first, last)
                shown |= dict.fromkeys(range(first, last + 1), boxes)
        joined = {line: block.first_line for block in issue.blocks if getattr(block, "rule", "") == "断页合并" for line in range(block.first_line, block.last_line + 1)}
        missing = [line.number for line in issue.source.lines
                   if squeeze(line.text) and squeeze(line.text) not in shown.get(joined.get(line.number, line.number), "")]
        assert missing == []


def test_text_that_looks_like_markup_appears_as_printed_and_never_runs() -> None:
    folder, bulletin = second_site()
    document = bulletin.issues[0].documents[1]
    path = folder / document_url(bulletin.issues[0].meta, document)
    text = printed_text(path)
    for words in ("*星号*、_下划线_、|竖线|、~~删除~~", "<script>alert(1)</script>", "{{ 变量 }}、{% raw %}以及`code`、[x](y)", r"\*的", "&amp;、&lt;的",
                  "# 号开头的行不是标题", "- 号开头的行不是列表", "行首空四格的段落不是代码"):
        assert words in text
    assert not article(path).select("script, em, del, code, pre, ul li > p")
    assert not re.search(r"<script>alert", path.read_text(encoding="utf-8"))
