"""The search index, brought up to date by a command that tells of it when that takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from marsad.search.following import Following
    from marsad.store.database import Database

#: So many changes are taken in within a few seconds; more are worth a message.
_MANY = 5_000


def make_searchable(db: Database, following: Following) -> None:
    """Brings the index up to date; says so where it takes long or cannot be, and then goes on with what there is."""
    from marsad.errors import SearchIndexError

    left = following.behind(db)
    if not left:
        return
    if left > _MANY:
        click.echo(f"Making the search index ({left:,} changes to take in) …", err=True)
    try:
        if not following.catch_up(db, told=_told if left > _MANY else _silent):
            click.echo("Another program is writing the search index; it may lack the newest stories.", err=True)
    except SearchIndexError as cause:
        click.echo(f"{cause}; it is made up for when it can be, the archive is whole.", err=True)


def _silent(done: int, left: int) -> None:
    pass


def _told(done: int, left: int) -> None:
    if left:
        click.echo(f"  {left:,} left", err=True)
