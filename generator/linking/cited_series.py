"""Cuts the words in front of a cited number off its series: 市委办海办发〔2017〕22号 is of the series 海办发."""

import re
from collections.abc import Set

from generator.authority.bundle import Authority
from generator.bulletin import Bulletin
from generator.linking.citing_habits import habits
from generator.linking.paragraphs import of_issue
from generator.notation.numbers import find_numbers
from generator.records import Issue

_FEWEST, _OPENING = 2, "（(〔[“"


def known_series(bulletin: Bulletin) -> frozenset[str]:
    """The series this bulletin keeps, those of its documents, and those printed right behind a bracket: （海办发〔2017〕73号）."""
    found = {entry.word for entry in bulletin.authority.series.entries}
    return frozenset(found.union(*bulletin.each("series", _printed_series)))


def _printed_series(issue: Issue) -> set[str]:
    found = {document.number.series for document in issue.documents if document.number}
    for printed in of_issue(issue):
        for item in find_numbers(printed.text) if "号" in printed.text else ():
            if printed.text[:item.start].endswith(tuple(_OPENING)) and not item.number.series.startswith(habits().before_series):
                found.add(item.number.series)
    return found


def trim_series(words: str, known: Set[str], authority: Authority) -> tuple[str, int]:
    """(series, how many signs in front of it are no part of it). A cut is made only behind a word that opens a citation or names an office.

    So 北海政发 is never read as 海政发, whatever is known.
    """
    cuts = [at for at in range(len(words) - _FEWEST + 1) if at == 0 or _may_cut(words[:at], authority)]
    for at in cuts:
        if words[at:] in known:
            return words[at:], at
    at = max(at for at in cuts if at == 0 or words[at] not in habits().never_begins)
    return words[at:], at


def _may_cut(before: str, authority: Authority) -> bool:
    if before.endswith(habits().before_series) or re.search(f"(?:{habits().office.pattern})$", before):
        return True
    return any(authority.organs.find(before[at:]) for at in range(len(before) - 1))
