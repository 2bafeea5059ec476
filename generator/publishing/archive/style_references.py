"""Finds what a style sheet loads: `url(...)`, `@import`, the strings of `image-set(...)`, all of them also where they are written with escapes."""

import re
from collections.abc import Iterator

_STRING = rb""""([^"]*)"|'([^']*)'"""
# What follows an @import in any other way, such as behind a comment, is taken for the address: it leads nowhere, and the style sheet is refused.
_LOADED = re.compile(rb"url\(\s*+(?:" + _STRING + rb"""|([^\s"')]+))|@import\s*+(?!\s|url\()(?:""" + _STRING + rb"|(.{1,80}))", re.IGNORECASE | re.DOTALL)
_IMAGES = re.compile(rb"""image-set\(((?:"[^"]*"|'[^']*'|[^"';}])*+)""", re.IGNORECASE)
_IMAGE = re.compile(rb"""type\(\s*+(?:"[^"]*"|'[^']*')|""" + _STRING, re.IGNORECASE)
_ESCAPE = re.compile(rb"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|\s)?+|(\r\n|.))", re.DOTALL)
_MARKS = b"\"'()\\;}"       # have no meaning where they are escaped


def loaded_addresses(style: bytes) -> Iterator[str]:
    """Every address the style sheet may load. A browser reads neither comments nor strings for rules; here they are: none must hide an address."""
    yield from _as_written(style)
    if b"\\" in style:
        yield from _as_written(_ESCAPE.sub(_unescaped, style))


def _as_written(style: bytes) -> Iterator[str]:
    for forms in _LOADED.findall(style):
        yield _first(forms)
    for images in _IMAGES.findall(style):
        yield from filter(None, map(_first, _IMAGE.findall(images)))


def _first(forms: tuple[bytes, ...]) -> str:
    return next((form for form in forms if form), b"").decode("utf-8", "replace").strip()


def _unescaped(match: re.Match[bytes]) -> bytes:
    digits, character = match.groups()
    if digits:
        number = int(digits, 16)
        character = chr(number).encode("utf-8", "replace") if 0 < number <= 0x10FFFF else b"?"
    if character in (b"\n", b"\r\n", b"\r", b"\f") and not digits:
        return b""      # a string goes on in the next line
    return b"%%%02x" % character[0] if character in _MARKS or character.isspace() else bytes(character)
