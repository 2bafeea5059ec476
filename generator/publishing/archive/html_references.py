"""Finds what a page, style sheet or script refers to, reading HTML the way a browser splits it into tags.

Made for speed over tens of thousands of pages; it follows the tokenizer of the HTML standard (13.2.5) as far as attributes
of tags go: comments, raw text elements, quoted and unquoted values, references to characters.
"""

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from generator.publishing.archive.charset import ending
from generator.publishing.archive.style_references import loaded_addresses

_FOLLOWED = {b"a", b"area"}                          # only a click goes there
_STAY = {"alternate", "feed", "next", "prev", "canonical", "self", "author", "license", "help", "search", "bookmark"}    # rel of a <link> that loads nothing
_ADDRESSES = {b"href", b"xlink:href", b"src", b"poster", b"data", b"action", b"formaction", b"background", b"ping", b"manifest", b"longdesc"}
_WITH_ADDRESSES = {b"srcset", b"style", b"srcdoc", b"content"}
_CUT = b">\n"
_MARK = 80              # octets of a run of pieces that are looked for before the rest
_APART = b"\xff"        # stands between pieces that are read together. No text in UTF-8 has it; a tag that has it counts as open


def _any_of(names: Collection[bytes]) -> bytes:
    """Matches each of the names, in either case. Most words are told by their first letter not to be one: that saves a seventh of the time."""
    letters = b"".join(sorted({name[:1].lower() for name in names} | {name[:1].upper() for name in names}))
    return rb"(?=[%b])(?i:%b)" % (letters, b"|".join(sorted(names)))


def _confined(grammar: bytes) -> bytes:
    """The grammar with nothing in it that goes on from one piece into the next."""
    return grammar.replace(b'[^"]', b'[^"%b]' % _APART).replace(b"[^']", b"[^'%b]" % _APART).replace(b".*?", b"[^%b]*?" % _APART)


def _compiled(grammar: bytes) -> re.Pattern[bytes]:
    r"""In HTML a vertical tab is no space, so what is written as \s in a class stands for less than in other expressions."""
    return re.compile(grammar.replace(rb"\s", rb"\t\n\f\r "), re.DOTALL)


# The grammar. A quote that is never closed is no value: the tag then has no end. All repetitions are possessive or stop at the first that fits:
# whoever made the page, reading it takes time in proportion to its length.
_VALUE = rb"""[\s]*+=[\s]*+(?:"[^"]*"|'[^']*'|[^\s"'>][^\s>]*+|(?=>))"""
_ATTRIBUTE = rb"[^\s/>][^\s/>=]*+(?:" + _VALUE + rb"|(?![\s]*+=))"
_ATTRIBUTES = rb"(?:[\s/]++|" + _ATTRIBUTE + rb")*+"
_NAME = rb"[a-zA-Z][^\s/>]*+"
_RAW = (b"script", b"style", b"title", b"textarea", b"xmp", b"iframe", b"noembed", b"noframes")
_RAW_ATTRIBUTES = rb"(?:[\s/]++" + _ATTRIBUTE + rb")*+[\s/]*+"
_COMMENT = rb"<!--(?:-?>|.*?--!?>)"
_END_TAG = rb"</" + _NAME + _ATTRIBUTES + rb">"
_REMARK = rb"<(?:!(?!--)|\?|/(?![a-zA-Z]))[^>]*+>"      # what a browser takes for a comment that ends with the first bracket
# What has no end goes on to the end of the file, and in a tag or comment a browser then loads nothing.
_TOKEN = _compiled(_COMMENT + rb"|" + _END_TAG + rb"|" + _REMARK +
                   rb"|<(?P<raw>" + _any_of(_RAW) + rb")(?P<raw_attributes>" + _RAW_ATTRIBUTES + rb")>(?P<text>.*?)(?=</(?i:(?P=raw))[\s/>]|\Z)"
                   rb"|<(?P<name>" + _NAME + rb")(?P<attributes>" + _ATTRIBUTES + rb")>|<[a-zA-Z!?/].*")
_PAIR = _compiled(rb"""([^\s/>][^\s/>=]*+)(?:[\s]*+=[\s]*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?+""")

# The same grammar for many pieces in one go: runs over tags without an attribute that tells an address, and stops at the others, at raw text and at what is not whole.
_TAG = rb"<(?!" + _any_of(_RAW) + rb"[\s/>])" + _NAME
_RAW_ELEMENT = b"|".join(rb"<(?i:%b)%b>.*?(?=</(?i:%b)[\s/>])" % (name, _RAW_ATTRIBUTES, name) for name in _RAW)
_DULL = (rb"</[a-zA-Z0-9]++>|" + _END_TAG + rb"|" + _TAG + rb"(?:[\s/]++|(?!" + _any_of(_ADDRESSES | _WITH_ADDRESSES) + rb"[\s]*+=)" + _ATTRIBUTE + rb")*+>"
         rb"|<(?![a-zA-Z!?/])|" + _COMMENT + rb"|(?!<!\[CDATA)" + _REMARK)
