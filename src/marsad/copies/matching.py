"""Which words of two texts are the same ones: a longest common subsequence, without accidental words, with moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, zip_longest

from rapidfuzz.distance import Indel, LCSseq
from rapidfuzz.process import cdist

from marsad.copies.tellings import BREAK
from marsad.model import Span
from marsad.text.sentences import sentences
from marsad.text.tokens import Word, words

#: Words of so few letters join others (في، من، أن): alone between changes they are the same by accident.
_SMALL = 3
#: Same words are accidental where they are at most so many and weigh no more than this for each changed word beside.
_FEW, _ACCIDENT = 4, 0.4
#: A sentence of at least so many words, of which so much stands nowhere in its place, may have moved …
_LEAST, _LOOSE = 6, 0.7
#: … to where a sentence has so much of it.
_ALIKE = 0.6
_GROUPS = frozenset(",٬")
#: What may part words that others join: the conjunction from its word, a name from the عبد before it.
_APART = frozenset((" ", "\u00a0", "-"))
_WAW, _SERVANT, _ARTICLE = "و", "عبد", "ال"

#: A stretch of the same words: where it begins in each text, and how many there are.
Match = tuple[int, int, int]


@dataclass(frozen=True)
class Sequenced:
    """A text as a sequence of words; ``keys`` are what of them is compared."""

    text: str
    words: tuple[Word, ...]
    keys: tuple[str, ...]

    @cached_property
    def opens(self) -> frozenset[int]:
        """The numbers of the words that begin a paragraph, the first word aside."""
        pairs = enumerate(pairwise(self.words), 1)
        return frozenset(n for n, (a, b) in pairs if BREAK in self.text[a.span.end : b.span.start])

    def goes_on(self, at: int) -> bool:
        """Whether the word with this number stands in the paragraph of the one before it."""
        return 0 < at < len(self.words) and at not in self.opens

    def boundary(self, at: int) -> int:
        """The offset at which what belongs to the word with this number begins: marks that open stand with it."""
        if not 0 < at < len(self.words):
            return 0 if at <= 0 else len(self.text)
        start = self.words[at].span.start
        between = self.text[self.words[at - 1].span.end : start]
        return start - len(between) + len(between.rstrip("\"'([{«“‘„‹")) if between[-1:].strip() else start


@dataclass(frozen=True, slots=True)
class Op:
    """Words ``[before_start, before_stop)`` of one text that stand against words of the other.

    ``same`` where they are the same. ``opens`` where a paragraph begins on either side. ``moved`` is the number of the
    moved stretch that they belong to, 0 for none.
    """

    before_start: int
    before_stop: int
    after_start: int
    after_stop: int
    same: bool = False
    opens: bool = False
    moved: int = 0

    @property
    def before(self) -> tuple[int, int]:
        """The words of the one text."""
        return self.before_start, self.before_stop

    @property
    def after(self) -> tuple[int, int]:
        """The words of the other text."""
        return self.after_start, self.after_stop


def sequenced(text: str) -> Sequenced:
    """The words of a text; what some write apart and others do not is one word: ``1,000``, ``عبد الله``, ``و قال``."""
    found: list[Word] = []
    for word in words(text):
        last = found[-1] if found else None
        if last and _is_one(text, last, word):
            span = Span(last.span.start, word.span.end)
            found[-1] = Word(span, span.of(text), last.folded + word.folded)
        else:
            found.append(word)
    return Sequenced(text, tuple(found), tuple(w.folded for w in found))


def _is_one(text: str, last: Word, word: Word) -> bool:
    between = text[last.span.end : word.span.start]
    if between in _GROUPS:
        return last.folded.isdigit() and word.folded.isdigit() and len(word.folded) == 3
    if between not in _APART:
        return False
    return last.folded == _WAW or (word.folded.startswith(_ARTICLE) and last.folded.lstrip(_WAW) == _SERVANT)


def aligned(before: Sequenced, after: Sequenced) -> list[Op]:
    """What leads from the one text to the other, in the order of the latter; every word of both is in one operation."""
    turned = (len(before.keys), before.keys) > (len(after.keys), after.keys)
    one, other = (after, before) if turned else (before, after)
    in_place, moves = _matched(one, other)
    if turned:
        in_place = [(b, a, n) for a, b, n in in_place]
        moves = [((move[1], move[0]), [(b, a, n) for a, b, n in inside]) for move, inside in moves]
    return list(_Ops(before, after, in_place, sorted(moves, key=lambda m: m[0][1])).all())


Place = tuple[int, int]
Move = tuple[tuple[Place, Place], list[Match]]


def _matched(one: Sequenced, other: Sequenced) -> tuple[list[Match], list[Move]]:
    """The same words in their places, and the moved stretches with the same words in each."""
    vocabulary: dict[str, int] = {}
    left, right = ("".join(_char(key, vocabulary) for key in side.keys) for side in (one, other))
    found = _common(left, right)
    places = _moved(one, other, left, right, found)
    inside = [_common(left[slice(*ours)], right[slice(*theirs)]) for ours, theirs in places]
    if places:
        ours, theirs = (_without(len(side.keys), [p[n] for p in places]) for n, side in enumerate((one, other)))
        rest = _common("".join(left[at] for at in ours), "".join(right[at] for at in theirs))
        found = _grown([(ours[a + n], theirs[b + n], 1) for a, b, size in rest for n in range(size)])
    return found, [
        (place, [(a + place[0][0], b + place[1][0], n) for a, b, n in matches])
        for place, matches in zip(places, inside, strict=True)
    ]


def _char(key: str, vocabulary: dict[str, int]) -> str:
    """The character that stands for a word: an odd one for a small word."""
    return chr(0x10000 + 2 * vocabulary.setdefault(key, len(vocabulary)) + (len(key) <= _SMALL))


def _weight(chars: str) -> float:
    return sum(0.5 if ord(char) & 1 else 1.0 for char in chars)


def _without(size: int, taken: Sequence[Place]) -> list[int]:
    """The numbers below ``size`` that lie in no place that is taken."""
    gone = {at for place in taken for at in range(*place)}
    return [at for at in range(size) if at not in gone]


def _common(left: str, right: str) -> list[Match]:
    """The same words of two texts, a character for each, where they are no accident."""
    blocks = [(m.a, m.b, m.size) for m in LCSseq.editops(left, right).as_matching_blocks() if m.size]
    return _grown(list(_stretched(_told(blocks, left, len(right)), left, right)))


def _told(blocks: list[Match], left: str, right: int) -> list[Match]:
    """The blocks without those that are small beside the changes around them."""
    kept = list(blocks)
    while True:
        ends = [(0, 0, 0), *kept, (len(left), right, 0)]
        gaps = [max(b[0] - a[0] - a[2], b[1] - a[1] - a[2]) for a, b in pairwise(ends)]
        weak = [
            (_weight(left[a : a + n]) / min(gaps[at], gaps[at + 1]), at)
            for at, (a, _, n) in enumerate(kept)
            if n <= _FEW and gaps[at] and gaps[at + 1]
        ]
        if not weak or min(weak)[0] > _ACCIDENT:
            return kept
        del kept[min(weak)[1]]


def _stretched(blocks: Sequence[Match], left: str, right: str) -> Iterator[Match]:
    """The blocks with the same words at the ends of the changes between them, of which a subsequence takes any."""
    at, there = 0, 0
    for a, b, n in (*blocks, (len(left), len(right), 0)):
        first, other = at, there
        while at < a and there < b and left[at] == right[there]:
            at, there = at + 1, there + 1
        if at > first:
            yield first, other, at - first
        back = 0
        while at < a - back and there < b - back and left[a - back - 1] == right[b - back - 1]:
            back += 1
        if n + back:
            yield a - back, b - back, n + back
        at, there = a + n, b + n


def _grown(found: list[Match]) -> list[Match]:
    """Matches that go on from one another as one."""
    grown: list[Match] = []
    for a, b, n in found:
        if grown and (grown[-1][0] + grown[-1][2], grown[-1][1] + grown[-1][2]) == (a, b):
            grown[-1] = (grown[-1][0], grown[-1][1], grown[-1][2] + n)
        else:
            grown.append((a, b, n))
    return grown


def _moved(
    one: Sequenced, other: Sequenced, left: str, right: str, found: Sequence[Match]
) -> list[tuple[Place, Place]]:
    """Sentences that stand elsewhere in the other text, the most alike first; those that follow one another as one."""
    ours = _loose(one, {x for a, _, n in found for x in range(a, a + n)})
    theirs = _loose(other, {x for _, b, n in found for x in range(b, b + n)})
    if not ours or not theirs:
        return []
    scores = cdist(
        [left[a:b] for a, b in ours], [right[a:b] for a, b in theirs], scorer=Indel.normalized_similarity,
        score_cutoff=_ALIKE,
    )  # fmt: skip
    ranked = sorted((-float(scores[a][b]), a, b) for a in range(len(ours)) for b in range(len(theirs)) if scores[a][b])
    pairs: dict[int, int] = {}
    for _, a, b in ranked:
        if a not in pairs and b not in pairs.values():
            pairs[a] = b
    return _together(sorted((ours[a], theirs[b]) for a, b in pairs.items()))


def _together(places: Sequence[tuple[Place, Place]]) -> list[tuple[Place, Place]]:
    found: list[tuple[Place, Place]] = []
    for ours, theirs in places:
        last = found[-1] if found else None
        if last and last[0][1] == ours[0] and last[1][1] == theirs[0]:
            found[-1] = ((last[0][0], ours[1]), (last[1][0], theirs[1]))
        else:
            found.append((ours, theirs))
    return found


def _loose(side: Sequenced, matched: set[int]) -> list[Place]:
    """The sentences of a text of which most words have no partner, as numbers of words."""
    found, at = [], 0
    for sentence in sentences(side.text):
        start = at
        while at < len(side.words) and side.words[at].span.start < sentence.end:
            at += 1
        free = sum(x not in matched for x in range(start, at))
        if at - start >= _LEAST and free >= _LOOSE * (at - start):
            found.append((start, at))
    return found


class _Ops:
    """The operations of two texts, of what is the same in place and what moved."""

    def __init__(self, before: Sequenced, after: Sequenced, found: Sequence[Match], moves: Sequence[Move]) -> None:
        self.before, self.after, self.found, self.moves = before, after, found, moves

    def all(self) -> Iterator[Op]:
        """Every operation in the order of the later text."""
        at = (0, 0)
        for a, b, n in (*self.found, (len(self.before.words), len(self.after.words), 0)):
            yield from self._gap(at[0], a, at[1], b)
            if n:
                yield from self._same(a, b, n, 0)
            at = (a + n, b + n)

    def _gap(self, start: int, stop: int, first: int, last: int) -> Iterator[Op]:
        """What stands between two stretches of same words: changes, and what moved there."""
        ours = list(_free(start, stop, [move[0][0] for move in self.moves]))
        theirs = list(_free(first, last, [move[0][1] for move in self.moves]))
        inside = [(n, *move) for n, move in enumerate(self.moves, 1) if first <= move[0][1][0] < last]
        for one, other in zip_longest(ours, theirs):
            where = other[0] if other else last
            while inside and inside[0][1][1][0] < where:
                yield from self._move(*inside.pop(0))
            a, b = one or (stop, stop), other or (last, last)
            yield from self._changed(a, b, 0)
        for move in inside:
            yield from self._move(*move)

    def _move(self, number: int, places: tuple[Place, Place], found: Sequence[Match]) -> Iterator[Op]:
        (start, stop), (first, last) = places
        for a, b, n in (*found, (stop, last, 0)):
            yield from self._changed((start, a), (first, b), number)
            if n:
                yield from self._same(a, b, n, number)
            start, first = a + n, b + n

    def _same(self, a: int, b: int, n: int, moved: int) -> Iterator[Op]:
        cuts = {at for at in range(1, n) if a + at in self.before.opens or b + at in self.after.opens}
        for start, stop in pairwise(sorted({0, n} | cuts)):
            opens = a + start in self.before.opens or b + start in self.after.opens
            yield Op(a + start, a + stop, b + start, b + stop, True, opens, moved)

    def _changed(self, before: Place, after: Place, moved: int) -> Iterator[Op]:
        """Words of both sides without partners: against one another within a paragraph, else each by itself."""
        (start, stop), (first, last) = before, after
        if start == stop and first == last:
            return
        if _letters(self.before, before) == _letters(self.after, after):
            yield Op(start, stop, first, last, True, self._opens(before, after), moved)
            return
        ours, theirs = _paragraphs(self.before, before), _paragraphs(self.after, after)
        heads = [(ours.pop(0), theirs.pop(0))] if ours and theirs and self._alike(start, first, ours, theirs) else []
        tails = [(ours.pop(), theirs.pop())] if ours and theirs and self._inside(stop, last) else []
        lone = [(place, (first, first)) for place in ours] + [((stop, stop), place) for place in theirs]
        for a, b in (*heads, *lone, *tails):
            yield Op(*a, *b, False, self._opens(a, b), moved)

    def _alike(self, start: int, first: int, ours: Sequence[Place], theirs: Sequence[Place]) -> bool:
        """Whether the first paragraphs of two changes stand against one another."""
        return len(ours) == len(theirs) == 1 or self._inside(start, first)

    def _inside(self, at: int, there: int) -> bool:
        """Whether both texts go on here in a paragraph that began before."""
        return self.before.goes_on(at) and self.after.goes_on(there)

    def _opens(self, before: Place, after: Place) -> bool:
        ours = before[0] < before[1] and before[0] in self.before.opens
        return ours or (after[0] < after[1] and after[0] in self.after.opens)


def _letters(side: Sequenced, place: Place) -> str:
    return "".join(side.keys[slice(*place)])


def _paragraphs(side: Sequenced, place: Place) -> list[Place]:
    """A stretch of words, cut where paragraphs begin."""
    return list(pairwise(sorted({*place} | {at for at in side.opens if place[0] < at < place[1]})))


def _free(start: int, stop: int, taken: Sequence[Place]) -> Iterator[Place]:
    """What is left of a stretch without those that are taken."""
    at = start
    for a, b in sorted(taken):
        if start <= a < stop:
            if at < a:
                yield at, a
            at = b
    if at < stop:
        yield at, stop
