"""The command that shows the texts that a story had at its address."""

from __future__ import annotations

from dataclasses import asdict

import click

from marsad.cli.asking import observatory
from marsad.config import Settings


@click.command()
@click.argument("story", metavar="KEY")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of a table, with the differences.")
@click.pass_obj
def versions(settings: Settings, story: str, as_json: bool) -> None:
    """The texts that a story had one after another, and what each changed.

    KEY is the id of the story, as its page and --json lists give it.
    """
    from marsad.cli import show

    with observatory(settings) as watch:
        rows = watch.story(story).versions
        pages = [watch.version(story, row.number) for row in rows[1:]]
    if as_json:
        changes = [{"number": page.number, **asdict(page.alignment)} for page in pages]
        show.print_json({"story": story, "versions": [asdict(row) for row in rows], "changes": changes})
    elif not rows:
        click.echo("This story had one text alone.")
    else:
        heads = ("n", "time", "words added", "dropped", "changed", "headline")
        show.table(heads, [(r.number, r.time or "", r.added, r.dropped, _how(r.said, r.silent), r.title) for r in rows])


def _how(said: bool, silent: bool) -> str:
    return "silently" if silent else "said" if said else ""


COMMANDS = (versions,)
