"""The events of a story as rows of the archive: who took part, on which day, in which words."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from marsad.model import EntityRef, Event, Mention, Participant
from marsad.store.compression import as_json
from marsad.store.documents import shifted

if TYPE_CHECKING:
    from marsad.store.batch import Batch
    from marsad.store.rows import Pending

#: A wider stretch of days than this says too little to place an event: it gets the day of its story.
WIDEST_DAYS = 10


def event_rows(batch: Batch, one: Pending, text: str) -> None:
    """Gathers the events told by a story of the page ``text``, and who took part in them."""
    for event in one.found.events:
        number, (day, told), voice = batch.number("event"), event_day(event, one.day.day), event.voice
        batch.rows["event"].append(
            (
                number, one.id, one.source, event.type.value, day, int(told),
                event.date.earliest if event.date else None, event.date.latest if event.date else None,
                *event.evidence.span, event.sentence.of(text), _marks(event, one.found.mentions),
                _people(event.agents), _people(event.targets), _number(event.place, batch.entity),
                int(event.planned), int(event.denied), int(event.ended),
                batch.entity(voice.entity) if voice and voice.entity else None, voice.name if voice else None,
                event.how, event.score,
            )
        )  # fmt: skip
        rows = [
            (batch.kept(who.entity), day, number, role)
            for role, side in (("agent", event.agents), ("target", event.targets))
            for who in side
            if who.entity
        ]
        batch.rows["event_actor"] += dict.fromkeys(rows)


def event_day(event: Event, story_day: str) -> tuple[str, bool]:
    """The day of an event, and whether its own words tell it rather than the day of the story."""
    told = event.date
    if told is None:
        return story_day, False
    width = (date.fromisoformat(told.latest) - date.fromisoformat(told.earliest)).days
    return (told.earliest, True) if width <= WIDEST_DAYS else (story_day, False)


def _number(who: Participant | None, number: Callable[[EntityRef], int]) -> int | None:
    return number(who.entity) if who and who.entity else None


def _people(side: Sequence[Participant]) -> str:
    """(key or null, name) of each, for reading a row without looking its participants up."""
    return json.dumps([[p.entity.id if p.entity else None, p.name] for p in side], ensure_ascii=False)


def _marks(event: Event, mentions: Sequence[Mention]) -> str:
    inside = [m for m in mentions if m.entity and event.sentence.contains(m.span)]
    return as_json([[*shifted(m.span, event.sentence.start), m.entity.id] for m in inside if m.entity])
