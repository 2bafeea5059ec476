"""everyday.yml: the words people use, and the official ones the bulletin prints for the same thing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.authority.yaml_file import YamlFile, load_yaml
from generator.diagnostics import Diagnostic
from generator.notation.folding import fold

_FILE_KEYS = {"everyday", "ignored"}
_EXAMPLE = "写法：- {say: 写字楼, official: [商务楼宇, 楼宇]}"
_LONGEST = 20


@dataclass(frozen=True)
class EverydayWord:
    """What people say, and the words it is also looked for by."""

    say: str
    official: tuple[str, ...]


@dataclass(frozen=True)
class EverydayWords:
    """The list; `ignored` are words that say nothing about what is looked for (怎么办)."""

    entries: tuple[EverydayWord, ...] = ()
    ignored: tuple[str, ...] = ()


def load_everyday(folder: Path, shown: str) -> tuple[EverydayWords, tuple[Diagnostic, ...]]:
    """The words in `folder`/everyday.yml and what is wrong in them: nothing is said twice, no word stands for itself."""
    file = load_yaml(folder / "everyday.yml", f"{shown}/everyday.yml")
    faults = file.unknown(_FILE_KEYS)
    entries: dict[str, EverydayWord] = {}
    for index, item in enumerate(file.listed(("everyday",), faults)):
        entry = _read(file, index, item, faults)
        if entry is None:
            continue
        if fold(entry.say) in entries:
            faults.append(file.fault(("everyday", index, "say"), f"“{entry.say}”写了两次。", "请合成一条。"))
            continue
        entries[fold(entry.say)] = entry
    ignored: list[str] = []
    for index, word in enumerate(file.listed(("ignored",), faults)):
        if not isinstance(word, str) or not fold(word):
            faults.append(file.fault(("ignored", index), "ignored 里应是词语。", "写法：ignored: [怎么办, 如何办理]"))
        elif fold(word) in entries:
            faults.append(file.fault(("ignored", index), f"“{word}”在 everyday 里已有官方说法。", "两处只留一处。"))
        else:
            ignored.append(word)
    return EverydayWords(tuple(entries.values()), tuple(dict.fromkeys(ignored))), tuple(faults)


def _read(file: YamlFile, index: int, item: Any, faults: list[Diagnostic]) -> EverydayWord | None:
    at = ("everyday", index)
    if not isinstance(item, dict) or not isinstance(item.get("say"), str) or not fold(item["say"]) or not item.get("official"):
        faults.append(file.fault(at, "这一条缺少 say（百姓的说法）或 official（公报的说法）。", _EXAMPLE))
        return None
    faults += [file.fault((*at, key), f"不认识的项目“{key}”。", "可用的项目：say、official。") for key in item if key not in {"say", "official"}]
    say = item["say"]
    if len(say) > _LONGEST:
        faults.append(file.fault((*at, "say"), f"“{say[:_LONGEST]}…”太长，读者不会这样输入。", f"请写不超过{_LONGEST}个字的说法。"))
        return None
    words = [word for word in file.listed((*at, "official"), faults) if isinstance(word, str) and fold(word)]
    own = [word for word in words if fold(word) != fold(say)]
    if len(own) < len(words):
        faults.append(file.fault((*at, "official"), f"“{say}”不必写作自己的官方说法。", "这个词本身总会查找。"))
    if not own:
        faults.append(file.fault((*at, "official"), f"“{say}”没有可用的官方说法。", _EXAMPLE))
        return None
    return EverydayWord(say, tuple(dict.fromkeys(own)))
