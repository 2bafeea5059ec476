"""Doubts about people: a name written two ways, a post with two holders, somebody removed whom nobody is known to have put there."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from pypinyin import lazy_pinyin

from generator.bulletin import Bulletin
from generator.diagnostics import Code, Diagnostic, format_place
from generator.notation.folding import squeeze
from generator.people import Person, PersonMention
from generator.posts import Holding, Post

_SHORTEST_TITLE = 4     # signs of a title that says who somebody is: 副市长 does not, 市财政局局长 does


def find_name_doubts(bulletin: Bulletin, persons: Sequence[Person], posts: Sequence[Post]) -> tuple[Diagnostic, ...]:
    """The doubts in no particular order."""
    paths = {issue.meta.id: issue.source.path for issue in bulletin.issues}
    issues = {document.id: issue.source.path for issue, document in bulletin.documents()}
    return (*_written_two_ways(persons, posts, paths), *(doubt for post in posts if post.is_single for doubt in _holders(post, issues)))


# ---------------------------------------------------------------- names


def _written_two_ways(persons: Sequence[Person], posts: Sequence[Post], paths: dict[str, str]) -> Iterator[Diagnostic]:
    """Two names of one sound that differ in one sign, with one title: 卢卫东, 陆卫东. The print tells those apart of whom one followed the other in a post."""
    followed = {frozenset((step.before.person, step.after.person)) for post in posts for step in post.successions}
    alike: dict[tuple[int, str], list[Person]] = {}
    for person in persons:
        for place in range(len(person.name)):
            alike.setdefault((place, person.name[:place] + "＿" + person.name[place + 1:]), []).append(person)
    for (place, _), group in alike.items():
        for one, other in combinations(group, 2):
            if one.name == other.name or frozenset((one.name, other.name)) in followed or not _same_sound(one.name[place], other.name[place]):
                continue
            shared = _shared_title(one, other)
            if shared is not None:
                first, second = sorted(shared, key=lambda mention: (mention.issue, mention.line))
                yield _two_ways(first, second, paths)


def _same_sound(one: str, other: str) -> bool:
    return lazy_pinyin(one) == lazy_pinyin(other)


def _shared_title(one: Person, other: Person) -> tuple[PersonMention, PersonMention] | None:
    titles = {squeeze(mention.title): mention for mention in one.mentions if mention.title and len(squeeze(mention.title)) >= _SHORTEST_TITLE}
    return next(((titles[squeeze(mention.title)], mention) for mention in other.mentions if mention.title and squeeze(mention.title) in titles), None)


def _two_ways(one: PersonMention, other: PersonMention, paths: dict[str, str]) -> Diagnostic:
    return Diagnostic(Code.NAME_TWO_WAYS, paths[other.issue], other.line,
                      f"“{one.name}”（{format_place(paths[one.issue], one.line)}）和“{other.name}”职务相同（{squeeze(other.title or '')}），只差一个同音字。", words=other.words,
                      done="当作两个人，照印本显示。", advice=f"请核对印本；印错的在 issue.yml 里用 erratum 注明。前一处印的是：{one.words[:60]}")


# ---------------------------------------------------------------- posts


def _holders(post: Post, paths: dict[str, str]) -> Iterator[Diagnostic]:
    """Only what the held issues contradict: of most people they print either the beginning or the end."""
    begun = [holding for holding in post.holdings if holding.date_from is not None]
    for before, after in combinations(sorted(begun, key=lambda holding: str(holding.date_from)), 2):
        if before.closed is None and before.person != after.person and after.opened is not None:
            yield Diagnostic(Code.TWO_HOLDERS, paths[after.opened.document], after.opened.line,
                             f"{post.title}：{after.person}任职时，{_told(before, paths)}，没有印免职。", words=after.opened.wording.sentence,
                             done="两人都列为任职。", advice="请核对是否漏登了免职，或职务、姓名印错；印本如此则无需处理。")
    for holding in post.holdings:
        removal = holding.closed
        if removal is None or removal.date is None or holding.opened is not None:
            continue
        others = [other for other in begun if other.person != holding.person and other.closed is None and other.date_from and other.date_from < removal.date]
        if others:
            yield Diagnostic(Code.REMOVAL_ODD, paths[removal.document], removal.line, f"免去{holding.person}的{post.title}，但印本里没有他任此职；{_told(others[-1], paths)}。",
                             words=removal.wording.sentence, done="两样都照印本。", advice="请核对姓名和职务；印本如此则无需处理。")


def _told(holding: Holding, paths: dict[str, str]) -> str:
    opened = holding.opened
    assert opened is not None
    return f"{holding.person}已于 {opened.date.isoformat() if opened.date else '此前'} 任此职（{format_place(paths[opened.document], opened.line)}）"
