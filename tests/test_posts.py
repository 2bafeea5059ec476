"""Posts: who held each, who followed whom, and no succession where several come and go or much time lies between."""

from pathlib import Path

import pytest

from generator.linking.knowledge import Knowledge, learn
from generator.linking.posts import post_habits
from generator.pages.personnel import personnel_parts
from generator.pages.posts import post_parts
from generator.posts import Post
from generator.project import load_bulletin
from tests.support.bulletins import make_project, real_knowledge
from tests.support.pages import made

HEAD = "人事任免\n云州市人民政府关于{name}等同志职务任免的通知\n云府人〔2019〕{number}号\n各区、县人民政府：\n经研究，决定：\n"
FOOT = "\n云州市人民政府\n2019年{month}月8日\n"
CONFIG = {"site.yml": "title: 云州公报\ncity: 云州市\n", "series.yml": "series:\n  - {code: 云府人, slug: yfr, issuer: 云州市人民政府}\n"}


def known(folder: Path, *sentences: str, months: tuple[int, ...] = (1, 2, 3)) -> Knowledge:
    """A bulletin with one issue and one document for each text."""
    for number, (text, month) in enumerate(zip(sentences, months, strict=False), 1):
        source = HEAD.format(name="某某", number=number) + text + FOOT.format(month=month)
        make_project(folder, source, 2019, number, CONFIG)
    return learn(load_bulletin(folder)[0])


def post(found: Knowledge, title: str) -> Post:
    return next(post for post in found.posts if post.title == title)


def handed_over(found: Post) -> list[tuple[str, str, bool]]:
    return [(item.before.person, item.after.person, item.is_certain) for item in found.successions]


@pytest.mark.parametrize(("words", "single"), post_habits().examples)
def test_examples_of_posts_of_one_holder(words: str, single: bool) -> None:
    assert (words in post_habits().single) is single


# ---------------------------------------------------------------- the real issue


# Read from the print: 海政干〔2018〕4号 and 7号, posts that one leaves and one takes up.
@pytest.mark.parametrize(("title", "before", "after", "lines"), [
    ("市科学技术局局长", "王飞", "夏林辉", (7244, 7240)),
    ("市知识产权局局长", "王飞", "夏林辉", None),
    ("市农业局局长", "曹冲", "陈俊高", None),
    ("海门港新区管委会主任", "从建军", "沈小明", None),
    ("海门工业园区天补办事处主任", "张木平", "徐华", None),
])
def test_who_followed_whom_in_the_real_issue(title: str, before: str, after: str, lines: tuple[int, int] | None) -> None:
    found = post(real_knowledge(), title)
    assert handed_over(found) == [(before, after, False)]
    if lines:
        item = found.successions[0]
        assert item.before.closed and item.after.opened and (item.before.closed.line, item.after.opened.line) == lines


def test_an_office_that_names_no_organ_has_no_post_of_its_own(tmp_path: Path) -> None:
    """办公室主任 of two documents may be of two organs; a page for both would let one follow the other."""
    found = known(tmp_path, "免去李明同志市政府副秘书长、办公室主任职务。", "高远同志任市委副秘书长、办公室主任。")
    assert [p.title for p in found.posts] == ["市委副秘书长", "市政府副秘书长"]


def test_deputies_of_the_real_issue_follow_nobody() -> None:
    assert [p.title for p in real_knowledge().posts if p.successions and not p.is_single] == []
    found = post(real_knowledge(), "海门高新区管委会副主任")
    assert len(found.holdings) == 7 and not found.successions and not found.is_single
    assert [holding.person for holding in found.holders] == ["陈杰", "顾幸泉", "宋健"]


def test_every_appointment_with_an_organ_stands_in_one_post() -> None:
    known_ = real_knowledge()
    changes = [change for p in known_.posts for holding in p.holdings for change in holding.changes]
    assert len(changes) == len(set(changes)) == len([e for e in known_.ledger if e.change.organ_full or e.change.organ])
    assert len({p.id for p in known_.posts}) == len(known_.posts)
    assert all(holding.person_id for p in known_.posts for holding in p.holdings)


# ---------------------------------------------------------------- rules


def test_one_sentence_that_says_both_is_certain(tmp_path: Path) -> None:
    found = post(known(tmp_path, "任命罗明远为市林业局局长，免去田雨禾的市林业局局长职务。"), "市林业局局长")
    assert handed_over(found) == [("田雨禾", "罗明远", True)]


def test_two_who_leave_or_two_who_come_are_no_succession(tmp_path: Path) -> None:
    found = known(tmp_path, "罗明远同志任市林业局局长；\n免去田雨禾同志市林业局局长职务；\n免去高远同志市林业局局长职务；\n"
                            "欧阳澜同志任市商务局局长；\n苏晓同志任市商务局局长；\n免去马骏同志市商务局局长职务。")
    assert handed_over(post(found, "市林业局局长")) == [] and handed_over(post(found, "市商务局局长")) == []


