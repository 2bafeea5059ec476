"""Reads who is named in running text of the chronicle, and under which title; by titles, lists and what follows, not by guessing at words."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from generator.linking.person_words import PersonWords
from generator.notation.folding import NAME_DOTS

_STOP = "，。；：！？、,;:!?）)（(》〉”’」』\n\u3000 "
_CLAUSE = re.compile("[，。；：！？,;:!?\n·•●]")
_DAY = re.compile("(?:[0-9０-９]{1,4}[年月日至—-]+)+(?:上午|下午|晚上|晚|凌晨|中午)?[ \u00a0\u3000]*")
_BRACKETS = "（(《“‘「"
_AND = re.compile("、|和|与|以及|及")


@dataclass(frozen=True)
class Named:
    """A name at [start, end) of a text, with the title printed before or behind it. `is_bounded`: a sign or a list parts it from what follows."""

    name: str
    title: str | None
    start: int
    end: int
    is_bounded: bool = False


@dataclass(frozen=True)
class Undecided:
    """What may be a name behind a title, its end unknown."""

    candidates: tuple[str, ...]
    title: str
    start: int


@dataclass(frozen=True)
class TextReading:
    """Who is named, in order of print, and what could not be told."""

    named: tuple[Named, ...]
    undecided: tuple[Undecided, ...]


def confirmed_names(texts: Iterable[str], words: PersonWords) -> frozenset[str]:
    """The names that stand behind a title or in a list under one, parted by a sign from what follows."""
    return frozenset(item.name for text in texts for item in read_people(text, frozenset(), words).named if item.is_bounded)


def read_people(text: str, known: Set[str], words: PersonWords) -> TextReading:
    """Everybody named in `text`. `known` are names confirmed elsewhere. A name that nothing decides is left out and reported."""
    reader = _Reader(text, known, words)
    reader.read()
    return TextReading(tuple(sorted(reader.named, key=lambda item: item.start)), tuple(reader.undecided))


@dataclass
class _Reader:
    text: str
    known: Set[str]
    words: PersonWords
    named: list[Named] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)

    def read(self) -> None:
        self._elected()
        self._titled()
        self._titled_behind()
        self._under_collective()
        self._doers()
        self._openers()

    # ------------------------------------------------------------ titles before names

    def _titled(self) -> None:
        """县委书记甲某, 副县长甲某、乙某: the title opens a list."""
        place = 0
        spans = [(match.start(), match.start() + len(match[1])) for match in self.words.any_title.finditer(self.text)]
        for at in sorted({end for _, end in spans}):
            if at < place or self._is_taken(at) or any(start < at < end for start, end in spans):   # the 公司总 of 公司总经理
                continue
            name, is_bounded, candidates = self._decide(at)
            title = self._title_before(at, place) if candidates else ""
            if name is None:
                if title and candidates and candidates[0][0] not in self.words.word_surnames:
                    self.undecided.append(Undecided(candidates, title, at))
                continue
            self.named.append(Named(name, title or None, at, at + len(name), is_bounded))
            place = self._list_behind(at + len(name), title or None)
            behind = self.words.title_behind.match(self.text, place)
            place = behind.end() if behind else place

    def _list_behind(self, at: int, title: str | None) -> int:
        """Takes the names of a list that goes on at `at`; gives its end."""
        while (mark := _AND.match(self.text, at)) is not None:
            name, is_bounded, _ = self._decide(mark.end())
            if name is None or (mark[0] != "、" and not (is_bounded or name in self.known)):
                break
            self.named.append(Named(name, title, mark.end(), mark.end() + len(name), is_bounded))
            at = mark.end() + len(name)
        return at

    def _decide(self, start: int) -> tuple[str | None, bool, tuple[str, ...]]:
        """The name at `start` where one candidate is better founded than any other, whether a sign parts it, and all candidates."""
        candidates = tuple(self.words.names_at(self.text, start))
        if len(candidates) == 1 and candidates[0][0].isascii():
            return candidates[0], True, candidates
        if candidates and any(dot in candidates[0] for dot in NAME_DOTS):
            first = next((name for name in candidates if self._is_followed(start + len(name)) or self._is_parted(start + len(name))), None)
            return first, first is not None and self._is_parted(start + len(first)), candidates
        scores = {name: self._score(start, name) for name in candidates}
        best = max(scores.values(), default=0.0)
        chosen = [name for name, score in scores.items() if score == best]
        if best <= 0 or len(chosen) != 1:
            return None, False, candidates
        return chosen[0], self._is_parted(start + len(chosen[0])) and chosen[0][-1] not in self.words.never_last, candidates

    def _score(self, start: int, name: str) -> float:
        """How well a candidate is founded: confirmed elsewhere with a good end, a sign behind it, a word that may follow, or known alone."""
        end = start + len(name)
        parted, followed = self._is_parted(end), self._is_followed(end)
        if name[0] in self.words.word_surnames and name not in self.known and not (parted and self.text[start - 1:start] == "、"):
            return 0.0
        score = 3.0 if name in self.known and (parted or followed) else 2.0 if parted else 1.0 if followed else 0.5 if name in self.known else 0.0
        return score - 1.5 if name[-1] in self.words.never_last and name not in self.known else score

    def _is_followed(self, end: int) -> bool:
        """True where a word stands here that may follow a name; behind 和 comes another person, no deed."""
        match = self.words.follower.match(self.text, end)
        return match is not None and not (_AND.fullmatch(match[0]) and self.words.follower.match(self.text, match.end()))

    def _is_parted(self, end: int) -> bool:
        return end >= len(self.text) or self.text[end] in _STOP

    def _title_before(self, end: int, floor: int) -> str:
        """The words of the title that ends at `end`: the clause behind the last name, without the words that may open it."""
        begin = self._clause_start(end, floor)
        while begin > floor and self.text[begin - 1] in "，," and self._is_title(self._clause_start(begin - 1, floor), begin - 1):
            begin = self._clause_start(begin - 1, floor)      # 省委原常委，某会理事长甲某
        begin = self._behind_openers(begin, end)
        while begin < end and self.text[begin] not in _BRACKETS and not self.text[begin].isalnum():
            begin += 1      # △副市长甲某, 甲某、某银行行长乙某
        return self.text[begin:end]

    def _clause_start(self, end: int, floor: int) -> int:
        marks = [match.end() for match in _CLAUSE.finditer(self.text, floor, end)]
        mark = _AND.match(self.text, floor) if floor else None
        return marks[-1] if marks else mark.end() if mark else floor

    def _is_title(self, start: int, end: int) -> bool:
        """True where nothing but titles stands here: 甲县原书记、乙会主任."""
        words = self.text[start:end]
        return bool(words) and all(self.words.title_end.search(item) for item in words.split("、"))

    def _behind_openers(self, begin: int, end: int) -> int:
        found, listed = self._known_list(begin)     # 甲某、乙某会见了某市市长丙某
        begin = listed if len(found) > 1 and listed < end else begin
        whole = self.text[begin:end]
        first = whole.partition("、")[0]
        inner = max((match.end() for match in self.words.inner_opener.finditer(first)), default=0)
        begin += inner if inner < len(whole) else 0
        day = _DAY.match(self.text[begin:end])
        begin += day.end() if day else 0
        while True:
            rest = self.text[begin:end]
            if rest in self.words.lists["collective_titles"]:
                return begin
            leads = (*self.words.lists["openers"], *(rest[:length] for length in (4, 3, 2) if rest[:length] in self.known))
            lead = next((word for word in leads if rest.startswith(word) and len(rest) > len(word)), None)
            if lead is None:
                return begin
            begin += len(lead)

    # ------------------------------------------------------------ other places of names

    def _titled_behind(self) -> None:
        """学习习近平总书记: few titles stand behind the name."""
        for match in self.words.title_behind.finditer(self.text):
            found = [name for length in (4, 3, 2) if (name := self.text[max(0, match.start() - length):match.start()]) and len(name) == length
                     and self.words.is_name(name) and self._is_open(match.start() - length)]
            if len(found) == 1 and not self._is_taken(match.start() - len(found[0])):
                self.named.append(Named(found[0], match[0] if match[0] != "同志" else None, match.start() - len(found[0]), match.start()))

    def _under_collective(self) -> None:
        """甲某、乙某等四套班子领导: the title stands behind a list that has none before it."""
        for match in self.words.list_with_title.finditer(self.text):
            names = match["list"].split("、")
            if not all(map(self.words.is_name, names)):
                continue
            at = match.start()
            for name in names:
                if not self._is_taken(at):
                    self.named.append(Named(name, match["title"], at, at + len(name), is_bounded=True))
                at += len(name) + 1

    def _elected(self) -> None:
        """选举甲某为某县县长."""
        for match in self.words.election.finditer(self.text):
            if self.words.is_name(match["name"]) and self.words.title_end.search(match["title"]):
                self.named.append(Named(match["name"], match["title"], match.start("name"), match.end("name"), is_bounded=True))

    def _doers(self) -> None:
        """会议由甲某主持: a known name that no title introduces, before what only people do."""
        titled = {item.name for item in self.named}
        for match in self.words.deed.finditer(self.text):
            for length in (4, 3, 2):
                name = self.text[max(0, match.start() - length):match.start()]
                if name in self.known and name not in titled and self._is_open(match.start() - length, "由"):
                    self.named.append(Named(name, None, match.start() - length, match.start()))
                    titled.add(name)
                    break

    def _openers(self) -> None:
        """甲某、乙某到某镇调研: known names that no title introduces, where a clause opens with them and tells what they do."""
        titled = {item.name for item in self.named}
        for match in self.words.clause_start.finditer(self.text):
            found, end = self._known_list(match.end())
            if found and self._tells_of(found, end):
                self.named += [item for item in found if item.name not in titled and not self._is_taken(item.start)]
                titled |= {item.name for item in found}

    def _known_list(self, at: int) -> tuple[list[Named], int]:
        """The known names in a row from `at` on, and where they end."""
        found: list[Named] = []
        while True:
            name = next((name for length in range(12, 1, -1) if (name := self.text[at:at + length]) in self.known and len(name) == length
                         and name[0] not in self.words.word_surnames), None)
            if name is None:
                return found, found[-1].end if found else at
            found.append(Named(name, None, at, at + len(name)))
            mark = _AND.match(self.text, at + len(name))
            if mark is None:
                return found, at + len(name)
            at = mark.end()

    def _tells_of(self, found: list[Named], end: int) -> bool:
        """True where what follows is told of people: a deed, a word that may follow a name, or somebody with a title in the same list."""
        mark = _AND.match(self.text, end)
        if mark is not None:
            return any(item.title and item.start - len(item.title) == mark.end() for item in self.named)
        if len(found) == 1 and len(found[0].name) == 2:     # 成立现场指挥部: a name of two signs may be a word
            return self.words.deed.match(self.text, end) is not None
        return self._is_followed(end) or (len(found) > 1 and self._is_parted(end))

    def _is_open(self, start: int, *before: str) -> bool:
        """True where a clause opens at `start`, or one of the words that may stand before a name ends there."""
        if start <= 0 or self.text[start - 1] in _STOP:
            return start >= 0
        return self.text[:start].endswith(before or self.words.lists["openers"])

    def _is_taken(self, at: int) -> bool:
        return any(item.start <= at < item.end for item in self.named)


