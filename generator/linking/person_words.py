"""The words around names in official print (person_words.yml beside this module), and what can be a name at all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from pypinyin import lazy_pinyin

from generator.authority.site import LEVELS
from generator.notation.folding import NAME_DOTS, squeeze

WORDS = Path(__file__).with_name("person_words.yml")
HAN = "[\u3400-\u9fff]"
_FOREIGN = re.compile("[A-Z][A-Za-z.'’-]*(?:[ \u00a0·•][A-Z][A-Za-z.'’-]*)*(?:[（(][\u3400-\u9fff·]{2,8}[）)])?")
_DOTTED = re.compile(f"{HAN}{{1,6}}(?:[{NAME_DOTS}]{HAN}{{1,8}})*[{NAME_DOTS}](?={HAN})")
_ID_SIGN = re.compile("[^a-z0-9]+")


@dataclass(frozen=True)
class PersonWords:
    """Lists of words, each in its place; the examples a test runs."""

    lists: Mapping[str, tuple[str, ...]]
    surnames: frozenset[str]
    compound: frozenset[str]
    never_last: frozenset[str]
    word_surnames: frozenset[str]
    spelled: Mapping[str, str]
    examples: tuple[Mapping[str, Any], ...]

    def pattern(self, *names: str) -> str:
        """An alternative of all words of these lists, the longest first."""
        return "|".join(sorted({re.escape(word) for name in names for word in self.lists[name]}, key=len, reverse=True))

    @cached_property
    def title_end(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self.pattern('titles')})$")

    @cached_property
    def follower(self) -> re.Pattern[str]:
        return re.compile(self.pattern("followers"))

    @cached_property
    def deed(self) -> re.Pattern[str]:
        return re.compile(self.pattern("deeds"))

    @cached_property
    def any_title(self) -> re.Pattern[str]:
        """A title at a place, found without taking the text, since titles overlap: 公司总, 总裁."""
        return re.compile(f"(?=({self.pattern('titles')}))")

    @cached_property
    def title_behind(self) -> re.Pattern[str]:
        return re.compile(self.pattern("titles_behind"))

    @cached_property
    def list_with_title(self) -> re.Pattern[str]:
        """甲某、乙某等四套班子领导 where a clause opens."""
        item = f"{HAN}{{2,4}}"
        return re.compile(f"(?:^|(?<=[，。；：\n\u3000 ]))(?P<list>{item}(?:、{item})*?(?:、{item}?))等?(?P<title>{self.pattern('collective_titles')})")

    @cached_property
    def clause_start(self) -> re.Pattern[str]:
        """Where a clause opens: at the beginning, behind a sign, behind the date and its blank."""
        return re.compile(r"^|(?<=[，。；：！？\n\u3000 ])(?=\S)")

    @cached_property
    def election(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self.pattern('elects')})(?P<name>{HAN}{{2,4}}?)(?:{self.pattern('elected')})(?P<title>[^，。；]+)")

    @cached_property
    def inner_opener(self) -> re.Pattern[str]:
        """What may stand in a clause before a title that opens in its middle."""
        return re.compile("|".join(re.escape(word) for word in self.lists["openers"] if len(word) > 1 and word[-1] not in LEVELS) + "|的|了")

    def names_at(self, text: str, start: int) -> Iterator[str]:
        """What may be a whole name at `start`, by its form alone: the shorter first; a foreign name alone."""
        foreign = _FOREIGN.match(text, start)
        if foreign is not None:
            yield foreign[0]
            return
        dotted = _DOTTED.match(text, start)
        if dotted is not None:      # 买买提·艾力: where its last part ends only the surroundings tell
            last = re.match(f"{HAN}{{1,8}}", text[dotted.end():])
            yield from (dotted[0] + last[0][:length] for length in range(1, len(last[0]) + 1)) if last else ()
            return
        if text.startswith(self.lists["not_names"], start):
            return
        family = 2 if text[start:start + 2] in self.compound else 1 if text[start:start + 1] in self.surnames else 0
        names = [text[start:start + family + given] for given in ((1, 2) if family else ())]
        if text[start - 1:start] == "长" and any(name.endswith(self.lists["place_ends"]) for name in names):
            return      # 青石镇长安村
        for given, name in enumerate(names, 1):
            if len(name) == family + given and re.fullmatch(f"{HAN}+", name) and not self.title_end.search(name[family:]):
                yield name

    def is_name(self, text: str) -> bool:
        """True where the whole text has the form of a name. 东华 has, 临江新区 has not."""
        return text in self.names_at(text, 0) or (text.startswith(self.lists["not_names"]) and self._has_form(text))

    def _has_form(self, text: str) -> bool:
        family = 2 if text[:2] in self.compound else 1 if text[:1] in self.surnames else 0
        return family > 0 and len(text) - family in (1, 2) and re.fullmatch(f"{HAN}+", text) is not None

    def spell(self, name: str) -> str:
        """The name in ASCII as an id: surname, given name: guo-xiaomin, huangfu-liyue, anil-kumar-rai."""
        if name[:1].isascii():
            return _ID_SIGN.sub("-", re.split("[（(]", name)[0].lower()).strip("-")
        family = 2 if name[:2] in self.compound and len(name) > 2 else 1
        surname = self.spelled.get(name[:family]) or "".join(lazy_pinyin(name[:family]))
        given = "".join(lazy_pinyin(name)[family:])
        return _ID_SIGN.sub("-", f"{surname}-{given}".lower().replace("ü", "v")).strip("-")


@cache
def person_words(followers: tuple[str, ...] = ()) -> PersonWords:
    """The words of print in general, with the `followers` that a bulletin adds (`name_followers` of its layouts.yml)."""
    data: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    texts = {key: data.pop(key) for key in ("surnames", "never_last", "word_surnames", "spelled", "examples", "compound_surnames")}
    lists: dict[str, tuple[str, ...]] = {key: _words(value) for key, value in data.items()}
    lists["followers"] += tuple(filter(None, map(squeeze, followers)))
    return PersonWords(lists, frozenset(texts["surnames"]), frozenset(texts["compound_surnames"]), frozenset(texts["never_last"]), frozenset(texts["word_surnames"]),

                       {str(key): str(value) for key, value in texts["spelled"].items()}, tuple(texts["examples"]))


def _words(values: Sequence[Any]) -> tuple[str, ...]:
    """The words; one with ＊ stands for one with each level in its place: 我＊ for 我市, 我县 …."""
    return tuple(dict.fromkeys(str(value).replace("＊", level) for value in values for level in (LEVELS if "＊" in str(value) else ("",))))
