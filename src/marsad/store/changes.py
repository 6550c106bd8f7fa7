"""What changed, in the order of the transactions: by it the search index follows the archive."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator

from marsad.store.database import Database, next_number, set_counter

STORY, ENTITY = "story", "entity"
#: The counter that holds the archive's own number, by which whatever is derived knows whose it is.
_ARCHIVE = "archive"


def note_changes(db: Database, changed: Iterable[tuple[str, int]]) -> None:
    """Writes down which rows (kind and number) changed, or went; inside a transaction that writes."""
    found = list(changed)
    if not found:
        return
    first = next_number(db, "change", len(found))
    rows = [(kind, number, first + at) for at, (kind, number) in enumerate(found)]
    db.upsert("change", "kind, id", "seq", rows, adds=False)


def changes(db: Database, after: int, limit: int) -> Iterator[tuple[int, str, int]]:
    """Number of the change, kind and row of what changed after the change ``after``, the oldest first."""
    query = "SELECT seq, kind, id FROM change WHERE seq > ? ORDER BY seq LIMIT ?"
    yield from db.execute(query, (after, limit))


def name_archive(db: Database) -> None:
    """Gives the archive a number of its own; inside a transaction that writes."""
    set_counter(db, _ARCHIVE, secrets.randbits(62))


def archive_id(db: Database) -> str:
    """The archive's own number, as text."""
    row = db.execute("SELECT value FROM counter WHERE name = ?", (_ARCHIVE,)).fetchone()
    return str(row[0]) if row else "0"


def last_change(db: Database) -> int:
    """The number of the newest change, 0 where there is none."""
    return int(db.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0])
