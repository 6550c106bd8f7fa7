"""What happened: the events of an entity or of two by day, each happening once with all stories that tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from marsad.errors import SettingsError
from marsad.events.tellings import Happening, Telling, happenings
from marsad.model import EventType
from marsad.observatory.links import View, days
from marsad.observatory.overview import of_pair, overview
from marsad.observatory.pages import Actor, EntityLink, EventsPage, Happened, Marked, PairPage, ToldEvent, Window
from marsad.observatory.rows import naming, outer, quotes, standing, story_list
from marsad.observatory.windows import ARCHIVE, Asked, window

SHOWN = 12
SHOWN_QUOTES = 8
#: So many of the newest events are looked at; older ones are reached by choosing days.
MOST = 600
_COLUMNS = (
    "event.id, event.type, event.day, event.day_told, event.agents, event.targets, event.place, event.planned,"
    " event.denied, event.ended, event.voice, event.voice_name, event.sentence, event.marks, event.source, story.key,"
    " story.title, event.score, event.start, event.stop, event.day_from, event.day_to"
)
Row = tuple[Any, ...]


def happened(
    view: View,
    shown: Window,
    *,
    of: int | None = None,
    with_: int | None = None,
    types: Sequence[str] = (),
    statements: bool = False,
    limit: int = SHOWN,
    most: int = MOST,
) -> tuple[tuple[Happened, ...], int]:
    """The newest happenings of the window and how many there are among its ``most`` newest events: of an entity, of
    two, of some types, or all.

    Statements are left out unless asked for or named in ``types``: quotes show them better.
    """
    rows = {row[0]: row for row in _rows(view, shown, of, with_, types, statements, most)}
    kept = view.by_keys({key for row in rows.values() for side in row[4:6] for key, _ in orjson.loads(side) if key})
    found = happenings([_telling(row, kept) for row in rows.values()])[::-1]
    shown_rows = _Shown(view, rows, found[:limit])
    return tuple(shown_rows.happened(h) for h in found[:limit]), len(found)


def _rows(
    view: View, shown: Window, of: int | None, with_: int | None, types: Sequence[str], statements: bool, most: int
) -> list[Row]:
    """The newest events; of an entity that stands on both sides of one, twice."""
    whose = of if of is not None else with_
    source = "event" if whose is None else "event_actor AS own JOIN event ON event.id = own.event"
    order = "event.day DESC, event.id DESC" if whose is None else "own.day DESC, own.event DESC"
    condition, bounds = days(shown, "event.day" if whose is None else "own.day")
    conditions, values = [condition], list[object](bounds)
    if whose is not None:
        conditions.append("own.entity = ?")
        values.append(whose)
    if of is not None and with_ is not None:
        within, _ = days(shown)
        conditions.append(f"own.event IN (SELECT event FROM event_actor WHERE entity = ? AND {within})")
        values += [with_, *bounds]
    if types:
        conditions.append(f"event.type IN ({','.join('?' * len(types))})")
        values += types
    elif not statements:
        conditions.append("event.type <> 'statement'")
    query = (
        f"SELECT {_COLUMNS} FROM {source} JOIN story ON story.id = event.story WHERE {' AND '.join(conditions)}"
        f" ORDER BY {order} LIMIT ?"
    )
    return view.db.execute(query, (*values, most)).fetchall()


def _telling(row: Row, kept: Mapping[str, EntityLink]) -> Telling:
    agents, targets = (
        frozenset(kept[key].id if key in kept else key or f"?{name}" for key, name in orjson.loads(side))
        for side in (row[4], row[5])
    )
    place = str(row[6]) if row[6] is not None else None
    return Telling(row[0], EventType(row[1]), agents, targets, row[2], place, bool(row[7]), bool(row[8]))


class _Shown:
    """Turns rows into what a page shows, with the links of all entities looked up once."""

    def __init__(self, view: View, rows: dict[int, Row], found: Sequence[Happening]) -> None:
        self.view, self.rows = view, rows
        told = [rows[t.id] for h in found for t in h.tellings]
        self.sources = view.sources()
        self.by_number = view.entities({n for row in told for n in (row[6], row[10]) if n is not None})
        keys = {key for row in told for side in (row[4], row[5]) for key, _ in orjson.loads(side) if key}
        self.by_key = view.by_keys(keys)

    def happened(self, happening: Happening) -> Happened:
        """One happening; each story tells it once, in its surest sentence, and the surest story comes first."""
        rows = sorted((self.rows[t.id] for t in happening.tellings), key=lambda r: (-r[17], r[0]))
        best = rows[0]
        once = {row[15]: row for row in reversed(rows)}
        rows = [row for row in rows if once[row[15]] is row]
        return Happened(
            type=best[1], day=happening.day or None, day_told=any(r[3] for r in rows),
            agents=tuple(self._actors(best[4])), targets=tuple(self._actors(best[5])),
            place=self._place(rows), planned=bool(best[7]), denied=bool(best[8]),
            ended=any(r[9] for r in rows), told=tuple(self._told(r) for r in rows),
        )  # fmt: skip

    def _actors(self, side: str) -> Iterator[Actor]:
        for key, name in orjson.loads(side):
            yield Actor(name, self.by_key.get(key))

    def _place(self, rows: Sequence[Row]) -> EntityLink | None:
        return next((self.by_number[r[6]] for r in rows if r[6] is not None), None)

    def _told(self, row: Row) -> ToldEvent:
        marks = [(m[0], m[1], m[2]) for m in orjson.loads(row[13])]
        voice = Actor(row[11], self.by_number.get(row[10])) if row[11] else None
        sentence = standing(self.view, Marked(row[12], tuple(outer(marks))))
        return ToldEvent(row[15], row[16], self.sources.get(row[14]), sentence, voice)


def pair_page(view: View, one: str, other: str, asked: Asked, page: int) -> PairPage:
    """What is between two entities. Raises NotInArchiveError for a name that nobody bears."""
    links = view.find(one), view.find(other)
    a, b = (view.number(link.id) for link in links)
    shown = window(view.db, ARCHIVE, asked)
    events, total = happened(view, shown, of=a, with_=b, limit=4 * SHOWN)
    condition, bounds = days(shown, "story_entity.day")
    day, quote_bounds = days(shown, "quote.day")
    about = f"quote.speaker = ? AND quote.id IN (SELECT quote FROM quote_about WHERE entity = ?) AND {day}"
    return PairPage(
        one=links[0],
        other=links[1],
        window=shown,
        events=events,
        events_total=total,
        one_said=quotes(view, about, (a, b, *quote_bounds), limit=SHOWN_QUOTES),
        other_said=quotes(view, about, (b, a, *quote_bounds), limit=SHOWN_QUOTES),
        overview=overview(view, of_pair(a, b), asked),
        stories=story_list(
            view,
            f"story_entity JOIN story ON story.id = story WHERE entity = ? AND {condition}"
            " AND story.id IN (SELECT story FROM story_entity AS second WHERE second.entity = ?)",
            (a, *bounds, b),
            page=page,
            choose=naming(view.keys(a)),
            order="story_entity.day DESC, story_entity.story DESC",
        ),
    )


def events_page(view: View, of: str | None, with_: str | None, type: str, asked: Asked) -> EventsPage:
    """Happenings for programs and the terminal. Raises NotInArchiveError; SettingsError for a type that is none."""
    if type and type not in list(EventType):
        raise SettingsError(f"there are no events of the type {type!r}; the types are {', '.join(EventType)}")
    one, other = (view.find(name) if name else None for name in (of, with_))
    shown = window(view.db, ARCHIVE, asked)
    numbers = [view.number(link.id) if link else None for link in (one, other)]
    types = (type,) if type else ()
    found, total = happened(view, shown, of=numbers[0], with_=numbers[1], types=types, statements=True, limit=MOST)
    return EventsPage(one, other, type, shown, found, total)
