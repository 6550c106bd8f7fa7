"""What a time expression of the text states, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from marsad.model import Span


class DateKind(StrEnum):
    """What an expression names."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    PERIOD = "period"
    DECADE = "decade"


class Calendar(StrEnum):
    """The calendar that the numbers of an expression count in."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"


class Deixis(StrEnum):
    """Which month, week or day the writer points at: last (الماضي), this (الجاري), next (المقبل), the same (ذاته)."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    SAME = "same"


class Part(StrEnum):
    """The part of a month or year: its start (مطلع), middle (منتصف) or end (نهاية)."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A time expression, with only those fields that its words state.

    ``weekday`` counts from 0 (Monday, الاثنين); ``offset`` is in days from today (أمس is -1); ``last_day``
    is the end of a range (``من 13 إلى 15 سبتمبر``: day 13, last_day 15); ``unit`` (day, week, month, year) is what
    ``deixis`` points at. ``either_order``: the digits can be read in another order (``03/04/09``). ``daytime``: a word
    for a time of the day stands before it (مساء). A ``day`` without ``month`` is of the month that ``deixis`` gives.
    """

    span: Span
    text: str
    kind: DateKind
    calendar: Calendar = Calendar.GREGORIAN
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    offset: int | None = None
    deixis: Deixis | None = None
    unit: str | None = None
    part: Part | None = None
    either_order: bool = False
    daytime: bool = False

    @property
    def is_full(self) -> bool:
        """Whether day, month and year are all stated, so that the expression names one day by itself."""
        return self.day is not None and self.month is not None and self.year is not None and self.last_day is None
