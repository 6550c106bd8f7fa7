"""What is known of addresses from run to run: found, fetched, kept, added. One SQLite file beside the raw pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path

from marsad.errors import StoreError

FILE = "follow.db"
VERSION = 1
#: A page that fails so often is not asked for again; and a guess that found nothing rests for so many days.
MOST_TRIES = 3
REST_DAYS = 7
_SCHEMA = """
CREATE TABLE target (key TEXT PRIMARY KEY, given TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
    url TEXT NOT NULL, target TEXT NOT NULL, good INTEGER NOT NULL, feed INTEGER NOT NULL,
    etag TEXT, modified TEXT, checked TEXT NOT NULL, PRIMARY KEY (url, target)
) WITHOUT ROWID;
CREATE TABLE page (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, target TEXT NOT NULL, published TEXT, found TEXT NOT NULL,
    state TEXT NOT NULL, reason TEXT, tries INTEGER NOT NULL DEFAULT 0, file TEXT, start INTEGER, length INTEGER
);
CREATE INDEX page_state ON page (state, target, published);
"""


@dataclass(frozen=True, slots=True)
class Found:
    """An address of a page that a feed or sitemap lists, with the ISO date that it tells for it."""

    url: str
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page to be fetched, or (with ``file``) one that was fetched and is not in the archive yet."""

    id: int
    url: str
    target: str
    published: str | None
    file: str | None = None
    start: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or sitemap of a target, with what its server said of its state when it was last fetched."""

    url: str
    feed: bool
    good: bool
    etag: str | None
    modified: str | None
    checked: str


class Frontier:
    """The state of a store. One process at a time holds it; what is written survives the killing of that process."""

    def __init__(self, folder: Path) -> None:
        """Opens or makes the state in ``folder``. Raises StoreError where that cannot be, or another process has it."""
        path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, timeout=1)
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("BEGIN IMMEDIATE")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if not version:
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {VERSION}")
            self._db.execute("COMMIT")
        except (OSError, sqlite3.Error) as cause:
            raise StoreError(_why(path, cause)) from cause
        if version > VERSION:
            raise StoreError(f"{path} was made by a newer Marsad; update Marsad, or give another folder with --store")

    def close(self) -> None:
        """Lets another process have the state."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing."""
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def remember(self, key: str, given: str) -> None:
        """Notes a target, so that a run without arguments follows it too."""
        self._db.execute("INSERT OR REPLACE INTO target VALUES (?, ?)", (key, given))

    def targets(self) -> list[str]:
        """What earlier runs were given."""
        return [given for (given,) in self._db.execute("SELECT given FROM target ORDER BY key")]

    def sources(self, target: str) -> list[Source]:
        """The feeds and sitemaps of a target that were asked before; bad ones only while they rest."""
        rested = (datetime.now(UTC) - timedelta(days=REST_DAYS)).isoformat()
        rows = self._db.execute(
            "SELECT url, feed, good, etag, modified, checked FROM source"
            " WHERE target = ? AND (good OR checked > ?) ORDER BY url",
            (target, rested),
        )
        return [Source(url, bool(feed), bool(good), *rest) for url, feed, good, *rest in rows]

    def checked(self, target: str, url: str, *, good: bool, feed: bool, etag: str | None, modified: str | None) -> None:
        """Notes that a feed or sitemap was fetched, and whether it was one."""
        self._db.execute(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, ?)",
            (url, target, good, feed, etag, modified, _now()),
        )

    def found(self, target: str, pages: Iterable[Found]) -> int:
        """Notes pages to be fetched; those that are known stay as they are. Returns how many are new."""
        now, before = _now(), self._db.total_changes
        self._db.executemany(
            "INSERT OR IGNORE INTO page (url, target, published, found, state) VALUES (?, ?, ?, ?, 'waiting')",
            [(p.url, target, p.published, now) for p in pages],
        )
        return self._db.total_changes - before

    def next_pages(self, targets: Sequence[str], most: int) -> list[Waiting]:
        """The pages to fetch now: of each target in turn the newest."""
        rows = [self._waiting(target, most) for target in targets]
        return [page for turn in zip_longest(*rows) for page in turn if page][:most]

    def _waiting(self, target: str, most: int) -> list[Waiting]:
        rows = self._db.execute(
            "SELECT id, url, target, published FROM page WHERE state = 'waiting' AND target = ?"
            " ORDER BY published DESC NULLS LAST, id LIMIT ?",
            (target, most),
        )
        return [Waiting(*row) for row in rows]

    def waiting(self, target: str) -> int:
        """How many pages of a target are still to be fetched."""
        row = self._db.execute("SELECT count(*) FROM page WHERE state = 'waiting' AND target = ?", (target,)).fetchone()
        return int(row[0])

    def kept(self, page: int, file: str, start: int, length: int) -> None:
        """Notes where the raw answer of a page stands."""
        self._db.execute(
            "UPDATE page SET state = 'kept', reason = NULL, file = ?, start = ?, length = ? WHERE id = ?",
            (file, start, length, page),
        )

    def adopted(self, url: str, file: str, start: int, length: int) -> None:
        """Notes where the raw answer of a page stands that was kept just before its run was killed."""
        self._db.execute(
            "INSERT INTO page (url, target, found, state, file, start, length) VALUES (?1, '', ?2, 'kept', ?3, ?4, ?5)"
            " ON CONFLICT (url) DO UPDATE SET state = 'kept', reason = NULL, file = ?3, start = ?4, length = ?5",
            (url, _now(), file, start, length),
        )

    def page(self, url: str, target: str) -> Waiting:
        """The page with this address, noted now where it is new."""
        self.found(target, [Found(url)])
        row = self._db.execute("SELECT id, url, target, published FROM page WHERE url = ?", (url,)).fetchone()
        return Waiting(*row)

    def not_added(self) -> list[Waiting]:
        """The pages that were fetched and kept, but whose adding to the archive is not sure."""
        rows = self._db.execute(
            "SELECT id, url, target, published, file, start, length FROM page WHERE state = 'kept' ORDER BY id"
        )
        return [Waiting(*row) for row in rows]

    def added(self, page: int, reason: str | None = None) -> None:
        """Notes that the archive has the page, or has it among its rejected ones for ``reason``."""
        self._db.execute("UPDATE page SET state = 'added', reason = ? WHERE id = ?", (reason, page))

    def same_as(self, url: str, target: str) -> None:
        """Notes that ``url`` leads to a page that was fetched under another address."""
        self._db.execute(
            "INSERT INTO page (url, target, found, state, reason) VALUES (?, ?, ?, 'added', 'redirected')"
            " ON CONFLICT (url) DO UPDATE SET state = 'added', reason = 'redirected' WHERE state = 'waiting'",
            (url, target, _now()),
        )

    def refused(self, page: int, reason: str) -> None:
        """Notes that the page may not be fetched; it is not asked for again."""
        self._db.execute("UPDATE page SET state = 'refused', reason = ? WHERE id = ?", (reason, page))

    def failed(self, page: int, reason: str, *, final: bool) -> None:
        """Notes that the page was not got; it waits for the next run, unless it failed too often or ``final``."""
        self._db.execute(
            "UPDATE page SET tries = tries + 1, reason = ?,"
            " state = CASE WHEN ? OR tries + 1 >= ? THEN 'failed' ELSE 'waiting' END WHERE id = ?",
            (reason, final, MOST_TRIES, page),
        )

    def end_of(self, file: str) -> int:
        """Up to which byte the records of a raw file are accounted for."""
        row = self._db.execute("SELECT max(start + length) FROM page WHERE file = ?", (file,)).fetchone()
        return int(row[0] or 0)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _why(path: Path, cause: Exception) -> str:
    if "locked" in str(cause):
        return f"another marsad follow is at work in {path.parent}; wait for it, or give another folder with --store"
    return f"cannot keep the state of following in {path}: {cause}; give another folder with --store"
