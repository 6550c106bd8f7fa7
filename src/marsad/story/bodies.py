"""Where the bodies of stories are on a marked-up page: the stretches of containers that hold text of one story each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from marsad.model import Group
from marsad.story.items import Item

#: Text behind a body is of the same story if it has so large a part of its words, or a container of the same name.
_LEAST_PART = 0.25
_MOST_BODIES = 200
#: Kinds of lines that head what is no part of a story: teasers, comments.
_HEADS = frozenset(["related_heading", "comment"])


@dataclass(frozen=True, slots=True)
class Body:
    """The lines from ``first`` to ``last``, in the container ``group``; ``words`` counts those of its paragraphs."""

    group: int
    first: int
    last: int
    words: int
    paragraphs: int


class _Unit(NamedTuple):
    """A child of a container: the lines from ``first`` to ``last``; ``group`` is None for a line of the container."""

    first: int
    last: int
    group: int | None


class Finder:
    """Finds bodies, the largest first, among items that no story has taken.

    ``flat``: a headline that leads elsewhere opens another story even where it stands in one container with the text
    above it, as on pages that are lists.
    """

    def __init__(self, items: Sequence[Item], groups: Sequence[Group], *, flat: bool) -> None:
        self.items, self.groups, self.flat = items, groups, flat
        self.children: defaultdict[int, list[int]] = defaultdict(list)
        self.own: defaultdict[int, list[int]] = defaultdict(list)
        lo, hi = [len(items)] * len(groups), [-1] * len(groups)
        for at, item in enumerate(items):
            group = item.block.group
            self.own[group].append(at)
            if hi[group] < 0:
                lo[group] = at
            hi[group] = at
        for at in range(len(groups) - 1, 0, -1):
            if hi[at] < 0:
                continue
            above = groups[at].parent
            self.children[above].append(at)
            if lo[at] < lo[above]:
                lo[above] = lo[at]
            if hi[at] > hi[above]:
                hi[above] = hi[at]
        self.lo, self.hi = lo, hi

    def find(self, taken: Collection[int] = ()) -> list[Body]:
        """Every body of the page but of the items ``taken``, in the order of the page. Bodies do not overlap."""
        weights = [0 if at in taken else item.weight for at, item in enumerate(self.items)]
        own = [0] * len(self.groups)
        for at, weight in enumerate(weights):
            own[self.items[at].block.group] += weight
        total = own[:]
        for at in range(len(total) - 1, 0, -1):
            total[self.groups[at].parent] += total[at]
        found: list[Body] = []
        while len(found) < _MOST_BODIES:
            seed = max(range(len(own)), key=own.__getitem__)
            if not own[seed]:
                break
            body = self._grow(seed, weights, total)
            found.append(body)
            self._take(body, weights, own, total)
        return sorted(found, key=lambda b: b.first)

    def _take(self, body: Body, weights: list[int], own: list[int], total: list[int]) -> None:
        for at in range(body.first, body.last + 1):
            weight, group = weights[at], self.items[at].block.group
            weights[at] = 0
            own[group] -= weight
            while weight:
                total[group] -= weight
                if not group:
                    break
                group = self.groups[group].parent

    def _grow(self, seed: int, weights: list[int], total: list[int]) -> Body:
        """The largest stretch around the text of ``seed`` that holds one story only."""
        first, last = self._inside(seed, weights)
        group = seed
        while group and sum(weights[first : last + 1]) == total[group]:
            above = self.groups[group].parent
            if total[above] > total[group]:
                first, last = self._extend(self._units(above, weights), group, total, weights)
            group = above
        inside = [at for at in range(first, last + 1) if weights[at]]
        return Body(seed, inside[0], inside[-1], sum(weights[at] for at in inside), len(inside))

    def _inside(self, seed: int, weights: list[int]) -> tuple[int, int]:
        """The stretch of the seed itself: up to a headline of another story in the same container."""
        units = self._units(seed, weights)
        heaviest = max((u for u in units if u.group is None), key=lambda u: weights[u.first])
        at = units.index(heaviest)
        low = high = at
        while low and not self._is_boundary(units[low - 1]):
            low -= 1
        return units[low].first, units[self._reach(units, high, seed, None)].last

    def _reach(self, units: list[_Unit], at: int, group: int, total: list[int] | None) -> int:
        """How far the units behind ``at`` go on: to the one before a boundary that no text of the same kind follows.

        Teasers stand between the paragraphs of a story as well as behind it; paragraphs made as those before them, in
        the same container or in containers of the same name, tell that it goes on. (Without ``total``: inside one.)
        """
        high = at
        for n in range(at + 1, len(units)):
            if not (self._is_boundary(units[n]) or self._is_headed(units[n])):
                high = n if high == n - 1 or self._is_same(units[n], group, total) else high
            elif self.flat and self._is_boundary(units[n]) and self._holds_text(units[n]):
                break
        return high

    def _holds_text(self, unit: _Unit) -> bool:
        """Whether a boundary is a headline in the container itself, or a container with a text under its headline."""
        return unit.group is None or any(i.weight for i in self.items[unit.first : unit.last + 1])

    def _is_same(self, unit: _Unit, group: int, total: list[int] | None) -> bool:
        """Whether a unit behind a boundary is made as the text before it."""
        if unit.group is None:
            return total is None and self.items[unit.first].weight > 0
        one, other = self.groups[unit.group], self.groups[group]
        named = bool(one.name) or not self.flat
        return named and total is not None and total[unit.group] > 0 and (one.name, one.tag) == (other.name, other.tag)

    def _units(self, group: int, weights: list[int]) -> list[_Unit]:
        units = [_Unit(self.lo[c], self.hi[c], c) for c in self.children[group]]
        units += [_Unit(at, at, None) for at in self.own[group]]
        return sorted(units)

    def _extend(self, units: list[_Unit], group: int, total: list[int], weights: list[int]) -> tuple[int, int]:
        """The stretch of the container ``group`` and the containers and lines beside it that go on with its story."""
        at = next(n for n, unit in enumerate(units) if unit.group == group)
        low = high = at
        if self._is_card(group):
            return units[at].first, units[at].last
        while low and not self._is_boundary(units[low - 1]):
            low -= 1
        high = self._reach(units, high, group, total)
        if high + 1 < len(units) and (last := self._before_headline(units[high + 1], weights)):
            return units[low].first, last
        while high > at and not self._goes_on(units[high], group, total, weights):
            high -= 1
        return units[low].first, units[high].last

    def _before_headline(self, unit: _Unit, weights: list[int]) -> int | None:
        """The last paragraph of a container that goes on with a story before the first headline of another one.

        Tags left open make each container of a page hold all that follows it.
        """
        last = None
        for at in range(unit.first, unit.last + 1):
            item = self.items[at]
            if self.groups[item.block.group].item or _opens_other(item):
                break
            last = at if weights[at] else last
        return last

    def _goes_on(self, unit: _Unit, current: int, total: list[int], weights: list[int]) -> bool:
        """Whether text behind a body is more of it. A little text there is of something else (a notice to readers)."""
        if unit.group is None:
            return weights[unit.first] > 0
        name, tag = self.groups[current].name, self.groups[current].tag
        if name and total[unit.group] and (self.groups[unit.group].name, self.groups[unit.group].tag) == (name, tag):
            return True
        return total[unit.group] >= _LEAST_PART * total[current]

    def _is_boundary(self, unit: _Unit) -> bool:
        if unit.group is None:
            item = self.items[unit.first]
            return item.label is None and (item.block.tag == "h1" or (self.flat and _is_headline(item)))
        return self.is_item(unit.group)

    def _is_headed(self, unit: _Unit) -> bool:
        """Whether a container behind a body opens with the heading of teasers or comments."""
        if unit.group is None:
            return False
        first = self.items[unit.first]
        return first.label is None and first.line.kind in _HEADS

    def is_below_head(self, group: int) -> bool:
        """Whether a container, or one around it, opens with the heading of teasers or comments."""
        while group:
            first = self.items[self.lo[group]]
            if first.label is None and first.line.kind in _HEADS:
                return True
            group = self.groups[group].parent
        return False

    def is_item(self, group: int) -> bool:
        """Whether a container is a published item of its own: by tag and class words, its headline or its own date."""
        if self.groups[group].item:
            return True
        inside = self.items[self.lo[group] : self.hi[group] + 1]
        return any(i.block.time or _opens_other(i) for i in inside if i.label is None)

    def _is_card(self, group: int) -> bool:
        """Whether a container is a story with a headline that leads elsewhere: what stands beside it is another one."""
        inside = self.items[self.lo[group] : self.hi[group] + 1]
        return any(i.label is None and _is_headline(i) for i in inside)

    def item_of(self, group: int) -> int | None:
        """The innermost container around ``group`` that the markup calls a published item, or None."""
        while group:
            if self.groups[group].item:
                return group
            group = self.groups[group].parent
        return None


def _opens_other(item: Item) -> bool:
    """Whether a line begins another story: a main heading, or a headline that leads elsewhere."""
    return item.label is None and (item.block.tag == "h1" or _is_headline(item))


def _is_headline(item: Item) -> bool:
    return item.is_heading and item.is_link and item.line.words > 2
