"""The nouns of Marsad: what a page, a story, a mention and a quote are. No behaviour beyond spans.

Every span is ``[start, end)`` in characters (Python ``str`` indices) of ``Page.text``. Everything found keeps the
span it was found at and ``how`` it was found, so that a reader can check it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

#: ``new(Span, (3, 9))`` is ``Span(3, 9)`` without a call of Python code, where some hundred are made for a page. All
#: fields must be given.
new = tuple.__new__


class Span(NamedTuple):
    """A stretch of the page's text, ``start`` included, ``end`` excluded. Written to JSON as ``[start, end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


class PageType(StrEnum):
    """What kind of page the text is, by its layout."""

    ARTICLE = "article"
    TAG_ARCHIVE = "tag_archive"
    ENTITY_PROFILE = "entity_profile"
    LIST = "list"
    OTHER = "other"


class EntityType(StrEnum):
    """The three types of name that are found."""

    PERSON = "PER"
    ORGANISATION = "ORG"
    PLACE = "LOC"


class Zone(StrEnum):
    """The part of a story that a mention or quote stands in."""

    KICKER = "kicker"
    TITLE = "title"
    SUBTITLE = "subtitle"
    DATELINE = "dateline"
    BODY = "body"
    HEADING = "heading"
    CAPTION = "caption"


class Piece(NamedTuple):
    """A stretch of page text with its characters."""

    span: Span
    text: str

    @classmethod
    def cut(cls, text: str, start: int, end: int) -> Piece:
        """The piece of ``text`` from ``start`` to ``end``, without the white space around it."""
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return cls(Span(start, end), text[start:end])


class Region(StrEnum):
    """The part of a marked-up page that a block stands in, by tags, roles and class words."""

    CONTENT = "content"
    HEADER = "header"
    NAVIGATION = "navigation"
    FOOTER = "footer"
    ASIDE = "aside"
    RELATED = "related"
    COMMENTS = "comments"
    SHARE = "share"
    FORM = "form"
    ADVERTISEMENT = "advertisement"
    DATA = "data"


class Block(NamedTuple):
    """One line of the visible text of a marked-up page, and where it stood in the markup.

    ``tag`` is the element that made it a line (p, h1, li, td …). ``role`` is what class words or itemprop say of it
    (title, subtitle, kicker, byline, date, caption, credit, category, tags), teaser for the headline that a feed gives
    of a story elsewhere, or "". ``linked`` counts its characters inside links, ``address`` is where its first link
    leads, ``link`` where that stands. ``group`` is the index of its container in ``Markup.groups``; ``time`` the
    machine-readable time beside it; ``picture`` says that a picture stands
    right above.
    """

    span: Span
    tag: str
    region: Region
    role: str
    linked: int
    bold: bool
    group: int
    address: str | None = None
    time: str | None = None
    picture: bool = False
    link: Span | None = None


class Group(NamedTuple):
    """A container of the markup: ``parent`` is an index into ``Markup.groups`` (the first is its own parent).

    ``name`` is its class attribute; ``item`` says that it is one published item by tag or class words (article,
    hentry, a live entry).
    """

    parent: int
    tag: str
    name: str = ""
    item: bool = False


