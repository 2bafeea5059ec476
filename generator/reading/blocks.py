"""Cuts a source into blocks: paragraphs, tables, text boxes and the blank lines between. No line is left out."""

import statistics
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, zip_longest

from generator.authority.layouts import Layouts
from generator.blocks import NOTES
from generator.notation.dates import find_dates, parse_date_line
from generator.notation.enumeration import Style, parse_enumerator
from generator.notation.folding import WHITE, is_blank, squeeze
from generator.notation.numbers import parse_numbers_line
from generator.reading.drawn_tables import drawn_table
from generator.records import Blank, Block, Cell, Content, Line, Paragraph, Row, Source, TableBlock, visible

# A line shorter than this was not cut by the edge of a page: print sets 22 to 28 characters a line.
_FULL_LINE = 20
# A numbered line up to this length without a full stop is a heading above its text, not the first half of a sentence.
_LONGEST_HEADING = 45
_SENTENCE_ENDS = "。！？；：…"
_CLOSERS = "”’」』）)》〉"
_OPENERS = "《●·•○◆★※"
_FEWEST_CELLS = 3       # on one line; title and page, or two signatures, are two
_BOX_GAP = 3            # blank lines around the text of a drawing; ordinary paragraphs have one, or the usual number and two more


def find_blocks(source: Source, layouts: Layouts) -> tuple[Block, ...]:
    """The blocks of `source`, found in its lines or as its format states them. They cover every line once and in order, blank lines included."""
    raw = [part for block in source.stated or _split(source.lines, layouts) for part in _without_frame(block, layouts)]
    return tuple(_mark_text_boxes(_join_cut_sentences(raw, layouts, needs_blank=not source.stated), layouts))


def contents(blocks: Sequence[Block]) -> tuple[Content, ...]:
    """The blocks that carry text."""
    return tuple(block for block in blocks if not isinstance(block, Blank))


# ---------------------------------------------------------------- splitting


def _split(lines: Sequence[Line], layouts: Layouts) -> list[Block]:
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if stop := _end_of_rows(lines, index, layouts):
            blocks.append(TableBlock(line.number, lines[stop - 1].number, _rows_of_lines(lines[index:stop])))
        elif line.text.startswith("\t"):
            stop = _table_end(lines, index, layouts)
            blocks.append(_read_table(lines[index:stop]))
        elif table := drawn_table(lines, index, lambda text: layouts.opens_title(text) or bool(parse_numbers_line(text))) if visible(line) else None:
            stop = index + table.last_line - table.first_line + 1
            blocks.append(table)
        elif visible(line):
            stop = index + 1
            blocks.append(Paragraph.of_line(line))
        else:
            stop = index + 1
            while stop < len(lines) and not visible(lines[stop]) and not lines[stop].text.startswith("\t"):
                stop += 1
            blocks.append(Blank(line.number, lines[stop - 1].number))
        index = stop
    return blocks


def _end_of_rows(lines: Sequence[Line], start: int, layouts: Layouts) -> int:
    """Index behind the last of the rows that begin at `start`, each on one line with tabs between its cells; 0 where there are none.

    Three rows at least (two, if no cell is empty) of as many cells, three or more. A list of contents, whose titles and pages tabs part too, is none.
    """
    lead = int(lines[start].text.startswith("\t"))      # in front of the first cell too, as where each cell has a line
    width = _cells_of(lines[start].text, lead)
    if start + 1 < len(lines) and 1 < width < _cells_of(lines[start + 1].text, lead):
        return _end_of_rows(lines, start + 1, layouts)      # an upper level of the header, whose cells span several columns
    if width < _FEWEST_CELLS:
        return 0
    rows = [start]
    for index in range(start + 1, len(lines)):
        another = index - rows[-1] > 1 and lines[index].text.startswith("\t") > lead     # a table of the other form behind a blank line
        if visible(lines[index]) and not another and _cells_of(lines[index].text, lead) == width:
            rows.append(index)
        elif visible(lines[index]) or index - rows[-1] > 1:
            break
    is_list = any(layouts.ends_title(field) or parse_numbers_line(field) for row in rows for field in lines[row].text.split("\t")) and all(
        lines[row].text.rstrip(WHITE)[-1:].isdigit() for row in rows)
    is_full = all(not is_blank(field) for row in rows for field in lines[row].text[lead:].split("\t"))
    return rows[-1] + 1 if len(rows) >= (2 if is_full else 3) and not is_list else 0


def _cells_of(text: str, lead: int) -> int:
    """How many cells tabs part on a line; `lead` of its tabs stand in front of the first cell."""
    return text.count("\t") + 1 - lead if text.startswith("\t" * lead) else 0


def _rows_of_lines(lines: Sequence[Line]) -> tuple[Row, ...]:
    lead = int(lines[0].text.startswith("\t"))
    return tuple(_row_of_line(line, lead) for line in lines if visible(line))


def _row_of_line(line: Line, lead: int) -> Row:
    cells, start = [], lead
    for field in line.text[start:].split("\t"):
        paragraphs = () if is_blank(field) else (Paragraph.of_line(line, "表格单元格", start, start + len(field)),)
        cells.append(Cell(line.number, line.number, paragraphs))
        start += len(field) + 1
    return Row(tuple(cells))


