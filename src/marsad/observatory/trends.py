"""More or less than before: a window against the one of the same length before it."""

from __future__ import annotations

from datetime import date, timedelta

from marsad.observatory.links import View
from marsad.observatory.overview_pages import Change
from marsad.observatory.pages import Window
from marsad.observatory.significance import STRONG, signed
from marsad.observatory.windows import ARCHIVE, Subject, counted


def change(view: View, subject: Subject, shown: Window) -> Change | None:
    """A window of days against the one before it."""
    if shown.whole or shown.day_from is None or shown.day_to is None:
        return None
    first = date.fromisoformat(shown.day_from)
    bounds = [(first - timedelta(days=n)).isoformat() for n in (shown.days, 1)]
    earlier = Window(bounds[0], bounds[1], shown.days, once=shown.once)
    before, all_before = counted(view.db, subject, earlier), counted(view.db, ARCHIVE, earlier)
    now, all_now = counted(view.db, subject, shown), counted(view.db, ARCHIVE, shown)
    if not all_before or not all_now:
        return None
    score = signed(now, all_now, before, all_before)
    shares = round(1000 * before / all_before, 2), round(1000 * now / all_now, 2)
    return Change(bounds[0], bounds[1], before, now, *shares, round(score, 1), abs(score) < STRONG)