class Fact(NamedTuple):
    """A value that the markup states about the page (title, published, author …), and where it stood."""

    name: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Markup:
    """What the markup of a page said beside its text. ``facts`` stand in order of trust, the first of a name wins."""

    blocks: tuple[Block, ...]
    groups: tuple[Group, ...]
    facts: tuple[Fact, ...] = ()

    def fact(self, name: str) -> Fact | None:
        """The most trusted value of a name, or None."""
        return next((f for f in self.facts if f.name == name), None)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a name, the most trusted first."""
        return tuple(dict.fromkeys(f.value for f in self.facts if f.name == name))


@dataclass(frozen=True, slots=True)
class Raw:
    """What a page was read from, as it came, so that a better reader can read it again (``intake.raw``).

    ``kind``: "bytes" (a file or an answer), "record" (one object of JSON), "entry" (the title and text of a feed's
    entry), "teasers" (a feed's title; headline, summary and address of its other entries). ``given`` is JSON: what
    came beside the bytes.
    """

    kind: str
    data: bytes
    given: str


@dataclass(frozen=True, slots=True)
class Page:
    """Decoded text from somewhere, as it will be read. ``text`` keeps the line ends as they stood.

    ``given_*`` is what came with the page from outside its text (a side-car file, a feed): ``given_source`` an outlet
    key or name, ``given_published`` an ISO date that the outlet states, ``seen`` the ISO date or time at which the
    page was fetched, and so the latest day its stories can have. ``visible`` says that ``text`` is the visible text
    taken from markup, so that a reader of offsets needs the text as well; ``markup`` is what that markup said. ``raw``
    is what it was read from, None where that is not to be kept.
    """

    path: str
    text: str
    digest: str
    encoding: str = "utf-8"
    size: int = 0
    url: str | None = None
    given_source: str | None = None
    given_published: str | None = None
    seen: str | None = None
    visible: bool = False
    markup: Markup | None = None
    raw: Raw | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place and agency before a lead (موسكو – سانا): ``places`` are entity ids, ``agency`` an outlet key."""

    span: Span
    text: str
    places: tuple[str, ...] = ()
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """The line under a picture, once; ``credit`` is the agency in brackets at its end."""

    span: Span
    text: str
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """When a story was published, as precisely as its text says and no more.

    ``value`` is an ISO date cut to ``precision`` ("day", "month", "year"), or null when only the bounds
    ``earliest`` and ``latest`` (ISO days, either may be null) are known. ``how`` is "stated" or "inferred".
    ``refused``: each date that was given and could not be believed, with the reason. ``moment``: the time to the
    minute where the outlet states one, in UTC (``2015-07-21T09:30Z``), or as written where it states no zone.
    """

    value: str | None
    precision: str | None
    earliest: str | None
    latest: str | None
    evidence: tuple[Piece, ...]
    how: str
    refused: tuple[str, ...] = ()
    moment: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One published item. Paragraphs hold body text alone; title, captions, headings and so on stand apart."""

    id: str
    title: Piece | None
    paragraphs: tuple[Piece, ...]
    kicker: Piece | None = None
    subtitle: Piece | None = None
    dateline: Dateline | None = None
    byline: Piece | None = None
    credit: Piece | None = None
    category: Piece | None = None
    tags: tuple[Piece, ...] = ()
    headings: tuple[Piece, ...] = ()
    captions: tuple[Caption, ...] = ()
    published: Published | None = None
    source: str | None = None
    url: str | None = None

    def zones(self) -> Iterator[tuple[Zone, Piece]]:
        """Every stretch in which names are looked for, with its zone, in the order of the page."""
        found: list[tuple[Zone, Piece]] = [(Zone.BODY, p) for p in self.paragraphs]
        found += [(Zone.HEADING, p) for p in self.headings]
        found += [(Zone.CAPTION, Piece(c.span, c.text)) for c in self.captions]
        for zone, piece in ((Zone.KICKER, self.kicker), (Zone.TITLE, self.title), (Zone.SUBTITLE, self.subtitle)):
            if piece:
                found.append((zone, piece))
        if self.dateline:
            found.append((Zone.DATELINE, Piece(self.dateline.span, self.dateline.text)))
        return iter(sorted(found, key=lambda zp: zp[1].span))


class Furniture(NamedTuple):
    """A stretch of the page that belongs to no story: navigation, share lines, repeated captions."""

    span: Span
    label: str


class Related(NamedTuple):
    """A teaser for another story: never part of the story that it stands beside."""

    title: Piece | None
    summary: Piece | None = None
    category: Piece | None = None
    credit: Piece | None = None
    caption: Piece | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """Who an entity page is about, in the page's own words.

    ``aliases`` are (text, language) pairs; ``birth_date`` an ISO date cut to ``birth_precision``.
    """

    name: Piece
    aliases: tuple[tuple[str, str], ...] = ()
    bio: Piece | None = None
    bio_source: str | None = None
    birth_date: str | None = None
    birth_precision: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A page taken apart: each of its visible characters belongs to exactly one of these things."""

    type: PageType
    site: str | None
    title: str | None
    language: str
    stories: tuple[Story, ...]
    furniture: tuple[Furniture, ...] = ()
    related: tuple[Related, ...] = ()
    profile: Profile | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class EntityRef:
    """The somebody or something that a name stands for.

    ``status`` is "catalogue" for a known entity, "candidate" for one known only by its full name in the archive,
    "known" for one that several stories of several outlets name.
    """

    id: str
    name: str
    type: EntityType
    name_en: str | None = None
    qid: str | None = None
    status: str = "catalogue"


@dataclass(frozen=True, slots=True)
class Link:
    """How sure it is that a mention means its entity (``score`` between 0 and 1), and what speaks for it.

    ``reasons``: name (its full name), short_name, spelling (another transcription), ancestry (his name with his
    fathers), carried (named fully elsewhere in the story), company (the story names it or its country elsewhere),
    story_country, adjective (an adjective of its country beside the name), head (the noun before the name), weight
    (the best known bearer of the name), unknown (a name that no catalogue knows).
    """

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text, without the particles attached before it (``clitic``).

    ``norm`` is the name as it would stand alone where writing hides a letter (للأمم المتحدة: الأمم المتحدة).
    ``metonym_for`` is the id of the country when a place stands for its government. ``how`` is the rule:
    catalogue, carried, title, organisation, given_name, acronym … ``score`` is between 0 and 1. ``link`` says why
    ``entity`` is meant; it is None where there is no entity.
    """

    span: Span
    text: str
    type: EntityType
    zone: Zone
    how: str
    score: float
    entity: EntityRef | None = None
    clitic: str = ""
    norm: str | None = None
    metonym_for: str | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is given the words: ``span`` are the words that name him here (null when nobody is named)."""

    name: str
    entity: EntityRef | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """The word of saying, without proclitics. ``kind``: verb, participle, noun, preposition, headline, colon."""

    span: Span
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words given to a speaker. ``direct``: inside marks (``form`` full, clause, fragment) or unmarked direct speech.

    ``stance`` is say, deny, accuse, call, warn, promise, claim, praise …; ``implicit`` says that the word of saying
    has no subject of its own here. ``score`` is between 0 and 1. ``venue`` are the words that tell where or on what
    occasion it was said (في مؤتمر صحفي), ``addressee`` to whom (لقناة روسيا اليوم), where the text tells it.
    """

    span: Span
    text: str
    direct: bool
    zone: Zone
    how: str
    score: float
    speaker: Speaker | None = None
    cue: Cue | None = None
    stance: str = "say"
    implicit: bool = False
    form: str | None = None
    about: tuple[str, ...] = ()
    venue: Piece | None = None
    addressee: Speaker | None = None


class EventType(StrEnum):
    """What kind of thing happened between the participants of an event."""

    MEET = "meet"
    CALL = "call"
    STATEMENT = "statement"
    AGREE = "agree"
    ACCUSE = "accuse"
    DENY = "deny"
    SANCTION = "sanction"
    FIGHT = "fight"
    VISIT = "visit"
    WITHDRAW = "withdraw"
    AID = "aid"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part in an event. ``span`` are the words that name it here, null where the clause before named it."""

    name: str
    entity: EntityRef | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class EventDate:
    """When the text says that it happened: the first and last ISO day that its words (``text``) can mean."""

    earliest: str
    latest: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom. ``agents`` do; ``targets`` undergo, are visited, blamed or addressed.

    ``trigger`` is the word that tells it, ``evidence`` the words from the first to the last that belong to it,
    ``sentence`` the sentence around them. ``planned``: still to come; ``denied``: told as not having happened;
    ``ended``: an agreement that lapsed. ``voice`` is the speaker in whose words it is told, null for the outlet itself.
    """

    type: EventType
    agents: tuple[Participant, ...]
    targets: tuple[Participant, ...]
    trigger: Span
    evidence: Piece
    sentence: Span
    how: str
    score: float
    place: Participant | None = None
    date: EventDate | None = None
    planned: bool = False
    denied: bool = False
    ended: bool = False
    voice: Speaker | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Words that a text puts on a name: وزير الخارجية الروسي before Lavrov, ما يسمى before a body.

    ``kind``: title, honorific, epithet, distancing, kind (what sort of body it is said to be), scare (marks around
    the name alone), actor (words that stand for a country without its name: النظام السوري). ``name`` is the span of
    the name it is put on, null for an actor; ``words`` its folded headword, by which labels are counted. ``tone``:
    hostile, distancing, honouring, neutral. ``voice`` is "speaker" inside words given to somebody (``speaker`` his
    entity id, where he is known), else "source": in the outlet's own words. ``norm`` is the label as it would stand
    alone where writing hides a letter (للرئيس: الرئيس).
    """

    span: Span
    text: str
    kind: str
    how: str
    score: float
    words: str
    tone: str = "neutral"
    entity: EntityRef | None = None
    name: Span | None = None
    zone: Zone = Zone.BODY
    voice: str = "source"
    speaker: str | None = None
    norm: str | None = None


@dataclass(frozen=True, slots=True)
class StoryReading:
    """A story with the names, quotes, labels and events found in it, each in the order of the text."""

    story: Story
    mentions: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    labels: tuple[Label, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything pass one found in a page. ``version`` names the reader that made it."""

    page: Page
    layout: Layout
    stories: tuple[StoryReading, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A page that gave nothing: at which ``stage``, for which ``reason`` (a fixed word), and in detail for a reader.

    ``count`` is how many it stands for: the records of a container that are no pages are told together (stage
    ``container``), a reason each, since there may be millions.
    """

    path: str
    digest: str
    stage: str
    reason: str
    detail: str
    size: int = 0
    count: int = 1
