"""Loads a YAML file that an editor keeps, with the line of every value and messages in Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.diagnostics import Code, Diagnostic, InputFault

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


def load_yaml(path: Path, shown: str, code: Code = Code.CONFIG) -> YamlFile:
    """The YAML mapping in `path`; an empty or missing file is an empty mapping. Raises `InputFault` where it is not YAML."""
    if not path.exists():
        return YamlFile(shown, {}, {})
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputFault(Diagnostic(code, shown, None, "文件不是 UTF-8 编码。", words=str(error.object[error.start:error.start + 8].hex(" ")),
                                    done="没有读取。", advice="请用记事本打开，另存为时把编码选为“UTF-8”。")) from error
    except OSError as error:
        raise InputFault(Diagnostic(Code.UNREADABLE, shown, None, f"文件打不开：{error.strerror or error}。", done="没有读取。",
                                    advice="请检查文件是否正被其他程序占用，以及是否有权限。")) from error
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        lines: dict[tuple[Key, ...], int] = {}
        data: Any = {} if node is None else _build(loader, node, (), lines, shown, code)
    except yaml.YAMLError as error:
        raise _syntax_fault(error, text, shown, code) from error
    finally:
        loader.dispose()
    if not isinstance(data, dict):
        raise InputFault(Diagnostic(code, shown, 1, "文件的最外层应是“名称: 内容”的形式。", words=text[:60], done="没有读取。",
                                    advice="请参照 EDITORS.md 中的示例改写。"))
    return YamlFile(shown, data, lines)


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
    except ValueError as error:
        raise InputFault(Diagnostic(code, shown, node.start_mark.line + 1, "这个值读不懂（例如并不存在的日期）。", words=str(node.value),
                                    done="没有读取这个文件。", advice="请改正；若要当作普通文字，请加上引号。")) from error


def _syntax_fault(error: yaml.YAMLError, text: str, shown: str, code: Code) -> InputFault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else None
    all_lines = text.splitlines()
    words = all_lines[line - 1] if line and line <= len(all_lines) else ""
    tab = "这一行用了制表符（Tab）缩进，" if "\t" in words else ""
    return InputFault(Diagnostic(code, shown, line, f"{tab}文件的格式（YAML）读不通。", words=words, done="没有读取这个文件。",
                                 advice="请检查冒号后是否有空格、缩进是否用空格对齐、引号是否成对。"))
