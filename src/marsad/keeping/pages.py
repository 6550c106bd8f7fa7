"""Every page with everything that was read from it, some pages at a time: what the walk over the archive looks at."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from marsad.store.checksums import NAMES
from marsad.store.database import Database
from marsad.store.kept import kept_by_key, kept_of

PAGES = 50

#: The values of a row by the names of their columns.
Row = dict[str, Any]

_STORIES = (
    "SELECT s.id, s.page, s.key, s.title, s.title_hash, s.kicker, s.day, s.day_from, s.day_to, s.how, s.moment,"
    " s.body_hash, o.key AS source, d.story AS there, d.layout, d.checksum FROM story AS s"
    " LEFT JOIN source AS o ON o.id = s.source LEFT JOIN story_doc AS d ON d.story = s.id"
    " WHERE s.page BETWEEN ? AND ? ORDER BY s.id"
)


def _read(table: str, more: str, join: str = "", order: str = "id") -> tuple[tuple[str, ...], str]:
    """The names of the columns that hold what was read and of those in ``more``, and what selects them."""
    names = (*NAMES[table], *(part.split(".")[-1].split()[-1] for part in more.split(", ")))
    columns = ", ".join((*(f"t.{name}" for name in NAMES[table]), more))
    return names, (
        f"SELECT t.story, {columns} FROM story AS s JOIN {table} AS t ON t.story = s.id {join}"
        f" WHERE s.page BETWEEN ? AND ? ORDER BY t.story, t.{order}"
    )


_WHO = "LEFT JOIN entity AS e ON e.id = t"
_OF_STORY = {
    "mention": _read("mention", "e.key, e.name, e.type AS entity_type", f"{_WHO}.entity", "place"),
    "quote": _read("quote", "t.id, t.marks, e.key", f"{_WHO}.speaker_read"),
    "event": _read("event", "t.id, t.marks, t.day"),
    "label_use": _read("label_use", "t.id"),
    "quote_about": (
        ("entity", "quote", "day"),
        "SELECT q.story, a.entity, a.quote, a.day FROM story AS s JOIN quote AS q ON q.story = s.id"
        " JOIN quote_about AS a ON a.quote = q.id WHERE s.page BETWEEN ? AND ?",
    ),
    "event_actor": (
        ("entity", "day", "event", "role"),
        "SELECT v.story, a.entity, a.day, a.event, a.role FROM story AS s JOIN event AS v ON v.story = s.id"
        " JOIN event_actor AS a ON a.event = v.id WHERE s.page BETWEEN ? AND ?",
    ),
}
_STORY_NAMES = (
    "id", "page", "key", "title", "title_hash", "kicker", "day", "day_from", "day_to", "how", "moment", "body_hash",
    "source", "there", "layout", "checksum",
)  # fmt: skip


@dataclass(slots=True)
class Part:
    """Some pages, their stories, and what was found in each story, by table and number of the story.

    ``kept`` says which entity stands for an entity, ``by_key`` gives the numbers of entities.
    """

    pages: list[tuple[int, bytes, str | None, str | None]]
    stories: defaultdict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    found: dict[str, defaultdict[int, list[Row]]] = field(default_factory=dict)
    kept: dict[int, int] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)


def parts(db: Database) -> Iterator[Part]:
    """The whole archive, some pages at a time in their order."""
    last = 0
    while True:
        query = f"SELECT id, text, tag, seen FROM page WHERE id > ? ORDER BY id LIMIT {PAGES}"
        rows = db.execute(query, (last,)).fetchall()
        if not rows:
            return
        yield _part(db, rows)
        last = rows[-1][0]


def _part(db: Database, rows: list[Any]) -> Part:
    found, between = Part(rows), (rows[0][0], rows[-1][0])
    for row in db.execute(_STORIES, between):
        found.stories[row[1]].append(dict(zip(_STORY_NAMES, row, strict=True)))
    for table, (names, query) in _OF_STORY.items():
        found.found[table] = defaultdict(list)
        for row in db.execute(query, between):
            found.found[table][row[0]].append(dict(zip(names, row[1:], strict=True)))
    quotes = [q for of_story in found.found["quote"].values() for q in of_story]
    events = [e for of_story in found.found["event"].values() for e in of_story]
    numbers = {n for q in quotes for n in (q["speaker_read"], *_numbers(q["about_read"]))}
    keys = {k for e in events for k in (*keys_of(e["agents"]), *keys_of(e["targets"]))}
    found.kept.update(kept_of(db, (n for n in numbers if n is not None)))
    found.by_key.update(kept_by_key(db, keys))
    return found


def _numbers(listed: str) -> list[int]:
    found = as_list(listed)
    return [n for n in found or () if isinstance(n, int)]


def keys_of(side: str) -> list[str]:
    """The ids of those who take part in an event on one side, as the archive writes them."""
    return [pair[0] for pair in as_list(side) or () if isinstance(pair, list) and pair and isinstance(pair[0], str)]


def as_list(written: str) -> list[Any] | None:
    """The list that ``written`` is in JSON; None where it is none."""
    try:
        found = json.loads(written)
    except ValueError:
        return None
    return found if isinstance(found, list) else None
