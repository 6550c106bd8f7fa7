"""What an export holds beyond pass one: second readings, entities, judgements, notes; put back after its pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from marsad.catalogue import Catalogue
from marsad.config import Resolving
from marsad.exchange.libraries import duckdb
from marsad.exchange.rows import Row
from marsad.model import EntityRef, EntityType
from marsad.outlets import Outlets
from marsad.resolving.deciding import apply
from marsad.resolving.resolving import resolve
from marsad.store.batch import Batch
from marsad.store.compression import packed
from marsad.store.database import Database, marks, next_number, rows_of, transaction
from marsad.store.judgements import by_people
from marsad.store.versions import COLUMNS as VERSION

_CHUNK = 500
#: Stories that were read a second time; what pass one saw in them is in the sightings alone.
_SECOND = (
    "SELECT s.story, s.version FROM read_parquet(?, hive_partitioning = false) AS s"
    " JOIN read_parquet(?, hive_partitioning = false) AS p ON s.page = p.page WHERE s.version <> p.version"
    " ORDER BY s.seq"
)


def restore(folder: Path, db: Database, outlets: Outlets, catalogue: Catalogue, limits: Resolving) -> None:
    """Puts back what an export holds beyond pass one and resolves all names anew; nothing for a folder of shards.

    Each step can be taken twice, so that a run that was stopped can be given again.
    """
    if not (folder / "judgements").is_dir():
        return
    for rows in _some(folder, "SELECT * FROM read_parquet(?) ORDER BY entity_read", "entities"):
        _put_entities(db, rows, outlets)
    for rows in _some(folder, _SECOND, "stories", "pages"):
        _put_second_readings(db, rows, folder)
    with transaction(db):
        for rows in _some(folder, "SELECT * FROM read_parquet(?) ORDER BY n", "judgements"):
            _put_new(db, "judgement", [{**row, "reasons": _json(row["reasons"])} for row in rows])
        for rows in _some(folder, "SELECT * FROM read_parquet(?) ORDER BY n", "notes"):
            _put_new(db, "note", rows)
        for rows in _some(folder, "SELECT * FROM read_parquet(?) ORDER BY earlier", "moved"):
            query = "INSERT INTO story_moved (key, story) VALUES (?, ?) ON CONFLICT (key) DO NOTHING"
            db.executemany(query, [(row["earlier"], row["story"]) for row in rows])
        for rows in _some(folder, "SELECT * FROM read_parquet(?) ORDER BY story, page", "versions"):
            _put_versions(db, rows)
    resolve(db, catalogue, limits, whole=True)
    for judgement in by_people(db):
        if judgement.kind in ("rename", "describe"):
            apply(db, catalogue, limits, judgement)


def _some(folder: Path, query: str, *tables: str) -> Iterator[list[Row]]:
    """The rows of a question about tables, some at a time."""
    files = [sorted(map(str, (folder / table).rglob("*.parquet"))) for table in tables]
    if not all(files):
        return
    with duckdb().connect() as db:
        for batch in db.sql(query, params=files).to_arrow_reader(_CHUNK):
            yield batch.to_pylist()


def _put_entities(db: Database, rows: Sequence[Row], outlets: Outlets) -> None:
    """Adds the entities that no story names any more: earlier readings and decisions speak of them."""
    with transaction(db):
        there = _numbers(db, "entity", [row["entity_read"] for row in rows])
        batch = Batch(db, outlets)
        for row in (row for row in rows if row["entity_read"] not in there):
            status = "candidate" if row["status"] == "known" else row["status"]
            kind = EntityType(row["type"])
            batch.entity(EntityRef(row["entity_read"], row["name"], kind, row["name_en"], row["qid"], status))
        batch.flush()


def _put_second_readings(db: Database, rows: Sequence[Row], folder: Path) -> None:
    versions = {row["story"]: row["version"] for row in rows}
    query = f"SELECT * FROM read_parquet(?) WHERE story IN ({marks(len(versions))})"
    files = sorted(map(str, (folder / "sightings").rglob("*.parquet")))
    with duckdb().connect() as tables:
        seen = tables.sql(query, params=[files, *versions]).to_arrow_table().to_pylist()
    with transaction(db):
        stories = _numbers(db, "story", list(versions))
        entities = _numbers(db, "entity", sorted({row["entity_read"] for row in seen}))
        db.executemany("UPDATE story SET version = ? WHERE key = ?", [(v, k) for k, v in versions.items()])
        db.executemany("DELETE FROM sighting WHERE story = ?", [(number,) for number in stories.values()])
        db.insert(
            "sighting",
            "story, entity, titles, company",
            [
                (stories[row["story"]], entities[row["entity_read"]], _json(row["titles"]), _json(row["company"]))
                for row in seen
                if row["story"] in stories
            ],
        )


def _put_versions(db: Database, rows: Sequence[Row]) -> None:
    """Puts back the earlier texts of stories whose pages are there."""
    pages = dict(rows_of(db, "SELECT digest, id FROM page WHERE digest", [row["page"] for row in rows]))
    db.executemany(
        f"INSERT INTO version ({VERSION}) VALUES ({marks(len(VERSION.split(', ')))}) ON CONFLICT DO NOTHING",
        [
            (
                row["story"], pages[row["page"]], row["key"], row["time"], row["words"], row["stated"],
                packed(row["layout"]), packed(row["named"]), int(row["changed"]), int(row["said"]),
            )
            for row in rows
            if row["page"] in pages
        ],
    )  # fmt: skip


def _numbers(db: Database, table: str, keys: Sequence[str]) -> dict[str, int]:
    found = db.execute(f"SELECT key, id FROM {table} WHERE key IN ({marks(len(keys))})", keys)
    return dict(found)


def _put_new(db: Database, table: str, rows: Sequence[Row]) -> None:
    """Adds the rows that are not there, under new numbers."""
    for row in rows:
        values = {name: value for name, value in row.items() if name != "n"}
        same = " AND ".join(f"coalesce({name}, '') = coalesce(?, '')" for name in values if name != "score")
        told = [value for name, value in values.items() if name != "score"]
        if not db.execute(f"SELECT 1 FROM {table} WHERE {same}", told).fetchone():
            names = ", ".join(("id", *values))
            number = next_number(db, table)
            db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks(len(values) + 1)})", (number, *values.values()))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
