"""What the tables of a folder mean: ``DICTIONARY.md`` for people, ``datapackage.json`` (Frictionless) for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from marsad import __version__
from marsad.exchange.formats import Format
from marsad.exchange.tables import FORMAT, Table

_TYPES = {
    "string": "string",
    "int32": "integer",
    "int64": "integer",
    "float64": "number",
    "bool": "boolean",
    "date": "date",
    "binary": "string",
    "strings": "array",
    "integers": "array",
    "aliases": "array",
    "participants": "array",
}
_MONTHLY = "Partitioned by month: the folder `month=YYYY-MM` is a column for DuckDB and Spark; `undated` has no day."


def markdown(tables: Sequence[Table], rows: Mapping[str, int], kind: Format | None = None) -> str:
    """The dictionary for people, with the number of rows of each table that is in ``rows``."""
    return "\n".join(
        [
            "# Tables of Marsad",
            "",
            f"Version {FORMAT} of the tables, by Marsad {__version__}. Offsets count characters of `pages.text`.",
            "",
            *(line for table in tables for line in _section(table, rows.get(table.name), kind)),
        ]
    )


def _section(table: Table, rows: int | None, kind: Format | None) -> list[str]:
    counted = "" if rows is None else f" {rows:,} rows."
    files = f"{table.name}/{'*/' if table.monthly else ''}*.{kind.name}" if kind else ""
    return [
        f"## {table.name}",
        "",
        f"{table.meaning}{counted}{f' {_MONTHLY}' if table.monthly and kind else ''}",
        "",
        *([f"`{kind.opened.format(files=files)}` in DuckDB.", ""] if kind else []),
        "| column | type | meaning |",
        "|---|---|---|",
        *(f"| {column.name} | {column.type} | {column.meaning} |" for column in table.columns),
        "",
    ]


def datapackage(tables: Sequence[Table], files: Mapping[str, Sequence[str]], kind: Format) -> str:
    """The dictionary for programs; ``files`` are the paths of each table within the folder."""
    return json.dumps(
        {
            "name": "marsad",
            "version": str(FORMAT),
            "sources": [{"title": f"Marsad {__version__}"}],
            "resources": [_resource(table, files[table.name], kind) for table in tables if files[table.name]],
        },
        indent=1,
    )


def _resource(table: Table, files: Sequence[str], kind: Format) -> dict[str, Any]:
    fields = [
        {"name": column.name, "type": _TYPES[column.type], "description": column.meaning} for column in table.columns
    ]
    return {
        "name": table.name,
        "description": table.meaning,
        "path": list(files),
        "format": kind.name,
        "schema": {"fields": fields},
    }
