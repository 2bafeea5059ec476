"""Pages of topics: what documents, tables and the chronicle print about one work or project, in order of time."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.authority.topics import Topic
from generator.linking.knowledge import Knowledge
from generator.links import TopicMention
from generator.pages.addresses import topic_url
from generator.pages.page import Page, render_page

_MOST_SENTENCES = 3     # of one record on the topic's page; the rest is counted
_NAMES = {"document": "公文", "table": "表格", "chronicle": "大事记"}


def topic_pages(known: Knowledge) -> Iterator[Page]:
    """The index of topics and a page for each that is mentioned; none where the bulletin keeps no topics."""
    topics = known.bulletin.authority.topics
    if not topics:
        return
    counted = []
    for topic in topics:
        own = [mention for mention in known.topic_mentions if mention.topic_id == topic.id]
        if own:
            counted.append((topic_url(topic.id), topic.name, len({m.place.id for m in own})))
            yield _topic_page(topic, own)
    yield render_page("topics", "topics/index.html", "专题", [("专题", None)], hide=("toc",), topics=counted)


def _topic_page(topic: Topic, mentions: Sequence[TopicMention]) -> Page:
    sections = []
    for kind, name in _NAMES.items():
        own = [mention for mention in mentions if mention.place.type == kind]
        records = [_record(list(group)) for _, group in groupby(own, key=lambda mention: mention.place.id)]
        if records:
            sections.append((name, records))
    return render_page("topic", topic_url(topic.id), topic.name, [("专题", "topics/index.html"), (topic.name, None)],
                       description=f"公报中有关{topic.name}的公文、表格和大事记", words=topic.words, sections=sections)


def _record(mentions: list[TopicMention]) -> tuple[str, str, list[tuple[str, str, str]], int]:
    """(title, address of the page, first sentences with address and word, how many more)."""
    first = [(m.place.url, m.sentence, m.word) for m in mentions[:_MOST_SENTENCES]]
    return mentions[0].title, mentions[0].place.url.partition("#")[0], first, max(0, len(mentions) - _MOST_SENTENCES)
