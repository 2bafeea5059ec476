"""personnel.yml: the wordings of appointments as patterns, together with the posts a bulletin's layouts know."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.appointments import Action
from generator.authority.layouts import Layouts

FILE = Path(__file__).with_name("personnel.yml")
_NAMES = "(?P<people>(?:[^，。；：（）()]|[（(][^（）()。；：]{1,12}[）)]){2,80}?)"
_COMRADES = _NAMES + "(?P<comrades>(?:等(?:(?P<count>[0-9一二三四五六七八九十]{1,3})[名位人])?)?同志们?)"
_BARE = _NAMES + "(?P<comrades>(?!))?"      # 同志 stands nowhere in the clause
_HOLES = {"{comrades}": _COMRADES, "{people}": _BARE,
          "{posts}": "(?P<posts>[^。；]{2,300}?)", "{from}": "(?P<left>[^。；]{2,200}?)"}


@dataclass(frozen=True)
class Frame:
    """The wording of a clause: groups `people`, `comrades`, `posts` and `left` (posts that end by it).

    Its verb holds on for later clauses where it `governs`; an `open` frame takes over such a verb. In a paired
    one (分别) each person has one of the posts.
    """

    action: Action
    regex: re.Pattern[str]
    examples: tuple[str, ...]
    governs: bool = False
    is_open: bool = False
    is_paired: bool = False


@dataclass(frozen=True)
class ListHead:
    """What a line says of the list it opens: `verb` for items without one, `action` of rows of name and post (None: not known),
    and whether plain items do the same."""

    verb: str | None = None
    action: Action | None = None
    governs: bool = False


@dataclass(frozen=True)
class _HeadPattern:
    behind: re.Pattern[str]     # the words behind the last comma of a line that ends with a colon
    alone: re.Pattern[str]      # a line without one
    head: ListHead


@dataclass(frozen=True)
class Parent:
    """Ends of an organ that holds others, ends of the organs it holds, and of posts that are always its own.

    `seats` are those that bear its name even where they are printed alone.
    """

    prefix: re.Pattern[str]
    inner: tuple[str, ...]
    own: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonnelWords:
    """Every pattern and word that appointments are read with."""

    frames: tuple[Frame, ...]
    leads: tuple[re.Pattern[str], ...]
    list_heads: tuple[_HeadPattern, ...]
    probation: re.Pattern[str]
    notes: tuple[re.Pattern[str], ...]
    note_actions: tuple[tuple[str, Action], ...]
    speaking: re.Pattern[str]
    unless: re.Pattern[str]
    not_names: frozenset[str]
    not_name_ends: tuple[str, ...]
    not_in_organs: tuple[str, ...]
    not_before_organs: tuple[str, ...]
    organs_with_verb: re.Pattern[str]
    nameless: frozenset[str]
    nameless_ends: tuple[str, ...]
    parents: tuple[Parent, ...]
    independent_begins: tuple[str, ...]
    independent_ends: tuple[str, ...]
    surnames: frozenset[str]
    compound_surnames: frozenset[str]
    post: re.Pattern[str]
    titles: tuple[re.Pattern[str], ...]
    columns: tuple[tuple[str, frozenset[str]], ...]

    def is_personnel_title(self, title: str) -> bool:
        return any(pattern.fullmatch(title) for pattern in self.titles)

    def speaks(self, sentence: str) -> bool:
        """True where the sentence appoints or removes, whether it can be read or not."""
        return self.speaking.search(self.unless.sub("", sentence)) is not None

    def list_head(self, line: str) -> ListHead | None:
        """What a line (without blanks) that opens a list says of it; None for one that opens none, or says nothing of what its items do."""
        open_words = line.rstrip("：:")
        words = re.split("[，,]", re.sub("《[^》]*》", "", open_words))[-1]
        found = (item.head for item in self.list_heads if (item.behind.fullmatch(words) if open_words != line else item.alone.fullmatch(line)))
        return next(found, None)

    def column_kind(self, name: str) -> str:
        """What a column of a table of appointments holds by its name: person, appoint, remove …; "" where it is not known."""
        return next((kind for kind, names in self.columns if name in names), "")

    def note_action(self, note: str) -> Action | None:
        return next((action for words, action in self.note_actions if note.startswith(words)), None)


@cache
def national() -> dict[str, Any]:
    """The content of personnel.yml."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


