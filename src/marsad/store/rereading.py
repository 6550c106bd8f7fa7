"""A story read again in place: what was found in it makes way for what is found now; page, notes and links stay."""

from __future__ import annotations

from marsad.model import Layout, Page, PageType, Reading, StoryReading
from marsad.outlets import Outlets
from marsad.store.batch import Batch
from marsad.store.changes import ENTITY, note_changes
from marsad.store.database import Database, next_number, transaction
from marsad.store.days import day_of
from marsad.store.kept import RESHAPED
from marsad.store.rows import Pending

_TAKEN_OUT = """
UPDATE entity SET stories = stories - 1, mentions = mentions - (
  SELECT count FROM story_entity AS own WHERE own.entity = entity.id AND own.story = :story)
  WHERE id IN (SELECT entity FROM story_entity WHERE story = :story);
UPDATE entity_day SET stories = stories - 1, copies = copies - :copy, estimated = estimated - :estimated
  WHERE day = :day AND entity IN (SELECT entity FROM story_entity WHERE story = :story);
DELETE FROM entity_day WHERE day = :day AND stories = 0;
UPDATE entity_month SET stories = stories - 1, copies = copies - :copy
  WHERE month = :month AND entity IN (SELECT entity FROM story_entity WHERE story = :story);
DELETE FROM entity_month WHERE stories = 0 AND entity IN (SELECT entity FROM story_entity WHERE story = :story);
DELETE FROM story_entity WHERE story = :story;
DELETE FROM mention WHERE story = :story;
DELETE FROM quote_about WHERE quote IN (SELECT id FROM quote WHERE story = :story);
DELETE FROM quote WHERE story = :story;
DELETE FROM event_actor WHERE event IN (SELECT id FROM event WHERE story = :story);
DELETE FROM event WHERE story = :story;
UPDATE entity_title SET stories = stories - 1 WHERE (entity, text) IN (
  SELECT DISTINCT entity_read, text FROM label_use WHERE story = :story AND kind = 'title');
DELETE FROM entity_title WHERE stories = 0;
DELETE FROM label_use WHERE story = :story;
DELETE FROM story_doc WHERE story = :story
"""


#: Titles of which a story is the first or gives the outer days, so that another one must when it goes.
_OUTER_TITLES = """
SELECT DISTINCT t.entity, t.text FROM label_use AS u
  JOIN entity_title AS t ON t.entity = u.entity_read AND t.text = u.text
  WHERE u.story = :story AND u.kind = 'title' AND (t.story = :story OR t.first_day = :day OR t.last_day = :day)
"""
_TITLE_AGAIN = """
UPDATE entity_title SET first_day = own.first_day, last_day = own.last_day, story = own.story FROM (
  SELECT min(nullif(day, '')) AS first_day, max(nullif(day, '')) AS last_day, min(story) AS story FROM label_use
    WHERE entity = (SELECT coalesce(kept, id) FROM entity WHERE id = :entity) AND entity_read = :entity
    AND kind = 'title' AND text = :text) AS own
  WHERE entity_title.entity = :entity AND entity_title.text = :text
"""


def replace_found(db: Database, story: int, page: Page, found: StoryReading, version: str) -> None:
    """Puts ``found`` in the place of what was found before in the story with this row number, in one transaction."""
    with transaction(db):
        page_id, place, source, copy, body_hash = db.execute(
            "SELECT page, place, source, is_copy, body_hash FROM story WHERE id = ?", (story,)
        ).fetchone()
        day = day_of(found.story.published, page.seen)
        mentions, quotes = (
            db.execute(f"SELECT count(*) FROM {table} WHERE story = ?", (story,)).fetchone()[0]
            for table in ("mention", "quote")
        )
        take_out(db, story, page.text, day.day, copy, int(day.how == "inferred"))
        layout = Layout(PageType.OTHER, None, None, "ar", ())
        batch = Batch(db, Outlets({}, {}, {}))
        reading = Reading(page, layout, (found,), version)
        batch.add_found(Pending(story, page_id, place, source, reading, found, day, body_hash, copy))
        batch.tallies.total.update(mentions=len(found.mentions) - mentions, quotes=len(found.quotes) - quotes)
        batch.flush()
        db.execute("UPDATE story SET version = ? WHERE id = ?", (version, story))
        if day.day:
            db.execute("INSERT INTO waiting VALUES (?) ON CONFLICT (story) DO NOTHING", (story,))
        next_number(db, RESHAPED)


def take_out(db: Database, story: int, text: str, day: str, copy: int, estimated: int) -> None:
    """Takes everything out of the archive that was found in a story of the page ``text``, and counts it no longer."""
    values = {"story": story, "day": day, "month": day[:7], "copy": copy, "estimated": estimated}
    titles = db.execute(_OUTER_TITLES, values).fetchall()
    forms = db.execute(
        "SELECT entity, start, stop, norm FROM mention WHERE story = ? AND entity IS NOT NULL", (story,)
    ).fetchall()
    db.executemany(
        "UPDATE entity_form SET count = count - 1 WHERE entity = ? AND text = ?",
        [(entity, norm or text[start:stop]) for entity, start, stop, norm in forms],
    )
    db.executemany("DELETE FROM entity_form WHERE entity = ? AND count = 0", [(e,) for e in {row[0] for row in forms}])
    note_changes(db, [(ENTITY, number) for number in dict.fromkeys(row[0] for row in forms)])
    for statement in _TAKEN_OUT.split(";"):
        db.execute(statement, values)
    for entity, words in titles:
        db.execute(_TITLE_AGAIN, {"entity": entity, "text": words})
