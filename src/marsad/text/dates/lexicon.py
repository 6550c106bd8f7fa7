"""The word lists behind time expressions (data/dates_*.tsv), folded and ready for patterns."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from marsad.tables import rows
from marsad.text.dates.expressions import Calendar
from marsad.text.fold import fold


@dataclass(frozen=True, slots=True)
class Month:
    """One name of a month. A ``weak`` name is more often another word (مارس: practised)."""

    calendar: Calendar
    number: int
    weak: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded words to what they mean: months, weekdays, and for each class of other words its values.

    ``months`` are those of all languages; ``foreign_weekdays`` (English, French) count only beside a date; ``zones``
    gives the name of a time zone in the IANA database.
    """

    months: Mapping[str, Month]
    weekdays: Mapping[str, int]
    foreign_weekdays: Mapping[str, int]
    words: Mapping[str, Mapping[str, str]]
    zones: Mapping[str, str]

    def values(self, kind: str) -> Mapping[str, str]:
        """The words of one class (ordinal, deixis, part, unit, offset, daytime, …) with their values."""
        return self.words.get(kind, {})


@functools.cache
def lexicon() -> Lexicon:
    """The word lists, read once."""
    months = {
        fold(name): Month(Calendar(calendar), int(number), strength == "weak")
        for calendar, number, strength, name in (*rows("dates_months.tsv"), *rows("dates_months_foreign.tsv"))
    }
    words: dict[str, dict[str, str]] = {}
    for kind, value, word in (*rows("dates_words.tsv"), *rows("dates_clock.tsv")):
        words.setdefault(kind, {})[fold(word)] = value
    zones = {fold(name): zone for zone, name in rows("dates_zones.tsv")}
    return Lexicon(months, _weekdays("dates_weekdays.tsv"), _weekdays("dates_weekdays_foreign.tsv"), words, zones)


def _weekdays(name: str) -> dict[str, int]:
    return {fold(word): int(number) for number, word in rows(name)}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first; a space in a word stands for any white space in a line.

    After a joining waw inside a word (الحادي والعشرين) a space may stand.
    """
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    spaced = (re.escape(w).replace(r"\ و", r"\ و[^\S\r\n]*").replace(r"\ ", r"[^\S\r\n]+") for w in ordered)
    return "(?:" + "|".join(spaced) + ")"


def one_spelling(words: str) -> str:
    """Words that a pattern of ``any_of`` matched, with the white space of the table."""
    return re.sub(r"(?<= و)\s+", "", " ".join(words.split()))
