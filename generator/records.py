"""The nouns of the parsed bulletin: documents with their parts, tables, chronicle, issues. The verbs live elsewhere."""

import datetime
import enum
from dataclasses import dataclass, field, replace
from typing import ClassVar

from generator.apart import KeptApart
from generator.appointments import PersonnelReading
from generator.blocks import Blank, Block, Cell, Content, Line, Paragraph, Piece, Row, Source, TableBlock, visible
from generator.edits import Edit, EditorNote
from generator.grid import Grid, Sum
from generator.notation.dates import DayRange
from generator.notation.numbers import DocumentNumber

# The nouns of reading are part of the records' language.
__all__ = ["Announced", "Blank", "Block", "Cell", "ChronicleEntry", "Content", "Document", "Element", "Figure", "HeadingMark", "Issue", "IssueMeta",
           "Line", "Paragraph", "Part", "PartKind", "Piece", "Placement", "Remainder", "Role", "Row", "Section", "SectionKind", "Source", "Table",
           "TableBlock", "visible"]

# ---------------------------------------------------------------- documents


class Role(enum.Enum):
    """What a block of a document is."""

    TITLE = "标题"
    NUMBER = "发文字号"
    ADDRESSEES = "主送机关"
    TEXT = "正文"
    HEADING = "小标题"
    ITEM = "分条"
    ANNOUNCEMENT = "附件说明"
    SIGNATURE = "署名"
    DATE = "成文日期"
    NOTE = "附注"
    LABEL = "附件标签"
    PART_TITLE = "附件或所印发文本的标题"
    BYLINE = "题注"
    CONTENTS = "目次"
    TABLE = "表格"


class PartKind(enum.Enum):
    """The parts a document is printed in."""

    BODY = "正文"
    ENCLOSURE = "所印发的文本"
    ANNEX = "附件"


@dataclass(frozen=True)
class HeadingMark:
    """A heading: `text` as printed (its number included), `depth` from 1 within its part.

    `length` is how many characters of the paragraph it takes: all of them, or fewer where the text runs on.
    """

    text: str
    depth: int
    length: int
    runs_on: bool
    values: tuple[int, ...]


@dataclass(frozen=True)
class Element:
    """One block of a document, with what it is, the part it stands in (index into `Document.parts`) and its anchor."""

    role: Role
    block: Content
    part: int
    anchor: str
    rule: str
    heading: HeadingMark | None = None
    depth: int = 0      # of a numbered item, from 1; 0 where it bears no number


@dataclass(frozen=True)
class Announced:
    """An annex as the text announces it (附件：1.…)."""

    number: int | None
    title: str
    line: int
    word: str = "附件"          # what the text calls it: 附件, 附表, 附图

    @property
    def is_left_out(self) -> bool:
        """True where the print itself says that it does not print it: 勘测定界图（略）."""
        return self.title.endswith(("（略）", "(略)"))


