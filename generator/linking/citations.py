"""Finds what the bulletin cites: numbers and 《titles》 in running text, resolved to what is held, with the relation the words state."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.authority.bundle import Authority
from generator.authority.layouts import Layouts
from generator.bulletin import Bulletin
from generator.citations import Citation, CitedKind, Relation
from generator.linking.cited_series import known_series, trim_series
from generator.linking.citing_habits import GAP, RelationWords, habits
from generator.linking.held import Cited, HeldIndex
from generator.linking.listings import Listing, is_number_beside_title, listed_works, listings_of
from generator.linking.paragraphs import Printed, of_chronicle, of_document, sentence_bounds
from generator.notation.folding import WHITE, squeeze
from generator.notation.numbers import DocumentNumber, PrintedNumber, find_numbers, find_orders
from generator.notation.titles import QuotedTitle, find_quoted_titles
from generator.records import Document, Issue, Role
from generator.store import Ask, AskedSet

_S = f"[{WHITE}]*"
_BRACKET = re.compile(f"{_S}[（(]{_S}")
_LIST_BEFORE = re.compile(f"(?:{GAP}(?:等|[、和及与]|以及)*)+$")
_LIST_BEHIND = re.compile(f"(?:(?:等|[、和及与]|以及)*{GAP})+")
_BETWEEN = "、，,；;和与及以"     # between the documents on one line of a list
_ANNEX_BEHIND = re.compile(f"{_S}[（(]{_S}(?:详?见)?{_S}附[件表录]")
_DAY_END = re.compile("[年月〇○零一二三四五六七八九十]*日(?=[\u4e00-\u9fff]{2})")
_ISSUER = re.compile("[\u4e00-\u9fff]{2,24}$")
_LIKELY_FROM = 40       # so many signs between the word and the citation leave a doubt


@dataclass(frozen=True)
class _Spot:
    """A title or number in a paragraph; `end` is behind the bracket that holds its number."""

    start: int
    end: int
    title: str | None
    number: DocumentNumber | None
    inside: bool = False


def find_citations(bulletin: Bulletin) -> tuple[Citation, ...]:
    """Every citation of the bulletin in the order of print, resolved as far as the words allow."""
    known = known_series(bulletin)
    index = HeldIndex(bulletin)

    def read(issue: Issue, ask: Ask) -> tuple[list[Citation], list[Citation]]:
        series, held = AskedSet("series", ask), index.asked_by(ask)
        return [citation for document in issue.documents for citation in _of_document(issue, document, bulletin.lists, series, held)], \
               [citation for printed in of_chronicle(issue) for citation in cite(printed, bulletin.lists, series, held)]

    readings = bulletin.each_asking("citations", read, lambda question: question[1] in known if question[0] == "series" else index.look(question))
    found = [citation for documents, _ in readings for citation in documents] + [citation for _, chronicle in readings for citation in chronicle]
    said = {(c.place.id, c.held.part) for c in found if c.held and c.held.own and c.relation and not c.in_title}
    # What the title publishes counts once, where the text says so too.
    return tuple(c for c in found if not (c.in_title and c.held and c.held.own and (c.place.id, c.held.part) in said))


def _of_document(issue: Issue, document: Document, authority: Authority, known: Set[str], index: HeldIndex) -> Iterator[Citation]:
    listed = listings_of(document)
    for printed in of_document(issue, document):
        yield from cite(printed, authority, known, index, listed.get(printed.element.anchor) if printed.element else None)


def cite(printed: Printed, authority: Authority, known: Set[str], index: HeldIndex, listing: Listing | None = None) -> Iterator[Citation]:
    """The citations of one paragraph; `listing` is what the list it stands in decides about the document it names first, and others
    that follow it with nothing but a comma between.
    """
    text = printed.text
    if "《" not in text and "〈" not in text and "号" not in text and listing is None:
        return
    spots = tuple(_spots(text, known, authority))
    if listing is not None:
        spots = _listed_spots(printed, spots, authority.layouts)
    outer = [spot for spot in spots if not spot.inside]
    listed = _first_run(text, outer)
    bounds = sentence_bounds(text)
    for spot in spots:
        begin, end = next(((a, b) for a, b in bounds if a <= spot.start < b), (0, len(text)))
        lead, tail = _with_gaps(text, begin, spot.start, outer), _with_gaps(text, spot.end, max(end, spot.end), outer)
        kind = habits().kind_of(spot.title, authority.layouts.words["title_ends"]) if spot.title else CitedKind.DOCUMENT
        issuer = None if spot.inside else _issuer_before(lead, authority)
        cited = Cited(spot.title, spot.number, issuer, kind, text[:spot.start].rstrip(WHITE).endswith("本"))
        held, candidates = index.resolve(cited, printed)
        citation = Citation(printed.place_at(spot.start), printed.title, spot.start, spot.end, text[spot.start:spot.end], spot.title, spot.number, kind, spot.inside,
                            issuer, text[begin:end].strip(WHITE), held, candidates, in_title=printed.role is Role.TITLE, is_annex=_ANNEX_BEHIND.match(text, spot.end) is not None,
                            date=printed.document.date if printed.document else None)
        if spot.inside and printed.role is not Role.TITLE:
            yield citation
        elif listing is not None and spot in listed:
            yield replace(citation, relation=listing.relation, evidence=listing.evidence)
        else:
            yield _related(citation, printed, lead, tail)


# ---------------------------------------------------------------- titles and numbers


def _spots(text: str, known: Set[str], authority: Authority) -> Iterator[_Spot]:
    """Titles with their numbers, and numbers that stand alone, by their place."""
    numbers: list[tuple[int, int, DocumentNumber]] = []
    for found in sorted([*find_numbers(text), *find_orders(text)], key=lambda item: item.start):
        if numbers and found.start < numbers[-1][1]:
            continue
        dated = _behind_date(text, found)
        series, skipped = trim_series(found.number.series[dated:], known, authority)
        skipped += dated
        numbers.append((found.start + skipped, found.end, replace(found.number, series=series)))
    titles = sorted((title for title in find_quoted_titles(text) if squeeze(title.title)), key=lambda title: title.start)
    spots, taken = [], set()
    for title in titles:
        number = _number_behind(text, title, numbers)
        if number:
            taken.add(number)
        end = _closed(text, number[1]) if number else title.end
        spots.append(_Spot(title.start, end, squeeze(title.title), number[2] if number else None, title.depth > 0))
    for item in numbers:
        inside = any(title.start < item[0] < title.end for title in titles)
        if item not in taken:
            spots.append(_Spot(item[0], item[1], None, item[2], inside))
    yield from sorted(spots, key=lambda spot: (spot.start, -spot.end))


def _behind_date(text: str, found: PrintedNumber) -> int:
    """How many signs at the front of a series are the end of a date: 2015年5月20日云府发〔2015〕20号公布."""
    match = _DAY_END.match(found.number.series)
    return match.end() if match and (len(match[0]) > 1 or text[found.start - 1:found.start].isdecimal()) else 0


def _listed_spots(printed: Printed, spots: tuple[_Spot, ...], layouts: Layouts) -> tuple[_Spot, ...]:
    """The spots of an item or cell of a list, where a title may stand without 《》 and its number in the next cell."""
    if spots and printed.table is None:
        return spots
    works = tuple(_Spot(work.start, work.end, work.title, work.number) for work in listed_works(printed, layouts))
    return works or (() if is_number_beside_title(printed) else spots)


def _first_run(text: str, outer: Sequence[_Spot]) -> tuple[_Spot, ...]:
    stop = next((i for i, (one, other) in enumerate(pairwise(outer), 1) if squeeze(text[one.end:other.start]).strip(_BETWEEN)), len(outer))
    return tuple(outer[:stop])


def _number_behind(text: str, title: QuotedTitle, numbers: Sequence[tuple[int, int, DocumentNumber]]) -> tuple[int, int, DocumentNumber] | None:
    """The number in the bracket right behind the title, 的通知 between them allowed."""
    between = habits().between.match(text, title.end)
    bracket = _BRACKET.match(text, between.end() if between else title.end)
    return next((number for number in numbers if bracket and number[0] == bracket.end()), None)


def _closed(text: str, end: int) -> int:
    """Behind the bracket that closes a number; brackets that hold more stay open."""
    match = re.compile(f"{_S}[）)]").match(text, end)
    return match.end() if match else end


def _with_gaps(text: str, begin: int, end: int, spots: Iterable[_Spot]) -> str:
    """text[begin:end] without blanks, each outer citation in it as ◇."""
    out, at = "", begin
    for spot in spots:
        if spot.start >= at and spot.end <= end:
            out += text[at:spot.start] + GAP
            at = spot.end
    return squeeze(out + text[at:end])


def _issuer_before(lead: str, authority: Authority) -> str | None:
    """The organ named right in front of a title: 省医改办《…》; None where the words there are no organ's name."""
    match = _ISSUER.search(lead)
    if match is None:
        return None
    words = match[0]
    cuts = [at for at in range(len(words) - 1) if at == 0 or words[:at].endswith(habits().before_series)]
    for at in sorted(cuts, reverse=True):
        name = words[at:].removesuffix("关于印发").removesuffix("印发").removesuffix("转发")
        if authority.organs.find(name) or (len(name) > 2 and authority.layouts.is_organ_name(name)):
            return name
    return None


