"""Commands that ask the archive: entities, comparisons, search, quotes, contested statements, sources, figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from marsad.cli.searchable import make_searchable
from marsad.config import Settings
from marsad.errors import SettingsError

if TYPE_CHECKING:
    from marsad.observatory import Asked, Observatory

Command = Callable[..., Any]

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
_ONCE = click.option("--once", is_flag=True, help="Count stories with the same text once.")
_PAGE = click.option("--page", default=1, show_default=True, type=click.IntRange(1), help="Which page of the list.")


def _window(command: Command) -> Command:
    """The options that choose the days of the figures."""
    for option in (
        _ONCE,
        click.option("--all", "whole", is_flag=True, help="The whole archive."),
        click.option("--days", type=int, help="So many days, up to the last one with stories."),
        click.option("--to", "day_to", metavar="YYYY-MM-DD", help="Last day."),
        click.option("--from", "day_from", metavar="YYYY-MM-DD", help="First day."),
    ):
        command = option(command)
    return command


@contextmanager
def observatory(settings: Settings) -> Iterator[Observatory]:
    """The observatory over the archive of ``settings``. Raises StoreError where there is none."""
    from marsad import catalogue, outlets
    from marsad.observatory import Observatory
    from marsad.search.following import Following
    from marsad.store.archive import open_existing, translated

    db = open_existing(settings.db)
    try:
        with translated(settings.db):
            following = Following(settings.search_index)
            make_searchable(db, following)
            known, sources = catalogue.load(settings.catalogues), outlets.load(settings.outlets)
            yield Observatory(db, known, sources, following=following)
    finally:
        db.close()


def _asked(asked: dict[str, Any], *, whole: bool = False) -> Asked:
    """The window asked for; ``whole`` says that it is the whole archive unless days are given."""
    from marsad.observatory import Asked

    given = any(asked[k] for k in ("day_from", "day_to", "days"))
    if given and asked["whole"]:
        raise SettingsError("--all is the whole archive; leave out --from, --to and --days, or leave out --all")
    return Asked(**{**asked, "whole": asked["whole"] or (whole and not given)})


@click.command()
@click.argument("name")
@_window
@_JSON
@click.pass_obj
def entity(settings: Settings, /, name: str, as_json: bool, **asked: Any) -> None:
    """Who NAME is, how often, with whom, where and in which words. NAME: Arabic, English, or an id."""
    from marsad.cli import show

    asked_for = _asked(asked)
    with observatory(settings) as watch:
        page = watch.entity(watch.find(name).id, asked_for)
    show.print_json(asdict(page)) if as_json else show.entity(page)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME NAME…")
@_window
@_JSON
@click.pass_obj
def compare(settings: Settings, /, names: tuple[str, ...], as_json: bool, **asked: Any) -> None:
    """Two to five people, organisations or places side by side."""
    from marsad.cli import show
    from marsad.observatory.pages import MOST_COMPARED

    if not 2 <= len(names) <= MOST_COMPARED:
        raise SettingsError(f"give 2 to {MOST_COMPARED} names to compare, not {len(names)}")
    asked_for = _asked(asked)
    with observatory(settings) as watch:
        page = watch.compare([watch.find(name).id for name in names], asked_for)
    show.print_json(asdict(page)) if as_json else show.compare(page)


@click.command()
@click.argument("query", nargs=-1)
@click.option("--newest", is_flag=True, help="The newest first, instead of the best.")
@click.option("--entity", default="", metavar="NAME", help="Only stories that name this entity.")
@click.option("--speaker", default="", metavar="NAME", help="Only stories that quote this entity.")
@click.option("--source", default="", metavar="NAME", help="Only this outlet.")
@click.option("--kind", default="", help="Only outlets or pages of a kind: newspaper, agency, channel, article …")
@click.option("--tag", default="", help="Only stories with this tag or category.")
@click.option("--from", "day_from", default="", metavar="YYYY-MM-DD", help="First day.")
@click.option("--to", "day_to", default="", metavar="YYYY-MM-DD", help="Last day.")
@_ONCE
@_PAGE
@_JSON
@click.pass_obj
def search(
    settings: Settings, /, query: tuple[str, ...], newest: bool, once: bool, page: int, as_json: bool, **filters: str
) -> None:
    """Stories that answer QUERY.

    Words are found in all spellings and forms, names in Latin letters too. "Words in marks" stand together, "…"~5 near
    one another; begin* is a beginning; | or OR, - or NOT, and (brackets) as usual. The filters can be written in the
    query as well: source:sana after:2018 -tag:sport, in English or Arabic. Put -- before a query that begins with -.
    """
    from marsad.cli import show
    from marsad.observatory.pages import SearchFilters

    if not query and not any(filters.values()):
        raise SettingsError("give words to search for, or a filter")
    with observatory(settings) as watch:
        found = watch.search(
            " ".join(query),
            order="newest" if newest else "best",
            filters=SearchFilters(**filters),
            page=page,
            figures=as_json and page == 1,
            once=once,
        )
    show.print_json(asdict(found)) if as_json else show.search(found)


@click.command()
@click.argument("words", nargs=-1)
@click.option("--by", metavar="NAME", help="Who said it.")
@click.option("--about", metavar="NAME", help="Who or what is named in it.")
@click.option("--stance", default="", help="say, deny, accuse, call, warn, promise, claim, praise …")
@_window
@_PAGE
@_JSON
@click.pass_obj
def quotes(
    settings: Settings,
    /,
    words: tuple[str, ...],
    by: str | None,
    about: str | None,
    stance: str,
    page: int,
    as_json: bool,
    **asked: Any,
) -> None:
    """Who said what about whom; WORDS that the quotes hold may be given."""
    from marsad.cli import show

    asked_for = _asked(asked, whole=True)
    with observatory(settings) as watch:
        found = watch.quotes(by=by, about=about, query=" ".join(words), stance=stance, asked=asked_for, page=page)
    show.print_json(asdict(found)) if as_json else show.quotes(found)


@click.command()
@click.option("--about", metavar="NAME", help="Only those that name, or are by, NAME.")
@_window
@_PAGE
@_JSON
@click.pass_obj
def contested(settings: Settings, /, about: str | None, page: int, as_json: bool, **asked: Any) -> None:
    """What one story gives and another denies, in the same days, side by side."""
    from marsad.cli import show

    asked_for = _asked(asked, whole=True)
    with observatory(settings) as watch:
        found = watch.contested(asked_for, about=about, page=page)
    show.print_json(asdict(found)) if as_json else show.contested(found)


@click.command()
@click.argument("name", required=False)
@click.option("--with", "with_", metavar="NAME", help="Only those with NAME as well.")
@click.option("--type", "kind", default="", help="meet, call, visit, agree, accuse, deny, sanction, fight, withdraw …")
@click.option("--plover", is_flag=True, help="JSON Lines with the codes of PLOVER, a line each telling.")
@_window
@_JSON
@click.pass_obj
def events(
    settings: Settings, /, name: str | None, with_: str | None, kind: str, plover: bool, as_json: bool, **asked: Any
) -> None:
    """What happened: of NAME, between two, of one type, or all; --json gives JSON Lines, a line each telling."""
    from marsad.cli import show, telling

    asked_for = _asked(asked, whole=True)
    with observatory(settings) as watch:
        found = watch.events(name, with_, kind, asked_for)
    if plover or as_json:
        telling.print_lines(found, plover=plover)
    else:
        show.table(("day", "type", "who", "to whom", "tellings"), telling.rows(found), f"{found.total} events")


@click.command()
@click.argument("name")
@click.option("--source", "outlets", multiple=True, metavar="ID", help="Only this outlet; twice compares two.")
@_window
@_JSON
@click.pass_obj
def labels(settings: Settings, /, name: str, outlets: tuple[str, ...], as_json: bool, **asked: Any) -> None:
    """In which words outlets name NAME, in their own voice: how many stories of each, the most telling words first."""
    from marsad.cli import show

    asked_for = _asked(asked, whole=True)
    with observatory(settings) as watch:
        page = watch.labels(watch.find(name).id, asked_for, of=outlets)
    if as_json:
        show.print_json(asdict(page))
        return
    rows = page.table.rows
    heads = ("words", "kind", "score", *(row.source.id for row in rows))
    lines = [
        (c.text, c.kind, c.score, *(row.cells[at].count for row in rows)) for at, c in enumerate(page.table.columns)
    ]
    show.table(heads, [("", "stories", "", *(row.stories for row in rows)), *lines], page.entity.name)


@click.command()
@_window
@_JSON
@click.pass_obj
def sources(settings: Settings, /, as_json: bool, **asked: Any) -> None:
    """The outlets of the archive, the largest first."""
    from marsad.cli import show

    with observatory(settings) as watch:
        page = watch.sources(_asked(asked, whole=True))
    if as_json:
        show.print_json(asdict(page))
    else:
        show.table(("outlet", "id", "stories"), [(s.source.name, s.source.id, s.total) for s in page.sources])


@click.command()
@_JSON
@click.pass_obj
def stats(settings: Settings, as_json: bool) -> None:
    """What the archive holds."""
    from marsad.cli import show

    with observatory(settings) as watch:
        figures = watch.stats()
    if as_json:
        show.print_json(figures)
    else:
        show.table(("what", "how many"), list(figures.items()))


COMMANDS = (entity, compare, search, quotes, contested, events, labels, sources, stats)
