"""Reads one document from the blocks between its title and the next: its facts, its parts, the role of every block."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.authority.bundle import Authority
from generator.authority.series import document_slug, pinyin_slug
from generator.notation.folding import squeeze
from generator.notation.numbers import ORDER_KINDS, DocumentNumber, parse_numbers_line
from generator.parsing.contents import split_page
from generator.parsing.headings import Numbered, read_headings
from generator.parsing.heads import NumberHead
from generator.parsing.parts import Marked, PartDraft, PartReader
from generator.parsing.signing import Signing, find_signing
from generator.parsing.tables import collect_tables
from generator.parsing.titles import count_addressee_lines
from generator.records import (
    Content,
    Document,
    Element,
    Paragraph,
    Part,
    PartKind,
    Role,
    TableBlock,
)

CORRECTION_RULE = "更正的标题"
_FORWARDING = ("转发", "批转")


@dataclass(frozen=True)
class DocumentSpan:
    """Where a document stands among the blocks of an issue; indexes, `stop` exclusive. `title` may be empty."""

    start: int
    stop: int
    title: range
    number: NumberHead | None
    section: str | None
    title_rule: str
    issue_id: str       # 2018-01


@dataclass(frozen=True)
class Reading:
    """A parsed document and what the doubts need to know of how it was read."""

    document: Document
    signing: Signing
    jumps: tuple[Paragraph, ...]
    opening: str        # the first line of the title, with the blanks between the organs of a joint document


def parse_document(items: Sequence[Content], span: DocumentSpan, authority: Authority, terms: frozenset[str]) -> Reading:
    """The document in `items[span.start:span.stop]`. Every block becomes exactly one element, in order."""
    head = _head(items, span)
    body_from = span.start + len(head)
    title = "".join(squeeze(_text(items[i])) for i in span.title) or None
    sent_to = items[body_from:body_from + count_addressee_lines(items, body_from, span.stop, authority.layouts)]
    head += [Marked(0, Role.ADDRESSEES, "主送机关")] * len(sent_to)
    rest = items[span.start + len(head):span.stop]
    number = full_number(span.number.number, title, find_signing(rest, None, authority), authority) if span.number else None
    series = authority.series.resolve(number.series) if number else None
    signing = find_signing(rest, series.issuer if series else None, authority, below_title=number is None and not sent_to)
    reader = PartReader(rest, signing.roles, title, authority.layouts)
    marks = [*head, *reader.read()]
    blocks = items[span.start:span.stop]
    elements, jumps = _elements(blocks, marks, reader.parts)
    parts = tuple(_part(draft, index, elements, reader.parts) for index, draft in enumerate(reader.parts))
    if title is None and number and number.series.endswith(ORDER_KINDS):
        title = next((part.title for part in parts[1:]), None) or number.series     # an order (令) is known by the name of what it puts into force
    opening = _text(items[span.title[0]]) if span.title else ""
    issuer, issuer_source = _issuer(signing, series.issuer if series else None, title, opening, authority)
    is_correction = title is not None and authority.layouts.is_correction(title.removeprefix(authority.layouts.title_issuer(title) or ""))
    document_id = document_slug(number, series) if number and series else _unnumbered_id(title, blocks[0].first_line, span.issue_id)
    if is_correction and number is None:
        document_id = f"gz-{span.issue_id}"     # every correction may bear the same title: 更正
    document = Document(
        id=document_id, section=span.section, number=number, further_numbers=span.number.further if span.number else (),
        number_printed=_number_printed(items, span.number.at) if span.number else None,
        title=title, issuer=issuer, issuer_source=issuer_source, signatures=tuple(signing.signatures), date=signing.date,
        addressees=_split_addressees(sent_to), forwarded_from=_forwarded_from(title, parts, authority),
        parts=parts, elements=elements, tables=collect_tables(document_id, elements, parts, authority.layouts, terms),
        first_line=blocks[0].first_line, last_line=blocks[-1].last_line, is_correction=is_correction)
    return Reading(document, signing, jumps, opening)


def _number_printed(items: Sequence[Content], at: range) -> str:
    lines = [_text(items[index]) for index in at]
    return "、".join(map(squeeze, lines)) if all(map(parse_numbers_line, lines)) else squeeze("".join(lines))


def full_number(number: DocumentNumber, title: str | None, signing: Signing, authority: Authority) -> DocumentNumber:
    """The number of a bare 公告〔2018〕1号 with its issuer before it: every organ counts its own."""
    if number.series not in ORDER_KINDS:
        return number
    organs = [name for name in signing.signatures if authority.layouts.is_organ_name(name)]
    issuer = (authority.layouts.title_issuer(title) if title else None) or next(iter(organs), None)
    return replace(number, series=(issuer or "") + number.series)


def _head(items: Sequence[Content], span: DocumentSpan) -> list[Marked]:
    marks = []
    for index in range(span.start, span.stop):
        if index in span.title:
            marks.append(Marked(0, Role.TITLE, span.title_rule))
        elif span.number and index in span.number.at:
            marks.append(Marked(0, Role.NUMBER, "独占一行的文号"))
        elif index < span.title.stop:
            marks.append(Marked(0, Role.NOTE, "文号上方的版头" if index == span.start else "文号与标题之间的附注"))
        else:
            break
    return marks


# ---------------------------------------------------------------- facts


def with_derived_facts(reading: Reading, authority: Authority) -> Reading:
    """The reading with what is worked out from number and title as they stand now: who issued the document, and whose text it forwards."""
    document = reading.document
    series = authority.series.resolve(document.number.series) if document.number else None
    issuer, source = _issuer(reading.signing, series.issuer if series else None, document.title, reading.opening, authority)
    return replace(reading, document=replace(document, issuer=issuer, issuer_source=source,
                                             forwarded_from=_forwarded_from(document.title, document.parts, authority)))


def _issuer(signing: Signing, by_series: str | None, title: str | None, opening: str, authority: Authority) -> tuple[str | None, str | None]:
    """Who issued the document, and how we know. `opening` is the first line of the title as printed, with the blanks between the organs of a joint document."""
    organs = [name for name in signing.signatures if authority.layouts.is_organ_name(name)]
    if organs:
        return organs[0], "署名"
    if by_series:
        return by_series, "文号系列"
    guess = next(iter(authority.layouts.organ_names(opening)), None) or (authority.layouts.title_issuer(title) if title else None)
    return (guess, "标题") if guess else (None, None)


def _forwarded_from(title: str | None, parts: Sequence[Part], authority: Authority) -> str | None:
    """市水利局 of 关于转发市水利局《…》的通知, or of the line （市水利局） below the forwarded title."""
    for verb in _FORWARDING:
        if title and verb in title:
            behind = title.split(verb, 1)[1].split("《")[0].split("关于")[0].split("等部门")[0]
            if behind and authority.layouts.is_organ_name(behind):
                return behind
            bylines = [part.byline for part in parts if part.byline]
            return bylines[0] if bylines else None
    return None


def _split_addressees(lines: Sequence[Content]) -> tuple[str, ...]:
    """The groups between commas, as printed: 各区、镇人民政府（管委会） is one. Joined by ，they give the line back."""
    return tuple(part for part in squeeze("".join(map(_text, lines))).rstrip("：:").split("，") if part)


def _unnumbered_id(title: str | None, line: int, issue_id: str) -> str:
    """A document without a number is addressed by the initials of its title, which stay as long as the title does, and by its issue: another may print such a title."""
    initials = "".join(pinyin_slug(char)[:1] for char in title or "" if "\u4e00" <= char <= "\u9fff")[:32]
    return f"w-{initials or f'l{line}'}-{issue_id}"


# ---------------------------------------------------------------- elements


def _elements(blocks: Sequence[Content], marks: Sequence[Marked], drafts: Sequence[PartDraft]
              ) -> tuple[tuple[Element, ...], tuple[Paragraph, ...]]:
    numbered = _numbered(blocks, marks, len(drafts))
    contents_list = _contents_list(blocks, marks)
    prefixes = _prefixes(drafts)
    used: set[str] = set()
    elements, jumps = [], []
    for index, (block, mark) in enumerate(zip(blocks, marks, strict=True)):
        found = numbered.get(index)
        role, rule, heading, depth = mark.role, mark.rule, None, 0
        if index in contents_list:
            role, rule = Role.CONTENTS, "文内目次"
        elif found is not None and role is Role.TEXT:
            role = Role.HEADING if found.heading else Role.ITEM
            rule = f"以“{found.enumerator.printed}”开头的{'小标题' if found.heading else '分条'}"
            heading, depth = found.heading, found.depth
            if found.jumps and isinstance(block, Paragraph):
                jumps.append(block)
        anchor = _heading_anchor(prefixes[mark.part], numbered, index) if heading else f"p{index + 1}"
        anchor = _unused(anchor, used)
        if role is Role.TEXT and isinstance(block, Paragraph) and block.rule != "段落":
            rule = f"{rule}（{block.rule}）"
        elements.append(Element(role, block, mark.part, anchor, rule, heading, depth))
    return tuple(elements), tuple(jumps)


def _numbered(blocks: Sequence[Content], marks: Sequence[Marked], part_count: int) -> dict[int, Numbered]:
    found: dict[int, Numbered] = {}
    skip = _contents_list(blocks, marks)
    for part in range(part_count):
        places = [i for i, mark in enumerate(marks) if mark.part == part]
        paragraphs = [_text_paragraph(blocks[i], marks[i]) if i not in skip else None for i in places]
        found |= {place: result for place, result in zip(places, read_headings(paragraphs), strict=True) if result}
    return found


def _text_paragraph(block: Content, mark: Marked) -> Paragraph | None:
    return block if isinstance(block, Paragraph) and mark.role is Role.TEXT else None


def _contents_list(blocks: Sequence[Content], marks: Sequence[Marked]) -> set[int]:
    """Indexes of a list of contents inside a document (目录 of 海政办发〔2018〕12号): it ends where its first line comes again."""
    for start, block in enumerate(blocks):
        if marks[start].role is not Role.TEXT or squeeze(_text(block)) not in ("目录", "目次"):
            continue
        if start + 1 >= len(blocks):
            return set()
        first = squeeze(split_page(_text(blocks[start + 1]))[0])
        again = next((i for i in range(start + 2, len(blocks)) if squeeze(_text(blocks[i])) == first), None)
        if first and again:
            return set(range(start, again))
    return set()


def _unused(anchor: str, used: set[str]) -> str:
    """`anchor`, or with -2, -3 … where a number is printed again; s1-2 may already be the （二） below 一、. Adds it to `used`."""
    free, count = anchor, 1
    while free in used:
        count += 1
        free = f"{anchor}-{count}"
    used.add(free)
    return free


def _heading_anchor(prefix: str, numbered: dict[int, Numbered], index: int) -> str:
    """s3-2: the printed numbers on the way down to this heading."""
    path: list[int] = []
    depth = numbered[index].depth + 1
    for place in range(index, -1, -1):
        entry = numbered.get(place)
        if entry is not None and entry.depth < depth:
            path.insert(0, entry.enumerator.values[-1])
            depth = entry.depth
        if depth == 1:
            break
    return prefix + "s" + "-".join(map(str, path))


def _prefixes(drafts: Sequence[PartDraft]) -> list[str]:
    """What tells the anchors of the parts apart: nothing for the body, e1- for the first enclosure, e1a2- for its second annex."""
    prefixes, enclosures = [""], 0
    counts: Counter[int] = Counter()
    for draft in drafts[1:]:
        if draft.kind is PartKind.ENCLOSURE:
            enclosures += 1
            prefixes.append(f"e{enclosures}-")
        else:
            counts[draft.of or 0] += 1
            prefixes.append(prefixes[draft.of or 0].removesuffix("-") + f"a{counts[draft.of or 0]}-")
    return prefixes


def _part(draft: PartDraft, index: int, elements: Sequence[Element], drafts: Sequence[PartDraft]) -> Part:
    """The part with its lines; those of the parts that belong to it are included."""
    own = {index} | {i for i, other in enumerate(drafts) if other.of == index and i > 0 and index > 0}
    lines = [element.block for element in elements if element.part in own]
    if index == 0:
        lines = [element.block for element in elements if element.part == 0]
    return Part(draft.kind, draft.of, draft.number, draft.label, draft.title, draft.title_announced, draft.byline,
                lines[0].first_line, max(block.last_line for block in lines), tuple(draft.announced))


def _text(block: Content) -> str:
    return "" if isinstance(block, TableBlock) else block.text
