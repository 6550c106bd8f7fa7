"""Stories of one text: which belong together, where the text stood first, and what each copy is of it.

A pure function of the stories and of what their texts share: the same from any order of adding. Two texts that are
alike belong together. A text that stands inside a longer one ties the two together as well, but a longer one to no
more than one such text: a round-up of ten reports is not a reason to call the ten one. A rewriting ties two groups if
half of the pairs of their texts are tied: so no chain of rewritings makes one text of a day's reports. Two texts of one
outlet on two days are its forecasts or market reports, and no rewriting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from marsad.copies.overlap import LEAST, Overlap

#: How much of a text must stand in another for it to be the same in full, or a shortened one.
_FULL, _CUT = 0.9, 0.8
#: The share of the pairs of texts of two groups that must be tied for a rewriting to make one of them.
_TIED = 0.5
_NO_DAY = "9999-99-99"


class Kind(StrEnum):
    """What a story is of another one of its group."""

    ORIGIN = "origin"
    FULL = "full"
    CUT = "cut"
    INSIDE = "inside"
    REWRITE = "rewrite"


class Reason(StrEnum):
    """Why a story is held to be the origin of its text."""

    AGENCY = "agency"
    EARLIEST = "earliest"
    COMPLETE = "most_complete"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Telling:
    """What copies are judged by. ``story`` is its public id, ``text`` what identical texts share, ``size`` the number
    of its shingles. ``agency``: its outlet is a news agency; ``credited``: the agency that it names as its source.
    ``day`` is "" where it is not known, ``moment`` as in ``Published``.
    """

    story: str
    text: str
    size: int
    source: str | None = None
    agency: bool = False
    credited: str | None = None
    day: str = ""
    moment: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts (``Telling.text``) that share enough words."""

    one: str
    other: str
    overlap: Overlap


@dataclass(frozen=True, slots=True)
class Member:
    """A story of a group. ``kind`` is what it is of the story ``of``: the one before it with which it shares most, or
    one after it where it shares nothing with those before; ``share`` is how much of it stands there, word for word or
    rewritten (``Overlap.standing``). ``again`` says that most of it stands in a story before it, so that it is no text
    of its own when texts are counted.
    """

    story: str
    kind: Kind
    share: float
    again: bool
    of: str


@dataclass(frozen=True, slots=True)
class Group:
    """Stories of one text, the origin first, the others as they came. ``credited``: agencies that they name."""

    reason: Reason
    members: tuple[Member, ...]
    credited: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """The story that the others are copies of, and the group's id."""
        return self.members[0].story


@dataclass(frozen=True, slots=True)
class Decided:
    """Pairs of stories that people joined, and that they parted."""

    together: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()

    @property
    def parted(self) -> frozenset[str]:
        """Every story that somebody parted from another."""
        return frozenset(story for pair in self.apart for story in pair)


@dataclass(slots=True)
class Shares:
    """What texts share with one another, by the texts."""

    _of: dict[tuple[str, str], Overlap] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> Shares:
        """Both directions of ``pairs``."""
        found = cls()
        for pair in pairs:
            found._of[pair.one, pair.other] = pair.overlap
            found._of[pair.other, pair.one] = pair.overlap.turned()
        return found

    def between(self, one: Telling, other: Telling) -> Overlap:
        """What the text of ``one`` shares with that of ``other``; nothing that counts where they are no pair."""
        if one.text == other.text:
            size = max(one.size, 1)
            return Overlap(size, size, size)
        return self._of.get((one.text, other.text)) or Overlap(0, one.size, other.size)


