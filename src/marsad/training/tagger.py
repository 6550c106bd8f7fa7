"""The tagger: the encoder, the clues of the rules, one more LSTM in both directions, and a linear-chain CRF."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from marsad.names.tagging.clues import LISTS, RULES
from marsad.names.tagging.decoding import TAGS, Chain
from marsad.training.encoder import HIDDEN, Encoder
from marsad.training.vectors import WIDTH

_RULE_WIDTH, _LISTS_WIDTH = 24, 16
#: Shares of what training hides: words, values of vectors, all clues of the rules of a sentence, rows of words.
_NO_WORD, _NO_VALUE, _NO_RULES, _NO_ROW = 0.04, 0.15, 0.12, 0.05
_TOKENS = 1200
_RATES = (2e-3, 5e-4, 1e-4)
#: The share of the steps in which the rates rise.
_WARM = 0.05


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence as numbers: its words (see ``Encoder``), the two clues of each word, and its tags."""

    words: npt.NDArray[np.int64]
    rule: npt.NDArray[np.int64]
    lists: npt.NDArray[np.int64]
    tags: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.words)


@dataclass(frozen=True, slots=True)
class _Batch:
    words: npt.NDArray[np.int64]
    rule: Tensor
    lists: Tensor
    tags: Tensor
    lengths: Tensor

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> _Batch:
        lengths = np.array([len(s) for s in samples], np.int64)
        padded = np.zeros((4, len(samples), lengths.max()), np.int64)
        for row, s in enumerate(samples):
            padded[:, row, : len(s)] = s.words, s.rule, s.lists, s.tags
        rule, lists, tags = (torch.from_numpy(p) for p in padded[1:])
        return cls(padded[0], rule, lists, tags, torch.from_numpy(lengths))


