"""What a Wikidata class says of its members: person, body or place, by the nearest listed class above it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from marsad.tables import rows

#: The chains of subclasses of Wikidata end well before this; its few circles do not.
_DEEPEST = 40
_KEPT = 1 << 16


class Kind(NamedTuple):
    """A type (PER, LOC, ORG; "-" for what is no name) and the kind of thing in it."""

    type: str
    kind: str


class Classes:
    """The kinds of all classes that stand in the table ``edge`` (child, parent) of ``db``, or in the shipped list."""

    def __init__(self, db: sqlite3.Connection) -> None:
        table = [(int(q[1:]), Kind(type, kind)) for q, type, kind in rows("wikidata_classes.tsv")]
        self.occupations = {q: kind.kind for q, kind in table if kind.type == "occupation"}
        roots = [(q, kind) for q, kind in table if kind.type != "occupation"]
        self._roots = [kind for _, kind in roots]
        self._db = db
        self._spread([q for q, _ in roots])
        self.of = lru_cache(maxsize=_KEPT)(self._of)

    def _spread(self, roots: Sequence[int]) -> None:
        """Gives every class below a root that root's place in the list, level by level: the nearest root wins."""
        db = self._db
        db.execute("CREATE TEMP TABLE class (q INTEGER PRIMARY KEY, root INTEGER NOT NULL, depth INTEGER NOT NULL)")
        db.execute("CREATE INDEX IF NOT EXISTS edge_parent ON edge (parent, child)")
        db.executemany("INSERT INTO class VALUES (?, ?, 0)", [(q, n) for n, q in enumerate(roots)])
        db.execute("CREATE INDEX temp.class_depth ON class (depth)")
        for depth in range(_DEEPEST):
            added = db.execute(
                "INSERT OR IGNORE INTO class SELECT edge.child, min(class.root), ? FROM class "
                "JOIN edge ON edge.parent = class.q WHERE class.depth = ? GROUP BY edge.child ORDER BY edge.child",
                (depth + 1, depth),
            )
            if not added.rowcount:
                break

    def _of(self, classes: tuple[int, ...], occupations: tuple[int, ...] = ()) -> Kind | None:
        """What an instance of ``classes`` is: by the class that is nearest to a listed one. None: nothing listed."""
        marks = ",".join("?" * len(classes))
        row = self._db.execute(
            f"SELECT root FROM class WHERE q IN ({marks}) ORDER BY depth, root LIMIT 1", classes
        ).fetchone()
        if row is None:
            return None
        kind: Kind = self._roots[row[0]]
        if kind.type == "PER":
            return Kind("PER", next((self.occupations[o] for o in occupations if o in self.occupations), "person"))
        return kind