class _Sets:
    """Stories joined into sets, never two that a person parted."""

    def __init__(self, stories: Iterable[str], decided: Decided) -> None:
        self._of = {story: story for story in stories}
        self._members = {story: [story] for story in self._of}
        self._apart: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in decided.apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def name(self, story: str) -> str:
        """What names the set of a story for now."""
        return self._of[story]

    def join(self, one: str, other: str) -> None:
        """Makes one set of two, unless somebody in one was parted from somebody in the other."""
        mine, theirs = self._of[one], self._of[other]
        if mine == theirs or any(self._apart[s] & set(self._members[theirs]) for s in self._members[mine]):
            return
        for story in self._members[theirs]:
            self._of[story] = mine
        self._members[mine] += self._members.pop(theirs)

    def near(self, one: str, other: str) -> tuple[list[str], list[str]]:
        """The stories of the two sets of two stories."""
        return self._members[self._of[one]], self._members[self._of[other]]

    def each(self) -> Iterator[list[str]]:
        """Every set of two or more."""
        return (members for members in self._members.values() if len(members) > 1)


def groups(tellings: Sequence[Telling], pairs: Sequence[Pair], decided: Decided = Decided()) -> list[Group]:
    """The groups of two stories or more among ``tellings``, given what their texts share; by the id of their origin."""
    by_text: defaultdict[str, list[str]] = defaultdict(list)
    for one in sorted(tellings, key=lambda t: t.story):
        by_text[one.text].append(one.story)
    sets = _Sets((t.story for t in tellings), decided)
    for first, second in sorted(decided.together):
        if {first, second} <= {t.story for t in tellings}:
            sets.join(first, second)
    named, shares = {t.story: t for t in tellings}, Shares.of(pairs)
    here = [pair for pair in pairs if pair.one in by_text and pair.other in by_text]
    told = {text: [named[story] for story in stories] for text, stories in by_text.items()}
    ties = [p for p in here if not (p.overlap.rewritten and _are_a_series(told[p.one], told[p.other]))]
    _join(sets, by_text, ties, decided.parted)
    found = [_group([named[story] for story in members], shares) for members in sets.each()]
    return sorted(found, key=lambda group: group.origin)


def _join(sets: _Sets, by_text: Mapping[str, list[str]], pairs: Sequence[Pair], parted: frozenset[str]) -> None:
    """Joins equal texts, then those that are alike, the most alike first, those inside longer ones, and rewritings."""
    for stories in by_text.values():
        for first, second in _edges(stories, stories, parted):
            sets.join(first, second)
    alike = sorted((p for p in pairs if p.overlap.repeated), key=lambda p: (-p.overlap.resemblance, p.one, p.other))
    for pair in alike:
        for first, second in _edges(by_text[pair.one], by_text[pair.other], parted):
            sets.join(first, second)
    for short, long in _inner([p for p in pairs if p.overlap.inside], by_text, sets):
        for first, second in _edges(by_text[short], by_text[long], parted):
            sets.join(first, second)
    _join_rewritten(sets, by_text, pairs, parted)


def _are_a_series(ones: Sequence[Telling], others: Sequence[Telling]) -> bool:
    """Whether one outlet told both, on other days: its forecast of tomorrow is no rewriting of that of today."""
    days, other_days = {t.day for t in ones}, {t.day for t in others}
    outlets = {t.source for t in (*ones, *others)}
    return len(outlets) == 1 and None not in outlets and "" not in days | other_days and days.isdisjoint(other_days)


def _join_rewritten(
    sets: _Sets, by_text: Mapping[str, list[str]], pairs: Sequence[Pair], parted: frozenset[str]
) -> None:
    """Joins sets of which most texts are tied to most of the other, the most alike first."""
    text_of = {story: text for text, stories in by_text.items() for story in stories}
    tied = {turn for pair in pairs for turn in ((pair.one, pair.other), (pair.other, pair.one))}
    rewritten = sorted((p for p in pairs if p.overlap.rewritten), key=lambda p: (-p.overlap.likeness, p.one, p.other))
    for pair in rewritten:
        ones, others = (
            {text_of[story] for story in stories} for stories in sets.near(by_text[pair.one][0], by_text[pair.other][0])
        )
        between = sum((one, other) in tied for one in ones for other in others)
        if between >= _TIED * len(ones) * len(others):
            for first, second in _edges(by_text[pair.one], by_text[pair.other], parted):
                sets.join(first, second)


