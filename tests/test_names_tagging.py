"""The trained network for names: what it is told, its best tags, the files it lies in, and files of tagged words."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from made_network import write
from marsad import catalogue
from marsad.cli import main
from marsad.errors import ModelError
from marsad.names import NameTools
from marsad.names.tagging import conll, decoding, network
from marsad.names.tagging.clues import Clue, Lists, rule_clues, spelling
from marsad.names.tagging.decoding import TAGS, Chain
from marsad.names.tagging.stories import Tagger
from marsad.pipeline import Tools, read_text

WORDS = ["وصل", "الوزير", "امس", "الي", "المدينه", "قرب", "."]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("network")
    write(made, WORDS)
    return made


def chain(seed: int) -> Chain:
    chance = np.random.default_rng(seed)
    size = len(TAGS)
    return Chain.of(
        chance.standard_normal(size).astype(np.float32), chance.standard_normal((size, size)).astype(np.float32)
    )


@given(st.integers(0, 10_000), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_the_tags_are_the_best_of_all_sequences_and_their_scores_are_probabilities(seed: int, length: int) -> None:
    found = chain(seed)
    scores = (np.random.default_rng(seed + 1).standard_normal((length + 1, 1, len(TAGS))) * 2).astype(np.float32)

    def worth(tags: tuple[int, ...]) -> float:
        steps = sum(found.step[a, b] for a, b in itertools.pairwise(tags))
        return float(found.first[tags[0]] + steps + sum(scores[t, 0, tag] for t, tag in enumerate(tags)))

    every = {tags: worth(tags) for tags in itertools.product(range(len(TAGS)), repeat=length)}
    tagged = found.decode(scores, np.array([length]))[0]
    assert every[tuple(tagged.tags)] == pytest.approx(max(every.values()), abs=1e-3)
    total = np.logaddexp.reduce(list(every.values()))
    for t, (tag, score) in enumerate(zip(tagged.tags, tagged.scores, strict=True)):
        share = np.logaddexp.reduce([w for tags, w in every.items() if tags[t] == tag]) - total
        assert score == pytest.approx(float(np.exp(share)), abs=2e-3)


@given(st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_no_name_begins_in_its_middle(seed: int) -> None:
    scores = np.random.default_rng(seed).standard_normal((12, 3, len(TAGS))).astype(np.float32) * 3
    for tagged in chain(seed).decode(scores, np.array([12, 7, 1])):
        for before, tag in itertools.pairwise(["O", *(TAGS[t] for t in tagged.tags)]):
            assert not tag.startswith("I-") or before[2:] == tag[2:]


def test_names_of_tags() -> None:
    tags = [TAGS.index(t) for t in ("B-PER", "I-PER", "B-PER", "O", "B-LOC")]
    assert decoding.names(tags) == [(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC")]


@given(st.text(min_size=1))
def test_a_spelling_is_its_own_spelling(token: str) -> None:
    assert spelling(spelling(token)) == spelling(token)


def test_the_network_knows_words_in_one_spelling() -> None:
    assert spelling("إلى") == spelling("الى") == "الي"
    assert spelling("(مدينةٌ") == "مدينه"
    assert spelling("٢٠١٥") == spelling("1999") == "0000"
    assert spelling("«") == "«"


def test_the_network_is_told_where_a_rule_found_a_name() -> None:
    class Name:
        def __init__(self, start: int, end: int, how: str) -> None:
            from marsad.model import EntityType, Span

            self.span, self.type, self.how = Span(start, end), EntityType.PERSON, how

    spans = [(0, 3), (4, 9), (10, 14), (15, 20)]
    told = rule_clues(spans, [Name(10, 14, "catalogue"), Name(5, 9, "title")])
    assert [bool(rule) for rule in told] == [False, True, True, False]
    assert told[1] != told[2]
    longer = rule_clues(spans, [Name(4, 14, "title")])
    assert longer[1] == told[1]
    assert longer[2] not in (0, *told)


def test_eight_bits_say_nearly_the_same_as_the_weights(tmp_path: Path) -> None:
    made = write(tmp_path, WORDS, seed=3)
    kept = network.load(tmp_path)
    rows = kept.words.astype(np.float32) * kept.word_scales[:, None]
    assert np.abs(rows - made["word.weight"]).max() < 0.01


def test_a_sentence_has_the_same_tags_alone_and_among_others(folder: Path) -> None:
    tagger = network.load(folder)
    sentences = [[Clue(w, k % 3, k) for k, w in enumerate(WORDS[:n])] for n in (7, 2, 5, 1)]
    together = tagger.tag(sentences)
    for sentence, tagged in zip(sentences, together, strict=True):
        assert len(tagged.tags) == len(sentence)
        assert tagger.tag([sentence])[0].tags == tagged.tags
    assert tagger.tag([[]])[0].tags == []


def test_a_word_that_was_never_seen_has_the_vector_of_its_letter_groups(folder: Path) -> None:
    tagger = network.load(folder)
    told = [Clue("الكلمةالجديدة", 0, 0)]
    assert tagger.tag([told])[0].tags == tagger.tag([told])[0].tags
    assert tagger.frequency_rank("الكلمةالجديدة") == len(WORDS)


def test_a_folder_without_a_network_is_named_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"network\.onnx.*missing"):
        network.load(tmp_path)


def test_a_broken_network_is_no_traceback(tmp_path: Path) -> None:
    write(tmp_path, WORDS)
    (tmp_path / "chain.json").write_text("{", "utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        network.load(tmp_path)


def test_a_column_is_added_and_everything_else_is_as_it_was() -> None:
    lines = ["-DOCSTART-", "", "زار\tO", "دمشق\tB-LOC", "", "", "وصل أمس\r\n", "."]
    tagged = list(conll.tagged(lines, lambda sentences: [["B-X"] * len(words) for words in sentences]))
    assert tagged == [
        "-DOCSTART-", "", "زار\tO\tB-X", "دمشق\tB-LOC\tB-X", "", "", "وصل أمس B-X", ".\tB-X",
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["وصل", "أمس O", "", " ", "-DOCSTART-", "دمشق\tB-LOC"]), max_size=80))
def test_every_word_has_one_tag_whatever_the_file(lines: list[str]) -> None:
    tagged = list(conll.tagged(lines, lambda sentences: [["T"] * len(words) for words in sentences]))
    assert [line.split()[:1] for line in tagged] == [line.split()[:1] for line in lines]
    words = [line for line in lines if line.strip() and line != "-DOCSTART-"]
    assert sum(line.endswith("T") for line in tagged) == len(words)


def test_the_shipped_network_finds_a_name_that_no_list_knows() -> None:
    tools = Tools.load(_settings())
    text = "قال الخبير الاقتصادي سنمار القهرموطي إن الأسعار سترتفع.\nوأضاف القهرموطي أن السوق هادئة."
    sentences = [line.split() for line in text.splitlines()]
    assert tools.tagger
    tags = conll.WithRules(tools.names, tools.tagger)(sentences)
    assert tags[0][3:5] == ["B-PER", "I-PER"]


def test_what_the_network_finds_is_a_mention_with_its_probability(tmp_path: Path) -> None:
    tools = NameTools.load(catalogue.build(()))
    write(tmp_path, WORDS, seed=5)
    tagger = Tagger(network.load(tmp_path), Lists(tools.lexicon, tools.country_of))
    reading = read_text("عنوان الخبر هنا\n\nوصل الوزير أمس إلى المدينة قرب البحر. " * 3, _tools(tools, tagger))
    for story in getattr(reading, "stories", ()):
        for mention in story.mentions:
            assert mention.how != "model" or 0 < mention.score <= 1
            assert mention.text == mention.span.of(reading.page.text)  # type: ignore[union-attr]


def test_the_command_adds_the_column(tmp_path: Path) -> None:
    file = tmp_path / "words.conll"
    file.write_text("زار\nسيرغي\nلافروف\nدمشق\n.\n\n", "utf-8")
    result = CliRunner().invoke(main, ["names", "--conll", str(file)])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[:4] == ["زار\tO", "سيرغي\tB-PER", "لافروف\tI-PER", "دمشق\tB-LOC"]


def test_the_command_says_what_is_wrong_with_a_file_or_a_model(tmp_path: Path) -> None:
    file = tmp_path / "words.conll"
    file.write_bytes("دمشق".encode("cp1256"))
    assert "not UTF-8" in CliRunner().invoke(main, ["names", "--conll", str(file)]).output
    file.write_text("دمشق\n", "utf-8")
    nowhere = CliRunner().invoke(main, ["names", "--conll", str(file), "--model", str(tmp_path / "none")])
    assert "is no folder" in nowhere.output
    empty = CliRunner().invoke(main, ["names", "--conll", str(file), "--model", str(tmp_path)])
    assert "config.json" in empty.output


def test_a_transformer_from_a_folder_tags_words(tmp_path: Path) -> None:
    _tiny_transformer(tmp_path)
    file = tmp_path / "words.conll"
    file.write_text("زار\tO\nدمشق\tB-LOC\n\nدمشق\tB-LOC\n", "utf-8")
    result = CliRunner().invoke(main, ["names", "--conll", str(file), "--model", str(tmp_path)])
    assert result.output.splitlines() == ["زار\tO\tO", "دمشق\tB-LOC\tB-LOC", "", "دمشق\tB-LOC\tB-LOC"]


def test_a_folder_with_a_tokenizer_and_no_model_is_told_so(tmp_path: Path) -> None:
    _tiny_transformer(tmp_path)
    (tmp_path / "model.onnx").unlink()
    file = tmp_path / "words.conll"
    file.write_text("دمشق\n", "utf-8")
    result = CliRunner().invoke(main, ["names", "--conll", str(file), "--model", str(tmp_path)])
    assert result.exit_code == 1
    assert "holds no model" in result.output


def _settings():  # type: ignore[no-untyped-def]
    from marsad.config import settings as of_environment

    return of_environment()


def _tools(names: NameTools, tagger: Tagger) -> Tools:
    loaded = Tools.load(_settings())
    return Tools(loaded.catalogue, loaded.outlets, names, tagger)


def _tiny_transformer(folder: Path) -> None:
    """A classifier that gives each word piece the label of its own row: [CLS] دم ##شق زار."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "دم", "##شق", "زار"]
    rows = np.eye(3, dtype=np.float32)[[0, 0, 0, 0, 1, 2, 0]]
    node = helper.make_node("Gather", ["rows", "input_ids"], ["logits"])
    graph = helper.make_graph(
        [node],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "size"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "size", 3])],
        [numpy_helper.from_array(rows, "rows")],
    )
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), folder / "model.onnx"
    )
    (folder / "vocab.txt").write_text("\n".join(pieces), "utf-8")
    config = {"id2label": {"0": "O", "1": "B-LOC", "2": "I-LOC"}, "max_position_embeddings": 64}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
