"""All links of a bulletin together: citations with a relation, meetings that decided a document, topics."""

from collections.abc import Iterator

from generator.bulletin import Bulletin
from generator.linking.meetings import link_meetings
from generator.linking.passages import passages
from generator.linking.references import References, citation_links
from generator.linking.topics import find_topic_mentions
from generator.links import Link, Place


def find_links(bulletin: Bulletin, references: References) -> Iterator[Link]:
    """Every link with its evidence, by kind and then in the order of print."""
    found = list(passages(bulletin))
    yield from citation_links(references)
    yield from link_meetings(found)
    for mention in find_topic_mentions(found, bulletin.authority.topics):
        yield Link(mention.place, Place("topic", mention.topic_id, None, f"topics/{mention.topic_id}.html"), "topic", mention.sentence)
