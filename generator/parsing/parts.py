"""Divides a document into its parts: body, enclosures (所印发的文本) and annexes, announced ones and printed ones."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.authority.layouts import Layouts
from generator.notation.dates import find_dates, parse_date_line
from generator.notation.enumeration import parse_enumerator
from generator.notation.folding import WHITE, fold, squeeze
from generator.notation.numerals import parse_numeral
from generator.notation.titles import find_quoted_titles
from generator.parsing.titles import could_be_title_line
from generator.records import Announced, Content, Paragraph, PartKind, Role, TableBlock

_MOST_TITLE_LINES = 4
_ALIKE = 0.9        # two names of one annex: 整治领导小组名单 and 专项整治领导小组名单 are 0.94 alike
_ISSUING_WORDS = ("印发", "转发", "发布", "公布", "批转", "颁布", "实施")
_IMPRINT = "版记"
_OCCASION = "讲话的场合和讲话人"
_LONGEST_BYLINE = 60
_LONGEST_HISTORY = 400      # （2015年5月20日…公布　根据2024年3月15日…修正）
_HISTORY_WORDS = tuple(word + close for word in ("修正", "修订", "通过", "公布", "施行", "批准") for close in "）)")
_LIST_ENDS = "；;。，,、 "
# 1.2017-2020年…分解表: in a list of annexes the number may touch a year.
_LIST_ITEM = re.compile(f"[{WHITE}]*([0-9０-９]{{1,2}})[{WHITE}]*[.．、][{WHITE}]*")


@dataclass
class PartDraft:
    """A part while it is being read."""

    kind: PartKind
    of: int | None = None
    number: int | None = None
    label: str | None = None
    title: str | None = None
    title_announced: str | None = None
    byline: str | None = None
    rule: str = ""
    announced: list[Announced] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)    # indexes of `announced` that have been printed


@dataclass
class Marked:
    """What was found for one block of the document."""

    part: int
    role: Role
    rule: str


class PartReader:
    """Reads the blocks behind the head of a document. `items` are the blocks, `sign_at` those of signature and date."""

    def __init__(self, items: Sequence[Content], signed: dict[int, Role], title: str | None, layouts: Layouts) -> None:
        self.items, self.signed, self.layouts = items, signed, layouts
        self.parts = [PartDraft(PartKind.BODY)]
        self.marks: list[Marked] = []
        self.tail_from = max(signed) + 1 if signed else None
        self.enclosure_titles = self._announced_enclosures(title)
        if 0 in signed and not self.enclosure_titles:
            self.tail_from = None       # 统计公报 and the like print organ and date below the title, above their text

    def _announced_enclosures(self, title: str | None) -> list[str]:
        body = self.items[:self.tail_from] if self.tail_from is not None else ()
        sentences = [item.text for item in body if isinstance(item, Paragraph) and any(w in item.text for w in _ISSUING_WORDS)]
        names = [quoted.title for text in [title or "", *sentences] for quoted in find_quoted_titles(text) if quoted.depth == 0]
        return list(dict.fromkeys(squeeze(name) for name in names))

    def read(self) -> list[Marked]:
        index = 0
        while index < len(self.items):
            index += self._step(index)
        return self.marks

    # each step marks one or more blocks and returns how many

    def _step(self, index: int) -> int:
        item = self.items[index]
        if index in self.signed:
            return self._mark(self.signed[index], 0, "署名与成文日期")
        if isinstance(item, TableBlock):
            return self._table(index, item)
        if self._opens_speech(index, item):
            return self._mark(Role.BYLINE, 0, _OCCASION)
        if index == 0 and _tells_history(squeeze(item.text)):
            return self._mark(Role.BYLINE, 0, "题注")
        announced = self._announcement(index, item)
        if announced:
            return announced
        in_tail = self.tail_from is not None and index >= self.tail_from
        if in_tail or self.parts[0].announced or len(self.parts) > 1:
            taken = self._label(index, item)
            if taken:
                return taken
        if in_tail and self._is_imprint(index, item):
            return self._mark(Role.NOTE, self._current(), _IMPRINT)
        if in_tail:
            taken = self._enclosure(index) or self._unlabelled_annex(index)
            if taken:
                return taken
            if len(self.parts) == 1:
                if self._is_note(index, item):
                    return self._mark(Role.NOTE, 0, "附注")
                return self._untitled_enclosure(index)
        return self._mark(Role.TEXT, self._current(), "正文")

    def _mark(self, role: Role, part: int, rule: str, count: int = 1) -> int:
        self.marks += [Marked(part, role, rule)] * count
        return count

    def _current(self) -> int:
        return len(self.parts) - 1

    def _open(self, draft: PartDraft) -> int:
        self.parts.append(draft)
        return self._current()

    # ------------------------------------------------------------ annexes as announced

    def _announcement(self, index: int, item: Paragraph) -> int:
        """附件：1.… with the list lines below it, or 附：…; a label with its title behind it is one only if no text follows."""
        label = self.layouts.label(item.text)
        if label is None:
            return 0
        rest = item.text.split("：", 1)[-1].split(":", 1)[-1] if label["rest"] else ""
        value = self._list_value(rest)
        count = 1 + self._list_length(index + 1, self._last_value(rest, value) if value else 0)
        if label["rest"] and label["number"] and value is None:
            count = 1       # 附录二　名词解释 / 1.… is that annex and no list of several
        listed = count > 1 or self._list_value(rest) == 1
        if not label["rest"] and not listed:
            return 0
        if listed and not label["rest"] and label["number"]:
            return 0
        if not listed and self._text_follows(index):
            return 0
        part = self.parts[self._current()]
        number = parse_numeral(label["number"]) if label["number"] else None
        word = label["label"].rstrip("：:").removesuffix(label["number"] or "")
        if label["rest"]:
            self._announce(part, Announced(number, rest, item.first_line, word))
        for line in self.items[index + 1:index + count]:
            assert isinstance(line, Paragraph)
            self._announce(part, Announced(None, line.text, line.first_line, word))
        return self._mark(Role.ANNOUNCEMENT, self._current(), "附件说明", count)

    def _announce(self, part: PartDraft, found: Announced) -> None:
        """Adds the annexes of a printed line; `found` still has the whole line for its title."""
        text, number = found.title, found.number
        item = _LIST_ITEM.match(text)
        if item is None and part.announced and number is None and part.announced[-1].number is not None:
            last = part.announced.pop()     # the second line of an item that was too long for one
            part.announced.append(replace(last, title=squeeze(last.title + text).rstrip(_LIST_ENDS)))
            return
        if item is not None:
            number, text = int(item[1]), text[item.end():]
        following = _next_item(text, number)
        title = text if following is None else text[:following]
        part.announced.append(replace(found, number=number, title=squeeze(title).rstrip(_LIST_ENDS)))
        if following is not None:
            self._announce(part, replace(found, number=None, title=text[following:]))

    def _list_value(self, text: str) -> int | None:
        item = _LIST_ITEM.match(text)
        return int(item[1]) if item else None

    def _list_length(self, index: int, before: int) -> int:
        """How many lines from `index` go on with the list behind number `before`: 1. (or 2.), and so on.

        A line without a number between two items belongs to the item before it.
        """
        length, count = 0, before
        while index + length < len(self.items) and index + length not in self.signed:
            item = self.items[index + length]
            if not isinstance(item, Paragraph) or "。" in item.text[:-1]:
                break
            value = self._list_value(item.text)
            if value == count + 1:
                count = self._last_value(item.text, value)
            elif value is not None or not count or not self._goes_on(index + length + 1, count):
                break
            length += 1
        return length

    def _goes_on(self, index: int, count: int) -> bool:
        """True where the line at `index` is the next item: the line before it then ends the item that was too long for one."""
        item = self.items[index] if index < len(self.items) and index not in self.signed else None
        return isinstance(item, Paragraph) and self._list_value(item.text) == count + 1

    def _last_value(self, text: str, value: int) -> int:
        """The number of the last item in a line that holds several (1.甲 2.乙)."""
        rest = text[_LIST_ITEM.match(text).end():] if _LIST_ITEM.match(text) else text  # type: ignore[union-attr]
        while (following := _next_item(rest, value)) is not None:
            value, rest = value + 1, rest[following:].lstrip()[1:]
        return value

    def _text_follows(self, index: int) -> bool:
        """True where the block behind a label with its title belongs to that annex: not another label, signature or the end."""
        if index + 1 >= len(self.items) or index + 1 in self.signed:
            return False
        after = self.items[index + 1]
        below = self.items[index + 2] if index + 2 < len(self.items) and isinstance(after, Paragraph) and self.layouts.is_table_note(after.text) else after
        if isinstance(below, TableBlock):
            return True
        if self.tail_from is not None and index < self.tail_from:
            return False
        return isinstance(after, Paragraph) and self.layouts.label(after.text) is None

    # ------------------------------------------------------------ annexes as printed

    def _label(self, index: int, item: Paragraph) -> int:
        label = self.layouts.label(item.text)
        if label is None:
            return 0
        part = self._open_annex(label, squeeze(item.text)[:label.end("label")])
        draft = self.parts[part]
        if label["rest"]:
            draft.title = label["rest"]
            return self._mark(Role.LABEL, part, "附件标签与标题同行")
        self._mark(Role.LABEL, part, "附件标签")
        after = self.items[index + 1] if index + 1 < len(self.items) else None
        if isinstance(after, TableBlock):
            draft.title = self._title_in_table(after, skip=0)
            return 1
        return 1 + self._part_title(index + 1, part)

    def _table(self, index: int, table: TableBlock) -> int:
        """A table may carry the label of its annex in its first cell: 附件3：/…情况汇总表."""
        first = next((cell for row in table.rows for cell in row.cells if cell.paragraphs), None)
        label = self.layouts.label(first.paragraphs[0].text) if first else None
        if label is not None and not label["rest"] and self.tail_from is not None and index >= self.tail_from:
            part = self._open_annex(label, squeeze(label["label"]))
            self.parts[part].title = self._title_in_table(table, skip=1)
        elif self.tail_from is not None and index >= self.tail_from and len(self.parts) == 1:
            self._open(PartDraft(PartKind.ENCLOSURE, 0, rule="署名之后的表格"))
        return self._mark(Role.TABLE, self._current(), "表格")

    def _title_in_table(self, table: TableBlock, skip: int) -> str | None:
        for row in table.rows[:2]:
            filled = [cell for cell in row.cells if cell.paragraphs]
            if len(filled) == 1 and len(filled[0].paragraphs) > skip:
                return squeeze(filled[0].paragraphs[skip].text)
        return None

    def _open_annex(self, found: re.Match[str], label: str) -> int:
        number = parse_numeral(found["number"]) if found["number"] else None
        if found["sub"]:
            return self._open(PartDraft(PartKind.ANNEX, self._parent(number), number, label, rule="附件标签"))
        of = self._owner()
        draft = PartDraft(PartKind.ANNEX, of, number, label, rule="附件标签")
        owner = self.parts[of]
        free = [place for place in range(len(owner.announced)) if place not in owner.taken]
        fitting = [place for place in free if owner.announced[place].number == number or len(owner.announced) == 1]
        place = next((place for place in fitting if label.startswith(owner.announced[place].word)), next(iter(fitting), None))
        if place is not None:
            owner.taken.add(place)
            draft.title_announced = owner.announced[place].title
        return self._open(draft)

    def _parent(self, number: int | None) -> int:
        """附件1-2 belongs to 附件1 where that is printed, else to what 附件1 would belong to."""
        annexes = [i for i, part in enumerate(self.parts) if part.kind is PartKind.ANNEX and part.number == number and self.parts[part.of or 0].kind is not PartKind.ANNEX]
        return annexes[-1] if annexes else self._owner()

    def _owner(self) -> int:
        """The part whose annex this is: the latest body or enclosure that has announced one not printed yet."""
        owners = [i for i, part in enumerate(self.parts) if part.kind is not PartKind.ANNEX]
        for index in reversed(owners):
            part = self.parts[index]
            if any(place not in part.taken for place in range(len(part.announced))):
                return index
        return owners[-1]

    def _part_title(self, index: int, part: int) -> int:
        """Marks the title lines of a part: as many as give the announced name, else those that look like one title."""
        draft = self.parts[part]
        lines = self._title_lines(index)
        if not lines:
            return 0
        count = self._best_count(lines, draft.title_announced)
        draft.title = "".join(lines[:count])
        self._mark(Role.PART_TITLE, part, "标题", count)
        return count + self._byline(index + count, part)

    def _title_lines(self, index: int) -> list[str]:
        lines: list[str] = []
        for item in self.items[index:index + _MOST_TITLE_LINES]:
            if not could_be_title_line(item, self.layouts) or not isinstance(item, Paragraph) or (item.text[0] in "（(" and not lines):
                break
            lines.append(squeeze(item.text))
        return lines

    def _best_count(self, lines: list[str], announced: str | None) -> int:
        if announced:
            ratios = [_likeness("".join(lines[:n]), announced) for n in range(1, len(lines) + 1)]
            if max(ratios) >= 0.6:
                return ratios.index(max(ratios)) + 1
        if len(lines) > 1 and not self.layouts.ends_title(lines[0]) and self.layouts.ends_title(lines[0] + lines[1]):
            return 2
        return 1

    def _byline(self, index: int, part: int) -> int:
        """（市水利局）, (市国土局 2018年2月) or 市水利局　市财政局 with a date of its own below the title of a forwarded text."""
        item = self.items[index] if index < len(self.items) else None
        if not isinstance(item, Paragraph) or index in self.signed:
            return 0
        names = self.layouts.organ_names(item.text)
        below = self.items[index + 1] if index + 1 < len(self.items) else None
        if names and isinstance(below, Paragraph) and parse_date_line(below.text) and self.parts[part].kind is PartKind.ENCLOSURE:
            self.parts[part].byline = "、".join(names)
            return self._mark(Role.BYLINE, part, "题注", 2)
        text = squeeze(item.text)
        is_short = text[0] in "（(" and text[-1] in "）)" and 3 < len(text) <= _LONGEST_BYLINE
        if not (is_short or _tells_history(text)) or "：" in text or parse_enumerator(item.text):
            return 0
        self.parts[part].byline = text[1:-1]
        return self._mark(Role.BYLINE, part, "题注")

    # ------------------------------------------------------------ enclosures

    def _enclosure(self, index: int) -> int:
        """A title the document has announced between 《》, over one to four lines; more may follow it in brackets (（修订版）)."""
        lines = self._title_lines(index)
        for count in range(len(lines), 0, -1):
            joined = fold("".join(lines[:count]))
            for name in self.enclosure_titles:
                if joined == fold(name) or (lines[count - 1][0] not in "（(" and _is_version_of(joined, fold(name))):
                    self.enclosure_titles.remove(name)
                    part = self._open(PartDraft(PartKind.ENCLOSURE, 0, title="".join(lines[:count]), title_announced=name,
                                                rule="所印发文本的标题"))
                    self._mark(Role.PART_TITLE, part, "所印发文本的标题", count)
                    return count + self._byline(index + count, part)
        return 0

    def _unlabelled_annex(self, index: int) -> int:
        """The title of an annex that was announced, printed without a label (海政办发〔2018〕4号)."""
        lines = self._title_lines(index)
        for of, owner in enumerate(self.parts):
            for place, item in enumerate(owner.announced):
                for count in range(1, len(lines) + 1):
                    if place not in owner.taken and _likeness("".join(lines[:count]), item.title) >= _ALIKE:
                        owner.taken.add(place)
                        part = self._open(PartDraft(PartKind.ANNEX, of, None, None, "".join(lines[:count]), item.title, rule="附件无标签"))
                        return self._mark(Role.PART_TITLE, part, "附件标题（无标签）", count)
        return 0

    def _untitled_enclosure(self, index: int) -> int:
        part = self._open(PartDraft(PartKind.ENCLOSURE, 0, rule="署名之后的文字",
                                    title_announced=self.enclosure_titles.pop(0) if len(self.enclosure_titles) == 1 else None))
        return self._part_title(index, part) or self._mark(Role.TEXT, part, "所印发的文本")

    def _opens_speech(self, index: int, item: Paragraph) -> bool:
        """——2019年1月11日在市第十届人民代表大会第四次会议上 below the title of a report, and the speaker below it: 市财政局局长　温如玉."""
        above = self.marks[index - 1].rule if index else ""
        if index == 0:
            return item.text.startswith(("——", "──", "--")) and item.text.endswith("上")
        return index == 1 and above == _OCCASION and self.layouts.is_person_with_post(item.text)

    def _is_imprint(self, index: int, item: Paragraph) -> bool:
        """抄送：… and 印发 lines, and what goes on with one that stops at a comma."""
        above = self.items[index - 1] if index and self.marks[index - 1].rule == _IMPRINT else None
        return self.layouts.is_imprint(item.text) or (isinstance(above, Paragraph) and squeeze(above.text)[-1:] in ("，", "、"))

    def _is_note(self, index: int, item: Paragraph) -> bool:
        """（此件公开发布） behind the date (GB/T 9704-2012, 7.3.6)."""
        text = squeeze(item.text)
        return text[0] in "（(" and text[-1] in "）)" and len(text) <= 40 and not parse_enumerator(text)


def _tells_history(text: str) -> bool:
    """True for （2021年3月25日县第十七届人民代表大会常务委员会第三十二次会议通过）, which stands below a title."""
    return text[:1] in ("（", "(") and text.endswith(_HISTORY_WORDS) and len(text) <= _LONGEST_HISTORY and next(find_dates(text), None) is not None


def _next_item(text: str, number: int | None) -> int | None:
    """Where in `text` the item behind `number` begins, if it stands on the same line behind a blank or a semicolon."""
    if number is None:
        return None
    match = re.search(f"(?<=[{WHITE}；;。])0?{number + 1}[{WHITE}]*[.．、]", text)
    return match.start() if match else None


def _is_version_of(title: str, name: str) -> bool:
    """True for a name with a bracket behind it: …应急预案（修订版）. Both folded."""
    return title.startswith(name + "(") and title.endswith(")")


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio()
