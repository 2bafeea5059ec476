"""Doubts about what is counted: issues of a bulletin, their whole numbers (总第N期), the numbers of a series within a year."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.bulletin import Bulletin
from generator.diagnostics import Code, Diagnostic
from generator.notation.folding import squeeze
from generator.records import Document, Issue, Paragraph

_WHOLE = re.compile(r"总第([0-9]{1,5})期")
_FEWEST = 5             # numbers of a series in a year from which its gaps mean something
_MOSTLY = 0.8           # share of the numbers up to the highest that the bulletin must print, or it prints a choice of them only
_FAR = 10               # a number so far above the next lower one is more likely a misprint than the end of a gap


def find_number_doubts(issue: Issue) -> Iterator[Diagnostic]:
    """What is printed and does not agree within one issue: its whole number with issue.yml, the years of numbers and dates."""
    yield from _printed_whole_number(issue)
    yield from _other_year(issue)


def find_sequence_doubts(bulletin: Bulletin) -> Iterator[Diagnostic]:
    """What is missing between issues and between numbers, or out of order."""
    issues = sorted(bulletin.issues, key=lambda issue: issue.meta.id)
    for before, after in pairwise(issues):
        yield from _between(before, after, bulletin.authority.site.issues_per_year)
    yield from _numbers(bulletin)


# ---------------------------------------------------------------- issues


def _printed_whole_number(issue: Issue) -> Iterator[Diagnostic]:
    """The whole number on the cover or in the imprint, where issue.yml has another or none."""
    for remainder in issue.remainders:
        block = remainder.block
        match = _WHOLE.search(squeeze(block.text)) if isinstance(block, Paragraph) and remainder.kind in ("卷首", "版权页", "说明") else None
        if match and int(match[1]) != issue.meta.whole_number:
            kept = "没有写" if issue.meta.whole_number is None else f"写作 {issue.meta.whole_number}"
            yield Diagnostic(Code.WHOLE_NUMBER, issue.source.path, block.first_line, f"印本是总第{match[1]}期，issue.yml 里{kept}。", words=match[0],
                             done="总期号按 issue.yml。", advice=f"请核对印本；印本无误，在 issue.yml 里写：whole_number: {match[1]}")
            return


def _between(before: Issue, after: Issue, issues_per_year: int) -> Iterator[Diagnostic]:
    one, other = before.meta, after.meta
    missing = (other.year - one.year) * issues_per_year + other.number - one.number - 1
    names = f"{one.year}年第{one.number}期和{other.year}年第{other.number}期"
    if missing > 0:
        yield Diagnostic(Code.ISSUE_GAP, other.path, None, f"{names}之间缺 {missing} 期。", words=other.id, done="照已收的期次发布。",
                         advice="请用 gongbao new 补收；每年期数不对的，改 site_config/site.yml 的 issues_per_year。")
    if one.whole_number is None or other.whole_number is None:
        return
    step = other.whole_number - one.whole_number
    if step <= 0 or (missing <= 0 and step != 1):
        yield Diagnostic(Code.WHOLE_NUMBER, other.path, None, f"{names}的总期号是 {one.whole_number} 和 {other.whole_number}，不相连。",
                         words=f"whole_number: {other.whole_number}", done="照 issue.yml 显示。", advice="请核对两期印本的总期号；印本如此则无需处理。")


# ---------------------------------------------------------------- numbers


def _other_year(issue: Issue) -> Iterator[Diagnostic]:
    """A number of one year on a document of another. What is decided in December may get its number in January (海政干〔2018〕1号)."""
    for document in issue.documents:
        if document.number is None or not document.number.year or document.date is None:
            continue
        if document.number.year not in (document.date.year, document.date.year + (document.date.month == 12)):
            yield Diagnostic(Code.NUMBER_ODD, issue.source.path, document.first_line,
                             f"{document.number} 的成文日期是 {document.date.isoformat()}，与文号的年份不同。", words=str(document.number),
                             done="两样都照印本。", advice="请核对印本；印错的在 issue.yml 的 corrections 里更正。")


def _numbers(bulletin: Bulletin) -> Iterator[Diagnostic]:
    found: dict[tuple[str, str, int], dict[int, tuple[Issue, Document]]] = {}
    for issue, document in bulletin.documents():
        number = document.number
        if number is not None and number.year:
            found.setdefault((document.issuer or "", number.series, number.year), {}).setdefault(number.serial, (issue, document))
    for (_, series, year), places in found.items():
        yield from _series(f"{series}〔{year}〕", places)


def _series(name: str, places: dict[int, tuple[Issue, Document]]) -> Iterator[Diagnostic]:
    """Gaps below the highest number, and a highest number far above all others; nothing where the bulletin prints a choice only."""
    serials = sorted(places)
    if len(serials) > _FEWEST and serials[-1] - serials[-2] > _FAR and _is_complete(serials[:-1]):
        issue, document = places[serials.pop()]
        yield Diagnostic(Code.NUMBER_ODD, issue.source.path, document.first_line, f"{document.number} 远在同一系列的其他文号（到 {serials[-1]} 号）之后。",
                         words=str(document.number), done="照印本。", advice="请核对印本；印错的在 issue.yml 的 corrections 里更正。")
    if len(serials) < _FEWEST or not _is_complete(serials):
        return
    for low, high in pairwise((0, *serials)):
        if high - low > 1:
            issue, document = places[high]
            gone = f"{low + 1}号" if high - low == 2 else f"{low + 1}–{high - 1}号"
            yield Diagnostic(Code.NUMBER_GAP, issue.source.path, document.first_line, f"{name}{gone}没有刊登，前后各号都有。", words=str(document.number),
                             done="照已收的公文发布。", advice="请核对是否漏登、文号印错，或登在没有收的一期里；不登的无需处理。")


def _is_complete(serials: Sequence[int]) -> bool:
    return len(serials) >= _MOSTLY * serials[-1]
