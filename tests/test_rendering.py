"""Our own engine writes the bytes that MkDocs writes, whatever pages, settings and themes it is given, or says that it cannot."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.rendering.engine import Engine
from generator.rendering.pool import Job, render_all
from generator.rendering.theme import EngineFault, UnfitForEngine

SETTINGS = """\
site_name: 云州公报
docs_dir: build/docs
site_dir: site
use_directory_urls: false
theme: {name: material, custom_dir: theme/overrides, language: zh, font: false, features: [navigation.tabs, navigation.indexes]}
plugins: []
markdown_extensions: [attr_list, footnotes, {toc: {toc_depth: 1-3}}]
extra_css: [assets/a.css]
extra_javascript: [assets/a.js, {path: assets/b.js, defer: true}]
nav: [首页: index.md, 甲: [多: many/index.md, many/one.md], long.md, 外: 'https://example.org/']
"""
PAGES = {
    "index.md": "---\ntitle: 首\n---\n# 首页\n\n## 一\n\n正文\n",
    "many/index.md": "## 无一级标题\n\n文字\n",
    "many/one.md": "---\ntitle: <b>甲</b> &amp; \"乙\"\n---\n# 甲[^1]\n\n[^1]: 注\n",
    "long.md": "---\ntitle: 长\nhide: [toc]\ndescription: 一段 \"说明\"\n---\n# 长\n\n## 二\n\n### 三\n\n## 四\n",
    "a/b/c/deep.md": "---\ntitle: 深\nrobots: noindex\n---\n# 深 {: #own }\n\n## 一\n\n### 二 `码` <i>斜</i>\n\n# 又一\n",
    "a/b/c/also deep.md": "---\ntitle: 也深 <i>斜</i>\nauthor: 某\n---\n# 也深\n\n## 甲 &amp; 乙 <i>丙</i>\n\n### 丁\n\n# 又\n",
    "a/x.md": "---\ntitle: 无\nhide: [navigation, toc]\n---\n只有文字。\n\n<div id=\"raw\"><p>原样</p></div>\n",
    "a/y.md": "---\ntitle: '2018'\ntags: [一]\n---\n文字 &lt;h1&gt;\n",
    "a/z.md": "没有题目的一页。\n",
    "a/linked.md": "---\ntitle: 链\n---\n[深](b/c/deep.md#own) [数](../data/a.csv?x=1) [无](none.md) [锚](#a) <https://example.org/a> ![图](../data/p.png)\n",
    "a/index.md": "---\ntitle: 集\nsubtitle: 副\n---\n# 集\n\n## 一\n",
    "data/a.csv": "甲,乙\n", "data/p.png": "x", "assets/a.css": "p{}", "assets/a.js": "1", "assets/b.js": "2",
    "assets/stylesheets/own.css": "b{}", "data/page.html": "<p>静</p>",
}
PAGES |= {f"a/s{number}.md": f"---\ntitle: 第{number}\n---\n# 第{number}\n\n## 条{number}\n\n### 款 <b>{number}</b>\n\n文字{number}\n" for number in range(5)}
def in_head(text: str) -> dict[str, str]:
    """A theme with `text` in the head of its pages."""
    return {"main.html": '{% extends "base.html" %}{% block extrahead %}{% if page %}' + text + "{% endif %}{% endblock %}"}


ASKING = in_head("""{% if page.meta.robots %}<meta name="robots" content="{{ page.meta.robots }}">{% endif %}
    {% if page.url in ["a/x.html", "many/one.html"] %}X{% endif %}{% if "第3" in page.content %}三{% endif %}{% if page.title.startswith("也") %}也{% endif %}
    {{ page.canonical_url }} {{ page.is_homepage }} {% for tag in page.meta.tags %}{{ tag }}{% endfor %} {{ page.meta.none | d("无") }}""")
OVERRIDES = {
    "the theme as it is": {},
    "asks about the page": ASKING,
    "changes the texts of the page": in_head("""{{ page.title | upper | e }}{{ page.title | truncate(3) }}{{ page.content | length }}{{ page.title | tojson }}
        {{ page.title[0] }}{{ page.title ~ "·" | e }}{{ page.title | striptags | e }}"""),
    "looks into the headings": {"partials/toc.html": "{% for a in page.toc %}{{ a.url }}{{ a.title | striptags }}{{ a.level }}{{ loop.index }}{{ a.children | length }}"
                                "{% for b in a.children %}{{ b.title }}{{ b.id | upper }}{% endfor %}{% endfor %}{{ page.toc | length }}"},
    "reads what only MkDocs has": in_head("{{ page.file.src_uri }}{{ pages | length }}{{ page.markdown | length }}{% for key in page.meta %}{{ key }}{% endfor %}")
    | {"404.html": "{{ pages | length }}{% for f in pages %}{{ f.url }} {% endfor %}"},
}
SITES = {"plain": "", "with an address": "site_url: https://example.org/gb/\nrepo_url: https://example.org/repo\nedit_uri: edit/main/\n"}


def write_project(folder: Path, overrides: dict[str, str], settings: str = SETTINGS, pages: dict[str, str] = PAGES) -> Path:
    files = {"mkdocs.yml": settings} | {f"build/docs/{name}": text for name, text in pages.items()} | {f"theme/overrides/{name}": text for name, text in overrides.items()}
    (folder / "theme" / "overrides").mkdir(parents=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def by_engine(project: Path) -> dict[str, bytes]:
    docs = project / "build" / "docs"
    engine = Engine(project, frozenset(path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file()))
    found = {}
    for path in engine.docs:
        data = engine.render(path)[0] if path.endswith(".md") else (docs / path).read_bytes()
        if data:
            found[engine.target(path)] = data
    return found | {name: path.read_bytes() for name, path in engine.theme.own_files()} | dict(engine.theme.own_pages())


def by_mkdocs(project: Path) -> dict[str, bytes]:
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=project, capture_output=True, text=True, check=False,
                          env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"})
    assert done.returncode == 0, done.stderr
    return {path.relative_to(project / "site").as_posix(): path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()}


def assert_same(project: Path) -> None:
    own, theirs = by_engine(project), by_mkdocs(project)
    assert own.keys() == theirs.keys()
    assert [name for name in theirs if own[name] != theirs[name]] == []


@pytest.mark.parametrize("address", SITES)
@pytest.mark.parametrize("overrides", OVERRIDES)
def test_every_file_is_the_one_mkdocs_writes(tmp_path: Path, overrides: str, address: str) -> None:
    assert_same(write_project(tmp_path, OVERRIDES[overrides], SETTINGS + SITES[address]))


def test_a_page_may_choose_its_template(tmp_path: Path) -> None:
    pages = PAGES | {"a/own.md": "---\ntitle: 自\ntemplate: plain.html\n---\n自\n", "a/empty.md": "---\ntitle: 空\ntemplate: none.html\n---\n空\n"}
    assert_same(write_project(tmp_path, {"plain.html": "{{ base_url }}{{ page.title }}<p>{{ page.content }}</p>{{ 'a/x.html' | url }}", "none.html": " "}, pages=pages))


def test_a_title_that_is_a_number(tmp_path: Path) -> None:
    assert_same(write_project(tmp_path, {}, pages=PAGES | {f"a/n{year}.md": f"---\ntitle: {year}\ndraft: {year == 2018}\n---\n文字\n" for year in (2018, 2019)}))


def test_line_ends_and_marks_of_other_systems(tmp_path: Path) -> None:
    assert_same(write_project(tmp_path, {}, pages=PAGES | {"a/win.md": "\ufeff---\r\ntitle: 窗\r\n---\r\n# 窗\r\n\r\n文\r字\r\n"}))


def test_the_theme_draws_each_kind_of_page_once(tmp_path: Path) -> None:
    """Many pages that differ in their texts only: the theme is asked once."""
    pages = PAGES | {f"many/p{number}.md": f"---\ntitle: 第{number}号\n---\n# 第{number}号\n\n## 甲{number}\n\n文字{number}\n" for number in range(300)}
    project = write_project(tmp_path, ASKING, pages=pages)
    engine = Engine(project, frozenset(pages))
    for number in range(300):
        engine.render(f"many/p{number}.md")
    assert engine.drawn <= 3, "the theme asks whether the text holds 第3, which 11 tens of numbers begin with"


def test_many_pages_by_several_processes(tmp_path: Path) -> None:
    pages = PAGES | {f"many/p{number}.md": f"---\ntitle: 第{number}号\n---\n# 第{number}号\n" for number in range(400)}
    project = write_project(tmp_path, {}, pages=pages)
    engine = Engine(project, frozenset(pages))
    jobs = [Job(f"many/p{number}.md", tmp_path / "out" / f"p{number}.html") for number in range(400)]
    done = list(render_all(engine, jobs))
    assert sorted(item.index for item in done) == list(range(400)) and all(item.alone and item.written for item in done)
    theirs = by_mkdocs(project)
    assert all((tmp_path / "out" / f"p{number}.html").read_bytes() == theirs[f"many/p{number}.html"] for number in range(400))


def test_a_page_that_depends_on_other_files_says_so(tmp_path: Path) -> None:
    engine = Engine(write_project(tmp_path, {}), frozenset(PAGES))
    assert [engine.render(path)[1] for path in ("a/x.md", "a/linked.md", "a/z.md")] == [True, False, False]


@pytest.mark.parametrize("setting", ["plugins: [search]", "hooks: [hook.py]", "exclude_docs: '*.tmp'", "use_directory_urls: true", "nav: null"])
def test_settings_that_only_mkdocs_carries_out_are_refused(tmp_path: Path, setting: str) -> None:
    name = setting.partition(":")[0]
    lines = [line for line in SETTINGS.splitlines() if not line.startswith(name + ":")]
    project = write_project(tmp_path, {}, "\n".join([*lines, setting]))
    (project / "hook.py").write_text("", encoding="utf-8")
    with pytest.raises(UnfitForEngine, match=name):
        Engine(project, frozenset(PAGES))


def test_a_theme_that_shows_the_text_of_another_page_is_refused(tmp_path: Path) -> None:
    engine = Engine(write_project(tmp_path, {"main.html": "{{ nav.homepage.content }}"}), frozenset(PAGES))
    with pytest.raises(UnfitForEngine):
        engine.render("a/x.md")


def test_settings_that_cannot_be_read_are_a_fault(tmp_path: Path) -> None:
    with pytest.raises(EngineFault):
        Engine(write_project(tmp_path, {}, SETTINGS + "theme: {name: no-such-theme}\n"), frozenset(PAGES))


def test_a_template_that_fails_is_a_fault(tmp_path: Path) -> None:
    engine = Engine(write_project(tmp_path, {"main.html": "{{ page.meta.none.more }}"}), frozenset(PAGES))
    with pytest.raises(EngineFault, match="none"):
        engine.render("a/x.md")


def test_the_key_changes_with_all_that_decides_a_page(tmp_path: Path) -> None:
    place = tmp_path / "same"
    first = Engine(write_project(place, {"main.html": "a"}), frozenset(PAGES)).key()
    assert first == Engine(place, frozenset(PAGES)).key()
    keys = {first}
    for change, text in (("theme/overrides/main.html", "b"), ("mkdocs.yml", SETTINGS + "copyright: 甲\n"), ("build/docs/many/one.md", "---\ntitle: 新\n---\n")):
        (place / change).write_text(text, encoding="utf-8")
        keys.add(Engine(place, frozenset(PAGES)).key())
    assert len(keys) == 4
