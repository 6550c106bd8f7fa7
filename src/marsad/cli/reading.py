"""Commands that read pages: ``read`` prints what is in them, ``add`` stores them, ``rejected`` lists the others."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from marsad.config import Settings
from marsad.errors import SettingsError

if TYPE_CHECKING:
    import sqlite3

    from marsad.model import Page, Rejected
    from marsad.pipeline import Tools
    from marsad.store.adding import Added

_PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH…")
_STRICT = click.option("--strict", is_flag=True, hidden=True, help="Let a bug rise instead of rejecting the page.")
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")


@click.command()
@_PATHS
@click.option("--json", "as_json", is_flag=True, help="One JSON object a page, a line each.")
@_STRICT
@click.pass_obj
def read(settings: Settings, paths: tuple[str, ...], as_json: bool, strict: bool) -> None:
    """Show what is in pages, without storing it. PATH: files, folders, globs, or - for standard input."""
    from marsad import contract
    from marsad.cli import show
    from marsad.pipeline import Tools, observe
    from marsad.read import files

    tools = Tools.load(settings)
    _count(paths)
    good = 0
    for page in files.pages(paths):
        result = observe(page, tools, strict=strict)
        shown = contract.as_json(result)
        good += shown["rejected"] is None
        if as_json:
            click.echo(json.dumps(shown, ensure_ascii=False).encode("utf-8", "backslashreplace"))
        else:
            show.page(shown)
    if not good:
        raise SystemExit(1)


@dataclass(slots=True)
class Tally:
    """What became of the pages of one run."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def count(self, added: Added) -> None:
        """Takes in the outcome of one page."""
        self.outcomes[added.outcome] += 1
        if added.reason:
            self.reasons[added.reason] += 1
        self.found.update(stories=added.stories, mentions=added.mentions, quotes=added.quotes)

    def as_json(self) -> dict[str, object]:
        """The counts as one flat object; ``rejected_*`` by reason."""
        return {
            "added": self.outcomes["added"],
            "known": self.outcomes["known"],
            "rejected": self.outcomes["rejected"],
            **{f"rejected_{reason}": n for reason, n in sorted(self.reasons.items())},
            **{name: self.found[name] for name in ("stories", "mentions", "quotes")},
        }


@click.command()
@_PATHS
@_JSON
@_STRICT
@click.pass_obj
def add(settings: Settings, paths: tuple[str, ...], as_json: bool, strict: bool) -> None:
    """Store pages in the archive. PATH: files, folders, globs, or - for standard input.

    A page that is there already is left alone, so a run that was stopped can be given again.
    """
    tally = add_pages(settings, paths, strict=strict, report=lambda t: _report(t, as_json))
    if not tally.outcomes["added"] + tally.outcomes["known"]:
        raise SystemExit(1)


def add_pages(settings: Settings, paths: Iterable[str], *, strict: bool, report: Callable[[Tally], None]) -> Tally:
    """Adds the pages and reports the counts, also when the run is stopped or the archive takes no more."""
    from marsad.cli import show
    from marsad.pipeline import Tools
    from marsad.read import files
    from marsad.store.archive import close, create_or_open, translated

    tally, paths = Tally(), tuple(paths)
    total = _count(paths)
    tools = Tools.load(settings)
    db = create_or_open(settings.db)
    try:
        with translated(settings.db), show.progress(total) as step:
            for page in files.pages(paths):
                tally.count(_add_one(db, page, tools, strict))
                step(page.path)
    except KeyboardInterrupt:
        click.echo("\nStopped. What was added is kept; give the command again to go on.", err=True)
        raise SystemExit(130) from None
    finally:
        close(db)
        report(tally)
    return tally


def _count(paths: Iterable[str]) -> int:
    """How many files the paths stand for. Raises SettingsError where one stands for none."""
    from marsad.read import files

    total = 0
    for path in paths:
        found = 1 if path == files.STANDARD_INPUT else sum(1 for _ in files.files(path))
        if not found:
            raise SettingsError(f"there are no pages in {path}; give saved pages, or a folder that holds some")
        total += found
    return total


def _add_one(db: sqlite3.Connection, page: Page | Rejected, tools: Tools, strict: bool) -> Added:
    from marsad.model import Page
    from marsad.pipeline import observe
    from marsad.store.adding import Added, known
    from marsad.store.adding import add as store

    if isinstance(page, Page) and known(db, page.digest):
        return Added("known")
    return store(db, observe(page, tools, strict=strict), tools.outlets)


def _report(tally: Tally, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(tally.as_json()))
        return
    from marsad.cli import show

    show.tally(tally)


@click.command()
@_JSON
@click.pass_obj
def rejected(settings: Settings, as_json: bool) -> None:
    """List the pages that were not read, and why."""
    from marsad.cli import show
    from marsad.store.archive import open_existing, translated

    names = ("path", "stage", "reason", "detail", "size")
    db = open_existing(settings.db)
    try:
        with translated(settings.db):
            rows = db.execute(f"SELECT {', '.join(names)} FROM rejected ORDER BY path, id").fetchall()
    finally:
        db.close()
    if as_json:
        show.print_json([dict(zip(names, row, strict=True)) for row in rows])
    elif rows:
        show.table(("page", "reason", "what was wrong"), [(r[0], r[2], r[3]) for r in rows])
    else:
        click.echo("No page was rejected.")


COMMANDS = (read, add, rejected)
