"""What finding names needs, built once: the catalogue as a look-up by first word, word lists, spelling skeletons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from marsad.catalogue import Catalogue, Entity
from marsad.model import EntityType
from marsad.names import lexicon
from marsad.names.entries import Entry, Strength
from marsad.names.imported import ImportedNames
from marsad.names.lexicon import Lexicon, readings
from marsad.text.fold import fold
from marsad.text.tokens import Analysis, folded_words

_ALIKE = str.maketrans({"غ": "ج", "ق": "ك", "ط": "ت", "ص": "س", "ظ": "ز", "ڤ": "ف", "پ": "ب", "گ": "ج", "چ": "ج"})
_VOWELS = str.maketrans("", "", "اويهء")


@dataclass(frozen=True, slots=True)
class NameTools:
    """Look-up structures for ``marsad.names.find``. Immutable; share one among all stories.

    ``entries`` are catalogue names by their first word, then by their second ("" for names of one word), longest first;
    ``imported`` those of look-up files. ``national`` are bodies by their names without the adjective of their country,
    and by that country (وزارة الداخلية, egypt).
    """

    catalogue: Catalogue
    lexicon: Lexicon
    entries: Mapping[str, Mapping[str, tuple[Entry, ...]]]
    skeletons: Mapping[str, tuple[Entity, ...]]
    adjectives: Mapping[str, str]
    imported: tuple[ImportedNames, ...] = ()
    national: Mapping[tuple[str, str], Entity] = field(default_factory=dict)
    _beginnings_seen: dict[str, tuple[Analysis, ...]] = field(default_factory=dict)
    _triggers_seen: dict[str, bool] = field(default_factory=dict)

    def beginnings(self, word: str) -> tuple[Analysis, ...]:
        """The readings of a folded ``word`` with which some name of the catalogue begins."""
        known = self._beginnings_seen.get(word)
        if known is None:
            known = self._beginnings_seen[word] = tuple(r for r in readings(word) if self._begins(r.stem))
        return known

    def _begins(self, stem: str) -> bool:
        return stem in self.entries or any(file.opens(stem) for file in self.imported)

    def may_introduce(self, word: str) -> bool:
        """Whether a person's name can begin at a folded ``word`` or right after it, by a title or a verb of saying."""
        known = self._triggers_seen.get(word)
        if known is None:
            known = self._triggers_seen[word] = self._introduces(word)
        return known

    def _introduces(self, word: str) -> bool:
        words = self.lexicon
        if len(word) == 1 or words.title(word) is not None or words.opens_name(word):
            return True
        return (word.startswith("ال") and self.country_of(word) is not None) or words.says(word)

    def country_of(self, word: str) -> str | None:
        """The id of the country whose adjective the folded ``word`` is, listed or made from the country's name."""
        found = self.adjectives.get(word)
        return found or (self.adjectives.get(word[2:]) if word.startswith("ال") else None)

    def named(self, name: str) -> tuple[Entity, ...]:
        """The entities that bear ``name`` in any spelling, the weightiest first; imported ones where no other does."""
        if known := self.catalogue.named(name):
            return known
        return next((found for file in self.imported if (found := file.named(name))), ())

    @classmethod
    def load(cls, catalogue: Catalogue) -> NameTools:
        """The tools over ``catalogue`` and the shipped word lists. Takes about half a second with the catalogue."""
        adjectives = {**_regular_adjectives(catalogue), **catalogue.nisba}
        words = lexicon.load()
        imported = tuple(ImportedNames(file, words) for file in catalogue.imported)
        bodies = _national(catalogue, adjectives)
        return cls(catalogue, words, _entries(catalogue), _skeletons(catalogue), adjectives, imported, bodies)


def skeleton(name: str) -> str:
    """``name`` without the letters that transcriptions of one foreign name differ in.

    Example: ``ستيفان دي ميستورا`` and ``ستافان ديمستورا`` (Staffan de Mistura) have one skeleton.
    """
    return fold(name).replace(" ", "").replace("-", "").translate(_ALIKE).translate(_VOWELS)


def _entries(catalogue: Catalogue) -> dict[str, Mapping[str, tuple[Entry, ...]]]:
    seen: dict[tuple[str, ...], dict[str, tuple[Entity, Strength]]] = {}
    for entity in catalogue.entities.values():
        for name, strength in _strengths(entity):
            if parts := folded_words(name):
                bearers = seen.setdefault(parts, {})
                known = bearers.get(entity.id)
                bearers[entity.id] = (entity, max(strength, known[1]) if known else strength)
    by_first: dict[str, dict[str, tuple[Entry, ...]]] = {}
    for parts, named in sorted(seen.items(), key=lambda item: -len(item[0])):
        ranked = sorted(named.values(), key=lambda b: (-b[1], -b[0].weight, b[0].id))
        second = parts[1] if len(parts) > 1 else ""
        alike = by_first.setdefault(parts[0], {})
        alike[second] = (*alike.get(second, ()), Entry(parts, tuple(ranked)))
    return dict(by_first)


def _strengths(entity: Entity) -> Iterator[tuple[str, Strength]]:
    own = Strength.FULL if entity.weight >= 0 else Strength.GUARDED
    yield from ((name, own) for name in (entity.name, *entity.variants))
    yield from ((name, min(own, Strength.SURNAME)) for name in entity.surnames)
    yield from ((name, Strength.GUARDED) for name in entity.guarded)


def _regular_adjectives(catalogue: Catalogue) -> dict[str, str]:
    """The adjectives that one-word names of countries make by rule: إستونيا (Estonia), إستوني and إستونية."""
    found: dict[str, str] = {}
    for entity in catalogue.entities.values():
        name = fold(entity.name)
        if entity.kind == "country" and " " not in name:
            stem = name.removeprefix("ال")
            stem = stem.removesuffix("يا") if stem.endswith("يا") else stem.removesuffix("ا").removesuffix("ه")
            found.update({stem + "ي": entity.id, stem + "يه": entity.id} if len(stem) > 2 else {})
    return found


def _national(catalogue: Catalogue, adjectives: Mapping[str, str]) -> dict[tuple[str, str], Entity]:
    """Bodies whose names end in the adjective of their country, by the name without it."""
    found: dict[tuple[str, str], Entity] = {}
    for entity in sorted(catalogue.entities.values(), key=lambda e: (-e.weight, e.id)):
        if entity.type is EntityType.ORGANISATION and entity.country and entity.kind not in ("club", "team", "outlet"):
            for name in (entity.name, *entity.variants):
                body, _, last = fold(name).rpartition(" ")
                bare = last.removeprefix("ال")
                if " " in body and entity.country in (adjectives.get(last), adjectives.get(bare)):
                    found.setdefault((body, entity.country), entity)
    return found


def _skeletons(catalogue: Catalogue) -> dict[str, tuple[Entity, ...]]:
    found: dict[str, dict[str, Entity]] = {}
    for entity in catalogue.entities.values():
        if entity.type is EntityType.PERSON:
            for name in (entity.name, *entity.variants):
                if " " in name and len(bones := skeleton(name)) >= 5:
                    found.setdefault(bones, {})[entity.id] = entity
    return {bones: tuple(entities.values()) for bones, entities in found.items()}
