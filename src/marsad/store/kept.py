"""Which entity stands for which: every count and list follows, so that pages cost what they cost without it.

What was read stays where it was written (``mention.entity``, the columns in ``_read``, marks); everything here is made
anew from it, so that taking a decision back gives the very rows that were there before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from marsad.store.changes import ENTITY, note_changes
from marsad.store.database import Database, next_number, rows_of

#: The counter of the times that stories which were there got other entities: counts kept by month are stale then.
RESHAPED = "reshaped"

_COUNTED = """
CREATE TEMP TABLE hit_story AS SELECT DISTINCT story FROM story_entity WHERE entity IN (SELECT id FROM hit);
DELETE FROM story_entity WHERE entity IN (SELECT id FROM hit);
INSERT INTO story_entity (entity, story, day, source, count, is_copy)
  SELECT coalesce(e.kept, e.id), s.id, s.day, s.source, count(*), s.is_copy
  FROM hit_story JOIN mention AS m ON m.story = hit_story.story JOIN entity AS e ON e.id = m.entity
  JOIN story AS s ON s.id = m.story WHERE coalesce(e.kept, e.id) IN (SELECT id FROM hit)
  GROUP BY coalesce(e.kept, e.id), s.id, s.day, s.source, s.is_copy;
DELETE FROM entity_day WHERE entity IN (SELECT id FROM hit);
INSERT INTO entity_day (entity, day, stories, copies, estimated)
  SELECT se.entity, se.day, count(*), sum(se.is_copy), sum(CASE WHEN s.how = 'inferred' THEN 1 ELSE 0 END)
  FROM story_entity AS se JOIN story AS s ON s.id = se.story WHERE se.entity IN (SELECT id FROM hit)
  GROUP BY se.entity, se.day;
DELETE FROM entity_month WHERE entity IN (SELECT id FROM hit);
INSERT INTO entity_month (entity, month, stories, copies)
  SELECT entity, substr(day, 1, 7), sum(stories), sum(copies) FROM entity_day WHERE entity IN (SELECT id FROM hit)
  GROUP BY entity, substr(day, 1, 7);
UPDATE entity SET stories = 0, mentions = 0 WHERE id IN (SELECT id FROM hit);
UPDATE entity SET stories = own.stories, mentions = own.mentions FROM (
  SELECT entity, count(*) AS stories, sum(count) AS mentions FROM story_entity WHERE entity IN (SELECT id FROM hit)
  GROUP BY entity) AS own WHERE own.entity = entity.id;
UPDATE label_use SET entity = (SELECT coalesce(kept, id) FROM entity AS e WHERE e.id = entity_read)
  WHERE entity IN (SELECT id FROM hit);
DROP TABLE hit_story
"""


def move(db: Database, wanted: Mapping[int, int]) -> int:
    """Lets entities (row numbers) stand under those that ``wanted`` gives them, themselves included; inside a
    transaction of the caller. Returns how many moved."""
    before = kept_of(db, wanted)
    changed = {read: kept for read, kept in wanted.items() if before[read] != kept}
    if not changed:
        return 0
    db.executemany(
        "UPDATE entity SET kept = ? WHERE id = ?",
        [(kept if kept != read else None, read) for read, kept in changed.items()],
    )
    follow(db, sorted({*(before[read] for read in changed), *changed, *changed.values()}))
    return len(changed)


def follow(db: Database, hit: Iterable[int]) -> None:
    """Makes every count and list of the entities ``hit`` anew; inside a transaction of the caller."""
    db.execute("CREATE TEMP TABLE hit (id INTEGER PRIMARY KEY)")
    found = list(hit)
    db.executemany("INSERT INTO hit VALUES (?)", [(number,) for number in found])
    for statement in _COUNTED.split(";"):
        db.execute(statement)
    _follow_quotes(db)
    _follow_events(db)
    db.execute("DROP TABLE hit")
    note_changes(db, [(ENTITY, number) for number in found])
    next_number(db, RESHAPED)


def _follow_quotes(db: Database) -> None:
    rows = db.execute(
        "SELECT id, day, speaker_read, about_read FROM quote WHERE speaker IN (SELECT id FROM hit)"
        " OR id IN (SELECT quote FROM quote_about WHERE entity IN (SELECT id FROM hit))"
    ).fetchall()
    about = {row[0]: json.loads(row[3]) for row in rows}
    kept = kept_of(db, {n for row in rows for n in (row[2], *about[row[0]]) if n is not None})
    db.executemany("UPDATE quote SET speaker = ? WHERE id = ?", [(kept.get(row[2]), row[0]) for row in rows])
    db.executemany("DELETE FROM quote_about WHERE quote = ?", [(row[0],) for row in rows])
    db.insert(
        "quote_about",
        "entity, quote, day",
        [(e, n, day) for n, day, by, _ in rows for e in sorted({kept[a] for a in about[n]} - {kept.get(by)})],
    )


def _follow_events(db: Database) -> None:
    rows = db.execute(
        "SELECT id, day, agents, targets FROM event"
        " WHERE id IN (SELECT event FROM event_actor WHERE entity IN (SELECT id FROM hit))"
    ).fetchall()
    sides = {row[0]: {"agent": _keys(row[2]), "target": _keys(row[3])} for row in rows}
    kept = kept_by_key(db, {key for both in sides.values() for side in both.values() for key in side})
    db.executemany("DELETE FROM event_actor WHERE event = ?", [(row[0],) for row in rows])
    db.insert(
        "event_actor",
        "entity, day, event, role",
        [
            (entity, day, number, role)
            for number, day, *_ in rows
            for role, side in sides[number].items()
            for entity in sorted({kept[key] for key in side})
        ],
    )


def _keys(side: str) -> list[str]:
    return [key for key, _ in json.loads(side) if key]


def kept_of(db: Database, numbers: Iterable[int]) -> dict[int, int]:
    """The entities that stand for entities as they were read, by row numbers."""
    return dict(rows_of(db, "SELECT id, coalesce(kept, id) FROM entity WHERE id", sorted(numbers)))


def kept_by_key(db: Database, keys: Iterable[str]) -> dict[str, int]:
    """The entities that stand for entities as they were read, by public ids."""
    return dict(rows_of(db, "SELECT key, coalesce(kept, id) FROM entity WHERE key", sorted(keys)))
