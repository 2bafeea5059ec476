"""The form in which words are compared: what a reader types and what is printed fold to the same.

Unlike the key of `notation.folding`, every kind of bracket is one, because readers type document numbers with any of them, and each
character folds by itself, so that a place in the folded text leads back to the print. theme/assets/search/fold.js does the same.
"""

import unicodedata
from collections.abc import Iterable

from generator.notation.folding import WHITE
from generator.search.records import Segment

BORDER = "\n"   # stands between texts, and where two paragraphs or cells would run figures together; nobody can type it
_OPEN, _CLOSE = "([{【〔﹝〖", ")]}】〕﹞〗"
_BRACKETS = str.maketrans(_OPEN + _CLOSE, "〔" * len(_OPEN) + "〕" * len(_CLOSE))
_NOTHING = str.maketrans("", "", WHITE)


class _Folds(dict[str, str]):
    def __missing__(self, char: str) -> str:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char).lower()).translate(_BRACKETS).translate(_NOTHING)
        self[char] = folded
        return folded


_FOLDS = _Folds()


def fold_text(text: str) -> str:
    """`text` character by character: NFKC, lower case, no white space, one bracket form."""
    return "".join(map(_FOLDS.__getitem__, text))


def fold_segments(segments: Iterable[Segment]) -> list[str]:
    """The folded texts in a row: joined, they are the whole folded text.

    Where one ends and the next begins with an ASCII letter or digit a border stays: 10 and 20 in two cells are not 1020.
    """
    folded: list[str] = []
    before = ""
    for segment in segments:
        own = fold_text(segment.text)
        if own and before and (segment.apart or (_is_figure(before) and _is_figure(own[0]))):
            own = BORDER + own
        folded.append(own)
        before = own[-1] if own else before
    return folded


def _is_figure(char: str) -> bool:
    return char.isascii() and char.isalnum()
