"""Finds what a page, style sheet or script refers to, reading HTML the way a browser splits it into tags.

Made for speed over tens of thousands of pages; it follows the tokenizer of the HTML standard (13.2.5) as far as attributes
of tags go: comments, raw text elements, quoted and unquoted values, references to characters.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import PurePosixPath

# A quote that is never closed is no value: the tag then has no end.
_ATTRIBUTE = rb"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'>][^\s>]*+|(?=>))|(?!\s*+=))"""
_RAW = rb"script|style|title|textarea|xmp|iframe|noembed|noframes"
_TOKEN = re.compile(rb"<!--(?:-?>|.*?(?:--!?>|\Z))"
                    rb"|<(?P<raw>" + _RAW + rb")(?P<raw_attributes>(?:[\s/]+" + _ATTRIBUTE + rb")*+[\s/]*+)>(?P<text>.*?)</(?P=raw)(?=[\s/>])"
                    rb"|<(?P<name>[a-z][^\s/>]*)(?P<attributes>(?:[\s/]++|" + _ATTRIBUTE + rb")*+)>", re.IGNORECASE | re.DOTALL)
_PAIR = re.compile(rb"""([^\s/>=][^\s/>=]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))""")
_OF_INTEREST = re.compile(rb"(?:href|src|srcset|poster|data|action|background|ping|manifest|content|style|srcdoc|cite|longdesc)\s*=", re.IGNORECASE)
_REMEMBERED = 4096                                   # octets of a tag, or of a raw text element with its text
_CUT = b">\n"
_WHOLE_RAW = b"|".join(rb"<%b(?:[\s/]+%b)*+[\s/]*+>.*?</%b(?=[\s/>])" % (name, _ATTRIBUTE, name) for name in _RAW.split(b"|"))
_WHOLE_TAGS = re.compile(rb"(?:[^<]++|<(?![a-z]|!--)|<!--(?:-?>|.*?--!?>)|" + _WHOLE_RAW
                         + rb"|<(?!(?:" + _RAW + rb")[\s/>])[a-z][^\s/>]*+(?:[\s/]++|" + _ATTRIBUTE + rb")*+>)*+", re.IGNORECASE | re.DOTALL)
_FOLLOWED = {"a", "area"}                            # only a click goes there
_STAY = {"alternate", "feed", "next", "prev", "canonical", "self", "author", "license", "help", "search", "bookmark"}    # rel of a <link> that loads nothing
_VALUES = {"href", "xlink:href", "src", "poster", "data", "action", "formaction", "background", "ping", "manifest", "longdesc"}
_CSS_URL = re.compile(rb"""(?:url\(\s*|@import\s+(?!url\())(?:"([^"]*)"|'([^']*)'|([^\s"')]+))""", re.IGNORECASE)
_SCRIPT_URL = re.compile(rb"""["'`]((?!http://www\.w3\.org/)(?:https?:|wss?:)?//[^\s"'`/]+\.[^\s"'`]*)""", re.IGNORECASE)
_REFRESH = re.compile(r"(?i)^\s*[\d.]*\s*[;,]?\s*url\s*=\s*['\"]?(.*?)['\"]?\s*$")


@dataclass(frozen=True)
class Reference:
    """An address as written, and whether opening the file loads it (else a click leads there)."""

    address: str
    loads: bool


def references_in(name: str, content: bytes) -> Iterator[Reference]:
    """Every reference in a file, by the ending of its name; none for kinds that refer to nothing."""
    reader = _readers().get(PurePosixPath(name).suffix)
    return reader(content) if reader else iter(())


def has_references(name: str) -> bool:
    """Whether `references_in` reads files of this name."""
    return PurePosixPath(name).suffix in _readers()


@cache
def _readers() -> Mapping[str, Callable[[bytes], Iterator[Reference]]]:
    return {".html": _in_page, ".svg": _in_page, ".xml": _in_page, ".css": _in_style, ".js": _in_script}


def _in_page(content: bytes) -> Iterator[Reference]:
    for token in _TOKEN.finditer(content):
        yield from _in_token(token)


def is_page(name: str) -> bool:
    """Whether the file can be read piece by piece."""
    return name.endswith(".html")


def pieces(page: bytes) -> list[bytes]:
    """The page cut where a line ends with a tag. The pieces around a page's text are those of its neighbours."""
    return page.split(_CUT)


def references_in_piece(piece: bytes) -> tuple[Reference, ...] | None:
    """The references of a piece; None where it may leave a tag, a comment or raw text open.

    Where no piece of a page is None, the references of its pieces are those of the page.
    """
    text = piece + _CUT
    if not _WHOLE_TAGS.fullmatch(text):
        return None
    return tuple(_in_page(text))


def _in_token(token: re.Match[bytes]) -> tuple[Reference, ...]:
    read = _of_tag if len(token[0]) <= _REMEMBERED else _of_tag.__wrapped__
    return read(*token.group("name", "attributes", "raw", "raw_attributes", "text"))


@lru_cache(maxsize=1 << 15)
def _of_tag(name: bytes | None, attributes: bytes | None, raw: bytes | None, raw_attributes: bytes | None, text: bytes | None) -> tuple[Reference, ...]:
    """The references of one tag. Nine tags of ten have been seen before, hence remembered."""
    found: list[Reference] = []
    tag, attributes = (name or raw or b"").decode("ascii", "replace").lower(), attributes or raw_attributes
    if text and tag in ("style", "script"):
        found += _in_style(text) if tag == "style" else _in_script(text)
    if attributes and _OF_INTEREST.search(attributes):
        found += _in_tag(tag, attributes)
    return tuple(found)


def _in_tag(tag: str, attributes: bytes) -> Iterator[Reference]:
    values: dict[str, str] = {}
    for key, *forms in _PAIR.findall(attributes):
        value = next((form for form in forms if form), b"").decode("utf-8", "replace")
        values.setdefault(key.decode("utf-8", "replace").lower(), html.unescape(value) if "&" in value else value)
    stays = tag in _FOLLOWED or (tag == "link" and _STAY.issuperset(values.get("rel", "unknown").lower().split()))
    for key, value in values.items():
        if key in _VALUES:
            yield Reference(value.strip(), not stays or key == "ping")
        elif key == "srcset":
            yield from (Reference(part.split()[0], True) for part in value.split(",") if part.strip())
        elif key == "style":
            yield from _in_style(value.encode())
        elif key == "srcdoc":
            yield from _in_page(value.encode())
        elif key == "content" and values.get("http-equiv", "").lower() == "refresh":
            match = _REFRESH.match(value)
            yield from (Reference(match[1], True),) if match else ()


def _in_style(content: bytes) -> Iterator[Reference]:
    for forms in _CSS_URL.findall(content):
        yield Reference(next((form for form in forms if form), b"").decode("utf-8", "replace").strip(), True)


def _in_script(content: bytes) -> Iterator[Reference]:
    """Addresses of other hosts that stand in the script as strings; what a script puts together is beyond reading."""
    for address in _SCRIPT_URL.findall(content):
        yield Reference(address.decode("utf-8", "replace"), True)


def without_outside(script: bytes) -> bytes:
    """The script with every address of another host put out of use: an empty resource stands in its place."""
    return _SCRIPT_URL.sub(lambda match: match[0][:1] + b"data:,", script)
