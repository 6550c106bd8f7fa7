"""How much two texts share, exactly, and whether that makes a copy or a rewriting of one of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from marsad.copies.shingles import Hashes

#: The least share of the shorter text that stands in the other, for the two to be told of at all.
LEAST = 0.5
#: How many percent of the rarest words of the shorter text must stand in the longer one, where more than half of what
#: either has is in both, and where less is: the notices of a court differ in names, copies of one notice do not.
_NAMES, _MOST_NAMES = 35, 70
#: How many shingles two texts must have in common at least: fewer may be a formula or the name of an office.
_LEAST_SHARED = 5
#: What makes a rewriting of two texts: what both have of the phrases that either has, with how many percent of the
#: rarest words; the less of the one, the more of the other. Two reports of one matter share names, but seldom phrases.
_REWRITTEN = ((0.75, 30), (0.3, 50), (0.25, 80))
#: How many phrases they must have in common at least.
_LEAST_PHRASES = 8


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shingles that two texts share, and how many each has (each counted once); and the same of phrases.

    ``names``: how many of the rarest words of the shorter text stand in the longer one, in percent.
    """

    shared: int
    mine: int
    theirs: int
    names: int = 100
    phrases: int = 0
    my_phrases: int = 0
    their_phrases: int = 0

    @property
    def share(self) -> float:
        """How much of mine stands in theirs, 0 to 1."""
        return self.shared / self.mine if self.mine else 0.0

    @property
    def other_share(self) -> float:
        """How much of theirs stands in mine."""
        return self.shared / self.theirs if self.theirs else 0.0

    @property
    def containment(self) -> float:
        """How much of the shorter text stands in the other."""
        return self.shared / least if (least := min(self.mine, self.theirs)) else 0.0

    @property
    def resemblance(self) -> float:
        """What both have, of what either has (Jaccard)."""
        return self.shared / either if (either := self.mine + self.theirs - self.shared) else 0.0

    @property
    def likeness(self) -> float:
        """What both have of the phrases that either has (Jaccard)."""
        either = self.my_phrases + self.their_phrases - self.phrases
        return self.phrases / either if either else 0.0

    @property
    def standing(self) -> float:
        """How much of mine stands in theirs, word for word, or where that is less, rewritten: 0 to 1."""
        rewritten = self.phrases / self.my_phrases if self.rewritten else 0.0
        return max(self.share, rewritten)

    @property
    def repeats(self) -> bool:
        """Whether half of the shorter text stands in the other word for word."""
        return self.shared >= min(_LEAST_SHARED, self.mine, self.theirs) and self.containment >= LEAST

    @property
    def may_count(self) -> bool:
        """Whether the two are told of, as long as they name the same."""
        return self.repeats or (self.phrases >= _LEAST_PHRASES and self.likeness >= _REWRITTEN[-1][0])

    @property
    def counts(self) -> bool:
        """Whether so much is shared that the two are told of."""
        return self.repeats or self.rewritten

    @property
    def rewritten(self) -> bool:
        """Whether one has the phrases and names of the other, but does not repeat enough of it word for word."""
        enough = any(self.likeness >= least and self.names >= names for least, names in _REWRITTEN)
        return self.phrases >= _LEAST_PHRASES and enough and not self.repeated and not self.inside

    @property
    def alike(self) -> bool:
        """Whether the two are one text, repeated or rewritten."""
        return self.repeated or self.rewritten

    @property
    def repeated(self) -> bool:
        """Whether at least half of each stands in the other word for word, or of both together in both."""
        if self.resemblance >= LEAST:
            return self.names >= _NAMES
        return min(self.share, self.other_share) >= LEAST and self.names >= _MOST_NAMES

    @property
    def inside(self) -> bool:
        """Whether the shorter text stands inside the longer one, and is about the same."""
        return not self.repeated and self.containment >= LEAST and self.names >= _MOST_NAMES

    def turned(self) -> Overlap:
        """The same, seen from the other text."""
        return Overlap(
            self.shared, self.theirs, self.mine, self.names, self.phrases, self.their_phrases, self.my_phrases
        )


def in_common(mine: Hashes, theirs: Hashes) -> int:
    """How many hashes two rising lists share, each having each once."""
    return len(np.intersect1d(mine, theirs, assume_unique=True))
