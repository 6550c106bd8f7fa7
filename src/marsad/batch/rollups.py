"""Counts, rollups, copies and happenings of a folder of shards: one text of SQL that DuckDB and Spark both run."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from marsad.batch.computed import GROUPS, PAIRS, Row, write
from marsad.copies.texts import SHARED, SHARED_PHRASES
from marsad.exchange.libraries import duckdb, pyarrow
from marsad.exchange.tables import COUNTED, SHARD, Table
from marsad.happenings.groups import DAYS
from marsad.happenings.likeness import SHARED_KEYS
from marsad.store.copies import COMMON

#: The folder of the tables made from all shards.
TABLES = "tables"
#: What is no table of its own but asked by others, in this order.
VIEWS = ("first_stories", "texts", "sketched", "like_candidates")
#: Names that Spark has for what DuckDB calls otherwise.
_AS_SPARK = (
    "CREATE MACRO named_struct(first, a, second, b) AS row(a, b)",
    "CREATE MACRO explode(a) AS unnest(a)",
    "CREATE MACRO array_intersect(a, b) AS list_intersect(a, b)",
    "CREATE MACRO size(a) AS len(a)",
    "CREATE MACRO sequence(a, b) AS generate_series(a, b)",
)
#: So many rows are fetched at once.
_AT_ONCE = 10_000
_MONTH = "coalesce(substr(CAST(day AS STRING), 1, 7), 'undated')"


def queries() -> dict[str, str]:
    """The query that makes each table, in the order in which they need each other."""
    values = {
        ":common": COMMON, ":shared": SHARED, ":phrases": SHARED_PHRASES, ":days": DAYS, ":keys": SHARED_KEYS,
    }  # fmt: skip
    found = {}
    for part in (resources.files("marsad.batch") / "rollups.sql").read_text("utf-8").split(";"):
        name, _, query = part.strip().removeprefix("-- ").partition("\n")
        for mark, value in values.items():
            query = query.replace(mark, str(value))
        found[name] = query
    return found


def selected(table: Table, query: str) -> str:
    """The rows of a table, with the month by which it is partitioned."""
    return f"SELECT *, {_MONTH} AS month FROM ({query}) AS made" if table.monthly else query


def shard_files(into: Path, table: Table) -> str:
    """The files of a table in all finished shards, as a glob."""
    return str(into / "shards" / "*" / f"{table.name}.parquet")


class Making:
    """A folder of tables in the making; in place of the one before once it is whole."""

    def __init__(self, into: Path) -> None:
        self.place = into / TABLES
        self.folder = into / "tmp" / f"{TABLES}-{uuid.uuid4().hex}"

    def __enter__(self) -> Path:
        self.folder.mkdir(parents=True)
        return self.folder

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is None:
            old = self.folder.with_name(f"{self.folder.name}-old")
            if self.place.exists():
                self.place.rename(old)
            self.folder.rename(self.place)
            shutil.rmtree(old, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def with_duckdb(into: Path) -> dict[str, int]:
    """Makes every table with DuckDB; the number of rows of each. None where no shard is finished."""
    if not any((into / "shards").glob("*/manifest.json")):
        return {}
    found = {}
    with Making(into) as folder, duckdb().connect() as db, tempfile.TemporaryDirectory(prefix="marsad-") as spill:
        db.execute("SET temp_directory = ?", (spill,))
        for statement in _AS_SPARK:
            db.execute(statement)
        for table in SHARD:
            db.execute(f"CREATE VIEW {table.name} AS SELECT * FROM read_parquet('{_quoted(shard_files(into, table))}')")
        made = queries()
        for name in VIEWS:
            db.execute(f"CREATE TEMP TABLE {name} AS {made[name]}")
        for table in COUNTED:
            if table.name in made:
                db.execute(f"CREATE TABLE {table.name} AS {made[table.name]}")
                _copy(db, table, folder / table.name)
            else:
                write(folder / table.name, table, _computed(db, table))
                db.execute(f"CREATE VIEW {table.name} AS FROM '{_quoted(str(folder / table.name))}/**/*.parquet'")
            found[table.name] = written(folder / table.name)
    return found


def _copy(db: Any, table: Table, place: Path) -> None:
    """Writes a table as Parquet files into a folder."""
    place.mkdir()
    by_month = ", PARTITION_BY (month), OVERWRITE_OR_IGNORE" if table.monthly else ""
    target = _quoted(str(place if table.monthly else place / "part-0.parquet"))
    rows = selected(table, f"SELECT * FROM {table.name}")
    db.execute(f"COPY ({rows}) TO '{target}' (FORMAT parquet, COMPRESSION zstd{by_month})")


def _computed(db: Any, table: Table) -> Iterable[Row]:
    """The rows of a table that SQL cannot make."""

    def ask(query: str) -> Iterator[Row]:
        asked = db.execute(query)
        while rows := asked.fetchmany(_AT_ONCE):
            yield from rows

    if table.name in GROUPS:
        return GROUPS[table.name](ask)
    query, make = PAIRS[table.name]
    return make(ask(query))


def written(folder: Path) -> int:
    """How many rows the Parquet files of a folder hold, as they say themselves."""
    read = pyarrow().parquet.read_metadata
    return sum(read(file).num_rows for file in folder.rglob("*.parquet"))


def _quoted(path: str) -> str:
    return path.replace("'", "''")
