"""Commands that keep an archive right: ``check``, ``rebuild``, ``reread``, ``backup``, ``restore``, ``copy``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli.searchable import make_searchable
from marsad.config import Settings, place

if TYPE_CHECKING:
    from marsad.keeping.rereading import Reread
    from marsad.keeping.wrongs import Report
    from marsad.store.database import Database

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")


@contextmanager
def _reading(settings: Settings) -> Iterator[Database]:
    from marsad.store.archive import open_existing, translated

    db = open_existing(settings.db)
    try:
        with translated(settings.db):
            yield db
    finally:
        db.close()


@contextmanager
def _writing(settings: Settings) -> Iterator[Database]:
    """A connection that may write to an archive that is there. Raises StoreError where there is none."""
    from marsad.store.archive import create_or_open, open_existing, translated

    open_existing(settings.db).close()
    db = create_or_open(settings.db)
    try:
        with translated(settings.db):
            yield db
    finally:
        db.finish()


@click.command()
@_JSON
@click.pass_obj
def check(settings: Settings, as_json: bool) -> None:
    """See whether the archive is right: counts, lists, offsets, references, copies, the file itself.

    Everything derived is compared with what it is derived from. Changes nothing, may run while others read and add,
    and sees one moment. Ends with 1 when anything is wrong.
    """
    from marsad.cli import show
    from marsad.keeping.checking import check as look
    from marsad.search.following import Following

    with _reading(settings) as db, show.stages() as stage:
        report = look(db, stage, Following(settings.search_index))
    if as_json:
        show.print_json(report.as_json())
    else:
        _show(report)
    if not report.clean:
        raise SystemExit(1)


def _show(report: Report) -> None:

    looked = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in report.checked.items() if count)
    if report.clean:
        click.echo(f"Nothing is wrong ({looked or 'the archive is empty'}).")
    else:
        _show_found(report)
    _remarks(report)


def _remarks(report: Report) -> None:
    if report.lost_notes:
        click.echo(f"{report.lost_notes:,} notes stand on stories that their pages no longer give; they are kept.")
    if report.waiting:
        click.echo(f"{report.waiting:,} stories wait to be put into happenings; marsad resolve does it.")
    if report.not_searchable:
        click.echo("The search index has not taken in everything yet; the next command that adds or searches does.")


def _show_found(report: Report, title: str = "") -> None:
    from marsad.cli import show

    rows = [(f.table, f.what, f.count, "; ".join(f.where), f.remedy) for f in report.findings]
    show.table(("table", "what is wrong", "how many", "where", "what to do"), rows, title)


@click.command()
@click.option(
    "--what",
    multiple=True,
    type=click.Choice(["pages", "copies", "happenings", "counts", "changes", "names", "search"]),
    help="Only this; may be given several times. [default: all]",
)
@_JSON
@click.pass_obj
def rebuild(settings: Settings, what: tuple[str, ...], as_json: bool) -> None:
    """Make everything derived right again, from the pages, what was read in them, and people's decisions.

    Only rows that are wrong are written. All or nothing: a run that is stopped has changed nothing but names.
    """
    from marsad import catalogue
    from marsad.cli import show
    from marsad.keeping.rebuilding import PARTS
    from marsad.keeping.rebuilding import rebuild as mend
    from marsad.search.following import Following

    known = catalogue.load(settings.catalogues)
    with _writing(settings) as db, show.stages() as stage:
        done = mend(db, known, settings.resolving, what or PARTS, Following(settings.search_index), stage)
    if as_json:
        show.print_json({"mended": dict(done.mended), "lost": done.lost.as_json()["problems"]})
    elif done.mended:
        show.table(("table", "rows made right"), sorted(done.mended.items()))
    elif done.lost.clean:
        click.echo("Nothing was wrong.")
    if not done.lost.clean:
        if not as_json:
            _show_found(done.lost, "Lost, and not to be had from the archive; marsad reread reads the pages again")
        raise SystemExit(1)


@click.command()
@click.option("--all", "all_pages", is_flag=True, help="Every page, not only those of older versions.")
@click.option("--pages", "most", type=click.IntRange(1), metavar="N", help="At most so many in this run.")
@_JSON
@click.pass_obj
def reread(settings: Settings, all_pages: bool, most: int | None, as_json: bool) -> None:
    """Read the pages in the archive again, with the version, catalogue and outlets of today.

    Page by page, while others read and add; a run that is stopped goes on when it is given again. Addresses, notes and
    decisions stay. Pages that were not kept as they came (--no-raw) are read from their text as it was cut before.
    """
    from marsad.cli import show
    from marsad.intake.limits import memory
    from marsad.intake.options import Options
    from marsad.keeping import rereading
    from marsad.pipeline import Tools
    from marsad.search.following import Following

    with _writing(settings) as db:
        total, following = rereading.waiting(db, all_pages), Following(settings.search_index)
        tools, options = Tools.load(settings), Options(settings.limits)
        way = rereading.Way(tools, options, settings.resolving, all_pages, most, following)
        try:
            with memory(settings.limits.memory_bytes), show.progress(min(total, most or total)) as step:
                done = rereading.reread(db, way, step)
            make_searchable(db, following)
        except KeyboardInterrupt:
            click.echo("\nStopped. What was read is kept; give the command again to go on.", err=True)
            raise SystemExit(130) from None
    if as_json:
        show.print_json({**asdict(done), "left": dict(done.left)})
    else:
        _show_reread(done)


def _show_reread(done: Reread) -> None:
    from marsad.cli import show

    if not done.pages and not done.left:
        click.echo("Every page was read by this version already; --all reads them again.")
        return
    rows: list[tuple[object, ...]] = [
        ("pages read again", done.pages),
        ("  from their kept text, as it was cut before", done.from_layout),
        ("stories", done.stories),
        ("  that are new", done.new),
        ("  that are gone", done.gone),
        ("  that moved to another address", done.moved),
        *((f"pages left as they were: {reason}", count) for reason, count in sorted(done.left.items())),
    ]
    show.table(("", ""), [row for row in rows if row[1] or not str(row[0]).startswith(" ")])
    if done.lost_notes:
        show.table(("story", "note", "by"), done.lost_notes, "Notes on stories that are gone; they are kept")
    if not done.whole:
        click.echo("More pages wait; give the command again to go on.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(settings: Settings, file: Path) -> None:
    """Write the whole archive into the new FILE, as of one moment, while others read and add.

    FILE is an archive by itself: --db FILE opens it, and marsad restore FILE puts it in another place.
    """
    from marsad.keeping import copying

    _copied(settings, file, copying.backup)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_obj
def restore(settings: Settings, file: Path) -> None:
    """Put the back-up FILE where the archive is to be (--db); nothing may be there yet."""
    from marsad.keeping import copying

    _copied(replace(settings, db=file), settings.db, copying.copy)


@click.command("copy")
@click.option("--to", required=True, metavar="PLACE", help="A new file, or postgresql://user@host/name, empty.")
@click.pass_obj
def copy_(settings: Settings, to: str) -> None:
    """Copy the archive to another place, from a file to a server or back: every row, number, note and decision.

    As of one moment, while others read and add; it is there whole or not at all.
    """
    from marsad.keeping import copying

    _copied(settings, place(to), copying.copy)


def _copied(settings: Settings, to: Path | str, way: Callable[..., dict[str, int]]) -> None:
    from marsad.cli import show
    from marsad.store.archive import shown

    with _reading(settings) as db, show.stages() as stage:
        counts = way(db, to, stage)
    click.echo(f"{counts['page']:,} pages and {counts['story']:,} stories are at {shown(to)}.")


COMMANDS = (check, rebuild, reread, backup, restore, copy_)
