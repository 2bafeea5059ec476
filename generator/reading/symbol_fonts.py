"""The signs of fonts that have a code of their own (Symbol, Wingdings …), by font and code."""

from functools import cache
from pathlib import Path

import yaml

TABLE = Path(__file__).with_name("symbol_fonts.yml")
_PRIVATE = 0xF000       # where Word keeps the codes 00–FF of such a font


def is_symbol_font(font: str | None) -> bool:
    """True for a font whose codes do not mean the characters of Unicode."""
    return font in _load()


def sign_of(font: str, code: int) -> str | None:
    """The character printed for `code` (00–FF or F000–F0FF) of a symbol font; None where the table does not know it."""
    return _load().get(font, {}).get(code - _PRIVATE if code >= _PRIVATE else code)


@cache
def _load() -> dict[str, dict[int, str]]:
    data = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {font: {first + at: sign for first, signs in runs.items() for at, sign in enumerate(signs) if not sign.isspace()} for font, runs in data.items()}
