"""When a count is more than chance: the log-likelihood ratio G² (Dunning 1993) of a two by two table."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Numbers = Sequence[int] | NDArray[np.int64] | int

#: Chi-square with one degree of freedom at p = 0.001 and p = 0.01.
STRONG = 10.83
LIKELY = 6.63


def g2(both: int, first: int, second: int, total: int) -> float:
    """G² of ``both`` joint events among ``first`` and ``second`` of ``total``; 0 when they are at or below chance."""
    if total <= 0 or both * total <= first * second:
        return 0.0
    return _ratio(both, first, second, total)


def signed(count: int, of: int, others: int, of_others: int) -> float:
    """G² between the rates count/of and others/of_others: positive when the first is higher, negative when lower."""
    value = _ratio(count, of, count + others, of + of_others)
    return value if count * of_others >= others * of else -value


def signed_each(counts: Numbers, of: Numbers, others: Numbers, of_others: Numbers) -> NDArray[np.float64]:
    """``signed`` for many tables at once; 0 where one side has nothing."""
    count, whole, other, rest = (np.asarray(n, np.float64) for n in (counts, of, others, of_others))
    value = _ratios(count, whole, count + other, whole + rest)
    found = np.where(count * rest >= other * whole, value, -value)
    return np.where((whole > 0) & (rest > 0), found, 0.0)


def g2_each(both: Numbers, first: Numbers, second: Numbers, total: Numbers) -> NDArray[np.float64]:
    """``g2`` for many tables at once."""
    joint, row, column, whole = (np.asarray(n, np.float64) for n in (both, first, second, total))
    above = (whole > 0) & (joint * whole > row * column)
    return np.where(above, _ratios(joint, row, column, whole), 0.0)


def _ratios(both: Array, first: Array, second: Array, total: Array) -> Array:
    rest_row, rest_column = total - first, total - second
    found = np.zeros(np.broadcast(both, first, second, total).shape)
    for seen, product in (
        (both, first * second),
        (first - both, first * rest_column),
        (second - both, rest_row * second),
        (total - first - second + both, rest_row * rest_column),
    ):
        counts = (seen > 0) & (product > 0)
        found += np.where(counts, seen * np.log(np.where(counts, seen * total, 1) / np.where(counts, product, 1)), 0.0)
    return np.maximum(0.0, 2 * found)


def _ratio(both: int, first: int, second: int, total: int) -> float:
    """G² of the table with margins ``first`` (row) and ``second`` (column)."""
    rest_row, rest_column = total - first, total - second
    cells = (
        (both, first * second),
        (first - both, first * rest_column),
        (second - both, rest_row * second),
        (total - first - second + both, rest_row * rest_column),
    )
    return max(0.0, 2 * sum(seen * log(seen * total / product) for seen, product in cells if seen > 0 and product > 0))
