"""What the commands print: tables for people, JSON for programs, progress on standard error."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from marsad.observatory.pages import (
    ComparePage,
    ContestedPage,
    DayCount,
    EntityPage,
    QuoteRow,
    QuotesPage,
    SearchPage,
    SourceLink,
    StoryRow,
    Window,
)

if TYPE_CHECKING:
    from marsad.cli.reading import Tally

#: Width of the tables where the output is no terminal.
_WIDTH = 120
#: So much of a file name stands beside the progress bar.
_NAME = 30
_BARS = " ▁▂▃▄▅▆▇█"


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)


def print_json(value: object) -> None:
    """``value`` as one JSON document in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo(text.encode("utf-8", "backslashreplace"))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """A table; numbers stand at the right."""
    lines = [list(row) for row in rows]
    if title:
        _console().print(f"\n[bold]{escape(title)}[/bold]")
    shown = Table(box=None, pad_edge=False, header_style="dim", show_header=any(heads))
    for number, head in enumerate(heads):
        numeric = bool(lines) and all(isinstance(row[number], int | float) for row in lines)
        shown.add_column(head, justify="right" if numeric else "left", overflow="fold")
    for row in lines:
        shown.add_row(*(escape(_cell(value)) for value in row))
    _console().print(shown)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}"
    return f"{value:,}" if isinstance(value, int) else "" if value is None else str(value)


@contextmanager
def progress(total: int | None) -> Iterator[Callable[[str], None]]:
    """A bar on standard error that fills with ``total`` pages (None: nobody knows how many there are).

    The value is called with the path of each page.
    """
    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def step(path: str) -> None:
            bar.update(task, advance=1, description=escape(Path(path).name[:_NAME]))

        yield step


