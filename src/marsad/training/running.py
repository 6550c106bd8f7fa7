"""The whole training of the network for names, step by step; each step is kept, so that a stopped run goes on."""

from __future__ import annotations

import ctypes
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from marsad.errors import ModelError
from marsad.names.tagging.clues import Clue, Lists
from marsad.names.tagging.conll import TOGETHER, clues
from marsad.names.tagging.decoding import TAGS
from marsad.names.tagging.stories import LONGEST
from marsad.names.tools import NameTools
from marsad.training import corpus, export, pretraining
from marsad.training.encoder import Encoder
from marsad.training.tagger import Sample, Tagger, tags, train
from marsad.training.vectors import Bags, Vectors, learn

#: mallopt(3): M_TRIM_THRESHOLD, M_TOP_PAD and M_MMAP_MAX.
_MALLOC = {-1: 2**31 - 1, -2: 2**28, -4: 0}


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how much. ``pretraining`` in seconds; ``silver`` are tokens that the teachers tag."""

    pretraining: float = 2400
    teachers: int = 2
    teacher_rounds: int = 12
    teacher_width: int = 96
    silver: int = 1_200_000
    silver_share: int = 8_000
    rounds: int = 10
    width: int = 64
    dropped: float = 0.4
    threads: int = 2


@dataclass(slots=True)
class Training:
    """A run in the folder ``work``; ``say`` is told what is being done."""

    work: Path
    tools: NameTools
    plan: Plan
    say: Callable[[str], None]
    _lists: Lists = field(init=False)

    def __post_init__(self) -> None:
        self._lists = Lists(self.tools.lexicon, self.tools.country_of)

    def run(self, tagged: Sequence[Path], texts: Sequence[Path], out: Path) -> None:
        """Learns from CoNLL files and unlabelled texts; writes the network to ``out``. Raises ModelError."""
        self.work.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(self.plan.threads)
        keep_memory()
        vectors = self._vectors(texts)
        numbers = _Numbers(vectors)
        gold = [s for path in tagged for s in self._gold(path, numbers)]
        self.say(f"{len(gold)} tagged sentences, {len(vectors.words)} words with vectors")
        silver: list[Sample] = []
        if self.plan.silver:
            teachers = [self._teacher(k, gold, vectors, numbers, texts) for k in range(self.plan.teachers)]
            silver = self._silver(teachers, texts, numbers)
        student = self._student(gold, silver, vectors, numbers, texts)
        export.write(student.weights(), vectors.words[: student.encoder.known], out)
        self.say(f"the network is in {out}")

    def _vectors(self, texts: Sequence[Path]) -> Vectors:
        kept, plain = self.work / "vectors.npz", self._corpus(texts)
        if not kept.exists():
            self.say("learning vectors of words")
            learn(plain, threads=self.plan.threads).save(kept)
        return Vectors.load(kept)

    def _corpus(self, texts: Sequence[Path]) -> Path:
        plain = self.work / "corpus.txt"
        if not plain.exists():
            unfinished = plain.with_suffix(".part")
            self.say(f"{corpus.write(texts, unfinished):,} tokens of unlabelled text")
            unfinished.rename(plain)
        return plain

    def _encoder(self, vectors: Vectors, numbers: _Numbers, texts: Sequence[Path]) -> Encoder:
        kept = self.work / "encoder.pt"
        if not kept.exists():
            made = pretraining.pretrain(self._corpus(texts), vectors, numbers.bags, self.plan.pretraining, self.say)
            torch.save(made.state_dict(), kept)
        encoder = Encoder(vectors, numbers.bags)
        encoder.load_state_dict(torch.load(kept))
        return encoder

    def _teacher(
        self, seed: int, gold: list[Sample], vectors: Vectors, numbers: _Numbers, texts: Sequence[Path]
    ) -> Tagger:
        kept = self.work / f"teacher-{seed}.pt"
        teacher = Tagger(self._encoder(vectors, numbers, texts), self.plan.teacher_width, self.plan.dropped)
        if not kept.exists():
            train(teacher, lambda: gold, self.plan.teacher_rounds, seed, self.say)
            torch.save(teacher.state_dict(), kept)
        teacher.load_state_dict(torch.load(kept))
        return teacher.eval()

    def _silver(self, teachers: list[Tagger], texts: Sequence[Path], numbers: _Numbers) -> list[Sample]:
        """Unlabelled sentences with the tags that the teachers give them together."""
        self.say(f"the teachers tag {self.plan.silver:,} tokens")
        plain = list(self._unlabelled(texts, numbers))
        return [
            Sample(s.words, s.rule, s.lists, np.array(found, np.int64))
            for s, found in zip(plain, tags(teachers, plain), strict=True)
        ]

    def _student(
        self,
        gold: list[Sample],
        silver: list[Sample],
        vectors: Vectors,
        numbers: _Numbers,
        texts: Sequence[Path],
    ) -> Tagger:
        student = Tagger(self._encoder(vectors, numbers, texts), self.plan.width, self.plan.dropped)

        def drawn() -> list[Sample]:
            return [*gold, *random.sample(silver, min(len(silver), self.plan.silver_share))]

        return train(student, drawn, self.plan.rounds, 100, self.say)

    def _gold(self, path: Path, numbers: _Numbers) -> Iterator[Sample]:
        sentences = _tagged(path)
        while story := list(islice(sentences, TOGETHER)):
            for (_, wanted), told in zip(story, self._clues([words for words, _ in story]), strict=True):
                yield numbers.sample(told, [TAGS.index(tag) for tag in wanted])

    def _unlabelled(self, texts: Sequence[Path], numbers: _Numbers) -> Iterator[Sample]:
        """Sentences of stories drawn from all of ``texts``, until there are as many tokens as planned."""
        stories = list(corpus.stories(texts))
        random.Random(2).shuffle(stories)
        left = self.plan.silver
        for text in stories:
            if left < 0:
                return
            sentences = [found for s in corpus.END.split(text) if len(found := corpus.TOKEN.findall(s)[:LONGEST]) > 5]
            left -= sum(map(len, sentences))
            yield from (numbers.sample(told, [0] * len(told)) for told in self._clues(sentences))

    def _clues(self, sentences: Sequence[Sequence[str]]) -> list[list[Clue]]:
        return clues(sentences, self.tools, self._lists)


def keep_memory() -> None:
    """Keeps freed memory in the process, where the C library is glibc: each step frees and asks for hundreds of MB.

    Given back to the system and cleared anew at each step, it took half of the time of a measured run.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        for setting, value in _MALLOC.items():
            library.mallopt(setting, value)


class _Numbers:
    """The numbers of words: those with vectors first, others as they come."""

    def __init__(self, vectors: Vectors) -> None:
        self.bags = Bags(vectors.words)
        self._number = {word: k for k, word in enumerate(vectors.words)}

    def sample(self, told: Sequence[Clue], wanted: Sequence[int]) -> Sample:
        words = [self._of(clue.word) for clue in told]
        columns = (words, [clue.rule for clue in told], [clue.lists for clue in told], wanted)
        return Sample(*(np.array(column, np.int64) for column in columns))

    def _of(self, word: str) -> int:
        number = self._number.get(word)
        if number is None:
            number = self._number[word] = self.bags.add(word)
        return number


def _tagged(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """The sentences of a CoNLL file: words (first column) and tags (last column)."""
    for block in path.read_text("utf-8").split("\n\n"):
        rows = [line.split() for line in block.splitlines() if line.strip()]
        wrong = next((row for row in rows if len(row) < 2 or row[-1] not in TAGS), None)
        if wrong:
            raise ModelError(f"{path}: {' '.join(wrong)!r} is no word with a tag of {', '.join(TAGS)}")
        if rows:
            yield [row[0] for row in rows], [row[-1] for row in rows]
