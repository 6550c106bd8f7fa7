"""Where the bodies of stories are on a marked-up page: the containers that hold paragraphs of one story each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from marsad.model import Group
from marsad.story.items import Item

#: Text beside a body is of the same story if it has so large a part of its words, or comes before it.
_LEAST_PART = 0.25
_MOST_BODIES = 200


@dataclass(frozen=True, slots=True)
class Body:
    """The lines from ``first`` to ``last`` in one container; ``words`` counts those of its paragraphs."""

    group: int
    first: int
    last: int
    words: int
    paragraphs: int


class Finder:
    """Finds bodies, the largest first, among items that no story has taken."""

    def __init__(self, items: Sequence[Item], groups: Sequence[Group]) -> None:
        self.items, self.groups = items, groups
        self.children: list[list[int]] = [[] for _ in groups]
        for at in range(1, len(groups)):
            self.children[groups[at].parent].append(at)
        self.lo = [len(items)] * len(groups)
        self.hi = [-1] * len(groups)
        for at, item in enumerate(items):
            group = item.block.group
            self.lo[group], self.hi[group] = min(self.lo[group], at), max(self.hi[group], at)
        for at in range(len(groups) - 1, 0, -1):
            above = groups[at].parent
            self.lo[above], self.hi[above] = min(self.lo[above], self.lo[at]), max(self.hi[above], self.hi[at])

    def find(self, taken: Collection[int] = ()) -> list[Body]:
        """Every body of the page but of the items ``taken``, in the order of the page. Bodies do not overlap."""
        weights = [0 if at in taken else item.weight for at, item in enumerate(self.items)]
        found: list[Body] = []
        while len(found) < _MOST_BODIES:
            own, total = self._sums(weights)
            seed = max(range(len(own)), key=own.__getitem__)
            if not own[seed]:
                break
            body = self._body(self._climb(seed, total), weights)
            found.append(body)
            for at in range(body.first, body.last + 1):
                weights[at] = 0
        return sorted(found, key=lambda b: b.first)

    def _sums(self, weights: list[int]) -> tuple[list[int], list[int]]:
        own = [0] * len(self.groups)
        for weight, item in zip(weights, self.items, strict=True):
            own[item.block.group] += weight
        total = own[:]
        for at in range(len(total) - 1, 0, -1):
            total[self.groups[at].parent] += total[at]
        return own, total

    def _body(self, group: int, weights: list[int]) -> Body:
        inside = [at for at in range(self.lo[group], self.hi[group] + 1) if weights[at]]
        words = sum(weights[at] for at in inside)
        return Body(group, inside[0], inside[-1], words, len(inside))

    def _climb(self, seed: int, total: list[int]) -> int:
        """The largest container around ``seed`` that holds one story only."""
        best = current = seed
        while current:
            above = self.groups[current].parent
            if total[above] > total[current]:
                if self._is_shared(above, current, total):
                    break
                best = above
            current = above
        return best

    def _is_shared(self, above: int, current: int, total: list[int]) -> bool:
        """Whether ``above`` holds other text than that of the story in ``current``.

        A little text behind a body is of something else (a notice to readers), unless a larger part stands beside it.
        """
        others = [child for child in self.children[above] if child != current and total[child]]
        if any(self.is_item(child) for child in others):
            return True
        return bool(others) and not any(self._goes_on(child, current, total) for child in others)

    def _goes_on(self, other: int, current: int, total: list[int]) -> bool:
        name, tag = self.groups[current].name, self.groups[current].tag
        if name and (self.groups[other].name, self.groups[other].tag) == (name, tag):
            return True
        before = self.hi[other] < self.lo[current]
        return before or total[other] >= _LEAST_PART * total[current]

    def is_item(self, group: int) -> bool:
        """Whether a container is a published item of its own: by tag and class words, its headline or its own date."""
        inside = self.items[self.lo[group] : self.hi[group] + 1]
        return self.groups[group].item or any(
            i.block.tag == "h1" or i.block.time or (i.is_heading and i.is_link and i.line.words > 2) for i in inside
        )

    def item_of(self, group: int) -> int | None:
        """The innermost container around ``group`` that the markup calls a published item, or None."""
        while group:
            if self.groups[group].item:
                return group
            group = self.groups[group].parent
        return None
