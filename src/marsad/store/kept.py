"""Which entity stands for which: every count and list follows, so that pages cost what they cost without it.

What was read stays where it was written (``mention.entity``, the columns in ``_read``, marks); everything here is made
anew from it, so that taking a decision back gives the very rows that were there before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

_MOVED = """
DROP TABLE IF EXISTS temp.hit_story;
CREATE TEMP TABLE hit_story AS SELECT DISTINCT story FROM story_entity WHERE entity IN (SELECT id FROM hit);
DELETE FROM story_entity WHERE entity IN (SELECT id FROM hit);
INSERT INTO story_entity
  SELECT coalesce(e.kept, e.id) AS whose, s.id, s.day, s.source, count(*), s.is_copy
  FROM hit_story JOIN mention AS m ON m.story = hit_story.story JOIN entity AS e ON e.id = m.entity
  JOIN story AS s ON s.id = m.story WHERE whose IN (SELECT id FROM hit) GROUP BY whose, s.id;
DELETE FROM entity_day WHERE entity IN (SELECT id FROM hit);
INSERT INTO entity_day
  SELECT se.entity, se.day, count(*), sum(se.is_copy), sum(coalesce(s.how = 'inferred', 0))
  FROM story_entity AS se JOIN story AS s ON s.id = se.story WHERE se.entity IN (SELECT id FROM hit)
  GROUP BY se.entity, se.day;
UPDATE entity SET stories = 0, mentions = 0 WHERE id IN (SELECT id FROM hit);
UPDATE entity SET stories = own.stories, mentions = own.mentions FROM (
  SELECT entity, count(*) AS stories, sum(count) AS mentions FROM story_entity WHERE entity IN (SELECT id FROM hit)
  GROUP BY entity) AS own WHERE own.entity = entity.id;
DROP TABLE IF EXISTS temp.hit_quote;
CREATE TEMP TABLE hit_quote AS
  SELECT quote AS id FROM quote_about WHERE entity IN (SELECT id FROM hit)
  UNION SELECT id FROM quote WHERE speaker IN (SELECT id FROM hit);
UPDATE quote SET speaker = (SELECT coalesce(kept, id) FROM entity WHERE id = speaker_read)
  WHERE speaker IN (SELECT id FROM hit);
DELETE FROM quote_about WHERE quote IN (SELECT id FROM hit_quote);
INSERT OR IGNORE INTO quote_about
  SELECT coalesce(e.kept, e.id) AS whose, q.id, q.day FROM hit_quote JOIN quote AS q ON q.id = hit_quote.id,
  json_each(q.about_read) AS about JOIN entity AS e ON e.id = about.value WHERE whose IS NOT q.speaker;
DROP TABLE IF EXISTS temp.hit_event;
CREATE TEMP TABLE hit_event AS SELECT DISTINCT event AS id FROM event_actor WHERE entity IN (SELECT id FROM hit);
DELETE FROM event_actor WHERE event IN (SELECT id FROM hit_event);
INSERT OR IGNORE INTO event_actor
  SELECT coalesce(e.kept, e.id), event.day, event.id, 'agent' FROM hit_event JOIN event ON event.id = hit_event.id,
  json_each(event.agents) AS who JOIN entity AS e ON e.key = json_extract(who.value, '$[0]')
  UNION
  SELECT coalesce(e.kept, e.id), event.day, event.id, 'target' FROM hit_event JOIN event ON event.id = hit_event.id,
  json_each(event.targets) AS who JOIN entity AS e ON e.key = json_extract(who.value, '$[0]');
UPDATE label_use SET entity = (SELECT coalesce(kept, id) FROM entity WHERE id = entity_read)
  WHERE entity IN (SELECT id FROM hit);
DROP TABLE temp.hit_story;
DROP TABLE temp.hit_quote;
DROP TABLE temp.hit_event;
DROP TABLE temp.hit
"""


def move(db: sqlite3.Connection, wanted: Mapping[int, int]) -> int:
    """Lets entities (row numbers) stand under those that ``wanted`` gives them, themselves included; inside a
    transaction of the caller. Returns how many moved."""
    changed = {read: kept for read, kept in wanted.items() if _kept(db, read) != kept}
    if not changed:
        return 0
    before = {_kept(db, read) for read in changed}
    db.execute("CREATE TEMP TABLE hit (id INTEGER PRIMARY KEY)")
    db.executemany("INSERT OR IGNORE INTO hit VALUES (?)", [(n,) for n in (*before, *changed, *changed.values())])
    db.executemany(
        "UPDATE entity SET kept = ? WHERE id = ?",
        [(kept if kept != read else None, read) for read, kept in changed.items()],
    )
    for statement in _MOVED.split(";"):
        db.execute(statement)
    return len(changed)


def _kept(db: sqlite3.Connection, number: int) -> int:
    return int(db.execute("SELECT coalesce(kept, id) FROM entity WHERE id = ?", (number,)).fetchone()[0])
