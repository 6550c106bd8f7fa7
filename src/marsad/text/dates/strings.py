"""The one date that a whole string states, as newsrooms, feeds and page heads write it, or the bounds of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from marsad.text.dates.amounts import Amount, amounts
from marsad.text.dates.amounts import days as days_of_amount
from marsad.text.dates.clocks import Clock, at, clocks
from marsad.text.dates.expressions import DateExpression, DateKind
from marsad.text.dates.finding import find
from marsad.text.dates.lexicon import any_of, lexicon
from marsad.text.dates.meaning import Item, items, joined, merged
from marsad.text.dates.tidy import plain, tidy

_MASK = "\x01"
_JOINT = r"(?:[\s/.,،\-]|او\b|و)*"
_LOST = re.compile(rf"{_MASK}{_JOINT}\d|\d{_JOINT}{_MASK}")
_ONE_SIDED = re.compile(rf"(?<!\w)(?P<side>قبل|بعد|حتي|منذ)\s+(?:يوم\s+|ال)?{_MASK}")


@dataclass(frozen=True, slots=True)
class StatedDate:
    """What a string says of a day. ``value`` is ISO, cut to ``precision``: year, month, day or minute.

    ``value`` is None when it cannot be known; ``why`` then says why in one word: ``no_date``; ``no_anchor`` (told from
    a day that is not given); ``range``; ``order`` (day and month may be either way round); ``weekday`` (another than
    that of the date); ``calendars`` (the two dates are more than a day apart); ``calendar`` (which one is not said);
    ``several`` (dates of different days); ``vague``; ``impossible`` (no such day). ``earliest`` and ``latest`` are ISO
    days, None when nothing bounds it.
    """

    text: str
    value: str | None
    precision: str | None
    earliest: str | None
    latest: str | None
    why: str | None = None


def read_date(text: str, anchor: date | None = None) -> StatedDate:
    """The date that ``text`` states; words such as أمس are told from ``anchor`` (a day, or a day with its time).

    Example: ``read_date("الخميس 9 شوال 1436هـ الموافق 23 يوليو 2015م")`` has no value, since the two calendars are two
    days apart. Never raises for any text.
    """
    folded = tidy(text)
    found = [e for e in (plain(folded) or find(folded)) if e.kind is not DateKind.DECADE]
    masked = _masked(folded, found)
    told = amounts(masked) if not any(e.is_full for e in found) else []
    times = list(clocks(masked))
    known = items(_without(found, told), anchor)
    known = _chosen(folded, known) if len(known) > 1 else known
    ranged = joined(folded, known, anchor)
    if told and not known:
        item: Item | None = _from_amount(told, anchor)
    else:
        item = ranged or (merged(known) if known else None)
    if item and _LOST.search(_without_times(masked, times, told)):
        item = replace(item, days=None, why="several")
    side = _ONE_SIDED.search(masked)
    return _stated(text, _one_sided(item, side["side"]) if item and side else item, times, found)


def _masked(folded: str, found: Sequence[DateExpression]) -> str:
    chars = list(folded)
    for expression in found:
        start, end = expression.span
        clock = re.search(r"\dt(?=\d)", expression.text)
        end = start + clock.start() + 1 if clock else end
        chars[start:end] = _MASK * (end - start)
    return "".join(chars)


def _without_times(masked: str, times: Sequence[Clock], told: Sequence[Amount]) -> str:
    chars = list(masked)
    for start, end in (*((c.start, c.end) for c in times), *((a.start, a.end) for a in told)):
        chars[start:end] = " |" + " " * (end - start - 2)
    return "".join(chars)


def _without(found: Sequence[DateExpression], told: Sequence[Amount]) -> list[DateExpression]:
    """The expressions that are no part of an amount (الأيام الثلاثة الماضية)."""
    return [e for e in found if not any(a.start < e.span.end and e.span.start < a.end for a in told)]


def _one_sided(item: Item, side: str) -> Item:
    """The time before, after, since or until what ``item`` names: open on one side, and no day."""
    if not item.days or item.grain == "span":
        return item
    low, high = item.days
    one = timedelta(days=1)
    bounds = {"قبل": (None, low - one), "بعد": (high + one, None), "حتي": (None, high), "منذ": (low, None)}[side]
    return replace(item, open=bounds, why="range")


def _from_amount(told: Sequence[Amount], anchor: date | None) -> Item:
    if anchor is None:
        return Item(None, None, "day", "no_anchor")
    ends = [d for a in told if (d := days_of_amount(a, anchor))]
    if not ends:
        return Item(None, None, "day", "vague")
    low, high = max(d[0] for d in ends), min(d[1] for d in ends)
    if low > high:
        low, high = min(d[0] for d in ends), max(d[1] for d in ends)
    ranged = any(a.through for a in told)
    return Item(None, (low, high), "span" if ranged else "day", "range" if ranged else None)


def _chosen(folded: str, known: list[Item]) -> list[Item]:
    """Of several whole days under labels, the one of publication; without one, the last change."""
    values = lexicon().values
    labels = [
        (m.start(), kind)
        for kind in ("published", "updated")
        for m in re.finditer(rf"(?<!\w){any_of(values(kind))}(?!\w)", folded)
    ]
    whole = [i for i in known if i.expression and i.expression.is_full]
    if len(whole) < 2 or not labels:
        return known
    under: dict[str, list[Item]] = {}
    for item in known:
        before = [label for label in sorted(labels) if item.expression and label[0] < item.expression.span.start]
        under.setdefault(before[-1][1] if before else "", []).append(item)
    return under.get("published") or under.get("") or under.get("updated") or known


def _stated(text: str, item: Item | None, times: Sequence[Clock], found: Sequence[DateExpression]) -> StatedDate:
    if item is None:
        return StatedDate(text, None, None, None, None, "impossible" if found else "no_date")
    if item.days is None:
        return StatedDate(text, None, None, None, None, item.why or "impossible")
    low, high = item.open or item.days
    bounds = low.isoformat() if low else None, high.isoformat() if high else None
    value, precision = _value(item)
    if value is None or item.why:
        return StatedDate(text, None, None, *bounds, item.why or "vague")
    clock = _clock(times) if precision == "day" else None
    if clock:
        return StatedDate(text, at(date.fromisoformat(value), clock), "minute", *bounds)
    return StatedDate(text, value, precision, *bounds)


def _value(item: Item) -> tuple[str | None, str | None]:
    low, high = item.named or item.days or (None, None)
    if low is None or high is None or item.grain == "span":
        return None, None
    length = {"day": 10, "month": 7, "year": 4}[item.grain]
    same = low.isoformat()[:length] == high.isoformat()[:length]
    return (low.isoformat()[:length], item.grain) if same else (None, None)


def _clock(times: Sequence[Clock]) -> Clock | None:
    """The clock of the string: one with a zone before one without; None when two could be meant."""
    zoned = [c for c in times if c.zone is not None]
    if zoned:
        return zoned[0] if zoned[0].time else None
    return times[0] if len({c.time for c in times}) == 1 and times[0].time else None


def as_anchor(text: str) -> date | None:
    """The anchor that an ISO day or date-time states, None when it is no such thing."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if len(text.strip()) > 10 else moment.date()
