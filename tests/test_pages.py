"""What pages are made of: figures, names that look like markup."""

import datetime
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from generator.blocks import Line, Paragraph
from generator.linking.knowledge import learn
from generator.pages.escape import escape_html, front_matter
from generator.pages.flowchart import describe, render_flowchart
from generator.project import load_bulletin
from generator.publishing.site import write_build
from generator.records import Figure
from tests.support.bulletins import make_project


def figure(count: int, *arrows: tuple[int, int]) -> Figure:
    boxes = tuple(Paragraph.of_line(Line(i + 1, f"第{i + 1}步", "\n")) for i in range(count))
    return Figure("流程", boxes, arrows, "s1", "试验", datetime.date(2019, 3, 5))


@pytest.mark.parametrize(("count", "arrows", "paths"), [
    (3, ((0, 1), (1, 2)), 2),                               # a chain
    (5, ((0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)), 2),   # all to all: one arrow between the frames
    (5, ((0, 1), (0, 2), (1, 3), (2, 4)), 3),               # a fork whose branches stay apart: 2 does not lead to 5
    (3, ((0, 1), (1, 2), (0, 2)), 3),                       # an arrow that skips a step
    (3, ((0, 1), (1, 2), (2, 0)), 3),                       # back to the beginning
    (2, (), 0),
])
def test_every_arrow_given_is_drawn_and_no_other(count: int, arrows: tuple[tuple[int, int], ...], paths: int) -> None:
    drawn = re.findall(r'class="gb-flow-arrow"', render_flowchart(figure(count, *arrows), "f"))
    assert len(drawn) == paths


def test_a_figure_is_told_in_words() -> None:
    assert describe(figure(3, (0, 1), (0, 2))) == "流程图，共3个方框。1. 第1步；之后：2、3 2. 第2步 3. 第3步"


NASTY = '公报"><script>alert(1)</script> & \x85\ufffe'


def test_the_name_of_the_bulletin_never_runs(tmp_path: Path) -> None:
    project = make_project(tmp_path, "云州市人民政府关于造林的通知\n\n云府发〔2019〕5号\n\n各县人民政府：\n\n请执行。\n",
                           config={"site.yml": "title: '公报\"><script>alert(1)</script>'\n"})
    write_build(project, learn(load_bulletin(project)[0]))
    settings = yaml.safe_load((project / "build" / "settings.yml").read_text(encoding="utf-8"))
    assert settings["site_name"] == "公报&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    assert not any("<script>alert" in path.read_text(encoding="utf-8") for path in (project / "build" / "docs").rglob("*.md"))


@given(st.text() | st.text("𠮷𬱖\x85\u2028\ufffe\U0010ffff\"\\\x7f:#-é中"))
@example(NASTY)
def test_the_head_of_a_page_takes_any_characters(title: str) -> None:
    """𠮷 as JSON writes it ends the head for the loader that MkDocs has."""
    assert get_data(front_matter(title, title) + "text")[1] == {"title": escape_html(title)} | ({"description": escape_html(title)} if title else {})
