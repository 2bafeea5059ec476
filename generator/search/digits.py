"""Whole numbers as printable text that stands in a script as it is, and that a browser reads faster than it could decode base64.

A digit is one of 92 characters: the first 46 end a number, the others say that more follows, least significant first.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import sub

ALPHABET = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\')
BASE = len(ALPHABET) // 2


def encode(value: int) -> str:
    """The digits of `value`, which is not negative."""
    if value < BASE:
        return ALPHABET[value]
    digits = []
    while value >= BASE:
        value, digit = divmod(value, BASE)
        digits.append(ALPHABET[BASE + digit])
    return "".join(digits) + ALPHABET[value]


class _Digits(dict[int, str]):
    """The digits of numbers met before: most steps are small and come again and again."""

    def __missing__(self, value: int) -> str:
        digits = encode(value)
        if value < BASE ** 3:
            self[value] = digits
        return digits


_DIGITS = _Digits()


def encode_all(values: Iterable[int]) -> str:
    """The numbers one after the other."""
    return "".join(map(_DIGITS.__getitem__, values))    # millions of numbers: no call of Python for each


def differences(values: Sequence[int]) -> Iterator[int]:
    """A rising row as its first value and the steps to each following one."""
    return map(sub, values, chain((0,), values))


def zigzag(value: int) -> int:
    """A number of either sign as one that is not negative: 0, -1, 1, -2 become 0, 1, 2, 3."""
    return value * 2 if value >= 0 else -value * 2 - 1