_TELLING = _compiled(_confined(rb"[^<]*+(?:(?:" + _DULL + rb")[^<]*+)*+(?:\Z|(" + _TAG + _ATTRIBUTES + rb">|" + _RAW_ELEMENT + rb"|<.*))"))

# From one bracket to the next that closes: in pieces without quoted brackets, comments and raw text each is a tag.
_SEGMENT = re.compile(rb"<[^>]*>")
_TITLE_END = b"</title"
_PLAIN_TITLE = re.compile(rb"""[^<>]*+<title(?: id="[^"<>]*+")?+>[^<>]*+</title""")

# A link as most of them are, to an address that stands for itself, and what a page says of itself in a head that refers to nothing.
_LINK = (b"<a ", b"<link ", b"<meta ")
_BESIDE = rb'(?: (?:class|rel|title|type|download)="[^"<>]*+")*+'
_PLAIN_LINK = re.compile(rb'<(?:a|link)' + _BESIDE + rb' href="([^"<>&%:?#\\\s]*+)(?:#[^"<>]*+)?+"' + _BESIDE + rb'(?: /)?+>|<meta name="[a-z:-]++" content="[^"<>]*+">')

# Whether raw text is raw depends on where it stands: in these elements, and after a comment in a script, a browser may read it as tags, or find its end elsewhere.
_UNSURE = re.compile(rb"<(?:svg|math|select|frameset)\b", re.IGNORECASE)
_NO_SCRIPT = b"noscript"        # raw text for a browser that runs scripts, tags for one that does not
_NO_SCRIPT_END = re.compile(rb"</noscript[\t\n\f\r />]", re.IGNORECASE)
_SHEET = b"<?xml-stylesheet"      # a remark in a page; in XML it loads a style sheet, or a program that makes another page of this one
_LIKE_A_TAG = re.compile(rb"<[a-zA-Z!?/]")
_OUTSIDE = re.compile(r"""(?<=[\s"'=,;(])(?!http://www\.w3\.org/)(?:(?:https?|wss?|ftp|file):|[\\/])[^\s"'<>]{1,200}""", re.IGNORECASE)
_NO_BREAKS = dict.fromkeys(map(ord, "\t\n\r"))
_AND = re.compile(rb"&(?:(?:amp|#0*+38|#x0*+26);?)++", re.IGNORECASE)      # however often it was escaped

