"""The noun of corrections (更正): what a later note says about something printed before."""

from dataclasses import dataclass

from generator.citations import Held
from generator.links import Place


@dataclass(frozen=True)
class Correction:
    """One correction, in the printed words of one or more paragraphs.

    `held` is the document corrected, where number or exact title tells it, and the issue named is the one that prints it;
    else None, with the ids of those that might be meant. `printed_in` are the words that name the issue, "" where none do.
    """

    place: Place
    issue: str          # id of the issue that prints the correction
    words: str
    printed_in: str
    held: Held | None
    candidates: tuple[str, ...]
