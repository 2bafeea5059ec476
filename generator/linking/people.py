"""Tells who is one person: the mentions of a name that their words join, the editor's decisions, and what stays unsure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from generator.appointments import PersonnelChange
from generator.authority.bundle import Authority
from generator.authority.people import Namesake, Parting, PeopleList, suggest_different, suggest_same
from generator.bulletin import Bulletin
from generator.diagnostics import Code, Diagnostic
from generator.edits import Edit, EditKind
from generator.linking.person_places import Appointment, find_places
from generator.linking.person_words import person_words
from generator.notation.folding import squeeze
from generator.people import NameInDoubt, Person, PersonMention, Tenure, Where
from generator.records import Issue

_OF_ONE = (Where.CHRONICLE, Where.TASK)    # of these, mentions of one name under one title are one person's
_REMEMBERED = 1 << 16       # titles
_TABLE = re.compile(r"-t\d+$")      # behind the id of a document: the id of a table of it
_SHORTEST = 3   # signs of the name of an organ that may stand for a longer one: 甲工业园区, 甲工业园区安监局


@dataclass(frozen=True)
class PeopleReading:
    """Everybody named, in the order of pinyin; and the names whose end nothing decides."""

    persons: tuple[Person, ...]
    doubts: tuple[tuple[Issue, NameInDoubt], ...]
    by_record: Mapping[str, Set[str]]      # ids of the people each record names

    @cached_property
    def _by_change(self) -> Mapping[tuple[str, str, int, str | None], Person]:
        return {(m.name, m.record, m.line, m.title): person for person in self.persons for m in person.of(Where.APPOINTMENT)}

    def person_of(self, change: PersonnelChange) -> Person | None:
        """Whom a sentence of appointment speaks of."""
        return self._by_change.get((change.person, change.document, change.line, change.office))

    def people_in(self, record_ids: Sequence[str]) -> list[str]:
        """The ids of the people these records name, sorted."""
        return sorted({person for record in record_ids for person in self.by_record.get(record, ())})


def read_persons(bulletin: Bulletin) -> PeopleReading:
    """Everybody named in the bulletin. Ids do not change when later issues come in."""
    places = find_places(bulletin)
    by_name: dict[str, list[PersonMention]] = {}
    for mention in places.mentions:
        by_name.setdefault(mention.name, []).append(mention)
    changes = {item.mention: item for item in places.appointments}
    maker = _Maker(bulletin.authority, changes, {key: edit.to for key, edit in _pinned(bulletin)})
    persons = [person for name, mentions in by_name.items() for person in maker.make(name, mentions)]
    appointed: dict[str, list[Appointment]] = {}
    for item in places.appointments:
        appointed.setdefault(item.mention.name, []).append(item)
    persons = sorted((replace(person, tenures=_tenures(person, appointed.get(person.name, ()))) for person in persons), key=lambda person: person.id)
    by_record: dict[str, set[str]] = {}
    for person in persons:
        for mention in person.mentions:
            by_record.setdefault(mention.record, set()).add(person.id)
    return PeopleReading(tuple(persons), places.doubts, by_record)


_Key = tuple[str, int, str]     # issue, line and name of a mention


def _pinned(bulletin: Bulletin) -> Iterator[tuple[_Key, Edit]]:
    """The corrections that say of a line which of several people of a name it means."""
    for issue in bulletin.issues:
        for edit in issue.meta.edits:
            if edit.kind is EditKind.PERSON and edit.lines is not None:
                yield (issue.meta.id, edit.lines[0], squeeze(edit.words)), edit


def pinned_doubts(bulletin: Bulletin, reading: PeopleReading) -> Iterator[Diagnostic]:
    """A fault for each such correction that reaches nobody: no such id for the name in people.yml, or nobody of the name read on that line."""
    paths = {issue.meta.id: issue.meta.path for issue in bulletin.issues}
    for (issue, line, name), edit in _pinned(bulletin):
        if not any(person.id == edit.to and any((m.issue, m.line, m.name) == (issue, line, name) for m in person.mentions) for person in reading.persons):
            yield Diagnostic(Code.EDIT_MISMATCH, paths[issue], edit.place, f"“{name}”没有认定为 {edit.to}：people.yml 的 different 里没有这个 id，或这一处没有读出此人。",
                             words=edit.words, done="这一条没有用到。", advice="请先在 site_config/people.yml 的 different 里写明同名的几个人，words 写完整姓名。")


class _Maker:
    """Makes persons of names, in the order of print: the first of one spelling has the plain id, for ever."""

    def __init__(self, authority: Authority, changes: Mapping[PersonMention, Appointment], pinned: Mapping[_Key, object]) -> None:
        self.pinned = pinned
        self.decided: PeopleList = authority.people
        self.kin = _Kin(authority, {mention: item.change for mention, item in changes.items()})
        self.words = person_words()
        self.taken = {person.id for parting in self.decided.different.values() for person in parting.persons} | set(self.decided.ids.values())

    def make(self, name: str, mentions: Sequence[PersonMention]) -> Iterator[Person]:
        parting = self.decided.different.get(name)
        if parting is not None:
            yield from self._parted(parting, mentions)
            return
        groups = tuple(self.kin.groups(mentions))
        reason = self.decided.same.get(name)
        yield Person(self._id(name), name, None, tuple(mentions), (), len(groups) == 1 or reason is not None, reason if len(groups) > 1 else None, groups)

    def _parted(self, parting: Parting, mentions: Sequence[PersonMention]) -> Iterator[Person]:
        left = list(mentions)
        for person in parting.persons:
            own = [mention for mention in left if self._is(mention, person)]
            left = [mention for mention in left if mention not in own]
            if own:
                yield Person(person.id, parting.name, person.note, tuple(own), (), True, parting.reason, (tuple(own),))
        if left:    # nobody decided about these
            yield Person(self._id(parting.name), parting.name, "未认定是哪一位", tuple(left), (), False, None, tuple(self.kin.groups(left)))

    def _is(self, mention: PersonMention, person: Namesake) -> bool:
        """What issue.yml says of this very line goes before the words of people.yml."""
        pinned = self.pinned.get((mention.issue, mention.line, mention.name))
        return pinned == person.id if pinned is not None else bool(mention.title) and any(word in squeeze(mention.title or "") for word in person.words)

    def _id(self, name: str) -> str:
        if name in self.decided.ids:
            return self.decided.ids[name]
        base = self.words.spell(name) or "person"
        numbers = [f"{ord(sign):x}" for sign in name]
        # 张旻, 张敏: the later of two names of one spelling bears its signs' numbers; 于伟, 余伟, 俞伟: the third that of its surname too.
        found = next(id_ for id_ in (base, f"{base}-{''.join(numbers[1:])}", f"{base}-{''.join(numbers)}", *(f"{base}-{count}" for count in range(2, len(self.taken) + 3)))
                     if id_ not in self.taken and id_ != "index")
        self.taken.add(found)
        return found


class _Group:
    """Mentions joined so far. Years of mentions of one kind and title need no comparing: one of each stands in `kinds`."""

    def __init__(self) -> None:
        self.mentions: list[PersonMention] = []
        self.kinds: dict[object, PersonMention] = {}

    def add(self, mention: PersonMention) -> None:
        self.mentions.append(mention)
        self.kinds.setdefault((mention.where, mention.title, None if mention.where in _OF_ONE else mention.record), mention)

    def take(self, other: "_Group") -> None:
        self.mentions += other.mentions
        self.kinds = other.kinds | self.kinds


class _Kin:
    """Which mentions of one name their words join."""

    def __init__(self, authority: Authority, changes: Mapping[PersonMention, PersonnelChange]) -> None:
        self.organs, self.outside, self.level = authority.organs, authority.organs.outside, authority.site.level
        self.changes = changes
        self.words = person_words().lists
        remember = lru_cache(_REMEMBERED)
        self._leads, self._segments, self._organs = remember(self._find_leads), remember(self._find_segments), remember(self._find_organs)

    def groups(self, mentions: Sequence[PersonMention]) -> list[tuple[PersonMention, ...]]:
        """The mentions, joined where one leads to the other; each group and the groups in the order of print."""
        groups: list[_Group] = []
        owners: dict[object, _Group] = {}     # mentions of one kind and title are one person's
        for mention in mentions:
            key = (mention.where, mention.title) if mention.where in _OF_ONE else mention
            if key not in owners:
                near = [group for group in groups if any(self.joined(mention, other) for other in group.kinds.values())]
                own = near[0] if near else _Group()
                for group in near[1:]:
                    own.take(group)
                    owners = {kind: own if owner is group else owner for kind, owner in owners.items()}
                groups = [*(group for group in groups if group not in near), own]
                owners[key] = own
            owners[key].add(mention)
        place = {id(mention): index for index, mention in enumerate(mentions)}
        ordered = [tuple(sorted(group.mentions, key=lambda m: place[id(m)])) for group in groups]
        return sorted(ordered, key=lambda group: place[id(group[0])])

    def joined(self, one: PersonMention, other: PersonMention) -> bool:
        """True where the words say that two mentions of a name are of one person."""
        if one.record == other.record and one.where is other.where:
            return one.where in (Where.APPOINTMENT, Where.CHRONICLE, Where.TASK, Where.NAMED) or one.title == other.title     # a list of honours may hold two of a name
        if Where.NAMED in (one.where, other.where) and _TABLE.sub("", one.record) == _TABLE.sub("", other.record):
            return True     # a group's head is named again in the text of its document
        if self._leads(one.where, one.title) and self._leads(other.where, other.title):
            return True
        segments, others = self._segments(one.where, one.title), self._segments(other.where, other.title)
        if one.where is Where.CHRONICLE and other.where is Where.CHRONICLE:
            return one.title == other.title or bool(segments & others)
        return self._share_organ(one, other) or any(len(segment) > _SHORTEST for segment in segments & others)

    def _find_leads(self, where: Where, title: str | None) -> bool:
        """True for a leader of the city itself: who leads a task, is named in the chronicle without a title, or bears such a title without
        a place elsewhere."""
        if where is Where.TASK or (where is Where.CHRONICLE and not title):
            return True
        title = title or ""
        if where not in (Where.CHRONICLE, Where.ROSTER) or any(place in title for place in self.outside):
            return False
        alone = self.words["leader_titles_alone"] if where is Where.CHRONICLE else ()
        return any(segment in alone or segment.endswith(self.words["leader_titles"]) for segment in title.split("、"))

    def _find_segments(self, where: Where, title: str | None) -> frozenset[str]:
        """The titles one by one, without the place: 甲市副市长 and 甲副市长 are the same, and in a county's bulletin 县财政局局长 and 财政局局长."""
        found = set()
        printed = squeeze(title or "").replace("，", "、").split("、")
        if where is not Where.CHRONICLE:    # 甲园区党工委副书记、管委会副主任: the second is of 甲园区 too
            printed += [lead + segment for lead in self._leads_of(printed[0]) for segment in printed[1:]]
        for segment in printed:
            for place in self.outside:
                segment = segment.removeprefix(place)
            found.add(segment.removeprefix(self.level))
        return frozenset(found - {""})

    def _share_organ(self, one: PersonMention, other: PersonMention) -> bool:
        (ids, words), (other_ids, other_words) = self._organs_of(one), self._organs_of(other)
        if ids & other_ids:
            return True
        short, long = sorted((words, other_words), key=len)
        return len(short) > _SHORTEST and long.startswith(short)

    def _organs_of(self, mention: PersonMention) -> tuple[frozenset[str], str]:
        change = self.changes.get(mention) if mention.where is Where.APPOINTMENT else None
        return self._organs(mention.title, change.organ_id if change is not None else None)

    def _find_organs(self, title: str | None, organ_id: str | None) -> tuple[frozenset[str], str]:
        """The ids of the organs of a title, and its words without brackets; `organ_id` where an appointment says it."""
        words = squeeze(title or "").partition("（")[0]
        ids = {organ_id} if organ_id else {self._organ(segment) for segment in words.split("、")}
        return frozenset(name for name in ids if name), words

    def _organ(self, segment: str) -> str | None:
        organ = self.organs.find(next(self._leads_of(segment), ""))
        return organ.id if organ is not None else None

    def _leads_of(self, segment: str) -> Iterator[str]:
        """The names of organs that a title begins with, the longest first."""
        yield from (segment[:end] for end in range(len(segment), 1, -1) if self.organs.find(segment[:end]) is not None)


