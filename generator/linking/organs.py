"""Finds where the organs of the list are named: as issuer, addressee, in lists and tables, in duties, appointments, events and text."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator.authority.bundle import Authority
from generator.authority.organs import Organ, OrganList, suggest_organ
from generator.bulletin import Bulletin
from generator.diagnostics import Code, Diagnostic
from generator.grid import Record, TableKind, Value
from generator.linking.organ_words import Found, OrganWords, habits, sentences
from generator.mentions import MentionType, OrganMention, UnknownForm
from generator.notation.enumeration import parse_enumerator
from generator.notation.figures import is_figure
from generator.notation.folding import fold, squeeze
from generator.parsing.appointees import is_personnel
from generator.parsing.rosters import RosterMember, find_rosters
from generator.records import ChronicleEntry, Document, Element, Issue, Paragraph, Role, Table

ISSUES, DRAFTS, ADDRESSED, DUTY, ROSTER, APPOINTED, REMOVED, NAMED = "发文", "拟定", "主送", "职责", "名单", "任", "免", "提及"
_PROSE = (Role.TITLE, Role.TEXT, Role.HEADING, Role.ITEM, Role.PART_TITLE, Role.NOTE, Role.BYLINE)
# 某某某同志任甲局局长，免去其乙区副主任职务; 聘任某某同志为丙院院长.
_APPOINTING = ((APPOINTED, re.compile("同志(?:兼任|担任|任|为)(?!的)(?P<list>[^，；。]+)")),
               (REMOVED, re.compile("免去?(?:其|[^，；。]{2,40}?同志)(?:兼任|担任|原任)?的?(?P<list>[^，；。]+)")))
_ITEM = re.compile("[^、]+?(?=(?:、(?![^（]*）))|$)")
_BRACKET_END = re.compile(r"(?P<head>.+?)[（(](?P<inner>[^（）()]+)[）)]")
_ROSTER_END = re.compile("[（(].*$")


@dataclass(frozen=True)
class OrganReading:
    """All mentions in the order of print, and the forms in the places of organs that no list knows, most frequent first.

    `own` has the mentions of each issue by its id; ask for them by `of_issue`.
    """

    mentions: tuple[OrganMention, ...]
    unknown: tuple[UnknownForm, ...]
    own: Mapping[str, Sequence[OrganMention]]
    organs: OrganList

    def of_issue(self, issue_id: str) -> Sequence[OrganMention]:
        """The mentions of an issue. They depend on nothing but the issue and the list."""
        self.organs.reads_all()
        return self.own[issue_id]

    @cached_property
    def _by_organ(self) -> Mapping[str, tuple[OrganMention, ...]]:
        found: dict[str, list[OrganMention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.organ, []).append(mention)
        return {organ: tuple(mentions) for organ, mentions in found.items()}

    @cached_property
    def _by_record(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for mention in self.mentions:
            found.setdefault(mention.record, set()).add(mention.organ)
        return found

    def of_organ(self, organ_id: str) -> tuple[OrganMention, ...]:
        return self._by_organ.get(organ_id, ())

    def organs_in(self, record_ids: Sequence[str]) -> list[str]:
        """The ids of the organs these records name, sorted."""
        self.organs.reads_all()
        return sorted({organ for record in record_ids for organ in self._by_record.get(record, ())})


def read_organs(bulletin: Bulletin) -> OrganReading:
    """The mentions of the organs of the list in all issues. A wrong one is worse than a missing one."""
    words = OrganWords(bulletin.lists.organs, bulletin.lists.site.city)

    def read(issue: Issue) -> tuple[list[OrganMention], list[tuple[str, int]]]:
        reader = _IssueReader(issue, words)
        return reader.read(), reader.unknown

    readings = bulletin.each("organs", read)
    mentions = [mention for found, _ in readings for mention in found]
    unknown = [(form, issue.source.path, line) for issue, (_, forms) in zip(bulletin.issues, readings, strict=True) for form, line in forms]
    counts = Counter(form for form, _, _ in unknown)
    firsts = {form: (path, line) for form, path, line in reversed(unknown)}
    forms = sorted(counts, key=lambda form: (-counts[form], firsts[form]))
    own = {issue.meta.id: found for issue, (found, _) in zip(bulletin.issues, readings, strict=True)}
    return OrganReading(tuple(mentions), tuple(UnknownForm(form, counts[form], *firsts[form]) for form in forms), own, bulletin.lists.organs)


def unknown_organs(reading: OrganReading, authority: Authority) -> tuple[Diagnostic, ...]:
    """What an editor should enter in organs.yml, most frequent first; nothing where no list is kept."""
    if not authority.organs.entries:
        return ()
    return tuple(Diagnostic(Code.UNKNOWN_ORGAN, item.path, item.line, f"“{item.form}”印在机构的位置上，机构名录里没有它（共 {item.count} 处，这是第一处）。",
                            words=item.form, done="没有连到机构的网页。",
                            advice="请在 site_config/organs.yml 的 organs 下加一行（可再写 kind，见 EDITORS.md），或写进某个机构的 variants，"
                                   f"或写进 collectives：{suggest_organ(item.form)}")
                 for item in reading.unknown)


@dataclass(frozen=True)
class _Spot:
    """Where words are read: what every mention in them has in common."""

    type: MentionType
    record: str
    anchor: str | None


class _IssueReader:
    def __init__(self, issue: Issue, words: OrganWords) -> None:
        self.issue = issue
        self.words = words
        self.unknown: list[tuple[str, int]] = []

    def read(self) -> list[OrganMention]:
        found: list[OrganMention] = []
        for document in self.issue.documents:
            found += self._document(document)
        for entry in self.issue.chronicle:
            found += self._entry(entry)
        return list(dict.fromkeys(found))

    # ------------------------------------------------------------ documents

    def _document(self, document: Document) -> Iterator[OrganMention]:
        kind = MentionType.PERSONNEL if is_personnel(self.issue, document) else MentionType.DOCUMENT
        issuer = self.words.organs.find(document.issuer) if document.issuer else None
        if issuer and document.issuer and not document.signatures:
            yield OrganMention(issuer.id, MentionType.DOCUMENT, document.id, None, document.first_line, ISSUES, document.issuer, document.issuer, 0)
        rosters: dict[int, list[RosterMember]] = {}
        for member in (member for roster in find_rosters(document) for member in roster):
            rosters.setdefault(member.line, []).append(member)
        for index, element in enumerate(document.elements):
            block = element.block
            if not isinstance(block, Paragraph):
                table = next((table for table in document.tables if table.block is block), None)
                if table is not None:
                    yield from self._table(table)
            elif block.first_line in rosters:
                for member in rosters[block.first_line]:
                    yield from self._roster(member, block, _Spot(MentionType.DOCUMENT, document.id, element.anchor))
            elif element.role is Role.ADDRESSEES:
                yield from self._addressees(block, _Spot(MentionType.DOCUMENT, document.id, element.anchor))
            elif element.role is Role.SIGNATURE:
                yield from self._whole(block, _Spot(MentionType.DOCUMENT, document.id, element.anchor), ISSUES)
            elif kind is MentionType.PERSONNEL and element.role in (Role.TEXT, Role.ITEM) and "同志" in block.text:
                yield from self._appointments(block, _Spot(kind, document.id, element.anchor))
            elif element.role in _PROSE:
                yield from self._element(document, index, element, block, issuer)

    def _element(self, document: Document, index: int, element: Element, block: Paragraph, issuer: Organ | None) -> Iterator[OrganMention]:
        # The lines of a title are one heading on the page and have no address of their own.
        spot = _Spot(MentionType.DOCUMENT, document.id, None if element.role is Role.TITLE else element.anchor)
        if element.role is Role.HEADING:
            section = self._duty_section(document, index, block, spot)
            if section is not None:
                yield section
                return
        if element.role in (Role.TEXT, Role.ITEM):
            listed = list(self._listed(document, index, block, spot))
            if listed:
                yield from listed
                return
        for mention in self._prose(block, spot, DRAFTS if element.role is Role.BYLINE else NAMED):
            if element.role is not Role.TITLE or issuer is None or mention.organ != issuer.id:
                yield mention

    def _whole(self, block: Paragraph, spot: _Spot, role: str) -> Iterator[OrganMention]:
        organ = self.words.exact(block.text)
        if organ:
            yield _mention(Found(organ, 0, len(block.text)), spot, role, block)

    def _addressees(self, block: Paragraph, spot: _Spot) -> Iterator[OrganMention]:
        for group in re.finditer("[^，,：:]+", block.text):
            if self.words.organs.is_collective(group[0]):
                continue
            collective = group[0].lstrip().startswith("各")     # 各区、县人民政府
            for item in self.words.in_list(group[0], group.start()):
                if isinstance(item, Found):
                    yield _mention(item, spot, ADDRESSED, block)
                elif not collective and not self.words.is_collective(item):
                    self.unknown.append((squeeze(item), block.first_line))

    def _roster(self, member: RosterMember, block: Paragraph, spot: _Spot) -> Iterator[OrganMention]:
        """陈某某 市委组织部, 王某 市政府办副主任、金融办主任: behind the name stand an organ or posts."""
        start = block.text.rfind(member.words) if member.words in block.text else len(block.text)
        yield from self._posts(block.text[start:start + len(member.words)], start, block, spot)

    def _posts(self, text: str, offset: int, block: Paragraph, spot: _Spot) -> Iterator[OrganMention]:
        whole = self.words.exact(text) or self.words.exact(_ROSTER_END.sub("", text))
        if whole:
            yield _mention(Found(whole, offset, offset + len(_ROSTER_END.sub("", text))), spot, ROSTER, block)
            return
        for item in _ITEM.finditer(text):
            found = self.words.of_post(item[0], offset + item.start())
            if isinstance(found, Found):
                yield _mention(found, spot, ROSTER, block)

    def _listed(self, document: Document, index: int, block: Paragraph, spot: _Spot) -> Iterator[OrganMention]:
        """A line that is nothing but an organ, in lists of honours also with the place it belongs to: 某某公司（某某镇）."""
        words = _heading_before(document, index) + block.text
        lead = len(words) - len(block.text)
        organ = self.words.exact(block.text)
        if organ:
            yield _at(Found(organ, 0, len(block.text)), spot, ROSTER, block, words, lead)
            return
        match = _BRACKET_END.fullmatch(block.text)
        head = self.words.exact(match["head"]) if match else None
        if match and head:
            yield _at(Found(head, 0, match.end("head")), spot, ROSTER, block, words, lead)
            place = self.words.exact(match["inner"])
            if place:
                yield _at(Found(place, match.start("inner"), match.end("inner")), spot, NAMED, block, words, lead)

    def _duty_section(self, document: Document, index: int, block: Paragraph, spot: _Spot) -> OrganMention | None:
        """（一）甲局 as a heading: what stands below it, to the next heading of an organ or of its own depth, is its duty."""
        enumerator = parse_enumerator(block.text)
        start = enumerator.end if enumerator else 0
        organ = self.words.exact(block.text[start:])
        if organ is None:
            return None
        depth = document.elements[index].heading
        below = []
        for element in document.elements[index + 1:]:
            if element.heading and depth and element.heading.depth <= depth.depth:
                break
            if element.role not in (Role.HEADING, Role.ITEM, Role.TEXT) or not isinstance(element.block, Paragraph):
                break
            below.append(element.block.text)
        words = "\n".join([block.text, *below])
        return _at(Found(organ, start, len(block.text)), spot, DUTY if below else ROSTER, block, words, 0)

    def _appointments(self, block: Paragraph, spot: _Spot) -> Iterator[OrganMention]:
        for role, pattern in _APPOINTING:
            for match in pattern.finditer(block.text):
                leader: Organ | None = None
                for item in _ITEM.finditer(match["list"]):
                    text, offset = item[0], match.start("list") + item.start()
                    found = self.words.of_post(text, offset)
                    if isinstance(found, str):
                        found = self._inherited(found, leader, offset, text) or found
                    if isinstance(found, Found):
                        leader = found.organ
                        yield _mention(found, spot, role, block)
                    elif isinstance(found, str) and not habits().post.fullmatch(text):
                        self.unknown.append((found, block.first_line))

    def _inherited(self, form: str, leader: Organ | None, offset: int, text: str) -> Found | None:
        """甲区服务中心主任、财政局局长: the second organ leaves out the first one's 甲区."""
        organs = self.words.organs
        above = organs.of_id(leader.part_of) if leader and leader.part_of else None
        for prefix in organs.forms_of(above) if above else ():
            organ = organs.find(prefix + form)
            if organ and leader and any(other.startswith(prefix) for other in organs.forms_of(leader)):
                return Found(organ, offset + text.index(form), offset + text.index(form) + len(form))
        return None

    # ------------------------------------------------------------ running text

    def _prose(self, block: Paragraph, spot: _Spot, role: str) -> Iterator[OrganMention]:
        """Duties and labelled lists first; a place counts once."""
        taken: set[int] = set()
        for found in self.words.duty_heads(block.text):
            taken.add(found.start)
            yield _at(found, spot, DUTY, block, block.text, 0)
        for label, item in self.words.labelled(block.text):
            if isinstance(item, Found):
                taken.add(item.start)
                yield _mention(item, spot, label, block)
            elif not self.words.is_collective(item):
                self.unknown.append((squeeze(item), block.first_line))
        for found in self.words.in_prose(block.text):
            if found.start not in taken:
                yield _mention(found, spot, DUTY if role == NAMED and self.words.charged(block.text, found) else role, block)

    def _entry(self, entry: ChronicleEntry) -> Iterator[OrganMention]:
        for paragraph in entry.paragraphs:
            yield from (_mention(found, _Spot(MentionType.CHRONICLE, entry.id, None), NAMED, paragraph) for found in self.words.in_prose(paragraph.text))

    # ------------------------------------------------------------ tables

    def _table(self, table: Table) -> Iterator[OrganMention]:
        grid = table.grid
        if grid.kind is TableKind.FORM:
            return
        organ_columns = {index for index, name in enumerate(grid.columns) if squeeze(name.rpartition(" / ")[2]) in habits().words["columns"]}
        for record in grid.records:
            for index, value in enumerate(record.values):
                spot = _Spot(MentionType.TABLE_ROW, table.id, record.anchor)
                if index in organ_columns:
                    yield from self._organ_cell(record, value, grid.columns[index], spot)
                elif not value.is_inherited and value.items:
                    yield from self._text_cell(value, spot, grid.kind is TableKind.ROSTER)

    def _organ_cell(self, record: Record, value: Value, column: str, spot: _Spot) -> Iterator[OrganMention]:
        row = " ".join(v.text for v in record.values if v.items)
        for text in value.items:
            for item in self.words.in_list(text):
                if isinstance(item, Found):
                    form = text[item.start:item.end]
                    yield OrganMention(item.organ.id, spot.type, spot.record, spot.anchor, _line_of(form, value), column.rpartition(" / ")[2], form,
                                       row, row.find(form))
                elif not record.is_total and not is_figure(item) and not self.words.is_collective(item):
                    self.unknown.append((squeeze(item), _line_of(item, value)))

    def _text_cell(self, value: Value, spot: _Spot, is_roster: bool) -> Iterator[OrganMention]:
        for block in value.cell.paragraphs if value.cell else ():
            yield from self._posts(block.text, 0, block, spot) if is_roster else self._prose(block, spot, NAMED)


