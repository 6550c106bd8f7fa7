"""What is kept of happenings, against the stories: what they are about, which are alike, and which tell of one thing.

Each looks at nothing while stories wait to be looked at: what is there of those is not what it will be.
"""

from __future__ import annotations

from collections.abc import Iterator

from marsad.happenings.sketches import keys_of
from marsad.keeping.gathered import Gathered
from marsad.keeping.streams import parts
from marsad.keeping.wrongs import Wrong
from marsad.store.database import Database
from marsad.store.happenings import Tied, alike, sketches_of


def waiting(db: Database) -> int:
    """How many stories wait to be looked at; the next run that adds or resolves does."""
    return int(db.execute("SELECT count(*) FROM waiting").fetchone()[0])


def sketches(db: Database) -> Iterator[Wrong]:
    """Stories that are said to be about something else than they are."""
    gathered = Gathered("sketch", "stories are said to be about other things")
    try:
        for rows in parts(db, "story", ("id",)):
            for story, row in sketches_of(db, [row[0] for row in rows]).items():
                gathered.put(story, *row)
        yield from gathered.wrong(db)
    finally:
        gathered.close()


def keys(db: Database) -> Iterator[Wrong]:
    """Terms by which stories are found that are not the weightiest of theirs."""
    gathered = Gathered("sketch_key", "stories are found by other terms than theirs")
    try:
        for rows in parts(db, "sketch"):
            for story, day, terms in rows:
                for term in keys_of(terms):
                    gathered.put(day, term, story)
        yield from gathered.wrong(db)
    finally:
        gathered.close()


def likenesses(db: Database) -> Iterator[Wrong]:
    """Stories that are more or less alike than is said."""
    gathered = Gathered("likeness", "stories are more or less alike than that")
    try:
        for rows in parts(db, "sketch"):
            for one, other, score in alike(db, {story: (day, terms) for story, day, terms in rows}):
                gathered.put(one, other, score)
                gathered.put(other, one, score)
        yield from gathered.wrong(db)
    finally:
        gathered.close()


def happenings(db: Database) -> Iterator[Wrong]:
    """Stories that are in another happening than their likenesses give."""
    gathered = Gathered("happening", "stories tell of other happenings")
    try:
        for rows in parts(db, "sketch", ("story", "day")):
            tied = Tied.load(db, [story for story, _ in rows])
            for story, first in tied.happenings().items():
                gathered.put(story, first, tied.open[story].day)
        yield from gathered.wrong(db)
    finally:
        gathered.close()


STEPS = (sketches, keys, likenesses, happenings)
