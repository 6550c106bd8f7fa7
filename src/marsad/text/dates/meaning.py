"""What several expressions of one string mean together: a day in two calendars, a range, a weekday as a check."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from marsad.text.dates.expressions import Calendar, DateExpression, DateKind, Deixis
from marsad.text.dates.lexicon import any_of, lexicon
from marsad.text.dates.resolving import Days, resolve

#: A Hijri year below it, in numbers and without هـ, may as well be a solar one of Iran.
_SOLAR_YEARS = 1411
_SOME_DAY = date(2000, 1, 1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Item:
    """An expression with the ``days`` that bound it (None: unknown), at the ``grain`` at which it names them.

    ``named`` are the days it names when they are fewer than those it can be of (a Hijri day, which the sighting of the
    moon may move). ``open``: bounds that are open on one side. ``grain``: day, month, year, or span (a time that is
    none of these). ``why`` it is not certain.
    """

    expression: DateExpression | None
    days: Days | None
    grain: str
    why: str | None = None
    named: Days | None = None
    open: tuple[date | None, date | None] | None = None


def items(found: Sequence[DateExpression], anchor: date | None) -> list[Item]:
    """Each expression with its days; a year that stands apart goes to the one date without a year."""
    day = anchor.date() if isinstance(anchor, datetime) else anchor
    return [_item(e, day) for e in _with_year(list(found))]


def _with_year(found: list[DateExpression]) -> list[DateExpression]:
    years = [e for e in found if e.kind is DateKind.YEAR and e.calendar is Calendar.GREGORIAN]
    open_ = [e for e in found if e.month and e.year is None and e.calendar is Calendar.GREGORIAN and not e.deixis]
    if len(years) != 1 or len(open_) != 1:
        return found
    return [replace(e, year=years[0].year) if e is open_[0] else e for e in found if e is not years[0]]


def _item(expression: DateExpression, anchor: date | None) -> Item:
    grain = _grain(expression)
    if needs_anchor(expression) and anchor is None:
        return Item(expression, None, grain, "no_anchor")
    if _is_solar_perhaps(expression):
        return Item(expression, None, grain, "calendar")
    days = resolve(expression, anchor or _SOME_DAY)
    if days is None:
        return Item(expression, None, grain, _unresolved(expression))
    if expression.offset is not None and expression.year is None and anchor and not _told_on(expression, days, anchor):
        return Item(expression, (min(days[0], anchor), max(days[1], anchor)), grain, "several")
    if _either_way(expression):
        return _both_orders(expression, days)
    item = Item(expression, days, grain, "range" if grain == "span" and days[0] != days[1] else None)
    return _checked(item) if grain == "day" and days[0] == days[1] else item


def _unresolved(expression: DateExpression) -> str:
    if expression.deixis is Deixis.SAME:
        return "no_anchor"
    return "vague" if expression.calendar is Calendar.HIJRI and expression.year is None else "impossible"


def _told_on(expression: DateExpression, days: Days, anchor: date) -> bool:
    """Whether أمس or غدا before a date is right on the day of the anchor."""
    return days[0] <= anchor + (expression.offset or 0) * _DAY <= days[1]


def needs_anchor(expression: DateExpression) -> bool:
    """Whether the expression is told from the writer's day, and names no day or year by itself."""
    return expression.year is None


def _is_solar_perhaps(expression: DateExpression) -> bool:
    year = expression.year
    hijri = expression.calendar is Calendar.HIJRI and year is not None and year < _SOLAR_YEARS
    return hijri and not re.search(r"ه|[^\W\d_]{3}", expression.text)


def _grain(expression: DateExpression) -> str:
    if expression.last_day and expression.last_day != expression.day:
        return "span"
    if expression.kind is DateKind.PERIOD:
        return expression.unit if expression.unit in ("month", "year") else "span"
    if expression.kind in (DateKind.MONTH, DateKind.YEAR):
        return "span" if expression.calendar is Calendar.HIJRI else expression.kind.value
    return "day"


def _either_way(expression: DateExpression) -> bool:
    """Whether day and month can be read either way round: both fit, and the writing does not show the order."""
    day, month = expression.day, expression.month
    if not expression.either_order or not day or not month:
        return False
    return day <= 12 and day != month


def _both_orders(expression: DateExpression, days: Days) -> Item:
    other = resolve(replace(expression, day=expression.month, month=expression.day), _SOME_DAY) or days
    return Item(expression, (min(days[0], other[0]), max(days[1], other[1])), "day", "order")


def _checked(item: Item) -> Item:
    """A single day checked against its weekday; a Hijri day may be one off, and its weekday says which."""
    expression, days = item.expression, item.days
    assert expression
    assert days
    hijri = expression.calendar is Calendar.HIJRI
    near = [days[0] + n * _DAY for n in (0, -1, 1)] if hijri else [days[0]]
    weekday = expression.weekday
    if weekday is None:
        return replace(item, days=(min(near), max(near)), named=days)
    right = [d for d in near if d.weekday() == weekday]
    if right:
        return replace(item, days=(right[0], right[0]), named=None)
    return _doubted(item, days[0], weekday)


