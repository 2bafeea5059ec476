"""Figures as tables print them: 1234, 1,234.50, 31.8%, -29."""

import re
from decimal import Decimal

from generator.notation.folding import squeeze

_FIGURE = re.compile(r"[-－−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def parse_figure(text: str) -> Decimal | None:
    """The number `text` consists of; None where it is no plain number. A percentage is not a plain number: see `parse_percent`.

    (50) is None too: bulletins print targets beside the count in brackets, accountants print losses so.
    """
    plain = squeeze(text)
    if not _FIGURE.fullmatch(plain):
        return None
    return Decimal(plain.replace(",", "").replace("－", "-").replace("−", "-"))


def parse_percent(text: str) -> Decimal | None:
    """31.8 for 31.8% or 31.8％; None where `text` is no percentage."""
    plain = squeeze(text)
    return parse_figure(plain[:-1]) if plain[-1:] in ("%", "％") else None


def is_figure(text: str) -> bool:
    return parse_figure(text) is not None or parse_percent(text) is not None


def format_figure(value: Decimal) -> str:
    """Without trailing zeros behind the point."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
