"""How alike two stories are: by what they are about, and by the days between them."""

from __future__ import annotations

from datetime import date

from marsad.happenings.groups import LINKED
from marsad.happenings.sketches import Vector

#: Two stories are compared when they share so many of the terms by which they are found.
SHARED_KEYS = 2
#: How many times what is left without the two weightiest common terms a likeness can be.
_REST = 2.3
#: What is left of a likeness for each day between two stories: a town has another fire the day after.
_LEFT = 0.93


def likeness(one: Vector, other: Vector) -> float:
    """How alike two stories are in what they are about: 0 (nothing shared) to 1, whatever their days.

    The cosine of the two, but no more than a multiple of what is left of it without the two terms that weigh most: two
    stories of one club, or of one town, that share nothing else tell of two happenings.
    """
    mine, theirs = one.weights, other.weights
    found = sorted(mine[number] * theirs[number] for number in mine.keys() & theirs.keys())
    return min(sum(found), _REST * sum(found[:-2]))


def faded(score: float, day: str, other: str) -> float:
    """A likeness, less what the days between two stories take of it."""
    return score * _LEFT ** abs((date.fromisoformat(day) - date.fromisoformat(other)).days)


def link_score(one: Vector, day: str, other: Vector, other_day: str) -> float | None:
    """The likeness of two stories of these days (ISO) where it is enough for a link between them, as links keep it."""
    score = faded(likeness(one, other), day, other_day)
    return round(score, 4) if score >= LINKED else None
