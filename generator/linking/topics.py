"""Finds the passages that name a topic of topics.yml, by the printed words alone."""

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.authority.topics import Topic
from generator.linking.passages import Passage, sentence_around
from generator.links import TopicMention


def find_topic_mentions(found: Iterable[Passage], topics: Sequence[Topic]) -> Iterator[TopicMention]:
    """One mention for each topic a passage names, at its first word; passages in order."""
    words = re.compile("|".join(re.escape(word) for topic in topics for word in topic.words) or "(?!)")
    for passage in found:
        if not words.search(passage.text):
            continue
        for topic in topics:
            places = list(_places(passage.text, topic))
            if places:
                at, word = min(places, key=lambda place: (place[0], -len(place[1])))
                yield TopicMention(topic.id, passage.place, passage.title, word, sentence_around(passage.text, at))


def _places(text: str, topic: Topic) -> Iterator[tuple[int, str]]:
    """Where the words of the topic stand first, outside the names that only contain them."""
    if not any(word in text for word in topic.words):
        return
    for name in topic.names:
        text = text.replace(name, "\0" * len(name))
    yield from ((at, word) for word in topic.words if (at := text.find(word)) >= 0)
