"""Commands that read pages: ``read`` prints what is in them, ``add`` stores them, ``rejected`` lists the others."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

import click

from marsad.cli.options import FIELDS, LIMITS, RAW
from marsad.cli.searchable import make_searchable
from marsad.config import Settings
from marsad.errors import SettingsError

if TYPE_CHECKING:
    from marsad.intake.options import Options
    from marsad.model import Page, Reading, Rejected
    from marsad.pipeline import Tools
    from marsad.store.adding import Added
    from marsad.store.database import Database

_PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH…")
_STRICT = click.option("--strict", is_flag=True, hidden=True, help="Let a bug rise instead of rejecting the page.")
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")


@click.command()
@_PATHS
@FIELDS
@LIMITS
@click.option("--json", "as_json", is_flag=True, help="One JSON object a page, a line each.")
@_STRICT
@click.pass_obj
def read(
    settings: Settings,
    paths: tuple[str, ...],
    fields: tuple[str, ...],
    limits: tuple[str, ...],
    as_json: bool,
    strict: bool,
) -> None:
    """Show what is in pages, without storing it.

    PATH: files, folders, globs, or - for standard input. Files may be text, HTML, feeds, JSON Lines and WARC, also
    compressed.
    """
    from marsad import contract
    from marsad.cli import show
    from marsad.intake import files
    from marsad.intake.limits import memory
    from marsad.model import Rejected
    from marsad.pipeline import Tools, observe_within

    options = _options(settings, fields, limits)
    tools = Tools.load(settings)
    _count(paths)
    good = 0
    with memory(options.limits.memory_bytes):
        for page in files.pages(paths, options):
            result = observe_within(page, tools, options.limits.seconds, strict=strict)
            good += not isinstance(result, Rejected)
            shown = contract.as_json(result)
            if as_json:
                click.echo(json.dumps(shown, ensure_ascii=False).encode("utf-8", "backslashreplace"))
            else:
                show.page(shown)
    if not good:
        raise SystemExit(1)


def _options(settings: Settings, fields: tuple[str, ...], limits: tuple[str, ...]) -> Options:
    from marsad.intake.fields import Fields
    from marsad.intake.options import Options

    def notice(remark: str) -> None:
        click.echo(remark, err=True)

    return Options(settings.limits.told(limits), Fields.parse(fields), notice, settings.raw)


@dataclass(slots=True)
class Tally:
    """What became of the pages of one run."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def count(self, added: Added, outcome: str = "", number: int = 1) -> None:
        """Takes in the outcome of one page, or of ``number`` records that are no pages (``outcome`` skipped)."""
        outcome = outcome or added.outcome
        self.outcomes[outcome] += number
        if added.reason:
            self.reasons[outcome, added.reason] += number
        self.found.update(stories=added.stories, mentions=added.mentions, quotes=added.quotes, versions=added.versions)

    def as_json(self) -> dict[str, object]:
        """The counts as one flat object; ``rejected_*`` and ``skipped_*`` by reason, the second only for containers;
        ``versions`` (stories that got another text) only where there are any."""
        skipped = {"skipped": self.outcomes["skipped"]} if self.outcomes["skipped"] else {}
        return {
            "added": self.outcomes["added"],
            "known": self.outcomes["known"],
            "rejected": self.outcomes["rejected"],
            **self._by_reason("rejected"),
            **skipped,
            **self._by_reason("skipped"),
            **{name: self.found[name] for name in ("stories", "mentions", "quotes")},
            **({"versions": self.found["versions"]} if self.found["versions"] else {}),
        }

    def _by_reason(self, outcome: str) -> dict[str, int]:
        return {f"{outcome}_{reason}": n for (whose, reason), n in sorted(self.reasons.items()) if whose == outcome}


