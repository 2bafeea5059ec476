"""The report about a reading: what was read of each issue, the doubts that stand open, and those an editor has accepted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from generator.diagnostics import Code, Diagnostic, Severity, format_place
from generator.linking.doubts import find_linking_doubts
from generator.linking.knowledge import Knowledge
from generator.parsing.contents_check import compare_contents
from generator.publishing.explain import Fate, blocks_at, find_fates
from generator.reading.accepted_file import FILE_NAME, Acceptance, load_accepted
from generator.records import Issue
from generator.store import Ask

_CONTEXT = 2            # lines above and below a line in doubt that are shown with it


@dataclass(frozen=True)
class ContentsCheck:
    """The printed list of contents: how many entries it has, and how many of them were found in the body."""

    entries: int
    found: int


@dataclass(frozen=True)
class IssueRead:
    """What was read of an issue. `new_people` and `new_organs` are those that no earlier issue read here names."""

    issue: Issue
    lines: int                  # of its source
    sections: tuple[tuple[str, int], ...]
    tables: int
    changes: int
    people: int
    new_people: int
    organs: int
    new_organs: int
    characters: int             # visible ones of the source
    is_whole: bool              # every one of them stands in exactly one record
    contents: ContentsCheck | None


@dataclass(frozen=True)
class Group:
    """The doubts of one kind."""

    code: Code
    doubts: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Print:
    """A line of a source with those around it, as (number, text), and what became of it."""

    lines: tuple[tuple[int, str], ...]
    fates: tuple[Fate, ...]


@dataclass(frozen=True)
class Report:
    """`doubts` are open, the most serious first, those of a kind together; `accepted` are silent, each with its entry."""

    issues: tuple[IssueRead, ...]
    doubts: tuple[Diagnostic, ...]
    accepted: tuple[tuple[Diagnostic, Acceptance], ...]
    prints: Mapping[tuple[str, int], Print]

    def groups(self) -> tuple[Group, ...]:
        return tuple(Group(code, tuple(found)) for code, found in groupby(self.doubts, key=lambda doubt: doubt.code))


def make_report(project: Path, known: Knowledge, diagnostics: Sequence[Diagnostic], is_whole: bool) -> Report:
    """The report on `known` and what was found while it was read.

    `is_whole` where all issues were read: only then can it be said that an entry of accepted.yml no longer applies.
    """
    found = [*diagnostics, *find_linking_doubts(known, is_whole)]
    doubts: list[Diagnostic] = []
    accepted: list[tuple[Diagnostic, Acceptance]] = []
    folders = [issue.meta.path.removesuffix("issue.yml") for issue in known.bulletin.issues]
    for folder in folders:
        own = [doubt for doubt in found if doubt.path.startswith(folder)]
        found = [doubt for doubt in found if not doubt.path.startswith(folder)]
        entries, faults = load_accepted(project / folder / FILE_NAME, folder + FILE_NAME)
        silent, idle = silence(own, entries)
        accepted += silent
        doubts += [doubt for doubt in own if all(doubt is not other for other, _ in silent)]
        doubts += [*faults, *(idle if is_whole else ())]
    doubts += found
    counts = _count(known)
    owns = known.bulletin.each("report", lambda issue: _own(issue, known))
    issues = tuple(_read(known, issue, own, doubts, counts) for issue, own in zip(known.bulletin.issues, owns, strict=True))
    prints = _prints(known, [*doubts, *(doubt for doubt, _ in accepted)])
    return Report(issues, tuple(sorted(doubts, key=_weight)), tuple(accepted), prints)


def _prints(known: Knowledge, doubts: Sequence[Diagnostic]) -> dict[tuple[str, int], Print]:
    """The print at every line of a source that is in doubt, by the path of the source and the line."""
    numbers: dict[str, set[int]] = {}
    for doubt in doubts:
        if doubt.line is not None:
            numbers.setdefault(doubt.path, set()).add(doubt.line)
    found: dict[tuple[str, int], Print] = {}
    for issue in known.bulletin.issues:
        path = issue.source.path
        asked = tuple(sorted(numbers.get(path, ())))

        def make(ask: Ask, issue: Issue = issue) -> dict[int, Print]:
            return {number: _print_at(issue, number) for number in ask(("lines",))}

        own = known.bulletin.asking("lines in doubt", issue, make, lambda _, asked=asked: asked)  # type: ignore[misc]
        found |= {(path, number): item for number, item in own.items()}
    return found


def lines_around(number: int, count: int) -> range:
    """The numbers of the lines shown with a line in doubt, of a file of `count` lines."""
    return range(max(1, number - _CONTEXT), min(count, number + _CONTEXT) + 1)


def _print_at(issue: Issue, number: int) -> Print:
    lines = issue.source.lines
    return Print(tuple((n, lines[n - 1].text) for n in lines_around(number, len(lines))), tuple(fate for block in blocks_at(issue, number) for fate in find_fates(issue, block)))


def silence(doubts: Sequence[Diagnostic], entries: Sequence[Acceptance]) -> tuple[list[tuple[Diagnostic, Acceptance]], list[Diagnostic]]:
    """The doubts that an entry silences, each with it; and a notice for each entry that silences none.

    An entry silences one doubt: among several of the same words the one of its line. Where that does not tell, none.
    """
    left = list(doubts)
    silent, idle = [], []
    for entry in entries:
        fitting = [doubt for doubt in left if entry.fits(doubt)]
        at_line = [doubt for doubt in fitting if doubt.line == entry.line]
        chosen = at_line[0] if at_line else fitting[0] if len(fitting) == 1 else None
        if chosen is None:
            idle.append(_idle(entry, fitting))
        else:
            left = [doubt for doubt in left if doubt is not chosen]
            silent.append((chosen, entry))
    return silent, idle


def _idle(entry: Acceptance, fitting: Sequence[Diagnostic]) -> Diagnostic:
    if fitting:
        lines = "、".join(format_place(doubt.path, doubt.line) for doubt in fitting)
        return Diagnostic(Code.ACCEPTED_UNUSED, entry.path, entry.place, f"这一条分不清是几处中的哪一处（{lines}）。", words=entry.words,
                          done="一处也没有认可。", advice="请写上 line，每处各写一条。")
    return Diagnostic(Code.ACCEPTED_UNUSED, entry.path, entry.place, f"已经没有“{entry.code.label}”这个疑点了。", words=entry.words, done="这一条没有用到。",
                      advice="请核对 words 是否照抄；疑点已经解决的，删去这一条。")


def _weight(doubt: Diagnostic) -> tuple[int, int, str, int]:
    return (-doubt.severity, list(Code).index(doubt.code), doubt.path, doubt.line or 0)


@dataclass(frozen=True)
class _Counts:
    """For each issue by its id: how many changes it prints, how many people and organs it names, how many of them no earlier one names."""

    changes: Counter[str]
    people: Counter[str]
    new_people: Counter[str]
    organs: Counter[str]
    new_organs: Counter[str]


def _count(known: Knowledge) -> _Counts:
    issue_of = {record: issue.meta.id for issue in known.bulletin.issues for document in issue.documents
                for record in (document.id, *(table.id for table in document.tables))}
    issue_of |= {entry.id: issue.meta.id for issue in known.bulletin.issues for entry in issue.chronicle}
    organs: dict[str, dict[str, None]] = {}
    for mention in known.organs.mentions:
        organs.setdefault(mention.organ, {})[issue_of[mention.record]] = None
    people = [dict.fromkeys(mention.issue for mention in person.mentions) for person in known.people.persons]
    return _Counts(Counter(entry.issue.meta.id for entry in known.ledger), *_named(people), *_named(list(organs.values())))


def _named(places: Sequence[Mapping[str, None]]) -> tuple[Counter[str], Counter[str]]:
    """`places` are the issues that name somebody, in order of print, for each of them."""
    return Counter(issue for found in places for issue in found), Counter(next(iter(found)) for found in places)


@dataclass(frozen=True)
class _Own:
    """What the report says of an issue by itself."""

    lines: int
    characters: int
    contents: ContentsCheck | None


def _own(issue: Issue, known: Knowledge) -> _Own:
    listed = compare_contents(issue, known.bulletin.authority.layouts)      # layouts.yml decides how an issue is read, so its key stands for it
    contents = ContentsCheck(len(listed), sum(entry.document is not None or entry.is_other for entry in listed)) if listed else None
    return _Own(len(issue.source.lines), sum(not char.isspace() for line in issue.source.lines for char in line.text), contents)


def _read(known: Knowledge, issue: Issue, own: _Own, doubts: Sequence[Diagnostic], counts: _Counts) -> IssueRead:
    sections = Counter(document.section or "无栏目" for document in issue.documents)
    lost = any(doubt.code is Code.LOST_TEXT and doubt.path == issue.source.path for doubt in doubts)
    name = issue.meta.id
    return IssueRead(issue, own.lines, tuple(sections.items()), sum(len(document.tables) for document in issue.documents), counts.changes[name],
                     counts.people[name], counts.new_people[name], counts.organs[name], counts.new_organs[name], own.characters, not lost, own.contents)


def count_by_severity(doubts: Sequence[Diagnostic]) -> dict[Severity, int]:
    """How many of each severity, all three always present, the most serious first."""
    return {level: sum(doubt.severity is level for doubt in doubts) for level in sorted(Severity, reverse=True)}
