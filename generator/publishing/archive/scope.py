"""The part of the bulletin that a copy holds, and what joins it to the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.addresses import document_url
from generator.bulletin import Bulletin
from generator.citations import Citation
from generator.linking.knowledge import Knowledge
from generator.linking.references import References
from generator.pages.documents import citation as citation_form
from generator.pages.organs import organs_with_page
from generator.publishing.archive.faults import CopyFault
from generator.publishing.archive.layout import Scope
from generator.records import Document, Issue


@dataclass(frozen=True)
class Elsewhere:
    """A citation between a document of the copy and one outside it: `kind` is what the first does to the other or suffers from it."""

    document: str
    name: str
    url: str
    kind: str
    other: str
    other_issue: str
    sentence: str


def restrict(whole: Knowledge, scope: Scope) -> Bulletin:
    """The bulletin of the scope. Its documents, tables and entries have the ids of the whole bulletin; so have its people, but for what stays of a name
    that people.yml parts. Raises `CopyFault` where there is nothing to copy.
    """
    bulletin = whole.bulletin
    issues = tuple(i for i in bulletin.issues if i.meta.year == scope.year and scope.issue in (None, i.meta.folder))
    if not issues:
        held = "、".join(i.meta.folder for i in bulletin.issues) or "还没有任何一期"
        raise CopyFault(f"没有{scope.shown}的公报。已收入的有：{held}。没有制作拷贝。")
    # A name's id may be told apart from a like-sounding name of another year: the copy keeps the ids of the whole.
    known = {person.name: person.id for person in whole.people.persons if person.name not in bulletin.authority.people.different}
    people = replace(bulletin.authority.people, ids={**known, **bulletin.authority.people.ids})
    return Bulletin(replace(bulletin.authority, people=people), issues)


def check_organ(known: Knowledge, organ: str) -> None:
    """Raises `CopyFault` where the organ has no page in the copy."""
    names = {entry.id: entry.name for entry in known.bulletin.authority.organs.entries}
    if organ not in names:
        near = "、".join(f"{id_}（{name}）" for id_, name in sorted(names.items()) if organ in name or organ in id_) or "无相近的"
        raise CopyFault(f"organs.yml 里没有编号为“{organ}”的机构；相近的有：{near}。没有制作拷贝。")
    if organ not in organs_with_page(known.organs):
        raise CopyFault(f"{names[organ]}在这份拷贝所含的各期里没有出现。没有制作拷贝。")


def find_elsewhere(whole: Knowledge, part: Bulletin) -> tuple[Elsewhere, ...]:
    """Every citation between a document of the copy and one of an issue outside it, in the order of the copy's documents."""
    inside = {document.id for _, document in part.documents()}
    outside = {document.id: (issue, document) for issue, document in whole.bulletin.documents() if document.id not in inside}
    return tuple(row for issue, document in part.documents() for row in _rows(whole.references, issue, document, outside)) if outside else ()


def _rows(references: References, issue: Issue, document: Document, outside: Mapping[str, tuple[Issue, Document]]) -> Iterator[Elsewhere]:
    def row(citation: Citation, other_id: str, kind: str) -> Elsewhere:
        other_issue, other = outside[other_id]
        return Elsewhere(document.id, shown_name(document), document_url(issue.meta, document), kind, shown_name(other),
                         f"{other_issue.meta.year}年第{other_issue.meta.number}期", citation.sentence)

    for citation in references.by_document.get(document.id, ()):
        if citation.held and citation.held.document in outside:
            yield row(citation, citation.held.document, citation.relation.shown if citation.relation else "引用")
    for citation in references.cited_by.get(document.id, ()):
        if citation.place.id in outside:
            yield row(citation, citation.place.id, citation.relation.shown_reversed if citation.relation else "被引用")


def shown_name(document: Document) -> str:
    """What readers know a document by: title and number, else what there is."""
    return citation_form(document) or document.name
