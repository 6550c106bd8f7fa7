"""Shards read by the workers of a Spark cluster, and the tables made from them by Spark SQL."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from marsad.batch.child import Keeper
from marsad.batch.computed import GROUPS, PAIRS, Row, write
from marsad.batch.plan import Job, Shard
from marsad.batch.rollups import VIEWS, Making, queries, selected, shard_files, written
from marsad.batch.shards import Manifest
from marsad.errors import ClusterError
from marsad.exchange.libraries import pyspark
from marsad.exchange.tables import COUNTED, SHARD, Table

#: The types of columns as Spark names them; told, so that it need not look into files for them.
_TYPES = {
    "string": "STRING",
    "int32": "INT",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "binary": "BINARY",
    "strings": "ARRAY<STRING>",
    "integers": "ARRAY<BIGINT>",
    "aliases": "ARRAY<STRUCT<text: STRING, language: STRING>>",
    "participants": "ARRAY<STRUCT<entity: STRING, name: STRING>>",
}
#: The process of this Python worker that reads shards; Spark gives one worker many tasks in turn.
_KEEPERS: dict[str, Keeper] = {}


def read_all(job: str, shards: Iterable[str]) -> Iterator[str]:
    """What a worker does with its task: reads the shards and tells of each. The tables never pass through Spark."""
    keeper = _KEEPERS.setdefault(job, Keeper(Job.from_json(job)))
    for shard in shards:
        yield json.dumps(keeper.read(Shard.from_json(shard)))


@contextmanager
def _explained() -> Iterator[None]:
    """Turns the errors of Spark, which run over many lines, into one line that says what to look at."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as cause:
        lines = [line.strip() for line in str(cause).splitlines() if line.strip() and not line.startswith("\tat ")]
        said = next((line for line in lines if "Error: " in line), lines[0] if lines else type(cause).__name__)
        raise ClusterError(
            f"the cluster gave up: {said[:300]}; finished shards are kept. Is this Marsad installed on every worker,"
            " for the Python of PYSPARK_PYTHON, and are the folders there under the same paths?"
        ) from cause


class Cluster:
    """A connection to a Spark master."""

    def __init__(self, master: str, more: Mapping[str, str]) -> None:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # Spark has no other way of saying it to workers
        building = pyspark().SparkSession.builder.appName("marsad batch").master(master)
        settings = {
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.parquet.compression.codec": "zstd",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "ERROR",
            **more,
        }
        for name, value in settings.items():
            building = building.config(name, value)
        with _explained():
            self.session = building.getOrCreate()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.session.stop()

    def run(self, job: Job, shards: Sequence[Shard], each: Callable[[Manifest], None]) -> None:
        """Reads shards, a task each, so that a lost worker costs only what it was reading; ``each`` is told of each."""
        if not shards:
            return
        line = job.as_json()
        tasks = self.session.sparkContext.parallelize([shard.as_json() for shard in shards], len(shards))
        with _explained():
            found = tasks.mapPartitions(lambda part: read_all(line, part)).collect()
        for told in found:
            each(json.loads(told))

    def rollups(self, into: Path) -> dict[str, int]:
        """Makes every table by Spark SQL; the number of rows of each. None where no shard is finished."""
        if not any((into / "shards").glob("*/manifest.json")):
            return {}
        for table in SHARD:
            self._view(table, shard_files(into.absolute(), table))
        found, made = {}, queries()
        with _explained(), Making(into.absolute()) as folder:
            for name in VIEWS:
                self.session.sql(made[name]).createOrReplaceTempView(name)
            for table in COUNTED:
                place = folder / table.name
                if table.name in GROUPS:
                    write(place, table, GROUPS[table.name](self._ask))
                else:
                    rows = (
                        self._pairs(table)
                        if table.name in PAIRS
                        else self.session.sql(selected(table, made[table.name]))
                    )
                    (rows.write.partitionBy("month") if table.monthly else rows.coalesce(1).write).parquet(str(place))
                self._view(table, str(place))
                found[table.name] = written(place)
        return found

    def _ask(self, query: str) -> Iterator[Row]:
        yield from self.session.sql(query).toLocalIterator()

    def _pairs(self, table: Table) -> Any:
        """Pairs of stories, confirmed by the workers."""
        query, confirm = PAIRS[table.name]
        return self.session.createDataFrame(self.session.sql(query).rdd.mapPartitions(confirm), _columns(table))

    def _view(self, table: Table, files: str) -> None:
        self.session.read.schema(_columns(table)).parquet(files).createOrReplaceTempView(table.name)


def _columns(table: Table) -> str:
    return ", ".join(f"`{column.name}` {_TYPES[column.type]}" for column in table.columns)
