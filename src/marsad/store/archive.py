"""Opening an archive, in a file or on a server: made where there is none, checked, brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from marsad.errors import StoreError
from marsad.store import postgresql, sqlite
from marsad.store.changes import name_archive
from marsad.store.database import Database, Place, snapshot, transaction
from marsad.store.migrating import OLDEST, migrate
from marsad.store.schema import statements

__all__ = ["VERSION", "create_or_open", "open_existing", "shown", "snapshot", "transaction", "translated"]

VERSION = 16


def create_or_open(place: Place) -> Database:
    """A connection that may write; makes the archive. Raises StoreError and its kinds."""
    with translated(place):
        db: Database = postgresql.PostgresqlDatabase(place) if isinstance(place, str) else sqlite.writing(place)
        try:
            if db.is_new():
                _make(db)
            if _check(db, place) < VERSION:
                migrate(db, VERSION)
            if isinstance(db, sqlite.SqliteDatabase):
                db.keep_log()
        except BaseException:
            db.close()
            raise
    return db


def open_existing(place: Place) -> Database:
    """A connection that only reads an archive that is there. Raises StoreError and its kinds."""
    with translated(place):
        db: Database = postgresql.PostgresqlDatabase(place) if isinstance(place, str) else sqlite.reading(place)
        try:
            if isinstance(place, str) and db.is_new():
                raise StoreError(f"there is no archive at {shown(place)} yet; add pages first: marsad add FOLDER")
            if _check(db, place) < VERSION:
                migrate(db, VERSION)
            db.only_read()
        except BaseException:
            db.close()
            raise
    return db


def shown(place: Place) -> str:
    """Where the archive is, as messages may show it."""
    return postgresql.shown(place) if isinstance(place, str) else str(place)


def _make(db: Database) -> None:
    """Makes the tables in one transaction; of two programs that start together one waits and finds them made."""
    with transaction(db):
        if db.is_new():
            for statement in statements("schema.sql"):
                db.make(statement)
            name_archive(db)
            db.set_version(VERSION)


def _check(db: Database, place: Place) -> int:
    version = db.version()
    if version > VERSION:
        raise StoreError(
            f"{shown(place)} was made by a newer Marsad (archive {version}, this one reads {VERSION}); update Marsad"
        )
    if version < OLDEST:
        raise StoreError(
            f"{shown(place)} was made by an older Marsad (archive {version}, this one reads {OLDEST} to {VERSION});"
            " add its pages to a new file with --db"
        )
    return version


@contextmanager
def translated(place: Place) -> Iterator[None]:
    """Turns the database's errors into ours, in words that say what to do."""
    try:
        yield
    except sqlite3.Error as cause:
        if isinstance(place, str):
            raise
        raise sqlite.explained(place, str(cause)) from cause
    except Exception as cause:
        if isinstance(place, str) and postgresql.is_error(cause):
            raise postgresql.explained(place, cause) from cause
        raise
