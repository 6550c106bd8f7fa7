"""The word lists behind names (data/names_*.tsv): titles, head nouns, name words, and common words that end names."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from marsad.tables import rows
from marsad.text.fold import fold
from marsad.text.tokens import Analysis, analyses

_FOLLOWERS = frozenset(["complement", "adjective", "branch", "portfolio", "inner"])
_FUTURE = ("ي", "ت", "ن", "ا")
_SUFFIXES = ("ها", "هم", "هن", "نا", "ات", "ون", "ين", "وا", "يه", "ه", "ا", "ي", "ت")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists, all folded. Each maps a word to its kind as the first line of its file explains it.

    ``bodies`` are the nouns that open a name of a body, ``followers`` the words that may stand later in it;
    ``place_joiners`` the first words of many place names (تل, عين), which the next word completes.
    """

    titles: Mapping[str, str]
    bodies: Mapping[str, str]
    followers: Mapping[str, str]
    places: Mapping[str, str]
    place_joiners: frozenset[str]
    outlets: Mapping[str, str]
    connectors: Mapping[str, str]
    names: Mapping[str, str]
    stops: Mapping[str, str]
    works: Mapping[str, str]
    common: frozenset[str]
    _common_seen: dict[str, bool] = field(default_factory=dict)
    _titles_seen: dict[str, str | None] = field(default_factory=dict)
    _openers_seen: dict[str, bool] = field(default_factory=dict)
    _heads_seen: dict[str, bool] = field(default_factory=dict)

    def is_common(self, word: str) -> bool:
        """Whether a folded ``word``, with or without particles and endings, is an everyday word and no name."""
        known = self._common_seen.get(word)
        if known is None:
            known = self._common_seen[word] = self._is_common(word)
        return known

    def title(self, word: str) -> str | None:
        """The kind of title that a folded ``word`` is, particles aside; None for another word."""
        if word not in self._titles_seen:
            kinds = (self.titles.get(r.stem) for r in readings(word))
            self._titles_seen[word] = next((kind for kind in kinds if kind), None)
        return self._titles_seen[word]

    def opens_name(self, word: str) -> bool:
        """Whether a folded ``word``, particles aside, is one that a person's name may open with."""
        known = self._openers_seen.get(word)
        if known is None:
            opens = (r.stem in self.names or r.stem in signs("opener") for r in readings(word))
            known = self._openers_seen[word] = any(opens)
        return known

    def says(self, word: str) -> bool:
        """Whether a folded ``word``, particles aside, is a verb of saying, which a speaker follows."""
        return any(r.stem in signs("saying") for r in readings(word))

    def announces(self, word: str) -> bool:
        """Whether a folded ``word``, particles aside, is a noun that announces a name."""
        known = self._heads_seen.get(word)
        if known is None:
            known = self._heads_seen[word] = any(self.is_head(r.stem) for r in readings(word))
        return known

    def is_everyday(self, word: str, stem: str) -> bool:
        """Whether ``word`` as it stands, or its ``stem`` without particles, is listed as an everyday word."""
        return stem in self.common or word in self.common or stem in self.stops or self.is_head(stem)

    def is_head(self, stem: str) -> bool:
        """Whether ``stem`` is a noun that announces a name (مدينة, صحيفة, وزير) and so is none itself."""
        return stem in self.places or stem in self.outlets or stem in self.titles or stem in self.bodies

    def _is_common(self, word: str) -> bool:
        if word in self.common or word in self.stops:
            return True
        if word in self.names:
            return False
        if word[:1] == "س" and word[1:2] in _FUTURE and len(word) > 4 and self._has_stem(word[1:]):
            return True
        stems = {stem for a in readings(word) for stem in (a.stem, _without_article(a.stem)) if len(stem) > 2}
        if stems & self.common:
            return True
        return any(
            stem.endswith(s) and len(stem) - len(s) > 2 and self._has_stem(stem[: -len(s)])
            for stem in stems
            for s in _SUFFIXES
        )

    def _has_stem(self, stem: str) -> bool:
        return stem in self.common or stem + "ه" in self.common


def _without_article(stem: str) -> str:
    return stem[2:] if stem.startswith("ال") else stem


@functools.lru_cache(maxsize=65536)
def readings(folded: str) -> tuple[Analysis, ...]:
    """``analyses`` of a folded word, and ل before a word that itself begins with ل (لليبيا: to Libya)."""
    found = list(analyses(folded))
    for a in tuple(found):
        if a.assimilated and len(a.stem) > 4:
            found.append(Analysis(a.clitic, a.stem[1:], a.offset))
    return tuple(found)


@functools.cache
def signs(kind: str) -> frozenset[str]:
    """The words of one kind in names_signs.tsv, folded."""
    return frozenset(word for row_kind, word in rows("names_signs.tsv") if row_kind == kind)


@functools.cache
def phrases() -> Mapping[str, tuple[str, ...]]:
    """Folded words that look like names, with what the next word begins with in expressions that are none."""
    found: dict[str, tuple[str, ...]] = {}
    for first, second in rows("names_phrases.tsv"):
        found[fold(first)] = (*found.get(fold(first), ()), fold(second))
    return found


@functools.cache
def endings(kind: str) -> tuple[str, ...]:
    """``signs`` for ``str.endswith``, which passes over the particles before a word."""
    return tuple(sorted(signs(kind)))


def _table(name: str) -> dict[str, str]:
    return {fold(word): kind for kind, word in rows(name)}


def _body_tables() -> tuple[dict[str, str], dict[str, str]]:
    table = [(kind, fold(word)) for kind, word in rows("names_org_heads.tsv")]
    heads = {word: kind for kind, word in table if kind not in _FOLLOWERS}
    return heads, {word: kind for kind, word in table if kind in _FOLLOWERS}


@functools.cache
def load() -> Lexicon:
    """The word lists that ship with Marsad."""
    heads, followers = _body_tables()
    places = _table("names_place_heads.tsv")
    return Lexicon(
        titles=_table("names_titles.tsv"),
        bodies=heads,
        followers=followers,
        places={word: kind for word, kind in places.items() if kind != "joiner"},
        place_joiners=frozenset(word for word, kind in places.items() if kind == "joiner"),
        outlets=_table("names_outlet_heads.tsv"),
        connectors=_table("names_connectors.tsv"),
        names={word: "given" if word.startswith("عبدال") else kind for kind, word in rows("names_given.tsv")},
        stops=_table("names_stop.tsv"),
        works=_table("names_works.tsv"),
        common=frozenset(word for (word,) in rows("names_common.tsv")),
    )


def name_units(folded: str) -> tuple[str, ...]:
    """The parts of a folded full name: ``ستيفان دي ميستورا`` has two, ``سلمان بن عبد العزيز`` two."""
    joiners = load().connectors
    units: list[str] = []
    joining = False
    for word in folded.split():
        kind = joiners.get(word)
        if units and (joining or kind == "tail"):
            units[-1] += " " + word
        else:
            units.append(word)
        joining = kind == "join"
    return tuple(units)
