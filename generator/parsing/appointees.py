"""Tells documents of appointment by the section they stand in."""

from generator.records import Document, Issue, SectionKind


def is_personnel(issue: Issue, document: Document) -> bool:
    """True for documents in a section of appointments."""
    titles = {section.title for section in issue.sections if section.kind is SectionKind.PERSONNEL}
    return document.section is not None and document.section in titles
