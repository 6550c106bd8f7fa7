"""Names of the catalogue in a stream of words, longest first, with the particles before them."""

from __future__ import annotations

from marsad.catalogue import Entity
from marsad.model import EntityType, Zone
from marsad.names.lexicon import readings
from marsad.names.stream import Found, Stream, cut
from marsad.names.tools import Entry, NameTools
from marsad.text.tokens import Analysis

RANK = 5
_WIDE = frozenset(["country", "capital", "continent", "region_of_world"])


def known_names(s: Stream, tools: NameTools) -> list[Found]:
    """Every catalogue name in ``s``; at each word the longest one, the reading without particles before others."""
    found = []
    for at in range(len(s)):
        best: Found | None = None
        for reading in readings(s.folded(at)):
            match = _longest(s, at, reading, tools)
            if match and (best is None or match.end > best.end):
                best = match
        if best:
            found.append(best)
    return found


def _longest(s: Stream, at: int, reading: Analysis, tools: NameTools) -> Found | None:
    if reading.clitic and len(reading.stem) < 3:
        return None
    for entry in tools.entries.get(reading.stem, ()):
        if not _fits(s, at, entry):
            continue
        end = at + len(entry.words)
        bearers = tuple(e for e in entry.entities if _allowed(s, at, end, reading, entry, e, tools))
        if bearers:
            how = "surname" if entry.surname else "catalogue"
            return cut(s, at, end, bearers[0].type, how, RANK, reading, entities=bearers)
    return None


def _fits(s: Stream, at: int, entry: Entry) -> bool:
    size = len(entry.words)
    if at + size > len(s):
        return False
    return all(s.loose[at + k] and s.words[at + k].folded == entry.words[k] for k in range(1, size))


def _allowed(
    s: Stream, at: int, end: int, reading: Analysis, entry: Entry, entity: Entity, tools: NameTools
) -> bool:
    single = end == at + 1
    if single and reading.clitic[-1:] in ("ك", "ف") and reading.clitic and entity.kind not in _WIDE:
        return False
    if entity.weight >= 0:
        return True
    return s.zone is Zone.DATELINE or announced(s, at, entity.type, tools) or (s.opened(at) and s.closed(end))


def announced(s: Stream, at: int, type: EntityType, tools: NameTools) -> bool:
    """Whether the word before ``at`` says that a name of this type follows (صحيفة, مدينة, تنظيم, الرئيس)."""
    if at == 0 or not s.loose[at]:
        return False
    lex = tools.lexicon
    stems = [a.stem for a in readings(s.folded(at - 1))]
    if type is EntityType.PLACE:
        return any(stem in lex.places for stem in stems)
    if type is EntityType.PERSON:
        return any(stem in lex.titles for stem in stems)
    return any(stem in lex.outlets or stem in lex.bodies for stem in stems)
