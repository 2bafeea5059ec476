"""layouts.yml: how bulletins are laid out in print. The national habits stand beside this module; a bulletin adds its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from generator.authority.yaml_file import YamlFile, load_yaml
from generator.diagnostics import Diagnostic
from generator.notation.folding import WHITE, squeeze
from generator.records import SectionKind

# Around a heading: 【三月】, —— 大事记 ——, ◆政府令◆.
ORNAMENTS = "【】〖〗[]［］〔〕（）()◆◇●○■□★☆▲△*＊·•.…:：—－–-"
_GAP = re.compile(f"\u3000+|[{WHITE}]{{2,}}")
_LONG_NAME = 5      # signs; 市财政局 has four
_BLANK_BEHIND = "\u3000"      # stands for the blank behind the number of a label
_UNDERSCORES = str.maketrans("", "", "_＿")
# 填报单位（盖章）：　　填报日期：　年　月　日, its blanks left out.
_TO_FILL_IN = re.compile("(?:[^：:。]{2,12}[:：](?:年月日(?:时(?:分)?)?)?){1,4}")
NATIONAL = Path(__file__).with_name("layouts.yml")
_WORD_LISTS = ("title_ends", "organ_ends", "title_verbs", "addressee_words", "sentence_words", "annex_labels", "signing_posts", "not_additive", "total_words",
               "table_notes", "same_day_bullets", "posts", "post_prefixes", "post_suffixes", "personnel_titles", "name_followers")


@dataclass(frozen=True)
class Pattern:
    """A pattern for a whole line without its blanks and the ornaments around it, with lines it must and must not take."""

    regex: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    def matches(self, line: str) -> bool:
        bare = squeeze(line)
        return any(self.regex.fullmatch(form) is not None for form in dict.fromkeys((bare, bare.strip(ORNAMENTS))))


@dataclass(frozen=True)
class Layouts:
    """The layout habits a bulletin is read with."""

    sections: tuple[tuple[SectionKind, Pattern], ...]
    notices: tuple[Pattern, ...]
    colophon: tuple[Pattern, ...]
    colophon_below: tuple[Pattern, ...]
    imprint: tuple[Pattern, ...]
    corrections: tuple[Pattern, ...]
    words: Mapping[str, tuple[str, ...]]
    bullets: str

    def section_kind(self, line: str) -> SectionKind | None:
        return next((kind for kind, pattern in self.sections if pattern.matches(line)), None)

    def is_notice(self, line: str) -> bool:
        return any(pattern.matches(line) for pattern in self.notices)

    def is_correction(self, line: str) -> bool:
        """True for the title of a correction (更正) of something printed before."""
        return any(pattern.matches(line) for pattern in self.corrections)

    def is_imprint(self, line: str) -> bool:
        return any(pattern.matches(line) for pattern in self.imprint)

    def is_total(self, words: str) -> bool:
        """True for the first words of a total row: 合计, 合计：, 全市合计."""
        return squeeze(words).rstrip("：:").endswith(self.words["total_words"]) and len(squeeze(words)) <= 12

    def is_colophon(self, line: str) -> bool:
        """True for a line that opens the imprint of an issue: 主办：…."""
        return any(pattern.matches(line) for pattern in self.colophon)

    def is_below_colophon(self, line: str) -> bool:
        """True for a line that goes on with the imprint of an issue, but opens none: 地址：…."""
        return any(pattern.matches(line) for pattern in self.colophon_below)

    @cached_property
    def _title_end(self) -> re.Pattern[str]:
        return re.compile(f"(?:{_alternatives(self.words['title_ends'])})(?:[（(][^（）()]{{1,16}}[）)])*")

    @cached_property
    def _organ(self) -> re.Pattern[str]:
        return re.compile(f"[\u4e00-\u9fff（）、]{{1,30}}?(?:{_alternatives(self.words['organ_ends'])})")

    @cached_property
    def _title_start(self) -> re.Pattern[str]:
        return re.compile(f"(?P<issuer>{self._organ.pattern})(?:{_alternatives(self.words['title_verbs'])})")

    @cached_property
    def _label(self) -> re.Pattern[str]:
        number = "(?:(?P<number>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})(?P<sub>[-－—–][0-9０-９]{1,2})?)?"
        return re.compile(f"(?P<label>(?:{_alternatives(self.words['annex_labels'])}){number}(?:[:：]|$|(?={_BLANK_BEHIND})))(?:{_BLANK_BEHIND})?(?P<rest>.*)", re.S)

    @cached_property
    def _label_before_blank(self) -> re.Pattern[str]:
        """附录二　名词解释: a number, a blank and a title without a full stop."""
        labels = _alternatives(self.words["annex_labels"])
        return re.compile(f"[{WHITE}]*(?P<label>(?:{labels})[{WHITE}]*(?:[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}}))[{WHITE}]+(?P<rest>[^。；，]{{2,60}})")

    def ends_title(self, text: str) -> bool:
        """True where the line ends in a kind of document: …的通知, …办法（试行）."""
        return re.search(self._title_end.pattern + "$", squeeze(text)) is not None

    def title_issuer(self, text: str) -> str | None:
        """The organ in front of the verb that opens a title: 市政府办公室 of 市政府办公室关于印发…; None where there is none."""
        match = self._title_start.match(squeeze(text))
        return match["issuer"] if match else None

    def opens_title(self, text: str) -> bool:
        return squeeze(text).startswith("关于") or self.title_issuer(text) is not None

    def is_organ_name(self, text: str) -> bool:
        """True where the line has the shape of an organ's name and nothing else."""
        return self._organ.fullmatch(squeeze(text)) is not None

    def organ_names(self, line: str) -> tuple[str, ...]:
        """The organs a line names and nothing else, with blanks between several; () for any other line.

        A single blank parts only long names: within a short one (财 政 局) it spaces the letters.
        """
        wide = tuple(squeeze(name) for name in _GAP.split(line.strip(WHITE)))
        narrow = tuple(line.split())
        for names in (narrow, wide):
            if len(names) > 1 and all(map(self.is_organ_name, names)) and (names is wide or min(map(len, names)) >= _LONG_NAME):
                return names
        return (squeeze(line),) if self.is_organ_name(line) else ()

    def is_signing_person(self, text: str) -> bool:
        """True for 市长　某某某: a post that signs, and a name."""
        posts = _alternatives(self.words["signing_posts"])
        return re.fullmatch(f"[代]?(?:{posts})[:：]?[一-鿿·]{{2,10}}", squeeze(text)) is not None

    def is_person_with_post(self, text: str) -> bool:
        """True for 云州市财政局局长　温如玉: a post, perhaps with its organ, a blank and a name."""
        match = re.fullmatch(f"(?P<post>[^。，：:]{{2,40}}?)[{WHITE}]+(?P<name>[一-鿿·](?:[{WHITE}]*[一-鿿·]){{1,5}})", text.strip(WHITE))
        return match is not None and squeeze(match["post"]).endswith(self.words["posts"])

    def is_addressee_line(self, text: str) -> bool:
        """True where the paragraph names those a document is sent to (主送机关, GB/T 9704-2012, 7.3.2): it ends in ： and is no sentence."""
        line = squeeze(text)
        return (line[-1:] in ("：", ":") and "。" not in line and "《" not in line
                and any(word in line for word in self.words["addressee_words"])
                and not any(word in line for word in self.words["sentence_words"]))

    def is_table_note(self, text: str) -> bool:
        """True for a line that says something about the table below it, and is not its name: 单位：亩, or blanks to fill in."""
        line = squeeze(text).translate(_UNDERSCORES)
        return re.match(f"(?:{_alternatives(self.words['table_notes'])})[:：]", line) is not None or _TO_FILL_IN.fullmatch(line) is not None

    def is_table_name(self, text: str) -> bool:
        """True for words that end as the name of a table does: 2019年收支平衡表, 工程目录（一）."""
        return re.fullmatch("[^。：:]{2,60}(?:表|册|目录|名单|清单)(?:[（(][^（()）]{1,16}[）)])?", squeeze(text)) is not None

    def label(self, text: str) -> re.Match[str] | None:
        """The annex label a line opens with (groups label, number, sub of 附件1-1, rest), blanks left out."""
        titled = self._label_before_blank.fullmatch(text)
        return self._label.fullmatch(squeeze(titled["label"]) + _BLANK_BEHIND + squeeze(titled["rest"]) if titled else squeeze(text))