def _doubted(item: Item, day: date, weekday: int) -> Item:
    """A day with another's weekday: it may be that day, or the next or last one of that weekday."""
    back, ahead = (day.weekday() - weekday) % 7, (weekday - day.weekday()) % 7
    return replace(item, days=(day - back * _DAY, day + ahead * _DAY), why="weekday", named=None)


def joined(folded: str, known: Sequence[Item], anchor: date | None) -> Item | None:
    """The range from one expression to another (من 28 يناير إلى 3 فبراير), None when no two are joined so."""
    day = anchor.date() if isinstance(anchor, datetime) else anchor
    for first, last in itertools.pairwise(known):
        if not first.expression or not last.expression or not _is_range(folded, first.expression, last.expression):
            continue
        start = _completed(first.expression, last.expression)
        low, high = _item(start, day), last
        if not low.days or not high.days:
            return Item(None, None, "span", low.why or high.why)
        ends = low.days[0], high.days[1]
        return Item(None, ends, "span", "range") if ends[0] <= ends[1] else Item(None, None, "span", "impossible")
    return None


def _is_range(folded: str, first: DateExpression, last: DateExpression) -> bool:
    between, before = folded[first.span.end : last.span.start], folded[: first.span.start]
    if first.calendar is not last.calendar:
        return False
    if re.fullmatch(rf"\W*{any_of(lexicon().values('range'))}\s+(?:يوم\s+)?", between):
        return True
    both = first.kind is last.kind
    if both and re.fullmatch(r"\s*[-–/]\s*", between):
        return True
    return both and bool(re.fullmatch(r"\s*و\s*", between)) and bool(re.search(r"بين\W*(?:يومي\s+|يوم\s+)?$", before))


def _completed(first: DateExpression, last: DateExpression) -> DateExpression:
    if first.year is not None or last.year is None or first.month is None:
        return first
    earlier = last.month is not None and first.month > last.month
    return replace(first, year=last.year - earlier)


def merged(known: Sequence[Item]) -> Item:
    """One item for all: the day on which they agree, or what speaks against one day."""
    whole = [i for i in known if i.expression and not needs_anchor(i.expression)]
    others = [i.expression for i in known if i.expression and i.expression.month and i not in whole]
    if whole and (apart := [_item(replace(e, year=_year_of(whole)), None) for e in others if _year_of(whole)]):
        whole = whole + apart
        if not _agree(whole):
            return _several(whole, "several")
    days = [i for i in whole if i.grain == "day"]
    if days:
        return _with_weekdays(_one_day(days), known)
    usable = [i for i in whole or known if i.days]
    if not usable:
        return known[0]
    if len(usable) == 1:
        return usable[0]
    low, high = max(i.days[0] for i in usable if i.days), min(i.days[1] for i in usable if i.days)
    if low <= high:
        finest = min(usable, key=lambda i: ("day", "month", "year", "span").index(i.grain))
        return replace(finest, days=(low, high), named=None)
    return _several(usable, "several")


def _year_of(whole: Sequence[Item]) -> int | None:
    years = [i.expression.year for i in whole if i.expression and i.expression.calendar is Calendar.GREGORIAN]
    return years[0] if years else None


def _agree(known: Sequence[Item]) -> bool:
    ends = [i.days for i in known if i.days]
    return max(low for low, _ in ends) <= min(high for _, high in ends) if ends else True


def _several(known: Sequence[Item], why: str) -> Item:
    ends = [i.days for i in known if i.days]
    return Item(None, (min(d[0] for d in ends), max(d[1] for d in ends)), "day", why)


def _one_day(known: Sequence[Item]) -> Item:
    usable = [i for i in known if i.days]
    if len(usable) < 2:
        return usable[0] if usable else known[0]
    if any(i.why for i in usable):
        return _several(usable, next(i.why for i in usable if i.why) or "several")
    low, high = max(i.days[0] for i in usable if i.days), min(i.days[1] for i in usable if i.days)
    if low > high:
        calendars = {i.expression.calendar for i in usable if i.expression}
        return _several(usable, "calendars" if len(calendars) > 1 else "several")
    return replace(usable[0], days=(low, high), named=None)


def _with_weekdays(item: Item, known: Sequence[Item]) -> Item:
    """``item`` checked against the weekdays that stand apart from it."""
    told = {i.expression.weekday for i in known if i.expression and i.expression.weekday is not None}
    if not item.days or item.why or len(told) != 1:
        return item
    weekday = told.pop()
    low, high = item.days
    right = [low + n * _DAY for n in range((high - low).days + 1) if (low + n * _DAY).weekday() == weekday]
    if right:
        return replace(item, days=(right[0], right[-1]), named=None)
    return _doubted(item, (item.named or item.days)[0], weekday) if weekday is not None else item
