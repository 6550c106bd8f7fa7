"""The events of a story as rows of the archive: who took part, on which day, in which words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from marsad.model import EntityRef, Event, Mention, Participant
from marsad.store.documents import shifted

#: A wider stretch of days than this says too little to place an event: it gets the day of its story.
WIDEST_DAYS = 10


@dataclass(frozen=True, slots=True)
class Teller:
    """The story that tells: its row numbers, its day ("" for none) and whether it is a copy of another."""

    story: int
    source: int | None
    day: str


def add_events(
    db: sqlite3.Connection,
    text: str,
    teller: Teller,
    events: Sequence[Event],
    mentions: Sequence[Mention],
    number: Callable[[EntityRef], int],
    kept: Callable[[EntityRef], int],
) -> None:
    """Adds ``events``, told by a story of the page ``text``; ``number`` gives the row of an entity as it was read,
    ``kept`` that of the entity that stands for it."""
    for event in events:
        day, told = _day(event, teller.day)
        voice = event.voice
        cursor = db.execute(
            "INSERT INTO event (story, source, type, day, day_told, day_from, day_to, start, stop, sentence, marks,"
            " agents, targets, place, planned, denied, ended, voice, voice_name, how, score)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                teller.story, teller.source, event.type.value, day, told,
                event.date.earliest if event.date else None, event.date.latest if event.date else None,
                *event.evidence.span, event.sentence.of(text), _marks(event, mentions),
                _people(event.agents), _people(event.targets), _number(event.place, number),
                event.planned, event.denied, event.ended,
                number(voice.entity) if voice and voice.entity else None, voice.name if voice else None,
                event.how, event.score,
            ),
        )  # fmt: skip
        rows = [
            (kept(who.entity), day, cursor.lastrowid, role)
            for role, side in (("agent", event.agents), ("target", event.targets))
            for who in side
            if who.entity
        ]
        db.executemany("INSERT OR IGNORE INTO event_actor VALUES (?, ?, ?, ?)", rows)


def _day(event: Event, story_day: str) -> tuple[str, bool]:
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
    return json.dumps([[*shifted(m.span, event.sentence.start), m.entity.id] for m in inside if m.entity])
