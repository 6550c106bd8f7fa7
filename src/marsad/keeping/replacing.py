"""A page read again in place: what was read before makes way for what is read now; addresses and notes stay.

A story that is told otherwise than before keeps its row and its notes, and its old address leads to it. It belongs to
the first page that gives it, as it would if the pages had been added one after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.keeping.texts import settle_texts, texts_of, without
from marsad.model import Page, Reading, Story, StoryReading
from marsad.outlets import Outlets
from marsad.store.batch import Batch, modified, new_stories
from marsad.store.changes import ENTITY, note_changes
from marsad.store.compression import packed
from marsad.store.copies import leave, settle
from marsad.store.database import Database, chunks, marks, next_number
from marsad.store.days import day_of
from marsad.store.happenings import forget, regroup
from marsad.store.kept import RESHAPED
from marsad.store.matching import Known, matched
from marsad.store.rows import Pending
from marsad.store.taking_out import Old, bury, lead, stories_where, take_out_whole
from marsad.store.texts import body_hash
from marsad.text.addresses import same_address


@dataclass(frozen=True, slots=True)
class Replaced:
    """What another reading of a page changed: its stories, how many are new, which are gone and which moved (keys)."""

    stories: int
    new: int
    gone: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]


def replace_page(db: Database, number: int, before: str, reading: Reading, outlets: Outlets) -> Replaced | None:
    """Puts ``reading`` in the place of what the page with this number gave before; inside a transaction.

    None, and nothing changes, where the page is no longer of the version ``before``: another run has read it.
    """
    row = db.execute("SELECT version FROM page WHERE id = ?", (number,)).fetchone()
    if row is None or row[0] != before:
        return None
    texts = texts_of(db, number, reading)
    whole, reading = reading, without(reading, texts)
    keys = {s.story.id for s in reading.stories}
    others = _others(db, number, keys)
    old = stories_where(db, "s.page = ?", (number,)) + [one for one in others if one.page > number]
    new = new_stories(reading, {one.key for one in others if one.page < number})
    moved = _moved(old, number, [found for _, found in new])
    left = leave(db, [one.id for one in old])
    near = forget(db, [one.id for one in old])
    for one in old:
        take_out_whole(db, one)
    _put_page(db, number, reading)
    batch = Batch(db, outlets)
    batch.know(reading.stories)
    batch.around(number, reading.layout)
    rows = {moved.get(one.key, one.key): one.id for one in old}
    pending = [_pending(batch, rows, number, place, reading, found) for place, found in new]
    batch.replace(pending)
    settle(db, left)
    regroup(db, near)
    lead(db, moved, [one.story.id for one in pending])
    settle_texts(db, number, whole, texts)
    gone = [one for one in old if moved.get(one.key, one.key) not in {p.story.id for p in pending}]
    bury(db, gone)
    _update_entities(db, reading)
    next_number(db, RESHAPED)
    there = {one.key for one in old} | set(moved.values())
    fresh = sum(one.story.id not in there for one in pending)
    return Replaced(len(pending), fresh, tuple(one.key for one in gone), tuple(moved.items()))


def _others(db: Database, page: int, keys: set[str]) -> list[Old]:
    """The stories of other pages that this page gives too."""
    found = []
    for part in chunks(sorted(keys)):
        found += stories_where(db, f"s.page <> ? AND s.key IN ({marks(len(part))})", (page, *part))
    return found


def _moved(old: Sequence[Old], page: int, new: Sequence[StoryReading]) -> dict[str, str]:
    """The stories of the page that have another key now: the old one and the new."""
    there, here = {one.key for one in old}, {found.story.id for found in new}
    before = [
        Known(one.key, one.title_hash, _body(one.layout)) for one in old if one.page == page and one.key not in here
    ]
    return matched(before, [found.story for found in new if found.story.id not in there])


def _body(story: Story | None) -> str:
    return " ".join(p.text for p in story.paragraphs) if story else ""


def _put_page(db: Database, number: int, reading: Reading) -> None:
    page, layout = reading.page, reading.layout
    for table in ("teaser", "biography"):
        db.execute(f"DELETE FROM {table} WHERE page = ?", (number,))
    db.execute(
        "UPDATE page SET url = ?, seen = ?, encoding = ?, size = ?, type = ?, site = ?, title = ?, tag = ?,"
        " version = ?, text = ?, address = ?, modified = ? WHERE id = ?",
        (
            page.url, page.seen, page.encoding, page.size, layout.type.value, layout.site, layout.title, layout.tag,
            reading.version, packed(page.text), same_address(page.url), modified(page), number,
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
