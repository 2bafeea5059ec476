"""Finds the words for who must act by a date: in front of the date, behind 责任单位：, or in the table's column of that name."""

import re
from collections.abc import Sequence
from functools import cache

from generator.authority.organs import OrganList
from generator.grid import Record
from generator.linking.date_habits import alternatives, date_habits
from generator.linking.paragraphs import Printed
from generator.notation.enumeration import parse_enumerator
from generator.notation.folding import squeeze

_CLAUSE = re.compile("[，,；;。：:！？\n]")
_SPLIT = re.compile("[、，,/\n 　]|和(?=各)")
_LONGEST = 28       # a name of more signs is a sentence


def find_actor(printed: Printed, begin: int, at: int, organs: OrganList) -> tuple[str | None, str]:
    """(the printed words for who acts by the date at offset `at` of the sentence that starts at `begin`, where they stand if not in front of it)."""
    clauses = _clauses(printed.text[begin:at])
    own = _subject(clauses[-1], organs) if clauses else None
    if own:
        return own, ""
    in_row = responsible_in_row(printed)
    if in_row:
        return in_row
    for clause in reversed(clauses[:-1]):
        found = _subject(clause, organs)
        if found:
            return found, ""
    label = date_habits().responsible_label.search(printed.text, at)
    if label:
        return squeeze(label["list"]), label[0].partition("：")[0] if "：" in label[0] else "责任单位"
    opening = _clauses(printed.text[:begin])
    first = _leading(opening[0], organs) if opening else None
    return (first, "本段开头") if first else (None, "")


def organ_ids(by: str | None, organs: OrganList) -> tuple[str, ...]:
    """The organs named exactly by the items of a list; collectives and unknown names give none."""
    found = [organs.find(item.strip().removesuffix("等")) for item in _SPLIT.split(by or "") if item.strip()]
    return tuple(dict.fromkeys(organ.id for organ in found if organ is not None))


def _clauses(text: str) -> list[str]:
    """The clauses in front of the date, without enumerations; the last one is cut off by the date."""
    enumerator = parse_enumerator(text)
    return [squeeze(part) for part in _CLAUSE.split(text[enumerator.end:] if enumerator and enumerator.end < len(text) else text)]


def _subject(clause: str, organs: OrganList) -> str | None:
    """Who the clause is about: what stands in front of its first modal verb, if that ends in, or opens with, the name of an actor."""
    modal = date_habits().modals.search(clause)
    return _ending(clause[:modal.start()] if modal else clause, organs) or _leading(clause, organs)


def _ending(words: str, organs: OrganList) -> str | None:
    """The name the words end with: a collective, an organ of the list, or the whole where it has the shape of a name."""
    if not words:
        return None
    collective = _collective_end().search(words)
    if collective:      # 任务已入库的区镇: what tells which ones belongs to it
        return words if words[:collective.start()].endswith("的") and len(words) <= _LONGEST else collective[0]
    longest = next((words[at:] for at in range(len(words) - 1) if organs.find(words[at:])), None)
    whole = words if len(words) <= _LONGEST and _name().fullmatch(words) else None
    return whole or longest


def _leading(clause: str, organs: OrganList) -> str | None:
    """The organ or collective a clause opens with, where words follow that say what it does."""
    clause = squeeze(clause)
    collective = _collective_start().match(clause)
    if collective:
        return collective[0]
    longest = next((clause[:end] for end in range(min(len(clause), _LONGEST), 2, -1) if organs.find(clause[:end])), None)
    return longest if longest and len(longest) < len(clause) else None


@cache
def _collective_end() -> re.Pattern[str]:
    return re.compile(f"(?:(?:{date_habits().collectives})(?:、|和|及)?)*各?(?:有关|相关)?(?:{date_habits().collectives})$")


@cache
def _collective_start() -> re.Pattern[str]:
    words = date_habits().collectives.removeprefix("各?")
    return re.compile(f"各(?:{words})(?:(?:、|和|及)各?(?:{words}))*")


@cache
def _name() -> re.Pattern[str]:
    """A name in shape: no verb of duty, only Chinese signs and brackets, an ending of an actor."""
    return re.compile(f"[\u4e00-\u9fff（）()、]{{1,{_LONGEST}}}(?:{alternatives(date_habits().actor_ends)})")


# ---------------------------------------------------------------- tables


def responsible_in_row(printed: Printed) -> tuple[str, str] | None:
    """The names in the table row's column 责任单位 and its kin, and that column's name."""
    if printed.reading is None or printed.table is None:
        return None
    record, column = printed.reading
    return _responsible(record, printed.table.grid.columns, column)


def _responsible(record: Record, columns: Sequence[str], own: int) -> tuple[str, str] | None:
    for name in date_habits().responsible_columns:
        for index, value in enumerate(record.values[:len(columns)]):
            if index != own and squeeze(columns[index].rpartition(" / ")[2]) == name and value.items:
                return "、".join(squeeze(item) for item in value.items), name
    return None
