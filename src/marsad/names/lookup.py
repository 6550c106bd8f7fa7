"""Names of the catalogue in a stream of words, longest first, with the particles before them."""

from __future__ import annotations

from marsad.catalogue import Entity
from marsad.catalogue.compact import MOST_WORDS
from marsad.model import EntityType, Zone
from marsad.names import lexicon
from marsad.names.entries import Entry, Strength
from marsad.names.lexicon import readings, signs
from marsad.names.stream import Found, Stream, cut, with_marks
from marsad.names.tools import NameTools
from marsad.text.dates.lexicon import lexicon as date_words
from marsad.text.letters import HAMZA, SEATED_HAMZA
from marsad.text.tokens import Analysis

RANK = 5
TANWEEN = "\N{ARABIC FATHATAN}"
_WIDE = frozenset(["country", "capital", "continent", "region_of_world"])
#: How many different words of sport make a story one about sport; the weight of clubs that news writes about often.
_SPORT_WORDS, _OFTEN = 4, 48
_PRONOUNS = ("ها", "هما", "نا", "وا")


def known_names(s: Stream, tools: NameTools, vocabulary: frozenset[str]) -> list[Found]:
    """Every catalogue name in ``s``; at each word the longest one, the reading without particles before others.

    A reading with particles wins when the story (its folded words: ``vocabulary``) has the name without them too, or a
    place of its country stands right before it: وجدة is Oujda, but beside جدة or after الرياض it is "and Jeddah".
    """
    found: list[Found] = []
    sport = len(vocabulary & signs("sport")) >= _SPORT_WORDS
    for at in range(len(s)):
        best: Found | None = None
        before = found[-1] if found and found[-1].end == at else None
        for reading in tools.beginnings(s.words[at].folded):
            match = _longest(s, at, reading, tools, sport)
            if match and (best is None or match.end > best.end or _proved(match, best, before, vocabulary)):
                best = match
        if best:
            found.append(best)
    return found


def _proved(match: Found, best: Found, before: Found | None, vocabulary: frozenset[str]) -> bool:
    if match.end != best.end or best.clitic:
        return False
    joined = match.clitic == "و" and before is not None and _country(match) == _country(before) != _country(best)
    return joined or match.folded in vocabulary


def _country(found: Found) -> str | None:
    """The country of a place, by its entity."""
    return next((e.country or None for e in found.entities), None)


def _longest(s: Stream, at: int, reading: Analysis, tools: NameTools, sport: bool) -> Found | None:
    for entry in _candidates(s, at, reading, tools):
        if not _fits(s, at, entry) or (reading.clitic and len(reading.stem) < 3 and len(entry.words) == 1):
            continue
        end = at + len(entry.words)
        bearers = [
            (e, st)
            for e, st in entry.bearers
            if _allowed(s, at, end, reading, e, st, tools) or (sport and _plays(s, at, entry, e, tools))
        ]
        if bearers:
            return _found(s, at, end, reading, _of_one_type(s, at, end, bearers, tools), tools)
    return None


def _plays(s: Stream, at: int, entry: Entry, entity: Entity, tools: NameTools) -> bool:
    """Whether the name of a club, a word or a city elsewhere, means the club in a story about sport (الاتحاد, روما)."""
    if entity.kind != "club" or entity.weight < _OFTEN:
        return False
    lex, end = tools.lexicon, at + len(entry.words)
    before = [r.stem for r in readings(s.folded(at - 1))] if at and s.loose[at] else []
    if any(stem in lex.places or stem in lex.outlets for stem in before):
        return False
    if any(stem in signs("at") for stem in before) and any(e.type is EntityType.PLACE for e, _ in entry.bearers):
        return False
    after = s.folded(end) if end < len(s) and s.plain[end] else ""
    described = after.startswith("ال") and (
        tools.country_of(after) or tools.lexicon.followers.get(after) == "adjective"
    )
    return not described


def _candidates(s: Stream, at: int, reading: Analysis, tools: NameTools) -> tuple[Entry, ...]:
    """The catalogue names that begin with the word at ``at`` and the one after it, then the one of that word alone."""
    alike = tools.entries.get(reading.stem)
    found: tuple[Entry, ...] = ()
    if alike:
        found = alike.get(s.folded(at + 1), ()) + alike.get("", ()) if at + 1 < len(s) else alike.get("", ())
    for file in tools.imported:
        if file.opens(reading.stem):
            after = [w.folded for w in s.words[at + 1 : at + MOST_WORDS]]
            found = _behind(found, file.beginning([reading.stem, *after]))
    return found


