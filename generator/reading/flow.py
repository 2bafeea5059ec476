"""What a Word file or web page prints, in order: paragraphs and tables. `assemble` numbers them and makes a `Source`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator.blocks import Blank, Block, Cell, Line, Paragraph, Remark, RemarkKind, Row, Source, TableBlock, visible
from generator.notation.folding import is_blank
from generator.reading.placing import Span, without_empty_rows, without_unused_columns

Noted = tuple[RemarkKind, str]


@dataclass(frozen=True)
class FlowText:
    """A paragraph; a soft line break in it is "\\n". `remarks` are what there is to say about it."""

    text: str
    remarks: tuple[Noted, ...] = ()
    is_text_box: bool = False
    rule: str = "段落"


@dataclass(frozen=True)
class FlowCell:
    """A cell of its own: places it spans hold none."""

    flow: tuple["Flow", ...]
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class FlowTable:
    """A table as stated. A row may hold no cell where all its places are spanned from above."""

    rows: tuple[tuple[FlowCell, ...], ...]


Flow = FlowText | FlowTable


def texts(flow: Iterable[Flow]) -> Iterator[FlowText]:
    """Every paragraph of `flow` in the order of print, those in cells included."""
    for item in flow:
        if isinstance(item, FlowText):
            yield item
        else:
            for row in item.rows:
                for cell in row:
                    yield from texts(cell.flow)


def assemble(flow: Iterable[Flow], path: str, sha256: str, form: str, remarks: Iterable[Remark] = ()) -> Source:
    """The source that prints `flow`: every paragraph numbered from 1, tables as stated. `form` names what the file is."""
    numberer = _Numberer()
    for item in flow:
        numberer.add(item)
    return Source(path, sha256, form, tuple(numberer.lines), tuple(numberer.blocks), (*numberer.remarks, *remarks), "段")


@dataclass
class _Numberer:
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, item: Flow) -> None:
        if isinstance(item, FlowTable):
            self._add_table(item)
            return
        for line in self._number(item):
            before = self.blocks[-1] if self.blocks else None
            if visible(line):
                self.blocks.append(replace(Paragraph.of_line(line, item.rule), is_text_box=item.is_text_box))
            elif isinstance(before, Blank):
                self.blocks[-1] = replace(before, last_line=line.number)
            else:
                self.blocks.append(Blank(line.number, line.number))

    def _number(self, item: FlowText) -> list[Line]:
        first = len(self.lines) + 1
        lines = [Line(number, text, "\n") for number, text in enumerate(item.text.split("\n"), first)]
        self.lines += lines
        self.remarks += [Remark(kind, first, words) for kind, words in item.remarks]
        return lines

    def _add_table(self, table: FlowTable) -> None:
        kept, spans = without_empty_rows([[(cell.colspan, cell.rowspan) for cell in row] for row in table.rows])
        if not kept:
            return
        first = len(self.lines) + 1
        rows = tuple(self._row(table.rows[index], row) for index, row in zip(kept, without_unused_columns(spans), strict=True))
        self.blocks.append(TableBlock(first, len(self.lines), rows))

    def _row(self, cells: Sequence[FlowCell], spans: Sequence[Span]) -> Row:
        return Row(tuple(self._cell(cell, *span) for cell, span in zip(cells, spans, strict=True)))

    def _cell(self, cell: FlowCell, across: int, down: int) -> Cell:
        """An empty cell has one line without text, so that it too has a place to be named by."""
        first = len(self.lines) + 1
        printed = [item for item in _cell_texts(cell.flow) if not is_blank(item.text)]
        remarks = tuple(noted for item in _cell_texts(cell.flow) if is_blank(item.text) for noted in item.remarks)
        if remarks or not printed:
            first_text = printed[0] if printed else FlowText("")
            printed = [replace(first_text, remarks=(*first_text.remarks, *remarks)), *printed[1:]]
        lines = [line for item in printed for line in self._number(item)]
        paragraphs = tuple(Paragraph.of_line(line, "表格单元格") for line in lines if visible(line))
        return Cell(first, len(self.lines), paragraphs, across, down)


def _cell_texts(flow: Iterable[Flow]) -> Iterator[FlowText]:
    """The paragraphs of a cell. A table inside it gives one for each of its rows, the cells parted by tabs."""
    for item in flow:
        if isinstance(item, FlowText):
            yield item
            continue
        remark: tuple[Noted, ...] = ((RemarkKind.NESTED, " ".join(t.text for t in texts([item]))),)
        for row in item.rows:
            printed = [list(texts(cell.flow)) for cell in row]
            words = "\t".join(" ".join(t.text.replace("\n", " ") for t in cell if not is_blank(t.text)) for cell in printed)
            yield FlowText(words, (*remark, *(noted for cell in printed for t in cell for noted in t.remarks)))
            remark = ()
