"""The commands ``batch local`` and ``batch spark``: pass one over many files into tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from marsad.cli.options import FIELDS, LIMITS, RAW
from marsad.config import Settings

if TYPE_CHECKING:
    from marsad.batch.plan import Job, Shard
    from marsad.batch.shards import Manifest

    Run = Callable[[Job, list[Shard], Callable[[Manifest], None]], None]

_MIB = 1024 * 1024


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """The options that both ways of running share."""
    options = (
        click.argument("inputs", nargs=-1, required=True, metavar="INPUT…"),
        click.option("--into", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to fill."),
        FIELDS,
        LIMITS,
        RAW,
        click.option("--shard-mb", default=64.0, show_default=True, help="Megabytes of files that are read together."),
        click.option("--stall", default=600.0, show_default=True, help="Seconds without a page taken for a hang."),
        click.option("--no-tables", is_flag=True, help="Read only; make no counts, rollups and copy candidates."),
        click.option("--json", "as_json", is_flag=True, help="JSON instead of a table."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group()
def batch() -> None:
    """Read very many files into tables (Parquet), here or on a cluster, and count them.

    INPUT: files, folders or globs, as `marsad add` takes them. A run that was stopped is only given again; a file that
    cannot be read is told with its reason and stops nothing. `marsad load DIR` brings the tables into an archive.
    """


@batch.command("local")
@_common
@click.option("--jobs", type=click.IntRange(1), help="Processes. [default: one for each core]")
@click.pass_obj
def local(settings: Settings, /, jobs: int | None, **given: Any) -> None:
    """Read with processes of this machine."""
    import os

    from marsad.batch import local as running
    from marsad.batch import rollups

    number = jobs or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()) or 1
    _run(
        settings,
        given,
        lambda job, shards, each: running.run(job, shards, number, each),
        rollups.with_duckdb,
    )


@batch.command("spark")
@_common
@click.option("--master", required=True, metavar="URL", help="The Spark master: spark://HOST:7077, yarn, local[2] …")
@click.option("--conf", multiple=True, metavar="KEY=VALUE", help="More settings of Spark; may be repeated.")
@click.pass_obj
def spark(settings: Settings, /, master: str, conf: tuple[str, ...], **given: Any) -> None:
    """Read with the workers of a Spark cluster.

    Every worker needs this Marsad with its Python, and the folders of INPUT and --into under the same paths.
    """
    from marsad.batch.spark import Cluster

    with Cluster(master, dict(word.partition("=")[::2] for word in conf)) as cluster:
        _run(settings, given, cluster.run, cluster.rollups)


def _run(settings: Settings, given: dict[str, Any], run: Run, tables: Callable[[Path], dict[str, int]]) -> None:
    from marsad.batch.plan import Job, planned
    from marsad.batch.shards import manifest, tidy
    from marsad.cli import show
    from marsad.exchange.dictionary import markdown
    from marsad.exchange.tables import COUNTED, SHARD

    into: Path = given["into"]
    raw = settings.raw and not given["no_raw"]
    job = Job.of(settings, into, given["fields"], settings.limits.told(given["limits"]), given["stall"], raw)
    shards = planned(job, given["inputs"], int(given["shard_mb"] * _MIB))
    missing = [shard for shard in shards if manifest(into, shard) is None]
    failed: list[Manifest] = []
    try:
        with show.progress(len(missing)) as step:

            def each(found: Manifest) -> None:
                failed.extend([found] if "failed" in found else [])
                step(", ".join(found["files"][:2]))

            run(job, missing, each)
            tidy(into)
    except KeyboardInterrupt:
        click.echo("\nStopped. Finished shards are kept; give the command again to go on.", err=True)
        raise SystemExit(130) from None
    made = {} if given["no_tables"] else tables(into)
    (into / "DICTIONARY.md").write_text(markdown((*SHARD, *COUNTED), made), "utf-8")
    _report(into, shards, len(missing), failed, made, given["as_json"])
    if failed:
        raise SystemExit(1)


def _report(
    into: Path, shards: list[Shard], tried: int, failed: list[Manifest], tables: dict[str, int], as_json: bool
) -> None:
    from marsad.batch.shards import manifest
    from marsad.cli import show

    done = [found for shard in shards if (found := manifest(into, shard))]
    rows: Counter[str] = Counter()
    for found in done:
        rows.update(found["rows"])
        rows.update(known=found.get("known", 0))
    told = {"shards": len(shards), "done": len(done), "read_now": tried - len(failed), "failed": len(failed), **rows}
    if as_json:
        click.echo(json.dumps({**told, "tables": tables, "failures": failed}, ensure_ascii=False))
        return
    show.table(("", "number"), [*told.items(), *tables.items()])
    for found in failed:
        click.echo(f"shard {found['shard']} ({', '.join(found['files'][:3])} …): {found['failed']}", err=True)


COMMANDS: tuple[Any, ...] = (batch,)