def _behind(found: tuple[Entry, ...], more: list[Entry]) -> tuple[Entry, ...]:
    """``found`` with the names of a look-up file that are not among them, longest first."""
    mine = {entry.words for entry in found}
    return tuple(sorted([*found, *(e for e in more if e.words not in mine)], key=lambda e: -len(e.words)))


def _found(
    s: Stream, at: int, end: int, reading: Analysis, bearers: list[tuple[Entity, Strength]], tools: NameTools
) -> Found:
    entities = tuple(e for e, _ in bearers)
    how = "surname" if bearers[0][1] is Strength.SURNAME else "catalogue"
    first = at + _generic(s, at, end, reading, entities, tools)
    found = cut(s, first, end, entities[0].type, how, RANK, reading if first == at else None, entities=entities)
    return with_marks(s, found) if entities[0].type is EntityType.ORGANISATION else found


def _of_one_type(
    s: Stream, at: int, end: int, bearers: list[tuple[Entity, Strength]], tools: NameTools
) -> list[tuple[Entity, Strength]]:
    """The bearers of the type that the place in the sentence asks for (in marks الشرق الأوسط is a newspaper)."""
    types = dict.fromkeys(e.type for e, _ in bearers)
    if len(types) == 1:
        return bearers
    marked = s.opened(at) and s.closed(end)
    for kind in types:
        if announced(s, at, kind, tools) or (marked and kind is EntityType.ORGANISATION):
            return [b for b in bearers if b[0].type is kind]
    if any(e.kind == "club" for e, _ in bearers):  # only in stories about sport, and not after في
        return [b for b in bearers if b[0].kind == "club"]
    heaviest = max(bearers, key=lambda b: (b[1], b[0].weight))[0].type
    return [b for b in bearers if b[0].type is heaviest]


def _generic(s: Stream, at: int, end: int, reading: Analysis, entities: tuple[Entity, ...], tools: NameTools) -> int:
    """1 when the first word only says what is named (قاعدة حميميم, قناة «روسيا 1») and is no part of the name."""
    lex = tools.lexicon
    if end - at < 2 or reading.assimilated:
        return 0
    if entities[0].type is EntityType.PERSON:
        return 1 if reading.stem.startswith("ال") and reading.stem in lex.titles else 0
    kind = lex.outlets.get(reading.stem) or (lex.places.get(reading.stem) == "off" and "place") or ""
    kind = kind or (reading.stem in signs("movement") and "movement") or ""
    if not kind or (kind == "place") != (entities[0].type is EntityType.PLACE):
        return 0
    rest = tuple(w.folded for w in s.words[at + 1 : end])
    mine = {e.id for e in entities}
    alike = tools.entries.get(rest[0], {}).get(rest[1] if len(rest) > 1 else "", ())
    bearers = [b for entry in alike if entry.words == rest for b in entry.bearers]
    if kind == "movement":  # guarded short names (حركة فتح) keep their noun
        return 1 if any(e.id in mine and strength is Strength.FULL for e, strength in bearers) else 0
    return 1 if s.opened(at + 1) or any(e.id in mine for e, _ in bearers) or reading.stem in signs("generic") else 0


def _fits(s: Stream, at: int, entry: Entry) -> bool:
    size = len(entry.words)
    if at + size > len(s):
        return False
    return all(s.loose[at + k] and s.words[at + k].folded == entry.words[k] for k in range(1, size))


def _allowed(
    s: Stream, at: int, end: int, reading: Analysis, entity: Entity, strength: Strength, tools: NameTools
) -> bool:
    guarded = strength is Strength.GUARDED
    if end == at + 1:
        narrow = entity.kind not in _WIDE
        if reading.clitic[-1:] in ("ك", "ف") and reading.clitic and narrow:
            return False
        rare = narrow or reading.clitic[-1:] == "ك"  # كلاوس is Klaus, not "like Laos"
        if reading.clitic and rare and tools.lexicon.names.get(s.folded(at)) in ("given", "name", "mixed"):
            return False
        if _adjective(s, at, reading, entity, tools) or _other_word(s, at, entity) or _in_phrase(s, at, reading):
            return False
        if narrow and tools.lexicon.is_head(reading.stem):
            return s.opened(at) and s.closed(end)
        if reading.stem in signs("ambiguous_country") and not _located(s, at):
            return False
        guarded = guarded or (narrow and _everyday(s.folded(at), reading.stem, entity.type, tools))
    if not guarded:
        return True
    dateline = s.zone is Zone.DATELINE and entity.kind != "club"  # no club reports: أبها - فلان is the town
    return dateline or _marked(s, at, end, tools) or announced(s, at, entity.type, tools)


