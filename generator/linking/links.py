"""All links of a bulletin together: citations with a relation, corrections, meetings that decided a document, topics."""

from collections.abc import Iterator, Sequence

from generator.corrections import Correction
from generator.linking.corrections import correction_links
from generator.linking.references import References, citation_links
from generator.links import Link, Place, TopicMention


def find_links(references: References, corrections: Sequence[Correction], meetings: Sequence[Link], topics: Sequence[TopicMention]) -> Iterator[Link]:
    """Every link with its evidence, by kind and then in the order of print."""
    yield from citation_links(references)
    yield from correction_links(corrections)
    yield from meetings
    for mention in topics:
        yield Link(mention.place, Place("topic", mention.topic_id, None, f"topics/{mention.topic_id}.html"), "topic", mention.sentence)
