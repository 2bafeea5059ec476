"""topics.yml: works and projects that run through documents, tables and chronicle, each with the printed words that name it."""

import re
from dataclasses import dataclass
from pathlib import Path

from generator.authority.yaml_file import YamlFile, load_yaml
from generator.diagnostics import Diagnostic
from generator.notation.folding import fold

_ID = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_KNOWN = {"id", "name", "words", "not", "note"}


@dataclass(frozen=True)
class Topic:
    """A topic (专题): text that holds one of `words` belongs to it, but not where the word is only part of one of `names`."""

    id: str
    name: str
    words: tuple[str, ...]
    names: tuple[str, ...] = ()     # `not` in the file: of organs, laws and other things that are not the topic


def load_topics(folder: Path, shown: str) -> tuple[tuple[Topic, ...], tuple[Diagnostic, ...]]:
    """The topics in `folder`/topics.yml and what is wrong in them: ids are unique, no word belongs to two topics."""
    file = load_yaml(folder / "topics.yml", f"{shown}/topics.yml")
    faults = [file.fault((key,), f"不认识的项目“{key}”。", "可用的项目：topics。") for key in file.data if key != "topics"]
    listed = file.data.get("topics")
    if listed is not None and not isinstance(listed, list):
        return (), (*faults, file.fault(("topics",), "topics 应是一个列表，每条以 - 开头。"))
    topics: list[Topic] = []
    for index, item in enumerate(listed or ()):
        topic = _read(file, index, item, faults)
        taken = {word for other in topics for word in other.words}
        if topic is None:
            continue
        if any(other.id == topic.id for other in topics):
            faults.append(file.fault(("topics", index, "id"), f"编号“{topic.id}”用了两次。", "每个专题的 id 各不相同。"))
        elif taken & set(topic.words):
            faults.append(file.fault(("topics", index, "words"), f"“{'、'.join(taken & set(topic.words))}”已经属于另一个专题。", "一个词只能属于一个专题。"))
        else:
            topics.append(topic)
    return tuple(topics), tuple(faults)


def _read(file: YamlFile, index: int, item: object, faults: list[Diagnostic]) -> Topic | None:
    at = ("topics", index)
    words = item.get("words") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not item.get("id") or not item.get("name") or not isinstance(words, list) or not all(fold(str(word or "")) for word in words):
        faults.append(file.fault(at, "这一条缺少 id、name 或 words。", "写法：- {id: haohua-youlun, name: 豪华邮轮, words: [豪华邮轮]}"))
        return None
    faults += [file.fault((*at, key), f"不认识的项目“{key}”。") for key in item if key not in _KNOWN]
    if not _ID.fullmatch(str(item["id"])) or item["id"] == "index":
        faults.append(file.fault((*at, "id"), "id 只能用小写字母、数字和连字符，也不能是 index。"))
        return None
    names = item.get("not") or []
    if not isinstance(names, list) or not all(any(str(word) in str(name) for word in words) for name in names):
        faults.append(file.fault((*at, "not"), "not 应是一个列表，其中每个名称都含有 words 里的词。", "写法：not: [安全生产监督管理局]"))
        return None
    return Topic(str(item["id"]), str(item["name"]), tuple(map(str, words)), tuple(map(str, names)))
