"""The search is exact: it returns the records that hold the words, and no others, as plain substring search over the same texts does."""

import random

from generator.search.folding import BORDER, fold_text
from tests.support.searching import ask, folded_records

_WORDS = 500
_ABSENT = 100


def _drawn() -> list[str]:
    """Substrings of all kinds: 1 to 12 characters anywhere in the records, so over the borders of words, lines, paragraphs and cells."""
    draw = random.Random(20180119)
    texts = [record.folded for record in folded_records()]
    found: list[str] = []
    while len(found) < _WORDS:
        text = draw.choice(texts)
        length = draw.randint(1, min(12, len(text)))
        start = draw.randrange(len(text) - length + 1)
        word = text[start:start + length]
        if BORDER not in word and fold_text(word) == word:
            found.append(word)
    return found


def _absent() -> list[str]:
    """Words made of pieces of print that stand nowhere together."""
    draw = random.Random(5)
    every = "\0".join(record.folded for record in folded_records())
    found: list[str] = []
    while len(found) < _ABSENT:
        word = "".join(draw.choice(every) for _ in range(draw.randint(2, 8)))
        if "\0" not in word and BORDER not in word and word not in every:
            found.append(word)
    return found


def test_search_finds_exactly_the_records_that_hold_the_words() -> None:
    words = _drawn()
    wrong = {}
    for word, answer in zip(words, ask(*words), strict=True):
        expected = {record.head.id for record in folded_records() if word in record.folded}
        found = {hit["id"] for hit in answer["hits"]}
        if found != expected or any(hit["labels"] for hit in answer["hits"]):
            wrong[word] = (sorted(expected - found)[:3], sorted(found - expected)[:3])
    assert wrong == {}


def test_search_finds_nothing_that_stands_nowhere() -> None:
    words = _absent()
    assert {word: answer["hits"] for word, answer in zip(words, ask(*words), strict=True) if any(not hit["labels"] for hit in answer["hits"])} == {}


def test_several_words_are_all_in_every_record_found_and_a_word_with_a_minus_in_none() -> None:
    draw = random.Random(7)
    words = [word for word in _drawn() if len(word) in (1, 2, 3) and word.isalpha()]
    pairs = [(draw.choice(words), draw.choice(words)) for _ in range(60)]
    answers = ask(*(f"{one} {two}" for one, two in pairs), *(f"{one} -{two}" for one, two in pairs))
    for (one, two), both, without in zip(pairs, answers[:60], answers[60:], strict=True):
        held = [record for record in folded_records() if one in record.folded]
        assert {hit["id"] for hit in both["hits"]} == {r.head.id for r in held if two in r.folded}, (one, two)
        if one != two:
            assert {hit["id"] for hit in without["hits"]} == {r.head.id for r in held if two not in r.folded}, (one, two)
