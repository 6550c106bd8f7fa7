"""The date that came with a page from outside its text: what the outlet states, and the day in the address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from marsad.model import Page
from marsad.story.datestamps import url_day
from marsad.text.dates import read_date

#: The zones of the Earth: a day may have begun elsewhere.
_ZONES = timedelta(days=1)
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_FIRST = date(1990, 1, 1)
#: An address and a given date that are so near are of one publication (one of them in another zone, or for print).
_SAME = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Given:
    """The day that came with a page; or the ``bounds`` when it is no single day; and what was ``refused``, with why."""

    day: date | None = None
    bounds: tuple[date, date] | None = None
    refused: tuple[str, ...] = ()


def given_dates(page: Page) -> Given:
    """What the outlet states beside the page, checked against the day the page was seen and its address.

    The day is that of the zone as written. A day after the page was seen, or after today, is refused.
    """
    refused: list[str] = []
    stated = _stated(page.given_published, refused)
    address = _believed(url_day(page.url), "address", page, refused)
    if stated and not _believed(stated[0], "given", page, refused):
        stated = None
    if stated and address and stated[0] == stated[1] and abs(stated[0] - address) > _SAME:
        first, last = sorted((stated[0], address))
        refused.append(f"given {stated[0]}, address {address}: {(last - first).days} days apart")
        return Given(None, (first, last), tuple(refused))
    if stated and stated[0] != stated[1]:
        narrow = address and stated[0] <= address <= stated[1]
        return Given(address if narrow else None, None if narrow else stated, tuple(refused))
    return Given(stated[0] if stated else address, None, tuple(refused))


def _stated(text: str | None, refused: list[str]) -> tuple[date, date] | None:
    if not text or not text.strip():
        return None
    if day := _written_plainly(text):
        return day, day
    found = read_date(text)
    if found.earliest is None or found.latest is None:
        refused.append(f"given {text[:60]!r}: {found.why}")
        return None
    if found.value is None:
        refused.append(f"given {text[:60]!r}: {found.why}")
    elif len(found.value) >= len("2018-02-01"):
        day = date.fromisoformat(found.value[:10])
        return day, day
    return date.fromisoformat(found.earliest), date.fromisoformat(found.latest)


def _written_plainly(text: str) -> date | None:
    """The day of an ISO date or time, which most pages give; the reading of dates in words takes far longer."""
    try:
        return date.fromisoformat(text[:10]) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def _believed(day: date | None, name: str, page: Page, refused: list[str]) -> date | None:
    reason = refusal(day, name, page) if day else None
    if reason:
        refused.append(reason)
    return None if reason else day


def _seen(text: str) -> date | None:
    if day := _written_plainly(text):
        return day
    value = read_date(text).value or ""
    return date.fromisoformat(value[:10]) if len(value) >= len("2018-02-01") else None


def refusal(day: date, name: str, page: Page) -> str | None:
    """Why a story of ``page`` cannot be of ``day``, None when it can; ``name`` says where the day was found."""
    last = _seen(page.seen) if page.seen else None
    if last and day > last + _ZONES:
        return f"{name} {day}: after the page was seen ({last})"
    if day > datetime.now(UTC).date() + _ZONES:
        return f"{name} {day}: after today"
    return f"{name} {day}: before there was news on the web" if day < _FIRST else None