# ---------------------------------------------------------------- relations


def _related(citation: Citation, printed: Printed, lead: str, tail: str) -> Citation:
    """The citation with its relation, where the words of the document state one. The chronicle tells what others do."""
    if printed.document is None or printed.document.is_correction:
        return citation     # 将第三条改为… corrects a misprint and amends nothing
    if citation.held is not None and citation.held.own:
        return _published(citation, lead, tail) if citation.held.part is None or _is_enclosure(printed, citation.held.part) else citation
    if citation.kind is CitedKind.OTHER and citation.number is None:
        return citation
    for words in habits().relations:
        evidence = read_relation(words, lead, tail)
        if evidence:
            between = evidence.replace(GAP, "").replace(citation.issuer or "", "")
            sure = len(between) < _LIKELY_FROM and words.relation is not Relation.IMPLEMENTS
            return replace(citation, relation=words.relation, evidence=_told(words, evidence), certainty="certain" if sure else "likely")
    return citation


def _told(words: RelationWords, evidence: str) -> str:
    """The evidence as shown: in a list of several the word alone, for what stands behind it belongs to the first of them."""
    if GAP not in evidence:
        return evidence
    match = words.lead.search(evidence.strip(GAP))
    return (match.groupdict().get("word") if match else None) or next(part for part in evidence.split(GAP) if part)


def _is_enclosure(printed: Printed, part: int) -> bool:
    return printed.document is not None and printed.document.parts[part].kind.name == "ENCLOSURE"


def _published(citation: Citation, lead: str, tail: str) -> Citation:
    """印发, 转发 or 批转 where the sentence that names the enclosure says so."""
    if lead.endswith("本"):
        return citation
    for words in habits().publishes:
        match = words.lead.search(lead + GAP + tail)
        if match:
            return replace(citation, relation=words.relation, evidence=match[0])
    return citation


def read_relation(words: RelationWords, lead: str, tail: str) -> str:
    """The words that make this relation around a citation; "" where they do not. Blanks are left out, other citations are ◇."""
    before = words.lead.search(lead if words.tail is None else _LIST_BEFORE.sub("", lead))
    if before is None or any(word in before[0] for word in habits().breaks) or any(word in re.split("[，。；]", tail)[0] for word in habits().breaks_behind):
        return ""
    if words.tail is None:
        return before[0]
    behind = words.tail.match(_LIST_BEHIND.sub("", tail, count=1) if _LIST_BEHIND.match(tail) else tail)
    if behind is None:
        return ""
    return (before[0][-8:] if words.tail.pattern == ".*" else behind[0]) or ""
