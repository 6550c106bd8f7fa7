"""A story read again in place: what was found in it makes way for what is found now; page, notes and links stay."""

from __future__ import annotations

import sqlite3

from marsad.model import Layout, Page, PageType, Reading, StoryReading
from marsad.outlets import Outlets
from marsad.store.adding import StoryAdder
from marsad.store.archive import transaction
from marsad.store.words import indexed

_TAKEN_OUT = """
UPDATE entity SET stories = stories - 1, mentions = mentions - (
  SELECT count FROM story_entity AS own WHERE own.entity = entity.id AND own.story = :story)
  WHERE id IN (SELECT entity FROM story_entity WHERE story = :story);
UPDATE entity_day SET stories = stories - 1, copies = copies - :copy, estimated = estimated - :estimated
  WHERE day = :day AND entity IN (SELECT entity FROM story_entity WHERE story = :story);
DELETE FROM entity_day WHERE day = :day AND stories = 0;
DELETE FROM story_entity WHERE story = :story;
DELETE FROM mention WHERE story = :story;
DELETE FROM quote_about WHERE quote IN (SELECT id FROM quote WHERE story = :story);
DELETE FROM quote WHERE story = :story;
DELETE FROM event_actor WHERE event IN (SELECT id FROM event WHERE story = :story);
DELETE FROM event WHERE story = :story;
UPDATE entity_title SET stories = stories - 1 WHERE (entity, text) IN (
  SELECT DISTINCT entity_read, text FROM label_use WHERE story = :story AND kind = 'title');
DELETE FROM entity_title WHERE stories = 0;
DELETE FROM label_use WHERE story = :story
"""


def replace_found(db: sqlite3.Connection, story: int, page: Page, found: StoryReading, version: str) -> None:
    """Puts ``found`` in the place of what was found before in the story with this row number, in one transaction."""
    with transaction(db):
        page_id, place, source, day, copy, how = db.execute(
            "SELECT page, place, source, day, is_copy, how FROM story WHERE id = ?", (story,)
        ).fetchone()
        before = db.execute("SELECT count(*) FROM mention WHERE story = ?", (story,)).fetchone()[0]
        quotes = db.execute("SELECT id, text FROM quote WHERE story = ?", (story,)).fetchall()
        _take_out(db, story, page.text, quotes, {"day": day, "copy": copy, "estimated": int(how == "inferred")})
        layout = Layout(PageType.OTHER, None, None, "ar", ())
        adder = StoryAdder(db, page_id, place, Reading(page, layout, (found,), version), found, Outlets({}, {}, {}))
        adder.add_again(story, day, source, copy)
        db.execute("UPDATE story SET version = ? WHERE id = ?", (version, story))
        changes = (("mentions", len(found.mentions) - before), ("quotes", len(found.quotes) - len(quotes)))
        db.executemany("UPDATE total SET value = value + ? WHERE name = ?", [(n, name) for name, n in changes])


def _take_out(
    db: sqlite3.Connection, story: int, text: str, quotes: list[tuple[int, str]], values: dict[str, object]
) -> None:
    forms = db.execute(
        "SELECT entity, start, stop, norm FROM mention WHERE story = ? AND entity IS NOT NULL", (story,)
    ).fetchall()
    db.executemany(
        "UPDATE entity_form SET count = count - 1 WHERE entity = ? AND text = ?",
        [(entity, norm or text[start:stop]) for entity, start, stop, norm in forms],
    )
    db.executemany("DELETE FROM entity_form WHERE entity = ? AND count = 0", {(entity,) for entity, *_ in forms})
    db.executemany(
        "INSERT INTO quote_search (quote_search, rowid, body, more) VALUES ('delete', ?, ?, ?)",
        [(number, *indexed(words)) for number, words in quotes],
    )
    for statement in _TAKEN_OUT.split(";"):
        db.execute(statement, {"story": story, **values})
