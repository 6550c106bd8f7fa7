"""The front page, the pages of sources, and the about page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from importlib import resources

from marsad import __version__, tables
from marsad.errors import NotInArchiveError
from marsad.observatory.company import source_totals
from marsad.observatory.copying import copying
from marsad.observatory.happenings import ranked, rows_of_happenings
from marsad.observatory.links import View, days, inside, storable, tallied
from marsad.observatory.overview import of_source, overview
from marsad.observatory.pages import (
    AboutPage,
    Accuracy,
    EntityCount,
    FrontPage,
    SourceCount,
    SourceLink,
    SourcePage,
    SourcesPage,
    Trend,
    Window,
    Written,
)
from marsad.observatory.rows import COLUMNS, opening, quotes, story_list, story_rows
from marsad.observatory.significance import LIKELY, g2, signed
from marsad.observatory.windows import ARCHIVE, Asked, Subject, count, counted, volume, window

LENGTHS = (7, 31, 366)
TELLING = 12
MOST = 12
TRENDS = 6
LEAST_TREND = 3
HAPPENINGS = 8


def front_page(view: View, once: bool = False) -> FrontPage:
    """What is in the archive, and who is in the news of its last week against the week before; ``once``: by texts."""
    figures = stats(view)
    shown = window(view.db, ARCHIVE, Asked(once=once))
    last = view.db.execute("SELECT max(day) FROM archive_day WHERE day <> ''").fetchone()[0]
    first = view.db.execute("SELECT min(day) FROM archive_day WHERE day <> ''").fetchone()[0]
    now, before = (replace(found, once=once) for found in _now_and_before(view, last))
    rising, falling = _trends(view, now, before)
    totals = source_totals(view, shown)
    links = view.sources()
    newest = view.db.execute(
        f"SELECT {COLUMNS} FROM story WHERE is_copy = 0 ORDER BY day DESC, id DESC LIMIT 8"
    ).fetchall()
    return FrontPage(
        stories=figures["stories"],
        pages=figures["pages"],
        sources=figures["sources"],
        entities=figures["entities"],
        quotes=figures["quotes"],
        first_day=first,
        last_day=last,
        now=now,
        before=before,
        most=_most(view, now),
        rising=rising,
        falling=falling,
        latest=story_rows(view, newest, opening),
        said=quotes(
            view,
            "story.is_copy = 0 AND quote.direct = 1 AND quote.speaker IS NOT NULL AND length(quote.text) > 40",
            (),
            limit=4,
        ),
        volume=volume(view.db, ARCHIVE, shown),
        top_sources=tuple(_plain_counts(links, totals)[:8]),
        happenings=rows_of_happenings(view, _happenings(view, now, shown)),
        invented=_invented(view),
    )


def _happenings(view: View, now: Window, shown: Window) -> list[int]:
    """What happened now; in a small archive in its last month, or ever."""
    for window_ in (now, shown, window(view.db, ARCHIVE, Asked(whole=True))):
        if found := ranked(view, window_)[:HAPPENINGS]:
            return found
    return []


def _invented(view: View) -> bool:
    """Whether the archive holds the invented sample pages."""
    outlets = (view.catalogue.entities.get(source.id) for source in view.sources().values())
    return any(outlet is not None and outlet.source == "sample" for outlet in outlets)


def _now_and_before(view: View, last: str | None) -> tuple[Window, Window]:
    """The last week with stories and the week before it; months or a year where weeks have too few to say anything."""
    if last is None:
        return Window(None, None, 0, True), Window(None, None, 0, True)
    end = date.fromisoformat(last)
    for length in LENGTHS:
        begin, earlier = end - timedelta(days=length - 1), end - timedelta(days=2 * length - 1)
        now = Window(begin.isoformat(), last, length)
        if count(view.db, ARCHIVE, now)[0] >= TELLING:
            break
    return now, Window(earlier.isoformat(), (begin - timedelta(days=1)).isoformat(), length)


def _counts(view: View, shown: Window) -> dict[int, int]:
    condition, values = days(shown)
    query = f"SELECT entity, {tallied(shown)} FROM entity_day WHERE {condition} GROUP BY entity"
    return dict(view.db.execute(query, values).fetchall())


def _most(view: View, shown: Window) -> tuple[EntityCount, ...]:
    counts = sorted(_counts(view, shown).items(), key=lambda x: (-x[1], x[0]))[:MOST]
    links = view.entities(n for n, _ in counts)
    return tuple(EntityCount(links[n], c) for n, c in counts)


def _trends(view: View, now: Window, before: Window) -> tuple[tuple[Trend, ...], tuple[Trend, ...]]:
    """Who is in the news more, and who less, than the week before; by significance of the change."""
    if now.day_from is None:
        return (), ()
    new, old = _counts(view, now), _counts(view, before)
    all_new, all_old = counted(view.db, ARCHIVE, now), counted(view.db, ARCHIVE, before)
    if not all_new or not all_old:
        return (), ()
    scored = []
    for entity in new.keys() | old.keys():
        n, o = new.get(entity, 0), old.get(entity, 0)
        if n + o >= LEAST_TREND:
            scored.append((signed(n, all_new, o, all_old), entity, n, o))
    scored.sort(key=lambda s: (-s[0], s[1]))
    up = [s for s in scored if s[0] > 0][:TRENDS]
    down = [s for s in reversed(scored) if s[0] < 0][:TRENDS]
    links = view.entities(s[1] for s in [*up, *down])

    def trends(rows: Sequence[tuple[float, int, int, int]]) -> tuple[Trend, ...]:
        return tuple(
            Trend(links[e], o, n, round(1000 * o / all_old, 1), round(1000 * n / all_new, 1), round(score, 1))
            for score, e, n, o in rows
        )

    return trends(up), trends(down)


def _plain_counts(links: dict[int, SourceLink], totals: dict[int, int]) -> list[SourceCount]:
    everything = sum(totals.values()) or 1
    rows = [SourceCount(links[s], n, n, round(1000 * n / everything, 1), 0) for s, n in totals.items()]
    return sorted(rows, key=lambda r: (-r.count, r.source.id))


def sources_page(view: View, asked: Asked) -> SourcesPage:
    """All sources of the archive; ``rate`` is their share of a thousand stories."""
    shown = window(view.db, ARCHIVE, asked)
    condition, values = days(shown)
    query = f"SELECT source, sum(copies) FROM source_day WHERE {condition} GROUP BY source"
    links = view.sources()
    copies = {links[source].id: int(count) for source, count in view.db.execute(query, values).fetchall()}
    return SourcesPage(shown, tuple(_plain_counts(links, source_totals(view, shown))), copies)


def source_page(view: View, key: str, asked: Asked, page: int) -> SourcePage:
    """One source: its volume, and whom it writes about more than the others do. Raises NotInArchiveError."""
    row = view.db.execute("SELECT id, stories FROM source WHERE key = ?", (storable(key),)).fetchone()
    if row is None:
        names = tuple(s.name for s in view.sources().values())
        raise NotInArchiveError(f"no source in the archive is called {key!r}", names[:8])
    number, total = row
    subject = Subject("source_day", number)
    shown = window(view.db, subject, asked)
    outlet = view.outlets.by_key.get(key)
    known = view.catalogue.entities.get(key)
    country = view.by_keys([outlet.country]).get(outlet.country) if outlet and outlet.country else None
    more, most = _written(view, number, shown)
    condition, values = inside(shown, "story")
    return SourcePage(
        source=view.sources()[number],
        description=known.description if known else "",
        country=country,
        domains=outlet.domains if outlet else (),
        window=shown,
        stories_in_window=counted(view.db, subject, shown),
        stories_in_archive=int(total),
        volume=volume(view.db, subject, shown),
        overview=overview(view, of_source(number), asked),
        copying=copying(view, number, shown),
        more_than_others=more,
        most_written=most,
        latest=story_list(
            view, f"story WHERE source = ? AND {condition}", (number, *values), page=page, choose=opening
        ),
    )


def _written(view: View, source: int, shown: Window) -> tuple[tuple[Written, ...], tuple[Written, ...]]:
    """Whom a source writes about more than chance, and whom most, against all stories of the window."""
    condition, values = inside(shown, "story")
    own = dict(
        view.db.execute(
            "SELECT entity, count(*) FROM story JOIN story_entity ON story_entity.story = story.id"
            f" WHERE story.source = ? AND {condition} GROUP BY entity",
            (source, *values),
        ).fetchall()
    )
    totals = _counts(view, shown)
    stories, everything = counted(view.db, Subject("source_day", source), shown), counted(view.db, ARCHIVE, shown)
    rows = [(g2(n, stories, totals[e], everything), e, n, totals[e] * stories / everything) for e, n in own.items()]
    more = [r for r in sorted(rows, key=lambda r: (-r[0], r[1])) if r[0] >= LIKELY][:MOST]
    most = sorted(rows, key=lambda r: (-r[2], r[1]))[:MOST]
    links = view.entities(r[1] for r in [*more, *most])

    def written(chosen: Sequence[tuple[float, int, int, float]]) -> tuple[Written, ...]:
        return tuple(Written(links[e], n, round(expected, 1), round(score, 1)) for score, e, n, expected in chosen)

    return written(more), written(most)


def stats(view: View) -> dict[str, int]:
    """The archive in figures: pages, stories, mentions, quotes, entities, sources, rejected, copies."""
    found = dict.fromkeys(("pages", "stories", "mentions", "quotes"), 0)
    found |= dict(view.db.execute("SELECT name, value FROM total").fetchall())
    for name, query in (
        ("entities", "SELECT count(*) FROM entity WHERE stories > 0"),
        ("sources", "SELECT count(*) FROM source"),
        ("rejected", "SELECT count(*) FROM rejected"),
        ("copies", "SELECT coalesce(sum(copies), 0) FROM archive_day"),
        ("undated", "SELECT coalesce(sum(stories), 0) FROM archive_day WHERE day = ''"),
        ("notes", "SELECT count(*) FROM note"),
    ):
        found[name] = int(view.db.execute(query).fetchone()[0])
    return found


def about_page(view: View) -> AboutPage:
    """The archive's figures and how right the program is."""
    rejected = view.db.execute("SELECT reason, count(*) FROM rejected GROUP BY reason ORDER BY 2 DESC, 1").fetchall()
    return AboutPage(stats(view), tuple(rejected), _accuracy(), __version__)


def _accuracy() -> tuple[Accuracy, ...]:
    table = resources.files("marsad.data") / "accuracy.tsv"
    if not table.is_file():
        return ()
    return tuple(
        Accuracy(task, data, figure, float(value))
        for task, data, figure, value in tables.parse(table.read_text("utf-8"))
    )
