"""Entities and sources that nothing in the archive names any more, after stories were read again or changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from marsad.store.changes import ENTITY, note_changes
from marsad.store.database import Database, chunks, marks, rows_of
from marsad.store.judgements import RULE

#: Nobody stands under them, no person said anything of them, and no mention, title or sighting names them.
_UNNAMED = f"""
INSERT INTO unnamed SELECT id FROM entity AS e WHERE called IS NULL AND described IS NULL
  AND NOT EXISTS (SELECT 1 FROM entity_form AS f WHERE f.entity = e.id)
  AND NOT EXISTS (SELECT 1 FROM sighting AS g WHERE g.entity = e.id)
  AND NOT EXISTS (SELECT 1 FROM entity_title AS t WHERE t.entity = e.id)
  AND NOT EXISTS (SELECT 1 FROM story_entity AS s WHERE s.entity = e.id)
  AND NOT EXISTS (SELECT 1 FROM event_actor AS a WHERE a.entity = e.id)
  AND NOT EXISTS (SELECT 1 FROM entity AS under WHERE under.kept = e.id)
  AND NOT EXISTS (SELECT 1 FROM judgement AS j WHERE j.made_by <> '{RULE}' AND (j.entity = e.key OR j.other = e.key))
"""
_NAMED_ELSEWHERE = """
DELETE FROM unnamed WHERE id IN (SELECT speaker_read FROM quote WHERE speaker_read IS NOT NULL);
DELETE FROM unnamed WHERE id IN (SELECT entity_read FROM label_use WHERE entity_read IS NOT NULL);
DELETE FROM unnamed WHERE id IN (SELECT place FROM event WHERE place IS NOT NULL);
DELETE FROM unnamed WHERE id IN (SELECT voice FROM event WHERE voice IS NOT NULL)
"""
_GONE = f"""
DELETE FROM judgement WHERE made_by = '{RULE}' AND (
  entity IN (SELECT key FROM entity JOIN unnamed ON unnamed.id = entity.id)
  OR other IN (SELECT key FROM entity JOIN unnamed ON unnamed.id = entity.id));
DELETE FROM entity_day WHERE entity IN (SELECT id FROM unnamed);
DELETE FROM entity_month WHERE entity IN (SELECT id FROM unnamed);
DELETE FROM entity WHERE id IN (SELECT id FROM unnamed)
"""


#: The entities that anything in a story names, as they were read.
_NAMED = """
SELECT entity FROM mention WHERE story = :story AND entity IS NOT NULL
UNION SELECT entity FROM sighting WHERE story = :story
UNION SELECT speaker_read FROM quote WHERE story = :story AND speaker_read IS NOT NULL
UNION SELECT entity_read FROM label_use WHERE story = :story AND entity_read IS NOT NULL
UNION SELECT place FROM event WHERE story = :story AND place IS NOT NULL
UNION SELECT voice FROM event WHERE story = :story AND voice IS NOT NULL
UNION SELECT a.entity FROM event_actor AS a JOIN event AS e ON e.id = a.event WHERE e.story = :story
"""


def named_in(db: Database, story: int) -> set[int]:
    """The entities that the story with this row number names, and those that stand for them."""
    found = {int(row[0]) for row in db.execute(_NAMED, {"story": story}).fetchall()}
    return found | {kept for _, kept in rows_of(db, "SELECT id, kept FROM entity WHERE kept IS NOT NULL AND id", found)}


def remove_unused(db: Database, among: Iterable[int] | None = None) -> int:
    """Removes them, all of them or those of the entities ``among``; returns how many entities went.

    Inside a transaction of the caller.
    """
    gone = 0
    db.execute("CREATE TEMP TABLE unnamed (id BIGINT PRIMARY KEY)")
    wanted = None if among is None else sorted(among)
    while found := _unused(db, wanted):
        for statement in _GONE.split(";"):
            db.execute(statement)
        note_changes(db, [(ENTITY, number) for number in found])
        gone += len(found)
    db.execute("DROP TABLE unnamed")
    db.execute(
        "DELETE FROM source WHERE stories = 0 AND NOT EXISTS (SELECT 1 FROM story WHERE story.source = source.id)"
    )
    return gone


def _unused(db: Database, wanted: Sequence[int] | None) -> list[int]:
    db.execute("DELETE FROM unnamed")
    if wanted is None:
        db.execute(_UNNAMED)
    else:
        for part in chunks(wanted):
            db.execute(f"{_UNNAMED} AND e.id IN ({marks(len(part))})", part)
    if db.execute("SELECT count(*) FROM unnamed").fetchone()[0]:
        for statement in _NAMED_ELSEWHERE.split(";"):
            db.execute(statement)
    return [int(row[0]) for row in db.execute("SELECT id FROM unnamed ORDER BY id").fetchall()]
