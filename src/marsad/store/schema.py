"""The tables of the archive, written once in SQL and made in each database in its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

#: What SQLite's types are in PostgreSQL; texts compare by their bytes in both.
_TYPES = (
    (r"\bINTEGER\b", "BIGINT"),
    (r"\bINT\b", "INTEGER"),
    (r"\bREAL\b", "DOUBLE PRECISION"),
    (r"\bBLOB\b", "BYTEA"),
    (r"\bTEXT\b", 'TEXT COLLATE "C"'),
)
#: What PostgreSQL has no word for, or takes by itself. Orphans are looked for by ``marsad check``.
_LEFT_OUT = re.compile(r"\) STRICT(, WITHOUT ROWID)?| REFERENCES \w+")


def statements(name: str) -> list[str]:
    """The statements of an SQL file of this package, in order."""
    text = (resources.files("marsad.store") / name).read_text("utf-8")
    whole = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return [s for s in whole.split(";") if s.strip()]


def for_postgresql(statement: str) -> str:
    """A statement that makes a table or an index, as PostgreSQL takes it."""
    found = _LEFT_OUT.sub(lambda m: ")" if m[0].startswith(")") else "", statement)
    for ours, theirs in _TYPES:
        found = re.sub(ours, theirs, found)
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """A table that both databases have: its columns, its key, and (column, table) of what its rows refer to."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    references: tuple[tuple[str, str], ...]


def tables() -> list[str]:
    """The names of the tables that both databases have, in the order in which they refer to one another."""
    return [table.name for table in described()]


@cache
def types_of(table: str) -> dict[str, str]:
    """The columns of a table with their types in PostgreSQL."""
    made = next(s for s in statements("schema.sql") if re.match(rf"\s*CREATE TABLE {table} ", s))
    plain = {"INTEGER": "bigint", "INT": "integer", "REAL": "double precision", "BLOB": "bytea", "TEXT": "text"}
    found = re.findall(r"(\w+) (INTEGER|INT|REAL|BLOB|TEXT)\b", made.partition("(")[2])
    return {column: plain[kind] for column, kind in found}


def names(columns: str) -> list[str]:
    """The names in a list of columns."""
    return [column.strip() for column in columns.split(",")]


def on_conflict(table: str, keys: str, counts: str, adds: bool) -> str:
    """What becomes of a row whose keys are there: its counts are added to those there, or take their place."""
    before = f"{table}.{{0}} + " if adds else ""
    changed = ", ".join(f"{column} = {before.format(column)}excluded.{column}" for column in names(counts))
    return f"ON CONFLICT ({keys}) DO UPDATE SET {changed}"


@cache
def described() -> tuple[Table, ...]:
    """The tables that both databases have, in the order in which they refer to one another."""
    found = (_TABLE.match(statement) for statement in statements("schema.sql"))
    return tuple(_described(table[1], table[2]) for table in found if table)


_TABLE = re.compile(r"\s*CREATE TABLE (\w+) \((.*)\) STRICT", re.S)
_COLUMN = re.compile(r"\s*([a-z_]+) (?:INTEGER|INT|TEXT|REAL|BLOB)\b([^,]*)")
_KEY = re.compile(r"PRIMARY KEY \(([^)]*)\)")


def _described(name: str, written: str) -> Table:
    several = _KEY.search(written)
    columns = [(c[1], c[2]) for part in _KEY.sub("", written).split(",") if (c := _COLUMN.match(part))]
    key = several[1].split(", ") if several else [column for column, more in columns if "PRIMARY KEY" in more]
    references = [(column, more.split("REFERENCES ")[1].split()[0]) for column, more in columns if "REFERENCES" in more]
    return Table(name, tuple(column for column, _ in columns), tuple(key), tuple(references))
