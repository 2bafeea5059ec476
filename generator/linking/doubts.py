"""The doubts that show only when the records are read together: across documents, and across issues."""

from generator.diagnostics import Diagnostic
from generator.linking.knowledge import Knowledge
from generator.linking.organs import unknown_organs
from generator.linking.people import people_doubts


def find_linking_doubts(known: Knowledge) -> tuple[Diagnostic, ...]:
    """The doubts in the order of the source."""
    bulletin = known.bulletin
    found = [*unknown_organs(known.organs, bulletin.authority), *people_doubts(bulletin, known.people)]
    return tuple(sorted(found, key=Diagnostic.sort_key))
