"""The nouns of linking: what is linked to what, and the printed words that show it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One end of a link: a record and the source line of the words. `url` leads to the passage."""

    type: str       # document, table, chronicle, topic, organ, person
    id: str
    line: int | None
    url: str


@dataclass(frozen=True)
class Link:
    """A link with its evidence. `certainty` is "certain" where the printed words alone decide, else "likely"."""

    source: Place
    target: Place
    kind: str
    evidence: str
    certainty: str = "certain"


@dataclass(frozen=True)
class TopicMention:
    """A passage that names a topic: the word found and the sentence it stands in."""

    topic_id: str
    place: Place
    title: str      # what readers know the record by
    word: str
    sentence: str
