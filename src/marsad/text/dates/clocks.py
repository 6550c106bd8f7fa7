"""Times of the day with their zones: 14:30 بتوقيت غرينتش, الساعة الثامنة والنصف مساء, 3:20 م."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from marsad.text.dates.lexicon import any_of, lexicon, one_spelling

_LOOSE = r"[^\S\r\n]*"
_GAP = r"[^\S\r\n]+"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day, at ``start``..``end`` of the folded text; ``time`` is None when it can be of two hours.

    ``zone`` is the one that is stated, None where the local one is meant.
    """

    start: int
    end: int
    time: time | None
    zone: tzinfo | None = None


def clocks(folded: str) -> Iterator[Clock]:
    """The times of the day that ``folded`` states, in their order."""
    for match in _pattern().finditer(folded):
        hour, minute = _spoken(match) if match["spoken"] else _digits(match)
        if hour > 23 or minute > 59 or (match["spoken"] and not (match["word"] or match["half"] or match["zone"])):
            continue
        zone = _zone(match)
        at = _in_half(hour, match, zone is not None or _is_stamp(match))
        yield Clock(match.start(), match.end(), time(at, minute) if at is not None else None, zone)


def at(day: date, clock: Clock) -> str:
    """The ISO date-time, to the minute, of ``clock`` on ``day``, with the offset of its zone on that day."""
    if clock.time is None:
        return day.isoformat()
    return datetime.combine(day, clock.time, clock.zone).isoformat(timespec="minutes")


@functools.cache
def _pattern() -> re.Pattern[str]:
    values = lexicon().values
    half = rf"(?:{_LOOSE}(?P<half>{any_of(values('half'))})\.?(?!\w))?"
    offset = r"(?P<sign>[+\-−])(?P<oh>\d{1,2}):?(?P<om>\d\d)?(?!\d)"
    named = any_of(lexicon().zones)
    words = rf"(?:(?:ب|حسب{_GAP})?(?:ال)?توقيت{_GAP}(?:مدينه{_GAP}|العاصمه{_GAP})?)?(?P<zone>{named})(?!\w)"
    zone = rf"(?:{_LOOSE}[\-،,(]?{_LOOSE}(?:{words}(?:{_LOOSE}{offset})?|(?P<zulu>z)(?!\w)|{_offset_alone(offset)}))?"
    spoken = rf"(?P<spoken>{any_of(values('hour'))})(?:{_GAP}(?:(?P<past>{any_of(values('past_hour'))})"
    spoken += rf"|و(?P<minutes>\d{{1,2}}){_GAP}دقيقه))?(?!\w)"
    digits = r"(?P<h>\d{1,2})(?:[:٫](?P<mi>\d\d)(?::\d\d(?:\.\d+)?)?|\.(?P<dot>\d\d))?(?![\d:])"
    four = r"(?P<hh>[012]\d)(?P<mm>\d\d)(?=[^\S\r\n]*\(?(?:gmt|utc|غرينتش|بتوقيت))"
    word = rf"(?P<word>(?:في{_GAP})?(?:تمام{_GAP})?(?:ال|ل)?ساعه:?{_GAP}(?:ال)?)?"
    return re.compile(rf"(?<![\d:.])(?:(?<=t)|(?<!\w)){word}(?:{spoken}|{four}|{digits}){half}{zone}")


def _offset_alone(offset: str) -> str:
    """An offset without the name of a zone; after a minus it must be no range of hours (10:00-12:00)."""
    for group in ("sign", "oh", "om"):
        offset = offset.replace(f"<{group}>", f"<{group}2>")
    after_clock = r"(?<=t\d\d:\d\d)(?:-\d\d:\d\d|[+-]\d\d(?![\d:]))"
    return rf"(?=\+\d\d:?\d\d|-\d{{4}}(?!\d)|(?<=:\d\d:\d\d)-\d\d:\d\d|{after_clock}){offset}"


def _spoken(match: re.Match[str]) -> tuple[int, int]:
    values = lexicon().values
    minutes = int(values("hour")[one_spelling(match["spoken"])]) * 60
    minutes += int(values("past_hour")[one_spelling(match["past"])]) if match["past"] else 0
    minutes += int(match["minutes"] or 0)
    return (minutes // 60 or 12) if minutes >= 60 else 12, minutes % 60


def _digits(match: re.Match[str]) -> tuple[int, int]:
    if match["hh"]:
        return int(match["hh"]), int(match["mm"])
    minute = match["mi"] or match["dot"]
    if minute is None and not (match["word"] or match["half"]):
        return 99, 0  # a number without colon, word or half of the day is no time
    if match["dot"] and not (match["word"] or match["half"]):
        return 99, 0
    return int(match["h"]), int(minute or 0)


def _is_stamp(match: re.Match[str]) -> bool:
    """Whether the hour is one of twenty-four: written with four digits, or in a stamp without الساعة."""
    if match["spoken"]:
        return False
    return bool(match["hh"]) or (match["mi"] is not None and (not match["word"] or match["h"].startswith("0")))


_EVENING = {"pm": range(1, 12), "evening": range(1, 12), "noon": range(1, 7), "night": range(7, 12)}


def _in_half(hour: int, match: re.Match[str], of_twenty_four: bool) -> int | None:
    """The hour from 0 to 23, or None when it is not sure which."""
    half = lexicon().values("half").get(one_spelling(match["half"])) if match["half"] else None
    if half is None:
        return hour if of_twenty_four or hour in range(13, 24) else None
    if hour in range(13, 24):
        return hour if half not in ("am", "dawn") else None
    if hour == 0:
        return 0 if half in ("am", "night") else None
    if hour == 12:
        return {"am": 0, "pm": 12, "noon": 12}.get(half) if match["half"] not in ("صباحا", "من صباح") else None
    if half in ("am", "dawn"):
        return hour
    if hour in _EVENING[half]:
        return hour + 12
    return hour if half == "noon" and hour in (10, 11) else None


def _zone(match: re.Match[str]) -> tzinfo | None:
    if match["zulu"]:
        return UTC
    name = lexicon().zones[one_spelling(match["zone"])] if match["zone"] else None
    sign, hours, minutes = (match[g] or match[g + "2"] for g in ("sign", "oh", "om"))
    if hours and (name in (None, "UTC")) and int(hours) <= 14:
        shift = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(shift if sign == "+" else -shift)
    if name == "UTC":
        return UTC
    return ZoneInfo(name) if name else None
