"""Reads names and posts inside a clause of appointment: 陈某、顾某某; 某局副局长、主任科员; brackets behind them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.appointments import Action
from generator.notation.folding import NAME_DOTS, squeeze
from generator.parsing.personnel_words import Parent, PersonnelWords

_NAME = re.compile(f"[\u3400-\u9fff〇]{{2,4}}|[\u3400-\u9fff]{{1,8}}(?:[{NAME_DOTS}][\u3400-\u9fff]{{1,10}}){{1,3}}")
_MARK = re.compile("(?P<name>[^（）()]+)(?P<mark>[（(](?:[男女]|[男女]?[，,]?[\u3400-\u9fff]{1,5}族)[）)])?")
_ORGAN = re.compile("[\u3400-\u9fffA-Za-z0-9·“”、—（）()《》〇]{2,60}")
_BETWEEN = re.compile("[、，]|(?<=.)兼(?:任)?")
_OPEN, _CLOSE = "（(", "）)"
_SHORT = 5      # signs of an organ that can hardly name the one it belongs to


@dataclass(frozen=True)
class Name:
    """A person as named: `mark` is what is printed behind the name in brackets, brackets included."""

    name: str
    mark: str = ""

    @property
    def printed(self) -> str:
        return self.name + self.mark


@dataclass(frozen=True)
class Tail:
    """A note or probation as printed."""

    words: str
    is_probation: bool

    @property
    def printed(self) -> str:
        return self.words


@dataclass(frozen=True)
class Office:
    """A post with what is printed of its organ; `action` where its own words change that of the clause (代理, （兼）)."""

    organ: str | None
    post: str
    action: Action | None = None
    tails: tuple[Tail, ...] = ()

    @property
    def printed(self) -> str:
        return (self.organ or "") + self.post


Part = str | Name | Office | Tail


def printed(parts: Sequence[Part]) -> str:
    return "".join(part if isinstance(part, str) else part.printed for part in parts)


# ---------------------------------------------------------------- names


def read_names(raw: str, words: PersonnelWords, needs_surname: bool) -> tuple[Part, ...] | None:
    """The names in `raw` (blanks as printed) with what stands between them; None where one of them cannot be a name.

    高　远 is one name, 张三　李四 are two. `needs_surname` where nothing marks it as a name (同志 is not printed).
    """
    parts: list[Part] = []
    for index, piece in enumerate(re.split("、|(?<=[^和])和(?=[^和]{2})", raw)):
        if index:
            parts.append("、" if "、" in raw else "和")
        names = _spaced(piece)
        found = [_name(name, words, needs_surname) for name in names]
        if not found:
            return None
        for name in found:
            if name is None:
                return None
            parts.append(name)
    return tuple(parts) if printed(parts) == squeeze(raw) else None


def _spaced(piece: str) -> list[str]:
    """Blanks inside a name stand where one of its halves is a single character, else they stand between names."""
    pieces = [part for part in map(squeeze, re.split(r"[\s\u3000\u00a0]+", piece)) if part]
    if len(pieces) > 1 and all(len(part) > 1 for part in pieces):
        return pieces
    return ["".join(pieces)]


def _name(text: str, words: PersonnelWords, needs_surname: bool) -> Name | None:
    match = _MARK.fullmatch(text)
    if match is None or not _NAME.fullmatch(match["name"]):
        return None
    name = match["name"]
    if any(word in name if len(word) > 1 else name.startswith(word) and word not in words.surnames for word in words.not_names):
        return None
    if name.endswith(words.not_name_ends):
        return None
    foreign = any(dot in name for dot in NAME_DOTS)
    if len(name) == 4 and not foreign and name[:2] not in words.compound_surnames:
        return None     # two names run together, or half a sentence
    if needs_surname and not foreign and name[0] not in words.surnames and name[:2] not in words.compound_surnames:
        return None
    return Name(name, match["mark"] or "")


# ---------------------------------------------------------------- posts


def split_office(text: str, words: PersonnelWords) -> tuple[str | None, str] | None:
    """Organ and post of 市公安局监管大队大队长; the post is the longest known ending. None where none is known."""
    for index in range(len(text)):
        if words.post.fullmatch(text, index):
            organ = text[:index] or None
            return (organ, text[index:]) if organ is None or _is_organ(organ, words) else None
    return None


def _is_organ(text: str, words: PersonnelWords) -> bool:
    return (_ORGAN.fullmatch(text) is not None and not any(word in text for word in words.not_in_organs)
            and "任" not in words.organs_with_verb.sub("", text) and not _names_somebody(text, words)
            and not text.startswith(words.not_before_organs) and text[-1] not in "、的" and text[0] not in "、（("
            and sum(map(text.count, _OPEN)) == sum(map(text.count, _CLOSE)))


def _names_somebody(text: str, words: PersonnelWords) -> bool:
    """True where the words begin as a clause with a name of its own: 王芳为市审计局."""
    length = 2 if text[:2] in words.compound_surnames else 1 if text[:1] in words.surnames else 0
    return length > 0 and "为" in text[length + 1:length + 3]


def read_offices(text: str, words: PersonnelWords) -> tuple[Part, ...] | None:
    """Every post of `text` with what stands between and behind them; None where a word of it is not understood."""
    parts: list[Part] = []
    for between, item in _items(text, words):
        found = _office(item, words)
        if found is None:
            return None
        first = found[0]
        if "兼" in between and isinstance(first, Office):
            found = (replace(first, action=Action.CONCURRENT), *found[1:])
        parts += [between, *found] if between else found
    return tuple(parts) if parts and printed(parts) == text else None


def _items(text: str, words: PersonnelWords) -> list[tuple[str, str]]:
    """Each item with the separator in front of it. 兼 separates only behind a post: 局长兼党组书记."""
    items: list[tuple[str, str]] = []
    between, start, depth = "", 0, 0
    index = 0
    while index < len(text):
        depth += (text[index] in _OPEN) - (text[index] in _CLOSE)
        match = _BETWEEN.match(text, index) if depth == 0 and index > start else None
        if match and ("兼" not in match[0] or split_office(_core(text[start:index]), words)):
            items.append((between, text[start:index]))
            between, start = match[0], match.end()
            index = match.end()
            continue
        index += 1
    items.append((between, text[start:]))
    return items


def _core(item: str) -> str:
    """The item without the brackets at its end."""
    while item and item[-1] in _CLOSE and (opening := _opening(item)) is not None:
        item = item[:opening]
    return item


def _opening(item: str) -> int | None:
    depth = 0
    for index in range(len(item) - 1, -1, -1):
        depth += (item[index] in _CLOSE) - (item[index] in _OPEN)
        if depth == 0:
            return index
    return None


def _office(item: str, words: PersonnelWords) -> tuple[Part, ...] | None:
    core = _core(item)
    split = split_office(core, words)
    behind = read_brackets(item[len(core):], words)
    if split is None or behind is None:
        return None
    organ, post = split
    tails = tuple(part for part in behind if isinstance(part, Tail))
    action = next((found for tail in tails if (found := words.note_action(tail.words))), None)
    if action is None and post.startswith("代"):
        action = Action.ACTING
    return (Office(organ, post, action, tails), *behind)


def read_brackets(text: str, words: PersonnelWords) -> tuple[Part, ...] | None:
    """The notes of （正科级，试用期一年）; () where there is none, None where one of them is unknown."""
    parts: list[Part] = []
    for bracket in re.findall(r"[（(][^（）()]*[）)]|[^（()]+", text):
        if bracket[0] not in _OPEN:
            return None
        parts.append(bracket[0])
        for index, words_of in enumerate(re.split("([，、；])", bracket[1:-1])):
            tail = words_of if index % 2 else read_tail(words_of, words)
            if tail is None:
                return None
            parts.append(tail)
        parts.append(bracket[-1])
    return tuple(parts)


def read_tail(text: str, words: PersonnelWords) -> Tail | None:
    """A note or probation that is the whole of `text`."""
    if words.probation.fullmatch(text):
        return Tail(text, is_probation=True)
    return Tail(text, is_probation=False) if any(pattern.fullmatch(text) for pattern in words.notes) else None


# ---------------------------------------------------------------- organs in full


def organ_in_full(organ: str | None, leader: str | None, previous: str | None, words: PersonnelWords, elsewhere: Sequence[str] = ()) -> str | None:
    """The organ with the parent it inherits. `leader` is the first organ printed in the clause, `previous` the full organ
    of the post before, `elsewhere` the organs of other clauses of the sentence. None where the print does not tell.
    """
    if organ is None:
        return previous
    if organ in words.nameless:
        return None
    if _is_independent(organ, words):
        return organ
    parent = _parent(leader, words) if leader not in (None, organ) else None
    if parent is not None:
        prefix, holder = parent
        if organ.startswith(prefix):
            return organ
        return prefix + organ if organ in holder.seats or (organ.endswith(holder.inner) and organ not in holder.inner) else None
    if len(organ) <= _SHORT and organ.endswith(words.nameless_ends):
        return None
    if any((found := _parent(other, words)) and organ.endswith(found[1].inner) and not organ.startswith(found[0]) for other in elsewhere):
        return None
    return organ


def organ_of_own_post(previous: str | None, post: str, words: PersonnelWords) -> str | None:
    """The organ of a post that is printed without one, behind a post of `previous`: a judge is one of the court, not of its chamber."""
    for parent in words.parents if previous else ():
        if parent.own and post.endswith(parent.own) and (match := parent.prefix.match(previous or "")):
            return match[0]
    return previous


def _is_independent(organ: str, words: PersonnelWords) -> bool:
    return (organ.startswith(words.independent_begins) or organ.endswith(words.independent_ends)
            or any(parent.prefix.match(organ) for parent in words.parents))


def _parent(organ: str | None, words: PersonnelWords) -> tuple[str, Parent] | None:
    """The outermost parent in front of the organ: 市公安局 of 市公安局开发区派出所."""
    found = [(match[0], parent) for parent in words.parents if (match := parent.prefix.match(organ or ""))]
    return min(found, key=lambda item: len(item[0]), default=None)
