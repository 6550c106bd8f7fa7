"""The same happening told by several stories, counted once: a pure function over events as the archive keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marsad.model import EventType

#: Stories tell a happening on its day or the day after, and their own day may be one late.
NEAR_DAYS = 2
#: Of these types nobody is first: who met whom is the same as whom met who.
_MUTUAL = frozenset([EventType.MEET, EventType.CALL, EventType.AGREE])


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as one story tells it. ``agents`` and ``targets`` are keys of entities; ``day`` an ISO day or "".

    ``id`` is the number of the event in the archive, ``place`` the key of an entity or None.
    """

    id: int
    type: EventType
    agents: frozenset[str]
    targets: frozenset[str]
    day: str
    place: str | None = None
    planned: bool = False
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """One happening with all its tellings, the first day that they give, and "" where they give none."""

    day: str
    tellings: tuple[Telling, ...]


def happenings(tellings: Sequence[Telling]) -> list[Happening]:
    """The happenings that ``tellings`` tell, each telling in exactly one, in the order of their days.

    Two tell of the same when type, participants and planned or denied agree, their days (where both have one) are at
    most ``NEAR_DAYS`` apart, and their places (where both have one) are the same.
    """
    groups: list[list[Telling]] = []
    by_key: dict[object, list[list[Telling]]] = {}
    for telling in sorted(tellings, key=lambda t: (t.day, t.id)):
        same = by_key.setdefault(_key(telling), [])
        group = next((g for g in same if all(_fits(telling, other) for other in g)), None)
        if group is None:
            group = []
            same.append(group)
            groups.append(group)
        group.append(telling)
    found = [Happening(next((t.day for t in g if t.day), ""), tuple(g)) for g in groups]
    return sorted(found, key=lambda h: (h.day, h.tellings[0].id))


def _key(telling: Telling) -> object:
    told = telling.planned, telling.denied
    if telling.type in _MUTUAL:
        return telling.type, telling.agents | telling.targets, told
    return telling.type, telling.agents, telling.targets, told


def _fits(one: Telling, other: Telling) -> bool:
    places = one.place is None or other.place is None or one.place == other.place
    return places and _near(one.day, other.day)


def _near(one: str, other: str) -> bool:
    if not one or not other:
        return True
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= NEAR_DAYS
