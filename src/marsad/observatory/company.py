"""Who appears with whom more than chance explains, and how many stories each source has: exact, over any window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from marsad.observatory.links import View, days, inside, tallied
from marsad.observatory.pages import Linked, SourceCount, Window
from marsad.observatory.periods import Arrays, pairs, parts, summed
from marsad.observatory.significance import LIKELY, STRONG, g2_each, signed_each
from marsad.observatory.windows import ARCHIVE, Subject, counted
from marsad.store.database import marks
from marsad.store.kept import RESHAPED

SHOWN_LINKS = 12
#: So many of those most often together are weighed by significance.
CANDIDATES = 400


def linked(view: View, number: int, shown: Window, type_: str = "all", limit: int = SHOWN_LINKS) -> tuple[Linked, ...]:
    """Who appears with the entity more than chance explains, by G² over the stories of the window."""
    together = _most(_together(view, number, shown))
    own = counted(view.db, Subject("entity_day", number), shown)
    return weighed(view, together, own, shown, type_, limit)


def weighed(
    view: View, together: dict[int, int], own: int, shown: Window, type_: str = "all", limit: int = SHOWN_LINKS
) -> tuple[Linked, ...]:
    """The entities ``together`` with something in so many of its ``own`` stories of the window, by significance."""
    everything = counted(view.db, ARCHIVE, shown)
    totals = _totals(view, list(together), shown)
    scores = g2_each(list(together.values()), own, [totals[other] for other in together], everything).tolist()
    scored = [(round(s, 1), s, both, n) for s, (n, both) in zip(scores, together.items(), strict=True) if s > 0]
    scored.sort(key=lambda row: (-row[0], -row[2]))
    if type_ == "all" and len(scored) > limit:  # only equals of the last one may still take its place
        last = scored[limit - 1]
        scored = [row for row in scored if (-row[0], -row[2]) <= (-last[0], -last[2])]
    links = view.entities(other for *_, other in scored)
    found = [
        Linked(links[other], both, totals[other], shown_score, score < STRONG)
        for shown_score, score, both, other in scored
        if type_ in ("all", links[other].type)
    ]
    found.sort(key=lambda link: (-link.score, -link.together, link.entity.id))
    return tuple(found[:limit])


def _most(found: Arrays) -> dict[int, int]:
    """Those of the highest counts."""
    numbers, counts = found
    best = np.lexsort((numbers, -counts))[:CANDIDATES]
    return dict(zip(numbers[best].tolist(), counts[best].tolist(), strict=True))


def _together(view: View, number: int, shown: Window) -> Arrays:
    """The entities in the stories of an entity, with their stories; whole months from memory where nothing changed."""
    months, stretches = parts(shown)
    found = [_beside(view, number, first, last, shown.once) for first, last in stretches]
    if months:
        query = "SELECT month, stories, copies FROM entity_month WHERE entity = ? AND month BETWEEN ? AND ?"
        reshaped = view.counter(RESHAPED)
        for month, *counts in view.db.execute(query, (number, months[0], months[-1])).fetchall():
            make = partial(_beside, view, number, f"{month}-01", f"{month}-31", shown.once)
            key = ("together", number, month, shown.once)
            found.append(view.kept.counts(key, (*counts, reshaped), make))
    return summed(found)


def _beside(view: View, number: int, first: str, last: str, once: bool) -> Arrays:
    copies = " AND own.is_copy = 0" if once else ""
    return pairs(
        view.db.execute(
            "SELECT other.entity, count(*) FROM story_entity AS own"
            " JOIN story_entity AS other ON other.story = own.story"
            f" WHERE own.entity = ? AND other.entity <> own.entity AND own.day BETWEEN ? AND ?{copies}"
            " GROUP BY other.entity",
            (number, first, last),
        ).fetchall()
    )


def _totals(view: View, wanted: Sequence[int], shown: Window) -> dict[int, int]:
    """The stories of entities in the window."""
    whose = f"entity IN ({marks(len(wanted))})"
    if shown.whole and not shown.once:
        query = f"SELECT id, stories FROM entity WHERE id IN ({marks(len(wanted))})"
        return dict(view.db.execute(query, wanted).fetchall())
    months, stretches = (["", "9999"], []) if shown.whole else parts(shown)
    tables = [("entity_day", "day", first, last) for first, last in stretches]
    tables += [("entity_month", "month", months[0], months[-1])] if months else []
    found: defaultdict[int, int] = defaultdict(int)
    for table, column, first, last in tables:
        query = (
            f"SELECT entity, {tallied(shown)} FROM {table} WHERE {whose} AND {column} BETWEEN ? AND ? GROUP BY entity"
        )
        for entity, stories in view.db.execute(query, (*wanted, first, last)):
            found[entity] += stories
    return found


def source_counts(view: View, number: int, shown: Window) -> list[SourceCount]:
    """Every source of the window with its stories about the entity, the most first."""
    condition, values = inside(shown, "story_entity")
    counts = dict(
        view.db.execute(
            f"SELECT source, count(*) FROM story_entity WHERE entity = ? AND source IS NOT NULL AND {condition}"
            " GROUP BY source",
            (number, *values),
        ).fetchall()
    )
    return against_sources(view, counts, shown)


def against_sources(view: View, counts: Mapping[int, int], shown: Window) -> list[SourceCount]:
    """Every source of the window with its part of some stories (``counts``, by row number), the most first."""
    totals = source_totals(view, shown)
    links = view.sources()
    whole = np.array(list(totals.values()), np.int64)
    own = np.array([counts.get(source, 0) for source in totals], np.int64)
    scores = signed_each(own, whole, own.sum() - own, whole.sum() - whole).tolist()
    rows = [
        SourceCount(links[source], n, total, round(1000 * n / total, 1) if total else 0.0, _more(score))
        for (source, total), n, score in zip(totals.items(), own.tolist(), scores, strict=True)
    ]
    return sorted(rows, key=lambda r: (-r.count, -r.total, r.source.id))


def _more(score: float) -> int:
    return 1 if score > LIKELY else -1 if score < -LIKELY else 0


def source_totals(view: View, shown: Window) -> dict[int, int]:
    """Stories of each source in the window; each day and whole month from memory where nothing in it changed."""
    months, _ = parts(shown)
    condition, values = days(shown)
    query = f"SELECT day, stories, copies FROM archive_day WHERE {condition} ORDER BY day"
    made_from: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    whole = set(months)
    for day, stories, copies in view.db.execute(query, values):
        counts = made_from[day[:7] if shown.whole or day[:7] in whole else day]
        counts[0] += stories
        counts[1] += copies
    found = [
        view.kept.counts(("sources", period), tuple(counts), partial(_of_sources, view, period))
        for period, counts in made_from.items()
    ]
    size = max((len(stories) for stories, _ in found), default=0)
    total = np.zeros(size, np.int64)
    for stories, copies in found:
        total[: len(stories)] += stories - copies if shown.once else stories
    return {int(source): int(total[source]) for source in np.flatnonzero(total)}


def _of_sources(view: View, period: str) -> Arrays:
    """Stories and copies of each source, by its number, on a day or in a month."""
    last = f"{period}-31" if len(period) == 7 else period
    query = "SELECT source, sum(stories), sum(copies) FROM source_day WHERE day BETWEEN ? AND ? GROUP BY source"
    rows = view.db.execute(query, (period, last)).fetchall()
    size = max((row[0] for row in rows), default=-1) + 1
    stories, copies = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for source, ours, copied in rows:
        stories[source], copies[source] = ours, copied
    return stories, copies
