"""Finds organs in words: the longest known form at a place, with borders; the organ of a post; lists; and what belongs elsewhere."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from generator.authority.organs import Organ, OrganList
from generator.authority.site import LEVELS, level_of
from generator.notation.enumeration import parse_enumerator
from generator.notation.folding import fold

HABITS = Path(__file__).with_name("organs.yml")
_WORD_SIGN = re.compile("[0-9a-z\u3400-\u9fff]")
_CLAUSE_END = re.compile("[,。;:，；：]")
_LIST = re.compile(r"[、,，](?![^（）()]*[）)])")
_BRACKET = re.compile(r"\([^()]*\)")
_SENTENCE_START = "。;；"


@dataclass(frozen=True)
class Found:
    """An organ in a text: [start, end) are offsets in the text as printed."""

    organ: Organ
    start: int
    end: int


@dataclass(frozen=True)
class Habits:
    """How organs stand in official print (organs.yml beside this module)."""

    words: Mapping[str, tuple[str, ...]]
    examples: tuple[tuple[str, tuple[str, ...]], ...]

    @cached_property
    def behind(self) -> re.Pattern[str]:
        return re.compile(_alternatives(self.words["behind"]))

    @cached_property
    def duty(self) -> re.Pattern[str]:
        return re.compile(f"[:：]|{_alternatives(self.words['duty_verbs'])}")

    @cached_property
    def label(self) -> re.Pattern[str]:
        return re.compile(f"(?P<label>{_alternatives(self.words['labels'])})[:：](?P<list>[^，,；;）)。：:]+)")

    @cached_property
    def post(self) -> re.Pattern[str]:
        prefixes, posts = _alternatives(self.words["post_prefixes"]), _alternatives(self.words["posts"])
        bracket = r"(?:（[^（）]*）|\([^()]*\))?"
        return re.compile(rf"(?:{prefixes})*(?:{posts}){bracket}(?:职务)?{bracket}")


@cache
def habits() -> Habits:
    data: dict[str, Any] = yaml.safe_load(HABITS.read_text(encoding="utf-8"))
    examples = tuple((str(item["text"]), tuple(map(str, item["forms"]))) for item in data.pop("examples"))
    return Habits({key: tuple(map(str, words)) for key, words in data.items()}, examples)


def _alternatives(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@dataclass(frozen=True)
class _Folded:
    """A text and its comparison key, with the printed offset of each sign of the key."""

    text: str
    key: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "_Folded":
        pairs = [(sign, index) for index, char in enumerate(text) for sign in fold(char)]
        return cls(text, "".join(sign for sign, _ in pairs), tuple(index for _, index in pairs))


class OrganWords:
    """Reads words with the organs of the bulletin of `city`, "" where nobody has said whose it is."""

    def __init__(self, organs: OrganList, city: str = "") -> None:
        self.organs = organs
        self.own = tuple(word + level for word in habits().words["own"] for level in level_of(city) or LEVELS)
        self.home = (*self.own, *filter(None, map(fold, _names_of(city))))
        self._before = (*habits().words["before"], *self.own)
        forms = {fold(form) for organ in organs.entries for form in organ.forms() if organ.counts_in_prose(form)}
        self._prose = re.compile(_alternatives(tuple(forms))) if forms else None
        everything = {fold(form) for organ in organs.entries for form in organ.forms()}
        self._any = re.compile(_alternatives(tuple(everything))) if everything else None
        places = [("home", word) for word in self.home] + [("outside", fold(word)) for word in organs.outside]
        self._places = re.compile(_alternatives([word for _, word in places])) if places else None

    # ------------------------------------------------------------ lists and cells

    def exact(self, words: str) -> Organ | None:
        """The organ these words name and nothing else; a last 等 counts for nothing."""
        return self.organs.find(words) or self.organs.find(words.strip().removesuffix("等"))

    def in_list(self, text: str, offset: int = 0) -> Iterator[Found | str]:
        """Each item of 甲局、乙镇等: the organ with its place, or the item where no list knows it. Names run together come apart."""
        begin = 0
        for end in [*(match.start() for match in _LIST.finditer(text)), len(text)]:
            item = text[begin:end]
            lead = len(item) - len(item.lstrip())
            organ = self.exact(item)
            parts = () if organ else self._run_together(item)
            if organ:
                yield Found(organ, offset + begin + lead, offset + begin + lead + len(item.strip().removesuffix("等") if not self.organs.find(item) else item.strip()))
            elif parts:
                yield from (replace(part, start=part.start + offset + begin, end=part.end + offset + begin) for part in parts)
            elif item.strip():
                yield item.strip().removesuffix("等")
            begin = end + 1

    def _run_together(self, item: str) -> tuple[Found, ...]:
        """甲工业园区乙镇 as two, where known forms of three signs and more, all of one kind, fill it wholly; 甲区财政局 is one name."""
        found, folded = [], _Folded.of(item)
        self.organs.reads(folded.key)
        place = 0
        while self._prose and place < len(folded.key):
            match = self._prose.match(folded.key, place)
            if match is None:
                return ()
            found.append(Found(self.organs.by_form[match[0]], folded.at[match.start()], folded.at[match.end() - 1] + 1))
            place = match.end()
        return tuple(found) if len(found) > 1 and len({part.organ.kind for part in found}) == 1 else ()

    def is_collective(self, item: str) -> bool:
        """True for 各区镇, 市级有关部门 and what the bulletin's list calls collective: no organ of its own."""
        return self.organs.is_collective(item) or any(word in item for word in habits().words["collective_words"])

    # ------------------------------------------------------------ posts

    def of_post(self, text: str, offset: int = 0) -> Found | str | None:
        """The organ of 市公安局副局长; the words before the post where no list knows them; None where no post ends the text."""
        folded = _Folded.of(text)
        self.organs.reads(folded.key)
        match = self._any.match(folded.key) if self._any else None
        if match and self._is_post(folded.key[match.end():]):
            return Found(self.organs.by_form[match[0]], offset + folded.at[0], offset + folded.at[match.end() - 1] + 1)
        for cut in range(2, len(text) - 1):
            if self._is_post(text[cut:]):
                return text[:cut].strip()
        return None

    def _is_post(self, words: str) -> bool:
        return habits().post.fullmatch(words) is not None

    # ------------------------------------------------------------ running text

    def in_prose(self, text: str) -> tuple[Found, ...]:
        """Every organ named in running text, in order. What is unsure is left out."""
        folded = _Folded.of(text)
        self.organs.reads(folded.key)
        if self._prose is None:
            return ()
        found: list[Found] = []
        place = 0
        while match := self._prose.search(folded.key, place):
            organ = self.organs.by_form[match[0]]
            place = match.start() + 1
            if self._stands_alone(folded, match.start(), match.end()):
                place = match.end()
                if organ.kind == "upper" or any(word in match[0] for word in self.home) or not self._is_elsewhere(folded.key, match.start()):
                    found.append(Found(organ, folded.at[match.start()], folded.at[match.end() - 1] + 1))
            elif self._border_before(folded, match.start()):
                place = match.end()     # the longest form stands in a longer name: no shorter one counts there
        return _without_doubles(text, found)

    def _stands_alone(self, folded: _Folded, start: int, end: int) -> bool:
        return self._border_before(folded, start) and self._border_behind(folded, end)

    def _border_before(self, folded: _Folded, start: int) -> bool:
        if start == 0 or not _WORD_SIGN.match(folded.key[start]) or not _WORD_SIGN.match(folded.key[start - 1]):
            return True
        if folded.at[start] - folded.at[start - 1] > 1:     # a blank is printed between
            return True
        return folded.key[:start].endswith(self._before)

    def _border_behind(self, folded: _Folded, end: int) -> bool:
        bracket = _BRACKET.match(folded.key, end)
        if bracket:     # 甲区（乙镇）中心卫生院: the name goes on behind the bracket
            end = bracket.end()
        if end == len(folded.key) or not _WORD_SIGN.match(folded.key[end]) or folded.key[end].isascii():
            return True
        return (habits().behind.match(folded.key, end) or habits().post.match(folded.key, end)) is not None

    def _is_elsewhere(self, key: str, start: int) -> bool:
        """True behind the name of another city: in the same clause, and to the end of the paragraph where that city opened a clause."""
        outside = False
        opened = False
        for match in self._places.finditer(key, 0, start) if self._places else ():
            outside = match[0] not in self.home
            if not outside:
                opened = False
            elif match.start() == 0 or key[match.start() - 1] in ",，。;；":
                opened = True
            last = match.end()
        return outside and (opened or not _CLAUSE_END.search(key, last, start))

    # ------------------------------------------------------------ duties and labels

    def duty_heads(self, text: str) -> Iterator[Found]:
        """The organs a paragraph charges in front of its first colon: （3）甲局：负责…, 甲局、乙局：…."""
        head, colon, _ = text.partition("：")
        enumerator = parse_enumerator(text)
        start = enumerator.end if enumerator and enumerator.end < len(head) else 0
        if colon and len(head) <= 80:
            items = list(self.in_list(head[start:], start))
            if all(isinstance(item, Found) or self.is_collective(item) for item in items):
                yield from (item for item in items if isinstance(item, Found))

    def charged(self, text: str, found: Found) -> bool:
        """True where a sentence opens with the organ and a verb of duty: 公安局负责办理…."""
        before = text[:found.start].rstrip()
        enumerator = parse_enumerator(text)
        opens = not before or before[-1] in _SENTENCE_START or (enumerator is not None and len(before) <= enumerator.end)
        return opens and habits().duty.match(text, found.end) is not None

    def labelled(self, text: str) -> Iterator[tuple[str, Found | str]]:
        """The organs behind 责任单位：, each with the label."""
        for match in habits().label.finditer(text):
            yield from ((match["label"], item) for item in self.in_list(match["list"], match.start("list")))


def _names_of(city: str) -> tuple[str, ...]:
    """云州市 and 云州; what is left of 甲市 is no name."""
    return (city, city.removesuffix(level_of(city))) if len(city) > 2 else (city,)


def _without_doubles(text: str, found: Sequence[Found]) -> tuple[Found, ...]:
    """In one list 甲局、乙局、丙局 an organ stands once: of two different forms of it the shorter is in doubt and is left out."""
    runs: list[list[Found]] = []
    for item in found:
        if runs and text[runs[-1][-1].end:item.start].strip() == "、":
            runs[-1].append(item)
        else:
            runs.append([item])
    kept = []
    for run in runs:
        longest = {item.organ.id: max(other.end - other.start for other in run if other.organ.id == item.organ.id) for item in run}
        kept += [item for item in run if item.end - item.start == longest[item.organ.id]]
    return tuple(kept)


def sentences(text: str) -> tuple[tuple[int, str], ...]:
    """The sentences of a text, each with its offset."""
    cuts = [0, *(match.end() for match in re.finditer("[。；;！？]|\n", text)), len(text)]
    return tuple((a, text[a:b]) for a, b in pairwise(cuts) if text[a:b].strip())
