"""A text as the set of its shingles (runs of six folded words), and the few of them by which copies are found.

The fingerprint is chosen by winnowing (Schleimer, Wilkerson and Aiken, 2003): the smallest hash of every window of
shingles. Any run of words that two texts share and that is as long as a window gives both the same fingerprint, also
where one text is a small part of the other, which MinHash over whole texts cannot see.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from marsad.model import Story
from marsad.text.words import folded_words

#: Words in a shingle.
WIDTH = 6
#: Shingles in a window: the more, the fewer fingerprints. The fingerprint of a wide window is one of a narrow one too.
_WIDEST, _NARROWEST = 32, 4
#: A short text is cut into about so many windows.
_WINDOWS = 8
#: Fingerprints are of 47 bits, which databases keep in six bytes.
BITS = 47

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIXER = np.uint64(0xBF58476D1CE4E5B9)

#: News has some 200,000 different words a year; so many are remembered.
_REMEMBERED = 1 << 18

Hashes = NDArray[np.uint64]
_T = TypeVar("_T")


def words_of(story: Story) -> list[str]:
    """The folded words of the story's body, of which its shingles are made: no title, dateline, by-line or caption."""
    return [word for p in story.paragraphs for word in folded_words(p.text)]


def shingles(words: Sequence[str]) -> Hashes:
    """The hashes of the shingles of a text in their order; none where it has fewer words than one shingle."""
    count = len(words) - WIDTH + 1
    if count < 1:
        return np.empty(0, np.uint64)
    each = numbered(words, _HASHES)
    return joined([each[at : at + count] for at in range(WIDTH)])


def joined(columns: Sequence[Hashes]) -> Hashes:
    """One hash for each row of some columns of hashes."""
    found = columns[0].copy()
    for column in columns[1:]:
        found = found * _MULTIPLIER + column
    found ^= found >> np.uint64(29)
    found *= _MIXER
    return found ^ (found >> np.uint64(32))


def fingerprint(hashes: Hashes) -> list[int]:
    """The fingerprint of a text by the hashes of its shingles: rising numbers below 2 ** 47."""
    if not len(hashes):
        return []
    width = max(_NARROWEST, min(_WIDEST, len(hashes) // _WINDOWS))
    low = hashes >> np.uint64(64 - BITS)
    chosen = low.min(keepdims=True) if len(low) <= width else sliding_window_view(low, width).min(axis=1)
    found: list[int] = rising(chosen).tolist()
    return found


def numbered(words: Sequence[str], numbers: Remembered[int]) -> Hashes:
    """The number of each word."""
    return np.fromiter(map(numbers.__getitem__, words), np.uint64, len(words))


def rising(hashes: Hashes) -> Hashes:
    """The hashes in rising order, each once: ``numpy.unique`` for short arrays, in half its time."""
    found = np.sort(hashes)
    new = np.empty(len(found), np.bool_)
    new[:1] = True
    np.not_equal(found[1:], found[:-1], out=new[1:])
    return found[new]


def word_hash(word: str) -> int:
    """64 bits of a word."""
    return _HASHES[word]


def _hashed(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Remembered(dict[str, _T]):
    """What ``make`` makes of words, remembered: faster than ``lru_cache`` for words, which come again and again."""

    def __init__(self, make: Callable[[str], _T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> _T:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = found = self._make(word)
        return found


_HASHES = Remembered(_hashed)