def _alternatives(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def load_layouts(folder: Path, shown: str) -> tuple[Layouts, tuple[Diagnostic, ...]]:
    """The national habits with those of `folder`/layouts.yml added, and what is wrong in the latter."""
    files = (_national(), load_yaml(folder / "layouts.yml", f"{shown}/layouts.yml"))
    faults: list[Diagnostic] = []
    sections: list[tuple[SectionKind, Pattern]] = []
    lines: dict[str, list[Pattern]] = {"notices": [], "colophon": [], "colophon_below": [], "imprint": [], "corrections": []}
    words: dict[str, tuple[str, ...]] = dict.fromkeys(_WORD_LISTS, ())
    bullets = ""
    for file in reversed(files):  # the bulletin's own patterns are tried first
        faults += file.unknown({"sections", "bullets", *lines, *_WORD_LISTS})
        for index, item in enumerate(file.listed(("sections",), faults)):
            pattern = _read_pattern(file, ("sections", index), item, faults)
            kind = _kind(item)
            if pattern and kind:
                sections.append((kind, pattern))
            elif pattern:
                faults.append(file.fault(("sections", index, "kind"), "kind（栏目的种类）须是 " + "、".join(k.value for k in SectionKind) + " 之一。"))
        for key, patterns in lines.items():
            found = (_read_pattern(file, (key, i), item, faults) for i, item in enumerate(file.listed((key,), faults)))
            patterns += filter(None, found)
        for key in _WORD_LISTS:
            words[key] += tuple(map(str, file.listed((key,), faults)))
        bullets += _bullets(file, faults)
    return Layouts(tuple(sections), words=words, bullets=bullets, **{key: tuple(patterns) for key, patterns in lines.items()}), tuple(faults)


@cache
def _national() -> YamlFile:
    return load_yaml(NATIONAL, "layouts.yml")


def _kind(item: Any) -> SectionKind | None:
    found = item.get("kind") if isinstance(item, dict) else None
    return next((kind for kind in SectionKind if kind.value == found), None)


def _bullets(file: YamlFile, faults: list[Diagnostic]) -> str:
    value = file.data.get("bullets") or ""
    if isinstance(value, str):
        return squeeze(value)
    faults.append(file.fault(("bullets",), "“bullets”应是一行文字，把各种条目符号写在一起。", "写法：bullets: '·●◆'"))
    return ""


def _read_pattern(file: YamlFile, at: tuple[str | int, ...], item: Any, faults: list[Diagnostic]) -> Pattern | None:
    if not isinstance(item, dict) or not isinstance(item.get("pattern"), str):
        faults.append(file.fault(at, "这一条缺少 pattern（写法）。"))
        return None
    try:
        regex = re.compile(item["pattern"])
    except re.error as error:
        faults.append(file.fault((*at, "pattern"), f"写法不是正确的正则表达式：{error.msg}。"))
        return None
    pattern = Pattern(regex, tuple(map(str, file.listed((*at, "examples"), faults))), tuple(map(str, file.listed((*at, "not"), faults))))
    if not pattern.examples:
        faults.append(file.fault(at, "这一条缺少 examples（例子）。", "请至少写一个印本中的例子，程序会核对写法是否认得它。"))
    for example in pattern.examples:
        if not pattern.matches(example):
            faults.append(file.fault((*at, "examples"), f"写法认不出自己的例子“{example}”。"))
    for example in pattern.counter_examples:
        if pattern.matches(example):
            faults.append(file.fault((*at, "not"), f"写法误认了反例“{example}”。"))
    return pattern
