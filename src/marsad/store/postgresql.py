"""An archive on a server, by PostgreSQL: the same tables, one writer at a time, any number of readers."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from marsad.errors import ForeignDatabaseError, ReadOnlyError, SettingsError, StoreError
from marsad.store.database import Cursor, Values
from marsad.store.schema import for_postgresql, names, on_conflict, types_of

if TYPE_CHECKING:
    import psycopg

SCHEMES = ("postgresql://", "postgres://")
#: So long a writer waits for another one, and everyone for a server that is away.
WAIT_SECONDS = 20.0
#: The lock that the one writer of a database holds.
_LOCK = 0x4D415253
_MARK = re.compile(r"'(?:[^']|'')*'|\?|:([a-z_]+)|%")


class PostgresqlDatabase:
    """A connection of psycopg as a ``database.Database``. One that is lost between transactions is made anew."""

    def __init__(self, address: str) -> None:
        self._psycopg = _library()
        self._address, self._read_only = address, False
        self._connection = self._connect()
        self.refusals: tuple[type[Exception], ...] = (
            self._psycopg.IntegrityError,
            self._psycopg.DataError,
            UnicodeEncodeError,
        )

    def _connect(self) -> psycopg.Connection[Any]:
        options = {"connect_timeout": int(WAIT_SECONDS), "application_name": "marsad"}
        db: psycopg.Connection[Any] = self._psycopg.connect(self._address, autocommit=True, **options)
        db.execute(f"SET lock_timeout = '{WAIT_SECONDS:g}s'")
        db.execute("SET client_min_messages = warning")
        if self._read_only:
            db.execute("SET default_transaction_read_only = on")
        return db

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open; none is on a lost connection."""
        status = self._psycopg.pq.TransactionStatus
        return self._connection.info.transaction_status in (status.INTRANS, status.INERROR, status.ACTIVE)

    def lost(self, error: Exception) -> bool:
        """Whether ``error`` says that the connection broke."""
        return isinstance(error, self._psycopg.OperationalError) and self._connection.broken

    def execute(self, statement: str, values: Values = (), /) -> Cursor:
        """Runs one statement; between transactions, on a connection that broke, once more on a new one."""
        within, written = self.in_transaction, translated(statement).encode()
        try:
            cursor: Cursor = self._connection.execute(written, values)
        except self._psycopg.OperationalError:
            if within or not self._connection.broken:
                raise
            self._connect_again()
            cursor = self._connection.execute(written, values)
        return cursor

    def executemany(self, statement: str, rows: Iterable[Any], /) -> Cursor:
        """Runs one statement for each of ``rows``, sent without waiting for the answers."""
        cursor = self._connection.cursor()
        cursor.executemany(translated(statement).encode(), list(rows))
        return cursor

    def insert(self, table: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
        """Puts many new rows into a table by COPY."""
        if rows:
            with self._connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)

    def upsert(self, table: str, keys: str, counts: str, rows: Sequence[Sequence[Any]], *, adds: bool = True) -> None:
        """Puts rows into a table, or adds their counts to those of the same keys, in one statement."""
        columns = f"{keys}, {counts}"
        values, given = self._as_table(table, columns, rows)
        self.execute(
            f"INSERT INTO {table} ({columns}) SELECT * FROM {values} {on_conflict(table, keys, counts, adds)}", given
        )

    def increase(self, table: str, counts: str, rows: Sequence[Sequence[Any]]) -> None:
        """Adds to counts of rows that are there, in one statement."""
        values, given = self._as_table(table, f"{counts}, id", rows)
        changed = ", ".join(f"{column} = {table}.{column} + more.{column}" for column in names(counts))
        columns = f"more ({counts}, id)"
        self.execute(f"UPDATE {table} SET {changed} FROM {values} AS {columns} WHERE more.id = {table}.id", given)

    def _as_table(self, table: str, columns: str, rows: Sequence[Sequence[Any]]) -> tuple[str, list[list[Any]]]:
        """Rows as a table in a statement, with the values that it takes: a list for each column."""
        types = types_of(table)
        lists = ", ".join(f"CAST(? AS {types[column]}[])" for column in names(columns))
        given = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in names(columns)]
        return f"unnest({lists})", given

    def begin(self) -> None:
        """Opens a transaction that writes; waits up to ``WAIT_SECONDS`` for another one to end."""
        self._begin("BEGIN")
        try:
            self.execute("SELECT pg_advisory_xact_lock(?)", (_LOCK,))
        except self._psycopg.errors.LockNotAvailable:
            self.rollback()
            raise StoreError(
                "another program is writing to the archive; wait for it and run the command again"
            ) from None

    def begin_reading(self) -> None:
        """Opens a transaction that reads as of one moment."""
        self._begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def _begin(self, statement: str) -> None:
        try:
            self._connection.execute(statement.encode())
        except self._psycopg.OperationalError:
            self._connect_again()
            self._connection.execute(statement.encode())

    def _connect_again(self) -> None:
        """Waits for a server that is away for ``WAIT_SECONDS``, asking ever more rarely."""
        end, pause = time.monotonic() + WAIT_SECONDS, 0.1
        self._connection.close()
        while True:
            try:
                self._connection = self._connect()
                return
            except self._psycopg.OperationalError:
                if time.monotonic() + pause > end:
                    raise
                time.sleep(pause)
                pause *= 2

    def commit(self) -> None:
        """Keeps what the transaction did."""
        self._connection.execute(b"COMMIT")

    def rollback(self) -> None:
        """Undoes what the transaction did."""
        self._connection.execute(b"ROLLBACK")

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def finish(self) -> None:
        """Ends a connection that has written."""
        self.close()

    def is_new(self) -> bool:
        """Whether no table is in the schema that the connection uses."""
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
        return bool(self.execute(query).fetchone()[0] == 0)

    def version(self) -> int:
        """The version of the archive. Raises ForeignDatabaseError for the database of another program."""
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'marsad'"
        if not self.execute(query).fetchone()[0]:
            raise ForeignDatabaseError(
                f"{shown(self._address)} holds tables of another program; give Marsad a database or a schema of its own"
            )
        return int(self.execute("SELECT version FROM marsad").fetchone()[0])

    def set_version(self, number: int) -> None:
        """Writes the version of the archive."""
        self.execute("CREATE TABLE IF NOT EXISTS marsad (version INTEGER NOT NULL)")
        self.execute("DELETE FROM marsad")
        self.execute("INSERT INTO marsad VALUES (?)", (number,))

    def make(self, statement: str) -> None:
        """Runs a statement of the schema."""
        self.execute(for_postgresql(statement))

    def only_read(self) -> None:
        """Takes the right to write from this connection."""
        self._read_only = True
        self.execute("SET default_transaction_read_only = on")

    def state(self) -> str:
        """Another text after each transaction in which another connection wrote, to whatever database of the server."""
        return str(self.execute("SELECT CAST(pg_current_snapshot() AS TEXT)").fetchone()[0])


