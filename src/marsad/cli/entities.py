"""Commands on who is who: ``resolve`` brings names together, ``entities`` lets people decide and undo."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from marsad.cli.searchable import make_searchable
from marsad.config import Settings

if TYPE_CHECKING:
    from marsad.observatory import Observatory

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
_WHO = click.option("--by", "who", metavar="NAME", help="Who decides. [default: your login name]")


@click.command()
@click.option(
    "--all",
    "whole",
    is_flag=True,
    help="Make everything anew, groups of copies and happenings too, not only what was added since the last run.",
)
@_JSON
@click.pass_obj
def resolve(settings: Settings, whole: bool, as_json: bool) -> None:
    """Make entities of names that no catalogue knows: bring their spellings together, learn the frequent ones.

    Then put stories into happenings. `marsad add` does this for what it adds. What people decided (marsad entities,
    copies, happenings) is kept.
    """
    from marsad.cli import show
    from marsad.keeping.rebuilding import rebuild
    from marsad.pipeline import Tools
    from marsad.resolving.learning import catch_up
    from marsad.search.following import Following
    from marsad.store.archive import create_or_open, open_existing, translated

    open_existing(settings.db).close()
    tools = Tools.load(settings)
    db = create_or_open(settings.db)
    try:
        with translated(settings.db):
            following = Following(settings.search_index)
            if whole:
                rebuild(db, tools.catalogue, settings.resolving, ("copies",))
            done = catch_up(db, tools, settings.resolving, whole=whole, following=following)
            make_searchable(db, following)
    finally:
        db.finish()
    if as_json:
        show.print_json(asdict(done))
    else:
        names = {"names": "names looked at", "moved": "names moved", "born": "entities born or gone"}
        show.table(("", ""), [(names.get(k, k.replace("_", " ")), n) for k, n in asdict(done).items()])


@contextmanager
def deciding(settings: Settings) -> Iterator[Observatory]:
    """The observatory with a pen. Raises StoreError where there is no archive."""
    from marsad import catalogue, outlets
    from marsad.observatory import Observatory
    from marsad.search.following import Following
    from marsad.store.archive import create_or_open, open_existing, translated

    db = open_existing(settings.db)
    try:
        with translated(settings.db):
            known, sources = catalogue.load(settings.catalogues), outlets.load(settings.outlets)
            yield Observatory(
                db, known, sources, writer=lambda: create_or_open(settings.db), resolving=settings.resolving,
                following=Following(settings.search_index),
            )  # fmt: skip
    finally:
        db.close()


def _decide(settings: Settings, kind: str, name: str, other: str | None, value: str | None, who: str | None) -> None:
    with deciding(settings) as watch:
        number = watch.decide(kind, name, other=other, value=value, who=who or getpass.getuser())
        link = watch.find(name)
    click.echo(f"Kept as judgement {number}: {link.name} ({link.id}). marsad entities undo {number} takes it back.")


@click.group()
def entities() -> None:
    """Decide who is who. A person's word wins over every rule, is listed, and can be undone.

    NAME is an id, or a name as it stands in the archive.
    """


@entities.command()
@click.argument("name")
@click.argument("other")
@_WHO
@click.pass_obj
def merge(settings: Settings, name: str, other: str, who: str | None) -> None:
    """NAME and OTHER are one; NAME's page stays, OTHER's leads to it."""
    _decide(settings, "merge", name, other, None, who)


@entities.command()
@click.argument("name")
@_WHO
@click.pass_obj
def split(settings: Settings, name: str, who: str | None) -> None:
    """NAME, a spelling or id that stands under another entity, stands for itself."""
    _decide(settings, "split", name, None, None, who)


@entities.command()
@click.argument("name")
@click.argument("words")
@_WHO
@click.pass_obj
def rename(settings: Settings, name: str, words: str, who: str | None) -> None:
    """Show NAME under the name WORDS."""
    _decide(settings, "rename", name, None, words, who)


@entities.command()
@click.argument("name")
@click.argument("words")
@_WHO
@click.pass_obj
def describe(settings: Settings, name: str, words: str, who: str | None) -> None:
    """Say in WORDS who or what NAME is."""
    _decide(settings, "describe", name, None, words, who)


@entities.command()
@click.argument("number", type=int)
@_WHO
@click.pass_obj
def undo(settings: Settings, number: int, who: str | None) -> None:
    """Take judgement NUMBER back, of a person or of a rule."""
    with deciding(settings) as watch:
        watch.undo(number, who=who or getpass.getuser())
    click.echo(f"Judgement {number} is taken back.")


@entities.command("list")
@click.option("--by", default="people", type=click.Choice(["people", "rule", "all"]), show_default=True)
@click.option("--page", default=1, show_default=True, type=click.IntRange(1), help="Which page of the list.")
@_JSON
@click.pass_obj
def list_(settings: Settings, by: str, page: int, as_json: bool) -> None:
    """List the judgements, the newest first, with their reasons."""
    from marsad.cli import show

    with deciding(settings) as watch:
        found = watch.judgements(by, page=page)
    if as_json:
        show.print_json(asdict(found))
        return
    rows = [
        (j.id, j.kind, j.entity_name, j.other_name or j.value or "", "" if j.score is None else f"{j.score:.2f}",
         "; ".join(j.reasons), j.made_by, j.made[:10], f"undone {j.undone[:10]}" if j.undone else "")
        for j in found.rows
    ]  # fmt: skip
    if rows:
        title = f"{found.total} judgements, page {found.page} of {found.pages}"
        show.table(("no", "kind", "name", "with", "score", "reasons", "by", "on", ""), rows, title)
    else:
        click.echo("No judgement is like that.")


COMMANDS = (resolve, entities)
