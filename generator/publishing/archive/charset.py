"""Says whether a browser reads a file as UTF-8. In another charset the same octets may be other tags, and no reference can be looked for."""

import re
from posixpath import splitext

_BOM = rb"(?:\xef\xbb\xbf)?+"
_OTHER_BOMS = (b"\xff\xfe", b"\xfe\xff")      # UTF-16; they count for more than what a file says of itself

# What may stand before the charset of a page is so little that no browser finds another one first.
_PAGE = re.compile(_BOM + rb"""\s*+(?:<!doctype\ html>\s*+)?+(?:<html(?:\ [a-z-]++="[^"<>]*+")*+>\s*+)?+(?:<head>\s*+)?+<meta\ charset=(?:"utf-8"|utf-8)\s*+/?+>""",
                   re.IGNORECASE | re.VERBOSE)
_XML = re.compile(_BOM + rb"""\s*+(?:<(?!\?xml\s)|<\?xml\s++version=["']1\.[0-9]["'](?:\s++encoding=["']utf-8["'])?+(?:\s++standalone=["'][a-z]++["'])?+\s*+\?>)""", re.IGNORECASE)
_STYLE = re.compile(_BOM + rb"""(?:(?!@charset\s)|@charset\ "utf-8";)""", re.IGNORECASE | re.VERBOSE)
_FORMS = {".html": _PAGE, ".htm": _PAGE, ".xhtml": _XML, ".xht": _XML, ".xml": _XML, ".svg": _XML, ".css": _STYLE}


def ending(name: str) -> str:
    """The ending a browser and Windows go by: ".html" of a.HTML too."""
    return splitext(name)[1].lower()


def is_utf8(name: str, content: bytes) -> bool:
    """Whether the file is sure to be read as UTF-8: a page must say so in its first tag behind `<head>`, XML and style sheets must say nothing else."""
    form = _FORMS.get(ending(name))
    return not content.startswith(_OTHER_BOMS) and (form is None or form.match(content) is not None)
