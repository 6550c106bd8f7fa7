"""Dates and times as feeds, sitemaps and records write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")


def iso(value: object) -> str | None:
    """``value`` as an ISO date or time in the zone that it was written in; None when it is no date.

    Takes ISO 8601 in its loose forms, the form of e-mail and RSS (Tue, 03 Mar 2026 10:00:00 +0300), and seconds or
    milliseconds since 1970. The zone is kept because the day of a story is the day of its outlet.
    """
    text = str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    try:
        return _iso(text) or _seconds(text) or _of_mail(text)
    except (ValueError, OverflowError, OSError):
        return None


def _iso(text: str) -> str | None:
    found = _ISO.match(text) or _SLASHED.match(text)
    if not found:
        return None
    year, month, day, *rest = found.groups()
    written = date(int(year), int(month), int(day)).isoformat()
    clock, zone = (*rest, None, None)[:2]
    if not clock:
        return written
    return datetime.fromisoformat(f"{written}T{clock}{zone or ''}").isoformat()


def _seconds(text: str) -> str | None:
    if not _SECONDS.fullmatch(text):
        return None
    number = float(text)
    return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC).isoformat(timespec="seconds")


def _of_mail(text: str) -> str | None:
    return parsedate_to_datetime(text).isoformat() if text else None
