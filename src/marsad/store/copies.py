"""Stories with the same text as an earlier one: the earliest day is the first telling, the others are copies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from marsad.model import Story
from marsad.store.database import Database, rows_of
from marsad.store.tallies import Tallies
from marsad.text.words import folded_words, hashed

if TYPE_CHECKING:
    from marsad.store.rows import Pending

#: A text of fewer words may stand under any headline: it is nobody's copy.
LEAST_WORDS = 5


def body_hash(story: Story) -> str:
    """What identical texts share; a text too short to say anything is like no other."""
    found = [word for p in story.paragraphs for word in folded_words(p.text)]
    return hashed(" ".join(found) if len(found) >= LEAST_WORDS else f"story {story.id}")


def settle(db: Database, hashes: Iterable[str]) -> None:
    """Says anew which stories of some texts are copies, for stories that came, went or changed their day.

    The first telling is what it would be if the pages had been added one after another; inside a transaction.
    """
    tallies = Tallies()
    for key in sorted(set(hashes)):
        query = "SELECT id, day, source, is_copy, page, place FROM story WHERE body_hash = ?"
        rows = db.execute(query, (key,)).fetchall()
        rows.sort(key=lambda row: (not row[1], row[1], row[4], -row[5]))
        for turn, (story, day, source, copy, *_) in enumerate(rows):
            if copy != (wanted := int(turn > 0)):
                tallies.copied(day, source, _mark(db, story, wanted), wanted - copy)
    tallies.put(db)


def _mark(db: Database, story: int, copy: int) -> list[int]:
    """Lets a story of the archive be a copy or none; returns the entities that it names."""
    db.execute("UPDATE story SET is_copy = ? WHERE id = ?", (copy, story))
    db.execute("UPDATE story_entity SET is_copy = ? WHERE story = ?", (copy, story))
    return [row[0] for row in db.execute("SELECT entity FROM story_entity WHERE story = ?", (story,)).fetchall()]


class Copies:
    """The first tellings of some texts, in the archive or in the batch itself."""

    def __init__(self, db: Database, hashes: Iterable[str]) -> None:
        self._db = db
        self._there: dict[str, tuple[int, str, int | None]] = {}
        self._new: dict[str, Pending] = {}
        query = "SELECT body_hash, id, day, source FROM story WHERE is_copy = 0 AND body_hash"
        self._there.update((row[0], (row[1], row[2], row[3])) for row in rows_of(db, query, hashes))

    def place(self, one: Pending, tallies: Tallies) -> None:
        """Says whether a new story is a copy; an earlier one that turns out to be later becomes the copy instead."""
        key, before = one.body_hash, self._new.get(one.body_hash)
        there = self._there.get(key)
        day = before.day.day if before else there[1] if there else None
        if day is None:
            self._new[key] = one
        elif not one.day.day or (day and day <= one.day.day):
            one.is_copy = 1
        else:
            if before:
                before.is_copy = 1
            elif there:
                self._demote(*there, tallies)
            self._new[key] = one

    def _demote(self, story: int, day: str, source: int | None, tallies: Tallies) -> None:
        """Lets a story of the archive be the copy from now on."""
        tallies.copied(day, source, _mark(self._db, story, 1))
