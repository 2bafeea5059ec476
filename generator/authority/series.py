"""series.yml: the 机关代字 (海政办发) this bulletin prints, whose they are and how their addresses are spelled."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pypinyin import lazy_pinyin

from generator.authority.yaml_file import YamlFile, load_yaml
from generator.diagnostics import Diagnostic
from generator.notation.numbers import ORDER_KINDS, DocumentNumber

_SLUG = re.compile("[a-z][a-z0-9]{0,30}")
# What ends the name of an organ that issues orders, 公告 and 通告 of its own.
_ORDERING = ("政府", "委员会", "局", "厅", "办公室", "办公厅", "法院", "检察院")
_KNOWN = {"word", "slug", "issuer", "note", "form"}


@dataclass(frozen=True)
class Series:
    """One series of numbers. `issuer` is the organ whose documents bear it; None where nobody has said so."""

    word: str
    slug: str
    issuer: str | None
    is_known: bool = True


@dataclass(frozen=True)
class SeriesList:
    """The series of a bulletin."""

    entries: tuple[Series, ...]

    def find(self, word: str) -> Series | None:
        return next((entry for entry in self.entries if entry.word == word), None)

    def resolve(self, word: str) -> Series:
        """The series of `word`; one that no list knows gets a slug from its pinyin, and no issuer unless it names one (云州市人民政府令)."""
        kind = next((kind for kind in ORDER_KINDS if word.endswith(kind) and word != kind), None)
        issuer = word.removesuffix(kind) if kind and word.removesuffix(kind).endswith(_ORDERING) else None
        return self.find(word) or Series(word, pinyin_slug(word), issuer, is_known=False)


def pinyin_slug(text: str) -> str:
    """Lower-case ASCII letters and digits: 川府办函 → chuanfubanhan. "x" where nothing in `text` can be spelled."""
    spelled = "".join(lazy_pinyin(text, errors=lambda other: other)).lower().replace("ü", "v")
    return re.sub("[^a-z0-9]", "", spelled) or "x"


def document_slug(number: DocumentNumber, series: Series) -> str:
    """The last part of a document's address: hzf-2018-1; an order, which bears no year, yfl-8."""
    parts = [series.slug, str(number.year)] if number.year else [series.slug]
    return "-".join([*parts, str(number.serial)])


def load_series(folder: Path, shown: str) -> tuple[SeriesList, tuple[Diagnostic, ...]]:
    """The series in `folder`/series.yml and what is wrong in them: no word and no slug may stand twice."""
    file = load_yaml(folder / "series.yml", f"{shown}/series.yml")
    faults = file.unknown({"series"})
    entries: list[Series] = []
    for index, item in enumerate(file.listed(("series",), faults)):
        entry = _read(file, index, item, faults)
        if entry is None:
            continue
        if any(other.word == entry.word or other.slug == entry.slug for other in entries):
            faults.append(file.fault(("series", index, "slug"), f"“{entry.word}”或地址简称“{entry.slug}”写了两次。", "每个系列只写一次，简称各不相同。"))
            continue
        entries.append(entry)
    return SeriesList(tuple(entries)), tuple(faults)


def _read(file: YamlFile, index: int, item: object, faults: list[Diagnostic]) -> Series | None:
    at = ("series", index)
    if not isinstance(item, dict) or not isinstance(item.get("word"), str):
        faults.append(file.fault(at, "这一条缺少 word（机关代字）。", "写法：- {word: 某政发, slug: mzf, issuer: 某某市人民政府}"))
        return None
    for key in item:
        if key not in _KNOWN:
            faults.append(file.fault((*at, key), f"不认识的项目“{key}”。"))
    slug = str(item.get("slug") or pinyin_slug(item["word"]))
    if not _SLUG.fullmatch(slug):
        faults.append(file.fault((*at, "slug"), f"地址简称“{slug}”只能用小写字母和数字，以字母开头。"))
        return None
    issuer = item.get("issuer")
    return Series(item["word"], slug, str(issuer) if issuer else None)


def suggest_entry(entries: Iterable[Series]) -> str:
    """A ready line for series.yml."""
    return "；".join(f"- {{word: {entry.word}, slug: {entry.slug}, issuer: {entry.issuer or '请填写发文机关全称'}}}" for entry in entries)
