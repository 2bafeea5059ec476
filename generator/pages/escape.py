"""Writes printed text so that it appears as printed: in Markdown as rendered by Python-Markdown, in HTML, in front matter."""

import html
import json
import re

# Backslash escapes are not faithful in Python-Markdown; numeric character references for ASCII punctuation are.
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# Characters no print can show (and some that Python-Markdown uses for itself) appear as control pictures: ␀.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def escape_markdown(text: str) -> str:
    """`text` for use within a Markdown paragraph or heading; nothing in it is markup."""
    return _PUNCTUATION.sub(lambda match: f"&#{ord(match[0])};", _show_controls(text))


def escape_html(text: str) -> str:
    """`text` for use in HTML, in attributes too."""
    return html.escape(_show_controls(text), quote=True)


def front_matter(title: str, description: str = "", hide: tuple[str, ...] = (), noindex: bool = False, feed: str = "") -> str:
    """The YAML head of a page. Themes write these values into HTML without escaping, so they are escaped here."""
    lines = ["---", f"title: {yaml_text(escape_html(title))}"]
    if description:
        lines.append(f"description: {yaml_text(escape_html(description))}")
    if hide:
        lines.append(f"hide: [{', '.join(hide)}]")
    if noindex:
        lines.append("robots: noindex")
    if feed:
        lines.append(f"feed: {yaml_text(escape_html(feed))}")
    return "\n".join([*lines, "---", ""])


def yaml_text(text: str) -> str:
    """`text` as a value in YAML: all ASCII, for YAML refuses some characters that print may hold, and 𠮷 as the two halves that JSON makes of it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f").encode("ascii", "backslashreplace").decode()


def _show_controls(text: str) -> str:
    return _CONTROL.sub(lambda match: chr(0x2400 + ord(match[0])) if match[0] != "\x7f" else "␡", text)
