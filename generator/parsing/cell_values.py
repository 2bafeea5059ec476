"""Reads the words of a cell: one text, a list of names or organs, a word broken over two lines, names run together."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.notation.folding import WHITE, squeeze
from generator.records import Cell

_HAN = "[\u4e00-\u9fff]"
_INNER_BLANKS = re.compile(f"(?<={_HAN})[{WHITE}]+(?={_HAN})")
_SHORT = 20         # characters of a name or organ in a list
# Not inside brackets: 排污口（新锦江、农药厂等） is one item.
_SEPARATORS = re.compile("[、，,；;](?![^（）()]*[）)])")
_PROSE_ENDS = tuple("。；：，,")


@dataclass(frozen=True)
class ColumnWords:
    """What a column's cells have in common: is it one of lists, and which items stand in it by themselves."""

    is_list: bool
    items: frozenset[str]
    counts: Counter[str]


def plain(text: str) -> str:
    """The printed words without padding: 陈  敢 is 陈敢, blanks at the ends are gone, others stay."""
    return _INNER_BLANKS.sub("", text.strip(WHITE))


def read_column(cells: Sequence[Cell], terms: frozenset[str], joins: bool) -> ColumnWords:
    """A column holds lists where some cell has several short paragraphs, none of them ending like a sentence.

    Cells whose paragraphs are pieces of one word do not count.
    """
    texts = [[plain(p.text) for p in cell.paragraphs] for cell in cells]
    texts = [["".join(words)] if joins or _is_one_word(words, terms) else words for words in texts]
    several = [words for words in texts if len(words) > 1]
    lists = [words for words in several if all(map(_is_item, words))]
    counts = Counter(word for words in texts for word in words if not _SEPARATORS.search(word))
    is_list = len(lists) > 0.9 * len(several)
    return ColumnWords(is_list, frozenset(item for item in counts if _is_item(item)), counts)


def _is_item(text: str) -> bool:
    return all(len(part) <= _SHORT for part in _SEPARATORS.split(text)) and not text.endswith(_PROSE_ENDS)


def read_cell(cell: Cell, column: ColumnWords, terms: frozenset[str], joins: bool) -> tuple[str, ...]:
    """The items of a cell. `joins`: its paragraphs are pieces of one word whatever they are (a narrow grouping column)."""
    texts = [plain(p.text) for p in cell.paragraphs]
    if not texts:
        return ()
    if joins or _is_one_word(texts, terms):
        return ("".join(texts),)
    if not column.is_list:
        return ("\n".join(texts),)
    return tuple(item for text in texts for item in map(plain, _SEPARATORS.split(text)) if item)


def _is_one_word(texts: Sequence[str], terms: frozenset[str]) -> bool:
    """某某工业/园区: together a term the issue prints elsewhere, and not each a term of its own; or a bracket on a line of its own."""
    if len(texts) < 2:
        return False
    if len(texts) == 2 and texts[1][0] in "（(" and texts[1][-1] in "）)":
        return True
    return "".join(texts) in terms and not all(text in terms for text in texts)


def split_run_together(item: str, column: ColumnWords) -> tuple[str, ...] | None:
    """李文山周小明 as two names, where both stand by themselves in the column, more often than together, and in one way only."""
    if not column.is_list or len(item) > 2 * _SHORT:
        return None
    known = {name for name in column.items if 2 <= len(name) < len(item) and column.counts[name] > column.counts[item]}
    ways = list(_ways(item, known))
    return ways[0] if len(ways) == 1 and len(ways[0]) > 1 else None


def _ways(text: str, known: Iterable[str]) -> Iterable[tuple[str, ...]]:
    if not text:
        yield ()
        return
    for name in known:
        if text.startswith(name):
            for rest in _ways(text[len(name):], known):
                yield (name, *rest)


def terms_of(cells: Iterable[Cell]) -> frozenset[str]:
    """Every text that stands alone in some cell of an issue: what a word broken over two lines may be."""
    return frozenset(squeeze(cell.paragraphs[0].text) for cell in cells if len(cell.paragraphs) == 1)
