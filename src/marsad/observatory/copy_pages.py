"""What the pages of copies show: stories of one text, what each changed, and which outlets take texts from which."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.copies.aligning import Alignment
from marsad.observatory.pages import EntityLink, SourceLink, StoryRow, Window


@dataclass(frozen=True, slots=True)
class Copy:
    """A story of a group. ``kind`` is what it is of the story ``of`` (an id), mostly the origin, with which it shares
    most: full (the same text), cut (most of it stands there), inside (that one stands inside it) or rewrite; or it is
    the origin. ``share`` is how much of it stands there, 0 to 1. ``copy`` says that most of it stood in a story before
    it, so that it is no text of its own when texts are counted.

    ``minutes`` after the origin, where both outlets state the time; else ``days``, where both days are known; null
    where neither is. ``credited`` is the news agency that it names as its source.
    """

    story: StoryRow
    kind: str
    share: float
    copy: bool
    of: str
    moment: str | None
    minutes: int | None
    days: int | None
    credited: SourceLink | None


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Stories of one text, the origin first. ``id`` is that of the origin, and every member's id leads to the group.

    ``reason`` why the origin is held to be that: agency (the text of a news agency that others name, or that came on
    the first day), earliest, most_complete (the longest of the first day), unsure. ``credited``: agencies that members
    name. ``copies`` counts the members that are no texts of their own.
    """

    id: str
    reason: str
    members: tuple[Copy, ...]
    credited: tuple[SourceLink, ...]
    sources: int
    copies: int

    @property
    def origin(self) -> Copy:
        """The story that the others are copies of."""
        return self.members[0]


@dataclass(frozen=True, slots=True)
class CopyPage:
    """A group, and two of its stories side by side: ``before`` and ``after``, the origin and a copy unless others were
    asked for. ``alignment`` is null where the archive does not say where the parts of a story stand. ``named`` are the
    entities whose labels were changed, by id. ``open``: people may say what is one text here.
    """

    group: CopyGroup
    before: Copy
    after: Copy
    alignment: Alignment | None
    named: dict[str, EntityLink]
    open: bool


@dataclass(frozen=True, slots=True)
class CopiesPage:
    """Groups of copies of a window, those told by most outlets first. ``total`` groups; ``page`` counts from 1."""

    window: Window
    groups: tuple[CopyGroup, ...]
    total: int
    page: int
    pages: int
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """Texts of ``source`` that ``taker`` took: how many, the median delay in minutes (null where times are not stated)
    and in days (null where days are not known)."""

    source: SourceLink
    taker: SourceLink
    texts: int
    minutes: int | None
    days: float | None


@dataclass(frozen=True, slots=True)
class Copying:
    """How much of an outlet is its own in a window. ``stories`` = ``own`` + ``copies``; ``within`` are copies of its
    own texts. ``takes`` from other outlets, ``taken`` by others; ``credits`` are agencies that its stories name,
    whether their texts are here or not, with how many stories name them.
    """

    stories: int
    own: int
    copies: int
    within: int
    takes: tuple[Flow, ...]
    taken: tuple[Flow, ...]
    credits: tuple[tuple[SourceLink, int], ...]
