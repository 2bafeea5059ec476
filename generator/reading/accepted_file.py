"""accepted.yml: the doubts about an issue that an editor has looked into and lets stand."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.authority.yaml_file import YamlFile, load_yaml
from generator.diagnostics import Code, Diagnostic, InputFault
from generator.notation.folding import squeeze

FILE_NAME = "accepted.yml"
_REQUIRED = ("code", "words", "reason", "date")
_LONGEST_WORDS = 40     # signs of the printed words that a ready entry quotes
_CUT = "……"
_BY_LABEL: Mapping[str, Code] = {code.label: code for code in Code}


@dataclass(frozen=True)
class Acceptance:
    """One entry: doubts of this kind about these words stay silent. `line` tells several of the same words apart.

    `place` is the line of the entry in the file `path`.
    """

    code: Code
    words: str
    line: int | None
    reason: str
    date: datetime.date
    path: str
    place: int | None

    def fits(self, diagnostic: Diagnostic) -> bool:
        """True where the doubt is of this kind and its words are these, white space aside; words cut by …… fit as a beginning."""
        wanted, printed = squeeze(self.words), squeeze(diagnostic.words)
        same = printed.startswith(wanted.removesuffix(_CUT)) if wanted.endswith(_CUT) else printed == wanted
        return diagnostic.code is self.code and same


def load_accepted(path: Path, shown: str) -> tuple[tuple[Acceptance, ...], tuple[Diagnostic, ...]]:
    """The entries of the file, none where there is no file, and what is wrong in it. A file that cannot be read silences nothing."""
    try:
        file = load_yaml(path, shown, Code.ACCEPTED_FILE)
    except InputFault as fault:
        return (), (fault.diagnostic,)
    faults = file.unknown({"accepted"}, Code.ACCEPTED_FILE)
    items = enumerate(file.listed(("accepted",), faults, Code.ACCEPTED_FILE))
    found = [_entry(file, index, item, faults) for index, item in items]
    return tuple(entry for entry in found if entry is not None), tuple(faults)


def _entry(file: YamlFile, index: int, item: Any, faults: list[Diagnostic]) -> Acceptance | None:
    at = ("accepted", index)

    def fault(key: str, message: str, advice: str) -> None:
        faults.append(file.fault((*at, key), message, advice, Code.ACCEPTED_FILE))

    missing = [key for key in _REQUIRED if not isinstance(item, dict) or item.get(key) in (None, "")]
    if missing:
        fault("", f"这一条缺少 {'、'.join(missing)}。", "报告网页上每个疑点下面都有可以照抄的写法，再补上 reason（理由）。")
        return None
    unknown = sorted(set(item) - {*_REQUIRED, "line"})
    code, line, date = _BY_LABEL.get(str(item["code"])), item.get("line"), item["date"]
    if unknown:
        fault(unknown[0], f"不认识的项目“{unknown[0]}”。", "可用的项目：code、words、line、reason、date。")
    elif code is None:
        fault("code", f"没有“{item['code']}”这种疑点。", "code 照抄报告方括号里的名称。")
    elif code.stops:
        fault("code", f"“{code.label}”不能认可，必须改正。", "请照报告里的建议改正，然后删去这一条。")
    elif not isinstance(date, datetime.date):
        fault("date", "date 应是日期，例如 2026-11-23。", "年、月、日之间用短横线，月、日写两位。")
    elif line is not None and (not isinstance(line, int) or isinstance(line, bool)):
        fault("line", "line 应是行号，例如 7522。", "行号见报告；不写也可以。")
    else:
        return Acceptance(code, str(item["words"]), line, str(item["reason"]), date, file.path, file.line(*at))
    return None


def ready_entry(diagnostic: Diagnostic, today: datetime.date) -> str:
    """The entry that would accept this doubt, ready to paste but for the reason; "" where it cannot be accepted."""
    if diagnostic.code.stops or not diagnostic.words:
        return ""
    words = squeeze(diagnostic.words)
    words = words if len(words) <= _LONGEST_WORDS else words[:_LONGEST_WORDS] + _CUT
    line = "" if diagnostic.line is None else f", line: {diagnostic.line}"
    return f"  - {{code: {diagnostic.code.label}, words: {json.dumps(words, ensure_ascii=False)}{line}, reason: 写明理由, date: {today.isoformat()}}}"
