"""A text as copies are looked for: its shingles and phrases, its fingerprints, and the words that tell it apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest

import numpy as np

from marsad.copies import phrases
from marsad.copies.overlap import Overlap, in_common
from marsad.copies.shingles import Hashes, Remembered, fingerprint, rising, shingles, word_hash
from marsad.text.rarity import of_word

#: So many of the rarest words of a text tell it from others of its kind.
_RARE = 12
#: Two texts are compared when they share this part of the shorter fingerprint, or so many phrases of theirs.
SHARED, SHARED_PHRASES = 0.1, 2


@dataclass(slots=True)
class Text:
    """``hashes`` rise and hold each shingle once, ``phrases`` each phrase; ``prints`` and ``phrase_prints`` are those
    by which it is found (the latter below zero); ``words`` are its folded words."""

    hashes: Hashes
    prints: tuple[int, ...]
    phrases: Hashes
    phrase_prints: tuple[int, ...]
    words: Sequence[str]
    _known: tuple[Hashes, Hashes] | None = None

    @property
    def size(self) -> int:
        """How many shingles it has, each counted once."""
        return len(self.hashes)

    @property
    def posted(self) -> tuple[int, ...]:
        """All by which it is found, rising."""
        return self.phrase_prints + self.prints

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
            told = {_TOLD[word] for word in set(self.words)}
            vocabulary, rare = (_rising([one[2] for one in some]) for some in (told, nsmallest(_RARE, told)))
            self._known = vocabulary, rare
        return self._known

    @classmethod
    def of(cls, words: Sequence[str]) -> Text:
        """The text of these folded words."""
        found, told = shingles(words), phrases.phrases(words)
        prints, phrase_prints = tuple(fingerprint(found)), tuple(phrases.fingerprint(told))
        return cls(rising(found), prints, told, phrase_prints, words)


def _told(word: str) -> tuple[float, str, int]:
    """How much a word tells, the more the lower; its stem, and the number of that."""
    stem, rarity = of_word(word)
    return -rarity, stem, word_hash(stem)


_TOLD = Remembered(_told)


def _rising(numbers: list[int]) -> Hashes:
    return rising(np.array(numbers, np.uint64))


@dataclass(slots=True)
class Met:
    """How many fingerprints two texts have in common, of runs and of phrases."""

    runs: int = 0
    phrases: int = 0

    def take(self, one: int) -> None:
        """Counts one more."""
        if one < 0:
            self.phrases += 1
        else:
            self.runs += 1

    @property
    def tells(self) -> bool:
        """Whether so much makes the texts worth a look; one phrase is shared by chance."""
        return self.runs > 0 or self.phrases >= SHARED_PHRASES

    @classmethod
    def of(cls, prints: Iterable[int]) -> Met:
        """Of these fingerprints, which both have."""
        met = cls()
        for one in prints:
            met.take(one)
        return met


def comparable(met: Met, one: Text, other: Text) -> bool:
    """Whether two texts are worth comparing that have so much in common."""
    least = SHARED * min(len(one.prints), len(other.prints))
    return met.phrases >= SHARED_PHRASES or (met.runs > 0 and met.runs >= least)


def overlap(one: Text, other: Text) -> Overlap:
    """What two texts share, their names not looked at."""
    shared, told = in_common(one.hashes, other.hashes), in_common(one.phrases, other.phrases)
    return Overlap(shared, one.size, other.size, 100, told, len(one.phrases), len(other.phrases))


def pair(one: Text, other: Text) -> Overlap | None:
    """What the two share, where half of the shorter one stands in the other, or one is a rewriting of the other."""
    found = overlap(one, other)
    if not found.may_count:
        return None
    found = replace(found, names=_same_names(one, other))
    return found if found.counts else None


def _same_names(one: Text, other: Text) -> int:
    """How many of the rarest words of the shorter text stand in the longer one, in percent."""
    if one.size == other.size:
        return min(_found(one.rare, other.vocabulary), _found(other.rare, one.vocabulary))
    short, long = (one, other) if one.size < other.size else (other, one)
    return _found(short.rare, long.vocabulary)


def _found(rare: Hashes, vocabulary: Hashes) -> int:
    return round(100 * float(np.isin(rare, vocabulary, assume_unique=True).mean())) if len(rare) else 100
