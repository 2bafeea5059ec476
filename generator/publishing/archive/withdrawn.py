"""What stands in the place of a file that the last copy had and this one has not.

A plain unzip of an update over the old copy can replace files but not remove them. So a copy made `--since` an older one
keeps every address of it: with words where the kind of file allows words, else empty.
"""

import posixpath
from collections.abc import Callable, Mapping

from generator.grid import Grid, Record, TableKind, Value
from generator.publishing.table_files import grid_csv, grid_xlsx

CHANGES_PAGE = "copy/changes.html"
_WORDS = "这个文件在上一份拷贝里有，这一份里已经撤下。缘由见本拷贝的“更新了什么”。"


def withdrawn_file(path: str) -> bytes:
    """The content for `path` (relative to the site); the same for the same path, whenever it was withdrawn."""
    make = _FORMS.get(posixpath.splitext(path)[1])
    return make(path) if make else b""


def _page(path: str) -> bytes:
    way = posixpath.relpath(CHANGES_PAGE, posixpath.dirname(path) or ".")
    home = posixpath.relpath("index.html", posixpath.dirname(path) or ".")
    return (f'<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><meta name="robots" content="noindex"><title>已撤下</title></head>\n'
            f'<body><h1>已撤下</h1><p>{_WORDS}</p><p><a href="{way}">更新了什么</a>　<a href="{home}">首页</a></p></body></html>\n').encode()


def _grid() -> Grid:
    return Grid(TableKind.DATA, 1, 1, ("已撤下",), (), (Record("r1", (Value((_WORDS,)),)),))


_FORMS: Mapping[str, Callable[[str], bytes]] = {
    ".html": _page,
    ".txt": lambda _: ("\ufeff" + _WORDS + "\r\n").encode(),
    ".md": lambda _: (_WORDS + "\n").encode(),
    ".csv": lambda _: grid_csv(_grid()),
    ".xlsx": lambda _: grid_xlsx(_grid(), "已撤下"),
    ".json": lambda _: b"[]\n",
    ".js": lambda _: b"/* withdrawn */\n",
    ".css": lambda _: b"/* withdrawn */\n",
    ".svg": lambda _: b'<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    ".xml": lambda _: b'<?xml version="1.0" encoding="utf-8"?>\n<withdrawn/>\n',
}
