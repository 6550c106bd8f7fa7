"""Happenings kept in the archive: what stories are about, which are alike, and which tell of one happening.

Stories wait until names are resolved and are then taken some at a time, each time in a transaction of its own. What is
found depends on the stories alone: from any order of adding, and made anew, it is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from marsad.happenings.groups import DAYS, Decided, Link, Told, happenings
from marsad.happenings.likeness import SHARED_KEYS, link_score
from marsad.happenings.sketches import Sketch, Vector, keys_of, sketch
from marsad.model import EntityType, Story
from marsad.store.compression import unpacked
from marsad.store.database import Database, chunks, marks, rows_of, transaction
from marsad.store.judgements import OTHER_HAPPENING, SAME_HAPPENING, on_stories
from marsad.store.layouts import unpacked as unpacked_layout

#: Stories taken in one transaction.
AT_ONCE = 300
_CATALOGUE = "catalogue"

Sketches = dict[int, tuple[str, bytes]]


def catch_up(db: Database) -> int:
    """Looks at every story that waits; returns how many. Each transaction leaves the archive whole."""
    count = 0
    while True:
        with transaction(db):
            taken = take(db, AT_ONCE)
        count += taken
        if not taken:
            return count


def take(db: Database, most: int) -> int:
    """Looks at so many stories that wait, inside a transaction; returns how many."""
    waiting = [row[0] for row in db.execute("SELECT story FROM waiting ORDER BY story LIMIT ?", (most,))]
    if not waiting:
        return 0
    touched = forget(db, waiting)
    found = sketches_of(db, waiting)
    db.insert("sketch", "story, day, terms", [(story, *row) for story, row in sorted(found.items())])
    keys = sorted((day, term, story) for story, (day, terms) in found.items() for term in keys_of(terms))
    db.insert("sketch_key", "day, term, story", keys)
    links = {(a, b, score) for one, other, score in alike(db, found) for a, b in ((one, other), (other, one))}
    db.insert("likeness", "story, other, score", sorted(links))
    regroup(db, touched | found.keys())
    return len(waiting)


def wait_again(db: Database) -> None:
    """Lets every dated story wait, as if none had been looked at; inside a transaction that writes."""
    for table in ("sketch", "sketch_key", "likeness", "happening", "waiting"):
        db.execute(f"DELETE FROM {table}")
    db.execute("INSERT INTO waiting SELECT id FROM story WHERE day <> ''")


def forget(db: Database, stories: Sequence[int]) -> set[int]:
    """Takes stories out of all happenings; returns the stories whose happenings may be others now, to be regrouped."""
    touched: set[int] = set()
    for part in chunks(list(stories)):
        wanted = marks(len(part))
        query = (
            f"SELECT other FROM likeness WHERE story IN ({wanted}) UNION SELECT m.story FROM happening AS h"
            f" JOIN happening AS m ON m.first = h.first WHERE h.story IN ({wanted})"
        )
        touched.update(row[0] for row in db.execute(query, (*part, *part)))
        known = f"SELECT story, day, terms FROM sketch WHERE story IN ({wanted})"
        for story, day, terms in db.execute(known, part).fetchall():
            rows = [(day, term, story) for term in keys_of(terms)]
            db.executemany("DELETE FROM sketch_key WHERE day = ? AND term = ? AND story = ?", rows)
            linked = "SELECT other FROM likeness WHERE story = ?"
            db.execute(f"DELETE FROM likeness WHERE other = ? AND story IN ({linked})", (story, story))
        grouped = f"SELECT first FROM happening WHERE story IN ({wanted})"
        db.execute(f"DELETE FROM happening WHERE first IN ({grouped})", part)
        for table in ("sketch", "likeness", "happening", "waiting"):
            db.execute(f"DELETE FROM {table} WHERE story IN ({wanted})", part)
    return touched - set(stories)


def sketches_of(db: Database, stories: Sequence[int]) -> Sketches:
    """What dated stories (row numbers) are about: day and terms, as rows keep them."""
    return {number: (day, found.data) for number, (day, found) in sketched(db, stories).items() if day}


def sketched(db: Database, stories: Sequence[int]) -> dict[int, tuple[str, Sketch]]:
    """Days and sketches of stories (row numbers). Names that no catalogue knows count as words."""
    found: dict[int, tuple[str, Sketch]] = {}
    for part in chunks(list(stories), 100):
        names: defaultdict[int, list[tuple[str, EntityType]]] = defaultdict(list)
        query = (
            "SELECT m.story, e.key, e.type FROM mention AS m JOIN entity AS e ON e.id = m.entity"
            f" WHERE e.status = '{_CATALOGUE}' AND m.story IN ({marks(len(part))})"
        )
        for number, key, kind in db.execute(query, part):
            names[number].append((key, EntityType(kind)))
        for number, day, story in _stories(db, part):
            found[number] = day, sketch(story, names[number])
    return found


def _stories(db: Database, stories: Sequence[int]) -> Iterator[tuple[int, str, Story]]:
    rows = db.execute(
        "SELECT s.id, s.day, s.page, d.layout FROM story AS s JOIN story_doc AS d ON d.story = s.id"
        f" WHERE d.layout IS NOT NULL AND s.id IN ({marks(len(stories))})",
        stories,
    ).fetchall()
    pages = list({row[2] for row in rows})
    query = f"SELECT id, text FROM page WHERE id IN ({marks(len(pages))})"
    texts = {number: unpacked(text) for number, text in db.execute(query, pages)}
    for number, day, page, layout in rows:
        yield number, day, unpacked_layout(layout, texts[page])


def alike(db: Database, found: Sketches) -> Iterator[tuple[int, int, float]]:
    """Stories that are alike, one of each pair being in ``found``, whose keys are in the archive already."""
    vectors = {story: Vector.of(terms) for story, (_, terms) in found.items()}
    for story, (day, terms) in sorted(found.items()):
        near = _near(db, story, day, keys_of(terms))
        absent = [other for other in near if other not in vectors]
        rows = rows_of(db, "SELECT story, day, terms FROM sketch WHERE story", absent)
        others = {other: (told, Vector.of(terms_)) for other, told, terms_ in rows}
        for other in near:
            told, vector = (found[other][0], vectors[other]) if other in vectors else others[other]
            score = link_score(vectors[story], day, vector, told)
            if score is not None:
                yield story, other, score


def _near(db: Database, story: int, day: str, keys: Sequence[int]) -> list[int]:
    """Stories of the days around that share some of the keys."""
    middle = date.fromisoformat(day)
    days = [(middle + timedelta(days=by)).isoformat() for by in range(-DAYS, DAYS + 1)]
    query = (
        f"SELECT story FROM sketch_key WHERE day IN ({marks(len(days))}) AND term IN ({marks(len(keys))})"
        f" AND story <> ? GROUP BY story HAVING count(*) >= {SHARED_KEYS}"
    )
    return [row[0] for row in db.execute(query, (*days, *keys, story))]


@dataclass(slots=True)
class Tied:
    """The stories whose happenings may change with those of some stories, and what those depend on.

    No story changes the happening of an earlier one. So all that is of the first day of the change or later and is tied
    to it, by likeness, by a common happening or by people's word, is open; what it is tied to of earlier days stands.
    """

    first: str
    decided: Decided
    open: dict[int, Told] = field(default_factory=dict)
    fixed: dict[int, Told] = field(default_factory=dict)
    of: dict[int, int] = field(default_factory=dict)
    links: dict[tuple[int, int], float] = field(default_factory=dict)

    @classmethod
    def load(cls, db: Database, stories: Iterable[int]) -> Tied:
        """Follows the ties from ``stories`` (row numbers)."""
        days = dict(rows_of(db, "SELECT story, day FROM sketch WHERE story", sorted(stories)))
        found = cls(min(days.values(), default="9999"), Decided(*on_stories(db, SAME_HAPPENING, OTHER_HAPPENING)))
        followed, wanted = set[int](), set(days)
        while wanted:
            followed |= wanted
            found._take(db, wanted)
            wanted = found._follow(db, sorted(wanted)) & found.open.keys() - followed
        return found

    def _follow(self, db: Database, stories: Sequence[int]) -> set[int]:
        """Takes in what some open stories are tied to; returns it."""
        tied = self._said(db, stories)
        for story, other, score in rows_of(db, "SELECT story, other, score FROM likeness WHERE story", stories):
            self.links[min(story, other), max(story, other)] = score
            tied.add(other)
        self._take(db, tied)
        firsts = sorted({self.of[story] for story in {*stories, *tied} if story in self.of})
        members = {row[0] for row in rows_of(db, "SELECT story FROM happening WHERE first", firsts)}
        self._take(db, members)
        return tied | members

    def _take(self, db: Database, stories: Iterable[int]) -> None:
        query = (
            "SELECT s.id, s.key, k.day, h.first FROM sketch AS k JOIN story AS s ON s.id = k.story"
            " LEFT JOIN happening AS h ON h.story = s.id WHERE s.id"
        )
        absent = [story for story in stories if story not in self.open and story not in self.fixed]
        for number, key, day, first in rows_of(db, query, sorted(absent)):
            (self.open if day >= self.first else self.fixed)[number] = Told(key, day)
            if first is not None:
                self.of[number] = first

    def _said(self, db: Database, stories: Sequence[int]) -> set[int]:
        """Stories that people tied to these."""
        keys = {self.open[story].story for story in stories}
        others = {key for pair in self.decided.together if keys.intersection(pair) for key in pair} - keys
        return {row[0] for row in rows_of(db, "SELECT id FROM story WHERE key", sorted(others))}

    def happenings(self) -> dict[int, int]:
        """The first story of the happening of each open story."""
        everything = {**{story: told for story, told in self.fixed.items() if story in self.of}, **self.open}
        numbers = {told.story: number for number, told in everything.items()}
        keys = {number: told.story for number, told in everything.items()}
        links = [Link(keys[a], keys[b], score) for (a, b), score in self.links.items() if a in keys and b in keys]
        before = {told.story: keys[self.of[n]] for n, told in self.fixed.items() if n in self.of}
        found = happenings(everything.values(), links, self.decided, before)
        return {number: numbers[found[told.story]] for number, told in self.open.items()}


def regroup(db: Database, stories: Iterable[int]) -> None:
    """Makes the happenings anew that may change with some stories."""
    tied = Tied.load(db, stories)
    wanted = tied.happenings()
    changed = {story: first for story, first in wanted.items() if tied.of.get(story) != first}
    db.executemany("DELETE FROM happening WHERE story = ?", [(story,) for story in sorted(changed)])
    rows = [(story, first, tied.open[story].day) for story, first in sorted(changed.items())]
    db.insert("happening", "story, first, day", rows)
