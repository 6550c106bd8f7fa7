"""The sentences of a text that answer a query, in the spelling of the text, with what answers marked in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marsad.model import Span
from marsad.search.analysis import keys_of
from marsad.search.compiling import Wishes
from marsad.text.fold import fold, fold_word
from marsad.text.sentences import sentences
from marsad.text.tokens import word_spans
from marsad.text.words import bare

#: What a run of words is worth beside single words: a whole name or phrase shows best why a story was found.
_RUN = 3
#: A longer sentence is cut around what is marked in it, in characters.
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a text: which of the texts, where it stands in it, and the marks as offsets into that text."""

    text: int
    span: Span
    marks: tuple[Span, ...]


class Highlighter:
    """Finds passages for one query; words seen before are not looked at again."""

    def __init__(self, wishes: Wishes) -> None:
        self._met: dict[str, frozenset[int]] = {}
        self._words, self._prefixes = len(wishes.words), wishes.prefixes
        wanted = [*wishes.words, *(part for run in wishes.runs for part in run)]
        self._begun = len(wanted)
        longest = [max(run, key=lambda part: len(part.spellings[0])) for run in wishes.runs]
        letters = (part for want in (*wishes.words, *longest) for part in want.letters())
        self._letters = tuple(dict.fromkeys((*letters, *wishes.prefixes)))
        self._by_key: dict[str, list[int]] = {}
        for number, want in enumerate(wanted):
            for key in want.shared_keys():
                self._by_key.setdefault(key, []).append(number)
        self._runs: list[tuple[int, int]] = []
        at = self._words
        for run in wishes.runs:
            self._runs.append((at, at + len(run)))
            at += len(run)
        self._most = self._words + len(wishes.prefixes) + (1 + _RUN if wishes.runs else 0)

    def passages(self, texts: Sequence[str], most: int = 2) -> tuple[Passage, ...]:
        """The sentences of ``texts`` that answer most of the query, at most ``most``, in the order of the text.

        What comes after as many sentences as are wanted that answer all of it is not looked at.
        """
        found: list[tuple[int, Passage]] = []
        full = 0
        for number, text in enumerate(texts):
            for worth, passage in self._in(number, text):
                found.append((worth, passage))
                full += worth >= self._most
            if full >= most:
                break
        best = sorted(found, key=lambda f: (-f[0], f[1].text, f[1].span.start))[:most]
        kept = [passage for worth, passage in best if worth == best[0][0]]
        return tuple(cut(texts[p.text], p) for p in sorted(kept, key=lambda p: (p.text, p.span.start)))

    def _in(self, number: int, text: str) -> Iterator[tuple[int, Passage]]:
        """The sentences of one text that answer some of the query, each with what it is worth."""
        hits = self._hits(text)
        for span in sentences(text) if hits else ():
            inside = [hit for hit in hits if span.contains(hit[0])]
            if inside:
                worth = len({what for _, what, _ in inside}) + sum({what: w for _, what, w in inside}.values())
                yield worth, Passage(number, span, _marks(inside))

    def marks(self, text: str) -> tuple[Span, ...]:
        """Everything in ``text`` that answers the query."""
        return _marks(self._hits(text))

    def _hits(self, text: str) -> list[tuple[Span, int, int]]:
        """(where, which wish, what it is worth) for every word and run of words that answers a wish."""
        folded = fold(text)
        if not any(letters in folded for letters in self._letters):
            return []
        spans = word_spans(text, 0, len(text))
        met = [self._answers(fold_word(text[start:end])) for start, end in spans]
        hits = [
            (Span(*spans[at]), which, 0)
            for at, answers in enumerate(met)
            for which in answers
            if which < self._words or which >= self._begun
        ]
        for start, stop in self._runs:
            size = stop - start
            for at in range(len(met) - size + 1):
                if start in met[at] and all(start + n in met[at + n] for n in range(1, size)):
                    hits.append((Span(spans[at][0], spans[at + size - 1][1]), start, _RUN))
        return hits

    def _answers(self, folded: str) -> frozenset[int]:
        known = self._met.get(folded)
        if known is None:
            answers = {n for key in keys_of(folded) for n in self._by_key.get(key, ())}
            answers |= {self._begun + n for n, p in enumerate(self._prefixes) if bare(folded).startswith(p)}
            known = self._met[folded] = frozenset(answers)
        return known


def _marks(hits: Sequence[tuple[Span, int, int]]) -> tuple[Span, ...]:
    """The stretches of the hits, those that overlap as one."""
    kept: list[Span] = []
    for span, *_ in sorted(hits, key=lambda hit: hit[0]):
        if kept and span.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return tuple(kept)


def cut(text: str, passage: Passage) -> Passage:
    """The passage, cut between words around its first mark where it is too long to be shown."""
    start, end = passage.span
    if end - start <= LONGEST or not passage.marks:
        return passage
    first = passage.marks[0]
    start = max(start, text.rfind(" ", 0, max(0, first.start - LONGEST // 3)) + 1)
    end = min(end, max(first.end, text.rfind(" ", start, start + LONGEST)))
    return Passage(passage.text, Span(start, end), tuple(m for m in passage.marks if start <= m.start and m.end <= end))
