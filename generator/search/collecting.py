"""Collects what can be found: the texts of an issue, and the names of people, organs and posts."""

from collections.abc import Iterator, Sequence

from generator.addresses import document_url, entry_url, organ_url, person_url, post_url, table_url
from generator.linking.knowledge import Knowledge
from generator.linking.organs import OrganReading
from generator.pages.chronicle import Event
from generator.people import Person
from generator.records import Document, Element, Issue, Paragraph, Role, Table
from generator.search.records import Head, Inner, Kind, Place, Segment, Text, Volume

CHRONICLE = "大事记"
_PLACES = {Role.NUMBER: Place.NUMBER, Role.TITLE: Place.TITLE, Role.PART_TITLE: Place.HEADING}


def collect_issue(issue: Issue, organs: OrganReading) -> Volume:
    """The volume of an issue; it depends on nothing but the issue, what it names of organs included."""
    with issue.left_packed():
        return Volume(issue.meta.id, tuple(_issue_texts(issue, organs)))


def collect_names(known: Knowledge) -> Volume:
    """The volume of the names, which all issues give together."""
    return Volume("names", (*_people(known.people.persons), *_organs(known), *_posts(known)))


# ---------------------------------------------------------------- issues


def _issue_texts(issue: Issue, organs: OrganReading) -> Iterator[Text]:
    for document in issue.documents:
        yield _document(issue, document, organs)
    for entry in issue.chronicle:
        event = Event(issue, entry)
        head = Head(entry.id, Kind.ENTRY, entry_url(entry), event.when, issue.meta.year, section=CHRONICLE,
                    date=entry.days.first if entry.days else None, organs=tuple(organs.organs_in([entry.id])))
        yield Text(head, tuple(Segment(paragraph.text, Place.BODY) for paragraph in entry.paragraphs))


def _document(issue: Issue, document: Document, organs: OrganReading) -> Text:
    tables = {id(table.block): table for table in document.tables}
    captions = {table.caption_line for table in document.tables if table.caption_line is not None}
    segments: list[Segment] = []
    begins: dict[int, int] = {}     # first segment of the paragraph on a line
    inner: list[Inner] = []
    for element in document.elements:
        if isinstance(element.block, Paragraph):
            begins[element.block.first_line] = len(segments)
            segments += _paragraph(element, element.block, element.block.first_line in captions)
        else:
            table = tables[id(element.block)]
            first = begins.get(table.caption_line, len(segments)) if table.caption_line is not None else len(segments)
            segments += _table(table)
            inner.append(Inner(_table_head(issue, document, table, organs), first, len(segments)))
        for index, figure in enumerate(document.figures):
            if figure.after_anchor == element.anchor:
                segments += [Segment(box.text, Place.BODY, f"fig-{index + 1}") for box in figure.boxes]
    named = organs.organs_in([document.id, *(table.id for table in document.tables)])
    head = Head(document.id, Kind.DOCUMENT, document_url(issue.meta, document), document.name, issue.meta.year, str(document.number or ""),
                document.issuer or "", document.section or "", document.date, tuple(named))
    return Text(head, tuple(segments), tuple(inner))


def _paragraph(element: Element, paragraph: Paragraph, is_caption: bool) -> Iterator[Segment]:
    text, heading = paragraph.text, element.heading
    if heading is not None:
        yield Segment(text[:heading.length], Place.HEADING, element.anchor)
        text = text[heading.length:]
    if text:
        yield Segment(text, Place.CAPTION if is_caption else _PLACES.get(element.role, Place.BODY), element.anchor)


def _table(table: Table) -> Iterator[Segment]:
    """The cells as printed, each leading to its row in the document and on the table's own page."""
    rows = {cell.cell: row.anchor for row in table.grid.rows for cell in row.cells if row.anchor}
    records = {cell: record.anchor for cell, (record, _) in table.grid.readings().items()} if table.grid.halves > 1 else {}
    for row in table.block.rows:
        for cell in row.cells:
            anchor = rows.get(cell)
            for paragraph in cell.paragraphs:
                place = Place.CAPTION if paragraph.first_line == table.caption_line else Place.BODY
                yield Segment(paragraph.text, place, f"t{table.ordinal}-{anchor}" if anchor else table.anchor, records.get(cell, anchor) or "table")


def _table_head(issue: Issue, document: Document, table: Table, organs: OrganReading) -> Head:
    return Head(table.id, Kind.TABLE, table_url(issue.meta, table), table.caption or f"表格{table.ordinal}（印本无表名）", issue.meta.year,
                str(document.number or ""), document.issuer or "", document.section or "", document.date, tuple(organs.organs_in([table.id])))


# ---------------------------------------------------------------- names


def _people(persons: Sequence[Person]) -> Iterator[Text]:
    """A person by name and by everything printed as title or post, each once."""
    for person in persons:
        words = [tenure.post if tenure.organ is None else tenure.organ + tenure.post for tenure in person.tenures]
        words += [mention.title for mention in person.mentions if mention.title]
        name = f"{person.name}（{person.note}）" if person.note else person.name
        yield Text(Head(person.id, Kind.PERSON, person_url(person.id), name), (Segment(person.name, Place.TITLE), *_apart(words)))


def _organs(known: Knowledge) -> Iterator[Text]:
    """An organ that has a page by every form of its name."""
    named = {mention.organ for mention in known.organs.mentions}
    for organ in known.bulletin.authority.organs.entries:
        if organ.id in named:
            head = Head(organ.id, Kind.ORGAN, organ_url(organ.id), organ.name, organs=(organ.id,))
            yield Text(head, (Segment(organ.name, Place.TITLE), *_apart(organ.forms()[1:])))


def _posts(known: Knowledge) -> Iterator[Text]:
    """A post by its title and who held it."""
    for post in known.posts:
        head = Head(post.id, Kind.POST, post_url(post.id), post.title, organs=(post.organ_id,) if post.organ_id else ())
        yield Text(head, (Segment(post.title, Place.TITLE), *_apart([holding.person for holding in post.holdings])))


def _apart(words: Sequence[str]) -> Iterator[Segment]:
    """Each of the words once; they are no running text, so that nothing is found over their borders."""
    for word in dict.fromkeys(words):
        yield Segment(word, Place.BODY, apart=True)
