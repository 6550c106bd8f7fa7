"""A string with a date made plain before it is read, and the bare numbers that are a date only as a whole string."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from marsad.model import Span
from marsad.text.dates.expressions import DateExpression, DateKind
from marsad.text.dates.numbers import with_years_in_digits
from marsad.text.fold import fold
from marsad.text.letters import TATWEEL

_DASH = re.compile(rf"(?<=[\d٠-٩۰-۹])\s*[{TATWEEL}‐‑‒–—−_]+\s*(?=[\d٠-٩۰-۹])")
_SLASH = re.compile(r"\s*[\\؍⁄∕|]\s*(?=\d)")
_COMPACT = re.compile(r"^\s*(\d{4})(\d\d)(\d\d)(?=$|\s*$|t\d)")
_COMPACT_CLOCK = re.compile(r"(?<=^\d{4}-\d\d-\d\dt\d\d)(\d\d)(\d\d)?(?=[z+\-]|$)")
_LOOSE = re.compile(r"^\s*(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?!\d)")
_SPACED = re.compile(r"^\s*(\d{1,2})\s(\d{1,2})\s((?:19|20|14)\d\d)(?=\s*(?:م|ه)?\s*$)")
_MONTH = re.compile(
    r"^\s*(?:شهر\s+)?(?:(?P<m>\d{1,2})\s*[-/.]\s*(?P<y>(?:19|20)\d\d)"
    r"|(?P<y2>(?:19|20)\d\d)\s*(?P<s>[-/.])\s*(?P<m2>\d{1,2}))\s*م?\s*$"
)
_YEAR = re.compile(r"^\W*(?:\(?(?P<y>(?:1[89]|20)\d\d)\)?)\s*م?\s*$")
_YEARS = re.compile(
    r"^\W*(?:(?:بين|من|عامي|الاعوام|موسم)\s+)*(?P<y>(?:19|20)\d\d)\s*(?:[-/]|و|الي|حتي)\s*(?P<y2>(?:19|20)\d\d)\W*$"
)
_DAY_MONTH = re.compile(r"^\s*(?P<d>\d{1,2})\s*[/\-.]\s*(?P<m>\d{1,2})\s*$")


def tidy(text: str) -> str:
    """``text`` folded, with plain dashes and slashes between numbers, and years in words as digits."""
    marked = _DASH.sub("-", text[:2000])
    folded = _SLASH.sub("/", fold(marked).replace("\n", " ").replace("\r", " ").replace("\xa0", " "))
    folded = _COMPACT.sub(_compact, folded)
    folded = _COMPACT_CLOCK.sub(r":\1", folded)
    folded = _LOOSE.sub(r"\1\2\3\2\4", folded)
    return with_years_in_digits(_SPACED.sub(r"\1/\2/\3", folded))


def _compact(match: re.Match[str]) -> str:
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return match[0]


def plain(folded: str) -> list[DateExpression]:
    """A string that is nothing but a year, a month with its year, or a day with its month, in digits."""
    blank = DateExpression(Span(0, len(folded)), folded, DateKind.DAY)
    if match := _YEAR.match(folded):
        return [replace(blank, kind=DateKind.YEAR, year=int(match["y"]))]
    if match := _YEARS.match(folded):
        return [replace(blank, kind=DateKind.YEAR, year=int(match[y]), span=Span(*match.span(y))) for y in ("y", "y2")]
    if match := _MONTH.match(folded):
        year, month = int(match["y"] or match["y2"]), int(match["m"] or match["m2"])
        season = match["s"] == "/" and (year + 1) % 100 == month
        known = 1 <= month <= 12 and not season
        return [replace(blank, kind=DateKind.MONTH, year=year, month=month)] if known else []
    if match := _DAY_MONTH.match(folded):
        day, month = int(match["d"]), int(match["m"])
        if day > 12 and 1 <= month <= 12 and day <= 31:
            return [replace(blank, day=day, month=month)]
    return []
