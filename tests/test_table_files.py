"""CSV, XLSX, JSON and the page of a table hold the same cells; a spreadsheet program shows the text as printed."""

import csv
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator.grid import RowKind
from generator.publishing.table_files import table_csv, table_json, table_rows, table_xlsx
from generator.records import Table
from tests.support.bulletins import real_bulletin

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def tables() -> list[Table]:
    return [table for document in real_bulletin()[0].issues[0].documents for table in document.tables]


IDS = [table.id for table in tables()]


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


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


def _sheet(table: Table) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(table_xlsx(table))) as book:
        return ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here; tests/site/need_browser.sh installs it for make test")
def test_a_spreadsheet_program_shows_the_text_as_printed(tmp_path: Path) -> None:
    for table in tables():
        (tmp_path / f"{table.id}.xlsx").write_bytes(table_xlsx(table))
        (tmp_path / f"{table.id}-c.csv").write_bytes(table_csv(table))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    as_shown = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false'     # cells as they are shown
    # UTF-8, every column as text: what 导入文本 with 文本格式 shows.
    as_text = "Text - txt - csv (StarCalc):44,34,76,1,,0,true"
    out = tmp_path / "out"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", as_shown, "--outdir", str(out), *map(str, sorted(tmp_path.glob("*.xlsx")))],
                   check=True, capture_output=True, timeout=300)
    subprocess.run(["soffice", profile, "--headless", f"--infilter={as_text}", "--convert-to", as_shown, "--outdir", str(out / "c"),
                    *map(str, sorted(tmp_path.glob("*-c.csv")))], check=True, capture_output=True, timeout=300)
    for table in tables():
        levels = sum(row.kind is RowKind.HEADER for row in table.grid.rows) if table.grid.columns and table.grid.halves == 1 else bool(table.grid.columns)
        for path, skip in ((out / f"{table.id}.csv", levels), (out / "c" / f"{table.id}-c.csv", bool(table.grid.columns))):
            shown = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))[int(skip):]
            assert [[cell.rstrip("\n") for cell in row] for row in shown if any(row)] == [row for row in table_rows(table.grid) if any(row)], path.name
