"""The best sequence of tags for the network's scores, and how sure each tag is (a linear-chain CRF, in numpy)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

TYPES = ("PER", "ORG", "LOC", "MISC")
TAGS = ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BI"))
_NEVER = np.float32(-1e4)
#: Sums of odds are scaled each so many steps, long before doubles run out.
_SCALED = 4


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
        best = scores.transpose(0, 2, 1).copy()  # a maximum over the first axis is the fastest
        best[0] += self.first[:, None]
        step = self.step[:, :, None]
        for t in range(1, len(best)):
            best[t] += (best[t - 1][:, None] + step).max(0)
        best = np.ascontiguousarray(best.transpose(0, 2, 1))
        last = best[lengths - 1, np.arange(len(lengths))].argmax(1)
        ended = lengths - 1 <= np.arange(len(best))[:, None]
        into = np.ascontiguousarray(self.step.T)
        tags = np.empty(best.shape[:2], np.int64)
        tags[-1] = tag = last
        for t in range(len(best) - 2, -1, -1):
            tag = (best[t] + into[tag]).argmax(1)
            np.copyto(tag, last, where=ended[t])
            tags[t] = tag
        return tags

    def _marginals(self, scores: Floats, lengths: Numbers) -> Doubles:
        """The probability of every tag, by sums from both ends of the sentence at once, scaled before they vanish."""
        odds = np.exp((scores - scores.max(2, keepdims=True)).astype(np.float64))
        turned = np.maximum(lengths - 1 - np.arange(len(odds))[:, None], 0)[:, :, None]
        both = np.stack([odds, np.take_along_axis(odds, turned, 0)], 1)
        step = np.exp(self.step.astype(np.float64))
        steps = np.stack([step, step.T])
        sums = np.ones_like(both)
        sums[0, 0] = np.exp(self.first)
        for t in range(1, len(odds)):
            np.matmul(sums[t - 1] * both[t - 1], steps, out=sums[t])
            if t % _SCALED == 0:
                sums[t] = _scaled(sums[t])
        return _scaled(odds * sums[:, 0] * np.take_along_axis(sums[:, 1], turned, 0))


def _scaled(values: Doubles) -> Doubles:
    total: Doubles = values / np.maximum(values.sum(-1, keepdims=True), 1e-300)
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
