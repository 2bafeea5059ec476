"""CSV, XLSX, JSON and the page of a table hold the same cells; a spreadsheet program shows the text as printed."""

import csv
import io
import json
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from generator.grid import Grid, Record, RowKind, TableKind, Value
from generator.notation.figures import parse_figure, parse_percent
from generator.publishing.table_files import grid_csv, table_csv, table_json, table_rows, table_xlsx
from generator.records import Table
from tests.support.bulletins import real_bulletin

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def tables() -> list[Table]:
    return [table for document in real_bulletin()[0].issues[0].documents for table in document.tables]


IDS = [table.id for table in tables()]


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [[cell.removeprefix("\t") for cell in row] for row in rows]     # a TAB keeps (50) text in spreadsheets


@pytest.mark.parametrize("table", tables(), ids=IDS)
def test_csv_and_json_hold_the_records(table: Table) -> None:
    rows = table_rows(table.grid)
    in_csv = read_csv(table_csv(table))
    in_json = json.loads(table_json(table))
    assert in_csv == [*([list(table.grid.columns)] if table.grid.columns else []), *rows]
    assert [row["cells"] for row in in_json["rows"]] == rows
    assert in_json["columns"] == list(table.grid.columns)


@pytest.mark.parametrize("table", tables(), ids=IDS)
def test_files_are_the_same_bytes_each_time(table: Table) -> None:
    assert table_xlsx(table) == table_xlsx(table)


def test_figures_are_numbers_and_shown_as_printed() -> None:
    sheet = _sheet(tables()[14])
    cell = next(c for c in sheet.iter(f"{_MAIN}c") if c.get("r") == "C3")
    assert cell.get("t") is None                    # a number
    assert float(cell.findtext(f"{_MAIN}v") or "nan") == pytest.approx(0.318)
    assert sheet.find(f".//{_MAIN}pane") is not None         # the header is frozen
    merged = {m.get("ref") for m in sheet.iter(f"{_MAIN}mergeCell")}
    assert merged == {"A1:A2", "B1:C1", "D1:G1"}


def test_bracketed_figures_stay_text() -> None:
    """(50) would become -50."""
    sheet = _sheet(tables()[11])
    row = next(i for i, values in enumerate(table_rows(tables()[11].grid), 2) if values[2] == "(50)")
    cell = next(c for c in sheet.iter(f"{_MAIN}c") if c.get("r") == f"C{row}")
    assert cell.get("t") == "s"


@pytest.mark.parametrize("words", ["=1+1", "1-3月", "2018-1", "5:30", "12:05:00", "3E2", "007", "320684201803051234", "+5", "(50)"])
def test_what_a_spreadsheet_would_make_something_else_of_stays_text(words: str) -> None:
    """In a header too."""
    grid = Grid(TableKind.DATA, 2, 1, (words, "备注"), (), (Record("r1", (Value((words,)), Value(("无",)))),))
    assert grid_csv(grid).decode("utf-8-sig").split("\r\n")[:2] == [f"\t{words},备注", f"\t{words},无"]


def _sheet(table: Table) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(table_xlsx(table))) as book:
        return ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here; tests/need_programs.sh installs it for make test")
def test_a_spreadsheet_program_shows_the_text_as_printed(tmp_path: Path) -> None:
    for table in tables():
        (tmp_path / f"{table.id}.xlsx").write_bytes(table_xlsx(table))
        (tmp_path / f"{table.id}-c.csv").write_bytes(table_csv(table))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for pattern in ("*.xlsx", "*-c.csv"):       # both opened as by a double click, everything left to the program's own guesses
        subprocess.run(["soffice", profile, "--headless", "--infilter=CSV:44,34,76,1" if pattern.endswith("csv") else "--norestore", "--convert-to", "html",
                        "--outdir", str(tmp_path / "out"), *map(str, sorted(tmp_path.glob(pattern)))], check=True, capture_output=True, timeout=300)
    for table in tables():
        levels = sum(row.kind is RowKind.HEADER for row in table.grid.rows) if table.grid.columns and table.grid.halves == 1 else bool(table.grid.columns)
        for name, skip in ((f"{table.id}.html", levels), (f"{table.id}-c.html", bool(table.grid.columns))):
            shown, printed = _filled(_shown(tmp_path / "out" / name)[int(skip):]), _filled(table_rows(table.grid))
            # A CSV file cannot say how many places a figure is shown with: 31.8% is shown as 31.80%.
            same = _figures(shown) == _figures(printed) if name.endswith("-c.html") else shown == printed
            assert same, name


def _shown(path: Path) -> list[list[str]]:
    """The cells a spreadsheet shows, from its own HTML of them."""
    page = BeautifulSoup(path.read_bytes(), "lxml", from_encoding="utf-8")
    for line_break in page.find_all("br"):
        line_break.replace_with("\n")
    return [[cell.get_text().strip("\n\t").replace("\u00a0", " ") for cell in row.find_all("td")] for row in page.find_all("tr")]


def _figures(rows: list[list[str]]) -> list[list[str | Decimal]]:
    return [[value.normalize() if (value := parse_figure(text)) is not None else value.normalize() if (value := parse_percent(text)) is not None else text
             for text in row] for row in rows]


def _filled(rows: list[list[str]]) -> list[list[str]]:
    """Without empty rows and the empty cells at the end of a row, which a spreadsheet does not keep."""
    return ["\0".join(cell.removeprefix("\t") for cell in row).rstrip("\0").split("\0") for row in rows if any(row)]