@click.command()
@_PATHS
@FIELDS
@LIMITS
@RAW
@_JSON
@_STRICT
@click.pass_obj
def add(
    settings: Settings,
    paths: tuple[str, ...],
    fields: tuple[str, ...],
    limits: tuple[str, ...],
    no_raw: bool,
    as_json: bool,
    strict: bool,
) -> None:
    """Store pages in the archive.

    PATH: files, folders, globs, or - for standard input. Files may be text, HTML, feeds, JSON Lines and WARC, also
    compressed. A page that is there already is left alone, so a run that was stopped can be given again.
    """
    options = _options(settings, fields, limits)
    options = replace(options, raw=options.raw and not no_raw)
    tally = add_pages(settings, paths, strict=strict, report=lambda t: _report(t, as_json), options=options)
    if not tally.outcomes["added"] + tally.outcomes["known"]:
        raise SystemExit(1)


def add_pages(
    settings: Settings,
    paths: Iterable[str],
    *,
    strict: bool,
    report: Callable[[Tally], None],
    options: Options | None = None,
) -> Tally:
    """Adds the pages and reports the counts, also when the run is stopped or the archive takes no more."""
    from marsad.cli import show
    from marsad.intake import files
    from marsad.intake.limits import memory
    from marsad.model import Page
    from marsad.pipeline import Tools, observe_within
    from marsad.resolving.learning import catch_up
    from marsad.search.following import Following
    from marsad.store.adding import Added, known
    from marsad.store.archive import create_or_open, translated

    tally, paths = Tally(), tuple(paths)
    options = options or _options(settings, (), ())
    total = _count(paths)
    tools = Tools.load(settings)
    db = create_or_open(settings.db)
    try:
        with (
            memory(options.limits.memory_bytes),
            translated(settings.db),
            show.progress(total) as step,
            Gathered(db, tools, tally) as gathered,
        ):
            for page in files.pages(paths, options):
                if isinstance(page, Page) and known(db, page.digest):
                    tally.count(Added("known"))
                else:
                    gathered.take(page, observe_within(page, tools, options.limits.seconds, strict=strict))
                step(page.path)
        with translated(settings.db):
            following = Following(settings.search_index)
            catch_up(db, tools, settings.resolving, following=following)
            make_searchable(db, following)
    except KeyboardInterrupt:
        click.echo("\nStopped. What was added is kept; give the command again to go on.", err=True)
        raise SystemExit(130) from None
    finally:
        db.finish()
        report(tally)
    return tally


def _count(paths: Iterable[str]) -> int | None:
    """How many pages the paths stand for, None where a file may hold many. Raises SettingsError where one has none."""
    from marsad.intake import containers, files

    total, sure = 0, True
    for path in paths:
        found = 0
        for file in [path] if path == files.STANDARD_INPUT else files.files(path):
            found += 1
            sure = sure and path != files.STANDARD_INPUT and not containers.may_hold_many(str(file))
        if not found:
            raise SettingsError(f"there are no pages in {path}; give saved pages, or a folder that holds some")
        total += found
    return total if sure else None


class Gathered:
    """Readings on their way into the archive: many go in one transaction, and none waits long."""

    PAGES, SECONDS = 64, 2.0

    def __init__(self, db: Database, tools: Tools, tally: Tally) -> None:
        self._db, self._tools, self._tally = db, tools, tally
        self._found: list[tuple[Page | Rejected, Reading | Rejected]] = []
        self._since = monotonic()

    def __enter__(self) -> Gathered:
        return self

    def __exit__(self, kind: type[BaseException] | None, *raised: object) -> None:
        """Stores the rest, also when the run is stopped; not when storing itself failed."""
        if kind is None or issubclass(kind, KeyboardInterrupt):
            self.store()

    def take(self, page: Page | Rejected, found: Reading | Rejected) -> None:
        """Takes what was found in a page."""
        self._found.append((page, found))
        if len(self._found) >= self.PAGES or monotonic() - self._since > self.SECONDS:
            self.store()

    def store(self) -> None:
        """Stores what was taken, and counts what is stored."""
        from marsad.model import Page
        from marsad.store.adding import add_all

        added = add_all(self._db, [found for _, found in self._found], self._tools.outlets)
        for (page, _), one in zip(self._found, added, strict=True):
            if isinstance(page, Page):
                self._tally.count(one)
            else:
                self._tally.count(one, "skipped" if page.stage == "container" else "", page.count)
        self._found.clear()
        self._since = monotonic()


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