def _edges(ones: Sequence[str], others: Sequence[str], parted: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What joins all of two lists: one pair does, unless a person parted any of them."""
    if parted.intersection(ones) or parted.intersection(others):
        yield from combinations(ones, 2) if ones is others else ((a, b) for a in ones for b in others)
    elif ones is others:
        yield from ((ones[0], other) for other in ones[1:])
    else:
        yield ones[0], others[0]


def _inner(pairs: Sequence[Pair], by_text: Mapping[str, list[str]], sets: _Sets) -> list[tuple[str, str]]:
    """For each set of longer texts the one text inside of which they have most: (the short text, the long one)."""
    best: dict[str, tuple[int, str, str]] = {}
    for pair in pairs:
        short, long = (pair.one, pair.other) if pair.overlap.mine <= pair.overlap.theirs else (pair.other, pair.one)
        name = sets.name(by_text[long][0])
        best[name] = min(best.get(name, (0, "~", "~")), (-pair.overlap.shared, short, long))
    return [(short, long) for _, short, long in sorted(best.values())]


def _group(members: Sequence[Telling], shares: Shares) -> Group:
    ranked, reason = _ranked(members)
    origin = ranked[0]
    found = []
    for at, one in enumerate(ranked):
        before = {other.story: shares.between(one, other) for other in ranked[:at]}
        after = {other.story: shares.between(one, other) for other in ranked[at + 1 :]}
        near = before if any(_common(o) for o in before.values()) else after
        of = max(near, key=lambda story: _common(near[story]))
        again = any(o.standing >= LEAST for o in before.values())
        found.append(Member(one.story, _kind(near[of]), near[of].standing, again, of))
    found[0] = Member(origin.story, Kind.ORIGIN, 1.0, False, origin.story)
    return Group(reason, tuple(found), tuple(sorted({t.credited for t in members if t.credited})))


def _common(own: Overlap) -> int:
    return own.shared + own.phrases


def _kind(own: Overlap) -> Kind:
    """What a text is of another with which it shares so much."""
    if own.share >= _FULL and own.other_share >= _FULL:
        return Kind.FULL
    if own.share >= _CUT:
        return Kind.CUT
    return Kind.INSIDE if own.other_share >= _CUT else Kind.REWRITE


def _ranked(members: Sequence[Telling]) -> tuple[list[Telling], Reason]:
    """The stories as they came, the origin first, and why it is that one."""
    timed = _timed_days(members)

    def when(one: Telling) -> tuple[str, str]:
        return one.day or _NO_DAY, (one.moment or "") if one.day in timed else ""

    ranked = sorted(members, key=lambda t: (*when(t), -t.size, t.story))
    agencies = [t for t in ranked if t.agency and _is_taken(t, ranked)]
    if agencies:
        return [agencies[0], *(t for t in ranked if t is not agencies[0])], Reason.AGENCY
    if when(ranked[0]) < when(ranked[1]):
        return ranked, Reason.EARLIEST
    return ranked, Reason.COMPLETE if ranked[0].size > ranked[1].size else Reason.UNSURE


def _is_taken(agency: Telling, ranked: Sequence[Telling]) -> bool:
    """Whether others name this agency as their source, or it came on the first day of all."""
    return any(t.credited == agency.source for t in ranked if t is not agency) or agency.day == ranked[0].day


def _timed_days(members: Sequence[Telling]) -> set[str]:
    """The days on which each story has a time, and all in one way of telling it."""
    ways: defaultdict[str, set[bool | None]] = defaultdict(set)
    for one in members:
        ways[one.day].add(one.moment.endswith("Z") if one.moment else None)
    return {day for day, found in ways.items() if day and len(found) == 1 and None not in found}
