"""Keys for comparison. What is shown is always the printed text; only comparison uses these."""

import re
import unicodedata
from functools import lru_cache

# White space of any kind, the invisible characters Word leaves behind included (zero width, BOM inside a file).
# Every character stands here by itself, so that the string serves in a pattern's brackets and in strip() alike.
WHITE = " \t\r\n\f\v\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200C))) + "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
# What is typed for the dot inside a name: 阿不都·热合曼.
NAME_DOTS = "·•・‧∙．"
_BLANKS = re.compile(f"[{WHITE}]+")
_BRACKETS = str.maketrans("﹝﹞[]［］【】〖〗", "〔〕〔〕〔〕〔〕〔〕")


@lru_cache(maxsize=1 << 15)
def squeeze(text: str) -> str:
    """`text` without white space of any kind; every other character unchanged and in order."""
    return _BLANKS.sub("", text)


def is_blank(text: str) -> bool:
    """True where `text` has no visible character (NO-BREAK SPACE and 　 are white space too)."""
    return not text.strip(WHITE)


def strip_blanks(text: str) -> str:
    """`text` without white space at either end, inner white space kept as printed."""
    return text.strip(WHITE)


def visible_bounds(text: str) -> tuple[int, int]:
    """Offsets [start, end) of the visible part of `text`; (0, 0) where there is none."""
    kept = text.rstrip(WHITE)
    return (len(kept) - len(kept.lstrip(WHITE)), len(kept)) if kept else (0, 0)


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """Comparison key: NFKC, one bracket form, no white space, lower case. Idempotent."""
    normal = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return unicodedata.normalize("NFKC", squeeze(normal).lower())
