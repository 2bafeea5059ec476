"""Finds tables that a text draws with its own signs: bars between the cells (│, |), or columns set below each other with blanks.

Both are read only where every row says the same: as many bars or gaps in each, or blank columns through all lines. Others stay text.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from generator.blocks import Cell, Line, Paragraph, Piece, Row, TableBlock
from generator.notation.figures import is_figure
from generator.notation.folding import WHITE, is_blank, squeeze, visible_bounds

BARS = "|｜│┃║"
_JOINTS = "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┠┨┯┷┝┥"
_BAR = re.compile(f"[{BARS}]")
_JOINT = re.compile(f"[{BARS}{_JOINTS}]")
_RULE = re.compile(r"[─━═\-=+:]+")
_SHORTEST_RULE = 3          # between bars or alone: a shorter one may be what a cell prints for "none"
_GAP = re.compile("(?: |\u3000){2,}")
_PARTED = re.compile(f"(?: |\u3000){{2,}}|[\t{BARS}]")
_LINES = "-─━=═—_－"
_LINE = re.compile(f"([{_LINES}])\\1{{5,}}")     # above, within and below a table set with blanks
_COUNTERS = ("序号", "编号")
_NEAR = 6               # lines, lines of the frame among them, in which the first figures stand
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 3            # the header among them
_WIDE = "WFA"               # East Asian widths that take two columns of print


def drawn_table(lines: Sequence[Line], start: int, is_text: Callable[[str], bool]) -> TableBlock | None:
    """The table that begins at lines[start], drawn with bars or set with blanks; None where none does.

    `is_text` tells the words of a cell that show a list of contents: a title of a document, a number.
    """
    text = lines[start].text.strip(WHITE)
    if _BAR.search(text) or _is_ruler(text):
        found = _with_bars(lines, start)
        if found is not None:
            return found
    return _with_blanks(lines, start, is_text) if len(_GAP.findall(text)) >= _FEWEST_COLUMNS - 1 or _LINE.fullmatch(text) else None


def fields_of_row(text: str) -> tuple[str, ...]:
    """What bars, tabs or wide blanks part on a line that may be a row of a table; one field where nothing parts it."""
    return tuple(field for field in map(squeeze, _PARTED.split(text.strip(WHITE))) if field)


# ---------------------------------------------------------------- bars


def _with_bars(lines: Sequence[Line], start: int) -> TableBlock | None:
    stop = start
    while stop < len(lines) and (_is_ruler(lines[stop].text) or _fields(lines[stop])):
        stop += 1
    drawn = lines[start:stop]
    rows = [fields for line in drawn if (fields := _fields(line))]
    if len(rows) < 2 or len({len(fields) for fields in rows}) != 1 or len(rows[0]) < 2:
        return None
    return TableBlock(drawn[0].number, drawn[-1].number, tuple(Row(tuple(map(_cell, cells))) for cells in _grouped(drawn)),
                      tuple(piece for line in drawn for piece in _drawn(line)))


def _is_ruler(text: str) -> bool:
    """True for a line that draws what parts two rows and can be no row: ├──┼──┤, +---+---+, |:---|---|, ────.

    A field may stay blank between joints alone, where a cell reaches over the rule.
    """
    text = text.strip(WHITE)
    has_joints = any(sign in _JOINTS for sign in text)
    fields = [field.strip(WHITE) for field in _JOINT.split(text[bool(_JOINT.match(text)):])]
    if fields and not fields[-1] and _JOINT.match(text[-1:]):
        del fields[-1]
    shortest = 1 if has_joints else _SHORTEST_RULE
    return any(fields) and all(len(field) >= shortest and _RULE.fullmatch(field) if field else has_joints for field in fields)


def _drawn(line: Line) -> tuple[Piece, ...]:
    """The signs of the frame on a line of the table."""
    if _is_ruler(line.text):
        return Paragraph.of_line(line).pieces
    return tuple(Piece(line.number, match.start(), match[0]) for match in _BAR.finditer(line.text))


def _fields(line: Line) -> list[Paragraph]:
    """What stands between the bars of a line that begins and ends with one; an empty field has no letters. [] for a ruler and any other line."""
    text = line.text.strip(WHITE)
    if not (text[:1] and text[0] in BARS and text[-1] in BARS and len(text) > 1) or _is_ruler(text):
        return []
    bars = [match.start() for match in _BAR.finditer(line.text)]
    return [Paragraph.of_line(line, "表格单元格", left + 1, right) for left, right in pairwise(bars)]


def _grouped(drawn: Sequence[Line]) -> list[list[list[Paragraph]]]:
    """For each row its cells, each a list of printed lines. Between two rulers a line whose first field is empty goes on with the row above."""
    rows: list[list[list[Paragraph]]] = []
    has_rulers = sum(_is_ruler(line.text) for line in drawn) > 2     # one below the header parts no rows
    is_new = True
    for line in drawn:
        fields = _fields(line)
        if fields and not is_new and has_rulers and is_blank(fields[0].text):
            for cell, field in zip(rows[-1], fields, strict=True):
                cell.append(field)
        elif fields:
            rows.append([[field] for field in fields])
        is_new = not fields
    return rows


def _cell(printed: Sequence[Paragraph]) -> Cell:
    return Cell(printed[0].first_line, printed[-1].last_line, tuple(part for part in printed if not is_blank(part.text)))


# ---------------------------------------------------------------- blanks


def _with_blanks(lines: Sequence[Line], start: int, is_text: Callable[[str], bool]) -> TableBlock | None:
    if not any(map(is_figure, (field for line in lines[start + 1:start + _NEAR] for field in _GAP.split(line.text.strip(WHITE))))):
        return None     # a long list of names is looked at once, not from each of its lines
    stop = start
    while stop < len(lines) and "\t" not in lines[stop].text and (_GAP.search(lines[stop].text.strip(WHITE)) or _LINE.fullmatch(lines[stop].text.strip(WHITE))):
        stop += 1
    rows = [line for line in lines[start:stop] if not _LINE.fullmatch(line.text.strip(WHITE))]
    if len(rows) < (_FEWEST_ROWS if rows and not _counts(rows[0].text) else _FEWEST_ROWS - 1):
        return None
    cells = _parted_alike(rows) or _aligned(rows)
    if not _is_table([[cell.text for cell in row] for row in cells], rows[0].text, is_text):
        return None
    frame = tuple(piece for line in lines[start:stop] if _LINE.fullmatch(line.text.strip(WHITE)) for piece in Paragraph.of_line(line).pieces)
    return TableBlock(lines[start].number, lines[stop - 1].number, tuple(Row(tuple(_cell([field]) for field in row)) for row in cells), frame)


def _parted_alike(rows: Sequence[Line]) -> list[list[Paragraph]]:
    """The cells where blanks part every line into as many; [] where they do not."""
    cells = []
    for line in rows:
        first, last = visible_bounds(line.text)
        bounds = [first, *(bound for gap in _GAP.finditer(line.text, first, last) for bound in gap.span()), last]
        cells.append([Paragraph.of_line(line, "表格单元格", left, right) for left, right in zip(bounds[::2], bounds[1::2], strict=True)])
    return cells if len(set(map(len, cells))) == 1 else []


def _aligned(rows: Sequence[Line]) -> list[list[Paragraph]]:
    columns = _columns([line.text for line in rows])
    return [[Paragraph.of_line(line, "表格单元格", *_slice(line.text, *column)) for column in columns] for line in rows]


def _is_table(texts: Sequence[Sequence[str]], header: str, is_text: Callable[[str], bool]) -> bool:
    """True where the first row names as many columns as blanks part in it, and figures and nothing else stand below one of the names:
    below the first only where it is 序号, for lists too open with numbers.
    """
    names, body = texts[0], texts[1:]
    if len(names) < _FEWEST_COLUMNS or len(names) != len(_GAP.split(header.strip(WHITE))) or any(map(is_figure, names)) or not all(names):
        return False
    if any("。" in text or is_text(text) for row in texts for text in row) or any(sum(map(bool, row)) < 2 for row in body):
        return False
    columns = list(zip(*body, strict=True))[0 if _counts(header) else 1:]
    return any(any(column) and all(is_figure(text) for text in column if text) for column in columns)


def _counts(header: str) -> bool:
    """True for a header that opens with 序号."""
    return squeeze(header).startswith(_COUNTERS)


def _columns(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The places of print [from, to) that blank columns through all lines, two places wide, part from each other."""
    inked = {place for text in texts for char, left, right in _placed(text) if char not in WHITE for place in range(left, right)}
    columns: list[tuple[int, int]] = []
    for place in sorted(inked):
        if columns and place - columns[-1][1] < 2:
            columns[-1] = (columns[-1][0], place + 1)
        else:
            columns.append((place, place + 1))
    return columns


def _slice(text: str, left: int, right: int) -> tuple[int, int]:
    """The offsets in `text` of what stands at the places [left, right) of print."""
    inside = [index for index, (_, a, b) in enumerate(_placed(text)) if left <= a and b <= right]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _placed(text: str) -> list[tuple[str, int, int]]:
    """Each character with the places of print it takes: two for a Chinese one, one for a Latin letter or figure."""
    placed, at = [], 0
    for char in text:
        width = 2 if unicodedata.east_asian_width(char) in _WIDE else 1
        placed.append((char, at, at + width))
        at += width
    return placed
