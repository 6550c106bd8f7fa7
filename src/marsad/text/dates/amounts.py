"""Times told as an amount from the writer's day: قبل ٣ ساعات, منذ يومين, خلال 48 ساعة الماضية."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from marsad.text.dates.lexicon import any_of, lexicon
from marsad.text.dates.numbers import amount, amount_pattern

_GAP = r"[^\S\r\n]+"
_LOOSE = r"[^\S\r\n]*"
#: More days than that are rounded.
_COUNTED_DAYS = 31
_LONG = {"week": 7, "month": 30, "year": 365}
#: An amount of weeks and more is rounded: so many units it may lie farther back, and so many nearer.
_SLACK = {"week": (0.9, 0.3), "month": (0.9, 0.5), "year": (1.0, 0.6)}


@dataclass(frozen=True, slots=True)
class Amount:
    """``count`` units back (or ahead) from the writer's day at ``start``..``end`` of the folded text.

    ``through``: the whole time from then to now is meant. ``near``: the amount is not exact; ``count`` None is some.
    """

    start: int
    end: int
    count: int | None
    unit: str
    ahead: bool = False
    through: bool = False
    near: bool = False


def amounts(folded: str) -> list[Amount]:
    """The amounts of time from the writer's day that ``folded`` states."""
    return [a for pattern in _patterns() for m in pattern.finditer(folded) if (a := _read(m))]


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    values = lexicon().values
    units, twos = any_of(values("amount_unit")), any_of(values("amount_two"))
    near = rf"(?P<near>{any_of(values('near'))})"
    what = rf"(?:(?P<half>نصف){_GAP})?(?:{amount_pattern()}{_GAP})?(?P<unit>{units}|{twos})"
    what += rf"(?:{_GAP}(?P<one>واحده?))?(?!\w)"
    ago = rf"(?P<ago>{any_of(values('ago'))}){_GAP}(?:{near}{_GAP}(?:من{_GAP})?)?{what}(?!{_GAP}[و\d])"
    gone = rf"{what}{_GAP}(?P<gone>{any_of(values('ago_after'))})(?!\w)"
    past = any_of(w for w, v in values("deixis").items() if v in ("past", "future"))
    inside = rf"(?:ال{_LOOSE})?(?:{amount_pattern()}{_GAP})?(?:ال)?(?P<unit>{units}|{twos})"
    inside += rf"(?:{_GAP}(?:ال{_LOOSE})?(?P<after>\d+|\w+?))?{_GAP}(?P<past>{past})(?!\w)"
    during = rf"(?:خلال|في|طوال){_GAP}(?:ال{_LOOSE})?"
    return re.compile(r"(?<!\w)" + ago), re.compile(r"(?<!\w)" + gone), re.compile(rf"(?<!\w)(?:{during})?{inside}")


def _read(match: re.Match[str]) -> Amount | None:
    groups = match.groupdict()
    two = match["unit"] in lexicon().values("amount_two")
    unit = lexicon().values("amount_two" if two else "amount_unit")[match["unit"]]
    count = amount(match) or (2 if two else None)
    if groups.get("past"):
        count = _after(groups.get("after")) or count
        ahead = lexicon().values("deixis")[match["past"]] == "future"
        return Amount(match.start(), match.end(), count, unit, ahead, through=True) if count else None
    ahead = not groups.get("gone") and lexicon().values("ago")[match["ago"]] == "ahead"
    near = bool(groups.get("near") or match["half"])
    plain = match["unit"] in ("ساعه", "دقيقه", "يوم", "اسبوع", "شهر", "سنه", "عام")
    count = count or (1 if plain else None)
    return Amount(match.start(), match.end(), count, unit, ahead, near=near or count is None)


def _after(word: str | None) -> int | None:
    if not word:
        return None
    known = lexicon().values("number")
    bare = word.removeprefix("ال")
    return int(word) if word.isdigit() else int(known[bare]) if bare in known else None


def days(stated: Amount, anchor: date) -> tuple[date, date] | None:
    """The first and the last day that ``stated`` can mean for a writer of ``anchor``, a day or a day with its time."""
    if stated.count is None or stated.count > 400:
        return None
    first, last = _exact(stated, anchor)
    if stated.through:
        day = anchor.date() if isinstance(anchor, datetime) else anchor
        return (day, last) if stated.ahead else (first, day)
    return first, last


def _exact(stated: Amount, anchor: date) -> tuple[date, date]:
    count, sign = stated.count or 0, 1 if stated.ahead else -1
    if stated.unit in ("second", "minute", "hour"):
        step = timedelta(**{stated.unit + "s": count * sign})
        start = anchor if isinstance(anchor, datetime) else datetime.combine(anchor, time.min)
        stop = anchor if isinstance(anchor, datetime) else datetime.combine(anchor, time(23, 59))
        unit = timedelta(**{stated.unit + "s": 1 + stated.near})
        known = isinstance(anchor, datetime)
        return (start + step - unit * known).date(), (stop + step + unit * stated.near).date()
    day = anchor.date() if isinstance(anchor, datetime) else anchor
    if stated.unit == "day":
        found = day + timedelta(days=count * sign)
        rounded = stated.near or count > _COUNTED_DAYS
        return (found - timedelta(days=2), found + timedelta(days=2)) if rounded else (found, found)
    length = _LONG[stated.unit]
    far, close = (round(length * share * (1 + stated.near)) for share in _SLACK[stated.unit])
    low, high = count * length + far, max(0, count * length - close)
    ends = sorted((day + timedelta(days=low * sign), day + timedelta(days=high * sign)))
    return ends[0], ends[1]
