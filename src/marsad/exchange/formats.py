"""The formats of exported tables: each writes the rows of one table into one file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import orjson

from marsad.exchange.rows import Row
from marsad.exchange.tables import Table
from marsad.exchange.writing import batch, writer


class Sink(Protocol):
    """A file that takes the rows of a table."""

    def __enter__(self) -> Sink: ...

    def __exit__(self, *raised: Any) -> None: ...

    def write(self, rows: list[Row]) -> None:
        """Takes in rows; a column that a row lacks is empty."""


class ParquetSink:
    """Parquet, compressed with Zstandard, each column with its meaning."""

    def __init__(self, path: Path, table: Table) -> None:
        self.table, self.file = table, writer(path, table)

    def __enter__(self) -> ParquetSink:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.file.close()

    def write(self, rows: list[Row]) -> None:
        """Takes in rows."""
        self.file.write_batch(batch(self.table, rows))


class JsonLinesSink:
    """A JSON object a line, in UTF-8."""

    def __init__(self, path: Path, table: Table) -> None:
        self.names = [column.name for column in table.columns if column.type != "binary"]
        self.file = path.open("wb")

    def __enter__(self) -> JsonLinesSink:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.file.close()

    def write(self, rows: list[Row]) -> None:
        """Takes in rows."""
        for row in rows:
            found = {name: row.get(name) for name in self.names}
            self.file.write(orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE))


class CsvSink:
    """Comma-separated values in UTF-8 with a line of names; lists as JSON, nothing for null."""

    def __init__(self, path: Path, table: Table) -> None:
        self.names = [column.name for column in table.columns if column.type != "binary"]
        self.file = path.open("w", encoding="utf-8", newline="")
        self.lines = csv.writer(self.file, lineterminator="\n")
        self.lines.writerow(self.names)

    def __enter__(self) -> CsvSink:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.file.close()

    def write(self, rows: list[Row]) -> None:
        """Takes in rows."""
        self.lines.writerows([_cell(row.get(name)) for name in self.names] for row in rows)


def _cell(value: object) -> object:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name on the command line, which is its suffix; ``opened`` how DuckDB opens the files."""

    name: str
    sink: type[ParquetSink] | type[JsonLinesSink] | type[CsvSink]
    opened: str


FORMATS = {
    found.name: found
    for found in (
        Format("parquet", ParquetSink, "FROM '{files}'"),
        Format("csv", CsvSink, "FROM read_csv('{files}')"),
        Format("jsonl", JsonLinesSink, "FROM read_json('{files}')"),
    )
}


def write_all(sink: Sink, rows: Iterable[Row], size: int = 5_000) -> int:
    """Writes rows some at a time; returns how many."""
    held: list[Row] = []
    count = 0
    for row in rows:
        held.append(row)
        if len(held) == size:
            sink.write(held)
            count += size
            held = []
    if held:
        sink.write(held)
    return count + len(held)
