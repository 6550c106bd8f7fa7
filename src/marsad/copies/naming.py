"""Which changed words are words for the same one: الجيش السوري in one story, قوات النظام السوري in the other."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Indel

from marsad.copies.matching import Op, Sequenced
from marsad.copies.tellings import Named, Told

#: So many words of one side may stand for those who are named with words that take a side in the other.
_FEW = 3
#: Words for somebody that are so much alike are spelt otherwise, not other words.
_SPELT = 0.7
#: A word with its article.
_DEFINITE = re.compile("[وف]?[بك]?ال|[وف]?لل")

#: Words ``[start, stop)`` of the one side, ``[first, last)`` of the other, and the id of whom they stand for.
Cut = tuple[int, int, int, int, str]


class _Stretch(NamedTuple):
    """Words ``[start, stop)`` by their numbers, part of those that name somebody: ``[first, last)``; ``put``
    are those that are put on a name."""

    start: int
    stop: int
    first: int
    last: int
    put: frozenset[int]
    named: Named

    def within(self, start: int, stop: int) -> _Stretch:
        """What of it lies within some words."""
        return self._replace(start=max(start, self.start), stop=min(stop, self.stop))


@dataclass(frozen=True, slots=True)
class _Side:
    """Who is named where in a text, and the words of the other text that are the same as its words."""

    keys: Sequence[str]
    named: Sequence[_Stretch]
    partner: Mapping[int, int]

    def within(self, start: int, stop: int) -> list[_Stretch]:
        """What of the stretches lies within some words."""
        return [s for s in (n.within(start, stop) for n in self.named) if s.start < s.stop]


class Naming:
    """The words for somebody in two texts."""

    def __init__(self, before: Told, after: Told, ours: Sequenced, theirs: Sequenced, ops: Sequence[Op]) -> None:
        partner: dict[int, int] = {}
        for op in ops if before.named or after.named else ():
            if op.same:
                partner.update(zip(range(*op.before), range(*op.after), strict=False))
        back = {b: a for a, b in partner.items()}
        self.before = _Side(ours.keys, _numbered(before, ours), partner)
        self.after = _Side(theirs.keys, _numbered(after, theirs), back)

    def cut(self, op: Op) -> Iterator[tuple[Op, str | None]]:
        """A change in parts: those that are words for somebody, with his id, and what is left between them."""
        at = (op.before_start, op.after_start)
        for start, stop, first, last, who in self._labels(op):
            yield from _rest(at[0], start, at[1], first)
            yield Op(start, stop, first, last), who
            at = (stop, last)
        yield from _rest(at[0], op.before_stop, at[1], op.after_stop)

    def _labels(self, op: Op) -> list[Cut]:
        ours, theirs = self.before.within(*op.before), self.after.within(*op.after)
        return self._both(ours, theirs) or self._one(op, ours, theirs)

    def _both(self, ours: Sequence[_Stretch], theirs: Sequence[_Stretch]) -> list[Cut]:
        """Words for the same one on both sides, in order."""
        found, after = list[Cut](), 0
        for a in ours:
            other = next((b for b in theirs if b.start >= after and self._same_one(a, b)), None)
            if other and not self._spelt(a, other):
                who = other.named if a.named.loaded and not other.named.head else a.named
                found.append((a.start, a.stop, other.start, other.stop, who.entity))
                after = other.stop
        return found

    def _spelt(self, one: _Stretch, other: _Stretch) -> bool:
        """Whether the words of two stretches differ in their spelling alone (سيرجيو, سيرخيو)."""
        ours, theirs = self.before.keys[one.start : one.stop], self.after.keys[other.start : other.stop]
        return Indel.normalized_similarity("".join(ours), "".join(theirs)) >= _SPELT

    def _same_one(self, one: _Stretch, other: _Stretch) -> bool:
        """Whether two stretches name the same: one entity, or words that take a side and share others with a name."""
        if one.named.entity == other.named.entity:
            return True
        if not any(s.named.head and s.named.loaded for s in (one, other)):
            return False
        partner = self.before.partner
        return any(other.first <= partner.get(at, -1) < other.last for at in range(one.first, one.last))

    def _one(self, op: Op, ours: Sequence[_Stretch], theirs: Sequence[_Stretch]) -> list[Cut]:
        """Words for one whom the other side names without them, or in a few words of its own (الجيش)."""
        for one in ours:
            if place := _against(one, self.before, self.after, op.before, op.after):
                return [(one.start, one.stop, *place, one.named.entity)]
        for one in theirs:
            if place := _against(one, self.after, self.before, op.after, op.before):
                return [(*place, one.start, one.stop, one.named.entity)]
        return []


def _against(
    one: _Stretch, side: _Side, other: _Side, around: tuple[int, int], there: tuple[int, int]
) -> tuple[int, int] | None:
    """Which words of the ``other`` side, within ``there``, stand against words for somebody within ``around``."""
    if there[0] == there[1]:
        beside = any(at in side.partner for at in range(one.first, one.last))
        return there if beside and one.put.intersection(range(*around)) and (one.start, one.stop) == around else None
    first, last = there[0] + one.start - around[0], there[1] - (around[1] - one.stop)
    few = 0 < last - first <= _FEW and one.named.head and one.named.loaded
    return (first, last) if few and _DEFINITE.match(other.keys[first]) else None


def _numbered(told: Told, side: Sequenced) -> list[_Stretch]:
    """The stretches of a text by the numbers of their words; a word in which a name begins belongs to it whole."""
    starts, stops = [w.span.start for w in side.words], [w.span.end for w in side.words]

    def number(start: int, stop: int) -> tuple[int, int]:
        return bisect_right(stops, start), bisect_left(starts, stop)

    found = []
    for named in told.named:
        first, last = number(named.start, named.stop)
        if first < last:
            put = (range(*number(named.start + a, named.start + b)) for a, b in named.put)
            found.append(_Stretch(first, last, first, last, frozenset().union(*put), named))
    return found


def _rest(start: int, stop: int, first: int, last: int) -> Iterator[tuple[Op, None]]:
    if start < stop or first < last:
        yield Op(start, stop, first, last), None
