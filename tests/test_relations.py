"""Links by words: documents and the meetings that decided them, and the topics that run through the issue."""

from pathlib import Path

import pytest

from generator.authority.topics import load_topics
from generator.linking.knowledge import learn
from generator.linking.meetings import Meeting, find_meetings, find_subjects, link_deliberations, meeting_habits
from generator.linking.passages import Passage, sentence_around
from generator.linking.topics import find_topic_mentions
from generator.links import Place
from generator.project import load_bulletin
from tests.support.bulletins import make_project, real_bulletin, real_knowledge


def test_a_meeting_is_told_by_body_term_and_number() -> None:
    same = ["根据某市第十七届人大常委会第十一次会议决定", "某市第十七届人大常委会召开第十一次会议，通过并任命了", "市十七届人民代表大会常务委员会第11次会议"]
    assert {meeting for text in same for meeting, _ in find_meetings(text)} == {Meeting("人大常委会", 17, 11)}
    assert not list(find_meetings("市人大常委会召开第九次会议"))      # the term is not printed: nothing to compare
    assert not list(find_meetings("市委常委会召开会议"))
    own = ["已经2019年3月20日市人民政府第28次常务会议通过", "20日，市政府第二十八次常务会议召开", "市长主持召开市政府第28次常务会议"]
    assert {meeting for text in own for meeting, _ in find_meetings(text)} == {Meeting("市政府常务会议", None, 28)}
    assert not list(find_meetings("邻州市政府第28次常务会议"))       # of another city


@pytest.mark.parametrize(("day", "linked"), [("3月5日", True), ("3月9日", False)])
def test_a_meeting_counted_without_a_term_lies_in_the_season_before_the_document(tmp_path: Path, day: str, linked: bool) -> None:
    text = CHRONICLE.replace("请遵照执行。", "本方案已经市政府第15次常务会议通过。").replace("3月5日", day).format(words="部署春耕")
    known = learn(load_bulletin(make_project(tmp_path, text, 2019, 2))[0])
    assert [(link.kind, link.certainty) for link in known.meetings if link.kind == "decided_at"] == ([("decided_at", "certain")] if linked else [])


def test_what_was_decided_is_not_linked_once_more_as_discussed(tmp_path: Path) -> None:
    text = CHRONICLE.replace("请遵照执行。", "本方案已经市政府第15次常务会议通过。").format(words="审议《云州市林长制工作方案》")
    known = learn(load_bulletin(make_project(tmp_path, text, 2019, 2))[0])
    assert [link.kind for link in known.meetings if link.target.id == "2019-03-05-1"] == ["decided_at"]


def links(kind: str) -> list[tuple[str, int | None, str, int | None, str]]:
    return [(link.source.id, link.source.line, link.target.id, link.target.line, link.certainty) for link in real_knowledge().links if link.kind == kind]


# Read from the print of the real issue before the rules were run.
def test_the_document_is_linked_to_the_meeting_in_the_chronicle() -> None:
    assert [(link.source.id, link.target.id, link.evidence) for link in real_knowledge().links if link.kind == "decided_at"] == [
        ("hzg-2018-4", "2018-02-09-2", "根据海门市第十七届人大常委会第十一次会议决定：")]


def test_the_meeting_that_had_the_matter_before_it() -> None:
    assert links("discussed_at") == [("hzf-2018-5", 551, "2018-01-11-1", 7534, "likely")]


def test_the_opening_of_the_organ_that_a_document_sets_up() -> None:
    assert links("opened_at") == [("hzg-2018-1", 7188, "2018-01-19-2", 7554, "likely")]


def test_people_who_leave_by_one_document_and_come_by_another() -> None:
    assert sorted(links("moves")) == [
        ("hzg-2018-7", 7335, "hzg-2018-4", 7240, "likely"), ("hzg-2018-7", 7337, "hzg-2018-4", 7242, "likely"),
        ("hzg-2018-7", 7466, "hzg-2018-6", 7314, "likely"), ("hzg-2018-7", 7472, "hzg-2018-6", 7316, "likely"), ("hzg-2018-7", 7474, "hzg-2018-6", 7318, "likely")]


def test_appointments_and_the_leading_groups_whose_lists_name_that_post() -> None:
    assert sorted(links("group")) == [
        ("hzg-2018-4", 7240, "hzbf-2018-18", 5711, "likely"), ("hzg-2018-5", 7273, "hzbf-2018-4-t1", 3255, "likely"),
        ("hzg-2018-7", 7449, "hzbf-2018-4-t1", 3219, "likely")]


@pytest.mark.parametrize(("text", "subjects"), meeting_habits().examples)
def test_what_a_meeting_had_before_it(text: str, subjects: tuple[str, ...]) -> None:
    assert tuple(subject for subject, _ in find_subjects(text)) == subjects


CHRONICLE = """云州市林长制工作方案的通知
云府发〔2019〕2号
各区、县人民政府：
请遵照执行。
云州市人民政府
2019年3月8日

市政府大事记
3月5日，市政府召开第十五次常务会议，{words}。
3月9日，市林长办正式挂牌。
"""


@pytest.mark.parametrize(("words", "certainty"), [
    ("审议并通过《云州市林长制工作方案》", "likely"),       # words within the title
    ("审议并通过《云州市林长制工作方案的通知》", "certain"),
    ("听取《云州市林长制工作方案》落实情况的汇报", None),      # nothing was before the meeting
    ("审议并通过《工作方案》", None),                        # such a name fits too many documents
    ("讨论2018年云州市林长制工作方案", None),                 # of another year
])
def test_subjects_of_meetings_lead_to_the_one_document(tmp_path: Path, words: str, certainty: str | None) -> None:
    bulletin = load_bulletin(make_project(tmp_path, CHRONICLE.format(words=words), 2019, 2))[0]
    assert bulletin.issues[0].chronicle and [link.certainty for link in link_deliberations(bulletin)] == ([certainty] if certainty else [])


def test_of_two_documents_that_fit_neither_is_linked(tmp_path: Path) -> None:
    text = CHRONICLE.format(words="审议并通过《云州市林长制工作方案》")
    again = text.partition("市政府大事记")[0].replace("2号", "3号").replace("云州市林长制工作方案的通知", "调整云州市林长制工作方案的通知")
    bulletin = load_bulletin(make_project(tmp_path, again + text, 2019, 2))[0]
    assert len(bulletin.issues[0].documents) == 2 and not list(link_deliberations(bulletin))


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


def test_a_word_that_is_only_part_of_another_name_is_no_mention(tmp_path: Path) -> None:
    (tmp_path / "topics.yml").write_text("topics:\n  - {id: anquan, name: 安全生产, words: [安全生产], not: [安全生产监督管理局]}\n"
                                         "  - {id: wrong, name: 植树, words: [植树], not: [林业局]}\n", encoding="utf-8")
    topics, faults = load_topics(tmp_path, "site_config")
    assert [topic.id for topic in topics] == ["anquan"] and ["not 应是一个列表" in fault.message for fault in faults] == [True]
    place = Place("document", "d", 1, "d.html")
    passages = [Passage(text, place, "") for text in ("云州市安全生产监督管理局", "安全生产监督管理局负责安全生产。")]
    assert [(mention.word, mention.sentence) for mention in find_topic_mentions(passages, topics)] == [("安全生产", "安全生产监督管理局负责安全生产。")]