def test_neighbouring_documents_make_a_succession_and_distant_ones_do_not(tmp_path: Path) -> None:
    sentences = ("免去田雨禾同志市林业局局长职务。", "罗明远同志任市林业局局长。")
    assert handed_over(post(known(tmp_path / "near", *sentences, months=(1, 3)), "市林业局局长")) == [("田雨禾", "罗明远", False)]
    assert handed_over(post(known(tmp_path / "far", *sentences, months=(1, 9)), "市林业局局长")) == []


def test_a_person_who_comes_back_follows_nobody(tmp_path: Path) -> None:
    found = post(known(tmp_path, "免去罗明远同志市林业局局长职务。", "罗明远同志任市林业局局长。"), "市林业局局长")
    assert handed_over(found) == [] and len(found.holdings) == 2


def test_a_time_is_closed_by_a_later_issue_and_ids_stay(tmp_path: Path) -> None:
    first = known(tmp_path, "罗明远同志任市林业局局长，试用期一年。")
    before = {p.id: p.title for p in first.posts}
    later = known(tmp_path / "again", "罗明远同志任市林业局局长，试用期一年。", "免去罗明远同志市林业局局长职务；\n田雨禾同志任市林业局局长；\n高远同志任市林业局巨长。")
    found = post(later, "市林业局局长")
    assert [(h.person, h.opened is not None, h.closed is not None) for h in found.holdings] == [("罗明远", True, True), ("田雨禾", True, False)]
    assert before.items() <= {p.id: p.title for p in later.posts}.items()


def test_posts_of_one_spelling_have_ids_of_their_own(tmp_path: Path) -> None:
    found = known(tmp_path, "罗明远同志任市司法局局长；\n田雨禾同志任市私法局局长。")
    assert len(found.posts) == 2 == len({p.id for p in found.posts}) and {p.title: p.id for p in found.posts}["市司法局局长"] == "shisifaju-juzhang"


def test_who_passes_the_probation_has_held_the_post_all_along(tmp_path: Path) -> None:
    found = known(tmp_path, "免去罗明远同志市商务局副局长职务。", "罗明远同志任市林业局局长试用期满，正式任职。")
    holding = post(found, "市林业局局长").holdings[0]
    assert (holding.opened, holding.closed, holding.date_from) == (None, None, None)
    assert not found.careers and not found.moves
    tenure = next(t for person in found.people.persons for t in person.tenures if t.post == "局长")
    assert tenure.date_from is None and tenure.opened is not None


# ---------------------------------------------------------------- pages


def test_a_post_is_reached_from_and_leads_to_people_organs_and_the_ledger() -> None:
    pages = made(post_parts(real_knowledge()))
    text = pages["posts/kejiju-juzhang.md"]
    for target in ("../people/wang-fei.html", "../people/xia-linhui.html", "../organs/kejiju.html", "../personnel.html", "../2018/01/hzg-2018-4.html#p5"):
        assert f'href="{target}"' in text, target
    assert "推定：同一职务一人免去、一人任职" in text and "<mark>夏林辉</mark>同志任市科学技术局局长" in text
    assert 'href="posts/kejiju-juzhang.html"' in next(iter(made(personnel_parts(real_knowledge())).values()))
    assert 'href="kejiju-juzhang.html"' in pages["posts/index.md"] and len(pages) == len(real_knowledge().posts) + 1


def test_deputies_are_shown_in_groups() -> None:
    text = made(post_parts(real_knowledge()))["posts/gaoxinqu-fuzhuren.md"]
    assert "不推定谁接替谁" in text and "前后任" not in text and "同一件公文的任免" in text


def test_the_ledger_has_a_page_a_year_where_there_are_several(tmp_path: Path) -> None:
    known(tmp_path, "罗明远同志任市林业局局长。")
    text = HEAD.format(name="某某", number=9) + "免去罗明远同志市林业局局长职务。" + "\n云州市人民政府\n2020年1月8日\n"
    make_project(tmp_path, text.replace("〔2019〕", "〔2020〕"), 2020, 1, CONFIG)
    found = learn(load_bulletin(tmp_path)[0])
    pages = made(personnel_parts(found))
    assert sorted(pages) == ["2019/personnel.md", "2020/personnel.md", "personnel.md"]
    assert 'href="2019/personnel.html"' in pages["personnel.md"] and "罗明远" not in pages["personnel.md"] and 'id="r1"' in pages["2020/personnel.md"]


def test_a_post_leads_to_its_organ_only_where_that_has_a_page(tmp_path: Path) -> None:
    text = "云州市人民政府关于陈娟等同志职务任免的通知\n云府任〔2018〕5号\n各县人民政府：\n任命陈娟为农行行长。\n云州市人民政府\n2018年1月5日\n"
    config = {"site.yml": "title: 云州公报\ncity: 云州市\n", "organs.yml": "organs:\n  - {id: nonghang, name: 中国农业银行云州支行, variants: [农行]}\n"}
    known = learn(load_bulletin(make_project(tmp_path, text, 2018, 1, config))[0])
    assert [post.organ_id for post in known.posts] == ["nonghang"] and not known.organs.of_organ("nonghang")
    assert not any("organs/nonghang.html" in page for page in made(post_parts(known)).values())