class Tagger(nn.Module):
    """See the module. ``upper`` is the width of the upper LSTM in each direction."""

    def __init__(self, encoder: Encoder, upper: int, dropped: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.rule = nn.Embedding(RULES, _RULE_WIDTH)
        self.lists = nn.Linear(LISTS, _LISTS_WIDTH)
        self.norm = nn.LayerNorm(2 * HIDDEN)
        self.upper = nn.LSTM(
            2 * HIDDEN + WIDTH + _RULE_WIDTH + _LISTS_WIDTH, upper, batch_first=True, bidirectional=True
        )
        self.scores = nn.Linear(2 * upper, len(TAGS))
        self.first = nn.Parameter(torch.zeros(len(TAGS)))
        self.step = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.dropout = nn.Dropout(dropped)

    def forward(self, batch: _Batch) -> Tensor:
        """The scores of each tag of each word."""
        inside = torch.arange(batch.words.shape[1])[None] < batch.lengths[:, None]
        vectors = self.encoder.vectors(batch.words, _NO_ROW if self.training else 0.0) * inside[..., None]
        rule = batch.rule
        if self.training:
            vectors = vectors * (torch.rand(vectors.shape[:2]) > _NO_WORD)[..., None]
            vectors = nn.functional.dropout(vectors, _NO_VALUE)
            rule = rule * (torch.rand(len(rule), 1) > _NO_RULES)
        context = self.norm(torch.cat(self.encoder.contexts(vectors, batch.lengths), -1))
        bits = ((batch.lists[..., None] >> torch.arange(LISTS)) & 1).float()
        told = self.dropout(torch.cat([context, vectors, self.rule(rule), self.lists(bits)], -1))
        packed = nn.utils.rnn.pack_padded_sequence(told, batch.lengths, batch_first=True, enforce_sorted=False)
        upper, _ = nn.utils.rnn.pad_packed_sequence(self.upper(packed)[0], batch_first=True)
        scores: Tensor = self.scores(self.dropout(upper))
        return scores

    def loss(self, batch: _Batch) -> Tensor:
        """The mean negative log likelihood of the right tags of a sentence."""
        scores, tags, rows = self(batch), batch.tags, torch.arange(len(batch.tags))
        right = self.first[tags[:, 0]] + scores[rows, 0, tags[:, 0]]
        every = self.first + scores[:, 0]
        for t in range(1, scores.shape[1]):
            inside = batch.lengths > t
            further = self.step[tags[:, t - 1], tags[:, t]] + scores[rows, t, tags[:, t]]
            right = right + torch.where(inside, further, torch.zeros_like(further))
            onward = torch.logsumexp(every[:, :, None] + self.step[None], 1) + scores[:, t]
            every = torch.where(inside[:, None], onward, every)
        return (torch.logsumexp(every, 1) - right).mean()

    def weights(self) -> dict[str, npt.NDArray[np.float32]]:
        """The weights under the names that ``export.write`` expects."""
        found = {name.removeprefix("encoder."): v.detach().numpy() for name, v in self.state_dict().items()}
        for way, ending in (("before", ""), ("after", "_reverse")):
            for kind in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"):
                found[f"upper.{way}.{kind}"] = found.pop(f"upper.{kind}{ending}")
        return found


def train(
    tagger: Tagger, draw: Callable[[], Sequence[Sample]], rounds: int, seed: int, say: Callable[[str], None]
) -> Tagger:
    """Trains ``tagger`` on the samples that ``draw`` gives for each round; keeps the running mean of its weights."""
    torch.manual_seed(seed)
    random.seed(seed)
    np.random.seed(seed)
    encoder = tagger.encoder
    lower = {id(p) for p in (*encoder.dense(), *encoder.sparse())}
    upper = [p for p in tagger.parameters() if id(p) not in lower]
    optimisers = (
        torch.optim.AdamW(upper, weight_decay=1e-4),
        torch.optim.AdamW(encoder.dense(), weight_decay=1e-4),
        torch.optim.SparseAdam(encoder.sparse()),
    )
    mean = {name: v.clone() for name, v in tagger.state_dict().items() if not _is_row(name)}
    step = steps = 0
    tagger.train()
    for number in range(rounds):
        batches = list(_batches(draw()))
        steps = steps or len(batches) * rounds
        total = 0.0
        for batch in batches:
            for optimiser, rate in zip(optimisers, _RATES, strict=True):
                warm = max(0.01, min(1.0, step / (_WARM * steps)))
                optimiser.param_groups[0]["lr"] = rate * warm * max(0.03, 1 - step / steps)
                optimiser.zero_grad(set_to_none=True)
            loss = tagger.loss(batch)
            loss.backward()
            nn.utils.clip_grad_norm_([*upper, *encoder.dense()], 3.0)
            for optimiser in optimisers:
                optimiser.step()
            step += 1
            total += loss.item()
            _follow(mean, tagger, min(0.99, step / (step + 50)))
        say(f"tagging (seed {seed}): round {number + 1} of {rounds}, loss {total / len(batches):.3f}")
    tagger.load_state_dict({**tagger.state_dict(), **mean})
    return tagger.eval()


def _is_row(name: str) -> bool:
    return name.startswith(("encoder.word", "encoder.bag"))


@torch.no_grad()
def _follow(mean: dict[str, Tensor], tagger: Tagger, share: float) -> None:
    for name, value in tagger.state_dict().items():
        if name in mean:
            mean[name].mul_(share).add_(value, alpha=1 - share)


def _batches(samples: Sequence[Sample]) -> Iterator[_Batch]:
    """Batches of sentences of like length, in random order."""
    made: list[list[Sample]] = [[]]
    for sample in sorted(samples, key=lambda s: len(s) + random.random() * 6):
        if len(made[-1]) * len(sample) >= _TOKENS:
            made.append([])
        made[-1].append(sample)
    random.shuffle(made)
    yield from (_Batch.of(batch) for batch in made if batch)


@torch.no_grad()
def tags(taggers: Sequence[Tagger], samples: Sequence[Sample]) -> list[list[int]]:
    """The tags that several taggers find together, for each sample."""
    found: list[list[int]] = [[]] * len(samples)
    chain = Chain.of(_mean([t.first for t in taggers]), _mean([t.step for t in taggers]))
    order = sorted(range(len(samples)), key=lambda k: len(samples[k]))
    for at in range(0, len(order), 64):
        chosen = order[at : at + 64]
        batch = _Batch.of([samples[k] for k in chosen])
        scores = _mean([t(batch) for t in taggers]).transpose(1, 0, 2)
        for k, tagged in zip(chosen, chain.decode(scores, batch.lengths.numpy()), strict=True):
            found[k] = tagged.tags
    return found


def _mean(values: Sequence[Tensor]) -> npt.NDArray[np.float32]:
    mean: npt.NDArray[np.float32] = torch.stack([v.detach() for v in values]).mean(0).numpy()
    return mean
