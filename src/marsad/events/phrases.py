"""The noun phrases of a clause that can take part in an event: names with titles, bodies told by their adjective."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from marsad.catalogue import Catalogue
from marsad.events import lexicon
from marsad.model import EntityType, Mention, Participant, Span
from marsad.names import lexicon as names
from marsad.quotes.clauses import Clause
from marsad.text.tokens import analyses

_WORDS_KEPT = 1 << 14
TITLE_REACH = 12
OFFICE_REACH = 6
_INSIDE_TITLES = frozenset(["في", "الي", "لدي", "لشوون"])
_ON = "ى"
#: كل من X وY: each of them stands where كل stands.
_EACH = {"كل": "", "كلا": "", "بكل": "ب", "لكل": "ل"}
_OF_A_STATE = frozenset(["الاحتلال", "النظام", "الامن"])
_AROUND = ' \t\u00a0()«»"“”'
_ATTACHED = ("ب", "ل", "ك")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words ``first`` to ``end`` (excluded) that name a participant of a ``type``.

    ``preposition`` governs it ("" where none does), ``joined`` says that و joins it to the phrase before. ``kind``:
    name, office (known by the body or country it serves), body (known by its adjective), of (the complement of a noun
    that is no participant), apposition (says more of the phrase before). ``place`` is the place itself
    where ``who`` is the government that it stands for.
    """

    first: int
    end: int
    type: EntityType
    who: Participant
    kind: str
    place: Participant | None = None
    preposition: str = ""
    joined: bool = False


def phrases(c: Clause, catalogue: Catalogue) -> list[Phrase]:
    """The phrases of a clause in their order; no two share a word."""
    starts = [w.span.start for w in c.words]
    found: list[Phrase] = []
    for mention in c.mentions:
        first = max(0, bisect_right(starts, mention.span.start) - 1)
        end = bisect_right(starts, mention.span.end - 1)
        phrase = _of_person(c, mention, first, end, found) if mention.type is EntityType.PERSON else None
        found = [p for p in found if phrase is None or p.end <= phrase.first]
        found.append(_governed(c, _acting(phrase or _of_other(c, mention, first, end, found), mention, catalogue)))
    found += [_governed(c, p) for p in _bodies(c, catalogue) if not any(_share(p, other) for other in found)]
    return _settled(sorted(found, key=lambda p: p.first))


def _share(one: Phrase, other: Phrase) -> bool:
    return one.first < other.end and other.first < one.end


def _participant(mention: Mention) -> Participant:
    name = mention.entity.name if mention.entity else mention.norm or mention.text
    return Participant(name, mention.entity, mention.span)


def _is_title(c: Clause, at: int) -> bool:
    folded = c.folded(at)
    return names.load().title(folded) is not None or _stem(folded, "title") != ""


@lru_cache(maxsize=_WORDS_KEPT)
def _stem(folded: str, kind: str) -> str:
    """The word of a kind that a word is without the particles before it; "" where it is none."""
    known = lexicon.words(kind)
    return next((a.stem for a in analyses(folded) if a.stem in known), "")


def _of_person(c: Clause, mention: Mention, first: int, end: int, before: Sequence[Phrase]) -> Phrase:
    """A person with the words of office before the name (المبعوث الأميركي إلى سوريا توم برّاك)."""
    start, lowest = first, max(0, first - TITLE_REACH)
    people = [p.end for p in before if p.type is EntityType.PERSON]
    lowest = max([lowest, *people])
    if mention.clitic:
        return Phrase(first, end, mention.type, _participant(mention), "name")
    for at in range(first - 1, lowest - 1, -1):
        gap = c.gap(at + 1).strip(_AROUND)
        if gap and not (gap in ("،", ",", "-", "–") and at + 1 == first):
            break
        if _opens_other(c, at):
            break
        if _is_title(c, at):
            start = at
            if _particle(c, at):
                break
    return Phrase(start, end, mention.type, _participant(mention), "name")


def _opens_other(c: Clause, at: int) -> bool:
    """Whether a word cannot stand inside a title: a verb of the tables, a preposition, a complementizer."""
    if c.name_at(at) is not None:
        return False
    folded = c.folded(at)
    if folded in _INSIDE_TITLES:
        return False
    verb = any(f.trigger.kind == "verb" for f in lexicon.forms().get(folded, ())) and not _is_title(c, at)
    return (
        verb
        or _preposition(c, at) != ""
        or any(folded in lexicon.words(k) for k in ("joiner", "relative", "that", "adverb"))
    )


def _preposition(c: Clause, at: int) -> str:
    """The preposition that word ``at`` is, without و; "" for another word."""
    if at < 0 or c.name_at(at) is not None:
        return ""
    folded = c.folded(at)
    known = lexicon.words("preposition")
    bare = folded if folded in known else folded[1:] if folded[:1] in ("و", "ف") and folded[1:] in known else ""
    return "" if bare == "علي" and not c.words[at].text.endswith(_ON) else bare


