"""How much two texts share, exactly, and whether that makes a copy of one of them."""

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


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shingles that two texts share, and how many each has (each counted once).

    ``names``: how many of the rarest words of the shorter text stand in the longer one, in percent.
    """

    shared: int
    mine: int
    theirs: int
    names: int = 100

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
    def counts(self) -> bool:
        """Whether so much is shared that the two are told of."""
        return self.shared >= min(_LEAST_SHARED, self.mine, self.theirs) and self.containment >= LEAST

    @property
    def alike(self) -> bool:
        """Whether the two are one text: at least half of each stands in the other, or of both together in both."""
        if self.resemblance >= LEAST:
            return self.names >= _NAMES
        return min(self.share, self.other_share) >= LEAST and self.names >= _MOST_NAMES

    @property
    def inside(self) -> bool:
        """Whether the shorter text stands inside the longer one, and is about the same."""
        return not self.alike and self.containment >= LEAST and self.names >= _MOST_NAMES

    def turned(self) -> Overlap:
        """The same, seen from the other text."""
        return Overlap(self.shared, self.theirs, self.mine, self.names)


def overlap(mine: Hashes, theirs: Hashes) -> Overlap:
    """What two texts share, by the rising hashes of their shingles, each once."""
    shared = np.intersect1d(mine, theirs, assume_unique=True)
    return Overlap(len(shared), len(mine), len(theirs))
