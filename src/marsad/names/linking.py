"""Which entity a name stands for: by name, by spelling, by the company it keeps; and names carried through a story."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, replace
from typing import NamedTuple

from marsad.catalogue import Entity
from marsad.model import EntityRef, EntityType, Link
from marsad.names.lexicon import endings, name_units, signs
from marsad.names.setting import Setting, beside
from marsad.names.stream import Found, Stream
from marsad.names.tools import NameTools, skeleton
from marsad.text.fold import fold

#: What each kind of evidence adds to the weight of a bearer of a name; the least lead over the next bearer.
_COMPANY, _STORY, _ADJECTIVE, _LEAD = 15, 10, 25, 5
#: So many points of lead make a choice one e-th less doubtful.
_DOUBT = 6
#: An imported person with a name of two common name words must weigh this, or be spoken for by the story.
_KNOWN_WELL = 30
#: A short name of somebody who is named fully elsewhere in the story.
CARRIED = Link(0.92, ("carried",))
_BY_NAME, _BY_SHORT_NAME, _BY_SPELLING, _UNKNOWN = 0.97, 0.9, 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Linked:
    """A name with the entity that it stands for (None: not known, or not one), how sure that is, and why."""

    found: Found
    entity: EntityRef | None
    link: Link | None = None


class Choice(NamedTuple):
    """The chosen one of the bearers of a name, how sure that is, and why."""

    entity: Entity
    score: float
    reasons: tuple[str, ...]


def candidate(type: EntityType, name: str, folded: str) -> EntityRef:
    """The reference for a name that no catalogue knows; the same name always gives the same id."""
    digest = hashlib.blake2b(f"{type}:{folded}".encode(), digest_size=6).hexdigest()
    return EntityRef(f"c-{type.value.lower()}-{digest}", name, type, status="candidate")


def choose(
    found: Found, entities: tuple[Entity, ...], setting: Setting, beside: frozenset[str], tools: NameTools
) -> Choice | None:
    """The one of ``entities``, who bear the name ``found``, that it most probably means; None when two are near.

    ``beside`` are the countries whose adjectives stand beside the name.
    """
    fitting = [e for e in entities if _fits_head(e, found.head)]
    by_head = ("head",) if fitting and len(fitting) < len(entities) else ()
    claims = sorted(
        ((*_claim(found, e, setting, beside), e) for e in fitting or entities), key=lambda c: (-c[0], c[2].id)
    )
    if not claims:
        return None
    (best, reasons, entity), *others = claims
    lead = best - others[0][0] if others else 10 * _LEAD
    if lead < _LEAD or (not reasons and _obscure(found, entity, tools)):
        return None
    sure = _BY_SHORT_NAME if found.how == "surname" else _BY_NAME
    name = "short_name" if found.how == "surname" else "name"
    by_weight = ("weight",) if others and not reasons and not by_head else ()
    return Choice(entity, round(sure / (1 + math.exp(-lead / _DOUBT)), 2), (name, *by_head, *reasons, *by_weight))


def _obscure(found: Found, entity: Entity, tools: NameTools) -> bool:
    """Whether a name is one that many people bear, and the entity a little known one of them."""
    if entity.source != "wikidata" or entity.weight >= _KNOWN_WELL or entity.type is not EntityType.PERSON:
        return False
    return all(word in tools.lexicon.names for word in found.folded.split())


def national(found: Found, country: str, tools: NameTools) -> Entity | None:
    """The body of ``country`` whose name is ``found`` with the country's adjective (وزارة الداخلية in Egypt)."""
    if found.type is not EntityType.ORGANISATION or not country:
        return None
    return tools.national.get((fold(found.norm or found.text), country))


def _fits_head(entity: Entity, head: str) -> bool:
    """Whether the noun before the name is one for this kind of place (منطقة حائل is the region, not the city).

    Only a region that is called منطقة is meant by it: منطقة إدلب is the land around the city; its region is a محافظة.
    """
    if head.endswith(endings("of_city")):
        return entity.kind in ("city", "capital")
    if head.endswith(own := endings("of_own_region")):
        return entity.kind == "region" and fold(entity.name).startswith(own)
    return head.endswith(endings("of_region")) and entity.kind in ("region", "country")


def _claim(found: Found, entity: Entity, setting: Setting, beside: frozenset[str]) -> tuple[float, tuple[str, ...]]:
    """The points that speak for an entity, and what they are for beside its weight."""
    country = entity.id if entity.kind == "country" else entity.country
    near = setting.names(entity, found)
    points, reasons = float(entity.weight), []
    for name, share in (
        ("company", _COMPANY * min(near, 4)),
        ("story_country", _STORY if country and country == setting.country else 0),
        ("adjective", _ADJECTIVE if country in beside else 0),
    ):
        points += share
        reasons += [name] if share else []
    return points, tuple(reasons)


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
        replace(x, entity=longest[x.found.units], link=CARRIED)
        if x.entity and x.entity.status == "candidate" and x.found.units in longest
        else x
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


def linked(s: Stream, found: Found, setting: Setting, tools: NameTools) -> Linked:
    """``found`` with the entity that it stands for: by its name, by its spelling, or as a new one of its full name."""
    near = beside(s, found, tools)
    entities = found.entities or tuple(e for e in tools.named(found.norm or found.text) if e.type is found.type)
    if chosen := choose(found, entities, setting, near, tools):
        return Linked(found, chosen.entity.ref(), Link(chosen.score, chosen.reasons))
    if body := national(found, min(near) if len(near) == 1 else setting.country, tools):
        return Linked(found, body.ref(), Link(_BY_SPELLING, ("name", "story_country")))
    if found.entities:
        return Linked(found, None)
    for reason, others in (("ancestry", by_ancestry(found, tools)), ("spelling", by_spelling(found, tools))):
        if others:
            only = others[0] if len(others) == 1 else None
            return Linked(found, only.ref(), Link(_BY_SPELLING, (reason,))) if only else Linked(found, None)
    if known := without_head(found, tools):
        return Linked(found, known.ref(), Link(_BY_NAME, ("name",)))
    if any(e.source != "wikidata" for e in entities) or not _is_full(found):
        return Linked(found, None)
    unknown = candidate(found.type, found.norm or found.text, found.folded)
    return Linked(found, unknown, Link(_UNKNOWN, ("unknown",)))


def _is_full(found: Found) -> bool:
    if found.type is not EntityType.PERSON or len(found.units) > 1:
        return True
    return bool(found.units) and " " in found.units[0] and not found.units[0].startswith("عبد ")
