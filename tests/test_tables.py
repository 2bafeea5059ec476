"""The tables of the real issue against a key taken from the print by reading."""

from decimal import Decimal
from typing import Any

import pytest
import yaml

from generator.grid import Record, Sum, TableKind, Value
from generator.notation.folding import squeeze
from generator.records import Table
from tests.support.bulletins import CORPUS, real_bulletin

KEY: dict[str, Any] = yaml.safe_load((CORPUS / "haimen-2018-01" / "tables.yml").read_text(encoding="utf-8"))


def tables() -> list[Table]:
    return [table for document in real_bulletin()[0].issues[0].documents for table in document.tables]


def sums(number: int) -> tuple[Sum, ...]:
    return tables()[number - 1].sums


def record(number: int, name: object) -> Record:
    """The record whose first or second column (or total mark) bears this name."""
    for found in tables()[number - 1].grid.records:
        if str(name) in [squeeze(value.text) for value in found.values[:2]]:
            return found
    raise AssertionError(f"table {number} has no row {name}")


def test_kinds() -> None:
    kinds = KEY["kinds"]
    found = {number: table.grid.kind.value for number, table in enumerate(tables(), 1)}
    assert found == (kinds if isinstance(kinds, dict) else {entry["table"]: entry["kind"] for entry in kinds})


def test_header_levels_and_names() -> None:
    for entry in KEY["headers"]:
        grid = tables()[entry["table"] - 1].grid
        assert (list(grid.columns), grid.header_rows) == (entry["columns"], entry["header_rows"]), entry["table"]


@pytest.mark.parametrize("number", sorted({entry["table"] for entry in KEY["cells"]}))
def test_cells(number: int) -> None:
    entries = [entry for entry in KEY["cells"] if entry["table"] == number]
    wrong = []
    for entry in entries:
        value = record(number, entry["row"]).values[entry["col"] - 1]
        if squeeze(value.text).replace("\n", "") != squeeze(str(entry["value"])).replace("\n", "") or tables()[number - 1].grid.columns[entry["col"] - 1] != entry["column"]:
            wrong.append((entry, value))
    assert wrong == []


def test_the_key_holds_more_than_two_hundred_cells() -> None:
    assert len(KEY["cells"]) >= 200


def told(value: Value) -> list[str] | str:
    return "AMBIGUOUS" if value.is_ambiguous else list(value.items)


@pytest.mark.parametrize(("number", "columns"), [(2, (0, 3, 4, 5)), (3, (1, 3, 4, 5))])
def test_every_row_of_the_task_tables(number: int, columns: tuple[int, ...]) -> None:
    grid = tables()[number - 1].grid
    key_column = 1 if number == 2 else 0
    found = {int(r.values[key_column].text): [told(r.values[c]) for c in columns] for r in grid.records}
    wanted = {entry["row"]: [[entry["category"]], entry["leaders"], entry["organs"], entry["co_organs"]] for entry in KEY["tasks"] if entry["table"] == number}
    assert len(wanted) == (169 if number == 2 else 50)
    assert found == wanted


def test_totals_added_up_again() -> None:
    found = [(n, s.column, Decimal(s.printed), Decimal(s.computed), s.is_equal) for n in range(1, 25) for s in sums(n) if s.row is None]
    wanted = [(e["table"], e["column"], Decimal(str(e["printed"])), Decimal(str(e["sum"])), e["equal"]) for e in KEY["totals"]]
    assert found == wanted
    assert sum(not equal for *_, equal in found) == 5


def test_rows_that_do_not_add_up() -> None:
    found = [(n, s.row, Decimal(s.printed), Decimal(s.computed), list(s.terms)) for n in range(1, 25) for s in sums(n) if s.row is not None]
    wanted = [(e["table"], e["row"], Decimal(e["printed"]), Decimal(e["computed"]), e["columns"][1:]) for e in KEY["row_sums_wrong"]]
    assert found == wanted


def test_roster() -> None:
    (roster,) = [table.grid for table in tables() if table.grid.kind is TableKind.ROSTER]
    assert [tuple(v.text for v in r.values) for r in roster.records] == [(e["role"], e["name"], e["post"]) for e in KEY["roster"]]


def test_every_printed_cell_stands_in_the_grid_once() -> None:
    for table in tables():
        printed = [p for row in table.block.rows for cell in row.cells for p in cell.paragraphs]
        in_grid = [p for row in table.grid.rows for cell in row.cells for p in cell.cell.paragraphs]
        assert in_grid == printed, table.id


def test_anchors_of_rows_are_unique_and_take_the_printed_number() -> None:
    for table in tables():
        anchors = [r.anchor for r in table.grid.records]
        assert len(set(anchors)) == len(anchors), table.id
    tasks = tables()[2].grid
    assert [r.anchor for r in tasks.records][:3] == ["r1", "r2", "r3"]
    assert {r.anchor for r in tables()[11].grid.records} == {f"r{n}" for n in range(1, 101)}
