"""Commands about imported catalogues: ``catalogue import``, ``catalogue info`` and ``catalogue find``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from marsad.config import Settings
from marsad.errors import NotInArchiveError

if TYPE_CHECKING:
    from marsad.catalogue import Catalogue, Entity

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
_FILE = click.Path(path_type=Path)
_SHOWN = 20


@click.group()
def catalogue() -> None:
    """Known names by the million: import them from Wikidata, look into the file, find a name."""


@catalogue.command(name="import")
@click.argument("file", type=_FILE)
@click.option("--into", type=_FILE, help="The look-up file to write. [default: wikidata.marsad beside the archive]")
@click.pass_obj
def import_(settings: Settings, file: Path, into: Path | None) -> None:
    """Import FILE: a Wikidata JSON dump or a selection of it (JSON Lines), plain, gz or bz2.

    Abstracts of the Arabic Wikipedia (XML, or JSON Lines with title and extract) add biographies to the look-up file.
    Stop it when you like: the same command goes on where it was. Use the result with `marsad --catalogue INTO …`.
    """
    from marsad.catalogue.importing import import_file

    if into is None:
        into = settings.beside("wikidata.marsad")
        into.parent.mkdir(parents=True, exist_ok=True)
    with _Bar(file) as bar:
        done = import_file(file, into, bar.step)
    click.echo(f"{into}: {done.kept:,} kept of {done.lines:,} lines, {into.stat().st_size / 2**20:,.1f} MiB")
    if done.refused:
        click.echo(f"{done.refused:,} lines could not be used; the first: {'; '.join(done.examples)}", err=True)


class _Bar:
    """Progress on standard error: the share of the file that was read, lines, lines a second, time left."""

    def __init__(self, file: Path) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        size = file.stat().st_size if file.is_file() else 0
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[lines]:,} lines"),
        )
        self._progress = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task(file.name, total=size, lines=0)

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def step(self, read: int, lines: int) -> None:
        """Shows how far reading has come."""
        self._progress.update(self._task, completed=read, lines=lines)


@catalogue.command()
@click.argument("file", type=_FILE)
@_JSON
def info(file: Path, as_json: bool) -> None:
    """Tell what a look-up FILE holds: how many of what, and where it is from."""
    from marsad.catalogue.compact import Compact
    from marsad.cli import show

    compact = Compact(file)
    counts = compact.counts()
    told = {
        "origin": compact.header["origin"],
        "entities": len(compact),
        "names": compact.names(),
        "biographies": compact.biographies(),
        "biographies_origin": compact.header["biographies_origin"],
        "licence_of_biographies": compact.header["licence"],
        "kinds": {f"{type} {kind}": count for (type, kind), count in counts.most_common()},
    }
    if as_json:
        show.print_json(told)
        return
    for name, value in told.items():
        if name != "kinds":
            click.echo(f"{name.replace('_', ' ')}: {value}")
    show.table(("type", "kind", "entities"), [(*kind, count) for kind, count in counts.most_common()])


@catalogue.command()
@click.argument("name")
@_JSON
@click.pass_obj
def find(settings: Settings, name: str, as_json: bool) -> None:
    """Show who bears NAME, in the shipped catalogue and those of --catalogue, the best known first."""
    from marsad import catalogue as known
    from marsad.cli import show

    loaded = known.load(settings.catalogues)
    found = list(_bearers(loaded, name))[:_SHOWN]
    if not found:
        raise NotInArchiveError(f"nobody and nothing in the catalogue is called {name!r}; --catalogue FILE adds names")
    told = [_told(entity, loaded) for entity in found]
    if as_json:
        show.print_json(told)
        return
    show.table(
        ("id", "name", "type", "kind", "country", "weight", "description"),
        [(e.id, e.name, e.type.value, e.kind, e.country, e.weight, e.description) for e in found],
    )
    if biography := told[0].get("biography"):
        click.echo(f"\n{biography['text']}\n— {biography['title']}, {biography['url']}, {biography['licence']}")


def _bearers(loaded: Catalogue, name: str) -> Iterator[Entity]:
    """Shipped bearers, then imported ones that are not the same."""
    seen = set()
    for entities in (loaded.named(name), *(file.bearers(name) for file in loaded.imported)):
        for entity in entities:
            if entity.id not in seen:
                seen.add(entity.id)
                yield entity


def _told(entity: Entity, loaded: Catalogue) -> dict[str, Any]:
    """The entity with what look-up files add to it: picture, dates, offices, biography."""
    told = asdict(entity)
    for file in loaded.imported:
        if (index := file.index_of(entity)) is not None:
            details = file.compact.details(index)
            told |= {"picture": details.picture, "born": details.born, "died": details.died}
            told["offices"] = [office._asdict() for office in details.offices]
            if biography := file.compact.biography(index):
                told["biography"] = biography._asdict()
            break
    return told


COMMANDS = (catalogue,)
