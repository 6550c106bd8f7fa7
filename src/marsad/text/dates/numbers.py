"""Number words of years and amounts: ألفين وثمانية عشر, ثلاثة, خمس وعشرين."""

from __future__ import annotations

import functools
import re

from marsad.text.dates.lexicon import any_of, lexicon

_GAP = r"[^\S\r\n]+"
_TEEN = "عشره?"


@functools.cache
def _year_pattern() -> re.Pattern[str]:
    values = lexicon().values
    small = any_of(values("number"))
    joined = rf"{_GAP}و[^\S\r\n]*"
    rest = rf"(?P<ones>{small})(?:{_GAP}(?P<teen>{_TEEN})|{joined}(?P<tens>{small}))?"
    hundreds = rf"(?:{joined}(?P<hundreds>{any_of(values('hundred'))}))"
    return re.compile(rf"(?<!\w)(?P<thousands>{any_of(values('thousand'))}){hundreds}?(?:{joined}{rest})?(?!\w)")


def with_years_in_digits(folded: str) -> str:
    """``folded`` with the years that are written in words (ألفين وثمانية عشر) in digits (2018)."""
    return _year_pattern().sub(_year, folded)


def _year(match: re.Match[str]) -> str:
    values = lexicon().values
    year = int(values("thousand")[match["thousands"]])
    year += int(values("hundred")[" ".join(match["hundreds"].split())]) if match["hundreds"] else 0
    year += _below_hundred(match["ones"], match["teen"], match["tens"])
    return str(year) if 1300 <= year <= 2199 else match[0]


def _below_hundred(ones: str | None, teen: str | None, tens: str | None) -> int:
    values = lexicon().values("number")
    first = int(values[ones]) if ones else 0
    return first + (10 if teen else int(values[tens]) if tens else 0)


@functools.cache
def amount_pattern() -> str:
    """A pattern for an amount in digits or words; its groups are read by ``amount``."""
    small = any_of(lexicon().values("number"))
    return rf"(?:(?P<digits>\d{{1,3}})|(?P<ones>{small})(?:{_GAP}(?P<teen>{_TEEN})|{_GAP}و(?P<tens>{small}))?)"


def amount(match: re.Match[str]) -> int | None:
    """The number that a match of ``amount_pattern`` states, None when it took none."""
    if match["digits"]:
        return int(match["digits"])
    return _below_hundred(match["ones"], match["teen"], match["tens"]) if match["ones"] else None
