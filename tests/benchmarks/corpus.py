"""Makes bulletins of any length for benchmarks, by varying the real issue: `python -m tests.benchmarks.corpus FOLDER --issues 30`.

Six issues a year. Numbers, dates, names, figures and wording differ from issue to issue, so that texts differ as they do in
life; the layout stays that of print. Everything is invented but the layout: no name of the real issue is kept. The same
arguments make the same bytes.
"""

import argparse
import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from generator.linking.knowledge import Knowledge, learn
from generator.notation.numerals import format_numeral, parse_numeral
from generator.people import PersonMention
from generator.reading.issue_file import render_issue_file
from generator.records import Issue, Paragraph, Role
from tests.support.bulletins import ROOT, real_bulletin

ISSUES_PER_YEAR = 6
_TERM = 4               # years after which other people hold the posts
_SERIALS = 40           # numbers a series moves on from issue to issue; the real issue has fewer
_MEETINGS = 4           # of one body from issue to issue; the real issue tells of fewer
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭鲁韦马苗方俞任袁柳史唐费薛雷贺倪汤"
_GIVEN = "伟芳娜敏静丽强磊洋艳勇军杰娟涛超霞平刚桂兰英华玉萍红玲建国志明海波晓燕春梅秀云文斌晨旭宇轩子涵雨泽浩然思远佳怡欣妍博睿"
# Words of one meaning: which of a row an issue prints is drawn anew each time one of them stands there.
_SYNONYMS = ("加强 强化 增强 着力抓好", "推进 推动 促进", "进一步 更加 持续", "积极 主动 大力", "认真 切实 扎实", "严格 从严 依法依规", "确保 保证 保障",
             "提高 提升 增进", "完善 健全 优化", "落实 执行 贯彻", "组织 安排 部署", "开展 实施 进行", "及时 尽快 迅速", "全面 全方位 统筹", "重点 关键 主要",
             "建立 设立 构建", "检查 督查 巡查", "项目 工程 事项", "群众 居民 市民", "问题 短板 难题",
             "工作 任务 事务", "负责 承担 牵头负责", "制定 拟订 编制", "要求 规定 标准", "实际 现状 实情", "有效 高效 稳妥", "规范 有序 合规", "不断 始终 长期",
             "形成 达成 取得", "需要 必须 应当", "包括 含有 涵盖", "分别 各自 逐一", "同时 并且 另外", "有关 相关 所涉", "情形 情况 状况",
             "资金 经费 专项资金", "按照 根据 依照", "支持 扶持 鼓励", "申报 申请 提请", "通过 经由 借助", "明确 厘清 细化", "严禁 不得 禁止", "督促 敦促 催办", "整改 改进 纠正")
_WORD = re.compile("|".join(sorted({word for row in _SYNONYMS for word in row.split()}, key=len, reverse=True)))
_DAY = re.compile(r"(?<![0-9])(?P<month>1|2)月(?P<day>[0-9]{1,2})日")
_MEETING = re.compile("(?<=委会第)[一二三四五六七八九十]{1,3}(?=次会议)|(?<=会召开第)[一二三四五六七八九十]{1,3}(?=次会议)")
_YEAR = re.compile(r"(?<![0-9])20(?P<tail>[0-3][0-9])(?![0-9])")
_LIST = re.compile("[^、，。；：（）《》“”\\s]{2,12}(?:、[^、，。；：（）《》“”\\s]{2,12}){2,}")
_RECOMBINED = 0.6       # share of the clauses that another takes the place of
_LONG_CELL = 15         # signs
_ORGANS = re.compile("[局委办院所]、")
_CLAUSE = re.compile("(?<=[，；])[\u4e00-\u9fff、]{5,}(?=[，；。])")    # no figure, bracket or quotation in it
_FIGURE = re.compile(r"\t\s*[0-9]+(?:\.[0-9]+)?\s*")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Original:
    """The real issue taken apart: its lines, which of them are prose, which lines a table takes, and the names on each line."""

    lines: tuple[str, ...]
    prose: frozenset[int]
    tables: Mapping[int, int]           # line -> ordinal of its table
    names: Mapping[int, tuple[str, ...]]
    series: tuple[str, ...]
    clauses: tuple[str, ...]            # of its prose, to be put together anew
    year: int


@cache
def original() -> Original:
    """The real issue, up to the last line of its chronicle: the drawing behind it is the affair of its own issue.yml."""
    known = learn(real_bulletin()[0])
    issue = known.bulletin.issues[0]
    last = issue.chronicle[-1].last_line
    lines, prose, names = tuple(line.text for line in issue.source.lines[:last]), frozenset(_prose(issue)), _names(known)
    clauses = tuple(clause for number in sorted(prose - names.keys()) for clause in _CLAUSE.findall(lines[number - 1]))
    series = tuple(dict.fromkeys(document.number.series for document in issue.documents if document.number))
    return Original(lines, prose, dict(_table_lines(issue)), names, series, clauses, issue.meta.year)


def _prose(issue: Issue) -> Iterator[int]:
    for document in issue.documents:
        for element in document.elements:
            if element.role in (Role.TEXT, Role.ITEM) and isinstance(element.block, Paragraph) and "同志" not in element.block.text:
                yield from range(element.block.first_line, element.block.last_line + 1)
    for entry in issue.chronicle:
        yield from range(entry.first_line, entry.last_line + 1)


def _table_lines(issue: Issue) -> Iterator[tuple[int, int]]:
    tables = [table for document in issue.documents for table in document.tables]
    for number, table in enumerate(tables):
        yield from ((line, number) for line in range(table.first_line, table.last_line + 1))


