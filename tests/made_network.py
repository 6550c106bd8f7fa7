"""A small network for tests, with weights by chance or set so that one word is a name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from marsad.names.tagging.clues import LISTS, RULES
from marsad.names.tagging.decoding import TAGS
from marsad.training import export

WIDTH, LOWER, UPPER = 8, 4, 4
Weights = dict[str, npt.NDArray[np.float32]]


def weights(vocabulary: list[str], seed: int = 0) -> Weights:
    """Weights by chance, in the shapes of a tagger."""
    chance = np.random.default_rng(seed)

    def some(*shape: int) -> npt.NDArray[np.float32]:
        return (chance.standard_normal(shape) * 0.3).astype(np.float32)

    found = {
        "word.weight": some(len(vocabulary), WIDTH), "bag.weight": some(50, WIDTH), "norm.weight": some(2 * LOWER),
        "norm.bias": some(2 * LOWER), "rule.weight": some(RULES, 3), "lists.weight": some(2, LISTS),
        "lists.bias": some(2), "scores.weight": some(len(TAGS), 2 * UPPER), "scores.bias": some(len(TAGS)),
        "first": some(len(TAGS)), "step": some(len(TAGS), len(TAGS)),
    }  # fmt: skip
    for name, given, hidden in (("lower", WIDTH, LOWER), ("upper", 2 * LOWER + WIDTH + 5, UPPER)):
        for way in ("before", "after"):
            found[f"{name}.{way}.weight_ih_l0"] = some(4 * hidden, given)
            found[f"{name}.{way}.weight_hh_l0"] = some(4 * hidden, hidden)
            found[f"{name}.{way}.bias_ih_l0"] = some(4 * hidden)
            found[f"{name}.{way}.bias_hh_l0"] = some(4 * hidden)
    return found


def write(folder: Path, vocabulary: list[str], seed: int = 0) -> Weights:
    """Writes a network by chance to ``folder``; gives its weights before they were made 8-bit numbers."""
    made = weights(vocabulary, seed)
    export.write(made, vocabulary, folder)
    return made
