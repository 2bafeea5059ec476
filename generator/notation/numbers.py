"""发文字号, the number of an official document (GB/T 9704-2012, 7.2.5), in every bracket form bulletins use."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from generator.notation.folding import WHITE
from generator.notation.numerals import NUMERAL_CHARS, parse_numeral

_S = f"[{WHITE}]*"
_HAN = "[\u4e00-\u9fff]"
_NUMBER = re.compile(
    f"(?P<series>{_HAN}{{2,14}}){_S}[〔﹝\\[［（(【〖]{_S}(?P<year>[0-9０-９]{{4}}){_S}[〕﹞\\]］）)】〗]{_S}"
    f"(?:第{_S})?(?P<serial>[0-9０-９]{{1,5}}){_S}号")
# 云州市人民政府令 / 第8号: an order (令) counts through the office's term and bears no year.
_ORDER = re.compile(f"(?P<series>{_HAN}{{2,20}}令){_S}[（(]?第{_S}(?P<serial>[0-9０-９]{{1,5}}|[{NUMERAL_CHARS}]{{1,6}}){_S}号[）)]?")


@dataclass(frozen=True, order=True)
class DocumentNumber:
    """A 发文字号 such as 海政办发〔2018〕12号 (GB/T 9704-2012, 7.2.5); `year` is 0 for an order that bears none."""

    series: str  # 机关代字
    year: int
    serial: int

    def __str__(self) -> str:
        if not self.year:
            return f"{self.series}第{self.serial}号"
        return f"{self.series}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True)
class PrintedNumber:
    """A number found in a text, with its place there."""

    number: DocumentNumber
    printed: str
    start: int
    end: int


def find_numbers(text: str) -> Iterator[PrintedNumber]:
    """Every document number in `text`, in order. The series may still hold words before it (见海政发…): see `resolve_series`."""
    for match in _NUMBER.finditer(text):
        yield PrintedNumber(_value(match), match[0], match.start(), match.end())


def find_orders(text: str) -> Iterator[PrintedNumber]:
    """Every number of an order (国务院令第591号) in `text`, in order. The series may still hold words before it."""
    for match in _ORDER.finditer(text):
        yield PrintedNumber(_value(match), match[0], match.start(), match.end())


def parse_number_line(text: str) -> DocumentNumber | None:
    """The number that `text` consists of, white space aside; None where anything else stands beside it."""
    match = re.fullmatch(f"{_S}(?:{_NUMBER.pattern}){_S}", text)
    if match is None:
        match = re.fullmatch(f"{_S}(?:{_ORDER.pattern}){_S}", text)
    return _value(match) if match else None


def parse_order_serial(text: str) -> int | None:
    """The serial of a line 第8号 or （第八号） that stands alone under the name of an order."""
    match = re.fullmatch(f"{_S}[（(]?第{_S}([0-9０-９]{{1,5}}|[{NUMERAL_CHARS}]{{1,6}}){_S}号[）)]?{_S}", text)
    return parse_numeral(match[1]) if match else None


def _value(match: re.Match[str]) -> DocumentNumber:
    groups = match.groupdict()
    year = int(unicodedata.normalize("NFKC", groups["year"])) if groups.get("year") else 0
    return DocumentNumber(groups["series"], year, parse_numeral(groups["serial"]) or 0)
