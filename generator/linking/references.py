"""What linking knows of a bulletin's citations and dates, worked out once for pages and data files."""

import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from generator.addresses import work_url
from generator.bulletin import Bulletin
from generator.citations import Citation, CitedKind, CitedWork
from generator.deadlines import DateThatMatters
from generator.linking.citations import find_citations
from generator.linking.deadlines import find_dates_that_matter
from generator.linking.held import title_key
from generator.links import Link, Place

_FEWEST_SIGNS = 8   # of a title by which two texts may cite one work


@dataclass(frozen=True)
class References:
    """`cited_by` are the citations of a document by others; `day` the stated day of validity."""

    citations: tuple[Citation, ...]
    dates: tuple[DateThatMatters, ...]
    day: datetime.date | None
    by_document: Mapping[str, tuple[Citation, ...]]
    cited_by: Mapping[str, tuple[Citation, ...]]
    dates_of: Mapping[str, tuple[DateThatMatters, ...]]
    works: tuple[CitedWork, ...]
    works_of: Mapping[str, tuple[CitedWork, ...]]   # what a document cites, its own parts left out


def find_references(bulletin: Bulletin, day: datetime.date | None) -> References:
    """The references of the bulletin; `day` is the stated day of validity."""
    citations, dates = find_citations(bulletin), find_dates_that_matter(bulletin)
    cited_by: dict[str, list[Citation]] = {}
    by_document: dict[str, list[Citation]] = {}
    dates_of: dict[str, list[DateThatMatters]] = {}
    for citation in citations:
        by_document.setdefault(citation.place.id, []).append(citation)
        if citation.held and not citation.held.own:
            cited_by.setdefault(citation.held.document, []).append(citation)
    for item in dates:
        dates_of.setdefault(item.place.id, []).append(item)
    works = tuple(sorted(_works(citations), key=_order))
    works_of: dict[str, list[CitedWork]] = {}
    for work in works:
        for id_ in dict.fromkeys(c.place.id for c in work.citations):
            works_of.setdefault(id_, []).append(work)
    return References(citations, dates, day, {key: tuple(value) for key, value in by_document.items()},
                      {key: tuple(value) for key, value in cited_by.items()}, {key: tuple(value) for key, value in dates_of.items()},
                      works, {key: tuple(value) for key, value in works_of.items()})


def _works(citations: Sequence[Citation]) -> Iterator[CitedWork]:
    """What is cited, each work once. A document's own enclosures and annexes are no entries.

    A title without a number is the work of that title with one, where there is only one such; a number without a title likewise.
    One number under two titles makes two works: offices of two places may count in one series.
    """
    cited = [c for c in citations if not (c.held and c.held.own) and not c.is_annex]
    groups: dict[str, list[Citation]] = {}
    titles: dict[str, set[str]] = {}    # printed with a number, and
    numbers: dict[str, set[str]] = {}   # numbers printed with a title
    for c in cited:
        if c.title and c.number and not c.held:
            titles.setdefault(str(c.number), set()).add(title_key(c.title))
            numbers.setdefault(title_key(c.title), set()).add(str(c.number))
    for c in cited:
        groups.setdefault(f"held {c.held.document}" if c.held else _key(c, titles, numbers), []).append(c)
    ids = {_id(key) for key in groups}
    for key, group in groups.items():
        named = next((c for c in group if c.title and c.number), None) or next((c for c in group if c.title), group[0])
        number = next((c.number for c in group if c.number), None)
        held = next((c.held for c in group if c.held), None)
        kind = CitedKind.LAW if any(c.kind is CitedKind.LAW for c in group) else named.kind
        former = dict.fromkeys(_id(f"{title_key(c.title or '')}|{c.number or ''}") for c in group)
        own = tuple(id_ for id_ in former if id_ not in ids)
        ids |= set(own)
        yield CitedWork(_id(key), named.title, number, kind, held, tuple(group), own)


def _id(key: str) -> str:
    return "c" + hashlib.sha256(key.encode()).hexdigest()[:10]


def _key(citation: Citation, titles: Mapping[str, set[str]], numbers: Mapping[str, set[str]]) -> str:
    title, number = title_key(citation.title or ""), str(citation.number or "")
    if not number and len(numbers.get(title, ())) == 1:
        number = next(iter(numbers[title]))
    if not title and len(titles.get(number, ())) == 1:
        title = next(iter(titles[number]))
    # 《实施细则》, 《政府工作报告》: such a name is another work in every text; a law's is not.
    own = f"|{citation.place.id}" if not number and citation.kind is not CitedKind.LAW and len(title) < _FEWEST_SIGNS else ""
    return f"{title}|{number}{own}"


def citation_links(references: References) -> Iterator[Link]:
    """A link for each citation of a public document or law, to its page or its entry on the page of citations; the sentence is the evidence.

    Its kind is the relation, "cites" where the words state none. Of a document's own parts only what it issues is linked.
    """
    works = {citation: work for work in references.works for citation in work.citations}
    for citation in references.citations:
        kind = citation.relation.value if citation.relation else "cites"
        if citation.held and (citation.relation or not citation.held.own):
            target = Place("document", citation.held.document, None, citation.held.url)
            yield Link(citation.place, target, kind, citation.sentence, citation.certainty)
        elif citation.held is None and (work := works.get(citation)) and work.kind is not CitedKind.OTHER:
            yield Link(citation.place, Place("work", work.id, None, work_url(work.id)), kind, citation.sentence, citation.certainty)


def _order(work: CitedWork) -> tuple[str, int, int, str]:
    """By series and number, then titles in the order of pinyin."""
    number = work.number
    return (number.series, number.year, number.serial, "") if number else ("\uffff", 0, 0, "".join(lazy_pinyin(work.title or "")))
