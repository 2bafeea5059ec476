"""The nouns of verification: what is wrong with a copy, and the verdict."""

import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

MOST_OF_A_KIND = 1000       # findings that are kept; who has so many needs another copy and not a longer list
_MOST_SHOWN = 400           # characters of a name or an address


class Fault(enum.Enum):
    """What can be wrong, in the words of the report."""

    UNREADABLE = "打不开"
    ENCRYPTED = "加了密"
    UNSAFE_NAME = "文件名不安全"
    CLASHING_NAMES = "文件名相冲突"
    NOT_A_FILE = "不是普通文件"
    BOMB = "解压后大得不合理"
    OVERLAP = "压缩包内部重叠"
    NO_BAG = "不是公报拷贝"
    BAD_TAG_FILE = "清单有误"
    MISSING = "文件缺少"
    UNLISTED = "多出的文件"
    CHANGED = "文件被改动"
    BAD_SIGNATURE = "签名不对"
    OTHER_SIGNER = "签名人不符"
    COUNT = "数目不符"
    BROKEN_LINK = "链接没有着落"
    OUTSIDE = "会从外面装入"
    CHARSET = "编码不是 UTF-8"
    LONG_NAME = "文件名过长"


@dataclass(frozen=True, order=True)
class Finding:
    """One fault: of which kind, at which file of the copy ("" for the copy itself), and what was seen."""

    kind: str
    path: str
    detail: str

    @classmethod
    def of(cls, fault: Fault, path: str, detail: str = "") -> "Finding":
        return cls(fault.value, _shortened(path), _shortened(detail))


def _shortened(words: str) -> str:
    return words if len(words) <= _MOST_SHOWN else words[:_MOST_SHOWN] + "……"


class Findings:
    """Findings as they come, each once. Of a kind `MOST_OF_A_KIND` are kept and the others only counted: no copy can fill the memory with them."""

    def __init__(self, found: Iterable[Finding] = ()) -> None:
        self._kept: dict[str, dict[Finding, None]] = {}
        self._more: Counter[str] = Counter()
        self.update(found)

    def add(self, finding: Finding) -> None:
        kept = self._kept.setdefault(finding.kind, {})
        if len(kept) < MOST_OF_A_KIND:
            kept[finding] = None
        elif finding not in kept:
            self._more[finding.kind] += 1

    def update(self, found: Iterable[Finding]) -> None:
        for finding in found:
            self.add(finding)

    def merge(self, other: "Findings") -> None:
        """Takes what `other` has kept and counted."""
        self.update(other)
        self._more.update(other._more)

    def __iter__(self) -> Iterator[Finding]:
        return (finding for kept in self._kept.values() for finding in kept)

    def __bool__(self) -> bool:
        return bool(self._kept)

    @property
    def more(self) -> Mapping[str, int]:
        """How many of each kind were counted and not kept; none where all are there."""
        return dict(self._more)


@dataclass(frozen=True)
class Verdict:
    """What verification found. `fingerprint` is None for a copy without a valid signature; `info` is bag-info.txt."""

    name: str
    findings: tuple[Finding, ...]
    files: int
    octets: int
    info: dict[str, str]
    fingerprint: str | None
    signer_expected: bool = False       # the fingerprint was compared with one given
    more: Mapping[str, int] = field(default_factory=dict)       # how many findings of a kind there are beside those of that kind in `findings`

    @property
    def is_whole(self) -> bool:
        return not self.findings
