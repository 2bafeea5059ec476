"""People and posts in the data files: people.json, posts.json, and the people of each entry."""

from collections.abc import Iterator
from typing import Any

from generator.addresses import person_url, post_url
from generator.linking.knowledge import Knowledge
from generator.pages.people import people_of_entries
from generator.people import PersonMention, Tenure, Where
from generator.posts import Holding

Record = dict[str, Any]


def people_records(known: Knowledge) -> Iterator[Record]:
    """The records of people.json, by id."""
    for person in known.people.persons:
        yield {"id": person.id, "name": person.name, "note": person.note, "sure": person.is_sure, "mentions": [_mention(m) for m in person.mentions],
               "posts": [_post(tenure) for tenure in person.tenures], "url": person_url(person.id)}


def post_records(known: Knowledge) -> Iterator[Record]:
    """The records of posts.json, by id."""
    for post in known.posts:
        yield {"id": post.id, "organ_id": post.organ_id, "organ": post.organ, "post": post.name, "single": post.is_single,
               "holders": [_holder(holding) for holding in post.holdings],
               "successions": [{"before": item.before.person, "after": item.after.person, "before_id": item.before.person_id, "after_id": item.after.person_id,
                                "certainty": "certain" if item.is_certain else "likely"} for item in post.successions],
               "url": post_url(post.id)}


def _holder(holding: Holding) -> Record:
    return {"person": holding.person, "person_id": holding.person_id, "from": holding.date_from.isoformat() if holding.date_from else None,
            "to": holding.date_to.isoformat() if holding.date_to else None,
            "evidence": [{"document": change.document, "line": change.line, "action": change.action.value, "sentence": change.wording.sentence}
                         for change in holding.changes]}


def entry_people(known: Knowledge) -> dict[str, list[Record]]:
    """For each chronicle entry the people it names, in order of print."""
    return {record: [{"name": name, "title": title or None, "id": _id_of(url)} for name, title, url in people]
            for record, people in people_of_entries(known).items()}


def _mention(mention: PersonMention) -> Record:
    in_table = mention.where is Where.TASK or (mention.anchor or "").startswith("r")
    return {"type": mention.where.value, "id": f"{mention.record}#{mention.anchor}" if in_table else mention.record, "line": mention.line, "title": mention.title,
            "context": mention.context}


def _post(tenure: Tenure) -> Record:
    return {"organ": tenure.organ, "post": tenure.post, "from": tenure.date_from.isoformat() if tenure.date_from else None,
            "to": tenure.date_to.isoformat() if tenure.date_to else None, "evidence": "\n".join(dict.fromkeys(m.words for m in tenure.evidence))}


def _id_of(url: str) -> str:
    return url.removeprefix("people/").removesuffix(".html")
