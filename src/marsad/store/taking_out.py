"""Stories taken out of the archive whole, for another reading or another text of theirs; addresses and notes stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.model import Story
from marsad.store.changes import STORY, note_changes
from marsad.store.compression import unpacked
from marsad.store.database import Database, marks
from marsad.store.judgements import OF_STORIES
from marsad.store.layouts import unpacked as unpacked_layout
from marsad.store.rereading import take_out
from marsad.store.rows import tag_rows

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
class Old:
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


def stories_where(db: Database, where: str, values: tuple[object, ...]) -> list[Old]:
    """The stories ``s`` on pages ``p`` of which a condition is true, in the order of their pages."""
    query = (
        "SELECT s.id, s.key, s.page, s.source, s.title_hash, s.day, s.how, s.body_hash, s.is_copy, p.text, p.tag,"
        " d.layout FROM story AS s JOIN page AS p ON p.id = s.page LEFT JOIN story_doc AS d ON d.story = s.id"
        f" WHERE {where} ORDER BY s.place"
    )
    found = []
    for row in db.execute(query, values).fetchall():
        text, layout = unpacked(row[9]), row[11]
        story = unpacked_layout(layout, text) if layout is not None else None
        found.append(Old(*(*row[:9], text, row[10], story)))
    return found


def take_out_whole(db: Database, one: Old) -> None:
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


def lead(db: Database, moved: dict[str, str], keys: Sequence[str]) -> None:
    """Lets old addresses lead to the stories, and their notes go with them."""
    for before, now in moved.items():
        db.execute("UPDATE note SET story = ? WHERE story = ?", (now, before))
        db.execute("UPDATE story_moved SET story = ? WHERE story = ?", (now, before))
        for column in ("entity", "other"):
            query = f"UPDATE judgement SET {column} = ? WHERE {column} = ? AND kind IN ({marks(len(OF_STORIES))})"
            db.execute(query, (now, before, *OF_STORIES))
        db.execute("UPDATE version SET story = ? WHERE story = ?", (now, before))
        db.execute("INSERT INTO story_moved (key, story) VALUES (?, ?)", (before, now))
    db.executemany("DELETE FROM story_moved WHERE key = ?", [(key,) for key in keys])


def bury(db: Database, gone: Sequence[Old]) -> None:
    """Tells of stories that are gone. Their numbers may be given again: names were looked for up to the last one."""
    if not gone:
        return
    note_changes(db, [(STORY, one.id) for one in gone])
    for table in ("story_moved", "version"):
        db.executemany(f"DELETE FROM {table} WHERE story = ?", [(one.key,) for one in gone])
    last = int(db.execute("SELECT coalesce(max(id), 0) FROM story").fetchone()[0])
    if last < max(one.id for one in gone):
        db.execute("UPDATE counter SET value = ? WHERE name = 'resolved' AND value > ?", (last, last))
        db.execute("UPDATE entity SET searched = ? WHERE searched > ?", (last, last))
