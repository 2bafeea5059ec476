"""Every message an editor sees about the content: what kind of doubt, where, which words, what was done, what to do."""

import enum
from dataclasses import dataclass

# Files whose places are paragraphs in the order of print.
COUNTED_IN_PARAGRAPHS = (".docx", ".docm", ".doc", ".wps", ".wpt", ".rtf", ".odt", ".html", ".htm")


class Severity(enum.IntEnum):
    """How much a diagnostic weighs: a NOTICE is for information, a WARNING a doubt, an ERROR a fault (exit status 1)."""

    NOTICE = 0
    WARNING = 1
    ERROR = 2

    @property
    def label(self) -> str:
        return {0: "提示", 1: "疑点", 2: "错误"}[self.value]


class Code(enum.Enum):
    """The kinds of doubt: (name shown in brackets, severity). EDITORS.md explains each one."""

    ENCODING = ("编码不明", Severity.ERROR)
    EMPTY = ("文件为空", Severity.ERROR)
    NOT_TEXT = ("不是文本", Severity.ERROR)
    UNREADABLE = ("无法读取", Severity.ERROR)
    DAMAGED = ("文件损坏", Severity.ERROR)
    PROTECTED = ("文件有密码", Severity.ERROR)
    NEEDS_OFFICE = ("需要 LibreOffice", Severity.ERROR)
    CONVERSION = ("转换失败", Severity.ERROR)
    NO_DOCUMENT = ("没有公文", Severity.ERROR)
    CONFIG = ("配置有误", Severity.ERROR)
    ISSUE_FILE = ("期次文件有误", Severity.ERROR)
    SOURCE_CHANGED = ("原稿已变动", Severity.ERROR)
    LOST_TEXT = ("文字遗漏", Severity.ERROR)
    DUPLICATE_NUMBER = ("文号重复", Severity.ERROR)
    EXISTS = ("已经存在", Severity.ERROR)
    CONTROL_CHARACTER = ("控制字符", Severity.WARNING)
    TRACKED = ("修订痕迹", Severity.WARNING)
    HIDDEN = ("隐藏文字", Severity.WARNING)
    PICTURE = ("图片未收", Severity.WARNING)
    EMBEDDED = ("嵌入文件未读", Severity.WARNING)
    SYMBOL = ("符号不识", Severity.WARNING)
    FORMULA = ("公式", Severity.WARNING)
    NUMBER_FORMAT = ("编号格式不识", Severity.WARNING)
    FRAME = ("页眉页脚", Severity.NOTICE)
    COMMENT = ("批注未收", Severity.NOTICE)
    NESTED_TABLE = ("表中有表", Severity.NOTICE)
    NOTE = ("脚注", Severity.NOTICE)
    UNKNOWN_SERIES = ("文号系列未知", Severity.WARNING)
    NO_TITLE = ("标题缺失", Severity.WARNING)
    NO_NUMBER = ("文号缺失", Severity.WARNING)
    NO_DATE = ("日期缺失", Severity.WARNING)
    NO_SIGNATURE = ("署名缺失", Severity.WARNING)
    BAD_DATE = ("日期不存在", Severity.WARNING)
    LATE_DATE = ("日期晚于本期", Severity.WARNING)
    OPEN_QUOTE = ("书名号不成对", Severity.WARNING)
    LONG_PARAGRAPH = ("段落过长", Severity.WARNING)
    ENTRY_WITHOUT_DATE = ("条目无日期", Severity.WARNING)
    STRAY_TEXT = ("文字无归处", Severity.WARNING)
    CONTENTS_NOT_PRINTED = ("目录有正文无", Severity.WARNING)
    NOT_IN_CONTENTS = ("目录漏列", Severity.WARNING)
    CONTENTS_DIFFER = ("目录写法不一", Severity.NOTICE)
    CONTENTS_ORDER = ("目录次序不一", Severity.NOTICE)
    CORRECTION_UNSURE = ("更正未定", Severity.WARNING)
    PLACEMENT = ("安放有误", Severity.ERROR)
    EDIT_MISMATCH = ("更正对不上", Severity.ERROR)
    ACCEPTED_FILE = ("认可文件有误", Severity.ERROR)
    ACCEPTED_UNUSED = ("认可已无对应", Severity.NOTICE)
    ANNEX_NOT_PRINTED = ("附件未印出", Severity.WARNING)
    ANNEX_NOT_ANNOUNCED = ("附件未列出", Severity.NOTICE)
    ANNEX_WITHOUT_LABEL = ("附件无标签", Severity.NOTICE)
    ANNEX_TITLE_DIFFERS = ("附件名称不一", Severity.NOTICE)
    NUMBERING_JUMPS = ("编号不连续", Severity.NOTICE)
    TOTAL_DIFFERS = ("合计不符", Severity.NOTICE)
    NAMES_SPLIT = ("名称相连", Severity.NOTICE)
    HEADER_UNCLEAR = ("表头不明", Severity.WARNING)
    TABLE_TAIL = ("表末文字", Severity.WARNING)
    TABLE_AS_TEXT = ("疑似表格", Severity.WARNING)
    RAGGED_ROW = ("行格不齐", Severity.WARNING)
    PERSONNEL_UNREAD = ("任免未读全", Severity.WARNING)
    UNKNOWN_ORGAN = ("机构未列", Severity.NOTICE)
    NAME_IN_DOUBT = ("人名未定", Severity.NOTICE)
    PERSON_UNSURE = ("同名未定", Severity.NOTICE)
    NAME_TWO_WAYS = ("姓名两写", Severity.WARNING)
    TWO_HOLDERS = ("一职两人", Severity.WARNING)
    REMOVAL_ODD = ("免职存疑", Severity.WARNING)
    NUMBER_GAP = ("文号缺号", Severity.NOTICE)
    NUMBER_ODD = ("文号存疑", Severity.WARNING)
    WHOLE_NUMBER = ("总期号不符", Severity.WARNING)
    ISSUE_GAP = ("期次不连续", Severity.NOTICE)

    @property
    def label(self) -> str:
        return self.value[0]

    @property
    def severity(self) -> Severity:
        return self.value[1]

    @property
    def stops(self) -> bool:
        """True where nothing may be published: published pages would vanish, change their address or lose text."""
        return self in _STOPPING