def _line_of(form: str, value: Value) -> int:
    """The source line of a form in the cell a value was read from."""
    key = fold(form)
    return next((block.first_line for block in value.cell.paragraphs if key in fold(block.text)), value.cell.first_line) if value.cell else 0


def _heading_before(document: Document, index: int) -> str:
    """The heading a line stands under, with a colon."""
    heading = next((element.block.text for element in reversed(document.elements[:index]) if element.role is Role.HEADING and isinstance(element.block, Paragraph)), None)
    return f"{heading}：" if heading else ""


def _mention(found: Found, spot: _Spot, role: str, block: Paragraph) -> OrganMention:
    """The mention with the sentence it stands in."""
    begin, sentence = next((a, s) for a, s in sentences(block.text) if a <= found.start < a + len(s))
    return _at(replace(found, start=found.start, end=found.end), spot, role, block, sentence, -begin)


def _at(found: Found, spot: _Spot, role: str, block: Paragraph, words: str, shift: int) -> OrganMention:
    """The mention with these words; it stands in them at its offset in the block and `shift`."""
    return OrganMention(found.organ.id, spot.type, spot.record, spot.anchor, _line_at(block, found.start), role, block.text[found.start:found.end],
                        words, found.start + shift)


def _line_at(block: Paragraph, offset: int) -> int:
    """The source line of an offset in a paragraph that a page break may have cut."""
    for piece in block.pieces:
        if offset < len(piece.text):
            return piece.line
        offset -= len(piece.text)
    return block.last_line
