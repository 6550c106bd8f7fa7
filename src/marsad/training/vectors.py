"""Vectors of words and of letter groups, learned from unlabelled sentences (skip-gram with subwords, by floret)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from marsad.names.tagging.network import groups

WIDTH = 128
#: Words with a row of their own, rows of letter groups, and words from which the letter groups learn.
WORDS, GROUPS, TYPES = 70_000, 40_000, 250_000
_LEAST = 4
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Vectors:
    """Words, the commonest first, how often each stands in the corpus, and their vectors; and those of the groups."""

    words: list[str]
    counts: npt.NDArray[np.int64]
    rows: npt.NDArray[np.float32]
    groups: npt.NDArray[np.float32]

    def save(self, path: Path) -> None:
        """Writes them to one file."""
        words = np.array("\n".join(self.words))
        np.savez(path, words=words, counts=self.counts, rows=self.rows, groups=self.groups)

    @classmethod
    def load(cls, path: Path) -> Vectors:
        """Those of ``save``."""
        kept = np.load(path)
        return cls(str(kept["words"]).split("\n"), kept["counts"], kept["rows"], kept["groups"])


def learn(corpus: Path, *, threads: int = 2, epochs: int = 3) -> Vectors:
    """The vectors of the words of ``corpus`` (a sentence a line, tokens apart by spaces)."""
    import floret

    model = floret.train_unsupervised(
        str(corpus), model="skipgram", mode="fasttext", dim=WIDTH, epoch=epochs, minCount=_LEAST, minn=3, maxn=5,
        neg=5, bucket=200_000, thread=threads, verbose=1,
    )  # fmt: skip
    counts: Counter[str] = Counter()
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            counts.update(line.split())
    words = [word for word, _ in counts.most_common(TYPES)]
    rows = np.stack([model.get_word_vector(word) for word in words]).astype(np.float32)
    often = np.array([counts[word] for word in words], np.int64)
    return Vectors(words, often, rows, fitted(words, rows, often))


def fitted(
    words: Sequence[str], rows: npt.NDArray[np.float32], counts: npt.NDArray[np.int64]
) -> npt.NDArray[np.float32]:
    """Vectors of letter groups whose mean comes near the vector of the word: for words without a row of their own."""
    torch.manual_seed(0)
    bag = nn.EmbeddingBag(GROUPS, rows.shape[1], mode="mean")
    bag.weight.data.mul_(0.1)
    bags = Bags(words)
    target, weight = torch.from_numpy(rows), torch.from_numpy(np.minimum(counts, 50) ** 0.5).float()
    adam = torch.optim.Adam(bag.parameters(), lr=0.02)
    for _ in range(_ROUNDS):
        for part in torch.randperm(len(words)).split(20_000):
            wrong = ((bag(*bags.of(part.numpy())) - target[part]) ** 2).sum(1)
            loss = (wrong * weight[part]).sum() / weight[part].sum()
            adam.zero_grad()
            loss.backward()
            adam.step()
        adam.param_groups[0]["lr"] *= 0.6
    found: npt.NDArray[np.float32] = bag.weight.detach().numpy()
    return found


class Bags:
    """The letter groups of numbered words, in the form that ``EmbeddingBag`` takes."""

    def __init__(self, words: Sequence[str]) -> None:
        self._rows = [np.array(groups(word, GROUPS), np.int64) for word in words]

    def add(self, word: str) -> int:
        """Numbers one more word."""
        self._rows.append(np.array(groups(word, GROUPS), np.int64))
        return len(self._rows) - 1

    def of(self, numbers: npt.NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Rows of all groups of the words of these numbers, and where those of each word begin."""
        rows = [self._rows[k] for k in numbers.tolist()]
        starts = np.cumsum([0, *(len(r) for r in rows[:-1])])
        return torch.from_numpy(np.concatenate(rows)), torch.from_numpy(starts)