@cache
def _fitting(posts: tuple[str, ...], prefixes: tuple[str, ...], suffixes: tuple[str, ...], titles: tuple[str, ...]) -> PersonnelWords:
    data = national()
    return PersonnelWords(
        frames=tuple(_frame(item, regex) for item in data["clauses"] for regex in _regexes(item["pattern"], data["reasons"])),
        leads=tuple(re.compile(item["pattern"]) for item in data["leads"]),
        list_heads=tuple(_head(item, data["list_numbering"]) for item in data["list_heads"]), nameless=frozenset(data["nameless"]), nameless_ends=tuple(data["nameless_ends"]),
        probation=re.compile(data["probation"]["pattern"]), notes=tuple(re.compile(item["pattern"]) for item in data["notes"]),
        note_actions=tuple((words, Action(value)) for words, value in data["note_actions"].items()),
        speaking=re.compile(_any(data["speaks"]["words"])), unless=re.compile("|".join(data["speaks"]["unless"])),
        not_names=frozenset(data["not_names"]), not_name_ends=tuple(data["not_name_ends"]),
        not_in_organs=tuple(data["not_in_organs"]), not_before_organs=tuple(data["not_before_organs"]),
        organs_with_verb=re.compile(_any(data["organs_with_verb"])),
        parents=tuple(map(_parent, data["parents"])),
        independent_begins=tuple(data["independent"]["begins"]), independent_ends=tuple(data["independent"]["ends"]),
        surnames=frozenset("".join(data["surnames"].split())), compound_surnames=frozenset(data["compound_surnames"]),
        post=re.compile(f"(?:{_any(prefixes)})*(?:{_any(posts)})(?:{_any(suffixes)})?"), titles=tuple(map(re.compile, titles)),
        columns=tuple((kind, frozenset(names)) for kind, names in data["columns"].items()))


def personnel_words(layouts: Layouts) -> PersonnelWords:
    """The wordings for a bulletin with these layouts."""
    words = layouts.words
    return _fitting(words["posts"], words["post_prefixes"], words["post_suffixes"], words["personnel_titles"])


def _parent(item: dict[str, Any]) -> Parent:
    return Parent(re.compile(f".+?(?:{_any(item['ends'])})"), *(tuple(item.get(key, ())) for key in ("inner", "own", "seats")))


def _frame(item: dict[str, Any], regex: re.Pattern[str]) -> Frame:
    return Frame(Action(item["action"]), regex, tuple(item["examples"]), item.get("governs", False), item.get("open", False), item.get("paired", False))


def _head(item: dict[str, Any], numbering: str) -> _HeadPattern:
    action = Action(item["action"]) if "action" in item else None
    # 根据市委组织部推荐： gives a reason, it recommends nobody.
    return _HeadPattern(re.compile(f"[^根按依据照]*(?:{item['pattern']})"), re.compile(f"{numbering}(?:{item['pattern']})" if action else "(?!)"),
                        ListHead(item.get("verb"), action, item.get("governs", action is None)))


def _regexes(pattern: str, reasons: list[str]) -> list[re.Pattern[str]]:
    """One regular expression, or two where names may stand with 同志 or without."""
    if "{people}" not in pattern:
        return [_regex(pattern, reasons)]
    return [_regex(pattern.replace("{people}", "{comrades}"), reasons), _regex("(?!.*同志)" + pattern, reasons)]


def _regex(pattern: str, reasons: list[str]) -> re.Pattern[str]:
    for hole, group in _HOLES.items():
        pattern = pattern.replace(hole, group)
    return re.compile(pattern.replace("{reason}", f"(?:{_any(reasons)})"))


def _any(words: tuple[str, ...] | list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"
