"""Finds the signature (署名) and date (成文日期) of a document (GB/T 9704-2012, 7.3.5)."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.authority.bundle import Authority
from generator.notation.dates import PrintedDate, find_dates, parse_date_line
from generator.notation.folding import WHITE, squeeze
from generator.parsing.titles import is_government
from generator.records import Content, Paragraph, Role

_SEAL = re.compile(f"[{WHITE}]*[（(][{WHITE}]*(?:印章|盖章|公章|代章|章|印)[{WHITE}]*[）)][{WHITE}]*$")


@dataclass
class Signing:
    """Signature and date of a document; `roles` are the roles of the blocks (by index) that print them."""

    signatures: list[str] = field(default_factory=list)
    date: datetime.date | None = None
    date_line: int | None = None
    date_printed: str | None = None     # its words, with the brackets around it where it has a line of its own; `date` is None where no such day exists
    roles: dict[int, Role] = field(default_factory=dict)


def find_signing(items: Sequence[Content], issuer: str | None, authority: Authority, below_title: bool = False) -> Signing:
    """The first signature with its date; else the issuer's name alone; else a date alone; else, `below_title`,
    organs on the first line, as reports print them that bear no number. Empty where none is printed.

    A text that is forwarded brings its own signature; it stands behind that of the document.
    """
    for index, item in enumerate(items):
        dated = _date_of(item, authority)
        if dated is None:
            continue
        date, own_signature = dated
        before = [] if own_signature else _signatures_above(items, index, authority)
        if not own_signature and not before:
            continue
        signing = Signing([own_signature] if own_signature else [name for i in before for name in _names(items[i], authority)])
        signing.roles = dict.fromkeys(before, Role.SIGNATURE) | {index: Role.SIGNATURE if own_signature else Role.DATE}
        return _with_date(signing, date, item)
    return _half_signing(items, issuer, authority, below_title)


def _names(item: Content, authority: Authority) -> tuple[str, ...]:
    """The signatures of one line: those of a joint document stand side by side."""
    text = _without_seal(_text(item))
    return authority.layouts.organ_names(text) or (squeeze(text),)


def _without_seal(text: str) -> str:
    """The signature without the word that stands for its seal: 云州市人民政府（印章）."""
    return _SEAL.sub("", text)


def _half_signing(items: Sequence[Content], issuer: str | None, authority: Authority, below_title: bool) -> Signing:
    for index, item in enumerate(items):
        text = squeeze(_text(item))
        if text and (text == issuer or ("人民政府" in text and authority.layouts.is_organ_name(text))) and _stands_alone(items, index, authority):
            return Signing([text], roles={index: Role.SIGNATURE})
    for index, item in enumerate(items):
        date = parse_date_line(_text(item)) if isinstance(item, Paragraph) else None
        if date is not None:
            return _with_date(Signing(roles={index: Role.DATE}), date, item)
    if below_title and len(items) > 1 and authority.layouts.organ_names(_text(items[0])):
        return Signing(list(authority.layouts.organ_names(_text(items[0]))), roles={0: Role.SIGNATURE})
    return Signing()


def _stands_alone(items: Sequence[Content], index: int, authority: Authority) -> bool:
    """Not a line in a list of organs."""
    around = [items[i] for i in (index - 1, index + 1) if 0 <= i < len(items)]
    return not any(authority.layouts.is_organ_name(_text(item)) for item in around)


def _with_date(signing: Signing, date: PrintedDate, item: Content) -> Signing:
    signing.date = date.date
    signing.date_line = item.first_line
    signing.date_printed = _text(item) if parse_date_line(_text(item)) else date.printed
    return signing


def _date_of(item: Content, authority: Authority) -> tuple[PrintedDate, str | None] | None:
    """The date of a line that holds nothing else, or nothing but a signature before it."""
    if not isinstance(item, Paragraph):
        return None
    date = parse_date_line(item.text)
    if date is not None:
        return date, None
    found = list(find_dates(item.text))
    if len(found) == 1 and not item.text[found[0].end:].strip():
        name = squeeze(item.text[:found[0].start])
        if name and authority.layouts.is_organ_name(name) and is_government(name, authority):
            return found[0], name
    return None


def _signatures_above(items: Sequence[Content], index: int, authority: Authority) -> list[int]:
    above: list[int] = []
    for place in range(index - 1, -1, -1):
        text = _without_seal(_text(items[place]))
        if not text or not (authority.layouts.organ_names(text) or authority.layouts.is_signing_person(text)):
            break
        above.append(place)
    return sorted(above)


def _text(item: Content) -> str:
    return item.text if isinstance(item, Paragraph) else ""
