"""When each story of a page was published: stated, inferred, or only bounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from marsad.model import Furniture, Page, Piece, Published, Story
from marsad.story.dateclues import Clues, read_clues
from marsad.story.dategiven import Given, given_dates, refusal
from marsad.story.datestamps import Stamp, stated_day, updated_day, upper_stamp
from marsad.text.dates import DateExpression

#: A page of so many stories with no date against it is read as newest first, as archives are.
_ARCHIVE = 5
#: A story that its words show to be fresh is at most so many days older than the day the page was seen.
_FRESH_DAYS = 6
#: The date beside the page may be some days late (it was fetched then), and one day early (for tomorrow's print).
_LATE_DAYS = 3
_RECENT = timedelta(days=60)
_WIDEST = timedelta(days=366 * 12)
#: Terms of office that leave a story more time than this tell a reader nothing, and are not shown.
_USEFUL = timedelta(days=366 * 6)


Bounds = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class _Window:
    """The days that a story can be of, and the words that say so.

    ``dated``: the first and the last of them without what only terms of office say.
    """

    earliest: date | None = None
    latest: date | None = None
    evidence: tuple[Piece, ...] = ()
    dated: Bounds = (None, None)

    def shown(self, days: Sequence[date]) -> Bounds:
        """The bounds to show, given the ``days`` left: those of offices only when they leave a useful stretch."""
        first, last = (days[0], days[-1]) if days else (self.earliest, self.latest)
        return (first, last) if first and last and last - first <= _USEFUL else self.dated

    def days(self, clues: Clues) -> list[date]:
        """The days of the window that agree with the clues, none when it is open or very wide.

        Without a word on today or this month all do, and the two ends stand for them.
        """
        if not self.earliest or not self.latest or self.latest - self.earliest > _WIDEST:
            return []
        if not clues.today and not clues.months:
            return [self.earliest, self.latest]
        span = (self.latest - self.earliest).days
        return [day for n in range(span + 1) if clues.fits(day := self.earliest + timedelta(days=n))]


def publish_dates(page: Page, stories: Sequence[Story], furniture: Sequence[Furniture]) -> tuple[Published | None, ...]:
    """The publication date of each of ``stories``, in their order; None where nothing at all is known.

    A date is "stated" when the outlet gives it (beside the page, or between title and text) and "inferred" when the
    words of the story fix it (اليوم الأحد on a page seen on that Sunday). A value claims no more than is certain: a
    day, a month, a year, or nothing but the bounds. A date elsewhere on the page (a stamp of today) is an upper bound
    only.
    """
    clues = [read_clues(page.text, story) for story in stories]
    printed = [stated_day(page, story) for story in stories]
    refused = [refusal(stamp.day, "printed", page) if stamp else None for stamp in printed]
    stamps = [None if reason else stamp for stamp, reason in zip(printed, refused, strict=True)]
    common = _upper(page, stories, furniture)
    updated = [updated_day(page, story) for story in stories]
    uppers = [min((d for d in (common, own) if d), default=None) for own in updated]
    windows = [_window(c, s, u) for c, s, u in zip(clues, stamps, uppers, strict=True)]
    bounds = _newest_first(windows) if len(stories) >= _ARCHIVE else windows
    fetched = [_iso_day(page.seen) if at == 0 and len(stories) < _ARCHIVE else None for at in range(len(stories))]
    given = given_dates(page) if len(stories) < _ARCHIVE else Given()
    found = []
    for at, stamp in enumerate(stamps):
        near = updated[at] or fetched[at]
        story = _published(stamp, clues[at], (windows[at], bounds[at]), uppers[at], near)
        if at == 0:
            story = _with_given(given, story, stamp, clues[at])
        reasons = [reason for reason in (refused[at],) if reason] + list(given.refused if at == 0 else ())
        found.append(_refusing(story, tuple(reasons)))
    return tuple(found)


def _refusing(story: Published | None, reasons: tuple[str, ...]) -> Published | None:
    """The date with what was refused for it; a story of which nothing is known keeps what was refused."""
    if not reasons:
        return story
    return replace(story or Published(None, None, None, None, (), "inferred"), refused=reasons)


def _with_given(given: Given, story: Published | None, stamp: Stamp | None, clues: Clues) -> Published | None:
    """The date by what came with the page, where the story does not print its own."""
    if given.day and not stamp:
        return _from_given(given.day, clues)
    if given.bounds and not stamp:
        return _value(list(given.bounds), _Window(dated=given.bounds), "stated")
    return story


def _published(
    stamp: Stamp | None, clues: Clues, windows: tuple[_Window, _Window], upper: date | None, near: date | None
) -> Published | None:
    """The date by the story's own stamp or words; ``near``: a day known to be near, of a change or of fetching.

    ``windows``: by the story alone, and with its neighbours. The order of a page is never sure enough to give a story
    without a word on its day the day of its neighbours.
    """
    if stamp:
        return _value([stamp.day], _Window(evidence=(stamp.piece,)), "stated")
    alone, window = windows
    evidence = window.evidence + _pieces((*clues.today, *clues.months, *clues.lead_days))
    days = (window if clues.today else alone).days(clues)
    if upper and _is_fresh(clues, window, upper, upper == near):
        fresh = _fresh_days(clues, upper, window)
        days = fresh or days
    return _value(days, replace(window, evidence=tuple(dict.fromkeys(evidence))), "inferred")


def _from_given(given: date, clues: Clues) -> Published | None:
    """The day that the outlet gives beside the page, checked against the story's words on today.

    The given day may be that of fetching, some days late; a paper printed for tomorrow is given a day early.
    """
    if clues.fits(given) or clues.fits(given + timedelta(days=1)) or not clues.today:
        return _value([given], _Window(), "stated")
    evidence = _pieces(clues.today)
    earlier = [day for n in range(1, _LATE_DAYS + 1) if clues.fits(day := given - timedelta(days=n))]
    if len(earlier) == 1:
        return _value(earlier, _Window(evidence=evidence), "inferred")
    return _value([], _Window(None, given, evidence, (None, given)), "inferred")


def _window(clues: Clues, stamp: Stamp | None, upper: date | None) -> _Window:
    if stamp:
        return _Window(stamp.day, stamp.day, (stamp.piece,), (stamp.day, stamp.day))
    for told in (clues.told_days(), clues.around()):
        if told and (not upper or told[0] <= upper):
            words = () if clues.today else _pieces(clues.lead_dates)
            last = min(told[1], upper) if upper else told[1]
            return _Window(told[0], last, words, (told[0], last))
    firsts = [(day, Piece(e.span, e.text)) for day, e in clues.not_before if not upper or day <= upper]
    dated = max((day for day, _ in firsts), default=None)
    lasts = [(upper, None)] if upper else []
    for terms, piece in clues.terms:
        firsts.append((min(t[0] for t in terms), piece))
        ends = [t[1] for t in terms]
        if None not in ends:
            lasts.append((max(end for end in ends if end), None))
    earliest = max(firsts, key=lambda f: f[0], default=(None, None))
    latest = min((day for day, _ in lasts), default=None)
    if earliest[0] and latest and earliest[0] > latest:
        return _Window(latest=upper, dated=(None, upper))
    evidence = tuple(p for p in (earliest[1], *(piece for _, piece in clues.terms)) if p)
    return _Window(earliest[0], latest, evidence, (dated, upper))


def _newest_first(windows: list[_Window]) -> list[_Window]:
    """The windows made narrower by their neighbours, unless the page is plainly not in that order."""
    firsts, lasts = _chained([(w.earliest, w.latest) for w in windows])
    dated = zip(*_chained([w.dated for w in windows]), strict=True)
    if any(first and last and first > last for first, last in zip(firsts, lasts, strict=True)):
        return windows
    every = zip(windows, firsts, lasts, dated, strict=True)
    return [replace(w, earliest=first, latest=last, dated=bounds) for w, first, last, bounds in every]


def _chained(bounds: Sequence[Bounds]) -> tuple[list[date | None], list[date | None]]:
    """The first and last days of stories in order, newest first: none is younger than the one above it."""
    lasts = list(accumulate((last for _, last in bounds), _earlier))
    firsts = list(accumulate((first for first, _ in reversed(bounds)), _later))
    return firsts[::-1], lasts


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((d for d in (one, other) if d), default=None)


def _later(one: date | None, other: date | None) -> date | None:
    return max((d for d in (one, other) if d), default=None)


def _upper(page: Page, stories: Sequence[Story], furniture: Sequence[Furniture]) -> date | None:
    """The last day that the stories of the page can be of: when it was seen, or its own stamp of the day."""
    stamp = upper_stamp(page, stories, furniture)
    days = (_iso_day(page.seen), stamp.day if stamp else None)
    return min((d for d in days if d), default=None)


def _iso_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _is_fresh(clues: Clues, window: _Window, upper: date, fetched: bool) -> bool:
    """Whether the words of a story show that it is of the days before ``upper``, and nothing speaks against it.

    A page seen today may hold a story of any year, and a weekday alone agrees with each week. So this month, and
    the weekday of that very day, count only when the page was ``fetched`` for this story (archives, and the tails of
    pages that run on, hold old ones) and no year is named that would be long past.
    """
    recent = [upper - timedelta(days=n) for n in range(_FRESH_DAYS + 1)]
    if not any(clues.fits(day) for day in recent) or (window.latest and window.latest < recent[-1]):
        return False
    if clues.years and max(clues.years) < upper.year - 1:
        return False
    if upper.year in clues.years and (clues.months or (window.earliest and upper - window.earliest <= _RECENT)):
        return True
    if not fetched or clues.months:
        return fetched
    if clues.today:
        return clues.fits(upper)
    return any(e.weekday == upper.weekday() for e in clues.lead_days)


def _fresh_days(clues: Clues, upper: date, window: _Window) -> list[date]:
    """The days that a fresh story can be of: of this month, and with a weekday in its lead not before that day."""
    recent = [upper - timedelta(days=n) for n in range(_FRESH_DAYS, -1, -1)]
    told = [day for day in recent for e in clues.lead_days if day.weekday() == e.weekday]
    if not clues.today and not told:
        return [day for n in range(upper.day) if clues.fits(day := upper.replace(day=n + 1))] if clues.months else []
    first = max((*told, *([window.earliest] if window.earliest else [])), default=recent[0])
    return [day for day in recent if day >= first and clues.fits(day)]


def _pieces(expressions: Iterable[DateExpression]) -> tuple[Piece, ...]:
    return tuple(Piece(e.span, e.text) for e in expressions)


def _value(days: list[date], window: _Window, how: str) -> Published | None:
    """The finest precision at which all ``days`` agree; without days, the bounds of ``window`` alone."""
    earliest, latest = window.shown(days)
    if not earliest and not latest:
        return None
    value, precision = None, None
    for name, length in (("year", 4), ("month", 7), ("day", 10)):
        if days and days[0].isoformat()[:length] == days[-1].isoformat()[:length]:
            value, precision = days[0].isoformat()[:length], name
    low, high = (d.isoformat() if d else None for d in (earliest, latest))
    return Published(value, precision, low, high, window.evidence, how)