def _library() -> Any:
    """The library, loaded where it is needed first."""
    try:
        import psycopg
    except ImportError as cause:
        raise SettingsError(
            'archives on PostgreSQL need the library psycopg: pip install "marsad[postgresql]"'
        ) from cause
    return psycopg


def shown(address: str) -> str:
    """The address as messages may show it: without the password."""
    parts = urlsplit(address)
    if parts.password is None:
        return address
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":…@", 1)))


@lru_cache(2048)
def translated(statement: str) -> str:
    """A statement in the way psycopg writes it: ``%s`` for ``?``, ``%(name)s`` for ``:name``."""

    def mark(found: re.Match[str]) -> str:
        written = found[0]
        if written == "?":
            return "%s"
        if found[1]:
            return f"%({found[1]})s"
        return written.replace("%", "%%")

    return _MARK.sub(mark, statement)


def is_error(cause: Exception) -> bool:
    """Whether an error is one of the server's, or of the connection to it."""
    return isinstance(cause, _library().Error)


def explained(address: str, cause: Exception) -> StoreError:
    """What the server said, in words that say what to do."""
    errors, said, where = _library().errors, str(cause).strip().replace("\n", " "), shown(address)
    if isinstance(cause, errors.DiskFull):
        return StoreError(f"the disk of {where} is full; what was added before is kept: make room and go on")
    if isinstance(cause, errors.ReadOnlySqlTransaction | errors.InsufficientPrivilege):
        return ReadOnlyError(f"{where} cannot be written ({said}); give a user that may, or change the rights")
    if isinstance(cause, errors.LockNotAvailable):
        return StoreError(f"another program is writing to {where}; wait for it and run the command again")
    if isinstance(cause, _library().OperationalError):
        return StoreError(
            f"the server of {where} does not answer or refuses ({said}); what was added before is kept:"
            " see that it runs and that name, user and password are right, then run the command again"
        )
    return StoreError(f"{where}: {said}")
