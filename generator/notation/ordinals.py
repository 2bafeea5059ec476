"""The ways a word processor or browser numbers paragraphs (ST_NumberFormat, ECMA-376 part 1, 17.18.59): value → sign."""

from collections.abc import Callable, Sequence

from generator.notation.numerals import format_numeral, format_year_digits

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEGAL = str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"


def format_ordinal(value: int, form: str) -> str | None:
    """The sign for `value` in the number format `form`; None where the format, or this value in it, is not known.

    The empty text is what the format "none" prints.
    """
    make = _FORMS.get(form)
    return make(value) if make is not None and 0 <= value <= 9999 else None


def _roman(value: int) -> str:
    out = ""
    for worth, sign in _ROMAN:
        out, value = out + sign * (value // worth), value % worth
    return out


def _letters(value: int) -> str | None:
    """a … z, aa, bb …: the letter is repeated, as Word does."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value >= 1 else None


def _one_of(signs: Sequence[str]) -> Callable[[int], str | None]:
    return lambda value: signs[value - 1] if 1 <= value <= len(signs) else None


def _cycle(signs: str) -> Callable[[int], str | None]:
    return lambda value: signs[(value - 1) % len(signs)] if value >= 1 else None


def _counting(value: int) -> str:
    """一 … 九十九, from a hundred on digit by digit: 一〇〇."""
    return format_numeral(value) if value < 100 else format_year_digits(value)


def _upper(make: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda value: (make(value) or "").upper() or None


def _full_width(value: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(value))


_FORMS: dict[str, Callable[[int], str | None]] = {
    "none": lambda value: "", "decimal": str, "decimalZero": lambda value: f"{value:02d}", "decimalHalfWidth": str,
    "001, 002, 003, ...": lambda value: f"{value:03d}", "0001, 0002, 0003, ...": lambda value: f"{value:04d}",
    "decimalFullWidth": _full_width, "decimalFullWidth2": _full_width,
    "numberInDash": lambda value: f"- {value} -", "lowerRoman": _roman, "upperRoman": _upper(_roman), "lowerLetter": _letters, "upperLetter": _upper(_letters),
    "chineseCounting": _counting, "chineseCountingThousand": format_numeral, "japaneseCounting": format_numeral, "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": format_numeral, "ideographDigital": format_year_digits, "japaneseDigitalTenThousand": format_year_digits,
    "taiwaneseDigital": format_year_digits, "chineseLegalSimplified": lambda value: format_numeral(value).translate(_LEGAL).replace("〇", "零"),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"), "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _one_of(_CIRCLED), "decimalEnclosedCircleChinese": _one_of(_CIRCLED),
    "decimalEnclosedParen": _one_of("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"), "decimalEnclosedFullstop": _one_of("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "ideographEnclosedCircle": _one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"), "ideographParenthesized": _one_of("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"),
    "ordinal": lambda value: f"{value}{'th' if 10 <= value % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}",
}
