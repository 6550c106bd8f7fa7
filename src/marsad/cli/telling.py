"""Events as lines for programs: JSON Lines in Marsad's own words or in the codes of PLOVER, a line each telling."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import click

from marsad.events.plover import code
from marsad.model import EventType
from marsad.observatory.pages import Actor, EventsPage, Happened, ToldEvent

Json = dict[str, Any]


def print_lines(page: EventsPage, *, plover: bool) -> None:
    """Every telling of every event as one JSON object a line, in UTF-8."""
    for happened in page.events:
        for told in happened.told:
            line = {**(_plover(happened) if plover else _own(happened)), **_telling(happened, told)}
            click.echo(json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace"))


def rows(page: EventsPage) -> Iterator[Sequence[object]]:
    """Each happening as a row of a table."""
    for event in page.events:
        told = " ".join(word for word in ("planned", "denied", "ended") if getattr(event, word))
        kind = f"{event.type} ({told})" if told else event.type
        yield event.day or "", kind, _names(event.agents), _names(event.targets), len(event.told)


def _names(side: Sequence[Actor]) -> str:
    return "، ".join(who.name for who in side)


def _own(event: Happened) -> Json:
    return {"type": event.type, "planned": event.planned, "denied": event.denied, "ended": event.ended}


def _plover(event: Happened) -> Json:
    known = code(EventType(event.type))
    told = "planned" if event.planned else "denied" if event.denied else ""
    return {"event": known.event, "mode": told or known.mode or None, "context": known.context}


def _telling(event: Happened, told: ToldEvent) -> Json:
    return {
        "actors": [_actor(a) for a in event.agents],
        "recipients": [_actor(a) for a in event.targets],
        "date": event.day,
        "date_told": event.day_told,
        "location": {"id": event.place.id, "name": event.place.name} if event.place else None,
        "tellings": len(event.told),
        "source": told.source.id if told.source else None,
        "voice": _actor(told.voice) if told.voice else None,
        "story": told.story_id,
        "sentence": told.sentence.text,
    }


def _actor(who: Actor) -> Json:
    link = who.entity
    return {"id": link.id if link else None, "name": who.name, "name_en": link.name_en if link else None}
