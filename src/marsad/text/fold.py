"""Folding: one spelling for all the ways a word is written, with a map back to the characters it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from marsad.model import Span
from marsad.text.letters import FOLD, INVISIBLE, MARKS, TATWEEL, fold_char

#: News text has some 100,000 different words; most of a text are the commonest of them.
_WORDS_KEPT = 1 << 17


#: Characters that may fold to no letter or to several: dropped marks, presentation forms, the dotted capital I.
_UNEVEN = re.compile(
    f"[{''.join(map(re.escape, sorted(MARKS | INVISIBLE | {TATWEEL})))}\ufb50-\ufdff\ufe70-\ufefc\u0130]"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. ``starts[i]`` is where folded character ``i`` stands in the original."""

    text: str
    starts: Sequence[int]
    length: int

    def span(self, start: int, end: int) -> Span:
        """The original span of the folded stretch ``[start, end)``, with the marks that follow its last letter."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.length
            return Span(at, at)
        while end < len(self.starts) and self.starts[end] == self.starts[end - 1]:
            end += 1  # the letters of one ligature cannot be parted
        return Span(self.starts[start], self.starts[end] if end < len(self.starts) else self.length)


def _class(chars: Iterable[str]) -> str:
    return "".join(map(re.escape, chars))


#: Letters and vowel signs that folding changes all the time: replaced one by one, which is much faster than a table.
_OFTEN = tuple((char, folded) for char, folded in FOLD.items() if "\u0621" <= char <= "\u0652")
_PLAIN = [
    chr(c) for c in (0x0A, 0x0D, *range(0x20, 0x7F), 0xA0, 0xAB, 0xBB, *range(0x0600, 0x0700), *range(0x2010, 0x2027))
]
#: A character that neither stays as it is nor is one of those.
_SELDOM = re.compile(f"[^{_class([c for c in _PLAIN if fold_char(c) == c] + [c for c, _ in _OFTEN])}]")


def fold(text: str) -> str:
    """``text`` with one spelling of alef, ya, ta marbuta and hamza seats; no vowels, tatweel or hidden marks.

    Example: ``fold("سيرغى لافـروفُ")`` is ``"سيرغي لافروف"`` (Sergei Lavrov). Idempotent. Western digits, lower case.
    """
    text = _SELDOM.sub(_fold_match, text)
    for char, folded in _OFTEN:
        if char in text:
            text = text.replace(char, folded)
    return text


def _fold_match(match: re.Match[str]) -> str:
    return _fold_char(match[0])


_fold_char = lru_cache(maxsize=4096)(fold_char)


@lru_cache(maxsize=_WORDS_KEPT)
def fold_word(word: str) -> str:
    """``fold(word)``, remembered: for words, which come again and again, not for texts."""
    return fold(word)


def fold_with_map(text: str) -> Folded:
    """``fold(text)`` together with the way back to the original characters."""
    if not _UNEVEN.search(text):
        return Folded(fold(text), range(len(text)), len(text))
    starts: list[int] = []
    at = 0
    for uneven in _UNEVEN.finditer(text):
        starts.extend(range(at, uneven.start()))
        starts.extend([uneven.start()] * len(fold_word(uneven.group())))
        at = uneven.end()
    starts.extend(range(at, len(text)))
    return Folded(fold(text), tuple(starts), len(text))
