"""A page of a copy is UTF-8 for every browser: in another charset it could hold other tags than are read."""

from pathlib import Path

import pytest

from generator.publishing.archive.charset import is_utf8
from generator.publishing.archive.findings import Fault
from generator.publishing.archive.verify import verify
from tests.support.copies import Files, list_again, tampered, unsigned_copy

META = '<meta charset="utf-8">'
PAGE = f"<!doctype html>\n<html lang=\"zh\">\n<head>\n{META}</head>"
PLAIN = {"x.html": [PAGE, META, f"\ufeff{PAGE}", PAGE.upper(), PAGE.replace('"utf-8"', "utf-8"), PAGE.replace(META, META.replace(">", " />"))],
         "x.svg": ["<svg></svg>", "<?xml version='1.0'?><svg/>", '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<svg/>'],
         "x.xml": ['<?xml version="1.0" encoding="utf-8"?>\n<feed/>'], "x.css": ["p {}", '@charset "UTF-8";p {}'], "x.js": ["a()"]}
OTHER = {"x.html": ["", "<p>", PAGE.replace("utf-8", "gbk"), PAGE.replace("utf-8", "utf-16"), f"<!-- {META} --><meta charset=gbk>", f"<html a='>{META}", f"<title>{META}</title>",
                    PAGE.replace("<head>", "<head><meta http-equiv=content-type content='text/html; charset=iso-2022-jp'>")],
         "x.svg": ["", '<?xml version="1.0" encoding="iso-2022-jp"?><svg/>', "<?xml version='1.0' encoding='utf-7'?><svg/>", "a<svg/>"],
         "x.xml": ['<?xml version="1.0" encoding = "gbk"?>\n<feed/>'], "x.css": ['@charset "gbk";p {}', "@charset 'utf-8';p {}"], "x.js": []}


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_utf8_is_taken(name: str) -> None:
    assert [text for text in PLAIN[name] if not is_utf8(name, text.encode())] == []


@pytest.mark.parametrize("name", OTHER)
def test_what_says_something_else_or_nothing_is_refused(name: str) -> None:
    assert [text for text in OTHER[name] if is_utf8(name, text.encode())] == []
    for charset in ("utf-16-le", "utf-16-be"):
        assert not is_utf8(name, f"\ufeff{PLAIN[name][0]}".encode(charset))


def in_japanese(files: Files) -> None:
    """To a browser the quote is no quote but half a character."""
    files["data/index.html"] = b"<html><head><meta charset=iso-2022-jp><p title='\x1b$B'\x1b(B><img src=//evil.example/x>' >"
    list_again(files)


def test_a_copy_with_a_page_in_another_charset_is_refused(tmp_path: Path) -> None:
    assert Fault.CHARSET.value in {finding.kind for finding in verify(tampered(tmp_path, in_japanese, unsigned_copy())).findings}
