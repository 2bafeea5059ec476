"""The ledger of appointments: every personnel change of all issues in order of print, and who moved from where to where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.appointments import Move, PersonnelChange
from generator.bulletin import Bulletin
from generator.parsing.personnel import find_changes
from generator.records import Document, Issue

COLUMNS = ("日期", "姓名", "任免", "机构", "职务", "备注", "文号")


@dataclass(frozen=True)
class LedgerEntry:
    """A personnel change with the document and issue that print it."""

    issue: Issue
    document: Document
    change: PersonnelChange

    def cells(self) -> tuple[str, ...]:
        """What the ledger says in each of `COLUMNS`; "" where nothing is known."""
        change = self.change
        return (change.date.isoformat() if change.date else "", change.person, change.action.shown, change.organ_full or change.organ or "", change.post,
                "；".join(filter(None, (change.probation, change.note))), str(self.document.number or ""))


def find_ledger(bulletin: Bulletin) -> tuple[LedgerEntry, ...]:
    """Every change of the bulletin, issue by issue, in order of print."""
    return tuple(LedgerEntry(issue, document, change) for issue, document in bulletin.documents() if document.personnel for change in document.personnel.changes)


def find_moves(bulletin: Bulletin) -> Iterator[tuple[Issue, Move]]:
    """Who leaves a post and takes up another in one issue, in the order in which they are named first.

    A sentence that says both is a move by itself; only where there is none are the sentences about one name put together.
    """
    for issue in bulletin.issues:
        by_person: dict[str, list[PersonnelChange]] = {}
        for change in find_changes(issue):
            by_person.setdefault(change.person, []).append(change)
        for person, changes in by_person.items():
            sentences: dict[object, list[PersonnelChange]] = {}
            for change in changes:
                sentences.setdefault((change.document, change.wording), []).append(change)
            told = [move for group in sentences.values() if (move := _move(person, group, is_certain=True))]
            supposed = _move(person, changes, is_certain=False) if not told else None
            yield from ((issue, move) for move in (*told, *([supposed] if supposed else [])))


def _move(person: str, changes: Sequence[PersonnelChange], is_certain: bool) -> Move | None:
    left = tuple(change for change in changes if change.action.is_end)
    taken = tuple(change for change in changes if change.action.is_beginning)
    return Move(person, left, taken, is_certain) if left and taken else None
