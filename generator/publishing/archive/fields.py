"""Which element of DA/T 46 (metadata of electronic records) a field of documents.json answers to, in one table."""

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from generator.publishing.schema import FILES


@dataclass(frozen=True)
class FieldName:
    """A field of documents.json: its meaning, the element's name in DA/T 46-2009 (None where it has no sure counterpart), and a note."""

    field: str
    meaning: str
    element: str | None
    note: str


@cache
def field_names() -> tuple[FieldName, ...]:
    """Every field of documents.json, in its order."""
    given = {row["field"]: row for row in yaml.safe_load(files("generator.publishing.archive").joinpath("fields.yml").read_text(encoding="utf-8"))}
    fields = next(file.fields for file in FILES if file.name == "documents.json")
    return tuple(FieldName(f.name, f.meaning, given.get(f.name, {}).get("element"), given.get(f.name, {}).get("note") or "") for f in fields)


def fields_csv() -> bytes:
    """The table for programs; UTF-8 with BOM and CR LF, as the other CSV files of the site."""
    text = io.StringIO()
    csv.writer(text).writerows([("documents.json", "含义", "DA/T 46-2009", "说明"), *((n.field, n.meaning, n.element or "", n.note) for n in field_names())])
    return ("\ufeff" + text.getvalue()).encode()
