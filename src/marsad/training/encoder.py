"""The lower part of the network: vectors of words, and an LSTM in each direction over them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from marsad.training.vectors import GROUPS, WIDTH, WORDS, Bags, Vectors

HIDDEN = 160


class Encoder(nn.Module):
    """Vectors and LSTMs; pretrained as two language models, then trained on with the tagger.

    A word is a number: below ``WORDS`` one with a row of its own, from there one that only its letter groups tell.
    The rows have sparse gradients: an optimiser that moves all of them at each step takes most of the time.
    """

    def __init__(self, vectors: Vectors, bags: Bags) -> None:
        super().__init__()
        words = min(WORDS, len(vectors.words))
        self.known = words
        self.bags = bags
        self.word = nn.Embedding(words, WIDTH, sparse=True)
        self.word.weight.data.copy_(torch.from_numpy(vectors.rows[:words]))
        self.bag = nn.EmbeddingBag(GROUPS, WIDTH, mode="mean", sparse=True)
        self.bag.weight.data.copy_(torch.from_numpy(vectors.groups))
        self.lower = nn.ModuleDict({way: nn.LSTM(WIDTH, HIDDEN, batch_first=True) for way in ("before", "after")})

    def vectors(self, words: npt.NDArray[np.int64], hidden: float) -> Tensor:
        """The vectors of numbered words; the rows of a share ``hidden`` of known ones are left out, as if unknown."""
        kinds, place = np.unique(words, return_inverse=True)
        by_groups = (kinds >= self.known) | (np.random.random(len(kinds)) < hidden)
        order = np.empty(len(kinds), np.int64)
        order[~by_groups] = np.arange((~by_groups).sum())
        order[by_groups] = (~by_groups).sum() + np.arange(by_groups.sum())
        rows = [self.word(torch.from_numpy(kinds[~by_groups]))]
        if by_groups.any():
            rows.append(self.bag(*self.bags.of(kinds[by_groups])))
        return torch.cat(rows)[torch.from_numpy(order)][torch.from_numpy(place.reshape(words.shape))]

    def contexts(self, vectors: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """What comes before each word, and what comes after it."""
        size = vectors.shape[1]
        back = (lengths[:, None] - 1 - torch.arange(size)[None]).clamp(min=0)[..., None]
        before, _ = self.lower["before"](vectors)
        after, _ = self.lower["after"](vectors.gather(1, back.expand_as(vectors)))
        return before, after.gather(1, back.expand_as(after))

    def dense(self) -> list[nn.Parameter]:
        """The weights of the LSTMs."""
        return list(self.lower.parameters())

    def sparse(self) -> list[nn.Parameter]:
        """The rows of words and groups."""
        return [self.word.weight, self.bag.weight]
