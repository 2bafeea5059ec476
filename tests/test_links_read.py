"""The links that a person has read in the source (links-read.yml) are those that the fixed rule draws now, and every one is true."""

from collections import Counter
from typing import Any

import yaml

from generator.links import Link
from generator.links import Place as End
from tests.support.bulletins import CORPUS, real_knowledge
from tests.support.samples import SIZE, WHOLE, draw, key

READ: dict[str, Any] = yaml.safe_load((CORPUS / "haimen-2018-01" / "links-read.yml").read_text(encoding="utf-8"))


def real_links() -> list[Link]:
    """The links that the first issue makes; later issues are read when they come."""
    issue = real_knowledge().bulletin.issues[0]
    first = {*(d.id for d in issue.documents), *(e.id for e in issue.chronicle), *(t.id for d in issue.documents for t in d.tables)}
    return [link for link in real_knowledge().links if link.source.id in first and (link.target.id in first or link.target.type in ("topic", "work"))]


def test_the_links_of_each_kind_are_as_many_as_were_counted() -> None:
    assert Counter(link.kind for link in real_links()) == READ["counts"] and sum(READ["counts"].values()) >= 100


def test_the_drawn_links_have_been_read_and_are_true() -> None:
    assert [key(link) for link in draw(real_links())] == [item["link"] for item in READ["read"]]
    assert len(READ["read"]) == SIZE and all(item["true"] is True and item["why"] for item in READ["read"])


def test_every_link_has_a_key_of_its_own() -> None:
    keys = [key(link) for link in real_links()]
    assert len(set(keys)) == len(keys)


def test_the_rule_takes_small_kinds_whole_and_large_ones_by_their_share() -> None:
    def links(kind: str, count: int) -> list[Link]:
        return [Link(End("document", f"d{number}", number, ""), End("topic", "t", None, ""), kind, f"words {number}") for number in range(count)]

    drawn = draw([*links("small", WHOLE), *links("large", 300), *links("middle", 100)])
    assert Counter(link.kind for link in drawn) == {"small": WHOLE, "large": 69, "middle": 23}
    again = draw([*reversed(links("large", 300)), *links("middle", 100), *links("small", WHOLE)])
    assert {key(link) for link in drawn} == {key(link) for link in again}
