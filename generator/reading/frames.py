"""Tells the text of a saved web page from what a government site prints around it: navigation, header table, footer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from lxml import etree

from generator.notation.folding import is_blank, squeeze
from generator.notation.numbers import parse_number_line
from generator.reading.flow import Flow, FlowTable, texts

HABITS = Path(__file__).with_name("frames.yml")
# What a browser does not print.
UNSEEN = frozenset(("head", "script", "style", "noscript", "template", "iframe", "object", "select", "option", "button", "textarea", "input", "title", "svg"))
_TAGS = frozenset(("nav", "footer", "aside", "header"))
_LINKED = 0.6           # share of the text that stands in links to other pages
_MOST = 0.3             # of the page's text; more is no frame
_LONGEST_LABEL = 40     # characters: a longer text that ends a sentence is the bulletin's
_WORD = re.compile(r"[A-Z]?[a-z]+")


@dataclass(frozen=True)
class FrameHabits:
    """frames.yml: patterns of whole lines, labels of the header table, words in ids and classes."""

    lines: tuple[re.Pattern[str], ...]
    labels: frozenset[str]
    least_labels: int
    parts: frozenset[str]

    def is_line(self, text: str) -> bool:
        line = squeeze(text)
        return any(pattern.fullmatch(line) for pattern in self.lines)

    def is_header_table(self, table: FlowTable) -> bool:
        words = [squeeze(item.text).rstrip("：:") for row in table.rows for cell in row for item in texts(cell.flow)]
        heads = [re.split("[：:]", word)[0].strip("[]【】") for word in words]
        return len({head for head in heads if head in self.labels}) >= self.least_labels


@cache
def load_habits() -> FrameHabits:
    """The habits of government sites, which stand beside this module."""
    data = yaml.safe_load(HABITS.read_text(encoding="utf-8"))
    return FrameHabits(tuple(re.compile(item["pattern"], re.IGNORECASE) for item in data["lines"]), frozenset(data["labels"]), data["least_labels"],
                       frozenset(data["parts"]))


# ---------------------------------------------------------------- elements


def frame_elements(body: etree._Element) -> frozenset[etree._Element]:
    """The elements that are navigation or the like: they stand beside the bulk of the text, say so or hold little but links.

    Never one with a document number or a sentence of its own, nor one with much of the page's text.
    """
    sizes = _sizes(body)
    whole = sizes[body][0]
    found: set[etree._Element] = set()
    element: etree._Element | None = body
    while element is not None:
        children = [child for child in element if child in sizes]
        bulk = max(children, key=lambda child: sizes[child][0], default=None)
        if bulk is None or sizes[bulk][0] < whole / 2:
            found.update(child for child in children if _says_frame(child) and _is_frame(child, sizes, whole))
            break
        found.update(child for child in children if child is not bulk and _is_frame(child, sizes, whole))
        element = bulk
    return frozenset(found)


def _sizes(body: etree._Element) -> dict[etree._Element, tuple[int, int]]:
    """For every element the visible characters in it, and how many of them stand in links to other pages."""
    sizes: dict[etree._Element, tuple[int, int]] = {}
    for _, element in etree.iterwalk(body, events=("end",)):
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            continue
        own = len(squeeze(element.text or "")) + sum(len(squeeze(child.tail or "")) for child in element)
        inner = [sizes[child] for child in element if child in sizes]
        total = own + sum(size for size, _ in inner)
        href = element.get("href") or ""
        linked = total if element.tag == "a" and href and "#" not in href else sum(size for _, size in inner)
        sizes[element] = (total, linked)
    return sizes


def _is_frame(element: etree._Element, sizes: dict[etree._Element, tuple[int, int]], whole: int) -> bool:
    total, linked = sizes[element]
    if not total or total > _MOST * whole or _is_bulletin_text(element):
        return False
    return _says_frame(element) or linked >= _LINKED * total


def _says_frame(element: etree._Element) -> bool:
    if element.tag in _TAGS:
        return True
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    return any(word.lower() in load_habits().parts for word in _WORD.findall(names))


def _is_bulletin_text(element: etree._Element) -> bool:
    return any(is_bulletin_line(str(text)) for text in element.itertext() if not _is_linked(text))


def _is_linked(text: object) -> bool:
    parent = text.getparent() if hasattr(text, "getparent") else None
    return parent is not None and parent.tag == "a" and not text.is_tail  # type: ignore[attr-defined]


def is_bulletin_line(text: str) -> bool:
    """True for a sentence or a document number: no site prints them around its text."""
    line = squeeze(text)
    if load_habits().is_line(line):
        return False
    return parse_number_line(line) is not None or (line.endswith(("。", "；")) and len(line) >= 10) or len(line) > _LONGEST_LABEL


# ---------------------------------------------------------------- lines


def without_frame(flow: Sequence[Flow]) -> tuple[list[Flow], list[str]]:
    """`flow` without the lines and the header table of the site at its two ends, and their words."""
    habits = load_habits()
    bulletin = [index for index, item in enumerate(flow) if _is_bulletin(item, habits)]
    first, last = (bulletin[0], bulletin[-1]) if bulletin else (len(flow), len(flow))
    left_out = {index for index in range(first) if _is_frame_item(flow[index], habits)}
    footer = next((index for index in range(last + 1, len(flow)) if _is_frame_item(flow[index], habits)), len(flow))
    left_out |= set(range(footer, len(flow)))
    words = [" ".join(item.text for item in texts([flow[index]])) for index in sorted(left_out)]
    return [item for index, item in enumerate(flow) if index not in left_out], [text for text in words if not is_blank(text)]


def _is_bulletin(item: Flow, habits: FrameHabits) -> bool:
    if isinstance(item, FlowTable):
        return not _is_frame_item(item, habits)
    return any(is_bulletin_line(line) for line in item.text.split("\n"))


def _is_frame_item(item: Flow, habits: FrameHabits) -> bool:
    if isinstance(item, FlowTable):
        printed = [text.text for text in texts([item]) if not is_blank(text.text)]
        return habits.is_header_table(item) or all(map(habits.is_line, printed))
    lines = [line for line in item.text.split("\n") if not is_blank(line)]
    return bool(lines) and all(map(habits.is_line, lines))
