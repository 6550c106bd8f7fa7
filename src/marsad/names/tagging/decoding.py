"""The best sequence of tags for the network's scores, and how sure each tag is (a linear-chain CRF, in numpy)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

TYPES = ("PER", "ORG", "LOC", "MISC")
TAGS = ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BI"))
_NEVER = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Tagged:
    """The tags of a sentence (indices into ``TAGS``) and the probability of each."""

    tags: list[int]
    scores: list[float]


@dataclass(frozen=True, slots=True)
class Chain:
    """The learned weights between neighbouring tags, with what BIO forbids (O then I-PER) shut off."""

    first: Floats
    step: Floats

    @classmethod
    def of(cls, first: Floats, step: Floats) -> Chain:
        """The chain for learned weights: ``first`` of a sentence's first tag, ``step[i, j]`` of tag j after tag i."""
        first, step = first.copy(), step.copy()
        for j, tag in enumerate(TAGS):
            if tag.startswith("I-"):
                first[j] = _NEVER
                step[[i for i, before in enumerate(TAGS) if before[1:] != tag[1:]], j] = _NEVER
        return cls(first, step)

    def decode(self, scores: Floats, lengths: npt.NDArray[np.int64]) -> list[Tagged]:
        """The best tags of each sentence; ``scores`` by position, sentence and tag, padded to the longest."""
        best, back = self._best(scores)
        sure = self._marginals(scores, lengths)
        return [self._path(best, back, sure, row, int(n)) for row, n in enumerate(lengths)]

    def _best(self, scores: Floats) -> tuple[Floats, npt.NDArray[np.intp]]:
        best = np.empty_like(scores)
        back = np.zeros(scores.shape, np.intp)
        best[0] = self.first + scores[0]
        for t in range(1, len(scores)):
            ways = best[t - 1][:, :, None] + self.step
            back[t] = ways.argmax(1)
            best[t] = ways.max(1) + scores[t]
        return best, back

    def _marginals(self, scores: Floats, lengths: npt.NDArray[np.int64]) -> Floats:
        """The probability of every tag, by forward and backward sums that are scaled at each step."""
        odds = np.exp(scores - scores.max(2, keepdims=True))
        step = np.exp(self.step)
        forward, backward = np.empty_like(odds), np.ones_like(odds)
        forward[0] = np.exp(self.first) * odds[0]
        for t in range(1, len(odds)):
            forward[t] = (_scaled(forward[t - 1]) @ step) * odds[t]
        inside = np.arange(len(odds))[:, None] < lengths - 1
        for t in range(len(odds) - 2, -1, -1):
            backward[t] = np.where(inside[t][:, None], _scaled(backward[t + 1] * odds[t + 1]) @ step.T, 1)
        return _scaled(forward * backward)

    def _path(self, best: Floats, back: npt.NDArray[np.intp], sure: Floats, row: int, length: int) -> Tagged:
        if not length:
            return Tagged([], [])
        tag = int(best[length - 1, row].argmax())
        tags = [tag]
        for t in range(length - 1, 0, -1):
            tag = int(back[t, row, tag])
            tags.append(tag)
        tags.reverse()
        return Tagged(tags, [float(sure[t, row, tag]) for t, tag in enumerate(tags)])


def _scaled(values: Floats) -> Floats:
    total: Floats = values / np.maximum(values.sum(-1, keepdims=True), np.float32(1e-30))
    return total


def names(tags: list[int]) -> list[tuple[int, int, str]]:
    """``spans`` of tags given as indices into ``TAGS``."""
    return spans([TAGS[t] for t in tags])


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The names that tags mark: first word, end (excluded) and type. An I- with no name before it begins one."""
    found: list[tuple[int, int, str]] = []
    first, kind = -1, ""
    for k, tag in enumerate([*tags, "O"]):
        if first >= 0 and not (tag.startswith("I-") and tag[2:] == kind):
            found.append((first, k, kind))
            first = -1
        if first < 0 and tag != "O":
            first, kind = k, tag[2:]
    return found
