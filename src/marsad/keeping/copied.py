"""What is kept of copies, against the texts of the stories: fingerprints, overlaps and groups, in the order in which
they build on one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple

from marsad.keeping.counted import Rows
from marsad.keeping.gathered import Gathered
from marsad.keeping.streams import parts
from marsad.keeping.wrongs import Wrong
from marsad.store.copies import COMMON, holders, overlaps_of
from marsad.store.copy_groups import Tied
from marsad.store.database import Database
from marsad.store.texts import Texts

#: Fingerprints that too many texts have to tell anything.
COMMON_ROWS = Rows(
    "common_fingerprint", "hash, texts", "hash",
    f"SELECT hash, count(*) AS texts FROM fingerprint GROUP BY hash HAVING count(*) > {COMMON}",
)  # fmt: skip

Step = Callable[[str, int], None]


def fingerprints(db: Database) -> Iterator[Wrong]:
    """Fingerprints that are not those of the texts, and texts of another size than they are said to have."""
    gathered, seen = Gathered("fingerprint", "fingerprints are not those of the texts"), Texts()
    try:
        for texts in _holders(db):
            for key, text in seen.of_archive(db, texts).items():
                for one in text.posted:
                    gathered.put(one, texts[key])
                yield from _sizes(db, key, text.size)
        yield from gathered.wrong(db)
    finally:
        gathered.close()


def overlaps(db: Database) -> Iterator[Wrong]:
    """Pairs of texts that share more or less than is said, by the fingerprints that are there."""
    gathered, seen = Gathered("overlap", "pairs of texts share more or less than that"), Texts()
    try:
        for texts in _holders(db):
            for (one, other), found in overlaps_of(db, texts, seen).items():
                gathered.put(one, other, *astuple(found))
        yield from gathered.wrong(db)
    finally:
        gathered.close()


def groups(db: Database) -> Iterator[Wrong]:
    """Stories that are in another group than their overlaps give."""
    gathered, done = Gathered("copy_of", "groups of copies are others"), set[int]()
    try:
        for rows in parts(db, "story", ("id", "body_hash", "shingles")):
            texts = {text for number, text, size in rows if size is not None and number not in done}
            tied = Tied.load(db, texts)
            for story, row in tied.rows().items():
                gathered.put(story, *row)
            done = {number for number in done | tied.tellings.keys() if number > rows[-1][0]}
        yield from gathered.wrong(db)
    finally:
        gathered.close()


def _holders(db: Database) -> Iterator[dict[str, int]]:
    """The story that stands for each text, some texts at a time; those that wait for a fingerprint left out."""
    for rows in parts(db, "story", ("id", "body_hash", "shingles")):
        found: dict[str, int] = {}
        for number, text, size in rows:
            if size is not None:
                found.setdefault(text, number)
        lowest = holders(db, found)
        yield {text: number for text, number in found.items() if lowest[text] == number}


def _sizes(db: Database, text: str, size: int) -> Iterator[Wrong]:
    query = "SELECT id FROM story WHERE body_hash = ? AND shingles IS NOT NULL AND shingles <> ?"
    for (number,) in db.execute(query, (text, size)).fetchall():
        fix = ("UPDATE story SET shingles = ? WHERE id = ?", (size, number))
        yield Wrong("story", "texts have another size", f"story {number}", (fix,))
