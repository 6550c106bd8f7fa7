"""Days and moments as the tables keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from marsad.model import Published


def now() -> str:
    """This moment, as the archive writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Day:
    """A story's day; ``day`` is "" where none is fixed, ``day_from`` and ``day_to`` bound it."""

    day: str
    day_from: str | None
    day_to: str | None
    how: str | None


def day_of(published: Published | None, seen: str | None) -> Day:
    """The day of a story, or the days that bound it; a page's time of collection bounds it from above."""
    latest = seen[:10] if seen else None
    if published is None:
        return Day("", None, latest, None)
    if published.precision == "day" and published.value:
        return Day(published.value, published.value, published.value, published.how)
    if published.earliest and published.earliest == published.latest:
        return Day(published.earliest, published.earliest, published.latest, published.how)
    return Day("", published.earliest, published.latest or latest, published.how)
