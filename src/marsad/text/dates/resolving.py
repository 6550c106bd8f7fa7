"""The days that a time expression can mean, told from the day of its story."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

from marsad.text.dates.expressions import Calendar, DateExpression, DateKind, Deixis, Part

Days = tuple[date, date]

#: A day or month without its year is of the year that brings it so near to the story; farther away it can be of two.
_NEAR_DAYS = 120

_THIRDS = {Part.START: (0, 11), Part.MIDDLE: (9, 20), Part.END: (19, 31)}


def resolve(expression: DateExpression, anchor: date) -> Days | None:
    """The earliest and the latest day that ``expression`` can mean in a story of the day ``anchor``.

    None when the words give no day (a decade, a day that the month has not). Example: ``أمس`` on 2018-02-01 gives
    2018-01-31 twice; ``ديسمبر الماضي`` the first and the last of December 2017.
    """
    if expression.kind is DateKind.RELATIVE and expression.offset is not None:
        day = anchor + timedelta(days=expression.offset)
        return day, day
    if expression.kind is DateKind.WEEKDAY:
        return _weekday(expression, anchor)
    if expression.kind is DateKind.PERIOD:
        return _period(expression, anchor)
    if expression.calendar is Calendar.HIJRI:
        return _hijri(expression) if expression.year is not None else _hijri_near(expression, anchor)
    if expression.kind is DateKind.YEAR and expression.year:
        return _part(date(expression.year, 1, 1), date(expression.year, 12, 31), expression.part)
    if expression.month is None and expression.day is not None:
        return _day_of_month(expression, anchor)
    if expression.month is not None:
        return _month_or_day(expression, anchor)
    return None


def _weekday(expression: DateExpression, anchor: date) -> Days | None:
    if expression.weekday is None:
        return None
    back = (anchor.weekday() - expression.weekday) % 7
    ahead = (expression.weekday - anchor.weekday()) % 7
    if expression.deixis is Deixis.PAST:
        day = anchor - timedelta(days=back or 7)
        return day, day
    if expression.deixis is Deixis.FUTURE:
        day = anchor + timedelta(days=ahead or 7)
        return day, day
    return anchor - timedelta(days=back), anchor + timedelta(days=ahead)


def _period(expression: DateExpression, anchor: date) -> Days | None:
    if expression.deixis is Deixis.SAME:
        return None
    step = {Deixis.PAST: -1, Deixis.FUTURE: 1}.get(expression.deixis or Deixis.PRESENT, 0)
    if expression.unit == "week":
        return _week(anchor + timedelta(weeks=step), expression.part)
    if expression.unit == "month":
        year, month = _shift(anchor, step)
        return _part(*_month(year, month), expression.part)
    if expression.unit == "year":
        year = anchor.year + step
        return _part(date(year, 1, 1), date(year, 12, 31), expression.part)
    return None


def _week(day: date, part: Part | None) -> Days:
    """The week of ``day``, which begins on Saturday, Sunday or Monday."""
    first = day - timedelta(days=(day.weekday() + 2) % 7)
    low, high = {Part.START: (0, 3), Part.MIDDLE: (2, 5), Part.END: (4, 8)}.get(part, (-1, 7)) if part else (-1, 7)
    return first + timedelta(days=low), first + timedelta(days=high)


def _shift(anchor: date, months: int) -> tuple[int, int]:
    index = anchor.year * 12 + anchor.month - 1 + months
    return index // 12, index % 12 + 1


def _month(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _part(first: date, last: date, part: Part | None) -> Days:
    """The third of a month, or the four months of a year, that ``part`` names, with some days to spare."""
    if part is None:
        return first, last
    low, high = _THIRDS[part]
    length = (last - first).days
    return first + timedelta(days=length * low // 31), first + timedelta(days=min(length, length * high // 30))


def _day_of_month(expression: DateExpression, anchor: date) -> Days | None:
    step = {Deixis.PAST: -1, Deixis.FUTURE: 1}.get(expression.deixis or Deixis.PRESENT, 0)
    if expression.deixis is Deixis.SAME or expression.day is None:
        return None
    year, month = _shift(anchor, step)
    return _days(year, month, expression)


def _days(year: int, month: int, expression: DateExpression) -> Days | None:
    first, last = _month(year, month)
    if expression.day is None:
        return _part(first, last, expression.part)
    end = expression.last_day or expression.day
    if expression.day > last.day or end > last.day or end < expression.day:
        return None
    return date(year, month, expression.day), date(year, month, end)


def _month_or_day(expression: DateExpression, anchor: date) -> Days | None:
    month = expression.month or anchor.month
    if expression.year is not None:
        return _days(expression.year, month, expression)
    if expression.unit == "year":
        step = {Deixis.PAST: -1, Deixis.FUTURE: 1}.get(expression.deixis or Deixis.PRESENT, 0)
        return _days(anchor.year + step, month, expression)
    if expression.deixis in (Deixis.PAST, Deixis.FUTURE):
        return _last_or_next(expression, month, anchor)
    if expression.deixis is Deixis.PRESENT:
        return _days(anchor.year, month, expression) if month == anchor.month else None
    return None if expression.deixis is Deixis.SAME else _nearest(expression, month, anchor)


def _last_or_next(expression: DateExpression, month: int, anchor: date) -> Days | None:
    """The last or next time of a day or month; of a day of the anchor's own month, this year's and the other's."""
    past = expression.deixis is Deixis.PAST
    away = _days(
        anchor.year - (month >= anchor.month) if past else anchor.year + (month <= anchor.month), month, expression
    )
    here = _days(anchor.year, month, expression) if month == anchor.month and expression.day else None
    if not here or not away or (here[0] >= anchor if past else here[0] <= anchor):
        return away
    return min(here[0], away[0]), max(here[1], away[1])


