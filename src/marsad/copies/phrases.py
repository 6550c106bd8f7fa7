"""A text as the set of its phrases, and the few of them by which rewritten texts are found.

A phrase is two telling words, one after the other, as stems; what stands between them and tells nothing is passed over.
So a text keeps many of its phrases when connectives, particles, endings and single words are changed, and hardly a run
of six words remains. The fingerprint is the phrases with the lowest hashes (bottom-k, Broder 1997): of two texts with
much in common the lowest are often the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from marsad.copies.shingles import BITS, Hashes, Remembered, joined, numbered, rising, word_hash
from marsad.text.rarity import of_word

#: How rare a word must be to tell something in a phrase: that of one story in twenty.
_TELLING = 3.0
#: So many phrases are the fingerprint.
PRINTS = 10


def phrases(words: Sequence[str]) -> Hashes:
    """The hashes of the phrases of a text (folded words), rising, each once."""
    every = numbered(words, _NUMBERS)
    telling = every[every != 0]
    return rising(joined([telling[:-1], telling[1:]])) if len(telling) > 1 else np.empty(0, np.uint64)


def fingerprint(hashes: Hashes) -> list[int]:
    """The fingerprint of a text by its rising phrases: rising numbers below zero, so that none is that of a run."""
    low: list[int] = (hashes[:PRINTS] >> np.uint64(64 - BITS)).tolist()
    return sorted({~one for one in low})


def _number(word: str) -> int:
    """What stands for the stem of a telling word; 0 for others."""
    stem, rarity = of_word(word)
    return word_hash(stem) if rarity >= _TELLING else 0


_NUMBERS = Remembered(_number)
