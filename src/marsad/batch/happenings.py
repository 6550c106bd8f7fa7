"""Happenings among the stories of a batch: stories that are alike, and those that tell of one thing, day by day.

Candidates come by SQL from the sketches of the shards; what is done with them here is what the archive does with those
that it finds (``store.happenings``), so that a batch has the same happenings as an archive of the same pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from marsad.happenings.groups import Link, day_by_day
from marsad.happenings.likeness import link_score
from marsad.happenings.sketches import Vector

#: The sketches of candidates, each pair once, with their days: the later story and the earlier one.
CANDIDATES = (
    "SELECT c.story, CAST(a.day AS STRING), a.terms, c.other, CAST(b.day AS STRING), b.terms FROM like_candidates AS c"
    " JOIN sketched AS a ON a.story = c.story JOIN sketched AS b ON b.story = c.other ORDER BY c.story, c.other"
)
#: Every dated story in the order of days, once for each earlier one that it is like, or once without.
TOLD = (
    "SELECT CAST(s.day AS STRING) AS day, s.story AS story, l.other, l.score FROM sketched AS s"
    " LEFT JOIN likenesses AS l ON l.story = s.story ORDER BY day, story"
)

Row = tuple[Any, ...]


def alike(candidates: Iterable[Row]) -> Iterator[Row]:
    """The rows of ``likenesses``: candidates that are alike enough for a link."""
    for (story, day, terms), rows in groupby(candidates, key=lambda row: (row[0], row[1], bytes(row[2]))):
        vector = Vector.of(terms)
        for *_, other, told, others in rows:
            score = link_score(vector, day, Vector.of(bytes(others)), told)
            if score is not None:
                yield story, other, score


def grouped(told: Iterable[Row]) -> Iterator[Row]:
    """The rows of ``happenings``: each dated story with the first story of its happening, in the order of days."""
    for story, happening, day in day_by_day(map(_day, groupby(told, key=itemgetter(0)))):
        yield story, happening, date.fromisoformat(day)


def _day(found: tuple[str, Iterable[Row]]) -> tuple[str, list[str], list[Link]]:
    day, rows = found[0], list(found[1])
    links = [Link(story, other, score) for _, story, other, score in rows if other is not None]
    return day, list(dict.fromkeys(row[1] for row in rows)), links
