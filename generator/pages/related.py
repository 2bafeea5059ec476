"""What a document or a chronicle entry is linked to by meetings and topics, for the foot of its page; both ends show the link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.bulletin import Bulletin
from generator.linking.meetings import link_meetings
from generator.linking.passages import passages
from generator.linking.topics import find_topic_mentions
from generator.pages.topics import topic_url


@dataclass(frozen=True)
class Related:
    """One line: what kind of link, where it leads, what stands there, and the printed words that make it."""

    kind: str
    name: str
    url: str
    evidence: str


RelatedRows = Mapping[str, Sequence[Related]]


def related_rows(bulletin: Bulletin) -> RelatedRows:
    """The lines of every record that has any, by its id; of a topic only the first passage of a record."""
    found = list(passages(bulletin))
    titles = {passage.place.id: passage.title for passage in found}
    rows: dict[str, list[Related]] = {}
    for link in link_meetings(found):
        rows.setdefault(link.source.id, []).append(Related("据以决定的会议", f"{titles[link.target.id]} 大事记", link.target.url, link.evidence))
        rows.setdefault(link.target.id, []).append(Related("本次会议决定的公文", titles[link.source.id], link.source.url, link.evidence))
    topics = {topic.id: topic for topic in bulletin.authority.topics}
    seen: set[tuple[str, str]] = set()
    for mention in find_topic_mentions(found, bulletin.authority.topics):
        if (mention.place.id, mention.topic_id) not in seen:
            seen.add((mention.place.id, mention.topic_id))
            topic = topics[mention.topic_id]
            rows.setdefault(mention.place.id, []).append(Related("专题", topic.name, topic_url(topic), mention.word))
    return rows
