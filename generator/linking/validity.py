"""Says whether a document is in force on a stated day (有效性), by its own words and by what other documents repeal."""

import datetime
from collections.abc import Sequence

from generator.bulletin import Bulletin
from generator.citations import Citation, Relation
from generator.deadlines import DateKind, DateThatMatters, Status, Validity
from generator.linking.date_habits import date_habits
from generator.linking.deadlines import whole_dates
from generator.parsing.appointees import is_personnel
from generator.records import Document, Issue


def stated_day(bulletin: Bulletin, epoch: str | None = None) -> datetime.date | None:
    """The day for which validity is worked out: that of SOURCE_DATE_EPOCH where given, else the last day of the newest issue.

    Never today, so that the same input gives the same pages. None for a bulletin without issues.
    """
    if epoch and epoch.strip().isdigit() and int(epoch) < 32_503_680_000:     # the year 3000
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return max((issue.meta.last_day for issue in bulletin.issues), default=None)


def can_expire(issue: Issue, document: Document) -> bool:
    """True for documents to which being in force applies: not appointments, not commendations."""
    return not document.is_correction and not is_personnel(issue, document) and not any(word in (document.title or "") for word in date_habits().no_validity)


def only_date(document: Document, dates: tuple[DateThatMatters, ...], kind: DateKind) -> DateThatMatters | None:
    """The one date on which the document takes effect or expires; None where it says none, or several that differ."""
    found = [item for item in whole_dates(document, dates, kind) if item.date is not None]
    return found[0] if len({item.date for item in found}) == 1 else None


def judge(document: Document, dates: tuple[DateThatMatters, ...], citations: Sequence[Citation], day: datetime.date) -> Validity:
    """The validity of a document that can expire. `citations` are those of the whole bulletin."""
    for citation in citations:
        held = citation.held
        if citation.relation is not Relation.REPEALS or citation.certainty != "certain" or (citation.date and citation.date > day):
            continue
        if held and held.document == document.id and not held.own:
            return Validity(Status.REPEALED, day, sentence=citation.sentence, line=citation.place.line, by_title=citation.citing_title, url=citation.place.url)
    end = only_date(document, dates, DateKind.EXPIRES)
    if end is None or end.date is None:
        return Validity(Status.NO_EVIDENCE, day)
    status = Status.EXPIRED if end.date < day else Status.UNTIL
    return Validity(status, day, end.date, end.text, end.place.line, end.derived, url=end.place.url)
