"""The nouns of verification: what is wrong with a copy, and the verdict."""

import enum
from dataclasses import dataclass


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
        return cls(fault.value, path, detail)


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

    @property
    def is_whole(self) -> bool:
        return not self.findings
