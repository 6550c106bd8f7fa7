"""Commands about outlets: ``outlets list``, ``outlets show`` and ``outlets check``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.config import Settings
from marsad.errors import NotInArchiveError

if TYPE_CHECKING:
    from marsad.outlets import Outlet
    from marsad.outlets.checking import File

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")


@click.group()
def outlets() -> None:
    """The outlets that Marsad knows: list them, show one, check your own."""


@outlets.command(name="list")
@click.option("--country", help="Only those of a country: syria, saudi-arabia …")
@click.option("--kind", help="Only agency, newspaper, magazine, channel, radio, site or ngo.")
@_JSON
@click.pass_obj
def list_(settings: Settings, country: str | None, kind: str | None, as_json: bool) -> None:
    """List the known outlets."""
    from marsad.cli import show
    from marsad.outlets import load

    known = load(settings.outlets).by_key.values()
    chosen = [o for o in known if country in (None, o.country) and kind in (None, o.kind)]
    if as_json:
        show.print_json([asdict(o) for o in chosen])
    else:
        rows = [(o.key, o.name, o.kind, o.country, o.owner, " ".join(o.domains)) for o in chosen]
        show.table(("id", "outlet", "kind", "country", "owner", "sites"), rows)


@outlets.command(name="show")
@click.argument("name")
@_JSON
@click.pass_obj
def show_(settings: Settings, name: str, as_json: bool) -> None:
    """Show one outlet as a file of outlets holds it. NAME: its id, its Arabic name, or an address of its site."""
    from marsad.cli import show
    from marsad.outlets import load

    known = load(settings.outlets)
    outlet = known.resolve(name)
    if outlet is None:
        from difflib import get_close_matches

        near = get_close_matches(name, known.by_key, 3)
        hint = f"; is {' or '.join(near)} meant?" if near else "; marsad outlets list names all"
        raise NotInArchiveError(f"no outlet is called {name!r}{hint}", tuple(near))
    if as_json:
        show.print_json(asdict(outlet))
    else:
        click.echo(as_toml(outlet))


@outlets.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@_JSON
@click.pass_obj
def check(settings: Settings, files: tuple[Path, ...], as_json: bool) -> None:
    """Tell all that is wrong with files of outlets. FILE: by default the shipped ones and those of --outlets."""
    from marsad import catalogue
    from marsad.cli import show
    from marsad.names import lexicon
    from marsad.outlets import checking

    words = lexicon.load()
    given = _files(settings, files)
    problems = checking.check(given, catalogue.load(settings.catalogues), words.is_common)
    own = {str(path) for path in files}
    told = [p for p in problems if not files or p.file in own]
    if as_json:
        show.print_json([asdict(p) for p in told])
    else:
        for problem in told:
            click.echo(str(problem))
        click.echo(f"{len(told)} problem(s)." if told else "Nothing is wrong.", err=True)
    if told:
        raise SystemExit(1)


def _files(settings: Settings, files: tuple[Path, ...]) -> list[File]:
    """The shipped file, then the user's: names and domains are compared with all that come before."""
    from importlib import resources

    from marsad.outlets.checking import File
    from marsad.outlets.known import SHIPPED, text_of

    shipped = (resources.files("marsad.data") / SHIPPED).read_text("utf-8")
    own = dict.fromkeys((*settings.outlets, *files))
    return [File(SHIPPED, shipped, judged=True), *(File(str(path), text_of(path)) for path in own)]


def as_toml(outlet: Outlet) -> str:
    """The outlet in TOML, ready to be copied into a file of one's own."""
    import json

    more = [f"!{name}" if name in outlet.guarded else name for name in outlet.names[1:]]
    fields: dict[str, object] = {
        "name": outlet.name,
        "name_en": outlet.name_en,
        "names": more,
        "credits": list(outlet.credits),
        "kind": outlet.kind,
        "country": outlet.country,
        "domains": list(outlet.domains),
        "owner": outlet.owner if outlet.owner != "unknown" else "",
        "owner_source": outlet.owner_source,
        "feeds": list(outlet.feeds),
    }
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value]
    return "\n".join([f"[{outlet.key}]", *lines])


COMMANDS = (outlets,)
