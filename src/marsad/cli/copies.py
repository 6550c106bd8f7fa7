"""Commands on copies: which stories have one text, where it stood first, and what people say of it."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from marsad.cli.asking import observatory
from marsad.cli.entities import deciding
from marsad.config import Settings

if TYPE_CHECKING:
    from marsad.observatory.copy_pages import Copy

_WHO = click.option("--by", "who", metavar="NAME", help="Who decides. [default: your login name]")


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="All groups, a JSON object a line, instead of a list.")
@click.option("--pairs", is_flag=True, help="With --json: the pairs of stories that share half of the shorter one.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1), help="Which page of the list.")
@click.pass_context
def copies(context: click.Context, as_json: bool, pairs: bool, page: int) -> None:
    """Stories of one text: where it stood first, who took it, and how much later.

    Without a command it lists the groups, those of most outlets first.
    """
    if context.invoked_subcommand is not None:
        return
    settings: Settings = context.obj
    if as_json or pairs:
        _print_lines(settings, pairs)
    else:
        _list(settings, page)


def _list(settings: Settings, page: int) -> None:
    from marsad.cli import show
    from marsad.observatory import Asked

    with observatory(settings) as watch:
        found = watch.copies(Asked(whole=True), page=page)
    rows = [(g.id, len(g.members), g.sources, g.copies, g.origin.story.title[:70]) for g in found.groups]
    title = f"{found.total:,} texts in more than one story; page {found.page} of {found.pages}"
    show.table(("origin", "stories", "outlets", "copies", "title"), rows, title)


def _print_lines(settings: Settings, pairs: bool) -> None:
    import orjson

    from marsad.exchange.copies import groups, overlaps
    from marsad.store.archive import open_existing, translated

    db = open_existing(settings.db)
    try:
        with translated(settings.db):
            for found in overlaps(db) if pairs else groups(db):
                click.echo(orjson.dumps(found))
    finally:
        db.close()


@copies.command()
@click.argument("story")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
@click.pass_obj
def show(settings: Settings, story: str, as_json: bool) -> None:
    """The stories with the text of STORY (an id), and what the last of them changed."""
    from marsad.cli import show as shown

    with observatory(settings) as watch:
        page = watch.copy(story)
    if as_json:
        shown.print_json(asdict(page))
        return
    rows = [_row(copy) for copy in page.group.members]
    shown.table(("story", "outlet", "day", "later", "what", "of it"), rows, f"origin by: {page.group.reason}")


def _row(copy: Copy) -> tuple[Any, ...]:
    source = copy.story.source.name if copy.story.source else ""
    later = f"{copy.minutes:,} min" if copy.minutes is not None else f"{copy.days} d" if copy.days is not None else ""
    return copy.story.id, source, copy.moment or copy.story.day or "", later, copy.kind, f"{copy.share:.0%}"


@copies.command()
@click.argument("story")
@click.argument("other")
@_WHO
@click.pass_obj
def join(settings: Settings, story: str, other: str, who: str | None) -> None:
    """STORY and OTHER (ids) are one text, whatever their words."""
    _decide(settings, "same_text", story, other, who)


@copies.command()
@click.argument("story")
@click.argument("other")
@_WHO
@click.pass_obj
def part(settings: Settings, story: str, other: str, who: str | None) -> None:
    """STORY and OTHER (ids) are not one text, whatever their words."""
    _decide(settings, "other_text", story, other, who)


def _decide(settings: Settings, kind: str, story: str, other: str, who: str | None) -> None:
    with deciding(settings) as watch:
        number = watch.decide(kind, story, other=other, who=who or getpass.getuser())
    click.echo(f"Kept as judgement {number}. marsad entities undo {number} takes it back.")


COMMANDS = (copies,)
