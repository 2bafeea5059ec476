"""The pages that only a copy has: about it, how to check it, what is new, an organ's own first page."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.addresses import organ_url
from generator.appointments import Action
from generator.linking.organs import NAMED, ROSTER
from generator.pages.page import Page, render_page
from generator.publishing.archive.changes import Changes
from generator.publishing.archive.fields import field_names
from generator.publishing.archive.layout import COPY_FOLDER, OPENER, Scope
from generator.publishing.archive.scope import Elsewhere
from generator.publishing.archive.text_forms import notepad
from generator.publishing.archive.withdrawn import CHANGES_PAGE

ABOUT, CHECK, ELSEWHERE, ORGAN, FIELDS = (f"{COPY_FOLDER}/{name}.html" for name in ("index", "check", "elsewhere", "organ", "fields"))
LOG, WITHDRAWN = f"{COPY_FOLDER}/log.txt", f"{COPY_FOLDER}/withdrawn.txt"
_NO_TASK = {NAMED, ROSTER}     # roles of a table row that charge the organ with nothing
Records = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class About:
    """What a copy says of itself. `fingerprint` is None for an unsigned one, `organ` the name of the organ whose page stands first."""

    scope: Scope
    title: str
    office: str
    issues: tuple[str, ...]
    day: str
    program: str
    fingerprint: str | None
    organ: str | None
    has_others: bool            # the bulletin has issues that the copy has not

    @property
    def date(self) -> datetime.date:
        """The day of the copy; 1980-01-01, the first day of ZIP files, where nothing is dated."""
        return datetime.date.fromisoformat(self.day) if self.day else datetime.date(1980, 1, 1)

    @property
    def first_page(self) -> str:
        return ORGAN if self.organ else "index.html"


def copy_pages(about: About, records: Records, elsewhere: Sequence[Elsewhere], changes: Changes | None) -> Iterator[Page]:
    """The copy's own pages, that of how to check it left out."""
    crumbs = [("关于本拷贝", ABOUT)]
    yield render_page("copy_about", ABOUT, "关于本拷贝", [("关于本拷贝", None)], facts=list(_facts(about, records)), scope=_scope_words(about),
                      has_others=about.has_others, elsewhere=elsewhere, contents=list(_contents(about, bool(elsewhere), changes is not None)), hide=("toc",))
    yield render_page("copy_fields", FIELDS, "字段对照", [*crumbs, ("字段对照", None)], rows=field_names(), hide=("toc",))
    if elsewhere:
        yield render_page("copy_elsewhere", ELSEWHERE, "与其他各期的联系", [*crumbs, ("与其他各期的联系", None)], rows=elsewhere, scope=_scope_words(about), hide=("toc",))
    if about.organ and about.scope.organ:
        yield render_page("copy_organ", ORGAN, about.organ, [*crumbs, (about.organ, None)], name=about.organ, scope=about.scope.shown,
                          organ_url=organ_url(about.scope.organ), groups=list(_organ_groups(about.scope.organ, records)), hide=("toc",))
    if changes is not None:
        groups = [("新收入的公文", changes.new_documents), ("更正的公文", changes.corrected_documents), ("不再收入的公文", changes.withdrawn_documents),
                  ("人物", changes.people), ("任免", changes.posts)]
        yield render_page("copy_changes", CHANGES_PAGE, "更新了什么", [*crumbs, ("更新了什么", None)], changes=changes, groups=groups, withdrawn=WITHDRAWN, hide=("toc",))


def check_page(about: About) -> Page:
    """How to check the copy."""
    return render_page("copy_check", CHECK, "怎样检验本拷贝", [("关于本拷贝", ABOUT), ("怎样检验本拷贝", None)], signed=about.fingerprint is not None,
                       file=f"{about.scope.name}.zip", folder=about.scope.name)


def with_notices(pages: Sequence[Page], about: About, elsewhere: Sequence[Elsewhere]) -> list[Page]:
    """The site's pages; the home page leads to those of the copy, and a document to what joins it to other issues."""
    counts: dict[str, int] = {}
    for row in elsewhere:
        counts[row.url] = counts.get(row.url, 0) + 1
    noted = []
    for page in pages:
        url = page.path.removesuffix(".md") + ".html"
        if url == "index.html":
            page = replace(page, text=page.text + _home_notice(about))
        elif url in counts:
            page = replace(page, text=page.text + f'\n\n<p class="gb-derived">本件与本拷贝之外的公文有{counts[url]}处联系，见'
                                                  f'<a href="../../{ELSEWHERE}">与其他各期的联系</a>。</p>\n')
        noted.append(page)
    return noted


def _home_notice(about: About) -> str:
    first = f'<li><a href="{ORGAN}">{about.organ}</a></li>\n' if about.organ else ""
    return f'\n\n## 本拷贝\n\n<ul class="gb-list">\n{first}<li><a href="{ABOUT}">关于本拷贝</a></li>\n<li><a href="{CHECK}">怎样检验本拷贝</a></li>\n</ul>\n'


def _scope_words(about: About) -> str:
    return f"{about.title}{about.scope.shown}的{len(about.issues)}期（{'、'.join(about.issues)}）" if about.scope.issue is None else f"{about.title}{about.scope.shown}"


