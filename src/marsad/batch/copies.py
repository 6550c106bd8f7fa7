"""Copies among the stories of a batch: candidates confirmed text by text, and the groups that they make.

Candidates come by SQL from the fingerprints of the shards; what is done with them here is what the archive does with
those that it finds (``store.copies``), so that a batch has the same groups as an archive of the same pages.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from typing import Any

from marsad.copies.groups import Pair, Telling, groups
from marsad.copies.overlap import Overlap
from marsad.copies.texts import Text, pair
from marsad.text.words import folded_words

#: The texts of candidates, each pair once: two bodies with their texts.
CANDIDATES = (
    "SELECT c.body, c.other_body, a.text, b.text FROM copy_candidates AS c JOIN texts AS a ON a.body = c.body"
    " JOIN texts AS b ON b.body = c.other_body ORDER BY c.body, c.other_body"
)
#: The stories of which another has the same text, or one that shares enough with theirs.
TELLINGS = (
    "SELECT story, body, shingles, source, agency, credited, coalesce(CAST(day AS STRING), ''), moment"
    " FROM first_stories WHERE body IN (SELECT body FROM text_overlaps UNION SELECT other_body FROM text_overlaps"
    " UNION SELECT body FROM first_stories GROUP BY body HAVING count(*) > 1)"
)
OVERLAPS = (
    "SELECT body, other_body, shared, size, other_size, names, phrases, own_phrases, other_phrases FROM text_overlaps"
)
#: So many texts are kept while the pairs of one text after another are looked at.
_KEPT = 2048

Row = tuple[Any, ...]


def confirmed(candidates: Iterable[Row]) -> Iterator[Row]:
    """The rows of ``text_overlaps``: candidates that share enough, with what they share."""
    kept: OrderedDict[str, Text] = OrderedDict()

    def text_of(body: str, text: str) -> Text:
        if body not in kept:
            kept[body] = Text.of(folded_words(text))
            if len(kept) > _KEPT:
                kept.popitem(last=False)
        return kept[body]

    for body, other_body, text, other in candidates:
        found = pair(text_of(body, text), text_of(other_body, other))
        if found:
            yield body, other_body, *astuple(found)


def grouped(tellings: Iterable[Row], overlaps: Iterable[Row]) -> list[Row]:
    """The rows of ``copies``: each story of a group with what it is of which other."""
    told = [
        Telling(story, body, shingles or 0, source, bool(agency), credited, day, moment)
        for story, body, shingles, source, agency, credited, day, moment in tellings
    ]
    pairs = [Pair(body, other, Overlap(*counts)) for body, other, *counts in overlaps]
    return sorted(
        (one.story, group.origin, one.kind.value, group.reason.value, one.share, one.again, one.of)
        for group in groups(told, pairs)
        for one in group.members
    )
