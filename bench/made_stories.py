"""Invented stories by the million for the benches: names, outlets and words as common and as rare as in real news."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from marsad.model import (
    Cue,
    EntityRef,
    EntityType,
    Event,
    EventType,
    Label,
    Layout,
    Mention,
    Page,
    PageType,
    Participant,
    Piece,
    Published,
    Quote,
    Reading,
    Span,
    Speaker,
    Story,
    StoryReading,
    Zone,
)
from marsad.outlets import Outlet, Outlets

TYPES = (EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE)
EVENTS = (EventType.MEET, EventType.VISIT, EventType.CALL)
TITLES = ("الوزير", "الرئيس", "المدير", "رئيس المجلس", "الناطق باسم الحكومة")
LETTERS = "ابتثجحخدرزسشصضطعغفقكلمنهوي"
FIRST_DAY = date(2015, 1, 1)


@dataclass(frozen=True)
class Shape:
    """How large an archive is, and how it is spread. One in ten texts is a copy, one in twenty has no day."""

    stories: int
    days: int = 3650
    sources: int = 500
    entities: int = 60_000
    words: int = 40_000
    paragraphs: tuple[int, int] = (6, 10)
    first_day: date = FIRST_DAY


class Drawn:
    """Numbers from 0 drawn so that the n-th is about n times rarer than the first, many at a time."""

    def __init__(self, rng: np.random.Generator, size: int, flat: float = 3.0) -> None:
        weights = 1 / (np.arange(size) + flat)
        self._rng, self._edges = rng, np.cumsum(weights / weights.sum())
        self._found: list[int] = []
        self._at = 0

    def take(self, count: int) -> list[int]:
        """``count`` of them."""
        if len(self._found) < self._at + count:
            self._found, self._at = np.searchsorted(self._edges, self._rng.random(200_000)).tolist(), 0
        self._at += count
        return self._found[self._at - count : self._at]


class MadeStories:
    """The stories of a shape, the same ones for the same seed."""

    def __init__(self, shape: Shape, seed: int = 7) -> None:
        self.shape, self._rng = shape, random.Random(seed)
        rng = np.random.default_rng(seed)
        self._vocabulary = [self._word(2 + int(6 * self._rng.random())) for _ in range(shape.words)]
        self._vocabulary[:3] = ["في", "من", "الحكومة"]
        self.entities = [self._entity(n) for n in range(shape.entities)]
        self._words, self._named = Drawn(rng, shape.words), Drawn(rng, shape.entities, 15)
        self._told = Drawn(rng, shape.sources, 8)

    def _word(self, length: int) -> str:
        word = "".join(self._rng.choice(LETTERS) for _ in range(length))
        return f"ال{word}" if self._rng.random() < 0.3 else word

    def _entity(self, number: int) -> EntityRef:
        name = f"{self._word(5)} {self._word(5)}"
        return EntityRef(f"e{number}", name, TYPES[number % 3], f"Name {number}")

    def outlets(self) -> Outlets:
        """The invented outlets."""
        found = [Outlet(f"s{n}", "site", "", (), f"Source {n}", (f"مصدر {n}",)) for n in range(self.shape.sources)]
        return Outlets({o.key: o for o in found}, {o.name: o for o in found}, {})

    def readings(self, first: int = 0, last: int | None = None) -> Iterator[Reading]:
        """Pages of one story each, as time goes on, from the story ``first`` on."""
        shape, rng = self.shape, self._rng
        body: _Body | None = None
        for number in range(first, shape.stories if last is None else last):
            if body is None or rng.random() > 0.1:
                body = _Body(self, self._named.take(9))
            day = (shape.first_day + timedelta(days=number * shape.days // shape.stories)).isoformat()
            yield body.reading(number, "" if rng.random() < 0.05 else day, f"s{self._told.take(1)[0]}")

    def some_words(self, count: int) -> str:
        """Words of running text."""
        return " ".join(map(self._vocabulary.__getitem__, self._words.take(count)))

    def number(self, most: int) -> int:
        """A number below ``most``."""
        return int(self._rng.random() * most)

    def names(self, chosen: list[int]) -> list[EntityRef]:
        """The entities of some numbers."""
        return [self.entities[n] for n in chosen]


class _Body:
    """A text with the names, quotes, titles and events in it."""

    def __init__(self, made: MadeStories, chosen: list[int]) -> None:
        self._named = made.names(chosen)
        self._title = made.some_words(7)
        self._text = ""
        self._paragraphs: list[Span] = []
        self._mentions: list[Mention] = []
        self._quotes: list[Quote] = []
        self._labels: list[Label] = []
        self._events: list[Event] = []
        least, most = made.shape.paragraphs
        for _ in range(least + made.number(most - least + 1)):
            self._paragraph(made)

    def _paragraph(self, made: MadeStories) -> None:
        start = len(self._text)
        agent = self._name(made)
        self._text += f" {made.some_words(16)} "
        target = self._name(made)
        self._text += f" {made.some_words(14)} "
        if made.number(4) == 0:
            self._quote(made, agent)
        self._text = f"{self._text.rstrip()}."
        self._paragraphs.append(Span(start, len(self._text)))
        self._text += "\n\n"
        if made.number(7) == 0 and agent != target:
            span = self._paragraphs[-1]
            piece = Piece(Span(span.start, span.start + 9), self._text[span.start : span.start + 9])
            sides = (Participant(agent.name, agent),), (Participant(target.name, target),)
            self._events.append(Event(EVENTS[made.number(3)], *sides, piece.span, piece, span, "bench", 0.9))

    def _name(self, made: MadeStories) -> EntityRef:
        entity = self._named[made.number(len(self._named))]
        if made.number(8) == 0 and entity.type is EntityType.PERSON:
            title = TITLES[made.number(len(TITLES))]
            span = Span(len(self._text), len(self._text) + len(title))
            name = Span(span.end + 1, span.end + 1 + len(entity.name))
            self._labels.append(Label(span, title, "title", "bench", 0.9, title, entity=entity, name=name))
            self._text += f"{title} "
        span = Span(len(self._text), len(self._text) + len(entity.name))
        self._mentions.append(Mention(span, entity.name, entity.type, Zone.BODY, "catalogue", 0.9, entity))
        self._text += entity.name
        return entity

    def _quote(self, made: MadeStories, by: EntityRef) -> None:
        start = len(self._text)
        self._text += made.some_words(9) + " "
        self._name(made)
        self._text += " " + made.some_words(8)
        words = self._text[start:]
        span = Span(start, start + len(words))
        cue = Cue(Span(start, start + 3), "قال", "verb")
        self._quotes.append(Quote(span, words, True, Zone.BODY, "marks", 0.9, Speaker(by.name, by), cue))

    def reading(self, number: int, day: str, source: str) -> Reading:
        """The page of the story with this number: its text with a title of its own before it."""
        title = f"{self._title} {number}"
        text = f"{self._text}{title}"
        published = Published(day, "day", day, day, (), "stated") if day else None
        story = Story(
            f"story-{number}",
            Piece(Span(len(self._text), len(text)), title),
            tuple(Piece(span, text[span.start : span.end]) for span in self._paragraphs),
            published=published,
            source=source,
        )
        page = Page(f"{number}.txt", text, hashlib.sha256(text.encode()).hexdigest(), size=len(text))
        layout = Layout(PageType.ARTICLE, None, title, "ar", (story,))
        found = StoryReading(
            story, tuple(self._mentions), tuple(self._quotes), labels=tuple(self._labels), events=tuple(self._events)
        )
        return Reading(page, layout, (found,), "bench")
