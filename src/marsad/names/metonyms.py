"""Places that stand for their governments (واشنطن ترفض, بين موسكو ودمشق)."""

from __future__ import annotations

from dataclasses import replace

from marsad.model import EntityType, Mention, Zone
from marsad.names.lexicon import readings, signs
from marsad.names.stream import Found, Stream
from marsad.names.tools import NameTools


def government(found: Found, entity_id: str | None, s: Stream, tools: NameTools) -> str | None:
    """The id of the country when ``found``, a country or capital, acts in the sentence as its government."""
    if found.type is not EntityType.PLACE or s.zone is Zone.DATELINE:
        return None
    country = _country(entity_id, tools)
    return country if country and _acts(found, s, tools, capital=country != entity_id) else None


def _country(entity_id: str | None, tools: NameTools) -> str | None:
    known = tools.catalogue.entities.get(entity_id or "")
    if known is None or known.kind not in ("country", "capital"):
        return None
    return known.id if known.kind == "country" else known.country or None


def _acts(found: Found, s: Stream, tools: NameTools, capital: bool) -> bool:
    joined = found.first > 0 and s.loose[found.first]
    before = s.folded(found.first - 1) if joined else ""
    if found.clitic.endswith(("ب", "ل", "ك")) or before in signs("at"):
        return False
    if before in signs("with") or before in signs("that") or before in signs("of") or _feminine_verb(before, tools):
        return True
    lex = tools.lexicon
    if before and any(a.stem in lex.titles or a.stem in lex.places for a in readings(before)):
        return False
    gap = s.text[found.span.end : found.span.end + 2]
    if found.first == 0 and s.zone in (Zone.TITLE, Zone.HEADING) and ":" in gap and capital:
        return True  # a country before the colon is as often the topic (باكستان: القبض على …)
    after = s.folded(found.end) if found.end < len(s) and s.loose[found.end] else ""
    return _feminine_verb(after, tools) and not before.endswith("ه")


def _feminine_verb(word: str, tools: NameTools) -> bool:
    """Whether ``word`` is a verb of the gender of place names: ``رفضت`` (refused), ``ترفض`` (refuses)."""
    core = word[1:] if word[:1] in ("و", "ف") and len(word) > 4 else word
    if len(core) < 4 or core in signs("no_verb"):
        return False
    if core.endswith("ت") and not core.endswith("ات"):
        return tools.lexicon.is_common(core)
    core = core[1:] if core.startswith("ست") else core
    stem = next((core[: -len(s)] for s in ("ها", "ه", "ان") if core.endswith(s) and len(core) > 5), core)
    return core.startswith("ت") and ("ي" + core[1:] in tools.lexicon.common or "ي" + stem[1:] in tools.lexicon.common)


def together(mentions: list[Mention], text: str, tools: NameTools) -> list[Mention]:
    """``mentions`` with the places that و joins to a metonym made metonyms too (بين موسكو ودمشق)."""
    out = list(mentions)
    order = range(1, len(out))
    for here, there in [(k, k - 1) for k in order] + [(k - 1, k) for k in reversed(order)]:
        later = out[max(here, there)]
        if out[there].metonym_for and not out[here].metonym_for and later.clitic == "و":
            between = text[out[min(here, there)].span.end : later.span.start]
            if between.strip() == "و" and out[here].zone is not Zone.DATELINE:
                entity = out[here].entity
                out[here] = replace(out[here], metonym_for=_country(entity.id if entity else None, tools))
    return out
