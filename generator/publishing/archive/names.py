"""Judges the names of files: which would leave the folder of the copy, or mean another file on Windows."""

import re
import unicodedata
from functools import lru_cache

from generator.publishing.archive.findings import Fault, Finding
from generator.publishing.archive.layout import LONGEST_NAME

_UNSAFE = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')    # what Windows forbids, or reads as a drive or a folder
_NO_TEXT = re.compile(r"[\ud800-\udfff]")           # how Python shows octets of a name that are no UTF-8
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")


def name_fault(name: str) -> Finding | None:
    """What is wrong with the name by itself."""
    reason = _unsafe(name)
    if reason:
        return Finding.of(Fault.UNSAFE_NAME, ascii(name), reason)
    if is_long(name):
        return Finding.of(Fault.LONG_NAME, name, f"{len(name)} 个字符，Windows 上可能解不开")
    return None


def is_long(name: str) -> bool:
    """Whether the name is too long for Windows."""
    return len(name) >= LONGEST_NAME


def folded(name: str) -> str:
    """What Windows and macOS go by: two names that are the same folded are one file there."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def folders_of(name: str) -> tuple[str, ...]:
    """Every folder that the file stands in, from the outermost on, without the slash at the end."""
    return tuple(name[:at] for at, letter in enumerate(name) if letter == "/")


def _unsafe(name: str) -> str | None:
    """Why the name must not be unpacked; None where it may."""
    if name.startswith("/"):
        return "是绝对路径，会写到别处"
    if _UNSAFE.search(name):
        return "有 Windows 不允许或会当作盘符、文件夹的字符"
    if not name.isascii() and _NO_TEXT.search(name):
        return "不是 UTF-8 编码的文字"
    folder, slash, last = name.rpartition("/")
    return (_unsafe_folder(folder) if slash else None) or _unsafe_part(last)


@lru_cache(maxsize=1 << 6)
def _unsafe_folder(folder: str) -> str | None:
    """Files of one folder mostly follow each other."""
    return next((reason for part in folder.split("/") if (reason := _unsafe_part(part))), None)


def _unsafe_part(part: str) -> str | None:
    if part == "..":
        return "会解压到文件夹外面"
    if part in ("", "."):
        return "有空的一级"
    if part != part.rstrip(". "):
        return "以点或空格结尾，Windows 会改掉"
    return "是 Windows 的设备名" if _RESERVED.match(part) else None
