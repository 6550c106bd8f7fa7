"""Names put together under the one that stands for them: people's word first, then rules, the surest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from marsad.resolving.evidence import Evidence
from marsad.resolving.rules import Pair
from marsad.store.judgements import Judgement


@dataclass(slots=True)
class Decided:
    """What people decided on who is who: ``together`` pairs (first stands for second), ``alone`` names."""

    together: dict[tuple[str, str], None] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> Decided:
        """Reads people's judgements, the oldest first: the last word on a name counts."""
        found = cls()
        for j in judgements:
            if j.kind == "merge" and j.other:
                found.together[j.entity, j.other] = None
            elif j.kind == "split":
                found.together = {pair: None for pair in found.together if j.entity not in pair}
                found.alone.add(j.entity)
        return found


class Clusters:
    """Sets of names that are one, each with the name that stands for it."""

    def __init__(self, names: Iterable[Evidence], decided: Decided) -> None:
        self.names = {e.key: e for e in names}
        self.decided = decided
        self._members = {key: [key] for key in self.names}
        self._of = {key: key for key in self.names}
        self._preferred: set[str] = set()
        self.why: dict[str, Pair] = {}

    def build(self, pairs: Sequence[Pair]) -> None:
        """Joins what people joined, then what rules found, unless a person or a rule keeps any two of them apart."""
        for first, second in self.decided.together:
            if first in self._of and second in self._of:
                self._preferred.add(first)
                self._join(self._of[first], self._of[second])
        apart = {frozenset((p.first.key, p.second.key)) for p in pairs if p.apart}
        for pair in sorted(pairs, key=lambda p: (-p.score, p.first.key, p.second.key)):
            one, other = self._of[pair.first.key], self._of[pair.second.key]
            if pair.apart or one == other or {pair.first.key, pair.second.key} & self.decided.alone:
                continue
            if self._clash(one, other, apart):
                continue
            self._join(one, other)
            self.why.setdefault(pair.second.key, pair)
            self.why.setdefault(pair.first.key, pair)

    def _clash(self, one: str, other: str, apart: set[frozenset[str]]) -> bool:
        mine, theirs = self._members[one], self._members[other]
        if sum(self.names[key].known for key in (*mine, *theirs)) > 1:
            return True
        return any(frozenset((a, b)) in apart for a in mine for b in theirs)

    def _join(self, one: str, other: str) -> None:
        if one == other:
            return
        for key in self._members[other]:
            self._of[key] = one
        self._members[one] += self._members.pop(other)

    def each(self) -> list[tuple[str, list[str]]]:
        """(the name that stands for the others, all of them) of every set."""
        found = []
        for members in self._members.values():
            best = min(members, key=self._rank)
            found.append((best, sorted(members)))
        return sorted(found)

    def _rank(self, key: str) -> tuple[bool, bool, int, str]:
        """People's choice first, then a known entity, then the spelling of most texts."""
        one = self.names[key]
        return (key not in self._preferred, not one.known, -len(one.texts), key)
