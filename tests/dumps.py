"""Archives compared row by row."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable

from marsad.store.archive import create_or_open
from marsad.store.compression import unpacked
from marsad.store.database import Database, Place
from marsad.store.schema import tables

#: When something was done, and in which transaction, is no part of what was done; nor is the name of the archive.
_TIMES = {"page": "added", "rejected": "seen", "judgement": "made", "change": "seq"}

Rows = dict[str, list[dict[str, object]]]


def rows(place: Place) -> Rows:
    """Every row of every table of an archive, with its numbers: times of adding apart, texts expanded."""
    db = create_or_open(place)
    found = {table: _rows(db, table) for table in tables()}
    found["counter"] = [row for row in found["counter"] if row["name"] not in ("change", "archive")]
    db.close()
    return {table: sorted(of, key=repr) for table, of in found.items()}


def keyed(place: Place) -> Rows:
    """As ``rows``, with public keys instead of numbers, which depend on the order in which things came to be known.

    Checksums are over numbers; ``marsad check`` compares them.
    """
    db = create_or_open(place)
    made = _Keyed(db)
    found = {table: [made.row(table, row) for row in _rows(db, table)] for table in tables()}
    db.close()
    left = {table: of for table, of in found.items() if table not in ("change", "counter")}
    return {table: sorted(of, key=repr) for table, of in left.items()}


def different(one: Rows, other: Rows) -> dict[str, tuple[int, int, object]]:
    """The tables that differ: numbers of rows in both, and the first pair of rows that are not the same."""
    found: dict[str, tuple[int, int, object]] = {}
    for table in one:
        if one[table] != other[table]:
            pairs = zip(one[table], other[table], strict=False)
            found[table] = (len(one[table]), len(other[table]), next((p for p in pairs if p[0] != p[1]), None))
    return found


def _rows(db: Database, table: str) -> list[dict[str, object]]:
    asked = db.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in asked.description]  # type: ignore[attr-defined]
    return [{n: _plain(v) for n, v in zip(names, row, strict=True) if n != _TIMES.get(table)} for row in asked]


def _plain(value: object) -> object:
    if not isinstance(value, bytes | memoryview):
        return value
    try:
        return unpacked(bytes(value))
    except zlib.error:
        return bytes(value)  # what is no text, such as a sketch


class _Keyed:
    """The keys of rows by their numbers."""

    def __init__(self, db: Database) -> None:
        def keys(query: str) -> dict[object, object]:
            return {number: ":".join(map(str, key)) for number, *key in db.execute(query)}

        entity = keys("SELECT id, key FROM entity")
        story = keys("SELECT id, key FROM story")
        told = {
            name: keys(f"SELECT w.id, s.key, w.start, w.stop FROM {name} AS w JOIN story AS s ON s.id = w.story")
            for name in ("quote", "event")
        }
        whom = ("entity", "kept", "speaker", "speaker_read", "entity_read", "voice")
        self.by_column: dict[str, dict[object, object]] = {
            **dict.fromkeys(whom, entity), **told,
            **dict.fromkeys(("story", "other", "origin", "of_story", "first"), story),
            "page": keys("SELECT id, digest FROM page"), "source": keys("SELECT id, key FROM source"),
        }  # fmt: skip
        self.entity = entity
        self.text = dict(db.execute("SELECT id, body_hash FROM story").fetchall())

    def row(self, table: str, row: dict[str, object]) -> dict[str, object]:
        found = {
            name: self._key(name, value) for name, value in row.items() if name not in ("id", "searched", "checksum")
        }
        if table in ("fingerprint", "overlap"):  # of stories with one text the first to come stands there
            found.update({name: self.text[row[name]] for name in ("story", "other") if name in row})
        if table == "event":
            found["place"] = self.entity.get(row["place"])
        if table == "quote":
            found["about_read"] = sorted(str(self.entity[n]) for n in json.loads(str(row["about_read"])))
        return found

    def _key(self, name: str, value: object) -> object:
        of: Callable[..., object] = self.by_column.get(name, {}).get
        return of(value, value) if isinstance(value, int) else value
