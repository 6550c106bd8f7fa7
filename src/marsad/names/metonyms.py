"""Places that stand for their governments (واشنطن ترفض, بين موسكو ودمشق)."""

from __future__ import annotations

from marsad.model import EntityRef, EntityType, Zone
from marsad.names.lexicon import readings
from marsad.names.stream import Found, Stream
from marsad.names.tools import NameTools

_AT = frozenset(["في", "من", "الي", "داخل", "شمال", "جنوب", "شرق", "غرب", "وسط", "قرب", "خارج", "عبر", "نحو", "باتجاه"])
_WITH = frozenset(["بين", "ضد", "مع", "تجاه", "حليفه", "تتهم", "دعت", "طالب", "طالبت"])


def government(found: Found, entity: EntityRef | None, s: Stream, tools: NameTools) -> str | None:
    """The id of the country when ``found``, a country or capital, acts in the sentence as its government."""
    if found.type is not EntityType.PLACE or entity is None or s.zone is Zone.DATELINE:
        return None
    known = tools.catalogue.entities.get(entity.id)
    if known is None or known.kind not in ("country", "capital"):
        return None
    country = entity.id if known.kind == "country" else known.country
    return country if country and _acts(found, s, tools) else None


def _acts(found: Found, s: Stream, tools: NameTools) -> bool:
    before = s.folded(found.first - 1) if found.first and s.loose[found.first] else ""
    if found.clitic.endswith(("ب", "ل")) or before in _AT:
        return False
    if before in _WITH:
        return True
    if before and any(a.stem in tools.lexicon.titles or a.stem in tools.lexicon.places for a in readings(before)):
        return False
    after = s.folded(found.end) if found.end < len(s) and s.loose[found.end] else ""
    return after.startswith("ت") and len(after) > 3
