"""Tables as files beside their pages: CSV, XLSX and JSON with the same cells."""

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.addresses import table_url
from generator.bulletin import Bulletin
from generator.grid import Grid, RowKind, TableKind
from generator.linking.knowledge import Knowledge
from generator.notation.figures import parse_figure, parse_percent
from generator.parsing.header import cell_words
from generator.parts import Part
from generator.records import Issue, Table
from generator.store import refuse

# A workbook bears a date of making; a fixed one keeps the bytes the same from build to build.
_MADE = datetime.datetime(2000, 1, 1)
_WIDEST = 60
# (50) becomes -50 in a spreadsheet, 1-3月 the first of March, =… a formula, 007 seven, 5:30 a time, 3E2 three hundred.
_MISREAD = re.compile(r"\d+:\d\d(?::\d\d)?|\d+[Ee]\d+|\([\d.,]+\)|\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,2})?月?|\d{1,2}月(?:\d{1,2}日)?|[=+@-].+|0\d+|\d{16,}", re.S)


def table_parts(known: Knowledge) -> Iterator[Part]:
    """The files of every table, a part for each issue."""
    for issue in known.bulletin.issues:
        key = known.stamp_of(table.id for document in issue.documents for table in document.tables)
        yield Part(f"tables {issue.meta.id}", key, partial(_files, known.bulletin, issue))


def _files(bulletin: Bulletin, issue: Issue) -> Iterable[tuple[str, bytes]]:
    # They are kept, though a rebuild seldom asks for them, because many issues are read on all cores first.
    return bulletin.asking("tables", issue, lambda _: _make(issue), refuse).items()


def _make(issue: Issue) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for document in issue.documents:
        for table in document.tables:
            stem = table_url(issue.meta, table).removesuffix(".html")
            files |= {f"{stem}.csv": table_csv(table), f"{stem}.xlsx": table_xlsx(table), f"{stem}.json": table_json(table)}
    return files


def table_rows(grid: Grid) -> list[list[str]]:
    """The logical rows with vertical merges undone, header left out, section rows at their places. A cell nobody can tell is empty."""
    rows: list[list[str]] = []
    section = None
    for record in grid.records:
        if record.section is not None and record.section != section:
            rows.append([record.section, *[""] * (len(record.values) - 1)])
        section = record.section
        rows.append([value.text for value in record.values])
    return rows


def table_csv(table: Table) -> bytes:
    """The table as `grid_csv` writes it."""
    return grid_csv(table.grid)


def grid_csv(grid: Grid) -> bytes:
    """UTF-8 with BOM and CR LF, so that Excel and WPS open it right; one header row of leaf names.

    A cell that these programs would turn into another figure or a date has a TAB before it, which keeps it text unseen.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    if grid.columns:
        writer.writerow(map(_safe, grid.columns))
    writer.writerows([_safe(cell) for cell in row] for row in table_rows(grid))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def table_json(table: Table) -> bytes:
    """One object: id, caption, columns and rows; a row has its anchor, its cells and which of them are uncertain."""
    grid = table.grid
    rows = [{"anchor": record.anchor, "total": record.is_total, "section": record.section, "cells": [value.text for value in record.values],
             "ambiguous": [i for i, value in enumerate(record.values) if value.is_ambiguous]} for record in grid.records]
    content = {"id": table.id, "caption": table.caption, "kind": grid.kind.value, "columns": list(grid.columns),
               "first_line": table.first_line, "last_line": table.last_line, "rows": rows}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def table_xlsx(table: Table) -> bytes:
    """The table as `grid_xlsx` writes it."""
    return grid_xlsx(table.grid, table.caption or table.id)


def grid_xlsx(grid: Grid, title: str) -> bytes:
    """A workbook with the header as printed (merged cells), figures as numbers shown as printed, and a frozen header."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": title, "created": _MADE})
    sheet = book.add_worksheet("表")
    writer = _SheetWriter(book, sheet, grid)
    writer.write()
    book.close()
    return data.getvalue()


def _safe(text: str) -> str:
    figure = parse_figure(text)
    return "\t" + text if _MISREAD.fullmatch(text) and (figure is None or not _shows_as(figure, text)) else text


class _SheetWriter:
    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet, grid: Grid) -> None:
        self.book, self.sheet, self.grid = book, sheet, grid
        self.head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#F3E3E3"})
        self.body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        self.numbers: dict[str, Format] = {}

    def write(self) -> None:
        top = self._header()
        rows = table_rows(self.grid)
        for index, row in enumerate(rows):
            for column, text in enumerate(row):
                self._cell(top + index, column, text)
        self.sheet.freeze_panes(top, 1 if self.grid.kind is TableKind.DATA else 0)
        if self.grid.columns and rows:
            self.sheet.autofilter(top - 1, 0, top + len(rows) - 1, len(self.grid.columns) - 1)
        for column, width in enumerate(self._widths(rows)):
            self.sheet.set_column(column, column, width)

    def _header(self) -> int:
        grid = self.grid
        if not grid.columns:
            return 0
        levels = [row for row in grid.rows if row.kind is RowKind.HEADER]
        if grid.halves > 1 or not levels:
            for column, name in enumerate(grid.columns):
                self.sheet.write_string(0, column, name, self.head)
            return 1
        for level, row in enumerate(levels):
            for cell in row.cells:
                words = cell_words(cell.cell)
                if cell.colspan > 1 or cell.rowspan > 1:
                    self.sheet.merge_range(level, cell.column, level + cell.rowspan - 1, cell.column + cell.colspan - 1, words, self.head)
                else:
                    self.sheet.write_string(level, cell.column, words, self.head)
        return len(levels)

    def _cell(self, row: int, column: int, text: str) -> None:
        percent, figure = parse_percent(text), parse_figure(text)
        if percent is not None and text.endswith("%"):
            self.sheet.write_number(row, column, float(percent / 100), self._number(text[:-1], "%"))
        elif figure is not None and _shows_as(figure, text):
            self.sheet.write_number(row, column, float(figure), self._number(text, ""))
        else:
            self.sheet.write_string(row, column, text, self.body)

    def _number(self, text: str, unit: str) -> Format:
        """A format that shows the figure with as many places behind the point as printed."""
        places = len(text.partition(".")[2])
        pattern = ("0." + "0" * places if places else "0") + unit
        if pattern not in self.numbers:
            self.numbers[pattern] = self.book.add_format({"border": 1, "valign": "top", "num_format": pattern})
        return self.numbers[pattern]

    def _widths(self, rows: list[list[str]]) -> list[int]:
        width = max([len(self.grid.columns), *(len(row) for row in rows)], default=0)
        return [min(_WIDEST, max([8, *(2 * max(map(len, row[c].split("\n"))) + 2 for row in rows if c < len(row))])) for c in range(width)]


def _shows_as(figure: Decimal, text: str) -> bool:
    """A long number (a telephone, a code with leading zeros) is no quantity and stays text."""
    return len(text) <= 15 and not (text.lstrip("-").startswith("0") and text.lstrip("-")[1:2].isdigit()) and f"{figure:f}" == text
