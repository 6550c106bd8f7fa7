"""Shards read by the workers of a Spark cluster, and the tables made from them by Spark SQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from marsad.batch.child import Keeper
from marsad.batch.plan import Job, Shard
from marsad.batch.rollups import Making, queries, selected, shard_files
from marsad.batch.shards import Manifest
from marsad.exchange.libraries import pyspark
from marsad.exchange.tables import COUNTED, SHARD

#: The process of this Python worker that reads shards; Spark gives one worker many tasks in turn.
_KEEPERS: dict[str, Keeper] = {}


def read_all(job: str, shards: Iterable[str]) -> Iterator[str]:
    """What a worker does with its task: reads the shards and tells of each. The tables never pass through Spark."""
    keeper = _KEEPERS.setdefault(job, Keeper(Job.from_json(job)))
    for shard in shards:
        yield json.dumps(keeper.read(Shard.from_json(shard)))


class Cluster:
    """A connection to a Spark master."""

    def __init__(self, master: str, more: Mapping[str, str]) -> None:
        building = pyspark().SparkSession.builder.appName("marsad batch").master(master)
        settings = {
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.parquet.compression.codec": "zstd",
            "spark.ui.showConsoleProgress": "false",
            **more,
        }
        for name, value in settings.items():
            building = building.config(name, value)
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
        for found in tasks.mapPartitions(lambda part: read_all(line, part)).collect():
            each(json.loads(found))

    def rollups(self, into: Path) -> dict[str, int]:
        """Makes every table by Spark SQL; the number of rows of each. None where no shard is finished."""
        if not any((into / "shards").glob("*/manifest.json")):
            return {}
        for table in SHARD:
            self._view(table.name, shard_files(into.absolute(), table))
        found, made = {}, queries()
        with Making(into.absolute()) as folder:
            for table in COUNTED:
                rows = self.session.sql(selected(table, made[table.name]))
                writer = rows.write.partitionBy("month") if table.monthly else rows.coalesce(1).write
                writer.parquet(str(folder / table.name))
                self._view(table.name, str(folder / table.name))
                found[table.name] = int(self.session.table(table.name).count())
        return found

    def _view(self, name: str, files: str) -> None:
        self.session.read.parquet(files).createOrReplaceTempView(name)
