"""Names of imported look-up files in a stream of words, and how much each of them says by itself.

Millions of names are noisy: villages that are called like people, newspapers like everyday words. Such names are
guarded: they need a word for their kind before them, or marks around them.
"""

from __future__ import annotations

from functools import lru_cache

from marsad.catalogue.compact import Facts
from marsad.catalogue.entities import Entity
from marsad.catalogue.imported import Imported
from marsad.model import EntityType
from marsad.names.entries import Entry, Strength
from marsad.names.lexicon import Lexicon, name_units
from marsad.text.dates.lexicon import lexicon as date_words
from marsad.text.tokens import folded_words

_KEPT = 1 << 16
_SHORT = 4
#: The ending of adjectives and of nouns such as الشيوعية (communism), which Wikidata may call a movement.
_ABSTRACT = "يه"
#: In how many Wikipedias an entity must stand for its name of one word to be meant without a word before it.
_KNOWN_WELL = {EntityType.PERSON: 80, EntityType.PLACE: 25, EntityType.ORGANISATION: 30}
#: In how many a place or body must stand whose name could be a person's.
_KNOWN = 20


class ImportedNames:
    """The names of one look-up file, as entries of the same kind as shipped ones."""

    def __init__(self, file: Imported, lexicon: Lexicon) -> None:
        self._file, self._lex = file, lexicon
        self._entry = lru_cache(maxsize=_KEPT)(self._make)

    def beginning(self, words: list[str]) -> list[Entry]:
        """The names that the folded ``words`` begin with, longest first."""
        found = self._file.compact.beginning(words)
        entries = (self._entry(number, tuple(words[:size])) for size, number in reversed(found))
        return [entry for entry in entries if entry.bearers]

    def opens(self, stem: str) -> bool:
        """Whether any name begins with the folded word ``stem``."""
        return self._file.compact.opens(stem)

    def named(self, name: str) -> tuple[Entity, ...]:
        """The entities that bear ``name``, the weightiest first; nobody by a single word, which is a short name."""
        words = folded_words(name)
        number = self._file.compact.number(words)
        bearers = self._entry(number, words).bearers if number is not None else ()
        return tuple(e for e, _ in bearers if len(words) > 1 or e.type is not EntityType.PERSON)

    def _make(self, number: int, words: tuple[str, ...]) -> Entry:
        bearers: dict[str, tuple[Entity, Strength]] = {}
        for entity, facts, alias in self._file.named(number):
            if (strong := strength(words, facts, alias, self._lex)) is not None:
                bearers.setdefault(entity.id, (entity, strong))
        return Entry(words, tuple(sorted(bearers.values(), key=lambda b: (-b[1], -b[0].weight, b[0].id))))


def strength(words: tuple[str, ...], facts: Facts, alias: bool, lex: Lexicon) -> Strength | None:
    """How much an imported name says by itself; None for one that is never looked for."""
    type = EntityType(facts.type)
    if len(words) == 1:
        return _of_one_word(words[0], type, facts.sitelinks, alias, lex)
    if all(lex.is_common(word) or lex.is_head(word) or word in lex.followers for word in words):
        return Strength.GUARDED if type is EntityType.ORGANISATION else None
    if type is EntityType.PERSON:
        sure = len(name_units(" ".join(words))) > 1 and not lex.is_common(words[0])
        return Strength.FULL if sure else Strength.GUARDED
    if type is EntityType.PLACE and lex.is_common(words[0]):  # شمال غزة (the north of Gaza) is Gaza
        return Strength.GUARDED
    like_a_person = lex.opens_name(words[0]) or all(word in lex.names for word in words)
    return Strength.GUARDED if like_a_person and facts.sitelinks < _KNOWN else Strength.FULL


def _of_one_word(word: str, type: EntityType, sitelinks: int, alias: bool, lex: Lexicon) -> Strength | None:
    """Everyday words are never names here, nor is a person one word, unless known the world over: titles and what is
    named before make short names clear. Words of people's names, and rare names, are guarded."""
    if len(word) < _SHORT or lex.is_common(word) or lex.is_head(word) or word in date_words().months:
        return None
    known = sitelinks >= _KNOWN_WELL[type] * (2 if alias else 1) and word not in lex.names
    known = known and not (type is EntityType.ORGANISATION and word.endswith(_ABSTRACT))
    if type is EntityType.PERSON:
        return Strength.FULL if known and not alias else None
    return Strength.FULL if known else Strength.GUARDED
