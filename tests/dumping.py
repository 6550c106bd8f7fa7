"""Whole archives as plain values, to be compared: with row numbers, or by what the rows say."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from marsad.store.compression import unpacked, unpacked_json
from marsad.store.database import Database
from marsad.store.schema import described

Row = tuple[Any, ...]
Dump = dict[str, list[Row]]

#: Moments, and what depends on the numbers of rows: in which order work was done.
_TIMES = {
    "page": ("added",),
    "judgement": ("id", "made"),
    "rejected": ("id", "seen"),
    "entity": ("id", "searched"),
    "story_doc": ("checksum",),
    "entity_title": ("story",),
}


def exact(db: Database) -> Dump:
    """Every row of every table, as it is."""
    return {
        t.name: db.execute(f"SELECT {', '.join(t.columns)} FROM {t.name} ORDER BY {', '.join(t.key)}").fetchall()
        for t in described()
    }


def said(db: Database) -> Dump:
    """What every table says, without row numbers, moments and counters: two archives of the same pages are equal."""
    names = {
        "page": dict(db.execute("SELECT id, digest FROM page").fetchall()),
        "story": dict(db.execute("SELECT id, key FROM story").fetchall()),
        "entity": dict(db.execute("SELECT id, key FROM entity").fetchall()),
        "source": dict(db.execute("SELECT id, key FROM source").fetchall()),
        "text": dict(db.execute("SELECT id, body_hash FROM story").fetchall()),
    }
    for table in ("quote", "event"):
        rows = db.execute(f"SELECT id, story, start, stop FROM {table} ORDER BY id").fetchall()
        names[table] = {n: f"{names['story'][story]} {start}-{stop}" for n, story, start, stop in rows}
    return {
        t.name: sorted((_row(t.name, t.columns, row, names) for row in rows), key=repr)
        for t in described()
        if t.name not in ("counter", "change", "story_moved")
        for rows in [db.execute(f"SELECT {', '.join(t.columns)} FROM {t.name}").fetchall()]
    }


def _row(table: str, columns: tuple[str, ...], row: Row, names: dict[str, dict[int, str]]) -> Row:
    dropped = {"id", *_TIMES.get(table, ())} if "key" in columns or table in names or table in _TIMES else set()
    if table == "label_use":
        dropped = {"id"}
    values: dict[str, Callable[[Any], Any]] = {
        "text": lambda v: unpacked(v) if isinstance(v, bytes) else v,
        "doc": unpacked_json,
        "layout": unpacked_json,
        "named": unpacked_json,
        "about_read": lambda v: sorted(names["entity"][n] for n in json.loads(v)),
    }
    found = []
    for column, value in zip(columns, row, strict=True):
        if column in dropped or (table == "entity" and column == "source"):
            continue
        if column in values and value is not None:
            value = values[column](value)
        found.append((column, names[whose][value] if value is not None and (whose := _whose(table, column)) else value))
    return tuple(found)


def _whose(table: str, column: str) -> str | None:
    """The table to which a column refers; of a judgement and a note they are keys already."""
    if table in ("judgement", "note", "rejected"):
        return None
    if table in ("fingerprint", "overlap"):  # of stories with one text the first to come stands there
        return "text" if column in ("story", "other") else None
    if column in ("origin", "of_story") or (table, column) in (("likeness", "other"), ("happening", "first")):
        return "story"
    if column in ("kept", "speaker", "speaker_read", "entity", "entity_read", "voice"):
        return (
            None
            if (table, column) == ("label_use", "voice") or (table, column) == ("label_use", "speaker")
            else "entity"
        )
    if column == "place":
        return "entity" if table == "event" else None
    if column == "source":
        return None if table == "biography" else "source"
    if (table, column) == ("version", "story"):
        return None
    return column if column in ("page", "story", "quote", "event") else None
