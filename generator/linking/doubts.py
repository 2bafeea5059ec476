"""The doubts that show only when the records are read together: across documents, and across issues."""

from generator.diagnostics import Diagnostic
from generator.linking.knowledge import Knowledge
from generator.linking.name_doubts import find_name_doubts
from generator.linking.organs import unknown_organs
from generator.linking.people import idle_decisions, people_doubts, pinned_doubts
from generator.linking.sequence_doubts import find_number_doubts, find_sequence_doubts


def find_linking_doubts(known: Knowledge, is_whole: bool) -> tuple[Diagnostic, ...]:
    """The doubts in the order of the source; what is missing between issues only where all of them were read."""
    bulletin = known.bulletin
    found = [*unknown_organs(known.organs, bulletin.authority), *people_doubts(bulletin, known.people), *pinned_doubts(bulletin, known.people),
             *find_name_doubts(bulletin, known.people.persons, known.posts)]
    for own in bulletin.each("number doubts", lambda issue: list(find_number_doubts(issue))):
        found += own
    if is_whole:
        found += [*find_sequence_doubts(bulletin), *idle_decisions(bulletin.authority.people, known.people)]
    return tuple(sorted(found, key=Diagnostic.sort_key))