def _names(known: Knowledge) -> dict[int, tuple[str, ...]]:
    found: dict[int, dict[str, None]] = {}
    mentions: list[PersonMention] = [mention for person in known.people.persons for mention in person.mentions]
    for mention in mentions:
        if re.fullmatch("[\u4e00-\u9fff]{2,4}", mention.name):
            found.setdefault(mention.line, {})[mention.name] = None
    return {line: tuple(sorted(names, key=len, reverse=True)) for line, names in found.items()}


def make_source(place: int, seed: int = 1) -> str:
    """The text of issue number `place` (from 0) of the invented bulletin."""
    real = original()
    variation = _Variation(real, place, Random(f"{seed}/{place}"), seed)
    return "".join(variation.line(number, text) + "\n" for number, text in enumerate(real.lines, start=1))


class _Variation:
    """How one issue differs from the real one."""

    def __init__(self, real: Original, place: int, random: Random, seed: int) -> None:
        self.real, self.random = real, random
        self.place = place
        self.years, self.issue = divmod(place, ISSUES_PER_YEAR)
        self.factors = [random.randint(2, 9) for _ in range(max(real.tables.values(), default=0) + 1)]
        self.people = _cast(real, Random(f"{seed}/{self.years // _TERM}"))
        self.long_names = re.compile("|".join(name for name in self.people if len(name) > 2))
        own = "|".join(map(re.escape, sorted(real.series, key=len, reverse=True)))
        self.number = re.compile(f"(?P<head>(?:{own})[〔\\[](?P<year>[0-9]{{4}})[〕\\]])(?P<serial>[0-9]+)(?=号)")

    def line(self, number: int, text: str) -> str:
        text = self.long_names.sub(lambda match: self.people[match[0]], text)
        for name in self.real.names.get(number, ()):    # a name of two signs may be a word elsewhere
            text = re.sub(r"[ \u3000\u00a0]*".join(name), self.people[name], text)
        is_long_cell = number in self.real.tables and len(text) > _LONG_CELL and not _ORGANS.search(text)
        if number in self.real.prose or is_long_cell:
            text = _WORD.sub(self._synonym, text)
            text = _LIST.sub(self._shuffled, text)
        if number in self.real.prose and number not in self.real.names:
            text = _CLAUSE.sub(self._recombined, text)
        if number in self.real.tables and _FIGURE.fullmatch(text):
            text = self._scaled(text, self.factors[self.real.tables[number]])
        text = self.number.sub(lambda match: f"{match['head']}{int(match['serial']) + self._moved(match['year'])}", text)
        text = _MEETING.sub(lambda match: format_numeral((parse_numeral(match[0]) or 0) + _MEETINGS * self.place), text)
        text = _DAY.sub(self._later, text)
        return _YEAR.sub(lambda match: str(2000 + int(match["tail"]) + self.years), text)

    def _moved(self, year: str) -> int:
        return _SERIALS * self.issue if int(year) == self.real.year else 0

    def _synonym(self, match: re.Match[str]) -> str:
        return self.random.choice(_ROWS[match[0]])

    def _shuffled(self, match: re.Match[str]) -> str:
        items = match[0].split("、")
        middle = items[1:-1]    # the first and the last are bound to the words around them
        self.random.shuffle(middle)
        return "、".join([items[0], *middle, items[-1]])

    def _recombined(self, match: re.Match[str]) -> str:
        return self.random.choice(self.real.clauses) if self.random.random() < _RECOMBINED else match[0]

    def _scaled(self, text: str, factor: int) -> str:
        """A whole factor for all figures of a table keeps its totals right."""
        return re.sub(r"[0-9]+(?:\.[0-9]+)?", lambda match: str(Decimal(match[0]) * factor), text)

    def _later(self, match: re.Match[str]) -> str:
        month = int(match["month"]) + 2 * self.issue
        return f"{month}月{min(int(match['day']), _DAYS[month - 1])}日"


_ROWS: Mapping[str, Sequence[str]] = {word: row.split() for row in _SYNONYMS for word in row.split()}


def _cast(real: Original, random: Random) -> Mapping[str, str]:
    """An invented name for each real one, no two alike; as many signs, so that lists laid out by hand keep their form."""
    names = sorted({name for found in real.names.values() for name in found})
    cast: dict[str, str] = {}
    taken = set(names)
    for name in names:
        while True:
            fresh = random.choice(_SURNAMES) + "".join(random.choice(_GIVEN) for _ in name[1:])
            if fresh not in taken:
                break
        taken.add(fresh)
        cast[name] = fresh
    return cast


def make_corpus(folder: Path, issues: int, seed: int = 1) -> Path:
    """A project in `folder` with so many issues; its settings are those of the real bulletin, without what they say of real people."""
    year = original().year
    for name in ("theme", "site_config"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    (folder / "site_config" / "people.yml").unlink(missing_ok=True)
    for place in range(issues):
        add_issue(folder, year, place, seed)
    return folder


def add_issue(folder: Path, first_year: int, place: int, seed: int = 1) -> Path:
    """Adds issue number `place` (from 0) to the project; the folder it stands in."""
    year, number = first_year + place // ISSUES_PER_YEAR, place % ISSUES_PER_YEAR + 1
    data = make_source(place, seed).encode()
    target = folder / "content" / str(year) / f"{number:02d}"
    target.mkdir(parents=True)
    (target / "source.txt").write_bytes(data)
    (target / "issue.yml").write_text(render_issue_file(year, number, "source.txt", hashlib.sha256(data).hexdigest(), "invented.txt", ISSUES_PER_YEAR), encoding="utf-8")
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--issues", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make_corpus(options.folder, options.issues, options.seed)


if __name__ == "__main__":
    main()
