"""Counts of whole months, kept in memory while nothing in them changes: long windows cost what their ends cost."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from marsad.observatory.pages import Window

#: Numbers of rows with a count of each, or counts by number.
Arrays = tuple[NDArray[np.int64], NDArray[np.int64]]

_MOST_BYTES = 48 * 1024 * 1024


@dataclass(slots=True)
class Kept:
    """Counts that were made before, with what they were made from; shared by the threads that serve."""

    most_bytes: int = _MOST_BYTES
    _bytes: int = 0
    _found: OrderedDict[Hashable, tuple[Hashable, Arrays]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def counts(self, key: Hashable, made_from: Hashable, make: Callable[[], Arrays]) -> Arrays:
        """The counts under ``key``, made anew by ``make`` where they were made from something else."""
        with self._lock:
            there = self._found.get(key)
            if there and there[0] == made_from:
                self._found.move_to_end(key)
                return there[1]
        made = make()
        with self._lock:
            self._put(key, made_from, made)
        return made

    def _put(self, key: Hashable, made_from: Hashable, made: Arrays) -> None:
        before = self._found.pop(key, None)
        self._bytes += _size(made) - (_size(before[1]) if before else 0)
        self._found[key] = (made_from, made)
        while self._bytes > self.most_bytes and len(self._found) > 1:
            _, (_, oldest) = self._found.popitem(last=False)
            self._bytes -= _size(oldest)


def _size(arrays: Arrays) -> int:
    return arrays[0].nbytes + arrays[1].nbytes + 400


def pairs(rows: Sequence[tuple[int, int]]) -> Arrays:
    """Rows of (number, count) as numbers and counts."""
    numbers, counts = np.array(rows, np.int64).reshape(-1, 2).T
    return numbers, counts


def summed(found: Sequence[Arrays]) -> Arrays:
    """The sum of numbers with counts."""
    if len(found) == 1:
        return found[0]
    numbers = np.concatenate([part[0] for part in found] or [np.empty(0, np.int64)])
    rows, where = np.unique(numbers, return_inverse=True)
    weights = np.concatenate([part[1] for part in found] or [np.empty(0, np.int64)])
    return rows, np.bincount(where, weights, len(rows)).astype(np.int64)


def parts(shown: Window) -> tuple[list[str], list[tuple[str, str]]]:
    """The whole months inside a window and the stretches of days around them; ``("", "")``: stories without a day."""
    if shown.day_from is None or shown.day_to is None:
        return [], [("", "")]
    first, last = date.fromisoformat(shown.day_from), date.fromisoformat(shown.day_to)
    begin = first if first.day == 1 else _next_month(first)
    months = []
    while (end := _next_month(begin)) <= last + timedelta(days=1):
        months.append(begin.isoformat()[:7])
        begin = end
    stretches = [("", "")] if shown.whole else []
    if not months:
        return [], [*stretches, (shown.day_from, shown.day_to)]
    if shown.day_from < (start := f"{months[0]}-01"):
        stretches.append((shown.day_from, (date.fromisoformat(start) - timedelta(days=1)).isoformat()))
    if begin <= last:
        stretches.append((begin.isoformat(), shown.day_to))
    return months, stretches


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