_STOPPING = frozenset({Code.ISSUE_FILE, Code.ENCODING, Code.EMPTY, Code.NOT_TEXT, Code.UNREADABLE, Code.CONFIG, Code.SOURCE_CHANGED, Code.LOST_TEXT})


@dataclass(frozen=True)
class Diagnostic:
    """One message. `path` is relative to the project, `line` 1-based or None, `words` what is printed there."""

    code: Code
    path: str
    line: int | None
    message: str        # what is the matter, one sentence
    words: str = ""     # 原文
    done: str = ""      # 处理: what the program did
    advice: str = ""    # 建议: what the editor can do

    @property
    def severity(self) -> Severity:
        return self.code.severity

    def sort_key(self) -> tuple[str, int, str]:
        return (self.path, self.line or 0, self.code.label)


class InputFault(Exception):
    """A file that cannot be read at all; carries the diagnostic that tells the editor why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def format_diagnostic(diagnostic: Diagnostic) -> str:
    """The message as printed on the terminal: place and kind first, then 原文, 处理 and 建议, each on its own line."""
    lines = [f"{format_place(diagnostic.path, diagnostic.line)}  [{diagnostic.code.label}] {diagnostic.message}"]
    for head, text in (("原文", diagnostic.words), ("处理", diagnostic.done), ("建议", diagnostic.advice)):
        if text:
            lines.append(f"    {head}：{_clip(text, 600 if head == '建议' else 160)}")     # advice may hold a line to paste
    return "\n".join(lines)


def format_place(path: str, line: int | None) -> str:
    """source.txt:12, but source.docx 第12段: a Word file or web page has no lines, its paragraphs are counted."""
    if line is None:
        return path
    return f"{path} 第{line}段" if path.lower().endswith(COUNTED_IN_PARAGRAPHS) else f"{path}:{line}"


def _clip(text: str, limit: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit] + f"……（共{len(flat)}字）"
