"""When a count is more than chance: the log-likelihood ratio G² (Dunning 1993) of a two by two table."""

from __future__ import annotations

from math import log

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
