"""Readings made by hand for the tests of store, observatory and command line: invented stories in a short notation.

``{lavin:سليم لافين}`` is a mention of the entity ``lavin``; ``<lavin|...>`` are words that ``lavin`` said. ``{?:x}`` is
a mention of nobody known.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from marsad.catalogue import Catalogue, Entity, build
from marsad.model import (
    Cue,
    EntityRef,
    EntityType,
    Layout,
    Mention,
    Page,
    PageType,
    Piece,
    Profile,
    Published,
    Quote,
    Reading,
    Related,
    Span,
    Speaker,
    Story,
    StoryReading,
    Zone,
)
from marsad.outlets import Outlet, Outlets

_TOKEN = re.compile(r"\{([\w?-]+):([^{}]*)\}|<([\w-]*)\||>")

KNOWN = (
    Entity("lavin", EntityType.PERSON, "politician", "سليم لافين", "Salim Lavin", ("لافين",), "وزير", country="mira"),
    Entity("karim", EntityType.PERSON, "politician", "هدى كريم", "Huda Karim", ("كريم",), country="mira"),
    Entity("mira", EntityType.PLACE, "country", "ميرا", "Mira"),
    Entity("qarta", EntityType.PLACE, "country", "قرطا", "Qarta"),
    Entity("council", EntityType.ORGANISATION, "body", "مجلس الساحل", "Coast Council"),
)


def catalogue() -> Catalogue:
    """Five invented entities."""
    return build(KNOWN)


def outlets() -> Outlets:
    """Two invented outlets."""
    found = (
        Outlet("marsa", "agency", "mira", ("marsa.example",), "Marsa", ("المرسى",)),
        Outlet("difaf", "newspaper", "mira", ("difaf.example",), "Difaf", ("الضفاف",)),
    )
    return Outlets({o.key: o for o in found}, {o.name: o for o in found}, {d: o for o in found for d in o.domains})


@dataclass(frozen=True)
class Told:
    """A story in the notation above. ``day`` "" leaves it undated, between ``bounds``."""

    title: str
    body: Sequence[str]
    day: str = ""
    source: str | None = "marsa"
    how: str = "stated"
    bounds: tuple[str | None, str | None] = (None, None)
    tags: tuple[str, ...] = ()
    category: str | None = None
    id: str = ""


@dataclass
class _Writer:
    """The page's text as it grows, with what is found in it."""

    text: str = ""
    mentions: list[Mention] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)

    def write(self, marked: str, zone: Zone) -> Piece:
        start = len(self.text)
        opened: list[tuple[str, int]] = []
        at = 0
        for token in _TOKEN.finditer(marked):
            self.text += marked[at : token.start()]
            at = token.end()
            if token.group(1):
                self._mention(token.group(1), token.group(2), zone)
            elif token.group() == ">":
                self._quote(*opened.pop(), zone)
            else:
                opened.append((token.group(3), len(self.text)))
        self.text += marked[at:]
        piece = Piece(Span(start, len(self.text)), self.text[start:])
        self.text += "\n\n"
        return piece

    def _mention(self, key: str, words: str, zone: Zone) -> None:
        span = Span(len(self.text), len(self.text) + len(words))
        entity = None if key == "?" else ref(key, words)
        kind = entity.type if entity else EntityType.PERSON
        self.mentions.append(Mention(span, words, kind, zone, "catalogue", 0.9, entity))
        self.text += words

    def _quote(self, key: str, start: int, zone: Zone) -> None:
        span = Span(start, len(self.text))
        speaker = Speaker(ref(key, key).name, ref(key, key)) if key else None
        cue = Cue(Span(max(0, start - 1), start), "قال", "verb")
        self.quotes.append(Quote(span, span.of(self.text), True, zone, "marks", 0.9, speaker, cue))


def ref(key: str, words: str) -> EntityRef:
    """The known entity ``key``, or a candidate of that name."""
    for entity in KNOWN:
        if entity.id == key:
            return entity.ref()
    return EntityRef(key, words, EntityType.PERSON, status="candidate")


def reading(
    *told: Told,
    path: str = "page.txt",
    type: PageType = PageType.ARTICLE,
    tag: str | None = None,
    profile: str | None = None,
    teasers: tuple[str | tuple[str, str], ...] = (),
    seen: str | None = None,
) -> Reading:
    """A page with these stories, as pass one would return it."""
    text, found = "", []
    for number, story in enumerate(told):
        text, one = _story(text, story, f"{path}-{number}")
        found.append(one)
    about = (
        Profile(Piece(Span(0, 0), profile), (("Salim", "en"),), Piece(Span(0, 0), f"{profile} سياسي"))
        if profile
        else None
    )
    led = ((t, None) if isinstance(t, str) else t for t in teasers)
    related = tuple(Related(Piece(Span(0, 0), title), url=url) for title, url in led)
    layout = Layout(type, None, path, "ar", tuple(s.story for s in found), (), related, about, tag)
    digest = hashlib.sha256(f"{path}{text}".encode()).hexdigest()
    return Reading(Page(path, text, digest, size=len(text), seen=seen), layout, tuple(found), "test")


def _story(before: str, told: Told, default_id: str) -> tuple[str, StoryReading]:
    writer = _Writer(before)
    title = writer.write(told.title, Zone.TITLE)
    paragraphs = tuple(writer.write(p, Zone.BODY) for p in told.body)
    story = Story(
        told.id or default_id,
        title,
        paragraphs,
        published=_published(told),
        source=told.source,
        tags=tuple(Piece(Span(0, 0), t) for t in told.tags),
        category=Piece(Span(0, 0), told.category) if told.category else None,
    )
    return writer.text, StoryReading(story, tuple(writer.mentions), tuple(writer.quotes))


def _published(told: Told) -> Published | None:
    if told.day:
        return Published(told.day, "day", told.day, told.day, (), told.how)
    return Published(None, None, *told.bounds, (), "inferred") if any(told.bounds) else None
