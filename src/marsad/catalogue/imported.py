"""Entities of a look-up file beside those that Marsad ships: made when they are asked for, the shipped ones first."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from marsad.catalogue.compact import Compact, Facts
from marsad.catalogue.entities import Entity
from marsad.model import EntityType
from marsad.text.fold import fold
from marsad.text.tokens import folded_words

_KEPT = 1 << 16
_QID = re.compile(r"Q[1-9]\d{0,9}")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
#: Weights of shipped entities go to 95: an imported one weighs 8 for one Wikipedia, 45 for fifty, at most this.
_HEAVIEST = 60


class Imported:
    """The entities of one look-up file. One that Marsad ships too is given as the shipped one, id and all."""

    def __init__(self, compact: Compact, shipped: Iterable[Entity]) -> None:
        self.compact = compact
        self._by_qid: dict[str, Entity] = {}
        self._by_name: dict[tuple[EntityType, str], list[Entity]] = {}
        self._countries: dict[str, str] = {}
        for entity in shipped:
            if entity.qid:
                self._by_qid.setdefault(entity.qid, entity)
                if entity.kind == "country":
                    self._countries[entity.qid] = entity.id
            else:
                for name in {*map(fold, (entity.name, *entity.variants)), _plain(entity.name_en)}:
                    self._by_name.setdefault((entity.type, name), []).append(entity)
        self.entity = lru_cache(maxsize=_KEPT)(self._entity)
        self.named = lru_cache(maxsize=_KEPT)(self._named)

    def get(self, key: str) -> Entity | None:
        """The entity with this Wikidata id."""
        index = self.compact.index(int(key[1:])) if _QID.fullmatch(key) else None
        return None if index is None else self.entity(index)

    def index_of(self, entity: Entity) -> int | None:
        """The number in the file of an entity, imported or shipped."""
        if entity.qid:
            return self.compact.index(int(entity.qid[1:]))
        for name in entity.names():
            for index, _ in self.compact.bearers(self.compact.number(folded_words(name))):
                if self.entity(index).id == entity.id:
                    return index
        return None

    def _named(self, name: int | None) -> tuple[tuple[Entity, Facts, bool], ...]:
        """Who bears the name of this number, with their facts, and whether it is only an alias of theirs."""
        return tuple((self.entity(i), self.compact.facts(i), alias) for i, alias in self.compact.bearers(name))

    def bearers(self, name: str) -> tuple[Entity, ...]:
        """The entities that bear ``name`` in any spelling, the weightiest first."""
        found = {entity.id: entity for entity, _, _ in self.named(self.compact.number(folded_words(name)))}
        return tuple(sorted(found.values(), key=lambda e: (-e.weight, e.id)))

    def _entity(self, index: int) -> Entity:
        facts, details = self.compact.facts(index), self.compact.details(index)
        made = Entity(
            id=f"Q{facts.q}",
            type=EntityType(facts.type),
            kind=facts.kind,
            name=details.name,
            name_en=details.name_en,
            variants=details.aliases,
            description=details.description,
            description_en=details.description_en,
            country=self._countries.get(f"Q{facts.country}", ""),
            qid=f"Q{facts.q}",
            weight=min(_HEAVIEST, round(8 * math.log2(1 + facts.sitelinks))),
            source="wikidata",
        )
        return self._shipped(made, index) or made

    def _shipped(self, made: Entity, index: int) -> Entity | None:
        """The shipped entity that an imported one is: by its id, or by name, type and country where it ships no id."""
        if known := self._by_qid.get(made.qid or ""):
            return known
        alike = [*self._by_name.get((made.type, fold(made.name)), ()),
                 *self._by_name.get((made.type, _plain(made.name_en)), ())]  # fmt: skip
        fitting = {e.id: e for e in alike if not e.country or not made.country or e.country == made.country}
        if len(fitting) != 1 or not self._most_linked(made, index):
            return None
        only: Entity = next(iter(fitting.values()))
        return only

    def _most_linked(self, made: Entity, index: int) -> bool:
        """Whether no other bearer of the name is of the same type and stands in more Wikipedias."""
        for other, _ in self.compact.bearers(self.compact.number(folded_words(made.name))):
            if self.compact.facts(other).type == made.type.value:
                return other == index
        return False


class Entities(Mapping[str, Entity]):
    """Entities by id: those in memory, and those of look-up files. Only those in memory are counted and gone through:
    nobody walks through millions."""

    def __init__(self, own: Mapping[str, Entity], imported: tuple[Imported, ...]) -> None:
        self._own, self._imported = own, imported

    def __getitem__(self, key: str) -> Entity:
        if found := self._own.get(key):
            return found
        for file in self._imported:
            if found := file.get(key):
                return found
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


def _plain(name_en: str) -> str:
    """An English name without what spellings differ in."""
    return _NOT_LETTERS.sub("", name_en.lower()) or "?"
