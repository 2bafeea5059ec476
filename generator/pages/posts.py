"""Pages of posts: who held each, who followed whom, with both sentences; and their index by organ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from generator.addresses import organ_url, person_url, post_url
from generator.appointments import PersonnelChange
from generator.authority.site import Site
from generator.linking.knowledge import Knowledge
from generator.notation.dates import format_date
from generator.pages.evidence import EvidenceLine, RecordBook, mark
from generator.pages.organ_names import spelled
from generator.pages.page import Page, page_part, render_page
from generator.parts import Part
from generator.posts import Holding, Post, Succession

INDEX = "posts/index.html"
_Organs = Mapping[str, tuple[str, str | None]]      # name and address of each organ by its id; no address where it has no page


@dataclass(frozen=True)
class Term:
    """A person's time in a post as pages show it: `start` and `end` are "" where the print has none."""

    name: str
    url: str | None
    start: str
    end: str
    note: str
    lines: tuple[EvidenceLine, ...]


@dataclass(frozen=True)
class Handover:
    """Who followed whom, and the two sentences."""

    before: Term
    after: Term
    is_certain: bool
    lines: tuple[EvidenceLine, ...]


@dataclass(frozen=True)
class Decision:
    """What one document did to a post that several hold: who came, who left, with the names' addresses."""

    source: str
    url: str
    came: tuple[tuple[str, str | None], ...]
    left: tuple[tuple[str, str | None], ...]


def post_parts(known: Knowledge) -> Iterator[Part]:
    """The index of posts and a page for each; the index says so where nobody is appointed."""
    book = RecordBook(known)
    authority = known.bulletin.authority
    organs = {organ.id: (organ.name, organ_url(organ.id) if known.organs.of_organ(organ.id) else None) for organ in authority.organs.entries}
    noindex = authority.site.people_noindex
    groups = _by_organ(known.posts, organs, authority.site)
    yield page_part("posts", known.bulletin.stamp((), groups), partial(_index, groups, len(known.posts), noindex))
    for post in known.posts:
        documents = [change.document for holding in post.holdings for change in holding.changes]
        yield page_part(f"post {post.id}", book.stamp(documents, _told(post), organs.get(post.organ_id or "")), partial(_post_page, post, organs, book, noindex))


def _index(groups: Sequence[object], total: int, noindex: bool) -> Page:
    return render_page("posts", INDEX, "职务索引", [("职务", None)], noindex=noindex, hide=("toc",), groups=groups, total=total)


def _told(post: Post) -> tuple[object, ...]:
    """All that issues by themselves do not decide: who is who, what is put together, and who followed whom."""
    def holding(own: Holding) -> tuple[object, ...]:
        return own.person, own.person_id, [(c.document, c.line, c.wording.ordinal, c.action.value, c.person, c.office) for c in own.changes]

    successions = [(holding(item.before), holding(item.after), item.is_certain) for item in post.successions]
    return post.organ_id, post.organ, post.name, post.is_single, [holding(own) for own in post.holdings], successions


def posts_of_people(posts: Sequence[Post]) -> Mapping[tuple[str | None, str], str]:
    """The address of the page of a post, by the id of a person who held it and the office as printed."""
    return {(holding.person_id, change.office): post_url(post.id) for post in posts for holding in post.holdings for change in holding.changes}


def holders(post: Post) -> str:
    """Who holds the post, as far as is printed: the names of those nobody has removed."""
    return "、".join(holding.person for holding in post.holders)


def _by_organ(posts: Sequence[Post], organs: _Organs, site: Site) -> list[tuple[str, str | None, list[tuple[str, str, str]]]]:
    """(organ, its address, its posts as (address, name, holders)), in the order of pinyin."""
    def organ(post: Post) -> tuple[str, str | None]:
        return organs[post.organ_id] if post.organ_id else (post.organ, None)

    ordered = sorted(posts, key=lambda post: (spelled(organ(post)[0], site), organ(post)[0], not post.is_single, post.id))
    return [(name, url, [(post_url(post.id), post.name, holders(post)) for post in group]) for (name, url), group in groupby(ordered, key=organ)]


def _post_page(post: Post, organs: _Organs, book: RecordBook, noindex: bool) -> Page:
    return render_page(
        "post", post_url(post.id), post.title, [("职务", INDEX), (post.title, None)], description=f"公报中的{post.title}：任职、免职和前后任", noindex=noindex,
        hide=("toc",), post=post, organ=organs[post.organ_id] if post.organ_id else (post.organ, None),
        terms=[_term(holding, book) for holding in post.holdings], handovers=[_handover(item, book) for item in post.successions],
        decisions=[] if post.is_single else list(_decisions(post, book)))


def _line(change: PersonnelChange, book: RecordBook) -> EvidenceLine:
    sentence = change.wording.sentence
    at = sentence.find(change.person)
    return book.line(change.document, change.wording.anchor, mark(sentence, at, at + len(change.person) if at >= 0 else at), change.line)


def _day(change: PersonnelChange | None) -> str:
    if change is None:
        return ""
    return f"{format_date(change.date)}{change.action.shown}" if change.date else f"{change.action.shown}（成文日期未注明）"


def _person(holding: Holding) -> tuple[str, str | None]:
    return holding.person, person_url(holding.person_id) if holding.person_id else None


def _term(holding: Holding, book: RecordBook) -> Term:
    note = "" if holding.opened and holding.closed else "印本未载免职" if holding.opened else "印本未载任职"
    lines = tuple(dict.fromkeys(_line(change, book) for change in holding.changes))
    return Term(*_person(holding), _day(holding.opened), _day(holding.closed), note, lines)


def _handover(item: Succession, book: RecordBook) -> Handover:
    before, after = _term(item.before, book), _term(item.after, book)
    lines = tuple(dict.fromkeys((*before.lines[-1:], *after.lines[:1])))
    return Handover(before, after, item.is_certain, lines)


def _decisions(post: Post, book: RecordBook) -> Iterator[Decision]:
    """The documents in the order of time; only those that touch more than one holder say more than the list of holders."""
    touched: dict[str, list[tuple[Holding, PersonnelChange]]] = {}
    for holding in post.holdings:
        for change in holding.changes:
            touched.setdefault(change.document, []).append((holding, change))
    for document, changes in touched.items():
        if len(changes) > 1:
            yield Decision(book.name(document), book.url(document, changes[0][1].wording.anchor),
                           tuple(_person(h) for h, c in changes if c.action.is_start), tuple(_person(h) for h, c in changes if c.action.is_end))
