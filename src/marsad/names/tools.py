"""What finding names needs, built once: the catalogue as a look-up by first word, the word lists, spelling skeletons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from marsad.catalogue import Catalogue, Entity
from marsad.model import EntityType
from marsad.names import lexicon
from marsad.names.lexicon import Lexicon
from marsad.text.fold import fold

_WORD = re.compile(r"[^\W_]+")
_ALIKE = str.maketrans({"غ": "ج", "ق": "ك", "ط": "ت", "ص": "س", "ظ": "ز", "ڤ": "ف", "پ": "ب", "گ": "ج", "چ": "ج"})
_VOWELS = str.maketrans("", "", "اويهء")


@dataclass(frozen=True, slots=True)
class Entry:
    """A catalogue name as folded words, with the entities that bear it. ``surname``: it stands for a whole name."""

    words: tuple[str, ...]
    entities: tuple[Entity, ...]
    surname: bool = False


@dataclass(frozen=True, slots=True)
class NameTools:
    """Look-up structures for ``marsad.names.find``. Immutable; share one among all stories."""

    catalogue: Catalogue
    lexicon: Lexicon
    entries: Mapping[str, tuple[Entry, ...]]
    skeletons: Mapping[str, tuple[Entity, ...]]

    @classmethod
    def load(cls, catalogue: Catalogue) -> NameTools:
        """The tools over ``catalogue`` and the word lists that ship with Marsad. Takes well under half a second."""
        return cls(catalogue, lexicon.load(), _entries(catalogue), _skeletons(catalogue))


def split(name: str) -> tuple[str, ...]:
    """The folded words of a name: ``جان-إيف لودريان`` gives three."""
    return tuple(_WORD.findall(fold(name)))


def skeleton(name: str) -> str:
    """``name`` without the letters that transcriptions of one foreign name differ in.

    Example: ``ستيفان دي ميستورا`` and ``ستافان ديمستورا`` (Staffan de Mistura) have one skeleton.
    """
    return fold(name).replace(" ", "").replace("-", "").translate(_ALIKE).translate(_VOWELS)


def _entries(catalogue: Catalogue) -> dict[str, tuple[Entry, ...]]:
    by_first: dict[str, list[Entry]] = {}
    seen: dict[tuple[str, ...], tuple[Entity, ...]] = {}
    for name, entities in catalogue.by_folded.items():
        if parts := split(name):
            seen[parts] = (*seen.get(parts, ()), *entities)
    for parts, entities in seen.items():
        by_first.setdefault(parts[0], []).append(Entry(parts, entities))
    for parts, entities in _surnames(catalogue).items():
        if parts not in seen:
            by_first.setdefault(parts[0], []).append(Entry(parts, tuple(entities), surname=True))
    return {first: tuple(sorted(es, key=lambda e: -len(e.words))) for first, es in by_first.items()}


def _surnames(catalogue: Catalogue) -> dict[tuple[str, ...], list[Entity]]:
    found: dict[tuple[str, ...], list[Entity]] = {}
    for entity in catalogue.entities.values():
        for surname in getattr(entity, "surnames", ()):
            if parts := split(surname):
                found.setdefault(parts, []).append(entity)
    return found


def _skeletons(catalogue: Catalogue) -> dict[str, tuple[Entity, ...]]:
    found: dict[str, dict[str, Entity]] = {}
    for entity in catalogue.entities.values():
        if entity.type is EntityType.PERSON:
            for name in entity.names():
                if " " in name and len(bones := skeleton(name)) >= 5:
                    found.setdefault(bones, {})[entity.id] = entity
    return {bones: tuple(entities.values()) for bones, entities in found.items()}
