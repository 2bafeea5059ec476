"""Loads a YAML file that an editor keeps, with the line of every value and messages in Chinese."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.diagnostics import Code, Diagnostic, InputFault
from generator.os_errors import reason_of

Key = str | int


@dataclass(frozen=True)
class YamlFile:
    """The content of a YAML file: `data` is a mapping, `lines` the 1-based line of each value by its path of keys."""

    path: str
    data: Mapping[str, Any]
    lines: Mapping[tuple[Key, ...], int]

    def line(self, *keys: Key) -> int | None:
        """The line of the value at `keys`, or of the nearest value around it."""
        for length in range(len(keys), -1, -1):
            if keys[:length] in self.lines:
                return self.lines[keys[:length]]
        return None

    def fault(self, keys: tuple[Key, ...], message: str, advice: str = "", code: Code = Code.CONFIG) -> Diagnostic:
        value: Any = self.data
        for key in keys:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                value = ""
                break
        words = value if isinstance(value, str | int | float) else ""
        return Diagnostic(code, self.path, self.line(*keys), message, words=str(words), done="这一项没有采用。", advice=advice)

    def unknown(self, known: Collection[str], code: Code = Code.CONFIG) -> list[Diagnostic]:
        """A diagnostic for each outermost key that is not among the `known` ones: a misspelt key would go unheard."""
        advice = "可用的项目：" + "、".join(sorted(known)) + "。"
        return [self.fault((key,), f"不认识的项目“{key}”。", advice, code) for key in self.data if key not in known]

    def listed(self, keys: tuple[Key, ...], faults: list[Diagnostic], code: Code = Code.CONFIG) -> list[Any]:
        """The list at `keys`; empty where there is none, and with a diagnostic where something else stands there."""
        value: Any = self.data
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else value[int(key)]
        if isinstance(value, list):
            return value
        if value is not None:
            faults.append(self.fault(keys, f"“{keys[-1]}”应是一个列表。", "写法：每项一行，以“- ”开头；或写在方括号里：[甲, 乙]。", code))
        return []


def load_yaml(path: Path, shown: str, code: Code = Code.CONFIG) -> YamlFile:
    """The YAML mapping in `path`; an empty or missing file is an empty mapping. Raises `InputFault` where it is not YAML."""
    if not path.exists():
        return YamlFile(shown, {}, {})
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[:error.start].count(b"\n") + 1
        raise InputFault(Diagnostic(code, shown, line, "文件不是 UTF-8 编码。", words=str(error.object[error.start:error.start + 8].hex(" ")),
                                    done="没有读取。", advice="请用记事本打开，另存为时把编码选为“UTF-8”。")) from error
    except OSError as error:
        raise InputFault(Diagnostic(Code.UNREADABLE, shown, None, f"文件打不开：{reason_of(error)}。", done="没有读取。",
                                    advice="请检查文件是否正被其他程序占用，以及是否有权限。")) from error
    lines: dict[tuple[Key, ...], int] = {}
    try:
        data = _load(text, lines, shown, code)
    except yaml.YAMLError as error:
        raise _syntax_fault(error, text, shown, code) from error
    except RecursionError as error:
        raise InputFault(Diagnostic(code, shown, 1, "文件里的括号或引用套得太深。", done="没有读取这个文件。", advice="请参照 EDITORS.md 中的示例改写。")) from error
    if not isinstance(data, dict):
        raise InputFault(Diagnostic(code, shown, 1, "文件的最外层应是“名称: 内容”的形式。", words=text[:60], done="没有读取。",
                                    advice="请参照 EDITORS.md 中的示例改写。"))
    return YamlFile(shown, data, lines)


def _load(text: str, lines: dict[tuple[Key, ...], int], shown: str, code: Code) -> Any:
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        found = None if node is None else _build(loader, node, (), lines, shown, code)
        return {} if found is None else found
    finally:
        loader.dispose()


def _build(loader: yaml.SafeLoader, node: yaml.Node, at: tuple[Key, ...], lines: dict[tuple[Key, ...], int],
           shown: str, code: Code) -> Any:
    lines[at] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                raise InputFault(Diagnostic(code, shown, key_node.start_mark.line + 1, f"“{key}”写了两次。", words=key,
                                            done="没有读取这个文件。", advice="请删去其中一处。"))
            result[key] = _build(loader, value_node, (*at, key), lines, shown, code)
            lines[(*at, key)] = key_node.start_mark.line + 1
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, item, (*at, index), lines, shown, code) for index, item in enumerate(node.value)]
    try:
        return loader.construct_object(node, deep=True)
    except (ValueError, TypeError, KeyError, AttributeError) as error:  # what PyYAML lets through for 2018-02-30 or !!bool 甲
        raise InputFault(Diagnostic(code, shown, node.start_mark.line + 1, "这个值读不懂（例如并不存在的日期）。", words=str(node.value),
                                    done="没有读取这个文件。", advice="请改正；若要当作普通文字，请加上引号。")) from error


def _syntax_fault(error: yaml.YAMLError, text: str, shown: str, code: Code) -> InputFault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else None
    if isinstance(error, yaml.reader.ReaderError):      # a control character; it knows the place alone
        line = text.count("\n", 0, error.position) + 1
    all_lines = text.splitlines()
    words = all_lines[line - 1] if line and line <= len(all_lines) else ""
    tab = "这一行用了制表符（Tab）缩进，" if "\t" in words else ""
    return InputFault(Diagnostic(code, shown, line, f"{tab}文件的格式（YAML）读不通。", words=words, done="没有读取这个文件。",
                                 advice="请检查冒号是不是英文的（: 而不是 ：）、后面是否有空格、缩进是否用空格对齐、引号是否成对。"))
