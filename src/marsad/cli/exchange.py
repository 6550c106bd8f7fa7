"""The commands ``load`` and ``export``: archives as tables for other programs, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from marsad.config import Settings

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
@click.pass_obj
def load(settings: Settings, folder: Path, as_json: bool) -> None:
    """Add the pages of tables to the archive.

    DIR: what `marsad batch` or `marsad export --format parquet` made. The archive is that which `marsad add` makes of
    the same files; what is there already is left alone, so a run that was stopped can be given again.
    """
    from marsad.cli import show
    from marsad.cli.reading import Gathered, Tally
    from marsad.cli.searchable import make_searchable
    from marsad.exchange import loading
    from marsad.exchange.restoring import restore
    from marsad.model import Rejected
    from marsad.pipeline import Tools
    from marsad.resolving.learning import catch_up
    from marsad.search.following import Following
    from marsad.store.adding import Added
    from marsad.store.archive import create_or_open, translated

    tally, tools = Tally(), Tools.load(settings)
    db = create_or_open(settings.db)
    try:
        with translated(settings.db), show.progress(None) as step, Gathered(db, tools, tally) as gathered:
            for found in loading.readings(folder, db):
                if found is None:
                    tally.count(Added("known"))
                else:
                    gathered.take(found if isinstance(found, Rejected) else found.page, found)
                step("")
        with translated(settings.db):
            restore(folder, db, tools.outlets, tools.catalogue, settings.resolving)
            following = Following(settings.search_index)
            catch_up(db, tools, settings.resolving, following=following)
            make_searchable(db, following)
    except KeyboardInterrupt:
        click.echo("\nStopped. What was added is kept; give the command again to go on.", err=True)
        raise SystemExit(130) from None
    finally:
        db.finish()
        if as_json:
            click.echo(json.dumps(tally.as_json()))
        else:
            show.tally(tally)


@click.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["parquet", "csv", "jsonl", "ftm"]),
    default="parquet",
    show_default=True,
    help="ftm: followthemoney entities for OpenAleph, in one file.",
)
@click.option("--tables", default="", metavar="NAME,…", help="Some tables only. [default: all]")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
@click.pass_obj
def export(settings: Settings, target: Path, kind: str, tables: str, as_json: bool) -> None:
    """Write the archive as tables for other programs, all of one moment.

    DIR is a new folder; it holds a folder for each table, DICTIONARY.md, which says what every column means, and
    datapackage.json. Tables of stories are partitioned by month. `marsad load DIR` makes the archive anew from Parquet.
    """
    from marsad import catalogue
    from marsad.cli import show
    from marsad.exchange import exporting, ftm
    from marsad.exchange.formats import FORMATS
    from marsad.store.archive import open_existing, translated

    chosen = exporting.chosen([name.strip() for name in tables.split(",") if name.strip()], kind)
    db = open_existing(settings.db)
    try:
        with translated(settings.db), show.progress(None) as step:
            if kind == "ftm":
                rows = ftm.export(db, target, catalogue.load(settings.catalogues), step)
            else:
                rows = exporting.export(db, target, FORMATS[kind], chosen, step)
    finally:
        db.close()
    if as_json:
        click.echo(json.dumps(rows))
    else:
        show.table(("", "rows"), list(rows.items()))


COMMANDS: tuple[Any, ...] = (load, export)
