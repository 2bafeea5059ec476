"""Links by words: documents and the meetings that decided them, and the topics that run through the issue."""

from pathlib import Path

import pytest

from generator.authority.topics import load_topics
from generator.linking.meetings import Meeting, find_meetings
from generator.linking.passages import sentence_around
from tests.support.bulletins import real_bulletin, real_knowledge


def test_a_meeting_is_told_by_body_term_and_number() -> None:
    same = ["根据某市第十七届人大常委会第十一次会议决定", "某市第十七届人大常委会召开第十一次会议，通过并任命了", "市十七届人民代表大会常务委员会第11次会议"]
    assert {meeting for text in same for meeting, _ in find_meetings(text)} == {Meeting("人大常委会", 17, 11)}
    assert not list(find_meetings("市人大常委会召开第九次会议"))      # the term is not printed: nothing to compare
    assert not list(find_meetings("市委常委会召开会议"))


def test_the_document_is_linked_to_the_meeting_in_the_chronicle() -> None:
    links = real_knowledge().meetings
    assert [(link.source.id, link.target.id, link.evidence) for link in links] == [
        ("hzg-2018-4", "2018-02-09-2", "根据海门市第十七届人大常委会第十一次会议决定：")]


@pytest.mark.parametrize(("topic", "lines"), [
    # Read from the print: the passages that name the cruise ship project and the change of supervision.
    ("haohua-youlun", [701, 764, 7523, 7569]),
    ("jiancha-tizhi", [7188, 7554]),     # 7591 only tells that the commission attended
])
def test_passages_that_name_a_topic(topic: str, lines: list[int]) -> None:
    mentions = [m for m in real_knowledge().topic_mentions if m.topic_id == topic]
    assert [m.place.line for m in mentions] != [] and all(m.word in m.sentence for m in mentions)
    found = [m.place.line for m in mentions if m.place.type != "table"]
    assert found == [line for line in lines if line > 7000]


def test_every_mention_holds_its_word() -> None:
    bulletin = real_bulletin()[0]
    lines = {line.number: line.text for line in bulletin.issues[0].source.lines}
    for mention in real_knowledge().topic_mentions:
        assert mention.word in mention.sentence
        if mention.place.type == "document":
            assert mention.word in lines[mention.place.line or 0] + lines.get((mention.place.line or 0) + 2, "")


def test_sentence_around() -> None:
    text = "第一句。第二句有豪华邮轮；第三句"
    assert sentence_around(text, text.index("豪华")) == "第二句有豪华邮轮；"


@pytest.mark.parametrize("text", ["topics: 3\n", "topics:\n  - {id: a}\n", "topics:\n  - {id: A b, name: x, words: [y]}\n",
                                  "topics:\n  - {id: a, name: x, words: [y]}\n  - {id: a, name: z, words: [w]}\n",
                                  "topics:\n  - {id: a, name: x, words: [y]}\n  - {id: b, name: z, words: [y]}\n", "thema: []\n"])
def test_faults_of_topics_are_reported(tmp_path: Path, text: str) -> None:
    (tmp_path / "topics.yml").write_text(text, encoding="utf-8")
    _, faults = load_topics(tmp_path, "site_config")
    assert faults and all(fault.line for fault in faults)


def test_the_topics_of_this_bulletin_are_in_order() -> None:
    assert real_bulletin()[0].authority.topics
    assert not load_topics(Path("site_config"), "site_config")[1]
