"""issue.yml: what the editor keeps about an issue."""

import calendar
import datetime
import json
import re
from pathlib import Path
from typing import Any

from generator.authority.site import MOST_ISSUES
from generator.authority.yaml_file import YamlFile, load_yaml
from generator.diagnostics import Code, Diagnostic, InputFault
from generator.notation.dates import make_date
from generator.reading.edits import read_edits
from generator.records import IssueMeta, Placement

_MONTHS = re.compile(r"(\d{4})-(\d{1,2})(?:\s*(?:至|到|~|—|–|\.\.)\s*(?:(\d{4})-)?(\d{1,2}))?")
_LINES = re.compile(r"(\d{1,7})(?:\s*[-–—~]\s*(\d{1,7}))?")
_KNOWN = {"year", "number", "whole_number", "title", "period", "source", "sha256", "placements", "corrections", "received", "converted", "converted_sha256"}
_LIMITS = {"year": (1900, 2999), "number": (1, MOST_ISSUES)}
_FILE_NAME = re.compile(r"(?!\.{1,2}$)[^/\\:]+")
_FIGURE, _TEXT = "流程图", "正文"
UNKNOWN_PERIOD = "period: null"     # what `render_issue_file` writes where the months of an issue cannot be told
_PLACEMENT_KEYS = ("document", "after", "lines", "reason", "date")


def load_issue_file(path: Path, shown: str, issues_per_year: int) -> tuple[IssueMeta, tuple[Diagnostic, ...]]:
    """The issue.yml at `path`, and what is wrong in it. Raises `InputFault` where it cannot be used at all."""
    file = load_yaml(path, shown, Code.ISSUE_FILE)
    faults = file.unknown(_KNOWN, Code.ISSUE_FILE)
    year, number = _integer(file, "year"), _integer(file, "number")
    _check_folder(file, path, year, number)
    sha256 = str(file.data.get("sha256") or "")
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise InputFault(file.fault(("sha256",), "缺少原稿的校验值 sha256（64 位）。", "请用 gongbao new 收稿，它会自动写入。", Code.ISSUE_FILE))
    first, last = _period(file, year, number, issues_per_year)
    whole = file.data.get("whole_number")
    if whole is not None and not isinstance(whole, int):
        faults.append(file.fault(("whole_number",), "总期号应是数字，不知道就写 null。", code=Code.ISSUE_FILE))
        whole = None
    listed = enumerate(file.listed(("placements",), faults, Code.ISSUE_FILE))
    placements = tuple(p for p in (_placement(file, i, item, faults) for i, item in listed) if p)
    source, converted = str(file.data.get("source") or "source.txt"), file.data.get("converted")
    for key, name in (("source", source), ("converted", converted)):
        if name is not None and not _FILE_NAME.fullmatch(str(name)):
            raise InputFault(file.fault((key,), f"{key} 只能是同一文件夹里的文件名。", code=Code.ISSUE_FILE))
    edits = read_edits(file, faults)
    return IssueMeta(f"{year}-{number:02d}", year, number, whole, str(file.data.get("title") or f"{year}年第{number}期"),
                     first, last, source, sha256, shown, placements,
                     str(converted) if converted is not None else None, str(file.data.get("converted_sha256") or "") if converted is not None else None,
                     edits), tuple(faults)


