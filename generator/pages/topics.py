"""Pages of topics: what documents, tables and the chronicle print about one work or project, in order of time."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.authority.topics import Topic
from generator.linking.knowledge import Knowledge
from generator.links import TopicMention
from generator.pages.addresses import topic_url
from generator.pages.page import Crumb, Page, render_page
from generator.pages.years import YearLink, part_years, year_links

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
            yield from _pages_of(topic, own)
    yield render_page("topics", "topics/index.html", "专题", [("专题", None)], hide=("toc",), topics=counted)


def _pages_of(topic: Topic, mentions: Sequence[TopicMention]) -> Iterator[Page]:
    """The page of a topic; one of very many passages has a page for each earlier year beside it."""
    shown, earlier = part_years(mentions, lambda mention: int(mention.place.url[:4]))
    url = topic_url(topic.id)
    links = year_links(url, earlier)
    yield _topic_page(topic, url, topic.name, [(topic.name, None)], shown, links)
    for link, (year, own) in zip(links, earlier, strict=True):
        yield _topic_page(topic, link.url, f"{topic.name}（{year}年）", [(topic.name, url), (f"{year}年", None)], own, links)


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
