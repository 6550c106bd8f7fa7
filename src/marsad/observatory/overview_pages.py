"""What is asked of any set of stories: how many and when, who and what is in them, which outlets, in which words."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.observatory.pages import EntityLink, Linked, QuoteRow, SourceCount, Volume, Window


@dataclass(frozen=True, slots=True)
class Change:
    """A window against the one of the same length before it: counts of stories, and shares of a thousand of all.

    ``score`` is the signed log-likelihood ratio (G²) of the two shares, positive when more; below 10.83 in size it is
    ``weak``. ``day_from`` and ``day_to`` are those of the window before.
    """

    day_from: str
    day_to: str
    before: int
    now: int
    share_before: float
    share_now: float
    score: float
    weak: bool


@dataclass(frozen=True, slots=True)
class LabelOn:
    """Words that outlets put on an entity in ``count`` of the stories, as mostly written, in their own voice."""

    entity: EntityLink
    kind: str
    text: str
    tone: str
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of a set of stories in a window.

    ``share`` of a thousand stories of the archive in the window; ``change`` is null where there is no window before.
    ``first_day`` and ``last_day`` are of all its stories. ``limited_to``: so many stories were looked at, where there
    are more (a search for a common word); null where all were.
    """

    window: Window
    stories: int
    copies: int
    share: float
    first_day: str | None
    last_day: str | None
    volume: Volume
    change: Change | None
    linked: tuple[Linked, ...]
    sources: tuple[SourceCount, ...]
    labels: tuple[LabelOn, ...]
    quotes: tuple[QuoteRow, ...]
    limited_to: int | None = None