def _particle(c: Clause, at: int) -> str:
    """The particles before a title or head noun (لوزير: ل, والرئيس: و)."""
    return _particle_of(c.folded(at))


@lru_cache(maxsize=_WORDS_KEPT)
def _particle_of(folded: str) -> str:
    lex = names.load()
    for a in names.readings(folded):
        known = a.stem in lex.titles or a.stem in lexicon.words("title") or a.stem in lexicon.words("head")
        if known or a.stem in lexicon.words("force"):
            return a.clitic
    return ""


def _of_other(c: Clause, mention: Mention, first: int, end: int, before: Sequence[Phrase]) -> Phrase:
    """A body or place: by itself, after its kind word, or as what an office or another noun belongs to."""
    plain = Phrase(first, end, mention.type, _participant(mention), "name")
    if first == 0 or c.gap(first).strip() or mention.clitic or _preposition(c, first - 1):
        return plain
    last = before[-1] if before else None
    if last and last.end == first:
        complement = mention.type is EntityType.PLACE and last.type is EntityType.ORGANISATION
        return replace(plain, kind="of" if complement or last.kind == "of" else "name")
    folded = c.folded(first - 1)
    if folded in lexicon.forms() or folded in lexicon.words("adverb") or _is_verb(c, first - 1):
        return plain
    for at in range(first - 1, max(-1, first - 1 - OFFICE_REACH), -1):
        if (at + 1 < first and c.gap(at + 1).strip()) or c.name_at(at) or _opens_other(c, at):
            break
        if names.load().title(c.folded(at)) == "office":
            return replace(plain, first=at, kind=_office(c, at, before))
    if _stem(folded, "head"):
        return replace(plain, first=first - 1)
    return replace(plain, kind="of")


def _is_verb(c: Clause, at: int) -> bool:
    folded = c.folded(at)
    return folded[:2] in ("تت", "يت", "ست", "سي") or (folded.endswith("ت") and not folded.endswith("ات"))


def _office(c: Clause, at: int, before: Sequence[Phrase]) -> str:
    last = before[-1] if before else None
    near = last is not None and last.end == at and last.type is EntityType.PERSON
    return "apposition" if near and not _particle(c, at) else "office"


def _bodies(c: Clause, catalogue: Catalogue) -> Iterator[Phrase]:
    """Armed forces and authorities told by the adjective of their country (الطيران الروسي, القوات الأميركية)."""
    for at, word in enumerate(c.words[:-1]):
        stem = _stem(word.folded, "force")
        definite = c.words[at + 1].folded.startswith("ال")
        if not stem or not (definite or stem in lexicon.words("delegation")):
            continue
        followed = c.folded(at + 1).endswith(("ي", "يه")) or c.folded(at + 1) in _OF_A_STATE
        reach = [n for n in (at + 1, at + 2)[: 2 if followed else 1] if n < len(c.words) and not c.gap(n).strip()]
        for n in reach:
            country = catalogue.entities.get(catalogue.country_of_adjective(c.folded(n)) or "")
            if country:
                start = word.span.start + len(word.folded) - len(stem) if word.text[:1] in "وبلف" else word.span.start
                span = Span(min(start, word.span.end - 2), c.words[n].span.end)
                who = Participant(country.name, country.ref(), span)
                yield Phrase(at, n + 1, EntityType.ORGANISATION, who, "body")
                break


def _acting(phrase: Phrase, mention: Mention, catalogue: Catalogue) -> Phrase:
    """A place that stands for its government as that country (موسكو: روسيا)."""
    country = catalogue.entities.get(mention.metonym_for or "")
    if country is None or phrase.type is not EntityType.PLACE:
        return phrase
    return replace(phrase, who=Participant(country.name, country.ref(), mention.span), place=phrase.who)


def _governed(c: Clause, phrase: Phrase) -> Phrase:
    """The phrase with the preposition before it and whether و joins it to what precedes."""
    particle = _particle(c, phrase.first)
    named = c.name_at(phrase.first)
    if named is not None:
        particle = named.clitic or ("و" if c.folded(phrase.first - 1) == "و" else "")
    elif c.folded(phrase.first - 1) == "و":
        particle = "و"
    joined = particle[:1] == "و"
    attached = next((p for p in _ATTACHED if p in particle), "")
    own = attached or ("" if joined else _preposition(c, phrase.first - 1))
    if own == "من" and (each := _EACH.get(c.folded(phrase.first - 2))) is not None:
        own = each or _preposition(c, phrase.first - 3)
    both = joined and _preposition(c, phrase.first - 1) != ""
    return replace(phrase, preposition=own if not both else _preposition(c, phrase.first - 1), joined=joined)


def _settled(found: list[Phrase]) -> list[Phrase]:
    """Phrases that و joins take the preposition of the one before, where they have none of their own."""
    out: list[Phrase] = []
    for phrase in found:
        last = next((p for p in reversed(out) if p.kind not in ("apposition",)), None)
        if phrase.joined and not phrase.preposition and last and phrase.kind != "apposition":
            phrase = replace(phrase, preposition=last.preposition)
        out.append(phrase)
    return out
