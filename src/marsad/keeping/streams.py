"""Tables of any size read in parts, by their keys, so that neither database keeps more than a part in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marsad.store.database import Database, marks
from marsad.store.schema import Table, described

PART = 2000
#: Tables whose rows hold whole pages.
_WIDE = {"page": 100, "raw": 100, "story_doc": 200, "version": 200}


def table(name: str) -> Table:
    """The table of this name."""
    return next(t for t in described() if t.name == name)


def parts(db: Database, name: str, columns: tuple[str, ...] = ()) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a table in the order of its key, so many at a time; ``columns``: all, unless given."""
    whose = table(name)
    size = 1 if not whose.key else _WIDE.get(name, PART)
    key, wanted = ", ".join(whose.key), columns or whose.columns
    at = [wanted.index(column) for column in whose.key]
    after, values = "", ()
    while True:
        query = f"SELECT {', '.join(wanted)} FROM {name} {after} ORDER BY {key} LIMIT {size}"
        rows = db.execute(query, values).fetchall()
        if rows:
            yield rows
        if len(rows) < size:
            return
        after, values = f"WHERE ({key}) > ({marks(len(at))})", tuple(rows[-1][n] for n in at)