def _table_end(lines: Sequence[Line], start: int, layouts: Layouts) -> int:
    """Index behind the last line of the table that starts at `start`.

    Inside a table one blank line parts two paragraphs of a cell or two rows; two blank lines end the table unless a
    cell follows them (a cell may end in empty paragraphs: 附表1 of 海政办发〔2018〕17号). A document number alone on its
    line ends it too, for it can only open the next document; and so does a heading (二、, （一）, 第三条), a label or a note
    behind a blank line.
    """
    index, last, gap, tab = start, start, 0, start
    while index < len(lines):
        text = lines[index].text
        if text.startswith("\t"):
            last, gap, tab = index, 0, index
        elif not visible(lines[index]):
            gap += 1
        elif gap >= 2 or parse_numbers_line(text) or (gap and _opens_text(text, layouts)):
            break
        else:
            last, gap = index, 0
        index += 1
    is_above_number = index < len(lines) and bool(parse_numbers_line(lines[index].text))
    return _without_text_below(lines, tab, last + 1, is_above_number, layouts)


def _opens_text(text: str, layouts: Layouts) -> bool:
    """True for a line that goes on with the text below a table, not with its last cell."""
    enumerator = parse_enumerator(text)
    if enumerator is not None and enumerator.style in (Style.CHAPTER, Style.SECTION, Style.ARTICLE, Style.HAN, Style.HAN_PAREN):
        return True
    return layouts.label(text) is not None or squeeze(text).startswith(("注：", "备注：", "说明："))


def _without_text_below(lines: Sequence[Line], tab: int, stop: int, is_above_number: bool, layouts: Layouts) -> int:
    """`stop`, or less where what stands one blank line below the last cell is no part of it: the title of the next document
    above its number, or a signature with its date.
    """
    gap = next((i for i in range(tab + 1, stop) if not visible(lines[i])), stop)
    below = [i for i in range(gap, stop) if visible(lines[i])]
    if is_above_number:
        title = next((i for i, text in zip(below, _openings(lines, below, layouts), strict=True) if layouts.opens_title(text)), None)
        below = below if title is None else [i for i in below if i < title]
        stop = stop if title is None else title
    if below and parse_date_line(lines[below[-1]].text):
        stop = below[-2] if len(below) >= 2 and layouts.is_organ_name(lines[below[-2]].text) else below[-1]
    elif below and _is_dated_organ(lines[below[-1]].text, layouts):
        stop = below[-1]
    while stop - 1 > tab and not visible(lines[stop - 1]):
        stop -= 1
    return stop


def _openings(lines: Sequence[Line], places: Sequence[int], layouts: Layouts) -> list[str]:
    """The line at each place; an organ alone on its line with the next one: 云州市人民政府 / 关于…."""
    texts = [squeeze(lines[place].text) for place in places]
    return [text + following if layouts.is_organ_name(text) else text for text, following in zip_longest(texts, texts[1:], fillvalue="")]


def _read_table(lines: Sequence[Line]) -> TableBlock:
    rows: list[Row] = []
    cells: list[list[Line]] = []
    blank_before = False
    for line in lines:
        if line.text.startswith("\t"):
            if blank_before and cells:
                rows.append(_read_row(cells))
                cells = []
            cells.append([line])
        else:
            cells[-1].append(line)
        blank_before = not visible(line) and not line.text.startswith("\t")
    rows.append(_read_row(cells))
    return TableBlock(lines[0].number, lines[-1].number, tuple(rows))


def _read_row(cells: list[list[Line]]) -> Row:
    return Row(tuple(_read_cell(lines) for lines in cells))


def _read_cell(lines: list[Line]) -> Cell:
    kept = [line for line in lines if visible(line)]
    paragraphs = tuple(Paragraph.of_line(line, "表格单元格") for line in kept)
    return Cell(lines[0].number, kept[-1].number if kept else lines[0].number, paragraphs)


def _without_frame(block: Block, layouts: Layouts) -> list[Block]:
    """`block`, or the lines of a table that only sets the signatures of a joint document side by side above their date."""
    if not isinstance(block, TableBlock):
        return [block]
    cells = [cell for row in block.rows for cell in row.cells]
    lines = [replace(paragraph, rule="段落") for paragraph in block.paragraphs()]
    dates = [date for line in lines if (date := parse_date_line(line.text))]
    signs = len(dates) < len(lines) and all(layouts.is_organ_name(line.text) or parse_date_line(line.text) for line in lines)
    is_whole = all(cell.last_line - cell.first_line + 1 == max(1, len(cell.paragraphs)) for cell in cells) and len({c.first_line for c in cells}) == len(cells)
    if not signs or not is_whole or len({date.date for date in dates}) != 1:
        return [block]
    blanks = [Blank(cell.first_line, cell.last_line) for cell in cells if not cell.paragraphs]
    return sorted([*lines, *blanks], key=lambda part: part.first_line)


# ---------------------------------------------------------------- sentences cut by a page break


