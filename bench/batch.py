"""What a page costs on its way through a batch: processor time and bytes, and the sums for ten million and a billion.

    python bench/batch.py [PAGES …] [--times 100] [--spark] [--price 0.04]

PAGES are files or folders (the sample pages without any). Times are of the processor, on one core, so that other work
on the machine hardly shows; the first column is a multiple of what spaCy's Arabic tokenizer alone takes for the same
texts. The tables of the pages, taken ``--times`` times as other pages of other days, are rolled up by DuckDB and with
``--spark`` by Spark.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb
import spacy

from marsad.batch import rollups
from marsad.batch.plan import Job, Shard, planned
from marsad.batch.shards import manifest, write
from marsad.cli.reading import Gathered, Tally
from marsad.config import Settings
from marsad.exchange import exporting, loading
from marsad.exchange.formats import FORMATS
from marsad.exchange.tables import EXPORTED, SHARD, STORIES
from marsad.intake import files
from marsad.model import Page, Rejected
from marsad.pipeline import Tools, observe
from marsad.store.archive import create_or_open

SAMPLES = Path(__file__).parent.parent / "src" / "marsad" / "data" / "samples"
HOURS = 3600
#: The tables are taken again as those of so many days before; else each happening had ``--times`` times its stories.
DAYS_APART = 10


class Costs:
    """Processor time by step, for one page, beside that of the peer."""

    def __init__(self, pages: int, peer: float) -> None:
        self.pages, self.peer = pages, peer
        self.each: dict[str, float] = {}
        print(f"{'':34}{'x spaCy':>9}{'ms a page':>11}{'pages a core-second':>21}")
        self.told("spaCy's tokenizer alone", peer)

    def told(self, name: str, seconds: float, pages: int = 0) -> None:
        each = self.each[name] = seconds / (pages or self.pages)
        peer = self.peer / self.pages
        print(f"{name:34}{each / peer:9.1f}{1000 * each:11.3f}{1 / each:21,.0f}")


def processor(work: Callable[[], object]) -> float:
    """Seconds of the processor that ``work`` takes, in this process with its threads and in those it starts."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)

    def used() -> float:
        return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, whose))

    before = used()
    work()
    return used() - before


