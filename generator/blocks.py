"""The nouns of reading: the source file, and the blocks it is cut into. Plain frozen data; the verbs live in `reading/`."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Self

from generator.apart import KeptApart
from generator.notation.folding import is_blank, visible_bounds

# ---------------------------------------------------------------- source


@dataclass(frozen=True)
class Line:
    """One line as received: `number` from 1, `text` without its line end, `end` the line end ("" at the end of the file).

    In a Word file or web page a line is a paragraph, or a part of one between two soft line breaks, in the order of print.
    """

    number: int
    text: str
    end: str


NOTES = ("脚注", "尾注")      # the rules by which a Word file's notes become paragraphs


class RemarkKind(enum.Enum):
    """What a reader has to say about a Word file or web page beyond its printed text."""

    TRACKED = "修订痕迹"
    FRAME = "页眉页脚"          # also the navigation, header table and footer of a web page
    HIDDEN = "隐藏文字"
    COMMENT = "批注"
    PICTURE = "图片"
    SYMBOL = "符号不识"
    NESTED = "表中有表"
    FORMULA = "公式"
    NOTE = "脚注"
    EMBEDDED = "嵌入文件"
    NUMBERING = "编号格式不识"


@dataclass(frozen=True)
class Remark:
    """One such thing, at `line` (None: it stands at no line of its own), with the `words` it is about."""

    kind: RemarkKind
    line: int | None
    words: str


@dataclass(frozen=True)
class Source(KeptApart):
    """A source file as received. `path` is relative to the project, with forward slashes.

    `stated` are the blocks as the format states them, () where they have to be found in the lines; they cover every line.
    `unit` is what a line of it is called: 行 of a text, 段 of a Word file or web page.
    """

    path: str
    sha256: str
    encoding: str
    lines: tuple[Line, ...]
    stated: tuple["Block", ...] = field(default_factory=tuple)
    remarks: tuple[Remark, ...] = ()
    unit: str = "行"
    APART: ClassVar[tuple[str, ...]] = ("lines", "stated")

    def place(self, first: int, last: int | None = None) -> str:
        """源文件第12–14行, 源文件第3段: where words stand, as readers are told."""
        return "源文件" + self.lines_named(first, last)

    def lines_named(self, first: int, last: int | None = None) -> str:
        """第12–14行, 第3段: the same, for those who have the file."""
        return f"第{first}{f'–{last}' if last not in (None, first) else ''}{self.unit}"

    @property
    def text(self) -> str:
        return "".join(line.text + line.end for line in self.lines)


# ---------------------------------------------------------------- blocks


@dataclass(frozen=True)
class Piece:
    """The visible part of one source line: `column` is the offset in the line where `text` begins."""

    line: int
    column: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; more than one piece where a page break had cut it (`rule` then says why it was joined)."""

    first_line: int
    last_line: int
    pieces: tuple[Piece, ...]
    rule: str = "段落"
    is_text_box: bool = False

    @property
    def text(self) -> str:
        return self.pieces[0].text if len(self.pieces) == 1 else "".join(piece.text for piece in self.pieces)

    @classmethod
    def of_line(cls, line: Line, rule: str = "段落", start: int = 0, end: int | None = None) -> Self:
        """The visible part of the line, or of line.text[start:end]."""
        first, last = visible_bounds(line.text[start:end])
        return cls(line.number, line.number, (Piece(line.number, start + first, line.text[start + first:start + last]),), rule)


@dataclass(frozen=True)
class Cell:
    """One table cell; an empty cell has no paragraphs. Spans are 1 in a text export, exact from Word and HTML."""

    first_line: int
    last_line: int
    paragraphs: tuple[Paragraph, ...]
    colspan: int = 1
    rowspan: int = 1

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Row:
    """One printed row."""

    cells: tuple[Cell, ...]

    @property
    def first_line(self) -> int:
        return self.cells[0].first_line

    @property
    def last_line(self) -> int:
        return self.cells[-1].last_line


@dataclass(frozen=True)
class TableBlock:
    """A run of rows as received. `last_line` is that of its last cell, blank lines behind it not included.

    A place that a cell of an earlier row spans holds no cell; a text export, which cannot say so, has an empty one there.
    `frame` has the signs a text draws the lines of the table with (│ ─), each at its place: they are no words of a cell.
    """

    first_line: int
    last_line: int
    rows: tuple[Row, ...]
    frame: tuple[Piece, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        for row in self.rows:
            for cell in row.cells:
                yield from cell.paragraphs


@dataclass(frozen=True)
class Blank:
    """Lines without a visible character between two blocks."""

    first_line: int
    last_line: int


Block = Paragraph | TableBlock | Blank
Content = Paragraph | TableBlock


def visible(line: Line) -> bool:
    """True where the line has a visible character."""
    return not is_blank(line.text)
