"""Which stories of a page are the same ones told otherwise, so that their addresses lead on and their notes stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from marsad.model import Story
from marsad.text.words import folded_words, hashed

#: So much of two bodies, of 100, must be the same for the stories to be one; one whose title stayed needs less.
_SAME_BODY, _SAME_TITLE = 60.0, 20.0

#: Of so many words at least, so much of the shorter text must stand in the longer.
_LEAST, _HELD = 5, 0.6


@dataclass(frozen=True, slots=True)
class Known:
    """A story as it was read before."""

    key: str
    title_hash: str
    body: str


def matched(before: Sequence[Known], now: Sequence[Story]) -> dict[str, str]:
    """Old keys and the new ones of the same stories, the surest pairs first; each story has one partner at most."""
    if not before or not now:
        return {}
    scores = process.cdist([_words(one.body) for one in before], [_body(story) for story in now], scorer=fuzz.ratio)
    pairs = []
    for a, known in enumerate(before):
        for b, story in enumerate(now):
            same = bool(story.title) and known.title_hash == _title_hash(story)
            score = float(scores[a][b])
            if score >= (_SAME_TITLE if same else _SAME_BODY):
                pairs.append((-score - 100 * same, a, b))
    found: dict[str, str] = {}
    for _, a, b in sorted(pairs):
        if before[a].key not in found and now[b].id not in found.values():
            found[before[a].key] = now[b].id
    return found


def lone(before: Known, now: Story) -> dict[str, str]:
    """As ``matched``, for the one story that stands at an address before and now: most of the shorter is in the longer.

    So a line of urgent news and the report that takes its place are one story.
    """
    ours, theirs = folded_words(before.body), folded_words(" ".join(p.text for p in now.paragraphs))
    shorter = min(len(ours), len(theirs))
    held = shorter >= _LEAST and LCSseq.similarity(ours, theirs) >= _HELD * shorter
    return {before.key: now.id} if held else {}


def _body(story: Story) -> str:
    return _words(" ".join(p.text for p in story.paragraphs))


def _words(text: str) -> str:
    return " ".join(folded_words(text))


def _title_hash(story: Story) -> str:
    return hashed(" ".join(folded_words(story.title.text if story.title else "")))
