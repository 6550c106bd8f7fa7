"""Names that the network finds in the zones of a story, beside those of the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from marsad.model import EntityType
from marsad.names.lexicon import endings, name_units, readings
from marsad.names.stream import Found, Stream, cut
from marsad.names.tagging.clues import BODY, COMMON, GIVEN_NAME, NAME, TITLE, Clue, Lists, Named, rule_clues, spelling
from marsad.names.tagging.decoding import Tagged, names
from marsad.names.tagging.network import Network
from marsad.names.tools import NameTools
from marsad.text.tokens import Analysis

RANK = 0
HOW = "model"
#: The least probability of a name, and of one that is one word: by eye on 70 finds in news, and on the gold pages.
_SURE = 0.6
_ALONE = {EntityType.PLACE: 0.6, EntityType.PERSON: 0.8, EntityType.ORGANISATION: 0.9}
#: A stop that ends a sentence is followed by white space, a line end needs no stop.
_ENDS = re.compile(r"[.!?؟…]\S*\s|\n")
#: Joins the words of a hashtag, whose sense the network cannot see (#طوفان_الأقصى).
_IN_HASHTAG = "_"
#: So many tokens of a sentence are looked at together.
LONGEST = 80
_KINDS = {"PER": EntityType.PERSON, "ORG": EntityType.ORGANISATION, "LOC": EntityType.PLACE}
#: A word after this one is the name of a house, not of a person (آل سعود).
_HOUSE = "ال"
_JOINERS = frozenset(["و", "ف"])
_PREPOSITIONS = frozenset(["ب", "ل", "وب", "ول", "فب", "فل"])


@dataclass(frozen=True, slots=True)
class Tagger:
    """The network with what it is told of each word. Share one among all stories."""

    network: Network
    lists: Lists

    @classmethod
    def of(cls, tools: NameTools, network: Network) -> Tagger:
        """The tagger over ``network`` with the word lists of ``tools``."""
        return cls(network, Lists(tools.lexicon, tools.country_of))

    def find(self, streams: Sequence[Stream], named: Sequence[Iterable[Named]]) -> list[list[Found]]:
        """The names in each stream; ``named`` are those that the rules found in it."""
        cut_up = [list(_sentences(s, n, self.lists)) for s, n in zip(streams, named, strict=True)]
        tagged = iter(self.network.tag([piece.clues for pieces in cut_up for piece in pieces]))
        return [
            [found for piece in pieces for found in self._names(s, piece, next(tagged))]
            for s, pieces in zip(streams, cut_up, strict=True)
        ]

    def _names(self, s: Stream, piece: _Sentence, tagged: Tagged) -> Iterator[Found]:
        for first, end, kind in names(tagged.tags):
            at = [w for w in piece.at[first:end] if w >= 0]
            score = round(min(tagged.scores[first:end]), 3)
            for part in self._parts(s, at, _KINDS[kind]) if kind in _KINDS and at else ():
                if self._trusted(s, part, _KINDS[kind], score):
                    yield replace(self._found(s, part[0], part[-1] + 1, _KINDS[kind]), score=score)

    def _parts(self, s: Stream, at: list[int], kind: EntityType) -> Iterator[list[int]]:
        """The names that an attached و joins: غاي بنسون وكريستن سولتيس are two people."""
        first = 0
        for k in range(1, len(at) if kind is not EntityType.ORGANISATION else 0):
            reading = self._reading(s.folded(at[k]), kind)
            if reading and reading.clitic == "و":
                yield at[first:k]
                first = k
        yield at[first:]

    def _trusted(self, s: Stream, at: list[int], kind: EntityType, score: float) -> bool:
        """Whether a find is sure enough and no title of a work: one word must be surer, and no everyday word."""
        first, end = at[0], at[-1] + 1
        if any(_IN_HASHTAG in s.gaps[k] for k in at[1:]):
            return False
        if s.opened(first) and s.closed(end) and self.lists.is_work(s.folded(first - 1)):
            return False
        if first and s.folded(first - 1).endswith(_HOUSE):
            return False
        if len(at) > 1:
            return score >= _SURE
        if self._is_everyday(s.folded(first)):
            return False
        if kind is EntityType.PERSON and end < len(s) and s.gaps[end].startswith(")"):
            return False  # an editor's addition before the name itself: (الروسي فلاديمير) بوتين
        return score >= _ALONE[kind]

    def _found(self, s: Stream, first: int, end: int, kind: EntityType) -> Found:
        if kind is EntityType.ORGANISATION and first and s.plain[first] and self._heads(s.folded(first - 1)):
            first -= 1
        if kind is not EntityType.PERSON:
            return cut(s, first, end, kind, HOW, RANK, self._reading(s.folded(first), kind))
        while first < end - 1 and self._is_title(s.folded(first)):
            first += 1
        while first and s.plain[first] and self._is_name(s.folded(first - 1)):
            first -= 1
        found = cut(s, first, end, kind, HOW, RANK, self._reading(s.folded(first), kind))
        return replace(found, units=name_units(found.folded))

    def _heads(self, word: str) -> bool:
        """Whether ``word`` is a noun that belongs to the name of a body (مكتبة, not حركة)."""
        return bool(self.lists.of(word) & BODY) and not word.endswith(endings("movement"))

    def _is_everyday(self, word: str) -> bool:
        return bool(self.lists.of(word) & COMMON)

    def _is_title(self, word: str) -> bool:
        return bool((self.lists.of(word) | self.lists.of(f"ال{word}")) & TITLE)

    def _is_name(self, word: str) -> bool:
        return bool(self.lists.of(word) & (GIVEN_NAME | NAME)) and not self._is_title(word)

    def _reading(self, word: str, kind: EntityType) -> Analysis | None:
        """``word`` without its particles: where what is left is commoner, or has the article (والسكندر).

        Before a person's name ب and ل are taken off only if a listed name is left (بمحمد, not لوكاس), ك never is: most
        such words are foreign names (كاري, كايمان).
        """
        whole = self.network.frequency_rank(word)
        best, found = whole, None
        for reading in readings(word):
            joined = reading.clitic in _JOINERS
            if not (joined or (reading.clitic in _PREPOSITIONS and self._may_precede(reading.stem, kind))):
                continue
            rank = self.network.frequency_rank(reading.stem)
            if rank < best or (joined and rank == whole and reading.stem.startswith("ال")):
                best, found = rank, reading
        return found

    def _may_precede(self, stem: str, kind: EntityType) -> bool:
        return kind is not EntityType.PERSON or bool(self.lists.of(stem) & (GIVEN_NAME | NAME))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The clues of a sentence's words and marks; ``at`` is the word of the stream, -1 for a mark."""

    clues: list[Clue]
    at: list[int]


