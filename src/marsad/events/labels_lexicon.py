"""The words of labels (data/labels_*.tsv): senses by the word they end or begin with, folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from marsad.names.lexicon import readings
from marsad.tables import rows
from marsad.text.fold import fold, fold_word
from marsad.text.tokens import Word

#: How sure each rule is, by the hundred labels judged in eval/labels_100.tsv.
SCORES = {
    "title": 0.93, "honorific": 0.97, "epithet": 0.9, "distancing": 0.95, "kind": 0.93, "scare": 0.85, "actor": 0.9,
}  # fmt: skip
_SETS = ("no_label", "kin", "inside", "verb", "named_after", "rank")


@dataclass(frozen=True, slots=True)
class Sense:
    """A phrase of the table: its folded ``words``, its ``kind`` and ``tone``, and where it stands (``place``)."""

    kind: str
    tone: str
    place: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelWords:
    """The table, ready to look up. ``before`` by last word, ``after`` and ``actors`` by first word, longest first.

    ``heads``: the headword of words of one kind, under which their genders, numbers and spellings are counted.
    ``sets`` are the words that rules for offices ask about, by kind; ``adjectives`` give an entity id.
    """

    before: Mapping[str, tuple[Sense, ...]]
    after: Mapping[str, tuple[Sense, ...]]
    actors: Mapping[str, tuple[Sense, ...]]
    sets: Mapping[str, frozenset[str]]
    adjectives: Mapping[str, str]
    tones: Mapping[str, str]
    heads: Mapping[tuple[str, str], str]
    firsts: frozenset[str]
    _seen: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)

    def opening(self, written: str) -> tuple[tuple[str, int], ...]:
        """The readings of a word, as written, with which the words for an actor may begin."""
        known = self._seen.get(written)
        if known is None:
            found = readings(fold_word(written))
            known = self._seen[written] = tuple((r.stem, r.offset) for r in found if r.stem in self.actors)
        return known

    def is_epithet(self, folded: str) -> bool:
        """Whether a folded word is by itself an epithet."""
        senses = (*self.before.get(folded, ()), *self.after.get(folded, ()))
        return any(s.kind == "epithet" and len(s.words) == 1 for s in senses)

    def tone(self, folded: str) -> str:
        """The tone of a folded label: that of its own line, else of the strongest word in it, else neutral."""
        found = self.tones.get(folded)
        return found or next(
            (self.tones[w] for w in folded.split() if self.tones.get(w, "neutral") != "neutral"), "neutral"
        )


@cache
def load() -> LabelWords:
    """The words of labels that ship with Marsad."""
    return build(rows("labels_words.tsv"), rows("labels_adjectives.tsv"))


def build(table: Iterable[list[str]], adjectives: Iterable[list[str]] = ()) -> LabelWords:
    """The look-up over lines of ``kind, tone, place, headword, words`` and of ``entity, adjective``."""
    lines = [(*line[:3], fold(line[3]), fold(line[4])) for line in table]
    senses = [Sense(kind, tone, place, tuple(words.split())) for kind, tone, place, _, words in lines]
    sayings = [s for s in senses if s.kind not in _SETS]
    return LabelWords(
        before=_by_word((s for s in sayings if s.place in ("before", "any", "both", "marked")), -1),
        after=_by_word((s for s in sayings if s.place in ("after", "both")), 0),
        actors=_by_word((s for s in sayings if s.kind == "actor"), 0),
        sets={kind: frozenset(" ".join(s.words) for s in senses if s.kind == kind) for kind in _SETS},
        adjectives={fold(word): entity for entity, word in adjectives},
        heads={(kind, words): head for kind, _, _, head, words in lines},
        tones={" ".join(s.words): s.tone for s in sayings},
        firsts=frozenset(s.words[0] for s in sayings),
    )


def _by_word(senses: Iterable[Sense], at: int) -> dict[str, tuple[Sense, ...]]:
    found: dict[str, list[Sense]] = {}
    for sense in senses:
        found.setdefault(sense.words[at], []).append(sense)
    return {word: tuple(sorted(alike, key=lambda s: -len(s.words))) for word, alike in found.items()}


def stems(word: Word) -> list[tuple[str, int]]:
    """The readings of a word as (folded stem, folded characters before it): with and without particles."""
    return [(r.stem, r.offset) for r in readings(word.folded)]