_SCRIPT_URL = re.compile(rb"""["'`]((?!http://www\.w3\.org/)(?:https?:|wss?:)?//[^\s"'`/]+\.[^\s"'`]*)""", re.IGNORECASE)
_REFRESH = re.compile(r"""\s*+[\d.]*+\s*+[;,]?+\s*+(?:url\s*+=\s*+)?+(?:"([^"]+)|'([^']+)|([^"'].*))""", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Reference:
    """An address as written, and whether opening the file loads it (else a click leads there)."""

    address: str
    loads: bool


def references_in(name: str, content: bytes) -> Iterator[Reference]:
    """Every reference in a file, by the ending of its name; none for kinds that refer to nothing."""
    reader = _readers().get(ending(name))
    return reader(content) if reader else iter(())


def has_references(name: str) -> bool:
    """Whether `references_in` reads files of this name."""
    return ending(name) in _readers()


@cache
def _readers() -> Mapping[str, Callable[[bytes], Iterator[Reference]]]:
    pages = dict.fromkeys((".html", ".htm", ".xhtml", ".xht", ".svg", ".xml"), _in_markup)
    return {**pages, ".css": _in_style, ".js": _in_script}


def is_markup(name: str) -> bool:
    """Whether the file can be read piece by piece."""
    return _readers().get(ending(name)) is _in_markup


def pieces(markup: bytes) -> list[bytes] | None:
    """The file cut where a line ends with a tag; the pieces around a page's text are those of its neighbours. None where it cannot be read by pieces."""
    return markup.split(_CUT) if markup.endswith((b">", _CUT)) else None


def as_run(run: Sequence[bytes]) -> bytes:
    """Pieces (at least one) that follow each other, as they stand in a file, with the cuts around them."""
    return b"".join((_CUT, _CUT.join(run), _CUT))


def without_run(markup: bytes, run: bytes) -> bytes | None:
    """A file of all the other pieces; None where the run is not in it."""
    at = markup.find(run[:_MARK])       # quicker than to look for all of it
    return markup[:at] + _CUT + markup[at + len(run):] if markup.startswith(run, at) else None


def segments(some: Iterable[bytes]) -> set[bytes]:
    """What stands between brackets in some pieces, titles of plain words left out.

    Where `telling_tags` of all segments is not None each is whole by itself: the next then begins in text, as a browser reads it too, and the references
    of all segments are those of the pieces.
    """
    return set(_SEGMENT.findall(_CUT.join((*(piece for piece in some if not (piece.endswith(_TITLE_END) and _PLAIN_TITLE.fullmatch(piece))), b""))))


def plain_links(tags: Iterable[bytes]) -> dict[bytes, str]:
    """Those of the segments that are plain links, with where they lead (what stands behind "#" left out, "" for nowhere else); all others have to be read as any tag."""
    found = ((tag, _PLAIN_LINK.fullmatch(tag)) for tag in tags if tag.startswith(_LINK))
    return {tag: _text(match[1] or b"") for tag, match in found if match}


def telling_tags(some: Iterable[bytes]) -> set[bytes] | None:
    """What of some pieces may refer to something: tags, and raw text elements; None where one of them may leave a tag, a comment or raw text open
    or has raw text that may be tags.

    Where it is None for no piece of a file, the references of all these tags, each read by itself, are those of the file.
    """
    joined = (_CUT + _APART).join((*some, b""))
    if _NO_SCRIPT in joined.lower() or _SHEET in joined:
        return None
    found: list[bytes] = _TELLING.findall(joined)
    is_open = any(tag.endswith(_APART) for tag in found[-2:])      # what is not whole is taken with all that follows: nothing more is looked for
    tags = set(found) - {b""}
    return None if is_open or any(_LIKE_A_TAG.search(tag, 1) for tag in tags) else tags


def references_in_tag(tag: bytes) -> Sequence[Reference]:
    """The references of one of the `telling_tags`."""
    token = _TOKEN.match(tag)
    return _in_token(token) if token else ()


def _in_markup(content: bytes) -> Iterator[Reference]:
    unsure = _UNSURE.search(content)
    certain_to = len(content)
    if _SHEET in content:
        yield Reference(_SHEET.decode(), True)      # no file can have such a name: to whatever it leads, it is refused
    for token in _TOKEN.finditer(content):
        yield from _in_token(token)
        if certain_to > token.start() and _is_unsure(token, unsure is not None and unsure.start() < token.start()):
            certain_to = token.start()
    yield from _in_unsure(content[certain_to:])


def _is_unsure(token: re.Match[bytes], may_be_tags: bool) -> bool:
    """Whether a browser may read this token, and with it all that follows, in another way."""
    text = token["text"]
    if _NO_SCRIPT_END.search(token[0], 1):
        return True
    if text is None:
        return may_be_tags and token[0].startswith(b"<![CDATA[")
    return _LIKE_A_TAG.search(text) is not None if may_be_tags else b"<!--" in text


def _in_unsure(content: bytes) -> Iterator[Reference]:
    """Every address outside, in whatever it stands: of two readings neither may hide one."""
    text = _text(_AND.sub(b"&", content))
    joined = text.translate(_NO_BREAKS)      # a browser leaves them out of addresses
    for address in dict.fromkeys((*_OUTSIDE.findall(text), *_OUTSIDE.findall(joined))):
        yield Reference(address, True)


def _in_token(token: re.Match[bytes]) -> list[Reference]:
    name, attributes, raw, raw_attributes, text = token.group("name", "attributes", "raw", "raw_attributes", "text")
    tag = (name or raw or b"").lower()
    found = _in_tag(tag, attributes or raw_attributes or b"")
    if text and tag in (b"style", b"script"):
        found += _in_style(text) if tag == b"style" else _in_script(text)
    return found


def _in_tag(tag: bytes, attributes: bytes) -> list[Reference]:
    values = {key.lower(): double or single or bare for key, double, single, bare in reversed(_PAIR.findall(attributes))}     # of two with one name the first counts
    found: list[Reference] = []
    for key, value in values.items():
        if not value:
            continue
        if key in _ADDRESSES:
            found.append(Reference(_text(value).strip(), key == b"ping" or not _stays(tag, values)))
        elif key in _WITH_ADDRESSES:
            found += _within(key, values)
    return found


def _within(key: bytes, values: Mapping[bytes, bytes]) -> Iterator[Reference]:
    """The references in an attribute that holds more than an address."""
    value = _text(values[key])
    if key == b"srcset":
        yield from (Reference(part.split()[0], True) for part in value.split(",") if part.strip())
    elif key == b"style":
        yield from _in_style(value.encode())
    elif key == b"srcdoc":
        yield from _in_unsure(value.encode())      # pages within pages may be nested without end
    elif _text(values.get(b"http-equiv", b"")).strip().lower() == "refresh" and (match := _REFRESH.match(value)):
        yield Reference(next(filter(None, match.groups())).strip(), True)


def _stays(name: bytes, values: Mapping[bytes, bytes]) -> bool:
    """Whether opening the page does not load what the tag leads to."""
    return name in _FOLLOWED or (name == b"link" and _STAY.issuperset(_text(values.get(b"rel", b"unknown")).lower().split()))


def _text(value: bytes) -> str:
    text = value.decode("utf-8", "replace")
    return html.unescape(text) if "&" in text else text


def _in_style(content: bytes) -> Iterator[Reference]:
    return (Reference(address, True) for address in loaded_addresses(content))


def _in_script(content: bytes) -> Iterator[Reference]:
    """Addresses of other hosts that stand in the script as strings; what a script puts together is beyond reading."""
    for address in _SCRIPT_URL.findall(content) if b"//" in content else ():    # most data scripts of a site have none
        yield Reference(address.decode("utf-8", "replace"), True)


def without_outside(script: bytes) -> bytes:
    """The script with every address of another host put out of use: an empty resource stands in its place."""
    return _SCRIPT_URL.sub(lambda match: match[0][:1] + b"data:,", script)
