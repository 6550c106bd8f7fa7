"""Folding: one spelling for all the ways a word is written, with a map back to the characters it came from."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.model import Span
from marsad.text.letters import fold_char

_CACHE: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. ``starts[i]`` is where folded character ``i`` stands in the original."""

    text: str
    starts: tuple[int, ...]
    length: int

    def span(self, start: int, end: int) -> Span:
        """The original span of the folded stretch ``[start, end)``, with the marks that follow its last letter."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.length
            return Span(at, at)
        while end < len(self.starts) and self.starts[end] == self.starts[end - 1]:
            end += 1  # the letters of one ligature cannot be parted
        return Span(self.starts[start], self.starts[end] if end < len(self.starts) else self.length)


def fold(text: str) -> str:
    """``text`` with one spelling of alef, ya, ta marbuta and hamza seats; no vowels, tatweel or hidden marks.

    Example: ``fold("سيرغى لافـروفُ")`` is ``"سيرغي لافروف"`` (Sergei Lavrov). Idempotent. Western digits, lower case.
    """
    get, put = _CACHE.get, _CACHE.__setitem__
    out = []
    for char in text:
        folded = get(char)
        if folded is None:
            folded = fold_char(char)
            put(char, folded)
        out.append(folded)
    return "".join(out)


def fold_with_map(text: str) -> Folded:
    """``fold(text)`` together with the way back to the original characters."""
    out: list[str] = []
    starts: list[int] = []
    for at, char in enumerate(text):
        folded = _CACHE.get(char)
        if folded is None:
            folded = _CACHE[char] = fold_char(char)
        if folded:
            out.append(folded)
            starts.extend([at] * len(folded))
    return Folded("".join(out), tuple(starts), len(text))
