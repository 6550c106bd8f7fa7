"""Names of places from the noun before them (مدينة, بلدة, حي, ساحة)."""

from __future__ import annotations

from marsad.model import EntityType
from marsad.names.lexicon import readings
from marsad.names.stream import Found, Stream, cut, with_marks
from marsad.names.tools import NameTools

RANK = 2
_PREPOSITIONS, _PRONOUNS = ("ل", "ب"), ("ه", "ها", "هم")


def places(s: Stream, tools: NameTools, known: dict[int, Found]) -> list[Found]:
    """Places in ``s`` that a noun of place announces. ``known``: names of all kinds by the word they begin at."""
    found = []
    for at in range(len(s) - 1):
        if not tools.lexicon.announces(s.words[at].folded):
            continue
        for reading in readings(s.folded(at)):
            kind = tools.lexicon.places.get(reading.stem)
            if kind and s.loose[at + 1] and not reading.assimilated:
                end = _extent(s, at + 1, kind, tools, known)
                if end and kind == "kept":
                    found.append(with_marks(s, cut(s, at, end, EntityType.PLACE, "place", RANK, reading)))
                elif end and (at + 1 not in known or known[at + 1].type is EntityType.PERSON):
                    found.append(cut(s, at + 1, end, EntityType.PLACE, "place", RANK))
                break
    return found


def _extent(s: Stream, k: int, kind: str, tools: NameTools, known: dict[int, Found]) -> int | None:
    if k in known and not known[k].clitic:
        return known[k].end
    if s.folded(k) in tools.lexicon.titles and k + 1 in known and known[k + 1].type is EntityType.PERSON:
        return known[k + 1].end if kind == "kept" else None
    if s.opened(k) and not tools.lexicon.is_common(s.folded(k)):
        return next((e for e in range(k + 1, min(k + 4, len(s) + 1)) if s.closed(e)), None)
    if s.folded(k) in tools.lexicon.place_joiners and k + 1 < len(s) and s.plain[k + 1]:
        return k + 2 if s.folded(k + 1) not in tools.lexicon.stops else None
    if not _nameable(s, k, tools):
        return None
    end = k + 1
    while end < len(s) and end - k < 2 and s.plain[end] and _goes_on(s, end, tools) and end not in known:
        end += 1
    while end < len(s) and s.plain[end] and tools.lexicon.connectors.get(s.folded(end)) in ("tail", "ordinal"):
        end += 1
    return end


def _nameable(s: Stream, k: int, tools: NameTools) -> bool:
    lex, word = tools.lexicon, s.folded(k)
    if len(word) < 3 or word in lex.stops or word in lex.titles or word in lex.bodies or word in lex.places:
        return False
    if lex.is_common(word) or word[0].isdigit() or tools.country_of(word):
        return False
    if len(word) > 4 and word.startswith(_PREPOSITIONS) and s.words[k].text.endswith(_PRONOUNS):  # عاصمة لخلافته
        return False
    return not any(a.clitic and (a.stem in lex.names or a.assimilated) for a in readings(word))


def _goes_on(s: Stream, k: int, tools: NameTools) -> bool:
    """Whether an unknown word is the second one of a place's name, and not the person who is named next."""
    return _nameable(s, k, tools) and s.folded(k) not in tools.lexicon.names
