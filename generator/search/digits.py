"""Whole numbers as printable text that stands in a script as it is, and that a browser reads faster than it could decode base64.

A digit is one of 92 characters: the first 46 end a number, the others say that more follows, least significant first.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import sub

ALPHABET = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\')
BASE = len(ALPHABET) // 2


_SHORT: list[str] = [*ALPHABET[:BASE], *(ALPHABET[BASE + low] + ALPHABET[high] for high in range(1, BASE) for low in range(BASE))]      # of one and two digits
_CONTINUED: list[str] = [ALPHABET[BASE + low] + ALPHABET[BASE + high] for high in range(BASE) for low in range(BASE)]     # two digits that more follow


def encode(value: int) -> str:
    """The digits of `value`, which is not negative."""
    if value < len(_SHORT):
        return _SHORT[value]
    high, low = divmod(value, len(_CONTINUED))
    return _CONTINUED[low] + encode(high)


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
