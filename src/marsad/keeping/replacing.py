"""A page read again in place: what was read before makes way for what is read now; addresses and notes stay.

A story that is told otherwise than before keeps its row and its notes, and its old address leads to it. It belongs to
the first page that gives it, as it would if the pages had been added one after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.keeping.matching import Known, matched
from marsad.model import Page, Reading, Story, StoryReading
from marsad.outlets import Outlets
from marsad.store.batch import Batch, new_stories
from marsad.store.changes import ENTITY, STORY, note_changes
from marsad.store.compression import packed, unpacked
from marsad.store.copies import leave, settle
from marsad.store.database import Database, chunks, marks, next_number
from marsad.store.days import day_of
from marsad.store.kept import RESHAPED
from marsad.store.layouts import unpacked as unpacked_layout
from marsad.store.rereading import take_out
from marsad.store.rows import Pending, tag_rows
from marsad.store.texts import body_hash

_OUT = """
UPDATE archive_day SET stories = stories - 1, copies = copies - :copy, estimated = estimated - :estimated
  WHERE day = :day;
DELETE FROM archive_day WHERE day = :day AND stories = 0;
UPDATE source_day SET stories = stories - 1, copies = copies - :copy, estimated = estimated - :estimated
  WHERE source = :source AND day = :day;