def _sentences(s: Stream, named: Iterable[Named], lists: Lists) -> Iterator[_Sentence]:
    spans, words, at = _tokens(s)
    told = [Clue(word, rule, lists.of(word)) for word, rule in zip(words, rule_clues(spans, named), strict=True)]
    first = 0
    for place, k in enumerate(at):
        if k >= 0 and place > first and (place - first >= LONGEST or _ends(s.gaps[k])):
            yield _Sentence(told[first:place], at[first:place])
            first = place
    if told:
        yield _Sentence(told[first:], at[first:])


def _ends(gap: str) -> bool:
    return gap != " " and _ENDS.search(gap) is not None


def _tokens(s: Stream) -> tuple[list[tuple[int, int]], list[str], list[int]]:
    """Words and marks: where they stand, their spelling, and the word of the stream that they are (-1: a mark)."""
    spans: list[tuple[int, int]] = []
    words: list[str] = []
    at: list[int] = []
    for k, word in enumerate(s.words):
        gap = s.gaps[k]
        if gap != " " and not gap.isspace():
            start = word.span.start - len(gap)
            marks = [i for i, char in enumerate(gap) if not char.isspace()]
            spans += [(start + i, start + i + 1) for i in marks]
            words += [spelling(gap[i]) for i in marks]
            at += [-1] * len(marks)
        spans.append(word.span)
        words.append(spelling(word.text))
        at.append(k)
    return spans, words, at
