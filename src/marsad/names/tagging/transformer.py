"""Tagging by a transformer in a local folder: token classification as Hugging Face saves it, in ONNX or PyTorch.

Nothing is fetched. ONNX (``model.onnx``, or in a folder ``onnx``) needs ``tokenizers``, PyTorch needs ``transformers``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from marsad.errors import ModelError

_INSTALL = 'pip install "marsad[transformer]"'
_ONNX = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
_PYTORCH = ("model.safetensors", "pytorch_model.bin")
#: Words of a piece of a sentence, so that its subwords fit into the positions of the model.
_WORDS = 80
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Transformer:
    """A token classifier: the label of a word is that of its first subword."""

    tokenizer: Any
    labels: Mapping[int, str]
    positions: int
    scores: Callable[[Ids, Ids], npt.NDArray[np.float32]]

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """The tags of each sentence."""
        return [[tag for piece in _pieces(words) for tag in self._tags(piece)] for words in sentences]

    def _tags(self, words: Sequence[str]) -> list[str]:
        encoded = self.tokenizer.encode(list(words), is_pretokenized=True)
        ids, of_word = encoded.ids[: self.positions], encoded.word_ids[: self.positions]
        given = np.array([ids], np.int64)
        best = self.scores(given, np.ones_like(given))[0].argmax(-1)
        first: dict[int, int] = {}
        for at, word in enumerate(of_word):
            if word is not None:
                first.setdefault(word, at)
        return [self.labels[int(best[first[k]])] if k in first else "O" for k in range(len(words))]


def load(folder: Path) -> Transformer:
    """The classifier in ``folder``. Raises ModelError that says which file or package is missing."""
    if not folder.is_dir():
        raise ModelError(f"{folder} is no folder; give the folder of a token classifier with --model")
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        labels = {int(k): str(v) for k, v in config["id2label"].items()}
    except (OSError, ValueError, KeyError, AttributeError) as cause:
        raise ModelError(f"{folder / 'config.json'} does not tell the labels (id2label): {cause}") from cause
    positions = int(config.get("max_position_embeddings", 512))
    return Transformer(_tokenizer(folder), labels, positions, _scorer(folder))


def _scorer(folder: Path) -> Callable[[Ids, Ids], npt.NDArray[np.float32]]:
    for name in _ONNX:
        if (folder / name).is_file():
            return _onnx(folder / name)
    if any((folder / name).is_file() for name in _PYTORCH):
        return _pytorch(folder)
    raise ModelError(f"{folder} holds no model: none of {', '.join((*_ONNX, *_PYTORCH))} is there")


def _onnx(path: Path) -> Callable[[Ids, Ids], npt.NDArray[np.float32]]:
    try:
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    except Exception as cause:  # onnxruntime raises many kinds, none of them with a common base
        raise ModelError(f"{path} is no ONNX model that can be run: {cause}") from cause
    names = [i.name for i in session.get_inputs()]

    def scores(ids: Ids, mask: Ids) -> npt.NDArray[np.float32]:
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        found: npt.NDArray[np.float32] = session.run(None, {name: given[name] for name in names})[0]
        return found

    return scores


def _pytorch(folder: Path) -> Callable[[Ids, Ids], npt.NDArray[np.float32]]:
    try:
        import torch
        from transformers import AutoModelForTokenClassification
    except ImportError as cause:
        raise ModelError(f"{folder} is a PyTorch model, which needs torch and transformers: {_INSTALL}") from cause
    try:
        model = AutoModelForTokenClassification.from_pretrained(str(folder), local_files_only=True).eval()
    except (OSError, ValueError, RuntimeError) as cause:
        raise ModelError(f"{folder} cannot be loaded by transformers: {cause}") from cause

    def scores(ids: Ids, mask: Ids) -> npt.NDArray[np.float32]:
        with torch.no_grad():
            found = model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)).logits
        array: npt.NDArray[np.float32] = found.numpy()
        return array

    return scores


def _tokenizer(folder: Path) -> Any:
    try:
        from tokenizers import BertWordPieceTokenizer, Tokenizer
    except ImportError as cause:
        raise ModelError(f"a transformer needs the package tokenizers: {_INSTALL}") from cause
    if (folder / "tokenizer.json").is_file():
        return Tokenizer.from_file(str(folder / "tokenizer.json"))
    if (folder / "vocab.txt").is_file():
        lower = _setting(folder / "tokenizer_config.json", "do_lower_case", False)
        return BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=lower)
    raise ModelError(f"{folder} holds no tokenizer: neither tokenizer.json nor vocab.txt is there")


def _setting(path: Path, key: str, default: bool) -> bool:
    try:
        return bool(json.loads(path.read_text("utf-8")).get(key, default))
    except (OSError, ValueError):
        return default


def _pieces(words: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(words), _WORDS):
        yield words[start : start + _WORDS]
