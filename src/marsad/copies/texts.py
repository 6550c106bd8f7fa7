"""A text as copies are looked for: its shingles, its fingerprint, and the words that tell what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from marsad.copies.overlap import Overlap, overlap
from marsad.copies.shingles import Hashes, fingerprint, shingles, word_hash
from marsad.text.rarity import of_word

#: So many of the rarest words of a text tell it from others of its kind.
_RARE = 12
#: Two texts are compared when they share this part of the shorter fingerprint.
SHARED = 0.1


@dataclass(frozen=True, slots=True)
class Text:
    """``hashes`` and ``vocabulary`` rise and hold each shingle and word once; ``rare`` are the rarest of the words."""

    hashes: Hashes
    prints: tuple[int, ...]
    vocabulary: Hashes
    rare: Hashes

    @property
    def size(self) -> int:
        """How many shingles it has, each counted once."""
        return len(self.hashes)

    @classmethod
    def of(cls, words: Sequence[str]) -> Text:
        """The text of these folded words."""
        found = shingles(words)
        rarity = dict(of_word(word) for word in dict.fromkeys(words))
        rarest = sorted(rarity, key=lambda stem: (-rarity[stem], stem))[:_RARE]
        vocabulary, rare = (np.unique(np.fromiter(map(word_hash, w), np.uint64, len(w))) for w in (rarity, rarest))
        return cls(np.unique(found), tuple(fingerprint(found)), vocabulary, rare)


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
