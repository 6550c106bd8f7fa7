"""The words of one zone with the names in it: what the rules for labels look at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from marsad.events.labels_lexicon import stems
from marsad.model import EntityType, Mention, Span, Zone
from marsad.text.fold import fold_with_map, fold_word
from marsad.text.letters import QUOTE_CLOSERS, QUOTE_OPENERS, QUOTE_STRAIGHT
from marsad.text.tokens import Word, word_spans

MARKS = frozenset(QUOTE_OPENERS + QUOTE_CLOSERS + QUOTE_STRAIGHT)
_BETWEEN = frozenset("\N{ARABIC TATWEEL}")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with the words it covers, ``first`` to ``end`` (excluded)."""

    mention: Mention
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the text without particles: their folded spelling, and ``norm`` where a letter of theirs is hidden."""

    span: Span
    folded: str
    norm: str | None


class Words(Sequence[Word]):
    """The words of a stretch of text, each made when it is first looked at: the rules look at few."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.spans = text, word_spans(text, start, end)
        self._made: dict[int, Word] = {}

    def __len__(self) -> int:
        return len(self.spans)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> list[Word]: ...
    def __getitem__(self, at: int | slice) -> Word | list[Word]:
        if isinstance(at, slice):
            return [self[k] for k in range(*at.indices(len(self.spans)))]
        found = self._made.get(at)
        if found is None:
            start, end = self.spans[at]
            written = self.text[start:end]
            found = self._made[at] = Word(Span(start, end), written, fold_word(written))
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one zone of a story, the names in it, and which name each word belongs to."""

    text: str
    zone: Zone
    words: Words
    names: tuple[Named, ...]
    starts: Sequence[int]
    owner: dict[int, Named] = field(default_factory=dict)

    def gap(self, at: int) -> str:
        """The text between word ``at`` and the word before it."""
        spans = self.words.spans
        return self.text[spans[at - 1][1] : spans[at][0]] if at else ""

    def joined(self, at: int) -> bool:
        """Whether only white space of one line, or a quotation mark, stands before word ``at``."""
        gap = self.gap(at)
        return bool(gap) and "\n" not in gap and all(c.isspace() or c in MARKS or c in _BETWEEN for c in gap)

    def is_person(self, at: int) -> bool:
        """Whether word ``at`` belongs to the name of a person."""
        found = self.owner.get(at)
        return found is not None and found.mention.type is EntityType.PERSON

    def stretch(self, first: int, end: int, listed: Container[str]) -> Stretch:
        """Words ``first`` to ``end`` without the particles before the first, which is ``listed``; marks closed."""
        word = self.words[first]
        stem, offset = next((r for r in stems(word) if r[0] in listed), (word.folded, 0))
        start = word.span.start + (fold_with_map(word.text).starts[offset] if offset else 0)
        span = self._closed(Span(start, self.words[end - 1].span.end))
        hidden = len(stem) > len(word.folded) - offset
        folded = " ".join([stem, *(w.folded for w in self.words[first + 1 : end])])
        return Stretch(span, folded, "\N{ARABIC LETTER ALEF}" + span.of(self.text) if hidden else None)

    def _closed(self, span: Span) -> Span:
        """``span`` with the mark after it when it opens one that it does not close."""
        odd = sum(c in MARKS for c in span.of(self.text)) % 2
        return Span(span.start, span.end + 1) if odd and self.text[span.end : span.end + 1] in MARKS else span

    def matches(self, first: int, wanted: Sequence[str]) -> tuple[str, int] | None:
        """The reading (stem, characters before it) by which the words from ``first`` are ``wanted``."""
        if first < 0 or first + len(wanted) > len(self.words):
            return None
        for k in range(1, len(wanted)):
            if self.words[first + k].folded != wanted[k] or not self.joined(first + k):
                return None
        return next((r for r in stems(self.words[first]) if r[0] == wanted[0]), None)


def line(text: str, zone: Zone, words: Words, mentions: Sequence[Mention]) -> Line:
    """The line of ``words``, with those of ``mentions`` that lie in it."""
    starts = [start for start, _ in words.spans]
    names = tuple(_named(starts, mentions))
    return Line(text, zone, words, names, starts, {k: n for n in names for k in range(n.first, n.end)})


def _named(starts: Sequence[int], mentions: Sequence[Mention]) -> Iterator[Named]:
    for mention in mentions:
        first = bisect_right(starts, mention.span.start) - 1
        end = bisect_right(starts, mention.span.end - 1)
        if 0 <= first < end:
            yield Named(mention, first, end)
