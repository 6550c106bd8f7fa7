"""Archives compared row by row."""

from __future__ import annotations

import sqlite3
from pathlib import Path

#: When something was done is no part of what was done.
_TIMES = {"page": "added", "rejected": "seen", "judgement": "made", "note": "written"}


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of an archive, times of adding apart."""
    with sqlite3.connect(path) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for table in tables:
            if table.startswith(("search", "quote_search", "name")):
                continue
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] != _TIMES.get(table)]
            found[table] = sorted(db.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall(), key=repr)
    db.close()
    return found
