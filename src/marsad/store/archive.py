"""The archive file: opening and checking it, and the one transaction that adds a page."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from marsad.errors import ForeignDatabaseError, ReadOnlyError, StoreError
from marsad.store.migrating import OLDEST, migrate, statements

APPLICATION_ID = 0x4D415253  # "MARS"
VERSION = 7
BUSY_MS = 20_000


def create_or_open(path: Path) -> sqlite3.Connection:
    """A connection that may write; makes the file and its folder. Raises StoreError and its kinds."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise ReadOnlyError(
            f"cannot make the folder {path.parent}: {cause.strerror}; choose another with --db"
        ) from cause
    with translated(path):
        db = _connect(f"{path.absolute().as_uri()}?mode=rwc")
        try:
            _prepare(db, path)
        except BaseException:
            db.close()
            raise
    return db


def open_existing(path: Path) -> sqlite3.Connection:
    """A connection that only reads an archive that is there. Raises StoreError and its kinds."""
    if not path.exists():
        raise StoreError(f"there is no archive at {path} yet; add pages first: marsad --db {path} add FOLDER")
    with translated(path):
        db = _connect(f"{path.absolute().as_uri()}?{_reading_mode(path)}")
        try:
            _check(db, path)
        except BaseException:
            db.close()
            raise
        db.execute("PRAGMA query_only = 1")
    return db


def _reading_mode(path: Path) -> str:
    """How SQLite is to open the file: a reader too writes beside it, except where nothing can be written at all."""
    effective = os.access in os.supports_effective_ids
    if all(os.access(place, os.W_OK, effective_ids=effective) for place in (path, path.parent)):
        return "mode=rw"
    log = path.with_name(f"{path.name}-wal")
    return "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"


def _connect(uri: str) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    db.execute("PRAGMA foreign_keys = 1")
    db.execute("PRAGMA cache_size = -16384")
    return db


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0 and not _identity(db)[0]:
        _make(db)
    _check(db, path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")


def _make(db: sqlite3.Connection) -> None:
    """Makes the tables in one transaction; of two programs that start together one waits and finds them made."""
    db.execute("BEGIN IMMEDIATE")
    if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
        for statement in statements("schema.sql"):
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("COMMIT")


def _identity(db: sqlite3.Connection) -> tuple[int, int]:
    return (
        db.execute("PRAGMA application_id").fetchone()[0],
        db.execute("PRAGMA user_version").fetchone()[0],
    )


def _check(db: sqlite3.Connection, path: Path) -> None:
    application, version = _identity(db)
    if application != APPLICATION_ID:
        raise ForeignDatabaseError(f"{path} is a database of another program; choose another file with --db")
    if version > VERSION:
        raise StoreError(
            f"{path} was made by a newer Marsad (archive {version}, this one reads {VERSION}); update Marsad"
        )
    if version < OLDEST:
        raise StoreError(
            f"{path} was made by an older Marsad (archive {version}, this one reads {OLDEST} to {VERSION});"
            " add its pages to a new file with --db"
        )
    if version < VERSION:
        migrate(db, VERSION)


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction: all of it or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


@contextmanager
def snapshot(db: sqlite3.Connection) -> Iterator[None]:
    """Everything read inside is of one moment, whatever another program adds meanwhile."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("COMMIT")


def close(db: sqlite3.Connection) -> None:
    """Closes a connection that has written; readers that stay open must not let the log beside the file grow."""
    with suppress(sqlite3.Error):
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into ours, in words that say what to do."""
    try:
        yield
    except sqlite3.Error as cause:
        raise _explained(path, str(cause)) from cause


def _explained(path: Path, said: str) -> StoreError:
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
    if "full" in said:
        return StoreError(
            f"the disk of {path} is full; what was added before is kept: make room and run the command again"
        )
    if "locked" in said or "busy" in said:
        return StoreError(f"another program is writing to {path}; wait for it and run the command again")
    return StoreError(f"{path}: {said}")
