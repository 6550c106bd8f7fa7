"""The tables that SQL cannot make, made by the code that makes them in an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from marsad.batch import copies, happenings
from marsad.exchange.tables import COPIES, HAPPENINGS, LIKENESSES, OVERLAPS, Table
from marsad.exchange.writing import batch, writer

Row = tuple[Any, ...]
#: Gives the rows of a query, which it runs when the first is wanted.
Ask = Callable[[str], Iterator[Row]]

#: Pairs: a query for candidates, and what confirms some of them, in any number of parts.
PAIRS: dict[str, tuple[str, Callable[[Iterable[Row]], Iterator[Row]]]] = {
    OVERLAPS.name: (copies.CANDIDATES, copies.confirmed),
    LIKENESSES.name: (happenings.CANDIDATES, happenings.alike),
}
#: Groups, made of all pairs in one place.
GROUPS: dict[str, Callable[[Ask], Iterable[Row]]] = {
    COPIES.name: lambda ask: copies.grouped(ask(copies.TELLINGS), ask(copies.OVERLAPS)),
    HAPPENINGS.name: lambda ask: happenings.grouped(ask(happenings.TOLD)),
}
_AT_ONCE = 50_000


def write(place: Path, table: Table, rows: Iterable[Row]) -> None:
    """Writes rows of a table as Parquet files into a new folder, by month where it is monthly: rows by rising days."""
    names = [column.name for column in table.columns]
    if not table.monthly:
        _write(place, table, names, rows)
        return
    day = names.index("day")
    for month, part in groupby(rows, key=lambda row: f"{row[day]:%Y-%m}"):
        _write(place / f"month={month}", table, names, part)
    if not place.exists():
        _write(place / "month=undated", table, names, ())


def _write(place: Path, table: Table, names: list[str], rows: Iterable[Row]) -> None:
    place.mkdir(parents=True)
    waiting = iter(rows)
    with writer(place / "part-0.parquet", table) as file:
        while part := [dict(zip(names, row, strict=True)) for row in islice(waiting, _AT_ONCE)]:
            file.write_batch(batch(table, part))
