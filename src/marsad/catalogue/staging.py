"""What an import has read so far, in a SQLite file beside its result, so that it may be killed at any moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from marsad.catalogue.wikidata import Item, Office
from marsad.errors import CatalogueError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS item (q INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS edge (child INTEGER NOT NULL, parent INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS biography (title TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
"""


class Staging:
    """The staging file. Everything since the last ``commit`` is forgotten when the program is killed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.db = sqlite3.connect(path, isolation_level=None)
            self.db.executescript("PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;")
            self.db.executescript(_SCHEMA)
        except sqlite3.Error as cause:
            raise CatalogueError(f"cannot write {path}: {cause}; remove it to begin anew") from cause
        self.db.execute("BEGIN")

    def state(self, name: str) -> str:
        """A value kept by ``commit``, or ""."""
        row = self.db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def commit(self, **state: object) -> None:
        """Keeps all that was added, together with ``state``."""
        rows = [(name, str(value)) for name, value in state.items()]
        self.db.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", rows)
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def add(self, items: Iterable[Item]) -> None:
        """Adds entities; a later one of the same id takes the place of the earlier."""
        named, edges = [], []
        for item in items:
            edges += [(item.q, parent) for parent in item.parents]
            if item.name:
                named.append((item.q, orjson.dumps([*item[:-1], [tuple(o) for o in item.offices]])))
        self.db.executemany("INSERT OR REPLACE INTO item VALUES (?, ?)", named)
        self.db.executemany("INSERT INTO edge VALUES (?, ?)", edges)

    def items(self) -> Iterator[Item]:
        """Every entity with an Arabic name, by the number of its id."""
        for (data,) in self.db.execute("SELECT data FROM item ORDER BY q"):
            yield _item(orjson.loads(data))

    def name_of(self, q: int) -> str:
        """The Arabic name of an entity, or ""."""
        row = self.db.execute("SELECT data FROM item WHERE q = ?", (q,)).fetchone()
        return str(orjson.loads(row[0])[1]) if row else ""

    def add_biographies(self, told: Iterable[tuple[str, str, str]]) -> None:
        """Adds biographies as (title, address, text)."""
        rows = [(title, orjson.dumps([url, text])) for title, url, text in told]
        self.db.executemany("INSERT OR REPLACE INTO biography VALUES (?, ?)", rows)

    def biography(self, title: str) -> tuple[str, str] | None:
        """The address and the text of the biography with this title."""
        row = self.db.execute("SELECT data FROM biography WHERE title = ?", (title,)).fetchone()
        if row is None:
            return None
        url, text = orjson.loads(row[0])
        return url, text

    def close(self, *, remove: bool = False) -> None:
        """Closes the file; what was not committed is forgotten. ``remove`` deletes it: the import is done."""
        self.db.close()
        if remove:
            for suffix in ("", "-journal"):
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)


def _item(cells: list[Any]) -> Item:
    item = Item(*cells)
    return item._replace(
        aliases=tuple(item.aliases),
        classes=tuple(item.classes),
        parents=tuple(item.parents),
        occupations=tuple(item.occupations),
        offices=tuple(Office(*o) for o in item.offices),
    )
