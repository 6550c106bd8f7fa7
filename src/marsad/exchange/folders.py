"""Folders of tables, written by ``marsad batch`` or ``marsad export``, read page by page in their order."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marsad.errors import SettingsError
from marsad.exchange.libraries import duckdb, pyarrow
from marsad.exchange.rows import Row, Rows
from marsad.exchange.tables import PAGES, RAW, READ, REJECTED, Table

#: Columns that loading has no use for: they can be made from others.
_NOT_LOADED = frozenset((("stories", "text"), ("events", "sentence")))
#: Columns that folders of earlier versions do not have.
_LATER = frozenset([("pages", "modified")])
_ROWS = 2_000
_MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class Part:
    """Files that hold pages whose numbers follow those of the part before, by table."""

    files: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page with what was found in it, by table, or what was rejected in its place."""

    at: int
    page: Row | None
    rejected: Row | None = None
    rows: Rows = field(default_factory=dict)


def parts(folder: Path) -> list[Part]:
    """The parts of a folder: each group of shards, or the whole of an export. Raises SettingsError for others."""
    pyarrow()  # said before the archive is touched
    groups: dict[int, list[Path]] = {}
    for manifest in sorted(folder.glob("shards/*/manifest.json")):
        groups.setdefault(json.loads(manifest.read_text("utf-8"))["group"], []).append(manifest.parent)
    if groups:
        return [
            Part({table.name: [str(shard / f"{table.name}.parquet") for shard in group] for table in READ})
            for _, group in sorted(groups.items())
        ]
    if not (folder / PAGES.name).is_dir():
        raise SettingsError(f"{folder} holds no tables of Marsad: give a folder of `marsad batch` or `marsad export`")
    return [Part({table.name: sorted(map(str, (folder / table.name).rglob("*.parquet"))) for table in READ})]


def pages(part: Part) -> Iterator[Numbered]:
    """The pages of a part in order. Raises SettingsError where a table is missing or of another kind."""
    with _streams(part) as streams:
        for at, name, row in _merged(streams[PAGES.name], streams[REJECTED.name]):
            if name == REJECTED.name:
                yield Numbered(at, None, row)
            else:
                children = {n: s.take(at) for n, s in streams.items() if n not in (PAGES.name, REJECTED.name)}
                yield Numbered(at, row, rows=children)


class _Stream:
    """The rows of a table in order, taken page by page."""

    def __init__(self, table: Table, rows: Iterator[Row]) -> None:
        self.table, self.rows = table, rows
        self.row: Row | None = next(rows, None)

    def pop(self) -> Row:
        """The next row."""
        assert self.row is not None
        row, self.row = self.row, next(self.rows, None)
        return row

    def take(self, at: int) -> list[Row]:
        """The rows of the page with this number; those of pages before it, which are of no page, are passed over."""
        found = []
        while self.row is not None and self.row["seq"] <= at:
            row = self.pop()
            if row["seq"] == at:
                found.append(row)
        return found


def _merged(*streams: _Stream) -> Iterator[tuple[int, str, Row]]:
    while left := [stream for stream in streams if stream.row is not None]:
        first = min(left, key=lambda stream: stream.row["seq"] if stream.row else 0)
        row = first.pop()
        yield row["seq"], first.table.name, row


@contextmanager
def _streams(part: Part) -> Iterator[dict[str, _Stream]]:
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="marsad-"))
        db = opened.enter_context(duckdb().connect())
        db.execute(f"SET memory_limit = '{_MEMORY}'")
        db.execute("SET temp_directory = ?", (folder,))
        yield {
            table.name: _Stream(table, _sorted(opened.enter_context(db.cursor()), table, part.files[table.name]))
            for table in READ
        }


def _sorted(cursor: Any, table: Table, files: Sequence[str]) -> Iterator[Row]:
    if not files and table is RAW:  # an archive without it can be read again from its texts alone
        return
    if not files:
        raise SettingsError(f"the table {table.name} is missing: export all tables to load them")
    names = [c.name for c in table.columns if (table.name, c.name) not in _NOT_LOADED]
    try:
        columns = [_column(cursor, table, name, files) for name in names]
        query = f"SELECT {', '.join(columns)} FROM read_parquet(?, hive_partitioning = false) ORDER BY "
        found = cursor.sql(query + ", ".join(table.order), params=(list(files),)).to_arrow_reader(_ROWS)
        for batch in found:
            yield from batch.to_pylist()
    except (duckdb().Error, pyarrow().ArrowException) as cause:
        raise SettingsError(f"the table {table.name} cannot be read: {cause}") from cause


def _column(cursor: Any, table: Table, name: str, files: Sequence[str]) -> str:
    """A column as it is asked for: null where the folder was written before there was one."""
    if (table.name, name) not in _LATER:
        return name
    there = cursor.sql("SELECT * FROM read_parquet(?, hive_partitioning = false) LIMIT 0", params=(list(files),))
    return name if name in there.columns else f"NULL AS {name}"
