"""The time of day at which a story was published, where its outlet states one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from marsad.model import Page, Piece, Published
from marsad.text.dates import read_date

#: A line with a stamp is no longer; a paragraph that names a day and an hour does not tell when it was published.
_LONGEST = 120
#: The day that is shown may be that of another zone.
_ZONES = timedelta(days=1)


def moment_of(page: Page, published: Published, given: str | None) -> str | None:
    """When a story was published, to the minute: ISO, in UTC (``…Z``) where the zone is stated, else as written.

    ``given`` is the date and time that came with the page or in its markup for this story. None where no time is
    stated, or where it is midnight, which pages write for a day alone.
    """
    if published.precision != "day" or published.how != "stated" or not published.value:
        return None
    day = date.fromisoformat(published.value)
    for when in _stated(page.text, given, published.evidence):
        if (when.hour or when.minute) and abs(when.date() - day) <= _ZONES:
            return _written(when)
    return None


def _stated(text: str, given: str | None, evidence: tuple[Piece, ...]) -> Iterator[datetime]:
    if given and len(given) > len("2015-07-21"):
        with contextlib.suppress(ValueError):
            yield datetime.fromisoformat(given)
    for piece in evidence:
        first = text.rfind("\n", 0, piece.span.start) + 1
        last = text.find("\n", piece.span.end)
        line = text[first : last if last >= 0 else len(text)]
        if len(line) <= _LONGEST and (found := read_date(line)).precision == "minute" and found.value:
            yield datetime.fromisoformat(found.value)


def _written(when: datetime) -> str:
    if when.tzinfo is None:
        return when.isoformat(timespec="minutes")
    return when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="minutes") + "Z"
