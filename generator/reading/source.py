"""Reads a file of any kind the program knows: what it is, is told by its bytes, not by its name."""

import enum
import re
from collections.abc import Iterator
from itertools import groupby

from generator.blocks import Remark, RemarkKind, Source
from generator.diagnostics import Code, Diagnostic, InputFault
from generator.notation.folding import is_blank
from generator.reading.html import read_page
from generator.reading.package import protected
from generator.reading.text import control_characters, read_text
from generator.reading.word import read_word


class Form(enum.Enum):
    """What a file is: (the ending it is kept under, whether LibreOffice has to convert it first)."""

    TEXT = ("txt", False)
    WORD = ("docx", False)
    PAGE = ("html", False)
    WORD_97 = ("doc", True)
    RICH_TEXT = ("rtf", True)
    OPEN_DOCUMENT = ("odt", True)

    @property
    def ending(self) -> str:
        return self.value[0]

    @property
    def is_foreign(self) -> bool:
        return self.value[1]


_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_PAGE = re.compile(rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|p)\b", re.IGNORECASE | re.DOTALL)
_HEAD = 4096        # bytes in which a page shows what it is


def find_form(data: bytes, path: str) -> Form:
    """What the bytes are. Raises `InputFault` for a Word file with a password and for a web archive (.mht)."""
    if data.startswith(_OLE):
        if _utf16("EncryptedPackage") in data:
            raise protected(path)
        return Form.WORD_97
    if data.startswith(_ZIP):
        return Form.OPEN_DOCUMENT if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200] else Form.WORD
    if data.startswith(b"{\\rtf"):
        return Form.RICH_TEXT
    head = data[:_HEAD].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if re.search(rb"^MIME-Version:", head, re.IGNORECASE | re.MULTILINE) and b"multipart/related" in data[:_HEAD].lower():
        raise InputFault(Diagnostic(Code.NOT_TEXT, path, None, "这是单个文件网页（.mht）。", done="没有处理。",
                                    advice="请在浏览器里重新打开那一页，另存为“网页，仅 HTML”（.html）再收。"))
    return Form.PAGE if _PAGE.match(head) else Form.TEXT


def read_source(data: bytes, path: str) -> Source:
    """A text, Word file or web page as a `Source`. Raises `InputFault` where it cannot be read or prints nothing."""
    form = find_form(data, path)
    if form is Form.TEXT:
        return read_text(data, path)
    if form.is_foreign:
        raise InputFault(Diagnostic(Code.NEEDS_OFFICE, path, None, "这种文件要先由 LibreOffice 转换。", done="没有处理。",
                                    advice="请用 gongbao new 收稿；没有装 LibreOffice 时，请在 Word 或 WPS 中另存为 .docx 再收。"))
    source = read_word(data, path) if form is Form.WORD else read_page(data, path)
    if all(is_blank(line.text) for line in source.lines):
        raise InputFault(Diagnostic(Code.EMPTY, path, None, "文件里没有任何文字。", done="没有处理。",
                                    advice="请检查是否选错了文件；全是图片的稿子（扫描件）要先请对方提供文字稿。"))
    return source


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


# ---------------------------------------------------------------- what there is to say

_SAID: dict[RemarkKind, tuple[Code, str, str, str]] = {
    RemarkKind.TRACKED: (Code.TRACKED, "原稿留有修订痕迹", "插入的文字照印，删除的文字不印。", "请核对印本；最好请对方接受或拒绝全部修订后重新发来。"),
    RemarkKind.HIDDEN: (Code.HIDDEN, "原稿里有隐藏或不显示的文字", "印本上看不到，没有收入。", "如果印本上有这些文字，请在 Word 里取消隐藏，重新收稿。"),
    RemarkKind.FRAME: (Code.FRAME, "页眉、页脚或网页四周的文字没有收入", "每页都有，不属于公报正文。", "如果其中有公报的正文，请告诉维护人员。"),
    RemarkKind.COMMENT: (Code.COMMENT, "原稿里有批注", "批注不印，没有收入。", "请看看批注里有没有还没改好的地方。"),
    RemarkKind.PICTURE: (Code.PICTURE, "原稿里有图片或图表", "程序只收文字，图片没有收入。", "如果图片里有正文（扫描的表格等），请对方提供文字稿。"),
    RemarkKind.EMBEDDED: (Code.EMBEDDED, "原稿里嵌入了另一个文件", "嵌入的文件没有读。", "请在 Word 里打开原稿，把嵌入的内容粘贴成文字，另存后再收。"),
    RemarkKind.SYMBOL: (Code.SYMBOL, "有特殊字体的符号或域认不出", "页面上以“〓”代替，或照原样排。", "请对照印本，看是什么符号。"),
    RemarkKind.FORMULA: (Code.FORMULA, "原稿里有公式", "公式的各部分按先后排成一行文字，域代码写的公式排不成时以“〓”代替。", "请对照印本核对。"),
    RemarkKind.NUMBERING: (Code.NUMBER_FORMAT, "有自动编号的格式认不出", "编号写成阿拉伯数字。", "请对照印本核对这些编号。"),
    RemarkKind.NESTED: (Code.NESTED_TABLE, "表格的一格里还有一张表格", "里面的表格每行排成格内的一段。", "请对照印本核对这一格。"),
    RemarkKind.NOTE: (Code.NOTE, "原稿里有脚注或尾注", "排在所注的那一句之后，注号照印。", ""),
}
_MOST_PLACES = 12


def reading_doubts(source: Source) -> tuple[Diagnostic, ...]:
    """What the reader has to say about `source`: one diagnostic for each kind, with how many there are and where."""
    ordered = sorted(source.remarks, key=lambda remark: list(RemarkKind).index(remark.kind))
    found = [_doubt(source, kind, list(remarks)) for kind, remarks in groupby(ordered, key=lambda remark: remark.kind)]
    return (*control_characters(source), *found)


def _doubt(source: Source, kind: RemarkKind, remarks: list[Remark]) -> Diagnostic:
    code, message, done, advice = _SAID[kind]
    places = list(dict.fromkeys(remark.line for remark in remarks if remark.line is not None))
    shown = "、".join(map(str, places[:_MOST_PLACES])) + ("等" if len(places) > _MOST_PLACES else "")
    where = f"，在第{shown}{source.unit}" if len(places) > 1 else ""
    return Diagnostic(code, source.path, places[0] if places else None, f"{message}（{len(remarks)} 处{where}）。",
                      words="；".join(_words(remarks)), done=done, advice=advice)


def _words(remarks: list[Remark]) -> Iterator[str]:
    return (words for words in dict.fromkeys(" ".join(remark.words.split()) for remark in remarks) if words)
