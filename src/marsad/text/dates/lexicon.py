"""The word lists behind time expressions (data/dates_*.tsv), folded and ready for patterns."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

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
    """Folded words to what they mean: months, weekdays, and for each class of other words its values."""

    months: Mapping[str, Month]
    weekdays: Mapping[str, int]
    words: Mapping[str, Mapping[str, str]]

    def values(self, kind: str) -> Mapping[str, str]:
        """The words of one class (ordinal, deixis, part, unit, offset, daytime, …) with their values."""
        return self.words.get(kind, {})


@functools.cache
def lexicon() -> Lexicon:
    """The word lists, read once."""
    months = {
        fold(name): Month(Calendar(calendar), int(number), strength == "weak")
        for calendar, number, strength, name in _rows("dates_months.tsv")
    }
    weekdays = {fold(name): int(number) for number, name in _rows("dates_weekdays.tsv")}
    words: dict[str, dict[str, str]] = {}
    for kind, value, word in _rows("dates_words.tsv"):
        words.setdefault(kind, {})[fold(word)] = value
    return Lexicon(months, weekdays, words)


def _rows(name: str) -> list[list[str]]:
    text = (resources.files("marsad.data") / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first; a space in a word stands for any white space in a line."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"[^\S\r\n]+") for w in ordered) + ")"
