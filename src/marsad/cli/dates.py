"""The command ``dates``: strings in, the dates they state out, one JSON object a line."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from typing import Any, BinaryIO

import click

from marsad.errors import SettingsError


@click.command()
@click.argument("files", nargs=-1, type=click.File("rb"))
@click.option("--anchor", metavar="DATE", help="The writer's day or time (ISO), from which words such as أمس are told.")
def dates(files: tuple[BinaryIO, ...], anchor: str | None) -> None:
    """The date that each line of FILES (or of standard input) states, as JSON, a line for each line.

    value is ISO and as precise as the words are (year, month, day, minute), or null where it cannot be known; why
    then says why. earliest and latest bound it.
    """
    from marsad.text.dates import read_date

    day = _anchor(anchor)
    for file in files or (sys.stdin.buffer,):
        for line in file:
            text = line.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r\n")
            click.echo(json.dumps(asdict(read_date(text, day)), ensure_ascii=False))


def _anchor(given: str | None) -> date | None:
    from marsad.text.dates import as_anchor

    day = as_anchor(given) if given is not None else None
    if given is not None and day is None:
        raise SettingsError(f"--anchor {given}: not a date; give an ISO day such as 2018-02-04, or 2018-02-04T15:00")
    return day


COMMANDS: tuple[Any, ...] = (dates,)
