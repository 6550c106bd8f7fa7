"""Which days a page covers, and the bars of a chart over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from marsad.errors import SettingsError
from marsad.observatory.pages import DayCount, Volume, Window
from marsad.store.database import Database

MONTH = 31
BY_DAY, BY_WEEK = 120, 3 * 366
FEW = 50
LONGEST = 36_600


@dataclass(frozen=True, slots=True)
class Asked:
    """The window a reader asked for. Raises SettingsError for days that are none, or the wrong way round."""

    day_from: str | None = None
    day_to: str | None = None
    days: int | None = None
    whole: bool = False
    once: bool = False

    def __post_init__(self) -> None:
        for given in (self.day_from, self.day_to):
            if given is not None:
                _day(given)
        if self.day_from and self.day_to and self.day_from > self.day_to:
            raise SettingsError(
                f"the window ends before it begins: from {self.day_from} to {self.day_to}; swap the two days"
            )
        if self.days is not None and not 1 <= self.days <= LONGEST:
            raise SettingsError(f"a window of {self.days} days is not possible; give 1 to {LONGEST}")


def _day(text: str) -> date:
    wrong = SettingsError(f"{text!r} is not a day; write it as 2015-07-21 (year-month-day)")
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise wrong from None
    if found.isoformat() != text:  # 20150721 and 2015-W30-2 are ISO days too, and sort wrongly
        raise wrong
    return found


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose days are counted: the table, and the id in it (null for the whole archive).

    The table may be a question in brackets, with its ``values``.
    """

    table: str = "archive_day"
    id: int | None = None
    values: tuple[object, ...] = ()

    def where(self) -> tuple[str, tuple[object, ...]]:
        """The condition on its rows, and the values that it and the table take."""
        column = {"entity_day": "entity", "source_day": "source"}.get(self.table)
        return (f"{column} = ?", (self.id,)) if column and self.id is not None else ("1 = 1", self.values)


ARCHIVE = Subject()


def window(db: Database, subject: Subject, asked: Asked) -> Window:
    """The days to show: those asked for, or about a month that ends on the subject's newest story.

    A subject with few stories, most of them outside that month, is shown whole.
    """
    condition, values = subject.where()
    first, last, stories = db.execute(
        f"SELECT min(day), max(day), coalesce(sum(stories), 0) FROM {subject.table} WHERE {condition} AND day <> ''",
        values,
    ).fetchone()
    if last is None:
        return Window(None, None, 0, True, asked.once)
    undated = db.execute(
        f"SELECT coalesce(sum(stories), 0) FROM {subject.table} WHERE {condition} AND day = ''", values
    ).fetchone()[0]
    if asked.whole:
        return _window(first, last, True, asked.once)
    if asked.day_from or asked.day_to:
        return _window(asked.day_from or first, asked.day_to or max(last, asked.day_from or last), False, asked.once)
    begin = _back(last, (asked.days or MONTH) - 1)
    if asked.days is None and stories + undated <= FEW:
        inside = sum(r[1] for r in _rows(db, subject, begin, last))
        if inside * 2 < stories + undated:
            return _window(first, last, True, asked.once)
    return _window(begin, last, False, asked.once)


def _back(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def _window(day_from: str, day_to: str, whole: bool, once: bool) -> Window:
    days = (date.fromisoformat(day_to) - date.fromisoformat(day_from)).days + 1
    if days > LONGEST:
        raise SettingsError(f"a window of {days} days is too long to show; give {LONGEST} days or fewer")
    return Window(day_from, day_to, days, whole, once)


def _rows(db: Database, subject: Subject, first: str, last: str) -> list[tuple[str, int, int, int]]:
    condition, values = subject.where()
    return db.execute(
        f"SELECT day, stories, copies, estimated FROM {subject.table}"
        f" WHERE {condition} AND day BETWEEN ? AND ? ORDER BY day",
        (*values, first, last),
    ).fetchall()


def count(db: Database, subject: Subject, shown: Window) -> tuple[int, int]:
    """The subject's stories in the window, and how many of them are copies. A whole window has the undated too."""
    condition, values = subject.where()
    inside = "1 = 1" if shown.whole else "day BETWEEN ? AND ?"
    bounds = () if shown.whole else (shown.day_from, shown.day_to)
    stories, copies = db.execute(
        f"SELECT coalesce(sum(stories), 0), coalesce(sum(copies), 0) FROM {subject.table}"
        f" WHERE {condition} AND {inside}",
        (*values, *bounds),
    ).fetchone()
    return int(stories), int(copies)


def seen(db: Database, subject: Subject) -> tuple[str | None, str | None]:
    """The first and the last day of the subject's dated stories in the whole archive."""
    condition, values = subject.where()
    query = f"SELECT min(day), max(day) FROM {subject.table} WHERE {condition} AND day <> ''"
    first, last = db.execute(query, values).fetchone()
    return first, last


def counted(db: Database, subject: Subject, shown: Window) -> int:
    """The subject's stories in the window; its texts where each is counted once."""
    stories, copies = count(db, subject, shown)
    return stories - copies if shown.once else stories


def volume(db: Database, subject: Subject, shown: Window) -> Volume:
    """Stories over the window by day, week or month, without gaps; the unit follows the length of the window."""
    condition, values = subject.where()
    tallied = "stories - copies" if shown.once else "stories"
    undated = db.execute(
        f"SELECT coalesce(sum({tallied}), 0) FROM {subject.table} WHERE {condition} AND day = ''", values
    ).fetchone()[0]
    if shown.day_from is None or shown.day_to is None:
        return Volume("day", (), int(undated), None)
    unit = "day" if shown.days <= BY_DAY else "week" if shown.days <= BY_WEEK else "month"
    own = {r[0]: r for r in _rows(db, subject, shown.day_from, shown.day_to)}
    whole = {r[0]: r for r in _rows(db, ARCHIVE, shown.day_from, shown.day_to)}
    bars: dict[str, list[int]] = {}
    for day in _days(shown.day_from, shown.day_to):
        bar = bars.setdefault(_start(day, unit), [0, 0, 0, 0])
        mine = own.get(day.isoformat())
        if mine:
            _, stories, copies, estimated = mine
            bar[0] += stories - (copies if shown.once else 0)
            bar[1] += 0 if shown.once else copies
            bar[2] += estimated
        if day.isoformat() in whole:
            bar[3] += whole[day.isoformat()][1]
    days = tuple(DayCount(day, *bar) for day, bar in bars.items())
    peak = max(days, key=lambda d: d.count, default=None)
    return Volume(unit, days, int(undated), peak if peak and peak.count else None)


def _days(first: str, last: str) -> Iterator[date]:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day
        day += timedelta(days=1)


def _start(day: date, unit: str) -> str:
    if unit == "week":
        return (day - timedelta(days=(day.weekday() + 1) % 7)).isoformat()
    return day.replace(day=1).isoformat() if unit == "month" else day.isoformat()
