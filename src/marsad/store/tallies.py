"""Counts that are kept beside the rows, so that a page costs the same in a large archive."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from marsad.store.database import Database

if TYPE_CHECKING:
    from marsad.store.rows import Pending


class _Days(defaultdict[tuple[int, str], list[int]]):
    """Stories, copies and inferred days by whose they are (0 for the archive's) and day."""

    def __init__(self) -> None:
        super().__init__(lambda: [0, 0, 0])


class Tallies:
    """What some stories add to the counts."""

    def __init__(self) -> None:
        self.total: Counter[str] = Counter()
        self._days = {table: _Days() for table in ("archive_day", "source_day", "entity_day")}
        self._entities: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
        self._sources: Counter[int] = Counter()

    def story(self, one: Pending) -> None:
        """Counts a new story for the archive and its source."""
        self._count("archive_day", 0, one)
        if one.source is not None:
            self._count("source_day", one.source, one)
            self._sources[one.source] += 1
        self.total.update(stories=1, mentions=len(one.found.mentions), quotes=len(one.found.quotes))

    def named(self, entity: int, mentions: int, one: Pending) -> None:
        """Counts a story for an entity that it names."""
        self._count("entity_day", entity, one)
        counts = self._entities[entity]
        counts[0] += 1
        counts[1] += mentions

    def _count(self, table: str, whose: int, one: Pending) -> None:
        counts = self._days[table][whose, one.day.day]
        counts[0] += 1
        counts[1] += one.is_copy
        counts[2] += one.day.how == "inferred"

    def copied(self, day: str, source: int | None, entities: Iterable[int], by: int = 1) -> None:
        """Counts a story of the archive as a copy that was none before (``by`` -1: as one no longer)."""
        self._days["archive_day"][0, day][1] += by
        if source is not None:
            self._days["source_day"][source, day][1] += by
        for entity in entities:
            self._days["entity_day"][entity, day][1] += by

    def put(self, db: Database) -> None:
        """Adds everything to the tables."""
        counts = "stories, copies, estimated"
        for table, keys in (("source_day", "source, day"), ("entity_day", "entity, day")):
            rows = [(*key, *found) for key, found in sorted(self._days[table].items())]
            db.upsert(table, keys, counts, rows)
        days = [(day, *found) for (_, day), found in sorted(self._days["archive_day"].items())]
        db.upsert("archive_day", "day", counts, days)
        db.upsert("entity_month", "entity, month", "stories, copies", self._months())
        db.increase("entity", "stories, mentions", [(*found, entity) for entity, found in self._entities.items()])
        db.increase("source", "stories", [(n, source) for source, n in self._sources.items()])
        db.upsert("total", "name", "value", list(self.total.items()))

    def _months(self) -> list[tuple[object, ...]]:
        """Months follow the days; stories without a day are in the month ''."""
        months: defaultdict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
        for (entity, day), (stories, copies, _) in self._days["entity_day"].items():
            counts = months[entity, day[:7]]
            counts[0] += stories
            counts[1] += copies
        return [(entity, month, *counts) for (entity, month), counts in sorted(months.items())]
