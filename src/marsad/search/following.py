"""The index brought up to the archive: change by change, in batches, from wherever it stands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from marsad.errors import SearchIndexError
from marsad.search import documents
from marsad.search.index import Index, OpenIndex, State, Writer, writing
from marsad.store.changes import ENTITY, STORY, archive_id, changes, last_change
from marsad.store.database import Database, snapshot

#: So many changes are read together, and so many are put into the index before they are made lasting.
BATCH, LASTING = 500, 20_000
#: How long to wait for another process that writes the index, in seconds.
WAIT = 10.0

Told = Callable[[int, int], None]


def silent(done: int, left: int) -> None:
    """Tells nobody."""


class Following:
    """The index of one archive as one process uses it; threads may share it. Without a ``path`` it is in memory.

    ``others``: another thread brings it up to date, so that whoever asks need not.
    """

    def __init__(self, path: Path | None = None, *, others: bool = False) -> None:
        self.path, self._others = path, others
        self._index = None if path else OpenIndex.in_memory()
        self._lock = threading.Lock()

    def over(self, db: Database) -> Index:
        """The index, with whatever the archive has. Raises SearchIndexError where another thread has yet to make it.

        Where it cannot be written it is as it was; where there is none then, this process makes one in memory. Within
        a transaction, which may see an older archive, an index on disk is taken as it is.
        """
        if not self._others and not (self.path and db.in_transaction):
            self.make_up(db)
        return self.index()

    def make_up(self, db: Database, *, wait: float = WAIT) -> None:
        """``catch_up``, but an index that cannot be written is left as it is, or made in memory if there is none."""
        try:
            self.catch_up(db, wait=wait)
        except SearchIndexError:
            if not self._is_readable():
                self.path, self._index = None, OpenIndex.in_memory()
                self.catch_up(db)

    def rebuild(self, db: Database, *, told: Told = silent) -> bool:
        """Makes the index anew from the archive; otherwise as ``catch_up``."""
        with suppress(SearchIndexError):
            self.index().discard()
        return self.catch_up(db, told=told)

    def _is_readable(self) -> bool:
        try:
            self.index()
        except SearchIndexError:
            return False
        return True

    def index(self) -> Index:
        """The index as it is now. Raises SearchIndexError when there is none that can be read."""
        with self._lock:
            if self._index is None:
                assert self.path is not None
                self._index = OpenIndex.open(self.path)
            else:
                self._refresh(self._index)
            return self._index.now

    def _refresh(self, index: OpenIndex) -> None:
        try:
            index.refresh()
        except SearchIndexError:
            self._index = None
            raise

    def behind(self, db: Database) -> int:
        """How many changes of the archive the index has not taken in; all of them where there is no index."""
        last = last_change(db)
        try:
            state = self.index().state()
        except SearchIndexError:
            return max(1, last)
        known = state.archive in ("", archive_id(db)) and state.last <= last
        return last - state.last if known else max(1, last)

    def catch_up(self, db: Database, *, wait: float = WAIT, told: Told = silent) -> bool:
        """Takes in every change of the archive since the last one that the index has; makes the index where it must.

        ``told`` hears how many changes are lasting and how many are left. False when another process writes the index
        and does not end within ``wait`` seconds: it takes in what is new as well. A killed run is only given again.
        Raises SearchIndexError when the index cannot be written.
        """
        if not self.behind(db):
            return True
        archive = archive_id(db)
        if self.path is None:
            assert self._index is not None
            with self._index.writing() as writer:
                _follow(db, writer, archive, told)
            return True
        with writing(self.path, archive, lambda: last_change(db), wait) as writer:
            if writer:
                _follow(db, writer, archive, told)
            return writer is not None


def _follow(db: Database, writer: Writer, archive: str, told: Told) -> None:
    done = since = 0
    last = writer.state.last
    while True:
        with snapshot(db):
            found = list(changes(db, last, BATCH))
            _take_in(db, writer, found)
        last = found[-1][0] if found else last
        since += len(found)
        if since >= LASTING or not found:
            if since or writer.state.archive != archive:
                writer.commit(State(archive, last))
            done, since = done + since, 0
            told(done, last_change(db) - last)
        if not found:
            return


def _take_in(db: Database, writer: Writer, found: list[tuple[int, str, int]]) -> None:
    """Puts what changed as it is now; what is gone is taken out."""
    for kind, letter, read in ((STORY, "s", documents.stories), (ENTITY, "e", documents.entities)):
        numbers = [number for _, which, number in found if which == kind]
        there = read(db, numbers)
        for number in numbers:
            writer.put(f"{letter}{number}", there.get(number, ()))
