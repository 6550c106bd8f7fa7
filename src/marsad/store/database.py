"""What the archive asks of a database: SQLite in a file, PostgreSQL on a server; the same statements for both.

Statements are written in the SQL that both take: ``?`` and ``:name`` for values, flags as 0 and 1, ``ON CONFLICT``
instead of ``OR IGNORE``, whole ``GROUP BY`` lists, named sub-selects, no functions of one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

#: Where an archive is: a file, or the address of a PostgreSQL database (postgresql://…).
Place = Path | str

Values = Sequence[Any] | Mapping[str, Any]

_T = TypeVar("_T")


class Cursor(Protocol):
    """The rows of a question, or the count of rows that a statement changed."""

    @property
    def rowcount(self) -> int: ...  # noqa: D102

    def fetchone(self) -> Any: ...  # noqa: D102

    def fetchall(self) -> list[Any]: ...  # noqa: D102

    def __iter__(self) -> Iterator[Any]: ...


class Database(Protocol):
    """A connection to an archive. Whoever opens a transaction ends it; nothing below does."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    @property
    def refusals(self) -> tuple[type[Exception], ...]:
        """The errors by which the tables refuse a row, which is a bug of whoever made it."""

    def lost(self, error: Exception) -> bool:
        """Whether ``error`` says that the connection broke, so that the transaction may be tried once more."""

    def execute(self, statement: str, values: Values = (), /) -> Cursor:
        """Runs one statement."""

    def executemany(self, statement: str, rows: Iterable[Any], /) -> Cursor:
        """Runs one statement for each of ``rows``."""

    def insert(self, table: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
        """Puts many new rows into a table in the way that is fastest here."""

    def upsert(self, table: str, keys: str, counts: str, rows: Sequence[Sequence[Any]], *, adds: bool = True) -> None:
        """Puts rows of ``keys`` and ``counts`` (columns) into a table; where the keys are there, the counts are added
        to those there, or take their place."""

    def increase(self, table: str, counts: str, rows: Sequence[Sequence[Any]]) -> None:
        """Adds to counts of rows that are there: each of ``rows`` has the counts and, last, the ``id``."""

    def begin(self) -> None:
        """Opens a transaction that writes: one at a time, the others wait for a bounded time."""

    def begin_reading(self) -> None:
        """Opens a transaction that reads everything as of one moment and waits for nobody."""

    def commit(self) -> None:
        """Keeps what the transaction did."""

    def rollback(self) -> None:
        """Undoes what the transaction did."""

    def close(self) -> None:
        """Ends the connection."""

    def finish(self) -> None:
        """Ends a connection that has written."""

    def is_new(self) -> bool:
        """Whether nothing is in the database yet, of nobody."""

    def version(self) -> int:
        """The version of the archive. Raises ForeignDatabaseError for the database of another program."""

    def set_version(self, number: int) -> None:
        """Writes the version of the archive."""

    def make(self, statement: str) -> None:
        """Runs a statement of the schema, written for SQLite."""

    def only_read(self) -> None:
        """Takes the right to write from this connection."""

    def state(self) -> str:
        """Another text after each transaction in which another connection wrote; asked outside of transactions."""


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """One transaction: all of it or nothing."""
    db.begin()
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.rollback()
        raise
    db.commit()


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Everything read inside is of one moment, whatever another program adds meanwhile."""
    if db.in_transaction:
        yield
        return
    db.begin_reading()
    try:
        yield
    finally:
        if db.in_transaction:
            db.commit()


def chunks(found: Sequence[_T], size: int = 500) -> Iterator[Sequence[_T]]:
    """``found`` in parts that one statement can take."""
    for at in range(0, len(found), size):
        yield found[at : at + size]


def marks(count: int) -> str:
    """``count`` marks for values, with commas between them; for none a value that equals nothing."""
    return ",".join("?" * count) or "NULL"


def rows_of(db: Database, question: str, values: Iterable[Any]) -> Iterator[Any]:
    """The rows of a question that ends in a column (``… WHERE key``) which may have any of ``values``, however many."""
    for part in chunks(list(dict.fromkeys(values))):
        yield from db.execute(f"{question} IN ({marks(len(part))})", part)


def next_number(db: Database, name: str, count: int = 1) -> int:
    """The first of ``count`` numbers that the counter ``name`` never gave before; inside a transaction that writes."""
    query = "INSERT INTO counter VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value"
    db.execute(query, (name, count))
    last = db.execute("SELECT value FROM counter WHERE name = ?", (name,)).fetchone()[0]
    return int(last) - count + 1


def set_counter(db: Database, name: str, value: int) -> None:
    """Lets the counter ``name`` stand at ``value``; inside a transaction that writes."""
    query = "INSERT INTO counter VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    db.execute(query, (name, value))
