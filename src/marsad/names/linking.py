"""Which entity a name stands for: by name, by spelling, by the company it keeps; and names carried through a story."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from marsad.catalogue import Entity
from marsad.model import EntityRef, EntityType
from marsad.names.lexicon import endings, name_units, signs
from marsad.names.stream import Found
from marsad.names.tools import NameTools, skeleton
from marsad.text.fold import fold


@dataclass(frozen=True, slots=True)
class Linked:
    """A name with the entity that it stands for (None: not known, or not one)."""

    found: Found
    entity: EntityRef | None


def candidate(type: EntityType, name: str, folded: str) -> EntityRef:
    """The reference for a name that no catalogue knows; the same name always gives the same id."""
    digest = hashlib.blake2b(f"{type}:{folded}".encode(), digest_size=6).hexdigest()
    return EntityRef(f"c-{type.value.lower()}-{digest}", name, type, status="candidate")


def company(found: list[Found]) -> Counter[str]:
    """How often each entity that is named without doubt, and its country, is named in the story."""
    seen: Counter[str] = Counter()
    for f in found:
        if len(f.entities) == 1 and f.how != "surname":
            seen[f.entities[0].id] += 1
            if f.entities[0].country:
                seen[f.entities[0].country] += 1
    return seen


def choose(found: Found, around: Counter[str]) -> Entity | None:
    """The entity that ``found`` most probably means, by its weight and by what else the story names."""
    if len(found.entities) < 2:
        return found.entities[0] if found.entities else None
    fitting = [e for e in found.entities if _fits_head(e, found.head)] or list(found.entities)
    if len(fitting) == 1:
        return fitting[0]
    ranked = sorted(((_claim(e, around), e.id, e) for e in fitting), key=lambda t: (-t[0], t[1]))
    (best, _, entity), (second, _, _) = ranked[0], ranked[1]
    return entity if best - second >= 5 else None


def _fits_head(entity: Entity, head: str) -> bool:
    """Whether the noun before the name is one for this kind of place (منطقة حائل is the region, not the city).

    Only a region that is called منطقة is meant by it: منطقة إدلب is the land around the city; its region is a محافظة.
    """
    if head.endswith(endings("of_city")):
        return entity.kind in ("city", "capital")
    if head.endswith(own := endings("of_own_region")):
        return entity.kind == "region" and fold(entity.name).startswith(own)
    return head.endswith(endings("of_region")) and entity.kind in ("region", "country")


def _claim(entity: Entity, around: Counter[str]) -> float:
    near = around[entity.id] + around[entity.country] if entity.country else around[entity.id]
    return entity.weight + 15 * min(near, 4)


def by_spelling(found: Found, tools: NameTools) -> tuple[Entity, ...]:
    """Known people whose name is ``found`` in another transcription (ديميتري/دميتري بيسكوف)."""
    if found.type is not EntityType.PERSON or len(found.units) < 2:
        return ()
    if tools.lexicon.names.get(found.units[0]) == "given":
        return ()
    return tools.skeletons.get(skeleton(found.folded), ())


def by_ancestry(found: Found, tools: NameTools) -> tuple[Entity, ...]:
    """The known person whose name ``found`` only lengthens by his fathers and house (… بن عبدالعزيز آل سعود)."""
    for k in range(len(found.units) - 1, 1, -1):
        if found.units[k].split()[0] not in signs("son"):
            return ()
        named = tools.catalogue.named(" ".join(found.units[:k]))
        if people := tuple(e for e in named if e.type is EntityType.PERSON):
            return people
    return ()


def without_head(found: Found, tools: NameTools) -> Entity | None:
    """The one known body whose name follows a noun such as حركة or منظمة at the head of ``found`` (حركة حماس)."""
    head, _, rest = found.folded.partition(" ")
    if found.type is not EntityType.ORGANISATION or head not in signs("movement"):
        return None
    named = [e for e in tools.catalogue.named(rest) if e.type is EntityType.ORGANISATION]
    return named[0] if len(named) == 1 else None


def fullest(linked: list[Linked]) -> list[Linked]:
    """``linked`` with each unknown person as the one of the story whose longer name begins in the same way."""
    longest: dict[tuple[str, ...], EntityRef] = {}
    for link in sorted(linked, key=lambda x: len(x.found.units)):
        if link.entity and len(link.found.units) > 2:
            longest.update((link.found.units[:k], link.entity) for k in range(2, len(link.found.units)))
    return [
        Linked(x.found, longest.get(x.found.units, x.entity)) if x.entity and x.entity.status == "candidate" else x
        for x in linked
    ]


def units_of(found: Found) -> tuple[str, ...]:
    """The parts of a person's name, folded."""
    return found.units or name_units(found.folded)


def surnames(found: Found) -> tuple[str, ...]:
    """The shorter names that a full name makes clear, longest first, without spaces and article."""
    units = units_of(found)
    return tuple(bare("".join(units[k:])) for k in range(1, len(units)))


def bare(name: str) -> str:
    """``name`` without spaces and without the article: the form in which short names are compared."""
    key = name.replace(" ", "")
    return key[2:] if key.startswith("ال") and len(key) > 4 else key
