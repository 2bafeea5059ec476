"""people.yml: what must be decided by hand about people. Who is one person, who only bears the same name, which id a name gets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.authority.yaml_file import Key, YamlFile, load_yaml
from generator.diagnostics import Diagnostic
from generator.notation.folding import squeeze

_ID = re.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_FILE_KEYS = {"same", "different", "ids"}
_SAME_EXAMPLE = "写法：- {name: 张某某, reason: 两件公文同日印发，职务前后相接}"
_DIFFERENT_EXAMPLE = "写法：- name: 张某某，下面写 reason 和 persons；persons 每人一行：- {id: zhang-moumou-jiaju, note: 甲局, words: [甲局]}"
_ID_EXAMPLE = "写法：- {name: 单某, id: shan-mou, reason: 姓氏读音}"


@dataclass(frozen=True)
class Namesake:
    """One of several people of a name: a mention whose title has one of `words` is of this person."""

    id: str
    note: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Parting:
    """The decision that a name is that of several people."""

    name: str
    reason: str
    persons: tuple[Namesake, ...]


@dataclass(frozen=True)
class PeopleList:
    """The decisions by name, and the line of the file each stands in."""

    same: Mapping[str, str] = field(default_factory=dict)          # name: reason
    different: Mapping[str, Parting] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int | None] = field(default_factory=dict)
    path: str = ""


def load_people(folder: Path, shown: str) -> tuple[PeopleList, tuple[Diagnostic, ...]]:
    """The decisions in `folder`/people.yml and everything wrong in them. Raises `InputFault` where it is not YAML."""
    file = load_yaml(folder / "people.yml", f"{shown}/people.yml")
    faults = file.unknown(_FILE_KEYS)
    same: dict[str, str] = {}
    different: dict[str, Parting] = {}
    ids: dict[str, str] = {}
    lines: dict[str, int | None] = {}
    used: set[str] = set()
    for index, item in enumerate(file.listed(("same",), faults)):
        at: tuple[Key, ...] = ("same", index)
        name = _named(file, at, item, {"name", "reason"}, _SAME_EXAMPLE, faults)
        if name and _is_new(file, at, name, lines, faults):
            same[name] = str(item["reason"])
    for index, item in enumerate(file.listed(("different",), faults)):
        at = ("different", index)
        name = _named(file, at, item, {"name", "reason", "persons"}, _DIFFERENT_EXAMPLE, faults)
        if name and _is_new(file, at, name, lines, faults):
            parting = _parting(file, at, name, item, used, faults)
            if parting is not None:
                different[name] = parting
    for index, item in enumerate(file.listed(("ids",), faults)):
        at = ("ids", index)
        name = _named(file, at, item, {"name", "reason", "id"}, _ID_EXAMPLE, faults)
        if name and name in different:
            faults.append(file.fault(at, f"“{name}”在 different 里已经各有编号。", "请删去这一条。"))
        elif name and name in ids:
            faults.append(file.fault(at, f"“{name}”的编号写了两次。", "请删去其中一条。"))
        elif name and _is_id(file, at, item.get("id"), used, faults):
            ids[name] = str(item["id"])
            lines.setdefault(name, file.line(*at))
    return PeopleList(same, different, ids, lines, file.path), tuple(faults)


def suggest_different(name: str, ids_and_words: list[tuple[str, str]]) -> str:
    """A ready entry for `different`, to be completed with a reason."""
    persons = ", ".join(f"{{id: {suggested}, note: {words}, words: [{words}]}}" for suggested, words in ids_and_words)
    return f"different 里写：- {{name: {name}, reason: 写明理由, persons: [{persons}]}}"


def suggest_same(name: str) -> str:
    return f"same 里写：- {{name: {name}, reason: 写明理由}}"


def _named(file: YamlFile, at: tuple[Key, ...], item: Any, known: set[str], example: str, faults: list[Diagnostic]) -> str | None:
    """The name of an entry that has one, and a reason."""
    if not isinstance(item, dict) or not item.get("name") or not item.get("reason"):
        faults.append(file.fault(at, "这一条缺少 name 或 reason（理由）。", example))
        return None
    faults += [file.fault((*at, key), f"不认识的项目“{key}”。", "可用的项目：" + "、".join(sorted(known)) + "。") for key in item if key not in known]
    return squeeze(str(item["name"])) if str(item["name"]).isascii() is False else str(item["name"])


def _is_new(file: YamlFile, at: tuple[Key, ...], name: str, lines: dict[str, int | None], faults: list[Diagnostic]) -> bool:
    if name in lines:
        faults.append(file.fault((*at, "name"), f"“{name}”已经在第 {lines[name]} 行作了决定。", "same 和 different 里一个姓名只能出现一次。"))
        return False
    lines[name] = file.line(*at)
    return True


def _parting(file: YamlFile, at: tuple[Key, ...], name: str, item: Any, used: set[str], faults: list[Diagnostic]) -> Parting | None:
    persons: list[Namesake] = []
    taken: set[str] = set()
    for index, entry in enumerate(file.listed((*at, "persons"), faults) if "persons" in item else ()):
        place = (*at, "persons", index)
        words = entry.get("words") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not entry.get("note") or not isinstance(words, list) or not all(words) or not words or set(entry) - {"id", "note", "words"}:
            faults.append(file.fault(place, f"“{name}”的这一人缺少 id、note 或 words，或有不认识的项目。", _DIFFERENT_EXAMPLE))
            continue
        own = {squeeze(str(word)) for word in words}
        if taken & own:
            faults.append(file.fault(place, f"“{'、'.join(sorted(taken & own))}”已经用来认另一个“{name}”。", "同一个词只能认一人。"))
        elif _is_id(file, place, entry.get("id"), used, faults):
            taken |= own
            persons.append(Namesake(str(entry["id"]), str(entry["note"]), tuple(sorted(own))))
    if len(persons) < 2:
        faults.append(file.fault(at, f"“{name}”至少要分出两人。", _DIFFERENT_EXAMPLE))
        return None
    return Parting(name, str(item["reason"]), tuple(persons))


def _is_id(file: YamlFile, at: tuple[Key, ...], value: Any, used: set[str], faults: list[Diagnostic]) -> bool:
    if not value or not _ID.fullmatch(str(value)) or str(value) == "index":
        faults.append(file.fault(at, f"编号“{value or ''}”只能用小写字母、数字和连字符，以字母开头。", _ID_EXAMPLE))
        return False
    if str(value) in used:
        faults.append(file.fault(at, f"编号“{value}”用了两次。", "每人的 id 各不相同，公布后不可再改。"))
        return False
    used.add(str(value))
    return True