# ---------------------------------------------------------------- posts


def _tenures(person: Person, appointments: Sequence[Appointment]) -> tuple[Tenure, ...]:
    """The posts of a person in the order of print; a removal closes the same post where the print has its beginning."""
    own = set(person.mentions)
    found: list[Tenure] = []
    for item in appointments:
        mention, change = item.mention, item.change
        if mention not in own:
            continue
        organ = change.organ_full or change.organ
        same = next((i for i, t in enumerate(found) if (t.organ, t.post) == (organ, change.post) and t.closed is None), None)
        if change.action.is_end and same is not None:
            found[same] = replace(found[same], date_to=change.date, closed=mention)
        elif change.action.is_end:
            found.append(Tenure(organ, change.post, None, change.date, None, mention))
        elif change.action.is_start and same is None:
            found.append(Tenure(organ, change.post, change.date if change.action.is_beginning else None, None, mention, None))
    return tuple(found)


# ---------------------------------------------------------------- for the editor


def people_doubts(bulletin: Bulletin, reading: PeopleReading) -> Iterator[Diagnostic]:
    """What an editor should decide: names whose end is open, names that may be of several people."""
    paths = {issue.meta.id: issue.source.path for issue in bulletin.issues}
    for issue, doubt in reading.doubts:
        yield Diagnostic(Code.NAME_IN_DOUBT, issue.source.path, doubt.line, f"“{doubt.title}”后面是不是人名、到哪个字为止，无法断定。", words=doubt.words,
                         done=f"没有列入人物；可能是“{'”“'.join(doubt.candidates)}”。",
                         advice="如确是人名，请在 site_config/layouts.yml 里写明人名后面的那个词，例如 name_followers: [深耕]。")
    for person in reading.persons:
        if not person.is_sure:
            first = person.groups[-1][0]
            choices = [(f"{person.id}-{number}", squeeze(group[0].title or "")) for number, group in enumerate(person.groups, 1)]
            shown = "；".join(f"{words}（{group[0].record}）" for (_, words), group in zip(choices, person.groups, strict=True))
            yield Diagnostic(Code.PERSON_UNSURE, paths[first.issue], first.line, f"“{person.name}”在几处出现，看不出是不是同一人：{shown}。", words=first.words,
                             done="合在一页，页上注明可能不是同一人。",
                             advice=f"请在 site_config/people.yml 里决定。是一人：{suggest_same(person.name)}；不是：{suggest_different(person.name, choices)}")


def idle_decisions(decided: PeopleList, reading: PeopleReading) -> Iterator[Diagnostic]:
    """The entries of people.yml about names that no issue prints; to be asked only where all issues were read."""
    names = Counter(person.name for person in reading.persons)
    for name in (*decided.same, *decided.different, *decided.ids):
        if not names[name]:
            yield Diagnostic(Code.PERSON_UNSURE, decided.path, decided.lines.get(name), f"各期公报里没有“{name}”。", words=name, done="这一条没有用到。",
                             advice="请核对姓名；不再需要的可以删去。")
