"""Training the network for names: a small run from files to a network that tags, and one that was stopped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import main

torch = pytest.importorskip("torch", reason='training was not installed: pip install "marsad[train]"')
pytest.importorskip("floret", reason='training was not installed: pip install "marsad[train]"')

FIRST = ("زهدر", "قلفان", "مرهاس", "جبرنوط", "سندفار")
LAST = ("القهرموطي", "الزعفراوي", "البندهاني", "الخلقدوري")
SAID = ("قال", "وأضاف", "وأكد", "وأعلن")
REST = ("إن السوق هادئة هذا اليوم .", "أن الطريق مفتوح منذ الصباح .", "أن الموسم بدأ مبكرا هذا العام .")


def files(folder: Path) -> tuple[Path, Path]:
    sentences = [
        (said, first, last, *rest.split()) for said in SAID for first in FIRST for last in LAST for rest in REST
    ]
    rows = [
        "\n".join(f"{w}\t{'B-PER' if k == 1 else 'I-PER' if k == 2 else 'O'}" for k, w in enumerate(s))
        for s in sentences
    ]
    tagged, texts = folder / "tagged.conll", folder / "news.jsonl"
    tagged.write_text("\n\n".join(rows * 6) + "\n", "utf-8")
    texts.write_text("".join(json.dumps({"text": " ".join(s)}) + "\n" for s in sentences), "utf-8")
    return tagged, texts


def train(folder: Path, tagged: Path, texts: Path) -> str:
    given = [
        "--tagged",
        str(tagged),
        "--text",
        str(texts),
        "--out",
        str(folder / "out"),
        "--work",
        str(folder / "work"),
    ]
    result = CliRunner().invoke(main, ["train", "names", *given, "--pretraining", "2", "--silver", "500"])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_network_is_trained_kept_and_tags(tmp_path: Path) -> None:
    tagged, texts = files(tmp_path)
    assert "the network is in" in train(tmp_path, tagged, texts)
    again = train(tmp_path, tagged, texts)
    assert "learning vectors" not in again
    assert "pretraining" not in again
    words = tmp_path / "words.conll"
    words.write_text("قال\nقلفان\nالبندهاني\nإن\nالسوق\nهادئة\n.\n", "utf-8")
    result = CliRunner().invoke(main, ["names", "--conll", str(words), "--model", str(tmp_path / "out")])
    assert [line.split("\t")[1] for line in result.stdout.splitlines()] == ["O", "B-PER", "I-PER", "O", "O", "O", "O"]


def test_a_wrong_tag_is_told_with_its_file(tmp_path: Path) -> None:
    tagged, texts = files(tmp_path)
    tagged.write_text("قال\tO\nزهدر\tB-PERSON\n", "utf-8")
    given = ["--tagged", str(tagged), "--text", str(texts), "--out", str(tmp_path / "o"), "--work", str(tmp_path / "w")]
    result = CliRunner().invoke(main, ["train", "names", *given, "--pretraining", "1"])
    assert result.exit_code == 1
    assert "tagged.conll" in result.output
    assert "B-PERSON" in result.output


def test_a_transformer_in_pytorch_tags_words(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers", reason="transformers was not installed")
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "دم", "##شق", "زار"]
    (tmp_path / "vocab.txt").write_text("\n".join(pieces), "utf-8")
    config = transformers.BertConfig(
        vocab_size=len(pieces), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        id2label={0: "O", 1: "B-LOC"}, label2id={"O": 0, "B-LOC": 1}, max_position_embeddings=32,
    )  # fmt: skip
    transformers.BertForTokenClassification(config).save_pretrained(tmp_path)
    words = tmp_path / "words.conll"
    words.write_text("زار\nدمشق\n" * 60, "utf-8")
    result = CliRunner().invoke(main, ["names", "--conll", str(words), "--model", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert {line.split("\t")[1] for line in result.stdout.splitlines()} <= {"O", "B-LOC"}
    assert len(result.stdout.splitlines()) == 120
