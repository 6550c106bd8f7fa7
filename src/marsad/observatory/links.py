"""The archive as the questions see it: entities and sources by number, and as links that a page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log10
from typing import Any

from marsad.catalogue import Catalogue
from marsad.errors import NotInArchiveError, SearchIndexError
from marsad.observatory.pages import EntityLink, SourceLink, Window
from marsad.observatory.periods import Kept
from marsad.outlets import Outlets
from marsad.search import latin, suggesting
from marsad.search.following import Following
from marsad.search.index import Index
from marsad.store.database import Database, marks, rows_of
from marsad.store.kept import kept_of
from marsad.text.fold import fold
from marsad.text.words import bare

NEAR = 8
SUGGESTED = 5
#: A name in Latin letters is taken for an Arabic one when it sounds so much like it, of 100.
SURE = 80.0
#: What ten times the stories are worth beside a likeness of 100, when several names are near.
_STORIES_WORTH = 4.0
#: So many bearers of a part of a name are looked at.
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class View:
    """A connection to the archive with what is known of entities and outlets."""

    db: Database
    catalogue: Catalogue
    outlets: Outlets
    kept: Kept = field(default_factory=Kept)
    following: Following = field(default_factory=Following)
    _sources: dict[int, SourceLink] = field(default_factory=dict)

    def index(self) -> Index:
        """The search index over the archive. Raises SearchIndexError where it has yet to be made."""
        return self.following.over(self.db)

    def entity(self, number: int) -> EntityLink:
        """The link of the entity with this row number."""
        return self.entities([number])[number]

    def entities(self, numbers: Iterable[int]) -> dict[int, EntityLink]:
        """The links of many entities, each as the one that stands for it."""
        return {row[0]: self._link(*row[2:]) for row in self._entity_rows("id", numbers)}

    def by_keys(self, keys: Iterable[str]) -> dict[str, EntityLink]:
        """The links of entities by their public ids, each as the one that stands for it."""
        return {row[1]: self._link(*row[2:]) for row in self._entity_rows("key", keys)}

    def keys(self, number: int) -> frozenset[str]:
        """The public ids of all names that the entity with this row number stands for, its own included."""
        rows = self.db.execute("SELECT key FROM entity WHERE id = ? OR kept = ?", (number, number))
        return frozenset(row[0] for row in rows)

    def names(self, keys: Iterable[str]) -> dict[str, str]:
        """The names of entities as they were read, by their public ids."""
        wanted = list(keys)
        query = f"SELECT key, name FROM entity WHERE key IN ({marks(len(wanted))})"
        return dict(self.db.execute(query, wanted).fetchall())

    def titles(self, keys: Iterable[str]) -> dict[str, str]:
        """The titles of stories by their public ids."""
        return dict(rows_of(self.db, "SELECT key, title FROM story WHERE key", keys))

    def members(self, number: int) -> str:
        """A condition on a column of entities as they were read: those that the row number stands for."""
        return f"IN (SELECT id FROM entity WHERE id = {int(number)} OR kept = {int(number)})"

    def _entity_rows(self, column: str, values: Iterable[object]) -> list[tuple[Any, ...]]:
        query = (
            "SELECT own.id, own.key, entity.key, coalesce(entity.called, entity.name), entity.name_en, entity.type,"
            " entity.status, entity.called FROM entity AS own JOIN entity ON entity.id = coalesce(own.kept, own.id)"
            f" WHERE own.{column}"
        )
        return list(rows_of(self.db, query, values))

    def _link(
        self, key: str, name: str, name_en: str | None, type_: str, status: str, called: str | None
    ) -> EntityLink:
        known = self.catalogue.entities.get(key)
        if known:
            return EntityLink(key, called or known.name, known.name_en or name_en, type_, known.kind, "catalogue")
        return EntityLink(key, name, name_en, type_, "", status)

    def sources(self) -> dict[int, SourceLink]:
        """Every source of the archive by row number."""
        newest = self._one("SELECT max(id) FROM source")  # a source never changes its name
        if newest not in self._sources and newest is not None:
            rows = self.db.execute("SELECT id, key, name, name_en, kind FROM source")
            self._sources.update({row[0]: SourceLink(*row[1:]) for row in rows})
        return self._sources

    def counter(self, name: str) -> int:
        """How far a counter of the archive stands."""
        return self._one("SELECT value FROM counter WHERE name = ?", name) or 0

    def number(self, key: str) -> int:
        """The row number of an entity, or of the one that stands for it. Raises NotInArchiveError, with near names."""
        found = self._by_key(storable(key))
        if found is None:
            raise self.unknown(key)
        return found

    def find(self, name: str, *, hints: bool = True) -> EntityLink:
        """The entity of the archive that ``name`` means: an id, a spelling found in it, or an English name.

        Of several bearers the one that is called so most; where no name is written so, one that sounds so. Raises
        NotInArchiveError, with the nearest names where ``hints`` are wanted.
        """
        for search in (self._by_key, self._by_given_name, self._by_form, self._by_catalogue, self.by_sound):
            found = search(storable(name.strip()))
            if found is not None:
                return self.entity(found)
        raise self.unknown(name) if hints else NotInArchiveError(f"nobody and nothing is called {name!r}")

    def as_read(self, name: str) -> str:
        """The id of the entity called ``name`` as it was read, before names were resolved. Raises NotInArchiveError."""
        query = (
            "SELECT key FROM entity WHERE key = ? UNION ALL SELECT key FROM"
            " (SELECT key FROM entity_form JOIN entity ON entity.id = entity WHERE folded = ?"
            " ORDER BY kept IS NULL, count DESC, key LIMIT 1) AS called LIMIT 1"
        )
        row = self.db.execute(query, (storable(name.strip()), fold(storable(name.strip())))).fetchone()
        if row is None:
            raise self.unknown(name)
        return str(row[0])

    def unknown(self, name: str) -> NotInArchiveError:
        """The error for a name that is not here."""
        near = tuple(e.name for e in self.near(name, SUGGESTED))
        hint = f"; near it: {'، '.join(near)}" if near else ""
        return NotInArchiveError(f"nobody and nothing in the archive is called {name!r}{hint}", near)

    def _by_key(self, name: str) -> int | None:
        return self._one("SELECT coalesce(kept, id) FROM entity WHERE key = ?", name)

    def _by_given_name(self, name: str) -> int | None:
        return self._one("SELECT coalesce(kept, id) FROM entity WHERE called = ? ORDER BY id LIMIT 1", name)

    def _by_form(self, name: str) -> int | None:
        return self._one(
            "SELECT coalesce(kept, entity.id) FROM entity_form JOIN entity ON entity.id = entity WHERE folded = ?"
            " ORDER BY count DESC, stories DESC, key LIMIT 1",
            fold(name),
        )

    def _by_catalogue(self, name: str) -> int | None:
        numbers = (self._by_key(entity.id) for entity in self.catalogue.named(name))
        return next((n for n in numbers if n is not None), None)

    def by_sound(self, name: str) -> int | None:
        """The entity whose English name has all words of one in Latin letters, or whose Arabic name sounds like it."""
        if not latin.is_latin(name):
            return None
        try:
            index = self.index()
        except SearchIndexError:
            return None
        numbers = self._of_kept(dict.fromkeys(suggesting.called(index, name), 100.0))
        if not numbers:
            numbers = self._of_kept({n.entity: n.score for n in suggesting.sounding(index, name) if n.score >= SURE})
        return next(iter(self._ranked(numbers)), None)

    def _one(self, query: str, *values: object) -> int | None:
        row = self.db.execute(query, values).fetchone()
        return int(row[0]) if row and row[0] is not None else None

    def near(self, name: str, limit: int = NEAR) -> tuple[EntityLink, ...]:
        """The entities of the archive whose names are most like ``name``, in Arabic or Latin letters."""
        try:
            found = suggesting.near(self.index(), storable(name))
        except SearchIndexError:
            return ()
        best = self._ranked(self._of_kept({n.entity: n.score for n in reversed(found)}))[:limit]
        links = self.entities(best)
        return tuple(links[number] for number in best)

    def bearing(self, part: str, limit: int) -> tuple[EntityLink, ...]:
        """The entities with a word in their names that begins with each word of ``part``, those in the news first."""
        best = self._ranked(dict.fromkeys(self.named_so(part, _LOOKED_AT), 0.0))[:limit]
        links = self.entities(best)
        return tuple(links[number] for number in best)

    def named_so(self, part: str, limit: int = 5000) -> frozenset[int]:
        """The entities with a word in their names that begins with each word of ``part``; none without an index."""
        try:
            found = suggesting.holding(self.index(), storable(part), limit)
        except SearchIndexError:
            return frozenset()
        return frozenset(self._of_kept(dict.fromkeys(found, 100.0)))

    def _ranked(self, scores: dict[int, float]) -> list[int]:
        """Entities by how well they answer a name, those in the news before others."""
        stories = self._stories(scores)
        return sorted(scores, key=lambda n: (-scores[n] - _STORIES_WORTH * log10(1 + stories[n]), n))

    def spellings(self, word: str) -> tuple[str, ...]:
        """The other one-word names of the known entity that a bare word names: ``سوريا`` (Syria) is ``سوريه`` too."""
        known = self.catalogue.named(word) or self.catalogue.named(f"ال{word}")
        if not known or known[0].weight < 0:
            return ()
        names = {bare(fold(name)) for name in (known[0].name, *known[0].variants) if " " not in name}
        return tuple(sorted(names - {word})) if word in names else ()

    def _of_kept(self, scores: dict[int, float]) -> dict[int, float]:
        """``scores`` with each entity as the one that stands for it, and the best score of its names."""
        found: dict[int, float] = {}
        for read, kept in kept_of(self.db, scores).items():
            found[kept] = max(found.get(kept, 0.0), scores[read])
        return found

    def _stories(self, numbers: Iterable[int]) -> dict[int, int]:
        return dict(rows_of(self.db, "SELECT id, stories FROM entity WHERE id", numbers))


def storable(text: str) -> str:
    """``text`` without what no database holds: halves of characters from a broken address."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def inside(shown: Window, table: str) -> tuple[str, tuple[str, ...]]:
    """When a row of ``story`` or ``story_entity`` counts: its day, and no copies when texts count once."""
    condition, values = days(shown, f"{table}.day")
    return (f"{condition} AND {table}.is_copy = 0", values) if shown.once else (condition, values)


def tallied(shown: Window) -> str:
    """What to sum of a table of counts: stories, or texts where each is counted once."""
    return "sum(stories - copies)" if shown.once else "sum(stories)"


def days(shown: Window, column: str = "day") -> tuple[str, tuple[str, ...]]:
    """The condition that a day lies in the window; the whole archive has its undated stories too."""
    if shown.whole or shown.day_from is None or shown.day_to is None:
        return "1 = 1", ()
    return f"{column} BETWEEN ? AND ?", (shown.day_from, shown.day_to)


def existing(view: View, key: str) -> str:
    """The id that a story has now. Raises NotInArchiveError where the archive has none of this id."""
    found = present_key(view, key)
    if not view.db.execute("SELECT 1 FROM story WHERE key = ?", (found,)).fetchone():
        raise NotInArchiveError(f"no story in the archive has the id {key!r}")
    return found


def present_key(view: View, key: str) -> str:
    """The id that a story has now, of this one or of one that it had before."""
    row = view.db.execute("SELECT story FROM story_moved WHERE key = ?", (storable(key),)).fetchone()
    return str(row[0]) if row else storable(key)
