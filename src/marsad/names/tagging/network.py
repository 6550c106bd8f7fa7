"""The trained network: vectors of words and of their letter groups, and the scores of the tags of each word."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from marsad.errors import ModelError
from marsad.names.tagging.clues import LISTS, Clue
from marsad.names.tagging.decoding import TAGS, Chain, Floats, Numbers, Tagged

#: The lengths of the letter groups of a word.
GROUPS = (3, 4, 5)
#: Words of a batch, padding included: more of them make a step dearer than it saves.
_BATCH = 1024
#: A batch of so many sentences is closed before one that is shorter than this share of its longest.
_FEW, _ALIKE = 3, 0.75
_FILES = ("network.onnx", "words.npy", "groups.npy", "scales.npz", "vocabulary.txt", "chain.json")
_UNKNOWN_KEPT = 50_000


def groups(word: str, buckets: int) -> list[int]:
    """The rows of the letter groups of ``word``, by the CRC-32 of each (after Bojanowski et al. 2017, fastText)."""
    marked = f"<{word}>"
    cut = [marked[i : i + n] for n in GROUPS for i in range(len(marked) - n + 1)] or [marked]
    return [zlib.crc32(piece.encode()) % buckets for piece in cut]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the network is told of the words of all sentences; behind the last word stands one of padding.

    ``vectors`` are of the different words, ``words`` their numbers.
    """

    vectors: Floats
    words: Numbers
    rules: Numbers
    lists: Floats


@dataclass(slots=True)
class Network:
    """A network as it lies in a folder. ``tag`` may be called from several threads."""

    vocabulary: dict[str, int]
    words: npt.NDArray[np.int8]
    groups: npt.NDArray[np.int8]
    word_scales: Floats
    group_scales: Floats
    chain: Chain
    session: onnxruntime.InferenceSession
    _unknown: dict[str, Floats] = field(default_factory=dict)

    def tag(self, sentences: Sequence[Sequence[Clue]]) -> list[Tagged]:
        """The tags of each sentence, in the same order."""
        lengths = np.array([len(s) for s in sentences], np.int64)
        if not lengths.any():
            return [Tagged([], []) for _ in sentences]
        told = self._told(sentences)
        starts = np.cumsum(lengths) - lengths
        scores = np.zeros((int(lengths.max()), len(sentences), len(TAGS)), np.float32)
        for batch in _batches(lengths.tolist()):
            found = self._scores(told, starts[batch], lengths[batch])
            scores[: len(found), batch] = found
        return self.chain.decode(scores, lengths)

    def frequency_rank(self, word: str) -> int:
        """How many words were commoner in the text that the network learned from; the size of its list if unknown."""
        return self.vocabulary.get(word, len(self.vocabulary))

    def _told(self, sentences: Sequence[Sequence[Clue]]) -> _Told:
        clues = [clue for sentence in sentences for clue in sentence]
        numbers: dict[str, int] = {}
        words = [numbers.setdefault(clue.word, len(numbers)) for clue in clues]
        lists = np.array([*(clue.lists for clue in clues), 0], np.uint8)
        return _Told(
            np.concatenate([self._vectors(list(numbers)), np.zeros((1, self.words.shape[1]), np.float32)]),
            np.array([*words, len(numbers)], np.int64),
            np.array([*(clue.rule for clue in clues), 0], np.int64),
            np.unpackbits(lists[:, None], axis=1, count=LISTS, bitorder="little").astype(np.float32),
        )

    def _scores(self, told: _Told, starts: Numbers, lengths: Numbers) -> Floats:
        steps = np.arange(int(lengths.max()))[:, None]
        at = np.where(steps < lengths, starts + steps, len(told.words) - 1)
        given = {
            "vectors": told.vectors[told.words[at]],
            "rule": told.rules[at],
            "lists": told.lists[at],
            "lengths": lengths.astype(np.int32),
        }
        scores: Floats = self.session.run(["scores"], given)[0]
        return scores

    def _vectors(self, words: list[str]) -> Floats:
        ids = np.array([self.vocabulary.get(w, -1) for w in words], np.int64)
        known = np.maximum(ids, 0)
        vectors: Floats = self.words[known].astype(np.float32) * self.word_scales[known, None]
        for k in np.nonzero(ids < 0)[0]:
            vectors[k] = self._unknown_vector(words[k])
        return vectors

    def _unknown_vector(self, word: str) -> Floats:
        vector = self._unknown.get(word)
        if vector is None:
            rows = groups(word, len(self.groups))
            scaled = self.groups[rows].astype(np.float32) * self.group_scales[rows, None]
            if len(self._unknown) > _UNKNOWN_KEPT:
                self._unknown.clear()
            vector = self._unknown[word] = scaled.mean(0)
        return vector


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Sentences of like length together, so that little is padded; empty ones are left out."""
    batch: list[int] = []
    for k in sorted((k for k, n in enumerate(lengths) if n), key=lambda k: -lengths[k]):
        longest = lengths[batch[0]] if batch else 0
        if batch and ((len(batch) + 1) * longest > _BATCH or (len(batch) >= _FEW and lengths[k] < _ALIKE * longest)):
            yield batch
            batch = []
        batch.append(k)
    if batch:
        yield batch


def load(folder: Path) -> Network:
    """The network in ``folder``. Raises ModelError when a file is missing or is not what it should be."""
    if missing := [name for name in _FILES if not (folder / name).is_file()]:
        raise ModelError(f"{folder} holds no network for names: {', '.join(missing)} missing; see marsad train names")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(folder / "network.onnx"), options, providers=["CPUExecutionProvider"]
        )
        scales = np.load(folder / "scales.npz")
        weights = json.loads((folder / "chain.json").read_text("utf-8"))
        return Network(
            vocabulary={w: k for k, w in enumerate((folder / "vocabulary.txt").read_text("utf-8").splitlines())},
            words=np.load(folder / "words.npy", mmap_mode="r"),
            groups=np.load(folder / "groups.npy", mmap_mode="r"),
            word_scales=scales["words"],
            group_scales=scales["groups"],
            chain=Chain.of(np.array(weights["first"], np.float32), np.array(weights["step"], np.float32)),
            session=session,
        )
    except (OSError, ValueError, KeyError, RuntimeError) as cause:
        raise ModelError(f"the network for names in {folder} cannot be read: {cause}") from cause


@cache
def shipped() -> Network:
    """The network that ships with Marsad; see ``data/network/CARD.md``."""
    return load(Path(str(resources.files("marsad.data") / "network")))
