"""The group of commands: options that stand before a command, and errors as one plain line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from marsad import __version__
from marsad.cli import (
    asking,
    batch,
    catalogue,
    copies,
    dates,
    entities,
    exchange,
    follow,
    happenings,
    keeping,
    names,
    outlets,
    reading,
    serving,
    train,
    versions,
)
from marsad.config import place, settings
from marsad.errors import MarsadError


class PlainError(click.ClickException):
    """An error that the user can mend, on one line."""

    def show(self, file: Any = None) -> None:
        """Prints the message on standard error."""
        click.echo(f"marsad: {self.format_message()}", err=True, file=file)


class Commands(click.Group):
    """The group that turns Marsad's own errors into one line, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except MarsadError as error:
            raise PlainError(str(error)) from error
        except (RecursionError, MemoryError):
            raise PlainError("not enough memory for this; give fewer or smaller files at a time") from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--db", help="The archive: a file, or postgresql://user@host/name. [default: a file in your data folder]")
@click.option(
    "--catalogue",
    "catalogues",
    multiple=True,
    type=click.Path(path_type=Path),
    help="More known names (TSV, or made by `marsad catalogue import`).",
)
@click.option("--outlets", multiple=True, type=click.Path(path_type=Path), help="More known outlets (TOML).")
@click.version_option(__version__, prog_name="marsad")
@click.pass_context
def main(ctx: click.Context, db: str | None, catalogues: tuple[Path, ...], outlets: tuple[Path, ...]) -> None:
    """Marsad (مرصد), the open observatory of Arabic news.

    Add saved pages with `marsad add FOLDER`, look at them with `marsad serve`; `marsad demo` shows invented ones.
    """
    base = settings()
    ctx.obj = replace(
        base,
        db=place(db) if db else base.db,
        catalogues=(*base.catalogues, *catalogues),
        outlets=(*base.outlets, *outlets),
    )


for part in (
    reading,
    follow,
    batch,
    exchange,
    asking,
    entities,
    keeping,
    dates,
    serving,
    outlets,
    catalogue,
    names,
    train,
    versions,
    copies,
    happenings,
):
    for command in part.COMMANDS:
        main.add_command(command)