@dataclass(frozen=True)
class Part:
    """A part of a document. `of` is the index of the part it belongs to; body: None."""

    kind: PartKind
    of: int | None
    number: int | None
    label: str | None           # as printed: 附件1：; None where none is printed
    title: str | None           # as printed, joined; None where none is printed
    title_announced: str | None  # the name the document itself gives it
    byline: str | None
    first_line: int
    last_line: int
    announced: tuple[Announced, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A drawing rebuilt by the editor from stray text boxes: `arrows` join boxes by their index."""

    caption: str
    boxes: tuple[Paragraph, ...]
    arrows: tuple[tuple[int, int], ...]
    after_anchor: str           # anchor of the element it stands behind
    reason: str
    date: datetime.date


@dataclass(frozen=True)
class Table(KeptApart):
    """A table of a document."""

    id: str
    ordinal: int                # within the document, from 1
    caption: str | None
    caption_line: int | None
    block: TableBlock
    anchor: str                 # anchor of its element on the document's page
    grid: Grid
    sums: tuple[Sum, ...] = field(default_factory=tuple)    # its totals, added up again
    APART: ClassVar[tuple[str, ...]] = ("block", "grid", "sums")

    @property
    def first_line(self) -> int:
        return self.block.first_line

    @property
    def last_line(self) -> int:
        return self.block.last_line


@dataclass(frozen=True)
class Document(KeptApart):
    """One official document (公文) of an issue. None means: not printed."""

    id: str
    section: str | None
    number: DocumentNumber | None
    number_printed: str | None
    title: str | None
    issuer: str | None
    issuer_source: str | None   # 署名, 文号系列 or 标题: where the issuer was taken from
    signatures: tuple[str, ...]
    date: datetime.date | None
    addressees: tuple[str, ...]
    forwarded_from: str | None
    parts: tuple[Part, ...]
    elements: tuple[Element, ...]
    tables: tuple[Table, ...]
    first_line: int
    last_line: int
    figures: tuple[Figure, ...] = field(default_factory=tuple)
    is_correction: bool = False     # 更正 of what this issue or an earlier one has printed
    further_numbers: tuple[DocumentNumber, ...] = ()    # of a joint document, those of its other issuers
    personnel: PersonnelReading | None = None   # what it appoints; None for a document that appoints nobody
    APART: ClassVar[tuple[str, ...]] = ("elements", "figures")

    @property
    def name(self) -> str:
        """What readers know it by: its title, else its number. By one of them it was found."""
        return self.title or str(self.number or self.id)

    def of_kind(self, kind: PartKind) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind is kind)

    def announced(self) -> tuple[tuple[int, Announced], ...]:
        return tuple((index, item) for index, part in enumerate(self.parts) for item in part.announced)

    def with_figures(self, figures: tuple[Figure, ...]) -> "Document":
        return replace(self, figures=figures)


# ---------------------------------------------------------------- chronicle, issue


@dataclass(frozen=True)
class ChronicleEntry:
    """One entry of the chronicle (大事记). `days` is None where it names no day."""

    id: str
    paragraphs: tuple[Paragraph, ...]
    days: DayRange | None
    bullet: str                 # as printed, "" where none

    @property
    def first_line(self) -> int:
        return self.paragraphs[0].first_line

    @property
    def last_line(self) -> int:
        return self.paragraphs[-1].last_line

    @property
    def text(self) -> str:
        """The printed text behind the bullet."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)[len(self.bullet):].lstrip("\u3000 \u00a0")


class SectionKind(enum.Enum):
    """What a section of an issue holds."""

    FRONT = "front"
    CONTENTS = "contents"
    DOCUMENTS = "documents"
    PERSONNEL = "personnel"
    CHRONICLE = "chronicle"
    OTHER = "other"


@dataclass(frozen=True)
class Section:
    """A section of an issue (栏目); `title` is None where the print has no heading for it."""

    kind: SectionKind
    title: str | None
    heading: Paragraph | None
    first_line: int


@dataclass(frozen=True)
class Remainder:
    """Text of an issue outside documents and chronicle: front matter, contents list, month headings, stray text."""

    kind: str                   # 卷首, 目录, 栏目, 月份, 文本框, 其他
    block: Content


@dataclass(frozen=True)
class Placement:
    """The editor's word (issue.yml) that stray lines belong into a document: as a figure, or as text."""

    document: str
    after: str
    first_line: int
    last_line: int
    caption: str
    connect: tuple[str, ...]
    reason: str
    date: datetime.date
    as_text: bool = False


@dataclass(frozen=True)
class IssueMeta:
    """What the editor keeps in issue.yml. `first_month` and `last_month` are the first days of these months."""

    id: str                     # 2018-01
    year: int
    number: int
    whole_number: int | None
    title: str
    first_month: datetime.date
    last_month: datetime.date
    source: str                 # file name beside issue.yml
    sha256: str
    path: str                   # of issue.yml, relative to the project
    placements: tuple[Placement, ...] = ()
    converted: str | None = None            # file name of the .docx made of a source the program cannot read itself
    converted_sha256: str | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def folder(self) -> str:
        """The address of the issue within the site: 2018/01."""
        return f"{self.year}/{self.number:02d}"

    @property
    def last_day(self) -> datetime.date:
        return (self.last_month.replace(day=1) + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)


@dataclass(frozen=True)
class Issue(KeptApart):
    """One parsed issue."""

    meta: IssueMeta
    source: Source
    sections: tuple[Section, ...]
    documents: tuple[Document, ...]
    chronicle: tuple[ChronicleEntry, ...]
    remainders: tuple[Remainder, ...]
    blocks: tuple[Block, ...] = field(default_factory=tuple, repr=False)
    notes: tuple[EditorNote, ...] = ()      # of the corrections that were made
    APART: ClassVar[tuple[str, ...]] = ("remainders", "blocks")
