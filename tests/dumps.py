"""Archives compared row by row."""

from __future__ import annotations

from marsad.store.archive import create_or_open
from marsad.store.compression import unpacked
from marsad.store.database import Place
from marsad.store.schema import tables

#: When something was done is no part of what was done.
_TIMES = {"page": "added", "rejected": "seen", "judgement": "made"}

Rows = dict[str, list[dict[str, object]]]


def rows(place: Place) -> Rows:
    """Every row of every table of an archive, times of adding apart, texts expanded."""
    db = create_or_open(place)
    found: Rows = {}
    for table in tables():
        asked = db.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in asked.description]  # type: ignore[attr-defined]
        shown = [{n: _plain(v) for n, v in zip(names, row, strict=True) if n != _TIMES.get(table)} for row in asked]
        found[table] = sorted(shown, key=repr)
    db.close()
    return found


def _plain(value: object) -> object:
    return unpacked(bytes(value)) if isinstance(value, bytes | memoryview) else value


def different(one: Rows, other: Rows) -> dict[str, tuple[int, int, list[object]]]:
    """The tables that differ: rows of both, and the first pair of rows that are not the same."""
    return {
        table: (
            len(one[table]),
            len(other[table]),
            [p for p in zip(one[table], other[table], strict=False) if p[0] != p[1]][:1],
        )
        for table in one
        if one[table] != other[table]
    }
