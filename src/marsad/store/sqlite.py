"""An archive in one file, by SQLite: one program writes at a time, readers never wait for it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from marsad.errors import ForeignDatabaseError, ReadOnlyError, StoreError
from marsad.store.schema import names, on_conflict

APPLICATION_ID = 0x4D415253  # "MARS"
BUSY_MS = 20_000


class SqliteDatabase(sqlite3.Connection):
    """SQLite as a ``database.Database``: most of it is there already."""

    refusals: tuple[type[Exception], ...] = (sqlite3.IntegrityError, UnicodeEncodeError)
    path: Path

    def lost(self, error: Exception) -> bool:
        """A file cannot be lost."""
        return False

    def insert(self, table: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
        """Puts many new rows into a table."""
        if rows:
            self.executemany(f"INSERT INTO {table} ({columns}) VALUES ({','.join('?' * len(rows[0]))})", rows)

    def upsert(self, table: str, keys: str, counts: str, rows: Sequence[Sequence[Any]], *, adds: bool = True) -> None:
        """Puts rows into a table, or adds their counts to those of the same keys."""
        if rows:
            values = f"VALUES ({','.join('?' * len(rows[0]))})"
            self.executemany(
                f"INSERT INTO {table} ({keys}, {counts}) {values} {on_conflict(table, keys, counts, adds)}", rows
            )

    def increase(self, table: str, counts: str, rows: Sequence[Sequence[Any]]) -> None:
        """Adds to counts of rows that are there."""
        changed = ", ".join(f"{column} = {column} + ?" for column in names(counts))
        self.executemany(f"UPDATE {table} SET {changed} WHERE id = ?", rows)

    def begin(self) -> None:
        """Opens a transaction that writes; waits up to ``BUSY_MS`` for another one to end."""
        self.execute("BEGIN IMMEDIATE")

    def begin_reading(self) -> None:
        """Opens a transaction that reads as of one moment."""
        self.execute("BEGIN")

    def commit(self) -> None:
        """Keeps what the transaction did."""
        self.execute("COMMIT")

    def rollback(self) -> None:
        """Undoes what the transaction did."""
        self.execute("ROLLBACK")

    def finish(self) -> None:
        """Closes after writing; readers that stay open must not let the log beside the file grow."""
        with suppress(sqlite3.Error):
            self.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.close()

    def is_new(self) -> bool:
        """Whether nothing is in the file yet, of nobody."""
        tables = self.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        return tables == 0 and not self.execute("PRAGMA application_id").fetchone()[0]

    def version(self) -> int:
        """The version of the archive. Raises ForeignDatabaseError for the database of another program."""
        if self.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise ForeignDatabaseError(f"{self.path} is a database of another program; choose another file with --db")
        return int(self.execute("PRAGMA user_version").fetchone()[0])

    def set_version(self, number: int) -> None:
        """Writes whose the file is, and its version."""
        self.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self.execute(f"PRAGMA user_version = {number}")

    def make(self, statement: str) -> None:
        """Runs a statement of the schema."""
        self.execute(statement)

    def only_read(self) -> None:
        """Takes the right to write from this connection."""
        self.execute("PRAGMA query_only = 1")

    def state(self) -> str:
        """Another text after each transaction in which another connection wrote."""
        return str(self.execute("PRAGMA data_version").fetchone()[0])

    def keep_log(self) -> None:
        """Lets readers read while this program writes, which needs more of the file in memory than they do."""
        self.execute("PRAGMA journal_mode = WAL")
        self.execute("PRAGMA synchronous = NORMAL")
        self.execute("PRAGMA cache_size = -131072")
        self.execute("PRAGMA wal_autocheckpoint = 16384")


def writing(path: Path) -> SqliteDatabase:
    """A connection that may write; makes the folder and the file. Raises ReadOnlyError and SQLite's errors."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise ReadOnlyError(
            f"cannot make the folder {path.parent}: {cause.strerror}; choose another with --db"
        ) from cause
    return _connect(path, "mode=rwc")


def reading(path: Path) -> SqliteDatabase:
    """A connection to a file that is there. Raises StoreError where none is, and SQLite's errors."""
    if not path.exists():
        raise StoreError(f"there is no archive at {path} yet; add pages first: marsad --db {path} add FOLDER")
    return _connect(path, _reading_mode(path))


def _reading_mode(path: Path) -> str:
    """How SQLite is to open the file: a reader too writes beside it, except where nothing can be written at all."""
    effective = os.access in os.supports_effective_ids
    if all(os.access(place, os.W_OK, effective_ids=effective) for place in (path, path.parent)):
        return "mode=rw"
    log = path.with_name(f"{path.name}-wal")
    return "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"


def _connect(path: Path, mode: str) -> SqliteDatabase:
    uri = f"{path.absolute().as_uri()}?{mode}"
    db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, factory=SqliteDatabase)
    assert isinstance(db, SqliteDatabase)
    db.path = path
    db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    db.execute("PRAGMA foreign_keys = 1")
    db.execute("PRAGMA cache_size = -16384")
    return db


def explained(path: Path, said: str) -> StoreError:
    """What SQLite said, in words that say what to do."""
    if "malformed" in said:
        return StoreError(f"{path} is damaged ({said}); add its pages to a new file with --db")
    if "not a database" in said:
        return ForeignDatabaseError(f"{path} is not an archive of Marsad ({said}); choose another file with --db")
    if "readonly" in said or "read-only" in said or "attempt to write" in said:
        return ReadOnlyError(
            f"{path} cannot be written (read-only); choose another file with --db or change its rights"
        )
    if "unable to open" in said:
        return ReadOnlyError(f"{path} cannot be opened for writing; is it a folder, or are rights missing? See --db")
    if "full" in said or "disk I/O" in said:
        more = "" if "full" in said else f" or fails ({said})"
        return StoreError(
            f"the disk of {path} is full{more}; what was added before is kept: make room and run the command again"
        )
    if "locked" in said or "busy" in said:
        return StoreError(f"another program is writing to {path}; wait for it and run the command again")
    return StoreError(f"{path}: {said}")
