"""A text as copies are looked for: its shingles, its fingerprint, and the words that tell what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest

import numpy as np

from marsad.copies.overlap import Overlap, overlap
from marsad.copies.shingles import Hashes, Remembered, fingerprint, shingles, word_hash
from marsad.text.rarity import of_word

#: So many of the rarest words of a text tell it from others of its kind.
_RARE = 12
#: Two texts are compared when they share this part of the shorter fingerprint.
SHARED = 0.1


@dataclass(slots=True)
class Text:
    """``hashes`` rise and hold each shingle once; ``words`` are its different words."""

    hashes: Hashes
    prints: tuple[int, ...]
    words: frozenset[str]
    _known: tuple[Hashes, Hashes] | None = None

    @property
    def size(self) -> int:
        """How many shingles it has, each counted once."""
        return len(self.hashes)

    @property
    def vocabulary(self) -> Hashes:
        """The numbers of its stems, rising: made when it is first compared, which most texts never are."""
        return self._stems()[0]

    @property
    def rare(self) -> Hashes:
        """The numbers of the rarest of its stems, rising."""
        return self._stems()[1]

    def _stems(self) -> tuple[Hashes, Hashes]:
        if self._known is None:
            told = {_TOLD[word] for word in self.words}
            vocabulary, rare = (_rising([one[2] for one in some]) for some in (told, nsmallest(_RARE, told)))
            self._known = vocabulary, rare
        return self._known

    @classmethod
    def of(cls, words: Sequence[str]) -> Text:
        """The text of these folded words."""
        found = shingles(words)
        return cls(np.unique(found), tuple(fingerprint(found)), frozenset(words))


def _told(word: str) -> tuple[float, str, int]:
    """How much a word tells, the more the lower; its stem, and the number of that."""
    stem, rarity = of_word(word)
    return -rarity, stem, word_hash(stem)


_TOLD = Remembered(_told)


def _rising(numbers: list[int]) -> Hashes:
    return np.unique(np.array(numbers, np.uint64))


def comparable(shared: int, one: int, other: int) -> bool:
    """Whether two texts are worth comparing that share so many fingerprints, given how many each has."""
    return shared >= SHARED * min(one, other)


def pair(one: Text, other: Text) -> Overlap | None:
    """What the two share, where it is at least half of the shorter one."""
    found = overlap(one.hashes, other.hashes)
    return replace(found, names=_same_names(one, other)) if found.counts else None


def _same_names(one: Text, other: Text) -> int:
    """How many of the rarest words of the shorter text stand in the longer one, in percent."""
    if one.size == other.size:
        return min(_found(one.rare, other.vocabulary), _found(other.rare, one.vocabulary))
    short, long = (one, other) if one.size < other.size else (other, one)
    return _found(short.rare, long.vocabulary)


def _found(rare: Hashes, vocabulary: Hashes) -> int:
    return round(100 * float(np.isin(rare, vocabulary, assume_unique=True).mean())) if len(rare) else 100
