"""The command ``follow``: fetches what sites publish and adds it to the archive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.config import Settings
from marsad.errors import SettingsError

if TYPE_CHECKING:
    from marsad.follow.report import Gain, Report

_MIB = 1024 * 1024
#: No page of news is larger, whatever a page from a file may be.
_MOST_PAGE = 16 * _MIB


@click.command()
@click.argument("what", nargs=-1, metavar="[OUTLET|ADDRESS]…")
@click.option("--list", "lists", multiple=True, type=click.Path(path_type=Path), help="A file of them, one a line.")
@click.option(
    "--store", type=click.Path(path_type=Path), help="Folder of raw pages and state. [default: by the archive]"
)
@click.option("--budget", default=200, show_default=True, type=click.IntRange(1), help="So many pages in a run.")
@click.option("--megabytes", default=500, show_default=True, type=click.IntRange(1), help="So much data in a run.")
@click.option("--hours", type=click.FloatRange(0, min_open=True), help="A run ends after so many hours,")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), help="or after so many seconds.")
@click.option("--days", default=7, show_default=True, type=click.IntRange(0), help="How old a dated page may be.")
@click.option(
    "--delay", default=2.0, show_default=True, type=click.FloatRange(0.01), help="Seconds between requests to a host."
)
@click.option("--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds for one answer.")
@click.option("--once", is_flag=True, help="One run; so it is unless --every is given.")
@click.option(
    "--every", type=click.FloatRange(0, min_open=True), metavar="MINUTES", help="Again and again, with this pause."
)
@click.option("--allow", multiple=True, metavar="HOST[:PORT]", help="A host of your own machine or network to allow.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON, a line each run.")
@click.pass_obj
def follow(
    settings: Settings,
    what: tuple[str, ...],
    lists: tuple[Path, ...],
    store: Path | None,
    budget: int,
    megabytes: int,
    hours: float | None,
    seconds: float | None,
    days: int,
    delay: float,
    timeout: float,
    once: bool,
    every: float | None,
    allow: tuple[str, ...],
    as_json: bool,
) -> None:
    """Fetch what sites publish and add it to the archive.

    OUTLET: an id or name of `marsad outlets list`; ADDRESS: a site, feed or sitemap. Without any, all that the store
    followed before. Feeds and news sitemaps tell what is new; robots.txt is obeyed. A run that was stopped goes on
    where it was. The raw pages in the store can be read again: marsad add STORE.
    """
    from marsad.follow.running import Order
    from marsad.follow.running import follow as run
    from marsad.follow.targets import of_file

    if once and every:
        raise SettingsError("--once is one run and --every many; leave one of them out")
    if hours and seconds:
        raise SettingsError("give --hours or --seconds, not both")
    order = Order(
        given=(*what, *(line for path in lists for line in of_file(path))),
        folder=store or settings.beside(f"{settings.stem}-follow"),
        pages=budget,
        bytes=megabytes * _MIB,
        seconds=hours * 3600 if hours else seconds,
        delay=delay,
        timeout=timeout,
        days=days,
        page_bytes=min(_MOST_PAGE, settings.limits.page_bytes),
        allow=allow,
        every=every * 60 if every else None,
    )
    reports: list[Report] = []

    def told(report: Report) -> None:
        reports.append(report)
        _show(report, as_json)

    run(order, settings, told, lambda line: None if as_json else click.echo(line, err=True))
    if not reports[-1].reached:
        raise SystemExit(1)


def _show(report: Report, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
        return
    from marsad.cli import show

    heads = ("followed", "fetched", "new stories", "not changed", "left", "refused", "failed", "not read")
    show.table(heads, [_row(key, gain) for key, gain in report.gains.items()])
    for crash in report.crashes:
        click.echo(crash, err=True)
    ends = {
        "pages": "The budget of pages is spent; give the command again for the rest, or a larger --budget.",
        "bytes": "The budget of data is spent; give the command again for the rest, or more --megabytes.",
        "time": "The time is over; give the command again for the rest.",
        "stopped": "Stopped. What was fetched is kept; give the command again to go on.",
    }
    if report.ended in ends:
        click.echo(ends[report.ended], err=True)


def _row(key: str, gain: Gain) -> tuple[object, ...]:
    reasons = (" ".join(f"{r} {n}" for r, n in sorted(c.items())) for c in (gain.refused, gain.failed, gain.rejected))
    return (key or "(earlier runs)", gain.fetched, gain.stories, gain.unchanged + gain.known, gain.waiting, *reasons)


COMMANDS = (follow,)
