"""Which line of a marked-up page is the headline of a story."""

from __future__ import annotations

import re
from collections.abc import Sequence

from marsad.model import Markup, Region
from marsad.story import lexicon
from marsad.story.bodies import Body
from marsad.story.items import Item

LONGEST_TITLE = 30
_CLOCK = re.compile(r"\d{1,2}:\d\d|\d{1,2}\s\w+\s\d{4}")
#: A line is part of a stated title if it is so long, and so large a part of it: the rest names the site.
_LEAST_SAME, _LEAST_PART = 12, 2
#: So many lines above its text a headline is looked for.
_ABOVE = 25
_SAME, _PART, _TOP, _ROLE = 8, 5, 4, 2


class Titles:
    """Finds headlines by the titles that the markup states, by element and role, and by where they stand."""

    def __init__(self, items: Sequence[Item], markup: Markup) -> None:
        self.items = items
        self.excluded = ""
        self.stated = [
            bare
            for fact in markup.facts
            if fact.name == "title" and not fact.origin.startswith("visible") and (bare := lexicon.bare(fact.value))
        ]
        self.same = [self._agreement(item) for item in items]

    def _agreement(self, item: Item) -> int:
        """How far a line agrees with a stated title: it is the title, is part of it, or neither."""
        key = item.line.key
        if item.label or not key or item.line.words > LONGEST_TITLE + 10:
            return 0
        if key in self.stated[:3]:
            return _SAME
        part = any(key in title and len(key) * _LEAST_PART >= len(title) for title in self.stated)
        return _PART if len(key) > _LEAST_SAME and part else 0

    def exclude(self, text: str) -> None:
        """Says that a line with this text is the heading of the whole page, and of no story."""
        self.excluded = text

    def is_stated(self, at: int) -> bool:
        """Whether the line at ``at`` is the title that the page states for itself."""
        return self.same[at] > 0

    def find(self, body: Body, floor: int) -> int | None:
        """The index of the headline over ``body``, not above ``floor``; None where the text has none."""
        top = max(floor, body.first - _ABOVE)
        above = [at for at in range(top, body.last) if self._may_be(at) and (at != body.first or self.same[at])]
        scored = [(score, at) for at in above if (score := self._score(at, body))]
        if scored:
            return max(scored)[1]
        return self._plain(body, top)

    def _may_be(self, at: int) -> bool:
        item = self.items[at]
        if not self.same[at] and not item.line.is_story:
            return False
        return item.label is None and item.text != self.excluded and 1 < item.line.words <= LONGEST_TITLE + 10

    def _score(self, at: int, body: Body) -> float:
        item = self.items[at]
        score = float(self.same[at])
        if at > body.first and not score and not (item.block.tag == "h1" and at <= body.first + 3):
            return 0.0
        if not score and (not item.is_heading or (item.is_link and item.block.region == Region.HEADER)):
            return 0.0
        if not score and item.is_link and body.first - at > 6:
            return 0.0
        score += _TOP if item.block.tag == "h1" else 0
        score += _ROLE if item.block.role == "title" else 0
        score += 1 if item.is_heading else 0
        score -= 1 if item.line.kind not in ("short", "body", "caption") else 0
        return max(0.1, score - abs(body.first - at) / (2 * _ABOVE))

    @staticmethod
    def _is_open(item: Item) -> bool:
        """Whether a line without heading element may be a headline: short, no link, no date with a clock."""
        return item.line.kind == "short" and item.line.words > 3 and not item.is_link and not _CLOCK.search(item.text)

    def _plain(self, body: Body, top: int) -> int | None:
        """Without a heading: the nearest short line above the text that is no date, name or section."""
        for at in range(body.first - 1, top - 1, -1):
            item = self.items[at]
            if self._may_be(at) and self._is_open(item):
                if item.block.role in ("", "title"):
                    return at
            elif item.weight:
                return None
        return None
