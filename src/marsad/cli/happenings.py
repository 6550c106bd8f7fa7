"""Commands on happenings: what happened, which stories tell of it, and what people say of that."""

from __future__ import annotations

import getpass
from dataclasses import asdict

import click

from marsad.cli.asking import observatory
from marsad.cli.entities import deciding
from marsad.config import Settings

_WHO = click.option("--by", "who", metavar="NAME", help="Who decides. [default: your login name]")


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="All happenings of two stories, a JSON object a line.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1), help="Which page of the list.")
@click.pass_context
def happenings(context: click.Context, as_json: bool, page: int) -> None:
    """What happened, by how many outlets tell of it in texts of their own."""
    if context.invoked_subcommand is not None:
        return
    settings: Settings = context.obj
    if as_json:
        _print_lines(settings)
        return
    from marsad.cli import show
    from marsad.observatory import Asked

    with observatory(settings) as watch:
        found = watch.happenings(Asked(whole=True), page=page)
    rows = [(r.id, r.outlets, r.texts, r.stories, r.first_day, r.last_day, r.title[:70]) for r in found.rows]
    title = f"{found.total:,} happenings of two outlets or more; page {found.page} of {found.pages}"
    show.table(("first story", "outlets", "texts", "stories", "from", "to", "title"), rows, title)


def _print_lines(settings: Settings) -> None:
    import orjson

    from marsad.exchange.happenings import happenings as lines
    from marsad.store.archive import open_existing, translated

    db = open_existing(settings.db)
    try:
        with translated(settings.db):
            for found in lines(db):
                click.echo(orjson.dumps(found))
    finally:
        db.close()


@happenings.command()
@click.argument("story")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
@click.pass_obj
def show(settings: Settings, story: str, as_json: bool) -> None:
    """The happening that STORY (an id) tells of."""
    from marsad.cli import show as shown

    with observatory(settings) as watch:
        page = watch.happening(story)
    if as_json:
        shown.print_json(asdict(page))
        return
    rows = [
        (t.row.id, t.row.source.name if t.row.source else "", t.row.day or "", f"{t.share:.2f}", t.row.title[:70])
        for t in page.tales
    ]
    title = f"{page.head.title}: {page.head.stories} stories, {page.head.texts} texts, {page.head.sources} outlets"
    shown.table(("story", "outlet", "day", "like the others", "title"), rows, title)


@happenings.command()
@click.argument("story")
@click.argument("other")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
@click.pass_obj
def compare(settings: Settings, story: str, other: str, as_json: bool) -> None:
    """How alike STORY and OTHER (ids) are in what they are about, and by what."""
    from marsad.cli import show as shown

    with observatory(settings) as watch:
        found = watch.alike(story, other)
    if as_json:
        shown.print_json(asdict(found))
        return
    with_days = "one has no day" if found.with_days is None else f"{found.with_days:.2f}, {found.days} days apart"
    rows = (
        ("alike in what they are about", f"{found.likeness:.2f}"),
        ("with their days", with_days),
        ("needed for one happening", f"{found.needed:.2f}"),
        ("in one happening", "yes" if found.together else "no"),
        ("by", "، ".join(found.shared)),
    )
    shown.table(("", ""), rows)


@happenings.command()
@click.argument("story")
@click.argument("other")
@_WHO
@click.pass_obj
def join(settings: Settings, story: str, other: str, who: str | None) -> None:
    """STORY and OTHER (ids) tell of one happening."""
    _decide(settings, "same_happening", story, other, who)


@happenings.command()
@click.argument("story")
@click.argument("other")
@_WHO
@click.pass_obj
def part(settings: Settings, story: str, other: str, who: str | None) -> None:
    """STORY and OTHER (ids) do not tell of one happening."""
    _decide(settings, "other_happening", story, other, who)


def _decide(settings: Settings, kind: str, story: str, other: str, who: str | None) -> None:
    with deciding(settings) as watch:
        number = watch.decide(kind, story, other=other, who=who or getpass.getuser())
    click.echo(f"Kept as judgement {number}. marsad entities undo {number} takes it back.")


COMMANDS = (happenings,)
