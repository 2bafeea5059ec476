"""What a document or a chronicle entry is linked to by meetings and topics, for the foot of its page; both ends show the link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.linking.knowledge import Knowledge
from generator.pages.addresses import topic_url


@dataclass(frozen=True)
class Related:
    """One line: what kind of link, where it leads, what stands there, and the printed words that make it."""

    kind: str
    name: str
    url: str
    evidence: str


RelatedRows = Mapping[str, Sequence[Related]]


def related_rows(known: Knowledge) -> RelatedRows:
    """The lines of every record that has any, by its id; of a topic only the first passage of a record."""
    titles = {passage.place.id: passage.title for passage in known.passages}
    rows: dict[str, list[Related]] = {}
    for link in known.meetings:
        rows.setdefault(link.source.id, []).append(Related("据以决定的会议", f"{titles[link.target.id]} 大事记", link.target.url, link.evidence))
        rows.setdefault(link.target.id, []).append(Related("本次会议决定的公文", titles[link.source.id], link.source.url, link.evidence))
    topics = {topic.id: topic for topic in known.bulletin.authority.topics}
    seen: set[tuple[str, str]] = set()
    for mention in known.topic_mentions:
        if (mention.place.id, mention.topic_id) not in seen:
            seen.add((mention.place.id, mention.topic_id))
            topic = topics[mention.topic_id]
            rows.setdefault(mention.place.id, []).append(Related("专题", topic.name, topic_url(topic.id), mention.word))
    return rows
