"""Rows that the pages together say should stand in a table: gathered on disk, since there are too many for memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from marsad.keeping.streams import parts, table
from marsad.keeping.wrongs import Fix, Wrong
from marsad.store.database import Database, marks

_MOST = 50_000

Row = tuple[Any, ...]


class Gathered:
    """The rows of one table, gathered in a file of SQLite's own that is gone when it is closed.

    Rows of one key are one; the column ``summed`` adds up.
    """

    def __init__(self, name: str, what: str, summed: str | None = None) -> None:
        whose = table(name)
        self.name, self.what, self._columns, self._key = name, what, whose.columns, whose.key
        self._at = [whose.columns.index(column) for column in whose.key]
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute(
            f"CREATE TABLE t ({', '.join(self._columns)}, PRIMARY KEY ({', '.join(self._key)})) WITHOUT ROWID"
        )
        self._file.execute("CREATE TABLE silent (story INTEGER PRIMARY KEY)")
        self._file.execute("BEGIN")
        again = f"DO UPDATE SET {summed} = {summed} + excluded.{summed}" if summed else "DO NOTHING"
        self._insert = f"INSERT INTO t VALUES ({marks(len(self._columns))}) ON CONFLICT {again}"
        self._rows: list[Sequence[Any]] = []

    def put(self, *row: Any) -> None:
        """Takes in a row."""
        self._rows.append(row)
        if len(self._rows) >= _MOST:
            self._flush()

    def silent(self, story: int) -> None:
        """Notes a story of which nobody can say which rows it should have."""
        self._file.execute("INSERT INTO silent VALUES (?) ON CONFLICT DO NOTHING", (story,))

    def close(self) -> None:
        """Throws the rows away."""
        self._file.close()

    def wrong(self, db: Database) -> Iterator[Wrong]:
        """Where the table says otherwise."""
        self._flush()
        expected = iter(self._file.execute(f"SELECT * FROM t ORDER BY {', '.join(self._key)}"))
        there = (row for part in parts(db, self.name) for row in part)
        for ours, theirs in self._side_by_side(expected, there):
            if ours != theirs and not (ours is None and self._is_silent(theirs)):
                yield self._wrong(ours, theirs)

    def _flush(self) -> None:
        self._file.executemany(self._insert, self._rows)
        self._rows.clear()

    def _is_silent(self, row: Row | None) -> bool:
        if row is None or "story" not in self._columns:
            return False
        story = row[self._columns.index("story")]
        return self._file.execute("SELECT 1 FROM silent WHERE story = ?", (story,)).fetchone() is not None

    def _of(self, row: Row) -> Row:
        return tuple(row[n] for n in self._at)

    def _side_by_side(self, ours: Iterator[Row], theirs: Iterator[Row]) -> Iterator[tuple[Row | None, Row | None]]:
        """Rows of two sorted lists in pairs of one key; None where one list has no such row."""
        one, other = next(ours, None), next(theirs, None)
        while one or other:
            if other is None or (one and self._of(one) < self._of(other)):
                yield one, None
                one = next(ours, None)
            elif one is None or self._of(other) < self._of(one):
                yield None, other
                other = next(theirs, None)
            else:
                yield one, other
                one, other = next(ours, None), next(theirs, None)

    def _wrong(self, ours: Row | None, theirs: Row | None) -> Wrong:
        fixes: list[Fix] = []
        if theirs:
            whose = " AND ".join(f"{column} = ?" for column in self._key)
            fixes.append((f"DELETE FROM {self.name} WHERE {whose}", self._of(theirs)))
        if ours:
            fixes.append((f"INSERT INTO {self.name} ({', '.join(self._columns)}) VALUES ({marks(len(ours))})", ours))
        key = self._of(ours or theirs or ())
        where = ", ".join(f"{column} {value}" for column, value in zip(self._key, key, strict=True))
        return Wrong(self.name, self.what, where, tuple(fixes))