@contextmanager
def stages() -> Iterator[Callable[[str, int], None]]:
    """A line on standard error that says what is being done; the value is called with that, and how much more is."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task, done = bar.add_task("", total=None), Counter[str]()

        def step(what: str, more: int) -> None:
            done[what] += more
            bar.update(task, description=f"{what} {done[what]:,}" if done[what] else what)

        yield step


def tally(counts: Tally) -> None:
    """The closing count of a run of ``marsad add``."""
    figures = counts.as_json()
    names = {
        "added": "pages added",
        "known": "pages already there",
        "rejected": "pages rejected",
        "skipped": "records that are no pages",
    }
    rows = [(names.get(k, re.sub("^(rejected|skipped)_", "  because: ", k)), n) for k, n in figures.items()]
    table(("", ""), rows)
    if counts.outcomes["rejected"]:
        click.echo("marsad rejected lists the rejected pages.")


def page(shown: dict[str, Any]) -> None:
    """A summary of one page as ``marsad read`` prints it."""
    out = _console()
    head = shown["page"]
    out.print(f"\n[bold]{escape(head['path'])}[/bold]  {head['type']}  {escape(head['site'] or '')}")
    if shown["rejected"]:
        why = shown["rejected"]
        out.print(f"  [red]rejected[/red] ({why['stage']}: {why['reason']}) {escape(why['detail'])}")
    for story in shown["stories"]:
        date = story["published"] or {}
        day = date.get("value") or "no date"
        out.print(f"  [bold]{escape(story['title'] or '…')}[/bold]  {day}  {escape(story['source'] or '')}")
        names = dict.fromkeys((m["entity"] or {}).get("name") or m["text"] for m in story["mentions"])
        out.print(f"    [dim]names[/dim] {escape('، '.join(names))}")
        for quote in story["quotes"]:
            who = quote["speaker"]["name"] if quote["speaker"] else "?"
            out.print(f"    [dim]said[/dim] {escape(who)}: {escape(_short(quote['text']))}")
    _teasers(out, shown["related"], listed=not shown["stories"])


def _teasers(out: Console, teasers: Sequence[dict[str, Any]], *, listed: bool) -> None:
    """The teasers of a page: each on a page that is made of them, their number beside stories."""
    if teasers and not listed:
        out.print(f"  [dim]teasers[/dim] {len(teasers)}")
    for teaser in teasers if listed else ():
        out.print(f"  [dim]teaser[/dim] {escape(teaser['title'] or '…')}  [dim]{escape(teaser['url'] or '')}[/dim]")
        if teaser["summary"]:
            out.print(f"    {escape(_short(teaser['summary']))}")


def _short(text: str, most: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def entity(page: EntityPage) -> None:
    """The page of an entity."""
    out, head = _console(), page.head
    other = f"  {head.entity.name_en}" if head.entity.name_en else ""
    out.print(
        f"[bold]{escape(head.entity.name)}[/bold]{escape(other)}  [dim]{head.entity.type} · {head.entity.id}[/dim]"
    )
    if head.description:
        out.print(escape(head.description))
    out.print(
        f"{page.stories_in_window} stories {_window(page.window)} ({page.texts_in_window} texts,"
        f" {page.sources_in_window} of {page.sources_in_archive} sources); {page.stories_outside} outside"
    )
    out.print(_spark(page.volume.days), style="cyan")
    if head.roles:
        table(
            ("role", "stories", "from", "to"),
            [(r.text, r.count, r.day_from or "", r.day_to or "") for r in head.roles],
            "Roles",
        )
    if head.members:
        table(("name", "mentions", "id"), [(m.name, m.count, m.id) for m in head.members], "Names that are one")
    table(
        ("name", "together", "stories", "G²"),
        [(x.entity.name, x.together, x.count, x.score) for x in page.linked],
        "Most linked",
    )
    table(
        ("source", "stories", "of", "per 1000", ""),
        [(_source(s.source), s.count, s.total, s.rate, {1: "more", -1: "less"}.get(s.more, "")) for s in page.sources],
        "Sources",
    )
    _quotes(page.said, f"Said ({page.said_total})")
    _quotes(page.about, f"Said about ({page.about_total})")
    _stories(page.latest.rows, f"Stories ({page.latest.total})")


def _window(window: Window) -> str:
    return "in the whole archive" if window.whole else f"from {window.day_from} to {window.day_to}"


def _spark(days: Sequence[DayCount]) -> str:
    most = max((d.count for d in days), default=0)
    return "".join(_BARS[-(-d.count * (len(_BARS) - 1) // most)] for d in days) if most else ""


def _source(source: SourceLink | None) -> str:
    return source.name if source else "—"


def _stories(rows: Sequence[StoryRow], title: str) -> None:
    if rows:
        table(
            ("day", "source", "story", "id"),
            [(_when(r), _source(r.source), r.title, r.id) for r in rows],
            title,
        )


def _when(row: StoryRow) -> str:
    if row.day or not (row.day_from or row.day_to):
        return row.day or "—"
    return f"{row.day_from or ''}…{row.day_to or ''}"


def _quotes(rows: Sequence[QuoteRow], title: str) -> None:
    if rows:
        table(
            ("day", "speaker", "words", "story"),
            [
                (r.day or "—", r.speaker.name if r.speaker else r.speaker_name, _short(r.text.text), r.story_id)
                for r in rows
            ],
            title,
        )


def compare(page: ComparePage) -> None:
    """The comparison, one column for each of the compared."""
    names = [c.entity.name for c in page.compared]
    out = _console()
    out.print(f"{page.together} stories {_window(page.window)} name all of them")
    for side in page.compared:
        own = "، ".join(x.entity.name for x in side.own_links)
        out.print(f"\n[bold]{escape(side.entity.name)}[/bold]  {side.count} stories  {_spark(side.volume.days)}")
        out.print(f"  [dim]linked with this one alone[/dim] {escape(own)}")
    table(("linked with several", *names), [(s.entity.name, *s.together) for s in page.shared], " ")
    table(("source", *names, "of"), [(_source(s.source), *s.counts, s.total) for s in page.sources], " ")


_REMARKS = {
    "unclosed": "A mark of quotation was not closed: {}",
    "bracket": "A bracket stands alone and was left out",
    "operator": "An operator stands alone and was left out",
    "too_long": "Only the first {} words were searched for",
    "empty_filter": "The filter {} has no value and was left out",
    "latin": "Found by name: {}",
    "unready": "The search index is being made; not everything is in it yet",
}


def search(page: SearchPage) -> None:
    """What was found with the sentences that answer, counts by month and source, or near names."""
    for remark in page.remarks:
        said = _REMARKS.get(remark.code, "Nothing is called so: {}")
        click.echo(said.format(remark.words), err=True)
    if page.entities:
        table(("name", "type", "id"), [(e.name, e.type, e.id) for e in page.entities], "Names")
    _stories(page.stories.rows, f"Stories ({page.stories.total}, page {page.stories.page} of {page.stories.pages})")
    if page.sources:
        table(("source", "stories"), [(s.source.name, s.count) for s in page.sources[:10]], "By source")
    if len(page.months.days) > 1:
        table(("month", "stories"), [(d.day[:7], d.count) for d in page.months.days if d.count][-24:], "By month")
    near = f" Near: {'، '.join(page.suggestions)}" if page.suggestions else ""
    if not page.stories.rows:
        click.echo(f"No story answers that.{near}")
    elif near:
        click.echo(near.strip())


def quotes(page: QuotesPage) -> None:
    """A list of quotes."""
    _quotes(page.rows, f"Quotes ({page.total}, page {page.page} of {page.pages})")
    if not page.rows:
        click.echo("No quote is like that.")


def contested(page: ContestedPage) -> None:
    """Pairs of a statement and its denial."""
    for pair in page.rows:
        _quotes((pair.said, pair.denied), f"Said, and denied ({pair.score:.2f})")
    if not page.rows:
        click.echo("No story of these days denies what another one gives.")
