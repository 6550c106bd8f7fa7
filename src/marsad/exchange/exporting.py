"""An archive into a folder of tables, all of one moment."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from marsad.errors import SettingsError
from marsad.exchange import archive, dictionary
from marsad.exchange.formats import Format, Sink, write_all
from marsad.exchange.rows import Row
from marsad.exchange.tables import EXPORTED, RAW, Table
from marsad.store.database import Database, snapshot

#: So many rows of a table without months are one file.
_ROWS = 500_000


def chosen(names: Iterable[str], kind: str) -> list[Table]:
    """The tables with these names, all that a format can hold for none. Raises SettingsError for other names."""
    wanted = list(names)
    known = {table.name for table in EXPORTED}
    for name in wanted:
        if name not in known:
            raise SettingsError(f"there is no table {name!r}; the tables are {', '.join(sorted(known))}")
    return [t for t in EXPORTED if (t.name in wanted if wanted else t is not RAW or kind == "parquet")]


def export(
    db: Database, folder: Path, kind: Format, tables: Sequence[Table], step: Callable[[str], None]
) -> dict[str, int]:
    """Writes tables and their dictionary into a new folder; returns the number of rows of each.

    The folder is there when all of it is. Raises SettingsError where something is in its place.
    """
    with new_folder(folder) as made, snapshot(db):
        export_ = _Export(db, made, kind, {table.name: table for table in tables}, step)
        export_.write()
        rows = export_.rows
        (made / "DICTIONARY.md").write_text(dictionary.markdown(tables, rows, kind), "utf-8")
        files = {t.name: sorted(str(p.relative_to(made)) for p in (made / t.name).rglob("*.*")) for t in tables}
        (made / "datapackage.json").write_text(dictionary.datapackage(tables, files, kind), "utf-8")
    return rows


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill, which stands at ``folder`` once the block ends well. Raises SettingsError where one is."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(f"{folder} is there already; give a new folder")
    made = folder.absolute().with_name(f".{folder.name}.{os.getpid()}")
    try:
        made.mkdir(parents=True)
        yield made
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    except OSError as cause:
        raise SettingsError(f"cannot write {folder}: {cause.strerror or cause}") from cause
    finally:
        shutil.rmtree(made, ignore_errors=True)


class _Export:
    def __init__(
        self, db: Database, folder: Path, kind: Format, tables: dict[str, Table], step: Callable[[str], None]
    ) -> None:
        self.db, self.folder, self.kind, self.tables, self.step = db, folder, kind, tables, step
        self.rows = dict.fromkeys(tables, 0)

    def write(self) -> None:
        for name in self.tables:
            (self.folder / name).mkdir()
            if name in archive.OTHERS:
                self._whole(name, archive.OTHERS[name](self.db))
        stories = [name for name, t in self.tables.items() if t.monthly and name not in archive.DAY_COUNTS]
        for month in archive.months(self.db):
            if stories:
                self._stories(month, stories)
            for name in self.tables.keys() & archive.DAY_COUNTS.keys():
                with self._sink(name, month) as sink:
                    self.rows[name] += write_all(sink, archive.day_counts(self.db, name, month))
            self.step(month)

    def _stories(self, month: str, names: Sequence[str]) -> None:
        with ExitStack() as opened:
            sinks = {name: opened.enter_context(self._sink(name, month)) for name in names}
            for found in archive.of_month(self.db, month):
                for name, sink in sinks.items():
                    if found[name]:
                        sink.write(found[name])
                    self.rows[name] += len(found[name])

    def _whole(self, name: str, rows: Iterator[Row]) -> None:
        """Writes a table without months, a file for each so many rows, one at least."""
        self.step(name)
        part, more = 0, True
        while more:
            with self.kind.sink(self._path(name, f"part-{part:04}"), self.tables[name]) as sink:
                before = self.rows[name]
                self.rows[name] += write_all(sink, (row for _, row in zip(range(_ROWS), rows, strict=False)))
            part, more = part + 1, self.rows[name] - before == _ROWS

    def _sink(self, name: str, month: str) -> Sink:
        (self.folder / name / f"month={month}").mkdir(exist_ok=True)
        return self.kind.sink(self._path(name, f"month={month}/part-0000"), self.tables[name])

    def _path(self, name: str, file: str) -> Path:
        return self.folder / name / f"{file}.{self.kind.name}"
