"""The tables of the archive, written once in SQL and made in each database in its own words."""

from __future__ import annotations

import re
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


def tables() -> list[str]:
    """The names of the tables that both databases have, in the order in which they refer to one another."""
    found = (re.match(r"\s*CREATE TABLE (\w+)", statement) for statement in statements("schema.sql"))
    return [table[1] for table in found if table]
