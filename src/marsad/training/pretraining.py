"""Pretraining: the encoder learns to tell the next word from those before it, and the one before from those after.

Two language models over a sampled vocabulary (Peters et al. 2018; Jean et al. 2015), for a given time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from marsad.training.encoder import HIDDEN, Encoder
from marsad.training.vectors import WIDTH, Bags, Vectors

_SAMPLED = 1024
_TOKENS = 6000
_DROPPED, _HIDDEN_WORDS = 0.1, 0.08
_RATES = (2e-3, 5e-4)
_WARM = 200
Numbers = npt.NDArray[np.int64]


class _Models(nn.Module):
    def __init__(self, encoder: Encoder, vectors: Vectors) -> None:
        super().__init__()
        self.encoder = encoder
        self.ahead = nn.ModuleList([nn.Linear(HIDDEN, WIDTH) for _ in range(2)])
        self.out = nn.Embedding(encoder.known, WIDTH, sparse=True)
        self.out.weight.data.copy_(torch.from_numpy(vectors.rows[: encoder.known]) * 0.5)
        often = vectors.counts[: encoder.known].astype(float)
        self.bias = nn.Parameter(torch.log(torch.from_numpy(often / often.sum())).float())
        share = often**0.75 / (often**0.75).sum()
        self.cumulated = np.cumsum(share)
        self.log_share = torch.log(torch.from_numpy(share * _SAMPLED)).float()

    def loss(self, words: Numbers, lengths: Numbers) -> Tensor:
        """The loss of a padded batch (padding: -1)."""
        targets = torch.from_numpy(words)
        vectors = self.encoder.vectors(np.maximum(words, 0), _HIDDEN_WORDS) * (targets >= 0)[..., None]
        before, after = self.encoder.contexts(nn.functional.dropout(vectors, _DROPPED), torch.from_numpy(lengths))
        ahead = self._loss(self.ahead[0](nn.functional.dropout(before[:, :-1], _DROPPED)), targets[:, 1:])
        behind = self._loss(self.ahead[1](nn.functional.dropout(after[:, 1:], _DROPPED)), targets[:, :-1])
        return (ahead + behind) / 2

    def _loss(self, told: Tensor, targets: Tensor) -> Tensor:
        """Sampled softmax, corrected for how often each word is sampled."""
        counted = (targets >= 0) & (targets < self.encoder.known)
        told, targets = told[counted], targets[counted]
        drawn = np.searchsorted(self.cumulated, np.random.random(_SAMPLED)).clip(0, self.encoder.known - 1)
        sampled = torch.from_numpy(np.unique(drawn))
        right = (told * self.out(targets)).sum(1) + self.bias[targets] - self.log_share[targets]
        wrong = told @ self.out(sampled).T + (self.bias[sampled] - self.log_share[sampled])
        wrong = wrong.masked_fill(targets[:, None] == sampled[None], -1e9)
        return (torch.logsumexp(torch.cat([right[:, None], wrong], 1), 1) - right).mean()


def pretrain(corpus: Path, vectors: Vectors, bags: Bags, seconds: float, say: Callable[[str], None]) -> Encoder:
    """An encoder that read ``corpus`` (as ``corpus.write`` writes it) for ``seconds``, over and over if they last."""
    torch.manual_seed(0)
    np.random.seed(0)
    encoder = Encoder(vectors, bags)
    models = _Models(encoder, vectors)
    sparse = [*encoder.sparse(), models.out.weight]
    kept = {id(p) for p in sparse}
    dense = [p for p in models.parameters() if id(p) not in kept]
    optimisers = (torch.optim.Adam(dense), torch.optim.SparseAdam(sparse))
    numbers, starts = _numbered(corpus, vectors)
    batches = _batches(np.diff(starts))
    began, step, mean = time.monotonic(), 0, 0.0
    while (spent := (time.monotonic() - began) / seconds) < 1:
        for optimiser, rate in zip(optimisers, _RATES, strict=True):
            optimiser.param_groups[0]["lr"] = rate * max(0.02, min(1.0, step / _WARM) * (1 - spent))
            optimiser.zero_grad(set_to_none=True)
        loss = models.loss(*_padded(batches[step % len(batches)], numbers, starts))
        loss.backward()
        nn.utils.clip_grad_norm_(dense, 1.0)
        for optimiser in optimisers:
            optimiser.step()
        step += 1
        mean = loss.item() if step == 1 else 0.98 * mean + 0.02 * loss.item()
        if step % 500 == 0:
            say(f"pretraining: {step / len(batches):.2f} times through, loss {mean:.3f}, {spent:.0%} of the time")
    return encoder


def _numbered(corpus: Path, vectors: Vectors) -> tuple[Numbers, Numbers]:
    number = {word: k for k, word in enumerate(vectors.words)}
    rarest = len(number) - 1
    found, starts = [], [0]
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            found.append(np.array([number.get(word, rarest) for word in line.split()], np.int64))
            starts.append(starts[-1] + len(found[-1]))
    return np.concatenate(found), np.array(starts, np.int64)


def _batches(lengths: Numbers) -> list[Numbers]:
    order = np.lexsort((np.random.random(len(lengths)), lengths))
    batches, first = [], 0
    for k, sentence in enumerate(order):
        if lengths[sentence] * (k + 1 - first) >= _TOKENS:
            batches.append(order[first : k + 1])
            first = k + 1
    if first < len(order):
        batches.append(order[first:])
    return [batches[k] for k in np.random.permutation(len(batches))]


def _padded(batch: Numbers, numbers: Numbers, starts: Numbers) -> tuple[Numbers, Numbers]:
    lengths = starts[batch + 1] - starts[batch]
    words = np.full((len(batch), lengths.max()), -1, np.int64)
    for row, (k, n) in enumerate(zip(batch, lengths, strict=True)):
        words[row, :n] = numbers[starts[k] : starts[k] + n]
    return words, lengths
