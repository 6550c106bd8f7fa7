"""What the archive knows of a name that no catalogue knows: who wrote it, with which titles, beside whom."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from marsad.catalogue import Catalogue
from marsad.model import EntityType
from marsad.names.variants import block, units
from marsad.store.database import Database
from marsad.text.fold import fold

#: A title of fewer words is borne by many (الرئيس, الدكتور); one of more says who somebody is.
SAYING = 2


@dataclass(slots=True)
class Evidence:
    """One name as it was read. ``texts`` are different texts, not copies; ``known`` says that the catalogue has it."""

    number: int
    key: str
    name: str
    type: str
    block: str
    known: bool = False
    others: tuple[str, ...] = ()
    texts: set[str] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)
    titles: Counter[str] = field(default_factory=Counter)
    company: Counter[str] = field(default_factory=Counter)

    def spellings(self) -> tuple[str, ...]:
        """Every full name to compare by."""
        return (self.name, *self.others)


def pending(db: Database, after: int) -> set[str]:
    """The blocks of the names seen in stories added after the story ``after``."""
    query = (
        "SELECT DISTINCT block FROM sighting JOIN entity ON entity.id = entity WHERE story > ? AND block IS NOT NULL"
    )
    return {row[0] for row in db.execute(query, (after,))}


def blocks_of(db: Database, keys: Iterable[str]) -> set[str]:
    """The blocks of entities by their public ids; a known entity, which has none in the archive, by its name."""
    found = set()
    for key in keys:
        row = db.execute("SELECT block, type, name FROM entity WHERE key = ?", (key,)).fetchone()
        if row:
            found.add(row[0] or block(EntityType(row[1]), row[2]))
    return found


def load(db: Database, blocks: Iterable[str] | None) -> list[Evidence]:
    """The evidence of every unknown name of the ``blocks`` (None: of all), by public id."""
    found: dict[int, Evidence] = {}
    query = "SELECT id, key, name, type, block FROM entity WHERE block IS NOT NULL"
    if blocks is None:
        found = {row[0]: Evidence(*row) for row in db.execute(query)}
    else:
        for name in blocks:
            found.update((row[0], Evidence(*row)) for row in db.execute(f"{query} AND block = ?", (name,)))
    for whose, text, source, titles, company in _sightings(db, None if blocks is None else list(found)):
        one = found[whose]
        one.texts.add(text)
        if source is not None:
            one.sources.add(source)
        one.titles.update(_saying(json.loads(titles)))
        one.company.update(json.loads(company))
    return sorted(found.values(), key=lambda e: e.key)


_SEEN = (
    "SELECT sighting.entity, story.body_hash, story.source, titles, company FROM sighting"
    " JOIN story ON story.id = sighting.story"
)


def _sightings(db: Database, numbers: Sequence[int] | None) -> Iterator[tuple[int, str, int | None, str, str]]:
    if numbers is None:
        yield from db.execute(_SEEN)
        return
    for number in numbers:
        yield from db.execute(f"{_SEEN} WHERE sighting.entity = ?", (number,))


def _saying(titles: Iterable[str]) -> list[str]:
    return [title for title in titles if len(title.split()) >= SAYING]


def known_people(catalogue: Catalogue) -> dict[str, list[Evidence]]:
    """The people of the catalogue by the blocks of their names, with their full names to compare by."""
    found: dict[str, list[Evidence]] = {}
    for entity in catalogue.entities.values():
        if entity.type is not EntityType.PERSON:
            continue
        full = [name for name in dict.fromkeys((entity.name, *entity.variants)) if len(units(name)) > 1]
        for where in {block(entity.type, name) for name in full}:
            same = tuple(name for name in full if block(entity.type, name) == where)
            one = Evidence(0, entity.id, same[0], "PER", where, True, same[1:])
            found.setdefault(where, []).append(one)
    return found


def add_titles(db: Database, known: Evidence) -> Evidence:
    """``known``, an entity of the catalogue, with its number in the archive and the titles put on it there."""
    row = db.execute("SELECT id FROM entity WHERE key = ?", (known.key,)).fetchone()
    if row is None:
        return known
    known.number = int(row[0])
    titles = db.execute(
        "SELECT DISTINCT text FROM label_use WHERE entity = ? AND voice IN ('source', 'speaker') AND kind = 'title'",
        (known.number,),
    )
    known.titles = Counter(_saying(fold(text) for (text,) in titles))
    return known