def _located(s: Stream, at: int) -> bool:
    """Whether the word before says that a country follows (في مالي), rather than an everyday word (مبلغ مالي)."""
    if s.zone is Zone.DATELINE:
        return True
    return at > 0 and s.loose[at] and any(a.stem in signs("whereabouts") for a in readings(s.folded(at - 1)))


def _marked(s: Stream, at: int, end: int, tools: NameTools) -> bool:
    """Whether marks or brackets of its own show that an everyday word is a name (كشف «الأخبار»)."""
    if s.bracketed(at, end):
        if s.folded(at) in signs("label"):
            return False
        return not (at and s.folded(at - 1) in date_words().months)  # أغسطس (آب) is the month's other name, not Ibb
    before = s.folded(at - 1) if at and s.loose[at] else ""
    other = before.startswith("ال") and before[2:] not in tools.lexicon.outlets  # دار الشباب «المسيرة»
    return s.opened(at) and s.closed(end) and not other and before not in tools.lexicon.works


def _everyday(word: str, stem: str, type: EntityType, tools: NameTools) -> bool:
    """Whether a one-word name is an everyday word or an adjective too (الخبر, الفرنسية)."""
    if tools.country_of(stem) is not None:
        return True
    if type is not EntityType.PLACE:  # names of bodies and people are guarded one by one in the catalogue
        return False
    lex = tools.lexicon
    return lex.is_everyday(word, stem) or any(r.clitic and lex.is_head(r.stem) for r in readings(stem))


def _in_phrase(s: Stream, at: int, reading: Analysis) -> bool:
    """Whether the word begins a fixed expression, in which it is no name (الرباط الصليبي, مسقط رأسه)."""
    return s.folded(at + 1).startswith(lexicon.phrases().get(reading.stem, ()))


def _other_word(s: Stream, at: int, entity: Entity) -> bool:
    """Whether the word is spelt as another one: with tanween, an adverb, or with a ta marbuta or a seated hamza that no
    name of the entity has (مالية is not Malé, فئات not Fiat)."""
    text, names = s.words[at].text, entity.names()
    if TANWEEN in text:
        return True
    if SEATED_HAMZA.intersection(text) and not any(HAMZA.intersection(name) for name in names):
        return True
    return text.endswith("ة") and not any(name.endswith("ة") for name in names)


def _adjective(s: Stream, at: int, reading: Analysis, entity: Entity, tools: NameTools) -> bool:
    """Whether a country's name is its adjective here: ``114 وزيرا روسيا`` (Russian), ``مصادر سورية`` (Syrian)."""
    if entity.kind != "country" or reading.clitic or not at or not s.plain[at]:
        return False
    text, before = s.words[at].text, s.words[at - 1]
    nisba = tools.catalogue.nisba
    if text.endswith("ا") and reading.stem[:-1] in nisba:
        if before.folded in tools.lexicon.stops or before.folded.endswith(_PRONOUNS):
            return False
        return before.text.endswith(("ا", "اً", "ًا", "ين")) and tools.lexicon.is_common(before.folded)
    if reading.stem.startswith("ال") and reading.stem[2:] in nisba:
        definite = any(r.stem.startswith("ال") for r in readings(before.folded))
        return definite and before.folded not in tools.lexicon.stops and tools.lexicon.is_common(before.folded)
    if text.endswith("ة") and reading.stem in nisba:
        return before.text.endswith(("ة", "ات")) or before.folded in signs("plural")
    return False


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
    if s.folded(at) in signs("news"):  # وكالة الأنباء is any news agency
        stems = [stem for stem in stems if stem not in signs("agency")]
    return any(stem in lex.outlets or lex.bodies.get(stem) == "firm" for stem in stems)
