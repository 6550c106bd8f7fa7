"""Rows into Parquet files, a file a table, in groups of rows that bound what is held in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from marsad.exchange.libraries import pyarrow
from marsad.exchange.rows import Row, Rows
from marsad.exchange.tables import Table, schema

#: Rows of all tables that are held before they are written.
_HELD = 50_000


def batch(table: Table, rows: list[Row]) -> Any:
    """Rows as an Arrow record batch."""
    return pyarrow().RecordBatch.from_pylist(rows, schema=schema(table))


def writer(path: Path, table: Table) -> Any:
    """A writer of one Parquet file, compressed with Zstandard."""
    return pyarrow().parquet.ParquetWriter(path, schema(table), compression="zstd")


class TableFiles:
    """Files ``TABLE.parquet`` in one folder; a table without rows has a file too, so that every question finds it."""

    def __init__(self, folder: Path, tables: Iterable[Table]) -> None:
        self.folder, self.tables = folder, {table.name: table for table in tables}
        self.written = dict.fromkeys(self.tables, 0)
        self._held: Rows = {name: [] for name in self.tables}
        self._open = ExitStack()
        self._writers: dict[str, Any] = {}

    def __enter__(self) -> TableFiles:
        self.folder.mkdir(parents=True)
        for name, table in self.tables.items():
            self._writers[name] = self._open.enter_context(writer(self.folder / f"{name}.parquet", table))
        return self

    def add(self, rows: Mapping[str, list[Row]]) -> None:
        """Takes in rows by table."""
        for name, more in rows.items():
            self._held[name].extend(more)
        if sum(map(len, self._held.values())) >= _HELD:
            self._flush()

    def _flush(self) -> None:
        for name, rows in self._held.items():
            if rows:
                self._writers[name].write_batch(batch(self.tables[name], rows))
                self.written[name] += len(rows)
                rows.clear()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._open:
            if kind is None:
                self._flush()
