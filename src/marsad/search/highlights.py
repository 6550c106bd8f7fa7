"""The sentences of a text that answer a query, in the spelling of the text, with what answers marked in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.model import Span
from marsad.search.analysis import Wanted
from marsad.search.compiling import Wishes
from marsad.store.words import bare
from marsad.text.sentences import sentences
from marsad.text.tokens import Word, words

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
        self.wishes = wishes
        self._met: dict[str, frozenset[int]] = {}
        runs = [part for run in wishes.runs for part in run]
        self._wanted: list[Wanted] = [*wishes.words, *runs]
        self._runs: list[tuple[int, int]] = []
        at = len(wishes.words)
        for run in wishes.runs:
            self._runs.append((at, at + len(run)))
            at += len(run)

    def passages(self, texts: Sequence[str], most: int = 2) -> tuple[Passage, ...]:
        """The sentences of ``texts`` that answer most of the query, at most ``most``, in the order of the text."""
        found: list[tuple[int, Passage]] = []
        for number, text in enumerate(texts):
            hits = self._hits(words(text))
            if not hits:
                continue
            for span in sentences(text):
                inside = [hit for hit in hits if span.contains(hit[0])]
                if inside:
                    worth = len({what for _, what, _ in inside}) + sum({what: w for _, what, w in inside}.values())
                    found.append((worth, Passage(number, span, _marks(inside))))
        best = sorted(found, key=lambda f: (-f[0], f[1].text, f[1].span.start))[:most]
        kept = [passage for worth, passage in best if worth == best[0][0]]
        return tuple(cut(texts[p.text], p) for p in sorted(kept, key=lambda p: (p.text, p.span.start)))

    def marks(self, text: str) -> tuple[Span, ...]:
        """Everything in ``text`` that answers the query."""
        return _marks(self._hits(words(text)))

    def _hits(self, found: Sequence[Word]) -> list[tuple[Span, int, int]]:
        """(where, which wish, what it is worth) for every word and run of words that answers a wish."""
        met = [self._answers(word.folded) for word in found]
        single = len(self.wishes.words)
        prefixes = len(self._wanted)
        hits = [
            (word.span, which, 0)
            for word, answers in zip(found, met, strict=True)
            for which in answers
            if which < single or which >= prefixes
        ]
        for start, stop in self._runs:
            size = stop - start
            for at in range(len(found) - size + 1):
                if all(start + n in met[at + n] for n in range(size)):
                    hits.append((Span(found[at].span.start, found[at + size - 1].span.end), start, _RUN))
        return hits

    def _answers(self, folded: str) -> frozenset[int]:
        known = self._met.get(folded)
        if known is None:
            answers = [n for n, want in enumerate(self._wanted) if want.is_met(folded)]
            begun = len(self._wanted)
            answers += [begun + n for n, start in enumerate(self.wishes.prefixes) if bare(folded).startswith(start)]
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
