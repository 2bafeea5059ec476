"""Pages of topics: what documents, tables and the chronicle print about one work or project, in order of time."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from generator.addresses import topic_url
from generator.authority.topics import Topic
from generator.linking.knowledge import Knowledge
from generator.links import TopicMention
from generator.pages.page import Crumb, Page, page_part, render_page
from generator.pages.years import YearLink, part_years, year_links
from generator.parts import Part

_MOST_SENTENCES = 3     # of one record on the topic's page; the rest is counted
_NAMES = {"document": "公文", "table": "表格", "chronicle": "大事记"}


def topic_parts(known: Knowledge) -> Iterator[Part]:
    """The index of topics and a page for each that is mentioned; none where the bulletin keeps no topics."""
    topics = known.bulletin.authority.topics
    if not topics:
        return
    by_topic: dict[str, list[TopicMention]] = {}
    for mention in known.topic_mentions:
        by_topic.setdefault(mention.topic_id, []).append(mention)
    found = [(topic, by_topic[topic.id]) for topic in topics if topic.id in by_topic]
    for topic, mentions in found:
        yield from _parts_of(known, topic, mentions)
    counted = [(topic_url(topic.id), topic.name, len({mention.place.id for mention in mentions})) for topic, mentions in found]
    yield page_part("topics", known.bulletin.stamp((), counted), lambda: render_page("topics", "topics/index.html", "专题", [("专题", None)], hide=("toc",), topics=counted))


def _parts_of(known: Knowledge, topic: Topic, mentions: Sequence[TopicMention]) -> Iterator[Part]:
    """The page of a topic; one of very many passages has a page for each earlier year beside it."""
    shown, earlier = part_years(mentions, lambda mention: int(mention.place.url[:4]))
    url, stamp = topic_url(topic.id), known.bulletin.stamp
    links = year_links(url, earlier)
    yield page_part(f"topic {topic.id}", stamp((), shown, links), partial(_topic_page, topic, url, topic.name, [(topic.name, None)], shown, links))
    for link, (year, own) in zip(links, earlier, strict=True):
        crumbs: list[Crumb] = [(topic.name, url), (f"{year}年", None)]
        yield page_part(f"topic {topic.id} {year}", stamp((), own, links), partial(_topic_page, topic, link.url, f"{topic.name}（{year}年）", crumbs, own, links))


def _topic_page(topic: Topic, url: str, title: str, crumbs: Sequence[Crumb], mentions: Sequence[TopicMention], years: Sequence[YearLink]) -> Page:
    sections = []
    for kind, name in _NAMES.items():
        own = [mention for mention in mentions if mention.place.type == kind]
        records = [_record(list(group)) for _, group in groupby(own, key=lambda mention: mention.place.id)]
        if records:
            sections.append((name, records))
    return render_page("topic", url, title, [("专题", "topics/index.html"), *crumbs], description=f"公报中有关{title}的公文、表格和大事记",
                       words=topic.words, sections=sections, years=years, own=topic_url(topic.id))


def _record(mentions: list[TopicMention]) -> tuple[str, str, list[tuple[str, str, str]], int]:
    """(title, address of the page, first sentences with address and word, how many more)."""
    first = [(m.place.url, m.sentence, m.word) for m in mentions[:_MOST_SENTENCES]]
    return mentions[0].title, mentions[0].place.url.partition("#")[0], first, max(0, len(mentions) - _MOST_SENTENCES)
