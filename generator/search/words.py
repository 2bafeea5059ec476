"""What the search knows of words: other forms of an organ's name, everyday words, spelling in Latin letters, traditional characters."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from opencc import OpenCC
from pypinyin import lazy_pinyin

from generator.linking.knowledge import Knowledge
from generator.notation.folding import squeeze
from generator.search.folding import fold_text
from generator.search.layout import KINDS
from generator.search.records import Head, Kind

_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2A6E0))
Spelled = tuple[str, str, str, int, str]
SHARDS = 16    # organs by the code point of the character a form of theirs begins with, modulo this


def word_lists(known: Knowledge) -> dict[str, object]:
    """Everyday words with their official ones; words that say nothing."""
    everyday = known.bulletin.authority.everyday
    return {"everyday": [[fold_text(entry.say), *entry.official] for entry in everyday.entries], "ignored": [fold_text(word) for word in everyday.ignored]}


def organ_lists(known: Knowledge) -> dict[str, list[list[str]]]:
    """Each organ that has a page: as (id, full name) under "names", and as (id, full name, other forms) in every shard that one of its forms begins in.

    A query reads one shard for each of its words, so that it need not read all organs there are; every shard is there, if empty.
    """
    named = {mention.organ for mention in known.organs.mentions}
    lists: dict[str, list[list[str]]] = {"names": [], **{str(shard): [] for shard in range(SHARDS)}}
    for organ in known.bulletin.authority.organs.entries:
        if organ.id in named:
            row = [organ.id, *organ.forms()]
            lists["names"].append(row[:2])
            for shard in sorted({ord(fold_text(form)[0]) % SHARDS for form in row[1:]}):
                lists[str(shard)].append(row)
    return lists


def spell_names(heads: Sequence[Head], known: Knowledge) -> dict[str, list[Spelled]]:
    """People and organs by the first letter of their spelling: (all letters, first letters, name, kind, address)."""
    rows: set[Spelled] = set()
    for head in heads:
        if head.kind is Kind.PERSON:
            rows.add((*_spelled_person(head), head.title, KINDS.index(head.kind), head.url))
        elif head.kind is Kind.ORGAN:
            organ = known.bulletin.authority.organs.by_id[head.id]
            rows |= {(*_spell(form), head.title, KINDS.index(head.kind), head.url) for form in organ.forms()}
    letters: dict[str, list[Spelled]] = {}
    for row in sorted(rows):
        if row[0][:1].isascii() and row[0][:1].isalpha():
            letters.setdefault(row[0][0], []).append(row)
    return letters


def _spelled_person(head: Head) -> tuple[str, str]:
    """As the id of the person spells it, where surnames are read as surnames; an id may bear more behind the name."""
    letters, first = _spell(head.title.partition("（")[0])
    own = head.id.replace("-", "")
    return (own, own[:1] + first[1:]) if len(own) >= len(letters) - 3 and own[-3:] == letters[-3:] else (letters, first)


def _spell(name: str) -> tuple[str, str]:
    syllables = [syllable.lower().replace("ü", "v") for syllable in lazy_pinyin(squeeze(name), errors=str)]
    kept = ["".join(char for char in syllable if char.isascii() and char.isalnum()) for syllable in syllables]
    return "".join(kept), "".join(syllable[:1] for syllable in kept)


def simplified_pairs(present: Collection[str]) -> str:
    """Traditional characters that the index does not hold, each followed by its simplified form."""
    return "".join(traditional + simple for traditional, simple in _pairs() if traditional not in present)


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    return tuple(_find_pairs())


def _find_pairs() -> Iterator[tuple[str, str]]:
    """Each traditional character that stands for one simplified character, whatever word it is in."""
    converter = OpenCC("t2s")
    for first, last in _HAN:
        for code in range(first, last):
            simple = converter.convert(chr(code))
            if simple != chr(code) and len(simple) == 1:
                yield chr(code), simple
