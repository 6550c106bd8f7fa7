"""Which stories tell of one happening: a pure function of the stories, of how alike they are, and of people's words.

Stories are taken in the order of their days (and ids within a day), whatever order they came in. Each joins the
happening of the earlier story it is most like, if it is like enough to those of its stories that are near it in time;
else it begins one of its own. So no chain of stories that are each a little like the next makes one happening of a war.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

#: Stories of one happening are at most so many days apart from the next; a happening that goes on is another.
DAYS = 3
LONGEST = 7
#: How alike two stories must be for a link to be kept, and for one to join the happening of the other.
LINKED, JOINED = 0.36, 0.5
#: The share of the happening's near stories that a story must be linked with to join it.
_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Told:
    """A story as happenings are judged by: its public id and its day."""

    story: str
    day: str


@dataclass(frozen=True, slots=True)
class Link:
    """Two stories that are alike, and how much (0 to 1)."""

    one: str
    other: str
    score: float


@dataclass(frozen=True, slots=True)
class Decided:
    """Pairs of stories that people say are of one happening, and of two."""

    together: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()


NOTHING = Decided()


def happenings(
    stories: Iterable[Told], links: Sequence[Link], decided: Decided = NOTHING, before: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The happening of each of ``stories``, named by its first story.

    ``before`` has the happenings of earlier stories, which stay as they are: no story changes that of an earlier one.
    """
    near: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for link in links:
        near[link.one][link.other] = near[link.other][link.one] = link.score
    found = _Happenings(near, decided)
    known = before or {}
    ordered = sorted(stories, key=lambda told: (told.day, told.story))
    days = {told.story: told.day for told in ordered}
    for story in sorted(known, key=lambda key: (days[key], key)):
        found.put(story, days[story], known[story])
    for told in ordered:
        if told.story not in known:
            found.put(told.story, told.day, found.best(told) or told.story)
    return found.of


def day_by_day(days: Iterable[tuple[str, Sequence[str], Sequence[Link]]]) -> Iterator[tuple[str, str, str]]:
    """The stories of very many days, each with its happening and day, while only the stories of some days are held.

    ``days`` rise; each has its stories and their links to each other and to stories of the days before. What comes is
    what ``happenings`` gives for all of it at once.
    """
    recent: dict[str, tuple[str, str]] = {}
    for day, stories, links in days:
        oldest = (date.fromisoformat(day) - timedelta(days=DAYS + LONGEST)).isoformat()
        recent = {story: (then, of) for story, (then, of) in recent.items() if then >= oldest}
        told = [Told(story, then) for story, (then, _) in recent.items()] + [Told(story, day) for story in stories]
        found = happenings(told, links, before={story: of for story, (_, of) in recent.items()})
        for story in sorted(stories):
            recent[story] = day, found[story]
            yield story, found[story], day


class _Happenings:
    """Happenings while stories are put into them."""

    def __init__(self, near: Mapping[str, Mapping[str, float]], decided: Decided) -> None:
        self._near, self.of = near, dict[str, str]()
        self._members: defaultdict[str, list[tuple[str, date]]] = defaultdict(list)
        self._together, self._apart = _both_ways(decided.together), _both_ways(decided.apart)

    def put(self, story: str, day: str, happening: str) -> None:
        """Puts a story into a happening."""
        self.of[story] = happening
        self._members[happening].append((story, date.fromisoformat(day)))

    def best(self, told: Told) -> str | None:
        """The happening that a story joins: the one people say, else that of the story it is most like."""
        said = sorted(self.of[other] for other in self._together[told.story] if other in self.of)
        if said:
            return said[0]
        apart = {self.of[other] for other in self._apart[told.story] if other in self.of}
        near = self._near.get(told.story, {})
        alike = sorted((-score, other) for other, score in near.items() if other in self.of and score >= JOINED)
        for _, other in alike:
            happening = self.of[other]
            if happening not in apart and self._fits(told, happening, near):
                return happening
        return None

    def _fits(self, told: Told, happening: str, near: Mapping[str, float]) -> bool:
        """Whether a story is linked with enough of the stories of a happening that are near it in time."""
        day, members = date.fromisoformat(told.day), self._members[happening]
        if (day - members[0][1]).days >= LONGEST:
            return False
        close = [story for story, then in members if (day - then).days <= DAYS]
        return bool(close) and sum(story in near for story in close) >= _SHARE * len(close)


def _both_ways(pairs: Iterable[tuple[str, str]]) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return found