def _nearest(expression: DateExpression, month: int, anchor: date) -> Days | None:
    """A day or month without a year is the one nearest to the story; both years when neither is near.

    A weekday that stands with the day leaves only the years in which the two agree.
    """
    around = [d for y in (anchor.year - 1, anchor.year, anchor.year + 1) if (d := _days(y, month, expression))]
    if expression.weekday is not None and expression.day:
        around = [d for d in around if _has_weekday(d, expression.weekday)]
    around.sort(key=lambda days: abs((days[0] - anchor).days))
    if len(around) < 2 or abs((around[0][0] - anchor).days) <= _NEAR_DAYS or expression.weekday is not None:
        return around[0] if around else None
    return min(around[0][0], around[1][0]), max(around[0][1], around[1][1])


def _has_weekday(days: Days, weekday: int) -> bool:
    return any((days[0] + timedelta(days=n)).weekday() == weekday for n in range((days[1] - days[0]).days + 1))


def _hijri_near(expression: DateExpression, anchor: date) -> Days | None:
    """A Hijri day or month without its year: the last, the next or this one, or the one near to the story."""
    try:
        year = Gregorian.fromdate(anchor).to_hijri().year
    except (ValueError, OverflowError):
        return None
    around = [d for y in (year - 1, year, year + 1) if (d := _hijri(replace(expression, year=y)))]
    if expression.deixis is Deixis.PAST:
        return max((d for d in around if d[1] < anchor), default=None)
    if expression.deixis is Deixis.FUTURE:
        return min((d for d in around if d[0] > anchor), default=None)
    near = min(around, key=lambda days: abs((days[0] - anchor).days), default=None)
    if not near or expression.deixis is Deixis.SAME:
        return None
    return near if abs((near[0] - anchor).days) <= _NEAR_DAYS else None


def _hijri(expression: DateExpression) -> Days | None:
    if expression.year is None:
        return None
    year, month = expression.year, expression.month
    try:
        if month is None:
            return _gregorian(year, 1, 1), _gregorian(year + 1, 1, 1) - timedelta(days=1)
        if expression.day is None:
            following = (year, month + 1) if month < 12 else (year + 1, 1)
            return _gregorian(year, month, 1), _gregorian(*following, 1) - timedelta(days=1)
        day = _gregorian(year, month, expression.day)
        last = _gregorian(year, month, expression.last_day or expression.day)
    except (ValueError, OverflowError):
        return None
    return day, last


def _gregorian(year: int, month: int, day: int) -> date:
    return date.fromordinal(Hijri(year, month, day).to_gregorian().toordinal())