def _join_cut_sentences(blocks: list[Block], layouts: Layouts, needs_blank: bool) -> list[Block]:
    """Joins what a page break has cut. In a text export a blank line parts the halves; Word files and web pages may have none."""
    out: list[Block] = []
    for block in blocks:
        before = -2 if len(out) >= 2 and isinstance(out[-1], Blank) and out[-1].first_line == out[-1].last_line else -1
        head = out[before] if len(out) >= -before and (before == -2 or not needs_blank) else None
        if isinstance(block, Paragraph) and isinstance(head, Paragraph) and _could_go_on(head, block) and is_cut_sentence(head.text, block.text, layouts):
            out[before:] = [Paragraph(head.first_line, block.last_line, head.pieces + block.pieces, "断页合并")]
        else:
            out.append(block)
    return out


def _could_go_on(head: Paragraph, tail: Paragraph) -> bool:
    """Text of a drawing and notes are whole as they stand."""
    return not (head.is_text_box or tail.is_text_box or head.rule in NOTES or tail.rule in NOTES)


def is_cut_sentence(head: str, tail: str, layouts: Layouts) -> bool:
    """True where `tail`, the next paragraph below `head`, goes on with its sentence.

    It may be joined only if all of this holds: `head` fills a printed line, stops in mid-sentence (a letter, a comma or
    an open bracket), and is no heading (numbered, short, without a full stop), title, date or number; `tail` neither opens with an enumeration, a bullet or 《, nor is a
    date or number, and ends as a sentence ends. Lists of names and titles over two lines end without a mark and stay apart.
    """
    head, tail = squeeze(head), squeeze(tail)
    if len(head) < _FULL_LINE or not tail or head[-1] in _SENTENCE_ENDS + ".!?;:" or tail[-1] not in _SENTENCE_ENDS + ".":
        return False
    if head[-1] in _CLOSERS and head[:1] not in "(（" and not _is_open(head):
        return False
    if parse_enumerator(head) and len(head) <= _LONGEST_HEADING and "。" not in head:
        return False
    if _is_in_brackets(head):
        return False
    if layouts.ends_title(head) or layouts.is_correction(head) or tail[0] in _OPENERS or parse_enumerator(tail) or tail.startswith(("附件", "附表", "注：")):
        return False
    return not _is_dated_organ(head, layouts) and all(parse_date_line(text) is None and not parse_numbers_line(text) for text in (head, tail))


def _is_dated_organ(text: str, layouts: Layouts) -> bool:
    """True for 云州市人民政府办公室2019年1月29日: a signature, or the line below the title of minutes (纪要)."""
    date = next(find_dates(text), None)
    return date is not None and date.end == len(text) and layouts.is_organ_name(text[:date.start])


def _is_in_brackets(text: str) -> bool:
    """True where the bracket that opens the line closes at its end: （2021年3月25日…常务委员会通过） is whole."""
    depths = accumulate((char in "（(") - (char in "）)") for char in text)
    return text[:1] in "（(" and next((at for at, depth in enumerate(depths) if depth == 0), None) == len(text) - 1


def _is_open(text: str) -> bool:
    return any(text.count(opening) > text.count(closing) for opening, closing in ("（）", "《》", "“”"))


# ---------------------------------------------------------------- text boxes


def _mark_text_boxes(blocks: list[Block], layouts: Layouts) -> list[Block]:
    """Marks the paragraphs of a drawing: at least three in a row that stand in gaps far wider than is usual in this file."""
    gaps = [_gap(blocks, index + 1) for index, block in enumerate(blocks[:-1]) if not isinstance(block, Blank)]
    threshold = max(_BOX_GAP, statistics.median_low(gaps) + 2) if gaps else _BOX_GAP
    out = list(blocks)
    run: list[int] = []
    for index in range(len(blocks) + 1):
        block = blocks[index] if index < len(blocks) else None
        if isinstance(block, Paragraph) and _widest_gap(blocks, index) >= threshold:
            if run or not _closes_text(block, _gap(blocks, index - 1), threshold, layouts):
                run.append(index)
        elif not isinstance(block, Blank) or block.last_line - block.first_line + 1 < 2:
            if len(run) >= 3:
                for place in run:
                    paragraph = blocks[place]
                    assert isinstance(paragraph, Paragraph)
                    out[place] = replace(paragraph, is_text_box=True, rule="文本框")
            run = []
    return out


def _closes_text(paragraph: Paragraph, gap_above: int, threshold: int, layouts: Layouts) -> bool:
    """True for the date of a document or a chronicle entry above a drawing: it belongs to the text over it."""
    return gap_above < threshold and (paragraph.text[0] in layouts.bullets or parse_date_line(paragraph.text) is not None)


def _widest_gap(blocks: list[Block], index: int) -> int:
    return max(_gap(blocks, index - 1), _gap(blocks, index + 1))


def _gap(blocks: list[Block], index: int) -> int:
    """How many blank lines stand at `index`; 0 where none do."""
    block = blocks[index] if 0 <= index < len(blocks) else None
    return block.last_line - block.first_line + 1 if isinstance(block, Blank) else 0
