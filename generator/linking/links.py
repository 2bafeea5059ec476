"""All links of a bulletin together: citations, corrections, meetings, openings, persons in two documents, topics."""

from collections.abc import Iterator, Sequence

from generator.addresses import topic_url
from generator.corrections import Correction
from generator.linking.corrections import correction_links
from generator.linking.references import References, citation_links
from generator.links import Link, Place, TopicMention


def find_links(references: References, corrections: Sequence[Correction], told: Sequence[Link], topics: Sequence[TopicMention]) -> Iterator[Link]:
    """Every link with its evidence, by kind and then in the order of print; `told` are those that two records tell of together."""
    corrected = tuple(correction_links(corrections))
    pairs = {frozenset((link.source.id, link.target.id)) for link in (*corrected, *told)}
    # A correction names what it corrects, a meeting what it discussed; that they also cite it says nothing more.
    yield from (link for link in citation_links(references) if link.kind != "cites" or frozenset((link.source.id, link.target.id)) not in pairs)
    yield from corrected
    yield from told
    for mention in topics:
        yield Link(mention.place, Place("topic", mention.topic_id, None, topic_url(mention.topic_id)), "topic", mention.sentence)
