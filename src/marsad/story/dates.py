"""When each story of a page was published: stated, inferred, or only bounded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from marsad.model import Furniture, Page, Piece, Published, Story
from marsad.story.datestamps import stated_day


def publish_dates(
    page: Page, stories: Sequence[Story], furniture: Sequence[Furniture]
) -> tuple[Published | None, ...]:
    """The publication date of each of ``stories``, in their order; None where nothing at all is known.

    A date is "stated" when the outlet gives it (beside the page, or between title and text) and "inferred" when the
    words of the story fix it. A value claims no more than is certain; else only bounds stand.
    """
    return tuple(_published(page, stories, at) for at in range(len(stories)))


def _published(page: Page, stories: Sequence[Story], at: int) -> Published | None:
    stamp = stated_day(page, stories[at])
    if stamp:
        return _day(stamp.day, (stamp.piece,))
    given = _given(page)
    if given and len(stories) == 1:
        return _day(given, ())
    return None


def _given(page: Page) -> date | None:
    try:
        return date.fromisoformat((page.given_published or "")[:10])
    except ValueError:
        return None


def _day(day: date, evidence: tuple[Piece, ...]) -> Published:
    iso = day.isoformat()
    return Published(iso, "day", iso, iso, evidence, "stated")