def default_period(year: int, number: int, issues_per_year: int) -> tuple[datetime.date, datetime.date] | None:
    """First and last month (as their first days) that an issue touches, the year shared evenly; None for more issues than a year has."""
    if number > issues_per_year:
        return None
    return datetime.date(year, (number - 1) * 12 // issues_per_year + 1, 1), datetime.date(year, -(-number * 12 // issues_per_year), 1)


def _integer(file: YamlFile, key: str) -> int:
    value = file.data.get(key)
    low, high = _LIMITS[key]
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise InputFault(file.fault((key,), f"缺少 {key}（{'年份' if key == 'year' else '期号'}），或它不是数字。", "例如 year: 2018、number: 1。", Code.ISSUE_FILE))
    return value


def _check_folder(file: YamlFile, path: Path, year: int, number: int) -> None:
    """The address of an issue comes from its year and number; those of its folder must say the same, or two issues share one."""
    folder = f"{path.parent.parent.name}/{path.parent.name}"
    for key, value, name in (("year", f"{year}", path.parent.parent.name), ("number", f"{number:02d}", path.parent.name)):
        if value != name:
            raise InputFault(file.fault((key,), f"{key} 与所在的文件夹 {folder} 不一致。", f"请改正 {key}，或把文件夹改为 {year}/{number:02d}。", Code.ISSUE_FILE))


def _period(file: YamlFile, year: int, number: int, issues_per_year: int) -> tuple[datetime.date, datetime.date]:
    printed = file.data.get("period")
    if printed is None:
        period = default_period(year, number, issues_per_year)
        if period is None:
            raise InputFault(file.fault(("number",), f"每年{issues_per_year}期，第{number}期的起止月份推不出。",
                                        f"请在 issue.yml 里写明，例如 period: {year}-12 至 {year}-12；每年期数不对的，改 site_config/site.yml 的 issues_per_year。",
                                        Code.ISSUE_FILE))
        return period
    match = _MONTHS.fullmatch(str(printed).strip())
    first = make_date(int(match[1]), int(match[2]), 1) if match else None
    last = make_date(int(match[3] or match[1]), int(match[4] or match[2]), 1) if match else None
    if first is None or last is None or not first <= last or first.year < _LIMITS["year"][0] or last.year > _LIMITS["year"][1]:
        raise InputFault(file.fault(("period",), "period 读不懂。", "写法：period: 2018-01 至 2018-02", Code.ISSUE_FILE))
    return first, last


def _placement(file: YamlFile, index: int, item: Any, faults: list[Diagnostic]) -> Placement | None:
    at = ("placements", index)
    missing = [key for key in _PLACEMENT_KEYS if not isinstance(item, dict) or not item.get(key)]
    lines = _LINES.fullmatch(str(item["lines"]).strip()) if not missing else None
    if missing or lines is None:
        faults.append(file.fault(at, "这一条安放缺少" + "、".join(missing or ["正确的 lines（如 7610-7718）"]) + "。", "写法见 EDITORS.md“安放流程图”。", Code.ISSUE_FILE))
        return None
    date = item["date"]
    if not isinstance(date, datetime.date):
        faults.append(file.fault((*at, "date"), "date 应是日期，例如 2026-11-23。", code=Code.ISSUE_FILE))
        return None
    form = str(item.get("as") or _FIGURE)
    if form not in (_FIGURE, _TEXT):
        faults.append(file.fault((*at, "as"), f"as 只能是 {_FIGURE} 或 {_TEXT}。", "不写就是流程图。", Code.ISSUE_FILE))
        return None
    connect = item.get("connect") or ()
    return Placement(str(item["document"]), str(item["after"]), int(lines[1]), int(lines[2] or lines[1]), str(item.get("caption") or item["after"]),
                     tuple(map(str, connect if isinstance(connect, list | tuple) else [connect])), str(item["reason"]), date, form == _TEXT)


def render_issue_file(year: int, number: int, source: str, sha256: str, received: str, issues_per_year: int,
                      converted: tuple[str, str] | None = None) -> str:
    """The text of a new issue.yml. `converted`: file name and sha256 of the .docx made of the source."""
    period = default_period(year, number, issues_per_year)
    quoted = json.dumps(received.encode("utf-8", errors="replace").decode(), ensure_ascii=False)     # JSON is YAML, whatever the name holds
    return f"""# {year}年第{number}期。本文件由编辑维护；原稿 {source} 请勿改动，更正写在这里。
year: {year}
number: {number}
whole_number: null        # 总第N期，不知道就留 null
{_render_period(*period) if period else f"{UNKNOWN_PERIOD}   # 请写本期起止月份，例如 {year}-12 至 {year}-12"}
source: {source}
sha256: {sha256}
received: {quoted}    # 收到时的文件名
""" + ("" if converted is None else f"""converted: {converted[0]}    # 收稿时由原稿转换而成，程序读的是它，请勿改动
converted_sha256: {converted[1]}
""")


def _render_period(first: datetime.date, last: datetime.date) -> str:
    month_end = calendar.monthrange(last.year, last.month)[1]
    return f"period: {first:%Y-%m} 至 {last:%Y-%m}   # 本期起止月份（截至 {last.month} 月 {month_end} 日）"
