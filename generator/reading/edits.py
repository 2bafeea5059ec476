"""Reads the corrections of issue.yml: which kind, where, what is printed there, what should stand, why and when."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from generator.authority.yaml_file import YamlFile
from generator.diagnostics import Code, Diagnostic
from generator.edits import Edit, EditKind, Fact, Value
from generator.notation.numbers import parse_number_line

_LINES = re.compile(r"(\d{1,7})(?:\s*[-–—~]\s*(\d{1,7}))?")
_SEVERAL = {EditKind.JOIN, EditKind.MERGE_CELLS}
_HELP = "写法见 EDITORS.md“更正”一节。"
# The keys beside the kind, reason and date: those that must stand, those that may.
_KEYS: Mapping[EditKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    EditKind.SET: (("document", "to"), ("printed",)), EditKind.JOIN: (("words",), ()), EditKind.SPLIT: (("before",), ()),
    EditKind.MERGE_CELLS: (("words",), ()), EditKind.SPLIT_CELL: (("before",), ()), EditKind.ERRATUM: (("words", "to"), ()),
    EditKind.PERSON: (("words", "to"), ())}


def read_edits(file: YamlFile, faults: list[Diagnostic]) -> tuple[Edit, ...]:
    """The corrections that are well formed; each of the others gives a fault with its line."""
    items = enumerate(file.listed(("corrections",), faults, Code.ISSUE_FILE))
    found = (_Reader(file, index, item, faults).read() for index, item in items)
    return tuple(edit for edit in found if edit is not None)


class _Reader:
    """Reads one entry; the first thing that is wrong ends it."""

    def __init__(self, file: YamlFile, index: int, item: Any, faults: list[Diagnostic]) -> None:
        self.file, self.at, self.item, self.faults = file, ("corrections", index), item, faults

    def read(self) -> Edit | None:
        kinds = [kind for kind in _KEYS if isinstance(self.item, dict) and kind.value in self.item]
        if len(kinds) != 1:
            return self._fault("", f"看不出这一条要做什么：应写且只写 {'、'.join(kind.value for kind in _KEYS)} 中的一个。")
        kind = kinds[0]
        needed, optional = _KEYS[kind]
        missing = [key for key in (kind.value, *needed, "reason", "date") if self.item.get(key) in (None, "", [])]
        unknown = [key for key in self.item if key not in (kind.value, *needed, *optional, "reason", "date")]
        if missing or unknown:
            return self._fault(unknown[0] if unknown else "", f"缺少 {'、'.join(missing)}。" if missing else f"不认识的项目“{unknown[0]}”。")
        if not _is_day(self.item["date"]):
            return self._fault("date", "date（更正的日期）应是日期，例如 2026-11-24。")
        return self._fact() if kind is EditKind.SET else self._text(kind)

    def _text(self, kind: EditKind) -> Edit | None:
        match = _LINES.fullmatch(str(self.item[kind.value]).strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if match is None or (first >= last if kind in _SEVERAL else first != last):
            return self._fault(kind.value, f"{kind.value} 应是行号，例如 {'120-122' if kind in _SEVERAL else '120'}。")
        words = str(self.item.get("words") or self.item.get("before"))
        return self._edit(kind, (first, last), words, str(self.item["to"]) if "to" in self.item else "", None)

    def _fact(self) -> Edit | None:
        fact = next((fact for fact in Fact if fact.word == self.item["set"]), None)
        if fact is None:
            return self._fault("set", f"set 只能是 {'、'.join(fact.word for fact in Fact)}。")
        value = _value(fact, self.item["to"])
        if value is None:
            return self._fault("to", {Fact.DATE: "to 应是日期，例如 2018-01-12。", Fact.NUMBER: "to 应是文号，例如 云府发〔2018〕5号。",
                                      Fact.ADDRESSEES: "to 应是列表，例如 [各镇人民政府, 市各有关部门]。"}.get(fact, "to 应是文字。"))
        return self._edit(EditKind.SET, None, str(self.item.get("printed") or ""), value, fact)

    def _edit(self, kind: EditKind, lines: tuple[int, int] | None, words: str, to: Value, fact: Fact | None) -> Edit:
        return Edit(kind, lines, words, to, fact, str(self.item.get("document") or ""), str(self.item["reason"]), self.item["date"], self.file.line(*self.at))

    def _fault(self, key: str, message: str) -> Edit | None:
        """Reports the entry; it gives no correction."""
        self.faults.append(self.file.fault((*self.at, key), f"这一条更正没有采用：{message}", _HELP, Code.ISSUE_FILE))
        return None


def _value(fact: Fact, value: Any) -> Value | None:
    """The value in the type of the fact; None where it is not of it."""
    if fact is Fact.DATE:
        return value if _is_day(value) else None
    if fact is Fact.ADDRESSEES:
        return tuple(map(str, value)) if isinstance(value, list) and all(isinstance(item, str) for item in value) else None
    if not isinstance(value, str) or (fact is Fact.NUMBER and parse_number_line(value) is None):
        return None
    return value


def _is_day(value: Any) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
