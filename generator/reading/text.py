"""Reads a text file as received: strict detection of its encoding, its lines kept with their own line ends."""

import codecs
import hashlib
import re
import unicodedata

from generator.diagnostics import Code, Diagnostic, InputFault
from generator.notation.folding import is_blank
from generator.records import Line, Source

# How files that are no text begin: archives, old Word files, PDF, pictures (PNG, JPEG, GIF).
_OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Less than this share of letters, digits and punctuation of Chinese print: the bytes are something else.
_LEAST_PLAUSIBLE = 0.95
# Less than one byte of 0 in so many is a damaged text, not UTF-16.
_FEW_ZEROS = 50
_FOREIGN_RUN = re.compile(rb"[\x80-\xff]{4}")     # two Chinese signs, which no text of an encoding of single bytes looks like

_Encodings = tuple[tuple[str, str], ...]     # codec and name, the likeliest first


def read_text(data: bytes, path: str) -> Source:
    """The bytes of a text file as a `Source`.

    UTF-8 and UTF-16 with a byte order mark are taken at their word; without one, the first of UTF-8, UTF-16 and GB18030
    that decodes strictly to plausible text. Raises `InputFault` for an empty file or bytes that are none of these.
    """
    text, encoding = decode(data, path)
    if is_blank(text):
        raise InputFault(Diagnostic(Code.EMPTY, path, None, "文件里没有任何文字。", done="没有处理。",
                                    advice="请检查是否选错了文件，或重新从 Word 导出为文本。"))
    return Source(path, hashlib.sha256(data).hexdigest(), encoding, split_lines(text))


def split_lines(text: str) -> tuple[Line, ...]:
    """Lines at CR LF, LF and CR only, so that joining text and ends gives `text` back exactly."""
    lines = []
    for number, match in enumerate(_LINE.finditer(text), start=1):
        if match[0] or number == 1:
            lines.append(Line(number, match[1], match[2]))
    return tuple(lines)


def control_characters(source: Source) -> tuple[Diagnostic, ...]:
    """A diagnostic for each line that holds characters no print can show."""
    return tuple(
        Diagnostic(Code.CONTROL_CHARACTER, source.path, line.number, "这一行含有不可显示的控制字符。", words=line.text,
                   done="页面上以可见符号代替，例如 ␀。", advice="通常是导出时带入的，请对照印本核对这一行。")
        for line in source.lines if _CONTROL.search(line.text))


def decode(data: bytes, path: str, declared: str | None = None) -> tuple[str, str]:
    """The text in `data` and the name of its encoding; `declared` is what the file itself says, tried where it is no UTF-8.

    Strict: raises `InputFault` for bytes that no encoding reads, or that make no text.
    """
    if not data:
        raise InputFault(Diagnostic(Code.EMPTY, path, None, "文件是空的（0 字节）。", done="没有处理。",
                                    advice="请重新取得这一期的文件。"))
    if data.startswith(_OTHER_FILES):
        raise InputFault(Diagnostic(Code.NOT_TEXT, path, None, "这不是文本文件（可能是 PDF、压缩包或图片）。",
                                    done="没有处理。", advice="请收 Word 文件（.docx、.doc、.wps）、网页（.html）或纯文本；PDF 请另存为纯文本再收。"))
    for mark, codec, name in ((codecs.BOM_UTF8, "utf-8", "UTF-8（带 BOM）"), (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
                              (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16")):
        if data.startswith(mark):
            text = _try(data[len(mark):], codec)
            if text is None:
                raise _unknown(path, data, codec)
            return _refuse_binary(text, path), name
    candidates = _with_declared(_candidates(data), declared, data)
    for codec, name in candidates:
        text = _try(data, codec)
        if text is not None and (codec == "utf-8" or _is_plausible(text)):
            return _refuse_binary(text, path), name
    raise _unknown(path, data, *(codec for codec, _ in candidates))


def _candidates(data: bytes) -> _Encodings:
    """The encodings to try: bytes of 0 abound in UTF-16 (digits, line ends) and nowhere else."""
    utf8, utf16 = ("utf-8", "UTF-8"), (("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"))
    gb18030 = () if _is_almost_utf8(data) else (("gb18030", "GB18030"),)
    zeros = data.count(0)
    if zeros > len(data) // _FEW_ZEROS:
        return (*utf16, utf8, *gb18030)
    return (utf8, *gb18030, *(utf16 if zeros else ()))


def _with_declared(candidates: _Encodings, declared: str | None, data: bytes) -> _Encodings:
    """The encodings with the declared one at its place.

    One of a byte a sign reads any bytes: many pages in GBK say iso-8859-1, so it comes last, and only where no bytes adjoin as in Chinese words.
    """
    if declared is None or declared in ("utf-8", "gb2312", "gbk", "gb18030"):     # these are among them; GB18030 holds the other two
        return candidates
    own = (declared, declared.upper())
    if not _is_of_single_bytes(declared):
        return (*candidates[:1], own, *candidates[1:])
    return candidates if _FOREIGN_RUN.search(data) else (*candidates, own)


def _is_of_single_bytes(codec: str) -> bool:
    return len(bytes(range(256)).decode(codec, errors="replace")) == 256


def _is_almost_utf8(data: bytes) -> bool:
    """True for UTF-8 with a few bad bytes: read as GB18030 it may pass for Chinese, every word of it wrong (鏂囦欢 for 文件)."""
    text = data.decode("utf-8", errors="replace")
    return text.count("\ufffd") < sum("\u3000" <= char <= "\u9fff" for char in text)


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec, errors="strict")
    except UnicodeDecodeError:
        return None


def _is_plausible(text: str) -> bool:
    """Bytes of any kind often decode as GB18030 or UTF-16; real text is almost all letters, digits and Chinese punctuation."""
    sample = [char for char in text if not char.isspace()]
    good = sum(_is_print(char) for char in sample)
    return good >= _LEAST_PLAUSIBLE * len(sample)


def _is_print(char: str) -> bool:
    code = ord(char)
    if 0x20 < code < 0x7F or 0x4E00 <= code <= 0x9FFF or 0x3000 <= code <= 0x30FF or 0xFF00 <= code <= 0xFFEF:
        return True
    return code < 0x2E80 and unicodedata.category(char)[0] in "LNPS" and code > 0xA0


def _refuse_binary(text: str, path: str) -> str:
    controls = len(_CONTROL.findall(text))
    if controls > max(8, len(text) // 1000):
        raise InputFault(Diagnostic(Code.NOT_TEXT, path, None, f"文件含有 {controls} 个控制字符，不像是文本文件。", done="没有处理。",
                                    advice="请在 Word 或 WPS 中打开原稿，另存为“纯文本（UTF-8）”再试。"))
    return text


def _unknown(path: str, data: bytes, *codecs_tried: str) -> InputFault:
    """The fault at the byte up to which the best of the encodings could be read."""
    place, codec = max((_bad_byte(data, codec), codec) for codec in codecs_tried)
    line = len(split_lines(data[:place].decode(codec, errors="ignore") + "x"))
    return InputFault(Diagnostic(
        Code.ENCODING, path, line, f"无法确定文字编码：既不是 UTF-8，也不是 UTF-16 或 GB18030（从第 {place + 1} 个字节起读不通）。",
        words=data[place:place + 8].hex(" "), done="没有处理，也没有猜测。",
        advice="请在 Word 或记事本中打开原稿，另存为时把编码选为“UTF-8”。"))


def _bad_byte(data: bytes, codec: str) -> int:
    """Offset of the first byte that cannot be read; 0 where all of them can, but make no text."""
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    return 0
