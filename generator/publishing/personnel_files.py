"""The ledger of appointments as files beside its page: CSV and XLSX with the same rows."""

from generator.grid import Grid, Record, TableKind, Value
from generator.linking.knowledge import Knowledge
from generator.linking.ledger import COLUMNS
from generator.parts import Part
from generator.publishing.table_files import grid_csv, grid_xlsx

STEM = "personnel"


def personnel_file_part(known: Knowledge) -> Part:
    """personnel.csv and personnel.xlsx as a part of the site, which is made anew where a row is another."""
    return Part(f"files {STEM}", known.bulletin.stamp((), [entry.cells() for entry in known.ledger]), lambda: personnel_files(known).items())


def personnel_files(known: Knowledge) -> dict[str, bytes]:
    """personnel.csv and personnel.xlsx by their path in the site; none where nobody is appointed."""
    entries = known.ledger
    if not entries:
        return {}
    records = tuple(Record(f"r{number}", tuple(Value((cell,) if cell else ()) for cell in entry.cells())) for number, entry in enumerate(entries, 1))
    grid = Grid(TableKind.DATA, len(COLUMNS), 1, COLUMNS, (), records)
    return {f"{STEM}.csv": grid_csv(grid), f"{STEM}.xlsx": grid_xlsx(grid, "人事任免")}
