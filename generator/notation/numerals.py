"""Chinese numerals: 十二, 二十, 一百零五, and digit by digit 二○一八."""

_DIGITS = {"〇": 0, "○": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN = "〇一二三四五六七八九"
# What is typed for 〇 between Chinese digits: a circle, zero, and the letter O of every width and alphabet.
_TYPED_FOR_ZERO = "◯０0OoＯｏΟО"
_AS_ZERO = str.maketrans(_TYPED_FOR_ZERO, "〇" * len(_TYPED_FOR_ZERO))

NUMERAL_CHARS = "".join(_DIGITS) + "".join(_UNITS)
# Every sign that stands in the year, month or day of a printed date, for the brackets of a pattern.
DATE_CHARS = "0-9０-９" + _HAN + "○零十" + _TYPED_FOR_ZERO.translate({ord(char): None for char in "0０"})


def parse_numeral(text: str) -> int | None:
    """The value of a Chinese or Arabic (half or full width) numeral, or None where `text` is not one as a whole."""
    if text and all("０" <= char <= "９" or "0" <= char <= "9" for char in text):
        return int(text)
    if any(char in _HAN[1:] for char in text):
        text = text.translate(_AS_ZERO)     # 二O一八, 二0一八
    if not text or any(char not in _DIGITS and char not in _UNITS for char in text):
        return None
    if not any(char in _UNITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    return _parse_with_units(text)


def _parse_with_units(text: str) -> int | None:
    total, digit, last_unit = 0, None, 10_000
    for char in text:
        if char in _DIGITS:
            if digit:
                return None  # 二三十 is a range, not a numeral
            digit = _DIGITS[char]
            continue
        unit = _UNITS[char]
        if unit >= last_unit or (digit == 0 and unit != 10):
            return None
        total += (1 if digit is None else digit) * unit
        digit, last_unit = None, unit
    return total + (digit or 0)


def format_numeral(value: int) -> str:
    """The usual Chinese form of 0 ≤ value ≤ 9999, so that `parse_numeral(format_numeral(n)) == n`."""
    if not 0 <= value <= 9999:
        raise ValueError(f"no Chinese numeral for {value}")
    if value < 10:
        return _HAN[value]
    out, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += ("零" if gap else "") + _HAN[digit] + sign
        gap = bool(out) and not digit and value > 0
    return out[1:] if out.startswith("一十") else out


def format_year_digits(year: int) -> str:
    """二〇一八: the digit-by-digit form of a year (GB/T 15835-2011, 4.2)."""
    return "".join(_HAN[int(digit)] for digit in str(year))
