"""An archive copied whole, as of one moment, while others read and add: into a file, or onto a server.

A copy is there whole or not at all: a file gets its name when it is complete, a server keeps one transaction.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from marsad.errors import StoreError
from marsad.keeping.streams import parts
from marsad.store import archive, postgresql, sqlite
from marsad.store.database import Database, Place, snapshot, transaction
from marsad.store.schema import described, statements

_ENDING = "copying"
#: So many pages of a file are backed up at a time.
_PAGES = 4096

Step = Callable[[str, int], None]


def backup(db: Database, path: Path, step: Step = lambda table, rows: None) -> dict[str, int]:
    """Writes the archive into the new file ``path``, an archive by itself; returns the rows of each table.

    Of a file page by page (SQLite's online back-up), of a server's row by row. Raises StoreError where there is
    something at ``path``.
    """
    if not isinstance(db, sqlite.SqliteDatabase):
        return copy(db, path, step)
    with archive.translated(path), _new_file(path) as partial, snapshot(db):
        counts, told = _counts(db), 0
        target = sqlite.writing(partial)

        def progress(status: int, left: int, whole: int) -> None:
            nonlocal told
            step("pages of the file", whole - left - told)
            told = whole - left

        try:
            db.backup(target, pages=_PAGES, progress=progress)
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
    return counts


def copy(db: Database, to: Place, step: Step = lambda table, rows: None) -> dict[str, int]:
    """Copies every row of every table into a new or empty archive at ``to``; returns the rows of each table.

    ``step`` is told how many more rows of a table are there. Raises StoreError where ``to`` holds something.
    """
    if isinstance(to, str):
        with archive.translated(to):
            target = postgresql.PostgresqlDatabase(to)
            try:
                with snapshot(db), transaction(target):
                    return _fill(db, target, to, step)
            finally:
                target.close()
    with archive.translated(to), _new_file(to) as partial:
        made = sqlite.writing(partial)
        try:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = 0"):
                made.execute(f"PRAGMA {pragma}")
            with snapshot(db), transaction(made):
                return _fill(db, made, to, step)
        finally:
            made.close()


def _fill(db: Database, target: Database, to: Place, step: Step) -> dict[str, int]:
    """Makes the tables, or takes those of an empty archive, and copies the rows; indices last, which is faster."""
    new = target.is_new()
    made = statements("schema.sql") if new else []
    if not new and target.version() != archive.VERSION:
        raise StoreError(f"{archive.shown(to)} is an archive of another version; choose another place")
    if not new and not _is_empty(target):
        raise StoreError(f"{archive.shown(to)} is no empty archive; choose another place, nothing was written")
    for statement in made:
        if not _is_index(statement):
            target.make(statement)
    target.execute("DELETE FROM counter")
    counts = {table.name: _copy_table(db, target, table.name, step) for table in described()}
    for statement in filter(_is_index, made):
        target.make(statement)
    if new:
        target.set_version(archive.VERSION)
    if _counts(target) != counts:
        raise StoreError(f"the copy at {archive.shown(to)} is not whole; nothing was kept, please report it")
    return counts


def _copy_table(db: Database, target: Database, name: str, step: Step) -> int:
    count = 0
    columns = next(t.columns for t in described() if t.name == name)
    for rows in parts(db, name):
        target.insert(name, ", ".join(columns), rows)
        count += len(rows)
        step(name, len(rows))
    return count


def _counts(db: Database) -> dict[str, int]:
    return {t.name: int(db.execute(f"SELECT count(*) FROM {t.name}").fetchone()[0]) for t in described()}


def _is_index(statement: str) -> bool:
    return re.match(r"\s*CREATE INDEX", statement) is not None


@contextmanager
def _new_file(path: Path) -> Iterator[Path]:
    """A file to be filled, which becomes ``path`` when all went well. Raises StoreError where that holds something."""
    if path.exists() and not _holds_nothing(path):
        raise StoreError(f"{path} is there already and no empty archive; choose another place, nothing was written")
    for left in path.parent.glob(f".{path.name}.*.{_ENDING}"):
        if not _runs(int(left.name.split(".")[-2])):
            left.unlink()  # of a run that was killed
    partial = path.with_name(f".{path.name}.{os.getpid()}.{_ENDING}")
    try:
        yield partial
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
        partial.replace(path)
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()


def _is_empty(db: Database) -> bool:
    """Whether there is no row in an archive; counters are in a new one too."""
    return not any(count for table, count in _counts(db).items() if table != "counter")


def _holds_nothing(path: Path) -> bool:
    """Whether there is an archive without a row at ``path``. Raises the errors of opening it."""
    if not path.stat().st_size:
        return True
    db = archive.open_existing(path)
    try:
        return _is_empty(db)
    finally:
        db.close()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
