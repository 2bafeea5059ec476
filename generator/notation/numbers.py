"""发文字号, the number of an official document (GB/T 9704-2012, 7.2.5), in every bracket form bulletins use."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from generator.notation.folding import WHITE, squeeze
from generator.notation.numerals import NUMERAL_CHARS, parse_numeral

_S = f"[{WHITE}]*"
_HAN = "[\u4e00-\u9fff]"
_OPEN, _CLOSE = "[〔﹝\\[［（(【〖]", "[〕﹞\\]］）)】〗]"
_YEAR = "(?P<year>[0-9０-９]{4})"
_SERIAL = f"(?P<serial>[0-9０-９]{{1,5}}|[{NUMERAL_CHARS}]{{1,6}})"
_NUMBER = re.compile(
    f"(?P<series>{_HAN}{{2,14}}){_S}{_OPEN}{_S}{_YEAR}{_S}年?{_S}{_CLOSE}{_S}(?:第{_S})?(?P<serial>[0-9０-９]{{1,5}}){_S}号")
# What counts through an office's term, or through a year, without a 机关代字: 云州市人民政府令 / 第8号, 2018年第3号公告.
ORDER_KINDS = ("令", "公告", "通告")
_KIND = f"(?P<kind>{'|'.join(ORDER_KINDS)})"
_COUNT = f"(?:{_YEAR}{_S}年{_S})?第{_S}{_SERIAL}{_S}号"
_ORDERS = (re.compile(f"(?P<series>{_HAN}{{0,20}}{_KIND}){_S}[（(]?{_S}{_COUNT}{_S}[）)]?"),
           re.compile(f"(?P<series>{_HAN}{{2,20}}){_S}{_COUNT}{_S}{_KIND}"))
_COUNT_LINES = (re.compile(f"[（(]?{_COUNT}{_KIND}?[）)]?"), re.compile(f"[（(]?{_OPEN}{_YEAR}年?{_CLOSE}第?{_SERIAL}号[）)]?"))
_JOINT = "[、，,；;]"


@dataclass(frozen=True, order=True)
class DocumentNumber:
    """A 发文字号 such as 海政办发〔2018〕12号 (GB/T 9704-2012, 7.2.5); `year` is 0 for an order that bears none.

    The series of an order, 公告 or 通告 that counts without a 机关代字 is its issuer and kind: 云州市人民政府令.
    """

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
    """Every document number in `text`, in order. The series may still hold words before it (见海政发…): see `cited_series.py`."""
    for match in _NUMBER.finditer(text):
        yield PrintedNumber(_value(match), match[0], match.start(), match.end())


def find_orders(text: str) -> Iterator[PrintedNumber]:
    """Every number of an order (国务院令第591号, 2018年第3号公告) in `text`, in order. The series may still hold words before it."""
    found = sorted((match.start(), match.end(), index, match) for index, pattern in enumerate(_ORDERS) for match in pattern.finditer(text)
                   if match["series"] not in ORDER_KINDS)
    last = 0
    for start, end, _, match in found:
        if start >= last:
            last = end
            yield PrintedNumber(_value(match), match[0], start, end)


def parse_number_line(text: str) -> DocumentNumber | None:
    """The number that `text` consists of, white space anywhere aside; None where anything else stands beside it."""
    line = squeeze(text)
    match = next(filter(None, (pattern.fullmatch(line) for pattern in (_NUMBER, *_ORDERS))), None)
    return _value(match) if match else None


def parse_numbers_line(text: str) -> tuple[DocumentNumber, ...]:
    """The numbers of a line that holds nothing else: one, or those of a joint document (云财〔2018〕3号、云教〔2018〕5号)."""
    one = parse_number_line(text)
    if one is not None:
        return (one,)
    found = tuple(_NUMBER.finditer(squeeze(text)))
    between = re.sub(_JOINT, "", _NUMBER.sub("", squeeze(text)))
    return tuple(map(_value, found)) if len(found) > 1 and not between else ()


@dataclass(frozen=True)
class Count:
    """A line 第8号, 2018年第3号 or 第12号令 that stands under the name of what it counts; `year` is 0 and `kind` "" where none is printed."""

    year: int
    serial: int
    kind: str


def parse_count_line(text: str) -> Count | None:
    """第8号, （第八号）, 2018年第3号, 〔2018〕3号 or 第12号令 alone on its line; None where anything else stands there."""
    match = next(filter(None, (pattern.fullmatch(squeeze(text)) for pattern in _COUNT_LINES)), None)
    serial = parse_numeral(match["serial"]) if match else None
    if match is None or serial is None:
        return None
    return Count(_year(match), serial, match.groupdict().get("kind") or "")


def _value(match: re.Match[str]) -> DocumentNumber:
    kind = match.groupdict().get("kind") or ""
    series: str = match["series"]
    return DocumentNumber(series if series.endswith(kind) else series + kind, _year(match), parse_numeral(match["serial"]) or 0)


def _year(match: re.Match[str]) -> int:
    return int(unicodedata.normalize("NFKC", match["year"])) if match["year"] else 0