def family(pid: int) -> float:
    """Seconds of the processor that a process and all that it started have taken so far (Linux)."""
    seconds, started = dict[int, int](), defaultdict[int, list[int]](list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended
            fields = path.read_text().rpartition(")")[2].split()
            started[int(fields[1])].append(int(path.parent.name))
            seconds[int(path.parent.name)] = sum(map(int, fields[11:15]))
    found, left = 0, [pid]
    while left:
        one = left.pop()
        found += seconds[one]
        left += started[one]
    return found / os.sysconf("SC_CLK_TCK")


def multiplied(one: Path, many: Path, times: int) -> None:
    """The tables of a folder of shards ``times`` over, each time as other pages and other stories."""
    shards = many / "shards" / "000000"
    shards.mkdir(parents=True)
    db = duckdb.connect()
    for table in SHARD:
        names = {column.name for column in table.columns}
        other = {name: f"{name} || '-' || i AS {name}" for name in ("page", "story", "body", "digest") if name in names}
        other["seq"] = "seq + (i << 40) AS seq"
        unread = ("layout", "sentence") if table is STORIES else ("text", "layout", "sentence")
        other |= {name: f"'' AS {name}" for name in unread if name in names}  # copies are confirmed by the texts
        if "day" in names:
            other["day"] = f"day - CAST(i AS INTEGER) * {DAYS_APART} AS day"
        if "prints" in names:
            other["prints"] = "list_transform(prints, lambda p: xor(p, i * 7919)) AS prints"
        rows = f"FROM read_parquet('{rollups.shard_files(one, table)}'), range({times}) AS r(i)"
        db.execute(
            f"COPY (SELECT * EXCLUDE (i) REPLACE ({', '.join(other.values())}) {rows})"
            f" TO '{shards / table.name}.parquet' (FORMAT parquet, COMPRESSION zstd)"
        )
    (shards / "manifest.json").write_text('{"group": 0}')


def read(paths: list[str], settings: Settings) -> tuple[Costs, list[Page], Tools]:
    """The costs of reading alone."""
    pages: list[Page | Rejected] = []
    intake = processor(lambda: pages.extend(files.pages(paths)))
    good = [page for page in pages if isinstance(page, Page)]
    tools = Tools.load(settings)
    observe(good[0], tools)
    nlp = spacy.blank("ar")
    nlp.max_length = 10**9
    costs = Costs(len(good), processor(lambda: [nlp(page.text) for page in good]))
    costs.told("intake: bytes to text and blocks", intake)
    costs.told("observe: everything found in it", processor(lambda: [observe(page, tools) for page in good]))
    return costs, good, tools


def sharded(costs: Costs, paths: list[str], folder: Path, settings: Settings, tools: Tools) -> dict[str, int]:
    """The cost of whole shards; returns the bytes of each table."""
    job = Job.of(settings, folder, (), settings.limits, 600.0, False)
    shards: list[Shard] = planned(job, paths, 64 * 2**20)
    silent = lambda kind, number, path: None  # noqa: E731
    costs.told("whole: files to tables", processor(lambda: [write(s, job, tools, silent, {}) for s in shards]))
    assert all(manifest(folder, shard) for shard in shards)
    sizes = {t.name: sum(p.stat().st_size for p in folder.glob(f"shards/*/{t.name}.parquet")) for t in SHARD}
    return {name: size for name, size in sizes.items() if size}


def stored(costs: Costs, folder: Path, tools: Tools) -> int:
    """The costs of loading and exporting; returns the bytes of the archive."""
    place = folder / "a.db"
    db = create_or_open(place)

    def load() -> None:
        with Gathered(db, tools, Tally()) as gathered:
            for found in loading.readings(folder, db):
                assert found is not None
                gathered.take(found if isinstance(found, Rejected) else found.page, found)

    costs.told("load into SQLite", processor(load))
    costs.told(
        "export as Parquet",
        processor(lambda: exporting.export(db, folder / "out", FORMATS["parquet"], EXPORTED, lambda what: None)),
    )
    db.finish()
    return place.stat().st_size


def counted(costs: Costs, folder: Path, times: int, spark: bool) -> None:
    """The costs of rollups over the tables ``times`` over."""
    many = folder / "many"
    multiplied(folder, many, times)
    pages = costs.pages * times
    costs.told(f"rollups by DuckDB, {pages:,} pages", processor(lambda: rollups.with_duckdb(many)), pages)
    if spark:
        from marsad.batch.spark import Cluster

        conf = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": "8"}
        with Cluster("local[2]", conf) as cluster:
            cluster.rollups(many)
            seconds = family(cluster.session.sparkContext._gateway.proc.pid)
        costs.told(f"rollups by Spark, {pages:,} pages", seconds, pages)


def sums(costs: Costs, sizes: dict[str, int], archive: int, price: float) -> None:
    """What follows for ten million and a billion pages."""
    each = sum(sizes.values()) / costs.pages
    print(f"\nbytes a page: {each:,.0f} in shards, {archive / costs.pages:,.0f} in SQLite without search")
    print("  " + ", ".join(f"{name} {size / costs.pages:,.0f}" for name, size in sizes.items()))
    whole = costs.each["whole: files to tables"]
    counting = next(cost for name, cost in costs.each.items() if name.startswith("rollups by DuckDB"))
    load = costs.each["load into SQLite"]
    print(f"\n{'':30}{'ten million':>16}{'a billion':>16}")
    for name, value in (
        ("reading, core-hours", whole / HOURS),
        (f"at {price} a core-hour", whole / HOURS * price),
        ("hours on 1,000 cores", whole / HOURS / 1000),
        ("rollups, core-hours", counting / HOURS),
        ("tables, GB", each / 1e9),
        ("shards of 64 MB", sum(page_bytes) / len(page_bytes) / (64 * 2**20)),
        ("load by one writer, hours", load / HOURS),
        ("archive in SQLite, GB", archive / costs.pages / 1e9),
    ):
        print(f"{name:30}{value * 1e7:16,.1f}{value * 1e9:16,.1f}")


page_bytes: list[int] = []


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", nargs="*")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--price", type=float, default=0.04, help="of a core-hour")
    given = parser.parse_args()
    own = (SAMPLES / "catalogue.tsv",), (SAMPLES / "outlets.toml",)
    paths, settings = given.pages, Settings(Path("none.db"))
    if not paths:
        paths, settings = [str(SAMPLES / "pages")], Settings(Path("none.db"), *own)
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name:
        folder = Path(name)
        costs, pages, tools = read(paths, settings)
        page_bytes.extend(page.size for page in pages)
        chars = sum(len(page.text) for page in pages) / len(pages)
        sizes = sharded(costs, paths, folder, settings, tools)
        archive = stored(costs, folder, tools)
        counted(costs, folder, given.times, given.spark)
        print(f"\n{len(pages):,} pages of {sum(page_bytes) / len(pages):,.0f} bytes and {chars:,.0f} characters")
        sums(costs, sizes, archive, given.price)


if __name__ == "__main__":
    sys.exit(main())
