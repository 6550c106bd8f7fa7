"""Groups of copies kept in the archive, made anew for the stories that are tied to some texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from marsad.copies.groups import Decided, Pair, Telling, groups
from marsad.copies.overlap import Overlap
from marsad.store.changes import STORY, note_changes
from marsad.store.database import Database, rows_of
from marsad.store.judgements import OTHER_TEXT, SAME_TEXT, on_stories
from marsad.store.tallies import Tallies

#: What a group says of a story: origin, kind, reason, share, again and of_story.
Row = tuple[int, str, str | None, float, int, int]
_COLUMNS = "story, origin, kind, reason, share, again, of_story"


@dataclass(slots=True)
class Tied:
    """All stories that are tied to some texts, directly or by others: by equal words, by overlap, by people."""

    tellings: dict[int, Telling] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    decided: Decided = field(default_factory=Decided)
    _stands: dict[int, tuple[str, int | None, int]] = field(default_factory=dict)

    @classmethod
    def load(cls, db: Database, texts: Iterable[str]) -> Tied:
        """Follows the ties from ``texts`` until there are no more."""
        found, seen, wanted = cls(decided=Decided(*on_stories(db, SAME_TEXT, OTHER_TEXT))), set[str](), set(texts)
        while wanted:
            seen |= wanted
            rows = found._stories(db, wanted)
            wanted = (found._overlaps(db, rows) | found._decided(db, rows)) - seen
        return found

    def _stories(self, db: Database, texts: Iterable[str]) -> dict[str, int]:
        """Takes in the stories with some texts; returns the holder of each."""
        lowest: dict[str, int] = {}
        query = (
            "SELECT s.id, s.source, s.is_copy, s.key, s.body_hash, s.shingles, o.key, o.kind, s.agency, s.day, s.moment"
            " FROM story AS s LEFT JOIN source AS o ON o.id = s.source WHERE s.shingles IS NOT NULL AND s.body_hash"
        )
        for number, outlet, copy, key, text, size, source, kind, *rest in rows_of(db, query, sorted(texts)):
            agency, day, moment = rest
            self.tellings[number] = Telling(key, text, size, source, kind == "agency", agency, day, moment)
            self._stands[number] = (day, outlet, copy)
            lowest[text] = min(number, lowest.get(text, number))
        return lowest

    def _overlaps(self, db: Database, holders: dict[str, int]) -> set[str]:
        """Takes in what holders share with others; returns the texts of those others."""
        keys = {number: text for text, number in holders.items()}
        counts = "o.shared, o.size, o.other_size, o.names, o.phrases, o.own_phrases, o.other_phrases"
        query = f"SELECT o.story, s.body_hash, {counts} FROM overlap AS o JOIN story AS s ON s.id = o.other"
        rows = rows_of(db, f"{query} WHERE o.story", sorted(keys))
        found = [Pair(keys[story], other, Overlap(*counts)) for story, other, *counts in rows]
        self.pairs += [pair for pair in found if pair.one < pair.other]
        return {pair.other for pair in found}

    def _decided(self, db: Database, holders: dict[str, int]) -> set[str]:
        """The texts of stories that people joined with these."""
        here = {one.story for one in self.tellings.values() if one.text in holders}
        wanted = {story for pair in self.decided.together if here.intersection(pair) for story in pair} - here
        return {row[0] for row in rows_of(db, "SELECT body_hash FROM story WHERE key", sorted(wanted))}

    def rows(self) -> dict[int, Row]:
        """The row of each story that belongs to a group: as ``Row``."""
        numbers, found = {one.story: number for number, one in self.tellings.items()}, {}
        for group in groups(list(self.tellings.values()), self.pairs, self.decided):
            for one in group.members:
                reason = group.reason.value if one.story == group.origin else None
                row = (numbers[group.origin], one.kind.value, reason, one.share, int(one.again), numbers[one.of])
                found[numbers[one.story]] = row
        return found

    def stands(self, number: int) -> tuple[str, int | None, int]:
        """The day and source of a story, and whether it counts as a copy so far."""
        return self._stands[number]


def regroup(db: Database, texts: Iterable[str]) -> set[int]:
    """Makes the groups anew that are tied to some texts, with the counts that follow; returns what stories moved."""
    tied = Tied.load(db, texts)
    wanted = tied.rows()
    there = rows_there(db, tied.tellings)
    moved = {story for story in tied.tellings if there.get(story) != wanted.get(story)}
    db.executemany("DELETE FROM copy_of WHERE story = ?", [(story,) for story in sorted(moved & there.keys())])
    rows = [(story, *wanted[story]) for story in sorted(moved & wanted.keys())]
    db.insert("copy_of", _COLUMNS, rows)
    _count(db, tied, wanted)
    return moved


def rows_there(db: Database, stories: Iterable[int]) -> dict[int, Row]:
    """The rows of stories that belong to a group, as ``Tied.rows`` gives them."""
    found = rows_of(db, f"SELECT {_COLUMNS} FROM copy_of WHERE story", sorted(stories))
    return {story: (origin, kind, reason, share, again, of) for story, origin, kind, reason, share, again, of in found}


def _count(db: Database, tied: Tied, wanted: dict[int, Row]) -> None:
    """Counts stories as copies, or as copies no longer."""
    tallies, changed = Tallies(), list[tuple[str, int]]()
    for number in tied.tellings:
        day, source, before = tied.stands(number)
        copy = wanted[number][4] if number in wanted else 0
        if copy != before:
            db.execute("UPDATE story SET is_copy = ? WHERE id = ?", (copy, number))
            db.execute("UPDATE story_entity SET is_copy = ? WHERE story = ?", (copy, number))
            named = [row[0] for row in db.execute("SELECT entity FROM story_entity WHERE story = ?", (number,))]
            tallies.copied(day, source, named, copy - before)
            changed.append((STORY, number))
    tallies.put(db)
    note_changes(db, changed)
