"""A trained tagger as the files that ship: an ONNX network of 8-bit weights, 8-bit vectors, the vocabulary."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from marsad.names.tagging.clues import LISTS

Floats = npt.NDArray[np.float32]
_OPSET = 17


def write(weights: Mapping[str, Floats], vocabulary: Sequence[str], folder: Path) -> None:
    """Writes the files of ``marsad.names.tagging.network.load`` for the weights of a ``Tagger`` (by its names)."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        plain = Path(made) / "plain.onnx"
        onnx.save(graph(weights), plain)
        quantize_dynamic(plain, folder / "network.onnx", weight_type=QuantType.QInt8, per_channel=False)
    words, word_scales = eight_bits(weights["word.weight"])
    groups, group_scales = eight_bits(weights["bag.weight"])
    np.save(folder / "words.npy", words)
    np.save(folder / "groups.npy", groups)
    np.savez_compressed(folder / "scales.npz", words=word_scales, groups=group_scales)
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", "utf-8")
    chain = {"first": weights["first"].tolist(), "step": weights["step"].tolist()}
    (folder / "chain.json").write_text(json.dumps(chain), "utf-8")


def eight_bits(rows: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Rows of 8-bit numbers, and the number by which each row is multiplied."""
    scales = (np.abs(rows).max(1) / 127 + 1e-12).astype(np.float32)
    return np.round(rows / scales[:, None]).astype(np.int8), scales


def graph(weights: Mapping[str, Floats]) -> onnx.ModelProto:
    """The network as ONNX: two LSTMs in both directions over vectors and clues, and the scores of the tags."""
    width = weights["word.weight"].shape[1]
    tags = weights["scores.bias"].shape[0]
    lower = _lstm(weights, "lower")
    upper = _lstm(weights, "upper")
    constants = {
        **{f"lower_{k}": v for k, v in lower.items()},
        **{f"upper_{k}": v for k, v in upper.items()},
        "norm_weight": weights["norm.weight"],
        "norm_bias": weights["norm.bias"],
        "rule_rows": weights["rule.weight"],
        "lists_weight": weights["lists.weight"].T.copy(),
        "lists_bias": weights["lists.bias"],
        "scores_weight": weights["scores.weight"].T.copy(),
        "scores_bias": weights["scores.bias"],
        "lower_shape": np.array([0, 0, 2 * lower["R"].shape[2]], np.int64),
        "upper_shape": np.array([0, 0, 2 * upper["R"].shape[2]], np.int64),
    }
    nodes = [
        *_lstm_nodes("vectors", "lower", lower["R"].shape[2]),
        helper.make_node("LayerNormalization", ["lower_out", "norm_weight", "norm_bias"], ["context"], axis=-1),
        helper.make_node("Gather", ["rule_rows", "rule"], ["rule_vectors"]),
        helper.make_node("MatMul", ["lists", "lists_weight"], ["lists_raw"]),
        helper.make_node("Add", ["lists_raw", "lists_bias"], ["list_vectors"]),
        helper.make_node("Concat", ["context", "vectors", "rule_vectors", "list_vectors"], ["clues"], axis=2),
        *_lstm_nodes("clues", "upper", upper["R"].shape[2]),
        helper.make_node("MatMul", ["upper_out", "scores_weight"], ["scores_raw"]),
        helper.make_node("Add", ["scores_raw", "scores_bias"], ["scores"]),
    ]
    inputs = [
        helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["size", "rows", width]),
        helper.make_tensor_value_info("rule", TensorProto.INT64, ["size", "rows"]),
        helper.make_tensor_value_info("lists", TensorProto.FLOAT, ["size", "rows", LISTS]),
        helper.make_tensor_value_info("lengths", TensorProto.INT32, ["rows"]),
    ]
    outputs = [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["size", "rows", tags])]
    kept = [numpy_helper.from_array(np.ascontiguousarray(v), k) for k, v in constants.items()]
    made = helper.make_graph(nodes, "marsad_names", inputs, outputs, kept)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def _lstm_nodes(given: str, name: str, hidden: int) -> list[onnx.NodeProto]:
    weights = [f"{name}_{k}" for k in "WRB"]
    return [
        helper.make_node(
            "LSTM", [given, *weights, "lengths"], [f"{name}_raw"], hidden_size=hidden, direction="bidirectional"
        ),
        helper.make_node("Transpose", [f"{name}_raw"], [f"{name}_turned"], perm=[0, 2, 1, 3]),
        helper.make_node("Reshape", [f"{name}_turned", f"{name}_shape"], [f"{name}_out"]),
    ]


def _lstm(weights: Mapping[str, Floats], name: str) -> dict[str, Floats]:
    """Both directions of an LSTM, its gates in the order of ONNX (input, output, forget, cell)."""
    ways = [f"{name}.{way}" for way in ("before", "after")]

    def gates(rows: Floats) -> Floats:
        into, forget, cell, out = np.split(rows, 4)
        return np.concatenate([into, out, forget, cell])

    return {
        "W": np.stack([gates(weights[f"{way}.weight_ih_l0"]) for way in ways]),
        "R": np.stack([gates(weights[f"{way}.weight_hh_l0"]) for way in ways]),
        "B": np.stack([
            np.concatenate([gates(weights[f"{way}.bias_ih_l0"]), gates(weights[f"{way}.bias_hh_l0"])]) for way in ways
        ]),
    }  # fmt: skip
