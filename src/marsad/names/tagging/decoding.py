"""The best sequence of tags for the network's scores, and how sure each tag is (a linear-chain CRF, in numpy)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

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

    def decode(self, scores: Floats, lengths: Numbers) -> list[Tagged]:
        """The best tags of each sentence; ``scores`` by position, sentence and tag, padded to the longest."""
        if not lengths.any():
            return [Tagged([], []) for _ in lengths]
        tags = self._best(scores, lengths)
        sure = np.take_along_axis(self._marginals(scores, lengths), tags[:, :, None], 2)[:, :, 0]
        return [
            Tagged(tags_[:n], sure_[:n])
            for tags_, sure_, n in zip(tags.T.tolist(), sure.T.tolist(), lengths.tolist(), strict=True)
        ]

    def _best(self, scores: Floats, lengths: Numbers) -> Numbers:
        """The best tags (Viterbi): forward the best way to each tag, then back from the end of each sentence."""
        best = scores.copy()
        best[0] += self.first
        for t in range(1, len(scores)):
            best[t] += (best[t - 1][:, :, None] + self.step).max(1)
        last = best[lengths - 1, np.arange(len(lengths))].argmax(1)
        into = np.ascontiguousarray(self.step.T)
        tags = np.empty(scores.shape[:2], np.int64)
        tags[-1] = tag = last
        for t in range(len(scores) - 2, -1, -1):
            tag = np.where(lengths - 1 <= t, last, (best[t] + into[tag]).argmax(1))
            tags[t] = tag
        return tags

    def _marginals(self, scores: Floats, lengths: Numbers) -> Floats:
        """The probability of every tag, by sums from both ends of the sentence at once, scaled at each step."""
        odds = np.exp(scores - scores.max(2, keepdims=True))
        turned = np.maximum(lengths - 1 - np.arange(len(odds))[:, None], 0)[:, :, None]
        both = np.stack([odds, np.take_along_axis(odds, turned, 0)], 1)
        step = np.exp(self.step)
        steps = np.stack([step, step.T])
        sums = np.ones_like(both)
        sums[0, 0] = np.exp(self.first)
        reached = _scaled(sums[0] * both[0])
        for t in range(1, len(odds)):
            np.matmul(reached, steps, out=sums[t])
            reached = _scaled(sums[t] * both[t])
        return _scaled(odds * sums[:, 0] * np.take_along_axis(sums[:, 1], turned, 0))


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
