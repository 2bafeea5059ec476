"""The log of a copy: what was made from which source, for people and for decades."""

from collections.abc import Iterator, Mapping

from generator.addresses import document_url
from generator.publishing.archive.pages import About
from generator.publishing.archive.text_forms import notepad
from generator.records import Issue


def making_log(about: About, issues: tuple[Issue, ...], sources: Mapping[str, str]) -> bytes:
    """copy/log.txt. `sources` gives the SHA-256 of each file the copy was made from, by its path in the site."""
    return notepad("\n".join(_lines(about, issues, sources)))


def _lines(about: About, issues: tuple[Issue, ...], sources: Mapping[str, str]) -> Iterator[str]:
    yield f"{about.title}　{about.scope.shown}　制作记录"
    yield f"程序：{about.program}"
    yield f"日期：{about.day}（不是制作的钟点：同样的原稿任何时候制作都得到同样的拷贝）"
    yield f"制作单位：{about.office or '未注明'}"
    yield ""
    yield "一、由这些文件制作（路径在 data 文件夹之内；SHA-256 校验值）"
    for path, digest in sorted(sources.items()):
        yield f"{digest}  {path}"
    yield ""
    yield "二、各期读出的内容"
    for issue in issues:
        tables = sum(len(document.tables) for document in issue.documents)
        yield (f"{issue.meta.title}　原稿 {issue.source.path}，{issue.source.encoding}，{len(issue.source.lines)} {issue.source.unit}："
               f"公文 {len(issue.documents)} 件，表格 {tables} 张，大事记 {len(issue.chronicle)} 条")
    yield ""
    yield "三、每件公文出自哪里（网页 ← 原稿的行或段）"
    for issue in issues:
        for document in issue.documents:
            yield (f"{document_url(issue.meta, document)} ← {issue.source.path} {issue.source.lines_named(document.first_line, document.last_line)}"
                   f"　{document.number or '无文号'}　{document.name}")
