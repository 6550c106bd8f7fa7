"""The index brought up to the archive: change by change, in batches, from wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from marsad.errors import StoreError
from marsad.search import documents
from marsad.search.documents import Reader
from marsad.search.index import Index, State, Writer, writing

#: So many changes are read together, and so many are put into the index before they are made lasting.
BATCH, LASTING = 500, 20_000
#: How long to wait for another process that writes the index, in seconds.
WAIT = 10.0

Told = Callable[[int], None]


def catch_up(db: Reader, path: Path, archive: str, *, wait: float = WAIT, told: Told = lambda done: None) -> int | None:
    """Takes in every change of the archive since the last one that the index has; returns how many.

    ``archive`` is the archive's own id: the index of another one is made anew. ``told`` hears how many are lasting.
    None when another process writes the index and does not end within ``wait`` seconds. A killed run is only given
    again: what was made lasting stays. Raises StoreError when the index cannot be written.
    """
    last = int(db.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0])
    if _stands_at(path) == State(archive, last):
        return 0
    with writing(path, archive, last, wait) as writer:
        return None if writer is None else _follow(db, writer, archive, told)


def _stands_at(path: Path) -> State | None:
    """Up to where the index is; None where there is none that can be read."""
    try:
        return Index.open(path).state()
    except StoreError:
        return None


def _follow(db: Reader, writer: Writer, archive: str, told: Told) -> int:
    done = since = 0
    for changes in _batches(db, writer.state.last):
        _take_in(db, writer, changes)
        done, since = done + len(changes), since + len(changes)
        last = changes[-1][2]
        if since >= LASTING:
            writer.commit(State(archive, last))
            told(done)
            since = 0
    if since or writer.state.archive != archive:
        writer.commit(replace(writer.state, archive=archive, last=last if done else writer.state.last))
    told(done)
    return done


def _batches(db: Reader, last: int) -> Iterator[list[tuple[str, int, int]]]:
    """The changes after ``last``, in their order."""
    query = "SELECT kind, id, seq FROM change WHERE seq > ? ORDER BY seq LIMIT ?"
    while changes := db.execute(query, (last, BATCH)).fetchall():
        yield changes
        last = changes[-1][2]


def _take_in(db: Reader, writer: Writer, changes: list[tuple[str, int, int]]) -> None:
    """Puts what changed as it is now; what is gone is taken out."""
    for kind, letter, read in (("story", "s", documents.stories), ("entity", "e", documents.entities)):
        numbers = [number for which, number, _ in changes if which == kind]
        found = read(db, numbers)
        for number in numbers:
            writer.put(f"{letter}{number}", found.get(number, ()))