def _facts(about: About, records: Records) -> Iterator[tuple[str, str]]:
    yield "公报", about.title
    yield "制作单位", about.office or "未注明"
    yield "期次", "、".join(about.issues)
    yield "日期", about.day
    yield "程序", about.program
    for name, file in (("公文", "documents.json"), ("表格", "tables.json"), ("大事记", "chronicle.json")):
        yield name, f"{len(records[file])}{'张' if name == '表格' else '件' if name == '公文' else '条'}"
    yield "签名", f"有，指纹 {about.fingerprint}" if about.fingerprint else "没有签名"


def _contents(about: About, elsewhere: bool, changes: bool) -> Iterator[tuple[str, str]]:
    yield "index.html", "公报首页"
    if about.organ:
        yield ORGAN, f"{about.organ}的首页"
    if changes:
        yield CHANGES_PAGE, "更新了什么"
    if elsewhere:
        yield ELSEWHERE, "与其他各期的联系"
    yield CHECK, "怎样检验本拷贝"
    yield LOG, "制作记录：由哪些原稿、用什么程序做成"
    yield FIELDS, "字段与 DA/T 46 元素对照"
    yield "data.html", "数据文件及其格式"


# ---------------------------------------------------------------- an organ's first page


def _organ_groups(organ: str, records: Records) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    mentions: list[Mapping[str, Any]] = next((row["mentions"] for row in records["organs.json"] if row["id"] == organ), [])
    documents = {row["id"]: row for row in records["documents.json"]}
    tables = {row["id"]: row for row in records["tables.json"]}
    yield "documents", "公文", [_document_row(documents[id_], [m for m in mentions if m["id"] == id_])
                              for id_ in dict.fromkeys(m["id"] for m in mentions if m["id"] in documents)]
    rows = [m for m in mentions if m["type"] == "table_row"]
    yield "tasks", "任务", [_table_row(m, tables) for m in rows if m["role"] not in _NO_TASK]
    yield "rows", "其他表格中的行", [_table_row(m, tables) for m in rows if m["role"] in _NO_TASK]
    yield "people", "人事", [{"url": row["url"], "name": row["person"], "note": row["date"] or "",
                            "lines": [f"{Action(row['action']).shown} {row['organ_full'] or row['organ'] or ''}{row['post'] or ''}"]}
                           for row in records["personnel_changes.json"] if row["organ_id"] == organ]
    yield "deadlines", "期限", [{"url": row["url"], "name": row["date"] or row["words"], "note": "推定" if row["derived"] else "", "lines": [row["text"]]}
                              for row in records["deadlines.json"] if organ in row["organs"]]


def _document_row(document: Mapping[str, Any], mentions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"url": document["url"], "name": document["title"] or document["number"] or document["id"], "note": document["number"] or "",
            "lines": [f"{'、'.join(dict.fromkeys(m['role'] for m in mentions))}，{len(mentions)}处"]}


def _table_row(mention: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    table, _, anchor = mention["id"].partition("#")
    return {"url": f"{tables[table]['url']}#{anchor}", "name": tables[table]["caption"] or table, "note": mention["role"], "lines": [mention["words"]]}


# ---------------------------------------------------------------- beside the site


def opener(about: About) -> bytes:
    """打开公报.html: leads to the first page of the copy, by itself or by a click."""
    target = f"data/{about.first_page}"
    return (f'<!doctype html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="refresh" content="0; url={target}">\n'
            f'<title>打开公报</title>\n</head>\n<body>\n<p><a href="{target}">打开公报</a></p>\n</body>\n</html>\n').encode()


def readme(about: About) -> bytes:
    """读我.txt, for people with nothing but Windows."""
    signed = f"本拷贝已签名。签名人的指纹：{about.fingerprint}。请打电话给制作单位核对。" if about.fingerprint else \
        "本拷贝没有签名：能查出损坏和改动，不能证明是谁制作的。"
    return notepad(f"""{about.title}　{about.scope.shown}　离线拷贝

怎样打开
　　先把压缩包整个解压出来（在压缩包上按鼠标右键，选“全部解压缩”），
　　再双击“{OPENER}”。不需要联网，不需要安装任何程序，搜索也能用。
　　不要在压缩包窗口里直接双击，那样图和样式读不出来。

里面有什么
　　data 文件夹　整个网站，首页是 data\\index.html
　　data\\sources　收到的原稿，一个字没有改（原稿是网页的，名字后面加了 .txt，
　　　　免得打开时从网上装入东西；去掉 .txt 就是收到时的文件）
　　data\\text　每件公文的纯文本（.txt）和 Markdown（.md），不用浏览器也能读
　　data\\data　供程序使用的数据
　　manifest-sha256.txt 等　每个文件的校验值清单

有没有被改动
　　{signed}
　　只用 Windows 自带工具的检验办法，写在 data\\copy\\check.html，一步一步照做即可。

收到更新包怎么办
　　把更新包解压到同一个地方，覆盖原来的文件，就成为新的整份拷贝。

制作：{about.office or '未注明'}　日期：{about.day}　程序：{about.program}
期次：{'、'.join(about.issues)}
以正式发文为准。""")