DELETE FROM source_day WHERE source = :source AND day = :day AND stories = 0;
UPDATE source SET stories = stories - 1 WHERE id = :source;
UPDATE total SET value = value - 1 WHERE name = 'stories';
UPDATE total SET value = value - :mentions WHERE name = 'mentions';
UPDATE total SET value = value - :quotes WHERE name = 'quotes';
DELETE FROM sighting WHERE story = :story;
DELETE FROM story WHERE id = :story
"""


@dataclass(frozen=True, slots=True)
class Replaced:
    """What another reading of a page changed: its stories, how many are new, which are gone and which moved (keys)."""

    stories: int
    new: int
    gone: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Old:
    """A story as the archive has it; ``layout`` is None where the archive does not say where its parts stand."""

    id: int
    key: str
    page: int
    source: int | None
    title_hash: str
    day: str
    how: str | None
    body_hash: str
    copy: int
    text: str
    tag: str | None
    layout: Story | None


def replace_page(db: Database, number: int, before: str, reading: Reading, outlets: Outlets) -> Replaced | None:
    """Puts ``reading`` in the place of what the page with this number gave before; inside a transaction.

    None, and nothing changes, where the page is no longer of the version ``before``: another run has read it.
    """
    row = db.execute("SELECT version FROM page WHERE id = ?", (number,)).fetchone()
    if row is None or row[0] != before:
        return None
    keys = {s.story.id for s in reading.stories}
    others = _others(db, number, keys)
    old = _stories(db, "s.page = ?", (number,)) + [one for one in others if one.page > number]
    new = new_stories(reading, {one.key for one in others if one.page < number})
    moved = _moved(old, number, [found for _, found in new])
    left = leave(db, [one.id for one in old])
    for one in old:
        _take_out(db, one)
    _put_page(db, number, reading)
    batch = Batch(db, outlets)
    batch.know(reading.stories)
    batch.around(number, reading.layout)
    rows = {moved.get(one.key, one.key): one.id for one in old}
    pending = [_pending(batch, rows, number, place, reading, found) for place, found in new]
    batch.replace(pending)
    settle(db, left)
    _lead(db, moved, [one.story.id for one in pending])
    gone = [one for one in old if moved.get(one.key, one.key) not in {p.story.id for p in pending}]
    _bury(db, gone)
    _update_entities(db, reading)
    next_number(db, RESHAPED)
    there = {one.key for one in old} | set(moved.values())
    fresh = sum(one.story.id not in there for one in pending)
    return Replaced(len(pending), fresh, tuple(one.key for one in gone), tuple(moved.items()))


def _others(db: Database, page: int, keys: set[str]) -> list[_Old]:
    """The stories of other pages that this page gives too."""
    found = []
    for part in chunks(sorted(keys)):
        found += _stories(db, f"s.page <> ? AND s.key IN ({marks(len(part))})", (page, *part))
    return found


def _stories(db: Database, where: str, values: tuple[object, ...]) -> list[_Old]:
    query = (
        "SELECT s.id, s.key, s.page, s.source, s.title_hash, s.day, s.how, s.body_hash, s.is_copy, p.text, p.tag,"
        " d.layout FROM story AS s JOIN page AS p ON p.id = s.page LEFT JOIN story_doc AS d ON d.story = s.id"
        f" WHERE {where} ORDER BY s.place"
    )
    found = []
    for row in db.execute(query, values).fetchall():
        text, layout = unpacked(row[9]), row[11]
        story = unpacked_layout(layout, text) if layout is not None else None
        found.append(_Old(*(*row[:9], text, row[10], story)))
    return found


def _moved(old: Sequence[_Old], page: int, new: Sequence[StoryReading]) -> dict[str, str]:
    """The stories of the page that have another key now: the old one and the new."""
    there, here = {one.key for one in old}, {found.story.id for found in new}
    before = [
        Known(one.key, one.title_hash, _body(one.layout)) for one in old if one.page == page and one.key not in here
    ]
    return matched(before, [found.story for found in new if found.story.id not in there])


def _body(story: Story | None) -> str:
    return " ".join(p.text for p in story.paragraphs) if story else ""


def _take_out(db: Database, one: _Old) -> None:
    """Takes a story out of every table and count. Its row is put there again where the page still gives it."""
    if one.layout is not None:
        labels = [(kind, folded, one.id) for kind, folded, *_ in tag_rows(one.id, one.layout, one.tag)]
        db.executemany("DELETE FROM label WHERE kind = ? AND folded = ? AND story = ?", labels)
    else:
        db.execute("DELETE FROM label WHERE story = ?", (one.id,))
    mentions, quotes = (
        db.execute(f"SELECT count(*) FROM {table} WHERE story = ?", (one.id,)).fetchone()[0]
        for table in ("mention", "quote")
    )
    estimated = int(one.how == "inferred")
    take_out(db, one.id, one.text, one.day, one.copy, estimated)
    values = {
        "story": one.id, "day": one.day, "source": one.source, "copy": one.copy, "estimated": estimated,
        "mentions": mentions, "quotes": quotes,
    }  # fmt: skip
    for statement in _OUT.split(";"):
        db.execute(statement, values)


def _put_page(db: Database, number: int, reading: Reading) -> None:
    page, layout = reading.page, reading.layout
    for table in ("teaser", "biography"):
        db.execute(f"DELETE FROM {table} WHERE page = ?", (number,))
    db.execute(
        "UPDATE page SET url = ?, seen = ?, encoding = ?, size = ?, type = ?, site = ?, title = ?, tag = ?,"
        " version = ?, text = ? WHERE id = ?",
        (
            page.url, page.seen, page.encoding, page.size, layout.type.value, layout.site, layout.title, layout.tag,
            reading.version, packed(page.text), number,
        ),
    )  # fmt: skip
    _put_digest(db, number, page)


def _put_digest(db: Database, number: int, page: Page) -> None:
    """Better reading may make another text of a record, by which the page would be known when it comes again."""
    if not db.execute("SELECT 1 FROM page WHERE digest = ? AND id <> ?", (page.digest, number)).fetchone():
        db.execute("UPDATE page SET digest = ? WHERE id = ?", (page.digest, number))


def _pending(
    batch: Batch, rows: dict[str, int], page: int, place: int, reading: Reading, found: StoryReading
) -> Pending:
    day, source = day_of(found.story.published, reading.page.seen), batch.source(found.story.source)
    number = rows.get(found.story.id) or batch.number("story")
    return Pending(number, page, place, source, reading, found, day, body_hash(found.story))


def _lead(db: Database, moved: dict[str, str], keys: Sequence[str]) -> None:
    """Lets old addresses lead to the stories, and their notes go with them."""
    for before, now in moved.items():
        db.execute("UPDATE note SET story = ? WHERE story = ?", (now, before))
        db.execute("UPDATE story_moved SET story = ? WHERE story = ?", (now, before))
        db.execute("INSERT INTO story_moved (key, story) VALUES (?, ?)", (before, now))
    db.executemany("DELETE FROM story_moved WHERE key = ?", [(key,) for key in keys])


def _bury(db: Database, gone: Sequence[_Old]) -> None:
    """Tells of stories that are gone. Their numbers may be given again: names were looked for up to the last one."""
    if not gone:
        return
    note_changes(db, [(STORY, one.id) for one in gone])
    db.executemany("DELETE FROM story_moved WHERE story = ?", [(one.key,) for one in gone])
    last = int(db.execute("SELECT coalesce(max(id), 0) FROM story").fetchone()[0])
    if last < max(one.id for one in gone):
        db.execute("UPDATE counter SET value = ? WHERE name = 'resolved' AND value > ?", (last, last))
        db.execute("UPDATE entity SET searched = ? WHERE searched > ?", (last, last))


def _update_entities(db: Database, reading: Reading) -> None:
    """Known entities as the catalogue has them now."""
    named = {m.entity.id: m.entity for s in reading.stories for m in s.mentions if m.entity}
    for ref in named.values():
        if ref.status != "catalogue":
            continue
        values = (ref.name, ref.name_en, ref.type.value, ref.qid)
        different = "name IS DISTINCT FROM ? OR name_en IS DISTINCT FROM ? OR type <> ? OR qid IS DISTINCT FROM ?"
        query = f"SELECT id FROM entity WHERE key = ? AND ({different})"
        for (number,) in db.execute(query, (ref.id, *values)).fetchall():
            put = "UPDATE entity SET name = ?, name_en = ?, type = ?, qid = ? WHERE id = ?"
            db.execute(put, (*values, number))
            note_changes(db, [(ENTITY, number)])
